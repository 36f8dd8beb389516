/*
 * base.h - slices, capped buffers and the arena: all memory of the runtime.
 *
 * Inputs are `struct ls_str` by value. Outputs go to a `struct ls_buf`, whose maximum is fixed
 * when it is initialised: a buffer that would pass it fails with LS_TOO_LARGE and stays as it was.
 * Buffers live as long as the process and are reset, not freed, between invocations; what one
 * invocation needs beside them comes from its arena. So memory does not grow with invocations.
 *
 * The verbs mean the same everywhere: S_init makes a value usable, S_release gives its memory
 * back (and leaves it as after init), S_reset empties it and keeps its memory.
 */
#ifndef LS_BASE_H
#define LS_BASE_H

#include <stdarg.h>
#include <string.h>

#include "lockstep.h"

static inline struct ls_str ls_str(const char *ptr, size_t len)
{
    return (struct ls_str){ptr, len};
}

bool ls_str_equal_text(struct ls_str a, const char *text);
bool ls_str_equal_nocase(struct ls_str a, struct ls_str b); /* ASCII only */

struct ls_buf {
    char *ptr; /* not NUL-terminated */
    size_t len, cap, max;
    bool failed;    /* sticky: an append failed; cleared by reset */
    bool no_memory; /* it failed for want of memory, not by passing max */
};

/*
 * Appending is checked once, at the end: an append that fails sets `failed`, later ones do
 * nothing, and ls_buf_status says LS_OK, LS_NO_MEMORY or LS_TOO_LARGE.
 */
void ls_buf_init(struct ls_buf *buf, size_t max);
void ls_buf_reset(struct ls_buf *buf);
void ls_buf_release(struct ls_buf *buf);
char *ls_buf_grow(struct ls_buf *buf, size_t extra); /* what reserve does without enough room */
/* Room for `extra` bytes after len; NULL when there is none. The caller adds to len itself. */
static inline char *ls_buf_reserve(struct ls_buf *buf, size_t extra)
{
    return buf->cap - buf->len > extra && !buf->failed ? buf->ptr + buf->len
                                                       : ls_buf_grow(buf, extra);
}
static inline void ls_buf_char(struct ls_buf *buf, char c)
{
    char *room = ls_buf_reserve(buf, 1);

    if (room != NULL) {
        *room = c;
        buf->len++;
    }
}
static inline void ls_buf_add(struct ls_buf *buf, const char *ptr, size_t len)
{
    char *room;

    if (len == 0)
        return;
    room = ls_buf_reserve(buf, len);
    if (room != NULL) {
        memcpy(room, ptr, len);
        buf->len += len;
    }
}
static inline void ls_buf_str(struct ls_buf *buf, struct ls_str str)
{
    ls_buf_add(buf, str.ptr, str.len);
}
static inline void ls_buf_text(struct ls_buf *buf, const char *text)
{
    ls_buf_add(buf, text, strlen(text));
}
void ls_buf_int(struct ls_buf *buf, int64_t number);
enum ls_status ls_buf_status(const struct ls_buf *buf);

static inline struct ls_str ls_buf_view(const struct ls_buf *buf)
{
    return ls_str(buf->ptr, buf->len);
}

/*
 * Bump allocator for one invocation: blocks are kept on reset (at most `keep` bytes of them), so
 * a steady load allocates nothing. `max` bounds what one invocation may take.
 */
struct ls_arena {
    struct ls_arena_block *first, *current;
    size_t used, max, keep;
};

void ls_arena_init(struct ls_arena *arena, size_t max, size_t keep);
void ls_arena_reset(struct ls_arena *arena);
void ls_arena_release(struct ls_arena *arena);
void *ls_arena_alloc(struct ls_arena *arena, size_t size); /* aligned to 16, NULL when short */
struct ls_str ls_arena_copy(struct ls_arena *arena, struct ls_str str); /* NULL ptr when short */

/* Base64 (RFC 4648). Encoders append; decoders are strict and may decode in place (out == in). */
void ls_base64_encode(struct ls_buf *out, struct ls_str bytes);        /* with padding */
void ls_base64url_encode(struct ls_buf *out, struct ls_str bytes);     /* without padding */
bool ls_base64_decode(struct ls_str text, char *out, size_t *out_len); /* padded or not, or -_ */

bool ls_utf8_valid(struct ls_str text);
/* Percent-decoding in place of a copy; false on a bad escape. `plus`: '+' is a blank. */
bool ls_percent_decode(struct ls_str text, bool plus, char *out, size_t *out_len);

/* Cryptographically random bytes; false when the kernel gives none. */
bool ls_random(void *out, size_t len);

#endif
