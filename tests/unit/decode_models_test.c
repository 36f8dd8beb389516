/*
 * gen/read/decode over what data models are written with: keys, templates, indexes, tables.
 */
#include <string.h>

#include "reading.h"

#define HEAD                 "lockstep: 1\nservice: tap\n"
#define COUNT(list)          (sizeof(list) / sizeof((list)[0]))
#define AT(type_, list_, i_) (&((const type_ *)(list_).items)[i_])
#define NAME(list_, i_)      AT(struct spec_text, list_, i_)->value
#define IN_TABLE(rest_)                                                                            \
    HEAD "tables: { items: { key: { partition: { id: string } }, " rest_ " } }\n"
#define IN_KEY(type_)    HEAD "tables: { items: { key: { partition: { id: " type_ " } } } }\n"
#define IN_INDEX(key_)   IN_TABLE("indexes: { by_x: { key: " key_ " } }")
#define IN_POLICY(rest_) IN_TABLE("policy: [{ actions: \"*\", resources: \"*\", " rest_ " }]")

static void expect_ids(const char *text, const char *ids)
{
    struct reading r;

    reading_spec(&r, text);
    EXPECT_IDS(&r, ids);
    reading_end(&r);
}

static void expect_report(const char *text, const char *part)
{
    struct reading r;

    reading_spec(&r, text);
    cr_expect_not_null(strstr(reading_report(&r), part), "%swant %s", reading_report(&r), part);
    reading_end(&r);
}

/* ---- keys --------------------------------------------------------------------------------- */

Test(decode_models, attributes_with_sources_and_templates)
{
    struct reading r;
    const struct spec_table *table;
    const struct spec_attribute *room, *message;

    reading_spec(&r, HEAD "tables:\n"
                          "  messages:\n"
                          "    key:\n"
                          "      partition:\n"
                          "        room_key:\n"
                          "          template: \"{org}#{room}\"\n"
                          "          parts: { org: { source: claim.org }, room: string }\n"
                          "      sort:\n"
                          "        sent: { source: header.x-sent, format: timestamp,\n"
                          "                generate: { kind: random, length: 7 } }\n");
    EXPECT_IDS(&r, "");
    table = r.spec.tables.items;
    room = table->key.partition.items;
    EXPECT_TEXT(room->key_template.value, "{org}#{room}");
    cr_expect_eq(room->type.value, LS_TYPE_STRING);
    cr_expect_not(room->type.set);
    cr_expect_not(room->source.set);
    cr_assert_eq(room->parts.count, 2);
    EXPECT_TEXT(NAME(room->parts, 0), "org");
    EXPECT_TEXT(AT(struct spec_attribute, room->parts, 0)->source.value, "claim.org");
    EXPECT_TEXT(AT(struct spec_attribute, room->parts, 1)->name.value, "room");
    cr_expect_eq(AT(struct spec_attribute, room->parts, 1)->type.value, LS_TYPE_STRING);
    message = table->key.sort.items;
    EXPECT_TEXT(message->source.value, "header.x-sent");
    cr_expect_eq(message->format.value, LS_FORMAT_TIMESTAMP);
    cr_expect_eq(message->generate.kind.value, LS_GENERATE_RANDOM);
    cr_expect_eq(message->generate.length.value, 7);
    cr_expect_eq(room->format.value, LS_FORMAT_ANY);
    cr_expect_not(room->format.set);
    reading_end(&r);
}

#define TEMPLATE(text_)                                                                            \
    HEAD "tables:\n  t:\n    key:\n      partition:\n        id:\n          template: " text_ "\n"

Test(decode_models, attributes_that_are_wrong)
{
    expect_ids(IN_KEY("{ format: any }"), "unknown_value");
    expect_ids(IN_KEY("{ format: date }"), "unknown_value");
    expect_ids(IN_KEY("{ template: \"\" }"), "bad_length");
    expect_ids(IN_KEY("{ template: 5 }"), "unquoted_text");
    expect_ids(IN_KEY("{ template: { org: x } }"), "wrong_type");
    expect_ids(IN_KEY("{ template: \"{a}\", parts: { a: number } }"), "unknown_value");
    expect_ids(IN_KEY("{ template: \"{a}\", parts: { a: { template: b } } }"), "unknown_key");
    expect_ids(IN_KEY("{ template: \"{a}\", parts: [a] }"), "wrong_type");
    expect_ids(IN_KEY("{ template: x, parts: { a: string, b: string, c: string, d: string, "
                      "e: string, f: string, g: string, h: string, i: string } }"),
               "too_many");
    expect_ids(IN_KEY("{ source: \"\" }"), "bad_length");
    expect_ids(IN_KEY("{ source: { const: x } }"), "wrong_type");
    /* What YAML makes of templates without quotes. */
    expect_report(TEMPLATE("{org}#{id}"), "write \"{org}#{id}\"");
    expect_report(TEMPLATE("{org}"), "write \"{org}\"");
    expect_report(TEMPLATE("{ org: }"), "write \"{org}\"");
    expect_ids(TEMPLATE("room #{room}"), "comment_in_text");
    expect_ids(TEMPLATE("room#{room}"), "");
}

Test(decode_models, index_keys_by_name)
{
    static const struct {
        const char *key, *names;
    } rows[] = {
        {"{ partition: customer }", "customer"},
        {"{ partition: [tenant, state] }", "tenant state"},
        {"{ partition: { tenant: , state: string } }", "tenant state"},
        {"{ partition: { tenant: ~, state: {} } }", "tenant state"},
        {"{ partition: \"custom:tenant\" }", "custom:tenant"},
    };

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct reading r;
        const struct spec_index *index;
        char names[100] = "";

        char text[300];
        snprintf(text, sizeof(text), IN_INDEX("%s"), rows[i].key);
        reading_spec(&r, text);
        EXPECT_IDS(&r, "");
        index = ((const struct spec_table *)r.spec.tables.items)->indexes.items;
        SPEC_EACH(const struct spec_attribute, attribute, &index->key.partition)
        {
            size_t length = strlen(names);
            snprintf(names + length, sizeof(names) - length, "%s%s", length == 0 ? "" : " ",
                     attribute->name.value.ptr);
            cr_expect_eq(attribute->type.value, LS_TYPE_STRING);
            cr_expect(attribute->name.set);
            cr_expect_gt(attribute->name.at.end, attribute->name.at.start);
            cr_expect_str_eq(attribute->source.value.ptr, "");
        }
        cr_expect_str_eq(names, rows[i].names);
        reading_end(&r);
    }
}

Test(decode_models, index_keys_that_are_wrong)
{
    expect_ids(IN_INDEX("{ partition: 5 }"), "wrong_type");
    expect_ids(IN_INDEX("{ partition: ~ }"), "wrong_type");
    expect_ids(IN_INDEX("{ partition: [a, 5, { b: string }] }"), "unquoted_text wrong_type");
    expect_ids(IN_INDEX("{ partition: [a, b, c, d, e] }"), "too_many");
    expect_ids(IN_INDEX("{ partition: [\"\"] }"), "bad_length");
    expect_report(IN_INDEX("{ partition: id:string }"), "write `id: string`");
    expect_report(HEAD "tables:\n  t:\n    key: { partition: { id: string } }\n    indexes:\n"
                       "      by_x:\n        key:\n          partition:\n            -a\n",
                  "a blank is missing after `-`");
    /* A table's own key has a type each. */
    expect_ids(HEAD "tables: { items: { key: { partition: id } } }\n", "wrong_type");
    expect_ids(IN_KEY(""), "wrong_type");
}

/* ---- tables ------------------------------------------------------------------------------- */

Test(decode_models, a_table_with_everything_written)
{
    struct reading r;
    const struct spec_table *table;
    const struct spec_statement *statement;

    reading_spec(
        &r, IN_TABLE("version: revision, stream: old_image, encryption: { kms_key: books },\n"
                     "  recovery_period_days: 14, contributor_insights: throttled,\n"
                     "  ttl: { attribute: gone, after_days: 30, hide_expired: false },\n"
                     "  capacity: { read: { min: 1, max: 9, target_percent: 55 }, write: 4 },\n"
                     "  existing: legacy, stream_arn: \"arn:aws:dynamodb:eu-central-1:"
                     "123456789012:table/legacy/stream/2026-01-01\",\n"
                     "  indexes: { by_x: { key: { partition: x }, contributor_insights: true } },\n"
                     "  policy: [{ sid: A, principals: \"*\", actions: \"dynamodb:GetItem\",\n"
                     "             resources: \"*\" }]"));
    EXPECT_IDS(&r, "");
    table = r.spec.tables.items;
    EXPECT_TEXT(table->version.value, "revision");
    cr_expect_eq(table->stream.value, STREAM_OLD_IMAGE);
    cr_expect(table->stream.set);
    EXPECT_TEXT(table->encryption.kms_key.value, "books");
    cr_expect_not(table->encryption.kind.set);
    cr_expect_eq(table->recovery_period_days.value, 14);
    cr_expect_eq(table->contributor_insights.value, INSIGHTS_THROTTLED);
    EXPECT_TEXT(table->ttl.attribute.value, "gone");
    cr_expect_eq(table->ttl.after_days.value, 30);
    cr_expect_not(table->ttl.hide_expired.value);
    cr_expect_eq(table->capacity.read.min.value, 1);
    cr_expect_eq(table->capacity.read.max.value, 9);
    cr_expect_eq(table->capacity.read.target_percent.value, 55);
    cr_expect_not(table->capacity.read.fixed.set);
    cr_expect_eq(table->capacity.write.fixed.value, 4);
    EXPECT_TEXT(table->existing.value, "legacy");
    cr_expect(text_starts(table->stream_arn.value, "arn:aws:dynamodb:"));
    cr_expect_eq(AT(struct spec_index, table->indexes, 0)->contributor_insights.value,
                 INSIGHTS_ALL);
    cr_assert_eq(table->policy.count, 1);
    statement = table->policy.items;
    EXPECT_TEXT(NAME(statement->principals, 0), "*");
    EXPECT_TEXT(NAME(statement->actions, 0), "dynamodb:GetItem");
    EXPECT_TEXT(statement->sid.value, "A");
    reading_end(&r);
}

Test(decode_models, what_a_table_is_by_default)
{
    struct reading r;
    const struct spec_table *table;

    reading_spec(&r, IN_TABLE("ttl: gone, capacity: { read: { min: 1, max: 2 }, write: 1 }"));
    EXPECT_IDS(&r, "");
    table = r.spec.tables.items;
    cr_expect_not(table->version.set);
    cr_expect_not(table->stream.set);
    cr_expect_eq(table->encryption.kind.value, ENCRYPTION_AWS_OWNED);
    cr_expect_not(table->encryption.kms_key.set);
    cr_expect_eq(table->encryption.at.end, 0);
    cr_expect_eq(table->recovery_period_days.value, 35);
    cr_expect_not(table->recovery_period_days.set);
    cr_expect_eq(table->contributor_insights.value, INSIGHTS_OFF);
    cr_expect_not(table->contributor_insights.set);
    EXPECT_TEXT(table->ttl.attribute.value, "gone");
    cr_expect_eq(table->ttl.after_days.value, 0);
    cr_expect(table->ttl.hide_expired.value);
    cr_expect_eq(table->capacity.read.target_percent.value, 70);
    cr_expect_eq(table->policy.count, 0);
    cr_expect_not(table->existing.set);
    reading_end(&r);
}

/* Booleans among words: without quotes, and as the language spells them. */
Test(decode_models, insights_are_a_boolean_or_a_word)
{
    static const struct {
        const char *written;
        int value;
    } rows[] = {{"false", INSIGHTS_OFF}, {"true", INSIGHTS_ALL}, {"throttled", INSIGHTS_THROTTLED}};
    static const char *const wrong[] = {"\"true\"", "\"false\"", "True", "1", "~", "[true]"};
    char text[300];

    for (size_t i = 0; i < COUNT(rows); i++) {
        struct reading r;

        snprintf(text, sizeof(text), IN_TABLE("contributor_insights: %s"), rows[i].written);
        reading_spec(&r, text);
        EXPECT_IDS(&r, "");
        cr_expect_eq(AT(struct spec_table, r.spec.tables, 0)->contributor_insights.value,
                     rows[i].value);
        cr_expect(AT(struct spec_table, r.spec.tables, 0)->contributor_insights.set);
        reading_end(&r);
    }
    for (size_t i = 0; i < COUNT(wrong); i++) {
        bool text_in_quotes = wrong[i][0] == '"';

        snprintf(text, sizeof(text), IN_TABLE("contributor_insights: %s"), wrong[i]);
        expect_ids(text, text_in_quotes ? "unknown_value" : "wrong_type");
    }
    expect_report(IN_TABLE("contributor_insights: 1"), "must be false, true or throttled, not `1`");
    expect_report(IN_TABLE("contributor_insights: \"true\""),
                  "hint: write it without quotes: true");
    expect_report(IN_TABLE("contributor_insights: THROTTLED_KEYS"), "hint: write `throttled`");
}

Test(decode_models, tables_that_are_wrong)
{
    static const struct {
        const char *text, *ids;
    } cases[] = {
        {IN_TABLE("ttl: { after_days: 1 }"), "missing_key"},
        {IN_TABLE("ttl: { attribute: x, after_days: 0 }"), "out_of_range"},
        {IN_TABLE("ttl: { attribute: x, after_days: 36500 }"), ""},
        {IN_TABLE("ttl: { attribute: x, after_days: 36501 }"), "out_of_range"},
        {IN_TABLE("recovery_period_days: 0"), "out_of_range"},
        {IN_TABLE("recovery_period_days: 36"), "out_of_range"},
        {IN_TABLE("stream: NEW_IMAGE"), "unknown_value"},
        {IN_TABLE("stream: true"), "wrong_type"},
        {IN_TABLE("encryption: aws_managed"), ""},
        {IN_TABLE("encryption: kms"), "unknown_value"},
        {IN_TABLE("encryption: {}"), "missing_key"},
        {IN_TABLE("encryption: { kms_key: alias/books }"), "bad_text"},
        {IN_TABLE("encryption: { kms_key: \"arn:aws:kms:eu-central-1:123456789012:key/1\" }"), ""},
        {IN_TABLE("encryption: { kms_key: \"arn:aws:kms:eu-central-1:123456789012:alias/a\" }"),
         "bad_text"},
        {IN_TABLE("encryption: { kind: aws_owned }"), "missing_key unknown_key"},
        {IN_TABLE("existing: a b"), "bad_text"},
        {IN_TABLE("existing: ab"), "bad_text"},
        {IN_TABLE("existing: \"legacy-${env}\""), ""},
        {IN_TABLE("existing: \"arn:aws:dynamodb:eu-central-1:123456789012:table/abc\""), ""},
        {IN_TABLE("existing: \"arn:aws:s3:::bucket\""), "bad_text"},
        {IN_TABLE("stream_arn: legacy"), "bad_text"},
        {IN_TABLE("version: \"\""), "bad_length"},
        {IN_TABLE("policy: []"), "too_few"},
        {IN_TABLE("capacity: { read: { min: 0, max: 1 }, write: 1 }"), "out_of_range"},
        {IN_TABLE("capacity: { read: { min: 1 }, write: 1 }"), "missing_key"},
        {IN_TABLE("capacity: { read: { min: 1, max: 2, target_percent: 19 }, write: 1 }"),
         "out_of_range"},
        {IN_TABLE("capacity: { read: { min: 1, max: 2, target_percent: 91 }, write: 1 }"),
         "out_of_range"},
        {IN_TABLE("capacity: { read: { fixed: 1 }, write: 1 }"),
         "missing_key missing_key unknown_key"},
        {IN_TABLE("capacity: { read: [1], write: 1 }"), "wrong_type"},
        {IN_POLICY("sid: A"), "missing_key"},
        {IN_POLICY("principals: []"), "too_few"},
        {IN_POLICY("principals: \"123456789012\""), ""},
        {IN_POLICY("principals: 123456789012"), "unquoted_text"},
        {IN_POLICY("principals: [\"arn:aws:iam::123456789012:role/a\", glue.amazonaws.com]"), ""},
        {IN_POLICY("principals: role/a"), "bad_text"},
        {IN_POLICY("principals: example.com"), "bad_text"},
        {IN_POLICY("principals: \"*\", functions: all"), "unknown_key"},
        {HEAD "iam: { statements: [{ actions: \"*\", resources: \"*\", principals: \"*\" }] }\n",
         "unknown_key"},
        {HEAD "kms_keys: { books: {} }\n", ""},
        {HEAD "kms_keys: { Books: {} }\n", "bad_text"},
        {HEAD "kms_keys: { books: 5 }\n", "wrong_type"},
        {HEAD "kms_keys: { books: { existing: books } }\n", "bad_text"},
        {HEAD "kms_keys: { books: { rotation: yes } }\n", "wrong_type"},
    };

    for (size_t i = 0; i < COUNT(cases); i++)
        expect_ids(cases[i].text, cases[i].ids);
}

Test(decode_models, kms_keys)
{
    struct reading r;
    const struct spec_kms_key *keys;

    reading_spec(&r, HEAD "kms_keys:\n"
                          "  books: { rotation: false, description: Books }\n"
                          "  old: { existing: \"arn:aws:kms:eu-central-1:123456789012:key/1\" }\n");
    EXPECT_IDS(&r, "");
    cr_assert_eq(r.spec.kms_keys.count, 2);
    keys = r.spec.kms_keys.items;
    EXPECT_TEXT(keys[0].name.value, "books");
    cr_expect_not(keys[0].rotation.value);
    EXPECT_TEXT(keys[0].description.value, "Books");
    cr_expect_not(keys[0].existing.set);
    cr_expect(keys[1].rotation.value);
    EXPECT_TEXT(keys[1].existing.value, "arn:aws:kms:eu-central-1:123456789012:key/1");
    reading_end(&r);
}
