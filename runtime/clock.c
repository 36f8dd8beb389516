/*
 * clock.c - the system's clock, and times as text. No time zones, no locale: the C library's
 * calendar functions would read files for that.
 */
#include "clock.h"

#include <time.h>

static int64_t system_now_ms(void *self)
{
    struct timespec now = {0};

    (void)self;
    (void)clock_gettime(CLOCK_REALTIME, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void system_sleep_ms(void *self, int64_t ms)
{
    struct timespec span = {.tv_sec = (time_t)(ms / 1000), .tv_nsec = (long)(ms % 1000) * 1000000};

    (void)self;
    if (ms > 0)
        (void)nanosleep(&span, NULL); /* a signal may end it: the caller looks at the time again */
}

const struct ls_clock ls_system_clock = {.now_ms = system_now_ms, .sleep_ms = system_sleep_ms};

struct calendar {
    unsigned year, month, day, hour, minute, second, ms;
};

#define MS_PER_DAY   INT64_C(86400000)
#define LAST_MS      INT64_C(253402300799999) /* 9999-12-31T23:59:59.999Z */
#define DAYS_TO_1970 719468                   /* from 1 March of the year 0 */

/*
 * The civil calendar by counting from 1 March of the year 0, in eras of 400 years (146097 days):
 * leap days then come last in their year, and the length of the months follows (153 m + 2) / 5.
 */
static struct calendar calendar_of(int64_t ms)
{
    ms = ms < 0 ? 0 : ms > LAST_MS ? LAST_MS : ms;

    unsigned days = (unsigned)(ms / MS_PER_DAY) + DAYS_TO_1970;
    unsigned in_day = (unsigned)(ms % MS_PER_DAY);
    unsigned era = days / 146097, day_of_era = days % 146097;
    unsigned year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    unsigned day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    unsigned month = (5 * day_of_year + 2) / 153; /* 0 is March */

    return (struct calendar){
        .year = era * 400 + year_of_era + (month >= 10),
        .month = month < 10 ? month + 3 : month - 9,
        .day = day_of_year - (153 * month + 2) / 5 + 1,
        .hour = in_day / 3600000,
        .minute = in_day / 60000 % 60,
        .second = in_day / 1000 % 60,
        .ms = in_day % 1000,
    };
}

static char *put_digits(char *at, unsigned value, unsigned width)
{
    for (unsigned i = width; i > 0; i--, value /= 10)
        at[i - 1] = (char)('0' + value % 10);
    return at + width;
}

void ls_format_rfc3339(int64_t ms, char out[LS_RFC3339_LEN + 1])
{
    struct calendar t = calendar_of(ms);

    out = put_digits(out, t.year, 4);
    *out++ = '-';
    out = put_digits(out, t.month, 2);
    *out++ = '-';
    out = put_digits(out, t.day, 2);
    *out++ = 'T';
    out = put_digits(out, t.hour, 2);
    *out++ = ':';
    out = put_digits(out, t.minute, 2);
    *out++ = ':';
    out = put_digits(out, t.second, 2);
    *out++ = '.';
    out = put_digits(out, t.ms, 3);
    *out++ = 'Z';
    *out = '\0';
}

void ls_format_amz_date(int64_t ms, char out[LS_AMZ_DATE_LEN + 1])
{
    struct calendar t = calendar_of(ms);

    out = put_digits(out, t.year, 4);
    out = put_digits(out, t.month, 2);
    out = put_digits(out, t.day, 2);
    *out++ = 'T';
    out = put_digits(out, t.hour, 2);
    out = put_digits(out, t.minute, 2);
    out = put_digits(out, t.second, 2);
    *out++ = 'Z';
    *out = '\0';
}
