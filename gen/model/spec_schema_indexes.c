/*
 * spec_schema_indexes.c - the field table of secondary indexes.
 */
#include "model/spec_schema.h"

static const struct text_rule index_name_rule = {
    .what = "an index name",
    .pattern = "^[a-z][a-z0-9_]{2,39}$",
    .hint = "3 to 40 of a-z, 0-9 and _, a letter first",
};
static const struct text_rule physical_index_rule = {.what = "a name of an index in DynamoDB",
                                                     SPEC_PHYSICAL_NAME};
static const struct type physical_index_type = {.shape = TYPE_TEXT, .rule = &physical_index_rule};

static const struct enum_value projection_values[] = {
    {"all", "ALL", PROJECTION_ALL, "Every attribute."},
    {"keys_only", "KEYS_ONLY", PROJECTION_KEYS_ONLY, "The keys of table and index."},
    {0},
};
static const struct type projection_kind_type = {
    .shape = TYPE_ENUM, .values = projection_values, .value_count = 2};
static const struct type projected_list_type = {
    .shape = TYPE_LIST,
    .what = "a list of attributes",
    .element = &spec_attribute_name_type,
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
     .type = &spec_capacity_type,
     IN(index, capacity),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "capacity: { read: 5, write: 5 }",
     .aws = "ProvisionedThroughput"},
    {.key = "max_throughput",
     .doc = "What the index may use at most, on demand.",
     .type = &spec_max_throughput_type,
     IN(index, max_throughput),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "max_throughput: { read: 1000, write: 1000 }",
     .aws = "OnDemandThroughput"},
    {.key = "warm_throughput",
     .doc = "What the index takes at once.",
     .type = &spec_warm_throughput_type,
     IN(index, warm_throughput),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "warm_throughput: { read: 12000, write: 4000 }",
     .aws = "WarmThroughput"},
    {.key = "contributor_insights",
     .doc = "Which of the index's keys are used most, as CloudWatch counts them: for every access, "
            "or for throttled ones only.",
     .type = &spec_insights_type,
     IN(index, contributor_insights),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "false",
     .example = "contributor_insights: throttled",
     .aws = "ContributorInsightsSpecification"},
};
static const struct record index_record = {
    .name = "index",
    .doc = "A secondary index.",
    .guide = spec_guide_index,
    RECORD(spec_index, index_fields),
};
static const struct type index_type = {.shape = TYPE_RECORD, .record = &index_record};
const struct type spec_indexes_type = {
    .shape = TYPE_MAP,
    .what = "a map of indexes by name",
    .element = &index_type,
    .element_size = sizeof(struct spec_index),
    .key_rule = &index_name_rule,
};
