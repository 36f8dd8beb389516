/*
 * variants.h - from a document to what each environment is to be: overlays put in, decoded, checked
 * and planned. Environments without an overlay are one variant, each other one is another.
 */
#ifndef LOCKSTEP_VARIANTS_H
#define LOCKSTEP_VARIANTS_H

#include "model/plan.h"

/*
 * The plans of all variants, by their first environments; the first plan is that of the first
 * environment. NULL when there was any error, in any of them; diagnostics say which, those that
 * several have in common once. `root` is what yaml_read made of the source.
 */
const struct plan *variants_plan(struct mem_arena *arena, struct diags *diags,
                                 const struct source *source, const struct doc_node *root);

#endif
