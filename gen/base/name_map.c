/*
 * name_map.c - open addressing with linear probing, at most half full.
 */
#include "base/name_map.h"

static uint64_t hash(struct text name)
{
    uint64_t h = UINT64_C(0xcbf29ce484222325); /* FNV-1a */

    for (size_t i = 0; i < name.len; i++)
        h = (h ^ (unsigned char)name.ptr[i]) * UINT64_C(0x100000001b3);
    return h ^ (h >> 32);
}

void name_map_init(struct name_map *map, struct mem_arena *arena)
{
    *map = (struct name_map){.arena = arena};
}

/* The slot of a name, or the free one where it belongs. */
static struct name_slot *slot_of(struct name_slot *slots, size_t cap, struct text name)
{
    size_t i = (size_t)hash(name) & (cap - 1);

    while (slots[i].name.ptr != NULL && !text_equal(slots[i].name, name))
        i = (i + 1) & (cap - 1);
    return &slots[i];
}

static void grow(struct name_map *map)
{
    size_t cap = map->cap == 0 ? 16 : map->cap * 2;
    struct name_slot *slots = mem_array(map->arena, cap, sizeof(*slots));

    for (size_t i = 0; i < map->cap; i++) {
        if (map->slots[i].name.ptr != NULL)
            *slot_of(slots, cap, map->slots[i].name) = map->slots[i];
    }
    map->slots = slots;
    map->cap = cap;
}

size_t *name_map_add(struct name_map *map, struct text name, bool *added)
{
    struct name_slot *slot;

    if (map->count >= map->cap / 2)
        grow(map);
    slot = slot_of(map->slots, map->cap, name);
    *added = slot->name.ptr == NULL;
    if (*added) {
        slot->name = name.ptr != NULL ? name : TEXT("");
        map->count++;
    }
    return &slot->value;
}

const size_t *name_map_find(const struct name_map *map, struct text name)
{
    const struct name_slot *slot;

    if (map->cap == 0)
        return NULL;
    slot = slot_of(map->slots, map->cap, name);
    return slot->name.ptr == NULL ? NULL : &slot->value;
}
