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
 * is the plain text. `ref` is the logical name when the text is exactly one ${Name}: emit Ref; with
 * `attribute` it is one ${Name.Attribute}: emit Fn::GetAtt.
 */
struct plan_value {
    struct text text;
    bool is_sub;
    const char *ref;       /* NULL: none */
    const char *attribute; /* NULL: none */
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

struct plan_principal { /* of a resource policy: {"AWS": …}, {"Service": …}, or "*" */
    const char *kind;   /* NULL: "*" */
    struct plan_value value;
};

/* One line of a statement's condition: "StringEquals": { "aws:RequestedRegion": [ values ] }. */
struct plan_condition {
    struct text operator_name;
    struct text key;
    const struct plan_value *values;
    size_t value_count;
};

struct plan_statement { /* of iam.statements or of a table's policy, resolved */
    const struct spec_statement *spec;
    const struct plan_principal *principals; /* those of one kind stand together */
    size_t principal_count;
    const struct plan_value *resources;
    size_t resource_count;
    const struct plan_condition *conditions; /* those of one operator stand together */
    size_t condition_count;
};

struct plan_kms_key {
    const struct spec_kms_key *spec;
    const char *logical_id; /* "BooksKey"; of an existing key NULL: it is no resource */
    struct plan_value arn;
    struct plan_value name_tag;
};

struct plan_attribute {             /* what the handler need not know of an attribute */
    struct range at;                /* where it is declared: its name, or that of the part */
    const struct spec_text *source; /* TYPE.source; NULL: none */
};

struct plan_table {
    const struct spec_table *spec;
    const struct plan_attribute *attributes; /* by data->attributes */
    const char *logical_id;                  /* "ItemsTable" */
    const char *macro;                       /* "LS_TABLE_ITEMS" */
    const char *variable;                    /* "LOCKSTEP_TABLE_ITEMS" */
    const char *output_name;         /* "TableName" of the first, "ItemsTableName" of others */
    struct plan_value physical_name; /* text.len == 0: CloudFormation names it */
    struct plan_value name_tag;      /* "tap-items-${Environment}" */
    const struct plan_index *indexes;
    size_t index_count;
    const struct ls_attribute *const *definitions; /* the key attributes of table and indexes, each
                                                      once, sorted by name */
    size_t definition_count;
    bool is_existing;                    /* it is no resource of the stack */
    struct plan_value name;              /* what TableName is at run time: Ref, or the text */
    struct plan_value arn;               /* what a policy has */
    struct plan_value stream_arn;        /* text.len == 0: it has no stream */
    struct plan_value kms_key;           /* ARN of its own key; text.len == 0: none */
    const struct plan_statement *policy; /* its resource policy */
    size_t policy_count;
    const struct ls_table *data;
};

enum plan_auth { PLAN_AUTH_NONE, PLAN_AUTH_IAM, PLAN_AUTH_AUTHORIZER };

struct plan_authorizer {
    const struct spec_authorizer *spec;
    const char *logical_id;            /* "UsersAuthorizer" */
    struct plan_value issuer;          /* jwt */
    const struct plan_value *audience; /* jwt: by spec->audience */
    struct plan_value arn;             /* lambda: of the function */
    const char *const *identity;       /* lambda: "$request.header.authorization" */
    size_t identity_count;
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
    enum plan_auth auth;
    const struct plan_authorizer *authorizer; /* PLAN_AUTH_AUTHORIZER */
};

/* One row of the derived policy: operations on one resource, sorted. */
struct plan_permission {
    const struct plan_table *table;
    const struct plan_index *index; /* NULL: the table's own ARN */
    const char *sid;                /* "ItemsTable", "ItemsTableByDate" */
    uint32_t operations;            /* 1u << enum ls_ddb_operation */
};

struct plan_variable { /* the function's environment, sorted by name */
    struct text name;
    struct plan_value value;
};

struct plan_handler { /* each C function once, sorted */
    struct text name;
    struct position place; /* of the first route that names it */
};

/*
 * What one environment, or several alike, is to be. `environments` that say nothing of their own
 * share one plan; each that does has another, in which nothing differs that is compiled in: the
 * handler is made of the first, the template of all.
 */
struct plan {
    const struct spec *spec;
    const struct source *source;
    const struct text *environments; /* that this plan is for, in spec order */
    size_t environment_count;
    const struct plan *next; /* of other environments; NULL: this is the last */
    const struct plan_kms_key *kms_keys;
    size_t kms_key_count;
    const struct plan_authorizer *authorizers;
    size_t authorizer_count;
    const struct plan_value *decrypts; /* ARNs of the keys that the function must be able to use */
    size_t decrypt_count;
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
    const char *const *resources; /* logical ids of those that come from the spec */
    size_t resource_count;
    const struct plan_tag *tags; /* the user's, sorted by name; Name and Environment come beside */
    size_t tag_count;
    const char *contract;             /* 64 hex digits */
    const struct ls_service *service; /* the dispatch data, exactly as routes.c will hold it */
    /* CORS resolved: methods default to those of the routes; NULL text: none. */
    const struct text *cors_methods;
    size_t cors_method_count;
};

/*
 * NULL when there was any error (now or before); diagnostics say which. Its environments and `next`
 * are the caller's to fill.
 */
struct plan *plan_build(struct mem_arena *arena, struct diags *diags, const struct source *source,
                        const struct spec *spec);

#endif
