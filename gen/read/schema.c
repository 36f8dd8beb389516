/*
 * schema.c - looking things up in the field table.
 */
#include "read/schema.h"

#include <string.h>

#define NEAR_MAX 64 /* characters; nothing in the language is as long */

const struct field *record_field(const struct record *record, struct text key)
{
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (text_is(key, field->key) && (field->flags & FIELD_SHORT_ONLY) == 0)
            return field;
    }
    return NULL;
}

const struct field *record_short_field(const struct record *record, const char *shorthand)
{
    for (size_t i = 0; shorthand != NULL && i < record->field_count; i++) {
        if (strcmp(record->fields[i].key, shorthand) == 0)
            return &record->fields[i];
    }
    return NULL;
}

bool field_is_written(const struct field *field)
{
    return (field->flags & (FIELD_LATER | FIELD_SHORT_ONLY)) == 0;
}

/* The table has no record within itself, so this ends. */
bool record_may_differ(const struct record *record)
{
    for (size_t i = 0; i < record->field_count; i++) {
        if (field_may_differ(&record->fields[i]))
            return true;
    }
    return false;
}

bool field_may_differ(const struct field *field)
{
    const struct type *type = field->type;

    if ((field->flags & FIELD_LATER) != 0)
        return false;
    if ((field->flags & FIELD_PER_ENVIRONMENT) != 0)
        return true;
    while (type->shape == TYPE_MAP)
        type = type->element;
    return type->shape == TYPE_RECORD && record_may_differ(type->record);
}

bool enum_value_is_boolean(const struct enum_value *value)
{
    return strcmp(value->name, "true") == 0 || strcmp(value->name, "false") == 0;
}

static size_t least(size_t a, size_t b)
{
    return a < b ? a : b;
}

/*
 * Edit distance by insertion, deletion, substitution, and transposition of neighbours (optimal
 * string alignment): three rows of the usual table. Both lengths are at most NEAR_MAX.
 */
static size_t distance(struct text a, struct text b)
{
    size_t rows[3][NEAR_MAX + 1];
    size_t *before = rows[0], *above = rows[1], *row = rows[2];

    for (size_t j = 0; j <= b.len; j++)
        above[j] = j;
    for (size_t i = 1; i <= a.len; i++) {
        row[0] = i;
        for (size_t j = 1; j <= b.len; j++) {
            bool same = a.ptr[i - 1] == b.ptr[j - 1];
            row[j] = least(least(above[j] + 1, row[j - 1] + 1), above[j - 1] + !same);
            if (i > 1 && j > 1 && a.ptr[i - 1] == b.ptr[j - 2] && a.ptr[i - 2] == b.ptr[j - 1])
                row[j] = least(row[j], before[j - 2] + 1);
        }
        size_t *oldest = before;
        before = above;
        above = row;
        row = oldest;
    }
    return above[b.len];
}

const char *near_name(struct text wrong, const char *const *candidates, size_t count)
{
    const char *nearest = NULL;
    size_t best = wrong.len / 3 + 1;

    if (wrong.len > NEAR_MAX)
        return NULL;
    for (size_t i = 0; i < count; i++) {
        struct text candidate = text_of(candidates[i]);
        size_t far;
        if (candidate.len > NEAR_MAX)
            continue;
        far = distance(wrong, candidate);
        if (far < best) {
            best = far;
            nearest = candidates[i];
        }
    }
    return nearest;
}
