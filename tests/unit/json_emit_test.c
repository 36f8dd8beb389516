/*
 * gen/emit/json: what the generator prints is JSON, laid out for review, and exact.
 */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>

#include "emit/json.h"

static struct mem_arena *arena;

static void setup(void)
{
    arena = mem_arena_new();
    cr_assert_not_null(arena);
}

static void teardown(void)
{
    mem_arena_free(arena);
}

TestSuite(json_emit, .init = setup, .fini = teardown);

static const char *printed(struct json root, enum json_layout layout)
{
    static struct text_buf out;

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    json_print(root, layout, &out);
    return out.ptr;
}

Test(json_emit, strings_are_escaped_as_rfc_8259_says)
{
    struct json root = json_new(arena);

    json_string(root, "quote\"key", "back\\slash");
    json_string(root, "control", "\b\t\n\f\r\x01\x1f\x7f");
    json_string(root, "utf8", "caf\xc3\xa9 \xf0\x9f\x8d\xb5 /");
    cr_expect_str_eq(printed(root, JSON_COMPACT),
                     "{\"quote\\\"key\":\"back\\\\slash\","
                     "\"control\":\"\\b\\t\\n\\f\\r\\u0001\\u001f\\u007f\","
                     "\"utf8\":\"caf\xc3\xa9 \xf0\x9f\x8d\xb5 /\"}");
}

Test(json_emit, integers_are_exact_beyond_a_double)
{
    struct json root = json_new(arena), list = json_array(root, "n");

    json_int(list, NULL, INT64_C(9007199254740993)); /* 2^53 + 1 */
    json_int(list, NULL, INT64_MAX);
    json_int(list, NULL, INT64_MIN);
    json_int(list, NULL, 0);
    cr_expect_str_eq(printed(root, JSON_COMPACT),
                     "{\"n\":[9007199254740993,9223372036854775807,-9223372036854775808,0]}");
}

Test(json_emit, a_slice_ends_where_it_ends)
{
    struct json root = json_new(arena);

    json_text(root, "name", (struct text){"items and more", 5});
    cr_expect_str_eq(printed(root, JSON_COMPACT), "{\"name\":\"items\"}");
}

Test(json_emit, members_keep_their_order_and_nothing_is_sorted)
{
    struct json root = json_new(arena);

    json_bool(root, "b", true);
    json_bool(root, "a", false);
    json_object(root, "empty");
    json_array(root, "none");
    cr_expect_str_eq(printed(root, JSON_COMPACT),
                     "{\"b\":true,\"a\":false,\"empty\":{},\"none\":[]}");
}

Test(json_emit, small_containers_stay_on_one_line)
{
    struct json root = json_new(arena), tags, tag, triple;

    json_string(json_object(root, "Role"), "Ref", "ApiRole");
    tags = json_array(root, "Tags");
    tag = json_object(tags, NULL);
    json_string(tag, "Key", "Name");
    json_string(json_object(tag, "Value"), "Fn::Sub", "tap-${Environment}");
    triple = json_object(root, "Triple");
    json_int(triple, "a", 1);
    json_int(triple, "b", 2);
    json_int(triple, "c", 3);
    json_object(root, "Empty");
    cr_expect_str_eq(printed(root, JSON_PRETTY),
                     "{\n"
                     "  \"Role\": {\"Ref\": \"ApiRole\"},\n"
                     "  \"Tags\": [\n"
                     "    {\"Key\": \"Name\", \"Value\": {\"Fn::Sub\": \"tap-${Environment}\"}}\n"
                     "  ],\n"
                     "  \"Triple\": {\n"
                     "    \"a\": 1,\n"
                     "    \"b\": 2,\n"
                     "    \"c\": 3\n"
                     "  },\n"
                     "  \"Empty\": {}\n"
                     "}");
}

/* A list of one text, so long that its line ends exactly at the given column, comma included. */
static const char *list_to_column(size_t column)
{
    struct json root = json_new(arena);
    size_t around = sizeof("  \"l\": [\"\"],") - 1;
    char *text = calloc(1, column - around + 1);
    const char *out;

    memset(text, 'x', column - around);
    json_string(json_array(root, "l"), NULL, text);
    free(text);
    out = printed(root, JSON_PRETTY);
    return out;
}

Test(json_emit, a_line_has_at_most_100_columns)
{
    const char *fits = list_to_column(100), *wraps;

    cr_expect_eq(strchr(fits + 2, '\n') - (fits + 2), 99, "99 and the comma that may follow");
    wraps = list_to_column(101);
    cr_expect(strncmp(wraps, "{\n  \"l\": [\n    \"xxx", 18) == 0, "%s", wraps);
}

Test(json_emit, a_key_given_twice_is_caught, .signal = SIGABRT)
{
    struct json root = json_new(arena);

    json_string(root, "Type", "a");
    json_string(root, "Properties", "b");
    json_string(root, "Type", "c");
    printed(root, JSON_PRETTY);
}

Test(json_emit, a_key_in_an_array_is_caught, .signal = SIGABRT)
{
    json_string(json_array(json_new(arena), "list"), "key", "value");
}

Test(json_emit, an_element_in_an_object_is_caught, .signal = SIGABRT)
{
    json_string(json_new(arena), NULL, "value");
}

/* ---- Memory that runs short inside cJSON ---- */

static long left, live;

static void *counted_malloc(size_t size)
{
    void *memory = left-- > 0 ? malloc(size) : NULL;

    live += memory != NULL;
    return memory;
}

static void counted_free(void *memory)
{
    live -= memory != NULL;
    free(memory);
}

/* True when the tree was built with `allocations` of cJSON; false when it left by the guard. */
static bool builds_with(long allocations)
{
    struct mem_arena *own = mem_arena_new();
    struct json root;

    cr_assert_not_null(own);
    if (setjmp(*mem_guard(own)) != 0) {
        mem_arena_free(own);
        return false;
    }
    left = allocations;
    root = json_new(own);
    json_int(json_array(json_object(root, "a"), "b"), NULL, 7);
    json_string(root, "c", "d");
    json_bool(root, "e", true);
    mem_arena_free(own);
    return true;
}

Test(json_emit, every_failed_allocation_leaves_through_the_guard_and_loses_nothing)
{
    cJSON_Hooks hooks = {counted_malloc, counted_free};
    long needed = 0;

    cJSON_InitHooks(&hooks);
    while (!builds_with(needed)) {
        cr_assert_eq(live, 0, "%ld blocks lost when allocation %ld fails", live, needed + 1);
        needed++;
    }
    cr_expect_eq(live, 0);
    cr_expect_eq(needed, 12, "six nodes, four keys and two texts, not %ld", needed);
    cJSON_InitHooks(NULL);
}

Test(json_emit, a_copy_has_all_below_it_and_the_name_of_its_place)
{
    struct json root = json_new(arena), one = json_object(root, "one"), list;

    json_int(one, "big", INT64_MAX);
    json_bool(json_array(one, "list"), NULL, true);
    json_copy(root, "two", one.node);
    list = json_array(root, "three");
    json_copy(list, NULL, one.node);
    json_remove(root, "one");
    json_remove(root, "absent");
    cr_expect_str_eq(printed(root, JSON_COMPACT),
                     "{\"two\":{\"big\":9223372036854775807,\"list\":[true]},"
                     "\"three\":[{\"big\":9223372036854775807,\"list\":[true]}]}");
}
