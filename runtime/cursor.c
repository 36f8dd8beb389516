/*
 * cursor.c - the position of a list, from DynamoDB's key to an opaque text and back.
 */
#include "cursor.h"

#include <string.h>

#include "decimal.h"

#define VERSION        1
#define IDENTITY_BYTES 8
#define HEAD_BYTES     (1 + IDENTITY_BYTES)
#define BYTES_MAX      (LS_CURSOR_MAX / 4 * 3)
#define PARTS_MAX      (2 * LS_MAX_KEY_PARTS + 2)

/* With its length; no key value is longer than that of bytes, in base64. */
#define VALUE_BYTES(max_len) (2 + ((max_len) + 2) / 3 * 4)
_Static_assert(HEAD_BYTES + (LS_MAX_KEY_PARTS + 1) *
                                (VALUE_BYTES(LS_PARTITION_MAX) + VALUE_BYTES(LS_SORT_MAX)) <=
                   BYTES_MAX,
               "an index key and a table key fit, each attribute as long as can be");
_Static_assert(2 + LS_DECIMAL_MAX <= VALUE_BYTES(LS_SORT_MAX), "a number is shorter than that");

/* One key attribute of the position; `fixed` holds its value where the request gives it. */
struct part {
    const struct ls_attribute *attribute;
    struct ls_str fixed;
};

struct parts {
    struct part rows[PARTS_MAX];
    size_t count;
};

static enum ls_status add_part(struct ls_context *context, const struct ls_request *request,
                               const struct ls_bindings *bindings,
                               const struct ls_attribute *attribute, struct parts *parts)
{
    struct part *part = &parts->rows[parts->count];

    for (size_t i = 0; i < parts->count; i++) {
        if (strcmp(parts->rows[i].attribute->name, attribute->name) == 0)
            return LS_OK;
    }
    if (parts->count == PARTS_MAX)
        return ls_fail(&context->error, LS_INTERNAL, NULL, "a key of too many attributes");
    part->attribute = attribute;
    parts->count++;
    return ls_key_value(context, request, attribute, bindings, &part->fixed);
}

static enum ls_status list_parts(struct ls_context *context, const struct ls_request *request,
                                 const struct ls_bindings *bindings, struct parts *parts)
{
    const struct ls_table *table = request->route->table;
    const struct ls_index *index = request->route->index;
    size_t index_parts = index == NULL ? 0 : (size_t)index->partition_count + index->sort_count;
    enum ls_status status = LS_OK;

    parts->count = 0;
    for (size_t i = 0; status == LS_OK && i < index_parts; i++)
        status = add_part(context, request, bindings, index->key[i], parts);
    for (size_t i = 0; status == LS_OK && i < table->key_count; i++)
        status = add_part(context, request, bindings, &table->attributes[i], parts);
    return status;
}

static uint64_t mix(uint64_t hash, struct ls_str value)
{
    return value.ptr == NULL ? ~hash : ls_hash(hash, value.ptr, value.len);
}

/* The list that the cursor belongs to: eight bytes, the same on every machine. */
static void write_identity(const struct ls_route *route, const struct ls_bindings *bindings,
                           const struct parts *parts, unsigned char out[IDENTITY_BYTES])
{
    uint64_t hash = ls_hash(bindings->filter, route->key, route->key_length);

    hash = mix(hash, ls_str_of(route->index == NULL ? "" : route->index->physical_name));
    hash = mix(hash, (route->flags & LS_ROUTE_DESCENDING) != 0 ? LS_STR("<") : LS_STR(">"));
    for (size_t i = 0; i < bindings->count; i++) {
        const struct ls_bound *row = &bindings->rows[i];

        hash = mix(mix(hash, row->low), row->high);
    }
    for (size_t i = 0; i < parts->count; i++)
        hash = mix(hash, ls_str_of(parts->rows[i].attribute->name));
    for (size_t i = 0; i < IDENTITY_BYTES; i++)
        out[i] = (unsigned char)(hash >> (8 * i));
}

/* What is stored is taken as it is: another program may have written a time in another form. */
static enum ls_status read_value(struct ls_context *context, const struct part *part,
                                 struct ls_str text, struct ls_str *value)
{
    struct ls_attribute any = *part->attribute;
    const char *problem;

    any.format = LS_FORMAT_ANY;
    return ls_bind_text(&any, any.max_len, text, context->arena, value, &problem);
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
    struct ls_str inner;

    if (!ls_json_find(typed, type_letter(part->attribute->type), &inner))
        return LS_BAD_REPLY;
    inner = ls_json_string(context, inner);
    return inner.ptr == NULL ? LS_BAD_REPLY : read_value(context, part, inner, value);
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

enum ls_status ls_cursor_encode(struct ls_context *context, const struct ls_request *request,
                                const struct ls_bindings *bindings, struct ls_str last_key,
                                struct ls_buf *out)
{
    unsigned char bytes[BYTES_MAX];
    size_t len = HEAD_BYTES;
    struct parts parts;
    enum ls_status status = list_parts(context, request, bindings, &parts);

    if (status != LS_OK)
        return status;
    bytes[0] = VERSION;
    write_identity(request->route, bindings, &parts, bytes + 1);
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

static enum ls_status refuse(struct ls_context *context)
{
    return ls_event_bad_parameter(&context->error, context->arena, "cursor",
                                  "is not one that this list gave");
}

/* A value that the request does not fix: well-formed, and one that this list could have given. */
static enum ls_status take_part(struct ls_context *context, const struct ls_request *request,
                                const struct ls_bindings *bindings, const struct ls_query *query,
                                const struct part *part, struct rest *rest, struct ls_str *value)
{
    struct ls_str text;
    bool matches;
    enum ls_status status;

    if (!take_value(rest, &text))
        return refuse(context);
    status = read_value(context, part, text, value);
    if (status == LS_NO_MEMORY)
        return ls_fail(&context->error, status, NULL, NULL);
    if (status != LS_OK || !ls_query_holds(query, part->attribute, *value))
        return refuse(context);
    status = ls_key_matches(context, request, part->attribute, bindings, *value, &matches);
    if (status != LS_OK)
        return status;
    return matches ? LS_OK : refuse(context);
}

static enum ls_status write_start_key(struct ls_context *context, const struct ls_request *request,
                                      const struct ls_bindings *bindings,
                                      const struct ls_query *query, const struct parts *parts,
                                      struct rest rest, struct ls_buf *out)
{
    ls_buf_char(out, '{');
    for (size_t i = 0; i < parts->count; i++) {
        const struct part *part = &parts->rows[i];
        struct ls_str value = part->fixed;

        if (value.ptr == NULL) {
            enum ls_status status =
                take_part(context, request, bindings, query, part, &rest, &value);

            if (status != LS_OK)
                return status;
        }
        if (i > 0)
            ls_buf_char(out, ',');
        ls_json_write_string(out, LS_JSON_PLAIN, ls_str_of(part->attribute->name));
        ls_buf_char(out, ':');
        ls_bind_write_typed(out, part->attribute, value);
    }
    ls_buf_char(out, '}');
    return rest.len == 0 ? LS_OK : refuse(context);
}

enum ls_status ls_cursor_decode(struct ls_context *context, const struct ls_request *request,
                                const struct ls_bindings *bindings, const struct ls_query *query,
                                struct ls_str cursor, struct ls_buf *out)
{
    unsigned char bytes[BYTES_MAX], head[HEAD_BYTES] = {VERSION};
    struct parts parts;
    size_t len = 0;
    enum ls_status status = list_parts(context, request, bindings, &parts);

    if (status != LS_OK)
        return status;
    write_identity(request->route, bindings, &parts, head + 1);
    if (cursor.len == 0 || cursor.len > LS_CURSOR_MAX ||
        !ls_base64_decode(cursor, (char *)bytes, &len) || len < HEAD_BYTES ||
        memcmp(bytes, head, HEAD_BYTES) != 0)
        return refuse(context);
    return write_start_key(context, request, bindings, query, &parts,
                           (struct rest){bytes + HEAD_BYTES, len - HEAD_BYTES}, out);
}
