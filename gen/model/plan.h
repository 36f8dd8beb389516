/*
 * plan.h - everything derived from a spec, with every name ready: what emitters see, `const`.
 *
 * Lists are in spec order unless their comment says sorted. After plan_build without errors an
 * emitter can fail on memory only.
 */
#ifndef LOCKSTEP_PLAN_H
#define LOCKSTEP_PLAN_H

#include "base/diag.h"
#include "model/spec.h"

/* The logical ids of a template that texts of the spec can refer to, beside those of tables. */
#define PLAN_ENVIRONMENT "Environment" /* the parameter behind ${env} */
#define PLAN_API         "Api"

/*
 * A text for the template. `is_sub`: it holds ${…} for Fn::Sub (and literal ${!…}); otherwise it
 * is the plain text. `ref` is the logical name when the text is exactly one ${Name}: emit Ref.
 */
struct plan_value {
    struct text text;
    bool is_sub;
    const char *ref; /* NULL: none */
};

struct plan_tag {
    struct text name;
    struct plan_value value;
};

struct plan_index {
    const struct spec_index *spec;
    struct text physical_name;
    const struct ls_index *data;
};

struct plan_table {
    const struct spec_table *spec;
    const char *logical_id;          /* "ItemsTable" */
    const char *macro;               /* "LS_TABLE_ITEMS" */
    const char *variable;            /* "LOCKSTEP_TABLE_ITEMS" */
    const char *output_name;         /* "TableName" of the first, "ItemsTableName" of others */
    struct plan_value physical_name; /* text.len == 0: CloudFormation names it */
    struct plan_value name_tag;      /* "tap-items-${Environment}" */
    const struct plan_index *indexes;
    size_t index_count;
    const struct ls_attribute *const *definitions; /* the key attributes of table and indexes, each
                                                      once, sorted by name */
    size_t definition_count;
    const struct ls_table *data;
};

struct plan_route {
    const struct spec_route *spec; /* the line it comes from; several share one with crud */
    struct text key;               /* as API Gateway has it */
    enum ls_method method;         /* LS_METHOD_COUNT: $default */
    struct text path;
    const char *logical_id; /* "RouteGetItemsId"; names.h says why it never changes */
    const struct plan_table *table;
    const struct plan_index *index;
    struct text handler;           /* empty: built in */
    struct position handler_place; /* of `handler:` in the spec, for #line */
    const struct ls_route *data;   /* handler pointer NULL: a name, not code */
};

/* One row of the derived policy: operations on one resource, sorted. */
struct plan_permission {
    const struct plan_table *table;
    const struct plan_index *index; /* NULL: the table's own ARN */
    const char *sid;                /* "ItemsTable", "ItemsTableByDate" */
    uint32_t operations;            /* 1u << enum ls_ddb_operation */
};

/* One line of a statement's condition: "StringEquals": { "aws:RequestedRegion": [ values ] }. */
struct plan_condition {
    struct text operator_name;
    struct text key;
    const struct plan_value *values;
    size_t value_count;
};

struct plan_statement { /* iam.statements, resolved */
    const struct spec_statement *spec;
    const struct plan_value *resources;
    size_t resource_count;
    const struct plan_condition *conditions; /* those of one operator stand together */
    size_t condition_count;
};

struct plan_variable { /* the function's environment, sorted by name */
    struct text name;
    struct plan_value value;
};

struct plan_handler { /* each C function once, sorted */
    struct text name;
    struct position place; /* of the first route that names it */
};

struct plan {
    const struct spec *spec;
    const struct source *source;
    const struct plan_table *tables;
    size_t table_count;
    const struct plan_route *routes;
    size_t route_count;
    const struct plan_permission *permissions; /* by table, then table before indexes */
    size_t permission_count;
    const struct plan_statement *statements;
    size_t statement_count;
    const struct plan_variable *variables;
    size_t variable_count;
    const struct plan_handler *handlers;
    size_t handler_count;
    const struct plan_tag *tags; /* the user's, sorted by name; Name and Environment come beside */
    size_t tag_count;
    const char *contract;             /* 64 hex digits */
    const struct ls_service *service; /* the dispatch data, exactly as routes.c will hold it */
    /* CORS resolved: methods default to those of the routes; NULL text: none. */
    const struct text *cors_methods;
    size_t cors_method_count;
};

/* NULL when there was any error (now or before); diagnostics say which. */
const struct plan *plan_build(struct mem_arena *arena, struct diags *diags,
                              const struct source *source, const struct spec *spec);

#endif
