/*
 * Routing: by key, and by path with the gateway's precedence. The tables come from the generator's
 * own builder: what it writes is what is read here.
 */
#include "route.h"

#include <stdio.h>
#include <string.h>

#include "base/mem.h"
#include "expect.h"
#include "model/dispatch.h"

struct api {
    struct mem_arena *arena;
    struct ls_route routes[LS_MAX_ROUTES];
    struct ls_service service;
};

static struct api api;

static void teardown(void)
{
    mem_arena_free(api.arena);
}

TestSuite(route, .fini = teardown);

static void build(size_t count)
{
    api.arena = mem_arena_new();
    cr_assert_not_null(api.arena);
    if (setjmp(*mem_guard(api.arena)) != 0)
        cr_assert_fail("no memory");
    api.service.routes = api.routes;
    api.service.route_count = (uint16_t)count;
    cr_assert(dispatch_build(api.arena, &api.service));
}

/* NULL ends the list. */
static void make(const char *const *keys)
{
    size_t count = 0;

    for (; keys[count] != NULL; count++)
        api.routes[count] =
            (struct ls_route){.key = keys[count], .key_length = (uint16_t)strlen(keys[count])};
    build(count);
}

static struct ls_route_match match;

/* The route's key, or "404", or "405" and the allowed methods. */
static const char *matched(const char *method, const char *path)
{
    static char text[128];
    int len;

    memset(&match, 0xEE, sizeof(match));
    ls_route_by_path(&api.service, ls_method_of(ls_str_of(method)), guarded(ls_str_of(path)),
                     &match);
    if (match.route != NULL)
        return match.route->key;
    len = snprintf(text, sizeof(text), match.allowed == 0 ? "404" : "405");
    for (unsigned i = 0; i < LS_METHOD_COUNT; i++) {
        if ((match.allowed & 1u << i) != 0)
            len += snprintf(text + len, sizeof(text) - (size_t)len, " %s",
                            ls_method_name((enum ls_method)i).ptr);
    }
    return text;
}

static const char *const pets[] = {
    "GET /pets/dog/1", "GET /pets/dog/{id}", "GET /pets/{proxy+}",
    "ANY /{proxy+}",   "$default",           NULL,
};

/* The example of API Gateway's developer guide, "Routing API requests". */
Test(route, follows_the_documented_precedence)
{
    make(pets);
    cr_expect_str_eq(matched("GET", "/pets/dog/1"), "GET /pets/dog/1");
    cr_expect_str_eq(matched("GET", "/pets/dog/2"), "GET /pets/dog/{id}");
    EXPECT_STR(match.parameters[0], "2");
    cr_expect_str_eq(matched("GET", "/pets/cat/1"), "GET /pets/{proxy+}");
    EXPECT_STR(match.parameters[0], "cat/1");
    cr_expect_str_eq(matched("POST", "/test/5"), "ANY /{proxy+}");
    EXPECT_STR(match.parameters[0], "test/5");
    cr_expect_str_eq(matched("POST", "/pets/dog/1"), "ANY /{proxy+}");
    EXPECT_STR(match.parameters[0], "pets/dog/1");
    cr_expect_str_eq(matched("TRACE", "/pets/dog/1"), "ANY /{proxy+}");
    cr_expect_str_eq(matched("GET", "/"), "$default");
    cr_expect_str_eq(matched("GET", ""), "$default");
    cr_expect_str_eq(matched("GET", "pets"), "$default");
}

static const char *const items[] = {
    "GET /items",
    "POST /items",
    "GET /items/{id}",
    "PUT /items/{id}",
    "DELETE /items/{id}",
    "GET /items/{id}/tags/{tag}",
    "POST /items/bulk",
    "ANY /items/any",
    "GET /items/any",
    "GET /",
    "GET /slash/",
    "GET /items/bulk/tags/all",
    "HEAD /items/{id}",
    "PATCH /a/{x}/c",
    "GET /a/b/{y}",
    "GET /a/{x}/{rest+}",
    "GET /{first}/b/{rest+}",
    NULL,
};

Test(route, tries_a_parameter_when_the_literal_has_no_such_method)
{
    make(items);
    cr_expect_str_eq(matched("GET", "/items/bulk"), "GET /items/{id}");
    EXPECT_STR(match.parameters[0], "bulk");
    cr_expect_str_eq(matched("POST", "/items/bulk"), "POST /items/bulk");
    cr_expect_str_eq(matched("GET", "/items/bulk/tags/red"), "GET /items/{id}/tags/{tag}");
    EXPECT_STR(match.parameters[0], "bulk");
    EXPECT_STR(match.parameters[1], "red");
    cr_expect_str_eq(matched("PATCH", "/a/b/c"), "PATCH /a/{x}/c");
    EXPECT_STR(match.parameters[0], "b");
    cr_expect_str_eq(matched("GET", "/a/b/c"), "GET /a/b/{y}");
    EXPECT_STR(match.parameters[0], "c");
}

Test(route, prefers_a_method_to_any_and_a_literal_to_both)
{
    make(items);
    cr_expect_str_eq(matched("GET", "/items/any"), "GET /items/any");
    cr_expect_str_eq(matched("PUT", "/items/any"), "ANY /items/any");
    cr_expect_str_eq(matched("PURGE", "/items/any"), "ANY /items/any");
}

Test(route, takes_the_longest_greedy_route)
{
    make(items);
    cr_expect_str_eq(matched("GET", "/a/b/c/d"), "GET /a/{x}/{rest+}");
    EXPECT_STR(match.parameters[0], "b");
    EXPECT_STR(match.parameters[1], "c/d");
    cr_expect_str_eq(matched("GET", "/z/b//"), "GET /{first}/b/{rest+}");
    EXPECT_STR(match.parameters[0], "z");
    EXPECT_STR(match.parameters[1], "/");
}

Test(route, says_which_methods_a_path_has)
{
    make(items);
    cr_expect_str_eq(matched("PATCH", "/items/7"), "405 GET HEAD PUT DELETE");
    cr_expect_str_eq(matched("DELETE", "/items"), "405 GET POST");
    cr_expect_str_eq(matched("TRACE", "/items"), "405 GET POST");
    cr_expect_str_eq(matched("PATCH", "/items/bulk"), "405 GET HEAD POST PUT DELETE");
    cr_expect_str_eq(matched("POST", "/a/b/c/d"), "405 GET");
    cr_expect_str_eq(matched("GET", "/items/7/tags"), "404");
    cr_expect_str_eq(matched("GET", "/nothing"), "404");
    cr_expect_str_eq(matched("GET", "/ITEMS"), "404");
    cr_expect_str_eq(matched("POST", "/"), "405 GET");
    cr_expect_str_eq(matched("POST", "x"), "404");
    cr_expect_str_eq(matched("GET", "items"), "404");
    cr_expect_str_eq(matched("GET", ""), "404");
}

Test(route, counts_trailing_slashes_and_gives_no_empty_parameter)
{
    make(items);
    cr_expect_str_eq(matched("GET", "/"), "GET /");
    cr_expect_str_eq(matched("GET", "/slash/"), "GET /slash/");
    cr_expect_str_eq(matched("GET", "/slash"), "404");
    cr_expect_str_eq(matched("GET", "/items/"), "404");
    cr_expect_str_eq(matched("GET", "//"), "404");
    cr_expect_str_eq(matched("GET", "/items//tags/red"), "404");
    cr_expect_str_eq(matched("GET", "/a/b/"), "404");
    cr_expect_str_eq(matched("GET", "/a//c/d"), "404");
}

#define X8  "x/x/x/x/x/x/x/x"
#define X31 X8 "/" X8 "/" X8 "/x/x/x/x/x/x/x"

static const char *const deep[] = {"GET /" X31 "/{last}", "GET /" X31 "/{more+}",
                                   "GET /{a}/{b}/{c}", NULL};

Test(route, goes_as_deep_as_a_path_may_be)
{
    make(deep);
    cr_expect_str_eq(matched("GET", "/" X31 "/y"), "GET /" X31 "/{last}");
    EXPECT_STR(match.parameters[0], "y");
    cr_expect_str_eq(matched("GET", "/" X31 "/y/z"), "GET /" X31 "/{more+}");
    EXPECT_STR(match.parameters[0], "y/z");
    cr_expect_str_eq(matched("GET", "/" X31 "/" X31 "/" X31), "GET /" X31 "/{more+}");
    cr_expect_str_eq(matched("GET", "/" X31), "404");
    cr_expect_str_eq(matched("GET", "/1/2/3"), "GET /{a}/{b}/{c}");
    EXPECT_STR(match.parameters[2], "3");
}

static const char *const services[] = {
    "GET /north/accounts", "GET /north/addresses", "GET /north/articles",
    "GET /north/assets",   "GET /south/accounts",  "GET /south/addresses",
    "GET /south/articles", "GET /south/assets",    "GET /seaside/rooms",
    "GET /seaside/roofs",  "GET /seaside/roses",   "GET /seaside/rocks",
    "GET /eastern/rooms",  "GET /eastern/roofs",   "GET /eastern/roses",
    "GET /eastern/rocks",  "GET /western/rooms",   "GET /western/roofs",
    "GET /western/roses",  "GET /western/rocks",   NULL,
};

Test(route, finds_a_key_and_only_that)
{
    make(items);
    for (size_t i = 0; items[i] != NULL; i++) {
        const struct ls_route *route = ls_route_by_key(&api.service, guarded(ls_str_of(items[i])));

        cr_assert_not_null(route, "%s", items[i]);
        cr_expect_str_eq(route->key, items[i]);
    }
    cr_expect_null(ls_route_by_key(&api.service, LS_STR("GET /items ")));
    cr_expect_null(ls_route_by_key(&api.service, LS_STR("$default")));
    cr_expect_null(ls_route_by_key(&api.service, LS_STR("")));
}

/* Beginnings of keys and segments, some of which share a slot with the whole. */
Test(route, does_not_take_a_beginning_for_the_whole)
{
    make(services);
    for (size_t i = 0; services[i] != NULL; i++) {
        for (size_t len = 0; len < strlen(services[i]); len++) {
            char path[64];

            cr_expect_null(ls_route_by_key(&api.service, guarded(ls_str(services[i], len))));
            snprintf(path, sizeof(path), "%.*s", len < 4 ? 0 : (int)(len - 4), services[i] + 4);
            cr_expect_str_eq(matched("GET", path), "404", "%s", path);
        }
    }
}

Test(route, finds_each_of_300)
{
    static char keys[LS_MAX_ROUTES][48], paths[LS_MAX_ROUTES][48];

    for (int i = 0; i < LS_MAX_ROUTES; i++) {
        snprintf(keys[i], sizeof(keys[i]), "GET /service%d/resource%d/{id}", i % 17, i);
        snprintf(paths[i], sizeof(paths[i]), "/service%d/resource%d/%d", i % 17, i, i);
        api.routes[i] = (struct ls_route){.key = keys[i], .key_length = (uint16_t)strlen(keys[i])};
    }
    build(LS_MAX_ROUTES);
    for (int i = 0; i < LS_MAX_ROUTES; i++) {
        cr_expect_eq(ls_route_by_key(&api.service, ls_str_of(keys[i])), &api.routes[i]);
        cr_expect_str_eq(matched("GET", paths[i]), keys[i]);
        EXPECT_STR(match.parameters[0], strrchr(paths[i], '/') + 1);
    }
}

Test(route, names_methods_both_ways)
{
    cr_expect_eq(ls_method_of(LS_STR("GET")), LS_METHOD_GET);
    cr_expect_eq(ls_method_of(LS_STR("OPTIONS")), LS_METHOD_OPTIONS);
    cr_expect_eq(ls_method_of(LS_STR("get")), LS_METHOD_COUNT);
    cr_expect_eq(ls_method_of(LS_STR("")), LS_METHOD_COUNT);
    cr_expect_eq(ls_method_of(LS_STR("ANY")), LS_METHOD_COUNT);
    EXPECT_STR(ls_method_name(LS_METHOD_PATCH), "PATCH");
    EXPECT_STR(ls_method_name(LS_METHOD_ANY), "ANY");
}
