/*
 * records.c - the walk over the field table.
 */
#include "emit/records.h"

static bool is_known(const struct records *records, const struct record *record)
{
    for (size_t i = 0; i < records->count; i++) {
        if (records->items[i] == record)
            return true;
    }
    return false;
}

static void add_record(struct mem_arena *arena, struct records *records,
                       const struct record *record);

static void add_type(struct mem_arena *arena, struct records *records, const struct type *type)
{
    while (type->shape == TYPE_LIST || type->shape == TYPE_MAP)
        type = type->element;
    if (type->shape == TYPE_RECORD)
        add_record(arena, records, type->record);
}

/* Each record is entered once, so the depth is bounded by the size of the table. */
static void add_record(struct mem_arena *arena, struct records *records,
                       const struct record *record)
{
    if (is_known(records, record))
        return;
    records->items =
        mem_grow(arena, records->items, &records->cap, records->count + 1, sizeof(*records->items));
    records->items[records->count++] = record;
    for (size_t i = 0; i < record->field_count; i++) {
        if ((record->fields[i].flags & FIELD_LATER) == 0)
            add_type(arena, records, record->fields[i].type);
    }
}

struct records records_of(struct mem_arena *arena, const struct record *root)
{
    struct records records = {0};

    add_record(arena, &records, root);
    return records;
}

bool record_has_map_form(const struct record *record)
{
    for (size_t i = 0; i < record->field_count; i++) {
        if (field_is_written(&record->fields[i]))
            return true;
    }
    return false;
}
