/*
 * Decimal numbers: one text for one value, as DynamoDB returns it, and their order.
 */
#include "decimal.h"

#include <string.h>

#include "expect.h"

#define DIGITS_38 "12345678901234567890123456789012345678"

struct row {
    const char *text, *plain; /* plain "": refused */
};

static const struct row rows[] = {
    {"0", "0"},
    {"-0.000", "0"},
    {"0e99999999999999999999", "0"},
    {"1", "1"},
    {"1.0", "1"},
    {"1.5E2", "150"},
    {"150", "150"},
    {"-150e-2", "-1.5"},
    {"0.05", "0.05"},
    {"5e-2", "0.05"},
    {"500E-4", "0.05"},
    {"10.010", "10.01"},
    {"1e+3", "1000"},
    {"100200e-3", "100.2"},
    {DIGITS_38, DIGITS_38},
    {"0.00" DIGITS_38 "e2", "0." DIGITS_38},
    {DIGITS_38 "000e-3", DIGITS_38},
    {"1e20", "100000000000000000000"},
    {"1e-10", "0.0000000001"},
    {DIGITS_38 "1", ""},
    {"1e126", ""},
    {"1e-131", ""},
    {"", ""},
    {"01", ""},
    {"+1", ""},
    {" 1", ""},
    {"1 ", ""},
    {"1.", ""},
    {".5", ""},
    {"NaN", ""},
    {"0x10", ""},
    {"1e", ""},
};

Test(decimal, has_one_text_for_one_value)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char out[LS_DECIMAL_MAX];
        size_t len = ls_decimal_plain(guarded(ls_str_of(rows[i].text)), out);

        cr_expect(ls_str_equal(ls_str(out, len), ls_str_of(rows[i].plain)), "%s -> %.*s, want %s",
                  rows[i].text, (int)len, out, rows[i].plain);
    }
}

/* The longest text that there is, and the one with the most digits before the point. */
Test(decimal, fits_its_buffer_at_both_ends)
{
    char out[LS_DECIMAL_MAX];
    size_t len = ls_decimal_plain(LS_STR("-1.2345678901234567890123456789012345678E-130"), out);

    cr_assert_eq(len, (size_t)LS_DECIMAL_MAX);
    cr_expect_eq(memcmp(out, "-0.000", 6), 0);
    cr_expect_eq(memcmp(out + len - 38, DIGITS_38, 38), 0);
    len = ls_decimal_plain(LS_STR("9.9E125"), out);
    cr_assert_eq(len, (size_t)126);
    cr_expect_eq(memcmp(out, "990000", 6), 0);
}

/* In ascending order. */
static const char *const ascending[] = {
    "-1000", "-100.5", "-100", "-99.99", "-1.5", "-1", "-0.5", "-0.05", "0",  "0.0001",
    "0.05",  "0.5",    "0.51", "1",      "1.5",  "2",  "10",   "10.01", "99", "100",
};

Test(decimal, orders_by_value)
{
    size_t count = sizeof(ascending) / sizeof(ascending[0]);

    for (size_t i = 0; i < count; i++) {
        for (size_t j = 0; j < count; j++) {
            int order = ls_decimal_compare(ls_str_of(ascending[i]), ls_str_of(ascending[j]));

            cr_expect_eq((order > 0) - (order < 0), (i > j) - (i < j), "%s, %s", ascending[i],
                         ascending[j]);
        }
    }
}

Test(decimal, is_compared_with_a_whole_number_in_any_notation)
{
    static const struct {
        const char *number;
        int64_t whole;
        int order;
    } pairs[] = {
        {"1E3", 1000, 0},  {"-0.0", 0, 0},   {"999.9", 1000, -1},     {"1000.1", 1000, 1},
        {"-1.50", -1, -1}, {"1E-130", 0, 1}, {"9E125", INT64_MAX, 1}, {"-9E125", INT64_MIN, -1},
        {"10e1", 100, 0},  {"0.5E1", 5, 0},  {"-10", -9, -1},         {"3", -4, 1},
    };

    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        int order = ls_decimal_compare_whole(ls_str_of(pairs[i].number), pairs[i].whole);

        cr_expect_eq((order > 0) - (order < 0), pairs[i].order, "%s", pairs[i].number);
    }
}

Test(decimal, has_a_short_text_for_any_size)
{
    static const struct row short_rows[] = {
        {"1e125", "1E+125"},
        {"-1e-130", "-1E-130"},
        {"150", "1.5E+2"},
        {"7", "7E+0"},
        {"0.00", "0"},
        {"-0.00" DIGITS_38 "e-95", "-1.2345678901234567890123456789012345678E-98"},
        {DIGITS_38 "e88", "1.2345678901234567890123456789012345678E+125"},
        {"1e126", ""},
        {"x", ""},
    };

    for (size_t i = 0; i < sizeof(short_rows) / sizeof(short_rows[0]); i++) {
        char out[LS_DECIMAL_MAX];
        size_t len = ls_decimal_scientific(guarded(ls_str_of(short_rows[i].text)), out);

        EXPECT_STR(ls_str(out, len), short_rows[i].plain);
    }
}
