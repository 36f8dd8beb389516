/*
 * stack.h - what a template makes, as far as it can be made here: routes and who may call them,
 * CORS, the function and its settings, tables. Nothing about the service comes from anywhere else,
 * so that what runs here is what a deployment gives.
 */
#ifndef LOCKSTEP_LOCAL_STACK_H
#define LOCKSTEP_LOCAL_STACK_H

#include "base/text.h"
#include "local/authorize.h"
#include "local/cors.h"

struct stack_table {
    const char *name;   /* in DynamoDB */
    const char *create; /* the request of CreateTable, JSON */
    bool expires;       /* it has a time to live */
    const char **wide;  /* indexes with several partition or sort attributes */
    size_t wide_count;
};

struct stack_variable {
    const char *name, *value;
};

struct stack_function {
    const char *name, *handler;
    const char *log_format; /* JSON or Text */
    const char *log_level;  /* NULL: none set */
    const char *log_group;
    int memory_mb, timeout_s;
    const struct stack_variable *variables;
    size_t variable_count;
};

struct stack {
    const char *environment;
    struct ls_service routes;       /* route keys, parameters and look-up; no actions */
    const struct route_auth *auth;  /* by routes.routes */
    const struct cors *cors;        /* NULL: none configured */
    int64_t integration_timeout_ms; /* the gateway's patience */
    struct stack_function function;
    const struct stack_table *tables;
    size_t table_count;
    /* Those of the function's variables whose table is not one of these. */
    const struct stack_variable *foreign_tables;
    size_t foreign_table_count;
    const char *const *transactions; /* keys of the routes that need transactions */
    size_t transaction_count;
};

/*
 * `environment`: value of the template's parameter Environment, NULL for its default. Everything
 * lives in the arena. NULL when it is fine, else a sentence that begins with the place in the
 * template.
 */
const char *stack_load(struct stack *stack, struct mem_arena *arena, struct text template_json,
                       const char *environment);

#endif
