/*
 * stack.c - from the resources of a template to what `lockstep run` runs.
 */
#include "local/stack.h"

#include <string.h>

#include "local/resolve.h"
#include "model/dispatch.h"

#define DEFAULT_INTEGRATION_TIMEOUT_MS 30000 /* documented, AWS::ApiGatewayV2::Integration */
#define DEFAULT_FUNCTION_TIMEOUT_S     3     /* documented, AWS::Lambda::Function */
#define DEFAULT_MEMORY_MB              128

struct loader {
    struct resolver resolver;
    struct mem_arena *arena;
    struct stack *stack;
};

static const cJSON *resources(const struct loader *loader)
{
    return resolve_member(loader->resolver.template, "Resources");
}

static bool is_type(const cJSON *resource, const char *type)
{
    const char *own = resolve_string(resource, "Type");

    return own != NULL && strcmp(own, type) == 0;
}

static const char *place_of(const struct loader *loader, const cJSON *resource,
                            const char *property)
{
    return text_format(loader->arena, "Resources.%s.Properties.%s", resource->string, property).ptr;
}

static size_t count_type(const struct loader *loader, const char *type)
{
    const cJSON *one;
    size_t count = 0;

    cJSON_ArrayForEach(one, resources(loader)) count += is_type(one, type);
    return count;
}

/* The one resource of its type; there is no API in front of two functions here. */
static const cJSON *only_resource(struct loader *loader, const char *type)
{
    size_t count = count_type(loader, type);
    const cJSON *one, *found = NULL;

    if (count != 1) {
        resolve_fail(&loader->resolver, "Resources", "%s %s, and `lockstep run` wants one",
                     count == 0 ? "there is no" : "there is more than one", type);
        return NULL;
    }
    cJSON_ArrayForEach(one, resources(loader)) found = is_type(one, type) ? one : found;
    return found;
}

/* ---- routes ---- */

/* Names of a path's parameters, in order. */
static const char *const *parameter_names(struct mem_arena *arena, struct text path, uint8_t *count)
{
    struct segment segments[LS_MAX_PATH_SEGMENTS];
    size_t segment_count = path_segments(path, segments);
    const char **names = mem_array(arena, LS_MAX_PATH_SEGMENTS, sizeof(*names));

    *count = 0;
    for (size_t i = 0; i < segment_count && i < LS_MAX_PATH_SEGMENTS; i++)
        if (segments[i].kind != SEGMENT_LITERAL)
            names[(*count)++] = text_copy(arena, segments[i].text.ptr, segments[i].text.len).ptr;
    return names;
}

static bool is_taken(const struct ls_route *routes, size_t count, const char *key)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(routes[i].key, key) == 0)
            return true;
    return false;
}

static bool load_route(struct loader *loader, const cJSON *resource, struct ls_route *routes,
                       size_t at)
{
    const cJSON *properties = resolve_member(resource, "Properties");
    const char *place = place_of(loader, resource, "RouteKey");
    const char *key = resolve_string(properties, "RouteKey");
    const char *authorization = resolve_string(properties, "AuthorizationType");
    enum ls_method method;
    struct text path;

    if (key == NULL || !route_key_split(text_of(key), &method, &path))
        return resolve_fail(&loader->resolver, place, "`%s` is no route key",
                            key != NULL ? key : "");
    if (is_taken(routes, at, key))
        return resolve_fail(&loader->resolver, place, "`%s` is given twice", key);
    if (authorization != NULL && strcmp(authorization, "NONE") != 0)
        return resolve_fail(&loader->resolver, place,
                            "`%s` has an authorizer, which `lockstep run` does not have", key);
    routes[at] = (struct ls_route){.key = key, .key_length = (uint16_t)strlen(key)};
    routes[at].parameters = parameter_names(loader->arena, path, &routes[at].parameter_count);
    return true;
}

static bool load_routes(struct loader *loader)
{
    size_t count = count_type(loader, "AWS::ApiGatewayV2::Route"), at = 0;
    struct ls_route *routes = mem_array(loader->arena, count + 1, sizeof(*routes));
    const cJSON *one;

    if (count > LS_MAX_ROUTES)
        return resolve_fail(&loader->resolver, "Resources", "more than %d routes", LS_MAX_ROUTES);
    cJSON_ArrayForEach(one, resources(loader))
    {
        if (!is_type(one, "AWS::ApiGatewayV2::Route"))
            continue;
        if (!load_route(loader, one, routes, at++))
            return false;
    }
    loader->stack->routes = (struct ls_service){
        .abi = LS_ABI, .name = "local", .routes = routes, .route_count = (uint16_t)count};
    if (!dispatch_build(loader->arena, &loader->stack->routes))
        return resolve_fail(&loader->resolver, "Resources", "too many path segments");
    return true;
}

/* ---- the API ---- */

static bool load_list(struct loader *loader, const cJSON *list, const char *place,
                      struct ls_str **items, size_t *count)
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

/* A header's value: the list, joined by commas. */
static bool load_joined(struct loader *loader, const cJSON *list, const char *place,
                        struct ls_str *joined)
{
    struct text_buf out;
    struct ls_str *items;
    size_t count;

    if (!load_list(loader, list, place, &items, &count))
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
    const char *place = place_of(loader, api, "CorsConfiguration");
    struct cors *cors = mem_alloc(loader->arena, sizeof(*cors));
    struct ls_str *origins;
    struct text seconds;

    if (given == NULL)
        return true;
    if (!load_list(loader, resolve_member(given, "AllowOrigins"), place, &origins,
                   &cors->origin_count) ||
        !load_joined(loader, resolve_member(given, "AllowMethods"), place, &cors->methods) ||
        !load_joined(loader, resolve_member(given, "AllowHeaders"), place, &cors->headers) ||
        !load_joined(loader, resolve_member(given, "ExposeHeaders"), place, &cors->expose_headers))
        return false;
    cors->origins = origins;
    cors->credentials = cJSON_IsTrue(resolve_member(given, "AllowCredentials"));
    if (max_age != NULL) {
        if (!resolve_text(&loader->resolver, max_age, place, &seconds))
            return false;
        cors->max_age = (struct ls_str){seconds.ptr, seconds.len};
    }
    loader->stack->cors = cors;
    return true;
}

static int number_or(const cJSON *object, const char *name, int otherwise)
{
    const cJSON *number = resolve_member(object, name);

    return cJSON_IsNumber(number) ? number->valueint : otherwise;
}

static bool load_api(struct loader *loader)
{
    const cJSON *api = only_resource(loader, "AWS::ApiGatewayV2::Api");
    const cJSON *integration = only_resource(loader, "AWS::ApiGatewayV2::Integration");
    const cJSON *stage = only_resource(loader, "AWS::ApiGatewayV2::Stage");
    const char *version, *name;

    if (api == NULL || integration == NULL || stage == NULL)
        return false;
    version = resolve_string(resolve_member(integration, "Properties"), "PayloadFormatVersion");
    if (version == NULL || strcmp(version, "2.0") != 0)
        return resolve_fail(&loader->resolver,
                            place_of(loader, integration, "PayloadFormatVersion"), "must be 2.0");
    name = resolve_string(resolve_member(stage, "Properties"), "StageName");
    if (name == NULL || strcmp(name, "$default") != 0)
        return resolve_fail(&loader->resolver, place_of(loader, stage, "StageName"),
                            "`lockstep run` serves the stage $default only");
    loader->stack->integration_timeout_ms =
        number_or(resolve_member(integration, "Properties"), "TimeoutInMillis",
                  DEFAULT_INTEGRATION_TIMEOUT_MS);
    return load_cors(loader, api);
}

/* ---- the function ---- */

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

        if (!resolve_text(&loader->resolver, one, place_of(loader, function, property), &value))
            return false;
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
    if (!resolve_text(&loader->resolver, group, place_of(loader, function, "LoggingConfig"), &text))
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
                                          place_of(loader, function, "FunctionName"), &name))
        return false;
    out->name = name.ptr;
    out->handler = handler != NULL ? handler : "bootstrap";
    out->memory_mb = number_or(properties, "MemorySize", DEFAULT_MEMORY_MB);
    out->timeout_s = number_or(properties, "Timeout", DEFAULT_FUNCTION_TIMEOUT_S);
    return load_logging(loader, function) && load_variables(loader, function);
}

/* ---- tables ---- */

/* `item` becomes a member (or, without a name, an element) of `to`. */
static cJSON *attach(struct loader *loader, cJSON *to, const char *name, cJSON *item)
{
    bool attached = item != NULL && (name != NULL ? cJSON_AddItemToObject(to, name, item)
                                                  : cJSON_AddItemToArray(to, item));

    if (!attached) {
        cJSON_Delete(item);
        mem_short(loader->arena);
    }
    return item;
}

static void copy_member(struct loader *loader, cJSON *to, const cJSON *from, const char *name)
{
    const cJSON *member = resolve_member(from, name);

    if (member != NULL)
        attach(loader, to, name, cJSON_Duplicate(member, true));
}

/* An index without what local databases do not know: warm and maximum throughput, insights. */
static void copy_indexes(struct loader *loader, cJSON *to, const cJSON *from, const char *name)
{
    const cJSON *given = resolve_member(from, name), *one;
    cJSON *indexes;

    if (given == NULL)
        return;
    indexes = attach(loader, to, name, cJSON_CreateArray());
    cJSON_ArrayForEach(one, given)
    {
        cJSON *index = attach(loader, indexes, NULL, cJSON_CreateObject());

        copy_member(loader, index, one, "IndexName");
        copy_member(loader, index, one, "KeySchema");
        copy_member(loader, index, one, "Projection");
        copy_member(loader, index, one, "ProvisionedThroughput");
    }
}

static void free_json(void *json)
{
    cJSON_Delete(json);
}

/* documented, AWS::DynamoDB::Table; so that it may stand in a request as it is. */
static bool is_table_name(struct text name)
{
    static const char characters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789_.-";

    return name.len >= 3 && name.len <= 255 && strspn(name.ptr, characters) == name.len;
}

static bool load_table(struct loader *loader, const cJSON *resource, struct stack_table *table)
{
    const cJSON *properties = resolve_member(resource, "Properties");
    cJSON *request = cJSON_CreateObject();
    struct text name;
    char *text;

    if (request == NULL)
        mem_short(loader->arena);
    mem_defer(loader->arena, free_json, request);
    if (!resolve_name(&loader->resolver, resource->string, place_of(loader, resource, "TableName"),
                      &name))
        return false;
    if (!is_table_name(name))
        return resolve_fail(&loader->resolver, place_of(loader, resource, "TableName"),
                            "`%s` is no table name", name.ptr);
    attach(loader, request, "TableName", cJSON_CreateString(name.ptr));
    copy_member(loader, request, properties, "AttributeDefinitions");
    copy_member(loader, request, properties, "KeySchema");
    copy_indexes(loader, request, properties, "LocalSecondaryIndexes");
    copy_indexes(loader, request, properties, "GlobalSecondaryIndexes");
    copy_member(loader, request, properties, "BillingMode");
    copy_member(loader, request, properties, "ProvisionedThroughput");
    text = cJSON_PrintUnformatted(request);
    if (text == NULL)
        mem_short(loader->arena);
    mem_defer(loader->arena, cJSON_free, text);
    *table = (struct stack_table){name.ptr, text};
    return true;
}

static bool load_tables(struct loader *loader)
{
    size_t count = count_type(loader, "AWS::DynamoDB::Table"), at = 0;
    struct stack_table *tables = mem_array(loader->arena, count + 1, sizeof(*tables));
    const cJSON *one;

    cJSON_ArrayForEach(one, resources(loader))
    {
        if (is_type(one, "AWS::DynamoDB::Table") && !load_table(loader, one, &tables[at++]))
            return false;
    }
    loader->stack->tables = tables;
    loader->stack->table_count = count;
    return true;
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
    if (resolver_init(&loader.resolver, arena, template, environment) && load_routes(&loader) &&
        load_api(&loader) && load_function(&loader) && load_tables(&loader)) {
        stack->environment = loader.resolver.environment.ptr;
        return NULL;
    }
    return loader.resolver.problem;
}
