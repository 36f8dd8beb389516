/*
 * Equal items: what may differ in the text of the same item, and what may not.
 */
#include "same_item.h"

#include "expect.h"

struct pair {
    const char *a, *b;
};

static const struct pair same[] = {
    {"{}", " { } "},
    {"{\"a\":{\"S\":\"x\"},\"b\":{\"BOOL\":true}}", "{ \"b\":{\"BOOL\":true},\"a\":{\"S\":\"x\"}}"},
    {"{\"a\":{\"N\":\"1.0\"}}", "{\"a\":{\"N\":\"1\"}}"},
    {"{\"a\":{\"N\":\"1.5E2\"}}", "{\"a\":{\"N\":\"150\"}}"},
    {"{\"a\":{\"N\":\"-0\"}}", "{\"a\":{\"N\":\"0\"}}"},
    {"{\"a\":{\"S\":\"\\u00e9\\/\"}}", "{\"\\u0061\":{\"S\":\"\xC3\xA9/\"}}"},
    {"{\"a\":{\"L\":[{\"N\":\"1.0\"},{\"NULL\":true}]}}",
     "{\"a\":{\"L\":[{\"N\":\"1\"},{\"NULL\":true}]}}"},
    {"{\"m\":{\"M\":{\"x\":{\"N\":\"10\"},\"y\":{\"L\":[]}}}}",
     "{\"m\":{\"M\":{\"y\":{\"L\":[]},\"x\":{\"N\":\"1e1\"}}}}"},
    {"{\"N\":{\"S\":\"1.0\"}}", "{\"N\":{\"S\":\"1.0\"}}"},
};

static const struct pair different[] = {
    {"{}", "{\"a\":{\"S\":\"x\"}}"},
    {"{\"a\":{\"S\":\"x\"}}", "{}"},
    {"{\"a\":{\"S\":\"x\"}}", "{\"b\":{\"S\":\"x\"}}"},
    {"{\"a\":{\"S\":\"x\"}}", "{\"a\":{\"S\":\"y\"}}"},
    {"{\"a\":{\"S\":\"x\"}}", "{\"a\":{\"B\":\"x\"}}"},
    {"{\"a\":{\"S\":\"1.0\"}}", "{\"a\":{\"S\":\"1\"}}"},
    {"{\"a\":{\"S\":\"1\"}}", "{\"a\":{\"N\":\"1\"}}"},
    {"{\"N\":{\"S\":\"1.0\"}}", "{\"N\":{\"S\":\"1\"}}"},
    {"{\"a\":{\"N\":\"1\"}}", "{\"a\":{\"N\":\"2\"}}"},
    {"{\"a\":{\"N\":\"1\"}}", "{\"a\":{\"N\":\"x\"}}"},
    {"{\"a\":{\"N\":\"1\"}}", "{\"a\":{\"N\":\"\"}}"},
    {"{\"a\":{\"BOOL\":true}}", "{\"a\":{\"BOOL\":false}}"},
    {"{\"a\":{\"BOOL\":true}}", "{\"a\":{\"BOOL\":\"true\"}}"},
    {"{\"a\":{\"S\":\"[]\"}}", "{\"a\":{\"S\":[]}}"},
    {"{\"a\":{\"L\":[{\"N\":\"1\"}]}}", "{\"a\":{\"L\":[{\"N\":\"1\"},{\"N\":\"1\"}]}}"},
    {"{\"a\":{\"L\":[{\"N\":\"1\"},{\"N\":\"1\"}]}}", "{\"a\":{\"L\":[{\"N\":\"1\"}]}}"},
    {"{\"a\":{\"L\":[{\"N\":\"1\"},{\"N\":\"2\"}]}}",
     "{\"a\":{\"L\":[{\"N\":\"2\"},{\"N\":\"1\"}]}}"},
    {"{\"a\":{\"M\":{\"x\":{\"S\":\"1\"}}}}", "{\"a\":{\"M\":{\"x\":{\"S\":\"2\"}}}}"},
    {"[]", "[]"},
    {"", "{}"},
    {"{}", ""},
    {"{\"a\":", "{\"a\":"},
    {"{\"a\":{\"S\":\"x\"}", "{\"a\":{\"S\":\"x\"}"},
};

static bool compare(const char *a, const char *b, size_t memory)
{
    struct ls_arena arena;
    bool equal;

    ls_arena_init(&arena, memory, 0);
    equal = ls_same_item(ls_str_of(a), guarded(ls_str_of(b)), &arena);
    ls_arena_release(&arena);
    return equal;
}

Test(same_item, knows_the_same_item_in_other_words)
{
    for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++) {
        cr_expect(compare(same[i].a, same[i].b, 65536), "%s, %s", same[i].a, same[i].b);
        cr_expect(compare(same[i].b, same[i].a, 65536), "%s, %s", same[i].b, same[i].a);
    }
}

Test(same_item, knows_another_item)
{
    for (size_t i = 0; i < sizeof(different) / sizeof(different[0]); i++)
        cr_expect_not(compare(different[i].a, different[i].b, 65536), "%s, %s", different[i].a,
                      different[i].b);
}

Test(same_item, does_not_guess_without_memory)
{
    cr_expect_not(compare(same[1].a, same[1].b, 0));
}
