/*
 * gen/model/lists: Query or Scan, ranges, and the keys of indexes.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "planned.h"

/* The routes of an orders table; the last one uses the index, which would be a warning else. */
static void with_orders(struct planned *planned, const char *route)
{
    char spec[2000];

    snprintf(spec, sizeof(spec),
             SPEC_HEAD
             "tables:\n"
             "  orders:\n"
             "    key: { partition: { customer: string }, sort: { placed: string } }\n"
             "    indexes:\n"
             "      by_shop: { key: { partition: { shop: string }, sort: { placed: string } } }\n"
             "routes:\n%s"
             "  GET /shops/{shop}: { action: list, table: orders, index: by_shop }\n",
             route);
    planned_good(planned, spec);
}

Test(lists, a_list_is_a_query_where_the_partition_is_bound)
{
    static const struct {
        const char *route, *key;
        uint32_t flags;
        size_t bindings;
    } rows[] = {
        {"GET /c/{customer}: list orders", "GET /c/{customer}", 0, 1},
        {"GET /c/{customer}: { action: list, table: orders, order: descending }",
         "GET /c/{customer}", LS_ROUTE_DESCENDING, 1},
        {"GET /o: { action: list, table: orders, scan: true }", "GET /o", LS_ROUTE_SCAN, 0},
        {"GET /o: { action: list, table: orders, key: { customer: query.c } }", "GET /o", 0, 1},
        {"GET /c/{customer}: { action: list, table: orders, key: { placed: query.p } }",
         "GET /c/{customer}", 0, 2},
        {"GET /s: { action: list, table: orders, index: by_shop, scan: true }", "GET /s",
         LS_ROUTE_SCAN, 0},
        {"GET /s/{shop}/{placed}: { action: list, table: orders, index: by_shop }",
         "GET /s/{shop}/{placed}", 0, 2},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        const struct ls_route *route;
        char line[300];

        snprintf(line, sizeof(line), "  %s\n", rows[i].route);
        with_orders(&planned, line);
        route = planned_route(&planned, rows[i].key)->data;
        cr_expect_eq(route->flags, rows[i].flags, "%s", rows[i].route);
        cr_expect_eq(route->binding_count, rows[i].bindings, "%s", rows[i].route);
        cr_expect_eq(route->page_size, 100);
        cr_expect_eq(route->max_page_size, 1000);
        planned_release(&planned);
    }
}

Test(lists, a_plain_table_is_scanned_without_asking)
{
    struct planned planned;

    planned_good(&planned, SPEC_HEAD SPEC_ITEMS "routes:\n  GET /items: list items\n");
    cr_expect_eq(planned.plan->routes[0].data->flags, LS_ROUTE_SCAN);
    cr_expect_eq(planned.plan->routes[0].data->binding_count, 0);
    planned_release(&planned);
}

Test(lists, ranges_of_a_list)
{
    static const struct {
        const char *range;
        enum ls_match match;
        const char *low, *high;
    } rows[] = {
        {"query.at", LS_MATCH_EQUALS, "at", NULL},
        {"{ prefix: query.day }", LS_MATCH_PREFIX, "day", NULL},
        {"{ from: query.from, to: query.to }", LS_MATCH_BETWEEN, "from", "to"},
        {"{ from: query.from }", LS_MATCH_BETWEEN, "from", NULL},
        {"{ to: { const: \"2024\" } }", LS_MATCH_BETWEEN, NULL, "2024"},
        {"{ after: query.after }", LS_MATCH_AFTER, "after", NULL},
        {"{ before: query.before }", LS_MATCH_BEFORE, NULL, "before"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        const struct ls_binding *binding;
        char route[300];

        snprintf(route, sizeof(route),
                 "  GET /c/{customer}: { action: list, table: orders, key: { placed: %s } }\n",
                 rows[i].range);
        with_orders(&planned, route);
        cr_assert_eq(planned_route(&planned, "GET /c/{customer}")->data->binding_count, 2);
        binding = &planned_route(&planned, "GET /c/{customer}")->data->bindings[1];
        cr_expect_eq(binding->match, rows[i].match, "%s", rows[i].range);
        cr_expect_str_eq(binding->low.name == NULL ? "" : binding->low.name,
                         rows[i].low == NULL ? "" : rows[i].low);
        cr_expect_str_eq(binding->high.name == NULL ? "" : binding->high.name,
                         rows[i].high == NULL ? "" : rows[i].high);
        cr_expect_eq(binding->high.kind == LS_SOURCE_NONE, rows[i].high == NULL);
        planned_release(&planned);
    }
}

Test(lists, an_index_of_several_attributes)
{
    struct planned planned;
    const struct ls_route *route;

    planned_good(&planned,
                 SPEC_HEAD "tables:\n  t:\n    key: { partition: { id: string } }\n    indexes:\n"
                           "      wide:\n"
                           "        key: { partition: { a: string, b: number }, "
                           "sort: { c: string, d: string, e: number } }\n"
                           "routes:\n"
                           "  GET /{a}/{b}: { action: list, table: t, index: wide, key: { c: "
                           "query.c, d: { prefix: query.d } } }\n");
    route = planned.plan->routes[0].data;
    cr_assert_eq(route->binding_count, 4);
    cr_expect_str_eq(route->bindings[1].attribute->name, "b");
    cr_expect_eq(route->bindings[1].attribute->type, LS_TYPE_NUMBER);
    cr_expect_eq(route->bindings[3].match, LS_MATCH_PREFIX);
    cr_expect_eq(route->index, planned.plan->tables[0].indexes[0].data);
    cr_expect_eq(route->index->partition_count, 2);
    cr_expect_eq(route->index->sort_count, 3);
    planned_release(&planned);
}
