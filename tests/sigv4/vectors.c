/*
 * Checks the signer against vectors and prints one line a check, as tests/run.sh wants it.
 *
 *     vectors suite FOLDER   a folder a case: request.txt, context.json and the text of every stage
 *                            (header-canonical-request.txt, -string-to-sign.txt, -signature.txt)
 *     vectors cases FOLDER   its cases.json: what generate.mjs wrote
 */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "sigv4.h"

#define MAX_HEADERS 32

static void stop(const char *what, const char *name)
{
    printf("not ok - %s: %s\n", name, what);
    exit(1);
}

/* ---- input ---- */

static struct ls_str read_file(struct ls_arena *arena, const char *folder, const char *name)
{
    char path[4096];
    struct ls_buf text;
    struct ls_str copy;
    FILE *file;
    char part[4096];
    size_t got;

    if (snprintf(path, sizeof(path), "%s/%s", folder, name) >= (int)sizeof(path))
        stop("path is too long", name);
    file = fopen(path, "rb");
    if (file == NULL)
        stop("cannot be read", path);
    ls_buf_init(&text, (size_t)1024 * 1024);
    while ((got = fread(part, 1, sizeof(part), file)) > 0)
        ls_buf_add(&text, part, got);
    if (ferror(file) || ls_buf_status(&text) != LS_OK)
        stop("cannot be read", path);
    fclose(file);
    copy = ls_arena_copy(arena, ls_buf_view(&text));
    ls_buf_release(&text);
    if (copy.ptr == NULL)
        stop("out of memory", path);
    return copy;
}

/* The decoded string of a member, at any depth; empty when there is none. */
static struct ls_str text_of(struct ls_arena *arena, struct ls_str object, const char *name)
{
    struct ls_str value, raw;
    struct ls_json json;
    bool escaped;
    char *out;

    if (!ls_json_find(object, name, &value))
        return LS_STR("");
    json = ls_json_of(value);
    if (!ls_json_read_string(&json, &raw, &escaped))
        stop("is not a string", name);
    out = ls_arena_alloc(arena, raw.len);
    if (out == NULL)
        stop("out of memory", name);
    return ls_str(out, ls_json_unescape(raw, out));
}

static bool is_true(struct ls_str object, const char *name)
{
    struct ls_str value;

    return ls_json_find(object, name, &value) && ls_str_equal_text(value, "true");
}

/* The text before the next `mark`; *rest goes on after it. */
static struct ls_str cut(struct ls_str *rest, char mark)
{
    const char *found = rest->len == 0 ? NULL : memchr(rest->ptr, mark, rest->len);
    struct ls_str head = *rest;

    if (found != NULL)
        head.len = (size_t)(found - rest->ptr);
    rest->ptr += found == NULL ? rest->len : head.len + 1;
    rest->len -= found == NULL ? rest->len : head.len + 1;
    return head;
}

/* ---- comparison ---- */

static int failures;

static void compare(struct ls_str name, const char *stage, struct ls_str got, struct ls_str want)
{
    bool same = ls_str_equal(got, want);

    printf("%s - %.*s: %s\n", same ? "ok" : "not ok", (int)name.len, name.ptr, stage);
    if (!same) {
        printf("# got\n%.*s\n# want\n%.*s\n", (int)got.len, got.ptr, (int)want.len, want.ptr);
        failures++;
    }
}

/* ---- the suite ---- */

struct vector {
    struct ls_sigv4_request request;
    struct ls_header headers[MAX_HEADERS];
    struct ls_sigv4_scope scope;
    struct ls_str secret;
};

static void add_header(struct vector *v, struct ls_str name, struct ls_str value)
{
    if (v->request.header_count == MAX_HEADERS)
        stop("too many headers", "request.txt");
    v->headers[v->request.header_count++] = (struct ls_header){name, value};
}

/* "GET /path?query HTTP/1.1", headers, an empty line, the body; the path may hold blanks. */
static void parse_request(struct vector *v, struct ls_str text)
{
    struct ls_str line = cut(&text, '\n'), target;
    const struct ls_str version = LS_STR(" HTTP/1.1");

    v->request.method = cut(&line, ' ');
    if (line.len < version.len)
        stop("no version in the first line", "request.txt");
    target = ls_str(line.ptr, line.len - version.len);
    v->request.path = cut(&target, '?');
    v->request.query = target;
    for (line = cut(&text, '\n'); line.len > 0; line = cut(&text, '\n')) {
        struct ls_str name = cut(&line, ':');

        add_header(v, name, line);
    }
    v->request.body = text;
    v->request.headers = v->headers;
}

/* What a client adds before it signs. */
static void apply_context(struct vector *v, struct ls_str context, struct ls_arena *arena)
{
    struct ls_str credentials = LS_STR(""), stamp, token;
    char *date;
    size_t len = 0;

    if (!ls_json_find(context, "credentials", &credentials))
        stop("no credentials", "context.json");
    stamp = text_of(arena, context, "timestamp"); /* 2015-08-30T12:36:00Z */
    date = ls_arena_alloc(arena, stamp.len);
    for (size_t i = 0; date != NULL && i < stamp.len; i++) {
        if (stamp.ptr[i] != '-' && stamp.ptr[i] != ':')
            date[len++] = stamp.ptr[i];
    }
    v->scope.date = ls_str(date, len);
    v->scope.region = text_of(arena, context, "region");
    v->scope.service = text_of(arena, context, "service");
    v->secret = text_of(arena, credentials, "secret_access_key");
    v->request.raw_path = !is_true(context, "normalize");
    add_header(v, LS_STR("X-Amz-Date"), v->scope.date);
    token = text_of(arena, credentials, "token");
    if (token.len > 0 && !is_true(context, "omit_session_token"))
        add_header(v, LS_STR("X-Amz-Security-Token"), token);
    if (is_true(context, "sign_body")) {
        unsigned char digest[LS_SHA256_LEN];
        char *hex = ls_arena_alloc(arena, sizeof(digest) * 2);

        if (hex == NULL)
            stop("out of memory", "context.json");
        ls_sha256(v->request.body, digest);
        ls_hex(digest, sizeof(digest), hex);
        add_header(v, LS_STR("X-Amz-Content-Sha256"), ls_str(hex, sizeof(digest) * 2));
    }
}

/* The three stages from here on; hex[64] receives the signature. */
static enum ls_status run_stages(const struct vector *v, struct ls_arena *arena,
                                 struct ls_buf *canonical, struct ls_buf *to_sign, char hex[64])
{
    enum ls_status status = ls_sigv4_canonical_request(&v->request, arena, canonical);
    unsigned char key[LS_SHA256_LEN], signature[LS_SHA256_LEN];

    if (status != LS_OK)
        return status;
    ls_sigv4_string_to_sign(&v->scope, ls_buf_view(canonical), to_sign);
    ls_sigv4_signing_key(&v->scope, v->secret, key);
    ls_hmac_sha256(ls_str((char *)key, sizeof(key)), ls_buf_view(to_sign), signature);
    ls_hex(signature, sizeof(signature), hex);
    return ls_buf_status(to_sign);
}

static void check_folder(const char *folder, const char *name, struct ls_arena *arena,
                         struct ls_buf *canonical, struct ls_buf *to_sign)
{
    struct vector v = {0};
    struct ls_str label = ls_str_of(name);
    char hex[64];

    parse_request(&v, read_file(arena, folder, "request.txt"));
    apply_context(&v, read_file(arena, folder, "context.json"), arena);
    if (run_stages(&v, arena, canonical, to_sign, hex) != LS_OK)
        stop("was not signed", name);
    compare(label, "canonical request", ls_buf_view(canonical),
            read_file(arena, folder, "header-canonical-request.txt"));
    compare(label, "string to sign", ls_buf_view(to_sign),
            read_file(arena, folder, "header-string-to-sign.txt"));
    compare(label, "signature", ls_str(hex, sizeof(hex)),
            read_file(arena, folder, "header-signature.txt"));
}

static void check_suite(const char *root, struct ls_arena *arena)
{
    struct ls_buf canonical, to_sign;
    struct dirent **entries;
    int count = scandir(root, &entries, NULL, alphasort);

    if (count < 0)
        stop("cannot be listed", root);
    ls_buf_init(&canonical, 65536);
    ls_buf_init(&to_sign, 65536);
    for (int i = 0; i < count; i++) {
        char folder[4096];

        if (entries[i]->d_name[0] != '.') {
            if (snprintf(folder, sizeof(folder), "%s/%s", root, entries[i]->d_name) >=
                (int)sizeof(folder))
                stop("path is too long", root);
            ls_arena_reset(arena);
            ls_buf_reset(&canonical);
            ls_buf_reset(&to_sign);
            check_folder(folder, entries[i]->d_name, arena, &canonical, &to_sign);
        }
        free(entries[i]);
    }
    free(entries);
    ls_buf_release(&canonical);
    ls_buf_release(&to_sign);
}

/* ---- our own cases ---- */

static void check_case(struct ls_str one, struct ls_arena *arena)
{
    struct ls_str date = text_of(arena, one, "date");
    struct ls_credentials credentials = {
        .access_key_id = text_of(arena, one, "access_key_id"),
        .secret_access_key = text_of(arena, one, "secret_access_key"),
        .session_token = text_of(arena, one, "session_token"),
    };
    char amz_date[LS_AMZ_DATE_LEN + 1] = "", out[LS_AUTHORIZATION_MAX];
    struct ls_sigv4_signer signer;

    if (date.len != LS_AMZ_DATE_LEN)
        stop("no date", "cases.json");
    memcpy(amz_date, date.ptr, date.len);
    ls_sigv4_signer_init(&signer, text_of(arena, one, "region"), LS_STR("dynamodb"),
                         text_of(arena, one, "host"));
    for (int again = 0; again < 2; again++) { /* the second time with the key at hand */
        size_t len = ls_sigv4_sign(&signer, &credentials, amz_date, text_of(arena, one, "target"),
                                   text_of(arena, one, "body"), out);

        compare(text_of(arena, one, "name"), again ? "authorization, key cached" : "authorization",
                ls_str(out, len), text_of(arena, one, "authorization"));
    }
}

static void check_cases(const char *folder, struct ls_arena *arena)
{
    struct ls_str text = read_file(arena, folder, "cases.json"), one;
    struct ls_json json = ls_json_of(text);
    bool first;

    if (!ls_json_enter(&json, &first))
        stop("is not an array", "cases.json");
    while (ls_json_next_element(&json, &first) > 0 && ls_json_skip(&json, &one))
        check_case(one, arena);
    if (!ls_json_at_end(&json))
        stop("is not JSON", "cases.json");
}

int main(int argc, char **argv)
{
    struct ls_arena arena;

    if (argc != 3) {
        fputs("usage: vectors suite|cases FOLDER\n", stderr);
        return 2;
    }
    ls_arena_init(&arena, (size_t)16 * 1024 * 1024, 65536);
    if (strcmp(argv[1], "suite") == 0)
        check_suite(argv[2], &arena);
    else
        check_cases(argv[2], &arena);
    ls_arena_release(&arena);
    return failures > 0;
}
