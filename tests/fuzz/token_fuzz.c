/*
 * Tokens: whatever the claims are, a token is refused, or what the function gets of it is JSON. Who
 * has no scope in a claim of its own has none.
 *
 * Input: the claims. Where they hold a newline, what is in front of it is the whole token.
 */
#include <stdlib.h>
#include <string.h>

#include "json.h"
#include "local/jwt.h"

#define NOW_MS INT64_C(1500000000000)

static void check(bool holds)
{
    if (!holds)
        abort();
}

static bool is_json(struct ls_str text)
{
    struct ls_json json = ls_json_of(text);
    struct ls_str whole;

    return ls_json_skip(&json, &whole) && ls_json_at_end(&json);
}

static void check_token(struct ls_str token, struct ls_arena *arena, struct ls_buf *out)
{
    static const struct ls_str audience[] = {{"a", 1}}, scopes[] = {{"x", 1}};
    struct jwt_rules rules = {.issuer = {"i", 1}, .audience = audience, .audience_count = 1};
    struct ls_str claims, scope;
    const char *problem;
    enum jwt_verdict verdict = jwt_check(token, &rules, NOW_MS, arena, &claims, &problem);

    check((verdict == JWT_FINE) == (problem == NULL));
    if (verdict != JWT_FINE)
        return;
    for (int with_scopes = 0; with_scopes < 2; with_scopes++) {
        ls_buf_reset(out);
        jwt_write(claims, with_scopes == 1, out);
        check(ls_buf_status(out) == LS_OK && is_json(ls_buf_view(out)));
    }
    rules.scopes = scopes;
    rules.scope_count = 1;
    verdict = jwt_check(token, &rules, NOW_MS, arena, &claims, &problem);
    check(verdict == JWT_FINE || verdict == JWT_NO_SCOPE);
    check(verdict == JWT_NO_SCOPE || ls_json_find(claims, "scp", &scope) ||
          ls_json_find(claims, "scope", &scope));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ls_str input = ls_str((const char *)data, size);
    const char *newline = size > 0 ? memchr(input.ptr, '\n', size) : NULL;
    struct ls_arena arena;
    struct ls_buf token, out;

    ls_arena_init(&arena, (size_t)1024 * 1024, 0);
    ls_buf_init(&token, (size_t)64 * 1024);
    ls_buf_init(&out, (size_t)256 * 1024);
    if (newline != NULL) {
        ls_buf_add(&token, input.ptr, (size_t)(newline - input.ptr));
    } else {
        ls_buf_text(&token, "e30.");
        ls_base64url_encode(&token, input);
        ls_buf_char(&token, '.');
    }
    if (ls_buf_status(&token) == LS_OK)
        check_token(ls_buf_view(&token), &arena, &out);
    ls_buf_release(&out);
    ls_buf_release(&token);
    ls_arena_release(&arena);
    return 0;
}
