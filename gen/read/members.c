/*
 * members.c - few keys are searched, many are hashed.
 */
#include "read/members.h"

#define FEW 8 /* up to here searching is faster than hashing */

void members_init(struct members *members, struct mem_arena *arena)
{
    *members = (struct members){0};
    name_map_init(&members->names, arena);
}

const struct doc_member *members_find(const struct members *members, struct text key)
{
    const size_t *index;

    if (members->count > FEW) {
        index = name_map_find(&members->names, key);
        /* The last members may have been dropped, and others have come in their place. */
        if (index == NULL || *index >= members->count ||
            !text_equal(members->items[*index].key, key))
            return NULL;
        return &members->items[*index];
    }
    for (size_t i = 0; i < members->count; i++) {
        if (text_equal(members->items[i].key, key))
            return &members->items[i];
    }
    return NULL;
}

void members_add(struct members *members, struct doc_member member)
{
    bool added;

    members->items = mem_grow(members->names.arena, members->items, &members->cap,
                              members->count + 1, sizeof(*members->items));
    members->items[members->count++] = member;
    if (members->count <= FEW)
        return;
    for (size_t i = members->count == FEW + 1 ? 0 : members->count - 1; i < members->count; i++)
        *name_map_add(&members->names, members->items[i].key, &added) = i;
}
