/*
 * Events: real ones of API Gateway and of a Function URL, and everything that could be wrong.
 */
#include "event.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"

static struct ls_arena arena;
static struct ls_event event;
static struct ls_error error;

static void setup(void)
{
    ls_arena_init(&arena, 1024 * 1024, 0);
}

static void teardown(void)
{
    ls_arena_release(&arena);
}

TestSuite(event, .init = setup, .fini = teardown);

/* The text lies before a guard page, and is changed there. */
static enum ls_status parse(const char *text)
{
    struct ls_str copy = guarded(ls_str_of(text));

    error = (struct ls_error){.status = LS_OK};
    return ls_event_parse((char *)(uintptr_t)copy.ptr, copy.len, &event, &error);
}

#define EXPECT_NONE(value)                                                                         \
    do {                                                                                           \
        cr_expect_null((value).ptr);                                                               \
    } while (0)

/* After the example of the developer guide, "AWS Lambda proxy integrations for HTTP APIs". */
static const char http_api[] =
    "{\"version\":\"2.0\",\"routeKey\":\"POST /my/{id}\",\"rawPath\":\"/my/a "
    "b\",\"rawQueryString\":"
    "\"p=v1&p=v2&q=a%20b+c%2B&empty=&flag&%71%32=x\",\"cookies\":[\"c1=one\",\"c2=t\\u0077o=2\","
    "7],\"headers\":{\"header1\":\"value1\",\"quote\":\"say \\\"hi\\\"\",\"number\":7},"
    "\"queryStringParameters\":{\"p\":\"v1,v2\"},\"requestContext\":{\"accountId\":"
    "\"123456789012\","
    "\"apiId\":\"api-id\",\"authentication\":null,\"authorizer\":{\"jwt\":{\"claims\":{\"sub\":"
    "\"u1\",\"custom:tenant\":\"t\\u00e9\",\"age\":42,\"admin\":true,\"list\":[1],\"none\":null},"
    "\"scopes\":[\"s1\"]}},\"domainName\":\"id.execute-api.us-east-1.amazonaws.com\","
    "\"domainPrefix\":\"id\",\"http\":{\"method\":\"POST\",\"path\":\"/my/path\",\"protocol\":"
    "\"HTTP/1.1\",\"sourceIp\":\"192.0.2.1\",\"userAgent\":\"agent\"},\"requestId\":\"id-9\","
    "\"routeKey\":\"$default\",\"stage\":\"$default\",\"time\":\"12/Mar/2020:19:03:58 +0000\","
    "\"timeEpoch\":1583348638390},\"body\":\"{\\\"a\\\":\\\"\\u00e9\\\\n\\\"}\",\"pathParameters\":"
    "{\"id\":\"a "
    "b\",\"other\":\"x\\/y\"},\"isBase64Encoded\":false,\"stageVariables\":{\"s\":\"v\"}}";

Test(event, reads_an_http_api_event)
{
    cr_assert_eq(parse(http_api), LS_OK, "%s", error.detail);
    EXPECT_STR(event.route_key, "POST /my/{id}");
    EXPECT_STR(event.method, "POST");
    EXPECT_STR(event.path, "/my/a b");
    EXPECT_STR(event.body, "{\"a\":\"\xC3\xA9\\n\"}");
    EXPECT_STR(event.api_request_id, "id-9");
    EXPECT_STR(event.source_ip, "192.0.2.1");
    cr_expect_not(event.function_url);
}

Test(event, finds_headers_parameters_and_cookies)
{
    cr_assert_eq(parse(http_api), LS_OK);
    EXPECT_STR(ls_event_header(&event, &arena, "header1"), "value1");
    EXPECT_STR(ls_event_header(&event, &arena, "quote"), "say \"hi\"");
    EXPECT_NONE(ls_event_header(&event, &arena, "Header1"));
    EXPECT_NONE(ls_event_header(&event, &arena, "number"));
    EXPECT_STR(ls_event_path_parameter(&event, &arena, "id"), "a b");
    EXPECT_STR(ls_event_path_parameter(&event, &arena, "other"), "x/y");
    EXPECT_NONE(ls_event_path_parameter(&event, &arena, "absent"));
    EXPECT_STR(ls_event_cookie(&event, &arena, "c1"), "one");
    EXPECT_STR(ls_event_cookie(&event, &arena, "c2"), "two=2");
    EXPECT_NONE(ls_event_cookie(&event, &arena, "c"));
}

Test(event, finds_claims_of_each_authorizer)
{
    cr_assert_eq(parse(http_api), LS_OK);
    EXPECT_STR(ls_event_claim(&event, &arena, "sub"), "u1");
    EXPECT_STR(ls_event_claim(&event, &arena, "custom:tenant"), "t\xC3\xA9");
    EXPECT_STR(ls_event_claim(&event, &arena, "age"), "42");
    EXPECT_STR(ls_event_claim(&event, &arena, "admin"), "true");
    EXPECT_NONE(ls_event_claim(&event, &arena, "list"));
    EXPECT_NONE(ls_event_claim(&event, &arena, "none"));
    EXPECT_NONE(ls_event_claim(&event, &arena, "absent"));
    EXPECT_NONE(ls_event_iam(&event, &arena, "userArn"));
    cr_assert_eq(parse("{\"version\":\"2.0\",\"requestContext\":{\"authorizer\":{\"lambda\":"
                       "{\"tenant\":\"t1\"}}}}"),
                 LS_OK);
    EXPECT_STR(ls_event_claim(&event, &arena, "tenant"), "t1");
    cr_assert_eq(parse("{\"version\":\"2.0\",\"requestContext\":{\"authorizer\":{\"iam\":"
                       "{\"userArn\":\"arn:aws:iam::1:user/a\",\"accountId\":\"1\"}}}}"),
                 LS_OK);
    EXPECT_STR(ls_event_iam(&event, &arena, "userArn"), "arn:aws:iam::1:user/a");
    EXPECT_STR(ls_event_iam(&event, &arena, "accountId"), "1");
    EXPECT_NONE(ls_event_claim(&event, &arena, "userArn"));
    cr_assert_eq(parse("{\"version\":\"2.0\"}"), LS_OK);
    EXPECT_NONE(ls_event_claim(&event, &arena, "sub"));
}

static void expect_query(const char *name, const char *wanted)
{
    struct ls_str value;

    cr_assert_eq(ls_event_query(&event, &arena, name, &value, &error), LS_OK, "%s", name);
    if (wanted == NULL)
        EXPECT_NONE(value);
    else
        EXPECT_STR(value, wanted);
}

static void expect_bad_query(const char *query, const char *message)
{
    struct ls_str value;

    event = (struct ls_event){.query = ls_str_of(query)};
    cr_expect_eq(ls_event_query(&event, &arena, "q", &value, &error), LS_BAD_PARAMETER, "%s",
                 query);
    cr_expect_str_eq(error.message, message);
}

Test(event, decodes_query_parameters)
{
    cr_assert_eq(parse(http_api), LS_OK);
    expect_query("q", "a b c+");
    expect_query("empty", "");
    expect_query("flag", "");
    expect_query("q2", "x");
    expect_query("absent", NULL);
    expect_query("", NULL);
    event = (struct ls_event){.query = LS_STR("&&=x&q=1&q2=2&")};
    expect_query("q", "1");
    event = (struct ls_event){.query = LS_STR("")};
    expect_query("q", NULL);
}

Test(event, refuses_a_query_parameter_that_is_not_one_value)
{
    expect_bad_query("q=1&q=1", "Bad parameter: q is given more than once");
    expect_bad_query("q=1&%71=2", "Bad parameter: q is given more than once");
    expect_bad_query("q=%f", "Bad parameter: q is not percent-encoded UTF-8");
    expect_bad_query("q=%zz", "Bad parameter: q is not percent-encoded UTF-8");
    expect_bad_query("q=%", "Bad parameter: q is not percent-encoded UTF-8");
    expect_bad_query("q=%C3%28", "Bad parameter: q is not percent-encoded UTF-8");
}

Test(event, decodes_a_body_from_base64)
{
    cr_assert_eq(parse("{\"version\":\"2.0\",\"isBase64Encoded\":true,\"body\":\"eyJhIjoxfQ==\"}"),
                 LS_OK);
    EXPECT_STR(event.body, "{\"a\":1}");
    cr_assert_eq(parse("{\"version\":\"2.0\",\"body\":\"\\/\\/8=\",\"isBase64Encoded\":true}"),
                 LS_OK);
    EXPECT_STR(event.body, "\xFF\xFF");
    cr_assert_eq(parse("{\"version\":\"2.0\",\"body\":\"\",\"isBase64Encoded\":true}"), LS_OK);
    cr_expect_not_null(event.body.ptr);
    cr_expect_eq(event.body.len, (size_t)0);
    cr_assert_eq(parse("{\"version\":\"2.0\",\"isBase64Encoded\":true}"), LS_OK);
    EXPECT_NONE(event.body);
    cr_assert_eq(parse("{\"version\":\"2.0\",\"body\":null}"), LS_OK);
    EXPECT_NONE(event.body);
}

#define FUNCTION_URL(path)                                                                         \
    "{\"version\":\"2.0\",\"routeKey\":\"$default\",\"rawPath\":\"" path                           \
    "\",\"requestContext\":{\"domainName\":\"abc.lambda-url.eu-west-1.on.aws\",\"stage\":"         \
    "\"$default\"}}"

static void expect_url_path(const char *text, const char *path, const char *whole)
{
    struct ls_str decoded;

    cr_assert_eq(parse(text), LS_OK);
    cr_expect(event.function_url);
    EXPECT_STR(event.path, path);
    decoded = ls_event_path_text(&event, &arena, event.path);
    if (whole == NULL)
        EXPECT_NONE(decoded);
    else
        EXPECT_STR(decoded, whole);
}

Test(event, decodes_the_path_of_a_function_url_once)
{
    expect_url_path(FUNCTION_URL("/items/a%20b"), "/items/a b", "/items/a b");
    expect_url_path(FUNCTION_URL("/%69tems/1"), "/items/1", "/items/1");
    expect_url_path(FUNCTION_URL("/a%2Fb"), "/a%2Fb", "/a/b");
    expect_url_path(FUNCTION_URL("/a%252Fb"), "/a%252Fb", "/a%2Fb");
    expect_url_path(FUNCTION_URL("/100%25"), "/100%25", "/100%");
    expect_url_path(FUNCTION_URL("/%C3%A9+%2b"), "/\xC3\xA9++", "/\xC3\xA9++");
    expect_url_path(FUNCTION_URL("/1+1%2F"), "/1+1%2F", "/1+1/");
    expect_url_path(FUNCTION_URL("/a%zz"), "/a%zz", NULL);
    expect_url_path(FUNCTION_URL("/a%"), "/a%", NULL);
    expect_url_path(FUNCTION_URL("/a%4"), "/a%4", NULL);
    expect_url_path(FUNCTION_URL("/%FF"), "/\xFF", NULL);
    expect_url_path(FUNCTION_URL(""), "", "");
}

Test(event, leaves_the_decoded_path_of_an_http_api_alone)
{
    cr_assert_eq(parse("{\"version\":\"2.0\",\"rawPath\":\"/100%25/a%2Fb\"}"), LS_OK);
    EXPECT_STR(event.path, "/100%25/a%2Fb");
    EXPECT_STR(ls_event_path_text(&event, &arena, event.path), "/100%25/a%2Fb");
}

static void expect_staged(const char *stage, const char *path, const char *wanted)
{
    char text[256];

    snprintf(text, sizeof(text),
             "{\"version\":\"2.0\",\"rawPath\":\"%s\",\"requestContext\":{\"stage\":\"%s\"}}", path,
             stage);
    cr_assert_eq(parse(text), LS_OK);
    EXPECT_STR(event.path, wanted);
}

Test(event, takes_a_named_stage_off_the_path)
{
    expect_staged("dev", "/dev/items", "/items");
    expect_staged("dev", "/dev", "/");
    expect_staged("dev", "/dev/", "/");
    expect_staged("dev", "/device", "/device");
    expect_staged("dev", "/items/dev", "/items/dev");
    expect_staged("dev", "/de", "/de");
    expect_staged("$default", "/$default/x", "/$default/x");
    expect_staged("", "//x", "//x");
    /* Both at once: no such event is known, and it must not write where it may not. */
    cr_assert_eq(parse("{\"version\":\"2.0\",\"rawPath\":\"/dev\",\"requestContext\":{\"stage\":"
                       "\"dev\",\"domainName\":\"a.lambda-url.b\"}}"),
                 LS_OK);
    EXPECT_STR(event.path, "/");
}

Test(event, refuses_what_is_no_event)
{
    static const char *const bad[] = {
        "",
        " ",
        "null",
        "[]",
        "7",
        "\"x\"",
        "{",
        "{}",
        "{\"version\":\"1.0\"}",
        "{\"version\":2.0}",
        "{\"version\":\"2.0\"",
        "{\"version\":\"2.0\"}x",
        "{\"version\":\"2.0\",}",
        "{\"version\":\"2.0\",\"routeKey\":7}",
        "{\"version\":\"2.0\",\"headers\":[]}",
        "{\"version\":\"2.0\",\"cookies\":{}}",
        "{\"version\":\"2.0\",\"requestContext\":\"x\"}",
        "{\"version\":\"2.0\",\"requestContext\":{\"http\":[]}}",
        "{\"version\":\"2.0\",\"requestContext\":{\"http\":{\"method\":{}}}}",
        "{\"version\":\"2.0\",\"isBase64Encoded\":\"true\"}",
        "{\"version\":\"2.0\",\"isBase64Encoded\":true,\"body\":\"***\"}",
        "{\"version\":\"2.0\",\"body\":\"\xFF\"}",
        "{\"version\":\"2.0\",\"body\":\"\\ud800\"}",
        "{\"Records\":[{\"eventSource\":\"aws:sqs\"}]}",
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        cr_expect_eq(parse(bad[i]), LS_BAD_EVENT, "%s", bad[i]);
        cr_expect_neq(error.detail[0], '\0', "%s", bad[i]);
        EXPECT_NONE(event.path);
    }
}

/* An event cut anywhere is refused, and read no further than it goes. */
Test(event, refuses_every_beginning_of_an_event)
{
    char *text = strdup(http_api);
    size_t len = strlen(text);

    cr_assert_not_null(text);
    while (len > 0) {
        text[--len] = '\0';
        cr_expect_eq(parse(text), LS_BAD_EVENT, "%zu", len);
    }
    free(text);
}

Test(event, passes_over_what_it_does_not_know)
{
    cr_assert_eq(
        parse(" { \"new\" : { \"deep\" : [ { } ] } , \"version\" : \"2.0\" , \"routeKey\" : "
              "\"GET \\u002fx\", \"requestContext\":{\"http\":{\"new\":null,\"method\":\"GET\"}"
              ",\"body\":\"not mine\"} } "),
        LS_OK, "%s", error.detail);
    EXPECT_STR(event.route_key, "GET /x");
    EXPECT_STR(event.method, "GET");
    EXPECT_NONE(event.body);
}
