/*
 * spec_schema.h - what the parts of the field table share: shorter rows, and the types that one
 * part defines and another one names.
 */
#ifndef LOCKSTEP_SPEC_SCHEMA_H
#define LOCKSTEP_SPEC_SCHEMA_H

#include "model/spec.h"

#define COUNT(array_) (sizeof(array_) / sizeof((array_)[0]))

/* A field that is decoded into a member of struct spec_RECORD, and one of a later version. */
#define IN(record_, member_) .offset = offsetof(struct spec_##record_, member_)
#define LATER(key_, doc_)                                                                          \
    {                                                                                              \
        .key = (key_), .doc = (doc_), .flags = FIELD_LATER                                         \
    }

/* Why a field is the same in every environment, where it is not compiled in. */
#define SPEC_HOLDS_ENV  "it may hold ${env} instead"
#define SPEC_AS_WRITTEN "CloudFormation takes it as it is written"

#define RECORD(struct_, fields_)                                                                   \
    .fields = (fields_), .field_count = COUNT(fields_), .size = sizeof(struct struct_),            \
    .at_offset = offsetof(struct struct_, at)

/* For struct record.guide: spec_guides.c. */
extern const char spec_guide_service[], spec_guide_attribute[], spec_guide_index[],
    spec_guide_match[], spec_guide_route[], spec_guide_idempotency[];

/* Plain types. */
extern const struct type spec_text_type, spec_bool_type;

/* A name in the spec: tables, indexes, handlers. */
extern const struct text_rule spec_name_rule;
extern const struct text_rule spec_attribute_rule;
extern const struct type spec_name_type, spec_attribute_name_type, spec_description_type;

/* DynamoDB's own rule for names of tables and indexes. */
#define SPEC_PHYSICAL_NAME                                                                         \
    .pattern = "^[a-zA-Z0-9_.-]+$", .min_bytes = 3, .max_bytes = 255,                              \
    .hint = "3 to 255 of a-z, A-Z, 0-9 and _.-"

extern const struct type spec_function_type, spec_logs_type;    /* spec_schema_service.c */
extern const struct type spec_api_type, spec_auth_type;         /* spec_schema_api.c */
extern const struct type spec_iam_type, spec_table_policy_type; /* spec_schema_iam.c */
extern const struct type spec_kms_keys_type;                    /* spec_schema_kms.c */
extern const struct type spec_key_type, spec_index_key_type;    /* spec_schema_keys.c */
extern const struct type spec_capacity_type, spec_max_throughput_type, spec_warm_throughput_type;
extern const struct type spec_indexes_type;                     /* spec_schema_indexes.c */
extern const struct type spec_tables_type, spec_insights_type;  /* spec_schema_tables.c */
extern const struct type spec_reference_type, spec_source_type; /* spec_schema_sources.c */
extern const struct type spec_route_key_type, spec_filter_type;
extern const struct type spec_routes_type; /* spec_schema_routes.c */

#endif
