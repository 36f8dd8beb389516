/*
 * digest.h - SHA-256 in hex; digest.c is the generator's only file that includes OpenSSL.
 */
#ifndef LOCKSTEP_DIGEST_H
#define LOCKSTEP_DIGEST_H

#include "base/text.h"

#define DIGEST_HEX 64 /* digits */

/* Lower-case, NUL-terminated. */
void digest_hex(struct text bytes, char out[DIGEST_HEX + 1]);

#endif
