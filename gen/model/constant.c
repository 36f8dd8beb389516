/*
 * constant.c - checks a constant against the type and the limits of its key attribute.
 */
#include "model/constant.h"

#include <stdlib.h>

#include "model/check_text.h"

/* DynamoDB's limits of key values and numbers. */
#define PARTITION_MAX_BYTES 2048
#define SORT_MAX_BYTES      1024
#define DIGITS_MAX          38
#define EXPONENT_MIN        (-130) /* of the first significant digit */
#define EXPONENT_MAX        125
#define NUMBER_MAX_BYTES    200 /* longer than the longest of them, written out with its zeros */

static size_t skip_digits(struct text text, size_t at)
{
    while (at < text.len && text.ptr[at] >= '0' && text.ptr[at] <= '9')
        at++;
    return at;
}

static bool has(struct text text, size_t at, char a, char b)
{
    return at < text.len && (text.ptr[at] == a || text.ptr[at] == b);
}

/* The parts of a JSON number, as offsets into its text. */
struct number {
    size_t whole, whole_end, fraction, fraction_end, exponent;
};

static bool split_number(struct text text, struct number *number)
{
    size_t at = has(text, 0, '-', '-') ? 1 : 0;

    number->whole = at;
    number->whole_end = at = skip_digits(text, at);
    if (at == number->whole || (text.ptr[number->whole] == '0' && at > number->whole + 1))
        return false;
    number->fraction = number->fraction_end = at;
    if (has(text, at, '.', '.')) {
        number->fraction = at + 1;
        number->fraction_end = at = skip_digits(text, at + 1);
        if (number->fraction == at)
            return false;
    }
    number->exponent = text.len;
    if (has(text, at, 'e', 'E')) {
        number->exponent = at + 1;
        at += has(text, at + 1, '+', '-') ? 2 : 1;
        if (skip_digits(text, at) == at)
            return false;
        at = skip_digits(text, at);
    }
    return at == text.len;
}

bool number_is_exact(struct text text)
{
    struct number number;
    long first = 0, last = 0, digits = 0, exponent = 0, before_point;

    if (text.len > NUMBER_MAX_BYTES || !split_number(text, &number))
        return false;
    before_point = (long)(number.whole_end - number.whole);
    for (size_t at = number.whole; at < number.fraction_end; at++) {
        if (text.ptr[at] == '.')
            continue;
        digits++;
        if (text.ptr[at] == '0')
            continue;
        first = first == 0 ? digits : first;
        last = digits;
    }
    if (first == 0)
        return true;
    if (number.exponent < text.len)
        exponent = strtol(text.ptr + number.exponent, NULL, 10); /* stops at the NUL behind */
    exponent += before_point - first;
    return last - first < DIGITS_MAX && exponent >= EXPONENT_MIN && exponent <= EXPONENT_MAX;
}

/* Why the value is not one of the attribute's type; NULL: it is. */
static const char *type_fault(const struct doc_node *node, enum ls_attribute_type type,
                              size_t *size)
{
    *size = node->text.len;
    switch (type) {
    case LS_TYPE_NUMBER:
        if (node->kind != DOC_INT && node->kind != DOC_FLOAT)
            return "write a number without quotes";
        return number_is_exact(node->text)
                   ? NULL
                   : "DynamoDB holds 38 significant digits, from 1E-130 to 9.9E+125, "
                     "written as in JSON";
    case LS_TYPE_BINARY:
        if (node->kind != DOC_TEXT || !text_is_base64(node->text, size))
            return "write the bytes in base64, with padding";
        return NULL;
    case LS_TYPE_STRING:
        break;
    }
    return node->kind == DOC_TEXT ? NULL
                                  : "write a text; one that looks like a number needs quotes";
}

const char *constant_read(struct planner *planner, const struct spec_node *constant,
                          const struct ls_attribute *attribute, bool is_partition)
{
    static const char *const types[] = {
        [LS_TYPE_STRING] = "string", [LS_TYPE_NUMBER] = "number", [LS_TYPE_BINARY] = "binary"};
    size_t size, max = is_partition ? PARTITION_MAX_BYTES : SORT_MAX_BYTES;
    const char *fault = type_fault(constant->value, attribute->type, &size);

    if (fault != NULL) {
        diag_hint(diag_add(planner->diags, DIAG_constant_type, constant->at,
                           "`%s` is of type %s, and cannot have this value", attribute->name,
                           types[attribute->type]),
                  "%s", fault);
        return NULL;
    }
    if (attribute->type != LS_TYPE_NUMBER && (size == 0 || size > max)) {
        diag_hint(diag_add(planner->diags, DIAG_constant_type, constant->at,
                           "a key's value has 1 to %zu bytes, and this one %zu", max, size),
                  size == 0 ? "DynamoDB has no empty keys" : "make it shorter");
        return NULL;
    }
    return constant->value->text.ptr;
}
