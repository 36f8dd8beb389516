/*
 * fake_clock.h - time that stands still until a test, or a sleep, moves it.
 */
#ifndef LS_TEST_FAKE_CLOCK_H
#define LS_TEST_FAKE_CLOCK_H

#include "clock.h"

#define FAKE_SLEEPS_MAX 16

struct fake_clock {
    struct ls_clock clock;
    int64_t now_ms;
    int64_t sleeps[FAKE_SLEEPS_MAX]; /* each one's length, in order */
    size_t sleep_count;
};

/* `fake` must not move: its clock points to it. */
void fake_clock_init(struct fake_clock *fake, int64_t now_ms);

#endif
