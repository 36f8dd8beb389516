/*
 * gen/model/timestamp: which constants are times. What it takes, the runtime takes as well.
 */
#include <criterion/criterion.h>

#include "model/timestamp.h"
#include "timestamp.h"

static const struct {
    const char *text;
    bool good;
} rows[] = {
    {"2026-01-02T03:04:05Z", true},
    {"2026-01-02T03:04:05.5Z", true},
    {"2026-01-02T03:04:05.123456789Z", true},
    {"2026-01-02T03:04:05+02:00", true},
    {"2026-01-02T03:04:05-23:59", true},
    {"2024-02-29T00:00:00Z", true},
    {"2000-02-29T23:59:59Z", true},
    {"0001-01-01T00:00:00+23:59", true},
    {"9998-12-31T23:59:59-23:59", true},
    {"", false},
    {"2026-01-02", false},
    {"2026-01-02T03:04:05", false},
    {"2026-01-02 03:04:05Z", false},
    {"2026-01-02T03:04Z", false},
    {"2026-01-02T03:04:05.Z", false},
    {"2026-01-02T03:04:05Zx", false},
    {"2026-01-02T03:04:05+0200", false},
    {"2026-01-02T03:04:05+24:00", false},
    {"2026-01-02T03:04:05+02:60", false},
    {"2026-01-02T03:04:05 02:00", false},
    {"2023-02-29T00:00:00Z", false},
    {"1900-02-29T00:00:00Z", false},
    {"2026-04-31T00:00:00Z", false},
    {"2026-00-01T00:00:00Z", false},
    {"2026-13-01T00:00:00Z", false},
    {"2026-01-00T00:00:00Z", false},
    {"2026-01-02T24:00:00Z", false},
    {"2026-01-02T00:60:00Z", false},
    {"2026-01-02T23:59:60Z", false},
    {"0000-01-02T00:00:00Z", false},
    {"9999-01-02T00:00:00Z", false},
    {"202x-01-02T03:04:05Z", false},
};

Test(gen_timestamp, what_is_a_time)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        cr_expect_eq(text_is_timestamp(text_of(rows[i].text)), rows[i].good, "%s", rows[i].text);
}

Test(gen_timestamp, the_runtime_takes_it_too)
{
    char out[LS_RFC3339_LEN + 1];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        if (rows[i].good)
            cr_expect_null(ls_timestamp_normalise(ls_str_of(rows[i].text), out), "%s",
                           rows[i].text);
    }
}

/* The first is the earlier one. */
static const char *const pairs[][2] = {
    {"2026-01-02T03:04:05Z", "2026-01-02T03:04:06Z"},
    {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.001Z"},
    {"2026-01-02T03:04:05.09Z", "2026-01-02T03:04:05.1Z"},
    {"2026-01-02T03:04:05+02:00", "2026-01-02T03:04:05Z"},
    {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05-00:01"},
    {"2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.001Z"},
    {"2024-02-28T23:30:00-01:00", "2024-03-01T00:00:00Z"},
    {"1999-12-31T23:59:59Z", "2000-01-01T00:00:00Z"},
    {"2000-02-29T00:00:00Z", "2000-03-01T00:00:00Z"},
    {"0001-01-01T00:00:00Z", "9998-12-31T23:59:59Z"},
};

Test(gen_timestamp, times_have_an_order)
{
    for (size_t i = 0; i < sizeof(pairs) / sizeof(pairs[0]); i++) {
        struct text a = text_of(pairs[i][0]), b = text_of(pairs[i][1]);

        cr_expect_lt(timestamp_compare(a, b), 0, "%s %s", a.ptr, b.ptr);
        cr_expect_gt(timestamp_compare(b, a), 0, "%s %s", b.ptr, a.ptr);
    }
    cr_expect_eq(timestamp_compare(text_of("2026-01-01T00:30:00+01:00"),
                                   text_of("2025-12-31T23:30:00.0009Z")),
                 0, "both are kept in milliseconds");
}
