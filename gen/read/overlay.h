/*
 * overlay.h - environments that differ: a document and what one of them says otherwise.
 *
 * An overlay is a tree like the document's, of what exists there: in it are fields of the table
 * marked FIELD_PER_ENVIRONMENT, and the records and map entries that lead to them.
 *
 *     tables: { items: { …, billing: on_demand } }
 *     environments: { prod: { tables: { items: { billing: provisioned, capacity: … } } } }
 */
#ifndef LOCKSTEP_OVERLAY_H
#define LOCKSTEP_OVERLAY_H

#include "base/diag.h"
#include "read/schema.h"

/*
 * The document with the overlay in it. Scalars and lists replace, records and maps merge. Nodes
 * keep their places, so that what is wrong with a value of the overlay is reported there when the
 * result is decoded; what an overlay may not hold is reported here and left out. `name` is the
 * environment's, for messages. `base` is a map; it has been decoded, and so reported, before. Time
 * and space: linear in the overlay and in the maps of the document that it reaches.
 */
const struct doc_node *overlay_apply(struct mem_arena *arena, struct diags *diags,
                                     const struct record *root, const struct doc_node *base,
                                     const struct doc_node *overlay, struct text name);

#endif
