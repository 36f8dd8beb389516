/*
 * timestamp.h - format: timestamp. RFC 3339 in, UTC with milliseconds out, so that texts sort as
 * times do.
 */
#ifndef LS_TIMESTAMP_H
#define LS_TIMESTAMP_H

#include "clock.h"

/*
 * "2026-01-02T03:04:05+02:00" -> "2026-01-02T01:04:05.000Z" in out (LS_RFC3339_LEN characters and a
 * NUL). Digits of a second beyond the third are cut off; a leap second :60 counts as :59.999. NULL
 * when it is a time, else what is wrong, for a sentence that begins with a name: a blank where an
 * offset's sign belongs is a `+` that a query did not encode, and the text says `%2B`.
 */
const char *ls_timestamp_normalise(struct ls_str text, char out[LS_RFC3339_LEN + 1]);

#endif
