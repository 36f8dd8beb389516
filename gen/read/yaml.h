/*
 * yaml.h - libyaml behind one function; yaml.c is the only file that includes <yaml.h>.
 *
 * Bounds: SOURCE_MAX_BYTES, depth 32, 100,000 nodes after aliases are expanded. Refused with a
 * diagnostic of their own: duplicate keys, several documents, merge keys, tags, anchors that are
 * never used, keys that are no scalars, bytes that are no UTF-8. libyaml's own messages are
 * replaced by what people usually did wrong (the table at the end of the spec language).
 */
#ifndef LOCKSTEP_YAML_H
#define LOCKSTEP_YAML_H

#include "base/diag.h"
#include "read/doc.h"

/* NULL when the text could not be read as a tree at all; errors are in diags. */
const struct doc_node *yaml_read(struct mem_arena *arena, const struct source *source,
                                 struct diags *diags);

#endif
