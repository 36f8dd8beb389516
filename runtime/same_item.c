/*
 * same_item.c - comparing typed JSON: members sorted by name, then pair by pair.
 */
#include "same_item.h"

#include <stdlib.h>
#include <string.h>

#include "decimal.h"
#include "json.h"

struct member {
    struct ls_str name; /* decoded */
    struct ls_str value;
};

static bool same_value(struct ls_str a, struct ls_str b, struct ls_arena *arena, unsigned depth);

static bool read_string(struct ls_str value, struct ls_arena *arena, struct ls_str *text)
{
    struct ls_json json = ls_json_of(value);
    struct ls_str raw;
    bool escaped;

    if (!ls_json_read_string(&json, &raw, &escaped))
        return false;
    *text = ls_json_decode(raw, escaped, arena);
    return text->ptr != NULL;
}

static int by_name(const void *a, const void *b)
{
    const struct ls_str x = ((const struct member *)a)->name;
    const struct ls_str y = ((const struct member *)b)->name;
    int order = memcmp(x.ptr, y.ptr, x.len < y.len ? x.len : y.len);

    return order != 0 ? order : (x.len > y.len) - (x.len < y.len);
}

/* Two passes: count, then collect. `rows` NULL: count only. Returns SIZE_MAX on failure. */
static size_t walk_members(struct ls_str object, struct ls_arena *arena, struct member *rows)
{
    struct ls_json json = ls_json_of(object);
    struct ls_str key, value;
    bool first, escaped;
    size_t count = 0;
    int next;

    if (!ls_json_enter(&json, &first))
        return SIZE_MAX;
    while ((next = ls_json_next_member(&json, &first, &key, &escaped)) > 0) {
        if (!ls_json_skip(&json, &value))
            return SIZE_MAX;
        if (rows != NULL) {
            rows[count].value = value;
            rows[count].name = ls_json_decode(key, escaped, arena);
            if (rows[count].name.ptr == NULL)
                return SIZE_MAX;
        }
        count++;
    }
    return next == 0 ? count : SIZE_MAX;
}

static struct member *sorted_members(struct ls_str object, struct ls_arena *arena, size_t count)
{
    struct member *rows = ls_arena_alloc(arena, count * sizeof(*rows));

    if (rows == NULL || walk_members(object, arena, rows) != count)
        return NULL;
    qsort(rows, count, sizeof(*rows), by_name);
    return rows;
}

/* {"N":"…"} on both sides. An attribute that is called N holds an object, not a string. */
static bool same_number(struct ls_str a, struct ls_str b, struct ls_arena *arena)
{
    char plain_a[LS_DECIMAL_MAX], plain_b[LS_DECIMAL_MAX];
    struct ls_str text_a, text_b;
    size_t len;

    if (!read_string(a, arena, &text_a) || !read_string(b, arena, &text_b) || text_a.len == 0 ||
        text_b.len == 0)
        return false;
    len = ls_decimal_plain(text_a, plain_a);
    return len > 0 && ls_decimal_plain(text_b, plain_b) == len &&
           memcmp(plain_a, plain_b, len) == 0;
}

static bool is_number(const struct member *row)
{
    return ls_str_equal(row->name, LS_STR("N")) && row->value.ptr[0] == '"';
}

static bool same_object(struct ls_str a, struct ls_str b, struct ls_arena *arena, unsigned depth)
{
    size_t count = walk_members(a, arena, NULL);
    struct member *rows_a, *rows_b;

    if (count == SIZE_MAX || walk_members(b, arena, NULL) != count)
        return false;
    rows_a = sorted_members(a, arena, count);
    rows_b = sorted_members(b, arena, count);
    if (rows_a == NULL || rows_b == NULL)
        return false;
    for (size_t i = 0; i < count; i++) {
        bool same = ls_str_equal(rows_a[i].name, rows_b[i].name);

        if (same && is_number(&rows_a[i]) && is_number(&rows_b[i]))
            same = same_number(rows_a[i].value, rows_b[i].value, arena);
        else
            same = same && same_value(rows_a[i].value, rows_b[i].value, arena, depth + 1);
        if (!same)
            return false;
    }
    return true;
}

static bool same_array(struct ls_str a, struct ls_str b, struct ls_arena *arena, unsigned depth)
{
    struct ls_json json_a = ls_json_of(a), json_b = ls_json_of(b);
    struct ls_str value_a, value_b;
    bool first_a, first_b;
    int next;

    if (!ls_json_enter(&json_a, &first_a) || !ls_json_enter(&json_b, &first_b))
        return false;
    while ((next = ls_json_next_element(&json_a, &first_a)) > 0) {
        if (ls_json_next_element(&json_b, &first_b) != 1 || !ls_json_skip(&json_a, &value_a) ||
            !ls_json_skip(&json_b, &value_b) || !same_value(value_a, value_b, arena, depth + 1))
            return false;
    }
    return next == 0 && ls_json_next_element(&json_b, &first_b) == 0;
}

/* Recursion ends at LS_JSON_MAX_DEPTH: ls_json_skip has refused anything deeper. */
static bool same_value(struct ls_str a, struct ls_str b, struct ls_arena *arena, unsigned depth)
{
    struct ls_json json_a = ls_json_of(a), json_b = ls_json_of(b);
    enum ls_json_kind kind = ls_json_peek(&json_a);
    struct ls_str text_a, text_b;

    if (kind != ls_json_peek(&json_b) || depth > LS_JSON_MAX_DEPTH)
        return false;
    switch (kind) {
    case LS_JSON_OBJECT:
        return same_object(a, b, arena, depth);
    case LS_JSON_ARRAY:
        return same_array(a, b, arena, depth);
    case LS_JSON_STRING:
        return read_string(a, arena, &text_a) && read_string(b, arena, &text_b) &&
               ls_str_equal(text_a, text_b);
    case LS_JSON_TRUE:
    case LS_JSON_FALSE:
    case LS_JSON_NULL:
        return true;
    default:
        return false; /* typed values hold no JSON numbers */
    }
}

bool ls_same_item(struct ls_str a, struct ls_str b, struct ls_arena *arena)
{
    struct ls_json json = ls_json_of(a);

    return ls_json_peek(&json) == LS_JSON_OBJECT && same_value(a, b, arena, 0);
}
