/*
 * base.c - slices, capped buffers, the arena and random bytes.
 */
#include "base.h"

#include <errno.h>
#include <stdalign.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

/* ---- slices ---- */

struct ls_str ls_str_of(const char *text)
{
    return text == NULL ? ls_str("", 0) : ls_str(text, strlen(text));
}

bool ls_str_equal(struct ls_str a, struct ls_str b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool ls_str_equal_text(struct ls_str a, const char *text)
{
    return ls_str_equal(a, ls_str_of(text));
}

/* The C library's tolower depends on the locale; header names do not. */
static char lower(char c)
{
    if (c >= 'A' && c <= 'Z')
        c = (char)(c + ('a' - 'A'));
    return c;
}

bool ls_str_equal_nocase(struct ls_str a, struct ls_str b)
{
    if (a.len != b.len)
        return false;
    for (size_t i = 0; i < a.len; i++) {
        if (lower(a.ptr[i]) != lower(b.ptr[i]))
            return false;
    }
    return true;
}

/* ---- buffers ---- */

#define FIRST_CAPACITY 256

void ls_buf_init(struct ls_buf *buf, size_t max)
{
    *buf = (struct ls_buf){.max = max};
}

void ls_buf_reset(struct ls_buf *buf)
{
    buf->len = 0;
    buf->failed = false;
    buf->no_memory = false;
}

void ls_buf_release(struct ls_buf *buf)
{
    free(buf->ptr);
    ls_buf_init(buf, buf->max);
}

char *ls_buf_grow(struct ls_buf *buf, size_t extra)
{
    size_t cap = buf->cap == 0 ? FIRST_CAPACITY : buf->cap;
    char *ptr;

    if (buf->failed)
        return NULL;
    if (buf->ptr != NULL && buf->cap - buf->len >= extra)
        return buf->ptr + buf->len;
    if (extra > buf->max - buf->len) {
        buf->failed = true;
        return NULL;
    }
    while (cap - buf->len < extra && cap <= buf->max / 2)
        cap *= 2;
    if (cap - buf->len < extra || cap > buf->max)
        cap = buf->max;
    ptr = realloc(buf->ptr, cap == 0 ? 1 : cap);
    if (ptr == NULL) {
        buf->failed = true;
        buf->no_memory = true;
        return NULL;
    }
    buf->ptr = ptr;
    buf->cap = cap;
    return ptr + buf->len;
}

void ls_buf_int(struct ls_buf *buf, int64_t number)
{
    char digits[20]; /* 19 digits and a sign */
    size_t at = sizeof(digits);
    uint64_t rest = number < 0 ? 0 - (uint64_t)number : (uint64_t)number;

    do {
        digits[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (number < 0)
        digits[--at] = '-';
    ls_buf_add(buf, digits + at, sizeof(digits) - at);
}

enum ls_status ls_buf_status(const struct ls_buf *buf)
{
    if (!buf->failed)
        return LS_OK;
    return buf->no_memory ? LS_NO_MEMORY : LS_TOO_LARGE;
}

/* ---- arena ---- */

#define ARENA_ALIGN       16
#define ARENA_FIRST_BLOCK ((size_t)16 * 1024)
#define ARENA_MAX_BLOCK   ((size_t)1024 * 1024)

struct ls_arena_block {
    struct ls_arena_block *next;
    size_t used, cap;
    alignas(ARENA_ALIGN) unsigned char bytes[];
};

void ls_arena_init(struct ls_arena *arena, size_t max, size_t keep)
{
    *arena = (struct ls_arena){.max = max, .keep = keep};
}

void ls_arena_reset(struct ls_arena *arena)
{
    struct ls_arena_block **link = &arena->first;
    size_t kept = 0;

    while (*link != NULL) {
        struct ls_arena_block *block = *link;

        if (block->cap > arena->keep - kept) {
            *link = block->next;
            free(block);
        } else {
            kept += block->cap;
            block->used = 0;
            link = &block->next;
        }
    }
    arena->current = arena->first;
    arena->used = 0;
}

void ls_arena_release(struct ls_arena *arena)
{
    size_t keep = arena->keep;

    arena->keep = 0;
    ls_arena_reset(arena);
    ls_arena_init(arena, arena->max, keep);
}

/* Makes the block after the current one fit `size`: a kept one, else a new one in between. */
static bool next_block(struct ls_arena *arena, size_t size)
{
    struct ls_arena_block *current = arena->current;
    struct ls_arena_block **link = current == NULL ? &arena->first : &current->next;
    struct ls_arena_block *block = *link;

    if (block == NULL || block->cap < size) {
        size_t cap = current == NULL ? ARENA_FIRST_BLOCK : current->cap * 2;

        if (cap > ARENA_MAX_BLOCK)
            cap = ARENA_MAX_BLOCK;
        if (cap < size)
            cap = size;
        block = malloc(sizeof(*block) + cap);
        if (block == NULL)
            return false;
        *block = (struct ls_arena_block){.next = *link, .cap = cap};
        *link = block;
    }
    arena->current = block;
    return true;
}

void *ls_arena_alloc(struct ls_arena *arena, size_t size)
{
    struct ls_arena_block *block;
    void *ptr;

    if (size > arena->max - arena->used)
        return NULL;
    /* At least one unit, so that two allocations never share an address. */
    size = size == 0 ? ARENA_ALIGN : (size + ARENA_ALIGN - 1) & ~(size_t)(ARENA_ALIGN - 1);
    if (size > arena->max - arena->used)
        return NULL;
    block = arena->current;
    if (block == NULL || block->cap - block->used < size) {
        if (!next_block(arena, size))
            return NULL;
        block = arena->current;
    }
    ptr = block->bytes + block->used;
    block->used += size;
    arena->used += size;
    return ptr;
}

struct ls_str ls_arena_copy(struct ls_arena *arena, struct ls_str str)
{
    char *copy = ls_arena_alloc(arena, str.len);

    if (copy == NULL)
        return ls_str(NULL, 0);
    if (str.len > 0)
        memcpy(copy, str.ptr, str.len);
    return ls_str(copy, str.len);
}

/* ---- random bytes ---- */

bool ls_random(void *out, size_t len)
{
    unsigned char *at = out;

    while (len > 0) {
        ssize_t got = getrandom(at, len, 0);

        if (got < 0 && errno == EINTR)
            continue;
        if (got <= 0)
            return false;
        at += got;
        len -= (size_t)got;
    }
    return true;
}
