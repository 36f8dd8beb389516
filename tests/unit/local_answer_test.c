/*
 * What a function returns, as HTTP. The first two rows of the bare payloads are the examples of
 * AWS's guide on payload format 2.0.
 */
#include "local/answer.h"

#include "expect.h"

static struct ls_arena arena;

static void set_up(void)
{
    ls_arena_init(&arena, 1024 * 1024, 0);
}

static void tear_down(void)
{
    ls_arena_release(&arena);
}

TestSuite(local_answer, .init = set_up, .fini = tear_down);

/* The header's value, or "(absent)". */
static struct ls_str field(const struct http_answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->field_count; i++)
        if (ls_str_equal_nocase(answer->fields[i].name, ls_str_of(name)))
            return answer->fields[i].value;
    return LS_STR("(absent)");
}

Test(local_answer, json_without_a_status_is_the_body)
{
    static const struct {
        const char *payload, *body;
    } rows[] = {
        {"\"Hello from Lambda!\"", "Hello from Lambda!"},
        {"{ \"message\": \"Hello from Lambda!\" }", "{ \"message\": \"Hello from Lambda!\" }"},
        {" [1, 2]\n", "[1, 2]"},
        {"7", "7"},
        {"null", "null"},
        {"\"a\\u00e9\\n\"", "a\xc3\xa9\n"},
        {"{\"statuscode\":404}", "{\"statuscode\":404}"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct http_answer answer;
        const char *wrong = answer_read(ls_str_of(rows[i].payload), NULL, &arena, &answer);

        cr_assert_null(wrong, "%s: %s", rows[i].payload, wrong);
        cr_expect_eq(answer.status, 200, "%s", rows[i].payload);
        EXPECT_STR(answer.body, rows[i].body);
        EXPECT_STR(field(&answer, "content-type"), "application/json");
    }
}

Test(local_answer, status_headers_cookies_and_body)
{
    struct http_answer answer;
    const char *wrong =
        answer_read(LS_STR("{\"cookies\":[\"a=1; Path=/\",\"b=2\"],\"isBase64Encoded\":false,"
                           "\"statusCode\":201,\"headers\":{\"Content-Type\":\"application/json\","
                           "\"X-Count\":3,\"X-Fine\":true,\"X-Escaped\":\"\\u0041\\\"\"},"
                           "\"body\":\"{\\\"id\\\":\\\"\\u00e9\\\"}\"}"),
                    NULL, &arena, &answer);

    cr_assert_null(wrong, "%s", wrong);
    cr_expect_eq(answer.status, 201);
    cr_expect_eq(answer.field_count, 6);
    EXPECT_STR(answer.body, "{\"id\":\"\xc3\xa9\"}");
    EXPECT_STR(field(&answer, "content-type"), "application/json");
    EXPECT_STR(field(&answer, "x-count"), "3");
    EXPECT_STR(field(&answer, "x-fine"), "true");
    EXPECT_STR(field(&answer, "x-escaped"), "A\"");
    EXPECT_STR(answer.fields[4].name, "set-cookie");
    EXPECT_STR(answer.fields[4].value, "a=1; Path=/");
    EXPECT_STR(answer.fields[5].name, "set-cookie");
    EXPECT_STR(answer.fields[5].value, "b=2");
}

Test(local_answer, content_type_defaults_to_text_where_there_is_a_body)
{
    struct http_answer answer;

    cr_assert_null(
        answer_read(LS_STR("{\"statusCode\":200,\"body\":\"x\"}"), NULL, &arena, &answer));
    EXPECT_STR(field(&answer, "content-type"), "text/plain;charset=UTF-8");
    cr_assert_null(answer_read(LS_STR("{\"statusCode\":204}"), NULL, &arena, &answer));
    cr_expect_eq(answer.field_count, 0);
    cr_expect_eq(answer.body.len, 0);
}

Test(local_answer, base64_bodies_are_decoded)
{
    struct http_answer answer;

    cr_assert_null(
        answer_read(LS_STR("{\"statusCode\":200,\"isBase64Encoded\":true,\"body\":\"AP9h\"}"), NULL,
                    &arena, &answer));
    cr_assert_eq(answer.body.len, 3);
    cr_expect_arr_eq(answer.body.ptr,
                     "\x00\xff"
                     "a",
                     3);
    cr_assert_null(
        answer_read(LS_STR("{\"statusCode\":200,\"isBase64Encoded\":false,\"body\":\"AP9h\"}"),
                    NULL, &arena, &answer));
    EXPECT_STR(answer.body, "AP9h");
}

Test(local_answer, null_members_count_as_absent)
{
    struct http_answer answer;

    cr_assert_null(
        answer_read(LS_STR("{\"statusCode\":200,\"headers\":null,\"cookies\":null,\"body\":null}"),
                    NULL, &arena, &answer));
    cr_expect_eq(answer.field_count, 0);
    cr_expect_eq(answer.body.len, 0);
    cr_assert_null(
        answer_read(LS_STR("{\"statusCode\":200,\"isBase64Encoded\":null,\"body\":\"AP9h\"}"), NULL,
                    &arena, &answer));
    EXPECT_STR(answer.body, "AP9h");
}

Test(local_answer, the_connections_headers_are_the_gateways_own)
{
    struct http_answer answer;

    cr_assert_null(answer_read(
        LS_STR(
            "{\"statusCode\":200,\"headers\":{\"Content-Length\":\"99\",\"Connection\":\"close\","
            "\"Transfer-Encoding\":\"chunked\",\"DATE\":\"x\",\"apigw-requestid\":\"mine\","
            "\"x-kept\":\"y\"}}"),
        NULL, &arena, &answer));
    cr_expect_eq(answer.field_count, 1);
    EXPECT_STR(field(&answer, "x-kept"), "y");
}

Test(local_answer, own_cors_headers_are_ignored_where_cors_is_configured)
{
    static const struct cors cors = {.origin_count = 0};
    const struct ls_str payload =
        LS_STR("{\"statusCode\":200,\"headers\":{\"Access-Control-Allow-Origin\":\"https://x\","
               "\"access-control-max-age\":\"1\",\"access-control-request-id\":\"z\"}}");
    struct http_answer answer;

    cr_assert_null(answer_read(payload, &cors, &arena, &answer));
    cr_expect_eq(answer.field_count, 1);
    EXPECT_STR(field(&answer, "access-control-request-id"), "z");
    cr_assert_null(answer_read(payload, NULL, &arena, &answer));
    cr_expect_eq(answer.field_count, 3);
    EXPECT_STR(field(&answer, "access-control-allow-origin"), "https://x");
}

Test(local_answer, a_bad_response_says_why)
{
    static const struct {
        const char *payload, *why;
    } rows[] = {
        {"", "the payload is no JSON"},
        {"Hello", "the payload is no JSON"},
        {"{\"statusCode\":200", "the payload is no JSON"},
        {"{\"statusCode\":200}{}", "the payload is no JSON"},
        {"{\"statusCode\":\"200\"}", "`statusCode` is no number from 200 to 599"},
        {"{\"statusCode\":null}", "`statusCode` is no number from 200 to 599"},
        {"{\"statusCode\":100}", "`statusCode` is no number from 200 to 599"},
        {"{\"statusCode\":600}", "`statusCode` is no number from 200 to 599"},
        {"{\"statusCode\":2e2}", "`statusCode` is no number from 200 to 599"},
        {"{\"statusCode\":200,\"body\":{}}", "`body` is no text"},
        {"{\"statusCode\":200,\"body\":1}", "`body` is no text"},
        {"{\"statusCode\":200,\"body\":\"*\",\"isBase64Encoded\":true}",
         "`body` is no base64, although isBase64Encoded is true"},
        {"{\"statusCode\":200,\"headers\":[]}", "`headers` is no object"},
        {"{\"statusCode\":200,\"headers\":\"x\"}", "`headers` is no object"},
        {"{\"statusCode\":200,\"headers\":{\"a\":[\"b\"]}}", "a header's value is no text"},
        {"{\"statusCode\":200,\"headers\":{\"a b\":\"c\"}}",
         "a header's name or value has characters that HTTP forbids"},
        {"{\"statusCode\":200,\"headers\":{\"\":\"c\"}}",
         "a header's name or value has characters that HTTP forbids"},
        {"{\"statusCode\":200,\"headers\":{\"a\":\"b\\r\\nc: d\"}}",
         "a header's name or value has characters that HTTP forbids"},
        {"{\"statusCode\":200,\"headers\":{\"a\":\"b\\u0000\"}}",
         "a header's name or value has characters that HTTP forbids"},
        {"{\"statusCode\":200,\"cookies\":\"a=1\"}", "`cookies` is no array"},
        {"{\"statusCode\":200,\"cookies\":{}}", "`cookies` is no array"},
        {"{\"statusCode\":200,\"cookies\":[1]}", "a cookie is no text"},
        {"{\"statusCode\":200,\"cookies\":[\"a\\nb\"]}",
         "a cookie has characters that HTTP forbids"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct http_answer answer;
        const char *wrong = answer_read(guarded(ls_str_of(rows[i].payload)), NULL, &arena, &answer);

        cr_assert_not_null(wrong, "%s", rows[i].payload);
        cr_expect_str_eq(wrong, rows[i].why, "%s: %s", rows[i].payload, wrong);
    }
}

/* 120 of 128 fields are the function's; the gateway needs the rest. */
Test(local_answer, too_many_headers_are_a_bad_response)
{
    struct ls_buf payload;

    for (int count = 120; count <= 121; count++) {
        struct http_answer answer;
        const char *wrong;

        ls_buf_init(&payload, 65536);
        ls_buf_text(&payload, "{\"statusCode\":200,\"headers\":{\"h\":\"\"");
        for (int i = 1; i < count; i++) {
            ls_buf_text(&payload, ",\"h");
            ls_buf_int(&payload, i);
            ls_buf_text(&payload, "\":\"\"");
        }
        ls_buf_text(&payload, "}}");
        wrong = answer_read(ls_buf_view(&payload), NULL, &arena, &answer);
        if (count == 120)
            cr_expect_null(wrong, "%s", wrong);
        else
            cr_expect_str_eq(wrong, "too many headers");
        ls_buf_release(&payload);
    }
}

Test(local_answer, the_gateways_own_bodies)
{
    static const struct {
        int status;
        const char *body;
    } rows[] = {
        {400, "{\"message\":\"Bad Request\"}"},
        {401, "{\"message\":\"Unauthorized\"}"},
        {403, "{\"message\":\"Forbidden\"}"},
        {404, "{\"message\":\"Not Found\"}"},
        {413, "{\"message\":\"Request Entity Too Large\"}"},
        {431, "{\"message\":\"Request Header Fields Too Large\"}"},
        {500, "{\"message\":\"Internal Server Error\"}"},
        {503, "{\"message\":\"Service Unavailable\"}"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct http_answer answer;

        answer_own(rows[i].status, &answer);
        cr_expect_eq(answer.status, rows[i].status);
        EXPECT_STR(answer.body, rows[i].body);
        EXPECT_STR(field(&answer, "content-type"), "application/json");
    }
}
