/*
 * gen/base/text and name_map: slices, characters, buffers, and names by hash.
 */
#include <stdio.h>
#include <string.h>

#include "base/name_map.h"
#include "reading.h"

Test(gen_text, comparing)
{
    cr_expect(text_equal(TEXT("tea"), text_of("tea")));
    cr_expect_not(text_equal(TEXT("tea"), TEXT("teas")));
    cr_expect_not(text_equal(TEXT("tea"), TEXT("ten")));
    cr_expect(text_equal(TEXT("a\0b"), TEXT("a\0b")));
    cr_expect_not(text_equal(TEXT("a\0b"), TEXT("a\0c")));
    cr_expect(text_equal((struct text){NULL, 0}, TEXT("")));
    cr_expect(text_is(TEXT("tea"), "tea"));
    cr_expect_not(text_is(TEXT("tea\0"), "tea"));
    cr_expect(text_starts(TEXT("teapot"), "tea"));
    cr_expect(text_starts(TEXT("teapot"), ""));
    cr_expect_not(text_starts(TEXT("te"), "tea"));
}

Test(gen_text, order_is_by_bytes_and_the_shorter_first)
{
    cr_expect_lt(text_compare(TEXT("a"), TEXT("b")), 0);
    cr_expect_lt(text_compare(TEXT("a"), TEXT("aa")), 0);
    cr_expect_gt(text_compare(TEXT("b"), TEXT("aa")), 0);
    cr_expect_lt(text_compare(TEXT("Z"), TEXT("a")), 0);
    cr_expect_lt(text_compare(TEXT("z"), TEXT("\xc3\xa4")), 0); /* ä is above ASCII */
    cr_expect_eq(text_compare(TEXT("tea"), TEXT("tea")), 0);
    cr_expect_eq(text_compare((struct text){NULL, 0}, TEXT("")), 0);
}

/* The boundaries of RFC 3629, section 4. */
Test(gen_text, characters)
{
    static const struct {
        const char *bytes;
        uint32_t character;
        size_t size;
    } cases[] = {
        {"a", 'a', 1},
        {"\x7f", 0x7f, 1},
        {"\xc2\x80", 0x80, 2},
        {"\xdf\xbf", 0x7ff, 2},
        {"\xe0\xa0\x80", 0x800, 3},
        {"\xef\xbf\xbf", 0xffff, 3},
        {"\xf0\x90\x80\x80", 0x10000, 4},
        {"\xf4\x8f\xbf\xbf", 0x10ffff, 4},
        {"\x80", TEXT_BAD_CHAR, 1},
        {"\xc1\xbf", TEXT_BAD_CHAR, 1},         /* overlong */
        {"\xe0\x9f\xbf", TEXT_BAD_CHAR, 1},     /* overlong */
        {"\xf0\x8f\xbf\xbf", TEXT_BAD_CHAR, 1}, /* overlong */
        {"\xed\xa0\x80", TEXT_BAD_CHAR, 1},     /* a surrogate */
        {"\xf4\x90\x80\x80", TEXT_BAD_CHAR, 1}, /* above U+10FFFF */
        {"\xf8\x88\x80\x80\x80", TEXT_BAD_CHAR, 1},
        {"\xc3", TEXT_BAD_CHAR, 1}, /* cut off */
        {"\xe2\x82", TEXT_BAD_CHAR, 1},
        {"\xc3(", TEXT_BAD_CHAR, 1},
        {"\xff", TEXT_BAD_CHAR, 1},
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        size_t size = 0;
        uint32_t character = text_char(text_of(cases[i].bytes), &size);
        cr_expect_eq(character, cases[i].character, "case %zu: U+%X", i, (unsigned)character);
        cr_expect_eq(size, cases[i].size, "case %zu: %zu bytes", i, size);
    }
    cr_expect_eq(text_chars(TEXT("")), 0);
    cr_expect_eq(text_chars(TEXT("t\xc3\xa9 \xf0\x9f\x8d\xb5")), 4);
}

Test(gen_text, clip_counts_characters)
{
    struct reading r;

    reading_start(&r, TEXT(""));
    EXPECT_TEXT(text_clip(r.arena, TEXT("tea"), 3), "tea");
    EXPECT_TEXT(text_clip(r.arena, TEXT("teapot"), 3), "tea…");
    EXPECT_TEXT(text_clip(r.arena, TEXT("\xc3\xa9\xc3\xa9\xc3\xa9"), 2), "\xc3\xa9\xc3\xa9…");
    EXPECT_TEXT(text_clip(r.arena, TEXT(""), 0), "");
    reading_end(&r);
}

Test(gen_text, copies_and_formats_end_in_nul)
{
    struct reading r;
    struct text copy, formatted;

    reading_start(&r, TEXT(""));
    copy = text_copy(r.arena, "teapot", 3);
    cr_expect_str_eq(copy.ptr, "tea");
    cr_expect_eq(copy.len, 3);
    cr_expect_str_eq(text_copy(r.arena, NULL, 0).ptr, "");
    formatted = text_format(r.arena, "%s-%d", "tea", 42);
    cr_expect_str_eq(formatted.ptr, "tea-42");
    cr_expect_eq(formatted.len, 6);
    reading_end(&r);
}

Test(gen_text, a_buffer_grows)
{
    struct reading r;
    struct text_buf buf;
    char last[8];

    reading_start(&r, TEXT(""));
    text_buf_init(&buf, r.arena, TEXT_BUF_MAX);
    cr_expect_str_eq(text_view(&buf).ptr, "");
    for (int i = 0; i < 1000; i++)
        text_printf(&buf, "%06d\n", i);
    cr_expect_eq(buf.len, 7000);
    snprintf(last, sizeof(last), "%s", buf.ptr + 6993);
    cr_expect_str_eq(last, "000999\n");
    text_put(&buf, "tea");
    text_putc(&buf, '!');
    text_add(&buf, "a\0b", 3);
    cr_expect_eq(memcmp(buf.ptr + 7000, "tea!a\0b", 8), 0);
    cr_expect_not(buf.full);
    reading_end(&r);
}

Test(gen_text, a_buffer_stops_at_its_maximum)
{
    struct reading r;
    struct text_buf buf;

    reading_start(&r, TEXT(""));
    text_buf_init(&buf, r.arena, 5);
    text_put(&buf, "teapo");
    cr_expect_not(buf.full);
    text_putc(&buf, 't');
    cr_expect(buf.full);
    cr_expect_str_eq(buf.ptr, "teapo");

    text_buf_init(&buf, r.arena, 5);
    text_printf(&buf, "%s", "teapot");
    cr_expect(buf.full);
    cr_expect_str_eq(buf.ptr, "teapo");
    cr_expect_eq(buf.len, 5);

    text_buf_init(&buf, r.arena, 100);
    text_printf(&buf, "%0200d", 7);
    cr_expect(buf.full);
    cr_expect_eq(strspn(buf.ptr, "0"), 100);
    reading_end(&r);
}

Test(gen_text, names_are_found_again)
{
    struct reading r;
    struct name_map map;
    bool added;

    reading_start(&r, TEXT(""));
    name_map_init(&map, r.arena);
    cr_expect_null(name_map_find(&map, TEXT("tea")));
    for (size_t i = 0; i < 5000; i++) {
        *name_map_add(&map, text_format(r.arena, "name%zu", i), &added) = i;
        cr_assert(added);
    }
    for (size_t i = 0; i < 5000; i++) {
        const size_t *found = name_map_find(&map, text_format(r.arena, "name%zu", i));
        cr_assert_not_null(found);
        cr_assert_eq(*found, i);
    }
    cr_expect_eq(*name_map_add(&map, TEXT("name77"), &added), 77);
    cr_expect_not(added);
    cr_expect_eq(map.count, 5000);
    cr_expect_null(name_map_find(&map, TEXT("name5000")));
    name_map_add(&map, (struct text){NULL, 0}, &added);
    cr_expect(added);
    cr_expect_not_null(name_map_find(&map, TEXT("")));
    reading_end(&r);
}
