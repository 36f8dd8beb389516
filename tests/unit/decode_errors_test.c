/*
 * gen/read/decode over the real field table: everything that is refused, and its hint. The whole
 * text of each diagnostic is tested by the bad specs of tests/bad.
 */
#include <string.h>

#include "reading.h"

#define HEAD "lockstep: 1\nservice: tap\n"
#define IN_TABLE(settings_)                                                                        \
    ("tables: { items: { key: { partition: { id: string } }, " settings_ " } }\n")

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
    cr_expect_not_null(strstr(reading_report(&r), part), "%s\n%swant %s", text, reading_report(&r),
                       part);
    reading_end(&r);
}

Test(decode_errors, wrong_types)
{
    static const char *const wrong[] = {
        "tables: []\n",
        "tables: text\n",
        "tables:\n",
        "tables: ~\n",
        "tables: { items: [] }\n",
        "tables: { items: 5 }\n",
        "description: []\n",
        "description: { a: b }\n",
        "description:\n",
        "function: { memory_mb: \"256\" }\n",
        "function: { memory_mb: 256.0 }\n",
        "function: { memory_mb: true }\n",
        "function: { memory_mb: [1] }\n",
        "function: { architecture: 5 }\n",
        "function: { architecture: [arm64] }\n",
        "environments: 5\n",
        "environments: [[dev]]\n",
        "environments: { dev: [] }\n",
        "environments: { dev: memory_mb }\n",
        "routes: { GET /x: [a] }\n",
        IN_TABLE("deletion_protection: on"),
        IN_TABLE("deletion_protection: True"),
        IN_TABLE("deletion_protection: 1"),
        IN_TABLE("deletion_protection: \"true\""),
        "iam: { statements: [{ actions: [\"s3:Get*\"], resources: [\"*\"], condition: x }] }\n",
        "routes: { GET /x: { key: { id: { const: [1] } } } }\n",
    };

    for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
        char text[300];
        snprintf(text, sizeof(text), HEAD "%s", wrong[i]);
        expect_ids(text, "wrong_type");
    }
    expect_ids("- a\n", "wrong_type");
    expect_ids("text\n", "wrong_type");
    expect_ids("---\n", "wrong_type");
}

Test(decode_errors, a_text_that_looks_like_something_else_must_be_quoted)
{
    static const char *const texts[] = {"1.10", "012345678901", "true", "NULL", "~",
                                        "0x10", "1e3",          ".5",   ".inf", "-7"};

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        char text[100], hint[100];
        snprintf(text, sizeof(text), HEAD "description: %s\n", texts[i]);
        snprintf(hint, sizeof(hint), "hint: quote it: \"%s\"\n", texts[i]);
        expect_ids(text, "unquoted_text");
        expect_report(text, hint);
        snprintf(text, sizeof(text), HEAD "description: \"%s\"\n", texts[i]);
        expect_ids(text, "");
    }
    /* Text to YAML 1.2, whatever it was before. */
    expect_ids(HEAD "description: no\n", "");
    expect_ids(HEAD "description: 22:22\n", "");
    expect_ids(HEAD "description: 2024-01-01\n", "");
}

Test(decode_errors, integers)
{
    expect_ids(HEAD "function: { memory_mb: 128, timeout_s: 900 }\n", "");
    expect_ids(HEAD "function: { memory_mb: 127 }\n", "out_of_range");
    expect_ids(HEAD "function: { memory_mb: 10240 }\n", "");
    expect_ids(HEAD "function: { memory_mb: 10241 }\n", "out_of_range");
    expect_ids(HEAD "function: { memory_mb: 99999999999999999999999999 }\n", "out_of_range");
    expect_ids(HEAD "function: { memory_mb: 0x100 }\n", "bad_number");
    expect_ids(HEAD "function: { memory_mb: 0400 }\n", "bad_number");
    expect_ids(HEAD "function: { memory_mb: +256 }\n", "bad_number");
    expect_ids(HEAD "api: { cors: { origins: [\"*\"], max_age_s: -1 } }\n", "");
    expect_ids(HEAD "api: { cors: { origins: [\"*\"], max_age_s: -2 } }\n", "out_of_range");
    expect_ids(HEAD "logs: { retention_days: 1 }\n", "");
    expect_ids(HEAD "logs: { retention_days: 3653 }\n", "");
    expect_report(HEAD "logs: { retention_days: 15 }\n", "the nearest are 14 and 30");
    expect_report(HEAD "logs: { retention_days: 0 }\n", "the least is 1");
    expect_report(HEAD "logs: { retention_days: 4000 }\n", "the most is 3653");
    expect_report(HEAD "function: { memory_mb: 64 }\n", "`memory_mb` must be 128 to 10240, not 64");
}

Test(decode_errors, texts_by_their_rule)
{
    static const struct {
        const char *text, *ids;
    } cases[] = {
        {"lockstep: 1\nservice: a\n", ""},
        {"lockstep: 1\nservice: a-345678901234567890123456789012\n", ""},
        {"lockstep: 1\nservice: a-3456789012345678901234567890123\n", "bad_text"},
        {"lockstep: 1\nservice: 2a\n", "bad_text"},
        {"lockstep: 1\nservice: Tap\n", "bad_text"},
        {"lockstep: 1\nservice: \"\"\n", "bad_text"},
        {"lockstep: 1\nservice: \"a\\nb\"\n", "bad_text"},
        {"lockstep: 1\nservice: \"a\\0b\"\n", "control_character"},
        {HEAD "description: \"a\\x1b[1m\"\n", "control_character"},
        {HEAD "description: \"a\\tb\\nc\"\n", ""},
        {HEAD "environments: [Dev]\n", "bad_text"},
        {HEAD "environments: [a234567890123456]\n", ""},
        {HEAD "environments: [a2345678901234567]\n", "bad_text"},
        {HEAD "tags: { Cost Centre: \"a+b-c=d.e_f:g/h@i\" }\n", ""},
        {HEAD "tags: { Gr\xc3\xb6\xc3\x9f"
              "e: \xe6\x9d\xb1 }\n",
         ""},
        {HEAD "tags: { \"a;b\": x }\n", "bad_text"},
        {HEAD "tags: { a: \"x*\" }\n", "bad_text"},
        {HEAD "tags: { a: \"${env}\" }\n", ""},
        {HEAD "tags: { \"\": x }\n", "bad_text"},
        {HEAD "tags: { a: \"\" }\n", ""},
        {HEAD "function: { environment: { AB: x, a_1: y } }\n", ""},
        {HEAD "function: { environment: { A: x } }\n", "bad_text"},
        {HEAD "function: { environment: { 1A: x } }\n", "bad_text"},
        {HEAD "function: { environment: { A-B: x } }\n", "bad_text"},
        {HEAD "iam: { statements: [{ actions: s3, resources: \"*\" }] }\n", "bad_text"},
        {HEAD "iam: { statements: [{ actions: \"s3:*\", resources: x }] }\n", "bad_text"},
        {HEAD "iam: { statements: [{ actions: \"*\", resources: \"${table.items.arn}\" }] }\n", ""},
        {HEAD "iam: { statements: [{ sid: a-b, actions: \"*\", resources: \"*\" }] }\n",
         "bad_text"},
        {HEAD "routes: { GET /x: { handler: Reserve } }\n", "bad_text"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++)
        expect_ids(cases[i].text, cases[i].ids);
}

static void expect_table(const char *name, const char *settings, const char *ids)
{
    char text[1000];

    snprintf(text, sizeof(text),
             HEAD "tables:\n  %s:\n    key: { partition: { id: string } }\n    %s\n", name,
             settings);
    expect_ids(text, ids);
}

Test(decode_errors, names_of_tables_and_indexes)
{
    char name[300], settings[400];

    expect_table("a", "", "");
    expect_table("a_2345678901234567890123456789012345678_", "", "");
    expect_table("a_2345678901234567890123456789012345678_x", "", "bad_text");
    expect_table("Items", "", "bad_text");
    expect_table("_a", "", "bad_text");
    expect_table("items", "indexes: { ab: { key: {} } }", "bad_text");
    expect_table("items", "indexes: { abc: { key: {} } }", "");
    expect_table("items", "name: ab", "bad_length");
    expect_table("items", "name: a.-_Z9", "");
    expect_table("items", "name: a b", "bad_text");
    expect_table("items", "name: x${env}", "");
    expect_table("items", "indexes: { abc: { key: {}, name: \"x${env}\" } }", "bad_text");
    memset(name, 'x', 256);
    name[256] = '\0';
    snprintf(settings, sizeof(settings), "name: %s", name);
    expect_table("items", settings, "bad_length");
    name[255] = '\0';
    snprintf(settings, sizeof(settings), "name: %s", name);
    expect_table("items", settings, "");
}

Test(decode_errors, lengths)
{
    char text[1200];
    int head;

    head = snprintf(text, sizeof(text), HEAD "description: ");
    memset(text + head, 'x', 1024);
    memcpy(text + head + 1024, "\n", sizeof("\n"));
    expect_ids(text, "");
    memcpy(text + head + 1024, "x\n", sizeof("x\n"));
    expect_ids(text, "bad_length");

    /* 128 characters of two bytes each are as long as a tag's name may be. */
    head = snprintf(text, sizeof(text), HEAD "tags: { ");
    for (int i = 0; i < 128; i++)
        memcpy(text + head + 2 * i, "\xc3\xa4", 2);
    memcpy(text + head + 256, ": x }\n", sizeof(": x }\n"));
    expect_ids(text, "");
    memcpy(text + head + 256, "y: x }\n", sizeof("y: x }\n"));
    expect_ids(text, "bad_length");
}

Test(decode_errors, counts)
{
    expect_ids(HEAD "environments: []\n", "too_few");
    expect_ids(HEAD "api: { cors: { origins: [] } }\n", "too_few");
    expect_ids(HEAD "tables: { items: { key: { partition: {} } } }\n", "too_few");
    expect_ids(HEAD "tables: { items: { key: { partition: { a: string, b: string } } } }\n",
               "too_many");
    expect_table("items",
                 "indexes: { abc: { key: { partition: { a: string, b: string, c: string, "
                 "d: string } } } }",
                 "");
    expect_table("items",
                 "indexes: { abc: { key: { partition: { a: string, b: string, c: string, "
                 "d: string, e: string } } } }",
                 "too_many");
}

Test(decode_errors, missing_keys)
{
    expect_ids("service: tap\n", "missing_key");
    expect_ids("lockstep: 1\n", "missing_key");
    expect_ids("{}\n", "missing_key missing_key");
    expect_ids(HEAD "tables: { items: {} }\n", "missing_key");
    expect_ids(HEAD "tables: { items: { key: {} } }\n", "missing_key");
    expect_ids(HEAD "api: { cors: {} }\n", "missing_key");
    expect_ids(HEAD "iam: { statements: [{}] }\n", "missing_key missing_key");
    expect_table("items", "capacity: { read: 1 }", "missing_key");
    expect_table("items", "max_throughput: { read: 1 }", "");
    /* What is there, but wrong, is not missing too. */
    expect_ids("lockstep: x\nservice: [a]\n", "wrong_type wrong_type");
}

Test(decode_errors, hints_for_unknown_keys)
{
    static const struct {
        const char *text, *hint;
    } cases[] = {
        {HEAD "logs: { retension_days: 14 }\n", "did you mean `retention_days`?"},
        {HEAD "logs: { RetentionInDays: 14 }\n", "did you mean `retention_days`?"},
        {HEAD "logs: { retentionDays: 14 }\n", "did you mean `retention_days`?"},
        {HEAD "logs: { retention-days: 14 }\n", "did you mean `retention_days`?"},
        {HEAD "logs: { retention: 14 }\n", "did you mean `retention_days`?"},
        {HEAD "function: { MemorySize: 256 }\n", "did you mean `memory_mb`?"},
        {HEAD "function: { memory: 256 }\n", "did you mean `memory_mb`?"},
        {HEAD "function: { timeout: 3 }\n", "did you mean `timeout_s`?"},
        {HEAD "Tags: { a: b }\n", "did you mean `tags`?"},
        {HEAD "retention_days: 14\n", "`retention_days` belongs under `logs`"},
        {HEAD "cors: { origins: [\"*\"] }\n", "`cors` belongs under `api`"},
        {HEAD "billing: on_demand\n", "`billing` belongs under `tables.NAME`"},
        {HEAD "logs: { service: x }\n", "`service` belongs at the top level"},
        /* Known in several places, so that none of them is likelier. */
        {HEAD "logs: { read: 5 }\n", "the keys here are `retention_days`, `format` and `level`"},
        {HEAD "logs: { zebra: 14 }\n", "the keys here are `retention_days`, `format` and `level`"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        expect_ids(cases[i].text, "unknown_key");
        expect_report(cases[i].text, cases[i].hint);
    }
}

Test(decode_errors, hints_for_unknown_values)
{
    static const struct {
        const char *value, *hint;
    } cases[] = {
        {"ON_DEMAND", "write `on_demand`"},
        {"PAY_PER_REQUEST", "write `on_demand`"},
        {"onDemand", "write `on_demand`"},
        {"on-demand", "write `on_demand`"},
        {"Provisioned", "write `provisioned`"},
        {"provisoined", "did you mean `provisioned`?"},
        {"free", "write `on_demand` or `provisioned`"},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        char text[200];
        snprintf(text, sizeof(text),
                 HEAD "tables: { items: { key: { partition: { id: string } }, billing: %s } }\n",
                 cases[i].value);
        expect_ids(text, "unknown_value");
        expect_report(text, cases[i].hint);
    }
}

Test(decode_errors, traps_that_need_the_type)
{
    expect_ids(HEAD "tables:\n  items:\n    key:\n      partition:\n        id:string\n",
               "missing_blank");
    expect_ids(HEAD "description: {org}\n", "brace_in_text");
    expect_report(HEAD "description: {org}\n", "write \"{org}\"");
    expect_report(HEAD "environments:\n  -dev\n", "a blank is missing after `-`");
    expect_report(HEAD "api: { cors: { origins: https://a.example } }\n",
                  "write `[https://a.example]`");
    expect_report(HEAD "function: { memory_mb: \"256\" }\n", "write it without quotes: 256");
    expect_report(HEAD "tables: { a: { key: { partition: { id: string } }, timestamps: off } }\n",
                  "write false");
}

Test(decode_errors, what_was_reported_while_reading_is_not_reported_again)
{
    expect_ids(HEAD "routes:\n  GET /a:{ action: get }\n", "missing_blank");
    expect_ids(HEAD "description: {org}#{id}\n", "brace_in_text");
    expect_ids(HEAD "tables: { items: { key: { partition: {id:string} } } }\n", "missing_blank");
}

Test(decode_errors, every_mistake_in_one_run)
{
    expect_ids("lockstep: one\n"
               "service: Tap\n"
               "tables:\n"
               "  items:\n"
               "    key: { partition: { id: text } }\n"
               "    billing: ON_DEMAND\n"
               "    model: Item\n"
               "logs:\n"
               "  retension_days: 15\n"
               "  level: loud\n",
               "wrong_type bad_text unknown_value unknown_value not_supported_yet unknown_key "
               "unknown_value");
}
