/*
 * mem.c - the arena: blocks that only grow, freed together.
 */
#include "base/mem.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Under AddressSanitizer every allocation is a block of its own, so that overruns are seen. */
#if defined(__SANITIZE_ADDRESS__)
#define BLOCK_BYTES 0
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define BLOCK_BYTES 0
#endif
#endif
#ifndef BLOCK_BYTES
#define BLOCK_BYTES ((size_t)64 * 1024)
#endif

#define MAX_ALLOCATION (SIZE_MAX / 4)

struct block {
    struct block *next;
    size_t used, size;
    alignas(max_align_t) unsigned char bytes[];
};

struct deferred {
    struct deferred *next;
    void (*release)(void *);
    void *what;
};

struct mem_arena {
    struct block *blocks; /* the first has the free space */
    struct deferred *deferred;
    size_t fail_at;
    jmp_buf guard;
};

struct mem_arena *mem_arena_new(void)
{
    return calloc(1, sizeof(struct mem_arena));
}

void mem_arena_free(struct mem_arena *arena)
{
    if (arena == NULL)
        return;
    for (struct deferred *d = arena->deferred; d != NULL; d = d->next)
        d->release(d->what);
    for (struct block *b = arena->blocks, *next; b != NULL; b = next) {
        next = b->next;
        free(b);
    }
    free(arena);
}

jmp_buf *mem_guard(struct mem_arena *arena)
{
    return &arena->guard;
}

_Noreturn void mem_short(struct mem_arena *arena)
{
    longjmp(arena->guard, 1);
}

void mem_fail_at(struct mem_arena *arena, size_t n)
{
    arena->fail_at = n;
}

/* A block for `size` bytes. One that is bigger than usual goes behind the first, which keeps its
 * free space. */
static struct block *add_block(struct mem_arena *arena, size_t size)
{
    size_t room = size > BLOCK_BYTES ? size : BLOCK_BYTES;
    struct block *block = calloc(1, sizeof(*block) + room);

    if (block == NULL)
        return NULL;
    block->size = room;
    if (room > BLOCK_BYTES && arena->blocks != NULL) {
        block->next = arena->blocks->next;
        arena->blocks->next = block;
    } else {
        block->next = arena->blocks;
        arena->blocks = block;
    }
    return block;
}

static void *try_alloc(struct mem_arena *arena, size_t size)
{
    struct block *block = arena->blocks;
    size_t padded;

    if (arena->fail_at != 0 && --arena->fail_at == 0)
        return NULL;
    if (size > MAX_ALLOCATION)
        return NULL;
    padded = (size + (size == 0) + alignof(max_align_t) - 1) & ~(alignof(max_align_t) - 1);
    if (block == NULL || block->size - block->used < padded)
        block = add_block(arena, BLOCK_BYTES == 0 ? size + (size == 0) : padded);
    if (block == NULL)
        return NULL;
    void *memory = block->bytes + block->used;
    block->used = BLOCK_BYTES == 0 ? block->size : block->used + padded;
    return memory;
}

void *mem_alloc(struct mem_arena *arena, size_t size)
{
    void *memory = try_alloc(arena, size);

    if (memory == NULL)
        mem_short(arena);
    return memory;
}

void *mem_array(struct mem_arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > MAX_ALLOCATION / size)
        mem_short(arena);
    return mem_alloc(arena, count * size);
}

void *mem_grow(struct mem_arena *arena, void *array, size_t *cap, size_t need, size_t size)
{
    size_t grown = *cap < 8 ? 8 : *cap;
    void *memory;

    if (need <= *cap && array != NULL)
        return array;
    while (grown < need) {
        if (grown > MAX_ALLOCATION / 2)
            mem_short(arena);
        grown *= 2;
    }
    memory = mem_array(arena, grown, size);
    if (*cap != 0 && array != NULL)
        memcpy(memory, array, *cap * size);
    *cap = grown;
    return memory;
}

void mem_defer(struct mem_arena *arena, void (*release)(void *), void *what)
{
    struct deferred *d = try_alloc(arena, sizeof(*d));

    if (d == NULL) {
        release(what);
        mem_short(arena);
    }
    *d = (struct deferred){arena->deferred, release, what};
    arena->deferred = d;
}
