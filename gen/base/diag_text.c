/*
 * diag_text.c - diagnostics for people:
 *
 *     spec.yaml:12:3: error: unknown key `retension_days` in `logs` [unknown_key]
 *        12 |   retension_days: 14
 *           |   ^~~~~~~~~~~~~~
 *           hint: did you mean `retention_days`?
 *
 * A long line is cut to a window around what is underlined. What a terminal would act upon
 * (control characters, bidirectional overrides) is printed as an escape.
 */
#include "base/diag_list.h"

#include <string.h>

#define WINDOW 96 /* columns of a source line that are shown */
#define LEAD   32 /* of them before what is underlined, when the line is cut */

struct palette {
    const char *error, *warning, *note, *caret, *strong, *off;
};

static const struct palette plain = {"", "", "", "", "", ""};
static const struct palette coloured = {
    "\033[1;31m", "\033[1;35m", "\033[1;36m", "\033[1;32m", "\033[1m", "\033[0m",
};

/* One character as it is printed. */
struct glyph {
    char bytes[16];
    size_t columns;
};

/* Combining marks and joiners take no column of a terminal, East Asian and emoji take two. */
static size_t columns_of(uint32_t c)
{
    static const struct {
        uint32_t first, last;
        size_t columns;
    } widths[] = {
        {0x0300, 0x036f, 0},   {0x1100, 0x115f, 2},   {0x200b, 0x200d, 0}, {0x20d0, 0x20ff, 0},
        {0x2e80, 0x303e, 2},   {0x3041, 0xa4cf, 2},   {0xac00, 0xd7a3, 2}, {0xf900, 0xfaff, 2},
        {0xfe00, 0xfe0f, 0},   {0xfe30, 0xfe6f, 2},   {0xff00, 0xff60, 2}, {0xffe0, 0xffe6, 2},
        {0x1f300, 0x1faff, 2}, {0x20000, 0x3fffd, 2},
    };

    if (c < widths[0].first)
        return 1;
    for (size_t i = 0; i < sizeof(widths) / sizeof(widths[0]); i++) {
        if (c >= widths[i].first && c <= widths[i].last)
            return widths[i].columns;
    }
    return 1;
}

static bool acts_on_terminal(uint32_t c)
{
    return c < 0x20 || (c >= 0x7f && c < 0xa0) || c == 0xad || c == 0x061c || c == 0x200b ||
           c == 0x2060 || c == 0x200e || c == 0x200f || (c >= 0x2028 && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069) || c == 0xfeff;
}

static size_t glyph_of(struct text text, bool source_line, struct glyph *glyph)
{
    size_t size;
    uint32_t c = text_char(text, &size);

    if (c == '\t' && source_line)
        snprintf(glyph->bytes, sizeof(glyph->bytes), "    ");
    else if (c == TEXT_BAD_CHAR)
        snprintf(glyph->bytes, sizeof(glyph->bytes), "\\x%02x", (unsigned char)text.ptr[0]);
    else if (c == '\n' || c == '\t')
        snprintf(glyph->bytes, sizeof(glyph->bytes), c == '\n' ? "\\n" : "\\t");
    else if (acts_on_terminal(c))
        snprintf(glyph->bytes, sizeof(glyph->bytes), "\\u{%x}", (unsigned)c);
    else {
        memcpy(glyph->bytes, text.ptr, size);
        glyph->bytes[size] = '\0';
        glyph->columns = columns_of(c);
        return size;
    }
    glyph->columns = strlen(glyph->bytes);
    return size;
}

static void put_visible(struct text_buf *out, struct text text)
{
    struct glyph glyph;

    for (size_t size; text.len != 0; text.ptr += size, text.len -= size) {
        size = glyph_of(text, false, &glyph);
        text_put(out, glyph.bytes);
    }
}

/* Columns that a part of a source line takes. */
static size_t width_of(struct text text)
{
    struct glyph glyph;
    size_t width = 0;

    for (size_t size; text.len != 0; text.ptr += size, text.len -= size) {
        size = glyph_of(text, true, &glyph);
        width += glyph.columns;
    }
    return width;
}

static void put_many(struct text_buf *out, char c, size_t count)
{
    while (count-- > 0)
        text_putc(out, c);
}

/* The columns [from, from + WINDOW) of a line; what is cut off shows as "…". */
static void put_window(struct text_buf *out, struct text line, size_t from)
{
    struct glyph glyph;
    size_t column = 0, size;

    if (from > 0)
        text_put(out, "…");
    for (; line.len != 0; line.ptr += size, line.len -= size, column += glyph.columns) {
        size = glyph_of(line, true, &glyph);
        if (column + glyph.columns > from + WINDOW) {
            text_put(out, "…");
            return;
        }
        /* A wide character that the window begins in the middle of. */
        if (column < from)
            put_many(out, ' ', column + glyph.columns > from ? column + glyph.columns - from : 0);
        else
            text_put(out, glyph.bytes);
    }
}

static void put_source(struct text_buf *out, const struct source *source, struct range at,
                       const struct palette *colours)
{
    struct position position = source_position(source, at.start);
    struct text line = position.line_text;
    size_t before = position.byte_column - 1;
    size_t marked = at.end > at.start ? at.end - at.start : 0;
    size_t column, width, from = 0;

    if (marked > line.len - before)
        marked = line.len - before;
    column = width_of((struct text){line.ptr, before});
    width = width_of((struct text){line.ptr + before, marked});
    if (width == 0)
        width = 1;
    if (column + width > WINDOW)
        from = column > LEAD ? column - LEAD : 0;
    text_printf(out, "%5zu | ", position.line);
    put_window(out, line, from);
    text_put(out, "\n      | ");
    put_many(out, ' ', column - from + (from > 0));
    if (width > WINDOW - (column - from))
        width = WINDOW - (column - from);
    text_printf(out, "%s^", colours->caret);
    put_many(out, '~', width - 1);
    text_printf(out, "%s\n", colours->off);
}

static void put_place(struct text_buf *out, const struct source *source, struct range at,
                      const struct palette *colours)
{
    struct position position = source_position(source, at.start);

    text_put(out, colours->strong);
    put_visible(out, text_of(source->path));
    text_printf(out, ":%zu:%zu: %s", position.line, position.column, colours->off);
}

static void put_diag(struct text_buf *out, const struct source *source, const struct diag *diag,
                     const struct palette *colours)
{
    bool error = diag_severity(diag->id) == DIAG_ERROR;

    put_place(out, source, diag->at, colours);
    text_printf(out, "%s%s:%s ", error ? colours->error : colours->warning,
                error ? "error" : "warning", colours->off);
    put_visible(out, diag->message);
    text_printf(out, " [%s]\n", diag_name(diag->id));
    put_source(out, source, diag->at, colours);
    if (diag->hint.len != 0) {
        text_printf(out, "      %shint:%s ", colours->strong, colours->off);
        put_visible(out, diag->hint);
        text_putc(out, '\n');
    }
    for (const struct note *note = diag->notes; note != NULL; note = note->next) {
        put_place(out, source, note->at, colours);
        text_printf(out, "%snote:%s ", colours->note, colours->off);
        put_visible(out, note->message);
        text_putc(out, '\n');
        put_source(out, source, note->at, colours);
    }
}

void diag_render_text(const struct diags *list, struct diag *const *sorted, bool colour,
                      struct text_buf *out)
{
    size_t all = list->errors + list->warnings;

    for (size_t i = 0; i < list->kept_count; i++)
        put_diag(out, list->source, sorted[i], colour ? &coloured : &plain);
    if (all > list->kept_count)
        text_printf(out, "%zu more not shown\n", all - list->kept_count);
}
