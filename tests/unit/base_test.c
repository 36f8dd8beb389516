/*
 * Slices, capped buffers, the arena, random bytes.
 */
#include "base.h"

#include <malloc.h>
#include <string.h>

#include "expect.h"

Test(base, str_of_null_is_empty_and_not_null)
{
    cr_expect_eq(ls_str_of(NULL).len, 0);
    cr_expect_not_null(ls_str_of(NULL).ptr);
    cr_expect_eq(ls_str_of("tea").len, 3);
}

Test(base, str_equal_compares_length_and_bytes)
{
    cr_expect(ls_str_equal(LS_STR("tea"), LS_STR("tea")));
    cr_expect_not(ls_str_equal(LS_STR("tea"), LS_STR("teas")));
    cr_expect_not(ls_str_equal(LS_STR("tea"), LS_STR("Tea")));
    cr_expect(ls_str_equal(ls_str(NULL, 0), LS_STR("")));
    cr_expect(ls_str_equal(LS_STR("a\0b"), LS_STR("a\0b")));
    cr_expect_not(ls_str_equal(LS_STR("a\0b"), LS_STR("a\0c")));
}

Test(base, str_equal_nocase_folds_ascii_only)
{
    cr_expect(ls_str_equal_nocase(LS_STR("Content-TYPE"), LS_STR("content-type")));
    cr_expect_not(ls_str_equal_nocase(LS_STR("content_type"), LS_STR("content-type")));
    /* '@' and '`', '[' and '{' differ by the bit that lower-casing sets. */
    cr_expect_not(ls_str_equal_nocase(LS_STR("@["), LS_STR("`{")));
    cr_expect_not(ls_str_equal_nocase(LS_STR("\xC3\x84"), LS_STR("\xC3\xA4"))); /* Ä, ä */
}

Test(base, buf_appends_and_grows)
{
    struct ls_buf buf;

    ls_buf_init(&buf, 100000);
    for (int i = 0; i < 10000; i++)
        ls_buf_text(&buf, "0123456789");
    cr_expect_eq(buf.len, 100000);
    cr_expect_eq(ls_buf_status(&buf), LS_OK);
    cr_expect_eq(memcmp(buf.ptr + 99990, "0123456789", 10), 0);
    ls_buf_release(&buf);
    cr_expect_null(buf.ptr);
}

Test(base, buf_over_its_maximum_fails_and_stays_as_it_was)
{
    struct ls_buf buf;

    ls_buf_init(&buf, 5);
    ls_buf_text(&buf, "tea");
    ls_buf_text(&buf, "pot");
    cr_expect_eq(ls_buf_status(&buf), LS_TOO_LARGE);
    EXPECT_STR(ls_buf_view(&buf), "tea");
    ls_buf_char(&buf, '!');
    EXPECT_STR(ls_buf_view(&buf), "tea");
    cr_expect_null(ls_buf_reserve(&buf, 1));

    ls_buf_reset(&buf);
    cr_expect_eq(ls_buf_status(&buf), LS_OK);
    ls_buf_text(&buf, "01234");
    EXPECT_STR(ls_buf_view(&buf), "01234");
    cr_expect_eq(ls_buf_status(&buf), LS_OK);
    ls_buf_release(&buf);
}

Test(base, buf_reserve_leaves_the_length_to_the_caller)
{
    struct ls_buf buf;
    char *room;

    ls_buf_init(&buf, 1000);
    cr_expect_not_null(ls_buf_reserve(&buf, 0));
    room = ls_buf_reserve(&buf, 600);
    cr_assert_not_null(room);
    memset(room, 'x', 600);
    cr_expect_eq(buf.len, 0);
    buf.len += 600;
    cr_expect_null(ls_buf_reserve(&buf, 401));
    ls_buf_release(&buf);
}

/* AddressSanitizer stops at an impossible size; clang does not say whether it is there. */
#if !defined(__SANITIZE_ADDRESS__) && !defined(__clang__)
Test(base, buf_without_memory_says_so)
{
    struct ls_buf buf;

    ls_buf_init(&buf, SIZE_MAX);
    ls_buf_text(&buf, "tea");
    cr_expect_null(ls_buf_reserve(&buf, SIZE_MAX / 2));
    cr_expect_eq(ls_buf_status(&buf), LS_NO_MEMORY);
    EXPECT_STR(ls_buf_view(&buf), "tea");
    ls_buf_reset(&buf);
    cr_expect_eq(ls_buf_status(&buf), LS_OK);
    ls_buf_release(&buf);
}
#endif

Test(base, buf_int_covers_its_range)
{
    static const struct {
        int64_t number;
        const char *text;
    } rows[] = {
        {0, "0"},
        {7, "7"},
        {-10, "-10"},
        {1234567890123, "1234567890123"},
        {INT64_MAX, "9223372036854775807"},
        {INT64_MIN, "-9223372036854775808"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_buf buf;

        ls_buf_init(&buf, 64);
        ls_buf_int(&buf, rows[i].number);
        EXPECT_STR(ls_buf_view(&buf), rows[i].text);
        ls_buf_release(&buf);
    }
}

Test(base, arena_hands_out_aligned_memory_that_does_not_overlap)
{
    struct ls_arena arena;
    unsigned char *parts[200];

    ls_arena_init(&arena, 1024 * 1024, 0);
    for (size_t i = 0; i < 200; i++) {
        parts[i] = ls_arena_alloc(&arena, i * 7);
        cr_assert_not_null(parts[i]);
        cr_expect_eq((uintptr_t)parts[i] % 16, 0);
        memset(parts[i], (int)i, i * 7);
    }
    for (size_t i = 0; i < 200; i++) {
        for (size_t k = 0; k < i * 7; k++)
            cr_assert_eq(parts[i][k], i);
    }
    cr_expect_neq(ls_arena_alloc(&arena, 0), ls_arena_alloc(&arena, 0));
    ls_arena_release(&arena);
}

Test(base, arena_is_bounded)
{
    struct ls_arena arena;

    ls_arena_init(&arena, 1024, 0);
    cr_expect_null(ls_arena_alloc(&arena, 1025));
    cr_expect_null(ls_arena_alloc(&arena, SIZE_MAX));
    cr_expect_not_null(ls_arena_alloc(&arena, 1000));
    cr_expect_null(ls_arena_alloc(&arena, 17));
    cr_expect_not_null(ls_arena_alloc(&arena, 16));
    cr_expect_null(ls_arena_alloc(&arena, 0));
    cr_expect_null(ls_arena_copy(&arena, LS_STR("tea")).ptr);
    ls_arena_reset(&arena);
    cr_expect_not_null(ls_arena_alloc(&arena, 1024));
    ls_arena_release(&arena);
}

Test(base, arena_keeps_blocks_for_the_next_invocation)
{
    struct ls_arena arena;
    char *first;

    ls_arena_init(&arena, 10 * 1024 * 1024, 64 * 1024);
    first = ls_arena_alloc(&arena, 1000);
    for (int round = 0; round < 100; round++) {
        ls_arena_reset(&arena);
        cr_expect_eq(ls_arena_alloc(&arena, 1000), (void *)first);
        cr_assert_not_null(ls_arena_alloc(&arena, 5000000)); /* more than is kept */
    }
    cr_expect_geq(arena.used, 5001000);
    ls_arena_reset(&arena);
    cr_expect_eq(arena.used, 0);
    ls_arena_release(&arena);
    cr_expect_null(arena.first);
    cr_expect_eq(arena.keep, 64 * 1024);
}

/* Sanitizers count for themselves: then both figures are 0. */
Test(base, arena_gives_back_what_is_over_its_keep)
{
    struct mallinfo2 before = mallinfo2(), after;
    struct ls_arena arena;

    ls_arena_init(&arena, 10 * 1024 * 1024, 64 * 1024);
    cr_assert_not_null(ls_arena_alloc(&arena, 1000));
    cr_assert_not_null(ls_arena_alloc(&arena, 100 * 1024));
    cr_assert_not_null(ls_arena_alloc(&arena, 5 * 1024 * 1024));
    ls_arena_reset(&arena);
    after = mallinfo2();
    cr_expect_leq(after.uordblks + after.hblkhd, before.uordblks + before.hblkhd + 65 * 1024);
    ls_arena_release(&arena);
}

Test(base, arena_copy_is_a_copy)
{
    struct ls_arena arena;
    char text[] = "tea";
    struct ls_str copy;

    ls_arena_init(&arena, 1024, 0);
    copy = ls_arena_copy(&arena, ls_str(text, 3));
    text[0] = 's';
    EXPECT_STR(copy, "tea");
    cr_expect_not_null(ls_arena_copy(&arena, ls_str(NULL, 0)).ptr);
    ls_arena_release(&arena);
}

Test(base, random_fills_every_byte)
{
    unsigned char seen[300] = {0}, bytes[300];

    /* A byte that stays 0 in all of 64 draws would be an accident of 1 in 2^512. */
    for (int draw = 0; draw < 64; draw++) {
        cr_assert(ls_random(bytes, sizeof(bytes)));
        for (size_t i = 0; i < sizeof(bytes); i++)
            seen[i] |= bytes[i];
    }
    for (size_t i = 0; i < sizeof(seen); i++)
        cr_expect_neq(seen[i], 0, "byte %zu is never set", i);
}
