/*
 * fake_clock.c - a sleep takes no time, but the clock says that it did.
 */
#include "fake_clock.h"

static int64_t now_ms(void *self)
{
    return ((struct fake_clock *)self)->now_ms;
}

static void sleep_ms(void *self, int64_t ms)
{
    struct fake_clock *fake = self;

    if (fake->sleep_count < FAKE_SLEEPS_MAX)
        fake->sleeps[fake->sleep_count++] = ms;
    fake->now_ms += ms;
}

void fake_clock_init(struct fake_clock *fake, int64_t start_ms)
{
    *fake = (struct fake_clock){.now_ms = start_ms};
    fake->clock = (struct ls_clock){.now_ms = now_ms, .sleep_ms = sleep_ms, .self = fake};
}
