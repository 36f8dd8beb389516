/*
 * decode.h - a located tree -> the spec's structs, by the field table alone.
 */
#ifndef LOCKSTEP_DECODE_H
#define LOCKSTEP_DECODE_H

#include "base/diag.h"
#include "read/schema.h"

/*
 * Decodes a map into `out` (a struct of record->size, zeroed). Everything wrong becomes a
 * diagnostic; what could not be decoded is left at its default, so that later checks can go on:
 * it is not `set`, but has an `at`, as nothing has that is absent (a record's `at` is in the
 * record; with a wrong shorthand, the member it stands for has it too). An item that could not be
 * decoded is left out of its list; an entry of a map stays, so that what refers to it is found.
 * When the whole is no map, all its members are as if they were there and wrong.
 */
void decode_record(struct mem_arena *arena, struct diags *diags, const struct record *record,
                   const struct doc_node *node, void *out);

#endif
