/*
 * Times as text; the expected texts come from `date -u -d @SECONDS`.
 */
#include "clock.h"

#include <string.h>
#include <time.h>

#include "expect.h"

static const struct {
    int64_t ms;
    const char *rfc3339, *amz;
} rows[] = {
    {0, "1970-01-01T00:00:00.000Z", "19700101T000000Z"},
    {951782399999, "2000-02-28T23:59:59.999Z", "20000228T235959Z"},
    {951782400000, "2000-02-29T00:00:00.000Z", "20000229T000000Z"},
    {951868800001, "2000-03-01T00:00:00.001Z", "20000301T000000Z"},
    {1440938160000, "2015-08-30T12:36:00.000Z", "20150830T123600Z"},
    {1709210096789, "2024-02-29T12:34:56.789Z", "20240229T123456Z"},
    {1735689599999, "2024-12-31T23:59:59.999Z", "20241231T235959Z"},
    {4107542400000, "2100-03-01T00:00:00.000Z", "21000301T000000Z"},
    {4107542399000, "2100-02-28T23:59:59.000Z", "21000228T235959Z"},
    {253402300799999, "9999-12-31T23:59:59.999Z", "99991231T235959Z"},
    {253402300800000, "9999-12-31T23:59:59.999Z", "99991231T235959Z"},
    {INT64_MAX, "9999-12-31T23:59:59.999Z", "99991231T235959Z"},
    {-1, "1970-01-01T00:00:00.000Z", "19700101T000000Z"},
    {INT64_MIN, "1970-01-01T00:00:00.000Z", "19700101T000000Z"},
};

Test(clock, formats)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char rfc3339[LS_RFC3339_LEN + 1], amz[LS_AMZ_DATE_LEN + 1];

        ls_format_rfc3339(rows[i].ms, rfc3339);
        ls_format_amz_date(rows[i].ms, amz);
        cr_expect_str_eq(rfc3339, rows[i].rfc3339);
        cr_expect_str_eq(amz, rows[i].amz);
    }
}

/* Every day from 1970 to 2399: a whole cycle of leap years, against the C library. */
Test(clock, agrees_with_gmtime_on_every_day)
{
    for (int64_t day = 0; day < 157060; day++) {
        time_t seconds = (time_t)(day * 86400 + 3723);
        char ours[LS_AMZ_DATE_LEN + 1], theirs[32];
        struct tm parts;

        ls_format_amz_date((int64_t)seconds * 1000, ours);
        cr_assert_not_null(gmtime_r(&seconds, &parts));
        strftime(theirs, sizeof(theirs), "%Y%m%dT%H%M%SZ", &parts);
        cr_assert_str_eq(ours, theirs);
    }
}

Test(clock, system_clock_is_the_wall_clock)
{
    int64_t before = (int64_t)time(NULL) * 1000;
    int64_t now = ls_system_clock.now_ms(ls_system_clock.self);

    cr_expect_geq(now, before);
    cr_expect_lt(now, before + 5000);
}

Test(clock, system_clock_sleeps)
{
    int64_t begin = ls_system_clock.now_ms(ls_system_clock.self);

    ls_system_clock.sleep_ms(ls_system_clock.self, 30);
    cr_expect_geq(ls_system_clock.now_ms(ls_system_clock.self) - begin, 29);
    ls_system_clock.sleep_ms(ls_system_clock.self, 0);
    ls_system_clock.sleep_ms(ls_system_clock.self, -1000000);
}
