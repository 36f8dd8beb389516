/*
 * Ranges of parts against a plain model: random items and lists, over texts that are as unfriendly
 * as can be.
 */
#include "keys.h"

#include <stdio.h>
#include <string.h>

#include "leaves.h"

#include "expect.h"

TestSuite(key_ranges, .init = leaves_init, .fini = leaves_release);

static uint64_t state;

static size_t below(size_t count)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return (size_t)(state >> 16) % count;
}

#define ITEMS 40
#define TEXT  32

/* Around the literals '#' and '~', and the last character of Unicode. */
static const char *const alphabet[] = {"!", "#", "$", "~", "a", "\xC3\xA9", "\xF4\x8F\xBF\xBF"};
static const char *const times[] = {"1999-12-31T23:59:59.999Z", "2026-01-02T03:04:05.000Z",
                                    "2026-01-02T03:04:05.001Z", "2026-11-12T13:14:15.016Z"};

/* Literals, and how many parts they stand around; `times`: the second part is a time. */
static const struct form {
    const char *literals[4];
    size_t count;
    bool times;
} forms[] = {
    {{"", "#", ""}, 2, false},       {{"p#", "#", ""}, 2, false},
    {{"", "##", ""}, 2, false},      {{"", "#$", "#"}, 2, false},
    {{"", "~", ""}, 2, false},       {{"~", "!", "~", ""}, 3, false},
    {{"", "#", "$", "!"}, 3, false}, {{"", "$a", "#", ""}, 3, false},
    {{"", "#", ""}, 2, true},        {{"#", "#", "|", ""}, 3, true},
    {{"", "#", "!", "$"}, 3, true},  {{"", ""}, 1, false},
    {{"a", ""}, 1, false},
};

struct item {
    char parts[3][TEXT];
    char derived[4 * TEXT];
};

static void append(char *out, size_t size, const char *text)
{
    size_t len = strlen(out);

    cr_assert_lt(strlen(text), size - len);
    memcpy(out + len, text, strlen(text) + 1);
}

static void random_text(const struct form *form, size_t part, char out[TEXT])
{
    size_t length = 1 + below(3);

    out[0] = '\0';
    if (form->times && part == 1) {
        append(out, TEXT, times[below(sizeof(times) / sizeof(times[0]))]);
        return;
    }
    for (size_t i = 0; i < length; i++)
        append(out, TEXT, alphabet[below(sizeof(alphabet) / sizeof(alphabet[0]))]);
}

/* What a part may hold is stated here once more: its literal must come first at its end. */
static void random_item(const struct form *form, struct item *item)
{
    item->derived[0] = '\0';
    append(item->derived, sizeof(item->derived), form->literals[0]);
    for (size_t i = 0; i < form->count; i++) {
        const char *literal = form->literals[i + 1];
        char both[2 * TEXT];

        do {
            random_text(form, i, item->parts[i]);
            snprintf(both, sizeof(both), "%s%s", item->parts[i], literal);
        } while (literal[0] != '\0' && strstr(both, literal) != both + strlen(item->parts[i]));
        append(item->derived, sizeof(item->derived), both);
    }
}

/* As DynamoDB does: by bytes without sign. */
static int compare(struct ls_str a, struct ls_str b)
{
    int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static bool is_in(enum ls_match match, const char *value, struct ls_str low, struct ls_str high)
{
    struct ls_str text = ls_str_of(value);
    int from = low.ptr == NULL ? 1 : compare(text, low);
    int to = high.ptr == NULL ? -1 : compare(text, high);

    switch (match) {
    case LS_MATCH_EQUALS:
        return from == 0;
    case LS_MATCH_PREFIX:
        return text.len >= low.len && memcmp(text.ptr, low.ptr, low.len) == 0;
    case LS_MATCH_AFTER:
        return from > 0;
    case LS_MATCH_BEFORE:
        return to < 0;
    default:
        return from >= 0 && to <= 0;
    }
}

/* Equal parts as some item has them, then a range; returns false when the texts are no list. */
static bool random_list(const struct form *form, const struct item *like, char ends[2][TEXT])
{
    static const enum ls_match ranges[] = {LS_MATCH_PREFIX, LS_MATCH_BETWEEN, LS_MATCH_BETWEEN,
                                           LS_MATCH_AFTER, LS_MATCH_BEFORE};
    size_t equal = below(form->count);
    enum ls_match match = ranges[below(5)];
    bool has_low = match != LS_MATCH_BEFORE, has_high = match == LS_MATCH_BEFORE;

    leaves_clear();
    for (size_t i = 0; i < equal; i++)
        leaves_add(LEAF_A + i, LS_MATCH_EQUALS, like->parts[i], NULL);
    for (size_t i = 0; i < 2; i++)
        random_text(form, equal, ends[i]);
    if (below(2) == 0)
        memcpy(ends[below(2)], like->parts[equal], TEXT);
    if (match == LS_MATCH_BETWEEN) {
        has_low = below(4) > 0;
        has_high = !has_low || below(3) > 0;
        if (has_low && has_high && strcmp(ends[0], ends[1]) > 0)
            return false;
    }
    leaves_add(LEAF_A + equal, match, has_low ? ends[0] : NULL, has_high ? ends[1] : NULL);
    return true;
}

struct tally {
    size_t lists, found, exact, left_out; /* lists that need a filter; items that it left out */
};

static void check_list(const struct form *form, const struct item *items, struct tally *tally)
{
    const struct ls_bound *range = &leaves.bindings.rows[leaves.bindings.count - 1];
    struct ls_key_condition condition;
    enum ls_status status =
        ls_key_condition(&leaves.context, &leaves.request, &leaves.attributes[LEAF_DERIVED],
                         &leaves.bindings, &condition);

    if (status != LS_OK) {
        /* Only a beginning that no part has. */
        cr_assert(range->match == LS_MATCH_PREFIX && status == LS_BAD_PARAMETER, "%s",
                  leaves.context.error.detail);
        return;
    }
    tally->lists++;
    tally->exact += condition.exact != NULL;
    if (condition.exact != NULL)
        cr_assert_eq(condition.exact, range);
    if (condition.low.ptr != NULL && condition.high.ptr != NULL)
        cr_assert_leq(compare(condition.low, condition.high), 0);
    cr_assert(condition.low.ptr == NULL || ls_utf8_valid(condition.low));
    cr_assert(condition.high.ptr == NULL || ls_utf8_valid(condition.high));
    for (size_t i = 0; i < ITEMS; i++) {
        const struct item *item = &items[i];
        bool wanted = true, read, found;

        for (size_t row = 0; row < leaves.bindings.count; row++)
            wanted = wanted && is_in(leaves.bindings.rows[row].match, item->parts[row],
                                     leaves.bindings.rows[row].low, leaves.bindings.rows[row].high);
        read = is_in(condition.match, item->derived, condition.low, condition.high);
        found = read && (condition.exact == NULL ||
                         is_in(range->match, item->parts[leaves.bindings.count - 1], range->low,
                               range->high));
        tally->found += found;
        tally->left_out += read && !found;
        cr_assert_eq(found, wanted, "form %zu, item %s: range %d %.*s .. %.*s, read %d wanted %d",
                     (size_t)(form - forms), item->derived, (int)range->match, (int)range->low.len,
                     range->low.ptr == NULL ? "" : range->low.ptr, (int)range->high.len,
                     range->high.ptr == NULL ? "" : range->high.ptr, read, wanted);
    }
}

Test(key_ranges, ranges_hold_what_a_plain_model_says)
{
    struct item items[ITEMS];
    char ends[2][TEXT];
    struct tally tally = {0};

    state = UINT64_C(88172645463325252);
    leaves.attributes[LEAF_DERIVED].max_len = 1024;
    for (size_t round = 0; round < 10000; round++) {
        const struct form *form = &forms[round % (sizeof(forms) / sizeof(forms[0]))];

        ls_arena_reset(&leaves.arena);
        leaves_template(form->literals, form->count);
        leaves.attributes[LEAF_B].format = form->times ? LS_FORMAT_TIMESTAMP : LS_FORMAT_ANY;
        for (size_t i = 0; i < ITEMS; i++)
            random_item(form, &items[i]);
        for (size_t i = 0; i < 5; i++) {
            if (random_list(form, &items[below(ITEMS)], ends))
                check_list(form, items, &tally);
        }
    }
    /* It was a test: lists of both kinds, with items in them and beside them. */
    cr_expect_gt(tally.lists, (size_t)40000);
    cr_expect_gt(tally.found, (size_t)200000);
    cr_expect_gt(tally.exact, tally.lists / 5);
    cr_expect_lt(tally.exact, tally.lists * 3 / 5);
    cr_expect_gt(tally.left_out, (size_t)5000);
}
