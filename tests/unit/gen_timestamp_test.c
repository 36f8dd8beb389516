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
