/*
 * table_attributes.h - the attributes of a table as the handler is to know them.
 */
#ifndef LOCKSTEP_TABLE_ATTRIBUTES_H
#define LOCKSTEP_TABLE_ATTRIBUTES_H

#include "model/attributes.h"
#include "model/planner.h"

/*
 * Fills attributes, key_count and attribute_count of `data`, and attributes and definitions of
 * `plan`; definitions are in the order of `keys`. Of a template that is none there is what could be
 * read: the checks have told of the rest.
 */
void plan_attributes(struct planner *planner, struct plan_table *plan, struct ls_table *data,
                     struct key_attributes keys);

#endif
