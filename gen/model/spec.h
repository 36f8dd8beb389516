/*
 * spec.h - the spec as the user wrote it: typed, located, nothing derived. spec_schema.c has the
 * one table that maps keys to these members; the two change together.
 */
#ifndef LOCKSTEP_SPEC_H
#define LOCKSTEP_SPEC_H

#include "abi.h"
#include "read/schema.h"

/* Typed access to a struct spec_list: SPEC_EACH(struct spec_table, table, &spec->tables) { … } */
#define SPEC_EACH(type_, item_, list_)                                                             \
    for (type_ *item_ = (list_)->items,                                                            \
               *item_##_end = (list_)->count == 0 ? item_ : item_ + (list_)->count;                \
         item_ != item_##_end; item_++)

struct spec_pair { /* map of scalars: tags, environment, grants … */
    struct spec_text name;
    struct spec_text value;
};

/* ---- tables ---- */

struct spec_generate { /* shorthand kind */
    struct range at;
    struct spec_enum kind; /* enum ls_generate; set only when written */
    struct spec_int length;
};

struct spec_attribute { /* TYPE; shorthand type */
    struct spec_text name;
    struct range at;
    struct spec_enum type; /* enum ls_attribute_type */
    struct spec_generate generate;
    struct spec_text source;       /* a reference, such as "claim.sub" */
    struct spec_text key_template; /* "room#{room}" */
    struct spec_list parts; /* of the template, struct spec_attribute; without template and parts */
    struct spec_enum format; /* enum ls_format */
};

struct spec_key {
    struct range at;
    struct spec_list partition; /* struct spec_attribute, exactly one */
    struct spec_list sort;      /* at most one */
};

struct spec_throughput { /* maximum or warm units */
    struct range at;
    struct spec_int read, write;
};

struct spec_units { /* shorthand fixed */
    struct range at;
    struct spec_int fixed;
    struct spec_int min, max, target_percent; /* with scaling */
};

struct spec_capacity { /* provisioned units */
    struct range at;
    struct spec_units read, write;
};

enum spec_insights { INSIGHTS_OFF, INSIGHTS_ALL, INSIGHTS_THROTTLED };

struct spec_index_key {
    struct range at;
    struct spec_list partition; /* struct spec_attribute, 1-4 (one in this version is usual) */
    struct spec_list sort;      /* 0-4 */
};

enum spec_projection { PROJECTION_ALL, PROJECTION_KEYS_ONLY, PROJECTION_INCLUDE };

struct spec_index_projection { /* shorthand kind (scalar) or attributes (list) */
    struct range at;
    struct spec_enum kind;       /* all, keys_only */
    struct spec_list attributes; /* struct spec_text; with these the kind is INCLUDE */
};

struct spec_index {
    struct spec_text name;
    struct range at;
    struct spec_index_key key;
    struct spec_bool local;
    struct spec_index_projection projection;
    struct spec_text physical_name;
    struct spec_capacity capacity;
    struct spec_throughput max_throughput, warm_throughput;
    struct spec_enum contributor_insights; /* enum spec_insights */
};

struct spec_timestamps { /* shorthand enabled */
    struct range at;
    struct spec_bool enabled;
    struct spec_text created, updated;
};

struct spec_ttl { /* shorthand attribute */
    struct range at;
    struct spec_text attribute;
    struct spec_int after_days; /* 0: the request's own */
    struct spec_bool hide_expired;
};

enum spec_encryption_kind { ENCRYPTION_AWS_OWNED, ENCRYPTION_AWS_MANAGED };

struct spec_encryption { /* shorthand kind */
    struct range at;
    struct spec_enum kind;    /* enum spec_encryption_kind */
    struct spec_text kms_key; /* set: instead of the kind; a name of kms_keys, or an ARN */
};

enum spec_stream {
    STREAM_NEW_AND_OLD_IMAGES,
    STREAM_NEW_IMAGE,
    STREAM_OLD_IMAGE,
    STREAM_KEYS_ONLY
};

struct spec_statement {
    struct range at;
    struct spec_text sid;
    struct spec_enum effect;             /* 0 allow, 1 deny */
    struct spec_list principals;         /* struct spec_text; of a resource policy only */
    struct spec_list actions, resources; /* struct spec_text */
    struct spec_node condition;
    struct spec_text reason;
};

enum spec_billing { BILLING_ON_DEMAND, BILLING_PROVISIONED };
enum spec_class { CLASS_STANDARD, CLASS_INFREQUENT_ACCESS };
enum spec_on_delete { ON_DELETE_RETAIN, ON_DELETE_DELETE };

struct spec_table {
    struct spec_text name;
    struct range at;
    struct spec_key key;
    struct spec_list indexes; /* struct spec_index */
    struct spec_timestamps timestamps;
    struct spec_ttl ttl;
    struct spec_enum billing;
    struct spec_capacity capacity;
    struct spec_throughput max_throughput, warm_throughput;
    struct spec_enum table_class;
    struct spec_text version;
    struct spec_enum stream; /* enum spec_stream; only when set */
    struct spec_encryption encryption;
    struct spec_bool point_in_time_recovery;
    struct spec_int recovery_period_days;
    struct spec_bool deletion_protection;
    struct spec_enum contributor_insights; /* enum spec_insights */
    struct spec_enum on_delete;
    struct spec_list policy; /* struct spec_statement */
    struct spec_text physical_name;
    struct spec_text existing;   /* a name or an ARN */
    struct spec_text stream_arn; /* beside it */
};

/* ---- routes ---- */

struct spec_source { /* shorthand ref */
    struct range at;
    struct spec_text ref;      /* "query.from" */
    struct spec_node constant; /* { const: scalar } */
};

struct spec_match {        /* SOURCE or RANGE; shorthand ref */
    struct spec_text name; /* the attribute */
    struct range at;
    struct spec_text ref;
    struct spec_node constant;
    struct spec_source prefix, from, to, after, before;
    struct spec_source contains; /* of filters, as the next */
    struct spec_bool exists;
};

struct spec_assignment { /* of `set`; SOURCE */
    struct spec_text name;
    struct spec_source source;
};

struct spec_addition {
    struct spec_text name;
    struct spec_node number;
};

struct spec_idempotency {
    struct range at;
    struct spec_text table;
    struct spec_int ttl_s;
    struct spec_bool required;
};

enum spec_if_match { IF_MATCH_OPTIONAL, IF_MATCH_REQUIRED };

struct spec_grant { /* T or T.INDEX: [operation] */
    struct spec_text name;
    struct spec_list operations; /* struct spec_text */
};

struct spec_route {
    struct spec_text name; /* the route key as written, or "/path" for crud */
    struct range at;
    struct spec_text summary; /* the short form "list items" or "preflight"; shorthand */
    struct spec_text action, table, handler;
    struct spec_list key;  /* struct spec_match */
    struct spec_list only; /* crud: struct spec_text */
    struct spec_text index;
    struct spec_bool scan;
    struct spec_enum order; /* 0 ascending, 1 descending */
    struct spec_int page_size, max_page_size;
    struct spec_enum if_exists; /* enum ls_if_exists */
    struct spec_bool upsert, must_exist;
    struct spec_list filter; /* struct spec_match */
    struct spec_list fields; /* struct spec_text */
    struct spec_bool client_fields, consistent;
    struct spec_list set; /* struct spec_assignment */
    struct spec_list add; /* struct spec_addition */
    struct spec_bool null_removes;
    struct spec_enum if_match; /* enum spec_if_match */
    struct spec_idempotency idempotency;
    struct spec_text auth;   /* an authorizer, or "iam" or "none" */
    struct spec_list scopes; /* struct spec_text */
    struct spec_list grants; /* struct spec_grant */
    struct spec_text description;
};

/* ---- the rest ---- */

struct spec_function {
    struct range at;
    struct spec_int memory_mb, timeout_s;
    struct spec_enum architecture; /* 0 x86_64, 1 arm64 */
    struct spec_list environment;  /* struct spec_pair */
};

struct spec_cors {
    struct range at;
    struct spec_list origins, methods, headers, expose_headers; /* struct spec_text */
    struct spec_int max_age_s;
    struct spec_bool credentials;
};

enum spec_authorizer_type { AUTHORIZER_JWT, AUTHORIZER_LAMBDA };

struct spec_authorizer {
    struct spec_text name;
    struct range at;
    struct spec_enum type;     /* enum spec_authorizer_type */
    struct spec_text issuer;   /* jwt */
    struct spec_list audience; /* jwt: struct spec_text */
    struct spec_text arn;      /* lambda */
    struct spec_list identity; /* struct spec_text, "header.authorization" */
    struct spec_int ttl_s;     /* lambda */
};

struct spec_api {
    struct range at;
    struct spec_cors cors;        /* at.end == 0: not configured */
    struct spec_list authorizers; /* struct spec_authorizer */
    struct spec_text auth;        /* of routes that say nothing */
};

struct spec_kms_key {
    struct spec_text name;
    struct range at;
    struct spec_bool rotation;
    struct spec_text description;
    struct spec_text existing; /* an ARN */
};

struct spec_environment { /* what differs there: `overlay` is a map, or NULL */
    struct spec_text name;
    struct spec_node overlay;
};

struct spec_iam {
    struct range at;
    struct spec_list statements; /* struct spec_statement */
};

struct spec_logs {
    struct range at;
    struct spec_int retention_days;
    struct spec_enum format; /* 0 json, 1 text */
    struct spec_enum level;  /* enum ls_log_level's order: trace … fatal */
};

struct spec {
    struct range at;
    struct spec_int lockstep;
    struct spec_text service, description;
    struct spec_list environments; /* struct spec_environment */
    struct spec_list tags;         /* struct spec_pair */
    struct spec_list tables;       /* struct spec_table */
    struct spec_function function;
    struct spec_api api;
    struct spec_list routes;   /* struct spec_route */
    struct spec_list kms_keys; /* struct spec_kms_key */
    struct spec_iam iam;
    struct spec_logs logs;
};

extern const struct record spec_record; /* the root of the field table, spec_schema.c */

/* For emitters: the enum_value of `value` is at [value]; the last one has no name. */
extern const struct enum_value spec_generate_values[], spec_attribute_type_values[],
    spec_billing_values[], spec_class_values[], spec_stream_values[], spec_architecture_values[],
    spec_log_format_values[], spec_log_level_values[];

#endif
