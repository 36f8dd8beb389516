/*
 * gen/model/fields: what get and list answer, and how fresh it is.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "planned.h"

#define ORDERS                                                                                     \
    "tables:\n"                                                                                    \
    "  orders:\n"                                                                                  \
    "    key: { partition: { customer: string }, sort: { placed: string } }\n"                     \
    "    indexes:\n"                                                                               \
    "      by_shop: { key: { partition: shop }, projection: [total] }\n"                           \
    "      by_day: { local: true, key: { sort: day }, projection: keys_only }\n"                   \
    "routes:\n"

static void expect_good(const char *option, const char *index, bool good)
{
    struct planned planned;
    char spec[2000];

    snprintf(spec, sizeof(spec),
             SPEC_HEAD ORDERS
             "  GET /s/{shop}: { action: list, table: orders, index: by_shop }\n"
             "  GET /d/{customer}: { action: list, table: orders, index: by_day }\n"
             "  GET /x/{%s}: { action: list, table: orders%s%s, %s }\n",
             strcmp(index, "by_shop") == 0 ? "shop" : "customer",
             index[0] == '\0' ? "" : ", index: ", index, option);
    planned_make(&planned, spec);
    cr_expect_eq(planned.plan != NULL, good, "%s %s: %s", option, index, planned_says(&planned));
    cr_expect_eq(diags_errors(planned.diags), good ? 0 : 1, "%s", planned_says(&planned));
    planned_release(&planned);
}

Test(fields, names_and_flags)
{
    struct planned planned;
    const struct ls_route *route;

    planned_good(
        &planned, SPEC_HEAD SPEC_ITEMS
        "routes:\n"
        "  /items: { action: crud, table: items, fields: [title, id], client_fields: true, "
        "consistent: true }\n");
    route = planned_route(&planned, "GET /items")->data;
    cr_assert_eq(route->field_count, 2);
    cr_expect_str_eq(route->fields[0], "title");
    cr_expect_str_eq(route->fields[1], "id");
    cr_expect_eq(route->flags, LS_ROUTE_SCAN | LS_ROUTE_CLIENT_FIELDS | LS_ROUTE_CONSISTENT);
    route = planned_route(&planned, "GET /items/{id}")->data;
    cr_expect_eq(route->field_count, 2);
    cr_expect_eq(route->flags, LS_ROUTE_CLIENT_FIELDS | LS_ROUTE_CONSISTENT);
    route = planned_route(&planned, "PUT /items/{id}")->data;
    cr_expect_eq(route->field_count, 0);
    cr_expect_eq(route->flags, 0);
    planned_release(&planned);
}

Test(fields, a_global_index_has_what_it_projects)
{
    expect_good("fields: [total, shop, customer, placed]", "by_shop", true);
    expect_good("fields: [total, state]", "by_shop", false);
    expect_good("fields: [state]", "", true);
    expect_good("client_fields: true", "by_shop", false);
    expect_good("client_fields: true, fields: [total]", "by_shop", true);
    expect_good("client_fields: true", "", true);
    /* DynamoDB fetches from the table what a local index lacks. */
    expect_good("fields: [state]", "by_day", true);
    expect_good("client_fields: true", "by_day", true);
}

Test(fields, a_global_index_lags_behind)
{
    expect_good("consistent: true", "by_shop", false);
    expect_good("consistent: false", "by_shop", true);
    expect_good("consistent: true", "by_day", true);
    expect_good("consistent: true", "", true);
}

Test(fields, parts_may_be_named_and_derived_attributes_not)
{
    static const struct {
        const char *fields;
        bool good;
    } rows[] = {{"[org, room]", true}, {"[org, room_key]", false}, {"[org, org]", false}};

    for (size_t i = 0; i < 3; i++) {
        struct planned planned;
        char spec[1000];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD
                 "tables: { t: { key: { partition: { room_key: { template: "
                 "\"{org}#{room}\" } } } } }\nroutes:\n  GET /{org}/{room}: { action: get, "
                 "table: t, fields: %s }\n",
                 rows[i].fields);
        planned_make(&planned, spec);
        cr_expect_eq(planned.plan != NULL, rows[i].good, "%s", planned_says(&planned));
        planned_release(&planned);
    }
}
