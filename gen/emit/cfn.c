/*
 * cfn.c - template.json: the CloudFormation template as a whole, and the values it is made of.
 */
#include "emit/cfn.h"

#include "emit/emit.h"

/* ---- Values ---- */

void cfn_ref(struct json parent, const char *key, const char *logical_id)
{
    json_string(json_object(parent, key), "Ref", logical_id);
}

void cfn_get_att(struct json parent, const char *key, const char *logical_id, const char *attribute)
{
    struct json path = json_array(json_object(parent, key), "Fn::GetAtt");

    json_string(path, NULL, logical_id);
    json_string(path, NULL, attribute);
}

void cfn_sub(struct json parent, const char *key, const char *text)
{
    json_string(json_object(parent, key), "Fn::Sub", text);
}

void cfn_value(struct json parent, const char *key, const struct plan_value *value)
{
    if (value->ref != NULL)
        cfn_ref(parent, key, value->ref);
    else if (value->is_sub)
        json_text(json_object(parent, key), "Fn::Sub", value->text);
    else
        json_text(parent, key, value->text);
}

struct json cfn_resource(struct json resources, const char *logical_id, const char *type)
{
    struct json resource = json_object(resources, logical_id);

    json_string(resource, "Type", type);
    return json_object(resource, "Properties");
}

/* ---- Tags ---- */

static const struct plan_value environment = {.ref = PLAN_ENVIRONMENT};

static void tag(struct json tags, struct text name, const struct plan_value *value)
{
    struct json pair = json_object(tags, NULL);

    json_text(pair, "Key", name);
    cfn_value(pair, "Value", value);
}

void cfn_tags(struct json properties, const struct plan *plan, const struct plan_value *name)
{
    struct json tags = json_array(properties, "Tags");

    tag(tags, TEXT("Name"), name);
    tag(tags, TEXT("Environment"), &environment);
    for (size_t i = 0; i < plan->tag_count; i++)
        tag(tags, plan->tags[i].name, &plan->tags[i].value);
}

struct plan_value cfn_name(struct mem_arena *arena, const struct plan *plan, const char *resource)
{
    struct text service = plan->spec->service.value;

    return (struct plan_value){
        .text = text_format(arena, "%.*s-%s-${" PLAN_ENVIRONMENT "}", (int)service.len, service.ptr,
                            resource),
        .is_sub = true,
    };
}

void cfn_tag_map(struct json properties, const struct plan *plan, const char *resource)
{
    struct json tags = json_object(properties, "Tags");
    struct plan_value name = cfn_name(properties.arena, plan, resource);

    cfn_value(tags, "Name", &name);
    cfn_value(tags, "Environment", &environment);
    for (size_t i = 0; i < plan->tag_count; i++) {
        struct text key = plan->tags[i].name;

        cfn_value(tags, text_copy(tags.arena, key.ptr, key.len).ptr, &plan->tags[i].value);
    }
}

/* ---- The template ---- */

static void parameters(struct json template, const struct plan *plan)
{
    const struct spec_text *names = plan->spec->environments.items;
    struct json all = json_object(template, "Parameters"), one = json_object(all, PLAN_ENVIRONMENT),
                allowed;

    json_string(one, "Type", "String");
    json_string(one, "Description", "Which of the spec's environments this stack is");
    allowed = json_array(one, "AllowedValues");
    for (size_t i = 0; i < plan->spec->environments.count; i++)
        json_text(allowed, NULL, names[i].value);
    json_text(one, "Default", names[0].value);

    one = json_object(all, CFN_CODE_BUCKET);
    json_string(one, "Type", "String");
    json_string(one, "Description", "S3 bucket in this stack's region that holds function.zip");

    /* A key of fixed content, such as one with the zip's digest in it: only another key makes
       Lambda read the bucket again. */
    one = json_object(all, CFN_CODE_KEY);
    json_string(one, "Type", "String");
    json_string(one, "Description",
                "Key of function.zip in the bucket; another content, another key");
    json_int(one, "MinLength", 1);
    json_int(one, "MaxLength", CFN_CODE_KEY_LENGTH);
}

static struct json output(struct json outputs, const char *name, const char *description)
{
    struct json one = json_object(outputs, name);

    json_string(one, "Description", description);
    return one;
}

static void outputs(struct json template, const struct plan *plan)
{
    struct json all = json_object(template, "Outputs");

    cfn_get_att(output(all, "ApiUrl", "Where the API answers"), "Value", PLAN_API, "ApiEndpoint");
    cfn_ref(output(all, "FunctionName", "The Lambda function"), "Value", CFN_FUNCTION);
    for (size_t i = 0; i < plan->table_count; i++) {
        const struct plan_table *table = &plan->tables[i];
        struct text description =
            text_format(template.arena, "The table %s in DynamoDB", table->data->name);

        cfn_ref(output(all, table->output_name, description.ptr), "Value", table->logical_id);
    }
}

bool emit_template_is_compact(struct text template_json)
{
    return !text_starts(template_json, "{\n");
}

void emit_template(struct mem_arena *arena, const struct plan *plan, struct text_buf *out)
{
    struct json template = json_new(arena), resources;

    json_string(template, "AWSTemplateFormatVersion", "2010-09-09");
    if (plan->spec->description.value.len > 0)
        json_text(template, "Description", plan->spec->description.value);
    parameters(template, plan);
    resources = json_object(template, "Resources");
    cfn_tables(resources, plan);
    cfn_log_group(resources, plan);
    cfn_role(resources, plan);
    cfn_function(resources, plan);
    cfn_api(resources, plan);
    outputs(template, plan);

    json_print(template, JSON_PRETTY, out);
    if (out->len + 1 > EMIT_TEMPLATE_BODY_MAX) {
        out->len = 0;
        json_print(template, JSON_COMPACT, out);
    }
    text_putc(out, '\n');
}
