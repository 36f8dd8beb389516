/*
 * database.h - calls of the local DynamoDB, before anything is served, over the runtime's own
 * client. Each blocks.
 */
#ifndef LOCKSTEP_LOCAL_DATABASE_H
#define LOCKSTEP_LOCAL_DATABASE_H

#include <cjson/cJSON.h>

#include "base/text.h"
#include "lockstep.h"

struct database;

/* The arena closes it. `url`: "http://127.0.0.1:8000". NULL, or a sentence on what is wrong. */
const char *database_open(struct mem_arena *arena, const char *url, struct database **database);
struct mem_arena *database_arena(const struct database *database);
const char *database_url(const struct database *database);

/* `operation` is the wire name; *reply is valid until the next call. */
enum ls_status database_call(struct database *database, const char *operation, struct ls_str body,
                             struct ls_str *reply);
/* A sentence on the call that has just ended so. */
const char *database_problem(const struct database *database, const char *operation,
                             const char *table, enum ls_status status);
/* The same call and what is wrong with it in one: NULL when it is fine. */
const char *database_do(struct database *database, const char *operation, const char *table,
                        struct text body);

/* A JSON text in the arena's keeping; NULL when it is none. */
cJSON *database_parse(struct database *database, struct ls_str text);
/* *table: its description, NULL when there is no such table. NULL, or what is wrong. */
const char *database_describe(struct database *database, const char *name, const cJSON **table);
/* Until the table and its indexes are active, or (`gone`) the table has vanished. */
const char *database_wait(struct database *database, const char *name, bool gone);

#endif
