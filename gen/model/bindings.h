/*
 * bindings.h - the key of one route while the attributes that hold its values are being bound.
 */
#ifndef LOCKSTEP_BINDINGS_H
#define LOCKSTEP_BINDINGS_H

#include "model/matches.h"

struct key_row {
    const struct ls_attribute *attribute; /* never a derived one: its parts have rows */
    bool is_partition;
    bool is_bound;
    struct match match;
    struct range at;                /* what binds it */
    const struct spec_text *source; /* TYPE.source, where that binds it */
};

struct key_binder {
    struct route_draft *draft;
    /* Partition attributes, then sort attributes; each derived one as its parts, and nothing twice.
     */
    struct key_row rows[LS_MAX_BINDINGS];
    size_t count, partition_count;
    /* The rows of the sort attributes, and again where a part stands in another template too. */
    struct key_row *sort[LS_MAX_BINDINGS];
    size_t sort_count;
};

void unbound_attribute(struct planner *planner, struct key_binder *binder,
                       const struct key_row *row);
/* The row of the attribute with that name; NULL: none. */
struct key_row *key_row(struct key_binder *binder, struct text name);
/* The first index whose key holds the attribute; NULL: none. */
const char *index_with(const struct plan_table *table, struct text attribute);

/* lists.c: Query or Scan, and what goes with it. */
void decide_list(struct planner *planner, struct key_binder *binder, struct ls_route *data);

/* isolation.c: a list must not read what the sources of the table's key keep apart. */
void check_isolation(struct planner *planner, struct key_binder *binder);

#endif
