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

/* ---- Templates ---- */

#define MESSAGES                                                                                   \
    "tables:\n"                                                                                    \
    "  messages:\n"                                                                                \
    "    key:\n"                                                                                   \
    "      partition: { room_key: { template: \"{org}#{room}\" } }\n"                              \
    "      sort: { message_key: { template: \"m#{day}#{hour}#{id}\" } }\n"                         \
    "routes:\n"

Test(lists, ranges_of_parts)
{
    static const struct {
        const char *key;
        size_t bindings;
        enum ls_match match; /* of the last */
        const char *id;      /* what is wrong; NULL: nothing */
    } rows[] = {
        {"{ }", 2, LS_MATCH_EQUALS, NULL},
        {"{ day: query.day }", 3, LS_MATCH_EQUALS, NULL},
        {"{ day: { from: query.from, to: query.to } }", 3, LS_MATCH_BETWEEN, NULL},
        {"{ day: query.day, hour: { prefix: query.hour } }", 4, LS_MATCH_PREFIX, NULL},
        {"{ day: query.day, hour: query.hour, id: { after: query.id } }", 5, LS_MATCH_AFTER, NULL},
        {"{ day: query.day, hour: query.hour, id: query.id }", 5, LS_MATCH_EQUALS, NULL},
        {"{ hour: { prefix: query.hour } }", 0, 0, "[key_gap]"},
        {"{ day: { before: query.day }, hour: query.hour }", 0, 0, "[key_gap]"},
        {"{ day: query.day, id: query.id }", 0, 0, "[key_gap]"},
        {"{ room: { prefix: query.room } }", 0, 0, "[range_on_partition]"},
        {"{ message_key: { prefix: query.m } }", 0, 0, "[derived_attribute]"},
        {"{ day: path.org, hour: path.room, id: { const: \"7\" } }", 0, 0, "[list_is_get]"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        const struct ls_route *route;
        char spec[2000];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD MESSAGES
                 "  GET /{org}/{room}: { action: list, table: messages, key: %s }\n",
                 rows[i].key);
        planned_make(&planned, spec);
        cr_expect_eq(diags_errors(planned.diags), rows[i].id == NULL ? 0 : 1, "%s %s", rows[i].key,
                     planned_says(&planned));
        if (rows[i].id != NULL) {
            cr_expect_not_null(strstr(planned_says(&planned), rows[i].id), "%s %s", rows[i].key,
                               planned_says(&planned));
        } else {
            cr_assert_not_null(planned.plan, "%s", planned_says(&planned));
            route = planned.plan->routes[0].data;
            cr_expect_eq(route->flags, 0);
            cr_assert_eq(route->binding_count, rows[i].bindings, "%s", rows[i].key);
            cr_expect_eq(route->bindings[rows[i].bindings - 1].match, rows[i].match, "%s",
                         rows[i].key);
        }
        planned_release(&planned);
    }
}

/* A Query needs every part of the partition, and a Scan none. */
Test(lists, a_partition_is_whole_or_not_there)
{
    static const struct {
        const char *route, *id;
    } rows[] = {
        {"GET /m: { action: list, table: messages, scan: true }", NULL},
        {"GET /m: list messages", "[scan_by_omission]"},
        {"GET /{org}: { action: list, table: messages, scan: true }", "[unbound_key]"},
        {"GET /{org}: list messages", "[unbound_key]"},
        {"GET /{org}: { action: list, table: messages, key: { room: query.room } }", NULL},
        {"GET /{org}/{room}: { action: list, table: messages, scan: true }", "[scan_for_query]"},
        {"GET /m: { action: list, table: messages, scan: true, order: descending }",
         "[order_without_query]"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[2000];

        snprintf(spec, sizeof(spec), SPEC_HEAD MESSAGES "  %s\n", rows[i].route);
        planned_make(&planned, spec);
        cr_expect_eq(diags_errors(planned.diags), rows[i].id == NULL ? 0 : 1, "%s %s",
                     rows[i].route, planned_says(&planned));
        if (rows[i].id != NULL)
            cr_expect_not_null(strstr(planned_says(&planned), rows[i].id), "%s %s", rows[i].route,
                               planned_says(&planned));
        planned_release(&planned);
    }
}

Test(lists, an_attribute_that_is_key_and_part)
{
    struct planned planned;
    const struct ls_route *route;

    planned_good(&planned, SPEC_HEAD
                 "tables:\n  t:\n    key: { partition: { tenant: { source: header.x-t } }, "
                 "sort: { id: string } }\n    indexes:\n      by_state:\n        key: { "
                 "partition: tenant, sort: { state_key: { template: "
                 "\"{tenant}#{state}#{id}\" } } }\n"
                 "routes:\n  GET /{state}: { action: list, table: t, index: by_state }\n");
    route = planned.plan->routes[0].data;
    cr_assert_eq(route->binding_count, 2);
    cr_expect_str_eq(route->bindings[0].attribute->name, "tenant");
    cr_expect_str_eq(route->bindings[0].low.name, "x-t");
    cr_expect_str_eq(route->bindings[1].attribute->name, "state");
    planned_release(&planned);
}

/* ---- Sources of the table ---- */

#define NOTES                                                                                      \
    "tables:\n"                                                                                    \
    "  notes:\n"                                                                                   \
    "    key: { partition: { tenant: { source: header.x-tenant } }, sort: { note: string } }\n"    \
    "    indexes:\n"                                                                               \
    "      by_state: { key: { partition: state } }\n"                                              \
    "      by_day: { key: { partition: day, sort: [tenant, note] } }\n"                            \
    "      by_part: { key: { partition: { part_key: { template: \"{tenant}#{kind}\" } } } }\n"     \
    "      by_tag: { key: { partition: [tenant, tag] } }\n"                                        \
    "      by_title: { local: true, key: { sort: title } }\n"                                      \
    "routes:\n"

Test(lists, what_sources_keep_apart)
{
    static const struct {
        const char *route;
        const char *id; /* NULL: only the caller's own items are read */
    } rows[] = {
        {"GET /n: list notes", NULL},
        {"GET /n: { action: list, table: notes, scan: true }", "[scan_for_query]"},
        {"GET /n: { action: list, table: notes, key: { note: { from: query.from } } }", NULL},
        {"GET /{state}: { action: list, table: notes, index: by_state }", "[index_not_isolated]"},
        {"GET /n: { action: list, table: notes, index: by_state, scan: true }",
         "[index_not_isolated]"},
        {"GET /{day}: { action: list, table: notes, index: by_day }", NULL},
        {"GET /{day}: { action: list, table: notes, index: by_day, key: { note: { from: query.f } "
         "} }",
         NULL},
        {"GET /{day}: { action: list, table: notes, index: by_day, key: { tenant: { from: query.f "
         "} } }",
         "[index_not_isolated]"},
        {"GET /{kind}: { action: list, table: notes, index: by_part }", NULL},
        {"GET /n: { action: list, table: notes, index: by_part }", "[unbound_key]"},
        {"GET /n: { action: list, table: notes, index: by_part, scan: true }", "[unbound_key]"},
        {"GET /{tag}: { action: list, table: notes, index: by_tag }", NULL},
        {"GET /t: { action: list, table: notes, index: by_title }", NULL},
        {"GET /t: { action: list, table: notes, index: by_title, key: { title: { prefix: query.t } "
         "} }",
         NULL},
        /* Whoever writes the key on the route says whose items are meant. */
        {"GET /of/{tenant}/{tag}: { action: list, table: notes, index: by_tag, key: { tenant: "
         "path.tenant } }",
         NULL},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[2000];

        snprintf(spec, sizeof(spec), SPEC_HEAD NOTES "  %s\n", rows[i].route);
        planned_make(&planned, spec);
        cr_expect_eq(diags_errors(planned.diags), rows[i].id == NULL ? 0 : 1, "%s %s",
                     rows[i].route, planned_says(&planned));
        if (rows[i].id != NULL)
            cr_expect_not_null(strstr(planned_says(&planned), rows[i].id), "%s %s", rows[i].route,
                               planned_says(&planned));
        planned_release(&planned);
    }
}

/* A source may stand aside for a range: the route's own key says so. */
Test(lists, a_range_in_place_of_a_source)
{
    struct planned planned;
    const struct ls_route *route;

    planned_good(&planned, SPEC_HEAD
                 "tables: { t: { key: { partition: { id: string }, sort: { at: { source: "
                 "header.x-at } } } } }\nroutes:\n"
                 "  GET /{id}: { action: list, table: t, key: { at: { from: query.from } } "
                 "}\n  GET /one/{id}: get t\n");
    route = planned_route(&planned, "GET /{id}")->data;
    cr_assert_eq(route->binding_count, 2);
    cr_expect_eq(route->bindings[1].match, LS_MATCH_BETWEEN);
    cr_expect_str_eq(route->bindings[1].low.name, "from");
    cr_expect_eq(planned_route(&planned, "GET /one/{id}")->data->bindings[1].low.kind,
                 LS_SOURCE_HEADER);
    planned_release(&planned);
}

/* Several sources: all of them, and the place is that of the first that is missing. */
Test(lists, every_source_of_the_key_counts)
{
    struct planned planned;

    planned_make(&planned,
                 SPEC_HEAD "tables:\n  t:\n    key:\n      partition: { p: { template: "
                           "\"{org}#{user}\", parts: { org: { source: header.x-org }, user: { "
                           "source: header.x-user } } } }\n"
                           "    indexes: { by_day: { key: { partition: [org, day] } } }\n"
                           "routes:\n  GET /{day}: { action: list, table: t, index: by_day }\n");
    cr_expect_eq(diags_errors(planned.diags), 1, "%s", planned_says(&planned));
    cr_expect_not_null(strstr(planned_says(&planned), "does not name `user`"), "%s",
                       planned_says(&planned));
    planned_release(&planned);
}
