/*
 * decimal.c - decimal numbers as text.
 */
#include "decimal.h"

#include <stdio.h>
#include <string.h>

#include "item.h"

#define DIGITS_MAX 38

/* 0.d1d2d3… times ten to the power of `point`; d1 and the last digit are not 0. Zero: no digits. */
struct decimal {
    bool negative;
    char digits[DIGITS_MAX];
    size_t count;
    int64_t point;
};

/* Saturates: an exponent this large belongs to zero, as everything else of that size was refused.
 */
static int64_t read_exponent(struct ls_str text)
{
    int64_t value = 0;
    bool negative = text.len > 0 && text.ptr[0] == '-';

    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] >= '0' && text.ptr[i] <= '9' && value < INT32_MAX)
            value = value * 10 + (text.ptr[i] - '0');
    }
    return negative ? -value : value;
}

/* `text` is a JSON number within DynamoDB's limits. */
static void parse(struct ls_str text, struct decimal *out)
{
    size_t zeros = 0; /* seen and not yet known to be trailing ones */
    bool fraction = false;

    *out = (struct decimal){.negative = text.ptr[0] == '-'};
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == 'e' || c == 'E') {
            out->point += read_exponent(ls_str(text.ptr + i + 1, text.len - i - 1));
            break;
        }
        if (c == '.')
            fraction = true;
        if (c < '0' || c > '9')
            continue;
        if (out->count == 0 && c == '0') {
            out->point -= fraction;
            continue;
        }
        out->point += !fraction;
        if (c == '0') {
            zeros++;
            continue;
        }
        for (; zeros > 0 && out->count < DIGITS_MAX; zeros--)
            out->digits[out->count++] = '0';
        if (out->count < DIGITS_MAX)
            out->digits[out->count++] = c;
    }
}

static char *put(char *at, char c, int64_t count)
{
    for (; count > 0; count--)
        *at++ = c;
    return at;
}

size_t ls_decimal_plain(struct ls_str text, char out[LS_DECIMAL_MAX])
{
    struct decimal value;
    char *at = out;
    size_t whole;

    if (!ls_number_fits(text))
        return 0;
    parse(text, &value);
    if (value.count == 0) {
        *at = '0';
        return 1;
    }
    if (value.negative)
        *at++ = '-';
    whole = value.point <= 0 ? 0 : (size_t)value.point;
    if (whole > value.count)
        whole = value.count;
    if (whole == 0)
        *at++ = '0';
    memcpy(at, value.digits, whole);
    at = put(at + whole, '0', value.point - (int64_t)value.count);
    if (whole == value.count)
        return (size_t)(at - out);
    *at++ = '.';
    at = put(at, '0', -value.point);
    memcpy(at, value.digits + whole, value.count - whole);
    return (size_t)(at - out) + value.count - whole;
}

size_t ls_decimal_scientific(struct ls_str text, char out[LS_DECIMAL_MAX])
{
    struct decimal value;
    char *at = out;

    if (!ls_number_fits(text))
        return 0;
    parse(text, &value);
    if (value.count == 0) {
        *at = '0';
        return 1;
    }
    if (value.negative)
        *at++ = '-';
    *at++ = value.digits[0];
    if (value.count > 1) {
        *at++ = '.';
        memcpy(at, value.digits + 1, value.count - 1);
        at += value.count - 1;
    }
    at += snprintf(at, sizeof("E-130"), "E%+d", (int)value.point - 1);
    return (size_t)(at - out);
}

/* Of two numbers without sign, as ls_decimal_plain writes them. */
static int compare_magnitude(struct ls_str a, struct ls_str b)
{
    const char *a_point = memchr(a.ptr, '.', a.len), *b_point = memchr(b.ptr, '.', b.len);
    size_t a_whole = a_point == NULL ? a.len : (size_t)(a_point - a.ptr);
    size_t b_whole = b_point == NULL ? b.len : (size_t)(b_point - b.ptr);
    size_t shorter = a.len < b.len ? a.len : b.len;
    int order;

    if (a_whole != b_whole)
        return a_whole < b_whole ? -1 : 1;
    order = memcmp(a.ptr, b.ptr, shorter);
    if (order != 0 || a.len == b.len)
        return order;
    return a.len < b.len ? -1 : 1;
}

int ls_decimal_compare(struct ls_str a, struct ls_str b)
{
    bool a_negative = a.len > 0 && a.ptr[0] == '-', b_negative = b.len > 0 && b.ptr[0] == '-';

    if (a_negative != b_negative)
        return a_negative ? -1 : 1;
    if (a_negative)
        return compare_magnitude(ls_str(b.ptr + 1, b.len - 1), ls_str(a.ptr + 1, a.len - 1));
    return compare_magnitude(a, b);
}

int ls_decimal_compare_whole(struct ls_str number, int64_t whole)
{
    char a[LS_DECIMAL_MAX], b[24];
    int b_len = snprintf(b, sizeof(b), "%lld", (long long)whole);

    return ls_decimal_compare(ls_str(a, ls_decimal_plain(number, a)), ls_str(b, (size_t)b_len));
}
