/*
 * yaml_lines.c - what the source holds around a place, read without libyaml.
 */
#include "read/yaml_lines.h"

#include <string.h>

#define MAX_BRACKETS 32 /* open at once; deeper ones are not told apart */

bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static bool is_line_end(char c)
{
    return c == '\n' || c == '\r';
}

struct text line_at(const struct source *source, size_t at)
{
    struct range line = source_line(source, at);

    return (struct text){source->text.ptr + line.start, line.end - line.start};
}

static size_t offset_in(const struct source *source, struct text part)
{
    return (size_t)(part.ptr - source->text.ptr);
}

struct range range_of(const struct source *source, struct text part)
{
    return (struct range){offset_in(source, part), offset_in(source, part) + part.len};
}

struct range first_line(const struct source *source, size_t start, size_t end)
{
    struct range line = source_line(source, start);

    if (end > line.end)
        end = line.end;
    while (end > start && is_blank(source->text.ptr[end - 1]))
        end--;
    return (struct range){start, end > start ? end : start};
}

struct text trim(struct text text)
{
    while (text.len != 0 && is_blank(text.ptr[0])) {
        text.ptr++;
        text.len--;
    }
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] == '#' && (i == 0 || is_blank(text.ptr[i - 1])))
            text.len = i;
    }
    while (text.len != 0 && is_blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

struct text line_above(const struct source *source, size_t at)
{
    struct text line = line_at(source, at);

    for (size_t start = offset_in(source, line); start > 0; start = offset_in(source, line)) {
        line = line_at(source, start - 1);
        if (offset_in(source, line) >= start)
            break;
        if (trim(line).len != 0)
            return trim(line);
    }
    return (struct text){source->text.ptr, 0};
}

struct text entry_before(const struct source *source, size_t at, bool in_brackets)
{
    struct text line = line_at(source, at);
    size_t start = offset_in(source, line), from = start;

    for (size_t i = start; in_brackets && i < at; i++) {
        if (strchr(",[{", source->text.ptr[i]) != NULL)
            from = i + 1;
    }
    return trim((struct text){source->text.ptr + from, at - from});
}

size_t key_end(struct text line)
{
    for (size_t i = 0; i < line.len; i++) {
        if (line.ptr[i] == ':' && (i + 1 == line.len || is_blank(line.ptr[i + 1])))
            return i;
    }
    return line.len;
}

size_t tight_colon(struct text line)
{
    for (size_t i = 1; i + 1 < line.len; i++) {
        if (line.ptr[i] == ':' && !is_blank(line.ptr[i + 1]) && line.ptr[i + 1] != '/')
            return i;
    }
    return line.len;
}

size_t tight_bracket(struct text line)
{
    for (size_t i = 1; i + 1 < line.len; i++) {
        if (line.ptr[i] == ':' && (line.ptr[i + 1] == '{' || line.ptr[i + 1] == '['))
            return i;
    }
    return line.len;
}

size_t open_bracket(const struct source *source, size_t at)
{
    size_t stack[MAX_BRACKETS] = {0}, depth = 0;
    char quote = 0;

    for (size_t i = 0; i < at; i++) {
        char c = source->text.ptr[i];
        bool fresh = i == 0 || strchr(" \t\r\n,[{:", source->text.ptr[i - 1]) != NULL;
        if (quote != 0)
            quote = c == quote ? 0 : quote;
        else if ((c == '"' || c == '\'') && fresh)
            quote = c;
        else if (c == '#' && fresh)
            i += line_at(source, i).len - (i - offset_in(source, line_at(source, i)));
        else if ((c == '[' || c == '{') && depth < MAX_BRACKETS)
            stack[depth++] = i;
        else if ((c == ']' || c == '}') && depth > 0)
            depth--;
    }
    return depth > 0 ? stack[depth - 1] : at;
}

struct text word_around(const struct source *source, size_t at)
{
    size_t start = at, end = at;
    int depth = 0;

    while (start > 0 && strchr(" \t\r\n,[{", source->text.ptr[start - 1]) == NULL)
        start--;
    for (; end < source->text.len && !is_line_end(source->text.ptr[end]); end++) {
        char c = source->text.ptr[end];
        if (depth == 0 && (c == ',' || c == ']' || c == '}' || is_blank(c)))
            break;
        depth += (c == '{' || c == '[') - (c == '}' || c == ']');
    }
    return (struct text){source->text.ptr + start, end - start};
}
