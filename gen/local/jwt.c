/*
 * jwt.c - see jwt.h for what is documented, measured and assumed.
 */
#include "local/jwt.h"

#include <stdlib.h>

#include "json.h"

#define NUMBER_MAX 32 /* characters of a time */

/* ---- the token ---- */

static bool is_base64url(struct ls_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (!((c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') ||
              c == '-' || c == '_'))
            return false;
    }
    return true;
}

/* Up to the next dot, or the end. */
static struct ls_str next_part(struct ls_str *rest)
{
    const char *dot = rest->len > 0 ? memchr(rest->ptr, '.', rest->len) : NULL;
    struct ls_str part = ls_str(rest->ptr, dot != NULL ? (size_t)(dot - rest->ptr) : rest->len);
    size_t used = part.len + (dot != NULL);

    *rest = ls_str(rest->ptr + used, rest->len - used);
    return part;
}

static bool has_two_dots(struct ls_str token)
{
    size_t dots = 0;

    for (size_t i = 0; i < token.len; i++)
        dots += token.ptr[i] == '.';
    return dots == 2;
}

/* A part that is a JSON object; `copy` has room for part.len bytes. */
static bool decode_object(struct ls_str part, char *copy, struct ls_str *object)
{
    struct ls_json json;
    size_t len;

    if (part.len == 0 || !ls_base64_decode(part, copy, &len))
        return false;
    json = ls_json_of(ls_str(copy, len));
    return ls_json_skip(&json, object) && ls_json_at_end(&json) && object->ptr[0] == '{';
}

/* The signature may be empty, as in a token that somebody has made by hand. */
static enum jwt_verdict read_token(struct ls_str token, struct ls_arena *arena,
                                   struct ls_str *claims, const char **problem)
{
    struct ls_str rest = token, parts[3], header;
    char *copy;

    *problem = "the token is larger than 8 KB";
    if (token.len > JWT_MAX)
        return JWT_INVALID;
    *problem = "token contains an invalid number of segments"; /* measured */
    if (!has_two_dots(token))
        return JWT_INVALID;
    *problem = "the token is malformed";
    for (size_t i = 0; i < 3; i++) {
        parts[i] = next_part(&rest);
        if (!is_base64url(parts[i]))
            return JWT_INVALID;
    }
    copy = ls_arena_alloc(arena, token.len);
    if (copy == NULL)
        return JWT_NO_MEMORY;
    if (!decode_object(parts[0], copy, &header) || !decode_object(parts[1], copy, claims))
        return JWT_INVALID;
    return JWT_FINE;
}

/* ---- claims ---- */

/* A JSON string's text; false when the value is none. `copy` has room for value.len bytes. */
static bool text_of_value(struct ls_str value, char *copy, struct ls_str *text)
{
    struct ls_json json = ls_json_of(value);
    bool escaped;

    if (!ls_json_read_string(&json, text, &escaped))
        return false;
    if (escaped)
        *text = ls_str(copy, ls_json_unescape(*text, copy));
    return true;
}

static bool is_one_of(struct ls_str text, const struct ls_str *list, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (ls_str_equal(text, list[i]))
            return true;
    return false;
}

/* Is the value a text of the list, or an array with one of them? */
static bool holds_one_of(struct ls_str value, char *copy, const struct ls_str *list, size_t count)
{
    struct ls_json json = ls_json_of(value);
    struct ls_str text, element;
    bool first, found = false;

    if (text_of_value(value, copy, &text))
        return is_one_of(text, list, count);
    if (value.ptr[0] != '[')
        return false;
    ls_json_enter(&json, &first);
    while (!found && ls_json_next_element(&json, &first) == 1)
        found = ls_json_skip(&json, &element) && text_of_value(element, copy, &text) &&
                is_one_of(text, list, count);
    return found;
}

/* documented: client_id counts where there is no aud only. */
static bool is_for_audience(struct ls_str claims, char *copy, const struct jwt_rules *rules)
{
    struct ls_str value;

    return (ls_json_find(claims, "aud", &value) || ls_json_find(claims, "client_id", &value)) &&
           holds_one_of(value, copy, rules->audience, rules->audience_count);
}

/* RFC 7519, NumericDate: seconds since 1970, perhaps with a fraction. */
static bool read_time(struct ls_str value, double *seconds)
{
    struct ls_json json = ls_json_of(value);
    struct ls_str number;
    char text[NUMBER_MAX + 1];

    if (!ls_json_read_number(&json, &number) || number.len > NUMBER_MAX)
        return false;
    memcpy(text, number.ptr, number.len);
    text[number.len] = '\0';
    *seconds = strtod(text, NULL);
    return true;
}

/* NULL, or what is wrong. */
static const char *check_times(struct ls_str claims, int64_t now_ms)
{
    static const struct {
        const char *claim, *problem;
    } starts[] = {
        {"nbf", "the token is not valid yet"},
        {"iat", "the token was issued in the future"},
    };
    double now = (double)now_ms / 1000, time;
    struct ls_str value;

    if (!ls_json_find(claims, "exp", &value) || !read_time(value, &time))
        return "the token has no time of expiry";
    if (now >= time)
        return "the token has expired";
    for (size_t i = 0; i < sizeof(starts) / sizeof(starts[0]); i++) {
        if (!ls_json_find(claims, starts[i].claim, &value))
            continue;
        if (!read_time(value, &time) || now < time)
            return starts[i].problem;
    }
    return NULL;
}

/* ---- scopes ---- */

struct scopes {
    struct ls_str raw;   /* what is left of a text with blanks */
    struct ls_json json; /* or of an array */
    bool is_array, first;
};

static struct scopes scopes_of(struct ls_str claims)
{
    struct scopes scopes = {.raw = LS_STR("")};
    struct ls_str value, text;
    bool escaped;

    if (!ls_json_find(claims, "scp", &value) && !ls_json_find(claims, "scope", &value))
        return scopes;
    scopes.json = ls_json_of(value);
    scopes.is_array = value.ptr[0] == '[';
    if (scopes.is_array)
        ls_json_enter(&scopes.json, &scopes.first);
    else if (ls_json_read_string(&scopes.json, &text, &escaped))
        scopes.raw = text;
    return scopes;
}

/* Still escaped, as between the quotes of a JSON string; what is no text is passed over. */
static bool next_scope(struct scopes *scopes, struct ls_str *scope)
{
    struct ls_str *rest = &scopes->raw;
    bool escaped;

    while (scopes->is_array && ls_json_next_element(&scopes->json, &scopes->first) == 1) {
        if (ls_json_peek(&scopes->json) == LS_JSON_STRING)
            return ls_json_read_string(&scopes->json, scope, &escaped);
        ls_json_skip(&scopes->json, scope);
    }
    if (scopes->is_array)
        return false;
    while (rest->len > 0 && rest->ptr[0] == ' ')
        *rest = ls_str(rest->ptr + 1, rest->len - 1);
    *scope = ls_str(rest->ptr, 0);
    while (scope->len < rest->len && rest->ptr[scope->len] != ' ')
        scope->len++;
    *rest = ls_str(rest->ptr + scope->len, rest->len - scope->len);
    return scope->len > 0;
}

static bool has_scope(struct ls_str claims, char *copy, const struct jwt_rules *rules)
{
    struct scopes scopes = scopes_of(claims);
    struct ls_str scope;

    while (next_scope(&scopes, &scope)) {
        scope = ls_str(copy, ls_json_unescape(scope, copy));
        if (is_one_of(scope, rules->scopes, rules->scope_count))
            return true;
    }
    return false;
}

/* ---- all of it ---- */

enum jwt_verdict jwt_check(struct ls_str token, const struct jwt_rules *rules, int64_t now_ms,
                           struct ls_arena *arena, struct ls_str *claims, const char **problem)
{
    enum jwt_verdict verdict = read_token(token, arena, claims, problem);
    struct ls_str value, issuer;
    char *copy;

    if (verdict != JWT_FINE)
        return verdict;
    copy = ls_arena_alloc(arena, claims->len);
    if (copy == NULL)
        return JWT_NO_MEMORY;
    *problem = "the token does not have a valid issuer";
    if (!ls_json_find(*claims, "iss", &value) || !text_of_value(value, copy, &issuer) ||
        !ls_str_equal(issuer, rules->issuer))
        return JWT_INVALID;
    *problem = "the token does not have a valid audience"; /* documented */
    if (!is_for_audience(*claims, copy, rules))
        return JWT_INVALID;
    *problem = check_times(*claims, now_ms);
    if (*problem != NULL)
        return JWT_INVALID;
    *problem = "the token has no scope that the route wants";
    if (rules->scope_count > 0 && !has_scope(*claims, copy, rules))
        return JWT_NO_SCOPE;
    *problem = NULL;
    return JWT_FINE;
}

/* ---- what the function gets ---- */

/* A value inside a JSON string. */
static void write_inside(struct ls_str value, struct ls_buf *out)
{
    if (value.ptr[0] == '"') /* escaped already */
        ls_buf_str(out, ls_str(value.ptr + 1, value.len - 2));
    else
        ls_json_write_raw(out, LS_JSON_IN_STRING, value);
}

static void write_claim(struct ls_str value, struct ls_buf *out)
{
    struct ls_json json = ls_json_of(value);
    struct ls_str element;
    bool first, any = false;

    ls_buf_char(out, '"');
    if (value.ptr[0] != '[') {
        write_inside(value, out);
    } else {
        ls_buf_char(out, '[');
        ls_json_enter(&json, &first);
        while (ls_json_next_element(&json, &first) == 1 && ls_json_skip(&json, &element)) {
            if (any)
                ls_buf_char(out, ' ');
            any = true;
            write_inside(element, out);
        }
        ls_buf_char(out, ']');
    }
    ls_buf_char(out, '"');
}

static void write_scopes(struct ls_str claims, struct ls_buf *out)
{
    struct scopes scopes = scopes_of(claims);
    struct ls_str scope;
    char before = '[';

    while (next_scope(&scopes, &scope)) {
        ls_buf_char(out, before);
        ls_buf_char(out, '"');
        ls_buf_str(out, scope);
        ls_buf_char(out, '"');
        before = ',';
    }
    ls_buf_text(out, before == '[' ? "[]" : "]");
}

void jwt_write(struct ls_str claims, bool with_scopes, struct ls_buf *out)
{
    struct ls_json json = ls_json_of(claims);
    struct ls_str name, value;
    bool first, escaped, any = false;

    ls_buf_text(out, "{\"jwt\":{\"claims\":{");
    ls_json_enter(&json, &first);
    while (ls_json_next_member(&json, &first, &name, &escaped) == 1 &&
           ls_json_skip(&json, &value)) {
        if (value.ptr[0] == 'n') /* null */
            continue;
        ls_buf_text(out, any ? ",\"" : "\"");
        any = true;
        ls_buf_str(out, name);
        ls_buf_text(out, "\":");
        write_claim(value, out);
    }
    ls_buf_text(out, "},\"scopes\":");
    if (with_scopes)
        write_scopes(claims, out);
    else
        ls_buf_text(out, "null");
    ls_buf_text(out, "}}");
}
