/*
 * gen/model/filters, matches and constant: what a list's filter becomes.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "planned.h"

#define ORDERS                                                                                     \
    "tables:\n"                                                                                    \
    "  orders:\n"                                                                                  \
    "    key: { partition: { customer: string }, sort: { placed: string } }\n"                     \
    "    indexes:\n"                                                                               \
    "      by_total: { key: { partition: { shop: string }, sort: { total: number } } }\n"          \
    "routes:\n"                                                                                    \
    "  GET /shops/{shop}: { action: list, table: orders, index: by_total }\n"

/* One filter of a list of orders. */
static void with_filter(struct planned *planned, const char *filter)
{
    char spec[2000];

    snprintf(spec, sizeof(spec),
             SPEC_HEAD ORDERS "  GET /c/{customer}: { action: list, table: orders, filter: { %s } "
                              "}\n",
             filter);
    planned_good(planned, spec);
    cr_assert_eq(planned_route(planned, "GET /c/{customer}")->data->filter_count, 1, "%s", filter);
}

static void expect_source(const struct ls_source *source, enum ls_source_kind kind,
                          const char *name, const char *filter)
{
    cr_expect_eq(source->kind, kind, "%s", filter);
    cr_expect_str_eq(source->name == NULL ? "" : source->name, name == NULL ? "" : name, "%s",
                     filter);
}

Test(filters, forms)
{
    static const struct {
        const char *filter;
        enum ls_match match;
        const char *low, *high; /* names of query parameters; NULL: none */
    } rows[] = {
        {"state: query.state", LS_MATCH_EQUALS, "state", NULL},
        {"state: { prefix: query.p }", LS_MATCH_PREFIX, "p", NULL},
        {"state: { from: query.a, to: query.b }", LS_MATCH_BETWEEN, "a", "b"},
        {"state: { from: query.a }", LS_MATCH_BETWEEN, "a", NULL},
        {"state: { to: query.b }", LS_MATCH_BETWEEN, NULL, "b"},
        {"state: { after: query.a }", LS_MATCH_AFTER, "a", NULL},
        {"state: { before: query.b }", LS_MATCH_BEFORE, NULL, "b"},
        {"state: { contains: query.c }", LS_MATCH_CONTAINS, "c", NULL},
        {"state: { exists: true }", LS_MATCH_EXISTS, NULL, NULL},
        {"state: { exists: false }", LS_MATCH_ABSENT, NULL, NULL},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        const struct ls_filter *filter;

        with_filter(&planned, rows[i].filter);
        filter = planned_route(&planned, "GET /c/{customer}")->data->filters;
        cr_expect_str_eq(filter->name, "state");
        cr_expect_null(filter->attribute);
        cr_expect_eq(filter->match, rows[i].match, "%s", rows[i].filter);
        expect_source(&filter->low, rows[i].low == NULL ? LS_SOURCE_NONE : LS_SOURCE_QUERY,
                      rows[i].low, rows[i].filter);
        expect_source(&filter->high, rows[i].high == NULL ? LS_SOURCE_NONE : LS_SOURCE_QUERY,
                      rows[i].high, rows[i].filter);
        planned_release(&planned);
    }
}

/* A constant is exactly the type that YAML gives it, unless the table says another. */
Test(filters, constants)
{
    static const struct {
        const char *filter;
        enum ls_source_kind kind;
        const char *text;
    } rows[] = {
        {"state: { const: open }", LS_SOURCE_TYPED, "{\"S\":\"open\"}"},
        {"state: { const: \"5\" }", LS_SOURCE_TYPED, "{\"S\":\"5\"}"},
        {"state: { const: 5 }", LS_SOURCE_TYPED, "{\"N\":\"5\"}"},
        {"state: { const: -1.50e3 }", LS_SOURCE_TYPED, "{\"N\":\"-1.50e3\"}"},
        {"state: { const: true }", LS_SOURCE_TYPED, "{\"BOOL\":true}"},
        {"state: { const: FALSE }", LS_SOURCE_TYPED, "{\"BOOL\":false}"},
        {"state: { const: \"\" }", LS_SOURCE_TYPED, "{\"S\":\"\"}"},
        {"state: { const: \"a\\\"b\\\\c\\nd\\u00e9\" }", LS_SOURCE_TYPED,
         "{\"S\":\"a\\\"b\\\\c\\u000ad\xc3\xa9\"}"},
        {"state: { from: { const: 1 } }", LS_SOURCE_TYPED, "{\"N\":\"1\"}"},
        {"total: { const: 5 }", LS_SOURCE_CONST, "5"},
        {"shop: { const: tea }", LS_SOURCE_CONST, "tea"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        const struct ls_filter *filter;

        with_filter(&planned, rows[i].filter);
        filter = planned_route(&planned, "GET /c/{customer}")->data->filters;
        expect_source(&filter->low, rows[i].kind, rows[i].text, rows[i].filter);
        cr_expect_eq(filter->attribute == NULL, rows[i].kind == LS_SOURCE_TYPED, "%s",
                     rows[i].filter);
        planned_release(&planned);
    }
}

Test(filters, several_in_order_and_a_path_parameter)
{
    struct planned planned;
    const struct ls_route *route;

    planned_good(&planned, SPEC_HEAD ORDERS
                 "  GET /c/{customer}/{state}: { action: list, table: orders, filter: { state: "
                 "path.state, shop: header.X-Shop, total: { from: query.least } } }\n");
    route = planned_route(&planned, "GET /c/{customer}/{state}")->data;
    cr_expect_eq(route->binding_count, 1);
    cr_assert_eq(route->filter_count, 3);
    cr_expect_str_eq(route->filters[0].name, "state");
    expect_source(&route->filters[0].low, LS_SOURCE_PATH, "state", "state");
    cr_expect_str_eq(route->filters[1].name, "shop");
    expect_source(&route->filters[1].low, LS_SOURCE_HEADER, "x-shop", "shop");
    cr_expect_eq(route->filters[1].attribute, &route->table->attributes[2]);
    cr_expect_eq(route->filters[2].attribute->type, LS_TYPE_NUMBER);
    planned_release(&planned);
}

/* What an index holds: its own key and the table's, and what it projects. */
Test(filters, what_a_list_can_filter_by)
{
    static const struct {
        const char *projection, *filter;
        const char *id; /* NULL: it can */
    } rows[] = {
        {"all", "text", NULL},
        {"keys_only", "text", "[filter_not_projected]"},
        {"[text]", "text", NULL},
        {"[other]", "text", "[filter_not_projected]"},
        {"keys_only", "room", NULL}, /* of the table's key */
        {"keys_only", "author", "[filter_on_key]"},
        {"all", "author", "[filter_on_key]"},
        {"keys_only", "day", "[filter_not_projected]"}, /* a part is no key attribute */
        {"[day]", "day", NULL},
        {"all", "sort_key", "[derived_attribute]"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (int local = 0; local < 2; local++) {
            struct planned planned;
            char spec[2000];

            snprintf(spec, sizeof(spec),
                     SPEC_HEAD "tables:\n  t:\n    key: { partition: { room: string }, sort: { "
                               "sort_key: { template: \"{day}#{n}\" } } }\n    indexes:\n"
                               "      by_it: { %s, projection: %s }\n"
                               "routes:\n  GET /t/{%s}: { action: list, table: t, index: by_it, "
                               "filter: { %s: query.x } }\n",
                     local ? "local: true, key: { sort: author }" : "key: { partition: author }",
                     rows[i].projection, local ? "room" : "author", rows[i].filter);
            if (local && strcmp(rows[i].filter, "room") == 0)
                continue; /* there it is a key attribute of the index as well */
            planned_make(&planned, spec);
            cr_expect_eq(planned.plan != NULL, rows[i].id == NULL, "%s %s", spec,
                         planned_says(&planned));
            if (rows[i].id != NULL)
                cr_expect_not_null(strstr(planned_says(&planned), rows[i].id), "%s%s", spec,
                                   planned_says(&planned));
            planned_release(&planned);
        }
    }
}

/* A range of a part is looked up in the derived attribute, and made exact by the part itself. */
Test(filters, ranges_of_parts_need_the_part)
{
    static const struct {
        const char *projection, *key;
        bool good;
    } rows[] = {
        {"keys_only", "day: query.day", true},
        {"keys_only", "day: { from: query.day }", false},
        {"keys_only", "day: { prefix: query.day }", false},
        {"[n]", "day: { before: query.day }", false},
        {"[day]", "day: { before: query.day }", true},
        {"all", "day: { before: query.day }", true},
        {"keys_only", "day: query.day, n: query.n", true},
        {"[day]", "day: query.day, n: { after: query.n }", false},
        {"[n]", "day: query.day, n: { after: query.n }", true},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[2000];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD
                 "tables:\n  t:\n    key: { partition: { room: string }, sort: { sort_key: "
                 "{ template: \"{day}#{n}\" } } }\n    indexes:\n      by_it: { key: { "
                 "partition: author, sort: sort_key }, projection: %s }\n"
                 "routes:\n  GET /t/{author}: { action: list, table: t, index: by_it, key: "
                 "{ %s } }\n",
                 rows[i].projection, rows[i].key);
        planned_make(&planned, spec);
        cr_expect_eq(planned.plan != NULL, rows[i].good, "%s %s", spec, planned_says(&planned));
        cr_expect_eq(strstr(planned_says(&planned), "[filter_not_projected]") != NULL,
                     !rows[i].good);
        planned_release(&planned);
    }
}

Test(filters, hiding_what_has_expired_needs_the_ttl)
{
    static const struct {
        const char *projection, *hide;
        bool good;
    } rows[] = {
        {"keys_only", "true", false}, {"keys_only", "false", true}, {"[expires]", "true", true},
        {"[other]", "true", false},   {"all", "true", true},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[2000];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD
                 "tables:\n  t:\n    key: { partition: { id: string } }\n    ttl: { "
                 "attribute: expires, hide_expired: %s }\n    indexes:\n      by_it: { key: "
                 "{ partition: author }, projection: %s }\n"
                 "routes:\n  GET /t/{author}: { action: list, table: t, index: by_it }\n",
                 rows[i].hide, rows[i].projection);
        planned_make(&planned, spec);
        cr_expect_eq(planned.plan != NULL, rows[i].good, "%s %s", spec, planned_says(&planned));
        planned_release(&planned);
    }
}

Test(filters, constants_of_a_range_are_of_one_type)
{
    static const struct {
        const char *filter;
        bool good;
    } rows[] = {
        {"x: { from: { const: 1 }, to: { const: 2.5 } }", true},
        {"x: { from: { const: a }, to: { const: b } }", true},
        {"x: { from: { const: 1 }, to: { const: \"2\" } }", false},
        {"x: { from: { const: a }, to: { const: 2 } }", false},
        {"x: { from: { const: 1 }, to: query.to }", true},
        {"x: { after: { const: true } }", false},
        {"x: { before: { const: false } }", false},
        {"x: { to: { const: true } }", false},
        {"x: { contains: { const: true } }", true},
        {"x: { contains: { const: 5 } }", true},
        {"x: { prefix: { const: 5 } }", false},
        {"x: { prefix: { const: \"5\" } }", true},
        {"total: { from: { const: 1 }, to: { const: 2 } }", true},
        {"total: { from: { const: 1 }, to: { const: b } }", false},
        {"total: { prefix: query.x }", false},
        {"total: { contains: query.x }", false},
        {"shop: { contains: query.x }", true},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[2000];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD ORDERS
                 "  GET /c/{customer}: { action: list, table: orders, filter: { %s } }\n",
                 rows[i].filter);
        planned_make(&planned, spec);
        cr_expect_eq(planned.plan != NULL, rows[i].good, "%s %s", rows[i].filter,
                     planned_says(&planned));
        cr_expect_eq(diags_errors(planned.diags), rows[i].good ? 0 : 1, "%s %s", rows[i].filter,
                     planned_says(&planned));
        planned_release(&planned);
    }
}
