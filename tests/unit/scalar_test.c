/*
 * gen/read/scalar: types of unquoted scalars, by the tables of YAML 1.2.2, section 10.3.
 */
#include <inttypes.h>

#include "read/scalar.h"
#include "reading.h"

static void expect_kinds(enum doc_kind kind, const char *const *texts)
{
    int64_t integer;

    for (; *texts != NULL; texts++)
        cr_expect_eq(scalar_kind(text_of(*texts), &integer), kind, "`%s`", *texts);
}

#define EXPECT_KINDS(kind_, ...) expect_kinds(kind_, (const char *const[]){__VA_ARGS__, NULL})

Test(scalar, kinds_of_the_core_schema)
{
    EXPECT_KINDS(DOC_NULL, "", "~", "null", "Null", "NULL");
    EXPECT_KINDS(DOC_BOOL, "true", "True", "TRUE", "false", "False", "FALSE");
    EXPECT_KINDS(DOC_INT, "0", "-19", "+12", "0o7", "0x3A", "007", "99999999999999999999");
    EXPECT_KINDS(DOC_FLOAT, "0.", "-0.0", ".5", "+12e03", "-2E+05", "1.10", "1e3", ".inf", "-.Inf",
                 "+.INF", ".nan", ".NaN", ".NAN", "+.5e-2");
}

Test(scalar, the_rest_is_text)
{
    /* What YAML 1.1 takes for booleans, for a number of base 60, a date, and grouped digits. */
    EXPECT_KINDS(DOC_TEXT, "yes", "no", "on", "off", "y", "NO", "22:22", "2024-01-01", "1_000");
    EXPECT_KINDS(DOC_TEXT, "nULL", "tRUE", "nil", "tea", "a1", "-", "+", ".", "-.", "e5", "1e",
                 "1e+", "1.2.3", "0x", "0o", "0xG", "0o8", "-0x1", "+0o7", "0X1F", "0O7", "..5",
                 "-.nan", "+.nan", ".Nan", ".iNF", "1 2", "--1", "+-1", "1-", "\xc3\xa4");
}

Test(scalar, integers)
{
    static const struct {
        const char *text;
        int64_t value;
    } cases[] = {
        {"0", 0},
        {"-0", 0},
        {"+42", 42},
        {"-42", -42},
        {"007", 7},
        {"0o17", 15},
        {"0x1F", 31},
        {"0xff", 255},
        {"9223372036854775807", INT64_MAX},
        {"9223372036854775808", INT64_MAX},
        {"99999999999999999999999", INT64_MAX},
        {"-9223372036854775807", -INT64_MAX},
        {"-9223372036854775808", INT64_MIN},
        {"-9223372036854775809", INT64_MIN},
        {"-99999999999999999999999", INT64_MIN},
        {"0xffffffffffffffffff", INT64_MAX},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        int64_t value = 1;
        cr_expect_eq(scalar_kind(text_of(cases[i].text), &value), DOC_INT, "%s", cases[i].text);
        cr_expect_eq(value, cases[i].value, "%s: %" PRId64, cases[i].text, value);
    }
}

Test(scalar, booleans_have_a_value_and_other_kinds_none)
{
    int64_t value = 7;

    scalar_kind(TEXT("TRUE"), &value);
    cr_expect_eq(value, 1);
    scalar_kind(TEXT("false"), &value);
    cr_expect_eq(value, 0);
    value = 7;
    scalar_kind(TEXT("12monkeys"), &value);
    cr_expect_eq(value, 0);
}

Test(scalar, plain_decimals)
{
    static const char *const plain[] = {"0", "7", "-7", "10", "12345678901234567890"};
    static const char *const other[] = {"",    "-",   "+7",  "007", "-01",
                                        "0x1", "1.0", "1e3", "00",  "1 "};

    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
        cr_expect(scalar_is_plain_decimal(text_of(plain[i])), "%s", plain[i]);
    for (size_t i = 0; i < sizeof(other) / sizeof(other[0]); i++)
        cr_expect_not(scalar_is_plain_decimal(text_of(other[i])), "%s", other[i]);
}

Test(scalar, quoting_for_hints)
{
    struct reading r;
    const char *quoted;

    reading_start(&r, TEXT(""));
    cr_expect_str_eq(scalar_quoted(r.arena, TEXT("1.10")), "\"1.10\"");
    cr_expect_str_eq(scalar_quoted(r.arena, TEXT("")), "\"\"");
    cr_expect_str_eq(scalar_quoted(r.arena, TEXT("it's")), "\"it's\"");
    cr_expect_str_eq(scalar_quoted(r.arena, TEXT("say \"it's\"")), "'say \"it''s\"'");
    cr_expect_str_eq(scalar_quoted(r.arena, TEXT("a\\b")), "'a\\b'");
    quoted =
        scalar_quoted(r.arena, TEXT("0123456789012345678901234567890123456789012345678901234567"
                                    "89012345"));
    cr_expect_str_eq(quoted, "\"012345678901234567890123456789012345678901234567890123456789…\"");
    reading_end(&r);
}
