/*
 * Keys: leaves to key attributes, and what a range of one part says of the whole.
 */
#include "keys.h"

#include <string.h>

#include "leaves.h"

#include "expect.h"

TestSuite(keys, .init = leaves_init, .fini = leaves_release);

/* ---- values ---- */

static struct ls_str value_of(size_t attribute)
{
    struct ls_str value = {"?", 1};

    cr_expect_eq(ls_key_value(&leaves.context, &leaves.request, &leaves.attributes[attribute],
                              &leaves.bindings, &value),
                 LS_OK);
    return value;
}

static const char *const room[] = {"room#", "#", ""};

Test(keys, a_value_is_the_rows_or_composed)
{
    leaves_template(room, 2);
    leaves_clear();
    leaves_add(LEAF_B, LS_MATCH_EQUALS, "x", NULL);
    leaves_add(LEAF_PLAIN, LS_MATCH_EQUALS, "p", NULL);
    cr_expect_null(value_of(LEAF_DERIVED).ptr);
    leaves_add(LEAF_A, LS_MATCH_EQUALS, "blue", NULL);
    EXPECT_STR(value_of(LEAF_DERIVED), "room#blue#x");
    EXPECT_STR(value_of(LEAF_PLAIN), "p");
    cr_expect_null(value_of(LEAF_C).ptr);
    leaves_clear();
    leaves_add(LEAF_PLAIN, LS_MATCH_BETWEEN, "p", "q");
    leaves_add(LEAF_A, LS_MATCH_EQUALS, "blue", NULL);
    leaves_add(LEAF_B, LS_MATCH_PREFIX, "x", NULL);
    cr_expect_null(value_of(LEAF_PLAIN).ptr);
    cr_expect_null(value_of(LEAF_DERIVED).ptr);
    leaves_clear();
    leaves_add(LEAF_A, LS_MATCH_EQUALS, "blue", NULL);
    leaves_add(LEAF_B, LS_MATCH_EQUALS, NULL, NULL);
    leaves.bindings.rows[1].from_body = true;
    cr_expect_null(value_of(LEAF_DERIVED).ptr);
}

Test(keys, a_part_that_cannot_be_is_told_to_who_gave_it)
{
    struct ls_str value;

    leaves_template(room, 2);
    leaves_clear();
    leaves_add(LEAF_B, LS_MATCH_EQUALS, "x", NULL);
    leaves_add(LEAF_A, LS_MATCH_EQUALS, "bl#ue", NULL);
    cr_expect_eq(ls_key_value(&leaves.context, &leaves.request, &leaves.attributes[LEAF_DERIVED],
                              &leaves.bindings, &value),
                 LS_BAD_PARAMETER);
    cr_expect_str_eq(leaves.context.error.message,
                     "Bad parameter: a contains \"#\", which ends it in the key");
    leaves.sources[1].low.kind = LS_SOURCE_PATH;
    cr_expect_eq(ls_key_value(&leaves.context, &leaves.request, &leaves.attributes[LEAF_DERIVED],
                              &leaves.bindings, &value),
                 LS_BAD_KEY);
    cr_expect_eq(leaves.context.error.status, LS_BAD_KEY);
    cr_expect_str_eq(leaves.context.error.message,
                     "Bad parameter: a contains \"#\", which ends it in the key");
}

/* ---- conditions ---- */

static struct ls_key_condition condition;

static enum ls_status find_condition(size_t attribute)
{
    return ls_key_condition(&leaves.context, &leaves.request, &leaves.attributes[attribute],
                            &leaves.bindings, &condition);
}

static void expect_end(struct ls_str end, const char *wanted, size_t line)
{
    if (wanted == NULL)
        cr_expect_null(end.ptr, "line %zu: %.*s", line, (int)end.len, end.ptr);
    else
        cr_expect(end.ptr != NULL && ls_str_equal_text(end, wanted), "line %zu: got %.*s, want %s",
                  line, (int)end.len, end.ptr, wanted);
}

static void expect_condition(enum ls_match match, const char *low, const char *high,
                             const struct ls_bound *exact, size_t line)
{
    cr_assert_eq(find_condition(LEAF_DERIVED), LS_OK, "line %zu: %s", line,
                 leaves.context.error.detail);
    if (low != NULL || high != NULL)
        cr_expect_eq(condition.match, match, "line %zu: %d", line, (int)condition.match);
    expect_end(condition.low, low, line);
    expect_end(condition.high, high, line);
    cr_expect_eq(condition.exact, exact, "line %zu", line);
}

#define EXPECT_CONDITION(match, low, high, exact)                                                  \
    expect_condition(LS_MATCH_##match, low, high, exact, __LINE__)

Test(keys, a_plain_attribute_has_its_rows_condition)
{
    leaves_clear();
    cr_expect_eq(find_condition(LEAF_PLAIN), LS_OK);
    cr_expect_null(condition.low.ptr);
    leaves_add(LEAF_PLAIN, LS_MATCH_BETWEEN, NULL, "q");
    cr_expect_eq(find_condition(LEAF_PLAIN), LS_OK);
    cr_expect_eq(condition.match, LS_MATCH_BETWEEN);
    cr_expect_null(condition.low.ptr);
    EXPECT_STR(condition.high, "q");
    cr_expect_null(condition.exact);
    leaves_clear();
    leaves_add(LEAF_PLAIN, LS_MATCH_AFTER, "q", NULL);
    cr_expect_eq(find_condition(LEAF_PLAIN), LS_OK);
    cr_expect_eq(condition.match, LS_MATCH_AFTER);
    EXPECT_STR(condition.low, "q");
}

Test(keys, equal_parts_make_a_prefix)
{
    static const char *const bare[] = {"", "#", ""};

    leaves_template(room, 2);
    leaves_clear();
    EXPECT_CONDITION(PREFIX, "room#", NULL, NULL);
    leaves_add(LEAF_A, LS_MATCH_EQUALS, "blue", NULL);
    EXPECT_CONDITION(PREFIX, "room#blue#", NULL, NULL);
    leaves_add(LEAF_B, LS_MATCH_BETWEEN, NULL, NULL); /* absent from the query */
    EXPECT_CONDITION(PREFIX, "room#blue#", NULL, NULL);
    leaves_clear();
    leaves_add(LEAF_A, LS_MATCH_EQUALS, "blue", NULL);
    leaves_add(LEAF_B, LS_MATCH_EQUALS, "x", NULL);
    EXPECT_CONDITION(EQUALS, "room#blue#x", NULL, NULL);
    leaves_template(bare, 2);
    leaves_clear();
    EXPECT_CONDITION(EQUALS, NULL, NULL, NULL);
}

/* The next text of "room#blue#" is "room#blue$": '#' is 0x23 and '$' 0x24. */
Test(keys, a_range_of_the_last_part_is_one_of_the_whole)
{
    struct ls_bound *row = &leaves.bindings.rows[1];
    struct ls_str low;

    leaves_template(room, 2);
    leaves_clear();
    leaves_add(LEAF_A, LS_MATCH_EQUALS, "blue", NULL);
    leaves_add(LEAF_B, LS_MATCH_BETWEEN, "f", "t!");
    EXPECT_CONDITION(BETWEEN, "room#blue#f", "room#blue#t!", NULL);
    row->high = ls_str(NULL, 0);
    EXPECT_CONDITION(BETWEEN, "room#blue#f", "room#blue$", NULL);
    row->high = LS_STR("t");
    row->low = ls_str(NULL, 0);
    EXPECT_CONDITION(BETWEEN, "room#blue#", "room#blue#t", NULL);
    row->match = LS_MATCH_BEFORE;
    EXPECT_CONDITION(BETWEEN, "room#blue#", "room#blue#t", row);
    *row = (struct ls_bound){.attribute = &leaves.attributes[LEAF_B], .match = LS_MATCH_PREFIX};
    row->low = LS_STR("f#");
    EXPECT_CONDITION(PREFIX, "room#blue#f#", NULL, NULL);
    row->match = LS_MATCH_AFTER;
    row->low = LS_STR("f");
    cr_assert_eq(find_condition(LEAF_DERIVED), LS_OK);
    cr_expect_eq(condition.match, LS_MATCH_BETWEEN);
    low = condition.low;
    cr_expect(ls_str_equal(low, ls_str("room#blue#f\0", 12)), "%.*s", (int)low.len, low.ptr);
    EXPECT_STR(condition.high, "room#blue$");
    cr_expect_null(condition.exact);
    /* A key of 40 bytes: nothing begins with it. */
    row->low = LS_STR("123456789.123456789.123456789.");
    EXPECT_CONDITION(BETWEEN, "room#blue#123456789.123456789.123456789.", "room#blue$", row);
}

Test(keys, the_only_part_is_the_whole)
{
    static const char *const only[] = {"", ""};

    leaves_template(only, 1);
    leaves_clear();
    leaves_add(LEAF_A, LS_MATCH_AFTER, "f", NULL);
    EXPECT_CONDITION(AFTER, "f", NULL, NULL);
    leaves_clear();
    leaves_add(LEAF_A, LS_MATCH_BEFORE, NULL, "t");
    EXPECT_CONDITION(BEFORE, NULL, "t", NULL);
    leaves_clear();
    leaves_add(LEAF_A, LS_MATCH_BETWEEN, "f", NULL);
    EXPECT_CONDITION(BETWEEN, "f", NULL, NULL);
}

/*
 * Behind the part stands '#' (0x23). '!' (0x21) is less, so that "a" is behind "a!" among the
 * derived texts; '$' and letters are greater.
 */
Test(keys, a_range_of_a_part_before_a_literal_encloses_it)
{
    static const char *const bare[] = {"", "#", ""};
    struct ls_bound *row = &leaves.bindings.rows[0];

    leaves_template(room, 2);
    leaves_clear();
    leaves_add(LEAF_A, LS_MATCH_BETWEEN, "bb", "dd");
    /* "dd!" is greater than "dd" and its text, "room#dd!#…", less than "room#dd#…". */
    EXPECT_CONDITION(BETWEEN, "room#bb", "room#dd$", row);
    row->high = LS_STR("d!d");
    /* "room#d#…" is behind "room#d!d#…" though "d" is less. */
    EXPECT_CONDITION(BETWEEN, "room#bb", "room#d$", row);
    row->high = LS_STR("!d");
    row->low = LS_STR("!a");
    EXPECT_CONDITION(BETWEEN, "room#!a", "room#!d$", row);
    row->high = ls_str(NULL, 0);
    row->low = LS_STR("bb");
    EXPECT_CONDITION(BETWEEN, "room#bb", "room$", NULL);
    /* "room#b#…" is behind it as well, though "b" is less. */
    row->low = LS_STR("b!");
    EXPECT_CONDITION(BETWEEN, "room#b!", "room$", row);
    row->low = LS_STR("b#");
    EXPECT_CONDITION(BETWEEN, "room#b#", "room$", row);
    row->match = LS_MATCH_AFTER;
    row->low = LS_STR("bb");
    EXPECT_CONDITION(BETWEEN, "room#bb", "room$", row);
    row->match = LS_MATCH_BEFORE;
    row->low = ls_str(NULL, 0);
    row->high = LS_STR("dd");
    EXPECT_CONDITION(BETWEEN, "room#", "room#dd", NULL);
    row->high = LS_STR("d!d");
    EXPECT_CONDITION(BETWEEN, "room#", "room#d$", row);
    leaves_template(bare, 2);
    row->high = LS_STR("dd");
    EXPECT_CONDITION(BETWEEN, NULL, "dd", NULL);
    row->match = LS_MATCH_BETWEEN;
    row->high = ls_str(NULL, 0);
    row->low = LS_STR("bb");
    EXPECT_CONDITION(BETWEEN, "bb", NULL, NULL);
}

/* Times are of one length, so that a text never ends where another goes on. */
Test(keys, a_range_of_times_is_exact_before_any_literal)
{
    static const char *const bare[] = {"", "|", ""};
    static const char from[] = "2026-01-02T03:04:05.000Z", to[] = "2027-01-02T03:04:05.000Z";
    struct ls_bound *row = &leaves.bindings.rows[0];

    leaves_template(bare, 2);
    leaves.attributes[LEAF_A].format = LS_FORMAT_TIMESTAMP;
    leaves_clear();
    leaves_add(LEAF_A, LS_MATCH_BETWEEN, from, to);
    EXPECT_CONDITION(BETWEEN, "2026-01-02T03:04:05.000Z", "2027-01-02T03:04:05.000Z}", NULL);
    row->match = LS_MATCH_AFTER;
    row->high = ls_str(NULL, 0);
    EXPECT_CONDITION(BETWEEN, "2026-01-02T03:04:05.000Z}", NULL, NULL);
    row->match = LS_MATCH_BEFORE;
    row->high = row->low;
    row->low = ls_str(NULL, 0);
    EXPECT_CONDITION(BETWEEN, NULL, "2026-01-02T03:04:05.000Z", NULL);
    leaves.attributes[LEAF_A].format = LS_FORMAT_ANY;
}

Test(keys, a_prefix_of_a_part_does_not_run_into_the_literal)
{
    static const char *const wide[] = {"", "##", ""};
    struct ls_bound *row = &leaves.bindings.rows[0];

    leaves_template(wide, 2);
    leaves_clear();
    leaves_add(LEAF_A, LS_MATCH_PREFIX, "ab", NULL);
    EXPECT_CONDITION(PREFIX, "ab", NULL, NULL);
    row->low = LS_STR("a#b");
    EXPECT_CONDITION(PREFIX, "a#b", NULL, NULL);
    /* "a##…", of which the part is "a", begins like that. */
    row->low = LS_STR("a#");
    EXPECT_CONDITION(PREFIX, "a#", NULL, row);
    row->low = LS_STR("#");
    EXPECT_CONDITION(PREFIX, "#", NULL, row);
    row->low = LS_STR("a##b");
    cr_expect_eq(find_condition(LEAF_DERIVED), LS_BAD_PARAMETER);
    cr_expect_str_eq(leaves.context.error.message,
                     "Bad parameter: a contains \"##\", which ends it in the key");
    row->low = LS_STR("##");
    cr_expect_eq(find_condition(LEAF_DERIVED), LS_BAD_PARAMETER);
}

Test(keys, a_range_that_no_key_can_hold_is_refused)
{
    static const char long_text[] = "123456789.123456789.123456789.123456";
    struct ls_bound *row = &leaves.bindings.rows[0];

    leaves_template(room, 2);
    leaves_clear();
    leaves_add(LEAF_A, LS_MATCH_BETWEEN, long_text, NULL);
    cr_expect_eq(find_condition(LEAF_DERIVED), LS_BAD_PARAMETER);
    cr_expect_str_eq(leaves.context.error.message, "Bad parameter: a is too long for a key");
    row->low.len--; /* 35 and "room#" are 40 */
    cr_expect_eq(find_condition(LEAF_DERIVED), LS_OK);
    row->low = LS_STR("1");
    row->high = ls_str(long_text, 35);
    cr_expect_eq(find_condition(LEAF_DERIVED), LS_BAD_PARAMETER);
    cr_expect_str_eq(leaves.context.error.message, "Bad parameter: high is too long for a key");
    row->high.len--;
    cr_expect_eq(find_condition(LEAF_DERIVED), LS_OK);
    leaves_add(LEAF_B, LS_MATCH_EQUALS, "x", NULL);
    row->match = LS_MATCH_EQUALS;
    row->low = LS_STR("b#");
    cr_expect_eq(find_condition(LEAF_DERIVED), LS_BAD_PARAMETER);
    cr_expect_str_eq(leaves.context.error.message,
                     "Bad parameter: a contains \"#\", which ends it in the key");
}

Test(keys, says_when_memory_is_short)
{
    leaves_template(room, 2);
    leaves_clear();
    leaves_add(LEAF_A, LS_MATCH_BETWEEN, "a", "b");
    ls_arena_release(&leaves.arena);
    ls_arena_init(&leaves.arena, 16, 0);
    cr_expect_eq(find_condition(LEAF_DERIVED), LS_NO_MEMORY);
}

/* ---- what may be an item of the list ---- */

static bool matches(const char *value)
{
    bool result = false;

    cr_expect_eq(ls_key_matches(&leaves.context, &leaves.request, &leaves.attributes[LEAF_DERIVED],
                                &leaves.bindings, guarded(ls_str_of(value)), &result),
                 LS_OK);
    return result;
}

Test(keys, a_value_matches_by_each_part_that_is_bound)
{
    static const char *const three[] = {"", "#", "#", ""};

    leaves_template(three, 3);
    leaves_clear();
    cr_expect(matches("anything"));
    leaves_add(LEAF_A, LS_MATCH_EQUALS, "x", NULL);
    cr_expect(matches("x#y#z"));
    cr_expect(matches("x#"));
    cr_expect_not(matches("xx#y#z"));
    cr_expect_not(matches("x"));
    cr_expect_not(matches("y#x#z"));
    leaves_clear();
    leaves_add(LEAF_C, LS_MATCH_EQUALS, "x", NULL);
    leaves_add(LEAF_B, LS_MATCH_BETWEEN, "p", "q"); /* of equality alone */
    cr_expect(matches("y#y#x"));
    cr_expect_not(matches("x#x#y"));
    cr_expect_not(matches("y#x"));
    cr_expect_not(matches("y#y#x#"));
    cr_expect_not(matches("y#y#z#x"));
    leaves_add(LEAF_A, LS_MATCH_EQUALS, "y", NULL);
    cr_expect(matches("y#y#x"));
    cr_expect_not(matches("z#y#x"));
    /* What another program stored in another form has its place as well. */
    leaves_template(room, 2);
    leaves_clear();
    cr_expect(matches("anything"));
}
