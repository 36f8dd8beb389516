/*
 * bindings.h - the key of one route while its attributes are being bound.
 */
#ifndef LOCKSTEP_BINDINGS_H
#define LOCKSTEP_BINDINGS_H

#include "model/routes.h"

struct key_row {
    const struct ls_attribute *attribute;
    bool is_partition;
    bool is_bound;
    enum ls_match match;
    struct ls_source low, high;
    struct range at; /* what binds it */
};

struct key_binder {
    struct route_draft *draft;
    struct key_row rows[LS_MAX_BINDINGS]; /* partition attributes, then sort attributes */
    size_t count, partition_count;
    bool failed; /* there is a diagnostic from which others would only follow */
};

void unbound_attribute(struct planner *planner, struct key_binder *binder,
                       const struct key_row *row);
/* The first index whose key has the attribute; NULL: none. */
const char *index_with(const struct plan_table *table, struct text attribute);

/* lists.c: Query or Scan, and what goes with it. */
void decide_list(struct planner *planner, struct key_binder *binder, struct ls_route *data);

#endif
