/*
 * gen/model/plan: what emitters are given, beyond routes and permissions.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "planned.h"
#include "route.h"

Test(plan, a_service_of_five_lines)
{
    struct planned planned;
    const struct plan_table *table;
    const struct ls_service *service;

    planned_good(&planned, SPEC_HEAD SPEC_ITEMS SPEC_CRUD);
    cr_assert_eq(planned.plan->table_count, 1);
    table = &planned.plan->tables[0];
    cr_expect_str_eq(table->logical_id, "ItemsTable");
    cr_expect_str_eq(table->macro, "LS_TABLE_ITEMS");
    cr_expect_str_eq(table->variable, "LOCKSTEP_TABLE_ITEMS");
    cr_expect_str_eq(table->output_name, "TableName");
    cr_expect_str_eq(table->name_tag.text.ptr, "tap-items-${Environment}");
    cr_expect(table->name_tag.is_sub);
    cr_expect_eq(table->data->key_count, 1);
    cr_expect_eq(table->data->attributes[0].generate, LS_GENERATE_UUID7);
    cr_expect_str_eq(table->data->created, "createdAt");
    cr_expect_str_eq(table->data->updated, "updatedAt");
    service = planned.plan->service;
    cr_expect_eq(service->abi, LS_ABI);
    cr_expect_str_eq(service->name, "tap");
    cr_expect_null(service->cors);
    cr_expect_eq(ls_route_by_key(service, LS_STR("PUT /items/{id}")), &service->routes[3]);
    cr_expect_eq(planned.plan->cors_method_count, 0);
    planned_release(&planned);
}

Test(plan, a_further_table_has_its_name_in_its_output)
{
    struct planned planned;

    planned_good(&planned, SPEC_HEAD SPEC_ITEMS
                 "  order_lines: { key: { partition: { id: string } }, timestamps: false }\n"
                 "routes:\n  /items: crud items\n  /lines: crud order_lines\n");
    cr_expect_str_eq(planned_table(&planned, "items")->output_name, "TableName");
    cr_expect_str_eq(planned_table(&planned, "order_lines")->output_name, "OrderLinesTableName");
    cr_expect_str_eq(planned_table(&planned, "order_lines")->logical_id, "OrderLinesTable");
    cr_expect_str_eq(planned_table(&planned, "order_lines")->macro, "LS_TABLE_ORDER_LINES");
    cr_expect_null(planned_table(&planned, "order_lines")->data->created);
    cr_expect_null(planned_table(&planned, "order_lines")->data->updated);
    planned_release(&planned);
}

Test(plan, what_create_generates)
{
    static const struct {
        const char *key;
        enum ls_generate partition, sort;
        int length;
    } rows[] = {
        {"partition: { id: string }", LS_GENERATE_UUID7, 0, 0},
        {"partition: { id: number }", LS_GENERATE_NONE, 0, 0},
        {"partition: { id: { generate: none } }", LS_GENERATE_NONE, 0, 0},
        {"partition: { id: { generate: uuid4 } }", LS_GENERATE_UUID4, 0, 0},
        {"partition: { id: { generate: { kind: random, length: 7 } } }", LS_GENERATE_RANDOM, 0, 7},
        {"partition: { id: { source: query.id } }", LS_GENERATE_NONE, 0, 0},
        {"partition: { id: { format: timestamp } }", LS_GENERATE_NONE, 0, 0},
        {"partition: { id: { format: timestamp, generate: now } }", LS_GENERATE_NOW, 0, 0},
        {"partition: { id: { template: \"{a}#{b}\" } }", LS_GENERATE_NONE, 0, 0},
        {"partition: { id: { type: number, generate: now } }", LS_GENERATE_NOW, 0, 0},
        {"partition: { id: string }, sort: { at: string }", LS_GENERATE_NONE, LS_GENERATE_NONE, 0},
        {"partition: { id: string }, sort: { at: { generate: now } }", LS_GENERATE_NONE,
         LS_GENERATE_NOW, 0},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        const struct ls_table *table;
        char spec[500];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD "tables: { t: { key: { %s } } }\n"
                           "routes: { POST /t: create t }\n",
                 rows[i].key);
        planned_good(&planned, spec);
        table = planned.plan->tables[0].data;
        cr_expect_eq(table->attributes[0].generate, rows[i].partition, "%s", rows[i].key);
        cr_expect_eq(table->attributes[0].generate_length, rows[i].length, "%s", rows[i].key);
        if (table->key_count == 2)
            cr_expect_eq(table->attributes[1].generate, rows[i].sort, "%s", rows[i].key);
        planned_release(&planned);
    }
}

Test(plan, definitions_are_each_key_attribute_once_by_name)
{
    static const struct {
        const char *name;
        enum ls_attribute_type type;
    } rows[] = {{"at", LS_TYPE_NUMBER},
                {"id", LS_TYPE_STRING},
                {"kind", LS_TYPE_STRING},
                {"owner", LS_TYPE_BINARY}};
    struct planned planned;
    const struct plan_table *table;

    /* `at` and `owner` get their types from where they are written. */
    planned_good(&planned, SPEC_HEAD
                 "tables:\n  t:\n"
                 "    key: { partition: { id: string }, sort: { at: number } }\n"
                 "    indexes:\n"
                 "      by_owner: { key: { partition: { owner: {} }, sort: { at: {} } } }\n"
                 "      by_kind: { key: { partition: { kind: {} }, sort: { owner: binary } },"
                 " name: Kind.Index }\n"
                 "      by_day: { local: true, key: { sort: { kind: {} } } }\n"
                 "routes:\n"
                 "  GET /{id}: list t\n"
                 "  GET /a/{owner}: { action: list, table: t, index: by_owner }\n"
                 "  GET /b/{kind}: { action: list, table: t, index: by_kind }\n"
                 "  GET /c/{id}: { action: list, table: t, index: by_day }\n");
    table = &planned.plan->tables[0];
    cr_assert_eq(table->definition_count, 4);
    for (size_t i = 0; i < 4; i++) {
        cr_expect_str_eq(table->definitions[i]->name, rows[i].name);
        cr_expect_eq(table->definitions[i]->type, rows[i].type, "%s", rows[i].name);
    }
    cr_expect_eq(table->definitions[0], &table->data->attributes[1]);
    cr_expect_eq(table->definitions[1], &table->data->attributes[0]);
    cr_assert_eq(table->index_count, 3);
    cr_expect_str_eq(table->indexes[0].physical_name.ptr, "by_owner");
    cr_expect_str_eq(table->indexes[1].physical_name.ptr, "Kind.Index");
    cr_expect_eq(table->indexes[0].data->key[0], table->definitions[3]);
    cr_expect_eq(table->indexes[0].data->key[1], &table->data->attributes[1]);
    cr_expect(table->indexes[2].data->local);
    cr_expect_eq(table->indexes[2].data->key[0], &table->data->attributes[0]);
    cr_expect_str_eq(table->indexes[2].data->key[1]->name, "kind");
    planned_release(&planned);
}

Test(plan, variables_are_sorted_and_complete)
{
    static const struct {
        const char *name, *text;
    } rows[] = {
        {"ALPHA", "1"},
        {"LOCKSTEP_CONTRACT", NULL},
        {"LOCKSTEP_ENVIRONMENT", "${Environment}"},
        {"LOCKSTEP_TABLE_ITEMS", "${ItemsTable}"},
        {"ZETA", "z-${Environment}"},
    };
    struct planned planned;

    planned_good(&planned, SPEC_HEAD SPEC_ITEMS SPEC_CRUD
                 "function: { environment: { ZETA: \"z-${env}\", ALPHA: \"1\" } }\n");
    cr_assert_eq(planned.plan->variable_count, 5);
    for (size_t i = 0; i < 5; i++) {
        const struct plan_variable *variable = &planned.plan->variables[i];

        cr_expect_str_eq(variable->name.ptr, rows[i].name);
        cr_expect_str_eq(variable->value.text.ptr,
                         rows[i].text != NULL ? rows[i].text : planned.plan->contract);
    }
    cr_expect_str_eq(planned.plan->variables[2].value.ref, "Environment");
    cr_expect_str_eq(planned.plan->variables[3].value.ref, "ItemsTable");
    planned_release(&planned);
}

Test(plan, tags_are_sorted_and_resolved)
{
    struct planned planned;

    planned_good(
        &planned, SPEC_HEAD
        "tags: { Team: tea, \"cost:center\": \"42\", Env: \"${env}\" }\n" SPEC_ITEMS SPEC_CRUD);
    cr_assert_eq(planned.plan->tag_count, 3);
    cr_expect_str_eq(planned.plan->tags[0].name.ptr, "Env");
    cr_expect_str_eq(planned.plan->tags[0].value.ref, "Environment");
    cr_expect_str_eq(planned.plan->tags[1].name.ptr, "Team");
    cr_expect_str_eq(planned.plan->tags[2].name.ptr, "cost:center");
    cr_expect_str_eq(planned.plan->tags[2].value.text.ptr, "42");
    planned_release(&planned);
}

Test(plan, each_handler_once_with_its_first_place)
{
    struct planned planned;

    planned_good(&planned, SPEC_HEAD "routes:\n"
                                     "  GET /b: { handler: later }\n"
                                     "  GET /a: { handler: early }\n"
                                     "  POST /a: { handler: early }\n"
                                     "  PUT /a: { handler: later }\n");
    cr_assert_eq(planned.plan->handler_count, 2);
    cr_expect_str_eq(planned.plan->handlers[0].name.ptr, "early");
    cr_expect_eq(planned.plan->handlers[0].place.line, 5);
    cr_expect_str_eq(planned.plan->handlers[1].name.ptr, "later");
    cr_expect_eq(planned.plan->handlers[1].place.line, 4);
    planned_release(&planned);
}

Test(plan, methods_of_cors_are_those_of_the_routes)
{
    static const struct {
        const char *routes, *cors, *methods;
    } rows[] = {
        {"  /items: crud items\n", "", "GET,POST,PUT,DELETE"},
        {"  PATCH /items/{id}: update items\n  HEAD /items: list items\n", "", "HEAD,PATCH"},
        {"  OPTIONS /items: preflight\n  GET /items: list items\n", "", "GET,OPTIONS"},
        {"  ANY /items: preflight\n", "", "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS"},
        {"  $default: preflight\n", "", "GET,HEAD,POST,PUT,PATCH,DELETE,OPTIONS"},
        {"  GET /items: list items\n", ", methods: [OPTIONS, GET]", "OPTIONS,GET"},
        {"  GET /items: list items\n", ", methods: [\"*\"]", "*"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[700];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD SPEC_ITEMS "routes:\n%s  GET /used: list items\n"
                                      "api: { cors: { origins: [\"https://a.example\"]%s } }\n",
                 rows[i].routes, rows[i].cors);
        planned_make(&planned, spec);
        cr_assert_not_null(planned.plan, "%s", planned_says(&planned));
        if (strstr(rows[i].methods, "GET") != NULL || rows[i].methods[0] == '*')
            cr_expect_str_eq(planned.plan->service->cors->methods, rows[i].methods);
        else
            cr_expect_str_eq(planned.plan->service->cors->methods, "GET,HEAD,PATCH");
        planned_release(&planned);
    }
}

Test(plan, header_values_of_cors)
{
    struct planned planned;
    const struct ls_cors *cors;

    planned_good(&planned, SPEC_HEAD SPEC_ITEMS SPEC_CRUD
                 "api: { cors: { origins: [\"https://a.example\", \"http://localhost:3000\"], "
                 "credentials: true, expose_headers: [ETag, X-Count], max_age_s: -1 } }\n");
    cors = planned.plan->service->cors;
    cr_assert_not_null(cors);
    cr_assert_eq(cors->origin_count, 2);
    cr_expect_str_eq(cors->origins[1], "http://localhost:3000");
    cr_expect(cors->credentials);
    cr_expect_str_eq(cors->headers, "Content-Type,Authorization");
    cr_expect_str_eq(cors->expose_headers, "ETag,X-Count");
    cr_expect_str_eq(cors->max_age, "-1");
    planned_release(&planned);
    planned_good(&planned, SPEC_HEAD SPEC_ITEMS SPEC_CRUD
                 "api: { cors: { origins: [\"*\"], headers: [X-A] } }\n");
    cors = planned.plan->service->cors;
    cr_expect_not(cors->credentials);
    cr_expect_str_eq(cors->headers, "X-A");
    cr_expect_null(cors->expose_headers);
    cr_expect_str_eq(cors->max_age, "86400");
    planned_release(&planned);
}

Test(plan, there_is_none_when_there_are_errors)
{
    struct planned planned;

    planned_make(&planned, SPEC_HEAD SPEC_ITEMS SPEC_CRUD "logs: { retention_days: 15 }\n");
    cr_expect_null(planned.plan);
    planned_release(&planned);
    planned_make(&planned, SPEC_HEAD SPEC_ITEMS SPEC_CRUD "  GET /x: list nothing\n");
    cr_expect_null(planned.plan);
    planned_release(&planned);
}
