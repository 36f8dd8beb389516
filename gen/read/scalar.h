/*
 * scalar.h - what an unquoted scalar is, by the core schema of YAML 1.2 (section 10.3.2).
 */
#ifndef LOCKSTEP_SCALAR_H
#define LOCKSTEP_SCALAR_H

#include "read/doc.h"

/*
 * *integer: the value of a DOC_INT (decimal, 0o… or 0x…; the nearest int64_t when out of range)
 * and of a DOC_BOOL (0, 1); else 0.
 */
enum doc_kind scalar_kind(struct text text, int64_t *integer);

/* A DOC_INT without sign +, leading zeros or another base than ten. */
bool scalar_is_plain_decimal(struct text text);

/* For hints: a text in the quotes that it needs, cut to a length that fits a line. */
const char *scalar_quoted(struct mem_arena *arena, struct text text);

#endif
