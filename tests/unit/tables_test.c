/*
 * gen/model/tables and table_attributes: what the handler is told of a table.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "planned.h"

/* A chat: both keys derived, a part that two templates share, an index with one of its own. */
#define CHAT                                                                                       \
    SPEC_HEAD                                                                                      \
    "tables:\n"                                                                                    \
    "  messages:\n"                                                                                \
    "    key:\n"                                                                                   \
    "      partition:\n"                                                                           \
    "        pk: { template: \"{org}#{room}\", parts: { org: { source: header.x-org } } }\n"       \
    "      sort:\n"                                                                                \
    "        sk:\n"                                                                                \
    "          template: \"message#{sent}#{id}\"\n"                                                \
    "          parts:\n"                                                                           \
    "            sent: { format: timestamp, generate: now }\n"                                     \
    "            id: { generate: { kind: random, length: 9 } }\n"                                  \
    "    indexes:\n"                                                                               \
    "      by_author:\n"                                                                           \
    "        key: { partition: { author_key: { template: \"{org}#{author}\" } }, sort: sk }\n"     \
    "      by_size: { key: { partition: [org, room], sort: { size: number } } }\n"                 \
    "routes:\n"                                                                                    \
    "  POST /{room}: create messages\n"                                                            \
    "  GET /{room}: list messages\n"                                                               \
    "  GET /by/{author}: { action: list, table: messages, index: by_author }\n"                    \
    "  GET /sizes/{room}: { action: list, table: messages, index: by_size }\n"

Test(tables, attributes_of_keys_of_indexes_and_parts)
{
    static const struct {
        const char *name;
        enum ls_attribute_type type;
        enum ls_format format;
        enum ls_generate generate;
        int length, max_len;
        const char *source;
        bool derived;
    } rows[] = {
        {"pk", LS_TYPE_STRING, LS_FORMAT_ANY, LS_GENERATE_NONE, 0, 2048, NULL, true},
        {"sk", LS_TYPE_STRING, LS_FORMAT_ANY, LS_GENERATE_NONE, 0, 1024, NULL, true},
        /* Those of indexes alone, by name. */
        {"author_key", LS_TYPE_STRING, LS_FORMAT_ANY, LS_GENERATE_NONE, 0, 2048, NULL, true},
        {"org", LS_TYPE_STRING, LS_FORMAT_ANY, LS_GENERATE_NONE, 0, 2048, "header.x-org", false},
        {"room", LS_TYPE_STRING, LS_FORMAT_ANY, LS_GENERATE_NONE, 0, 2048, NULL, false},
        {"size", LS_TYPE_NUMBER, LS_FORMAT_ANY, LS_GENERATE_NONE, 0, 1024, NULL, false},
        /* Parts that are nothing else, in the order of the templates. */
        {"sent", LS_TYPE_STRING, LS_FORMAT_TIMESTAMP, LS_GENERATE_NOW, 0, 1024, NULL, false},
        {"id", LS_TYPE_STRING, LS_FORMAT_ANY, LS_GENERATE_RANDOM, 9, 1024, NULL, false},
        {"author", LS_TYPE_STRING, LS_FORMAT_ANY, LS_GENERATE_NONE, 0, 2048, NULL, false},
    };
    const size_t count = sizeof(rows) / sizeof(rows[0]);
    struct planned planned;
    const struct plan_table *plan;
    const struct ls_table *table;

    planned_good(&planned, CHAT);
    plan = planned_table(&planned, "messages");
    table = plan->data;
    cr_assert_eq(table->key_count, 2);
    cr_assert_eq(table->attribute_count, count);
    for (size_t i = 0; i < count; i++) {
        const struct ls_attribute *one = &table->attributes[i];
        const struct spec_text *source = plan->attributes[i].source;

        cr_expect_str_eq(one->name, rows[i].name);
        cr_expect_eq(one->type, rows[i].type, "%s", rows[i].name);
        cr_expect_eq(one->format, rows[i].format, "%s", rows[i].name);
        cr_expect_eq(one->generate, rows[i].generate, "%s", rows[i].name);
        cr_expect_eq(one->generate_length, rows[i].length, "%s", rows[i].name);
        cr_expect_eq(one->max_len, rows[i].max_len, "%s: %d", rows[i].name, one->max_len);
        cr_expect_eq(one->template != NULL, rows[i].derived, "%s", rows[i].name);
        cr_expect_eq(source != NULL, rows[i].source != NULL, "%s", rows[i].name);
        if (source != NULL && rows[i].source != NULL)
            cr_expect(text_is(source->value, rows[i].source), "%s", rows[i].name);
    }
    planned_release(&planned);
}

Test(tables, templates_by_index)
{
    struct planned planned;
    const struct ls_table *table;
    const struct ls_template *template;

    planned_good(&planned, CHAT);
    table = planned_table(&planned, "messages")->data;
    template = table->attributes[0].template;
    cr_assert_eq(template->part_count, 2);
    cr_expect_eq(template->parts[0], 3); /* org */
    cr_expect_eq(template->parts[1], 4); /* room */
    cr_expect_str_eq(template->literals[0], "");
    cr_expect_str_eq(template->literals[1], "#");
    cr_expect_str_eq(template->literals[2], "");
    template = table->attributes[1].template;
    cr_assert_eq(template->part_count, 2);
    cr_expect_eq(template->parts[0], 6); /* sent */
    cr_expect_eq(template->parts[1], 7); /* id */
    cr_expect_str_eq(template->literals[0], "message#");
    template = table->attributes[2].template;
    cr_assert_eq(template->part_count, 2);
    cr_expect_eq(template->parts[0], 3); /* org */
    cr_expect_eq(template->parts[1], 8); /* author */
    planned_release(&planned);
}

/* Parts are no key attributes to DynamoDB: it is told of what stands in a key schema. */
Test(tables, definitions_and_indexes)
{
    static const char *const names[] = {"author_key", "org", "pk", "room", "size", "sk"};
    struct planned planned;
    const struct plan_table *plan;
    const struct ls_index *index;

    planned_good(&planned, CHAT);
    plan = planned_table(&planned, "messages");
    cr_assert_eq(plan->definition_count, 6);
    for (size_t i = 0; i < 6; i++)
        cr_expect_str_eq(plan->definitions[i]->name, names[i]);
    index = &plan->data->indexes[0];
    cr_expect_eq(index->key[0], &plan->data->attributes[2]);
    cr_expect_eq(index->key[1], &plan->data->attributes[1]);
    index = &plan->data->indexes[1];
    cr_assert_eq(index->partition_count, 2);
    cr_assert_eq(index->sort_count, 1);
    cr_expect_eq(index->key[0], &plan->data->attributes[3]);
    cr_expect_eq(index->key[1], &plan->data->attributes[4]);
    cr_expect_eq(index->key[2], &plan->data->attributes[5]);
    planned_release(&planned);
}

/* Where a part is described, or else where it stands in its template. */
Test(tables, places_of_attributes)
{
    static const struct {
        size_t attribute;
        const char *text;
    } rows[] = {{0, "pk"},   {1, "sk"},   {2, "author_key"}, {3, "org"},
                {5, "size"}, {6, "sent"}, {7, "id"},         {8, "{author}"}};
    static const char spec[] = CHAT;
    struct planned planned;
    const struct plan_table *plan;

    planned_good(&planned, spec);
    plan = planned_table(&planned, "messages");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct range at = plan->attributes[rows[i].attribute].at;

        cr_assert_leq(at.end, sizeof(spec));
        cr_expect(text_is((struct text){spec + at.start, at.end - at.start}, rows[i].text), "%s",
                  rows[i].text);
    }
    /* `sent` of `parts`, not of the template. */
    cr_expect_eq(strncmp(spec + plan->attributes[6].at.start, "sent: {", 7), 0);
    planned_release(&planned);
}

/* The least of all the places of an attribute, those of its templates included. */
Test(tables, lengths_are_the_least_of_all_places)
{
    static const struct {
        const char *key, *indexes;
        int partition; /* of `id` */
    } rows[] = {
        {"partition: { id: string }", "", 2048},
        {"partition: { kind: string }, sort: { id: string }", "", 1024},
        {"partition: { id: string }", "by_x: { key: { partition: x, sort: id } }", 1024},
        {"partition: { id: string }", "by_x: { key: { partition: [x, id] } }", 2048},
        {"partition: { id: string }",
         "by_x: { key: { partition: x, sort: { k: { template: \"{id}#{y}\" } } } }", 1024},
        {"partition: { id: string }",
         "by_x: { key: { partition: { k: { template: \"{id}#{y}\" } } } }", 2048},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        const struct ls_table *table;
        char spec[700];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD "tables:\n  t:\n    key: { %s }\n    indexes: { %s }\n"
                           "routes: { POST /t: { handler: do_t, grants: { t: [put] } } }\n",
                 rows[i].key, rows[i].indexes);
        planned_make(&planned, spec);
        cr_assert_not_null(planned.plan, "%s", planned_says(&planned));
        table = planned_table(&planned, "t")->data;
        for (size_t j = 0; j < table->attribute_count; j++) {
            if (strcmp(table->attributes[j].name, "id") == 0)
                cr_expect_eq(table->attributes[j].max_len, rows[i].partition, "row %zu", i);
        }
        planned_release(&planned);
    }
}

/* Whatever an index says of an attribute that the table has, it is one attribute. */
Test(tables, bare_names_take_what_is_declared)
{
    struct planned planned;
    const struct ls_table *table;

    planned_good(&planned, SPEC_HEAD
                 "tables:\n  t:\n    key: { partition: { id: string }, sort: { at: number } }\n"
                 "    indexes:\n"
                 "      by_a: { key: { partition: a, sort: b } }\n"
                 "      by_b: { key: { partition: { b: { format: timestamp } }, sort: at } }\n"
                 "      by_c: { key: { partition: { a: binary }, sort: c } }\n"
                 "      by_d: { key: { partition: { c: { template: \"{d}\" } } } }\n"
                 "routes:\n"
                 "  GET /a/{a}: { action: list, table: t, index: by_a }\n"
                 "  GET /b/{b}: { action: list, table: t, index: by_b }\n"
                 "  GET /c/{a}/{d}: { action: list, table: t, index: by_c }\n"
                 "  GET /d/{d}: { action: list, table: t, index: by_d }\n");
    table = planned_table(&planned, "t")->data;
    cr_assert_eq(table->attribute_count, 6);
    cr_expect_str_eq(table->attributes[1].name, "at");
    cr_expect_eq(table->attributes[1].type, LS_TYPE_NUMBER);
    cr_expect_str_eq(table->attributes[2].name, "a");
    cr_expect_eq(table->attributes[2].type, LS_TYPE_BINARY);
    cr_expect_str_eq(table->attributes[3].name, "b");
    cr_expect_eq(table->attributes[3].format, LS_FORMAT_TIMESTAMP);
    cr_expect_str_eq(table->attributes[4].name, "c");
    cr_expect_not_null(table->attributes[4].template);
    cr_expect_eq(table->attributes[4].max_len, 1024);
    cr_expect_str_eq(table->attributes[5].name, "d");
    planned_release(&planned);
}

Test(tables, managed_attributes)
{
    struct planned planned;
    const struct ls_table *table;

    planned_good(&planned, SPEC_HEAD
                 "tables:\n"
                 "  t:\n    key: { partition: { id: string } }\n    version: revision\n"
                 "    ttl: { attribute: gone, after_days: 30, hide_expired: false }\n"
                 "    timestamps: { created: born }\n"
                 "  u: { key: { partition: { id: string } }, ttl: gone }\n"
                 "  v: { key: { partition: { id: string } }, timestamps: false }\n"
                 "routes:\n  GET /t/{id}: get t\n  GET /u/{id}: get u\n  GET /v/{id}: get v\n");
    table = planned_table(&planned, "t")->data;
    cr_expect_str_eq(table->version, "revision");
    cr_expect_str_eq(table->ttl, "gone");
    cr_expect_eq(table->ttl_after_days, 30);
    cr_expect_not(table->hide_expired);
    cr_expect_str_eq(table->created, "born");
    cr_expect_str_eq(table->updated, "updatedAt");
    table = planned_table(&planned, "u")->data;
    cr_expect_null(table->version);
    cr_expect_str_eq(table->ttl, "gone");
    cr_expect_eq(table->ttl_after_days, 0);
    cr_expect(table->hide_expired);
    table = planned_table(&planned, "v")->data;
    cr_expect_null(table->ttl);
    cr_expect_null(table->created);
    planned_release(&planned);
}

/* 255 attributes, parts included, are the most; the 256th is told. */
Test(tables, as_many_attributes_as_an_index_of_a_byte_tells_apart)
{
    for (int extra = 0; extra < 2; extra++) {
        struct planned planned;
        static char spec[40000];
        char *end = spec;

        /* id; 12 indexes of 2 derived attributes of 8 parts: 1 + 24 + 192; 38 others. */
        end += sprintf(end, SPEC_HEAD "tables:\n  t:\n    key: { partition: { id: string } }\n"
                                      "    indexes:\n");
        for (int i = 0; i < 12; i++) {
            end += sprintf(end, "      by_%c:\n        key:\n          partition:\n", 'a' + i);
            for (int k = 0; k < 2; k++) {
                end += sprintf(end, "            k%d_%d: { template: \"", i, k);
                for (int part = 0; part < 8; part++)
                    end += sprintf(end, "%s{p%d_%d_%d}", part == 0 ? "" : "#", i, k, part);
                end += sprintf(end, "\" }\n");
            }
        }
        for (int i = 0, left = 38 + extra; left > 0; i++) {
            end += sprintf(end, "      more_%d: { key: { partition: [", i);
            for (int k = 0; k < 4 && left > 0; k++, left--)
                end += sprintf(end, "%sm%d", k == 0 ? "" : ", ", left);
            end += sprintf(end, "], sort: [");
            for (int k = 0; k < 4 && left > 0; k++, left--)
                end += sprintf(end, "%sm%d", k == 0 ? "" : ", ", left);
            end += sprintf(end, "] } }\n");
        }
        sprintf(end, "routes: { POST /t: { handler: do_t, grants: { t: [put] } } }\n");
        planned_make(&planned, spec);
        if (extra == 0) {
            cr_assert_not_null(planned.plan, "%s", planned_says(&planned));
            cr_expect_eq(planned_table(&planned, "t")->data->attribute_count, 255);
        } else {
            cr_expect_null(planned.plan);
            cr_expect_eq(diags_errors(planned.diags), 1, "%s", planned_says(&planned));
            cr_expect(strstr(planned_says(&planned), "[too_many_attributes]"));
        }
        planned_release(&planned);
    }
}
