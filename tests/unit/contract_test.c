/*
 * gen/model/contract and digest: what changes the contract, and what must not.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "model/contract.h"
#include "model/digest.h"
#include "planned.h"

/* The vectors of FIPS 180-2, appendix B. */
Test(contract, digests)
{
    char hex[DIGEST_HEX + 1];

    digest_hex(TEXT("abc"), hex);
    cr_expect_str_eq(hex, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    digest_hex(TEXT("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"), hex);
    cr_expect_str_eq(hex, "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    digest_hex(TEXT(""), hex);
    cr_expect_str_eq(hex, "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
}

static char *contract_of(const char *spec)
{
    struct planned planned;
    char *contract;

    planned_make(&planned, spec);
    cr_assert_not_null(planned.plan, "%s\n%s", planned_says(&planned), spec);
    cr_assert_eq(strlen(planned.plan->contract), 64);
    contract = strdup(planned.plan->contract);
    cr_assert_not_null(contract);
    planned_release(&planned);
    return contract;
}

struct parts {
    const char *table, *more_tables, *routes, *rest;
};

#define KEY_SORT "    key: { partition: { id: string }, sort: { at: string } }\n"
#define INDEXED  "    indexes: { by_owner: { key: { partition: { owner: string } } } }\n"
static const struct parts base = {
    .table = KEY_SORT "    indexes: { by_owner: { key: { partition: { owner: string } } } }\n",
    .more_tables = "",
    .routes = "  GET /items/{id}: list items\n"
              "  POST /items: create items\n"
              "  PUT /items/{id}/{at}: update items\n"
              "  DELETE /items/{id}/{at}: delete items\n"
              "  GET /owners/{owner}: { action: list, table: items, index: by_owner }\n"
              "  POST /x: { handler: do_x, grants: { items: [get], items.by_owner: [query] } }\n",
    .rest = "function: { environment: { LEVEL: one } }\n",
};

static char *contract_with(const struct parts *parts)
{
    char spec[4000];

    snprintf(spec, sizeof(spec), SPEC_HEAD "tables:\n  items:\n%s%sroutes:\n%s%s",
             parts->table == NULL ? base.table : parts->table,
             parts->more_tables == NULL ? base.more_tables : parts->more_tables,
             parts->routes == NULL ? base.routes : parts->routes,
             parts->rest == NULL ? base.rest : parts->rest);
    return contract_of(spec);
}

static const struct {
    const char *what;
    bool changes;
    struct parts parts;
} changes[] = {
    {"nothing", false, {0}},
    {"a generated sort attribute",
     true,
     {.table = "    key: { partition: { id: string }, sort: { at: { generate: now } } }\n"
               "    indexes: { by_owner: { key: { partition: { owner: string } } } }\n"}},
    {"a type of a key",
     true,
     {.table = "    key: { partition: { id: string }, sort: { at: number } }\n"
               "    indexes: { by_owner: { key: { partition: { owner: string } } } }\n"}},
    {"a key of an index",
     true,
     {.table = KEY_SORT "    indexes: { by_owner: { key: { partition: { owner: string }, sort: { "
                        "at: string } } } }\n"}},
    {"a physical name of an index",
     true,
     {.table = KEY_SORT "    indexes: { by_owner: { key: { partition: { owner: string } }, name: "
                        "owners } }\n"}},
    {"names of timestamps",
     true,
     {.table = KEY_SORT "    indexes: { by_owner: { key: { partition: { owner: string } } } }\n"
                        "    timestamps: { created: born }\n"}},
    {"one more table", true, {.more_tables = "  notes: { key: { partition: { id: string } } }\n"}},
    {"a route left out", true, {.routes = "  GET /items/{id}: list items\n"}},
    {"the name of a variable", true, {.rest = "function: { environment: { LEVELS: one } }\n"}},
    {"the value of a variable", false, {.rest = "function: { environment: { LEVEL: two } }\n"}},
    {"memory, logs and tags",
     false,
     {.rest = "function: { memory_mb: 512, timeout_s: 10, environment: { LEVEL: one } }\n"
              "logs: { retention_days: 30, format: text }\ntags: { Team: tea }\n"
              "description: Items\nenvironments: [test]\n"}},
    {"CORS",
     false,
     {.rest = "function: { environment: { LEVEL: one } }\napi: { cors: { origins: [\"*\"] } }\n"}},
    {"statements beside the routes",
     false,
     {.rest = "function: { environment: { LEVEL: one } }\n"
              "iam: { statements: [{ actions: \"s3:GetObject\", resources: \"*\" }] }\n"}},
    {"throughput, recovery, class and name of a table",
     false,
     {.table = KEY_SORT "    indexes: { by_owner: { key: { partition: { owner: string } }, "
                        "projection: keys_only } }\n"
                        "    billing: provisioned\n    capacity: { read: 1, write: 1 }\n"
                        "    class: infrequent_access\n    point_in_time_recovery: false\n"
                        "    deletion_protection: true\n    on_delete: delete\n"
                        "    stream: keys_only\n    encryption: aws_managed\n"
                        "    contributor_insights: true\n"
                        "    name: things-${env}\n"}},
    {"the time to live", true, {.table = KEY_SORT INDEXED "    ttl: expires\n"}},
    {"who may call",
     false,
     {.rest =
          "function: { environment: { LEVEL: one } }\napi: { auth: users, authorizers: { users: "
          "{ type: jwt, issuer: \"https://x.example\", audience: [a] } } }\n"}},
};

Test(contract, what_changes_it)
{
    char *before = contract_with(&base);

    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        char *after = contract_with(&changes[i].parts);

        cr_expect_eq(strcmp(before, after) != 0, changes[i].changes, "%s", changes[i].what);
        free(after);
    }
    free(before);
}

/* Each line of the base's routes with one thing changed. */
static const struct {
    const char *from, *to;
} edits[] = {
    {"GET /items/{id}: list items", "GET /things/{id}: list items"},
    {"GET /items/{id}: list items",
     "GET /items/{id}: { action: list, table: items, order: descending }"},
    {"GET /items/{id}: list items",
     "GET /items/{id}: { action: list, table: items, page_size: 50 }"},
    {"GET /items/{id}: list items",
     "GET /items/{id}: { action: list, table: items, max_page_size: 500 }"},
    {"GET /items/{id}: list items",
     "GET /items/{id}: { action: list, table: items, key: { at: query.at } }"},
    {"GET /items/{id}: list items",
     "GET /of/{who}: { action: list, table: items, key: { id: path.who } }"},
    {"POST /items: create items", "POST /items: { action: create, table: items, if_exists: keep }"},
    {"POST /items: create items",
     "POST /items: { action: create, table: items, key: { id: header.a } }"},
    {"PUT /items/{id}/{at}: update items",
     "PUT /items/{id}/{at}: { action: update, table: items, upsert: true }"},
    {"DELETE /items/{id}/{at}: delete items",
     "DELETE /items/{id}/{at}: { action: delete, table: items, must_exist: true }"},
    {"handler: do_x", "handler: do_y"},
    {"items: [get]", "items: [get, put]"},
    {"items: [get], ", ""},
    {"GET /items/{id}: list items",
     "GET /items/{id}: { action: list, table: items, filter: { a: query.a } }"},
    {"GET /items/{id}: list items", "GET /items/{id}: { action: list, table: items, fields: [a] }"},
    {"GET /items/{id}: list items",
     "GET /items/{id}: { action: list, table: items, client_fields: true }"},
    {"GET /items/{id}: list items",
     "GET /items/{id}: { action: list, table: items, consistent: true }"},
    {"POST /items: create items",
     "POST /items: { action: create, table: items, set: { a: query.a } }"},
    {"PUT /items/{id}/{at}: update items",
     "PUT /items/{id}/{at}: { action: update, table: items, add: { a: 1 } }"},
    {"PUT /items/{id}/{at}: update items",
     "PUT /items/{id}/{at}: { action: update, table: items, null_removes: true }"},
};

static char *replaced(const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    char *out = malloc(strlen(text) + strlen(to) + 1);

    cr_assert(at != NULL && out != NULL, "%s", from);
    sprintf(out, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
    return out;
}

Test(contract, everything_a_route_does_is_in_it)
{
    char *before = contract_with(&base);

    for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++) {
        char *routes = replaced(base.routes, edits[i].from, edits[i].to);
        char *after = contract_with(&(struct parts){.routes = routes});

        cr_expect_str_neq(before, after, "%s", edits[i].to);
        free(after);
        free(routes);
    }
    free(before);
}

/* Two specs that differ in one thing only. */
Test(contract, every_value_is_in_it)
{
    static const struct {
        const char *table, *route, *other_table, *other_route;
    } rows[] = {
#define ONE  "key: { partition: { id: string } }"
#define LIST "GET /t: { action: list, table: t, "
        {ONE, LIST "filter: { a: query.a } }", ONE, LIST "filter: { b: query.a } }"},
        {ONE, LIST "filter: { a: query.a } }", ONE, LIST "filter: { a: query.b } }"},
        {ONE, LIST "filter: { a: query.a } }", ONE, LIST "filter: { a: header.a } }"},
        {ONE, LIST "filter: { a: query.a } }", ONE, LIST "filter: { a: { contains: query.a } } }"},
        {ONE, LIST "filter: { a: { const: 1 } } }", ONE, LIST "filter: { a: { const: \"1\" } } }"},
        {ONE, LIST "filter: { a: { from: query.a, to: query.b } } }", ONE,
         LIST "filter: { a: { from: query.a, to: query.c } } }"},
        {ONE, LIST "fields: [a] }", ONE, LIST "fields: [b] }"},
        {ONE, LIST "fields: [a] }", ONE, LIST "fields: [a, b] }"},
#define PUT "PUT /t/{id}: { action: update, table: t, "
        {ONE, PUT "set: { a: query.a } }", ONE, PUT "set: { a: query.b } }"},
        {ONE, PUT "set: { a: query.a } }", ONE, PUT "set: { b: query.a } }"},
        {ONE, PUT "add: { a: 1 } }", ONE, PUT "add: { a: 2 } }"},
        {ONE, PUT "add: { a: 1 } }", ONE, PUT "add: { b: 1 } }"},
        {ONE ", version: v", PUT "if_match: required }", ONE ", version: v",
         PUT "if_match: optional }"},
        {ONE, "/t: crud t", ONE ", version: v", "/t: crud t"},
        {ONE ", version: v", "/t: crud t", ONE ", version: w", "/t: crud t"},
        {ONE ", ttl: e", "/t: crud t", ONE ", ttl: f", "/t: crud t"},
        {ONE ", ttl: e", "/t: crud t", ONE ", ttl: { attribute: e, after_days: 1 }", "/t: crud t"},
        {ONE ", ttl: e", "/t: crud t", ONE ", ttl: { attribute: e, hide_expired: false }",
         "/t: crud t"},
#define KEPT "POST /t: { action: create, table: t, idempotency: { table: "
        {ONE, KEPT "kept } }", ONE, KEPT "other } }"},
        {ONE, KEPT "kept } }", ONE, KEPT "kept, ttl_s: 5 } }"},
        {ONE, KEPT "kept } }", ONE, KEPT "kept, required: true } }"},
#define PARTS(text, parts)                                                                         \
    "key: { partition: { p: { template: \"" text "\", parts: { a: " parts " } } } }"
        {PARTS("{a}#{b}", "{ }"), "/t: crud t", PARTS("{a}:{b}", "{ }"), "/t: crud t"},
        {PARTS("{a}#{b}", "{ }"), "/t: crud t", PARTS("x{a}#{b}", "{ }"), "/t: crud t"},
        {PARTS("{a}#{b}", "{ }"), "/t: crud t", PARTS("{a}#{b}x", "{ }"), "/t: crud t"},
        {PARTS("{a}#{b}", "{ }"), "/t: crud t", PARTS("{a}#{b}", "{ generate: uuid4 }"),
         "/t: crud t"},
        {PARTS("{a}#{b}", "{ }"), "/t: crud t", PARTS("{a}#{b}", "{ format: timestamp }"),
         "/t: crud t"},
        {PARTS("{a}#{b}", "{ source: header.a }"), "/t: { action: crud, table: t, only: [get] }",
         PARTS("{a}#{b}", "{ source: header.b }"), "/t: { action: crud, table: t, only: [get] }"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char spec[2000], *one, *two;

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD
                 "tables:\n  t: { %s }\n  kept: { key: { partition: { k: string } }, ttl: "
                 "e }\n  other: { key: { partition: { k: string } }, ttl: e }\n"
                 "routes:\n  %s\n",
                 rows[i].table, rows[i].route);
        one = contract_of(spec);
        snprintf(spec, sizeof(spec),
                 SPEC_HEAD
                 "tables:\n  t: { %s }\n  kept: { key: { partition: { k: string } }, ttl: "
                 "e }\n  other: { key: { partition: { k: string } }, ttl: e }\n"
                 "routes:\n  %s\n",
                 rows[i].other_table, rows[i].other_route);
        two = contract_of(spec);
        cr_expect_str_neq(one, two, "%s %s", rows[i].other_table, rows[i].other_route);
        free(one);
        free(two);
    }
}

Test(contract, order_does_not_matter)
{
    char *one = contract_of(
        SPEC_HEAD SPEC_ITEMS
        "  notes: { key: { partition: { id: string } } }\n"
        "routes:\n  /items: crud items\n"
        "  GET /notes: { action: list, table: notes, filter: { a: query.a, b: query.b }, "
        "fields: [a, b] }\n"
        "  PUT /notes/{id}: { action: update, table: notes, set: { a: query.a, b: "
        "query.b }, add: { c: 1, d: 1 } }\n"
        "  POST /x: { handler: x, grants: { items: [get, put], notes: [get] } }\n"
        "function: { environment: { A_A: a, B_B: b } }\n");
    char *two = contract_of(
        "function: { environment: { B_B: b, A_A: a } }\nroutes:\n"
        "  POST /x: { grants: { notes: [get], items: [put, get] }, handler: x }\n"
        "  PUT /notes/{id}: { action: update, table: notes, add: { d: 1, c: 1 }, set: { "
        "b: query.b, a: query.a } }\n"
        "  GET /notes: { action: list, table: notes, fields: [b, a], filter: { b: "
        "query.b, a: query.a } }\n"
        "  DELETE /items/{id}: delete items\n  GET /items: list items\n"
        "  GET /items/{id}: get items\n  PUT /items/{id}: update items\n"
        "  POST /items: create items\n"
        "service: tap\nlockstep: 1\n"
        "tables:\n  notes: { key: { partition: { id: string } } }\n"
        "  items: { key: { partition: { id: string } } }\n");

    cr_expect_str_eq(one, two);
    free(one);
    free(two);
}

/* Names are quoted, so that no two facts can be written alike. */
Test(contract, the_text_behind_the_digest)
{
    struct planned planned;
    struct text text;
    char hex[DIGEST_HEX + 1];

    planned_good(&planned,
                 SPEC_HEAD "tables:\n  items: { key: { partition: { 'a \"b\\c': string } } }\n"
                           "routes:\n  GET /items: list items\n");
    text = contract_text(planned.arena, planned.plan);
    cr_expect_str_eq(text.ptr,
                     "lockstep contract 2\n"
                     "attribute \"items\" name \"a \\x22b\\x5cc\" type S format 0 generate 1 0\n"
                     "route \"GET /items\" action 0 if_exists 0 flags 1 page 100 1000 handler none "
                     "table \"items\" index none\n"
                     "table \"items\" key \"a \\x22b\\x5cc\" created \"createdAt\" updated "
                     "\"updatedAt\" version none ttl none after_days 0 hide_expired 0\n"
                     "variable LOCKSTEP_CONTRACT\n"
                     "variable LOCKSTEP_ENVIRONMENT\n"
                     "variable LOCKSTEP_TABLE_ITEMS\n");
    digest_hex(text, hex);
    cr_expect_str_eq(planned.plan->contract, hex);
    cr_expect_str_eq(planned.plan->service->contract, hex);
    planned_release(&planned);
}
