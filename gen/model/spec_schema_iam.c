/*
 * spec_schema_iam.c - the field table of IAM statements: the function's own, and those of a table's
 * resource policy, which say beside who it is that they are for.
 */
#include "model/spec_schema.h"

static const struct enum_value effect_values[] = {
    {"allow", "Allow", 0, "The actions are allowed."},
    {"deny", "Deny", 1, "The actions are denied, whatever else allows them."},
    {0},
};

static const struct text_rule sid_rule = {
    .what = "a statement id", .pattern = "^[A-Za-z0-9]+$", .hint = "letters and digits only"};
static const struct text_rule iam_action_rule = {
    .what = "an IAM action",
    .pattern = "^(\\*|[a-zA-Z0-9-]+:[a-zA-Z0-9*?]+)$",
    .hint = "a service, a colon and the name of an action: s3:GetObject",
};
static const struct text_rule resource_rule = {
    .what = "a resource",
    .pattern = "^(\\*|arn:.+)$",
    .substitutes = true,
    .hint = "an ARN, such as arn:${AWS::Partition}:s3:::my-bucket/*, or \"*\"",
};

static const struct type sid_type = {.shape = TYPE_TEXT, .rule = &sid_rule};
static const struct type effect_type = {
    .shape = TYPE_ENUM, .values = effect_values, .value_count = 2};
static const struct type iam_action_type = {.shape = TYPE_TEXT, .rule = &iam_action_rule};
static const struct type resource_type = {.shape = TYPE_TEXT, .rule = &resource_rule};
/* As in IAM's own grammar, one action or resource needs no brackets. */
static const struct type iam_actions_type = {
    .shape = TYPE_LIST,
    .what = "an IAM action, or a list of them",
    .element = &iam_action_type,
    .element_size = sizeof(struct spec_text),
    .min_count = 1,
    .one_or_many = true,
};
static const struct type resources_type = {
    .shape = TYPE_LIST,
    .what = "an ARN, or a list of them",
    .element = &resource_type,
    .element_size = sizeof(struct spec_text),
    .min_count = 1,
    .one_or_many = true,
};
static const struct type condition_type = {
    .shape = TYPE_NODE, .what = "a map of IAM conditions", .kinds = 1u << DOC_MAP};

/* What the two kinds of statements have in common: rows of either table. */
#define STATEMENT_NAME_AND_EFFECT                                                                  \
    {.key = "sid",                                                                                 \
     .doc = "Name of the statement in the policy.",                                                \
     .type = &sid_type,                                                                            \
     IN(statement, sid),                                                                           \
     .example = "sid: ReadBucket",                                                                 \
     .aws = "Sid"},                                                                                \
    {                                                                                              \
        .key = "effect", .doc = "Whether the actions are allowed or denied.",                      \
        .type = &effect_type, IN(statement, effect), .default_text = "allow", .aws = "Effect"      \
    }
#define STATEMENT_CONDITION_AND_REASON                                                             \
    {.key = "condition",                                                                           \
     .doc = "Conditions, as IAM writes them.",                                                     \
     .type = &condition_type,                                                                      \
     IN(statement, condition),                                                                     \
     .example = "condition: { StringEquals: { \"aws:RequestedRegion\": eu-central-1 } }",          \
     .aws = "Condition"},                                                                          \
    {                                                                                              \
        .key = "reason", .doc = "Why the service needs this; for readers of the spec.",            \
        .type = &spec_text_type, IN(statement, reason)                                             \
    }

/* ---- of the function ---------------------------------------------------------------------- */

static const struct field statement_fields[] = {
    STATEMENT_NAME_AND_EFFECT,
    {.key = "actions",
     .doc = "IAM actions; * and ? are wildcards.",
     .type = &iam_actions_type,
     IN(statement, actions),
     .flags = FIELD_REQUIRED,
     .example = "actions: [\"s3:GetObject\"]",
     .aws = "Action"},
    {.key = "resources",
     .doc = "ARNs that the actions are for; ${…} may stand in them.",
     .type = &resources_type,
     IN(statement, resources),
     .flags = FIELD_REQUIRED,
     .example = "resources: [\"arn:${AWS::Partition}:s3:::my-bucket/*\"]",
     .aws = "Resource"},
    STATEMENT_CONDITION_AND_REASON,
    LATER("functions", "Which functions get the statement."),
};
static const struct record statement_record = {
    .name = "statement",
    .doc = "A statement of the function's policy, beside those that the routes give.",
    RECORD(spec_statement, statement_fields),
};
static const struct type statement_type = {.shape = TYPE_RECORD, .record = &statement_record};
static const struct type statements_type = {
    .shape = TYPE_LIST,
    .what = "a list of statements",
    .element = &statement_type,
    .element_size = sizeof(struct spec_statement),
};

static const struct field iam_fields[] = {
    {.key = "statements",
     .doc = "Statements beside those that follow from the routes.",
     .type = &statements_type,
     IN(iam, statements),
     .example = "statements: [{ actions: [\"s3:GetObject\"], resources: "
                "[\"arn:${AWS::Partition}:s3:::my-bucket/*\"] }]"},
    LATER("managed_policies", "ARNs of managed policies."),
    LATER("boundary", "ARN of a permissions boundary."),
};
static const struct record iam_record = {
    .name = "iam",
    .doc = "What the function may do beside what its routes need.",
    RECORD(spec_iam, iam_fields),
};
const struct type spec_iam_type = {.shape = TYPE_RECORD, .record = &iam_record};

/* ---- of a table --------------------------------------------------------------------------- */

static const struct text_rule principal_rule = {
    .what = "a principal",
    .pattern = "^(\\*|[0-9]{12}|arn:[^:]+:(iam|sts)::[^:]*:.+|[a-z0-9-]+(\\.[a-z0-9-]+)*"
               "\\.amazonaws\\.com(\\.cn)?)$",
    .substitutes = true,
    .hint = "an ARN of a role or a user, an account's 12 digits in quotes, a service such as "
            "glue.amazonaws.com, or \"*\"",
};
static const struct type principal_type = {.shape = TYPE_TEXT, .rule = &principal_rule};
static const struct type principals_type = {
    .shape = TYPE_LIST,
    .what = "a principal, or a list of them",
    .element = &principal_type,
    .element_size = sizeof(struct spec_text),
    .min_count = 1,
    .one_or_many = true,
};

static const struct field policy_statement_fields[] = {
    STATEMENT_NAME_AND_EFFECT,
    {.key = "principals",
     .doc = "Who the statement is for: ARNs, accounts, services, or \"*\" for everybody.",
     .type = &principals_type,
     IN(statement, principals),
     .flags = FIELD_REQUIRED,
     .example = "principals: [\"arn:aws:iam::123456789012:role/reports\"]",
     .aws = "Principal"},
    {.key = "actions",
     .doc = "DynamoDB's actions; * and ? are wildcards.",
     .type = &iam_actions_type,
     IN(statement, actions),
     .flags = FIELD_REQUIRED,
     .example = "actions: [\"dynamodb:GetItem\", \"dynamodb:Query\"]",
     .aws = "Action"},
    {.key = "resources",
     .doc = "\"*\" is the table itself, with its indexes, since the policy is the table's. A "
            "table cannot refer to its own ARN here.",
     .type = &resources_type,
     IN(statement, resources),
     .flags = FIELD_REQUIRED,
     .example = "resources: \"*\"",
     .aws = "Resource"},
    STATEMENT_CONDITION_AND_REASON,
};
static const struct record policy_statement_record = {
    .name = "policy statement",
    .doc = "A statement of a table's resource policy, by which others may use the table.",
    RECORD(spec_statement, policy_statement_fields),
};
static const struct type policy_statement_type = {.shape = TYPE_RECORD,
                                                  .record = &policy_statement_record};
const struct type spec_table_policy_type = {
    .shape = TYPE_LIST,
    .what = "a list of statements",
    .element = &policy_statement_type,
    .element_size = sizeof(struct spec_statement),
    .min_count = 1,
};
