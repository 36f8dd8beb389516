/*
 * cfn_function.c - the function with its log group, its published version and the alias `live`.
 */
#include "emit/cfn.h"
#include "model/digest.h"

#include <string.h>

#define LOG_GROUP_NAME "/aws/lambda/${AWS::StackName}-api"

void cfn_log_group(struct json resources, const struct plan *plan)
{
    struct json resource = json_object(resources, CFN_LOG_GROUP), properties;
    struct plan_value name = cfn_name(resources.arena, plan, "api-logs");

    json_string(resource, "Type", "AWS::Logs::LogGroup");
    json_string(resource, "DeletionPolicy", "Delete");
    json_string(resource, "UpdateReplacePolicy", "Delete");
    properties = json_object(resource, "Properties");
    cfn_sub(properties, "LogGroupName", LOG_GROUP_NAME);
    json_int(properties, "RetentionInDays", plan->spec->logs.retention_days.value);
    cfn_tags(properties, plan, &name);
}

static void logging(struct json properties, const struct spec_logs *logs)
{
    struct json one = json_object(properties, "LoggingConfig");
    bool is_json = logs->format.value == 0;

    cfn_ref(one, "LogGroup", CFN_LOG_GROUP);
    json_string(one, "LogFormat", spec_log_format_values[logs->format.value].aws);
    if (is_json) /* Lambda takes levels with this format only */
        json_string(one, "ApplicationLogLevel", spec_log_level_values[logs->level.value].aws);
}

/* The properties that a version freezes, code and role aside. */
static void settings(struct json properties, const struct plan *plan)
{
    const struct spec_function *function = &plan->spec->function;
    struct json variables;

    json_string(properties, "Runtime", "provided.al2023");
    json_string(properties, "Handler", "bootstrap");
    json_string(json_array(properties, "Architectures"), NULL,
                spec_architecture_values[function->architecture.value].aws);
    json_int(properties, "MemorySize", function->memory_mb.value);
    json_int(properties, "Timeout", function->timeout_s.value);
    logging(properties, &plan->spec->logs);
    variables = json_object(json_object(properties, "Environment"), "Variables");
    for (size_t i = 0; i < plan->variable_count; i++)
        cfn_value(variables, plan->variables[i].name.ptr, &plan->variables[i].value);
}

static void function_resource(struct json resources, const struct plan *plan)
{
    struct json properties = cfn_resource(resources, CFN_FUNCTION, "AWS::Lambda::Function"), code;
    struct plan_value name = cfn_name(resources.arena, plan, "api");

    settings(properties, plan);
    code = json_object(properties, "Code");
    cfn_ref(code, "S3Bucket", CFN_CODE_BUCKET);
    cfn_ref(code, "S3Key", CFN_CODE_KEY);
    cfn_get_att(properties, "Role", CFN_ROLE, "Arn");
    cfn_tags(properties, plan, &name);
}

/* Has a variable the ARN of the table's stream in it? Another kind of stream has another one. */
static bool stream_is_used(const struct plan *plan, const struct plan_table *table)
{
    bool used = false;

    for (size_t i = 0; i < plan->variable_count && table->stream_arn.text.len > 0; i++)
        used =
            used || strstr(plan->variables[i].value.text.ptr, table->stream_arn.text.ptr) != NULL;
    return used;
}

/*
 * What the version's description has to change with: the function's settings, and what lies behind
 * the names in them (a table that is replaced gets another name without any change here). Not
 * the tags, which a version does not hold: publishing a function that did not change fails.
 *
 * The order of the members is part of the digest; another order would publish every function again.
 */
static struct text frozen(struct mem_arena *arena, const struct plan *plan)
{
    struct json root = json_new(arena), tables;
    struct text_buf text;

    settings(json_object(root, CFN_FUNCTION), plan);
    tables = json_object(root, "Tables");
    for (size_t i = 0; i < plan->table_count; i++) {
        const struct plan_table *table = &plan->tables[i];

        if (!table->is_existing) /* else its name is a setting */
            cfn_table_identity(tables, table, stream_is_used(plan, table));
    }
    json_string(root, CFN_LOG_GROUP, LOG_GROUP_NAME);
    text_buf_init(&text, arena, TEXT_BUF_MAX);
    json_print(root, JSON_COMPACT, &text);
    return text_view(&text);
}

/*
 * The description is what makes CloudFormation publish (AWS::Lambda::Version is replaced when it
 * changes). So it names all that a version freezes: the code, the settings, and the environment,
 * which LOCKSTEP_ENVIRONMENT makes one of them.
 */
static void version(struct json resources, const struct plan *plan)
{
    struct json properties = cfn_resource(resources, CFN_VERSION, "AWS::Lambda::Version");
    char digest[DIGEST_HEX + 1];

    digest_hex(frozen(resources.arena, plan), digest);
    /* No policies: the version that an update replaces is deleted after the alias has moved, and a
       rollback moves the alias back before that; so none is in use, and none piles up. */
    cfn_ref(properties, "FunctionName", CFN_FUNCTION);
    cfn_sub(properties, "Description",
            text_format(resources.arena, "${" CFN_CODE_KEY "} ${" PLAN_ENVIRONMENT "} %.*s",
                        CFN_DIGEST_LENGTH, digest)
                .ptr);
}

static void alias(struct json resources)
{
    struct json properties = cfn_resource(resources, CFN_ALIAS, "AWS::Lambda::Alias");

    json_string(properties, "Name", "live");
    cfn_ref(properties, "FunctionName", CFN_FUNCTION);
    cfn_get_att(properties, "FunctionVersion", CFN_VERSION, "Version");
}

void cfn_function(struct json resources, const struct plan *plan)
{
    function_resource(resources, plan);
    version(resources, plan);
    alias(resources);
}
