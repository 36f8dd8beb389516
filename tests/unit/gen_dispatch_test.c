/*
 * gen/model/dispatch: the look-up tables, used as the runtime uses them, with runtime/route. The
 * path matcher is compared with a naive one, which tries every route and ranks the matches.
 */
#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "model/dispatch.h"
#include "route.h"

#define LARGEST 65534

/* xorshift: the same numbers on every machine. */
static uint32_t next_random(uint32_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 17;
    *state ^= *state << 5;
    return *state;
}

struct service {
    struct mem_arena *arena;
    struct ls_route *routes;
    struct ls_service service;
};

static void service_init(struct service *service, size_t capacity)
{
    *service = (struct service){.arena = mem_arena_new()};
    cr_assert_not_null(service->arena);
    if (setjmp(*mem_guard(service->arena)) != 0)
        cr_assert_fail("memory was short");
    service->routes = mem_array(service->arena, capacity, sizeof(service->routes[0]));
    service->service.routes = service->routes;
}

static void add(struct service *service, const char *key)
{
    struct text copy = text_copy(service->arena, key, strlen(key));

    service->routes[service->service.route_count++] =
        (struct ls_route){.key = copy.ptr, .key_length = (uint16_t)copy.len};
}

static void service_release(struct service *service)
{
    mem_arena_free(service->arena);
}

static const struct ls_route *by_key(const struct service *service, const char *key)
{
    return ls_route_by_key(&service->service, ls_str_of(key));
}

/* ---- Route keys ---- */

Test(gen_dispatch, finds_each_key_and_no_other)
{
    static const char *const keys[] = {"GET /items",      "GET /items/{id}",    "POST /items",
                                       "PUT /items/{id}", "DELETE /items/{id}", "$default"};
    static const char *const others[] = {"",           "GET /item",      "GET /items/{ix}",
                                         "get /items", "GET /items/{id", "GET /items/{id}/",
                                         "$defaulT"};
    struct service service;

    service_init(&service, 6);
    for (size_t i = 0; i < 6; i++)
        add(&service, keys[i]);
    cr_assert(dispatch_build(service.arena, &service.service));
    for (size_t i = 0; i < 6; i++)
        cr_expect_eq(by_key(&service, keys[i]), &service.routes[i], "%s", keys[i]);
    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        cr_expect_null(by_key(&service, others[i]), "%s", others[i]);
    service_release(&service);
}

Test(gen_dispatch, a_service_without_routes_knows_nothing)
{
    struct ls_route_match match;
    struct service service;

    service_init(&service, 1);
    cr_assert(dispatch_build(service.arena, &service.service));
    cr_expect_null(by_key(&service, "GET /"));
    ls_route_by_path(&service.service, LS_METHOD_GET, LS_STR("/"), &match);
    cr_expect_null(match.route);
    service_release(&service);
}

/* Routes that share segments, so that their paths have few enough positions. */
static void add_many(struct service *service, size_t count)
{
    char key[64];

    for (size_t i = 0; i < count; i++) {
        snprintf(key, sizeof(key), "%s /s%zu/{id}/t%zu", i % 2 == 0 ? "GET" : "POST", i / 512 % 512,
                 i / 2 % 256);
        add(service, key);
    }
}

Test(gen_dispatch, tables_grow_with_the_number_of_routes)
{
    static const size_t counts[] = {1, 2, 3, 7, 64, 300, 3000, 20000, LARGEST};

    for (size_t c = 0; c < sizeof(counts) / sizeof(counts[0]); c++) {
        size_t count = counts[c];
        struct service service;

        service_init(&service, count);
        add_many(&service, count);
        cr_assert(dispatch_build(service.arena, &service.service), "%zu routes", count);
        cr_expect_leq(service.service.keys.mask + 1, 4 * count, "%zu routes", count);
        cr_expect_leq(service.service.keys.displacement_mask + 1, 2 * count, "%zu routes", count);
        cr_expect_leq(service.service.paths.mask + 1, 8 * count, "%zu routes", count);
        for (size_t i = 0; i < count; i++)
            cr_assert_eq(by_key(&service, service.routes[i].key), &service.routes[i], "%s of %zu",
                         service.routes[i].key, count);
        service_release(&service);
    }
}

Test(gen_dispatch, the_same_routes_give_the_same_tables)
{
    struct service one, two;

    service_init(&one, 300);
    service_init(&two, 300);
    add_many(&one, 300);
    add_many(&two, 300);
    cr_assert(dispatch_build(one.arena, &one.service));
    cr_assert(dispatch_build(two.arena, &two.service));
    cr_expect_eq(one.service.keys.seed, two.service.keys.seed);
    cr_assert_eq(one.service.keys.mask, two.service.keys.mask);
    cr_expect_arr_eq(one.service.keys.rows, two.service.keys.rows,
                     (one.service.keys.mask + 1) * sizeof(uint16_t));
    cr_expect_arr_eq(one.service.keys.displacements, two.service.keys.displacements,
                     (one.service.keys.displacement_mask + 1) * sizeof(uint16_t));
    cr_assert_eq(one.service.paths.node_count, two.service.paths.node_count);
    cr_expect_arr_eq(one.service.paths.nodes, two.service.paths.nodes,
                     one.service.paths.node_count * sizeof(struct ls_path_node));
    service_release(&one);
    service_release(&two);
}

Test(gen_dispatch, says_when_paths_have_too_many_positions)
{
    struct service service;
    char key[64];

    service_init(&service, 40000);
    for (size_t i = 0; i < 40000; i++) {
        snprintf(key, sizeof(key), "GET /a%zu/b%zu", i, i);
        add(&service, key);
    }
    cr_expect_not(dispatch_build(service.arena, &service.service));
    service_release(&service);
}

Test(gen_dispatch, two_routes_of_one_key_are_refused)
{
    struct service service;

    service_init(&service, 2);
    add(&service, "GET /a");
    add(&service, "GET /a");
    cr_expect_not(dispatch_build(service.arena, &service.service));
    service_release(&service);
}

/* ---- Paths ---- */

#define SEGMENTS 8

struct naive_path {
    char text[128];
    char *segments[SEGMENTS];
    size_t count;
};

static void naive_split(struct naive_path *path, const char *text)
{
    snprintf(path->text, sizeof(path->text), "%s", text);
    path->count = 0;
    if (text[1] == '\0')
        return;
    for (char *at = path->text + 1; at != NULL;) {
        char *slash = strchr(at, '/');

        path->segments[path->count++] = at;
        if (slash != NULL)
            *slash++ = '\0';
        at = slash;
    }
}

/*
 * How well a route's path matches, as a text that sorts: the best is the least. "" is no match.
 * Full matches come before greedy ones, then literals before parameters from the left; of greedy
 * ones the deepest comes first.
 */
static void naive_rank(const char *route, const struct naive_path *path, char *rank)
{
    struct naive_path pattern;
    char *out = rank + 2;
    size_t i;

    naive_split(&pattern, route);
    rank[0] = '\0';
    for (i = 0; i < pattern.count; i++) {
        const char *segment = pattern.segments[i];

        if (segment[0] == '{' && segment[strlen(segment) - 2] == '+') {
            if (i >= path->count || (path->segments[i][0] == '\0' && i + 1 == path->count))
                return;
            *out = '\0';
            rank[0] = 'g';
            rank[1] = (char)('z' - (char)i);
            return;
        }
        if (i >= path->count)
            return;
        if (segment[0] == '{' ? path->segments[i][0] == '\0'
                              : strcmp(segment, path->segments[i]) != 0)
            return;
        *out++ = segment[0] == '{' ? 'p' : 'l';
    }
    if (i != path->count)
        return;
    *out = '\0';
    rank[0] = 'f';
    rank[1] = '-';
}

static const struct ls_route *naive_match(const struct service *service, const char *method,
                                          const char *path)
{
    const struct ls_route *best = NULL, *fallback = NULL;
    char best_rank[SEGMENTS + 8] = "~";
    struct naive_path split;

    naive_split(&split, path);
    for (size_t i = 0; i < service->service.route_count; i++) {
        const struct ls_route *route = &service->routes[i];
        const char *route_path = strchr(route->key, '/');
        char rank[SEGMENTS + 8];
        bool any = strncmp(route->key, "ANY ", 4) == 0;

        if (route_path == NULL) {
            fallback = route;
            continue;
        }
        if (!any && strncmp(route->key, method, strlen(method)) != 0)
            continue;
        naive_rank(route_path, &split, rank);
        if (rank[0] == '\0')
            continue;
        strcat(rank, any ? "b" : "a"); /* of one path, the method before ANY */
        if (strcmp(rank, best_rank) < 0) {
            strcpy(best_rank, rank);
            best = route;
        }
    }
    return best != NULL ? best : fallback;
}

/* "/a/{x}/b", with `parameter` for {x} and perhaps a greedy end. */
static void random_path(uint32_t *state, char *out, const char *parameter, bool greedy)
{
    size_t depth = next_random(state) % 5;

    *out = '\0';
    for (size_t i = 0; i < depth; i++) {
        uint32_t kind = next_random(state) % 5;

        out += sprintf(out, "/");
        if (kind == 4 && parameter != NULL)
            out += sprintf(out, "{%s%zu}", parameter, i);
        else
            out += sprintf(out, "%c", 'a' + (char)(kind % 3));
    }
    if (greedy && next_random(state) % 4 == 0)
        sprintf(out, "/{rest+}");
    else if (depth == 0)
        sprintf(out, "/");
    else if (next_random(state) % 12 == 0)
        sprintf(out, "/");
}

/* Is there a route that the gateway takes as the same? Parameters are named by position here. */
static bool has_key(const struct service *service, const char *key)
{
    for (size_t i = 0; i < service->service.route_count; i++) {
        if (strcmp(service->routes[i].key, key) == 0)
            return true;
    }
    return false;
}

static void random_service(struct service *service, uint32_t *state, size_t routes)
{
    static const char *const methods[] = {"GET", "POST", "ANY"};
    char path[128], key[160];

    service_init(service, routes);
    for (size_t i = 0; i < routes; i++) {
        random_path(state, path, "x", true);
        snprintf(key, sizeof(key), "%s %s", methods[next_random(state) % 3], path);
        if (next_random(state) % 50 == 0)
            strcpy(key, "$default");
        if (!has_key(service, key))
            add(service, key);
    }
    cr_assert(dispatch_build(service->arena, &service->service));
}

Test(gen_dispatch, paths_match_as_a_naive_matcher_says, .timeout = 60)
{
    static const struct {
        enum ls_method method;
        const char *name;
    } methods[] = {{LS_METHOD_GET, "GET"}, {LS_METHOD_POST, "POST"}, {LS_METHOD_PUT, "PUT"}};
    uint32_t state = 20240229;
    size_t matched = 0;

    for (size_t round = 0; round < 300; round++) {
        struct service service;

        random_service(&service, &state, 1 + next_random(&state) % 60);
        for (size_t i = 0; i < 200; i++) {
            size_t m = next_random(&state) % 3;
            const struct ls_route *expected;
            struct ls_route_match match;
            char path[128];

            random_path(&state, path, NULL, false);
            expected = naive_match(&service, methods[m].name, path);
            ls_route_by_path(&service.service, methods[m].method, ls_str_of(path), &match);
            cr_assert_eq(match.route, expected, "round %zu: %s %s gives %s, not %s", round,
                         methods[m].name, path, match.route == NULL ? "none" : match.route->key,
                         expected == NULL ? "none" : expected->key);
            matched += expected != NULL;
        }
        service_release(&service);
    }
    cr_expect_gt(matched, 10000, "only %zu requests matched anything", matched);
}

Test(gen_dispatch, takes_the_longest_path)
{
    struct ls_route_match match;
    struct service service;
    char key[256] = "GET ";

    service_init(&service, 2);
    for (int i = 0; i < LS_MAX_PATH_SEGMENTS; i++)
        sprintf(key + strlen(key), "/s%d", i);
    add(&service, key);
    add(&service, "GET /{rest+}");
    cr_assert(dispatch_build(service.arena, &service.service));
    ls_route_by_path(&service.service, LS_METHOD_GET, ls_str_of(key + 4), &match);
    cr_expect_eq(match.route, &service.routes[0]);
    strcat(key, "/more");
    ls_route_by_path(&service.service, LS_METHOD_GET, ls_str_of(key + 4), &match);
    cr_expect_eq(match.route, &service.routes[1]);
    service_release(&service);
}

/* ---- The pieces of a key ---- */

Test(gen_dispatch, splits_keys)
{
    enum ls_method method;
    struct text path;

    cr_expect(route_key_split(TEXT("DELETE /items/{id}"), &method, &path));
    cr_expect_eq(method, LS_METHOD_DELETE);
    cr_expect_str_eq(path.ptr, "/items/{id}");
    cr_expect(route_key_split(TEXT("$default"), &method, &path));
    cr_expect_eq(method, LS_METHOD_COUNT);
    cr_expect_eq(path.len, 0);
    cr_expect_not(route_key_split(TEXT("GET"), &method, &path));
    cr_expect_not(route_key_split(TEXT("GET "), &method, &path));
    cr_expect_not(route_key_split(TEXT("GET items"), &method, &path));
    cr_expect_not(route_key_split(TEXT("FETCH /items"), &method, &path));
    cr_expect_not(route_key_split(TEXT("/items"), &method, &path));
}

Test(gen_dispatch, splits_paths)
{
    struct segment segments[LS_MAX_PATH_SEGMENTS];

    cr_expect_eq(path_segments(TEXT("/"), segments), 0);
    cr_assert_eq(path_segments(TEXT("/a/"), segments), 2);
    cr_expect_eq(segments[1].kind, SEGMENT_LITERAL);
    cr_expect_eq(segments[1].text.len, 0);
    cr_assert_eq(path_segments(TEXT("/items/{id}/{rest+}"), segments), 3);
    cr_expect(text_is(segments[0].text, "items"));
    cr_expect_eq(segments[1].kind, SEGMENT_PARAMETER);
    cr_expect(text_is(segments[1].text, "id"));
    cr_expect_eq(segments[2].kind, SEGMENT_GREEDY);
    cr_expect(text_is(segments[2].text, "rest"));
}
