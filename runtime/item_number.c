/*
 * item_number.c - DynamoDB's limits of a number, checked on its digits: no double is involved.
 */
#include "item.h"

#define MAX_DIGITS   38
#define MIN_EXPONENT (-130) /* of the first significant digit */
#define MAX_EXPONENT 125
/* Beyond every text that fits in memory; larger exponents stay here, so that nothing overflows. */
#define EXPONENT_LIMIT INT64_C(1000000000000000)

/* What follows 'e'. */
static int64_t exponent_of(const char *at, const char *end)
{
    bool negative = *at == '-';
    int64_t exponent = 0;

    if (*at == '-' || *at == '+')
        at++;
    for (; at < end && exponent < EXPONENT_LIMIT; at++)
        exponent = exponent * 10 + (*at - '0');
    return negative ? -exponent : exponent;
}

bool ls_number_measure(struct ls_str number, size_t *digits)
{
    const char *at = number.ptr, *end = at + number.len;
    int64_t count = 0, before_point = -1, first = -1, last = -1; /* counts of digits */
    int64_t exponent = 0;

    for (; at < end && *at != 'e' && *at != 'E'; at++) {
        if (*at == '.') {
            before_point = count;
        } else if (*at != '-') {
            if (*at != '0') {
                last = count;
                if (first < 0)
                    first = count;
            }
            count++;
        }
    }
    if (first < 0) {
        *digits = 0;
        return true;
    }
    if (before_point < 0)
        before_point = count;
    if (at < end)
        exponent = exponent_of(at + 1, end);
    exponent += before_point - 1 - first;
    *digits = (size_t)(last - first + 1);
    return *digits <= MAX_DIGITS && exponent >= MIN_EXPONENT && exponent <= MAX_EXPONENT;
}

bool ls_number_fits(struct ls_str text)
{
    struct ls_json json = ls_json_of(text);
    struct ls_str number;
    size_t digits;

    return ls_json_read_number(&json, &number) && number.len == text.len &&
           ls_number_measure(number, &digits);
}

struct ls_str ls_number_of(struct ls_str typed)
{
    struct ls_str quoted, number;
    struct ls_json json;
    bool escaped;

    if (!ls_json_find(typed, "N", &quoted))
        return ls_str(NULL, 0);
    json = ls_json_of(quoted);
    if (!ls_json_read_string(&json, &number, &escaped) || escaped || !ls_number_fits(number))
        return ls_str(NULL, 0);
    return number;
}
