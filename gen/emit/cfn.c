/*
 * cfn.c - template.json: the CloudFormation template as a whole, and the values it is made of.
 */
#include "emit/cfn.h"

#include "emit/emit.h"
#include "emit/json_merge.h"

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
    if (value->ref != NULL && value->attribute != NULL)
        cfn_get_att(parent, key, value->ref, value->attribute);
    else if (value->ref != NULL)
        cfn_ref(parent, key, value->ref);
    else if (value->is_sub)
        json_text(json_object(parent, key), "Fn::Sub", value->text);
    else
        json_text(parent, key, value->text);
}

void cfn_affixed(struct json parent, const char *key, const char *prefix,
                 const struct plan_value *value, const char *suffix)
{
    struct text_buf whole;

    text_buf_init(&whole, parent.arena, TEXT_BUF_MAX);
    text_put(&whole, prefix);
    if (value->ref != NULL && value->attribute != NULL)
        text_printf(&whole, "${%s.%s}", value->ref, value->attribute);
    else if (value->ref != NULL)
        text_printf(&whole, "${%s}", value->ref);
    else
        text_add(&whole, value->text.ptr, value->text.len);
    text_put(&whole, suffix);
    if (value->ref != NULL || value->is_sub)
        cfn_sub(parent, key, whole.ptr);
    else
        json_text(parent, key, text_view(&whole));
}

void cfn_values(struct json parent, const char *key, const struct plan_value *items, size_t count)
{
    struct json all = json_array(parent, key);

    for (size_t i = 0; i < count; i++)
        cfn_value(all, NULL, &items[i]);
}

void cfn_texts(struct json parent, const char *key, const struct spec_list *texts)
{
    struct json all = json_array(parent, key);

    SPEC_EACH(const struct spec_text, text, texts)
    json_text(all, NULL, text->value);
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
    const struct spec_environment *environments = plan->spec->environments.items;
    struct json all = json_object(template, "Parameters"), one = json_object(all, PLAN_ENVIRONMENT),
                allowed;

    json_string(one, "Type", "String");
    json_string(one, "Description", "Which of the spec's environments this stack is");
    allowed = json_array(one, "AllowedValues");
    for (size_t i = 0; i < plan->spec->environments.count; i++)
        json_text(allowed, NULL, environments[i].name.value);
    json_text(one, "Default", environments[0].name.value);

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

        cfn_value(output(all, table->output_name, description.ptr), "Value", &table->name);
    }
}

/*
 * For whoever reads the template, CloudFormation does not: the routes that need a database with
 * transactions, which not every local one has.
 */
static void metadata(struct json template, const struct plan *plan)
{
    struct json routes = {0};

    for (size_t i = 0; i < plan->route_count; i++) {
        if (plan->routes[i].data->idempotency == NULL)
            continue;
        if (routes.node == NULL)
            routes = json_array(json_object(json_object(template, "Metadata"), "Lockstep"),
                                "Transactions");
        json_text(routes, NULL, plan->routes[i].key);
    }
}

bool emit_template_is_compact(struct text template_json)
{
    return !text_starts(template_json, "{\n");
}

static struct json template_of(struct mem_arena *arena, const struct plan *plan)
{
    struct json template = json_new(arena), resources;

    json_string(template, "AWSTemplateFormatVersion", "2010-09-09");
    if (plan->spec->description.value.len > 0)
        json_text(template, "Description", plan->spec->description.value);
    metadata(template, plan);
    parameters(template, plan);
    resources = json_object(template, "Resources");
    cfn_keys(resources, plan);
    cfn_tables(resources, plan);
    cfn_log_group(resources, plan);
    cfn_role(resources, plan);
    cfn_function(resources, plan);
    cfn_api(resources, plan);
    outputs(template, plan);
    return template;
}

/* Those of all plans, in the order of the spec. */
static struct template_environment *environments_of(struct mem_arena *arena,
                                                    const struct plan *plans, size_t count)
{
    const struct spec_environment *written = plans->spec->environments.items;
    struct template_environment *all = mem_array(arena, count, sizeof(*all));

    for (size_t i = 0; i < count; i++) {
        size_t tree = 0;

        all[i].name = written[i].name.value;
        for (const struct plan *plan = plans; plan != NULL; plan = plan->next, tree++) {
            for (size_t j = 0; j < plan->environment_count; j++) {
                if (text_equal(plan->environments[j], all[i].name))
                    all[i].tree = tree;
            }
        }
    }
    return all;
}

static struct json merged(struct mem_arena *arena, const struct plan *plans)
{
    struct templates templates = {
        .parameter = PLAN_ENVIRONMENT,
        .environment_count = plans->spec->environments.count,
    };
    struct json *trees;

    for (const struct plan *plan = plans; plan != NULL; plan = plan->next)
        templates.tree_count++;
    trees = mem_array(arena, templates.tree_count, sizeof(*trees));
    templates.tree_count = 0;
    for (const struct plan *plan = plans; plan != NULL; plan = plan->next)
        trees[templates.tree_count++] = template_of(arena, plan);
    templates.trees = trees;
    templates.environments = environments_of(arena, plans, templates.environment_count);
    return json_merge_templates(arena, &templates);
}

void emit_template(struct mem_arena *arena, const struct plan *plan, struct text_buf *out)
{
    struct json template = plan->next == NULL ? template_of(arena, plan) : merged(arena, plan);

    json_print(template, JSON_PRETTY, out);
    if (out->len + 1 > EMIT_TEMPLATE_BODY_MAX) {
        out->len = 0;
        json_print(template, JSON_COMPACT, out);
    }
    text_putc(out, '\n');
}
