/*
 * constant.c - checks a constant against the type and the limits of its attribute.
 */
#include "model/constant.h"

#include <stdlib.h>
#include <string.h>

#include "model/check_text.h"
#include "model/timestamp.h"

/* DynamoDB's limits of numbers. */
#define DIGITS_MAX       38
#define EXPONENT_MIN     (-130) /* of the first significant digit */
#define EXPONENT_MAX     125
#define NUMBER_MAX_BYTES 200 /* longer than the longest of them, written out with its zeros */

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

#define NUMBER_HINT                                                                                \
    "DynamoDB holds 38 significant digits, from 1E-130 to 9.9E+125, written as in JSON"

static bool is_number(const struct doc_node *node)
{
    return node->kind == DOC_INT || node->kind == DOC_FLOAT;
}

/* Why the value is not one of the attribute's type; NULL: it is. */
static const char *type_fault(const struct doc_node *node, const struct ls_attribute *attribute,
                              size_t *size)
{
    *size = node->text.len;
    switch (attribute->type) {
    case LS_TYPE_NUMBER:
        if (!is_number(node))
            return "write a number without quotes";
        return number_is_exact(node->text) ? NULL : NUMBER_HINT;
    case LS_TYPE_BINARY:
        if (node->kind != DOC_TEXT || !text_is_base64(node->text, size))
            return "write the bytes in base64, with padding";
        return NULL;
    case LS_TYPE_STRING:
        break;
    }
    if (node->kind != DOC_TEXT)
        return "write a text; one that looks like a number needs quotes";
    if (attribute->format == LS_FORMAT_TIMESTAMP && !text_is_timestamp(node->text))
        return "write a time as in RFC 3339: \"2026-01-02T03:04:05Z\"";
    return NULL;
}

/* ---- Parts of templates ---- */

/* Would the text end before its part does? Also where its end and the literal make one together. */
static bool holds(struct mem_arena *arena, struct text value, const char *literal)
{
    struct text whole = text_format(arena, "%s%s", value.ptr, literal);

    return literal[0] != '\0' && strstr(whole.ptr, literal) != whole.ptr + value.len;
}

static bool fits_template(struct planner *planner, const struct spec_node *constant,
                          const struct ls_table *table, const struct ls_attribute *derived,
                          const struct ls_attribute *part)
{
    const struct ls_template *template = derived->template;

    for (size_t i = 0; i < template->part_count; i++) {
        const char *literal = template->literals[i + 1];

        if (&table->attributes[template->parts[i]] != part ||
            !holds(planner->arena, constant->value->text, literal))
            continue;
        diag_hint(diag_add(planner->diags, DIAG_constant_in_template, constant->at,
                           "in the template of `%s`, `%s` ends where `%s` begins, so it cannot "
                           "have this value",
                           derived->name, part->name, literal),
                  "a part holds no `%s`, and does not end with what that begins with", literal);
        return false;
    }
    return true;
}

static bool fits_templates(struct planner *planner, const struct spec_node *constant,
                           const struct ls_table *table, const struct ls_attribute *attribute)
{
    for (size_t i = 0; i < table->attribute_count; i++) {
        if (table->attributes[i].template != NULL &&
            !fits_template(planner, constant, table, &table->attributes[i], attribute))
            return false;
    }
    return true;
}

/* ---- Both kinds ---- */

const char *constant_read(struct planner *planner, const struct spec_node *constant,
                          const struct ls_attribute *attribute, const struct ls_table *table)
{
    static const char *const types[] = {
        [LS_TYPE_STRING] = "string", [LS_TYPE_NUMBER] = "number", [LS_TYPE_BINARY] = "binary"};
    size_t size, max = attribute->max_len;
    const char *fault = type_fault(constant->value, attribute, &size);
    struct diag *diag;

    if (fault != NULL) {
        diag = diag_add(planner->diags, DIAG_constant_type, constant->at,
                        "`%s` is %s %s, and cannot have this value", attribute->name,
                        attribute->format == LS_FORMAT_TIMESTAMP ? "a" : "of type",
                        attribute->format == LS_FORMAT_TIMESTAMP ? "timestamp"
                                                                 : types[attribute->type]);
        diag_hint(diag, "%s", fault);
        return NULL;
    }
    if (attribute->type != LS_TYPE_NUMBER && (size == 0 || size > max)) {
        diag_hint(diag_add(planner->diags, DIAG_constant_type, constant->at,
                           "a key's value has 1 to %zu bytes, and this one %zu", max, size),
                  size == 0 ? "DynamoDB has no empty keys" : "make it shorter");
        return NULL;
    }
    if (table != NULL && !fits_templates(planner, constant, table, attribute))
        return NULL;
    return constant->value->text.ptr;
}

static void add_json(struct text_buf *json, struct text text)
{
    text_putc(json, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        if (c < 0x20)
            text_printf(json, "\\u%04x", c);
        else if (c == '"' || c == '\\')
            text_printf(json, "\\%c", c);
        else
            text_putc(json, (char)c);
    }
    text_putc(json, '"');
}

const char *constant_typed(struct planner *planner, const struct spec_node *constant,
                           const char *name)
{
    const struct doc_node *node = constant->value;
    struct text_buf json;

    if (is_number(node) && !number_is_exact(node->text)) {
        diag_hint(diag_add(planner->diags, DIAG_constant_type, constant->at,
                           "`%s` cannot have this number", name),
                  NUMBER_HINT);
        return NULL;
    }
    if (node->kind == DOC_BOOL)
        return node->integer != 0 ? "{\"BOOL\":true}" : "{\"BOOL\":false}";
    text_buf_init(&json, planner->arena, TEXT_BUF_MAX);
    text_put(&json, is_number(node) ? "{\"N\":" : "{\"S\":");
    add_json(&json, node->text);
    text_putc(&json, '}');
    return json.ptr;
}

/* ---- Order ---- */

/* Base64 in the order of its bytes: the digits by their values, and padding before all. */
static int compare_base64(struct text a, struct text b)
{
    static const char digits[] =
        "=ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < a.len && i < b.len; i++) {
        if (a.ptr[i] != b.ptr[i])
            return strchr(digits, a.ptr[i]) < strchr(digits, b.ptr[i]) ? -1 : 1;
    }
    return (a.len > b.len) - (a.len < b.len);
}

bool constant_is_greater(const struct spec_node *first, const struct spec_node *second,
                         const struct ls_attribute *attribute)
{
    const struct doc_node *a = first->value, *b = second->value;

    if (is_number(a) && is_number(b)) /* of two that a double cannot tell apart, neither is */
        return strtod(a->text.ptr, NULL) > strtod(b->text.ptr, NULL);
    if (a->kind != DOC_TEXT || b->kind != DOC_TEXT)
        return false;
    if (attribute != NULL && attribute->type == LS_TYPE_BINARY)
        return compare_base64(a->text, b->text) > 0;
    if (attribute != NULL && attribute->format == LS_FORMAT_TIMESTAMP)
        return timestamp_compare(a->text, b->text) > 0;
    return text_compare(a->text, b->text) > 0;
}
