/*
 * Who may call a route. Statuses and bodies are those of AWS's guides on JWT, Lambda and IAM
 * authorization; the tokens are for the clock below.
 */
#include "local/authorize.h"

#include <stdio.h>

#include "expect.h"

#define NOW_MS INT64_C(1500000000000)

static struct ls_arena arena;
static struct authorization result;

static void set_up(void)
{
    ls_arena_init(&arena, 1024 * 1024, 0);
}

static void tear_down(void)
{
    ls_arena_release(&arena);
}

TestSuite(local_authorize, .init = set_up, .fini = tear_down);

#define FIELD(name_, value_)                                                                       \
    {                                                                                              \
        {name_, sizeof(name_) - 1},                                                                \
        {                                                                                          \
            value_, sizeof(value_) - 1                                                             \
        }                                                                                          \
    }

/* {"alg":"none"} . {"iss":"i","aud":"a","exp":1500000001,"sub":"ada"} . */
#define GOOD                                                                                       \
    "eyJhbGciOiJub25lIn0."                                                                         \
    "eyJpc3MiOiJpIiwiYXVkIjoiYSIsImV4cCI6MTUwMDAwMDAwMSwic3ViIjoiYWRhIn0."
/* the same with "exp":1500000000 */
#define EXPIRED                                                                                    \
    "eyJhbGciOiJub25lIn0."                                                                         \
    "eyJpc3MiOiJpIiwiYXVkIjoiYSIsImV4cCI6MTUwMDAwMDAwMCwic3ViIjoiYWRhIn0."
/* {"iss":"i","client_id":"a","exp":1500000001,"scope":"x y"} */
#define SCOPED                                                                                     \
    "eyJhbGciOiJub25lIn0."                                                                         \
    "eyJpc3MiOiJpIiwiY2xpZW50X2lkIjoiYSIsImV4cCI6MTUwMDAwMDAwMSwic2NvcGUiOiJ4IHkifQ."
#define CLAIMS                                                                                     \
    "{\"jwt\":{\"claims\":{\"iss\":\"i\",\"aud\":\"a\",\"exp\":\"1500000001\",\"sub\":\"ada\"},"   \
    "\"scopes\":null}}"

static const struct ls_str audience[] = {{"a", 1}};
static const struct ls_str scopes[] = {{"z", 1}, {"y", 1}};
static const struct identity_source in_header = {false, "Authorization"};
static const struct identity_source in_query = {true, "access token"};
static const struct authorizer by_header = {&in_header, 1, {"i", 1}, audience, 1};
static const struct authorizer by_query = {&in_query, 1, {"i", 1}, audience, 1};
static const struct route_auth jwt = {AUTH_JWT, &by_header, NULL, 0};
static const struct caller nobody;

static struct http_request request_with(const struct http_field *headers, size_t count)
{
    return (struct http_request){.method = LS_STR("GET"),
                                 .target = LS_STR("/x"),
                                 .headers = headers,
                                 .header_count = count,
                                 .time_ms = NOW_MS};
}

/* With one header Authorization, or none. */
static void ask(const struct route_auth *auth, const char *authorization)
{
    struct http_field header = {LS_STR("AUTHORIZATION"), ls_str_of(authorization)};
    struct http_request request = request_with(&header, authorization != NULL);

    cr_assert_eq(authorize(auth, &nobody, &request, &arena, &result), LS_OK);
}

static void expect_refused(int status, const char *challenge)
{
    cr_expect_eq(result.status, status, "%d", result.status);
    EXPECT_STR(result.challenge, challenge);
    cr_expect_eq(result.authorizer.len, 0);
}

static void expect_allowed(const char *authorizer)
{
    cr_expect_eq(result.status, 0, "%d", result.status);
    EXPECT_STR(result.authorizer, authorizer);
}

Test(local_authorize, an_open_route_is_open)
{
    static const struct route_auth open = {.kind = AUTH_NONE};

    ask(&open, NULL);
    expect_allowed("");
    ask(&open, "Bearer " EXPIRED);
    expect_allowed("");
}

Test(local_authorize, a_token_alone_or_behind_its_scheme)
{
    static const char *const rows[] = {GOOD, "Bearer " GOOD, "bearer " GOOD, "  Bearer   " GOOD " ",
                                       " " GOOD};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ask(&jwt, rows[i]);
        expect_allowed(CLAIMS);
    }
}

Test(local_authorize, without_a_token)
{
    static const char *const rows[] = {NULL, "", "  "};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ask(&jwt, rows[i]);
        expect_refused(401, "Bearer");
    }
}

#define INVALID(scope, why)                                                                        \
    "Bearer scope=\"" scope "\" error=\"invalid_token\" error_description=\"" why "\""

Test(local_authorize, a_token_that_is_not_valid)
{
    static const struct {
        const char *value, *challenge;
    } rows[] = {
        {"Bearer " EXPIRED, INVALID("", "the token has expired")},
        {"Bearer x", INVALID("", "token contains an invalid number of segments")},
        {"Bearer", INVALID("", "token contains an invalid number of segments")},
        {"Basic " GOOD, INVALID("", "the token is malformed")},
        {"Bearer Bearer " GOOD, INVALID("", "the token is malformed")},
        {"Bearer" GOOD, INVALID("", "the token is malformed")},
        {"Bearer " SCOPED, NULL},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ask(&jwt, rows[i].value);
        if (rows[i].challenge != NULL)
            expect_refused(401, rows[i].challenge);
        else
            cr_expect_eq(result.status, 0);
    }
}

Test(local_authorize, two_tokens_are_none)
{
    static const struct http_field headers[] = {FIELD("Authorization", GOOD), FIELD("x", "y"),
                                                FIELD("authorization", GOOD)};
    struct http_request request = request_with(headers, 3);

    cr_assert_eq(authorize(&jwt, &nobody, &request, &arena, &result), LS_OK);
    expect_refused(401, INVALID("", "more than one token was given"));
}

Test(local_authorize, scopes)
{
    static const struct route_auth wants_z = {AUTH_JWT, &by_header, scopes, 1};
    static const struct route_auth wants_any = {AUTH_JWT, &by_header, scopes, 2};

    ask(&wants_z, SCOPED);
    expect_refused(403, "Bearer scope=\"z\" error=\"insufficient_scope\" "
                        "error_description=\"the token has no scope that the route wants\"");
    ask(&wants_any, EXPIRED);
    expect_refused(401, INVALID("z y", "the token has expired"));
    ask(&wants_any, SCOPED);
    expect_allowed("{\"jwt\":{\"claims\":{\"iss\":\"i\",\"client_id\":\"a\","
                   "\"exp\":\"1500000001\",\"scope\":\"x y\"},\"scopes\":[\"x\",\"y\"]}}");
}

Test(local_authorize, a_token_in_the_query)
{
    static const struct {
        const char *target;
        int status;
    } rows[] = {
        {"/x?access+token=" GOOD, 0},
        {"/x?a=1&access%20token=Bearer%20" GOOD "&b", 0},
        {"/x?access+token=" GOOD "&access+token=" GOOD, 401},
        {"/x?access+token", 401},
        {"/x?access+token=", 401},
        {"/x?accesstoken=" GOOD, 401},
        {"/x?&&", 401},
        {"/x?", 401},
        {"/x", 401},
        {"/access+token=" GOOD, 401},
        {"/x?access%2token=" GOOD, 401},
    };
    static const struct route_auth auth = {AUTH_JWT, &by_query, NULL, 0};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct http_request request = request_with(NULL, 0);

        request.target = ls_str_of(rows[i].target);
        cr_assert_eq(authorize(&auth, &nobody, &request, &arena, &result), LS_OK);
        cr_expect_eq(result.status, rows[i].status, "%s: %d", rows[i].target, result.status);
    }
}

static const struct identity_source two_sources[] = {{false, "x-key"}, {true, "user"}};
static const struct authorizer by_two = {.sources = two_sources, .source_count = 2};
static const struct authorizer by_none = {.sources = NULL};
static const struct caller ada = {{"{\"user\":\"ada\"}", 14}, {NULL, 0}};
static const struct caller role = {{NULL, 0}, {"{\"userArn\":\"arn\"}", 17}};

/* documented: the authorizer is not asked without all its identity sources. */
Test(local_authorize, a_lambda_authorizer_wants_its_identity_sources)
{
    static const struct http_field key[] = {FIELD("X-Key", "k")}, empty[] = {FIELD("x-key", "")};
    static const struct {
        const struct http_field *header;
        const char *target;
        int status;
    } rows[] = {
        {key, "/x?user=u", 0},     {key, "/x", 401},         {key, "/x?user=", 401},
        {empty, "/x?user=u", 401}, {NULL, "/x?user=u", 401}, {NULL, "/x", 401},
    };
    static const struct route_auth auth = {AUTH_LAMBDA, &by_two, NULL, 0};
    static const struct route_auth without = {AUTH_LAMBDA, &by_none, NULL, 0};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct http_request request = request_with(rows[i].header, rows[i].header != NULL);

        request.target = ls_str_of(rows[i].target);
        cr_assert_eq(authorize(&auth, &ada, &request, &arena, &result), LS_OK);
        cr_expect_eq(result.status, rows[i].status, "%zu: %d", i, result.status);
        EXPECT_STR(result.authorizer, rows[i].status == 0 ? "{\"lambda\":{\"user\":\"ada\"}}" : "");
        EXPECT_STR(result.challenge, "");
        /* Without a caller nobody is let in, and who brings nothing is still a 401. */
        cr_assert_eq(authorize(&auth, &role, &request, &arena, &result), LS_OK);
        cr_expect_eq(result.status, rows[i].status == 0 ? 403 : 401);
        cr_assert_eq(authorize(&without, &ada, &request, &arena, &result), LS_OK);
        expect_allowed("{\"lambda\":{\"user\":\"ada\"}}");
    }
}

Test(local_authorize, iam_is_the_caller_or_nobody)
{
    static const struct route_auth auth = {.kind = AUTH_IAM};
    struct http_request request = request_with(NULL, 0);

    cr_assert_eq(authorize(&auth, &nobody, &request, &arena, &result), LS_OK);
    expect_refused(403, "");
    cr_assert_eq(authorize(&auth, &ada, &request, &arena, &result), LS_OK);
    expect_refused(403, "");
    cr_assert_eq(authorize(&auth, &role, &request, &arena, &result), LS_OK);
    expect_allowed("{\"iam\":{\"userArn\":\"arn\"}}");
}

/* Every size of memory: an answer, or that it is short. */
Test(local_authorize, memory_that_is_short_is_reported)
{
    static const struct route_auth auth = {AUTH_JWT, &by_query, NULL, 0};
    static const char *const targets[] = {"/x?access+token=" GOOD, "/x?access+token=" EXPIRED};
    struct http_request request = request_with(NULL, 0);

    for (size_t i = 0; i < 2; i++) {
        enum ls_status status = LS_NO_MEMORY;
        size_t size = 0;

        request.target = ls_str_of(targets[i]);
        for (; size < 4096 && status != LS_OK; size += 16) {
            struct ls_arena tiny;

            ls_arena_init(&tiny, size, 0);
            status = authorize(&auth, &nobody, &request, &tiny, &result);
            cr_expect(status == LS_OK || status == LS_NO_MEMORY);
            ls_arena_release(&tiny);
        }
        cr_expect_eq(status, LS_OK);
        cr_expect_gt(size, 256);
    }
}
