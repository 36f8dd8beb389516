/*
 * Signature Version 4: AWS's documented example, edges of the canonical form, the signer's cache
 * and limits. tests/sigv4 has the vectors, and requests signed by another implementation.
 */
#include "sigv4.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "credentials.h"
#include "expect.h"

#define SECRET "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"

static struct ls_arena arena;
static struct ls_buf canonical;

static void start(void)
{
    ls_arena_init(&arena, 65536, 0);
    ls_buf_init(&canonical, 65536);
}

static void finish(void)
{
    ls_arena_release(&arena);
    ls_buf_release(&canonical);
}

TestSuite(sigv4, .init = start, .fini = finish);

/* The worked example of the AWS General Reference: IAM ListUsers. */
Test(sigv4, documented_example)
{
    const struct ls_header headers[] = {
        {LS_STR("Host"), LS_STR("iam.amazonaws.com")},
        {LS_STR("Content-Type"), LS_STR("application/x-www-form-urlencoded; charset=utf-8")},
        {LS_STR("X-Amz-Date"), LS_STR("20150830T123600Z")},
    };
    const struct ls_sigv4_request request = {
        .method = LS_STR("GET"),
        .path = LS_STR("/"),
        .query = LS_STR("Action=ListUsers&Version=2010-05-08"),
        .headers = headers,
        .header_count = 3,
    };
    const struct ls_sigv4_scope scope = {LS_STR("20150830T123600Z"), LS_STR("us-east-1"),
                                         LS_STR("iam")};
    unsigned char key[LS_SHA256_LEN], signature[LS_SHA256_LEN];
    struct ls_buf to_sign;
    char hex[64];

    cr_assert_eq(ls_sigv4_canonical_request(&request, &arena, &canonical), LS_OK);
    ls_buf_init(&to_sign, 1000);
    ls_sigv4_string_to_sign(&scope, ls_buf_view(&canonical), &to_sign);
    EXPECT_STR(ls_buf_view(&to_sign),
               "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n"
               "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59");
    ls_sigv4_signing_key(&scope, LS_STR(SECRET), key);
    ls_hex(key, sizeof(key), hex);
    EXPECT_STR(ls_str(hex, 64), "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9");
    ls_hmac_sha256(ls_str((char *)key, sizeof(key)), ls_buf_view(&to_sign), signature);
    ls_hex(signature, sizeof(signature), hex);
    EXPECT_STR(ls_str(hex, 64), "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7");
    ls_buf_release(&to_sign);
}

#define EMPTY_HASH "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

static void expect_canonical(struct ls_sigv4_request request, const char *wanted)
{
    if (request.headers == NULL) {
        static const struct ls_header host = {{"host", 4}, {"h", 1}};

        request.headers = &host;
        request.header_count = 1;
    }
    ls_buf_reset(&canonical);
    request.method = LS_STR("GET");
    cr_assert_eq(ls_sigv4_canonical_request(&request, &arena, &canonical), LS_OK);
    EXPECT_STR(ls_buf_view(&canonical), wanted);
}

Test(sigv4, path)
{
    static const struct {
        const char *path, *normal, *raw;
    } rows[] = {
        {"/", "/", "/"},
        {"", "/", ""},
        {"/a/b", "/a/b", "/a/b"},
        {"/a/b/", "/a/b/", "/a/b/"},
        {"//a///b//", "/a/b/", "//a///b//"},
        {"/a/./b/../c", "/a/c", "/a/./b/../c"},
        {"/../../a", "/a", "/../../a"},
        {"/a/..", "/", "/a/.."},
        {"/...", "/...", "/..."},
        {"/a b\xC3\xA9%2F:~", "/a%20b%C3%A9%252F%3A~", "/a%20b%C3%A9%252F%3A~"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_sigv4_request request = {.path = guarded(ls_str_of(rows[i].path))};
        char wanted[200];

        snprintf(wanted, sizeof(wanted), "GET\n%s\n\nhost:h\n\nhost\n" EMPTY_HASH, rows[i].normal);
        expect_canonical(request, wanted);
        snprintf(wanted, sizeof(wanted), "GET\n%s\n\nhost:h\n\nhost\n" EMPTY_HASH, rows[i].raw);
        request.raw_path = true;
        expect_canonical(request, wanted);
    }
}

Test(sigv4, query_is_decoded_encoded_and_sorted)
{
    static const struct {
        const char *query, *wanted;
    } rows[] = {
        {"", ""},
        {"b=2&a=1", "a=1&b=2"},
        {"a=2&a=10&a=", "a=&a=10&a=2"},
        {"flag", "flag="},
        {"a=b=c", "a=b%3Dc"},
        {"x=%7e%2f+y", "x=~%2F%2By"},
        {"aa=1&a%62=2&A=3", "A=3&aa=1&ab=2"},
        {"&&a=1&", "a=1"},
        {"k=caf\xC3\xA9", "k=caf%C3%A9"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char wanted[200];

        snprintf(wanted, sizeof(wanted), "GET\n/\n%s\nhost:h\n\nhost\n" EMPTY_HASH, rows[i].wanted);
        expect_canonical((struct ls_sigv4_request){.path = LS_STR("/"),
                                                   .query = guarded(ls_str_of(rows[i].query))},
                         wanted);
    }
}

Test(sigv4, headers_are_lowered_sorted_joined_and_trimmed)
{
    const struct ls_header headers[] = {
        {LS_STR("X-B"), LS_STR("  two \t  words  ")},
        {LS_STR("Host"), LS_STR("h")},
        {LS_STR("x-a"), LS_STR("1")},
        {LS_STR("X-b"), LS_STR("")},
        {LS_STR("X-B"), LS_STR("last")},
        {LS_STR("x-bb"), LS_STR("z")},
    };

    expect_canonical(
        (struct ls_sigv4_request){.path = LS_STR("/"), .headers = headers, .header_count = 6},
        "GET\n/\n\nhost:h\nx-a:1\nx-b:two words,,last\nx-bb:z\n\nhost;x-a;x-b;x-bb\n" EMPTY_HASH);
}

Test(sigv4, what_cannot_be_canonical_is_refused)
{
    struct ls_header headers[33];
    struct ls_sigv4_request request = {.path = LS_STR("/"), .query = LS_STR("a=%zz")};
    char pairs[257 * 2];

    cr_expect_eq(ls_sigv4_canonical_request(&request, &arena, &canonical), LS_BAD_VALUE);

    for (size_t i = 0; i < 33; i++)
        headers[i] = (struct ls_header){LS_STR("n"), LS_STR("v")};
    request = (struct ls_sigv4_request){.path = LS_STR("/"), .headers = headers};
    request.header_count = 32;
    cr_expect_eq(ls_sigv4_canonical_request(&request, &arena, &canonical), LS_OK);
    request.header_count = 33;
    cr_expect_eq(ls_sigv4_canonical_request(&request, &arena, &canonical), LS_TOO_LARGE);

    for (size_t i = 0; i < sizeof(pairs); i++)
        pairs[i] = i % 2 == 0 ? 'a' : '&';
    request = (struct ls_sigv4_request){.path = LS_STR("/"), .query = ls_str(pairs, 512)};
    cr_expect_eq(ls_sigv4_canonical_request(&request, &arena, &canonical), LS_OK);
    request.query.len = 514;
    cr_expect_eq(ls_sigv4_canonical_request(&request, &arena, &canonical), LS_TOO_LARGE);

    ls_arena_release(&arena);
    ls_arena_init(&arena, 16, 0);
    request = (struct ls_sigv4_request){.path = LS_STR("/longer/than/sixteen/bytes")};
    cr_expect_eq(ls_sigv4_canonical_request(&request, &arena, &canonical), LS_NO_MEMORY);
    ls_arena_release(&arena);
    ls_arena_init(&arena, 65536, 0);
    ls_buf_release(&canonical);
    ls_buf_init(&canonical, 20);
    cr_expect_eq(ls_sigv4_canonical_request(&request, &arena, &canonical), LS_TOO_LARGE);
}

/* ---- the DynamoDB client's signer; expectations by aws4, see tests/sigv4/cases.json ---- */

static const struct ls_credentials credentials = {
    .access_key_id = {"AKIDEXAMPLE", 11},
    .secret_access_key = {SECRET, sizeof(SECRET) - 1},
};

static struct ls_str sign(struct ls_sigv4_signer *signer, const char *date, char *out)
{
    struct ls_str body = LS_STR("{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"1\"}}}");

    return ls_str(out, ls_sigv4_sign(signer, &credentials, date,
                                     LS_STR("DynamoDB_20120810.GetItem"), body, out));
}

#define CREDENTIAL(day)                                                                            \
    "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/" day "/eu-west-1/dynamodb/aws4_request, "            \
    "SignedHeaders=content-type;host;x-amz-date;x-amz-target, Signature="

Test(sigv4, signer_changes_its_key_with_the_day)
{
    static const char *const today =
        CREDENTIAL("20260131") "96c5a60265e7014eadc22b898f7b0821abe97ac25fab4de3b22cfd939ea338ed";
    static const char *const tomorrow =
        CREDENTIAL("20260201") "5e9dc745cea7c866c6b5fa74635a4f22da0f30998084aacbd2c565663c779cca";
    struct ls_sigv4_signer signer;
    char out[LS_AUTHORIZATION_MAX];

    ls_sigv4_signer_init(&signer, LS_STR("eu-west-1"), LS_STR("dynamodb"),
                         LS_STR("dynamodb.eu-west-1.amazonaws.com"));
    EXPECT_STR(sign(&signer, "20260131T235959Z", out), today);
    EXPECT_STR(ls_str_of(signer.day), "20260131");
    EXPECT_STR(sign(&signer, "20260131T235959Z", out), today);
    EXPECT_STR(sign(&signer, "20260201T000000Z", out), tomorrow);
    EXPECT_STR(sign(&signer, "20260131T235959Z", out), today);
}

Test(sigv4, signer_fills_its_buffer_and_refuses_longer_names)
{
    char name[129], out[LS_AUTHORIZATION_MAX];
    struct ls_credentials mine = credentials;
    struct ls_sigv4_signer signer;
    struct ls_str longest, longer;

    memset(name, 'n', sizeof(name));
    longest = ls_str(name, 128);
    longer = ls_str(name, 129);
    mine.session_token = longer; /* has no limit */
    mine.access_key_id = longest;
    ls_sigv4_signer_init(&signer, longest, longest, longer);
    cr_expect_eq(ls_sigv4_sign(&signer, &mine, "20260131T235959Z", LS_STR("t"), LS_STR(""), out),
                 590);
    mine.access_key_id = longer;
    cr_expect_eq(ls_sigv4_sign(&signer, &mine, "20260131T235959Z", LS_STR("t"), LS_STR(""), out),
                 0);
    mine.access_key_id = longest;
    ls_sigv4_signer_init(&signer, longer, longest, longest);
    cr_expect_eq(ls_sigv4_sign(&signer, &mine, "20260131T235959Z", LS_STR("t"), LS_STR(""), out),
                 0);
    ls_sigv4_signer_init(&signer, longest, longer, longest);
    cr_expect_eq(ls_sigv4_sign(&signer, &mine, "20260131T235959Z", LS_STR("t"), LS_STR(""), out),
                 0);
}

/* ---- credentials ---- */

Test(sigv4, credentials_come_from_the_environment)
{
    struct ls_credentials found;
    struct ls_error error;

    setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", 1);
    setenv("AWS_SECRET_ACCESS_KEY", SECRET, 1);
    unsetenv("AWS_SESSION_TOKEN");
    cr_assert_eq(ls_credentials_from_environment(&found, &error), LS_OK);
    EXPECT_STR(found.access_key_id, "AKIDEXAMPLE");
    EXPECT_STR(found.secret_access_key, SECRET);
    cr_expect_eq(found.session_token.len, 0);
    setenv("AWS_SESSION_TOKEN", "token", 1);
    cr_assert_eq(ls_credentials_from_environment(&found, &error), LS_OK);
    EXPECT_STR(found.session_token, "token");

    setenv("AWS_SECRET_ACCESS_KEY", "", 1);
    cr_expect_eq(ls_credentials_from_environment(&found, &error), LS_BAD_CONFIG);
    cr_expect_str_eq(error.detail, "AWS_SECRET_ACCESS_KEY is not set");
    unsetenv("AWS_ACCESS_KEY_ID");
    cr_expect_eq(ls_credentials_from_environment(&found, &error), LS_BAD_CONFIG);
    cr_expect_str_eq(error.detail, "AWS_ACCESS_KEY_ID is not set");
}
