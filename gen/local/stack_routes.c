/*
 * stack_routes.c - the routes of a template, and who may call them.
 */
#include "local/stack_load.h"

#include <string.h>

#include "model/dispatch.h"

#define ROUTE      "AWS::ApiGatewayV2::Route"
#define AUTHORIZER "AWS::ApiGatewayV2::Authorizer"

/* ---- authorizers ---- */

static bool load_source(struct loader *loader, struct ls_str text, const char *place,
                        struct identity_source *source)
{
    static const struct {
        const char *prefix;
        bool in_query;
    } forms[] = {{"$request.header.", false}, {"$request.querystring.", true}};

    for (size_t i = 0; i < sizeof(forms) / sizeof(forms[0]); i++) {
        size_t len = strlen(forms[i].prefix);

        if (text.len <= len || memcmp(text.ptr, forms[i].prefix, len) != 0)
            continue;
        source->in_query = forms[i].in_query;
        source->name = text_copy(loader->arena, text.ptr + len, text.len - len).ptr;
        return true;
    }
    return resolve_fail(&loader->resolver, place,
                        "`%.*s` is no identity source that `lockstep run` knows: those are "
                        "$request.header.NAME and $request.querystring.NAME",
                        (int)text.len, text.ptr);
}

static bool load_sources(struct loader *loader, const cJSON *resource,
                         struct authorizer *authorizer)
{
    const cJSON *given = resolve_member(resolve_member(resource, "Properties"), "IdentitySource");
    const char *place = loader_place(loader, resource, "IdentitySource");
    struct identity_source *sources;
    struct ls_str *texts;

    if (!loader_list(loader, given, place, &texts, &authorizer->source_count))
        return false;
    sources = mem_array(loader->arena, authorizer->source_count + 1, sizeof(*sources));
    authorizer->sources = sources;
    for (size_t i = 0; i < authorizer->source_count; i++)
        if (!load_source(loader, texts[i], place, &sources[i]))
            return false;
    return true;
}

static bool load_jwt(struct loader *loader, const cJSON *resource, struct authorizer *authorizer)
{
    const cJSON *given = resolve_member(resolve_member(resource, "Properties"), "JwtConfiguration");
    const cJSON *issuer = resolve_member(given, "Issuer");
    const char *place = loader_place(loader, resource, "JwtConfiguration");
    struct ls_str *audience;
    struct text text = {NULL, 0};

    if (authorizer->source_count != 1)
        return resolve_fail(&loader->resolver, loader_place(loader, resource, "IdentitySource"),
                            "an authorizer of JWTs has one");
    if (issuer == NULL)
        return resolve_fail(&loader->resolver, place, "has no Issuer");
    if (!resolve_text(&loader->resolver, issuer, place, &text) ||
        !loader_list(loader, resolve_member(given, "Audience"), place, &audience,
                     &authorizer->audience_count))
        return false;
    authorizer->issuer = (struct ls_str){text.ptr, text.len};
    authorizer->audience = audience;
    return true;
}

/* The authorizer that a route names with Ref. */
static const cJSON *find_authorizer(struct loader *loader, const cJSON *route)
{
    const cJSON *id = resolve_member(resolve_member(route, "Properties"), "AuthorizerId");
    const char *name = resolve_string(id, "Ref");
    const cJSON *found = name != NULL ? resolve_member(loader_resources(loader), name) : NULL;

    if (found != NULL && loader_is_type(found, AUTHORIZER))
        return found;
    resolve_fail(&loader->resolver, loader_place(loader, route, "AuthorizerId"),
                 "does not refer to an authorizer of this template");
    return NULL;
}

/* Each route gets a copy of its own: routes are few. */
static bool load_authorizer(struct loader *loader, const cJSON *route, struct route_auth *auth)
{
    const cJSON *resource = find_authorizer(loader, route);
    const char *type = resolve_string(resolve_member(resource, "Properties"), "AuthorizerType");
    const char *wanted = auth->kind == AUTH_JWT ? "JWT" : "REQUEST";
    struct authorizer *authorizer = mem_alloc(loader->arena, sizeof(*authorizer));

    if (resource == NULL)
        return false;
    if (type == NULL || strcmp(type, wanted) != 0)
        return resolve_fail(&loader->resolver, loader_place(loader, resource, "AuthorizerType"),
                            "is not %s, as the route %s wants", wanted, route->string);
    auth->authorizer = authorizer;
    return load_sources(loader, resource, authorizer) &&
           (auth->kind != AUTH_JWT || load_jwt(loader, resource, authorizer));
}

static bool load_auth(struct loader *loader, const cJSON *route, struct route_auth *auth)
{
    static const struct {
        const char *type;
        enum auth_kind kind;
    } types[] = {
        {"NONE", AUTH_NONE}, {"JWT", AUTH_JWT}, {"CUSTOM", AUTH_LAMBDA}, {"AWS_IAM", AUTH_IAM}};
    const cJSON *properties = resolve_member(route, "Properties");
    const char *type = resolve_string(properties, "AuthorizationType");
    struct ls_str *scopes;
    size_t row = 0;

    while (type != NULL && row < sizeof(types) / sizeof(types[0]) &&
           strcmp(types[row].type, type) != 0)
        row++;
    if (row == sizeof(types) / sizeof(types[0]))
        return resolve_fail(&loader->resolver, loader_place(loader, route, "AuthorizationType"),
                            "`%s` is none of NONE, JWT, CUSTOM and AWS_IAM", type);
    auth->kind = types[row].kind;
    if (!loader_list(loader, resolve_member(properties, "AuthorizationScopes"),
                     loader_place(loader, route, "AuthorizationScopes"), &scopes,
                     &auth->scope_count))
        return false;
    auth->scopes = scopes;
    return (auth->kind != AUTH_JWT && auth->kind != AUTH_LAMBDA) ||
           load_authorizer(loader, route, auth);
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
    const char *place = loader_place(loader, resource, "RouteKey");
    const char *key = resolve_string(resolve_member(resource, "Properties"), "RouteKey");
    enum ls_method method;
    struct text path;

    if (key == NULL || !route_key_split(text_of(key), &method, &path))
        return resolve_fail(&loader->resolver, place, "`%s` is no route key",
                            key != NULL ? key : "");
    if (is_taken(routes, at, key))
        return resolve_fail(&loader->resolver, place, "`%s` is given twice", key);
    routes[at] = (struct ls_route){.key = key, .key_length = (uint16_t)strlen(key)};
    routes[at].parameters = parameter_names(loader->arena, path, &routes[at].parameter_count);
    return true;
}

bool load_routes(struct loader *loader)
{
    size_t count = loader_count(loader, ROUTE), at = 0;
    struct ls_route *routes = mem_array(loader->arena, count + 1, sizeof(*routes));
    struct route_auth *auth = mem_array(loader->arena, count + 1, sizeof(*auth));
    const cJSON *one;

    if (count > LS_MAX_ROUTES)
        return resolve_fail(&loader->resolver, "Resources", "more than %d routes", LS_MAX_ROUTES);
    cJSON_ArrayForEach(one, loader_resources(loader))
    {
        if (!loader_is_type(one, ROUTE))
            continue;
        if (!load_route(loader, one, routes, at) || !load_auth(loader, one, &auth[at]))
            return false;
        at++;
    }
    loader->stack->auth = auth;
    loader->stack->routes = (struct ls_service){
        .abi = LS_ABI, .name = "local", .routes = routes, .route_count = (uint16_t)count};
    if (!dispatch_build(loader->arena, &loader->stack->routes))
        return resolve_fail(&loader->resolver, "Resources", "too many path segments");
    return true;
}
