/*
 * clock.h - time as an interface, so that a test can stop it. `now_ms` is wall time in ms since
 * 1970 (what Lambda's deadline is in); `sleep_ms` returns after that long or earlier.
 */
#ifndef LS_CLOCK_H
#define LS_CLOCK_H

#include "base.h"

struct ls_clock {
    int64_t (*now_ms)(void *self);
    void (*sleep_ms)(void *self, int64_t ms);
    void *self;
};

extern const struct ls_clock ls_system_clock;

/* Of two moments, or the shorter of two spans. */
static inline int64_t ls_earlier(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

#define LS_RFC3339_LEN  24 /* 2026-01-31T23:59:59.123Z */
#define LS_AMZ_DATE_LEN 16 /* 20260131T235959Z */

/* Both write exactly their length and a NUL; years 1970-9999, outside they are clamped. */
void ls_format_rfc3339(int64_t ms, char out[LS_RFC3339_LEN + 1]);
void ls_format_amz_date(int64_t ms, char out[LS_AMZ_DATE_LEN + 1]);

#endif
