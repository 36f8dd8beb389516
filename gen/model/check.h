/*
 * check.h - the rules between values: what AWS would refuse, and what would surprise.
 */
#ifndef LOCKSTEP_CHECK_H
#define LOCKSTEP_CHECK_H

#include "base/diag.h"
#include "model/attributes.h"

/*
 * The spec as it is in each environment; those without an overlay of their own share one. What one
 * of them needs is no mistake in another, where it has no effect.
 */
struct spec_variants {
    const struct spec *const *items;
    size_t count;
};

/*
 * Only adds diagnostics; never changes the spec, which is one of the variants. Rules that need
 * routes resolved, or texts with ${…} in them, are plan_build's.
 */
void check_spec(struct mem_arena *arena, struct diags *diags, const struct spec *spec,
                const struct spec_variants *variants);

/* What a table is in one environment or another. */
struct table_forms {
    bool existing;               /* a table outside of the stack */
    bool own;                    /* one of the stack; then it is in some environment: */
    bool provisioned, on_demand; /* paid so */
    bool recoverable;            /* with point-in-time recovery */
};
struct table_forms table_forms(const struct spec_variants *variants, const struct spec *spec,
                               size_t position);

/* Its parts, one a file. */
void check_tables(struct mem_arena *arena, struct diags *diags, const struct spec *spec,
                  const struct spec_variants *variants);
void check_table_options(struct diags *diags, const struct spec_table *table,
                         const struct table_forms *forms);
void check_attribute(struct diags *diags, const struct spec_attribute *attribute);
void check_index_attribute(struct diags *diags, const struct spec_attribute *attribute);
void check_templates(struct mem_arena *arena, struct diags *diags, const struct spec_table *table,
                     struct key_attributes attributes);
void check_indexes(struct mem_arena *arena, struct diags *diags, const struct spec_table *table,
                   const struct table_forms *forms);
/* `index` NULL: of the table. */
void check_throughput(struct diags *diags, const struct table_forms *forms,
                      const struct spec_table *table, const struct spec_index *index);
void check_function(struct diags *diags, const struct spec *spec);
void check_cors(struct mem_arena *arena, struct diags *diags, const struct spec_cors *cors);

/* For messages: "string", and where the type is written, or else the attribute. */
const char *attribute_type_name(enum ls_attribute_type type);
struct range attribute_type_place(const struct spec_attribute *attribute);

#endif
