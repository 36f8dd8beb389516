/*
 * What a request with an origin gets from CorsConfiguration.
 */
#include "local/cors.h"

#include "expect.h"

static const struct ls_str any_origin[] = {{"*", 1}};
static const struct ls_str two_origins[] = {{"https://app.example.com", 23},
                                            {"http://localhost:8080", 21}};
static const struct ls_str any_https[] = {{"https://*", 9}};

static const struct cors open_cors = {.origins = any_origin,
                                      .origin_count = 1,
                                      .methods = {"GET,POST", 8},
                                      .headers = {"Content-Type,X-Id", 17},
                                      .expose_headers = {"ETag", 4},
                                      .max_age = {"600", 3}};
static const struct cors exact_cors = {
    .origins = two_origins, .origin_count = 2, .methods = {"GET", 3}, .credentials = true};
static const struct cors https_cors = {
    .origins = any_https, .origin_count = 1, .methods = {"GET", 3}};

/* NULL: no such header. */
static struct http_answer answer_to(const struct cors *cors, const char *method, const char *origin,
                                    const char *asked_method)
{
    struct http_field headers[2];
    struct http_request request = {.method = ls_str_of(method), .headers = headers};
    struct http_answer answer = {.status = 200};

    if (origin != NULL)
        headers[request.header_count++] = (struct http_field){LS_STR("Origin"), ls_str_of(origin)};
    if (asked_method != NULL)
        headers[request.header_count++] =
            (struct http_field){LS_STR("access-control-request-method"), ls_str_of(asked_method)};
    cors_add_fields(cors, &request, &answer);
    return answer;
}

static struct ls_str field(const struct http_answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->field_count; i++)
        if (ls_str_equal_text(answer->fields[i].name, name))
            return answer->fields[i].value;
    return LS_STR("(absent)");
}

Test(local_cors, preflight_has_every_header_that_is_configured)
{
    struct http_answer answer = answer_to(&open_cors, "OPTIONS", "https://a.example", "PUT");

    cr_expect_eq(answer.field_count, 4);
    EXPECT_STR(field(&answer, "access-control-allow-origin"), "*");
    EXPECT_STR(field(&answer, "access-control-allow-methods"), "GET,POST");
    EXPECT_STR(field(&answer, "access-control-allow-headers"), "Content-Type,X-Id");
    EXPECT_STR(field(&answer, "access-control-max-age"), "600");
}

Test(local_cors, another_request_has_origin_and_exposed_headers_only)
{
    struct http_answer answer = answer_to(&open_cors, "GET", "https://a.example", NULL);

    cr_expect_eq(answer.field_count, 2);
    EXPECT_STR(field(&answer, "access-control-allow-origin"), "*");
    EXPECT_STR(field(&answer, "access-control-expose-headers"), "ETag");
}

Test(local_cors, without_origin_nothing_is_added)
{
    cr_expect_eq(answer_to(&open_cors, "GET", NULL, NULL).field_count, 0);
    cr_expect_eq(answer_to(&open_cors, "OPTIONS", NULL, "GET").field_count, 0);
}

Test(local_cors, credentials_are_allowed_in_both_kinds_of_answer)
{
    struct http_answer preflight =
        answer_to(&exact_cors, "OPTIONS", "https://app.example.com", "GET");
    struct http_answer simple = answer_to(&exact_cors, "GET", "https://app.example.com", NULL);

    EXPECT_STR(field(&preflight, "access-control-allow-credentials"), "true");
    EXPECT_STR(field(&simple, "access-control-allow-credentials"), "true");
}

Test(local_cors, origins_match_exactly_or_by_scheme)
{
    static const struct {
        const struct cors *cors;
        const char *origin, *allowed;
    } rows[] = {
        {&exact_cors, "https://app.example.com", "https://app.example.com"},
        {&exact_cors, "HTTPS://APP.example.com", "HTTPS://APP.example.com"},
        {&exact_cors, "http://localhost:8080", "http://localhost:8080"},
        {&exact_cors, "http://localhost:8081", "(absent)"},
        {&exact_cors, "https://app.example.com.evil.example", "(absent)"},
        {&exact_cors, "https://app.example.co", "(absent)"},
        {&exact_cors, "null", "(absent)"},
        {&exact_cors, "", "(absent)"},
        {&https_cors, "https://anything.example", "https://anything.example"},
        {&https_cors, "http://anything.example", "(absent)"},
        {&https_cors, "https://", "(absent)"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct http_answer answer = answer_to(rows[i].cors, "GET", rows[i].origin, NULL);

        cr_expect(ls_str_equal_text(field(&answer, "access-control-allow-origin"), rows[i].allowed),
                  "origin %s", rows[i].origin);
    }
}

Test(local_cors, preflight_is_options_with_origin_and_a_method_asked_for)
{
    static const struct {
        const char *method;
        bool origin, asked, preflight;
    } rows[] = {
        {"OPTIONS", true, true, true},   {"OPTIONS", false, true, false},
        {"OPTIONS", true, false, false}, {"GET", true, true, false},
        {"options", true, true, false},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct http_field headers[2];
        struct http_request request = {.method = ls_str_of(rows[i].method), .headers = headers};

        if (rows[i].origin)
            headers[request.header_count++] =
                (struct http_field){LS_STR("origin"), LS_STR("https://a.example")};
        if (rows[i].asked)
            headers[request.header_count++] =
                (struct http_field){LS_STR("Access-Control-Request-Method"), LS_STR("PUT")};
        cr_expect_eq(cors_is_preflight(&request), rows[i].preflight, "row %zu", i);
    }
}
