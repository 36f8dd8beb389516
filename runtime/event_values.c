/*
 * event_values.c - single values of an event, decoded when somebody asks for them.
 */
#include <string.h>

#include "event.h"

/* ---- JSON members ---- */

/* A JSON string's text; NULL ptr for any other value, and when memory is short. */
static struct ls_str decoded_string(struct ls_arena *arena, struct ls_str value)
{
    struct ls_json json = ls_json_of(value);
    struct ls_str raw;
    bool escaped;

    return ls_json_read_string(&json, &raw, &escaped) ? ls_json_decode(raw, escaped, arena)
                                                      : ls_str(NULL, 0);
}

static bool find(struct ls_str object, const char *name, struct ls_str *value)
{
    return object.len > 0 && ls_json_find(object, name, value);
}

static struct ls_str member_string(struct ls_str object, struct ls_arena *arena, const char *name)
{
    struct ls_str value;

    return find(object, name, &value) ? decoded_string(arena, value) : ls_str(NULL, 0);
}

struct ls_str ls_event_header(const struct ls_event *event, struct ls_arena *arena,
                              const char *lower_name)
{
    return member_string(event->headers, arena, lower_name);
}

struct ls_str ls_event_path_parameter(const struct ls_event *event, struct ls_arena *arena,
                                      const char *name)
{
    return member_string(event->path_parameters, arena, name);
}

struct ls_str ls_event_claim(const struct ls_event *event, struct ls_arena *arena, const char *name)
{
    struct ls_str of_jwt, claims, value;
    struct ls_json json;

    if (find(event->authorizer, "jwt", &of_jwt)) {
        if (!find(of_jwt, "claims", &claims))
            return ls_str(NULL, 0);
    } else if (!find(event->authorizer, "lambda", &claims)) {
        return ls_str(NULL, 0);
    }
    if (!find(claims, name, &value))
        return ls_str(NULL, 0);
    json = ls_json_of(value);
    switch (ls_json_peek(&json)) {
    case LS_JSON_STRING:
        return decoded_string(arena, value);
    case LS_JSON_NUMBER:
    case LS_JSON_TRUE:
    case LS_JSON_FALSE:
        return value;
    default:
        return ls_str(NULL, 0);
    }
}

struct ls_str ls_event_iam(const struct ls_event *event, struct ls_arena *arena, const char *name)
{
    struct ls_str iam;

    return find(event->authorizer, "iam", &iam) ? member_string(iam, arena, name) : ls_str(NULL, 0);
}

struct ls_str ls_event_cookie(const struct ls_event *event, struct ls_arena *arena,
                              const char *name)
{
    struct ls_json json = ls_json_of(event->cookies);
    size_t name_len = strlen(name);
    bool first;

    if (event->cookies.len == 0 || !ls_json_enter(&json, &first))
        return ls_str(NULL, 0);
    while (ls_json_next_element(&json, &first) > 0) {
        struct ls_str element, cookie;

        if (!ls_json_skip(&json, &element))
            break;
        cookie = decoded_string(arena, element);
        if (cookie.ptr != NULL && cookie.len > name_len && cookie.ptr[name_len] == '=' &&
            memcmp(cookie.ptr, name, name_len) == 0)
            return ls_str(cookie.ptr + name_len + 1, cookie.len - name_len - 1);
    }
    return ls_str(NULL, 0);
}

/* ---- percent-encoded text ---- */

enum ls_status ls_event_bad_parameter(struct ls_error *error, struct ls_arena *arena,
                                      const char *name, const char *what)
{
    struct ls_str parts[] = {LS_STR("Bad parameter: "), ls_str_of(name), LS_STR(" "),
                             ls_str_of(what)};
    char *message =
        ls_arena_alloc(arena, parts[0].len + parts[1].len + parts[2].len + parts[3].len + 1);
    char *at = message;

    /* Without memory the status's own text has to do. */
    for (size_t i = 0; message != NULL && i < sizeof(parts) / sizeof(parts[0]); i++) {
        memcpy(at, parts[i].ptr, parts[i].len);
        at += parts[i].len;
    }
    if (message != NULL)
        *at = '\0';
    return ls_fail(error, LS_BAD_PARAMETER, message, "parameter %s %s", name, what);
}

struct ls_str ls_event_path_text(const struct ls_event *event, struct ls_arena *arena,
                                 struct ls_str slice)
{
    char *copy;
    size_t len;

    if (!event->function_url || slice.len == 0 || memchr(slice.ptr, '%', slice.len) == NULL)
        return slice.len == 0 || ls_utf8_valid(slice) ? slice : ls_str(NULL, 0);
    copy = ls_arena_alloc(arena, slice.len);
    if (copy == NULL || !ls_percent_decode(slice, false, copy, &len) ||
        !ls_utf8_valid(ls_str(copy, len)))
        return ls_str(NULL, 0);
    return ls_str(copy, len);
}

/* One name or value of the query string, decoded; *ok is false on a bad escape or bad UTF-8. */
static struct ls_str decode_query(struct ls_arena *arena, struct ls_str text, bool *ok)
{
    char *copy = ls_arena_alloc(arena, text.len);
    size_t len = 0;

    *ok = copy != NULL && ls_percent_decode(text, true, copy, &len) &&
          ls_utf8_valid(ls_str(copy, len));
    return *ok ? ls_str(copy, len) : ls_str(NULL, 0);
}

/* Names are seldom encoded: memory is spent on one that may be. */
static bool name_is(struct ls_arena *arena, struct ls_str text, struct ls_str name)
{
    bool ok;

    if (text.len == name.len)
        return ls_str_equal(text, name);
    if (text.len < name.len || memchr(text.ptr, '%', text.len) == NULL)
        return false;
    return ls_str_equal(decode_query(arena, text, &ok), name);
}

enum ls_status ls_event_query(const struct ls_event *event, struct ls_arena *arena,
                              const char *name, struct ls_str *value, struct ls_error *error)
{
    struct ls_str wanted = ls_str_of(name), rest = event->query, found = {NULL, 0};
    bool ok;

    *value = found;
    while (rest.len > 0) {
        const char *amp = memchr(rest.ptr, '&', rest.len);
        struct ls_str pair = ls_str(rest.ptr, amp == NULL ? rest.len : (size_t)(amp - rest.ptr));
        const char *equals = pair.len == 0 ? NULL : memchr(pair.ptr, '=', pair.len);
        size_t key_len = equals == NULL ? pair.len : (size_t)(equals - pair.ptr);

        rest = amp == NULL ? ls_str(NULL, 0) : ls_str(amp + 1, rest.len - pair.len - 1);
        if (key_len == 0 || !name_is(arena, ls_str(pair.ptr, key_len), wanted))
            continue;
        if (found.ptr != NULL)
            return ls_event_bad_parameter(error, arena, name, "is given more than once");
        found = equals == NULL ? ls_str("", 0) : ls_str(equals + 1, pair.len - key_len - 1);
    }
    if (found.ptr == NULL)
        return LS_OK;
    *value = decode_query(arena, found, &ok);
    return ok ? LS_OK : ls_event_bad_parameter(error, arena, name, "is not percent-encoded UTF-8");
}
