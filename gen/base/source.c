/*
 * source.c - where lines begin, and what line and column an offset is.
 *
 * A line ends as YAML 1.2 says: LF, CR LF, or CR.
 */
#include "base/source.h"

#include <string.h>

#define BOM "\xef\xbb\xbf"

static size_t line_end_size(struct text text, size_t at)
{
    if (text.ptr[at] == '\n')
        return 1;
    if (text.ptr[at] == '\r')
        return at + 1 < text.len && text.ptr[at + 1] == '\n' ? 2 : 1;
    return 0;
}

void source_init(struct source *source, struct mem_arena *arena, const char *path, struct text text)
{
    size_t *starts = NULL, count = 0, cap = 0, size;

    *source = (struct source){.path = text_copy(arena, path, strlen(path)).ptr,
                              .text = text_copy(arena, text.ptr, text.len)};
    starts = mem_grow(arena, starts, &cap, 1, sizeof(*starts));
    starts[count++] = 0;
    for (size_t i = 0; i < text.len; i += size != 0 ? size : 1) {
        size = line_end_size(text, i);
        if (size != 0) {
            starts = mem_grow(arena, starts, &cap, count + 1, sizeof(*starts));
            starts[count++] = i + size;
        }
    }
    source->line_starts = starts;
    source->line_count = count;
}

/* The number, from 0, of the last line that begins at or before the offset. */
static size_t line_of(const struct source *source, size_t offset)
{
    size_t low = 0, high = source->line_count;

    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (source->line_starts[middle] <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

/* The bytes of a line, from 0. */
static struct range line_range(const struct source *source, size_t line)
{
    struct text text = source->text;
    size_t start = source->line_starts[line];
    size_t end = line + 1 < source->line_count ? source->line_starts[line + 1] : text.len;

    while (end > start && (text.ptr[end - 1] == '\n' || text.ptr[end - 1] == '\r'))
        end--;
    /* Editors do not show a byte order mark, and do not count it. */
    if (line == 0 && text_starts(text, BOM))
        start = end < strlen(BOM) ? end : strlen(BOM);
    return (struct range){start, end};
}

struct range source_line(const struct source *source, size_t offset)
{
    return line_range(source, line_of(source, offset));
}

struct position source_position(const struct source *source, size_t offset)
{
    size_t line = line_of(source, offset);
    struct range at = line_range(source, line);
    const char *start = source->text.ptr + at.start;

    if (offset < at.start)
        offset = at.start;
    if (offset > at.end)
        offset = at.end;
    return (struct position){
        .line = line + 1,
        .column = text_chars((struct text){start, offset - at.start}) + 1,
        .byte_column = offset - at.start + 1,
        .line_text = {start, at.end - at.start},
    };
}
