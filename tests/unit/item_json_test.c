/*
 * Attribute values -> JSON.
 */
#include "expect.h"
#include "item.h"

static struct ls_buf out;

static void start(void)
{
    ls_buf_init(&out, (size_t)64 * 1024);
}

static void finish(void)
{
    ls_buf_release(&out);
}

TestSuite(item_json, .init = start, .fini = finish);

static enum ls_status to_json(struct ls_str typed, enum ls_json_form form)
{
    struct ls_json reader = ls_json_of(guarded(typed));
    enum ls_status status;

    ls_buf_reset(&out);
    status = ls_item_to_json(&reader, form, &out, NULL);
    if (status == LS_OK)
        cr_expect(ls_json_at_end(&reader));
    return status;
}

#define ZEROS_30 "000000000000000000000000000000"

static const struct {
    const char *typed, *json, *in_string;
} answers[] = {
    {"{}", "{}", "{}"},
    {"{\"name\":{\"S\":\"tea\"}}", "{\"name\":\"tea\"}", "{\\\"name\\\":\\\"tea\\\"}"},
    {" { \"n\" : { \"N\" : \"-1.50\" } } ", "{\"n\":-1.50}", "{\\\"n\\\":-1.50}"},
    {"{\"t\":{\"BOOL\":true},\"f\":{\"BOOL\":false},\"n\":{\"NULL\":true}}",
     "{\"t\":true,\"f\":false,\"n\":null}", "{\\\"t\\\":true,\\\"f\\\":false,\\\"n\\\":null}"},
    {"{\"b\":{\"B\":\"AAEC/w==\"}}", "{\"b\":\"AAEC/w==\"}", "{\\\"b\\\":\\\"AAEC/w==\\\"}"},
    {"{\"s\":{\"SS\":[\"b\",\"a\"]},\"n\":{\"NS\":[\"2\",\"10\"]},\"b\":{\"BS\":[\"AA==\"]}}",
     "{\"s\":[\"b\",\"a\"],\"n\":[2,10],\"b\":[\"AA==\"]}",
     "{\\\"s\\\":[\\\"b\\\",\\\"a\\\"],\\\"n\\\":[2,10],\\\"b\\\":[\\\"AA==\\\"]}"},
    {"{\"m\":{\"M\":{\"l\":{\"L\":[{\"S\":\"\"},{\"L\":[]},{\"M\":{}}]}}}}",
     "{\"m\":{\"l\":[\"\",[],{}]}}", "{\\\"m\\\":{\\\"l\\\":[\\\"\\\",[],{}]}}"},
    {"{\"a\\\"b\":{\"S\":\"x\\n\\u00e9\\\\y\\/\xC3\xA9\"}}",
     "{\"a\\\"b\":\"x\\n\\u00e9\\\\y\\/\xC3\xA9\"}",
     "{\\\"a\\\\\\\"b\\\":\\\"x\\\\n\\\\u00e9\\\\\\\\y\\\\/\xC3\xA9\\\"}"},
    {"{\"n\":{\"N\":\"12345678901234567890123456789012345678\"}}",
     "{\"n\":12345678901234567890123456789012345678}",
     "{\\\"n\\\":12345678901234567890123456789012345678}"},
    /* 41 characters are passed on, one more is written with an exponent. */
    {"{\"n\":{\"N\":\"-0." ZEROS_30 "12345678\"}}", "{\"n\":-0." ZEROS_30 "12345678}",
     "{\\\"n\\\":-0." ZEROS_30 "12345678}"},
    {"{\"n\":{\"N\":\"-0." ZEROS_30 "123456789\"},\"z\":{\"NS\":[\"0." ZEROS_30 ZEROS_30 "\"]}}",
     "{\"n\":-1.23456789E-31,\"z\":[0]}", "{\\\"n\\\":-1.23456789E-31,\\\"z\\\":[0]}"},
    {"{\"n\":{\"N\":\"1" ZEROS_30 ZEROS_30 ZEROS_30 ZEROS_30 "00000\"}}", "{\"n\":1E+125}",
     "{\\\"n\\\":1E+125}"},
    /* What DynamoDB can't hold is left as it is. */
    {"{\"n\":{\"N\":\"1" ZEROS_30 ZEROS_30 ZEROS_30 ZEROS_30 "000000\"}}",
     "{\"n\":1" ZEROS_30 ZEROS_30 ZEROS_30 ZEROS_30 "000000}",
     "{\\\"n\\\":1" ZEROS_30 ZEROS_30 ZEROS_30 ZEROS_30 "000000}"},
};

Test(item_json, typed_to_json)
{
    for (size_t i = 0; i < sizeof(answers) / sizeof(answers[0]); i++) {
        cr_expect_eq(to_json(ls_str_of(answers[i].typed), LS_JSON_PLAIN), LS_OK);
        EXPECT_STR(ls_buf_view(&out), answers[i].json);
        cr_expect_eq(to_json(ls_str_of(answers[i].typed), LS_JSON_IN_STRING), LS_OK);
        EXPECT_STR(ls_buf_view(&out), answers[i].in_string);
    }
}

Test(item_json, what_is_no_attribute_value_is_a_bad_reply)
{
    static const char *const bad[] = {
        "",
        "[]",
        "{\"a\":1}",
        "{\"a\":{}}",
        "{\"a\":{",
        "{\"a\":{\"S",
        "{\"a\":{\"S\"",
        "{\"a\":{\"S\" \"x\"}}",
        "{\"a\":{\"BOOL\" true}}",
        "{\"a\":{\"N\":\"1",
        "{\"a\":{\"N\":\"1x}}",
        "{\"a\":{\"S\":1}}",
        "{\"a\":{\"S\":\"x\",\"N\":\"1\"}}",
        "{\"a\":{\"S\":\"x\",\"N\":}}",
        "{\"a\":{\"S\":\"x\"}",
        "{\"a\":{\"s\":\"x\"}}",
        "{\"a\":{\"X\":\"x\"}}",
        "{\"a\":{\"\":\"x\"}}",
        "{\"a\":{\"XS\":[]}}",
        "{\"a\":{\"LS\":[]}}",
        "{\"a\":{\"MS\":{}}}",
        "{\"a\":{\"BOO\":true}}",
        "{\"a\":{\"N\":1}}",
        "{\"a\":{\"N\":\"\"}}",
        "{\"a\":{\"N\":\"1,\\\"x\\\":2\"}}",
        "{\"a\":{\"N\":\" 1\"}}",
        "{\"a\":{\"N\":\"1 \"}}",
        "{\"a\":{\"N\":\"NaN\"}}",
        "{\"a\":{\"N\":\"\\u0031\"}}",
        "{\"a\":{\"BOOL\":\"true\"}}",
        "{\"a\":{\"BOOL\":null}}",
        "{\"a\":{\"NULL\":false}}",
        "{\"a\":{\"NULL\":tru}}",
        "{\"a\":{\"L\":{}}}",
        "{\"a\":{\"L\":[1]}}",
        "{\"a\":{\"L\":[{\"N\":\"1\"},]}}",
        "{\"a\":{\"M\":[]}}",
        "{\"a\":{\"M\":{\"b\":1}}}",
        "{\"a\":{\"SS\":\"x\"}}",
        "{\"a\":{\"SS\":[1]}}",
        "{\"a\":{\"SS\":[\"x\",]}}",
        "{\"a\":{\"NS\":[\"x\"]}}",
        "{\"a\":{\"NS\":[1]}}",
        "{\"a\":{\"S\":\"\xFF\"}}",
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        cr_expect_eq(to_json(ls_str_of(bad[i]), LS_JSON_PLAIN), LS_BAD_REPLY, "%s", bad[i]);
        cr_expect_eq(out.len, 0, "%s leaves nothing behind", bad[i]);
    }
}

Test(item_json, nesting_of_a_reply_is_bounded)
{
    for (unsigned lists = 30; lists < 40; lists++) {
        struct ls_buf typed;

        ls_buf_init(&typed, 10000);
        ls_buf_text(&typed, "{\"a\":");
        for (unsigned i = 0; i < lists; i++)
            ls_buf_text(&typed, "{\"L\":[");
        ls_buf_text(&typed, "{\"N\":\"1\"}");
        for (unsigned i = 0; i < lists; i++)
            ls_buf_text(&typed, "]}");
        ls_buf_text(&typed, "}");
        cr_expect_eq(to_json(ls_buf_view(&typed), LS_JSON_PLAIN),
                     lists <= 31 ? LS_OK : LS_BAD_REPLY, "%u", lists);
        ls_buf_release(&typed);
    }
}

Test(item_json, value_to_json_appends_one_value)
{
    struct ls_json typed = ls_json_of(LS_STR("{\"S\":\"x\"} ,"));
    struct ls_error error;

    ls_buf_text(&out, "[");
    cr_expect_eq(ls_item_value_to_json(&typed, LS_JSON_PLAIN, &out, &error), LS_OK);
    EXPECT_STR(ls_buf_view(&out), "[\"x\"");
    EXPECT_STR(ls_str(typed.at, (size_t)(typed.end - typed.at)), " ,");
    cr_expect_eq(ls_item_value_to_json(&typed, LS_JSON_PLAIN, &out, &error), LS_BAD_REPLY);
    cr_expect_str_eq(error.detail, "no attribute value at byte 1");
    EXPECT_STR(ls_buf_view(&out), "[\"x\"");
}
