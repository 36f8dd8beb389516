/*
 * template.h - derived key attributes: a string made of named parts, and its parts again.
 *
 *     "room#{room}#{sent}"   room = "blue", sent = "2026-01-02"   <->   "room#blue#2026-01-02"
 *
 * A part ends where the literal behind it begins first, so no part may hold that literal: then
 * parsing gives back what was composed, and no part can pass itself off as two.
 */
#ifndef LS_TEMPLATE_H
#define LS_TEMPLATE_H

#include "base.h"

/*
 * The text in front of part `count` (the whole, for part_count): literals and the first `count`
 * values. *derived lies in the arena and is at most `max_len` bytes. LS_BAD_VALUE: *part (one of
 * the first `count`) and *problem say whose value is empty, too long, or holds the literal that
 * ends it; LS_NO_MEMORY.
 */
enum ls_status ls_template_compose(const struct ls_template *template, const struct ls_str *values,
                                   size_t count, size_t max_len, struct ls_arena *arena,
                                   struct ls_str *derived, size_t *part, const char **problem);

/* Slices of `derived`; false when it is not of the template's form. */
bool ls_template_parse(const struct ls_template *template, struct ls_str derived,
                       struct ls_str values[LS_MAX_PARTS]);

#endif
