/*
 * JSON Web Tokens. The rules are those of AWS's guide on JWT authorizers, the claims' texts what
 * functions get from it; the token of RFC 7519 section 3.1 is the RFC's own.
 */
#include "local/jwt.h"

#include <stdio.h>

#include "expect.h"

#define NOW_MS   INT64_C(1500000000500)
#define ISSUER   "https://id.example.com/pool"
#define AUDIENCE "app"

static struct ls_arena arena;
static struct ls_buf out;

static void set_up(void)
{
    ls_arena_init(&arena, 1024 * 1024, 0);
    ls_buf_init(&out, 256 * 1024);
}

static void tear_down(void)
{
    ls_buf_release(&out);
    ls_arena_release(&arena);
}

TestSuite(local_jwt, .init = set_up, .fini = tear_down);

static const struct ls_str audience[] = {{"other", 5}, {AUDIENCE, sizeof(AUDIENCE) - 1}};
static const struct ls_str scopes[] = {{"notes/read", 10}, {"notes/write", 11}};

static struct jwt_rules rules_with(size_t scope_count)
{
    return (struct jwt_rules){.issuer = LS_STR(ISSUER),
                              .audience = audience,
                              .audience_count = 2,
                              .scopes = scopes,
                              .scope_count = scope_count};
}

/* {"alg":"none"}, the claims (JSON with apostrophes for quotes), and no signature. */
static struct ls_str token_of(const char *claims)
{
    struct ls_buf text;
    struct ls_str token;
    struct ls_str json = ls_arena_copy(&arena, ls_str_of(claims));

    for (size_t i = 0; i < json.len; i++)
        if (json.ptr[i] == '\'')
            ((char *)(uintptr_t)json.ptr)[i] = '"';
    ls_buf_init(&text, 64 * 1024);
    ls_base64url_encode(&text, LS_STR("{\"alg\":\"none\"}"));
    ls_buf_char(&text, '.');
    ls_base64url_encode(&text, json);
    ls_buf_char(&text, '.');
    token = ls_arena_copy(&arena, ls_buf_view(&text));
    ls_buf_release(&text);
    cr_assert_not_null(token.ptr);
    return token;
}

/* NULL, or why the token is refused; a scope's lack begins with "403 ". */
static const char *refusal(struct ls_str token, size_t scope_count)
{
    struct jwt_rules rules = rules_with(scope_count);
    struct ls_str claims;
    const char *problem;

    switch (jwt_check(guarded(token), &rules, NOW_MS, &arena, &claims, &problem)) {
    case JWT_FINE:
        cr_expect_null(problem);
        return NULL;
    case JWT_INVALID:
        return problem;
    case JWT_NO_SCOPE:
        cr_expect_str_eq(problem, "the token has no scope that the route wants");
        return "403";
    default:
        return "no memory";
    }
}

static void expect_refusal(const char *claims, size_t scope_count, const char *wanted)
{
    const char *found = refusal(token_of(claims), scope_count);

    if (wanted == NULL)
        cr_expect_null(found, "%s: %s", claims, found);
    else
        cr_expect(found != NULL && strcmp(found, wanted) == 0, "%s: %s, want %s", claims,
                  found != NULL ? found : "fine", wanted);
}

#define FINE(more) "{'iss':'" ISSUER "','aud':'" AUDIENCE "','exp':1500000001" more "}"

Test(local_jwt, a_token_as_it_should_be)
{
    expect_refusal(FINE(""), 0, NULL);
    expect_refusal(FINE(",'sub':'ada','x':{'y':[1,null]}"), 0, NULL);
}

Test(local_jwt, the_form_of_a_token)
{
    static const struct {
        const char *token, *problem;
    } rows[] = {
        {"", "token contains an invalid number of segments"},
        {"token", "token contains an invalid number of segments"},
        {"e30.e30", "token contains an invalid number of segments"},
        {"e30.e30.e30.e30", "token contains an invalid number of segments"},
        {"..", "the token is malformed"},
        {"e30..", "the token is malformed"},
        {".e30.", "the token is malformed"},
        {"e30.e3*.", "the token is malformed"},
        {"e30.e30.*", "the token is malformed"},
        {"e30=.e30.", "the token is malformed"}, /* no padding */
        {"e30.e30 .", "the token is malformed"},
        {"W10.e30.", "the token is malformed"}, /* [] */
        {"e30.W10.", "the token is malformed"},
        {"e30.bnVsbA.", "the token is malformed"}, /* null */
        {"e30.e30x.", "the token is malformed"},   /* {} and a byte */
        {"e30.e30e30.", "the token is malformed"},
        {"e30.e30.", "the token does not have a valid issuer"}, /* {} */
        {"eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
         "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX"
         "k",
         "the token does not have a valid issuer"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *problem = refusal(ls_str_of(rows[i].token), 0);

        cr_assert_not_null(problem, "%s", rows[i].token);
        cr_expect_str_eq(problem, rows[i].problem, "%s: %s", rows[i].token, problem);
    }
}

/* RFC 7519 section 3.1, at a moment when it was valid. */
Test(local_jwt, the_rfcs_own_token)
{
    static const char token[] =
        "eyJ0eXAiOiJKV1QiLA0KICJhbGciOiJIUzI1NiJ9.eyJpc3MiOiJqb2UiLA0KICJleHAiOjEzMDA4MTkzODAsDQog"
        "Imh0dHA6Ly9leGFtcGxlLmNvbS9pc19yb290Ijp0cnVlfQ.dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX"
        "k";
    struct jwt_rules rules = {.issuer = LS_STR("joe")};
    struct ls_str claims;
    const char *problem;

    cr_expect_eq(
        jwt_check(ls_str_of(token), &rules, INT64_C(1300819379999), &arena, &claims, &problem),
        JWT_INVALID);
    cr_expect_str_eq(problem, "the token does not have a valid audience");
    EXPECT_STR(claims, "{\"iss\":\"joe\",\r\n \"exp\":1300819380,\r\n "
                       "\"http://example.com/is_root\":true}");
    jwt_write(claims, false, &out);
    EXPECT_STR(ls_buf_view(&out), "{\"jwt\":{\"claims\":{\"iss\":\"joe\",\"exp\":\"1300819380\","
                                  "\"http://example.com/is_root\":\"true\"},\"scopes\":null}}");
}

Test(local_jwt, its_size_is_bounded)
{
    static char claims[16 * 1024];
    struct ls_str token;
    int len = snprintf(claims, sizeof(claims), FINE(",'x':'%0*d'"), 6050, 0);

    cr_assert_gt(len, 6000);
    token = token_of(claims);
    cr_assert_leq(token.len, JWT_MAX);
    cr_assert_gt(token.len, JWT_MAX - 100);
    cr_expect_null(refusal(token, 0));
    snprintf(claims, sizeof(claims), FINE(",'x':'%0*d'"), 6150, 0);
    token = token_of(claims);
    cr_assert_gt(token.len, JWT_MAX);
    cr_expect_str_eq(refusal(token, 0), "the token is larger than 8 KB");
}

#define NO_ISSUER "the token does not have a valid issuer"

Test(local_jwt, the_issuer_is_compared_byte_by_byte)
{
    expect_refusal("{'aud':'app','exp':1500000001}", 0, NO_ISSUER);
    expect_refusal("{'iss':'" ISSUER "/','aud':'app','exp':1500000001}", 0, NO_ISSUER);
    expect_refusal("{'iss':'https://id.example.com/Pool','aud':'app','exp':1500000001}", 0,
                   NO_ISSUER);
    expect_refusal("{'iss':['" ISSUER "'],'aud':'app','exp':1500000001}", 0, NO_ISSUER);
    expect_refusal("{'iss':null,'aud':'app','exp':1500000001}", 0, NO_ISSUER);
    expect_refusal("{'iss':'https:\\/\\/id.example.com\\/pool','aud':'app','exp':1500000001}", 0,
                   NULL);
}

#define NO_AUDIENCE "the token does not have a valid audience"
#define WITH(more)  "{'iss':'" ISSUER "','exp':1500000001" more "}"

Test(local_jwt, the_audience_or_else_the_client)
{
    expect_refusal(WITH(",'aud':'other'"), 0, NULL);
    expect_refusal(WITH(",'aud':['x','app']"), 0, NULL);
    expect_refusal(WITH(",'aud':[7,'other']"), 0, NULL);
    expect_refusal(WITH(",'client_id':'app'"), 0, NULL);
    expect_refusal(WITH(",'aud':'app','client_id':'x'"), 0, NULL);
    expect_refusal(WITH(",'aud':'\\u0061pp'"), 0, NULL);
    expect_refusal(WITH(""), 0, NO_AUDIENCE);
    expect_refusal(WITH(",'aud':'x'"), 0, NO_AUDIENCE);
    expect_refusal(WITH(",'aud':'x','client_id':'app'"), 0, NO_AUDIENCE);
    expect_refusal(WITH(",'aud':[],'client_id':'app'"), 0, NO_AUDIENCE);
    expect_refusal(WITH(",'aud':['x','ap']"), 0, NO_AUDIENCE);
    expect_refusal(WITH(",'aud':[['app']]"), 0, NO_AUDIENCE);
    expect_refusal(WITH(",'aud':{'app':'app'}"), 0, NO_AUDIENCE);
    expect_refusal(WITH(",'aud':'app '"), 0, NO_AUDIENCE);
    expect_refusal(WITH(",'client_id':'x'"), 0, NO_AUDIENCE);
}

#define BETWEEN(times) "{'iss':'" ISSUER "','aud':'app'" times "}"

/* Now is half past second 1,500,000,000. */
Test(local_jwt, times)
{
    static const struct {
        const char *claims, *problem;
    } rows[] = {
        {BETWEEN(""), "the token has no time of expiry"},
        {BETWEEN(",'exp':null"), "the token has no time of expiry"},
        {BETWEEN(",'exp':'1500000001'"), "the token has no time of expiry"},
        {BETWEEN(",'exp':123456789012345678901234567890123"), "the token has no time of expiry"},
        {BETWEEN(",'exp':1500000000"), "the token has expired"},
        {BETWEEN(",'exp':1500000000.5"), "the token has expired"},
        {BETWEEN(",'exp':-1"), "the token has expired"},
        {BETWEEN(",'exp':1500000000.501"), NULL},
        {BETWEEN(",'exp':1500000001"), NULL},
        {BETWEEN(",'exp':1.6e9"), NULL},
        {FINE(",'nbf':1500000000"), NULL},
        {FINE(",'nbf':1500000000.5"), NULL},
        {FINE(",'nbf':1500000001"), "the token is not valid yet"},
        {FINE(",'nbf':'1400000000'"), "the token is not valid yet"},
        {FINE(",'iat':1500000000"), NULL},
        {FINE(",'iat':0"), NULL},
        {FINE(",'iat':1500000000.6"), "the token was issued in the future"},
        {FINE(",'iat':true"), "the token was issued in the future"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        expect_refusal(rows[i].claims, 0, rows[i].problem);
}

Test(local_jwt, one_of_the_scopes_is_enough)
{
    expect_refusal(FINE(",'scope':'notes/read'"), 2, NULL);
    expect_refusal(FINE(",'scope':'a notes/write  b'"), 2, NULL);
    expect_refusal(FINE(",'scope':'a notes\\/write'"), 2, NULL);
    expect_refusal(FINE(",'scp':['a','notes/read']"), 2, NULL);
    expect_refusal(FINE(",'scp':'a notes/read'"), 2, NULL);
    expect_refusal(FINE(",'scope':['notes/read']"), 2, NULL);
    expect_refusal(FINE(",'scp':['notes/read'],'scope':'x'"), 2, NULL);
    expect_refusal(FINE(",'scp':[1,'notes/read']"), 2, NULL);
    expect_refusal(FINE(""), 2, "403");
    expect_refusal(FINE(",'name':'a notes/read b'"), 2, "403");
    expect_refusal(FINE(",'scope':''"), 2, "403");
    expect_refusal(FINE(",'scope':'  '"), 2, "403");
    expect_refusal(FINE(",'scope':'notes/rea notes/reads'"), 2, "403");
    expect_refusal(FINE(",'scope':'notes/write'"), 1, "403");
    expect_refusal(FINE(",'scp':[],'scope':'notes/read'"), 2, "403");
    expect_refusal(FINE(",'scp':['notes/read notes/write']"), 2, "403");
    expect_refusal(FINE(",'scp':7"), 2, "403");
    expect_refusal(FINE(",'scope':{'notes/read':1}"), 2, "403");
    /* A token that is not valid is none, whatever its scopes. */
    expect_refusal("{'scope':'notes/read'}", 2, NO_ISSUER);
}

Test(local_jwt, claims_as_the_function_gets_them)
{
    static const struct {
        const char *claims, *written;
        bool with_scopes;
    } rows[] = {
        {"{}", "{\"jwt\":{\"claims\":{},\"scopes\":null}}", false},
        {"{\"a\":\"x\",\"b\":1.50,\"c\":true,\"d\":false,\"e\":null,\"f\":-1e3}",
         "{\"jwt\":{\"claims\":{\"a\":\"x\",\"b\":\"1.50\",\"c\":\"true\",\"d\":\"false\","
         "\"f\":\"-1e3\"},\"scopes\":null}}",
         false},
        {"{\"e\":null,\"g\":[\"admin\",\"power user\",7,true]}",
         "{\"jwt\":{\"claims\":{\"g\":\"[admin power user 7 true]\"},\"scopes\":null}}", false},
        {"{\"g\":[],\"h\":[\"one\"]}",
         "{\"jwt\":{\"claims\":{\"g\":\"[]\",\"h\":\"[one]\"},\"scopes\":null}}", false},
        {"{\"o\":{\"k\":\"v\\\"\"},\"n\":[[1],{\"a\":\"b\"}]}",
         "{\"jwt\":{\"claims\":{\"o\":\"{\\\"k\\\":\\\"v\\\\\\\"\\\"}\","
         "\"n\":\"[[1] {\\\"a\\\":\\\"b\\\"}]\"},\"scopes\":null}}",
         false},
        {"{\"q\\\"\":\"\\u00e9\\n\\/\\\\\"}",
         "{\"jwt\":{\"claims\":{\"q\\\"\":\"\\u00e9\\n\\/\\\\\"},\"scopes\":null}}", false},
        {"{\"scope\":\"a b\"}",
         "{\"jwt\":{\"claims\":{\"scope\":\"a b\"},\"scopes\":[\"a\",\"b\"]}}", true},
        {"{\"scope\":\"a b\"}", "{\"jwt\":{\"claims\":{\"scope\":\"a b\"},\"scopes\":null}}",
         false},
        {"{\"scp\":[\"a\",\"b\\\"\",1]}",
         "{\"jwt\":{\"claims\":{\"scp\":\"[a b\\\" 1]\"},\"scopes\":[\"a\",\"b\\\"\"]}}", true},
        {"{}", "{\"jwt\":{\"claims\":{},\"scopes\":[]}}", true},
        {"{\"a\":\"x y\"}", "{\"jwt\":{\"claims\":{\"a\":\"x y\"},\"scopes\":[]}}", true},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ls_buf_reset(&out);
        jwt_write(ls_str_of(rows[i].claims), rows[i].with_scopes, &out);
        EXPECT_STR(ls_buf_view(&out), rows[i].written);
    }
}

Test(local_jwt, memory_that_is_short_is_reported)
{
    struct jwt_rules rules = rules_with(0);
    struct ls_str token = token_of(FINE("")), claims;
    struct ls_arena tiny;
    const char *problem;
    bool fine = false;

    for (size_t size = 0; size < 1024 && !fine; size += 16) {
        enum jwt_verdict verdict;

        ls_arena_init(&tiny, size, 0);
        verdict = jwt_check(token, &rules, NOW_MS, &tiny, &claims, &problem);
        fine = verdict == JWT_FINE;
        cr_expect(fine || verdict == JWT_NO_MEMORY, "%zu: %d", size, (int)verdict);
        cr_expect(!fine || size > 64);
        ls_arena_release(&tiny);
    }
    cr_expect(fine);
}
