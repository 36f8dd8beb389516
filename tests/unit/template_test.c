/*
 * Templates: what is composed is taken apart again, and no value can be two parts.
 */
#include "template.h"

#include <string.h>

#include "abi.h"
#include "expect.h"

#define PARTS(...) ((const char *const[]){__VA_ARGS__, NULL})

static struct ls_arena arena;

static void init(void)
{
    ls_arena_init(&arena, (size_t)1024 * 1024, 0);
}

static void release(void)
{
    ls_arena_release(&arena);
}

TestSuite(template, .init = init, .fini = release);

static const char *const room_literals[] = {"room#", "#", ""};
static const char *const wide_literals[] = {"", "##", "}"};
static const char *const only_literals[] = {"", ""};
static const char *const ended_literals[] = {"<", ">"};
static const uint8_t numbers[] = {0, 1};
static const struct ls_template room = {2, numbers, room_literals};
static const struct ls_template wide = {2, numbers, wide_literals};
static const struct ls_template only = {1, numbers, only_literals};
static const struct ls_template ended = {1, numbers, ended_literals};

static struct ls_str derived;
static size_t part;
static const char *problem;

static enum ls_status compose(const struct ls_template *template, const char *const *parts,
                              size_t count, size_t max_len)
{
    struct ls_str values[LS_MAX_PARTS];

    for (size_t i = 0; i < count; i++)
        values[i] = ls_str_of(parts[i]);
    derived = ls_str(NULL, 0);
    part = 99;
    problem = "";
    return ls_template_compose(template, values, count, max_len, &arena, &derived, &part, &problem);
}

Test(template, composes_the_whole_and_each_beginning)
{
    cr_expect_eq(compose(&room, PARTS("blue", "2026"), 2, 1024), LS_OK);
    EXPECT_STR(derived, "room#blue#2026");
    cr_expect_eq(compose(&room, PARTS("blue"), 1, 1024), LS_OK);
    EXPECT_STR(derived, "room#blue#");
    cr_expect_eq(compose(&room, PARTS("blue"), 0, 1024), LS_OK);
    EXPECT_STR(derived, "room#");
    cr_expect_eq(compose(&only, PARTS("a"), 0, 1024), LS_OK);
    cr_expect_eq(derived.len, (size_t)0);
    cr_expect_eq(compose(&only, PARTS("a"), 1, 1024), LS_OK);
    EXPECT_STR(derived, "a");
    cr_expect_eq(compose(&wide, PARTS("a", "b"), 2, 1024), LS_OK);
    EXPECT_STR(derived, "a##b}");
}

static void expect_bad(const struct ls_template *template, const char *const *parts, size_t max_len,
                       size_t wrong, const char *why)
{
    cr_assert_eq(compose(template, parts, template->part_count, max_len), LS_BAD_VALUE, "%s|%s",
                 parts[0], parts[1]);
    cr_expect_eq(part, wrong);
    cr_expect_str_eq(problem, why);
}

Test(template, refuses_a_part_that_could_be_two)
{
    static const char one[] = "contains \"#\", which ends it in the key";
    static const char two[] = "contains \"##\", which ends it in the key";

    expect_bad(&room, PARTS("blue#2", "x"), 99, 0, one);
    expect_bad(&room, PARTS("#", "x"), 99, 0, one);
    expect_bad(&room, PARTS("blue", ""), 99, 1, "is empty");
    expect_bad(&room, PARTS("", "x"), 99, 0, "is empty");
    expect_bad(&wide, PARTS("a##b", "x"), 99, 0, two);
    /* "a#" before "##" reads as "a", then "#…": the literal begins too early. */
    expect_bad(&wide, PARTS("a#", "x"), 99, 0, two);
    expect_bad(&wide, PARTS("#", "x"), 99, 0, two);
    expect_bad(&wide, PARTS("a", "x}y"), 99, 1, "contains \"}\", which ends it in the key");
}

Test(template, takes_a_literal_that_ends_no_part)
{
    /* Nothing stands behind the last part, so all of it belongs to it. */
    cr_expect_eq(compose(&room, PARTS("blue", "a#b"), 2, 99), LS_OK);
    EXPECT_STR(derived, "room#blue#a#b");
    cr_expect_eq(compose(&wide, PARTS("#a#b", "#"), 2, 99), LS_OK);
    EXPECT_STR(derived, "#a#b###}");
    cr_expect_eq(compose(&ended, PARTS("<"), 1, 99), LS_OK);
    EXPECT_STR(derived, "<<>");
}

Test(template, counts_the_bytes_of_the_whole)
{
    static char longest[2000];

    cr_expect_eq(compose(&room, PARTS("blue", "\xC3\xA9"), 2, 12), LS_OK);
    expect_bad(&room, PARTS("blue", "\xC3\xA9"), 11, 1, "is too long for a key");
    expect_bad(&room, PARTS("blue", "x"), 9, 0, "is too long for a key");
    memset(longest, 'x', sizeof(longest) - 1);
    expect_bad(&room, PARTS(longest, "x"), 1024, 0, "is too long for a key");
}

Test(template, says_when_memory_is_short)
{
    ls_arena_release(&arena);
    ls_arena_init(&arena, 1, 0);
    cr_expect_eq(compose(&room, PARTS("blue", "x"), 2, 99), LS_NO_MEMORY);
}

static void expect_parsed(const struct ls_template *template, const char *text,
                          const char *const *parts)
{
    struct ls_str values[LS_MAX_PARTS];

    cr_assert(ls_template_parse(template, guarded(ls_str_of(text)), values), "%s", text);
    for (size_t i = 0; i < template->part_count; i++)
        EXPECT_STR(values[i], parts[i]);
}

Test(template, takes_apart_what_it_composes)
{
    expect_parsed(&room, "room#blue#2026", PARTS("blue", "2026"));
    expect_parsed(&room, "room#blue#a#b", PARTS("blue", "a#b"));
    expect_parsed(&wide, "#a#b###}", PARTS("#a#b", "#"));
    expect_parsed(&only, "a", PARTS("a"));
    expect_parsed(&ended, "<<>", PARTS("<"));
}

static bool parses(const struct ls_template *template, const char *text)
{
    struct ls_str values[LS_MAX_PARTS];

    return ls_template_parse(template, guarded(ls_str_of(text)), values);
}

Test(template, knows_what_is_not_of_its_form)
{
    static const char *const not_a_room[] = {
        "", "room", "room#", "room##x", "room#blue", "room#blue#", "Room#blue#x", "#blue#x",
    };

    for (size_t i = 0; i < sizeof(not_a_room) / sizeof(not_a_room[0]); i++)
        cr_expect_not(parses(&room, not_a_room[i]), "%s", not_a_room[i]);
    cr_expect_not(parses(&wide, "a##b"));
    cr_expect_not(parses(&wide, "a##b}c"));
    cr_expect_not(parses(&wide, "a##b}}"));
    cr_expect_not(parses(&wide, "a#b}"));
    cr_expect_not(parses(&wide, "##b}"));
    cr_expect_not(parses(&wide, "a##}"));
    cr_expect_not(parses(&only, ""));
    cr_expect_not(parses(&ended, "<>"));
}
