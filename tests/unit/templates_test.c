/*
 * gen/model/templates: templates cut at their parts. What is wrong, and how that reads, is in
 * tests/bad.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "model/templates.h"

static bool read_text(const char *text, struct template_text *out)
{
    struct spec_text written = {text_of(text), {100, 100 + strlen(text)}, true};

    return template_read(NULL, &written, out);
}

Test(templates, parts_and_literals)
{
    static const struct {
        const char *text;
        size_t count;
        const char *names[LS_MAX_PARTS], *literals[LS_MAX_PARTS + 1];
    } rows[] = {
        {"{a}", 1, {"a"}, {"", ""}},
        {"room#{room}", 1, {"room"}, {"room#", ""}},
        {"{room}#", 1, {"room"}, {"", "#"}},
        {"room#{room}#{sent}", 2, {"room", "sent"}, {"room#", "#", ""}},
        {" {a b}, {c} ", 2, {"a b", "c"}, {" ", ", ", " "}},
        {"{a-b}${c.d}", 0, {NULL}, {NULL}},
        {"$5 {a}$", 1, {"a"}, {"$5 ", "$"}},
        {"|{\xc3\xa9}|", 1, {"\xc3\xa9"}, {"|", "|"}}, /* names are any; literals are not */
        {"{1}1{2}2{3}3{4}4{5}5{6}6{7}7{8}8",
         8,
         {"1", "2", "3", "4", "5", "6", "7", "8"},
         {"", "1", "2", "3", "4", "5", "6", "7", "8"}},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct template_text text;

        cr_assert_eq(read_text(rows[i].text, &text), rows[i].count > 0, "%s", rows[i].text);
        if (rows[i].count == 0)
            continue;
        cr_assert_eq(text.part_count, rows[i].count, "%s", rows[i].text);
        for (size_t j = 0; j < rows[i].count; j++)
            cr_expect(text_is(text.parts[j].name, rows[i].names[j]), "%s: part %zu", rows[i].text,
                      j);
        for (size_t j = 0; j <= rows[i].count; j++)
            cr_expect(text_is(text.literals[j], rows[i].literals[j]), "%s: literal %zu",
                      rows[i].text, j);
    }
}

Test(templates, places_of_parts)
{
    struct template_text text;

    cr_assert(read_text("room#{room}#{sent}", &text));
    cr_expect_eq(text.parts[0].at.start, 105);
    cr_expect_eq(text.parts[0].at.end, 111);
    cr_expect_eq(text.parts[1].at.start, 112);
    cr_expect_eq(text.parts[1].at.end, 118);
}

Test(templates, what_is_none)
{
    static const char *const rows[] = {
        "",      "room",   "{",           "}",
        "{}",    "{a",     "a}",          "{a}}",
        "{{a}}", "{a{b}}", "{ a}",        "{a }",
        "{ }",   "{a}{b}", "{a}#{a}",     "${a}",
        "x${a}", "{a}~",   "~{a}",        "{a}\x7f",
        "\t{a}", "{a}\n",  "\xc3\xa9{a}", "{a}#{b}#{c}#{d}#{e}#{f}#{g}#{h}#{i}",
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct template_text text;

        cr_expect_not(read_text(rows[i], &text), "%s", rows[i]);
        cr_expect(text.part_count <= LS_MAX_PARTS, "%s", rows[i]);
    }
}

/* Routes name parts, and are not to be told of what is wrong with the template. */
Test(templates, what_can_be_read_of_a_template_that_is_none)
{
    static const struct {
        const char *text;
        size_t count;
        const char *names[LS_MAX_PARTS];
    } rows[] = {
        {"x#{a", 1, {"a"}},
        {"{a}{b}", 2, {"a", "b"}},
        {"{{a}}", 1, {"a"}},
        {"{ a }#{b}", 2, {"a", "b"}},
        {"{a}#{a}#{b}", 2, {"a", "b"}},
        {"{}#{b}", 1, {"b"}},
        {"{a}~", 1, {"a"}},
        {"x", 0, {NULL}},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct template_text text;

        cr_expect_not(read_text(rows[i].text, &text), "%s", rows[i].text);
        cr_assert_eq(text.part_count, rows[i].count, "%s", rows[i].text);
        for (size_t j = 0; j < rows[i].count; j++)
            cr_expect(text_is(text.parts[j].name, rows[i].names[j]), "%s", rows[i].text);
    }
}

/* 0x20 and 0x7d are the bounds of a literal's characters, but a brace is none. */
Test(templates, characters_of_literals)
{
    for (int c = 1; c < 256; c++) {
        char string[] = {'{', 'a', '}', (char)c, '\0'};
        bool good = c >= 0x20 && c <= 0x7d && c != '{' && c != '}';
        struct template_text text;

        cr_expect_eq(read_text(string, &text), good, "0x%02x", c);
    }
}
