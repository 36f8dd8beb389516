/*
 * gen/model/routes, route_forms, bindings and grants: from the lines of `routes` to the rows that
 * the runtime gets. Lists have a suite of their own.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "planned.h"

#define ORDERS                                                                                     \
    "tables:\n"                                                                                    \
    "  orders:\n"                                                                                  \
    "    key: { partition: { customer: string }, sort: { placed: string } }\n"                     \
    "    indexes:\n"                                                                               \
    "      by_shop: { key: { partition: { shop: string }, sort: { placed: string } } }\n"

/* An index that no route of a test uses is a warning, which planned_good takes amiss. */
#define USE_INDEX "  GET /shops/{shop}: { action: list, table: orders, index: by_shop }\n"

static const char *joined(const char *a, const char *b, const char *c)
{
    static char text[20000];

    snprintf(text, sizeof(text), "%s%s%s", a, b, c);
    return text;
}

static void with_items(struct planned *planned, const char *routes)
{
    planned_good(planned, joined(SPEC_HEAD SPEC_ITEMS "routes:\n", routes, ""));
}

static void with_orders(struct planned *planned, const char *routes)
{
    planned_good(planned, joined(SPEC_HEAD ORDERS "routes:\n", routes, USE_INDEX));
}

static void expect_source(const struct ls_source *source, enum ls_source_kind kind,
                          const char *name)
{
    cr_expect_eq(source->kind, kind);
    cr_expect_str_eq(source->name, name);
}

static void expect_binding(const struct ls_binding *binding, const char *attribute,
                           enum ls_source_kind kind, const char *name)
{
    cr_expect_str_eq(binding->attribute->name, attribute);
    cr_expect_eq(binding->match, LS_MATCH_EQUALS);
    expect_source(&binding->low, kind, name);
    cr_expect_eq(binding->high.kind, LS_SOURCE_NONE);
}

/* ---- Forms ---- */

Test(routes, crud_is_its_five_routes)
{
    static const struct {
        const char *key;
        enum ls_action action;
    } rows[] = {
        {"GET /items", LS_ACTION_LIST},           {"GET /items/{id}", LS_ACTION_GET},
        {"POST /items", LS_ACTION_CREATE},        {"PUT /items/{id}", LS_ACTION_UPDATE},
        {"DELETE /items/{id}", LS_ACTION_DELETE},
    };
    struct planned planned;

    planned_good(&planned, SPEC_HEAD SPEC_ITEMS SPEC_CRUD);
    cr_assert_eq(planned.plan->route_count, 5);
    for (size_t i = 0; i < 5; i++) {
        cr_expect_str_eq(planned.plan->routes[i].key.ptr, rows[i].key);
        cr_expect_eq(planned.plan->routes[i].data->action, rows[i].action);
        cr_expect_eq(planned.plan->routes[i].data, &planned.plan->service->routes[i]);
    }
    planned_release(&planned);
}

Test(routes, short_and_long_form_are_the_same)
{
    struct planned one, two, three;

    with_items(&one, "  GET /items: list items\n  GET /items/{id}: get items\n"
                     "  POST /items: create items\n  PUT /items/{id}: update items\n"
                     "  DELETE /items/{id}: delete items\n");
    with_items(&two, "  GET /items: { action: list, table: items }\n"
                     "  GET /items/{id}: { action: get, table: items }\n"
                     "  POST /items: { action: create, table: items }\n"
                     "  PUT /items/{id}: { action: update, table: items }\n"
                     "  DELETE /items/{id}: { action: delete, table: items }\n");
    with_items(&three, "  /items: { action: crud, table: items }\n");
    cr_expect_str_eq(one.plan->contract, two.plan->contract);
    cr_expect_str_eq(one.plan->contract, three.plan->contract);
    planned_release(&one);
    planned_release(&two);
    planned_release(&three);
}

Test(routes, crud_takes_options_of_its_parts)
{
    struct planned planned;

    with_items(&planned,
               "  /items: { action: crud, table: items, only: [list, create, delete], "
               "page_size: 10, max_page_size: 20, if_exists: replace, must_exist: true }\n");
    cr_assert_eq(planned.plan->route_count, 3);
    cr_expect_eq(planned_route(&planned, "GET /items")->data->page_size, 10);
    cr_expect_eq(planned_route(&planned, "GET /items")->data->max_page_size, 20);
    cr_expect_eq(planned_route(&planned, "POST /items")->data->if_exists, LS_IF_EXISTS_REPLACE);
    cr_expect_eq(planned_route(&planned, "DELETE /items/{id}")->data->flags, LS_ROUTE_MUST_EXIST);
    planned_release(&planned);
}

Test(routes, crud_puts_what_is_not_given_into_the_path)
{
    struct planned planned;

    with_orders(&planned,
                "  /customers/{customer}/orders: crud orders\n"
                "  /orders: { action: crud, table: orders, scan: true }\n"
                "  /mine: { action: crud, table: orders, key: { customer: header.X-Me } }\n");
    planned_route(&planned, "GET /customers/{customer}/orders");
    planned_route(&planned, "PUT /customers/{customer}/orders/{placed}");
    planned_route(&planned, "DELETE /orders/{customer}/{placed}");
    planned_route(&planned, "GET /mine/{placed}");
    expect_binding(&planned_route(&planned, "GET /mine/{placed}")->data->bindings[0], "customer",
                   LS_SOURCE_HEADER, "x-me");
    cr_expect_eq(planned_route(&planned, "GET /mine")->data->flags & LS_ROUTE_SCAN, 0);
    cr_expect_eq(planned_route(&planned, "GET /orders")->data->flags, LS_ROUTE_SCAN);
    planned_release(&planned);
}

Test(routes, crud_of_the_root_and_of_one_item)
{
    struct planned planned;

    with_items(&planned, "  /: crud items\n"
                         "  /me/{id}: { action: crud, table: items, only: [get, update] }\n");
    planned_route(&planned, "GET /");
    planned_route(&planned, "GET /{id}");
    planned_route(&planned, "GET /me/{id}");
    planned_route(&planned, "PUT /me/{id}");
    cr_expect_eq(planned.plan->route_count, 7);
    planned_release(&planned);
}

Test(routes, preflight_and_handlers_have_no_table)
{
    struct planned planned;
    const struct plan_route *route;

    with_items(&planned, "  /items: crud items\n  OPTIONS /items: preflight\n"
                         "  $default: preflight\n  GET /files/{path+}: { handler: files }\n"
                         "api: { cors: { origins: [\"*\"] } }\n");
    cr_expect_eq(planned_route(&planned, "OPTIONS /items")->data->action, LS_ACTION_PREFLIGHT);
    cr_expect_eq(planned_route(&planned, "$default")->method, LS_METHOD_COUNT);
    route = planned_route(&planned, "GET /files/{path+}");
    cr_expect_eq(route->data->action, LS_ACTION_HANDLER);
    cr_expect_null(route->data->table);
    cr_expect(text_is(route->handler, "files"));
    cr_expect_eq(route->handler_place.line, 10);
    cr_expect_eq(route->handler_place.column, 34);
    cr_assert_eq(route->data->parameter_count, 1);
    cr_expect_str_eq(route->data->parameters[0], "path");
    planned_release(&planned);
}

/* ---- Where key attributes come from ---- */

Test(routes, keys_bind_by_name)
{
    struct planned planned;
    const struct ls_route *route;

    with_orders(&planned, "  GET /orders/{placed}/of/{customer}: get orders\n");
    route = planned_route(&planned, "GET /orders/{placed}/of/{customer}")->data;
    cr_assert_eq(route->binding_count, 2);
    expect_binding(&route->bindings[0], "customer", LS_SOURCE_PATH, "customer");
    expect_binding(&route->bindings[1], "placed", LS_SOURCE_PATH, "placed");
    cr_expect_eq(route->bindings[0].attribute, &route->table->attributes[0]);
    planned_release(&planned);
}

Test(routes, the_routes_own_key_comes_first)
{
    struct planned planned;
    const struct ls_route *route;

    with_orders(&planned,
                "  GET /o/{who}: { action: get, table: orders, key: { customer: path.who, "
                "placed: query.at } }\n"
                "  GET /c/{customer}/{when}: { action: get, table: orders, key: { placed: "
                "path.when } }\n"
                "  GET /k/{customer}: { action: get, table: orders, key: { placed: "
                "{ const: \"2024\" } } }\n");
    route = planned_route(&planned, "GET /o/{who}")->data;
    expect_binding(&route->bindings[0], "customer", LS_SOURCE_PATH, "who");
    expect_binding(&route->bindings[1], "placed", LS_SOURCE_QUERY, "at");
    route = planned_route(&planned, "GET /c/{customer}/{when}")->data;
    expect_binding(&route->bindings[1], "placed", LS_SOURCE_PATH, "when");
    route = planned_route(&planned, "GET /k/{customer}")->data;
    expect_binding(&route->bindings[1], "placed", LS_SOURCE_CONST, "2024");
    planned_release(&planned);
}

Test(routes, create_takes_the_rest_from_the_body)
{
    struct planned planned;
    const struct ls_route *route;

    with_orders(&planned,
                "  POST /orders: create orders\n"
                "  POST /c/{customer}/orders: create orders\n"
                "  POST /b: { action: create, table: orders, key: { customer: body.who } }\n");
    route = planned_route(&planned, "POST /orders")->data;
    cr_assert_eq(route->binding_count, 2);
    expect_binding(&route->bindings[0], "customer", LS_SOURCE_BODY, "customer");
    expect_binding(&route->bindings[1], "placed", LS_SOURCE_BODY, "placed");
    route = planned_route(&planned, "POST /c/{customer}/orders")->data;
    expect_binding(&route->bindings[0], "customer", LS_SOURCE_PATH, "customer");
    expect_binding(&route->bindings[1], "placed", LS_SOURCE_BODY, "placed");
    route = planned_route(&planned, "POST /b")->data;
    expect_binding(&route->bindings[0], "customer", LS_SOURCE_BODY, "who");
    planned_release(&planned);
}

Test(routes, constants_are_of_their_attributes_type)
{
    static const struct {
        const char *type, *value, *text; /* NULL: refused */
    } rows[] = {
        {"string", "tea", "tea"},
        {"string", "\"5\"", "5"},
        {"string", "5", NULL},
        {"string", "true", NULL},
        {"string", "\"\"", NULL},
        {"number", "5", "5"},
        {"number", "-0.50", "-0.50"},
        {"number", "1e3", "1e3"},
        {"number", "12345678901234567890123456789012345678",
         "12345678901234567890123456789012345678"},
        {"number", "123456789012345678901234567890123456789", NULL},
        {"number", "1234567890123456789012345678901234567800e2",
         "1234567890123456789012345678901234567800e2"},
        {"number", "9e125", "9e125"},
        {"number", "1e126", NULL},
        {"number", "1e-130", "1e-130"},
        {"number", "0.1e-130", NULL},
        {"number", "\"5\"", NULL},
        {"number", "tea", NULL},
        {"binary", "AAEC", "AAEC"},
        {"binary", "\"AQ==\"", "AQ=="},
        {"binary", "AQI", NULL},
        {"binary", "\"AR==\"", NULL},
        {"binary", "\"A===\"", NULL},
        {"binary", "\"****\"", NULL},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[600];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD "tables: { things: { key: { partition: { k: %s } } } }\nroutes:\n"
                           "  GET /t: { action: get, table: things, key: { k: { const: %s } } }\n",
                 rows[i].type, rows[i].value);
        planned_make(&planned, spec);
        if (rows[i].text == NULL) {
            cr_expect_null(planned.plan, "%s %s", rows[i].type, rows[i].value);
            cr_expect_eq(diags_errors(planned.diags), 1, "%s", planned_says(&planned));
        } else {
            cr_assert_not_null(planned.plan, "%s", planned_says(&planned));
            expect_binding(&planned.plan->routes[0].data->bindings[0], "k", LS_SOURCE_CONST,
                           rows[i].text);
        }
        planned_release(&planned);
    }
}

Test(routes, constants_fit_into_keys)
{
    static const struct {
        size_t partition, sort;
        bool fits;
    } rows[] = {{2048, 1024, true}, {2049, 1024, false}, {2048, 1025, false}};

    for (size_t i = 0; i < 3; i++) {
        char spec[5000], x[2100], y[2100];
        struct planned planned;

        memset(x, 'x', sizeof(x));
        memset(y, 'y', sizeof(y));
        x[rows[i].partition] = y[rows[i].sort] = '\0';
        snprintf(spec, sizeof(spec),
                 SPEC_HEAD
                 "tables: { t: { key: { partition: { p: string }, sort: { s: string } } } }"
                 "\nroutes:\n  GET /t: { action: get, table: t, key: { p: { const: %s }, "
                 "s: { const: %s } } }\n",
                 x, y);
        planned_make(&planned, spec);
        cr_expect_eq(planned.plan != NULL, rows[i].fits, "%s", planned_says(&planned));
        planned_release(&planned);
    }
}

/* ---- Grants ---- */

Test(routes, grants_name_operations)
{
    struct planned planned;
    const struct ls_route *route;

    with_orders(&planned, "  POST /x:\n    handler: do_x\n    grants:\n"
                          "      orders: [get, batch_write, condition_check]\n"
                          "      orders.by_shop: [query, scan]\n");
    route = planned_route(&planned, "POST /x")->data;
    cr_assert_eq(route->grant_count, 2);
    cr_expect_eq(route->grants[0].table, planned.plan->tables[0].data);
    cr_expect_null(route->grants[0].index);
    cr_expect_eq(route->grants[0].operations, 1u << LS_DDB_GET_ITEM |
                                                  1u << LS_DDB_BATCH_WRITE_ITEM |
                                                  1u << LS_DDB_CONDITION_CHECK_ITEM);
    cr_expect_eq(route->grants[1].index, planned.plan->tables[0].indexes[0].data);
    cr_expect_eq(route->grants[1].operations, 1u << LS_DDB_QUERY | 1u << LS_DDB_SCAN);
    planned_release(&planned);
}

/* ---- What must not be refused ---- */

Test(routes, keys_that_the_gateway_takes)
{
    static const char *const keys[] = {
        "GET /",           "GET /a/",
        "HEAD /a",         "PATCH /a.b_c-d~e:f",
        "DELETE /A1/{id}", "ANY /x/{y.z:w-v_u}",
        "OPTIONS /",       "GET /a/{b}/c/{d+}",
        "ANY /{proxy+}",   "$default",
        "GET /{b}",        "POST /{b}/{c}",
    };
    char spec[4000] = SPEC_HEAD "routes:\n";
    struct planned planned;

    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++)
        snprintf(spec + strlen(spec), sizeof(spec) - strlen(spec), "  %s: { handler: answer }\n",
                 keys[i]);
    planned_good(&planned, spec);
    cr_expect_eq(planned.plan->route_count, sizeof(keys) / sizeof(keys[0]));
    cr_expect_eq(planned.plan->handler_count, 1);
    planned_release(&planned);
}

/* One mistake is told once: nothing is said about what only follows from it. */
Test(routes, one_mistake_one_message)
{
    static const char *const routes[] = {
        "  GET /o: list ordrs\n",
        "  /x: crud ordrs\n",
        "  GET /c/{customer}: { action: list, table: orders, index: by_shp }\n",
        "  GET o: list orders\n",
        "  GET /c/{customer}: lst orders\n",
        "  GET /c/{customer}/{x}: { action: get, table: orders, key: { placd: path.x } }\n",
        "  GET /c/{customer}/{x}: { action: get, table: orders, key: { placed: pth.x } }\n",
        "  PUT /c/{customer}/{x}: { action: update, table: orders, key: { placed: body.x } }\n",
        "  /c/{customer}: { action: crud, table: orders, key: { placed: body.x } }\n",
        "  /c/{customer}: { action: crud, table: orders, key: { placed: { from: query.x } } }\n",
        "  GET /c/{customer}: { action: list, table: orders, key: { placed: {} } }\n",
        "  POST /x: { handler: do_x, grants: { ordrs: [get] } }\n",
        "  POST /x: { handler: 5 }\n",
        "  POST /x: { action: 5, table: orders }\n",
        "  GET /c/{customer}: { action: list, table: 5 }\n",
        "  POST /{x: { handler: do_x }\n",
        "  GET /c/{customer}/{customer}: list orders\n",
        "  GET /c/{customer}: { action: list, table: orders, order: up }\n",
        "  GET /c/{customer}: { action: list, table: orders, key: { placed: claim.sub } }\n",
    };

    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
        struct planned planned;

        planned_make(&planned, joined(SPEC_HEAD ORDERS "routes:\n", routes[i], ""));
        cr_expect_null(planned.plan);
        cr_expect_eq(diags_errors(planned.diags) + diags_warnings(planned.diags), 1, "%s%s",
                     routes[i], planned_says(&planned));
        planned_release(&planned);
    }
}

/* Whatever else is wrong with a line, its key is one of the API's. */
Test(routes, lines_with_mistakes_are_compared_as_well)
{
    static const char *const routes[] = {
        "  GET /o/{a}: list ordrs\n  GET /o/{b}: { handler: answer }\n",
        "  GET /o/{a}: { handler: answer }\n  GET /o/{b}: list ordrs\n",
        "  GET /c/{x}: { action: list, table: orders, index: no_such }\n"
        "  GET /c/{y}: { handler: answer }\n",
        "  GET /o/{a}: lst orders\n  GET /o/{b}: { table: orders }\n",
    };

    for (size_t i = 0; i < sizeof(routes) / sizeof(routes[0]); i++) {
        struct planned planned;

        planned_make(&planned, joined(SPEC_HEAD ORDERS "routes:\n", routes[i], ""));
        cr_expect_null(planned.plan);
        cr_expect_not_null(strstr(planned_says(&planned), "[duplicate_route]"), "%s%s", routes[i],
                           planned_says(&planned));
        planned_release(&planned);
    }
}

/* Far too many for a stack, but no reason to slow down. */
Test(routes, too_many_are_told_and_counted, .timeout = 20)
{
    static char spec[400000];
    struct planned planned;
    size_t len;

    strcpy(spec, SPEC_HEAD SPEC_ITEMS "routes:\n");
    len = strlen(spec);
    for (int i = 0; i < 8000; i++)
        len += (size_t)snprintf(spec + len, sizeof(spec) - len, "  /r%d: crud items\n", i);
    planned_make(&planned, spec);
    cr_expect_eq(diags_errors(planned.diags), 1, "%s", planned_says(&planned));
    cr_expect(strstr(planned_says(&planned), "there are 40000 routes; an HTTP API can have 300"));
    cr_expect(strstr(planned_says(&planned), "spec.yaml:67:3:"), "%s", planned_says(&planned));
    planned_release(&planned);
}
