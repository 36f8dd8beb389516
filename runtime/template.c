/*
 * template.c - composing derived key attributes, and taking them apart.
 */
#include "template.h"

#include "abi.h"

static enum ls_status bad(size_t index, const char *what, size_t *part, const char **problem)
{
    *part = index;
    *problem = what;
    return LS_BAD_VALUE;
}

static void append(char *out, size_t *len, struct ls_str text)
{
    memcpy(out + *len, text.ptr, text.len);
    *len += text.len;
}

/* `contains "#", which ends it in the key`: the literal is the spec's own text. */
static enum ls_status holds_literal(struct ls_str literal, size_t index, struct ls_arena *arena,
                                    size_t *part, const char **problem)
{
    struct ls_str before = LS_STR("contains \""), behind = LS_STR("\", which ends it in the key");
    char *text = ls_arena_alloc(arena, before.len + literal.len + behind.len + 1);
    size_t len = 0;

    if (text == NULL)
        return LS_NO_MEMORY;
    append(text, &len, before);
    append(text, &len, literal);
    append(text, &len, behind);
    text[len] = '\0';
    return bad(index, text, part, problem);
}

/* The length of the text in front of part `count`. */
static enum ls_status measure(const struct ls_template *template, const struct ls_str *values,
                              size_t count, size_t max_len, size_t *total, size_t *part,
                              const char **problem)
{
    *total = strlen(template->literals[0]);
    for (size_t i = 0; i < count; i++) {
        size_t literal_len = strlen(template->literals[i + 1]);

        if (values[i].len == 0)
            return bad(i, "is empty", part, problem);
        if (values[i].len > max_len || *total + values[i].len + literal_len > max_len)
            return bad(i, "is too long for a key", part, problem);
        *total += values[i].len + literal_len;
    }
    return LS_OK;
}

enum ls_status ls_template_compose(const struct ls_template *template, const struct ls_str *values,
                                   size_t count, size_t max_len, struct ls_arena *arena,
                                   struct ls_str *derived, size_t *part, const char **problem)
{
    size_t total, len = 0;
    enum ls_status status = measure(template, values, count, max_len, &total, part, problem);
    char *text;

    if (status != LS_OK)
        return status;
    text = ls_arena_alloc(arena, total);
    if (text == NULL)
        return LS_NO_MEMORY;
    append(text, &len, ls_str_of(template->literals[0]));
    for (size_t i = 0; i < count; i++) {
        struct ls_str literal = ls_str_of(template->literals[i + 1]);
        size_t value_at = len, literal_at;

        append(text, &len, values[i]);
        literal_at = len;
        append(text, &len, literal);
        /* Also where the value's end and the literal's beginning make one together. */
        if (literal.len > 0 &&
            memmem(text + value_at, len - value_at, literal.ptr, literal.len) != text + literal_at)
            return holds_literal(literal, i, arena, part, problem);
    }
    *derived = ls_str(text, len);
    return LS_OK;
}

static bool take(struct ls_str *rest, size_t len, struct ls_str *taken)
{
    *taken = ls_str(rest->ptr, len);
    *rest = ls_str(rest->ptr + len, rest->len - len);
    return len > 0;
}

static bool take_literal(struct ls_str *rest, const char *literal)
{
    size_t len = strlen(literal);

    if (rest->len < len || memcmp(rest->ptr, literal, len) != 0)
        return false;
    *rest = ls_str(rest->ptr + len, rest->len - len);
    return true;
}

bool ls_template_parse(const struct ls_template *template, struct ls_str derived,
                       struct ls_str values[LS_MAX_PARTS])
{
    struct ls_str rest = derived;

    if (derived.len == 0 || !take_literal(&rest, template->literals[0]))
        return false;
    for (size_t i = 0; i < template->part_count; i++) {
        const char *literal = template->literals[i + 1], *found;

        if (rest.len == 0)
            return false;
        found = literal[0] == '\0' ? rest.ptr + rest.len
                                   : memmem(rest.ptr, rest.len, literal, strlen(literal));
        if (found == NULL || !take(&rest, (size_t)(found - rest.ptr), &values[i]) ||
            !take_literal(&rest, literal))
            return false;
    }
    return rest.len == 0;
}
