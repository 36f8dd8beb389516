/*
 * cwriter.c - lines, indentation, lists and literals of C source.
 */
#include "emit/cwriter.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#define WIDTH     100
#define INDENT    4
#define DEPTH_MAX 10

void c_init(struct c_writer *w, struct mem_arena *arena, struct text_buf *out)
{
    *w = (struct c_writer){.arena = arena, .out = out, .line = 1};
}

static struct text format_text(struct c_writer *w, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));
static struct text format_text(struct c_writer *w, const char *format, va_list args)
{
    char line[256]; /* nearly every line fits, and then it is formatted once */
    va_list again;
    int length;
    char *text;

    va_copy(again, args);
    length = vsnprintf(line, sizeof(line), format, again);
    va_end(again);
    if (length < 0)
        mem_short(w->arena);
    if ((size_t)length < sizeof(line))
        return text_copy(w->arena, line, (size_t)length);
    text = mem_alloc(w->arena, (size_t)length + 1);
    vsnprintf(text, (size_t)length + 1, format, args);
    return (struct text){text, (size_t)length};
}

static void put_line(struct c_writer *w, unsigned depth, struct text text)
{
    static const char blanks[DEPTH_MAX * INDENT + 1] = "                                        ";

    assert(depth <= DEPTH_MAX);
    assert(memchr(text.ptr, '\n', text.len) == NULL);
    text_add(w->out, blanks, (size_t)depth * INDENT);
    text_add(w->out, text.ptr, text.len);
    text_putc(w->out, '\n');
    w->line++;
}

void c_line(struct c_writer *w, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    put_line(w, w->depth, format_text(w, format, args));
    va_end(args);
}

void c_blank(struct c_writer *w)
{
    put_line(w, 0, TEXT(""));
}

void c_open(struct c_writer *w, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    put_line(w, w->depth++, format_text(w, format, args));
    va_end(args);
}

void c_close(struct c_writer *w, const char *line)
{
    assert(w->depth > 0);
    put_line(w, --w->depth, text_of(line));
}

void c_directive(struct c_writer *w, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    put_line(w, 0, format_text(w, format, args));
    va_end(args);
}

void c_line_of(struct c_writer *w, size_t line, struct text file)
{
    c_directive(w, "#line %zu %s", line, c_literal(w->arena, file));
}

void c_line_here(struct c_writer *w, const char *file)
{
    c_line_of(w, w->line + 1, text_of(file));
}

void c_list_add(struct c_writer *w, struct c_list *list, const char *format, ...)
{
    va_list args;

    va_start(args, format);
    list->items =
        mem_grow(w->arena, list->items, &list->cap, list->count + 1, sizeof(*list->items));
    list->items[list->count++] = format_text(w, format, args).ptr;
    va_end(args);
}

/* Everything on one line, if it fits. */
static bool put_joined(struct c_writer *w, const struct c_list *list, const char *head,
                       const char *separator, const char *tail)
{
    struct text_buf line;

    text_buf_init(&line, w->arena, TEXT_BUF_MAX);
    text_put(&line, head);
    for (size_t i = 0; i < list->count; i++)
        text_printf(&line, "%s%s", i == 0 ? "" : separator, list->items[i]);
    text_put(&line, tail);
    if (w->depth * INDENT + line.len > WIDTH)
        return false;
    put_line(w, w->depth, text_view(&line));
    return true;
}

/* Each item with what follows it, as many on a line as fit. */
static void put_filled(struct c_writer *w, const struct c_list *list, const char *after,
                       const char *after_last)
{
    struct text_buf line;

    text_buf_init(&line, w->arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < list->count; i++) {
        const char *end = i + 1 == list->count ? after_last : after;
        size_t more = 1 + strlen(list->items[i]) + strlen(end);

        if (line.len > 0 && w->depth * INDENT + line.len + more > WIDTH) {
            put_line(w, w->depth, text_view(&line));
            text_buf_init(&line, w->arena, TEXT_BUF_MAX);
        }
        text_printf(&line, "%s%s%s", line.len == 0 ? "" : " ", list->items[i], end);
    }
    put_line(w, w->depth, text_view(&line));
}

void c_list_end(struct c_writer *w, const struct c_list *list, const char *head, const char *tail)
{
    if (put_joined(w, list, head, ", ", tail))
        return;
    c_open(w, "%s", head);
    put_filled(w, list, ",", ",");
    c_close(w, tail);
}

void c_fields_end(struct c_writer *w, const struct c_list *list, const char *head, const char *tail)
{
    if (put_joined(w, list, head, ", ", tail))
        return;
    c_open(w, "%s", head);
    for (size_t i = 0; i < list->count; i++)
        c_line(w, "%s,", list->items[i]);
    c_close(w, tail);
}

void c_flags_end(struct c_writer *w, const struct c_list *list, const char *head, const char *tail)
{
    if (put_joined(w, list, text_format(w->arena, "%s ", head).ptr, " | ", tail))
        return;
    c_open(w, "%s", head);
    put_filled(w, list, " |", tail);
    w->depth--;
}

static char short_escape(unsigned char c)
{
    switch (c) {
    case '\n':
        return 'n';
    case '\r':
        return 'r';
    case '\t':
        return 't';
    case '"':
    case '\\':
        return (char)c;
    default:
        return '\0';
    }
}

const char *c_literal(struct mem_arena *arena, struct text text)
{
    struct text_buf buf;

    text_buf_init(&buf, arena, TEXT_BUF_MAX);
    text_putc(&buf, '"');
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        if (short_escape(c) != '\0')
            text_printf(&buf, "\\%c", short_escape(c));
        else if (c == '?' && i > 0 && text.ptr[i - 1] == '?')
            text_put(&buf, "\\?"); /* two in a row may begin a trigraph */
        else if (c >= 0x20 && c < 0x7f)
            text_putc(&buf, (char)c);
        else
            text_printf(&buf, "\\%03o", c); /* octal: at most three digits, so none is swallowed */
    }
    text_putc(&buf, '"');
    return text_view(&buf).ptr;
}

/* U+202A to U+202E and U+2066 to U+2069 reorder the text around them: not in code for review. */
static bool is_bidi_control(const char *p, size_t left)
{
    const unsigned char *u = (const unsigned char *)p;

    if (left < 3 || u[0] != 0xe2)
        return false;
    return (u[1] == 0x80 && u[2] >= 0xaa && u[2] <= 0xae) ||
           (u[1] == 0x81 && u[2] >= 0xa6 && u[2] <= 0xa9);
}

const char *c_comment(struct mem_arena *arena, struct text text)
{
    struct text_buf buf;

    text_buf_init(&buf, arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i], before = i > 0 ? text.ptr[i - 1] : '\0';
        bool special = (c == '/' && before == '*') || (c == '*' && before == '/') ||
                       (c == '?' && before == '?');

        if (is_bidi_control(text.ptr + i, text.len - i)) {
            text_putc(&buf, '_');
            i += 2;
        } else {
            text_putc(&buf, special || (unsigned char)c < 0x20 ? '_' : c);
        }
    }
    return text_view(&buf).ptr;
}
