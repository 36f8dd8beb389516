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

#define RECORD(struct_, fields_)                                                                   \
    .fields = (fields_), .field_count = COUNT(fields_), .size = sizeof(struct struct_),            \
    .at_offset = offsetof(struct struct_, at)

/* Plain types. */
extern const struct type spec_text_type, spec_bool_type;

/* A name in the spec: tables, indexes, handlers. */
extern const struct text_rule spec_name_rule;
extern const struct text_rule spec_attribute_rule;
extern const struct type spec_description_type;

extern const struct type spec_function_type, spec_api_type, spec_iam_type, spec_logs_type;
extern const struct type spec_key_type, spec_index_key_type; /* spec_schema_keys.c */
extern const struct type spec_tables_type;                   /* spec_schema_tables.c */
extern const struct type spec_routes_type;                   /* spec_schema_routes.c */

#endif
