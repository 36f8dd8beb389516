/*
 * gen/model/names and reserved: names derived from the spec, and names that it can't take.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "model/names.h"
#include "model/reserved.h"
#include "planned.h"

static struct mem_arena *arena;

static void open_arena(void)
{
    arena = mem_arena_new();
    cr_assert_not_null(arena);
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory was short");
}

static void close_arena(void)
{
    mem_arena_free(arena);
}

TestSuite(names, .init = open_arena, .fini = close_arena);

Test(names, words_of_a_name)
{
    cr_expect_str_eq(names_pascal(arena, TEXT("items")), "Items");
    cr_expect_str_eq(names_pascal(arena, TEXT("by_customer_id")), "ByCustomerId");
    cr_expect_str_eq(names_pascal(arena, TEXT("v2_items__old")), "V2ItemsOld");
    cr_expect_str_eq(names_pascal(arena, TEXT("a_1")), "A1");
    cr_expect_str_eq(names_upper(arena, TEXT("by_customer_2")), "BY_CUSTOMER_2");
}

static const char *route_id(const char *key)
{
    enum ls_method method;
    struct text path;

    cr_assert(route_key_split(text_of(key), &method, &path), "%s", key);
    return names_route(arena, method, path);
}

Test(names, ids_of_routes)
{
    static const struct {
        const char *key, *id;
    } rows[] = {
        {"GET /items", "RouteGetItems"},
        {"GET /items/{id}", "RouteGetItemsId"},
        {"DELETE /items/{id}", "RouteDeleteItemsId"},
        {"POST /items/{id}/reserve", "RoutePostItemsIdReserve"},
        {"PATCH /a/{b}/c/{d}", "RoutePatchAIdCId"},
        {"OPTIONS /v1/items2", "RouteOptionsV1Items2"},
        {"HEAD /", "RouteHead"},
        {"ANY /{proxy+}", "RouteAnyProxy"},
        {"GET /files/{path+}", "RouteGetFilesProxy"},
        {"$default", "RouteDefault"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        cr_expect_str_eq(route_id(rows[i].key), rows[i].id, "%s: %s", rows[i].key,
                         route_id(rows[i].key));
}

/* An id that changed would make CloudFormation create the route anew while it is still there. */
Test(names, renaming_a_path_parameter_keeps_the_id)
{
    cr_expect_str_eq(route_id("GET /items/{item_id}"), route_id("GET /items/{id}"));
    cr_expect_str_eq(route_id("GET /Line-Items/{a}/x"), route_id("GET /Line-Items/{b.c}/x"));
    cr_expect_str_eq(route_id("ANY /{rest+}"), route_id("ANY /{proxy+}"));
}

Test(names, routes_that_read_alike_have_ids_of_their_own)
{
    static const char *const keys[] = {
        "GET /items/{id}",  "GET /items/id",     "GET /items/ID",
        "GET /itemsid",     "GET /itemsId",      "GET /items-id",
        "GET /items_id",    "GET /items/id/",    "GET /items/{id}/",
        "GET /items/i.d",   "GET /items/{id+}",  "GET /items/proxy",
        "GET /items/Proxy", "GET /{items}/{id}", "GET /{items}/id",
        "GET /Items/{id}",  "GET /items/~id",    "GET /",
        "GET /items",       "GET /items/",       "GET /Items",
        "POST /items",      "$default",          "ANY /",
        "GET /1",
    };
    const char *ids[sizeof(keys) / sizeof(keys[0])];

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        ids[i] = route_id(keys[i]);
        cr_expect_eq(
            strspn(ids[i], "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
            strlen(ids[i]), "%s", ids[i]);
        for (size_t j = 0; j < i; j++)
            cr_expect_str_neq(ids[i], ids[j], "%s and %s are both %s", keys[i], keys[j], ids[i]);
    }
}

/* The suffix is of the digest of "GET /line-items/{}", by another tool: sha256sum. */
Test(names, unusual_paths_get_a_digest)
{
    cr_expect_str_eq(route_id("GET /line-items/{id}"), "RouteGetLineItemsId7e633bea");
    cr_expect_str_eq(route_id("GET /items/id"), "RouteGetItemsId2903d61b");
}

Test(names, ids_stay_within_what_cloudformation_takes)
{
    char key[2000] = "GET ";
    char other[2000];

    for (int i = 0; i < LS_MAX_PATH_SEGMENTS; i++)
        strcat(key, "/abcdefghijklmnopqrstuvwxyz");
    strcpy(other, key);
    other[strlen(other) - 1] = '0';
    cr_expect_leq(strlen(route_id(key)), 255);
    cr_expect_str_neq(route_id(key), route_id(other));
}

Test(names, a_name_taken_twice_shows_both_places)
{
    struct source source;
    struct diags *diags;
    struct text_buf out;
    struct claim claims[] = {
        {"ATable", {11, 13}, TEXT("table `b`")},
        {"BTable", {5, 6}, TEXT("table `c`")},
        {"ATable", {0, 1}, TEXT("table `a`")},
    };

    source_init(&source, arena, "spec.yaml", TEXT("a: 1\nbb: 2\ncc: 3\n"));
    diags = diags_new(arena, &source);
    names_check(diags, claims, 3);
    cr_assert_eq(diags_errors(diags), 1);
    text_buf_init(&out, arena, TEXT_BUF_MAX);
    diags_render(diags, DIAG_TEXT, &out);
    cr_expect(strstr(out.ptr, "spec.yaml:3:1: error: table `a` and table `b` both become `ATable`"),
              "%s", out.ptr);
    cr_expect(strstr(out.ptr, "spec.yaml:1:1: note: "), "%s", out.ptr);
}

/* The keywords of C11, from the standard's list. */
Test(names, keywords_are_taken)
{
    static const char *const keywords[] = {
        "auto",    "break",  "case",     "char",   "const",    "continue", "default",
        "do",      "double", "else",     "enum",   "extern",   "float",    "for",
        "goto",    "if",     "inline",   "int",    "long",     "register", "restrict",
        "return",  "short",  "signed",   "sizeof", "static",   "struct",   "switch",
        "typedef", "union",  "unsigned", "void",   "volatile", "while",
    };

    for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++)
        cr_expect_str_eq(reserved_for_c(text_of(keywords[i])), "a keyword of C", "%s", keywords[i]);
}

Test(names, names_of_the_library_are_taken)
{
    static const char *const taken[] = {"abort", "close",  "exit",  "free", "index",   "log",
                                        "main",  "malloc", "open",  "read", "remove",  "rename",
                                        "send",  "stat",   "write", "ls_",  "ls_items"};
    static const char *const freely[] = {"create",       "delete", "get_item", "list", "returns",
                                         "reserve_item", "writes", "a",        "lsx"};

    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
        cr_expect_not_null(reserved_for_c(text_of(taken[i])), "%s", taken[i]);
    for (size_t i = 0; i < sizeof(freely) / sizeof(freely[0]); i++)
        cr_expect_null(reserved_for_c(text_of(freely[i])), "%s", freely[i]);
}

Test(names, variables_of_lambda_are_taken)
{
    static const char *const taken[] = {"_HANDLER",
                                        "AWS_REGION",
                                        "AWS_ACCESS_KEY",
                                        "AWS_SESSION_TOKEN",
                                        "AWS_LAMBDA_FUNCTION_NAME",
                                        "LAMBDA_TASK_ROOT"};
    static const char *const freely[] = {"AWS",        "AWS_REGIO",        "AWS_REGIONS",
                                         "aws_region", "AWS_ENDPOINT_URL", "PATH_TO"};

    for (size_t i = 0; i < sizeof(taken) / sizeof(taken[0]); i++)
        cr_expect(reserved_for_lambda(text_of(taken[i])), "%s", taken[i]);
    for (size_t i = 0; i < sizeof(freely) / sizeof(freely[0]); i++)
        cr_expect_not(reserved_for_lambda(text_of(freely[i])), "%s", freely[i]);
}
