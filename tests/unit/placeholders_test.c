/*
 * Placeholders: what stands in the expression, and the two maps that say what it means.
 */
#include "placeholders.h"

#include <criterion/criterion.h>

#include "expect.h"

static struct ls_buf out;
static struct ls_placeholders placeholders;

static void begin(void)
{
    ls_buf_init(&out, (size_t)64 * 1024);
    ls_placeholders_begin(&placeholders);
}

static void release(void)
{
    ls_buf_release(&out);
}

TestSuite(placeholders, .init = begin, .fini = release);

static const struct ls_attribute string = {.name = "s", .type = LS_TYPE_STRING};
static const struct ls_attribute number = {.name = "n", .type = LS_TYPE_NUMBER};
static const struct ls_attribute bytes = {.name = "b", .type = LS_TYPE_BINARY};

Test(placeholders, stand_for_names_and_values)
{
    ls_placeholders_name(&placeholders, &out, LS_STR("na\"me"));
    ls_placeholders_value(&placeholders, &out, &string, LS_STR("a\"b"));
    ls_placeholders_name(&placeholders, &out, LS_STR("size"));
    ls_placeholders_value(&placeholders, &out, &number, LS_STR("1.5"));
    ls_placeholders_value(&placeholders, &out, &bytes, LS_STR("+/8="));
    ls_placeholders_typed(&placeholders, &out, LS_STR("{\"BOOL\":true}"));
    EXPECT_STR(ls_buf_view(&out), "#0:0#1:1:2:3");
    ls_buf_reset(&out);
    cr_expect_eq(ls_placeholders_end(&placeholders, &out, NULL), LS_OK);
    EXPECT_STR(ls_buf_view(&out), ",\"ExpressionAttributeNames\":{\"#0\":\"na\\\"me\","
                                  "\"#1\":\"size\"},\"ExpressionAttributeValues\":{\":0\":{\"S\":"
                                  "\"a\\\"b\"},\":1\":{\"N\":\"1.5\"},\":2\":{\"B\":\"+/8=\"},"
                                  "\":3\":{\"BOOL\":true}}");
}

Test(placeholders, a_name_has_one_and_a_value_each_its_own)
{
    ls_placeholders_name(&placeholders, &out, LS_STR("a"));
    ls_placeholders_name(&placeholders, &out, LS_STR("ab"));
    ls_placeholders_name(&placeholders, &out, LS_STR("a"));
    ls_placeholders_value(&placeholders, &out, &string, LS_STR("x"));
    ls_placeholders_value(&placeholders, &out, &string, LS_STR("x"));
    EXPECT_STR(ls_buf_view(&out), "#0#1#0:0:1");
}

/* DynamoDB refuses an empty map. */
Test(placeholders, leave_out_a_map_without_rows)
{
    cr_expect_eq(ls_placeholders_end(&placeholders, &out, NULL), LS_OK);
    cr_expect_eq(out.len, (size_t)0);
    ls_placeholders_name(&placeholders, &out, LS_STR("a"));
    ls_buf_reset(&out);
    cr_expect_eq(ls_placeholders_end(&placeholders, &out, NULL), LS_OK);
    EXPECT_STR(ls_buf_view(&out), ",\"ExpressionAttributeNames\":{\"#0\":\"a\"}");
    ls_placeholders_begin(&placeholders);
    ls_placeholders_value(&placeholders, &out, &number, LS_STR("7"));
    ls_buf_reset(&out);
    cr_expect_eq(ls_placeholders_end(&placeholders, &out, NULL), LS_OK);
    EXPECT_STR(ls_buf_view(&out), ",\"ExpressionAttributeValues\":{\":0\":{\"N\":\"7\"}}");
}

Test(placeholders, that_there_is_no_room_for_are_an_error)
{
    static char names[LS_PLACEHOLDER_NAMES + 1];
    struct ls_error error;

    for (size_t i = 0; i < LS_PLACEHOLDER_NAMES; i++)
        ls_placeholders_name(&placeholders, &out, ls_str(names, i + 1));
    cr_expect_eq(ls_placeholders_end(&placeholders, &out, &error), LS_OK);
    ls_placeholders_name(&placeholders, &out, ls_str(names, 1));
    cr_expect_eq(ls_placeholders_end(&placeholders, &out, &error), LS_OK);
    ls_placeholders_name(&placeholders, &out, ls_str(names, LS_PLACEHOLDER_NAMES + 1));
    cr_expect_eq(ls_placeholders_end(&placeholders, &out, &error), LS_INTERNAL);

    ls_placeholders_begin(&placeholders);
    for (size_t i = 0; i < LS_PLACEHOLDER_VALUES; i++)
        ls_placeholders_value(&placeholders, &out, &number, LS_STR("1"));
    cr_expect_eq(ls_placeholders_end(&placeholders, &out, &error), LS_OK);
    ls_placeholders_typed(&placeholders, &out, LS_STR("{}"));
    cr_expect_eq(ls_placeholders_end(&placeholders, &out, &error), LS_INTERNAL);
}
