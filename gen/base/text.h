/*
 * text.h - slices and a growing buffer, both in an arena.
 */
#ifndef LOCKSTEP_TEXT_H
#define LOCKSTEP_TEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "base/mem.h"

/* Bytes; `ptr` is NUL-terminated wherever it was made by this module, so that %s may print it. */
struct text {
    const char *ptr;
    size_t len;
};

#define TEXT(literal) ((struct text){"" literal, sizeof(literal) - 1})

struct text text_of(const char *string);
struct text text_copy(struct mem_arena *arena, const char *ptr, size_t len);
struct text text_format(struct mem_arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
bool text_equal(struct text a, struct text b);
bool text_is(struct text a, const char *string);
bool text_starts(struct text a, const char *prefix);
int text_compare(struct text a, struct text b); /* by bytes; the same in every locale */

/*
 * The first character of a text that is not empty; *size is its length in bytes. A byte that
 * begins no UTF-8 character is TEXT_BAD_CHAR, of size 1.
 */
#define TEXT_BAD_CHAR UINT32_MAX
uint32_t text_char(struct text text, size_t *size);
size_t text_chars(struct text text);
/* For messages: the text, or its first `max` characters and "…". */
struct text text_clip(struct mem_arena *arena, struct text text, size_t max);

/* A buffer; appends never fail (mem.h) but stop at `max` bytes and set `full`. */
struct text_buf {
    struct mem_arena *arena;
    char *ptr; /* NUL-terminated */
    size_t len, cap, max;
    bool full;
};

#define TEXT_BUF_MAX (16u * 1024 * 1024)

void text_buf_init(struct text_buf *buf, struct mem_arena *arena, size_t max);
void text_add(struct text_buf *buf, const char *ptr, size_t len);
void text_put(struct text_buf *buf, const char *string);
void text_putc(struct text_buf *buf, char c);
void text_printf(struct text_buf *buf, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
struct text text_view(const struct text_buf *buf);

#endif
