/*
 * Timestamps: each form that RFC 3339 has, in UTC, and what a client reads of the others.
 */
#include "timestamp.h"

#include <string.h>

#include "expect.h"

static const char *normalise(const char *text, char out[LS_RFC3339_LEN + 1])
{
    memset(out, 'x', LS_RFC3339_LEN + 1);
    return ls_timestamp_normalise(guarded(ls_str_of(text)), out);
}

Test(timestamp, is_utc_with_milliseconds)
{
    static const struct {
        const char *text, *wanted;
    } rows[] = {
        {"2026-01-02T03:04:05Z", "2026-01-02T03:04:05.000Z"},
        {"2026-01-02t03:04:05z", "2026-01-02T03:04:05.000Z"},
        {"2026-01-02T03:04:05+02:00", "2026-01-02T01:04:05.000Z"},
        {"2026-01-02T03:04:05-02:30", "2026-01-02T05:34:05.000Z"},
        {"2026-01-02T03:04:05-00:00", "2026-01-02T03:04:05.000Z"},
        {"2026-01-02T03:04:05.1Z", "2026-01-02T03:04:05.100Z"},
        {"2026-01-02T03:04:05.12+00:00", "2026-01-02T03:04:05.120Z"},
        {"2026-01-02T03:04:05.1239999999999999999999Z", "2026-01-02T03:04:05.123Z"},
        {"2026-01-02T03:04:05.0009Z", "2026-01-02T03:04:05.000Z"},
        /* Over the ends of a day, a month, a year, and of February. */
        {"2026-01-01T00:30:00+01:00", "2025-12-31T23:30:00.000Z"},
        {"2025-12-31T23:30:00-01:00", "2026-01-01T00:30:00.000Z"},
        {"2026-03-01T00:00:00+00:01", "2026-02-28T23:59:00.000Z"},
        {"2024-03-01T00:00:00+00:01", "2024-02-29T23:59:00.000Z"},
        {"2024-02-28T23:59:59.999-23:59", "2024-02-29T23:58:59.999Z"},
        {"2026-04-30T23:59:59-00:01", "2026-05-01T00:00:59.000Z"},
        {"2000-02-29T00:00:00Z", "2000-02-29T00:00:00.000Z"},
        /* The calendar's own ends. */
        {"0000-01-01T00:00:00Z", "0000-01-01T00:00:00.000Z"},
        {"0000-02-29T12:00:00Z", "0000-02-29T12:00:00.000Z"},
        {"9999-12-31T23:59:59.999Z", "9999-12-31T23:59:59.999Z"},
        {"1969-07-20T20:17:40Z", "1969-07-20T20:17:40.000Z"},
        /* Leap seconds. */
        {"2016-12-31T23:59:60Z", "2016-12-31T23:59:59.999Z"},
        {"2016-12-31T23:59:60.5Z", "2016-12-31T23:59:59.999Z"},
        {"1990-12-31T15:59:60-08:00", "1990-12-31T23:59:59.999Z"},
        {"2017-01-01T00:59:60+01:00", "2016-12-31T23:59:59.999Z"},
    };
    char out[LS_RFC3339_LEN + 1];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *problem = normalise(rows[i].text, out);

        cr_expect_null(problem, "%s: %s", rows[i].text, problem);
        if (problem == NULL)
            cr_expect_str_eq(out, rows[i].wanted, "%s: %s", rows[i].text, out);
    }
}

Test(timestamp, of_another_form_is_refused)
{
    static const char *const rows[] = {
        "",
        "2026",
        "2026-01-02",
        "2026-01-02T03:04:05",
        "2026-01-02T03:04Z",
        "2026-01-02 03:04:05Z",
        "2026-1-2T03:04:05Z",
        "26-01-02T03:04:05Z",
        "2026-01-02T03:04:05.Z",
        "2026-01-02T03:04:05,5Z",
        "2026-01-02T03:04:05ZZ",
        "2026-01-02T03:04:05Z ",
        " 2026-01-02T03:04:05Z",
        "2026-01-02T03:04:05+0200",
        "2026-01-02T03:04:05+02",
        "2026-01-02T03:04:05+02:0",
        "2026-01-02T03:04:05+02:000",
        "2026-01-02T03:04:05*02:00",
        "+2026-01-02T03:04:05Z",
        "-026-01-02T03:04:05Z",
        "2026-01-02T-3:04:05Z",
        "1767323045000",
        "now",
    };
    char out[LS_RFC3339_LEN + 1];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *problem = normalise(rows[i], out);

        cr_assert_not_null(problem, "%s", rows[i]);
        cr_expect_str_eq(problem,
                         "is not a time as RFC 3339 writes it, such as 2026-01-02T03:04:05Z", "%s",
                         rows[i]);
    }
}

Test(timestamp, that_no_calendar_has_is_refused)
{
    static const char *const rows[] = {
        "2026-00-02T03:04:05Z",
        "2026-13-02T03:04:05Z",
        "2026-01-00T03:04:05Z",
        "2026-01-32T03:04:05Z",
        "2026-02-29T03:04:05Z",
        "1900-02-29T03:04:05Z",
        "2026-04-31T03:04:05Z",
        "2026-01-02T24:00:00Z",
        "2026-01-02T03:60:05Z",
        "2026-01-02T03:04:61Z",
        "2026-01-02T03:04:05+24:00",
        "2026-01-02T03:04:05+02:60",
        /* A minute of 61 seconds is the last one of a day of UTC. */
        "2026-01-02T03:04:60Z",
        "2016-12-31T23:59:60+01:00",
        /* In UTC, of the year before 0 and of the year 10000. */
        "0000-01-01T00:00:00+00:01",
        "9999-12-31T23:59:59-00:01",
    };
    char out[LS_RFC3339_LEN + 1];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *problem = normalise(rows[i], out);

        cr_assert_not_null(problem, "%s", rows[i]);
        cr_expect_str_eq(problem, "is not a time that exists", "%s: %s", rows[i], problem);
    }
}

Test(timestamp, with_a_blank_for_a_plus_says_how_a_query_writes_it)
{
    char out[LS_RFC3339_LEN + 1];

    cr_expect_str_eq(
        normalise("2026-01-02T03:04:05 02:00", out),
        "has a blank where its offset begins: the + of an offset is written %2B in a query");
    cr_expect_str_eq(
        normalise("2026-01-02T03:04:05.123 02:00", out),
        "has a blank where its offset begins: the + of an offset is written %2B in a query");
}
