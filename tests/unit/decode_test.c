/*
 * gen/read/decode over the real field table: values, places and defaults.
 */
#include <string.h>

#include "reading.h"

#define HEAD "lockstep: 1\nservice: tap\n"

static struct text covered(const struct reading *r, struct range at)
{
    return (struct text){r->source.text.ptr + at.start, at.end - at.start};
}

static void expect_ids(const char *text, const char *ids)
{
    struct reading r;

    reading_spec(&r, text);
    EXPECT_IDS(&r, ids);
    reading_end(&r);
}

Test(decode, a_service_with_everything_written)
{
    struct reading r;
    const struct spec *spec = &r.spec;
    const struct spec_table *table;
    const struct spec_attribute *id;

    reading_spec(&r, HEAD "description: Items API\n"
                          "environments: [test, live]\n"
                          "tags: { Project: tap }\n"
                          "tables:\n"
                          "  items:\n"
                          "    name: tap-items-${env}\n"
                          "    key: { partition: { id: { type: number, generate: now } } }\n"
                          "    billing: provisioned\n"
                          "    capacity: { read: 5, write: 6 }\n"
                          "    warm_throughput: { read: 12000, write: 4000 }\n"
                          "    class: infrequent_access\n"
                          "    point_in_time_recovery: false\n"
                          "    deletion_protection: true\n"
                          "    on_delete: delete\n"
                          "function: { memory_mb: 512, timeout_s: 10, architecture: arm64,\n"
                          "            environment: { GREETING: hello } }\n"
                          "logs: { retention_days: 30, format: text, level: warn }\n");
    EXPECT_IDS(&r, "");
    cr_expect_eq(spec->lockstep.value, 1);
    EXPECT_TEXT(spec->service.value, "tap");
    EXPECT_TEXT(covered(&r, spec->service.at), "tap");
    cr_expect(spec->service.set);
    EXPECT_TEXT(spec->description.value, "Items API");
    cr_assert_eq(spec->environments.count, 2);
    EXPECT_TEXT(((struct spec_environment *)spec->environments.items)[1].name.value, "live");
    cr_assert_eq(spec->tags.count, 1);
    EXPECT_TEXT(((struct spec_pair *)spec->tags.items)[0].name.value, "Project");
    EXPECT_TEXT(((struct spec_pair *)spec->tags.items)[0].value.value, "tap");

    cr_assert_eq(spec->tables.count, 1);
    table = spec->tables.items;
    EXPECT_TEXT(table->name.value, "items");
    EXPECT_TEXT(covered(&r, table->name.at), "items");
    EXPECT_TEXT(covered(&r, table->at), "name: tap-items-${env}");
    EXPECT_TEXT(table->physical_name.value, "tap-items-${env}");
    cr_assert_eq(table->key.partition.count, 1);
    id = table->key.partition.items;
    EXPECT_TEXT(id->name.value, "id");
    cr_expect_eq(id->type.value, LS_TYPE_NUMBER);
    cr_expect_eq(id->generate.kind.value, LS_GENERATE_NOW);
    cr_expect(id->generate.kind.set);
    cr_expect_eq(table->key.sort.count, 0);
    cr_expect_eq(table->billing.value, BILLING_PROVISIONED);
    cr_expect_eq(table->capacity.read.fixed.value, 5);
    cr_expect_eq(table->capacity.write.fixed.value, 6);
    cr_expect_eq(table->warm_throughput.read.value, 12000);
    cr_expect_eq(table->warm_throughput.write.value, 4000);
    cr_expect_eq(table->max_throughput.at.end, 0);
    cr_expect_eq(table->table_class.value, CLASS_INFREQUENT_ACCESS);
    cr_expect_not(table->point_in_time_recovery.value);
    cr_expect(table->deletion_protection.value);
    cr_expect_eq(table->on_delete.value, ON_DELETE_DELETE);

    cr_expect_eq(spec->function.memory_mb.value, 512);
    cr_expect_eq(spec->function.timeout_s.value, 10);
    cr_expect_eq(spec->function.architecture.value, 1);
    EXPECT_TEXT(((struct spec_pair *)spec->function.environment.items)[0].value.value, "hello");
    cr_expect_eq(spec->logs.retention_days.value, 30);
    cr_expect_eq(spec->logs.format.value, 1);
    cr_expect_eq(spec->logs.level.value, 3);
    reading_end(&r);
}

Test(decode, defaults_have_a_value_and_no_place)
{
    struct reading r;
    const struct spec *spec = &r.spec;
    const struct spec_table *table;
    const struct spec_route *route;

    reading_spec(&r, HEAD "tables: { items: { key: { partition: { id: string } } } }\n"
                          "routes: { GET /items: { action: list } }\n");
    EXPECT_IDS(&r, "");
    cr_assert_eq(spec->environments.count, 2);
    EXPECT_TEXT(((struct spec_environment *)spec->environments.items)[0].name.value, "dev");
    EXPECT_TEXT(((struct spec_environment *)spec->environments.items)[1].name.value, "prod");
    cr_expect_not(spec->environments.set);
    cr_expect_eq(spec->environments.at.end, 0);
    cr_expect_eq(spec->function.at.end, 0);
    cr_expect_eq(spec->function.memory_mb.value, 256);
    cr_expect_not(spec->function.memory_mb.set);
    cr_expect_eq(spec->function.memory_mb.at.end, 0);
    cr_expect_eq(spec->function.timeout_s.value, 30);
    cr_expect_eq(spec->function.architecture.value, 0);
    cr_expect_eq(spec->logs.retention_days.value, 14);
    cr_expect_eq(spec->logs.format.value, 0);
    cr_expect_eq(spec->logs.level.value, 2);
    cr_expect_eq(spec->api.cors.at.end, 0);

    table = spec->tables.items;
    cr_expect_eq(table->billing.value, BILLING_ON_DEMAND);
    cr_expect_eq(table->table_class.value, CLASS_STANDARD);
    cr_expect(table->point_in_time_recovery.value);
    cr_expect_not(table->deletion_protection.value);
    cr_expect_eq(table->on_delete.value, ON_DELETE_RETAIN);
    cr_expect(table->timestamps.enabled.value);
    cr_expect_not(table->timestamps.enabled.set);
    EXPECT_TEXT(table->timestamps.created.value, "createdAt");
    EXPECT_TEXT(table->timestamps.updated.value, "updatedAt");
    cr_expect_not(table->ttl.attribute.set);
    cr_expect_str_eq(table->ttl.attribute.value.ptr, "");
    cr_expect_str_eq(table->physical_name.value.ptr, "");
    cr_expect_not(((struct spec_attribute *)table->key.partition.items)->generate.kind.set);

    route = spec->routes.items;
    cr_expect_eq(route->page_size.value, 100);
    cr_expect_eq(route->max_page_size.value, 1000);
    cr_expect_not(route->scan.value);
    cr_expect_not(route->upsert.value);
    cr_expect_not(route->must_exist.value);
    cr_expect_eq(route->order.value, 0);
    cr_expect_eq(route->if_exists.value, LS_IF_EXISTS_FAIL);
    cr_expect_not(route->order.set);
    reading_end(&r);
}

Test(decode, a_shorthand_stands_for_its_member)
{
    struct reading r;
    const struct spec_table *tables;
    const struct spec_index *indexes;
    const struct spec_route *routes;
    const struct spec_match *matches;

    reading_spec(&r, HEAD
                 "tables:\n"
                 "  one: { key: { partition: { id: binary } }, ttl: expires, timestamps: false,\n"
                 "         indexes: { by_a: { key: { partition: { a: string } }, projection: "
                 "keys_only },\n"
                 "                    by_b: { key: { partition: { b: string } }, projection: [x, "
                 "y] } } }\n"
                 "  two: { key: { partition: { id: string } }, ttl: { attribute: gone },\n"
                 "         timestamps: { created: born } }\n"
                 "routes:\n"
                 "  GET /a: list one\n"
                 "  GET /b: { action: list, table: one, key: { id: query.id, ts: { from: query.f, "
                 "to: { const: 5 } } } }\n");
    EXPECT_IDS(&r, "");
    tables = r.spec.tables.items;
    cr_expect_eq(((struct spec_attribute *)tables[0].key.partition.items)->type.value,
                 LS_TYPE_BINARY);
    EXPECT_TEXT(tables[0].ttl.attribute.value, "expires");
    EXPECT_TEXT(covered(&r, tables[0].ttl.at), "expires");
    cr_expect_not(tables[0].timestamps.enabled.value);
    cr_expect(tables[0].timestamps.enabled.set);
    EXPECT_TEXT(tables[1].ttl.attribute.value, "gone");
    cr_expect(tables[1].timestamps.enabled.value);
    EXPECT_TEXT(tables[1].timestamps.created.value, "born");
    cr_expect(tables[1].timestamps.created.set);
    EXPECT_TEXT(tables[1].timestamps.updated.value, "updatedAt");

    cr_assert_eq(tables[0].indexes.count, 2);
    indexes = tables[0].indexes.items;
    cr_expect_eq(indexes[0].projection.kind.value, PROJECTION_KEYS_ONLY);
    cr_expect_eq(indexes[0].projection.attributes.count, 0);
    cr_assert_eq(indexes[1].projection.attributes.count, 2);
    EXPECT_TEXT(((struct spec_text *)indexes[1].projection.attributes.items)[1].value, "y");
    cr_expect_eq(indexes[1].projection.kind.value, PROJECTION_ALL); /* the default: not written */
    cr_expect_not(indexes[1].projection.kind.set);

    routes = r.spec.routes.items;
    EXPECT_TEXT(routes[0].name.value, "GET /a");
    EXPECT_TEXT(routes[0].summary.value, "list one");
    cr_expect_not(routes[0].action.set);
    EXPECT_TEXT(routes[1].action.value, "list");
    cr_assert_eq(routes[1].key.count, 2);
    matches = routes[1].key.items;
    EXPECT_TEXT(matches[0].name.value, "id");
    EXPECT_TEXT(matches[0].ref.value, "query.id");
    EXPECT_TEXT(matches[1].from.ref.value, "query.f");
    cr_assert(matches[1].to.constant.set);
    cr_expect_eq(matches[1].to.constant.value->integer, 5);
    cr_expect_eq(matches[1].before.at.end, 0);
    reading_end(&r);
}

Test(decode, one_stands_for_a_list_where_the_table_says_so)
{
    struct reading r;
    const struct spec_statement *statement;

    reading_spec(&r, HEAD "iam: { statements: [{ actions: \"s3:GetObject\", resources: [\"*\"],\n"
                          "  condition: { Bool: { \"aws:SecureTransport\": \"true\" } } }] }\n");
    EXPECT_IDS(&r, "");
    cr_assert_eq(r.spec.iam.statements.count, 1);
    statement = r.spec.iam.statements.items;
    cr_assert_eq(statement->actions.count, 1);
    EXPECT_TEXT(((struct spec_text *)statement->actions.items)->value, "s3:GetObject");
    cr_expect_eq(statement->effect.value, 0);
    cr_expect_eq(statement->condition.value->kind, DOC_MAP);
    reading_end(&r);
    expect_ids(HEAD "api: { cors: { origins: https://example.com } }\n", "wrong_type");
    expect_ids(HEAD "iam: { statements: [{ actions: , resources: { a: b } }] }\n",
               "wrong_type wrong_type");
}

/* Every key of the language that is not part of this version yet, where the language has it. */
Test(decode, later_keys_are_refused_at_their_line)
{
    static const struct {
        const char *before, *keys[40], *after;
    } places[] = {
        {HEAD,
         {"include", "models", "events", "queues", "topics", "ssm_parameters", "secrets",
          "functions", "alarms", "dashboard", "parameters", "outputs", "resources", "override",
          "silence"},
         ""},
        {HEAD "tables: { items: { key: { partition: { id: string } }, ", {"model"}, " } }"},
        {HEAD "routes: { GET /x: { ",
         {"body", "query", "headers", "response", "before", "after", "throttle", "timeout_s",
          "function"},
         " } }"},
        {HEAD "function: { ",
         {"ephemeral_storage_mb", "layers", "vpc", "reserved_concurrency",
          "provisioned_concurrency", "deploy", "tracing", "dead_letter", "kms_key", "code_signing",
          "url", "name"},
         " }"},
        {HEAD "api: { ",
         {"enabled", "throttle", "timeout_s", "access_logs", "domain", "default_endpoint", "stage",
          "stage_variables", "ip_address_type"},
         " }"},
        {HEAD "api: { authorizers: { users: { type: lambda, ", {"handler"}, " } } }"},
        {HEAD "iam: { ", {"managed_policies", "boundary"}, " }"},
        {HEAD "iam: { statements: [{ actions: [\"s3:Get*\"], resources: [\"*\"], ",
         {"functions"},
         " }] }"},
        {HEAD "logs: { ", {"system_level", "class", "kms_key"}, " }"},
    };

    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        for (const char *const *key = places[i].keys; *key != NULL; key++) {
            struct reading r;
            char text[400];
            snprintf(text, sizeof(text), "%s%s: x%s\n", places[i].before, *key, places[i].after);
            reading_spec(&r, text);
            EXPECT_IDS(&r, "not_supported_yet");
            snprintf(text, sizeof(text), "`%s` is not supported yet", *key);
            cr_expect_not_null(strstr(reading_report(&r), text));
            reading_end(&r);
        }
    }
}

Test(decode, keys_of_shorthands_are_none_of_the_language)
{
    expect_ids(HEAD "routes: { GET /x: { summary: list items } }\n", "unknown_key");
    expect_ids(HEAD "routes: { GET /x: { key: { id: { ref: path.id } } } }\n", "unknown_key");
    expect_ids(HEAD "tables: { items: { key: { partition: { id: string } }, timestamps: { enabled: "
                    "true } } }\n",
               "unknown_key");
}

Test(decode, a_spec_that_is_no_map_has_nothing_that_is_absent)
{
    struct reading r;

    reading_spec(&r, "- a\n");
    EXPECT_IDS(&r, "wrong_type");
    cr_expect_not(r.spec.routes.set);
    EXPECT_TEXT(covered(&r, r.spec.routes.at), "- a");
    cr_expect_eq(r.spec.function.memory_mb.value, 256);
    reading_end(&r);
}

Test(decode, too_many_entries_are_left_out)
{
    struct reading r;
    const struct spec_table *table;

    reading_spec(&r, HEAD "tables: { t: { key: { partition: { a: string, b: string } } } }\n");
    EXPECT_IDS(&r, "too_many");
    table = r.spec.tables.items;
    cr_assert_eq(table->key.partition.count, 1);
    EXPECT_TEXT(((struct spec_attribute *)table->key.partition.items)->name.value, "a");
    reading_end(&r);
}

Test(decode, what_is_wrong_keeps_its_place)
{
    struct reading r;
    const struct spec_route *routes;
    const struct spec_table *tables;

    reading_spec(&r, HEAD "description: 5\n"
                          "function: { memory_mb: 1, architecture: x }\n"
                          "tables: { a: 5, b: { key: { partition: x }, ttl: 7, timestamps: 7 } }\n"
                          "routes: { GET /x: 5, GET /y: { handler: X } }\n"
                          "environments: [dev, 5, prod]\n");
    EXPECT_IDS(&r, "unquoted_text out_of_range unknown_value wrong_type wrong_type unquoted_text "
                   "wrong_type unquoted_text bad_text unquoted_text");
    cr_expect_not(r.spec.description.set);
    EXPECT_TEXT(covered(&r, r.spec.description.at), "5");
    cr_expect_eq(r.spec.function.memory_mb.value, 256);
    cr_expect_not(r.spec.function.memory_mb.set);
    EXPECT_TEXT(covered(&r, r.spec.function.memory_mb.at), "1");
    EXPECT_TEXT(covered(&r, r.spec.function.architecture.at), "x");

    cr_assert_eq(r.spec.tables.count, 2);
    tables = r.spec.tables.items;
    EXPECT_TEXT(tables[0].name.value, "a"); /* stays, so that routes find it */
    EXPECT_TEXT(covered(&r, tables[0].at), "5");
    cr_expect(tables[0].point_in_time_recovery.value);
    cr_expect_not(tables[1].key.partition.set);
    EXPECT_TEXT(covered(&r, tables[1].key.partition.at), "x");
    EXPECT_TEXT(covered(&r, tables[1].ttl.at), "7");
    EXPECT_TEXT(covered(&r, tables[1].ttl.attribute.at), "7");
    cr_expect_not(tables[1].ttl.attribute.set);
    cr_expect(tables[1].timestamps.enabled.value);

    routes = r.spec.routes.items;
    cr_expect_not(routes[0].summary.set);
    EXPECT_TEXT(covered(&r, routes[0].summary.at), "5");
    cr_expect_eq(routes[0].page_size.value, 100);
    cr_expect_not(routes[1].handler.set);
    EXPECT_TEXT(covered(&r, routes[1].handler.at), "X");

    cr_assert_eq(r.spec.environments.count, 2); /* the wrong one is left out */
    EXPECT_TEXT(((struct spec_environment *)r.spec.environments.items)[1].name.value, "prod");
    reading_end(&r);
}

/* Each allocation fails once, and each time nothing leaks and nothing is used too early. */
Test(decode, memory_that_runs_short_anywhere)
{
    static const char text[] =
        HEAD "description: \xc3\xa9 #1\n"
             "tables: &t\n"
             "  items: { key: { partition: { id: string } }, billing: ON_DEMAND, ttl: 1.5 }\n"
             "  Upper: { key: { partition: {id:string} }, indexes: { by_x: { key: { partition: { "
             "x: number } }, projection: [a, b] } } }\n"
             "routes:\n"
             "  GET /items: list items\n"
             "  GET /items: list items\n"
             "  GET /x: { action: get, key: { id: { const: 5 } }, before: {} }\n"
             "again: *t\n";
    volatile size_t n = 0;
    volatile bool done = false;

    while (!done) {
        struct mem_arena *arena = mem_arena_new();
        cr_assert_not_null(arena);
        n++;
        if (setjmp(*mem_guard(arena)) == 0) {
            struct source *source;
            struct diags *diags;
            const struct doc_node *root;
            struct text_buf out;
            mem_fail_at(arena, n);
            source = mem_alloc(arena, sizeof(*source));
            source_init(source, arena, "spec.yaml", text_of(text));
            diags = diags_new(arena, source);
            root = yaml_read(arena, source, diags);
            decode_record(arena, diags, &spec_record, root, mem_alloc(arena, sizeof(struct spec)));
            text_buf_init(&out, arena, TEXT_BUF_MAX);
            diags_render(diags, DIAG_TEXT, &out);
            diags_render(diags, DIAG_JSON, &out);
            cr_expect_eq(diags_errors(diags), 7);
            done = true;
        }
        mem_arena_free(arena);
    }
    cr_expect_gt(n, 200);
}
