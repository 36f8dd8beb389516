/*
 * gen/base/mem: the arena, its guard, and memory that runs short.
 */
#include <criterion/criterion.h>
#include <stdint.h>
#include <string.h>

#include "base/mem.h"

Test(mem, memory_is_zeroed_aligned_and_apart)
{
    struct mem_arena *arena = mem_arena_new();
    unsigned char *blocks[200];

    for (size_t i = 0; i < 200; i++) {
        blocks[i] = mem_alloc(arena, i * 17);
        cr_assert_eq((uintptr_t)blocks[i] % _Alignof(max_align_t), 0);
        for (size_t j = 0; j < i * 17; j++)
            cr_assert_eq(blocks[i][j], 0, "allocation %zu, byte %zu", i, j);
        memset(blocks[i], (int)i, i * 17);
    }
    for (size_t i = 1; i < 200; i++) {
        cr_assert_eq(blocks[i][0], i);
        cr_assert_eq(blocks[i][i * 17 - 1], i);
    }
    mem_arena_free(arena);
}

Test(mem, large_blocks_do_not_end_the_current_one)
{
    struct mem_arena *arena = mem_arena_new();
    unsigned char *large;

    memset(mem_alloc(arena, 100), 1, 100);
    large = mem_alloc(arena, (size_t)3 * 1024 * 1024);
    memset(large, 2, (size_t)3 * 1024 * 1024);
    memset(mem_alloc(arena, 100), 3, 100);
    cr_expect_eq(large[0], 2);
    cr_expect_eq(large[3 * 1024 * 1024 - 1], 2);
    mem_arena_free(arena);
}

Test(mem, grow_keeps_what_there_was)
{
    struct mem_arena *arena = mem_arena_new();
    size_t cap = 0;
    int *numbers = NULL;

    for (int i = 0; i < 1000; i++) {
        numbers = mem_grow(arena, numbers, &cap, (size_t)i + 1, sizeof(*numbers));
        cr_assert_geq(cap, (size_t)i + 1);
        numbers[i] = i;
    }
    for (int i = 0; i < 1000; i++)
        cr_assert_eq(numbers[i], i);
    cr_expect_eq(mem_grow(arena, numbers, &cap, 10, sizeof(*numbers)), (void *)numbers);
    mem_arena_free(arena);
}

static void count_release(void *what)
{
    int **order = what;

    *(*order)++ = 1;
}

static void count_last(void *what)
{
    int **order = what;

    *(*order)++ = 2;
}

Test(mem, deferred_releases_run_last_first)
{
    struct mem_arena *arena = mem_arena_new();
    int order[3] = {0}, *next = order;

    mem_defer(arena, count_release, &next);
    mem_defer(arena, count_last, &next);
    cr_expect_eq(next, order);
    mem_arena_free(arena);
    cr_expect_eq(order[0], 2);
    cr_expect_eq(order[1], 1);
}

/* Allocates five times, and reports how far it came. */
static int allocate_five(size_t fail_at)
{
    struct mem_arena *arena = mem_arena_new();
    volatile int done = 0;

    if (setjmp(*mem_guard(arena)) == 0) {
        mem_fail_at(arena, fail_at);
        for (int i = 0; i < 5; i++) {
            (void)mem_alloc(arena, 10);
            done = i + 1;
        }
    }
    mem_arena_free(arena);
    return done;
}

Test(mem, the_nth_allocation_fails)
{
    cr_expect_eq(allocate_five(0), 5);
    cr_expect_eq(allocate_five(1), 0);
    cr_expect_eq(allocate_five(2), 1);
    cr_expect_eq(allocate_five(5), 4);
    cr_expect_eq(allocate_five(6), 5);
}

Test(mem, what_cannot_be_deferred_is_released_at_once)
{
    struct mem_arena *arena = mem_arena_new();
    int order[3] = {0}, *next = order;

    if (setjmp(*mem_guard(arena)) == 0) {
        mem_fail_at(arena, 1);
        mem_defer(arena, count_release, &next);
        cr_expect_fail("the allocation did not fail");
    }
    cr_expect_eq(order[0], 1);
    mem_arena_free(arena);
    cr_expect_eq(next, order + 1);
}

static bool fits(size_t count, size_t size)
{
    struct mem_arena *arena = mem_arena_new();
    volatile bool fitted = false;

    if (setjmp(*mem_guard(arena)) == 0) {
        (void)mem_array(arena, count, size);
        fitted = true;
    }
    mem_arena_free(arena);
    return fitted;
}

Test(mem, sizes_that_overflow_are_short_memory)
{
    cr_expect(fits(3, 5));
    cr_expect(fits(0, SIZE_MAX));
    cr_expect(fits(SIZE_MAX, 0));
    cr_expect_not(fits(SIZE_MAX / 2, 3));
    cr_expect_not(fits(SIZE_MAX, 1));
    cr_expect_not(fits(((size_t)1 << 33) + 1, (size_t)1 << 31));
}

Test(mem, no_arena_is_fine_to_free)
{
    mem_arena_free(NULL);
}
