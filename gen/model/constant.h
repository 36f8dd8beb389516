/*
 * constant.h - { const: scalar } as a value of a key attribute.
 */
#ifndef LOCKSTEP_CONSTANT_H
#define LOCKSTEP_CONSTANT_H

#include "model/planner.h"

/* The value's text as struct ls_source wants it; NULL after a diagnostic. */
const char *constant_read(struct planner *planner, const struct spec_node *constant,
                          const struct ls_attribute *attribute, bool is_partition);

/* Is `text` a JSON number that DynamoDB holds: 38 significant digits, 1E-130 to 9.99…E+125? */
bool number_is_exact(struct text text);

#endif
