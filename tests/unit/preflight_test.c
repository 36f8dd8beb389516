/*
 * Preflight: what a browser may know, by the origin that asks.
 */
#include <stdio.h>

#include "expect.h"
#include "fixture.h"

#define SUCCESS "{\"message\":\"CORS preflight successful\"}"
#define ASK(headers_)                                                                              \
    SEND(.route_key = "OPTIONS /items", .method = "OPTIONS", .headers = (headers_))
#define ASKS_FOR_PUT ",\"access-control-request-method\":\"PUT\"}"

static struct ls_service service;
static struct ls_cors cors;

static void setup(void)
{
    fixture_init();
    service = *fixture.context.service;
    cors = *service.cors;
    service.cors = &cors;
    fixture.context.service = &service;
}

TestSuite(preflight, .init = setup, .fini = fixture_release);

static void expect_header(const char *name, const char *wanted)
{
    const char *value = fixture_header(name);

    if (wanted == NULL)
        cr_expect_null(value, "%s: %s", name, value);
    else
        cr_expect_str_eq(value, wanted, "%s: %s", name, value);
}

static void expect_nothing_allowed(void)
{
    EXPECT_ANSWER(200, SUCCESS);
    EXPECT_STR(ls_buf_view(&fixture.response.headers), ",\"content-type\":\"application/json\"");
}

Test(preflight, allows_a_listed_origin)
{
    ASK("{\"origin\":\"https://app.example\"" ASKS_FOR_PUT);
    EXPECT_ANSWER(200, SUCCESS);
    expect_header("access-control-allow-origin", "https://app.example");
    expect_header("vary", "Origin");
    expect_header("access-control-allow-credentials", "true");
    expect_header("access-control-allow-methods", "GET,POST");
    expect_header("access-control-allow-headers", "Content-Type");
    expect_header("access-control-max-age", "600");
    expect_header("access-control-expose-headers", NULL);
    expect_header("content-type", "application/json");
    EXPECT_CALLS(0);
}

Test(preflight, allows_any_origin_of_a_listed_scheme)
{
    ASK("{\"origin\":\"http://localhost:8080\"" ASKS_FOR_PUT);
    expect_header("access-control-allow-origin", "http://localhost:8080");
}

Test(preflight, allows_everybody_with_an_asterisk)
{
    static const char *const any[] = {"*"};

    cors.origins = any;
    cors.origin_count = 1;
    cors.credentials = false;
    ASK("{\"origin\":\"null\"" ASKS_FOR_PUT);
    expect_header("access-control-allow-origin", "*");
    expect_header("vary", NULL);
    expect_header("access-control-allow-credentials", NULL);
}

Test(preflight, allows_nothing_to_others)
{
    static const char *const others[] = {
        "https://app.example.evil",
        "https://app.exampl",
        "https://APP.example",
        "ftp://app.example",
        "null",
        "",
        "https://other.example",
    };

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        char headers[256];

        snprintf(headers, sizeof(headers), "{\"origin\":\"%s\"" ASKS_FOR_PUT, others[i]);
        ASK(headers);
        expect_nothing_allowed();
    }
    ASK("{}");
    expect_nothing_allowed();
    ASK(NULL);
    expect_nothing_allowed();
}

Test(preflight, echoes_no_line_break)
{
    ASK("{\"origin\":\"http://a\\r\\nset-cookie: x=1\"" ASKS_FOR_PUT);
    expect_nothing_allowed();
}

/* Without Access-Control-Request-Method it is a plain request. */
Test(preflight, answers_a_plain_options_request_as_one)
{
    ASK("{\"origin\":\"https://app.example\"}");
    expect_header("access-control-allow-origin", "https://app.example");
    expect_header("access-control-expose-headers", "X-Total");
    expect_header("access-control-allow-methods", NULL);
    expect_header("access-control-allow-headers", NULL);
    expect_header("access-control-max-age", NULL);
}

Test(preflight, works_without_any_cors)
{
    service.cors = NULL;
    ASK("{\"origin\":\"https://app.example\"" ASKS_FOR_PUT);
    expect_nothing_allowed();
}
