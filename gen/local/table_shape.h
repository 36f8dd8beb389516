/*
 * table_shape.h - a table as DynamoDB describes it, or as CreateTable wants it: which key, which
 * indexes. Both have the same members.
 */
#ifndef LOCKSTEP_LOCAL_TABLE_SHAPE_H
#define LOCKSTEP_LOCAL_TABLE_SHAPE_H

#include <cjson/cJSON.h>

#include "base/text.h"

/* "HASH id (S)"; the rest as a list: texts that are equal for the same shape in any order. */
const char *table_shape(struct mem_arena *arena, const cJSON *table);
/* The same without global indexes: what cannot change while items are kept. */
const char *table_fixed_shape(struct mem_arena *arena, const cJSON *table);
/* "index by_date HASH customer (S) ALL" */
const char *table_index_shape(struct mem_arena *arena, const cJSON *table, const cJSON *index);
/* The global index of that name; NULL: none. */
const cJSON *table_index(const cJSON *table, const char *name);

/*
 * The request that makes a table of this shape: on demand, since local databases have no capacity.
 * Without the global indexes that `without` names, and the attributes that only these have.
 */
struct text table_request(struct mem_arena *arena, const cJSON *table, const char *name,
                          const char *const *without, size_t without_count);
/*
 * The next request of UpdateTable on the way from the global indexes that are there to those that
 * are wanted (DynamoDB takes one change at a time): what is not wanted goes first. Empty: none.
 */
struct text table_update(struct mem_arena *arena, const cJSON *there, const cJSON *wanted);

#endif
