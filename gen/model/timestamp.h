/*
 * timestamp.h - is a constant a time? What the runtime makes of `format: timestamp`.
 */
#ifndef LOCKSTEP_TIMESTAMP_H
#define LOCKSTEP_TIMESTAMP_H

#include "base/text.h"

/*
 * RFC 3339, section 5.6, of a day that exists: "2026-01-02T03:04:05+02:00", with a fraction of any
 * length. No leap second, and no year that another offset would carry over 0000 or 9999.
 */
bool text_is_timestamp(struct text text);

/* < 0, 0 or > 0: two texts that are timestamps, by the time in milliseconds that they mean. */
int timestamp_compare(struct text a, struct text b);

#endif
