/*
 * JSON -> attribute values, and back again. Where a limit is DynamoDB's, the comment says what it
 * is.
 */
#include "item.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"

static struct ls_arena arena;
static struct ls_buf out;

static void start(void)
{
    ls_arena_init(&arena, (size_t)64 * 1024 * 1024, 0);
    ls_buf_init(&out, (size_t)8 * 1024 * 1024);
}

static void finish(void)
{
    ls_arena_release(&arena);
    ls_buf_release(&out);
}

TestSuite(item_typed, .init = start, .fini = finish);

static enum ls_status to_typed(struct ls_str json, size_t *size, struct ls_error *error)
{
    struct ls_str text = guarded(json);

    ls_buf_reset(&out);
    ls_arena_reset(&arena);
    *size = 0;
    return ls_item_to_typed(text, &arena, &out, size, error);
}

/* Sizes by DynamoDB's published rules: names and strings by UTF-8 bytes, 1 for a flag, 3 for a list
 * or map and 1 for each element, (digits + 1) / 2 + 1 for a number. */
static const struct {
    const char *json, *typed;
    size_t size;
} rows[] = {
    {"{}", "{}", 0},
    {"{\"name\":\"tea\"}", "{\"name\":{\"S\":\"tea\"}}", 7},
    {" { \"a\" : \"\" } ", "{\"a\":{\"S\":\"\"}}", 1},
    {"{\"t\":true,\"f\":false,\"n\":null}",
     "{\"t\":{\"BOOL\":true},\"f\":{\"BOOL\":false},\"n\":{\"NULL\":true}}", 6},
    {"{\"n\":[1,true,null]}", "{\"n\":{\"L\":[{\"N\":\"1\"},{\"BOOL\":true},{\"NULL\":true}]}}",
     1 + 3 + 3 + 2 + 1 + 1},
    {"{\"m\":{\"a\":{},\"b\":[]}}", "{\"m\":{\"M\":{\"a\":{\"M\":{}},\"b\":{\"L\":[]}}}}",
     1 + 3 + (1 + 3 + 1) + (1 + 3 + 1)},
    {"{\"x\":12345}", "{\"x\":{\"N\":\"12345\"}}", 1 + 4},
    {"{\"x\":-1.50e-3}", "{\"x\":{\"N\":\"-1.50e-3\"}}", 1 + 2},
    {"{\"x\":1000000}", "{\"x\":{\"N\":\"1000000\"}}", 1 + 2},
    {"{\"x\":-0.0}", "{\"x\":{\"N\":\"0\"}}", 1 + 1},
    {"{\"s\":\"a\\\"b\\u00e9\\ud83d\\ude00\\n\"}",
     "{\"s\":{\"S\":\"a\\\"b\\u00e9\\ud83d\\ude00\\n\"}}", 1 + 3 + 2 + 4 + 1},
    {"{\"caf\\u00e9\":\"caf\xC3\xA9\"}", "{\"caf\\u00e9\":{\"S\":\"caf\xC3\xA9\"}}", 10},
    {"{\"#x\":1,\"first-name\":2,\"status\":3}",
     "{\"#x\":{\"N\":\"1\"},\"first-name\":{\"N\":\"2\"},\"status\":{\"N\":\"3\"}}", 18 + 6},
};

Test(item_typed, json_to_typed)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        size_t size;

        cr_expect_eq(to_typed(ls_str_of(rows[i].json), &size, NULL), LS_OK, "%s", rows[i].json);
        EXPECT_STR(ls_buf_view(&out), rows[i].typed);
        cr_expect_eq(size, rows[i].size, "%s: %zu", rows[i].json, size);
    }
}

Test(item_typed, bad_json_is_refused_wherever_it_is_bad)
{
    static const char *const bad[] = {
        "",
        "{",
        "{\"a\"",
        "{\"a\":",
        "{\"a\":1",
        "{\"a\":1,}",
        "{\"a\":}",
        "{\"a\":nul}",
        "{\"a\":01}",
        "{\"a\":\"\n\"}",
        "{\"a\":[1,]}",
        "{\"a\":[1}",
        "{} x",
        "{\"a\":1}}",
        "{\"a\":\"\\ud800\"}",
        "{\"\\x\":1}",
        "[1,",
        "nul",
        "{\"a\":\"\xFF\"}",
        "{\"\xC3\":1}",
        "{\"a\":{\"b\":}}",
        "{\"a\":tru}",
    };
    struct ls_error error;
    size_t size;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        cr_expect_eq(to_typed(ls_str_of(bad[i]), &size, &error), LS_BAD_JSON, "%s", bad[i]);
        cr_expect_eq(out.len, 0, "%s leaves nothing behind", bad[i]);
    }
    cr_expect_eq(to_typed(LS_STR("{\"a\":1,\"b\":x}"), &size, &error), LS_BAD_JSON);
    cr_expect_str_eq(error.detail, "not JSON at byte 11");
    cr_expect_null(error.message);
}

Test(item_typed, what_is_no_object_is_refused_as_such)
{
    static const char *const others[] = {"[]", "[{\"a\":1}]", "null", " 1 ", "\"{}\"", "true"};
    size_t size;

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        cr_expect_eq(to_typed(ls_str_of(others[i]), &size, NULL), LS_NOT_AN_OBJECT);
}

Test(item_typed, duplicate_keys_are_refused_at_any_depth)
{
    static const char *const bad[] = {
        "{\"a\":1,\"a\":1}",
        "{\"a\":1,\"b\":2,\"\\u0061\":3}",
        "{\"\\u00e9\":1,\"\xC3\xA9\":2}",
        "{\"m\":{\"a\":1,\"a\":2}}",
        "{\"l\":[{\"x\":1},{\"a\":1,\"a\":2}]}",
    };
    struct ls_error error;
    size_t size;

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_eq(to_typed(ls_str_of(bad[i]), &size, &error), LS_BAD_VALUE, "%s", bad[i]);
    cr_expect_str_eq(error.message, "An object has the same key twice");
    cr_expect_str_eq(error.detail, "duplicate key \"a\" at byte 22");
    cr_expect_eq(
        to_typed(LS_STR("{\"a\":{\"a\":{\"a\":1}},\"b\":[{\"a\":1},{\"a\":1}]}"), &size, NULL),
        LS_OK);
}

/* Many names, so that the table grows, and the first, a middle and the last one again. */
Test(item_typed, duplicate_keys_are_found_among_many)
{
    static const size_t counts[] = {7, 8, 9, 16, 17, 1000};
    char text[16384];

    for (size_t row = 0; row < sizeof(counts) / sizeof(counts[0]); row++) {
        size_t count = counts[row];

        for (size_t again = 0; again <= count; again++) {
            size_t len = 1, size;

            if (again > 2 && again < count - 1 && again != count / 2)
                continue;
            text[0] = '{';
            for (size_t i = 0; i <= count; i++) {
                size_t name = i == count ? again : i; /* again == count: no duplicate */

                len += (size_t)snprintf(text + len, sizeof(text) - len, "%s\"n%zu\":1",
                                        i > 0 ? "," : "", name);
            }
            text[len++] = '}';
            cr_assert_eq(to_typed(ls_str(text, len), &size, NULL),
                         again == count ? LS_OK : LS_BAD_VALUE, "%zu of %zu", again, count);
        }
    }
}

Test(item_typed, names_have_1_to_65535_bytes)
{
    char *text = malloc(70000);
    size_t size;

    cr_assert_not_null(text);
    cr_expect_eq(to_typed(LS_STR("{\"\":1}"), &size, NULL), LS_BAD_VALUE);
    cr_expect_eq(to_typed(LS_STR("{\"a\":{\"\":1}}"), &size, NULL), LS_BAD_VALUE);
    memset(text, 'n', 70000);
    memcpy(text, "{\"", 2);
    memcpy(text + 2 + 65535, "\":1}", 4);
    cr_expect_eq(to_typed(ls_str(text, 2 + 65535 + 4), &size, NULL), LS_OK);
    cr_expect_eq(size, 65535 + 2);
    memcpy(text + 2 + 65535, "n\":1}", 5);
    cr_expect_eq(to_typed(ls_str(text, 2 + 65535 + 5), &size, NULL), LS_BAD_VALUE);
    free(text);
}

static enum ls_status nested(unsigned containers, bool objects, const char *inner)
{
    char text[1024];
    size_t len = 0, size;

    len += (size_t)snprintf(text, sizeof(text), "{\"a\":");
    for (unsigned i = 0; i < containers; i++)
        len += (size_t)snprintf(text + len, sizeof(text) - len, objects ? "{\"a\":" : "[");
    len += (size_t)snprintf(text + len, sizeof(text) - len, "%s", inner);
    for (unsigned i = 0; i < containers; i++)
        text[len++] = objects ? '}' : ']';
    text[len++] = '}';
    return to_typed(ls_str(text, len), &size, NULL);
}

/* DynamoDB takes 31 lists or maps around a value and refuses 32. */
Test(item_typed, nesting_is_bounded)
{
    cr_expect_eq(nested(31, false, "1"), LS_OK);
    cr_expect_eq(nested(31, true, "1"), LS_OK);
    cr_expect_eq(nested(32, false, "1"), LS_BAD_VALUE);
    cr_expect_eq(nested(32, true, "1"), LS_BAD_VALUE);
    cr_expect_eq(nested(31, false, "[]"), LS_BAD_VALUE);
}

Test(item_typed, number_outside_the_limits)
{
    struct ls_error error;
    size_t size;

    cr_expect_eq(to_typed(LS_STR("{\"price\":[1,1e126]}"), &size, &error), LS_BAD_VALUE);
    cr_expect_str_eq(error.detail, "number at byte 12 is outside DynamoDB's limits");
    cr_expect_not_null(strstr(error.message, "38 significant digits"));
}

Test(item_typed, size_stops_at_400_kb)
{
    size_t room = 450000, len, size;
    char *text = malloc(room);

    cr_assert_not_null(text);
    memset(text, 'x', room);
    memcpy(text, "{\"a\":\"", 6);
    len = 6 + LS_ITEM_MAX_SIZE - 1;
    memcpy(text + len, "\"}", 2);
    cr_expect_eq(to_typed(ls_str(text, len + 2), &size, NULL), LS_OK);
    cr_expect_eq(size, 409600);
    memcpy(text + len, "x\"}", 3);
    cr_expect_eq(to_typed(ls_str(text, len + 3), &size, NULL), LS_TOO_LARGE);
    free(text);
}

Test(item_typed, size_adds_to_what_the_caller_had)
{
    struct ls_json json = ls_json_of(LS_STR("\"tea\""));
    size_t size = LS_ITEM_MAX_SIZE - 3;

    cr_expect_eq(ls_item_value_to_typed(&json, 1, &arena, &out, &size, NULL), LS_OK);
    cr_expect_eq(size, LS_ITEM_MAX_SIZE);
    json = ls_json_of(LS_STR("true"));
    cr_expect_eq(ls_item_value_to_typed(&json, 1, &arena, &out, &size, NULL), LS_TOO_LARGE);
}

Test(item_typed, value_to_typed_reads_one_value_and_appends)
{
    struct ls_json json = ls_json_of(LS_STR(" [\"x\"] , 2"));
    size_t size = 0;

    ls_buf_text(&out, "\":v\":");
    cr_expect_eq(ls_item_value_to_typed(&json, 1, &arena, &out, &size, NULL), LS_OK);
    EXPECT_STR(ls_buf_view(&out), "\":v\":{\"L\":[{\"S\":\"x\"}]}");
    EXPECT_STR(ls_str(json.at, (size_t)(json.end - json.at)), " , 2");
    cr_expect_eq(ls_item_value_to_typed(&json, 1, &arena, &out, &size, NULL), LS_BAD_JSON);
    EXPECT_STR(ls_buf_view(&out), "\":v\":{\"L\":[{\"S\":\"x\"}]}");
    json = ls_json_of(LS_STR("[[1]]"));
    cr_expect_eq(ls_item_value_to_typed(&json, 30, &arena, &out, &size, NULL), LS_OK);
    json = ls_json_of(LS_STR("[[1]]"));
    cr_expect_eq(ls_item_value_to_typed(&json, 31, &arena, &out, &size, NULL), LS_BAD_VALUE);
}

Test(item_typed, short_of_room_or_memory)
{
    struct ls_str json = LS_STR("{\"a\":\"0123456789\",\"\\u0062\":1}");
    struct ls_arena none;
    struct ls_buf small;
    struct ls_json typed;
    size_t size = 0;

    ls_arena_init(&none, 16, 0);
    ls_buf_init(&small, 20);
    cr_expect_eq(ls_item_to_typed(json, &none, &out, &size, NULL), LS_NO_MEMORY);
    cr_expect_eq(ls_item_to_typed(json, &arena, &small, &size, NULL), LS_TOO_LARGE);
    cr_expect_eq(small.len, 0);
    ls_buf_reset(&small);
    typed = ls_json_of(LS_STR("{\"a\":{\"S\":\"01234567890123456789\"}}"));
    cr_expect_eq(ls_item_to_json(&typed, LS_JSON_PLAIN, &small, NULL), LS_TOO_LARGE);
    cr_expect_eq(small.len, 0);
    ls_buf_release(&small);
    ls_arena_release(&none);
}

Test(item_typed, there_and_back_is_the_same_json)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_buf typed, json;
        struct ls_json reader;
        size_t size;

        if (strchr(rows[i].json, ' ') != NULL || strstr(rows[i].json, "-0.0") != NULL)
            continue; /* white space and the sign of zero are lost on purpose */
        ls_buf_init(&typed, 10000);
        ls_buf_init(&json, 10000);
        ls_buf_text(&typed, rows[i].typed);
        reader = ls_json_of(ls_buf_view(&typed));
        cr_expect_eq(ls_item_to_json(&reader, LS_JSON_PLAIN, &json, NULL), LS_OK);
        EXPECT_STR(ls_buf_view(&json), rows[i].json);
        cr_expect_eq(to_typed(ls_buf_view(&json), &size, NULL), LS_OK);
        EXPECT_STR(ls_buf_view(&out), rows[i].typed);
        ls_buf_release(&typed);
        ls_buf_release(&json);
    }
}
