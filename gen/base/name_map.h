/*
 * name_map.h - a map from names to numbers, for whatever must be found or be unique among many.
 */
#ifndef LOCKSTEP_NAME_MAP_H
#define LOCKSTEP_NAME_MAP_H

#include "base/text.h"

struct name_slot {
    struct text name; /* ptr NULL: free */
    size_t value;
};

struct name_map {
    struct mem_arena *arena;
    struct name_slot *slots;
    size_t count, cap; /* cap: 0 or a power of two */
};

void name_map_init(struct name_map *map, struct mem_arena *arena);
/* The value under a name (its bytes are not copied). *added: it was not there; then it is 0 and
 * the caller sets it. The pointer holds until the next name_map_add. */
size_t *name_map_add(struct name_map *map, struct text name, bool *added);
const size_t *name_map_find(const struct name_map *map, struct text name); /* NULL: not there */

#endif
