/*
 * Answers: each part in the form in which it goes to Lambda, and headers that nobody can forge.
 */
#include "response.h"

#include <stdlib.h>
#include <string.h>

#include "fixture.h"

#include "expect.h"

TestSuite(response, .init = fixture_init, .fini = fixture_release);

#define R (&fixture.response)

Test(response, json_is_escaped_once_for_the_payload)
{
    cr_assert_eq(ls_respond_json(R, 201, LS_STR("{\"a\":\"q\\\" b\\\\ \xC3\xA9\"}")), LS_OK);
    cr_expect_eq(R->http_status, 201);
    cr_expect_not(R->is_base64);
    EXPECT_STR(ls_buf_view(&R->body), "{\\\"a\\\":\\\"q\\\\\\\" b\\\\\\\\ \xC3\xA9\\\"}");
    EXPECT_STR(ls_buf_view(&R->headers), ",\"content-type\":\"application/json\"");
    EXPECT_STR(ls_buf_view(&R->cookies), "");
}

Test(response, text_and_bytes_reach_the_client_as_they_are)
{
    cr_assert_eq(ls_respond_text(R, 200, "text/plain; charset=utf-8", LS_STR("a\"b\\c\n\x01")),
                 LS_OK);
    EXPECT_STR(ls_buf_view(&R->body), "a\\\"b\\\\c\\n\\u0001");
    cr_expect_str_eq(fixture_header("content-type"), "text/plain; charset=utf-8");
    cr_assert_eq(ls_respond_text(R, 200, "text/plain", LS_STR("")), LS_OK);
    EXPECT_STR(ls_buf_view(&R->body), "");
    cr_assert_eq(ls_respond_bytes(R, 200, "image/png", ls_str("\x89PNG\0", 5)), LS_OK);
    cr_expect(R->is_base64);
    EXPECT_STR(ls_buf_view(&R->body), "iVBORwA=");
    cr_expect_str_eq(fixture_header("content-type"), "image/png");
}

Test(response, the_last_answer_wins_and_headers_stay)
{
    R->request_id = LS_STR("id-7");
    cr_assert_eq(ls_response_header(R, "X-One", LS_STR("1")), LS_OK);
    cr_assert_eq(ls_respond_bytes(R, 200, "image/png", LS_STR("abc")), LS_OK);
    cr_assert_eq(ls_response_header(R, "x-two", LS_STR("say \"two\"")), LS_OK);
    cr_assert_eq(ls_respond_error(R, 422, "No \"such\" thing"), LS_OK);
    cr_expect_not(R->is_base64);
    cr_expect_eq(R->http_status, 422);
    cr_expect_str_eq(fixture_body(),
                     "{\"error\":\"No \\\"such\\\" thing\",\"requestId\":\"id-7\"}");
    cr_expect_str_eq(fixture_header("content-type"), "application/json");
    cr_expect_str_eq(fixture_header("x-one"), "1");
    cr_expect_str_eq(fixture_header("x-two"), "say \"two\"");
    cr_assert_eq(ls_respond_empty(R, 204), LS_OK);
    cr_expect_null(fixture_header("content-type"));
    cr_expect_str_eq(fixture_body(), "");
}

Test(response, a_header_of_the_same_name_takes_its_place)
{
    cr_assert_eq(ls_response_header(R, "cache-control", LS_STR("no-store")), LS_OK);
    cr_assert_eq(ls_response_header(R, "etag", LS_STR("\"a\\b\"")), LS_OK);
    cr_assert_eq(ls_response_header(R, "age", LS_STR("")), LS_OK);
    cr_assert_eq(ls_response_header(R, "ETag", LS_STR("\"v2\"")), LS_OK);
    cr_assert_eq(ls_response_header(R, "Cache-Control", LS_STR("max-age=9")), LS_OK);
    EXPECT_STR(ls_buf_view(&R->headers),
               ",\"age\":\"\",\"etag\":\"\\\"v2\\\"\",\"cache-control\":\"max-age=9\"");
}

Test(response, a_header_is_one_line)
{
    static const char *const bad_names[] = {"", "a b", "a:b", "a\"", "na\xC3\xAFve", "Set-Cookie"};
    static const char *const bad_values[] = {"a\r\nset-cookie: x=1", "a\nb", "a\x01", "\x7F",
                                             "\xFF"};

    for (size_t i = 0; i < sizeof(bad_names) / sizeof(bad_names[0]); i++)
        cr_expect_eq(ls_response_header(R, bad_names[i], LS_STR("v")), LS_BAD_VALUE, "%s",
                     bad_names[i]);
    for (size_t i = 0; i < sizeof(bad_values) / sizeof(bad_values[0]); i++) {
        cr_expect_eq(ls_response_header(R, "x", ls_str_of(bad_values[i])), LS_BAD_VALUE, "%zu", i);
        cr_expect_eq(ls_response_cookie(R, ls_str_of(bad_values[i])), LS_BAD_VALUE, "%zu", i);
        cr_expect_eq(ls_respond_text(R, 200, bad_values[i], LS_STR("")), LS_INTERNAL, "%zu", i);
    }
    cr_expect_eq(ls_response_header(R, "x", ls_str("a\0b", 3)), LS_BAD_VALUE);
    cr_expect_eq(ls_response_header(R, NULL, LS_STR("v")), LS_BAD_VALUE);
    EXPECT_STR(ls_buf_view(&R->headers), "");
    cr_expect_eq(R->http_status, 0);
}

Test(response, keeps_each_cookie_apart)
{
    cr_assert_eq(ls_response_cookie(R, LS_STR("a=1; HttpOnly")), LS_OK);
    cr_assert_eq(ls_response_cookie(R, LS_STR("b=\"2\"")), LS_OK);
    EXPECT_STR(ls_buf_view(&R->cookies), ",\"a=1; HttpOnly\",\"b=\\\"2\\\"\"");
    cr_expect_eq(ls_response_cookie(R, LS_STR("")), LS_BAD_VALUE);
}

Test(response, refuses_a_status_that_is_none)
{
    cr_expect_eq(ls_respond_json(R, 0, LS_STR("{}")), LS_INTERNAL);
    cr_expect_eq(ls_respond_text(R, 199, "text/plain", LS_STR("")), LS_INTERNAL);
    cr_expect_eq(ls_respond_bytes(R, 600, "text/plain", LS_STR("")), LS_INTERNAL);
    cr_expect_eq(ls_respond_empty(R, -1), LS_INTERNAL);
    cr_expect_eq(ls_respond_error(R, 1000, "x"), LS_INTERNAL);
    cr_expect_eq(ls_respond_json(R, 200, ls_str(NULL, 0)), LS_NO_MEMORY);
    cr_expect_eq(R->http_status, 0);
}

/* 6 MB with everything around it is all that Lambda takes. */
Test(response, an_answer_that_is_too_large_is_none)
{
    size_t len = (size_t)6 * 1024 * 1024;
    char *text = malloc(len);

    cr_assert_not_null(text);
    memset(text, 'a', len);
    cr_expect_eq(ls_respond_json(R, 200, ls_str(text, len)), LS_TOO_LARGE);
    cr_expect_eq(R->http_status, 0);
    cr_expect_eq(ls_respond_json(R, 200, ls_str(text, len - 65536)), LS_OK);
    free(text);
    cr_expect_eq(R->body.len, len - 65536);
    cr_expect_eq(R->http_status, 200);
}

Test(response, headers_have_a_limit_and_stay_well_formed)
{
    char value[4096];
    int status = LS_OK;

    memset(value, 'v', sizeof(value));
    for (char name[] = "a"; name[0] <= 'z' && status == LS_OK; name[0]++)
        status = ls_response_header(R, name, ls_str(value, sizeof(value)));
    cr_expect_eq(status, LS_TOO_LARGE);
    cr_expect_eq(strlen(fixture_header("c")), sizeof(value));
    cr_expect_null(fixture_header("d"));
    cr_expect_eq(ls_respond_empty(R, 204), LS_TOO_LARGE);
    cr_expect_eq(R->http_status, 0);
}

Test(response, a_failure_has_a_message_and_the_request_id)
{
    const struct ls_error error = {.status = LS_BAD_VALUE, .message = "Not this"};

    R->request_id = LS_STR("id-\"7\"");
    cr_assert_eq(ls_response_header(R, "x-draft", LS_STR("1")), LS_OK);
    cr_assert_eq(ls_response_fail(R, LS_THROTTLED, NULL), LS_OK);
    EXPECT_ANSWER(503, "{\"error\":\"Service busy\",\"requestId\":\"id-\\\"7\\\"\"}");
    cr_expect_str_eq(fixture_header("retry-after"), "1");
    cr_expect_null(fixture_header("x-draft"));
    cr_assert_eq(ls_response_fail(R, LS_BAD_VALUE, &error), LS_OK);
    EXPECT_ANSWER(400, "{\"error\":\"Not this\",\"requestId\":\"id-\\\"7\\\"\"}");
    cr_expect_null(fixture_header("retry-after"));
}
