/*
 * resolve.c - CloudFormation's functions and parameters, as far as the generator uses them.
 */
#include "local/resolve.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "local/place.h"

/* The longest way of one value: a variable is a Sub of a Ref to a table whose name is a Sub. */
#define MAX_DEPTH 8

static bool text_at_depth(struct resolver *resolver, const cJSON *value, const char *place,
                          unsigned depth, struct text *text);

const cJSON *resolve_member(const cJSON *object, const char *name)
{
    return cJSON_GetObjectItemCaseSensitive(object, name);
}

const char *resolve_string(const cJSON *object, const char *name)
{
    return cJSON_GetStringValue(resolve_member(object, name));
}

bool resolve_fail(struct resolver *resolver, const char *place, const char *format, ...)
{
    char message[512];
    va_list args;

    if (resolver->problem != NULL)
        return false;
    va_start(args, format);
    vsnprintf(message, sizeof(message), format, args);
    va_end(args);
    resolver->problem = text_format(resolver->arena, "%s: %s", place, message).ptr;
    return false;
}

bool resolver_init(struct resolver *resolver, struct mem_arena *arena, const cJSON *template,
                   const char *environment)
{
    static const char place[] = "Parameters.Environment";
    const cJSON *parameter = resolve_member(resolve_member(template, "Parameters"), "Environment");
    const cJSON *allowed = resolve_member(parameter, "AllowedValues"), *one;
    struct text_buf known;
    bool found = false;

    *resolver = (struct resolver){.arena = arena, .template = template};
    if (environment == NULL)
        environment = resolve_string(parameter, "Default");
    if (environment == NULL)
        return resolve_fail(resolver, place, "has no default; say which one with --env");
    resolver->environment = text_of(environment);
    text_buf_init(&known, arena, TEXT_BUF_MAX);
    cJSON_ArrayForEach(one, allowed)
    {
        const char *name = cJSON_GetStringValue(one);

        if (name == NULL)
            continue;
        found = found || strcmp(name, environment) == 0;
        text_printf(&known, "%s`%s`", known.len > 0 ? ", " : "", name);
    }
    if (allowed != NULL && !found)
        return resolve_fail(resolver, place, "`%s` is not one of %s", environment, known.ptr);
    return true;
}

/* ---- names and ARNs of resources ---- */

struct known_type {
    const char *type;
    const char *name_property;           /* NULL: no template can name it */
    const char *arn_prefix, *arn_suffix; /* around the name */
};

static const struct known_type known_types[] = {
    {"AWS::DynamoDB::Table", "TableName",
     "arn:aws:dynamodb:" LOCAL_REGION ":" LOCAL_ACCOUNT_ID ":table/", ""},
    {"AWS::Lambda::Function", "FunctionName",
     "arn:aws:lambda:" LOCAL_REGION ":" LOCAL_ACCOUNT_ID ":function:", ""},
    {"AWS::Logs::LogGroup", "LogGroupName",
     "arn:aws:logs:" LOCAL_REGION ":" LOCAL_ACCOUNT_ID ":log-group:", ":*"},
    {"AWS::KMS::Key", NULL, "arn:aws:kms:" LOCAL_REGION ":" LOCAL_ACCOUNT_ID ":key/", ""},
};

static const struct known_type *find_type(const cJSON *resource)
{
    const char *type = resolve_string(resource, "Type");

    for (size_t i = 0; type != NULL && i < sizeof(known_types) / sizeof(known_types[0]); i++)
        if (strcmp(type, known_types[i].type) == 0)
            return &known_types[i];
    return NULL;
}

static const cJSON *find_resource(const struct resolver *resolver, const char *logical_id)
{
    return resolve_member(resolve_member(resolver->template, "Resources"), logical_id);
}

static bool name_at_depth(struct resolver *resolver, const char *logical_id, const char *place,
                          unsigned depth, struct text *name)
{
    const cJSON *resource = find_resource(resolver, logical_id);
    const struct known_type *type = find_type(resource);
    const cJSON *own = NULL;

    if (resource == NULL)
        return resolve_fail(resolver, place, "`%s` is no parameter and no resource", logical_id);
    if (type == NULL)
        return resolve_fail(resolver, place, "the resource `%s` does not exist locally",
                            logical_id);
    if (type->name_property != NULL)
        own = resolve_member(resolve_member(resource, "Properties"), type->name_property);
    if (own != NULL)
        return text_at_depth(resolver, own, place, depth + 1, name);
    *name = text_format(resolver->arena, "local-%s-%s", resolver->environment.ptr, logical_id);
    return true;
}

bool resolve_name(struct resolver *resolver, const char *logical_id, const char *place,
                  struct text *name)
{
    return name_at_depth(resolver, logical_id, place, 0, name);
}

/* ---- functions ---- */

static bool pseudo_parameter(struct resolver *resolver, const char *name, struct text *text)
{
    static const char *const fixed[][2] = {
        {"AWS::AccountId", LOCAL_ACCOUNT_ID},
        {"AWS::Partition", "aws"},
        {"AWS::Region", LOCAL_REGION},
        {"AWS::URLSuffix", "amazonaws.com"},
    };

    for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++) {
        if (strcmp(name, fixed[i][0]) == 0) {
            *text = text_of(fixed[i][1]);
            return true;
        }
    }
    if (strcmp(name, "AWS::StackName") == 0)
        *text = text_format(resolver->arena, "local-%s", resolver->environment.ptr);
    else if (strcmp(name, "AWS::StackId") == 0)
        *text = text_format(resolver->arena,
                            "arn:aws:cloudformation:" LOCAL_REGION ":" LOCAL_ACCOUNT_ID
                            ":stack/local-%s/local",
                            resolver->environment.ptr);
    else
        return false;
    return true;
}

static bool resolve_ref(struct resolver *resolver, const char *name, const char *place,
                        unsigned depth, struct text *text)
{
    const cJSON *parameter = resolve_member(resolve_member(resolver->template, "Parameters"), name);

    if (pseudo_parameter(resolver, name, text))
        return true;
    if (parameter == NULL)
        return name_at_depth(resolver, name, place, depth, text);
    if (strcmp(name, "Environment") == 0) {
        *text = resolver->environment;
        return true;
    }
    parameter = resolve_member(parameter, "Default");
    if (parameter == NULL)
        return resolve_fail(resolver, place, "the parameter `%s` has no value locally", name);
    return text_at_depth(resolver, parameter, place, depth + 1, text);
}

/* The attributes that are ARNs: the resource's own, and that of a table's stream. */
static bool resolve_attribute(struct resolver *resolver, const char *logical_id,
                              const char *attribute, const char *place, unsigned depth,
                              struct text *text)
{
    const cJSON *resource = find_resource(resolver, logical_id);
    const struct known_type *type = find_type(resource);
    bool is_stream =
        type != NULL && strcmp(attribute, "StreamArn") == 0 &&
        resolve_member(resolve_member(resource, "Properties"), "StreamSpecification") != NULL;
    struct text name = {NULL, 0};

    if (type == NULL || (strcmp(attribute, "Arn") != 0 && !is_stream))
        return resolve_fail(resolver, place, "`%s.%s` does not exist locally", logical_id,
                            attribute);
    if (!name_at_depth(resolver, logical_id, place, depth, &name))
        return false;
    *text = text_format(resolver->arena, "%s%s%s", type->arn_prefix, name.ptr,
                        is_stream ? "/stream/" LOCAL_STREAM : type->arn_suffix);
    return true;
}

/* What stands between "${" and "}". */
static bool resolve_variable(struct resolver *resolver, struct text variable, const char *place,
                             unsigned depth, struct text *text)
{
    const char *dot = memchr(variable.ptr, '.', variable.len);
    struct text head;

    if (dot == NULL)
        return resolve_ref(resolver, variable.ptr, place, depth, text);
    head = text_copy(resolver->arena, variable.ptr, (size_t)(dot - variable.ptr));
    return resolve_attribute(resolver, head.ptr, dot + 1, place, depth, text);
}

static bool resolve_sub(struct resolver *resolver, const char *at, const char *place,
                        unsigned depth, struct text *text)
{
    struct text_buf out;

    text_buf_init(&out, resolver->arena, TEXT_BUF_MAX);
    for (;;) {
        const char *open = strstr(at, "${");
        const char *close = open != NULL ? strchr(open, '}') : NULL;
        struct text name, value = {NULL, 0};

        if (close == NULL)
            break;
        text_add(&out, at, (size_t)(open - at));
        at = close + 1;
        if (open[2] == '!') { /* ${!x} is the literal ${x} */
            text_put(&out, "${");
            text_add(&out, open + 3, (size_t)(at - (open + 3)));
            continue;
        }
        name = text_copy(resolver->arena, open + 2, (size_t)(close - (open + 2)));
        if (!resolve_variable(resolver, name, place, depth, &value))
            return false;
        text_add(&out, value.ptr, value.len);
    }
    text_put(&out, at);
    *text = text_view(&out);
    return true;
}

static bool resolve_get_att(struct resolver *resolver, const cJSON *path, const char *place,
                            unsigned depth, struct text *text)
{
    const char *logical_id = cJSON_GetStringValue(cJSON_GetArrayItem(path, 0));
    const char *attribute = cJSON_GetStringValue(cJSON_GetArrayItem(path, 1));

    if (logical_id == NULL || attribute == NULL)
        return resolve_fail(resolver, place, "Fn::GetAtt wants a resource and an attribute");
    return resolve_attribute(resolver, logical_id, attribute, place, depth, text);
}

static bool resolve_function(struct resolver *resolver, const cJSON *call, const char *place,
                             unsigned depth, struct text *text)
{
    const char *argument = cJSON_GetStringValue(call);

    if (strcmp(call->string, "Ref") == 0 && argument != NULL)
        return resolve_ref(resolver, argument, place, depth, text);
    if (strcmp(call->string, "Fn::Sub") == 0 && argument != NULL)
        return resolve_sub(resolver, argument, place, depth, text);
    if (strcmp(call->string, "Fn::GetAtt") == 0)
        return resolve_get_att(resolver, call, place, depth, text);
    return resolve_fail(resolver, place, "`%s` is not known to `lockstep run`", call->string);
}

static bool text_at_depth(struct resolver *resolver, const cJSON *value, const char *place,
                          unsigned depth, struct text *text)
{
    if (depth > MAX_DEPTH)
        return resolve_fail(resolver, place, "refers to itself");
    if (cJSON_IsString(value)) {
        *text = text_of(value->valuestring);
        return true;
    }
    if (cJSON_IsNumber(value)) {
        *text = text_format(resolver->arena, "%.15g", value->valuedouble);
        return true;
    }
    if (cJSON_IsBool(value)) {
        *text = text_of(cJSON_IsTrue(value) ? "true" : "false");
        return true;
    }
    if (cJSON_IsObject(value) && value->child != NULL && value->child->next == NULL)
        return resolve_function(resolver, value->child, place, depth, text);
    return resolve_fail(resolver, place, "is no text");
}

bool resolve_text(struct resolver *resolver, const cJSON *value, const char *place,
                  struct text *text)
{
    return text_at_depth(resolver, value, place, 0, text);
}
