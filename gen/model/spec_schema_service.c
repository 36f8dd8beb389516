/*
 * spec_schema_service.c - the field table of the function and its logs. Ranges and sets of values
 * are AWS's.
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
     .constant = "the handler is compiled for it",
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
