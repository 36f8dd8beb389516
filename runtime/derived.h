/*
 * derived.h - a table's declared attributes while an item is written: which belong to its key,
 * which are derived of others, and what is known of their values.
 */
#ifndef LS_DERIVED_H
#define LS_DERIVED_H

#include "bind.h"

/*
 * The leaves of the table's key as indexes of table->attributes: its plain attributes, and the
 * parts of its derived ones, each once, in the key's order. Returns how many.
 */
size_t ls_key_leaves(const struct ls_table *table, uint8_t leaves[LS_MAX_BINDINGS]);

/* LS_BAD_PARAMETER, "sk is made of room, sent": a client may not write a derived attribute. */
enum ls_status ls_derived_refuse(struct ls_context *context, const struct ls_table *table,
                                 const struct ls_attribute *attribute);
/*
 * LS_BAD_PARAMETER, "room needs sent as well": an index's derived attribute is written anew from
 * all of its parts or not at all. Indexes of table->attributes.
 */
enum ls_status ls_derived_incomplete(struct ls_context *context, const struct ls_table *table,
                                     uint8_t given, const uint8_t *missing, size_t count);

/*
 * The derived attribute's value, composed of `values` (key values by index of table->attributes;
 * NULL ptr: not known). NULL ptr when a part is not known. LS_BAD_PARAMETER for a part that the
 * template cannot hold; LS_NO_MEMORY.
 */
enum ls_status ls_derived_value(struct ls_context *context, const struct ls_table *table,
                                const struct ls_attribute *attribute, const struct ls_str *values,
                                struct ls_str *value);

#endif
