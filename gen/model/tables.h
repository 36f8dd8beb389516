/*
 * tables.h - the tables of a plan.
 */
#ifndef LOCKSTEP_TABLES_H
#define LOCKSTEP_TABLES_H

#include "model/planner.h"

/* The attributes that the server sets; false when there are none. */
bool table_timestamps(const struct spec_table *table, struct text *created, struct text *updated);
/* As written, or the index's name in the spec. */
const struct spec_text *index_physical_name(const struct spec_index *index);

/*
 * NULL when there is none, after a diagnostic that hints at those there are (unless they could not
 * be read at all, which has been told).
 */
const struct plan_table *find_table(struct planner *planner, const struct spec_text *name);
const struct plan_index *find_index(struct planner *planner, const struct plan_table *table,
                                    struct text name, struct range at);

/* For the warnings unused_table and unused_index. */
void use_table(struct planner *planner, const struct plan_table *table,
               const struct plan_index *index);
void warn_unused(struct planner *planner);

#endif
