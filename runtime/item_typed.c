/*
 * item_typed.c - JSON -> attribute values. Strings go through as they are written: an escape that
 * is valid in JSON is valid in DynamoDB's JSON, so only lengths and keys need decoding.
 */
#include <string.h>

#include "item.h"

/* DynamoDB's count of an item's size, in bytes beside names and values. */
#define SIZE_OF_CONTAINER 3
#define SIZE_OF_ELEMENT   1
#define SIZE_OF_FLAG      1 /* true, false, null */

struct transcoder {
    struct ls_json *json;
    const char *start; /* of the text, for messages */
    struct ls_arena *arena;
    struct ls_buf *typed;
    size_t size;
    struct ls_error *error;
};

static enum ls_status put_value(struct transcoder *t, unsigned depth);

static enum ls_status bad_json(const struct transcoder *t)
{
    return ls_fail(t->error, LS_BAD_JSON, NULL, "not JSON at byte %zu",
                   (size_t)(t->json->at - t->start));
}

static enum ls_status no_memory(const struct transcoder *t)
{
    return ls_fail(t->error, LS_NO_MEMORY, NULL, "no memory for the names of an object");
}

static enum ls_status add_size(struct transcoder *t, size_t size)
{
    t->size += size;
    if (t->size <= LS_ITEM_MAX_SIZE)
        return LS_OK;
    return ls_fail(t->error, LS_TOO_LARGE, NULL, "item passes 400 KB at byte %zu",
                   (size_t)(t->json->at - t->start));
}

/* Three parts with one look at the room that is left. */
static inline void put(struct ls_buf *out, struct ls_str open, struct ls_str body,
                       struct ls_str close)
{
    size_t len = open.len + body.len + close.len;
    char *at = ls_buf_reserve(out, len);

    if (at == NULL)
        return;
    memcpy(at, open.ptr, open.len);
    memcpy(at + open.len, body.ptr, body.len);
    memcpy(at + open.len + body.len, close.ptr, close.len);
    out->len += len;
}

/* ---- scalars ---- */

static enum ls_status put_string(struct transcoder *t)
{
    struct ls_str raw;
    bool escaped;

    if (!ls_json_read_string(t->json, &raw, &escaped))
        return bad_json(t);
    put(t->typed, LS_STR("{\"S\":\""), raw, LS_STR("\"}"));
    return add_size(t, escaped ? ls_json_unescaped_length(raw) : raw.len);
}

static enum ls_status put_number(struct transcoder *t)
{
    struct ls_str number;
    size_t digits;

    if (!ls_json_read_number(t->json, &number))
        return bad_json(t);
    if (!ls_number_measure(number, &digits))
        return ls_fail(t->error, LS_BAD_VALUE,
                       "A number has more than 38 significant digits, or its magnitude is outside "
                       "1E-130 to 9.99E+125; send it as a string",
                       "number at byte %zu is outside DynamoDB's limits",
                       (size_t)(number.ptr - t->start));
    put(t->typed, LS_STR("{\"N\":\""), digits == 0 ? LS_STR("0") : number, LS_STR("\"}"));
    return add_size(t, (digits + 1) / 2 + 1);
}

static enum ls_status put_literal(struct transcoder *t, struct ls_str typed)
{
    if (!ls_json_read_literal(t->json))
        return bad_json(t);
    ls_buf_str(t->typed, typed);
    return add_size(t, SIZE_OF_FLAG);
}

/* ---- containers ---- */

static enum ls_status put_list(struct transcoder *t, unsigned depth)
{
    enum ls_status status = add_size(t, SIZE_OF_CONTAINER);
    bool first, any = false;
    int next = 0;

    (void)ls_json_enter(t->json, &first);
    ls_buf_str(t->typed, LS_STR("{\"L\":["));
    while (status == LS_OK && (next = ls_json_next_element(t->json, &first)) > 0) {
        if (any)
            ls_buf_char(t->typed, ',');
        any = true;
        status = put_value(t, depth + 1);
        if (status == LS_OK)
            status = add_size(t, SIZE_OF_ELEMENT);
    }
    if (status != LS_OK)
        return status;
    ls_buf_str(t->typed, LS_STR("]}"));
    return next < 0 ? bad_json(t) : LS_OK;
}

/* The decoded name, once it is known to be new in its object and fit for DynamoDB. */
static enum ls_status check_name(struct transcoder *t, struct ls_name_set *names, struct ls_str raw,
                                 bool escaped)
{
    struct ls_str name = ls_json_decode(raw, escaped, t->arena);
    int added;

    if (name.ptr == NULL)
        return no_memory(t);
    if (name.len == 0 || name.len > LS_ITEM_MAX_NAME)
        return ls_fail(t->error, LS_BAD_VALUE, "An attribute's name must have 1 to 65535 bytes",
                       "name of %zu bytes at byte %zu", name.len, (size_t)(raw.ptr - t->start));
    added = ls_name_set_add(names, t->arena, name);
    if (added < 0)
        return no_memory(t);
    if (added == 0)
        return ls_fail(t->error, LS_BAD_VALUE, "An object has the same key twice",
                       "duplicate key \"%.*s\" at byte %zu", name.len < 100 ? (int)name.len : 100,
                       name.ptr, (size_t)(raw.ptr - t->start));
    return add_size(t, name.len);
}

/* The members of the object at the reader, with its braces; `depth` is that of their values. */
static enum ls_status put_members(struct transcoder *t, unsigned depth, size_t size_of_each)
{
    struct ls_name_set names = {0};
    struct ls_str key;
    bool first, escaped;
    int next;

    (void)ls_json_enter(t->json, &first);
    ls_buf_char(t->typed, '{');
    while ((next = ls_json_next_member(t->json, &first, &key, &escaped)) > 0) {
        enum ls_status status = check_name(t, &names, key, escaped);

        if (status != LS_OK)
            return status;
        if (names.count > 1)
            put(t->typed, LS_STR(",\""), key, LS_STR("\":"));
        else
            put(t->typed, LS_STR("\""), key, LS_STR("\":"));
        status = put_value(t, depth);
        if (status == LS_OK)
            status = add_size(t, size_of_each);
        if (status != LS_OK)
            return status;
    }
    ls_buf_char(t->typed, '}');
    return next < 0 ? bad_json(t) : LS_OK;
}

static enum ls_status put_map(struct transcoder *t, unsigned depth)
{
    enum ls_status status = add_size(t, SIZE_OF_CONTAINER);

    if (status != LS_OK)
        return status;
    ls_buf_str(t->typed, LS_STR("{\"M\":"));
    status = put_members(t, depth + 1, SIZE_OF_ELEMENT);
    ls_buf_char(t->typed, '}');
    return status;
}

/* Recursion ends at LS_ITEM_MAX_DEPTH. */
static enum ls_status put_value(struct transcoder *t, unsigned depth)
{
    enum ls_json_kind kind = ls_json_peek(t->json);

    switch (kind) {
    case LS_JSON_STRING:
        return put_string(t);
    case LS_JSON_NUMBER:
        return put_number(t);
    case LS_JSON_NULL:
        return put_literal(t, LS_STR("{\"NULL\":true}"));
    case LS_JSON_FALSE:
        return put_literal(t, LS_STR("{\"BOOL\":false}"));
    case LS_JSON_TRUE:
        return put_literal(t, LS_STR("{\"BOOL\":true}"));
    case LS_JSON_ARRAY:
    case LS_JSON_OBJECT:
        break;
    default:
        return bad_json(t);
    }
    if (depth >= LS_ITEM_MAX_DEPTH)
        return ls_fail(t->error, LS_BAD_VALUE, "Lists and objects are nested over 32 levels deep",
                       "nesting over 32 levels at byte %zu", (size_t)(t->json->at - t->start));
    return kind == LS_JSON_ARRAY ? put_list(t, depth) : put_map(t, depth);
}

/* ---- entries ---- */

/* A full buffer shows at the end; nothing of a failed call stays. */
static enum ls_status finish(const struct transcoder *t, enum ls_status status, size_t before)
{
    if (status == LS_OK && t->typed->failed)
        status = ls_fail(t->error, ls_buf_status(t->typed), NULL, "no room for the typed value");
    if (status != LS_OK)
        t->typed->len = before;
    return status;
}

enum ls_status ls_item_value_to_typed(struct ls_json *json, unsigned depth, struct ls_arena *arena,
                                      struct ls_buf *typed, size_t *size, struct ls_error *error)
{
    struct transcoder t = {json, json->at, arena, typed, *size, error};
    size_t before = typed->len;
    enum ls_status status = put_value(&t, depth);

    *size = t.size;
    return finish(&t, status, before);
}

enum ls_status ls_item_to_typed(struct ls_str json, struct ls_arena *arena, struct ls_buf *typed,
                                size_t *size, struct ls_error *error)
{
    struct ls_json reader = ls_json_of(json);
    struct transcoder t = {&reader, json.ptr, arena, typed, *size, error};
    size_t before = typed->len;
    enum ls_status status;

    if (ls_json_peek(&reader) != LS_JSON_OBJECT) {
        struct ls_str other;

        if (!ls_json_skip(&reader, &other) || !ls_json_at_end(&reader))
            return bad_json(&t);
        return ls_fail(error, LS_NOT_AN_OBJECT, NULL, NULL);
    }
    status = put_members(&t, 1, 0);
    if (status == LS_OK && !ls_json_at_end(&reader))
        status = bad_json(&t);
    *size = t.size;
    return finish(&t, status, before);
}
