/*
 * records.h - the records of the field table in the order in which a reader meets them, for the
 * two emitters that describe the language.
 */
#ifndef LOCKSTEP_RECORDS_H
#define LOCKSTEP_RECORDS_H

#include "read/schema.h"

struct records {
    const struct record **items;
    size_t count, cap;
};

/* The root and all records that its fields reach, each once: a record comes before its fields'. */
struct records records_of(struct mem_arena *arena, const struct record *root);

/* False for a record that is only ever given as its shorthand. */
bool record_has_map_form(const struct record *record);

#endif
