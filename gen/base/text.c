/*
 * text.c - slices, characters, and the growing buffer.
 */
#include "base/text.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct text text_of(const char *string)
{
    return (struct text){string, strlen(string)};
}

struct text text_copy(struct mem_arena *arena, const char *ptr, size_t len)
{
    char *copy = mem_array(arena, len + 1, 1);

    if (len != 0)
        memcpy(copy, ptr, len);
    return (struct text){copy, len};
}

static struct text format_v(struct mem_arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static struct text format_v(struct mem_arena *arena, const char *format, va_list args)
{
    va_list again;
    int len;
    char *out;

    va_copy(again, args);
    len = vsnprintf(NULL, 0, format, again);
    va_end(again);
    if (len < 0)
        mem_short(arena);
    out = mem_alloc(arena, (size_t)len + 1);
    vsnprintf(out, (size_t)len + 1, format, args);
    return (struct text){out, (size_t)len};
}

struct text text_format(struct mem_arena *arena, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    struct text text = format_v(arena, format, args);
    va_end(args);
    return text;
}

bool text_equal(struct text a, struct text b)
{
    return a.len == b.len && (a.len == 0 || memcmp(a.ptr, b.ptr, a.len) == 0);
}

bool text_is(struct text a, const char *string)
{
    return text_equal(a, text_of(string));
}

bool text_starts(struct text a, const char *prefix)
{
    size_t len = strlen(prefix);

    return a.len >= len && (len == 0 || memcmp(a.ptr, prefix, len) == 0);
}

int text_compare(struct text a, struct text b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

uint32_t text_char(struct text text, size_t *size)
{
    const unsigned char *p = (const unsigned char *)text.ptr;
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    size_t need = p[0] < 0x80           ? 1
                  : (p[0] >> 5) == 0x06 ? 2
                  : (p[0] >> 4) == 0x0e ? 3
                  : (p[0] >> 3) == 0x1e ? 4
                                        : 0;
    uint32_t c;

    *size = 1;
    if (need == 1)
        return p[0];
    if (need == 0 || need > text.len)
        return TEXT_BAD_CHAR;
    c = p[0] & (0xffu >> (need + 1));
    for (size_t i = 1; i < need; i++) {
        if ((p[i] & 0xc0) != 0x80)
            return TEXT_BAD_CHAR;
        c = c << 6 | (p[i] & 0x3f);
    }
    if (c < least[need] || c > 0x10ffff || (c >= 0xd800 && c <= 0xdfff))
        return TEXT_BAD_CHAR;
    *size = need;
    return c;
}

size_t text_chars(struct text text)
{
    size_t count = 0;

    for (size_t size; text.len != 0; text.ptr += size, text.len -= size, count++)
        (void)text_char(text, &size);
    return count;
}

struct text text_clip(struct mem_arena *arena, struct text text, size_t max)
{
    struct text rest = text;
    size_t size;

    for (size_t i = 0; i < max && rest.len != 0; i++, rest.ptr += size, rest.len -= size)
        (void)text_char(rest, &size);
    if (rest.len == 0)
        return text;
    return text_format(arena, "%.*s…", (int)(text.len - rest.len), text.ptr);
}

void text_buf_init(struct text_buf *buf, struct mem_arena *arena, size_t max)
{
    *buf = (struct text_buf){.arena = arena, .max = max};
    buf->ptr = mem_grow(arena, NULL, &buf->cap, 64, 1);
}

/* Room for `len` bytes and a NUL, or for as many as `max` leaves; returns how many. */
static size_t reserve(struct text_buf *buf, size_t len)
{
    if (len > buf->max - buf->len) {
        buf->full = true;
        len = buf->max - buf->len;
    }
    if (len >= buf->cap - buf->len)
        buf->ptr = mem_grow(buf->arena, buf->ptr, &buf->cap, buf->len + len + 1, 1);
    return len;
}

void text_add(struct text_buf *buf, const char *ptr, size_t len)
{
    len = reserve(buf, len);
    if (len != 0)
        memcpy(buf->ptr + buf->len, ptr, len);
    buf->len += len;
    buf->ptr[buf->len] = '\0';
}

void text_put(struct text_buf *buf, const char *string)
{
    text_add(buf, string, strlen(string));
}

void text_putc(struct text_buf *buf, char c)
{
    text_add(buf, &c, 1);
}

void text_printf(struct text_buf *buf, const char *format, ...)
{
    va_list args;
    int len;
    size_t fits;

    va_start(args, format);
    len = vsnprintf(buf->ptr + buf->len, buf->cap - buf->len, format, args);
    va_end(args);
    if (len < 0)
        mem_short(buf->arena);
    fits = (size_t)len;
    if (fits >= buf->cap - buf->len || fits > buf->max - buf->len) {
        fits = reserve(buf, fits);
        va_start(args, format);
        vsnprintf(buf->ptr + buf->len, fits + 1, format, args);
        va_end(args);
    }
    buf->len += fits;
}

struct text text_view(const struct text_buf *buf)
{
    return (struct text){buf->ptr, buf->len};
}
