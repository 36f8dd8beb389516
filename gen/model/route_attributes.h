/*
 * route_attributes.h - what a table says of an attribute that a route names.
 */
#ifndef LOCKSTEP_ROUTE_ATTRIBUTES_H
#define LOCKSTEP_ROUTE_ATTRIBUTES_H

#include "model/planner.h"

/* The attribute of a key, of an index or of a template; NULL: the table says nothing of it. */
const struct ls_attribute *attribute_declared(const struct ls_table *table, struct text name);

/* Is it one of the key attributes of the table, or of the index unless that is NULL? */
bool is_key_attribute(const struct ls_table *table, const struct ls_index *index, struct text name);
/* The same of the attributes that hold the key's values: parts stand for a derived attribute. */
bool is_key_leaf(const struct ls_table *table, const struct ls_index *index, struct text name);
/* Is `name` a part of the derived attribute? */
bool is_part(const struct ls_table *table, const struct ls_attribute *derived, struct text name);

/* Does the index project all attributes? */
bool holds_everything(const struct plan_index *index);
/* Does a read of the index (NULL: of the table) see the attribute? */
bool is_projected(const struct plan_table *table, const struct plan_index *index, struct text name);

/* True after a diagnostic: the name is that of a derived attribute. */
bool refuse_derived(struct planner *planner, const struct plan_table *table,
                    const struct spec_text *name);

#endif
