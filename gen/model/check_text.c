/*
 * check_text.c - places inside a scalar, and hints that name names.
 */
#include "model/check_text.h"

#include <string.h>

#define NAMES_IN_HINT 12 /* more do not help a reader */

struct text text_skip(struct text text, size_t count)
{
    return (struct text){text.ptr + count, text.len - count};
}

struct text text_head(struct text text, size_t count)
{
    return (struct text){text.ptr, count};
}

size_t text_find(struct text text, char byte)
{
    const char *found = text.len == 0 ? NULL : memchr(text.ptr, byte, text.len);

    return found == NULL ? text.len : (size_t)(found - text.ptr);
}

struct range text_part(const struct spec_text *text, size_t offset, size_t len)
{
    size_t written = text->at.end - text->at.start;
    size_t quote = written == text->value.len + 2 ? 1 : 0;

    if (written != text->value.len + 2 * quote)
        return text->at;
    return (struct range){text->at.start + quote + offset, text->at.start + quote + offset + len};
}

bool text_is_token(struct text text)
{
    static const char letters[] = "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                  "abcdefghijklmnopqrstuvwxyz";

    for (size_t i = 0; i < text.len; i++) {
        if (memchr(letters, text.ptr[i], sizeof(letters) - 1) == NULL)
            return false;
    }
    return text.len > 0;
}

static int base64_digit(char c)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const char *found = memchr(digits, c, sizeof(digits) - 1);

    return found == NULL ? -1 : (int)(found - digits);
}

bool text_is_base64(struct text text, size_t *size)
{
    static const int unused_bits[] = {0, 0x3, 0xf}; /* that must be zero, by padding */
    size_t padding = 0;

    if (text.len == 0 || text.len % 4 != 0)
        return false;
    while (padding < 2 && text.ptr[text.len - 1 - padding] == '=')
        padding++;
    for (size_t i = 0; i < text.len - padding; i++) {
        if (base64_digit(text.ptr[i]) < 0)
            return false;
    }
    *size = text.len / 4 * 3 - padding;
    return (base64_digit(text.ptr[text.len - 1 - padding]) & unused_bits[padding]) == 0;
}

struct text words_joined(struct mem_arena *arena, const char *const *words, size_t count,
                         const char *last)
{
    struct text_buf buf;

    text_buf_init(&buf, arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < count; i++) {
        if (i > 0 && i + 1 == count)
            text_printf(&buf, " %s ", last);
        else if (i > 0)
            text_put(&buf, ", ");
        text_printf(&buf, "`%s`", words[i]);
    }
    return text_view(&buf);
}

void hint_names(struct mem_arena *arena, struct diag *diag, struct text wrong,
                const char *const *names, size_t count)
{
    const char *near = near_name(wrong, names, count);

    if (near != NULL)
        diag_hint(diag, "did you mean `%s`?", near);
    else if (count == 1)
        diag_hint(diag, "there is only `%s`", names[0]);
    else if (count > 1 && count <= NAMES_IN_HINT)
        diag_hint(diag, "there are %s", words_joined(arena, names, count, "and").ptr);
}
