/*
 * Templates: what is taken apart composes to the same text again, what is composed is taken apart
 * into the same parts, and a text that is neither is refused without harm.
 *
 * Input: a byte that chooses the template and the direction, then the text, or the parts with a
 * zero byte between them.
 */
#include <stdlib.h>
#include <string.h>

#include "abi.h"
#include "template.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))
#define MAX_LEN      1024

static const uint8_t numbers[LS_MAX_PARTS] = {0, 1, 2, 3, 4, 5, 6, 7};
static const char *const bare[] = {"", ""};
static const char *const room[] = {"room#", "#", ""};
static const char *const wide[] = {"", "##", "#$", "#"};
static const char *const most[] = {"<", "#", "##", "###", "##", "#", "ab", "ba", ">"};
static const struct ls_template templates[] = {
    {1, numbers, bare}, {2, numbers, room}, {3, numbers, wide}, {8, numbers, most}};

static void check(bool holds)
{
    if (!holds)
        abort();
}

static void check_text(const struct ls_template *template, struct ls_str text,
                       struct ls_arena *arena)
{
    struct ls_str values[LS_MAX_PARTS], again;
    const char *problem;
    size_t part;

    if (!ls_template_parse(template, text, values))
        return;
    for (size_t i = 0; i < template->part_count; i++)
        check(values[i].len > 0 && values[i].ptr >= text.ptr &&
              values[i].ptr + values[i].len <= text.ptr + text.len);
    check(ls_template_compose(template, values, template->part_count, SIZE_MAX, arena, &again,
                              &part, &problem) == LS_OK);
    check(ls_str_equal(again, text));
}

static void check_parts(const struct ls_template *template, struct ls_str text,
                        struct ls_arena *arena)
{
    struct ls_str values[LS_MAX_PARTS], again[LS_MAX_PARTS], derived;
    const char *problem;
    size_t part = LS_MAX_PARTS;
    enum ls_status status;

    for (size_t i = 0; i < template->part_count; i++) {
        const char *end = text.len == 0 ? NULL : memchr(text.ptr, '\0', text.len);
        size_t len = end == NULL ? text.len : (size_t)(end - text.ptr);

        values[i] = ls_str(text.ptr, len);
        text = end == NULL ? ls_str(text.ptr, 0) : ls_str(end + 1, text.len - len - 1);
    }
    status = ls_template_compose(template, values, template->part_count, MAX_LEN, arena, &derived,
                                 &part, &problem);
    if (status != LS_OK) {
        check(status == LS_BAD_VALUE && part < template->part_count && problem[0] != '\0');
        return;
    }
    check(derived.len <= MAX_LEN && ls_template_parse(template, derived, again));
    for (size_t i = 0; i < template->part_count; i++)
        check(ls_str_equal(values[i], again[i]));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    const struct ls_template *template = &templates[size == 0 ? 0 : data[0] % COUNT(templates)];
    struct ls_arena arena;
    struct ls_str text;

    if (size == 0)
        return 0;
    text = ls_str((const char *)data + 1, size - 1);
    ls_arena_init(&arena, (size_t)1024 * 1024, 0);
    if ((data[0] & 0x80) == 0)
        check_text(template, text, &arena);
    else
        check_parts(template, text, &arena);
    ls_arena_release(&arena);
    return 0;
}
