/*
 * table_copy.h - other global indexes for a table of dynalite, which cannot change those that it
 * has: the table is made anew, and its items are carried over by way of a second table.
 *
 * At every moment one of the two tables has all items. Whatever ends us on the way, the next start
 * goes on from there: the second table has the new indexes, so as long as the first one has others
 * it is the one that counts.
 */
#ifndef LOCKSTEP_LOCAL_TABLE_COPY_H
#define LOCKSTEP_LOCAL_TABLE_COPY_H

#include "local/database.h"

/* Ends what an earlier start has begun. NULL, or a sentence on what is wrong. */
const char *table_copy_resume(struct database *database, const char *name);
/*
 * `wanted`: as CreateTable takes it, for the table of that name. Likewise; the table is as it was
 * then, or the next start ends what this one has begun.
 */
const char *table_copy(struct database *database, const char *name, const cJSON *wanted);

#endif
