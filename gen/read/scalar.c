/*
 * scalar.c - the core schema's expressions, by hand: they are few, and matched for every scalar.
 */
#include "read/scalar.h"

#include <string.h>

static bool is_one_of(struct text text, const char *const *words, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (text_is(text, words[i]))
            return true;
    }
    return false;
}

#define IS_ONE_OF(text, words) is_one_of(text, words, sizeof(words) / sizeof((words)[0]))

static int digit_of(char c, unsigned base)
{
    int value = c >= '0' && c <= '9'   ? c - '0'
                : c >= 'a' && c <= 'f' ? c - 'a' + 10
                : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                       : -1;

    return value < (int)base ? value : -1;
}

/* Digits to the end of the text. Past the range of int64_t the value stays at its end. */
static bool parse_digits(struct text digits, unsigned base, bool negative, int64_t *value)
{
    uint64_t limit = negative ? (uint64_t)INT64_MAX + 1 : (uint64_t)INT64_MAX;
    uint64_t sum = 0;

    if (digits.len == 0)
        return false;
    for (size_t i = 0; i < digits.len; i++) {
        int digit = digit_of(digits.ptr[i], base);
        if (digit < 0)
            return false;
        if (sum > (limit - (uint64_t)digit) / base)
            sum = limit;
        else
            sum = sum * base + (uint64_t)digit;
    }
    *value = negative ? -(int64_t)(sum - (sum == limit)) - (sum == limit) : (int64_t)sum;
    return true;
}

static struct text skip(struct text text, size_t count)
{
    return (struct text){text.ptr + count, text.len - count};
}

/* 0o17, 0x1F, or [-+]?[0-9]+ */
static bool parse_int(struct text text, int64_t *value)
{
    bool sign = text.len != 0 && (text.ptr[0] == '-' || text.ptr[0] == '+');

    if (text_starts(text, "0o"))
        return parse_digits(skip(text, 2), 8, false, value);
    if (text_starts(text, "0x"))
        return parse_digits(skip(text, 2), 16, false, value);
    return parse_digits(skip(text, sign), 10, sign && text.ptr[0] == '-', value);
}

static size_t count_digits(struct text text, size_t from)
{
    size_t i = from;

    while (i < text.len && text.ptr[i] >= '0' && text.ptr[i] <= '9')
        i++;
    return i - from;
}

/* [-+]? ( \. [0-9]+ | [0-9]+ ( \. [0-9]* )? ) ( [eE] [-+]? [0-9]+ )? */
static bool is_float(struct text text)
{
    size_t i = text.len != 0 && (text.ptr[0] == '-' || text.ptr[0] == '+');
    size_t whole = count_digits(text, i), fraction = 0, exponent;

    i += whole;
    if (i < text.len && text.ptr[i] == '.') {
        fraction = count_digits(text, i + 1);
        i += 1 + fraction;
    }
    if (whole + fraction == 0)
        return false;
    if (i < text.len && (text.ptr[i] == 'e' || text.ptr[i] == 'E')) {
        i++;
        i += i < text.len && (text.ptr[i] == '-' || text.ptr[i] == '+');
        exponent = count_digits(text, i);
        if (exponent == 0)
            return false;
        i += exponent;
    }
    return i == text.len;
}

static bool is_special_float(struct text text)
{
    static const char *const infinite[] = {".inf", ".Inf", ".INF"};
    static const char *const not_a_number[] = {".nan", ".NaN", ".NAN"};
    bool sign = text.len != 0 && (text.ptr[0] == '-' || text.ptr[0] == '+');

    return IS_ONE_OF(text, not_a_number) || IS_ONE_OF(skip(text, sign), infinite);
}

enum doc_kind scalar_kind(struct text text, int64_t *integer)
{
    static const char *const nulls[] = {"", "~", "null", "Null", "NULL"};
    static const char *const trues[] = {"true", "True", "TRUE"};
    static const char *const falses[] = {"false", "False", "FALSE"};

    *integer = 0;
    if (IS_ONE_OF(text, nulls))
        return DOC_NULL;
    if (IS_ONE_OF(text, falses))
        return DOC_BOOL;
    if (IS_ONE_OF(text, trues)) {
        *integer = 1;
        return DOC_BOOL;
    }
    if (strchr("+-.0123456789", text.ptr[0]) == NULL)
        return DOC_TEXT;
    if (parse_int(text, integer))
        return DOC_INT;
    *integer = 0;
    return is_float(text) || is_special_float(text) ? DOC_FLOAT : DOC_TEXT;
}

const char *scalar_quoted(struct mem_arena *arena, struct text text)
{
    struct text shown = text_clip(arena, text, 60);
    bool single = false;
    struct text_buf out;

    for (size_t i = 0; i < shown.len; i++)
        single = single || shown.ptr[i] == '"' || shown.ptr[i] == '\\';
    text_buf_init(&out, arena, TEXT_BUF_MAX);
    text_putc(&out, single ? '\'' : '"');
    for (size_t i = 0; i < shown.len; i++)
        text_add(&out, single && shown.ptr[i] == '\'' ? "''" : &shown.ptr[i],
                 single && shown.ptr[i] == '\'' ? 2 : 1);
    text_putc(&out, single ? '\'' : '"');
    return text_view(&out).ptr;
}

bool scalar_is_plain_decimal(struct text text)
{
    size_t sign = text.len != 0 && text.ptr[0] == '-';
    size_t digits = count_digits(text, sign);

    return digits != 0 && sign + digits == text.len && (digits == 1 || text.ptr[sign] != '0');
}
