/*
 * bytes.h - the bytes of a spec before libyaml sees them: are they text, and where does the n-th
 * character begin (libyaml counts characters; a place is a byte offset).
 */
#ifndef LOCKSTEP_BYTES_H
#define LOCKSTEP_BYTES_H

#include "base/diag.h"

struct char_index {
    struct text text;    /* without a byte order mark */
    size_t bom;          /* bytes of it in the source */
    const size_t *steps; /* offset in `text` of every CHAR_STEP-th character */
    size_t step_count;
    size_t characters;
};

/*
 * Refuses, with a diagnostic, what is no UTF-8, control characters, line separators that only
 * some parsers take for line ends, and characters that make a line read as something else. False
 * when there was any; then `index` is not to be used.
 */
bool bytes_check(struct mem_arena *arena, const struct source *source, struct diags *diags,
                 struct char_index *index);

/* Byte offset in the source of a character, counted from 0 behind a byte order mark. */
size_t char_offset(const struct char_index *index, size_t character);

/* Whether a control character (but tab and line feed) is in a text; *found is the first. */
bool has_control(struct text text, uint32_t *found);

#endif
