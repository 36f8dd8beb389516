/*
 * spec_schema.c - the field table of the language, top level. What lies below is in files of its
 * own, spec_schema_*.c.
 *
 * A key of the language that this version does not carry out stands here as LATER, so that it is
 * refused by name.
 */
#include "model/spec_schema.h"

const struct type spec_text_type = {.shape = TYPE_TEXT};
const struct type spec_bool_type = {.shape = TYPE_BOOL};

const struct text_rule spec_name_rule = {
    .what = "a name",
    .pattern = "^[a-z][a-z0-9_]{0,39}$",
    .hint = "up to 40 of a-z, 0-9 and _, a letter first",
};
const struct type spec_name_type = {.shape = TYPE_TEXT, .rule = &spec_name_rule};
const struct text_rule spec_attribute_rule = {
    .what = "an attribute name",
    .min_bytes = 1,
    .max_bytes = 255,
};
const struct type spec_attribute_name_type = {.shape = TYPE_TEXT, .rule = &spec_attribute_rule};

/* CloudFormation's limit for a template's description. */
static const struct text_rule description_rule = {.what = "a text", .max_bytes = 1024};
const struct type spec_description_type = {.shape = TYPE_TEXT, .rule = &description_rule};

/* ---- the top level ------------------------------------------------------------------------ */

static const struct text_rule service_rule = {
    .what = "a service name",
    .pattern = "^[a-z][a-z0-9-]{0,31}$",
    .hint = "up to 32 of a-z, 0-9 and -, a letter first",
};
static const struct text_rule environment_rule = {
    .what = "a name of an environment",
    .pattern = "^[a-z][a-z0-9-]{0,15}$",
    .hint = "up to 16 of a-z, 0-9 and -, a letter first",
};
/* Letters of any script, digits, blanks and + - = . _ : / @: what every service takes in a tag. */
#define TAG_PATTERN "([^\t\n!-*,;<>?[-^`{-~])"
static const struct text_rule tag_rule = {
    .what = "a tag's name",
    .pattern = "^" TAG_PATTERN "+$",
    .max_chars = 128,
    .hint = "up to 128 letters, digits, blanks and + - = . _ : / @",
};
static const struct text_rule tag_value_rule = {
    .what = "a tag's value",
    .pattern = "^" TAG_PATTERN "*$",
    .max_chars = 256,
    .substitutes = true,
    .hint = "up to 256 letters, digits, blanks and + - = . _ : / @",
};

static const struct type language_type = {.shape = TYPE_INT, .min = 1, .max = 1000};
static const struct type service_type = {.shape = TYPE_TEXT, .rule = &service_rule};
static const struct type overlay_type = {
    .shape = TYPE_NODE,
    .what = "a map of what differs there",
    .kinds = 1u << DOC_MAP,
    .is_overlay = true,
};
static const struct type environments_type = {
    .shape = TYPE_MAP,
    .what = "a list of names, or a map from each to what differs there",
    .element = &overlay_type,
    .element_size = sizeof(struct spec_environment),
    .value_offset = offsetof(struct spec_environment, overlay),
    .min_count = 1,
    .key_rule = &environment_rule,
    .names_suffice = true,
};
static const struct type tag_value_type = {.shape = TYPE_TEXT, .rule = &tag_value_rule};
static const struct type tags_type = {
    .shape = TYPE_MAP,
    .what = "a map from names to texts",
    .element = &tag_value_type,
    .element_size = sizeof(struct spec_pair),
    .value_offset = offsetof(struct spec_pair, value),
    .key_rule = &tag_rule,
};

static const struct field fields[] = {
    {.key = "lockstep",
     .doc = "Version of the spec language. Additions never change it.",
     .type = &language_type,
     .offset = offsetof(struct spec, lockstep),
     .flags = FIELD_REQUIRED,
     .constant = "it is the language of the whole file",
     .example = "lockstep: 1"},
    {.key = "service",
     .doc = "Name of the service; the names of its resources begin with it.",
     .type = &service_type,
     .offset = offsetof(struct spec, service),
     .flags = FIELD_REQUIRED,
     .example = "service: tap"},
    {.key = "description",
     .doc = "What the service is for.",
     .type = &spec_description_type,
     .offset = offsetof(struct spec, description),
     .constant = SPEC_AS_WRITTEN,
     .aws = "Description"},
    {.key = "environments",
     .doc = "Names of the environments; the first is the default of the parameter Environment.",
     .type = &environments_type,
     .offset = offsetof(struct spec, environments),
     .default_text = "[dev, prod]",
     .constant = "it says which there are",
     .example = "environments: [dev, prod]"},
    {.key = "tags",
     .doc = "Tags of every resource that takes tags, beside Name and Environment.",
     .type = &tags_type,
     .offset = offsetof(struct spec, tags),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "tags: { Project: tap }",
     .aws = "Tags"},
    {.key = "tables",
     .doc = "DynamoDB tables by name.",
     .type = &spec_tables_type,
     .offset = offsetof(struct spec, tables),
     .example = "tables: { items: { key: { partition: { id: string } } } }"},
    {.key = "function",
     .doc = "Settings of the function.",
     .type = &spec_function_type,
     .offset = offsetof(struct spec, function),
     .example = "function: { memory_mb: 256 }"},
    {.key = "api",
     .doc = "Settings of the HTTP API.",
     .type = &spec_api_type,
     .offset = offsetof(struct spec, api),
     .example = "api: { cors: { origins: [\"https://example.com\"] } }"},
    {.key = "routes",
     .doc = "Routes by API Gateway's route key, and crud resources by path.",
     .type = &spec_routes_type,
     .offset = offsetof(struct spec, routes),
     .example = "routes: { /items: crud items }"},
    {.key = "kms_keys",
     .doc = "KMS keys by name, for the encryption of tables.",
     .type = &spec_kms_keys_type,
     .offset = offsetof(struct spec, kms_keys),
     .constant = "its texts may hold ${env} instead",
     .example = "kms_keys: { books: { rotation: true } }"},
    {.key = "iam",
     .doc = "Permissions beside those that follow from the routes.",
     .type = &spec_iam_type,
     .offset = offsetof(struct spec, iam),
     .constant = "its texts may hold ${env} instead"},
    {.key = "logs",
     .doc = "Settings of the log group.",
     .type = &spec_logs_type,
     .offset = offsetof(struct spec, logs),
     .example = "logs: { retention_days: 14 }"},
    LATER("include", "Further files of the spec."),
    LATER("models", "Types of request and response bodies."),
    LATER("events", "Streams, queues and schedules that call handlers."),
    LATER("queues", "SQS queues."),
    LATER("topics", "SNS topics."),
    LATER("ssm_parameters", "SSM parameters."),
    LATER("secrets", "Secrets of Secrets Manager."),
    LATER("functions", "Several functions."),
    LATER("alarms", "CloudWatch alarms."),
    LATER("dashboard", "A CloudWatch dashboard."),
    LATER("parameters", "Parameters of the stack."),
    LATER("outputs", "Outputs of the stack."),
    LATER("resources", "CloudFormation resources as they are."),
    LATER("override", "Changes to generated resources."),
    LATER("silence", "Warnings that are known and accepted."),
};

const struct record spec_record = {
    .name = "spec",
    .doc = "A service: its tables, its routes, and what surrounds them.",
    .guide = spec_guide_service,
    .fields = fields,
    .field_count = COUNT(fields),
    .size = sizeof(struct spec),
    .at_offset = offsetof(struct spec, at),
};
