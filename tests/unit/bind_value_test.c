/*
 * Key values: parsed from JSON by their declared type, and written as DynamoDB and clients have
 * them.
 */
#include "bind.h"

#include <string.h>

#include "fixture.h"

#include "expect.h"

TestSuite(bind_value, .init = fixture_init, .fini = fixture_release);

static enum ls_status from_json(enum ls_attribute_type type, const char *json, struct ls_str *value,
                                const char **problem)
{
    const struct ls_attribute attribute = {.name = "a", .type = type};
    struct ls_json reader = ls_json_of(guarded(ls_str_of(json)));

    *problem = "";
    return ls_bind_json(&attribute, LS_SORT_MAX, &reader, &fixture.arena, value, problem);
}

static void expect_json(enum ls_attribute_type type, const char *json, const char *wanted)
{
    const char *problem;
    struct ls_str value = {NULL, 0};

    cr_assert_eq(from_json(type, json, &value, &problem), LS_OK, "%s: %s", json, problem);
    EXPECT_STR(value, wanted);
}

static void expect_problem(enum ls_attribute_type type, const char *json, const char *wanted)
{
    const char *problem;
    struct ls_str value;

    cr_assert_eq(from_json(type, json, &value, &problem), LS_BAD_VALUE, "%s", json);
    cr_expect_str_eq(problem, wanted, "%s: %s", json, problem);
}

Test(bind_value, json_values_have_the_declared_type)
{
    const char *problem;
    struct ls_str value;

    expect_json(LS_TYPE_STRING, "\"\\u00e9\\\"\"", "\xC3\xA9\"");
    expect_json(LS_TYPE_NUMBER, "1.50", "1.5");
    expect_json(LS_TYPE_BINARY, "\"_w\"", "/w==");
    expect_problem(LS_TYPE_STRING, "7", "is not a string");
    expect_problem(LS_TYPE_STRING, "null", "is not a string");
    expect_problem(LS_TYPE_STRING, "{\"a\":[]}", "is not a string");
    expect_problem(LS_TYPE_STRING, "\"\"", "is empty");
    expect_problem(LS_TYPE_NUMBER, "\"7\"", "is not a number");
    expect_problem(LS_TYPE_NUMBER, "1e126", "is not a number that DynamoDB can hold");
    expect_problem(LS_TYPE_BINARY, "\"*\"", "is not base64");
    expect_problem(LS_TYPE_BINARY, "\"\"", "is empty");
    cr_expect_eq(from_json(LS_TYPE_STRING, "{\"a\":", &value, &problem), LS_BAD_JSON);
    cr_expect_eq(from_json(LS_TYPE_STRING, "\"a", &value, &problem), LS_BAD_JSON);
    cr_expect_eq(from_json(LS_TYPE_NUMBER, "1.", &value, &problem), LS_BAD_JSON);
}

/* 1,368 characters of base64 are 1,026 bytes: two over the limit of a sort key. */
Test(bind_value, the_limit_of_bytes_counts_bytes)
{
    char json[1400] = "\"";
    const char *problem;
    struct ls_str value;

    memset(json + 1, 'A', 1364);
    memcpy(json + 1365, "\"", 2);
    cr_expect_eq(from_json(LS_TYPE_BINARY, json, &value, &problem), LS_OK);
    memset(json + 1365, 'A', 4);
    memcpy(json + 1369, "\"", 2);
    expect_problem(LS_TYPE_BINARY, json, "is too long for a key");
}

Test(bind_value, a_time_in_json_is_a_string)
{
    const struct ls_attribute at = {.name = "at", .format = LS_FORMAT_TIMESTAMP};
    static const char json[] = "\"2026-01-02T03:04:05\\u002b02:00\"", empty[] = "\"\"";
    struct ls_json reader = ls_json_of(guarded(ls_str_of(json)));
    struct ls_str value;
    const char *problem;

    cr_expect_eq(ls_bind_json(&at, LS_SORT_MAX, &reader, &fixture.arena, &value, &problem), LS_OK);
    EXPECT_STR(value, "2026-01-02T01:04:05.000Z");
    reader = ls_json_of(guarded(ls_str_of(empty)));
    cr_expect_eq(ls_bind_json(&at, LS_SORT_MAX, &reader, &fixture.arena, &value, &problem),
                 LS_BAD_VALUE);
    cr_expect_str_eq(problem, "is empty");
}

static void expect_declared(unsigned table, const char *name, size_t max_len)
{
    size_t found_max = 0;
    const struct ls_attribute *found =
        ls_bind_declared(&fixture.context.service->tables[table], ls_str_of(name), &found_max);

    cr_expect_eq(found != NULL, max_len > 0, "%s", name);
    cr_expect_eq(found_max, max_len, "%s", name);
}

Test(bind_value, finds_the_keys_of_table_and_indexes)
{
    expect_declared(TABLE_ITEMS, "id", LS_PARTITION_MAX);
    expect_declared(TABLE_ITEMS, "name", 0);
    expect_declared(TABLE_READINGS, "device", LS_PARTITION_MAX);
    expect_declared(TABLE_READINGS, "ts", LS_SORT_MAX);
    expect_declared(TABLE_READINGS, "city", LS_PARTITION_MAX);
    /* The partition of one index and a sort attribute of another. */
    expect_declared(TABLE_READINGS, "room", LS_SORT_MAX);
    /* What is derived, and what it is derived of. */
    expect_declared(TABLE_MESSAGES, "sk", LS_SORT_MAX);
    expect_declared(TABLE_MESSAGES, "tenant", LS_PARTITION_MAX);
    expect_declared(TABLE_MESSAGES, "stage", LS_SORT_MAX);
    expect_declared(TABLE_MESSAGES, "text", 0);
}

Test(bind_value, writes_typed_values_and_members)
{
    const struct ls_attribute s = {.name = "q\"", .type = LS_TYPE_STRING};
    const struct ls_attribute n = {.name = "n", .type = LS_TYPE_NUMBER};
    const struct ls_attribute b = {.name = "b", .type = LS_TYPE_BINARY};
    struct ls_buf *out = &fixture.work;

    ls_bind_write_typed(out, &s, LS_STR("a\"b"));
    ls_bind_write_typed(out, &n, LS_STR("1.5"));
    ls_bind_write_typed(out, &b, LS_STR("+/8="));
    EXPECT_STR(ls_buf_view(out), "{\"S\":\"a\\\"b\"}{\"N\":\"1.5\"}{\"B\":\"+/8=\"}");
    ls_buf_reset(out);
    ls_bind_write_member(out, LS_JSON_PLAIN, &s, LS_STR("a\"b"));
    ls_bind_write_member(out, LS_JSON_PLAIN, &n, LS_STR("1.5"));
    ls_bind_write_member(out, LS_JSON_IN_STRING, &b, LS_STR("+/8="));
    EXPECT_STR(ls_buf_view(out), "\"q\\\"\":\"a\\\"b\"\"n\":1.5\\\"b\\\":\\\"+/8=\\\"");
}
