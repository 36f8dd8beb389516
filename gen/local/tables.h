/*
 * tables.h - the stack's tables in a local DynamoDB.
 */
#ifndef LOCKSTEP_LOCAL_TABLES_H
#define LOCKSTEP_LOCAL_TABLES_H

#include "local/stack.h"

/*
 * Creates the tables that are missing and waits until they are active; those that exist with the
 * same key and indexes are kept with their items. `url`: "http://127.0.0.1:8000". `remedy`: what
 * a user does about a table that exists with others, the end of a sentence. Blocks; NULL when all
 * is fine, else a sentence.
 */
const char *tables_create(struct mem_arena *arena, const struct stack *stack, const char *url,
                          const char *remedy);

#endif
