/*
 * item_names.c - the names seen in one object. A client chooses them, so the hash is keyed with
 * what it cannot know: names that collide for one process do not for another.
 */
#include <endian.h>
#include <string.h>
#include <sys/auxv.h>

#include "item.h"

#define LINEAR_MAX 16

static uint64_t rotate(uint64_t word, unsigned bits)
{
    return word << bits | word >> (64 - bits);
}

static void sip_round(uint64_t v[4])
{
    v[0] += v[1];
    v[1] = rotate(v[1], 13) ^ v[0];
    v[0] = rotate(v[0], 32);
    v[2] += v[3];
    v[3] = rotate(v[3], 16) ^ v[2];
    v[0] += v[3];
    v[3] = rotate(v[3], 21) ^ v[0];
    v[2] += v[1];
    v[1] = rotate(v[1], 17) ^ v[2];
    v[2] = rotate(v[2], 32);
}

/* The 16 random bytes that the kernel gives every process. */
static void get_key(uint64_t key[2])
{
    /* NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel passes an address as a number */
    const unsigned char *random = (const unsigned char *)getauxval(AT_RANDOM);

    if (random != NULL)
        memcpy(key, random, 2 * sizeof(key[0]));
}

/* SipHash-1-3. */
static uint64_t hash_name(const uint64_t key[2], struct ls_str name)
{
    const char *at = name.ptr;
    size_t left = name.len;
    uint64_t word;
    uint64_t v[4] = {
        key[0] ^ UINT64_C(0x736f6d6570736575),
        key[1] ^ UINT64_C(0x646f72616e646f6d),
        key[0] ^ UINT64_C(0x6c7967656e657261),
        key[1] ^ UINT64_C(0x7465646279746573),
    };

    for (; left >= 8; at += 8, left -= 8) {
        memcpy(&word, at, 8);
        v[3] ^= le64toh(word);
        sip_round(v);
        v[0] ^= le64toh(word);
    }
    word = 0;
    memcpy(&word, at, left);
    word = le64toh(word) | (uint64_t)name.len << 56;
    v[3] ^= word;
    sip_round(v);
    v[0] ^= word;
    v[2] ^= 0xFF;
    for (int i = 0; i < 3; i++)
        sip_round(v);
    return v[0] ^ v[1] ^ v[2] ^ v[3];
}

/* Where the name is, or the free slot where it belongs; half of the slots are always free. */
static uint32_t *slot_of(const struct ls_name_set *set, struct ls_str name)
{
    size_t mask = 2 * set->cap - 1, at = hash_name(set->key, name) & mask;

    while (set->slots[at] != 0 && !ls_str_equal(set->names[set->slots[at] - 1], name))
        at = (at + 1) & mask;
    return &set->slots[at];
}

static bool grow(struct ls_name_set *set, struct ls_arena *arena)
{
    size_t cap = set->cap == 0 ? LINEAR_MAX : 2 * set->cap;
    struct ls_str *names = ls_arena_alloc(arena, cap * sizeof(*names));

    if (names == NULL)
        return false;
    if (set->count > 0)
        memcpy(names, set->names, set->count * sizeof(*names));
    set->names = names;
    set->cap = cap;
    if (cap == LINEAR_MAX)
        return true;
    if (set->slots == NULL)
        get_key(set->key);
    set->slots = ls_arena_alloc(arena, 2 * cap * sizeof(*set->slots));
    if (set->slots == NULL)
        return false;
    memset(set->slots, 0, 2 * cap * sizeof(*set->slots));
    for (size_t i = 0; i < set->count; i++)
        *slot_of(set, names[i]) = (uint32_t)i + 1;
    return true;
}

/* One of 64 bits; names that share it may still differ. */
static uint64_t mark_of(struct ls_str name)
{
    unsigned char first = 0, last = 0;

    if (name.len > 0) {
        first = (unsigned char)name.ptr[0];
        last = (unsigned char)name.ptr[name.len - 1];
    }
    return UINT64_C(1) << ((name.len * 7 + first * 5u + last * 3u) & 63);
}

static bool contains(const struct ls_name_set *set, struct ls_str name)
{
    if (set->slots != NULL)
        return *slot_of(set, name) != 0;
    for (size_t i = 0; i < set->count; i++) {
        if (ls_str_equal(set->names[i], name))
            return true;
    }
    return false;
}

int ls_name_set_add(struct ls_name_set *set, struct ls_arena *arena, struct ls_str name)
{
    uint64_t mark = mark_of(name);

    if ((set->marks & mark) != 0 && contains(set, name))
        return 0;
    set->marks |= mark;
    if (set->count == set->cap && !grow(set, arena))
        return -1;
    set->names[set->count++] = name;
    if (set->slots != NULL)
        *slot_of(set, name) = (uint32_t)set->count;
    return 1;
}
