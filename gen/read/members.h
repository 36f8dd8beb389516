/*
 * members.h - the members of a map while it is read; no key twice, however many there are.
 */
#ifndef LOCKSTEP_MEMBERS_H
#define LOCKSTEP_MEMBERS_H

#include "base/name_map.h"
#include "read/doc.h"

struct members {
    struct doc_member *items;
    size_t count, cap;
    struct name_map names; /* of all, once they are more than a few */
};

void members_init(struct members *members, struct mem_arena *arena);
const struct doc_member *members_find(const struct members *members, struct text key);
void members_add(struct members *members, struct doc_member member); /* the key is not there */

#endif
