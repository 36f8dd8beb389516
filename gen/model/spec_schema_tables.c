/*
 * spec_schema_tables.c - the field table of DynamoDB tables: throughput, indexes, and the rest.
 */
#include "model/spec_schema.h"

/* ---- throughput --------------------------------------------------------------------------- */

/* AWS has quotas that can be raised, and no least upper bound; ours is far above any of them. */
static const struct type units_type = {.shape = TYPE_INT, .min = 1, .max = 1000000000};
static const struct type capacity_units_type = {
    .shape = TYPE_INT,
    .min = 1,
    .max = 1000000000,
    .map_later = "a range for auto scaling: { min, max, target_percent }",
    .what = "a whole number",
};

static const struct field capacity_fields[] = {
    {.key = "read",
     .doc = "Read capacity units.",
     .type = &capacity_units_type,
     IN(capacity, read),
     .flags = FIELD_REQUIRED | FIELD_PER_ENVIRONMENT,
     .example = "read: 5",
     .aws = "ReadCapacityUnits"},
    {.key = "write",
     .doc = "Write capacity units.",
     .type = &capacity_units_type,
     IN(capacity, write),
     .flags = FIELD_REQUIRED | FIELD_PER_ENVIRONMENT,
     .example = "write: 5",
     .aws = "WriteCapacityUnits"},
};
static const struct record capacity_record = {
    .name = "capacity",
    .doc = "Provisioned throughput.",
    RECORD(spec_capacity, capacity_fields),
};
static const struct type capacity_type = {.shape = TYPE_RECORD, .record = &capacity_record};

static const struct field max_throughput_fields[] = {
    {.key = "read",
     .doc = "Read request units a second, at most.",
     .type = &units_type,
     IN(capacity, read),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "read: 1000",
     .aws = "MaxReadRequestUnits"},
    {.key = "write",
     .doc = "Write request units a second, at most.",
     .type = &units_type,
     IN(capacity, write),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "write: 1000",
     .aws = "MaxWriteRequestUnits"},
};
static const struct record max_throughput_record = {
    .name = "max_throughput",
    .doc = "What a table on demand may use at most; one of the two, or both.",
    RECORD(spec_capacity, max_throughput_fields),
};
static const struct type max_throughput_type = {.shape = TYPE_RECORD,
                                                .record = &max_throughput_record};

static const struct field warm_throughput_fields[] = {
    {.key = "read",
     .doc = "Read units a second that are ready at once.",
     .type = &units_type,
     IN(capacity, read),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "read: 12000",
     .aws = "ReadUnitsPerSecond"},
    {.key = "write",
     .doc = "Write units a second that are ready at once.",
     .type = &units_type,
     IN(capacity, write),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "write: 4000",
     .aws = "WriteUnitsPerSecond"},
};
static const struct record warm_throughput_record = {
    .name = "warm_throughput",
    .doc = "What the table takes at once, without a ramp; it can only grow.",
    RECORD(spec_capacity, warm_throughput_fields),
};
static const struct type warm_throughput_type = {.shape = TYPE_RECORD,
                                                 .record = &warm_throughput_record};

/* ---- indexes ------------------------------------------------------------------------------ */

/* DynamoDB's own rule for names of tables and indexes. */
#define PHYSICAL_NAME                                                                              \
    .pattern = "^[a-zA-Z0-9_.-]+$", .min_bytes = 3, .max_bytes = 255,                              \
    .hint = "3 to 255 of a-z, A-Z, 0-9 and _.-"

static const struct text_rule index_name_rule = {
    .what = "an index name",
    .pattern = "^[a-z][a-z0-9_]{2,39}$",
    .hint = "3 to 40 of a-z, 0-9 and _, a letter first",
};
static const struct text_rule physical_index_rule = {.what = "a name of an index in DynamoDB",
                                                     PHYSICAL_NAME};
static const struct type physical_index_type = {.shape = TYPE_TEXT, .rule = &physical_index_rule};

static const struct enum_value projection_values[] = {
    {"all", "ALL", PROJECTION_ALL, "Every attribute."},
    {"keys_only", "KEYS_ONLY", PROJECTION_KEYS_ONLY, "The keys of table and index."},
    {0},
};
static const struct type projection_kind_type = {
    .shape = TYPE_ENUM, .values = projection_values, .value_count = 2};
static const struct type projected_type = {.shape = TYPE_TEXT, .rule = &spec_attribute_rule};
static const struct type projected_list_type = {
    .shape = TYPE_LIST,
    .what = "a list of attributes",
    .element = &projected_type,
    .element_size = sizeof(struct spec_text),
    .min_count = 1,
    .max_count = 20,
};
static const struct field projection_fields[] = {
    {.key = "kind",
     .doc = "all or keys_only.",
     .type = &projection_kind_type,
     IN(index_projection, kind),
     .flags = FIELD_SHORT_ONLY,
     .default_text = "all"},
    {.key = "attributes",
     .doc = "Attributes beside the keys.",
     .type = &projected_list_type,
     IN(index_projection, attributes),
     .flags = FIELD_SHORT_ONLY},
};
static const struct record projection_record = {
    .name = "projection",
    .doc = "What the index holds: all, keys_only, or a list of attributes beside the keys.",
    RECORD(spec_index_projection, projection_fields),
    .shorthand = "kind",
    .list_shorthand = "attributes",
};
static const struct type projection_type = {
    .shape = TYPE_RECORD,
    .what = "all, keys_only or a list of attributes",
    .record = &projection_record,
};

static const struct field index_fields[] = {
    {.key = "key",
     .doc = "The index's key.",
     .type = &spec_index_key_type,
     IN(index, key),
     .flags = FIELD_REQUIRED,
     .example = "key: { partition: { customer_id: string } }",
     .aws = "KeySchema"},
    {.key = "local",
     .doc = "A local index: the table's partition attribute, and a sort attribute of its own.",
     .type = &spec_bool_type,
     IN(index, local),
     .default_text = "false"},
    {.key = "projection",
     .doc = "What the index holds beside its keys.",
     .type = &projection_type,
     IN(index, projection),
     .default_text = "all",
     .example = "projection: [title, price]",
     .aws = "Projection"},
    {.key = "name",
     .doc = "The index's name in DynamoDB; by default its name here.",
     .type = &physical_index_type,
     IN(index, physical_name),
     .aws = "IndexName"},
    {.key = "capacity",
     .doc = "Provisioned throughput; by default the table's.",
     .type = &capacity_type,
     IN(index, capacity),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "capacity: { read: 5, write: 5 }",
     .aws = "ProvisionedThroughput"},
    {.key = "max_throughput",
     .doc = "What the index may use at most, on demand.",
     .type = &max_throughput_type,
     IN(index, max_throughput),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "max_throughput: { read: 1000, write: 1000 }",
     .aws = "OnDemandThroughput"},
    {.key = "warm_throughput",
     .doc = "What the index takes at once.",
     .type = &warm_throughput_type,
     IN(index, warm_throughput),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "warm_throughput: { read: 12000, write: 4000 }",
     .aws = "WarmThroughput"},
    LATER("contributor_insights", "Which keys are used most."),
};
static const struct record index_record = {
    .name = "index",
    .doc = "A secondary index.",
    RECORD(spec_index, index_fields),
};
static const struct type index_type = {.shape = TYPE_RECORD, .record = &index_record};
static const struct type indexes_type = {
    .shape = TYPE_MAP,
    .what = "a map of indexes by name",
    .element = &index_type,
    .element_size = sizeof(struct spec_index),
    .key_rule = &index_name_rule,
};

/* ---- tables ------------------------------------------------------------------------------- */

const struct enum_value spec_billing_values[] = {
    {"on_demand", "PAY_PER_REQUEST", BILLING_ON_DEMAND, "Paid by request."},
    {"provisioned", "PROVISIONED", BILLING_PROVISIONED, "Paid by capacity."},
    {0},
};
const struct enum_value spec_class_values[] = {
    {"standard", "STANDARD", CLASS_STANDARD, "For data in use."},
    {"infrequent_access", "STANDARD_INFREQUENT_ACCESS", CLASS_INFREQUENT_ACCESS,
     "Cheaper storage, dearer requests."},
    {0},
};
static const struct enum_value on_delete_values[] = {
    {"retain", "Retain", ON_DELETE_RETAIN, "The table stays when the stack goes."},
    {"delete", "Delete", ON_DELETE_DELETE, "The table goes with the stack, and its items."},
    {0},
};

static const struct text_rule table_name_rule = {
    .what = "a table name",
    .pattern = "^[a-z][a-z0-9_]{0,39}$",
    .hint = "up to 40 of a-z, 0-9 and _, a letter first",
};
static const struct text_rule physical_table_rule = {
    .what = "a name of a table in DynamoDB", .substitutes = true, PHYSICAL_NAME};
static const struct type physical_table_type = {.shape = TYPE_TEXT, .rule = &physical_table_rule};

static const struct type attribute_name_type = {.shape = TYPE_TEXT, .rule = &spec_attribute_rule};
static const struct type billing_type = {
    .shape = TYPE_ENUM, .values = spec_billing_values, .value_count = 2};
static const struct type class_type = {
    .shape = TYPE_ENUM, .values = spec_class_values, .value_count = 2};
static const struct type on_delete_type = {
    .shape = TYPE_ENUM, .values = on_delete_values, .value_count = 2};

static const struct field timestamps_fields[] = {
    {.key = "enabled",
     .doc = "Whether there are any.",
     .type = &spec_bool_type,
     IN(timestamps, enabled),
     .flags = FIELD_SHORT_ONLY,
     .default_text = "true"},
    {.key = "created",
     .doc = "Attribute that holds the time of the first write.",
     .type = &attribute_name_type,
     IN(timestamps, created),
     .default_text = "createdAt"},
    {.key = "updated",
     .doc = "Attribute that holds the time of the last write.",
     .type = &attribute_name_type,
     IN(timestamps, updated),
     .default_text = "updatedAt"},
};
static const struct record timestamps_record = {
    .name = "timestamps",
    .doc = "Times that the server sets, as RFC 3339 in UTC: true, false, or names of one's own.",
    RECORD(spec_timestamps, timestamps_fields),
    .shorthand = "enabled",
};
static const struct type timestamps_type = {
    .shape = TYPE_RECORD,
    .what = "true, false, or a map of `created` and `updated`",
    .record = &timestamps_record,
};

static const struct field ttl_fields[] = {
    {.key = "attribute",
     .doc = "Attribute that holds the time of expiry, in seconds since 1970.",
     .type = &attribute_name_type,
     IN(ttl, attribute),
     .flags = FIELD_REQUIRED,
     .example = "attribute: expires",
     .aws = "AttributeName"},
    LATER("after_days", "Days after which a created item expires."),
    LATER("hide_expired", "Whether expired items are left out of answers."),
};
static const struct record ttl_record = {
    .name = "ttl",
    .doc = "Time to live: DynamoDB deletes an item after the time in this attribute.",
    RECORD(spec_ttl, ttl_fields),
    .shorthand = "attribute",
};
static const struct type ttl_type = {
    .shape = TYPE_RECORD,
    .what = "the name of an attribute, or a map",
    .record = &ttl_record,
};

static const struct field table_fields[] = {
    {.key = "key",
     .doc = "The primary key.",
     .type = &spec_key_type,
     IN(table, key),
     .flags = FIELD_REQUIRED,
     .example = "key: { partition: { id: string } }",
     .aws = "KeySchema"},
    {.key = "indexes",
     .doc = "Secondary indexes by name.",
     .type = &indexes_type,
     IN(table, indexes),
     .example = "indexes: { by_customer: { key: { partition: { customer_id: string } } } }",
     .aws = "GlobalSecondaryIndexes"},
    {.key = "timestamps",
     .doc = "Times of creation and change, set by the server.",
     .type = &timestamps_type,
     IN(table, timestamps),
     .default_text = "true",
     .example = "timestamps: { created: created_at, updated: updated_at }"},
    {.key = "ttl",
     .doc = "Attribute by which items expire.",
     .type = &ttl_type,
     IN(table, ttl),
     .example = "ttl: expires",
     .aws = "TimeToLiveSpecification"},
    {.key = "billing",
     .doc = "How throughput is paid.",
     .type = &billing_type,
     IN(table, billing),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "on_demand",
     .aws = "BillingMode"},
    {.key = "capacity",
     .doc = "Provisioned throughput; with `billing: provisioned` only.",
     .type = &capacity_type,
     IN(table, capacity),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "capacity: { read: 5, write: 5 }",
     .aws = "ProvisionedThroughput"},
    {.key = "max_throughput",
     .doc = "What the table may use at most; on demand only.",
     .type = &max_throughput_type,
     IN(table, max_throughput),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "max_throughput: { read: 1000, write: 1000 }",
     .aws = "OnDemandThroughput"},
    {.key = "warm_throughput",
     .doc = "What the table takes at once, without a ramp.",
     .type = &warm_throughput_type,
     IN(table, warm_throughput),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "warm_throughput: { read: 12000, write: 4000 }",
     .aws = "WarmThroughput"},
    {.key = "class",
     .doc = "Storage class.",
     .type = &class_type,
     IN(table, table_class),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "standard",
     .aws = "TableClass"},
    {.key = "point_in_time_recovery",
     .doc = "Continuous backups of the last 35 days.",
     .type = &spec_bool_type,
     IN(table, point_in_time_recovery),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "true",
     .aws = "PointInTimeRecoverySpecification"},
    {.key = "deletion_protection",
     .doc = "Whether DynamoDB refuses to delete the table.",
     .type = &spec_bool_type,
     IN(table, deletion_protection),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "false",
     .aws = "DeletionProtectionEnabled"},
    {.key = "on_delete",
     .doc = "What becomes of the table when the stack no longer has it.",
     .type = &on_delete_type,
     IN(table, on_delete),
     .default_text = "retain",
     .aws = "DeletionPolicy"},
    {.key = "name",
     .doc = "The table's name in DynamoDB; by default CloudFormation makes one, which lets it "
            "replace the table where a change needs that.",
     .type = &physical_table_type,
     IN(table, physical_name),
     .example = "name: tap-items-${env}",
     .aws = "TableName"},
    LATER("model", "Type of the items."),
    LATER("version", "Attribute for optimistic locking."),
    LATER("stream", "A stream of changes."),
    LATER("encryption", "Which key encrypts the table."),
    LATER("recovery_period_days", "Days that point-in-time recovery reaches back."),
    LATER("contributor_insights", "Which keys are used most."),
    LATER("policy", "The table's resource policy."),
    LATER("existing", "A table that exists outside of the stack."),
};
static const struct record table_record = {
    .name = "table",
    .doc = "A DynamoDB table.",
    RECORD(spec_table, table_fields),
};
static const struct type table_type = {.shape = TYPE_RECORD, .record = &table_record};

const struct type spec_tables_type = {
    .shape = TYPE_MAP,
    .what = "a map of tables by name",
    .element = &table_type,
    .element_size = sizeof(struct spec_table),
    .key_rule = &table_name_rule,
};
