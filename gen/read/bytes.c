/*
 * bytes.c - the checks on the bytes of a spec.
 */
#include "read/bytes.h"

#include <string.h>

#define CHAR_STEP 128
#define BOM       "\xef\xbb\xbf"

static bool is_control(uint32_t c)
{
    return (c < 0x20 && c != '\t' && c != '\n') || (c >= 0x7f && c < 0xa0);
}

static bool reorders_text(uint32_t c)
{
    return (c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069);
}

bool has_control(struct text text, uint32_t *found)
{
    for (size_t size; text.len != 0; text.ptr += size, text.len -= size) {
        *found = text_char(text, &size);
        if (is_control(*found))
            return true;
    }
    return false;
}

static void report_encoding(const struct source *source, struct diags *diags, size_t at)
{
    struct diag *d = diag_add(diags, DIAG_bad_utf8, (struct range){at, at + 1},
                              "byte 0x%02x is not UTF-8", (unsigned char)source->text.ptr[at]);

    if (text_starts(source->text, "\xff\xfe") || text_starts(source->text, "\xfe\xff"))
        diag_hint(d, "the file is UTF-16; save it as UTF-8");
    else
        diag_hint(d, "save the file as UTF-8");
}

/* False: the character is fine. */
static bool report_character(struct diags *diags, uint32_t c, struct range at)
{
    struct diag *d;

    if (c == 0) {
        d = diag_add(diags, DIAG_control_character, at, "a spec must not hold U+0000");
        diag_hint(d, "is this a binary file, or UTF-16? Save it as UTF-8");
    } else if (is_control(c) && c != '\r') {
        d = diag_add(diags, DIAG_control_character, at, "control character U+%04X", (unsigned)c);
        diag_hint(d, "remove it; within double quotes it can be written \\x%02x", (unsigned)c);
    } else if (c == 0x2028 || c == 0x2029 || reorders_text(c)) {
        d = diag_add(diags, DIAG_control_character, at, "%s U+%04X",
                     reorders_text(c) ? "text direction control" : "line separator", (unsigned)c);
        diag_hint(d, "remove it; within double quotes it can be written \\u%04x", (unsigned)c);
    } else if (c == 0xfeff || c == 0xfffe || c == 0xffff) {
        d = diag_add(diags, DIAG_control_character, at, "character U+%04X within the text",
                     (unsigned)c);
        diag_hint(d, "remove it; it is invisible and part of no text");
    } else {
        return false;
    }
    return true;
}

bool bytes_check(struct mem_arena *arena, const struct source *source, struct diags *diags,
                 struct char_index *index)
{
    size_t bom = text_starts(source->text, BOM) ? strlen(BOM) : 0;
    struct text rest = {source->text.ptr + bom, source->text.len - bom};
    size_t *steps = mem_array(arena, rest.len / CHAR_STEP + 1, sizeof(*steps));
    size_t characters = 0, step_count = 0;
    bool fine = true;

    *index = (struct char_index){.text = rest, .bom = bom, .steps = steps};
    for (size_t size; rest.len != 0; rest.ptr += size, rest.len -= size, characters++) {
        uint32_t c = text_char(rest, &size);
        size_t at = (size_t)(rest.ptr - source->text.ptr);
        if (characters % CHAR_STEP == 0)
            steps[step_count++] = at - bom;
        if (c == TEXT_BAD_CHAR) {
            report_encoding(source, diags, at);
            return false; /* what follows is hardly text */
        }
        if (report_character(diags, c, (struct range){at, at + size}))
            fine = false;
    }
    index->step_count = step_count;
    index->characters = characters;
    return fine;
}

size_t char_offset(const struct char_index *index, size_t character)
{
    size_t step = character / CHAR_STEP, size;
    struct text rest = index->text;

    if (index->characters == rest.len && character <= rest.len) /* all of them ASCII */
        return index->bom + character;
    if (step >= index->step_count)
        return index->bom + index->text.len;
    rest.ptr += index->steps[step];
    rest.len -= index->steps[step];
    for (size_t i = step * CHAR_STEP; i < character && rest.len != 0; i++) {
        (void)text_char(rest, &size);
        rest.ptr += size;
        rest.len -= size;
    }
    return index->bom + (size_t)(rest.ptr - index->text.ptr);
}
