/*
 * gen/model/writes and idempotency: what create, update and delete do beside the body.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "planned.h"

#define TABLE                                                                                      \
    "tables:\n"                                                                                    \
    "  t:\n"                                                                                       \
    "    key: { partition: { tenant: string }, sort: { id: { generate: uuid7 } } }\n"              \
    "    indexes:\n"                                                                               \
    "      by_place: { key: { partition: { place_key: { template: \"{country}#{city}\" } } } }\n"  \
    "      by_size: { local: true, key: { sort: { size: number } } }\n"                            \
    "    version: revision\n"                                                                      \
    "  kept: { key: { partition: { k: string } }, ttl: expires }\n"                                \
    "  open: { key: { partition: { k: string } }, ttl: { attribute: e, hide_expired: false } }\n"  \
    "routes:\n"                                                                                    \
    "  GET /kept/{k}: get kept\n"                                                                  \
    "  GET /open/{k}: get open\n"                                                                  \
    "  GET /p/{country}/{city}: { action: list, table: t, index: by_place }\n"                     \
    "  GET /s/{tenant}: { action: list, table: t, index: by_size }\n"

static void with_route(struct planned *planned, const char *route)
{
    char spec[3000];

    snprintf(spec, sizeof(spec), SPEC_HEAD TABLE "  %s\n", route);
    planned_make(planned, spec);
}

Test(writes, set_and_add)
{
    static const struct {
        const char *name;
        enum ls_source_kind kind;
        const char *source;
        bool declared;
    } rows[] = {
        {"by", LS_SOURCE_HEADER, "x-by", false},
        {"state", LS_SOURCE_TYPED, "{\"S\":\"open\"}", false},
        {"country", LS_SOURCE_CONST, "no", true},
        {"city", LS_SOURCE_QUERY, "city", true},
        {"size", LS_SOURCE_CONST, "3", true},
    };
    struct planned planned;
    const struct ls_route *route;

    with_route(&planned,
               "PUT /t/{tenant}/{id}: { action: update, table: t, set: { by: header.X-By, state: { "
               "const: open }, country: { const: \"no\" }, city: query.city, size: { const: 3 } }, "
               "add: { views: 1, debt: -0.5 } }");
    cr_assert_not_null(planned.plan, "%s", planned_says(&planned));
    route = planned_route(&planned, "PUT /t/{tenant}/{id}")->data;
    cr_assert_eq(route->set_count, 5);
    for (size_t i = 0; i < 5; i++) {
        cr_expect_str_eq(route->set[i].name, rows[i].name);
        cr_expect_eq(route->set[i].source.kind, rows[i].kind, "%s", rows[i].name);
        cr_expect_str_eq(route->set[i].source.name, rows[i].source);
        cr_expect_eq(route->set[i].attribute != NULL, rows[i].declared, "%s", rows[i].name);
    }
    cr_assert_eq(route->add_count, 2);
    cr_expect_str_eq(route->add[0].name, "views");
    cr_expect_str_eq(route->add[0].number, "1");
    cr_expect_str_eq(route->add[1].number, "-0.5");
    planned_release(&planned);
}

Test(writes, crud_gives_each_part_its_options)
{
    struct planned planned;

    planned_good(&planned, SPEC_HEAD
                 "tables:\n  t: { key: { partition: { id: string } }, version: v }\n"
                 "  kept: { key: { partition: { k: string } }, ttl: expires }\n"
                 "routes:\n  /t: { action: crud, table: t, set: { by: header.x }, add: { n: "
                 "1 }, null_removes: true, if_match: required, idempotency: { table: kept, "
                 "ttl_s: 60, required: true } }\n");
    cr_expect_eq(planned_route(&planned, "POST /t")->data->set_count, 1);
    cr_expect_eq(planned_route(&planned, "POST /t")->data->add_count, 0);
    cr_expect_eq(planned_route(&planned, "POST /t")->data->flags, 0);
    cr_assert_not_null(planned_route(&planned, "POST /t")->data->idempotency);
    cr_expect_eq(planned_route(&planned, "POST /t")->data->idempotency->ttl_s, 60);
    cr_expect(planned_route(&planned, "POST /t")->data->idempotency->required);
    cr_expect_eq(planned_route(&planned, "POST /t")->data->idempotency->table,
                 planned_table(&planned, "kept")->data);
    cr_expect_eq(planned_route(&planned, "PUT /t/{id}")->data->set_count, 1);
    cr_expect_eq(planned_route(&planned, "PUT /t/{id}")->data->add_count, 1);
    cr_expect_null(planned_route(&planned, "PUT /t/{id}")->data->idempotency);
    cr_expect_eq(planned_route(&planned, "PUT /t/{id}")->data->flags,
                 LS_ROUTE_NULL_REMOVES | LS_ROUTE_IF_MATCH_REQUIRED);
    cr_expect_eq(planned_route(&planned, "DELETE /t/{id}")->data->flags,
                 LS_ROUTE_IF_MATCH_REQUIRED);
    cr_expect_eq(planned_route(&planned, "DELETE /t/{id}")->data->set_count, 0);
    cr_expect_eq(planned_route(&planned, "GET /t")->data->flags, LS_ROUTE_SCAN);
    planned_release(&planned);
}

Test(writes, what_may_be_written)
{
    static const struct {
        const char *route;
        const char *id; /* NULL: nothing is wrong */
    } rows[] = {
        {"POST /t: { action: create, table: t, set: { tenant: header.x } }", "[assigned_key]"},
        {"POST /t: { action: create, table: t, set: { id: header.x } }", "[assigned_key]"},
        {"POST /t: { action: create, table: t, set: { createdAt: header.x } }",
         "[assigned_managed]"},
        {"POST /t: { action: create, table: t, set: { revision: { const: 1 } } }",
         "[assigned_managed]"},
        {"POST /t: { action: create, table: t, set: { place_key: header.x } }",
         "[derived_attribute]"},
        {"POST /t: { action: create, table: t, set: { city: header.x } }", NULL},
        {"POST /t: { action: create, table: t, set: { a: body.b } }", "[source_of_body]"},
        {"POST /t: { action: create, table: t, set: { a: path.b } }", "[source_not_in_path]"},
        {"POST /t: { action: create, table: t, set: { a: claim.b } }", "[source_needs_authorizer]"},
        {"POST /t: { action: create, table: t, set: { size: { const: big } } }", "[constant_type]"},
        {"POST /t: { action: create, table: t, set: { city: { const: \"a#b\" } } }", NULL},
        {"POST /t: { action: create, table: t, set: { country: { const: \"a#b\" } } }",
         "[constant_in_template]"},
        {"POST /k: { action: create, table: kept, set: { expires: { const: 9 } } }", NULL},
        {"POST /k: { action: create, table: kept, set: { expires: header.x } }",
         "[assignment_type]"},
        {"PUT /t/{tenant}/{id}: { action: update, table: t, add: { id: 1 } }", "[assigned_key]"},
        {"PUT /t/{tenant}/{id}: { action: update, table: t, add: { updatedAt: 1 } }",
         "[assigned_managed]"},
        {"PUT /t/{tenant}/{id}: { action: update, table: t, add: { size: 1 } }", NULL},
        {"PUT /t/{tenant}/{id}: { action: update, table: t, add: { city: 1 } }", "[addition_type]"},
        {"PUT /t/{tenant}/{id}: { action: update, table: t, add: { place_key: 1 } }",
         "[derived_attribute]"},
        {"PUT /t/{tenant}/{id}: { action: update, table: t, add: { a: 1e126 } }",
         "[addition_type]"},
        {"PUT /t/{tenant}/{id}: { action: update, table: t, add: { a: 1e125 } }", NULL},
        {"PUT /t/{tenant}/{id}: { action: update, table: t, add: { a: 1 }, set: { a: query.a } }",
         "[set_and_add]"},
        {"POST /t: { action: create, table: t, if_exists: replace }", "[replace_with_version]"},
        {"POST /t: { action: create, table: t, if_exists: keep }", NULL},
        {"POST /k: { action: create, table: kept, if_exists: replace }", NULL},
        {"PUT /t/{tenant}/{id}: { action: update, table: t, upsert: true }", NULL},
        {"PUT /t/{tenant}/{id}: { action: update, table: t, if_match: optional }", NULL},
        {"PUT /k/{k}: { action: update, table: kept, if_match: optional }",
         "[if_match_without_version]"},
        {"PUT /k/{k}: { action: update, table: kept, upsert: true }", "[upsert_with_hide_expired]"},
        {"PUT /o/{k}: { action: update, table: open, upsert: true }", NULL},
        {"POST /t: { action: create, table: t, idempotency: { table: kept } }", NULL},
        {"POST /t: { action: create, table: t, idempotency: { table: kep } }", "[unknown_table]"},
        {"POST /k: { action: create, table: kept, idempotency: { table: kept } }",
         "[idempotency_table]"},
        {"POST /k: { action: create, table: kept, idempotency: { table: t } }",
         "[idempotency_table]"},
        {"PATCH /t: { action: create, table: t, idempotency: { table: kept } }",
         "[idempotency_method]"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;

        with_route(&planned, rows[i].route);
        cr_expect_eq(diags_errors(planned.diags) + diags_warnings(planned.diags),
                     rows[i].id == NULL ? 0 : 1, "%s %s", rows[i].route, planned_says(&planned));
        cr_expect_eq(planned.plan != NULL, rows[i].id == NULL);
        if (rows[i].id != NULL)
            cr_expect_not_null(strstr(planned_says(&planned), rows[i].id), "%s %s", rows[i].route,
                               planned_says(&planned));
        planned_release(&planned);
    }
}

/* A table that only keeps keys is used: no warning says otherwise. */
Test(writes, the_table_of_keys_is_used)
{
    struct planned planned;

    planned_good(
        &planned, SPEC_HEAD SPEC_ITEMS
        "  kept: { key: { partition: { k: string } }, ttl: { attribute: e, after_days: 1 } "
        "}\nroutes:\n  POST /items: { action: create, table: items, idempotency: { table: "
        "kept } }\n");
    cr_assert_not_null(planned.plan->routes[0].data->idempotency);
    cr_expect_eq(planned.plan->routes[0].data->idempotency->ttl_s, 86400);
    cr_expect_not(planned.plan->routes[0].data->idempotency->required);
    planned_release(&planned);
}
