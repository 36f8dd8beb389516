/*
 * cwriter.h - C source for people to read: the one place that owns layout and escaping.
 *
 *     c_open(&w, "static const struct ls_table ls_tables[] = {");
 *     c_line(&w, "[%s] = {.name = %s},", id, c_literal(arena, name));
 *     c_close(&w, "};");
 *
 * Four blanks a level, lines of at most 100 columns wherever a line can be broken.
 */
#ifndef LOCKSTEP_CWRITER_H
#define LOCKSTEP_CWRITER_H

#include "base/text.h"

struct c_writer {
    struct mem_arena *arena;
    struct text_buf *out;
    unsigned depth;
    size_t line; /* number of the line that is written next, from 1 */
};

void c_init(struct c_writer *w, struct mem_arena *arena, struct text_buf *out);

/* One whole line each; the format holds no newline. */
void c_line(struct c_writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
void c_blank(struct c_writer *w);
/* A line that ends in an opening brace, and deeper from there; a line that begins with the brace.
 */
void c_open(struct c_writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
void c_close(struct c_writer *w, const char *line);
/* A line of the preprocessor: never indented. */
void c_directive(struct c_writer *w, const char *format, ...) __attribute__((format(printf, 2, 3)));
/*
 * The lines that follow count as lines of another file, until c_line_here takes that back.
 * `file` is the name of the file being written.
 */
void c_line_of(struct c_writer *w, size_t line, struct text file);
void c_line_here(struct c_writer *w, const char *file);

/*
 * Items that share a line as long as they fit on it. What follows `head` when they do not:
 *     c_list_end    values, as many on a line as fit; then `tail`, "},"
 *     c_fields_end  fields of a struct, one a line; then `tail`, "},"
 *     c_flags_end   terms of an `or`, as many on a line as fit, the last before `tail`, ","
 */
struct c_list {
    const char **items;
    size_t count, cap;
};
void c_list_add(struct c_writer *w, struct c_list *list, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void c_list_end(struct c_writer *w, const struct c_list *list, const char *head, const char *tail);
void c_fields_end(struct c_writer *w, const struct c_list *list, const char *head,
                  const char *tail);
void c_flags_end(struct c_writer *w, const struct c_list *list, const char *head, const char *tail);

/*
 * The text as a C string literal with its quotes: ASCII in any case, whatever the text holds;
 * never a trigraph. In the arena.
 */
const char *c_literal(struct mem_arena *arena, struct text text);
/* The text for the inside of a comment: it can't end the comment or the line, or reorder it. */
const char *c_comment(struct mem_arena *arena, struct text text);

#endif
