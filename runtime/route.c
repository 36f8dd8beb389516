/*
 * route.c - look-ups in the generated tables; their form is explained in abi.h.
 */
#include "route.h"

#include <string.h>

static const struct ls_str method_names[] = {
    [LS_METHOD_GET] = {"GET", 3},         [LS_METHOD_HEAD] = {"HEAD", 4},
    [LS_METHOD_POST] = {"POST", 4},       [LS_METHOD_PUT] = {"PUT", 3},
    [LS_METHOD_PATCH] = {"PATCH", 5},     [LS_METHOD_DELETE] = {"DELETE", 6},
    [LS_METHOD_OPTIONS] = {"OPTIONS", 7},
};

#define METHOD_NAME_COUNT (sizeof(method_names) / sizeof(method_names[0]))

enum ls_method ls_method_of(struct ls_str text)
{
    for (size_t i = 0; i < METHOD_NAME_COUNT; i++) {
        if (ls_str_equal(method_names[i], text))
            return (enum ls_method)i;
    }
    return LS_METHOD_COUNT;
}

struct ls_str ls_method_name(enum ls_method method)
{
    return (size_t)method < METHOD_NAME_COUNT ? method_names[method] : LS_STR("ANY");
}

const struct ls_route *ls_route_by_key(const struct ls_service *service, struct ls_str route_key)
{
    uint32_t slot = ls_key_slot(&service->keys, route_key.ptr, route_key.len);
    uint16_t row = service->keys.rows[slot];
    const struct ls_route *route;

    if (row == 0)
        return NULL;
    route = &service->routes[row - 1];
    if (route->key_length != route_key.len || memcmp(route->key, route_key.ptr, route_key.len) != 0)
        return NULL;
    return route;
}

/* ---- by path ---- */

struct walk {
    const struct ls_path_index *paths;
    enum ls_method method;
    /* One more than a route can have: where a greedy parameter at the last position begins. */
    struct ls_str segments[LS_MAX_PATH_SEGMENTS + 1];
    size_t count;
    bool lists_allowed; /* only for a 405: a request that is answered does not pay for it */
    uint32_t allowed;
    /* What was found: a 1-based route, its depth, and which segments were parameters (bits). */
    uint16_t full, greedy;
    size_t greedy_depth;
    uint32_t full_parameters, greedy_parameters;
};

/* Splits "/a/b" at the slashes. A path that is too long fills the array: no route ends there. */
static void split(struct ls_str path, struct walk *walk)
{
    const char *at = path.ptr + 1, *end = path.ptr + path.len;

    while (path.len > 1 && walk->count <= LS_MAX_PATH_SEGMENTS) {
        const char *slash = memchr(at, '/', (size_t)(end - at));

        walk->segments[walk->count++] = ls_str(at, (size_t)((slash == NULL ? end : slash) - at));
        if (slash == NULL)
            break;
        at = slash + 1;
    }
}

static uint16_t literal_child(const struct ls_path_index *paths, uint16_t parent,
                              struct ls_str segment)
{
    uint32_t slot = ls_path_slot(paths, parent, segment.ptr, segment.len);

    for (;; slot = (slot + 1) & paths->mask) {
        const struct ls_path_edge *edge = &paths->edges[slot];

        if (edge->segment == NULL)
            return 0;
        if (edge->parent == parent && edge->length == segment.len &&
            memcmp(edge->segment, segment.ptr, segment.len) == 0)
            return edge->child;
    }
}

/* The row for the request's method, else for ANY, else 0. */
static uint16_t pick(struct walk *walk, const uint16_t rows[LS_METHOD_COUNT])
{
    if (walk->method < LS_METHOD_ANY && rows[walk->method] != 0)
        return rows[walk->method];
    if (rows[LS_METHOD_ANY] != 0)
        return rows[LS_METHOD_ANY];
    for (unsigned i = 0; walk->lists_allowed && i < LS_METHOD_ANY; i++) {
        if (rows[i] != 0)
            walk->allowed |= 1u << i;
    }
    return 0;
}

/*
 * Depth first, literals before parameters, until a route ends at the path's end; the greedy routes
 * passed on the way are remembered, the deepest one. A call for each segment, so at most
 * LS_MAX_PATH_SEGMENTS deep; each node of the tree has one way to it and is visited once.
 */
static bool descend(struct walk *walk, uint16_t at, size_t depth, uint32_t parameters)
{
    const struct ls_path_node *node = &walk->paths->nodes[at];
    struct ls_str segment;
    uint16_t child;

    if (depth == walk->count) {
        walk->full = pick(walk, node->routes);
        walk->full_parameters = parameters;
        return walk->full != 0;
    }
    segment = walk->segments[depth];
    /* An empty last segment is a trailing slash, and no parameter's value. */
    if ((segment.len > 0 || depth + 1 < walk->count) &&
        (walk->greedy == 0 || depth > walk->greedy_depth)) {
        uint16_t greedy = pick(walk, node->greedy);

        if (greedy != 0) {
            walk->greedy = greedy;
            walk->greedy_depth = depth;
            walk->greedy_parameters = parameters;
        }
    }
    if (depth == LS_MAX_PATH_SEGMENTS)
        return false;
    child = node->has_literals ? literal_child(walk->paths, at, segment) : 0;
    if (child != 0 && descend(walk, child, depth + 1, parameters))
        return true;
    return segment.len > 0 && node->parameter_child != 0 &&
           descend(walk, node->parameter_child, depth + 1, parameters | UINT32_C(1) << depth);
}

/* The parameters' segments, in order. */
static size_t collect(const struct walk *walk, uint32_t parameters, struct ls_route_match *match)
{
    size_t count = 0;

    for (size_t depth = 0; parameters != 0; depth++, parameters >>= 1) {
        if (parameters & 1)
            match->parameters[count++] = walk->segments[depth];
    }
    return count;
}

/* The 1-based route that has the path and the method, and its parameters; 0: none. */
static uint16_t find(struct walk *walk, struct ls_str path, struct ls_route_match *match)
{
    const char *rest;
    size_t count;

    if (descend(walk, 0, 0, 0)) {
        (void)collect(walk, walk->full_parameters, match);
        return walk->full;
    }
    if (walk->greedy == 0)
        return 0;
    rest = walk->segments[walk->greedy_depth].ptr;
    count = collect(walk, walk->greedy_parameters, match);
    if (count < LS_MAX_PATH_SEGMENTS)
        match->parameters[count] = ls_str(rest, (size_t)(path.ptr + path.len - rest));
    return walk->greedy;
}

void ls_route_by_path(const struct ls_service *service, enum ls_method method, struct ls_str path,
                      struct ls_route_match *match)
{
    bool is_path = path.len > 0 && path.ptr[0] == '/';
    uint16_t row = 0;
    struct walk walk; /* not zeroed: its largest part need not be */

    _Static_assert(LS_MAX_PATH_SEGMENTS <= 32, "one bit a segment");
    match->route = NULL;
    match->allowed = 0;
    if (is_path) {
        walk.paths = &service->paths;
        walk.method = method;
        walk.count = 0;
        walk.lists_allowed = false;
        walk.greedy = 0;
        split(path, &walk);
        row = find(&walk, path, match);
    }
    if (row == 0)
        row = service->paths.default_route;
    if (row != 0) {
        match->route = &service->routes[row - 1];
    } else if (is_path) {
        walk.lists_allowed = true;
        walk.allowed = 0;
        (void)descend(&walk, 0, 0, 0);
        match->allowed = walk.allowed;
    }
}
