/*
 * tables.h - the stack's tables in a local DynamoDB.
 */
#ifndef LOCKSTEP_LOCAL_TABLES_H
#define LOCKSTEP_LOCAL_TABLES_H

#include "local/stack.h"

struct tables_options {
    const char *url;    /* "http://127.0.0.1:8000" */
    const char *remedy; /* what a user does about a table that has another key: a sentence */
    bool is_dynalite;   /* ours, so that what dynalite cannot do is known */
};

/*
 * Creates the tables that are missing and waits until they are active. Those that exist with the
 * same key and indexes are kept with their items; where only global indexes differ, these are made
 * and taken away, and the items are kept as well. Dynalite gets no wide index. Blocks; NULL when
 * all is fine, else a sentence.
 */
const char *tables_create(struct mem_arena *arena, const struct stack *stack,
                          const struct tables_options *options);

#endif
