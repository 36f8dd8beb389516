/*
 * spec_schema_service.c - the field table of what surrounds tables and routes: the function, the
 * API, IAM and logs. Ranges and sets of values are AWS's.
 */
#include "model/spec_schema.h"

/* ---- function ----------------------------------------------------------------------------- */

const struct enum_value spec_architecture_values[] = {
    {"x86_64", "x86_64", 0, "64-bit x86"},
    {"arm64", "arm64", 1, "AWS Graviton"},
    {0},
};

static const struct text_rule variable_rule = {
    .what = "a name of an environment variable",
    .pattern = "^[a-zA-Z][a-zA-Z0-9_]+$",
    .hint = "two or more letters, digits and _, a letter first",
};
static const struct text_rule variable_value_rule = {.what = "a text", .substitutes = true};
static const struct type variable_value_type = {.shape = TYPE_TEXT, .rule = &variable_value_rule};

static const struct type memory_type = {.shape = TYPE_INT, .min = 128, .max = 10240};
static const struct type timeout_type = {.shape = TYPE_INT, .min = 1, .max = 900};
static const struct type architecture_type = {
    .shape = TYPE_ENUM, .values = spec_architecture_values, .value_count = 2};
static const struct type variables_type = {
    .shape = TYPE_MAP,
    .what = "a map from names to texts",
    .element = &variable_value_type,
    .element_size = sizeof(struct spec_pair),
    .value_offset = offsetof(struct spec_pair, value),
    .key_rule = &variable_rule,
};

static const struct field function_fields[] = {
    {.key = "memory_mb",
     .doc = "Memory in MB; processor time grows with it.",
     .type = &memory_type,
     IN(function, memory_mb),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "256",
     .example = "memory_mb: 256",
     .aws = "MemorySize"},
    {.key = "timeout_s",
     .doc = "Seconds until an invocation is given up; at most 30 behind routes.",
     .type = &timeout_type,
     IN(function, timeout_s),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "30",
     .example = "timeout_s: 30",
     .aws = "Timeout"},
    {.key = "architecture",
     .doc = "The processor that the handler is compiled for.",
     .type = &architecture_type,
     IN(function, architecture),
     .default_text = "x86_64",
     .aws = "Architectures"},
    {.key = "environment",
     .doc = "Environment variables of the function. Lambda's own are taken, and LOCKSTEP_* but for "
            "LOCKSTEP_PRECONNECT (`off`: no connection to DynamoDB before the first request) and "
            "LOCKSTEP_CA_FILE (roots to trust).",
     .type = &variables_type,
     IN(function, environment),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "environment: { GREETING: hello }",
     .aws = "Environment"},
    LATER("ephemeral_storage_mb", "Size of /tmp in MB."),
    LATER("layers", "ARNs of layers."),
    LATER("vpc", "Subnets and security groups of a VPC."),
    LATER("reserved_concurrency", "Invocations at once that are kept for this function."),
    LATER("provisioned_concurrency", "Environments that are kept initialised."),
    LATER("deploy", "How traffic moves to a new version."),
    LATER("tracing", "X-Ray tracing."),
    LATER("dead_letter", "Queue for events that failed."),
    LATER("kms_key", "Key that encrypts the environment variables."),
    LATER("code_signing", "ARN of a code signing configuration."),
    LATER("url", "A function URL."),
    LATER("name", "Physical name of the function."),
};
static const struct record function_record = {
    .name = "function",
    .doc = "Settings of the function behind the routes.",
    RECORD(spec_function, function_fields),
};
const struct type spec_function_type = {.shape = TYPE_RECORD, .record = &function_record};

/* ---- api ---------------------------------------------------------------------------------- */

static const struct text_rule origin_rule = {
    .what = "an origin",
    .min_bytes = 1,
    .hint = "\"*\", \"https://*\", \"http://*\", or a scheme and a host: https://example.com",
};
static const struct text_rule method_rule = {
    .what = "an HTTP method", .min_bytes = 1, .hint = "an HTTP method, or \"*\" for all"};
static const struct text_rule header_rule = {
    .what = "a header name", .min_bytes = 1, .hint = "a header name, or \"*\" for all"};

static const struct type origin_type = {.shape = TYPE_TEXT, .rule = &origin_rule};
static const struct type method_type = {.shape = TYPE_TEXT, .rule = &method_rule};
static const struct type header_type = {.shape = TYPE_TEXT, .rule = &header_rule};

static const struct type origins_type = {
    .shape = TYPE_LIST,
    .what = "a list of origins",
    .element = &origin_type,
    .element_size = sizeof(struct spec_text),
    .min_count = 1,
};
static const struct type methods_type = {
    .shape = TYPE_LIST,
    .what = "a list of HTTP methods",
    .element = &method_type,
    .element_size = sizeof(struct spec_text),
};
static const struct type headers_type = {
    .shape = TYPE_LIST,
    .what = "a list of header names",
    .element = &header_type,
    .element_size = sizeof(struct spec_text),
};
static const struct type max_age_type = {.shape = TYPE_INT, .min = -1, .max = 86400};

static const struct field cors_fields[] = {
    {.key = "origins",
     .doc = "Origins whose pages may call the API.",
     .type = &origins_type,
     IN(cors, origins),
     .flags = FIELD_REQUIRED | FIELD_PER_ENVIRONMENT,
     .example = "origins: [\"https://example.com\"]",
     .aws = "AllowOrigins"},
    {.key = "methods",
     .doc = "Methods that those pages may use; by default those of the routes.",
     .type = &methods_type,
     IN(cors, methods),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "methods: [GET, POST]",
     .aws = "AllowMethods"},
    {.key = "headers",
     .doc = "Request headers that those pages may send.",
     .type = &headers_type,
     IN(cors, headers),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "[Content-Type, Authorization]",
     .example = "headers: [Content-Type, Authorization]",
     .aws = "AllowHeaders"},
    {.key = "expose_headers",
     .doc = "Response headers that those pages may read.",
     .type = &headers_type,
     IN(cors, expose_headers),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "expose_headers: [ETag]",
     .aws = "ExposeHeaders"},
    {.key = "max_age_s",
     .doc = "Seconds for which a browser may keep the answer to a preflight; -1 for not at all.",
     .type = &max_age_type,
     IN(cors, max_age_s),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "86400",
     .aws = "MaxAge"},
    {.key = "credentials",
     .doc = "Whether those pages may send cookies; not together with the origin \"*\".",
     .type = &spec_bool_type,
     IN(cors, credentials),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "false",
     .aws = "AllowCredentials"},
};
static const struct record cors_record = {
    .name = "cors",
    .doc = "Which web pages may call the API. Without it, none of another origin.",
    RECORD(spec_cors, cors_fields),
};
static const struct type cors_type = {.shape = TYPE_RECORD, .record = &cors_record};

static const struct field api_fields[] = {
    {.key = "cors",
     .doc = "Cross-origin resource sharing, answered by the gateway itself.",
     .type = &cors_type,
     IN(api, cors),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "cors: { origins: [\"https://example.com\"] }",
     .aws = "CorsConfiguration"},
    LATER("enabled", "false: no HTTP API, the function URL only."),
    LATER("authorizers", "JWT and Lambda authorizers."),
    LATER("auth", "The authorizer of routes that name none."),
    LATER("throttle", "Rate and burst of routes that name none."),
    LATER("timeout_s", "Timeout of routes that name none."),
    LATER("access_logs", "A log line for each request to the gateway."),
    LATER("domain", "A domain name of one's own."),
    LATER("default_endpoint", "Whether the execute-api address answers."),
    LATER("stage", "Name of the stage."),
    LATER("stage_variables", "Variables of the stage."),
    LATER("ip_address_type", "IPv4, or IPv4 and IPv6."),
};
static const struct record api_record = {
    .name = "api",
    .doc = "The HTTP API in front of the function.",
    RECORD(spec_api, api_fields),
};
const struct type spec_api_type = {.shape = TYPE_RECORD, .record = &api_record};

/* ---- iam ---------------------------------------------------------------------------------- */

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

static const struct field statement_fields[] = {
    {.key = "sid",
     .doc = "Name of the statement in the policy.",
     .type = &sid_type,
     IN(statement, sid),
     .example = "sid: ReadBucket",
     .aws = "Sid"},
    {.key = "effect",
     .doc = "Whether the actions are allowed or denied.",
     .type = &effect_type,
     IN(statement, effect),
     .default_text = "allow",
     .aws = "Effect"},
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
    {.key = "condition",
     .doc = "Conditions, as IAM writes them.",
     .type = &condition_type,
     IN(statement, condition),
     .example = "condition: { StringEquals: { \"aws:RequestedRegion\": eu-central-1 } }",
     .aws = "Condition"},
    {.key = "reason",
     .doc = "Why the service needs this; for readers of the spec.",
     .type = &spec_text_type,
     IN(statement, reason)},
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

/* ---- logs --------------------------------------------------------------------------------- */

const struct enum_value spec_log_format_values[] = {
    {"json", "JSON", 0, "One JSON object a line; filtered by level."},
    {"text", "Text", 1, "Plain lines."},
    {0},
};
const struct enum_value spec_log_level_values[] = {
    {"trace", "TRACE", 0, "Everything."},
    {"debug", "DEBUG", 1, "What helps to find a fault."},
    {"info", "INFO", 2, "What happens in the ordinary course."},
    {"warn", "WARN", 3, "What may need attention."},
    {"error", "ERROR", 4, "What failed."},
    {"fatal", "FATAL", 5, "What ended the process."},
    {0},
};

static const int64_t retentions[] = {1,   3,   5,   7,   14,   30,   60,   90,   120,  150,  180,
                                     365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653};
static const struct type retention_type = {
    .shape = TYPE_INT,
    .min = 1,
    .max = 3653,
    .allowed = retentions,
    .allowed_count = COUNT(retentions),
};
static const struct type log_format_type = {
    .shape = TYPE_ENUM, .values = spec_log_format_values, .value_count = 2};
static const struct type log_level_type = {
    .shape = TYPE_ENUM, .values = spec_log_level_values, .value_count = 6};

static const struct field logs_fields[] = {
    {.key = "retention_days",
     .doc = "Days after which log events are deleted.",
     .type = &retention_type,
     IN(logs, retention_days),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "14",
     .example = "retention_days: 14",
     .aws = "RetentionInDays"},
    {.key = "format",
     .doc = "Format of the log lines.",
     .type = &log_format_type,
     IN(logs, format),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "json",
     .aws = "LogFormat"},
    {.key = "level",
     .doc = "The least severe level that is kept.",
     .type = &log_level_type,
     IN(logs, level),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "info",
     .aws = "ApplicationLogLevel"},
    LATER("system_level", "The least severe level of Lambda's own lines that is kept."),
    LATER("class", "Class of the log group."),
    LATER("kms_key", "Key that encrypts the log group."),
};
static const struct record logs_record = {
    .name = "logs",
    .doc = "The function's log group.",
    RECORD(spec_logs, logs_fields),
};
const struct type spec_logs_type = {.shape = TYPE_RECORD, .record = &logs_record};
