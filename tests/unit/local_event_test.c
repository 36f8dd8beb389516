/*
 * Events of payload format 2.0. The names, the joined duplicates and the cookies are those of the
 * example in AWS's guide.
 */
#include "local/event_json.h"

#include "expect.h"
#include "json.h"

#define FIELD(name_, value_)                                                                       \
    {                                                                                              \
        {name_, sizeof(name_) - 1},                                                                \
        {                                                                                          \
            value_, sizeof(value_) - 1                                                             \
        }                                                                                          \
    }

static struct ls_arena arena;
static struct ls_buf out;

static void set_up(void)
{
    ls_arena_init(&arena, 16 * 1024 * 1024, 0);
    ls_buf_init(&out, 1024 * 1024);
}

static void tear_down(void)
{
    ls_buf_release(&out);
    ls_arena_release(&arena);
}

TestSuite(local_event, .init = set_up, .fini = tear_down);

static const struct ls_route any_route = {.key = "$default", .key_length = 8};
static const struct ls_route_match any_match = {.route = &any_route};

static struct http_request request_of(const char *target, const struct http_field *headers,
                                      size_t count, struct ls_str body)
{
    return (struct http_request){.method = LS_STR("POST"),
                                 .target = ls_str_of(target),
                                 .headers = headers,
                                 .header_count = count,
                                 .body = body,
                                 .source_ip = LS_STR("192.0.2.1"),
                                 .port = 3000,
                                 .request_id = LS_STR("JKJaXmPLvHcESHA="),
                                 .trace_root = LS_STR("Root=1-00000000-abc"),
                                 .time_ms = 1583348638390};
}

/* The event as a whole. */
static struct ls_str event_of(const struct http_request *request,
                              const struct ls_route_match *match)
{
    ls_buf_reset(&out);
    cr_assert_eq(event_json_write(request, match, &arena, &out), LS_OK);
    return ls_buf_view(&out);
}

static struct ls_str member(struct ls_str object, const char *name)
{
    struct ls_str value;

    return ls_json_find(object, name, &value) ? value : LS_STR("(absent)");
}

Test(local_event, the_whole_of_one)
{
    static const struct http_field headers[] = {
        FIELD("Host", "localhost:3000"),
        FIELD("Cookie", "cookie1; cookie2"),
        FIELD("Header1", "value1"),
        FIELD("Header2", "value1"),
        FIELD("header2", "value2"),
        FIELD("User-Agent", "agent"),
        FIELD("Content-Type", "application/json"),
    };
    static const char *const names[] = {"id"};
    static const struct ls_route route = {
        .key = "POST /my/{id}", .key_length = 13, .parameter_count = 1, .parameters = names};
    struct ls_route_match match = {.route = &route, .parameters = {LS_STR("p%61th")}};
    struct http_request request =
        request_of("/my/p%61th?parameter1=value1&parameter1=value2&parameter2=value", headers,
                   sizeof(headers) / sizeof(headers[0]), LS_STR("{\"Hello\":1}"));

    EXPECT_STR(
        event_of(&request, &match),
        "{\"version\":\"2.0\",\"routeKey\":\"POST /my/{id}\",\"rawPath\":\"/my/path\","
        "\"rawQueryString\":\"parameter1=value1&parameter1=value2&parameter2=value\","
        "\"cookies\":[\"cookie1\",\"cookie2\"],"
        "\"headers\":{\"host\":\"localhost:3000\",\"header1\":\"value1\","
        "\"header2\":\"value1,value2\",\"user-agent\":\"agent\","
        "\"content-type\":\"application/json\",\"content-length\":\"11\","
        "\"x-amzn-trace-id\":\"Root=1-00000000-abc\",\"x-forwarded-for\":\"192.0.2.1\","
        "\"x-forwarded-port\":\"3000\",\"x-forwarded-proto\":\"http\"},"
        "\"queryStringParameters\":{\"parameter1\":\"value1,value2\",\"parameter2\":\"value\"},"
        "\"requestContext\":{\"accountId\":\"123456789012\",\"apiId\":\"local\","
        "\"domainName\":\"localhost\",\"domainPrefix\":\"localhost\","
        "\"http\":{\"method\":\"POST\",\"path\":\"/my/path\",\"protocol\":\"HTTP/1.1\","
        "\"sourceIp\":\"192.0.2.1\",\"userAgent\":\"agent\"},"
        "\"requestId\":\"JKJaXmPLvHcESHA=\",\"routeKey\":\"POST /my/{id}\","
        "\"stage\":\"$default\",\"time\":\"04/Mar/2020:19:03:58 +0000\","
        "\"timeEpoch\":1583348638390},"
        "\"pathParameters\":{\"id\":\"path\"},"
        "\"body\":\"{\\\"Hello\\\":1}\",\"isBase64Encoded\":false}");
}

Test(local_event, what_is_absent_is_omitted)
{
    struct http_request request = request_of("/", NULL, 0, LS_STR(""));
    struct ls_str event = event_of(&request, &any_match);

    EXPECT_STR(member(event, "cookies"), "(absent)");
    EXPECT_STR(member(event, "queryStringParameters"), "(absent)");
    EXPECT_STR(member(event, "pathParameters"), "(absent)");
    EXPECT_STR(member(event, "body"), "(absent)");
    EXPECT_STR(member(event, "stageVariables"), "(absent)");
    EXPECT_STR(member(event, "rawQueryString"), "\"\"");
    EXPECT_STR(member(event, "isBase64Encoded"), "false");
    EXPECT_STR(member(member(event, "headers"), "content-length"), "\"0\"");
}

Test(local_event, the_authorizer_stands_in_the_context_of_a_route_that_has_one)
{
    struct http_request request = request_of("/", NULL, 0, LS_STR(""));

    EXPECT_STR(member(member(event_of(&request, &any_match), "requestContext"), "authorizer"),
               "(absent)");
    request.authorizer = LS_STR("{\"lambda\":{\"user\":\"ada\"}}");
    EXPECT_STR(member(member(event_of(&request, &any_match), "requestContext"), "authorizer"),
               "{\"lambda\":{\"user\":\"ada\"}}");
}

Test(local_event, raw_path_is_decoded_and_the_query_is_not)
{
    static const struct {
        const char *target, *path, *query;
    } rows[] = {
        {"/a%20b", "\"/a b\"", "\"\""},
        {"/a%2Fb", "\"/a/b\"", "\"\""},
        {"/a%252Fb", "\"/a%2Fb\"", "\"\""},
        {"/%C3%A9", "\"/\xc3\xa9\"", "\"\""},
        {"/what%3Fnow?x=1", "\"/what\"", "\"x=1\""}, /* cut at the decoded question mark */
        {"/a?b?c", "\"/a\"", "\"b?c\""},
        {"/a?q=%20+%22", "\"/a\"", "\"q=%20+%22\""},
        {"/a/?", "\"/a/\"", "\"\""},
        {"/%FF", "\"/\xef\xbf\xbd\"", "\"\""},
        {"/a+b", "\"/a+b\"", "\"\""},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct http_request request = request_of(rows[i].target, NULL, 0, LS_STR(""));
        struct ls_str event = event_of(&request, &any_match);

        EXPECT_STR(member(event, "rawPath"), rows[i].path);
        EXPECT_STR(member(event, "rawQueryString"), rows[i].query);
        EXPECT_STR(member(member(member(event, "requestContext"), "http"), "path"), rows[i].path);
    }
}

Test(local_event, query_parameters_are_decoded_and_joined)
{
    static const struct {
        const char *target, *parameters;
    } rows[] = {
        {"/?a=1&b=2&a=3", "{\"a\":\"1,3\",\"b\":\"2\"}"},
        {"/?a=1,2&a=3", "{\"a\":\"1,2,3\"}"},
        {"/?a", "{\"a\":\"\"}"},
        {"/?a=&a=", "{\"a\":\",\"}"},
        {"/?a=b=c", "{\"a\":\"b=c\"}"},
        {"/?=x", "{\"\":\"x\"}"},
        {"/?a%26b=c%3Dd", "{\"a&b\":\"c=d\"}"},
        {"/?q=a+b%2Bc", "{\"q\":\"a b+c\"}"},
        {"/?q=%zz%4", "{\"q\":\"%zz%4\"}"},
        {"/?q=%22%0A", "{\"q\":\"\\\"\\n\"}"},
        {"/?q=%ff", "{\"q\":\"\xef\xbf\xbd\"}"},
        {"/?q=%ff%e2%82x", "{\"q\":\"\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbdx\"}"},
        {"/?&&", "(absent)"},
        {"/?", "(absent)"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct http_request request = request_of(rows[i].target, NULL, 0, LS_STR(""));

        EXPECT_STR(member(event_of(&request, &any_match), "queryStringParameters"),
                   rows[i].parameters);
    }
}

Test(local_event, path_parameters_are_decoded_one_by_one)
{
    static const char *const names[] = {"id", "rest"};
    static const struct ls_route route = {
        .key = "ANY /{id}/{rest+}", .key_length = 17, .parameter_count = 2, .parameters = names};
    struct ls_route_match match = {.route = &route,
                                   .parameters = {LS_STR("a%2Fb%3Fc+d"), LS_STR("x/%22/y")}};
    struct http_request request = request_of("/a%2Fb%3Fc+d/x/%22/y", NULL, 0, LS_STR(""));

    EXPECT_STR(member(event_of(&request, &match), "pathParameters"),
               "{\"id\":\"a/b?c+d\",\"rest\":\"x/\\\"/y\"}");
}

Test(local_event, headers_of_the_connection_are_replaced_or_dropped)
{
    static const struct http_field headers[] = {
        FIELD("Connection", "keep-alive"),
        FIELD("Content-Length", "999"),
        FIELD("Transfer-Encoding", "x"),
        FIELD("Expect", "100-continue"),
        FIELD("X-Amzn-Trace-Id", "mine"),
        FIELD("X-Forwarded-For", "198.51.100.7"),
        FIELD("X-Forwarded-Proto", "mine"),
        FIELD("X-Forwarded-Port", "mine"),
        FIELD("Accept", "a"),
        FIELD("ACCEPT", "b\xff"),
        FIELD("Empty", ""),
    };
    struct http_request request =
        request_of("/", headers, sizeof(headers) / sizeof(headers[0]), LS_STR("xyz"));

    EXPECT_STR(member(event_of(&request, &any_match), "headers"),
               "{\"x-forwarded-for\":\"198.51.100.7,192.0.2.1\",\"accept\":\"a,b\xef\xbf\xbd\","
               "\"empty\":\"\",\"content-length\":\"3\","
               "\"x-amzn-trace-id\":\"Root=1-00000000-abc\",\"x-forwarded-port\":\"3000\","
               "\"x-forwarded-proto\":\"http\"}");
}

Test(local_event, cookies_of_all_headers_in_one_array)
{
    static const struct http_field headers[] = {FIELD("Cookie", "a=1;b=\"x y\" ; ;"),
                                                FIELD("cookie", " c=3 ")};
    struct http_request request = request_of("/", headers, 2, LS_STR(""));

    EXPECT_STR(member(event_of(&request, &any_match), "cookies"),
               "[\"a=1\",\"b=\\\"x y\\\"\",\"c=3\"]");
}

Test(local_event, bodies_are_plain_for_some_types_only)
{
    static const struct {
        const char *type, *body, *sent, *base64;
    } rows[] = {
        {"application/json", "{}", "\"{}\"", "false"},
        {"Application/JSON; charset=utf-8", "{}", "\"{}\"", "false"},
        {"application/xml", "{}", "\"{}\"", "false"},
        {"application/javascript ;x", "{}", "\"{}\"", "false"},
        {"text/csv", "a\tb", "\"a\\tb\"", "false"},
        {"application/json", "\xff", "\"/w==\"", "true"},
        {"application/jsonp", "{}", "\"e30=\"", "true"},
        {"application/problem+json", "{}", "\"e30=\"", "true"},
        {"application/x-www-form-urlencoded", "a=1", "\"YT0x\"", "true"},
        {"application/octet-stream", "{}", "\"e30=\"", "true"},
        {"text/", "{}", "\"e30=\"", "true"},
        {"", "{}", "\"e30=\"", "true"},
        {NULL, "{}", "\"e30=\"", "true"},
        {"application/json", "", "(absent)", "false"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct http_field header = {LS_STR("content-type"), ls_str_of(rows[i].type)};
        struct http_request request =
            request_of("/", &header, rows[i].type != NULL, ls_str_of(rows[i].body));
        struct ls_str event = event_of(&request, &any_match);

        EXPECT_STR(member(event, "body"), rows[i].sent);
        EXPECT_STR(member(event, "isBase64Encoded"), rows[i].base64);
    }
}

Test(local_event, the_domain_is_the_host_without_its_port)
{
    static const struct {
        const char *host, *name, *prefix;
    } rows[] = {
        {"api.example.com", "\"api.example.com\"", "\"api\""},
        {"localhost:3000", "\"localhost\"", "\"localhost\""},
        {"[::1]:3000", "\"[::1]\"", "\"[::1]\""},
        {NULL, "\"\"", "\"\""},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct http_field header = {LS_STR("host"), ls_str_of(rows[i].host)};
        struct http_request request = request_of("/", &header, rows[i].host != NULL, LS_STR(""));
        struct ls_str context = member(event_of(&request, &any_match), "requestContext");

        EXPECT_STR(member(context, "domainName"), rows[i].name);
        EXPECT_STR(member(context, "domainPrefix"), rows[i].prefix);
    }
}

Test(local_event, one_that_passes_the_buffer_is_too_large)
{
    struct http_request request = request_of("/", NULL, 0, LS_STR(""));
    size_t needed = event_of(&request, &any_match).len;
    struct ls_buf exact;

    ls_buf_init(&exact, needed);
    cr_expect_eq(event_json_write(&request, &any_match, &arena, &exact), LS_OK);
    ls_buf_release(&exact);
    ls_buf_init(&exact, needed - 1);
    cr_expect_eq(event_json_write(&request, &any_match, &arena, &exact), LS_TOO_LARGE);
    ls_buf_release(&exact);
}

Test(local_event, memory_that_is_short_is_reported)
{
    struct http_request request = request_of("/%20?a=%20", NULL, 0, LS_STR(""));
    struct ls_arena tiny;

    ls_arena_init(&tiny, 1, 0);
    ls_buf_reset(&out);
    cr_expect_eq(event_json_write(&request, &any_match, &tiny, &out), LS_NO_MEMORY);
    ls_arena_release(&tiny);
}

Test(local_event, paths_are_matched_with_unreserved_characters_decoded)
{
    static const struct {
        const char *target, *path;
    } rows[] = {
        {"/items/1?x=%zz", "/items/1"}, {"/%69tems/%41%7e", "/items/A~"},
        {"/a%2Fb", "/a%2Fb"},           {"/a%2fb%20", "/a%2fb%20"},
        {"/%2561", "/%2561"},           {"/%C3%A9", "/%C3%A9"},
    };
    static const char *const bad[] = {"/%", "/%4", "/%4g", "/%zz", "/a%2"};
    struct ls_str path;

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        cr_assert_eq(event_match_path(ls_str_of(rows[i].target), &arena, &path), LS_OK);
        EXPECT_STR(path, rows[i].path);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_eq(event_match_path(guarded(ls_str_of(bad[i])), &arena, &path), LS_BAD_PARAMETER,
                     "%s", bad[i]);
}
