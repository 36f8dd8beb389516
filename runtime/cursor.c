/*
 * cursor.c - the position of a list, from DynamoDB's key to an opaque text and back.
 */
#include "cursor.h"

#include <string.h>

#define VERSION        1
#define IDENTITY_BYTES 8
#define HEAD_BYTES     (1 + IDENTITY_BYTES)
#define BYTES_MAX      (LS_CURSOR_MAX / 4 * 3)
#define PARTS_MAX      (2 * LS_MAX_KEY_PARTS + 2)

/* One key attribute of the position; `fixed` holds its value where the request gives it. */
struct part {
    const struct ls_attribute *attribute;
    size_t max_len;
    struct ls_str fixed;
};

struct parts {
    struct part rows[PARTS_MAX];
    size_t count;
};

static void add_part(struct parts *parts, const struct ls_bindings *bindings,
                     const struct ls_attribute *attribute, bool is_partition)
{
    size_t max_len = is_partition ? LS_PARTITION_MAX : LS_SORT_MAX;
    const struct ls_bound *row = ls_bind_row(bindings, attribute);
    bool is_fixed = row != NULL && row->match == LS_MATCH_EQUALS;

    for (size_t i = 0; i < parts->count; i++) {
        if (strcmp(parts->rows[i].attribute->name, attribute->name) == 0)
            return;
    }
    if (parts->count == PARTS_MAX)
        return;
    parts->rows[parts->count++] = (struct part){
        .attribute = attribute,
        .max_len = max_len,
        .fixed = is_fixed ? row->low : ls_str(NULL, 0),
    };
}

static void list_parts(const struct ls_route *route, const struct ls_bindings *bindings,
                       struct parts *parts)
{
    const struct ls_index *index = route->index;
    size_t index_parts = index == NULL ? 0 : (size_t)index->partition_count + index->sort_count;

    parts->count = 0;
    for (size_t i = 0; i < index_parts; i++)
        add_part(parts, bindings, index->key[i], i < index->partition_count);
    for (size_t i = 0; i < route->table->key_count; i++)
        add_part(parts, bindings, &route->table->key[i], i == 0);
}

static uint64_t mix(uint64_t hash, struct ls_str value)
{
    return value.ptr == NULL ? ~hash : ls_hash(hash, value.ptr, value.len);
}

/* The list that the cursor belongs to: eight bytes, the same on every machine. */
static void write_identity(const struct ls_route *route, const struct ls_bindings *bindings,
                           const struct parts *parts, unsigned char out[IDENTITY_BYTES])
{
    uint64_t hash = ls_hash(0, route->key, route->key_length);

    for (size_t i = 0; i < bindings->count; i++) {
        const struct ls_bound *row = &bindings->rows[i];

        hash = mix(mix(hash, row->low), row->high);
    }
    for (size_t i = 0; i < parts->count; i++)
        hash = mix(hash, ls_str_of(parts->rows[i].attribute->name));
    for (size_t i = 0; i < IDENTITY_BYTES; i++)
        out[i] = (unsigned char)(hash >> (8 * i));
}

/* ---- encode ---- */

static const char *type_letter(enum ls_attribute_type type)
{
    return type == LS_TYPE_STRING ? "S" : type == LS_TYPE_NUMBER ? "N" : "B";
}

/* The key value of {"S":"…"} and the like. */
static enum ls_status read_typed(struct ls_context *context, const struct part *part,
                                 struct ls_str typed, struct ls_str *value)
{
    const struct ls_attribute *attribute = part->attribute;
    const char *problem;
    struct ls_str inner;

    if (!ls_json_find(typed, type_letter(attribute->type), &inner))
        return LS_BAD_REPLY;
    inner = ls_json_string(context, inner);
    if (inner.ptr == NULL)
        return LS_BAD_REPLY;
    return ls_bind_text(attribute, part->max_len, inner, context->arena, value, &problem);
}

static bool add_value(unsigned char *bytes, size_t *len, struct ls_str value)
{
    if (value.len > UINT16_MAX || BYTES_MAX - *len < value.len + 2)
        return false;
    bytes[(*len)++] = (unsigned char)(value.len >> 8);
    bytes[(*len)++] = (unsigned char)(value.len & 0xFF);
    memcpy(bytes + *len, value.ptr, value.len);
    *len += value.len;
    return true;
}

enum ls_status ls_cursor_encode(struct ls_context *context, const struct ls_route *route,
                                const struct ls_bindings *bindings, struct ls_str last_key,
                                struct ls_buf *out)
{
    unsigned char bytes[BYTES_MAX];
    size_t len = HEAD_BYTES;
    struct parts parts;

    list_parts(route, bindings, &parts);
    bytes[0] = VERSION;
    write_identity(route, bindings, &parts, bytes + 1);
    for (size_t i = 0; i < parts.count; i++) {
        const struct part *part = &parts.rows[i];
        struct ls_str typed, value;

        if (part->fixed.ptr != NULL)
            continue;
        if (!ls_json_find(last_key, part->attribute->name, &typed) ||
            read_typed(context, part, typed, &value) != LS_OK)
            return ls_fail(&context->error, LS_BAD_REPLY, NULL,
                           "LastEvaluatedKey lacks a fitting %s", part->attribute->name);
        if (!add_value(bytes, &len, value))
            return ls_fail(&context->error, LS_INTERNAL, NULL, "LastEvaluatedKey is too long");
    }
    ls_base64url_encode(out, ls_str((const char *)bytes, len));
    return LS_OK;
}

/* ---- decode ---- */

/* What is left to read of a cursor. */
struct rest {
    const unsigned char *at;
    size_t len;
};

static bool take_value(struct rest *rest, struct ls_str *value)
{
    size_t len;

    if (rest->len < 2)
        return false;
    len = (size_t)rest->at[0] << 8 | rest->at[1];
    if (rest->len - 2 < len)
        return false;
    *value = ls_str((const char *)rest->at + 2, len);
    rest->at += len + 2;
    rest->len -= len + 2;
    return true;
}

static enum ls_status write_start_key(struct ls_context *context, const struct parts *parts,
                                      struct rest rest, struct ls_buf *out)
{
    const char *problem;

    ls_buf_char(out, '{');
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->rows[i];
        struct ls_str value = part->fixed, text;

        if (value.ptr == NULL) {
            if (!take_value(&rest, &text) ||
                ls_bind_text(part->attribute, part->max_len, text, context->arena, &value,
                             &problem) != LS_OK)
                return LS_BAD_PARAMETER;
        }
        if (i > 0)
            ls_buf_char(out, ',');
        ls_json_write_string(out, LS_JSON_PLAIN, ls_str_of(part->attribute->name));
        ls_buf_char(out, ':');
        ls_bind_write_typed(out, part->attribute, value);
    }
    ls_buf_char(out, '}');
    return rest.len == 0 ? LS_OK : LS_BAD_PARAMETER;
}

enum ls_status ls_cursor_decode(struct ls_context *context, const struct ls_route *route,
                                const struct ls_bindings *bindings, struct ls_str cursor,
                                struct ls_buf *out)
{
    unsigned char bytes[BYTES_MAX], head[HEAD_BYTES] = {VERSION};
    struct parts parts;
    size_t len = 0;

    list_parts(route, bindings, &parts);
    write_identity(route, bindings, &parts, head + 1);
    if (cursor.len == 0 || cursor.len > LS_CURSOR_MAX ||
        !ls_base64_decode(cursor, (char *)bytes, &len) || len < HEAD_BYTES ||
        memcmp(bytes, head, HEAD_BYTES) != 0 ||
        write_start_key(context, &parts, (struct rest){bytes + HEAD_BYTES, len - HEAD_BYTES},
                        out) != LS_OK)
        return ls_event_bad_parameter(&context->error, context->arena, "cursor",
                                      "is not one that this list gave");
    return LS_OK;
}
