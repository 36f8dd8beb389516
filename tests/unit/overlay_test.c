/*
 * gen/read/overlay: what an environment says otherwise, put into the document.
 */
#include <string.h>

#include "read/overlay.h"
#include "reading.h"

#define HEAD "lockstep: 1\nservice: tap\n"
#define BASE                                                                                       \
    HEAD "tags: { Project: tap, Team: blue }\n"                                                    \
         "tables:\n"                                                                               \
         "  items:\n"                                                                              \
         "    key: { partition: { id: string } }\n"                                                \
         "    billing: provisioned\n"                                                              \
         "    capacity: { read: 5, write: { min: 1, max: 9 } }\n"                                  \
         "    indexes:\n"                                                                          \
         "      by_a: { key: { partition: a } }\n"                                                 \
         "      by_b: { key: { partition: b }, capacity: { read: 1, write: 1 } }\n"                \
         "  other: { key: { partition: { id: string } }, on_delete: delete }\n"                    \
         "function: { memory_mb: 512, environment: { AB: x, CD: y } }\n"                           \
         "api:\n"                                                                                  \
         "  cors: { origins: [\"https://a.example\", \"https://b.example\"], max_age_s: 60 }\n"    \
         "  authorizers: { users: { type: jwt, issuer: \"https://dev/\", audience: [x, y] } }\n"   \
         "routes: { GET /items: list items }\n"

/* A spec whose only environment, `prod`, has an overlay. */
struct overlaid {
    struct reading reading;
    const struct doc_node *root;
    struct spec spec; /* as it is in prod */
};

static void overlaid_start(struct overlaid *o, const char *base, const char *overlay)
{
    char text[4000];
    const struct spec_environment *prod;

    cr_assert_lt(snprintf(text, sizeof(text), "%senvironments:\n  prod: %s\n", base, overlay),
                 (int)sizeof(text));
    *o = (struct overlaid){.root = NULL};
    reading_spec(&o->reading, text);
    cr_assert_eq(o->reading.spec.environments.count, 1, "%s", reading_report(&o->reading));
    prod = o->reading.spec.environments.items;
    cr_assert(prod->overlay.set, "%s", reading_report(&o->reading));
    o->root = overlay_apply(o->reading.arena, o->reading.diags, &spec_record, o->reading.root,
                            prod->overlay.value, prod->name.value);
    decode_record(o->reading.arena, o->reading.diags, &spec_record, o->root, &o->spec);
}

static void overlaid_end(struct overlaid *o)
{
    reading_end(&o->reading);
}

static void expect_ids(const char *overlay, const char *ids)
{
    struct overlaid o;

    overlaid_start(&o, BASE, overlay);
    EXPECT_IDS(&o.reading, ids);
    overlaid_end(&o);
}

static void expect_report(const char *overlay, const char *ids, const char *part)
{
    struct overlaid o;

    overlaid_start(&o, BASE, overlay);
    EXPECT_IDS(&o.reading, ids);
    cr_expect_not_null(strstr(reading_report(&o.reading), part), "%swant %s",
                       reading_report(&o.reading), part);
    overlaid_end(&o);
}

static struct text covered(const struct overlaid *o, struct range at)
{
    return (struct text){o->reading.source.text.ptr + at.start, at.end - at.start};
}

/* ---- merging ------------------------------------------------------------------------------ */

Test(overlay, scalars_and_lists_replace)
{
    struct overlaid o;
    const struct spec_authorizer *users;

    overlaid_start(&o, BASE,
                   "{ function: { memory_mb: 1024 }, logs: { level: warn },"
                   " api: { cors: { origins: [\"https://c.example\"] },"
                   " authorizers: { users: { audience: [z] } } } }");
    EXPECT_IDS(&o.reading, "");
    cr_expect_eq(o.spec.function.memory_mb.value, 1024);
    cr_expect_eq(o.spec.logs.level.value, 3); /* the base has no logs at all */
    cr_assert_eq(o.spec.api.cors.origins.count, 1);
    EXPECT_TEXT(((struct spec_text *)o.spec.api.cors.origins.items)->value, "https://c.example");
    users = o.spec.api.authorizers.items;
    cr_assert_eq(users->audience.count, 1);
    EXPECT_TEXT(((struct spec_text *)users->audience.items)->value, "z");
    /* And what the overlay does not name stays. */
    cr_expect_eq(o.spec.api.cors.max_age_s.value, 60);
    EXPECT_TEXT(users->issuer.value, "https://dev/");
    cr_expect_eq(o.spec.function.environment.count, 2);
    overlaid_end(&o);
}

Test(overlay, entries_of_maps_merge)
{
    struct overlaid o;
    const struct spec_table *tables;
    const struct spec_index *indexes;

    overlaid_start(
        &o, BASE,
        "{ tags: { Team: red }, function: { environment: { CD: z } }, tables: { items: "
        "{ class: infrequent_access, indexes: { by_b: { capacity: { write: 7 } } } } } }");
    EXPECT_IDS(&o.reading, "");
    cr_assert_eq(o.spec.tags.count, 2);
    EXPECT_TEXT(((struct spec_pair *)o.spec.tags.items)[0].value.value, "tap");
    EXPECT_TEXT(((struct spec_pair *)o.spec.tags.items)[1].value.value, "red");
    EXPECT_TEXT(((struct spec_pair *)o.spec.function.environment.items)[0].value.value, "x");
    EXPECT_TEXT(((struct spec_pair *)o.spec.function.environment.items)[1].value.value, "z");
    cr_assert_eq(o.spec.tables.count, 2);
    tables = o.spec.tables.items;
    EXPECT_TEXT(tables[0].name.value, "items");
    EXPECT_TEXT(tables[1].name.value, "other");
    cr_expect_eq(tables[0].table_class.value, CLASS_INFREQUENT_ACCESS);
    cr_expect_eq(tables[0].billing.value, BILLING_PROVISIONED);
    cr_expect_eq(tables[1].on_delete.value, ON_DELETE_DELETE);
    cr_expect_eq(tables[1].table_class.value, CLASS_STANDARD);
    cr_assert_eq(tables[0].indexes.count, 2);
    indexes = tables[0].indexes.items;
    cr_expect_eq(indexes[0].capacity.at.end, 0);
    cr_expect_eq(indexes[1].capacity.read.fixed.value, 1);
    cr_expect_eq(indexes[1].capacity.write.fixed.value, 7);
    overlaid_end(&o);
}

Test(overlay, a_number_and_a_range_replace_each_other)
{
    struct overlaid o;
    const struct spec_capacity *capacity;

    overlaid_start(&o, BASE,
                   "{ tables: { items: { capacity: { read: { min: 2, max: 20 }, write: 3 } } } }");
    EXPECT_IDS(&o.reading, "");
    capacity = &((const struct spec_table *)o.spec.tables.items)->capacity;
    cr_expect_not(capacity->read.fixed.set);
    cr_expect_eq(capacity->read.min.value, 2);
    cr_expect_eq(capacity->read.max.value, 20);
    cr_expect_eq(capacity->write.fixed.value, 3);
    cr_expect_not(capacity->write.min.set);
    overlaid_end(&o);

    /* A range and a range merge. */
    overlaid_start(&o, BASE, "{ tables: { items: { capacity: { write: { max: 90 } } } } }");
    EXPECT_IDS(&o.reading, "");
    capacity = &((const struct spec_table *)o.spec.tables.items)->capacity;
    cr_expect_eq(capacity->read.fixed.value, 5);
    cr_expect_eq(capacity->write.min.value, 1);
    cr_expect_eq(capacity->write.max.value, 90);
    overlaid_end(&o);
}

Test(overlay, values_keep_the_places_where_they_are_written)
{
    struct overlaid o;
    const struct spec_table *items;

    overlaid_start(&o, BASE, "{ tables: { items: { billing: on_demand } } }");
    EXPECT_IDS(&o.reading, "");
    items = o.spec.tables.items;
    EXPECT_TEXT(covered(&o, items->billing.at), "on_demand");
    EXPECT_TEXT(covered(&o, items->name.at), "items");
    cr_expect_eq(items->name.at.start,
                 ((const struct spec_table *)o.reading.spec.tables.items)->name.at.start);
    cr_expect_eq(items->at.start,
                 ((const struct spec_table *)o.reading.spec.tables.items)->at.start);
    overlaid_end(&o);

    expect_report("{ tables: { items: { billing: ON_DEMAND } } }", "unknown_value",
                  "  prod: { tables: { items: { billing: ON_DEMAND } } }");
}

Test(overlay, the_document_itself_stays_as_it_is)
{
    struct overlaid o;
    struct spec again = {0};

    overlaid_start(&o, BASE,
                   "{ function: { memory_mb: 1024 }, tables: { items: { class: "
                   "infrequent_access } } }");
    decode_record(o.reading.arena, o.reading.diags, &spec_record, o.reading.root, &again);
    cr_expect_eq(again.function.memory_mb.value, 512);
    cr_expect_eq(((const struct spec_table *)again.tables.items)->table_class.value,
                 CLASS_STANDARD);
    overlaid_end(&o);
}

/* ---- what it may not hold ----------------------------------------------------------------- */

Test(overlay, what_is_not_there_cannot_differ)
{
    static const struct {
        const char *overlay, *hint;
    } cases[] = {
        {"{ tables: { itmes: { billing: on_demand } } }", "did you mean `items`?"},
        {"{ tables: { zebra: { billing: on_demand } } }", "write it for all environments first"},
        {"{ tables: { items: { indexes: { by_c: { capacity: { read: 1 } } } } } }",
         "did you mean `by_a`?"},
        {"{ tables: { other: { indexes: { by_c: { capacity: { read: 1 } } } } } }",
         "there is no `by_c` in `indexes`"},
        {"{ tags: { Cost: x } }", "there is no `Cost` in `tags`"},
        {"{ function: { environment: { EF: z } } }", "there is no `EF` in `environment`"},
        {"{ api: { authorizers: { people: { audience: [a] } } } }", "`people` in `authorizers`"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        expect_report(cases[i].overlay, "overlay_unknown", cases[i].hint);
}

Test(overlay, what_is_compiled_in_cannot_differ)
{
    static const struct {
        const char *overlay, *part;
    } cases[] = {
        {"{ routes: { GET /items: { page_size: 5 } } }",
         "here only `tags`, `tables`, `function`, `api` and `logs` can"},
        {"{ service: x }", "`service` cannot differ by environment: it is compiled into"},
        {"{ lockstep: 1 }", "`lockstep` cannot differ"},
        {"{ environments: [a] }", "`environments` cannot differ"},
        {"{ iam: { statements: [] } }", "`iam` cannot differ by environment: its texts may hold"},
        {"{ function: { architecture: arm64 } }",
         "here only `memory_mb`, `timeout_s` and `environment` can"},
        {"{ tables: { items: { key: { partition: { id: string } } } } }", "`key` cannot differ"},
        {"{ tables: { items: { ttl: gone } } }", "`ttl` cannot differ"},
        {"{ tables: { items: { on_delete: delete } } }",
         "`on_delete` cannot differ by environment: CloudFormation takes it as it is written"},
        {"{ tables: { items: { name: x } } }", "it may hold ${env} instead"},
        {"{ tables: { items: { indexes: { by_a: { projection: all } } } } }",
         "here only `capacity`, `max_throughput`, `warm_throughput` and `contributor_insights` "
         "can"},
        {"{ api: { auth: users } }", "`auth` cannot differ"},
        {"{ api: { authorizers: { users: { type: jwt } } } }",
         "here only `issuer` and `audience` can"},
        {"{ kms_keys: { a: {} } }", "`kms_keys` cannot differ"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        expect_report(cases[i].overlay, "overlay_compiled_in", cases[i].part);
}

Test(overlay, keys_are_those_of_the_language)
{
    expect_report("{ tabels: {} }", "unknown_key", "unknown key `tabels` in `prod`");
    expect_report("{ tables: { items: { biling: x } } }", "unknown_key", "did you mean `billing`?");
    expect_ids("{ queues: {} }", "not_supported_yet");
    expect_ids("{ tables: { items: { model: X } } }", "not_supported_yet");
}

/* Reported where it stands, and what the document says goes on to hold. */
Test(overlay, nothing_is_taken_from_a_bad_node)
{
    static const char *const wrong[] = {
        "{ tables: { items: } }",
        "{ tables: [items] }",
        "{ tables: { items: 5 } }",
        "{ function: }",
        "{ function: 5 }",
        "{ function: { environment: { AB: } } }",
        "{ function: { memory_mb: } }",
        "{ tags: [a] }",
        "{ api: { cors: false } }",
        "{ api: { cors: ~ } }",
        "{ tables: { items: { capacity: 5 } } }",
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        struct overlaid o;

        overlaid_start(&o, BASE, wrong[i]);
        EXPECT_IDS(&o.reading, "wrong_type");
        cr_expect_eq(o.spec.tables.count, 2, "%s", wrong[i]);
        cr_expect_eq(o.spec.function.memory_mb.value, 512, "%s", wrong[i]);
        cr_expect_eq(o.spec.function.environment.count, 2, "%s", wrong[i]);
        cr_expect_eq(o.spec.api.cors.origins.count, 2, "%s", wrong[i]);
        overlaid_end(&o);
    }
    expect_ids("{ function: { memory_mb: 1 } }", "out_of_range");
    expect_ids("{ tags: { Team: 5 } }", "unquoted_text");
    /* What the reader has found already is not reported again. */
    expect_ids("\n    function:\n      environment:\n        AB: {org}#{id}\n", "brace_in_text");
}

Test(overlay, a_base_that_is_wrong_is_reported_once)
{
    struct overlaid o;

    overlaid_start(&o, HEAD "tables: 5\nfunction: { memory_mb: x }\n",
                   "{ tables: { items: { billing: on_demand } }, function: { timeout_s: 5 } }");
    EXPECT_IDS(&o.reading, "wrong_type wrong_type");
    overlaid_end(&o);
}

Test(overlay, all_mistakes_in_one_run)
{
    expect_ids(
        "{ tabels: {}, tables: { x: {}, items: { key: {}, class: y } }, logs: { level: 5 } }",
        "unknown_key overlay_unknown overlay_compiled_in unknown_value wrong_type");
}

/* ---- size --------------------------------------------------------------------------------- */

#define MANY 20000

/* Fails by the clock when an entry costs more than the others before it have cost. */
Test(overlay, many_entries_take_linear_time, .timeout = 10)
{
    struct text_buf text;
    struct reading r;
    struct mem_arena *arena = mem_arena_new();
    struct spec spec = {0};
    const struct spec_environment *prod;

    cr_assert_not_null(arena);
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory was short");
    text_buf_init(&text, arena, TEXT_BUF_MAX);
    text_put(&text, HEAD "tags:\n");
    for (int i = 0; i < MANY; i++)
        text_printf(&text, "  tag%d: a\n", i);
    text_put(&text, "environments:\n  prod:\n    tags:\n");
    for (int i = 0; i < MANY; i++)
        text_printf(&text, "      %s%d: b\n", i % 2 == 0 ? "tag" : "unknown_tag_", i);
    reading_spec(&r, text.ptr);
    prod = r.spec.environments.items;
    cr_assert(prod->overlay.set, "%s", reading_report(&r));
    decode_record(r.arena, r.diags, &spec_record,
                  overlay_apply(r.arena, r.diags, &spec_record, r.root, prod->overlay.value,
                                prod->name.value),
                  &spec);
    cr_expect_eq(diags_errors(r.diags), MANY / 2);
    cr_assert_eq(spec.tags.count, MANY);
    EXPECT_TEXT(((struct spec_pair *)spec.tags.items)[MANY - 2].value.value, "b");
    EXPECT_TEXT(((struct spec_pair *)spec.tags.items)[MANY - 1].value.value, "a");
    reading_end(&r);
    mem_arena_free(arena);
}
