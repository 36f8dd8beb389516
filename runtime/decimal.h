/*
 * decimal.h - decimal numbers as text, of any size that DynamoDB has: one text for one value, and
 * their order. No number here is ever a double.
 */
#ifndef LS_DECIMAL_H
#define LS_DECIMAL_H

#include "base.h"

/* A sign, "0." and 167 places: 38 digits whose first stands at 1E-130. */
#define LS_DECIMAL_MAX 170

/*
 * Writes the number as DynamoDB returns it: no exponent, no leading or trailing zeros ("1.5E2" is
 * 150, "-0.0" is 0). Returns the length, not NUL-terminated; 0 when `text` is no JSON number or
 * is outside DynamoDB's limits (see item.h).
 */
size_t ls_decimal_plain(struct ls_str text, char out[LS_DECIMAL_MAX]);
/* The same value with an exponent, "1.5E+125", whatever its size: at most 45 characters. */
size_t ls_decimal_scientific(struct ls_str text, char out[LS_DECIMAL_MAX]);

/* < 0, 0, > 0, as a is less than, equal to or greater than b; both as ls_decimal_plain writes. */
int ls_decimal_compare(struct ls_str a, struct ls_str b);
/* The same for a JSON number within DynamoDB's limits, in any notation, and a whole number. */
int ls_decimal_compare_whole(struct ls_str number, int64_t whole);

#endif
