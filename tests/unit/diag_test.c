/*
 * gen/base/diag: what is printed, in which order, and how much.
 */
#include <string.h>

#include "reading.h"

#define AT(start_, end_) ((struct range){(start_), (end_)})

static void expect_rendered(struct reading *r, enum diag_format format, const char *wanted)
{
    struct text_buf out;

    text_buf_init(&out, r->arena, TEXT_BUF_MAX);
    diags_render(r->diags, format, &out);
    cr_expect_str_eq(out.ptr, wanted, "got\n%s\nwant\n%s", out.ptr, wanted);
}

Test(diag, text_shows_the_line_and_underlines_the_range)
{
    struct reading r;
    struct diag *d;

    reading_start(&r, TEXT("one: 1\nretension_days: 14\n"));
    d = diag_add(r.diags, DIAG_unknown_key, AT(7, 21), "unknown key `%s`", "retension_days");
    diag_hint(d, "did you mean `%s`?", "retention_days");
    expect_rendered(&r, DIAG_TEXT,
                    "spec.yaml:2:1: error: unknown key `retension_days` [unknown_key]\n"
                    "    2 | retension_days: 14\n"
                    "      | ^~~~~~~~~~~~~~\n"
                    "      hint: did you mean `retention_days`?\n");
    cr_expect_eq(diags_errors(r.diags), 1);
    cr_expect_eq(diags_warnings(r.diags), 0);
    reading_end(&r);
}

Test(diag, notes_have_places_of_their_own)
{
    struct reading r;
    struct diag *d;

    reading_start(&r, TEXT("a: 1\nb: 2\na: 3\n"));
    d = diag_add(r.diags, DIAG_duplicate_key, AT(10, 11), "key `a` is given twice");
    diag_note(d, AT(0, 1), "first given here");
    diag_note(d, AT(5, 5), "between them");
    expect_rendered(&r, DIAG_TEXT,
                    "spec.yaml:3:1: error: key `a` is given twice [duplicate_key]\n"
                    "    3 | a: 3\n"
                    "      | ^\n"
                    "spec.yaml:1:1: note: first given here\n"
                    "    1 | a: 1\n"
                    "      | ^\n"
                    "spec.yaml:2:1: note: between them\n"
                    "    2 | b: 2\n"
                    "      | ^\n");
    reading_end(&r);
}

Test(diag, order_is_by_place_then_by_arrival)
{
    struct reading r;

    reading_start(&r, TEXT("abc\ndef\n"));
    diag_add(r.diags, DIAG_wrong_type, AT(5, 6), "third");
    diag_add(r.diags, DIAG_bad_text, AT(1, 2), "first");
    diag_add(r.diags, DIAG_unknown_key, AT(5, 7), "fourth");
    diag_add(r.diags, DIAG_comment_in_text, AT(4, 5), "second");
    EXPECT_IDS(&r, "bad_text comment_in_text wrong_type unknown_key");
    cr_expect_eq(diags_errors(r.diags), 3);
    cr_expect_eq(diags_warnings(r.diags), 1);
    reading_end(&r);
}

Test(diag, colour)
{
    struct reading r;
    struct diag *d;

    reading_start(&r, TEXT("a\n"));
    d = diag_add(r.diags, DIAG_comment_in_text, AT(0, 1), "text");
    diag_hint(d, "quote it");
    diag_note(d, AT(0, 1), "here");
    expect_rendered(&r, DIAG_TEXT_COLOUR,
                    "\033[1mspec.yaml:1:1: \033[0m\033[1;35mwarning:\033[0m text "
                    "[comment_in_text]\n"
                    "    1 | a\n"
                    "      | \033[1;32m^\033[0m\n"
                    "      \033[1mhint:\033[0m quote it\n"
                    "\033[1mspec.yaml:1:1: \033[0m\033[1;36mnote:\033[0m here\n"
                    "    1 | a\n"
                    "      | \033[1;32m^\033[0m\n");
    reading_end(&r);
}

/* The caret is below its character whatever stands before it. */
Test(diag, carets_behind_tabs_accents_and_wide_characters)
{
    static const struct {
        const char *text;
        size_t start, end;
        const char *shown;
    } cases[] = {
        {"\tab", 1, 3, "    1 |     ab\n      |     ^~\n"},
        {"\xc3\xa9\xc3\xa9: x", 6, 7, "    1 | \xc3\xa9\xc3\xa9: x\n      |     ^\n"},
        {"\xe6\x9d\xb1\xe4\xba\xac: x", 8, 9, /* 東京: two columns each */
         "    1 | \xe6\x9d\xb1\xe4\xba\xac: x\n      |       ^\n"},
        {"\xe6\x9d\xb1\xe4\xba\xac", 0, 6, "    1 | \xe6\x9d\xb1\xe4\xba\xac\n      | ^~~~\n"},
        {"e\xcc\x81x", 3, 4, "    1 | e\xcc\x81x\n      |  ^\n"}, /* a combining accent */
        {"\xef\xbb\xbf"
         "ab",
         4, 5, "    1 | ab\n      |  ^\n"},
        {"ab\r\n", 1, 2, "    1 | ab\n      |  ^\n"},
        {"ab\ncd", 1, 5, "    1 | ab\n      |  ^\n"}, /* up to the end of the line */
    };

    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct reading r;
        const char *report;

        reading_start(&r, text_of(cases[i].text));
        diag_add(r.diags, DIAG_bad_text, AT(cases[i].start, cases[i].end), "x");
        report = strchr(reading_report(&r), '\n') + 1;
        cr_expect_str_eq(report, cases[i].shown, "case %zu: got\n%swant\n%s", i, report,
                         cases[i].shown);
        reading_end(&r);
    }
}

Test(diag, columns_in_text_are_characters_in_json_bytes)
{
    struct reading r;

    reading_start(&r, TEXT("\xc3\xa9\xc3\xa9: x\n"));
    diag_add(r.diags, DIAG_bad_text, AT(6, 7), "x");
    cr_expect(strncmp(reading_report(&r), "spec.yaml:1:5: ", 15) == 0);
    expect_rendered(&r, DIAG_JSON,
                    "[\n{\"id\":\"bad_text\",\"severity\":\"error\",\"file\":\"spec.yaml\","
                    "\"line\":1,\"column\":7,\"endLine\":1,\"endColumn\":8,\"message\":\"x\","
                    "\"notes\":[]}\n]\n");
    reading_end(&r);
}

Test(diag, json_escapes_and_has_hint_and_notes)
{
    struct reading r;
    struct diag *d;

    reading_start(&r, TEXT("a\nbcd\n"));
    d = diag_add(r.diags, DIAG_comment_in_text, AT(2, 4), "a \"b\" \\ %c%c \xc3\xa9\xff", 0x1f,
                 '\n');
    diag_hint(d, "h");
    diag_note(d, AT(0, 1), "n");
    diag_note(d, AT(1, 1), "m");
    expect_rendered(
        &r, DIAG_JSON,
        "[\n{\"id\":\"comment_in_text\",\"severity\":\"warning\",\"file\":\"spec.yaml\","
        "\"line\":2,\"column\":1,\"endLine\":2,\"endColumn\":3,"
        "\"message\":\"a \\\"b\\\" \\\\ \\u001f\\u000a \xc3\xa9\\ufffd\",\"hint\":\"h\",\"notes\":["
        "{\"file\":\"spec.yaml\",\"line\":1,\"column\":1,\"endLine\":1,\"endColumn\":2,"
        "\"message\":\"n\"},"
        "{\"file\":\"spec.yaml\",\"line\":1,\"column\":2,\"endLine\":1,\"endColumn\":2,"
        "\"message\":\"m\"}]}\n]\n");
    reading_end(&r);
}

Test(diag, none_is_an_empty_array_and_no_text)
{
    struct reading r;

    reading_start(&r, TEXT("a\n"));
    expect_rendered(&r, DIAG_JSON, "[]\n");
    expect_rendered(&r, DIAG_TEXT, "");
    reading_end(&r);
}

Test(diag, what_a_terminal_acts_upon_is_escaped)
{
    struct reading r;

    /* An escape sequence, a bell, C1, a right-to-left override, bytes that are no UTF-8. */
    reading_start(&r, TEXT("\033[2J\a\xc2\x9b\xe2\x80\xae\xff tea\n"));
    diag_add(r.diags, DIAG_bad_text, AT(12, 15), "\033]0;x\a \xe2\x80\xae \xff%c", '\n');
    cr_expect_str_eq(reading_report(&r),
                     "spec.yaml:1:10: error: \\u{1b}]0;x\\u{7} \\u{202e} \\xff\\n [bad_text]\n"
                     "    1 | \\u{1b}[2J\\u{7}\\u{9b}\\u{202e}\\xff tea\n"
                     "      |                                  ^~~\n");
    reading_end(&r);
}

/* A line of 300 columns: "0000 0005 0010 …", so that the window shows where it is. */
static void expect_window(size_t start, size_t end, const char *shown, const char *carets)
{
    struct reading r;
    struct text_buf line;
    char *copy;

    reading_start(&r, TEXT(""));
    text_buf_init(&line, r.arena, TEXT_BUF_MAX);
    for (int i = 0; i < 300; i += 5)
        text_printf(&line, "%04d ", i);
    source_init(&r.source, r.arena, "spec.yaml", text_view(&line));
    diag_add(r.diags, DIAG_bad_text, AT(start, end), "x");
    copy = strchr(strchr(reading_report(&r), '\n') + 1, '|') + 2;
    cr_expect_eq(strncmp(copy, shown, strlen(shown)), 0, "%s", reading_report(&r));
    copy = strchr(strchr(copy, '\n'), '|') + 2;
    cr_expect_eq(strncmp(copy, carets, strlen(carets)), 0, "%s", reading_report(&r));
    cr_expect_eq(copy[strlen(carets)], '\n', "%s", reading_report(&r));
    reading_end(&r);
}

Test(diag, a_long_line_is_cut_around_the_caret)
{
    expect_window(10, 14, "0000 0005 0010", "          ^~~~");
    /* 32 columns of the line before the caret, and the mark for what is cut off. */
    expect_window(200, 204, "…5 0170 0175 0180", "                                 ^~~~");
}

Test(diag, a_long_range_is_underlined_as_far_as_it_is_shown)
{
    struct reading r;
    struct text_buf line;
    const char *carets;

    reading_start(&r, TEXT(""));
    text_buf_init(&line, r.arena, TEXT_BUF_MAX);
    for (int i = 0; i < 500; i++)
        text_putc(&line, 'x');
    source_init(&r.source, r.arena, "spec.yaml", text_view(&line));
    diag_add(r.diags, DIAG_bad_text, AT(0, 500), "x");
    carets = strchr(reading_report(&r), '^');
    cr_expect_eq(strspn(carets + 1, "~"), 95);
    reading_end(&r);
}

Test(diag, beyond_the_cap_they_are_counted)
{
    struct reading r;
    const char *last;

    reading_start(&r, TEXT("a\n"));
    for (int i = 0; i < 130; i++) {
        struct diag *d = diag_add(r.diags, DIAG_bad_text, AT(0, 1), "number %d", i);
        diag_hint(d, "hint");
        diag_note(d, AT(0, 1), "note");
    }
    cr_expect_eq(diags_errors(r.diags), 130);
    last = strstr(reading_report(&r), "number 99 ");
    cr_assert_not_null(last);
    cr_expect_null(strstr(last, "number 100"));
    cr_expect_not_null(strstr(last, "\n30 more not shown\n"));
    reading_end(&r);
}

Test(diag, a_repetition_is_dropped)
{
    struct reading r;

    reading_start(&r, TEXT("ab\n"));
    diag_add(r.diags, DIAG_bad_text, AT(0, 1), "x");
    diag_hint(diag_add(r.diags, DIAG_bad_text, AT(0, 1), "x"), "not shown");
    diag_add(r.diags, DIAG_bad_text, AT(0, 1), "y");
    diag_add(r.diags, DIAG_bad_text, AT(1, 1), "x");
    EXPECT_IDS(&r, "bad_text bad_text bad_text");
    cr_expect_eq(diags_errors(r.diags), 3);
    cr_expect_null(strstr(reading_report(&r), "not shown"));
    reading_end(&r);
}

Test(diag, a_message_is_bounded)
{
    struct reading r;
    char long_text[5001];

    memset(long_text, 'x', sizeof(long_text) - 1);
    long_text[5000] = '\0';
    reading_start(&r, TEXT("a\n"));
    diag_add(r.diags, DIAG_bad_text, AT(0, 1), "%s", long_text);
    cr_expect_eq(strspn(strstr(reading_report(&r), "xx"), "x"), 1000);
    reading_end(&r);
}

Test(diag, every_id_has_its_name)
{
    cr_expect_str_eq(diag_name(DIAG_unknown_key), "unknown_key");
    cr_expect_str_eq(diag_name((enum diag_id)0), "file_too_large");
    for (int i = 0; i < DIAG_COUNT; i++) {
        const char *name = diag_name((enum diag_id)i);
        cr_assert_eq(strspn(name, "abcdefghijklmnopqrstuvwxyz_0123456789"), strlen(name));
    }
}

/* ---- what is found several times ---------------------------------------------------------- */

Test(diag, the_same_at_the_same_place_counts_once)
{
    struct reading r;

    reading_start(&r, TEXT("a: 1\nb: 2\n"));
    for (int round = 0; round < 3; round++) {
        struct diag *d = diag_add(r.diags, DIAG_bad_text, AT(0, 1), "one");

        cr_expect_eq(diag_is_kept(d), round == 0);
        diag_hint(d, "hint %d", round);
        diag_add(r.diags, DIAG_wrong_type, AT(0, 1), "one");
        diag_add(r.diags, DIAG_bad_text, AT(0, 2), "one");
        diag_add(r.diags, DIAG_bad_text, AT(1, 1), "one");
        diag_add(r.diags, DIAG_bad_text, AT(0, 1), "other");
    }
    cr_expect_eq(diags_errors(r.diags), 5);
    cr_expect_not_null(strstr(reading_report(&r), "hint: hint 0\n"));
    cr_expect_null(strstr(reading_report(&r), "hint 1"));
    reading_end(&r);
}

/* Also of those that are counted only. */
Test(diag, repetitions_beyond_the_maximum_are_none_more)
{
    struct reading r;

    reading_start(&r, TEXT("a: 1\n"));
    for (int round = 0; round < 3; round++) {
        for (int i = 0; i < DIAG_MAX + 50; i++)
            diag_add(r.diags, DIAG_bad_text, AT(0, 1), "number %d", i);
    }
    cr_expect_eq(diags_errors(r.diags), DIAG_MAX + 50);
    cr_expect_not_null(strstr(reading_report(&r), "\n50 more not shown\n"));
    reading_end(&r);
}

/* Whoever reads a hundred warnings is told of the error that made the run fail, too. */
Test(diag, beyond_the_maximum_an_error_takes_the_place_of_a_warning)
{
    struct reading r;

    reading_start(&r, TEXT("a: 1\n"));
    diags_begin_variant(r.diags, AT(0, 1), AT(0, 1), TEXT("one"));
    for (int i = 0; i < DIAG_MAX; i++)
        diag_add(r.diags, DIAG_unused_table, AT(0, 1), "warning %d.", i);
    diag_hint(diag_add(r.diags, DIAG_bad_text, AT(1, 2), "the error"), "its hint");
    diag_add(r.diags, DIAG_unused_index, AT(0, 1), "one more");
    diags_begin_variant(r.diags, AT(1, 2), AT(1, 2), TEXT("two"));
    for (int i = 0; i < DIAG_MAX; i++)
        diag_add(r.diags, DIAG_unused_table, AT(0, 1), "warning %d.", i);
    diags_end_variants(r.diags);
    cr_expect_not_null(strstr(reading_report(&r), "error: the error"));
    cr_expect_not_null(strstr(reading_report(&r), "hint: its hint"));
    cr_expect_null(strstr(reading_report(&r), "so it is in two"), "%s", reading_report(&r));
    cr_expect_not_null(strstr(reading_report(&r), "warning 98."));
    cr_expect_null(strstr(reading_report(&r), "warning 99."));
    cr_expect_not_null(strstr(reading_report(&r), "\n2 more not shown\n"));
    reading_end(&r);
}

Test(diag, what_one_variant_uses_is_used)
{
    struct reading r;

    reading_start(&r, TEXT("a: 1\n"));
    diags_begin_variant(r.diags, AT(0, 1), AT(0, 1), TEXT("one"));
    diag_add(r.diags, DIAG_unused_kms_key, AT(1, 2), "nowhere");
    diag_add(r.diags, DIAG_unused_kms_key, AT(2, 3), "not in one");
    diag_add(r.diags, DIAG_cors_preflight, AT(3, 4), "in one");
    diags_begin_variant(r.diags, AT(1, 2), AT(1, 2), TEXT("two"));
    diag_add(r.diags, DIAG_unused_kms_key, AT(1, 2), "nowhere");
    diags_end_variants(r.diags);
    cr_expect_not_null(strstr(reading_report(&r), "nowhere"));
    cr_expect_null(strstr(reading_report(&r), "not in one"));
    cr_expect_not_null(strstr(reading_report(&r), "in one"));
    cr_expect_eq(diags_warnings(r.diags), 2);
    reading_end(&r);
}

Test(diag, what_not_all_variants_have_says_which_do)
{
    struct reading r;

    reading_start(&r, TEXT("base\none: x\ntwo: y\nsix: z\n"));
    diag_add(r.diags, DIAG_bad_text, AT(0, 1), "before");
    diags_begin_variant(r.diags, AT(5, 8), AT(5, 11), TEXT("one"));
    diag_add(r.diags, DIAG_bad_text, AT(0, 1), "before");
    diag_add(r.diags, DIAG_bad_text, AT(1, 2), "in all");
    diag_add(r.diags, DIAG_bad_text, AT(2, 3), "in two");
    diag_add(r.diags, DIAG_bad_text, AT(2, 3), "in two");
    diags_begin_variant(r.diags, AT(12, 15), AT(12, 18), TEXT("two"));
    diag_add(r.diags, DIAG_bad_text, AT(1, 2), "in all");
    diag_add(r.diags, DIAG_bad_text, AT(17, 18), "its own");
    diags_begin_variant(r.diags, AT(19, 22), AT(0, 0), TEXT("six"));
    diag_add(r.diags, DIAG_bad_text, AT(1, 2), "in all");
    diag_add(r.diags, DIAG_bad_text, AT(2, 3), "in two");
    diags_end_variants(r.diags);
    diag_add(r.diags, DIAG_bad_text, AT(3, 4), "after");
    expect_rendered(&r, DIAG_TEXT,
                    "spec.yaml:1:1: error: before [bad_text]\n    1 | base\n      | ^\n"
                    "spec.yaml:1:2: error: in all [bad_text]\n    1 | base\n      |  ^\n"
                    "spec.yaml:1:3: error: in two [bad_text]\n    1 | base\n      |   ^\n"
                    "spec.yaml:2:1: note: so it is in one\n    2 | one: x\n      | ^~~\n"
                    "spec.yaml:4:1: note: so it is in six\n    4 | six: z\n      | ^~~\n"
                    "spec.yaml:1:4: error: after [bad_text]\n    1 | base\n      |    ^\n"
                    "spec.yaml:3:6: error: its own [bad_text]\n    3 | two: y\n      |      ^\n");
    cr_expect_eq(diags_errors(r.diags), 5);
    reading_end(&r);
}
