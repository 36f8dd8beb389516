/*
 * stack.c - from the resources of a template to what `lockstep run` runs.
 */
#include "local/stack.h"

#include <stdlib.h>
#include <string.h>

#include "local/specialise.h"
#include "local/stack_load.h"

#define DEFAULT_INTEGRATION_TIMEOUT_MS 30000 /* documented, AWS::ApiGatewayV2::Integration */
#define DEFAULT_FUNCTION_TIMEOUT_S     3     /* documented, AWS::Lambda::Function */
#define DEFAULT_MEMORY_MB              128
#define NUMBER_MAX                     1000000

const cJSON *loader_resources(const struct loader *loader)
{
    return resolve_member(loader->resolver.template, "Resources");
}

bool loader_is_type(const cJSON *resource, const char *type)
{
    const char *own = resolve_string(resource, "Type");

    return own != NULL && strcmp(own, type) == 0;
}

const char *loader_place(const struct loader *loader, const cJSON *resource, const char *property)
{
    return text_format(loader->arena, "Resources.%s.Properties.%s", resource->string, property).ptr;
}

size_t loader_count(const struct loader *loader, const char *type)
{
    const cJSON *one;
    size_t count = 0;

    cJSON_ArrayForEach(one, loader_resources(loader)) count += loader_is_type(one, type);
    return count;
}

bool loader_is_true(const cJSON *value)
{
    return cJSON_IsTrue(value) ||
           (cJSON_IsString(value) && strcmp(value->valuestring, "true") == 0);
}

bool loader_list(struct loader *loader, const cJSON *list, const char *place, struct ls_str **items,
                 size_t *count)
{
    const cJSON *one;
    struct text text;

    *items = mem_array(loader->arena, (size_t)cJSON_GetArraySize(list) + 1, sizeof(**items));
    *count = 0;
    cJSON_ArrayForEach(one, list)
    {
        if (!resolve_text(&loader->resolver, one, place, &text))
            return false;
        (*items)[(*count)++] = (struct ls_str){text.ptr, text.len};
    }
    return true;
}

/* CloudFormation takes a number's text as well, which is what a mapping may hold. */
static bool load_number(struct loader *loader, const cJSON *resource, const char *property,
                        int otherwise, int *number)
{
    const cJSON *value = resolve_member(resolve_member(resource, "Properties"), property);
    const char *place = loader_place(loader, resource, property);
    struct text text = {NULL, 0};
    char *end;
    long read;

    *number = otherwise;
    if (value == NULL)
        return true;
    if (!resolve_text(&loader->resolver, value, place, &text))
        return false;
    read = strtol(text.ptr, &end, 10);
    if (text.len == 0 || *end != '\0' || read < 0 || read > NUMBER_MAX)
        return resolve_fail(&loader->resolver, place, "`%s` is no whole number up to %d", text.ptr,
                            NUMBER_MAX);
    *number = (int)read;
    return true;
}

/* The one resource of its type; there is no API in front of two functions here. */
static const cJSON *only_resource(struct loader *loader, const char *type)
{
    size_t count = loader_count(loader, type);
    const cJSON *one, *found = NULL;

    if (count != 1) {
        resolve_fail(&loader->resolver, "Resources", "%s %s, and `lockstep run` wants one",
                     count == 0 ? "there is no" : "there is more than one", type);
        return NULL;
    }
    cJSON_ArrayForEach(one, loader_resources(loader)) found =
        loader_is_type(one, type) ? one : found;
    return found;
}

/* ---- the API ---- */

/* A header's value: the list, joined by commas. */
static bool load_joined(struct loader *loader, const cJSON *list, const char *place,
                        struct ls_str *joined)
{
    struct text_buf out;
    struct ls_str *items;
    size_t count;

    if (!loader_list(loader, list, place, &items, &count))
        return false;
    text_buf_init(&out, loader->arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < count; i++)
        text_printf(&out, "%s%.*s", i > 0 ? "," : "", (int)items[i].len, items[i].ptr);
    *joined = (struct ls_str){out.ptr, out.len};
    return true;
}

static bool load_cors(struct loader *loader, const cJSON *api)
{
    const cJSON *given = resolve_member(resolve_member(api, "Properties"), "CorsConfiguration");
    const cJSON *max_age = resolve_member(given, "MaxAge");
    const char *place = loader_place(loader, api, "CorsConfiguration");
    struct cors *cors = mem_alloc(loader->arena, sizeof(*cors));
    struct ls_str *origins;
    struct text seconds;

    if (given == NULL)
        return true;
    if (!loader_list(loader, resolve_member(given, "AllowOrigins"), place, &origins,
                     &cors->origin_count) ||
        !load_joined(loader, resolve_member(given, "AllowMethods"), place, &cors->methods) ||
        !load_joined(loader, resolve_member(given, "AllowHeaders"), place, &cors->headers) ||
        !load_joined(loader, resolve_member(given, "ExposeHeaders"), place, &cors->expose_headers))
        return false;
    cors->origins = origins;
    cors->credentials = loader_is_true(resolve_member(given, "AllowCredentials"));
    if (max_age != NULL) {
        if (!resolve_text(&loader->resolver, max_age, place, &seconds))
            return false;
        cors->max_age = (struct ls_str){seconds.ptr, seconds.len};
    }
    loader->stack->cors = cors;
    return true;
}

static bool load_api(struct loader *loader)
{
    const cJSON *api = only_resource(loader, "AWS::ApiGatewayV2::Api");
    const cJSON *integration = only_resource(loader, "AWS::ApiGatewayV2::Integration");
    const cJSON *stage = only_resource(loader, "AWS::ApiGatewayV2::Stage");
    const char *version, *name;
    int timeout_ms;

    if (api == NULL || integration == NULL || stage == NULL)
        return false;
    version = resolve_string(resolve_member(integration, "Properties"), "PayloadFormatVersion");
    if (version == NULL || strcmp(version, "2.0") != 0)
        return resolve_fail(&loader->resolver,
                            loader_place(loader, integration, "PayloadFormatVersion"),
                            "must be 2.0");
    name = resolve_string(resolve_member(stage, "Properties"), "StageName");
    if (name == NULL || strcmp(name, "$default") != 0)
        return resolve_fail(&loader->resolver, loader_place(loader, stage, "StageName"),
                            "`lockstep run` serves the stage $default only");
    if (!load_number(loader, integration, "TimeoutInMillis", DEFAULT_INTEGRATION_TIMEOUT_MS,
                     &timeout_ms))
        return false;
    loader->stack->integration_timeout_ms = timeout_ms;
    return load_cors(loader, api);
}

/* ---- the function ---- */

/* A table's name; of an ARN the end, since local databases know no ARNs as names of tables. */
static const char *local_table_name(const char *value)
{
    const char *slash = strncmp(value, "arn:", 4) == 0 ? strstr(value, ":table/") : NULL;

    return slash != NULL ? slash + strlen(":table/") : value;
}

static bool load_variables(struct loader *loader, const cJSON *function)
{
    const cJSON *given = resolve_member(
        resolve_member(resolve_member(function, "Properties"), "Environment"), "Variables");
    struct stack_variable *variables =
        mem_array(loader->arena, (size_t)cJSON_GetArraySize(given) + 1, sizeof(*variables));
    const cJSON *one;
    size_t count = 0;

    cJSON_ArrayForEach(one, given)
    {
        const char *property =
            text_format(loader->arena, "Environment.Variables.%s", one->string).ptr;
        struct text value;

        if (!resolve_text(&loader->resolver, one, loader_place(loader, function, property), &value))
            return false;
        if (strncmp(one->string, TABLE_VARIABLE, strlen(TABLE_VARIABLE)) == 0)
            value.ptr = local_table_name(value.ptr);
        variables[count++] = (struct stack_variable){one->string, value.ptr};
    }
    loader->stack->function.variables = variables;
    loader->stack->function.variable_count = count;
    return true;
}

static bool load_logging(struct loader *loader, const cJSON *function)
{
    const cJSON *logging = resolve_member(resolve_member(function, "Properties"), "LoggingConfig");
    const cJSON *group = resolve_member(logging, "LogGroup");
    struct stack_function *out = &loader->stack->function;
    const char *format = resolve_string(logging, "LogFormat");
    struct text text;

    out->log_format = format != NULL ? format : "Text";
    out->log_level = resolve_string(logging, "ApplicationLogLevel");
    out->log_group = text_format(loader->arena, "/aws/lambda/%s", out->name).ptr;
    if (group == NULL)
        return true;
    if (!resolve_text(&loader->resolver, group, loader_place(loader, function, "LoggingConfig"),
                      &text))
        return false;
    out->log_group = text.ptr;
    return true;
}

static bool load_function(struct loader *loader)
{
    const cJSON *function = only_resource(loader, "AWS::Lambda::Function");
    const cJSON *properties = resolve_member(function, "Properties");
    struct stack_function *out = &loader->stack->function;
    const char *handler = resolve_string(properties, "Handler");
    struct text name;

    if (function == NULL || !resolve_name(&loader->resolver, function->string,
                                          loader_place(loader, function, "FunctionName"), &name))
        return false;
    out->name = name.ptr;
    out->handler = handler != NULL ? handler : "bootstrap";
    return load_number(loader, function, "MemorySize", DEFAULT_MEMORY_MB, &out->memory_mb) &&
           load_number(loader, function, "Timeout", DEFAULT_FUNCTION_TIMEOUT_S, &out->timeout_s) &&
           load_logging(loader, function) && load_variables(loader, function);
}

static void free_json(void *json)
{
    cJSON_Delete(json);
}

const char *stack_load(struct stack *stack, struct mem_arena *arena, struct text template_json,
                       const char *environment)
{
    struct loader loader = {.arena = arena, .stack = stack};
    cJSON *template = cJSON_ParseWithLength(template_json.ptr, template_json.len);

    *stack = (struct stack){0};
    if (!cJSON_IsObject(template)) {
        cJSON_Delete(template);
        return "it is not a JSON object";
    }
    mem_defer(arena, free_json, template);
    if (resolver_init(&loader.resolver, arena, template, environment) &&
        specialise(&loader.resolver, template) && load_routes(&loader) && load_api(&loader) &&
        load_function(&loader) && load_tables(&loader)) {
        stack->environment = loader.resolver.environment.ptr;
        return NULL;
    }
    return loader.resolver.problem;
}
