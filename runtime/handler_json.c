/*
 * handler_json.c - JSON for handlers: looking into one, building one; see lockstep.h.
 *
 * What is built is put together in context->work, which is free between two DynamoDB calls, and
 * copied to the arena, where the handler may keep it.
 */
#include <stdarg.h>

#include "context.h"
#include "decimal.h"

/* ---- looking into one ---- */

struct ls_str ls_json_member(struct ls_context *context, struct ls_str object, const char *name)
{
    struct ls_str value;

    (void)context; /* nothing has to be decoded */
    return object.len > 0 && ls_json_find(object, name, &value) ? value : ls_str(NULL, 0);
}

struct ls_str ls_json_string(struct ls_context *context, struct ls_str value)
{
    struct ls_json json = ls_json_of(value);
    struct ls_str raw;
    bool escaped;

    if (value.len == 0 || !ls_json_read_string(&json, &raw, &escaped) || !ls_json_at_end(&json))
        return ls_str(NULL, 0);
    return ls_json_decode(raw, escaped, context->arena);
}

/* "1.0" and "1E3" are integers, too. */
bool ls_json_int64(struct ls_str value, int64_t *number)
{
    char plain[LS_DECIMAL_MAX];
    size_t len = value.len == 0 ? 0 : ls_decimal_plain(value, plain);
    bool negative = len > 0 && plain[0] == '-';
    uint64_t most = (uint64_t)INT64_MAX + negative, sum = 0;

    for (size_t i = negative; i < len; i++) {
        unsigned digit = (unsigned)(plain[i] - '0');

        if (digit > 9 || sum > (most - digit) / 10)
            return false;
        sum = sum * 10 + digit;
    }
    if (len == 0)
        return false;
    *number = negative ? -(int64_t)(sum - 1) - 1 : (int64_t)sum;
    return true;
}

bool ls_json_bool(struct ls_str value, bool *truth)
{
    bool is_true = ls_str_equal(value, LS_STR("true"));

    if (!is_true && !ls_str_equal(value, LS_STR("false")))
        return false;
    *truth = is_true;
    return true;
}

bool ls_json_each(struct ls_context *context, struct ls_str array, size_t *cursor,
                  struct ls_str *element)
{
    struct ls_json json = ls_json_of(array);
    bool first = *cursor == 0;

    (void)context;
    if (*cursor >= array.len)
        return false;
    json.at += *cursor;
    if (first && (ls_json_peek(&json) != LS_JSON_ARRAY || !ls_json_enter(&json, &first)))
        return false;
    if (ls_json_next_element(&json, &first) != 1 || !ls_json_skip(&json, element))
        return false;
    *cursor = (size_t)(json.at - array.ptr);
    return true;
}

/* ---- building one ---- */

static struct ls_str take_work(struct ls_context *context)
{
    if (ls_buf_status(context->work) != LS_OK)
        return ls_str(NULL, 0);
    return ls_arena_copy(context->arena, ls_buf_view(context->work));
}

struct ls_str ls_json_key(struct ls_context *context, const char *name, struct ls_str text)
{
    return ls_json_format(context, "{%s:%S}", name, text);
}

/* One conversion of the format; false when the letter is none. */
static bool convert(struct ls_buf *out, char letter, va_list *args)
{
    struct ls_str json;

    switch (letter) {
    case 's':
        ls_json_write_string(out, LS_JSON_PLAIN, ls_str_of(va_arg(*args, const char *)));
        return true;
    case 'S':
        ls_json_write_string(out, LS_JSON_PLAIN, va_arg(*args, struct ls_str));
        return true;
    case 'd':
        ls_buf_int(out, va_arg(*args, int));
        return true;
    case 'l':
        ls_buf_int(out, va_arg(*args, int64_t));
        return true;
    case 'b':
        ls_buf_text(out, va_arg(*args, int) != 0 ? "true" : "false");
        return true;
    case 'j':
        json = va_arg(*args, struct ls_str);
        ls_buf_str(out, json.ptr == NULL ? LS_STR("null") : json);
        return true;
    default:
        return false;
    }
}

struct ls_str ls_json_format(struct ls_context *context, const char *format, ...)
{
    struct ls_buf *out = context->work;
    va_list args;

    ls_buf_reset(out);
    va_start(args, format);
    for (const char *at = format; *at != '\0'; at++) {
        if (*at == '%' && convert(out, at[1], &args))
            at++;
        else
            ls_buf_char(out, *at);
    }
    va_end(args);
    return take_work(context);
}

/* ---- typed values ---- */

int ls_item_typed(struct ls_context *context, struct ls_str json, struct ls_str *typed)
{
    size_t size = 0;
    enum ls_status status;

    if (json.len == 0)
        return (int)ls_fail(&context->error, LS_BAD_JSON, NULL, "ls_item_typed: no JSON");
    ls_buf_reset(context->work);
    status = ls_item_to_typed(json, context->arena, context->work, &size, &context->error);
    if (status != LS_OK)
        return (int)status;
    *typed = take_work(context);
    return typed->ptr == NULL ? (int)ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL) : LS_OK;
}

int ls_item_plain(struct ls_context *context, struct ls_str typed, struct ls_str *json)
{
    struct ls_json reader = ls_json_of(typed);
    enum ls_status status;

    if (typed.len == 0)
        return (int)ls_fail(&context->error, LS_BAD_JSON, NULL, "ls_item_plain: no JSON");
    ls_buf_reset(context->work);
    status = ls_item_to_json(&reader, LS_JSON_PLAIN, context->work, &context->error);
    if (status != LS_OK)
        return (int)status;
    *json = take_work(context);
    return json->ptr == NULL ? (int)ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL) : LS_OK;
}
