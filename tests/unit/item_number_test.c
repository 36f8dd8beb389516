/*
 * DynamoDB's limits of a number.
 */
#include "item.h"

#include <stdio.h>

#include "expect.h"

static const struct {
    const char *text;
    bool fits;
    size_t digits;
} numbers[] = {
    {"0", true, 0},
    {"-0", true, 0},
    {"0.000", true, 0},
    {"0e999999999999999999999999", true, 0},
    {"1", true, 1},
    {"-12.5", true, 3},
    {"100", true, 1},
    {"0.00100", true, 1},
    {"1.0", true, 1},
    {"1002.500", true, 5},
    {"12345678901234567890123456789012345678", true, 38},
    {"123456789012345678901234567890123456789", false, 39},
    {"-0.12345678901234567890123456789012345678", true, 38},
    {"1234567890123456789.0123456789012345678", true, 38},
    {"1234567890123456789.01234567890123456789", false, 39},
    {"123456789012345678901234567890123456780000", true, 38},
    {"0.000000000012345678901234567890123456789012345678", true, 38},
    {"10000000000000000000000000000000000000000000001", false, 47},
    {"9.99e125", true, 3},
    {"1e126", false, 1},
    {"10e124", true, 1},
    {"10e125", false, 1},
    {"0.01e127", true, 1},
    {"0.01e128", false, 1},
    {"99999999999999999999999999999999999999e88", true, 38},
    {"99999999999999999999999999999999999999e89", false, 38},
    {"1e-130", true, 1},
    {"1E-131", false, 1},
    {"0.1e-129", true, 1},
    {"0.1e-130", false, 1},
    {"1000e-133", true, 1},
    {"1000e-134", false, 1},
    {"1.5e-130", true, 2},
    {"1e+000000000000000000000000000000000005", true, 1},
    {"1e999999999999999999999999999999", false, 1},
    {"1e-999999999999999999999999999999", false, 1},
    {"1e9223372036854775807", false, 1},
    {"1e-9223372036854775808", false, 1},
    {"1e18446744073709551617", false, 1}, /* 1 in 64 bits that wrap */
};

Test(item_number, numbers_are_checked_by_their_digits)
{
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        struct ls_str text = guarded(ls_str_of(numbers[i].text));
        size_t digits = 99;

        cr_expect_eq(ls_number_fits(text), numbers[i].fits, "%s", numbers[i].text);
        cr_expect_eq(ls_number_measure(text, &digits), numbers[i].fits, "%s", numbers[i].text);
        cr_expect_eq(digits, numbers[i].digits, "%s: %zu", numbers[i].text, digits);
    }
}

Test(item_number, fits_refuses_what_json_does_not_call_a_number)
{
    static const char *const bad[] = {"",  " 1", "1 ", "+1",  "01",   ".5",  "1.", "1e",
                                      "x", "1x", "-",  "--1", "1e5.", "NaN", "1,0"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_not(ls_number_fits(guarded(ls_str_of(bad[i]))), "%s", bad[i]);
}

/* The point at each place of 130 digits, with each exponent that brings it back: always 1e0. */
Test(item_number, point_and_exponent_cancel_out)
{
    for (int places = 1; places < 400; places++) {
        char text[512];
        size_t digits;
        int len = snprintf(text, sizeof(text), "0.%0*de%d", places, 1, places);

        cr_assert(ls_number_measure(guarded(ls_str(text, (size_t)len)), &digits), "%s", text);
        cr_assert_eq(digits, 1);
        len = snprintf(text, sizeof(text), "1%0*de-%d", places, 0, places);
        cr_assert(ls_number_measure(guarded(ls_str(text, (size_t)len)), &digits), "%s", text);
        cr_assert_eq(digits, 1);
    }
}
