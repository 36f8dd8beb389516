/*
 * source.h - the bytes of one file and the places in them.
 *
 * A place is a byte offset; line and column are computed when a diagnostic is printed. Lines and
 * columns count from 1; columns count bytes in JSON output and characters in text (the caret must
 * stand under the character). A byte order mark belongs to no line.
 */
#ifndef LOCKSTEP_SOURCE_H
#define LOCKSTEP_SOURCE_H

#include "base/text.h"

#define SOURCE_MAX_BYTES (1024u * 1024)

struct source {
    const char *path; /* as the user wrote it */
    struct text text;
    const size_t *line_starts; /* byte offsets, ascending; [0] == 0 */
    size_t line_count;
};

/* Bytes [start, end) of a source; start == end is a point. */
struct range {
    size_t start, end;
};

struct position {
    size_t line, column;   /* from 1; column in characters */
    size_t byte_column;    /* from 1, in bytes */
    struct text line_text; /* without the line end */
};

/* Copies path and text. */
void source_init(struct source *source, struct mem_arena *arena, const char *path,
                 struct text text);
/* An offset behind the end of its line (or of the file) counts as that end. */
struct position source_position(const struct source *source, size_t offset);
/* The line of an offset without its end, in a time that does not grow with the line. */
struct range source_line(const struct source *source, size_t offset);

#endif
