/*
 * placeholders.h - the names and values of one request's expressions.
 *
 * An expression is written piece by piece into the request; wherever a name or a value belongs,
 * its placeholder (#0, :0 …) is written and the name or value kept, until all expressions stand
 * and both maps are written at once. Nothing of a client's, and no reserved word, is ever part of
 * an expression.
 */
#ifndef LS_PLACEHOLDERS_H
#define LS_PLACEHOLDERS_H

#include "bind.h"

/* Keys, filters (two ends, each as text and as number) and fields of one list fit. */
#define LS_PLACEHOLDER_NAMES  (LS_MAX_FIELDS + LS_MAX_BINDINGS + LS_MAX_FILTERS + 16)
#define LS_PLACEHOLDER_VALUES (2 * LS_MAX_BINDINGS + 8 * LS_MAX_FILTERS + 8)

struct ls_placeholder_value {
    const struct ls_attribute *attribute; /* NULL: `value` is typed JSON already, {"S":"open"} */
    struct ls_str value;
};

struct ls_placeholders {
    size_t name_count, value_count;
    struct ls_str names[LS_PLACEHOLDER_NAMES];
    struct ls_placeholder_value values[LS_PLACEHOLDER_VALUES];
    bool overflow; /* there were more: a mistake of this program */
};

/* What follows is appended to `out`. The slices that are given live until ls_placeholders_end. */
void ls_placeholders_begin(struct ls_placeholders *placeholders);
/* "#3"; a name that was there before has the placeholder that it had. */
void ls_placeholders_name(struct ls_placeholders *placeholders, struct ls_buf *out,
                          struct ls_str name);
/* ":3", for a key value of the attribute, or for typed JSON. */
void ls_placeholders_value(struct ls_placeholders *placeholders, struct ls_buf *out,
                           const struct ls_attribute *attribute, struct ls_str value);
void ls_placeholders_typed(struct ls_placeholders *placeholders, struct ls_buf *out,
                           struct ls_str typed);
/*
 * ,"ExpressionAttributeNames":{…},"ExpressionAttributeValues":{…}; without names or values the
 * member is left out, because DynamoDB takes no empty one. LS_INTERNAL after an overflow.
 */
enum ls_status ls_placeholders_end(const struct ls_placeholders *placeholders, struct ls_buf *out,
                                   struct ls_error *error);

#endif
