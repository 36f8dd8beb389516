/*
 * spec_schema_tables.c - the field table of DynamoDB tables.
 */
#include "model/spec_schema.h"

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
    .what = "a name of a table in DynamoDB", .substitutes = true, SPEC_PHYSICAL_NAME};
static const struct type physical_table_type = {.shape = TYPE_TEXT, .rule = &physical_table_rule};

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
     .type = &spec_attribute_name_type,
     IN(timestamps, created),
     .default_text = "createdAt"},
    {.key = "updated",
     .doc = "Attribute that holds the time of the last write.",
     .type = &spec_attribute_name_type,
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

/* A hundred years; a day more than DynamoDB cares for is no use to anybody. */
static const struct type after_days_type = {.shape = TYPE_INT, .min = 1, .max = 36500};
static const struct field ttl_fields[] = {
    {.key = "attribute",
     .doc = "Attribute that holds the time of expiry, in seconds since 1970.",
     .type = &spec_attribute_name_type,
     IN(ttl, attribute),
     .flags = FIELD_REQUIRED,
     .example = "attribute: expires",
     .aws = "AttributeName"},
    {.key = "after_days",
     .doc = "Days after its creation when an item expires; the attribute is then the server's. "
            "Without this it is the request's own, a number of seconds since 1970.",
     .type = &after_days_type,
     IN(ttl, after_days),
     .example = "after_days: 30"},
    {.key = "hide_expired",
     .doc = "DynamoDB may take days to delete what has expired. true, which `ttl: ATTRIBUTE` means "
            "as well: until then routes treat it as deleted: get answers 404, lists leave it out, "
            "create replaces it. false: they answer it like any other.",
     .type = &spec_bool_type,
     IN(ttl, hide_expired),
     .default_text = "true",
     .example = "hide_expired: false"},
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

/* ---- encryption --------------------------------------------------------------------------- */

static const struct enum_value encryption_values[] = {
    {"aws_owned", NULL, ENCRYPTION_AWS_OWNED, "A key of DynamoDB's own, without charge."},
    {"aws_managed", "KMS", ENCRYPTION_AWS_MANAGED,
     "The account's key for DynamoDB, whose use CloudTrail shows."},
    {0},
};
static const struct text_rule table_key_rule = {
    .what = "a KMS key",
    .pattern = "^([a-z][a-z0-9_]{0,39}|arn:[^:]+:kms:[^:]*:[^:]*:key/.+)$",
    .substitutes = true,
    .hint = "the name of one of kms_keys, or a key's ARN",
};
static const struct type encryption_kind_type = {
    .shape = TYPE_ENUM, .values = encryption_values, .value_count = 2};
static const struct type table_key_type = {.shape = TYPE_TEXT, .rule = &table_key_rule};
static const struct field encryption_fields[] = {
    {.key = "kind",
     .doc = "aws_owned or aws_managed.",
     .type = &encryption_kind_type,
     IN(encryption, kind),
     .flags = FIELD_SHORT_ONLY,
     .default_text = "aws_owned"},
    {.key = "kms_key",
     .doc = "A key of your own: the name of one of `kms_keys`, or its ARN. The function may then "
            "use the key, through DynamoDB only.",
     .type = &table_key_type,
     IN(encryption, kms_key),
     .flags = FIELD_REQUIRED,
     .example = "kms_key: books",
     .aws = "KMSMasterKeyId"},
};
static const struct record encryption_record = {
    .name = "encryption",
    .doc = "Which key encrypts the table at rest: aws_owned, aws_managed, or a key of your own.",
    RECORD(spec_encryption, encryption_fields),
    .shorthand = "kind",
};
static const struct type encryption_type = {
    .shape = TYPE_RECORD,
    .what = "aws_owned, aws_managed or `{ kms_key: NAME }`",
    .record = &encryption_record,
};

/* ---- the table ---------------------------------------------------------------------------- */

const struct enum_value spec_stream_values[] = {
    {"new_and_old_images", "NEW_AND_OLD_IMAGES", STREAM_NEW_AND_OLD_IMAGES,
     "The item after the change, and before."},
    {"new_image", "NEW_IMAGE", STREAM_NEW_IMAGE, "The item after the change."},
    {"old_image", "OLD_IMAGE", STREAM_OLD_IMAGE, "The item before the change."},
    {"keys_only", "KEYS_ONLY", STREAM_KEYS_ONLY, "The key of the item."},
    {0},
};
static const struct enum_value insights_values[] = {
    {"false", NULL, INSIGHTS_OFF, "Nothing is counted."},
    {"true", "ACCESSED_AND_THROTTLED_KEYS", INSIGHTS_ALL, "The keys of every access."},
    {"throttled", "THROTTLED_KEYS", INSIGHTS_THROTTLED, "The keys of throttled accesses."},
    {0},
};
const struct type spec_insights_type = {
    .shape = TYPE_ENUM,
    .what = "false, true or throttled",
    .values = insights_values,
    .value_count = 3,
};
static const struct type stream_type = {
    .shape = TYPE_ENUM, .values = spec_stream_values, .value_count = 4};
static const struct type recovery_type = {.shape = TYPE_INT, .min = 1, .max = 35};

static const struct text_rule existing_rule = {
    .what = "a name or an ARN of a table",
    .pattern = "^([a-zA-Z0-9_.-]{3,255}|arn:[^:]+:dynamodb:[^:]*:[^:]*:table/[a-zA-Z0-9_.-]+)$",
    .substitutes = true,
    .hint = "legacy-orders, or arn:aws:dynamodb:eu-central-1:123456789012:table/legacy-orders",
};
static const struct text_rule stream_arn_rule = {
    .what = "an ARN of a stream",
    .pattern = "^arn:[^:]+:dynamodb:[^:]*:[^:]*:table/.+/stream/.+$",
    .substitutes = true,
    .hint = "arn:aws:dynamodb:eu-central-1:123456789012:table/NAME/stream/TIME",
};
static const struct type existing_type = {.shape = TYPE_TEXT, .rule = &existing_rule};
static const struct type stream_arn_type = {.shape = TYPE_TEXT, .rule = &stream_arn_rule};

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
     .type = &spec_indexes_type,
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
     .type = &spec_capacity_type,
     IN(table, capacity),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "capacity: { read: 5, write: 5 }",
     .aws = "ProvisionedThroughput"},
    {.key = "max_throughput",
     .doc = "What the table may use at most; on demand only.",
     .type = &spec_max_throughput_type,
     IN(table, max_throughput),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "max_throughput: { read: 1000, write: 1000 }",
     .aws = "OnDemandThroughput"},
    {.key = "warm_throughput",
     .doc = "What the table takes at once, without a ramp.",
     .type = &spec_warm_throughput_type,
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
     .doc = "Continuous backups, to restore the table as it was at any second.",
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
     .constant = SPEC_AS_WRITTEN,
     .aws = "DeletionPolicy"},
    {.key = "name",
     .doc = "The table's name in DynamoDB; by default CloudFormation makes one, which lets it "
            "replace the table where a change needs that.",
     .type = &physical_table_type,
     IN(table, physical_name),
     .example = "name: tap-items-${env}",
     .constant = SPEC_HOLDS_ENV,
     .aws = "TableName"},
    {.key = "version",
     .doc = "Attribute for an optimistic lock: a number that begins at 1 and that every update "
            "adds one to. get and update answer it as ETag, and If-Match of a request is held "
            "against it.",
     .type = &spec_attribute_name_type,
     IN(table, version),
     .example = "version: revision"},
    {.key = "stream",
     .doc = "A stream of the table's changes, kept for a day; what is in it of an item. None by "
            "default.",
     .type = &stream_type,
     IN(table, stream),
     .example = "stream: new_and_old_images",
     .constant = "who reads the stream relies on what is in it",
     .aws = "StreamSpecification"},
    {.key = "encryption",
     .doc = "Which key encrypts the table at rest.",
     .type = &encryption_type,
     IN(table, encryption),
     .default_text = "aws_owned",
     .example = "encryption: { kms_key: books }",
     .constant = "the function's permissions follow from it",
     .aws = "SSESpecification"},
    {.key = "recovery_period_days",
     .doc = "Days that point-in-time recovery reaches back.",
     .type = &recovery_type,
     IN(table, recovery_period_days),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "35",
     .example = "recovery_period_days: 14",
     .aws = "RecoveryPeriodInDays"},
    {.key = "contributor_insights",
     .doc = "Which keys are used most, as CloudWatch counts them: for every access, or for "
            "throttled ones only.",
     .type = &spec_insights_type,
     IN(table, contributor_insights),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "false",
     .example = "contributor_insights: throttled",
     .aws = "ContributorInsightsSpecification"},
    {.key = "policy",
     .doc = "The table's resource policy, by which others may use it.",
     .type = &spec_table_policy_type,
     IN(table, policy),
     .constant = "its texts may hold ${env} instead",
     .example = "policy: [{ principals: \"123456789012\", actions: \"dynamodb:GetItem\", "
                "resources: \"*\" }]",
     .aws = "ResourcePolicy"},
    {.key = "existing",
     .doc = "Name or ARN of a table that exists outside of the stack, which then makes none. "
            "Beside it stand only key, indexes, ttl, timestamps, version, encryption and "
            "stream_arn: what the table is, for those who use it.",
     .type = &existing_type,
     IN(table, existing),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "existing: legacy-orders"},
    {.key = "stream_arn",
     .doc = "ARN of an existing table's stream.",
     .type = &stream_arn_type,
     IN(table, stream_arn),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "stream_arn: arn:aws:dynamodb:eu-central-1:123456789012:table/NAME/stream/TIME"},
    LATER("model", "Type of the items."),
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
