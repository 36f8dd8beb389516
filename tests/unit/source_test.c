/*
 * gen/base/source: offsets to lines and columns.
 */
#include "reading.h"

static void expect_position(const char *text, size_t offset, size_t line, size_t column,
                            size_t byte_column, const char *line_text)
{
    struct reading r;
    struct position p;

    reading_start(&r, text_of(text));
    p = source_position(&r.source, offset);
    cr_expect_eq(p.line, line, "offset %zu: line %zu, not %zu", offset, p.line, line);
    cr_expect_eq(p.column, column, "offset %zu: column %zu, not %zu", offset, p.column, column);
    cr_expect_eq(p.byte_column, byte_column, "offset %zu: byte %zu", offset, p.byte_column);
    EXPECT_TEXT(p.line_text, line_text);
    reading_end(&r);
}

Test(source, lines_and_columns_count_from_one)
{
    expect_position("ab\ncd\n", 0, 1, 1, 1, "ab");
    expect_position("ab\ncd\n", 1, 1, 2, 2, "ab");
    expect_position("ab\ncd\n", 3, 2, 1, 1, "cd");
    expect_position("ab\n\ncd", 3, 2, 1, 1, "");
    expect_position("ab\n\ncd", 5, 3, 2, 2, "cd");
}

Test(source, the_end_of_a_line_belongs_to_it)
{
    expect_position("ab\ncd\n", 2, 1, 3, 3, "ab");
    expect_position("ab\r\ncd", 2, 1, 3, 3, "ab");
    expect_position("ab\r\ncd", 3, 1, 3, 3, "ab");
    expect_position("ab\r\ncd", 4, 2, 1, 1, "cd");
    expect_position("ab\rcd", 3, 2, 1, 1, "cd");
    expect_position("ab\n", 3, 2, 1, 1, "");
    expect_position("ab", 99, 1, 3, 3, "ab");
    expect_position("", 0, 1, 1, 1, "");
}

Test(source, columns_are_characters_and_bytes)
{
    expect_position("\xc3\xa9\xf0\x9f\x8d\xb5x", 6, 1, 3, 7, "\xc3\xa9\xf0\x9f\x8d\xb5x");
    expect_position("a\n\xc3\xa9x", 4, 2, 2, 3, "\xc3\xa9x");
}

Test(source, a_byte_order_mark_is_in_no_line)
{
    expect_position("\xef\xbb\xbf"
                    "ab\ncd",
                    0, 1, 1, 1, "ab");
    expect_position("\xef\xbb\xbf"
                    "ab\ncd",
                    4, 1, 2, 2, "ab");
    expect_position("\xef\xbb\xbf"
                    "ab\ncd",
                    6, 2, 1, 1, "cd");
    expect_position("\xef\xbb\xbf", 0, 1, 1, 1, "");
}

Test(source, many_lines)
{
    struct reading r;
    struct text_buf text;

    reading_start(&r, TEXT(""));
    text_buf_init(&text, r.arena, TEXT_BUF_MAX);
    for (int i = 0; i < 10000; i++)
        text_put(&text, "0123456\n\n");
    source_init(&r.source, r.arena, "spec.yaml", text_view(&text));
    cr_expect_eq(r.source.line_count, 20001);
    for (size_t i = 0; i < 10000; i++) {
        cr_assert_eq(source_position(&r.source, i * 9 + 6).line, 2 * i + 1);
        cr_assert_eq(source_position(&r.source, i * 9 + 6).column, 7);
        cr_assert_eq(source_position(&r.source, i * 9 + 8).line, 2 * i + 2);
    }
    reading_end(&r);
}

Test(source, path_and_text_are_copies)
{
    struct reading r;
    char path[] = "a.yaml", bytes[] = "text";

    reading_start(&r, TEXT(""));
    source_init(&r.source, r.arena, path, text_of(bytes));
    path[0] = bytes[0] = 'X';
    cr_expect_str_eq(r.source.path, "a.yaml");
    EXPECT_TEXT(r.source.text, "text");
    reading_end(&r);
}
