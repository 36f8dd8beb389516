/*
 * routes_c.h - what the files that write routes.c and routes.h share.
 */
#ifndef LOCKSTEP_ROUTES_C_H
#define LOCKSTEP_ROUTES_C_H

#include "emit/cwriter.h"
#include "model/plan.h"

/*
 * The spec's name without its folder: what comments and #line say, so that the bytes do not depend
 * on where the spec lies or where the command runs.
 */
struct text routes_spec_name(const struct plan *plan);
/* The first comment of both files. */
void routes_head(struct c_writer *w, const struct plan *plan);

const char *routes_literal(struct c_writer *w, const char *text); /* c_literal of a C string */

/*
 * "&ls_tables[LS_TABLE_ITEMS]", "&ls_items_indexes[0]", "&ls_items_attributes[0]"; behind a number
 * comes a comment with the name.
 */
const char *routes_table_ref(struct c_writer *w, const struct plan *plan,
                             const struct ls_table *table);
const char *routes_index_ref(struct c_writer *w, const struct plan *plan,
                             const struct ls_table *table, const struct ls_index *index);
const char *routes_attribute_ref(struct c_writer *w, const struct plan *plan,
                                 const struct ls_table *table,
                                 const struct ls_attribute *attribute);

/* The parts of routes.c, in its order. */
void routes_tables(struct c_writer *w, const struct plan *plan);
void routes_rows(struct c_writer *w, const struct plan *plan);
void routes_lookup(struct c_writer *w, const struct plan *plan);

#endif
