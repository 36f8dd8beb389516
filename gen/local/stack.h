/*
 * stack.h - what a template makes, as far as it can be made here: routes, CORS, the function and
 * its settings, tables. Nothing about the service comes from anywhere else, so that what runs
 * here is what a deployment gives.
 */
#ifndef LOCKSTEP_LOCAL_STACK_H
#define LOCKSTEP_LOCAL_STACK_H

#include "base/text.h"
#include "local/cors.h"

struct stack_table {
    const char *name;   /* in DynamoDB */
    const char *create; /* the request of CreateTable, JSON */
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
    const struct cors *cors;        /* NULL: none configured */
    int64_t integration_timeout_ms; /* the gateway's patience */
    struct stack_function function;
    const struct stack_table *tables;
    size_t table_count;
};

/*
 * `environment`: value of the template's parameter Environment, NULL for its default. Everything
 * lives in the arena. NULL when it is fine, else a sentence that begins with the place in the
 * template.
 */
const char *stack_load(struct stack *stack, struct mem_arena *arena, struct text template_json,
                       const char *environment);

#endif
