/*
 * bind_value.c - one key value: parsed, checked and written by its attribute's type.
 */
#include <string.h>

#include "bind.h"
#include "decimal.h"
#include "timestamp.h"

static enum ls_status bad(const char **problem, const char *what)
{
    *problem = what;
    return LS_BAD_VALUE;
}

static enum ls_status check_length(size_t len, size_t max_len, const char **problem)
{
    if (len == 0)
        return bad(problem, "is empty");
    return len <= max_len ? LS_OK : bad(problem, "is too long for a key");
}

static enum ls_status parse_number(struct ls_str text, struct ls_arena *arena, struct ls_str *value,
                                   const char **problem)
{
    char plain[LS_DECIMAL_MAX];
    size_t len = text.len == 0 ? 0 : ls_decimal_plain(text, plain);

    if (len == 0)
        return bad(problem, "is not a number that DynamoDB can hold");
    *value = ls_arena_copy(arena, ls_str(plain, len));
    return value->ptr == NULL ? LS_NO_MEMORY : LS_OK;
}

static enum ls_status parse_timestamp(struct ls_str text, struct ls_arena *arena,
                                      struct ls_str *value, const char **problem)
{
    char utc[LS_RFC3339_LEN + 1];
    const char *what = text.len == 0 ? "is empty" : ls_timestamp_normalise(text, utc);

    if (what != NULL)
        return bad(problem, what);
    *value = ls_arena_copy(arena, ls_str(utc, LS_RFC3339_LEN));
    return value->ptr == NULL ? LS_NO_MEMORY : LS_OK;
}

/* Either alphabet, padded or not, to the padded standard one. */
static enum ls_status parse_binary(struct ls_str text, size_t max_len, struct ls_arena *arena,
                                   struct ls_str *value, const char **problem)
{
    size_t padded = (text.len + 3) / 4 * 4, bytes;
    char *copy = ls_arena_alloc(arena, padded);

    if (copy == NULL)
        return LS_NO_MEMORY;
    if (!ls_base64_decode(text, copy, &bytes))
        return bad(problem, "is not base64");
    for (size_t i = 0; i < padded; i++) {
        char c = i < text.len ? text.ptr[i] : '=';

        copy[i] = c == '-' ? '+' : c == '_' ? '/' : c;
    }
    *value = ls_str(copy, padded);
    return check_length(bytes, max_len, problem);
}

enum ls_status ls_bind_text(const struct ls_attribute *attribute, size_t max_len,
                            struct ls_str text, struct ls_arena *arena, struct ls_str *value,
                            const char **problem)
{
    switch (attribute->type) {
    case LS_TYPE_NUMBER:
        return parse_number(text, arena, value, problem);
    case LS_TYPE_BINARY:
        return parse_binary(text, max_len, arena, value, problem);
    default:
        if (attribute->format == LS_FORMAT_TIMESTAMP)
            return parse_timestamp(text, arena, value, problem);
        if (!ls_utf8_valid(text))
            return bad(problem, "is not UTF-8");
        *value = text;
        return check_length(text.len, max_len, problem);
    }
}

enum ls_status ls_bind_json(const struct ls_attribute *attribute, size_t max_len,
                            struct ls_json *json, struct ls_arena *arena, struct ls_str *value,
                            const char **problem)
{
    bool is_number = attribute->type == LS_TYPE_NUMBER, escaped;
    enum ls_json_kind kind = ls_json_peek(json);
    struct ls_str text;

    if (kind != (is_number ? LS_JSON_NUMBER : LS_JSON_STRING)) {
        if (!ls_json_skip(json, &text))
            return LS_BAD_JSON;
        return bad(problem, is_number ? "is not a number" : "is not a string");
    }
    if (is_number) {
        if (!ls_json_read_number(json, &text))
            return LS_BAD_JSON;
    } else {
        if (!ls_json_read_string(json, &text, &escaped))
            return LS_BAD_JSON;
        text = ls_json_decode(text, escaped, arena);
        if (text.ptr == NULL)
            return LS_NO_MEMORY;
    }
    return ls_bind_text(attribute, max_len, text, arena, value, problem);
}

const struct ls_attribute *ls_bind_declared(const struct ls_table *table, struct ls_str name,
                                            size_t *max_len)
{
    for (size_t i = 0; i < table->attribute_count; i++) {
        if (ls_str_equal_text(name, table->attributes[i].name)) {
            *max_len = table->attributes[i].max_len;
            return &table->attributes[i];
        }
    }
    return NULL;
}

void ls_bind_write_typed(struct ls_buf *out, const struct ls_attribute *attribute,
                         struct ls_str value)
{
    if (attribute->type == LS_TYPE_STRING) {
        ls_buf_str(out, LS_STR("{\"S\":"));
        ls_json_write_string(out, LS_JSON_PLAIN, value);
        ls_buf_char(out, '}');
        return;
    }
    ls_buf_str(out, attribute->type == LS_TYPE_NUMBER ? LS_STR("{\"N\":\"") : LS_STR("{\"B\":\""));
    ls_buf_str(out, value);
    ls_buf_str(out, LS_STR("\"}"));
}

void ls_bind_write_member(struct ls_buf *out, enum ls_json_form form,
                          const struct ls_attribute *attribute, struct ls_str value)
{
    ls_json_write_string(out, form, ls_str_of(attribute->name));
    ls_buf_char(out, ':');
    if (attribute->type == LS_TYPE_NUMBER)
        ls_buf_str(out, value);
    else
        ls_json_write_string(out, form, value);
}

size_t ls_bind_size(const struct ls_attribute *attribute, struct ls_str value)
{
    size_t name_len = strlen(attribute->name);

    switch (attribute->type) {
    case LS_TYPE_NUMBER:
        return name_len + (value.len + 1) / 2 + 1;
    case LS_TYPE_BINARY:
        return name_len + value.len / 4 * 3;
    default:
        return name_len + value.len;
    }
}
