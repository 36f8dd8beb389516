/*
 * keys.c - key attributes of leaves: composed where they are whole, enclosed where a range of a
 * part leaves them open.
 *
 * DynamoDB compares strings by their UTF-8 bytes. Where a literal L stands behind a part p, items
 * sort by p + L + what follows, and that is not p's own order: "a" sorts behind "a!" if L is "#",
 * because 0x23 is greater than 0x21. A range of p is therefore not always one range of the derived
 * attribute. What is written here encloses it, whatever the parts hold, and says whether it holds
 * more than the range; each bound below has its reason beside it. Two facts carry them all:
 *
 *  - No part holds its L, and no item of the template's form is equal to a text that ends in a
 *    literal whose last character was replaced: so "the text, and all that begins with it" is
 *    BETWEEN the text AND its successor, although BETWEEN is inclusive.
 *  - All times have the same length. None begins another one, and their order is not disturbed.
 */
#include "keys.h"

#include "template.h"

#define TOO_LONG "is too long for a key"

/* The rows of a template's parts. */
struct leaves {
    const struct ls_bound *rows[LS_MAX_PARTS]; /* NULL: there is none */
    struct ls_str values[LS_MAX_PARTS];        /* of those that are equal to one */
    size_t equal;                              /* so many of the first have a value */
};

static bool is_equal(const struct ls_bound *row)
{
    return row != NULL && row->match == LS_MATCH_EQUALS && row->low.ptr != NULL;
}

static void find_leaves(const struct ls_table *table, const struct ls_template *template,
                        const struct ls_bindings *bindings, struct leaves *leaves)
{
    leaves->equal = 0;
    for (size_t i = 0; i < template->part_count; i++) {
        const struct ls_bound *row = ls_bind_row(bindings, &table->attributes[template->parts[i]]);

        leaves->rows[i] = row;
        leaves->values[i] = is_equal(row) ? row->low : ls_str(NULL, 0);
        if (leaves->values[i].ptr != NULL && leaves->equal == i)
            leaves->equal++;
    }
}

/* What is wrong with one end of the row is told to whoever gave it. */
static enum ls_status blame(struct ls_context *context, const struct ls_request *request,
                            const struct ls_bindings *bindings, const struct ls_bound *row,
                            bool is_high, const char *problem)
{
    const struct ls_binding *binding = &request->route->bindings[row - bindings->rows];

    return ls_bind_refuse(context, is_high ? &binding->high : &binding->low, problem);
}

/* The derived text in front of part `count`. */
static enum ls_status compose(struct ls_context *context, const struct ls_request *request,
                              const struct ls_attribute *attribute,
                              const struct ls_bindings *bindings, const struct leaves *leaves,
                              size_t count, struct ls_str *text)
{
    const char *problem;
    size_t part;
    enum ls_status status =
        ls_template_compose(attribute->template, leaves->values, count, attribute->max_len,
                            context->arena, text, &part, &problem);

    if (status == LS_BAD_VALUE)
        return blame(context, request, bindings, leaves->rows[part], false, problem);
    return status == LS_OK ? LS_OK : ls_fail(&context->error, status, NULL, NULL);
}

enum ls_status ls_key_value(struct ls_context *context, const struct ls_request *request,
                            const struct ls_attribute *attribute,
                            const struct ls_bindings *bindings, struct ls_str *value)
{
    const struct ls_template *template = attribute->template;
    struct leaves leaves;

    if (template == NULL) {
        const struct ls_bound *row = ls_bind_row(bindings, attribute);

        *value = is_equal(row) ? row->low : ls_str(NULL, 0);
        return LS_OK;
    }
    *value = ls_str(NULL, 0);
    find_leaves(request->route->table, template, bindings, &leaves);
    if (leaves.equal < template->part_count)
        return LS_OK;
    return compose(context, request, attribute, bindings, &leaves, leaves.equal, value);
}

static bool begins_with(struct ls_str text, struct ls_str prefix)
{
    return text.len >= prefix.len &&
           (prefix.len == 0 || memcmp(text.ptr, prefix.ptr, prefix.len) == 0);
}

/* Of the parts from `first` on. */
static bool parts_match(const struct ls_template *template, const struct leaves *leaves,
                        size_t first, struct ls_str value)
{
    struct ls_str parts[LS_MAX_PARTS];
    bool is_parsed = false;

    for (size_t i = first; i < template->part_count; i++) {
        if (leaves->values[i].ptr == NULL)
            continue;
        if (!is_parsed && !ls_template_parse(template, value, parts))
            return false;
        is_parsed = true;
        if (!ls_str_equal(parts[i], leaves->values[i]))
            return false;
    }
    return true;
}

enum ls_status ls_key_matches(struct ls_context *context, const struct ls_request *request,
                              const struct ls_attribute *attribute,
                              const struct ls_bindings *bindings, struct ls_str value,
                              bool *matches)
{
    struct leaves leaves;
    struct ls_str prefix = {"", 0};
    enum ls_status status = LS_OK;

    if (attribute->template == NULL) {
        const struct ls_bound *row = ls_bind_row(bindings, attribute);

        *matches = !is_equal(row) || ls_str_equal(row->low, value);
        return LS_OK;
    }
    find_leaves(request->route->table, attribute->template, bindings, &leaves);
    if (leaves.equal > 0)
        status = compose(context, request, attribute, bindings, &leaves, leaves.equal, &prefix);
    *matches = status == LS_OK && begins_with(value, prefix) &&
               parts_match(attribute->template, &leaves, leaves.equal, value);
    return status;
}

/* ---- the range of one part ---- */

struct range {
    struct ls_arena *arena;
    const struct ls_bound *row; /* of the part */
    struct ls_str prefix;       /* what stands in front of the part */
    struct ls_str literal;      /* what stands behind it; empty: it is the last */
    size_t max_len;
    bool is_time; /* all values of the part have one length */
    bool is_wide; /* the condition holds more than the range */
    bool is_high; /* the end that is being written is the upper one */
};

/*
 * The prefix, the value, and what stands behind it; with `next`, the text's last character, which
 * is then a literal's, is replaced by the next one. LS_BAD_VALUE: no key is that long.
 */
static enum ls_status join(const struct range *range, struct ls_str value, struct ls_str behind,
                           bool next, struct ls_str *joined)
{
    size_t len = range->prefix.len + value.len + behind.len;
    char *text;

    if (len > range->max_len)
        return LS_BAD_VALUE;
    text = ls_arena_alloc(range->arena, len);
    if (text == NULL)
        return LS_NO_MEMORY;
    if (range->prefix.len > 0)
        memcpy(text, range->prefix.ptr, range->prefix.len);
    if (value.len > 0)
        memcpy(text + range->prefix.len, value.ptr, value.len);
    if (behind.len > 0)
        memcpy(text + range->prefix.len + value.len, behind.ptr, behind.len);
    if (next)
        text[len - 1]++;
    *joined = ls_str(text, len);
    return LS_OK;
}

/*
 * Where a shorter part that begins the value could sort behind it: the first byte, but not the
 * value's own first because no part is empty, at which the literal is as great or greater. The
 * length of the value when there is none.
 */
static size_t find_low_byte(const struct range *range, struct ls_str value)
{
    for (size_t i = 1; i < value.len; i++) {
        if ((unsigned char)value.ptr[i] <= (unsigned char)range->literal.ptr[0])
            return i;
    }
    return value.len;
}

static bool has_low_byte(const struct range *range, struct ls_str value)
{
    return range->literal.len > 0 && !range->is_time && find_low_byte(range, value) < value.len;
}

/* >= low. A part that is not less is not less with something behind it. */
static enum ls_status bound_from(struct range *range, struct ls_str *bound)
{
    struct ls_str low = range->row->low;

    /* Of the lesser parts, only such as begin `low` can be in front of it and sort behind it. */
    range->is_wide = has_low_byte(range, low);
    return join(range, low, LS_STR(""), false, bound);
}

/* > low, where something bounds the other end, so that DynamoDB's own > can't be had. */
static enum ls_status bound_after(struct range *range, struct ls_str *bound)
{
    struct ls_str low = range->row->low;

    if (range->literal.len == 0 && range->prefix.len + low.len < range->max_len)
        return join(range, low, ls_str("", 1), false, bound); /* the next text of all */
    if (range->literal.len > 0 && range->is_time)
        return join(range, low, range->literal, true, bound);
    /* A greater part that `low` begins may sort in front of it, so it cannot be left out here. */
    range->is_wide = true;
    return join(range, low, LS_STR(""), false, bound);
}

/* Of the lesser parts that begin `high`, the first that sorts behind it is the last of all. */
static enum ls_status bound_beginning(struct range *range, struct ls_str *bound)
{
    struct ls_str high = range->row->high;

    range->is_wide = true;
    return join(range, ls_str(high.ptr, find_low_byte(range, high)), ls_str(range->literal.ptr, 1),
                true, bound);
}

/* <= high */
static enum ls_status bound_to(struct range *range, struct ls_str *bound)
{
    struct ls_str high = range->row->high;

    if (range->literal.len == 0)
        return join(range, high, LS_STR(""), false, bound);
    if (has_low_byte(range, high))
        return bound_beginning(range, bound);
    /* A greater part that `high` begins may sort in front of what follows `high`. */
    range->is_wide = !range->is_time;
    return join(range, high, range->literal, true, bound);
}

/* < high, where something bounds the other end */
static enum ls_status bound_before(struct range *range, struct ls_str *bound)
{
    struct ls_str high = range->row->high;

    if (has_low_byte(range, high))
        return bound_beginning(range, bound);
    /* Without a literal the part itself is equal to the bound, and BETWEEN takes it in. */
    range->is_wide = range->literal.len == 0;
    return join(range, high, LS_STR(""), false, bound);
}

/* begins_with says it, unless the text runs into the literal: "a#" begins "a##…", if L is "##". */
static enum ls_status bound_prefix(struct range *range, struct ls_str *bound)
{
    struct ls_str text = range->row->low;

    for (size_t len = 1; len < range->literal.len && len <= text.len; len++) {
        if (memcmp(text.ptr + text.len - len, range->literal.ptr, len) == 0)
            range->is_wide = true;
    }
    return join(range, text, LS_STR(""), false, bound);
}

/* Both ends; one that is open is the prefix's own. */
static enum ls_status bound_range(struct range *range, struct ls_key_condition *condition)
{
    const struct ls_bound *row = range->row;
    enum ls_status status = LS_OK;

    condition->match = LS_MATCH_BETWEEN;
    if (row->low.ptr != NULL)
        status = row->match == LS_MATCH_AFTER ? bound_after(range, &condition->low)
                                              : bound_from(range, &condition->low);
    else if (range->prefix.len > 0)
        condition->low = range->prefix;
    if (status != LS_OK)
        return status;
    range->is_high = true;
    if (row->high.ptr != NULL)
        return row->match == LS_MATCH_BEFORE ? bound_before(range, &condition->high)
                                             : bound_to(range, &condition->high);
    if (range->prefix.len > 0)
        return join(range, LS_STR(""), LS_STR(""), true, &condition->high);
    return LS_OK;
}

static enum ls_status enclose(struct range *range, struct ls_key_condition *condition)
{
    const struct ls_bound *row = range->row;
    enum ls_status status;

    if (row->match == LS_MATCH_PREFIX) {
        condition->match = LS_MATCH_PREFIX;
        status = bound_prefix(range, &condition->low);
    } else if (range->prefix.len == 0 && range->literal.len == 0) {
        /* The part is the whole. */
        condition->match = row->match;
        condition->low = row->low;
        condition->high = row->high;
        status = LS_OK;
    } else {
        status = bound_range(range, condition);
    }
    if (range->is_wide)
        condition->exact = row;
    return status;
}

/* ---- the condition ---- */

static bool is_bound(const struct ls_bound *row)
{
    return row != NULL && (row->low.ptr != NULL || row->high.ptr != NULL);
}

static enum ls_status derived_condition(struct ls_context *context,
                                        const struct ls_request *request,
                                        const struct ls_attribute *attribute,
                                        const struct ls_bindings *bindings,
                                        struct ls_key_condition *condition)
{
    const struct ls_template *template = attribute->template;
    const struct ls_bound *row;
    struct ls_str prefix, literal;
    struct leaves leaves;
    struct range range;
    enum ls_status status;

    find_leaves(request->route->table, template, bindings, &leaves);
    status = compose(context, request, attribute, bindings, &leaves, leaves.equal, &prefix);
    if (status != LS_OK)
        return status;
    row = leaves.equal < template->part_count ? leaves.rows[leaves.equal] : NULL;
    if (!is_bound(row)) {
        condition->match = leaves.equal == template->part_count ? LS_MATCH_EQUALS : LS_MATCH_PREFIX;
        if (prefix.len > 0)
            condition->low = prefix;
        return LS_OK;
    }
    literal = ls_str_of(template->literals[leaves.equal + 1]);
    range = (struct range){
        .arena = context->arena,
        .row = row,
        .prefix = prefix,
        .literal = literal,
        .max_len = attribute->max_len,
        .is_time = row->attribute->format == LS_FORMAT_TIMESTAMP,
    };
    if (row->match == LS_MATCH_PREFIX && literal.len > 0 &&
        memmem(row->low.ptr, row->low.len, literal.ptr, literal.len) != NULL) {
        /* No part begins like that, and composing it says why. */
        leaves.values[leaves.equal] = row->low;
        return compose(context, request, attribute, bindings, &leaves, leaves.equal + 1, &prefix);
    }
    status = enclose(&range, condition);
    if (status == LS_BAD_VALUE)
        return blame(context, request, bindings, row, range.is_high, TOO_LONG);
    return status == LS_OK ? LS_OK : ls_fail(&context->error, status, NULL, NULL);
}

enum ls_status ls_key_condition(struct ls_context *context, const struct ls_request *request,
                                const struct ls_attribute *attribute,
                                const struct ls_bindings *bindings,
                                struct ls_key_condition *condition)
{
    const struct ls_bound *row;

    *condition = (struct ls_key_condition){.match = LS_MATCH_EQUALS};
    if (attribute->template != NULL)
        return derived_condition(context, request, attribute, bindings, condition);
    row = ls_bind_row(bindings, attribute);
    if (!is_bound(row))
        return LS_OK;
    condition->match = row->match;
    condition->low = row->low;
    condition->high = row->high;
    return LS_OK;
}
