/*
 * sources.h - SOURCE: a reference to a part of the request, or a constant.
 */
#ifndef LOCKSTEP_SOURCES_H
#define LOCKSTEP_SOURCES_H

#include "model/routes.h"

/* What wants a value. */
struct value_use {
    const char *option;                   /* "key", "filter", "set" */
    const char *name;                     /* of the attribute */
    const struct ls_attribute *attribute; /* NULL: the table says nothing of it */
    const struct ls_table *table; /* a constant must fit into its templates; NULL: it is no part */
};

/*
 * False after a diagnostic. A path parameter is marked as used in the draft. A constant is
 * LS_SOURCE_CONST for an attribute of the table, else LS_SOURCE_TYPED.
 */
bool source_read(struct planner *planner, struct route_draft *draft,
                 const struct spec_source *source, const struct value_use *use,
                 struct ls_source *out);

/* "claim.sub" taken apart, without a word of what it may be at its place. */
enum reference_fault {
    REFERENCE_GOOD,
    REFERENCE_UNKNOWN, /* of no kind that there is */
    REFERENCE_NAMELESS,
    REFERENCE_BAD_HEADER,
    REFERENCE_UNKNOWN_IAM,
};
enum reference_fault reference_parse(struct mem_arena *arena, struct text ref,
                                     struct ls_source *out);
/* The fault as a diagnostic, whose hint may name the draft's path parameters (NULL: none). */
void report_reference(struct planner *planner, const struct route_draft *draft,
                      const struct spec_text *ref, enum reference_fault fault);

/* Does a list of the route (NULL: any) keep that name of the query for itself? */
bool is_reserved_query(const char *name, const struct spec_route *route);

/*
 * table_sources.c: TYPE.source, once for every table. What table_source gives has the kind
 * LS_SOURCE_NONE when the attribute (one of the table's data) has none, or none that is any good.
 */
void check_table_sources(struct planner *planner);
struct ls_source table_source(const struct planner *planner, const struct plan_table *table,
                              const struct ls_attribute *attribute);

#endif
