/*
 * check.h - the rules between values: what AWS would refuse, and what would surprise.
 */
#ifndef LOCKSTEP_CHECK_H
#define LOCKSTEP_CHECK_H

#include "base/diag.h"
#include "model/spec.h"

/*
 * Only adds diagnostics; never changes the spec. Rules that need routes resolved, or texts with
 * ${…} in them, are plan_build's.
 */
void check_spec(struct mem_arena *arena, struct diags *diags, const struct spec *spec);

/* Its parts, one a file. */
void check_tables(struct mem_arena *arena, struct diags *diags, const struct spec *spec);
void check_indexes(struct mem_arena *arena, struct diags *diags, const struct spec_table *table);
void check_throughput(struct diags *diags, const struct spec_table *table,
                      const struct spec_capacity *capacity, const struct spec_capacity *maximum,
                      const struct spec_capacity *warm);
void check_function(struct diags *diags, const struct spec *spec);
void check_cors(struct mem_arena *arena, struct diags *diags, const struct spec_cors *cors);

#endif
