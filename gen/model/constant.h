/*
 * constant.h - { const: scalar } as a value of an attribute.
 */
#ifndef LOCKSTEP_CONSTANT_H
#define LOCKSTEP_CONSTANT_H

#include "model/planner.h"

/*
 * The value of an attribute that the table declares, as LS_SOURCE_CONST wants it; NULL after a
 * diagnostic. With a table, the value must fit into those of its templates that have the attribute.
 */
const char *constant_read(struct planner *planner, const struct spec_node *constant,
                          const struct ls_attribute *attribute, const struct ls_table *table);

/* The value of any other attribute, as LS_SOURCE_TYPED wants it: {"N":"5"}; NULL likewise. */
const char *constant_typed(struct planner *planner, const struct spec_node *constant,
                           const char *name);

/*
 * Is the first the greater one, as DynamoDB orders values? Both have been read, for the attribute
 * or, where it is NULL, for none; of different types, they have no order.
 */
bool constant_is_greater(const struct spec_node *first, const struct spec_node *second,
                         const struct ls_attribute *attribute);

/* Is `text` a JSON number that DynamoDB holds: 38 significant digits, 1E-130 to 9.99…E+125? */
bool number_is_exact(struct text text);

#endif
