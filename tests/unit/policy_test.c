/*
 * gen/model/policy: what a role may do follows from the routes, and nothing else does.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "model/policy.h"
#include "planned.h"

#define OP(name_) (1u << LS_DDB_##name_)
#define SPEC_ORDERS                                                                                \
    SPEC_HEAD "tables:\n"                                                                          \
              "  orders:\n"                                                                        \
              "    key: { partition: { customer: string }, sort: { placed: string } }\n"           \
              "    indexes:\n"                                                                     \
              "      by_shop: { key: { partition: { shop: string } } }\n"                          \
              "      by_day: { local: true, key: { sort: { day: string } } }\n"                    \
              "routes:\n"

static uint32_t allowed(const struct planned *planned, const char *table, const char *index)
{
    for (size_t i = 0; i < planned->plan->permission_count; i++) {
        const struct plan_permission *permission = &planned->plan->permissions[i];
        const char *name = permission->index == NULL ? "" : permission->index->data->name;

        if (strcmp(permission->table->data->name, table) == 0 && strcmp(name, index) == 0)
            return permission->operations;
    }
    return 0;
}

Test(policy, each_action_gives_its_one_operation)
{
    static const struct {
        const char *route;
        uint32_t table, by_shop, by_day;
    } rows[] = {
        {"GET /{customer}: list orders", OP(QUERY), 0, 0},
        {"GET /o: { action: list, table: orders, scan: true }", OP(SCAN), 0, 0},
        {"GET /{shop}: { action: list, table: orders, index: by_shop }", 0, OP(QUERY), 0},
        {"GET /s: { action: list, table: orders, index: by_shop, scan: true }", 0, OP(SCAN), 0},
        {"GET /{customer}: { action: list, table: orders, index: by_day }", 0, 0, OP(QUERY)},
        {"GET /{customer}/{placed}: get orders", OP(GET_ITEM), 0, 0},
        {"POST /o: create orders", OP(PUT_ITEM), 0, 0},
        {"POST /o: { action: create, table: orders, if_exists: keep }", OP(PUT_ITEM), 0, 0},
        {"PUT /{customer}/{placed}: update orders", OP(UPDATE_ITEM), 0, 0},
        {"PUT /{customer}/{placed}: { action: update, table: orders, upsert: true }",
         OP(UPDATE_ITEM), 0, 0},
        {"DELETE /{customer}/{placed}: delete orders", OP(DELETE_ITEM), 0, 0},
        {"DELETE /{customer}/{placed}: { action: delete, table: orders, must_exist: true }",
         OP(DELETE_ITEM), 0, 0},
        {"OPTIONS /o: preflight\napi: { cors: { origins: [\"*\"] } }", 0, 0, 0},
        {"POST /o: { handler: do_o }", 0, 0, 0},
        {"POST /o: { handler: do_o, grants: { orders: [get, query] } }", OP(GET_ITEM) | OP(QUERY),
         0, 0},
        {"POST /o: { handler: do_o, grants: { orders.by_shop: [query] } }", 0, OP(QUERY), 0},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[2000];

        snprintf(spec, sizeof(spec), SPEC_ORDERS "  %s\n", rows[i].route);
        planned_make(&planned, spec);
        cr_assert_not_null(planned.plan, "%s", planned_says(&planned));
        cr_expect_eq(allowed(&planned, "orders", ""), rows[i].table, "%s", rows[i].route);
        cr_expect_eq(allowed(&planned, "orders", "by_shop"), rows[i].by_shop, "%s", rows[i].route);
        cr_expect_eq(allowed(&planned, "orders", "by_day"), rows[i].by_day, "%s", rows[i].route);
        planned_release(&planned);
    }
}

Test(policy, operations_of_all_routes_come_together)
{
    static const struct {
        const char *sid;
        uint32_t operations;
    } rows[] = {
        {"OrdersTable", OP(QUERY) | OP(GET_ITEM) | OP(PUT_ITEM) | OP(UPDATE_ITEM) |
                            OP(DELETE_ITEM) | OP(CONDITION_CHECK_ITEM)},
        {"OrdersTableByShop", OP(QUERY) | OP(SCAN)},
        {"OrdersTableByDay", OP(QUERY)},
    };
    struct planned planned;

    planned_good(&planned, SPEC_ORDERS
                 "  /{customer}: crud orders\n"
                 "  GET /shops/{shop}: { action: list, table: orders, index: by_shop }\n"
                 "  GET /days/{customer}: { action: list, table: orders, index: by_day }\n"
                 "  POST /x: { handler: do_x, grants: { orders: [condition_check, get], "
                 "orders.by_shop: [scan] } }\n");
    cr_assert_eq(planned.plan->permission_count, 3);
    for (size_t i = 0; i < 3; i++) {
        cr_expect_str_eq(planned.plan->permissions[i].sid, rows[i].sid);
        cr_expect_eq(planned.plan->permissions[i].operations, rows[i].operations, "%s",
                     rows[i].sid);
    }
    planned_release(&planned);
}

Test(policy, tables_without_routes_get_no_statement)
{
    struct planned planned;

    planned_make(&planned, SPEC_HEAD SPEC_ITEMS
                 "  notes: { key: { partition: { id: string } } }\nroutes:\n  /n: crud notes\n");
    cr_assert_not_null(planned.plan, "%s", planned_says(&planned));
    cr_assert_eq(planned.plan->permission_count, 1);
    cr_expect_str_eq(planned.plan->permissions[0].sid, "NotesTable");
    planned_release(&planned);
}

Test(policy, an_idempotency_key_is_put_and_got)
{
    struct planned planned;

    planned_good(&planned, SPEC_HEAD SPEC_ITEMS
                 "  kept: { key: { partition: { k: string } }, ttl: expires }\nroutes:\n"
                 "  POST /items: { action: create, table: items, idempotency: { table: kept } }\n");
    cr_expect_eq(allowed(&planned, "items", ""), OP(PUT_ITEM));
    cr_expect_eq(allowed(&planned, "kept", ""), OP(PUT_ITEM) | OP(GET_ITEM));
    cr_expect_eq(planned.plan->permission_count, 2);
    planned_release(&planned);
}

/* What an option changes in the request is no other operation. */
Test(policy, options_ask_for_nothing_more)
{
    static const struct {
        const char *route;
        uint32_t table;
    } rows[] = {
        {"GET /{customer}: { action: list, table: orders, consistent: true, filter: { a: query.a "
         "}, "
         "fields: [a], client_fields: true }",
         OP(QUERY)},
        {"GET /{customer}/{placed}: { action: get, table: orders, consistent: true }",
         OP(GET_ITEM)},
        {"PUT /{customer}/{placed}: { action: update, table: orders, set: { a: query.a }, add: { "
         "b: "
         "1 }, null_removes: true }",
         OP(UPDATE_ITEM)},
        {"POST /o: { action: create, table: orders, set: { a: query.a } }", OP(PUT_ITEM)},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[2000];

        snprintf(spec, sizeof(spec), SPEC_ORDERS "  %s\n", rows[i].route);
        planned_make(&planned, spec);
        cr_assert_not_null(planned.plan, "%s", planned_says(&planned));
        cr_expect_eq(planned.plan->permission_count, 1, "%s", rows[i].route);
        cr_expect_eq(allowed(&planned, "orders", ""), rows[i].table, "%s", rows[i].route);
        planned_release(&planned);
    }
}

/* Tables with an own key need it; a statement has room for all keys. */
Test(policy, keys_count_in_the_size)
{
    static const char statement[] =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Keys\",\"Effect\":\"Allow\","
        "\"Action\":"
        "\"kms:Decrypt\",\"Resource\":[\"arn:aws:kms:eu-west-1:123456789012:key/"
        "11111111-2222-3333-4444-555555555555\"],\"Condition\":{\"StringEquals\":{\"kms:"
        "ViaService\":"
        "\"dynamodb.us-east-1.amazonaws.com\"}}}]}";
    struct planned plain, keyed;
    size_t more;

    planned_good(&plain, SPEC_HEAD SPEC_ITEMS SPEC_CRUD);
    planned_good(&keyed, SPEC_HEAD SPEC_ITEMS
                 "    encryption: { kms_key: arn:aws:kms:eu-west-1:123456789012:key/"
                 "11111111-2222-3333-4444-555555555555 }\n" SPEC_CRUD);
    cr_expect_eq(plain.plan->decrypt_count, 0);
    cr_assert_eq(keyed.plan->decrypt_count, 1);
    more = policy_least_size(keyed.plan) - policy_least_size(plain.plan);
    cr_expect_eq(more, strlen(statement) + 1, "%zu", more); /* and a comma */
    planned_release(&plain);
    planned_release(&keyed);
}

/* IAM counts 10,240 characters; each resource here has 60, with quotes and comma 63. */
Test(policy, size_of_the_roles_policies)
{
    static const struct {
        int resources;
        bool fits;
    } rows[] = {{150, true}, {170, false}};

    for (size_t i = 0; i < 2; i++) {
        static char spec[20000];
        struct planned planned;
        size_t len;

        strcpy(spec, SPEC_HEAD SPEC_ITEMS SPEC_CRUD
               "iam:\n  statements:\n    - actions: \"s3:GetObject\"\n      resources:\n");
        len = strlen(spec);
        for (int r = 0; r < rows[i].resources; r++)
            len += (size_t)snprintf(spec + len, sizeof(spec) - len,
                                    "        - arn:aws:s3:::%045d/*\n", r);
        planned_make(&planned, spec);
        cr_expect_eq(planned.plan != NULL, rows[i].fits, "%s", planned_says(&planned));
        cr_expect_eq(strstr(planned_says(&planned), "[policy_too_large]") != NULL, !rows[i].fits);
        planned_release(&planned);
    }
}
