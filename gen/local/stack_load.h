/*
 * stack_load.h - what the parts of stack_load share: one file a group of resources.
 */
#ifndef LOCKSTEP_LOCAL_STACK_LOAD_H
#define LOCKSTEP_LOCAL_STACK_LOAD_H

#include "local/resolve.h"
#include "local/stack.h"

#define TABLE_VARIABLE "LOCKSTEP_TABLE_" /* begins the variables that hold a table's name */

struct loader {
    struct resolver resolver; /* its template is specialised already */
    struct mem_arena *arena;
    struct stack *stack;
};

const cJSON *loader_resources(const struct loader *loader);
bool loader_is_type(const cJSON *resource, const char *type); /* "AWS::DynamoDB::Table" */
size_t loader_count(const struct loader *loader, const char *type);
/* "Resources.ID.Properties.PROPERTY", for resolve_fail. */
const char *loader_place(const struct loader *loader, const cJSON *resource, const char *property);
bool loader_is_true(const cJSON *value); /* true, or its text */
/* The texts of a list; none when `list` is NULL. */
bool loader_list(struct loader *loader, const cJSON *list, const char *place, struct ls_str **items,
                 size_t *count);

/* Each fills its part of the stack; false, with the resolver's problem set. */
bool load_routes(struct loader *loader); /* with their authorizers */
bool load_tables(struct loader *loader); /* the function's variables are known */

#endif
