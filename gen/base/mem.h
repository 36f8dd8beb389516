/*
 * mem.h - one arena a run: everything that the generator allocates lives until the run ends.
 *
 * Allocation never returns NULL. When memory is short it leaves through the arena's guard, back
 * to gen_run, which reports it and releases everything; so no caller checks, and a test that lets
 * the n-th allocation fail covers every path. Resources of other libraries (a libyaml parser, a
 * cJSON tree) are tied to the arena with mem_defer, which also runs on that way out.
 *
 *     if (setjmp(*mem_guard(arena)) != 0)
 *         … memory was short; release the arena …
 */
#ifndef LOCKSTEP_MEM_H
#define LOCKSTEP_MEM_H

#include <setjmp.h>
#include <stddef.h>

struct mem_arena;

struct mem_arena *mem_arena_new(void);        /* NULL when memory is short */
void mem_arena_free(struct mem_arena *arena); /* runs deferred releases, last first; NULL ok */
jmp_buf *mem_guard(struct mem_arena *arena);  /* must be armed with setjmp before the first alloc */
void *mem_alloc(struct mem_arena *arena, size_t size);               /* zeroed */
void *mem_array(struct mem_arena *arena, size_t count, size_t size); /* zeroed; overflow = short */
/* At least `need` elements of `size`; keeps the first *cap ones. Doubles. */
void *mem_grow(struct mem_arena *arena, void *array, size_t *cap, size_t need, size_t size);
void mem_defer(struct mem_arena *arena, void (*release)(void *), void *what);
_Noreturn void mem_short(struct mem_arena *arena); /* for a library that said so */

/* Test hook: the n-th allocation from now fails (1 is the next), 0 none. */
void mem_fail_at(struct mem_arena *arena, size_t n);

#endif
