/*
 * item_json.c - attribute values -> JSON, plain or to stand inside a JSON string. DynamoDB's
 * reply is checked as strictly as a client's text: what it sends becomes part of our answer.
 */
#include <string.h>

#include "decimal.h"
#include "item.h"

/* Characters of a number that are passed on as they are: a sign, "0." and 38 digits fit. */
#define PLAIN_NUMBER_MAX 41

enum attribute_type {
    TYPE_NONE,
    TYPE_STRING, /* S, and B: base64 text */
    TYPE_NUMBER,
    TYPE_BOOL,
    TYPE_NULL,
    TYPE_LIST,
    TYPE_MAP,
    TYPE_STRING_SET, /* SS, BS */
    TYPE_NUMBER_SET,
};

struct transcoder {
    struct ls_json *typed;
    const char *start; /* of the text, for messages */
    struct ls_buf *json;
    enum ls_json_form form;
    struct ls_error *error;
};

static enum ls_status put_value(struct transcoder *t, unsigned depth);

static enum ls_status bad_reply(const struct transcoder *t)
{
    return ls_fail(t->error, LS_BAD_REPLY, NULL, "no attribute value at byte %zu",
                   (size_t)(t->typed->at - t->start));
}

static enum attribute_type type_of_letter(char letter)
{
    switch (letter) {
    case 'S':
    case 'B':
        return TYPE_STRING;
    case 'N':
        return TYPE_NUMBER;
    case 'L':
        return TYPE_LIST;
    case 'M':
        return TYPE_MAP;
    default:
        return TYPE_NONE;
    }
}

static enum attribute_type type_of(struct ls_str name)
{
    enum attribute_type type = name.len == 0 ? TYPE_NONE : type_of_letter(name.ptr[0]);

    if (name.len == 1)
        return type;
    if (name.len == 2 && name.ptr[1] == 'S' && type == TYPE_STRING)
        return TYPE_STRING_SET;
    if (name.len == 2 && name.ptr[1] == 'S' && type == TYPE_NUMBER)
        return TYPE_NUMBER_SET;
    if (ls_str_equal(name, LS_STR("BOOL")))
        return TYPE_BOOL;
    return ls_str_equal(name, LS_STR("NULL")) ? TYPE_NULL : TYPE_NONE;
}

/* ---- scalars ---- */

static inline char *put_quote(char *at, enum ls_json_form form)
{
    if (form == LS_JSON_IN_STRING)
        *at++ = '\\';
    *at++ = '"';
    return at;
}

/*
 * A string as it was read; only one with a backslash differs between the forms. `before` and
 * `after` are bytes around it, NUL for none.
 */
static inline void put_quoted(struct transcoder *t, char before, struct ls_str raw, bool escaped,
                              char after)
{
    bool escape = escaped && t->form == LS_JSON_IN_STRING;
    char *at = ls_buf_reserve(t->json, (escape ? 2 : 1) * raw.len + 6), *start = at;

    if (at == NULL)
        return;
    if (before != '\0')
        *at++ = before;
    at = put_quote(at, t->form);
    if (escape) {
        /* Between its quotes a valid string holds nothing else that would need an escape. */
        for (size_t i = 0; i < raw.len; i++) {
            if (raw.ptr[i] == '\\' || raw.ptr[i] == '"')
                *at++ = '\\';
            *at++ = raw.ptr[i];
        }
    } else {
        memcpy(at, raw.ptr, raw.len);
        at += raw.len;
    }
    at = put_quote(at, t->form);
    if (after != '\0')
        *at++ = after;
    t->json->len += (size_t)(at - start);
}

static bool put_string(struct transcoder *t)
{
    struct ls_str raw;
    bool escaped;

    if (!ls_json_read_string(t->typed, &raw, &escaped))
        return false;
    put_quoted(t, '\0', raw, escaped, '\0');
    return true;
}

/*
 * DynamoDB writes 1E125 with 126 digits, so an item that it holds could become an answer that
 * Lambda refuses. A long number goes out with an exponent: the same value, as few digits as it has.
 */
static void write_number(struct ls_buf *json, struct ls_str number)
{
    char scientific[LS_DECIMAL_MAX];
    size_t len = number.len > PLAIN_NUMBER_MAX ? ls_decimal_scientific(number, scientific) : 0;

    ls_buf_str(json, len > 0 ? ls_str(scientific, len) : number);
}

/* "1": the text between the quotes must be a number in JSON, too, and nothing else. */
static bool put_number(struct transcoder *t)
{
    struct ls_str number;
    const char *start;

    if (!ls_json_take(t->typed, '"'))
        return false;
    start = t->typed->at;
    if (!ls_json_read_number(t->typed, &number) || number.ptr != start ||
        t->typed->at == t->typed->end || *t->typed->at != '"')
        return false;
    t->typed->at++;
    write_number(t->json, number);
    return true;
}

static bool put_bool(struct transcoder *t)
{
    switch (ls_json_peek(t->typed)) {
    case LS_JSON_TRUE:
        ls_buf_str(t->json, LS_STR("true"));
        break;
    case LS_JSON_FALSE:
        ls_buf_str(t->json, LS_STR("false"));
        break;
    default:
        return false;
    }
    return ls_json_read_literal(t->typed);
}

static bool put_null(struct transcoder *t)
{
    ls_buf_str(t->json, LS_STR("null"));
    return ls_json_peek(t->typed) == LS_JSON_TRUE && ls_json_read_literal(t->typed);
}

/* ---- containers ---- */

/* Elements that are plain strings: SS, BS, NS. */
static bool put_set(struct transcoder *t, bool (*put_element)(struct transcoder *))
{
    bool first = true, any = false;
    int next;

    if (!ls_json_take(t->typed, '['))
        return false;
    ls_buf_char(t->json, '[');
    while ((next = ls_json_next_element(t->typed, &first)) > 0) {
        if (any)
            ls_buf_char(t->json, ',');
        any = true;
        if (!put_element(t))
            return false;
    }
    ls_buf_char(t->json, ']');
    return next == 0;
}

static enum ls_status put_list(struct transcoder *t, unsigned depth)
{
    bool first = true, any = false;
    int next;

    if (!ls_json_take(t->typed, '['))
        return bad_reply(t);
    ls_buf_char(t->json, '[');
    while ((next = ls_json_next_element(t->typed, &first)) > 0) {
        enum ls_status status;

        if (any)
            ls_buf_char(t->json, ',');
        any = true;
        status = put_value(t, depth + 1);
        if (status != LS_OK)
            return status;
    }
    ls_buf_char(t->json, ']');
    return next == 0 ? LS_OK : bad_reply(t);
}

/* An object of attribute values; `depth` is that of the values. */
static enum ls_status put_map(struct transcoder *t, unsigned depth)
{
    bool first = true, any = false, escaped;
    struct ls_str key;
    int next;

    if (!ls_json_take(t->typed, '{'))
        return bad_reply(t);
    ls_buf_char(t->json, '{');
    while ((next = ls_json_next_member(t->typed, &first, &key, &escaped)) > 0) {
        enum ls_status status;

        put_quoted(t, any ? ',' : '\0', key, escaped, ':');
        any = true;
        status = put_value(t, depth);
        if (status != LS_OK)
            return status;
    }
    ls_buf_char(t->json, '}');
    return next == 0 ? LS_OK : bad_reply(t);
}

static enum ls_status put_typed(struct transcoder *t, enum attribute_type type, unsigned depth)
{
    bool ok = false;

    switch (type) {
    case TYPE_LIST:
    case TYPE_MAP:
        if (depth >= LS_ITEM_MAX_DEPTH)
            return ls_fail(t->error, LS_BAD_REPLY, NULL, "attribute values nested over 32 levels");
        return type == TYPE_LIST ? put_list(t, depth) : put_map(t, depth + 1);
    case TYPE_STRING:
        ok = put_string(t);
        break;
    case TYPE_NUMBER:
        ok = put_number(t);
        break;
    case TYPE_BOOL:
        ok = put_bool(t);
        break;
    case TYPE_NULL:
        ok = put_null(t);
        break;
    case TYPE_STRING_SET:
        ok = put_set(t, put_string);
        break;
    case TYPE_NUMBER_SET:
        ok = put_set(t, put_number);
        break;
    case TYPE_NONE:
        break;
    }
    return ok ? LS_OK : bad_reply(t);
}

/* The key of a typed value; nearly all are one letter, which needs no scan. */
static bool read_type(struct ls_json *typed, enum attribute_type *type)
{
    const char *at = typed->at;
    struct ls_str name;
    bool escaped;

    if (typed->end - at > 4 && at[0] == '"' && at[2] == '"' && at[3] == ':') {
        *type = type_of_letter(at[1]);
        typed->at += 4;
        return true;
    }
    if (!ls_json_read_string(typed, &name, &escaped))
        return false;
    *type = type_of(name);
    return ls_json_take(typed, ':');
}

/* {"TYPE":…}, with exactly that one member. Recursion ends at LS_ITEM_MAX_DEPTH. */
static enum ls_status put_value(struct transcoder *t, unsigned depth)
{
    enum attribute_type type;
    enum ls_status status;

    if (!ls_json_take(t->typed, '{') || !read_type(t->typed, &type))
        return bad_reply(t);
    status = put_typed(t, type, depth);
    if (status != LS_OK)
        return status;
    return ls_json_take(t->typed, '}') ? LS_OK : bad_reply(t);
}

/* ---- entries ---- */

static struct transcoder transcoder_of(struct ls_json *typed, enum ls_json_form form,
                                       struct ls_buf *json, struct ls_error *error)
{
    return (struct transcoder){
        .typed = typed,
        .start = typed->at,
        .json = json,
        .form = form,
        .error = error,
    };
}

/* A full buffer shows at the end; nothing of a failed call stays. */
static enum ls_status finish(const struct transcoder *t, enum ls_status status, size_t before)
{
    if (status == LS_OK && t->json->failed)
        status = ls_fail(t->error, ls_buf_status(t->json), NULL, "no room for the item's JSON");
    if (status != LS_OK)
        t->json->len = before;
    return status;
}

enum ls_status ls_item_value_to_json(struct ls_json *typed, enum ls_json_form form,
                                     struct ls_buf *json, struct ls_error *error)
{
    struct transcoder t = transcoder_of(typed, form, json, error);
    size_t before = json->len;

    return finish(&t, put_value(&t, 1), before);
}

enum ls_status ls_item_to_json(struct ls_json *typed, enum ls_json_form form, struct ls_buf *json,
                               struct ls_error *error)
{
    struct transcoder t = transcoder_of(typed, form, json, error);
    size_t before = json->len;

    return finish(&t, put_map(&t, 1), before);
}
