/*
 * Cursors that somebody forged, of ranges and of derived keys: none leads out of its list.
 */
#include "cursor.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "cursors.h"
#include "fixture.h"

#include "expect.h"

TestSuite(cursor_parts, .init = fixture_init, .fini = fixture_release);

static struct ls_bindings none;

/* The cursor that the list gives for `key`, but holding these values. */
static struct ls_str forge(const char *route, const struct ls_bindings *bindings, const char *key,
                           const char *const *values, size_t count)
{
    struct ls_str good = cursor_encode(route, bindings, key), cursor;
    unsigned char bytes[512];
    struct ls_buf forged;
    size_t len = 0;

    cr_assert_not_null(good.ptr);
    cr_assert_leq(good.len, sizeof(bytes));
    cr_assert(ls_base64_decode(good, (char *)bytes, &len));
    len = 9;
    for (size_t i = 0; i < count; i++) {
        bytes[len++] = 0;
        bytes[len++] = (unsigned char)strlen(values[i]);
        memcpy(bytes + len, values[i], strlen(values[i]));
        len += strlen(values[i]);
    }
    ls_buf_init(&forged, 1024);
    ls_base64url_encode(&forged, ls_str((const char *)bytes, len));
    cursor = ls_arena_copy(&fixture.arena, ls_buf_view(&forged));
    ls_buf_release(&forged);
    return cursor;
}

#define FORGE(route, bindings, key, ...)                                                           \
    forge(route, bindings, key, (const char *const[]){__VA_ARGS__},                                \
          sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

/* DynamoDB refuses a start key outside the condition, and a list never gives one. */
Test(cursor_parts, keeps_to_the_range)
{
    static const char list[] = "GET /devices/{device}/readings";
    static const char key[] = "{\"device\":{\"S\":\"d\"},\"ts\":{\"N\":\"7\"}}";
    struct ls_bindings range = cursor_fixed(items_route(list)->bindings[0].attribute, "d");
    struct ls_bound *row = &range.rows[range.count++];

    *row = (struct ls_bound){.attribute = items_route(list)->bindings[1].attribute,
                             .match = LS_MATCH_BETWEEN,
                             .low = LS_STR("5"),
                             .high = LS_STR("10")};
    EXPECT_STR(cursor_decode(list, &range, FORGE(list, &range, key, "10")),
               "{\"device\":{\"S\":\"d\"},\"ts\":{\"N\":\"10\"}}");
    cr_expect_not_null(cursor_decode(list, &range, FORGE(list, &range, key, "5.0")).ptr);
    cr_expect_null(cursor_decode(list, &range, FORGE(list, &range, key, "4.9")).ptr);
    cr_expect_null(cursor_decode(list, &range, FORGE(list, &range, key, "11")).ptr);
    row->match = LS_MATCH_AFTER;
    row->high = ls_str(NULL, 0);
    cr_expect_null(cursor_decode(list, &range, FORGE(list, &range, key, "5")).ptr);
    cr_expect_not_null(cursor_decode(list, &range, FORGE(list, &range, key, "5.1")).ptr);
    row->match = LS_MATCH_BEFORE;
    row->high = row->low;
    row->low = ls_str(NULL, 0);
    cr_expect_null(cursor_decode(list, &range, FORGE(list, &range, key, "5")).ptr);
    cr_expect_not_null(cursor_decode(list, &range, FORGE(list, &range, key, "-1")).ptr);
}

Test(cursor_parts, keeps_to_a_prefix_of_bytes)
{
    static const struct ls_attribute key[] = {
        {.name = "p", .max_len = 2048}, {.name = "b", .type = LS_TYPE_BINARY, .max_len = 1024}};
    static const struct ls_table table = {.attributes = key, .attribute_count = 2, .key_count = 2};
    static const struct ls_binding sources[2];
    static const struct ls_route route = {.key = "GET /b",
                                          .key_length = 6,
                                          .action = LS_ACTION_LIST,
                                          .table = &table,
                                          .bindings = sources,
                                          .binding_count = 2};
    struct ls_bindings prefix = cursor_fixed(&key[0], "p");

    prefix.rows[1] = (struct ls_bound){
        .attribute = &key[1], .match = LS_MATCH_PREFIX, .low = LS_STR("AAE=")}; /* 00 01 */
    prefix.count = 2;
    /* 00 01 02 begins with it, in base64 it does not; 00 02 is another one. */
    cr_expect_not_null(
        cursor_decode_for(
            &route, &prefix,
            cursor_encode_for(&route, &prefix, "{\"p\":{\"S\":\"p\"},\"b\":{\"B\":\"AAEC\"}}"))
            .ptr);
    cr_expect_null(
        cursor_decode_for(
            &route, &prefix,
            cursor_encode_for(&route, &prefix, "{\"p\":{\"S\":\"p\"},\"b\":{\"B\":\"AAI=\"}}"))
            .ptr);
    cr_expect_null(
        cursor_decode_for(
            &route, &prefix,
            cursor_encode_for(&route, &prefix, "{\"p\":{\"S\":\"p\"},\"b\":{\"B\":\"AA==\"}}"))
            .ptr);
}

/* ---- derived keys ---- */

/* Binds the route's first rows to these values. */
static struct ls_bindings equal(const char *route, const char *const *values, size_t count)
{
    struct ls_bindings bindings = {.count = count};

    for (size_t i = 0; i < count; i++)
        bindings.rows[i] = (struct ls_bound){.attribute = items_route(route)->bindings[i].attribute,
                                             .match = LS_MATCH_EQUALS,
                                             .low = ls_str_of(values[i])};
    return bindings;
}

#define EQUAL(route, ...)                                                                          \
    equal(route, (const char *const[]){__VA_ARGS__},                                               \
          sizeof((const char *const[]){__VA_ARGS__}) / sizeof(const char *))

static const char room_list[] = "GET /rooms/{room}/messages", rooms[] = "GET /rooms";
static const char authors[] = "GET /authors/{author}/messages";

Test(cursor_parts, of_a_derived_key_has_what_the_request_leaves_open)
{
    struct ls_bindings blue = EQUAL(room_list, "acme", "blue"),
                       red = EQUAL(room_list, "acme", "red");
    struct ls_bindings foreign = EQUAL(room_list, "evil", "blue");
    static const char key[] =
        "{\"pk\":{\"S\":\"t#acme\"},\"sk\":{\"S\":\"room#blue#2026-01-02T03:04:05.000Z\"}}";
    struct ls_str cursor = cursor_encode(room_list, &blue, key);
    char bytes[256];
    size_t len = 0;

    cr_assert(ls_base64_decode(cursor, bytes, &len));
    cr_expect_null(memmem(bytes, len, "acme", 4));
    EXPECT_STR(cursor_decode(room_list, &blue, cursor), key);
    cr_expect_null(cursor_decode(room_list, &red, cursor).ptr);
    cr_expect_null(cursor_decode(room_list, &foreign, cursor).ptr);
    /* Forged: another room, the room as the beginning of another, nothing, and what is no text. */
    cr_expect_not_null(
        cursor_decode(room_list, &blue, FORGE(room_list, &blue, key, "room#blue#x")).ptr);
    cr_expect_null(cursor_decode(room_list, &blue, FORGE(room_list, &blue, key, "room#red#x")).ptr);
    cr_expect_null(
        cursor_decode(room_list, &blue, FORGE(room_list, &blue, key, "room#bluebell#x")).ptr);
    cr_expect_null(cursor_decode(room_list, &blue, FORGE(room_list, &blue, key, "blue")).ptr);
    cr_expect_null(
        cursor_decode(room_list, &blue, FORGE(room_list, &blue, key, "room#blue#\xFF")).ptr);
    cr_expect_null(
        cursor_decode(room_list, &blue, FORGE(room_list, &blue, key, "t#acme", "room#blue#x")).ptr);
}

/* The condition encloses the range, and so does the cursor: the filter may leave the item out. */
Test(cursor_parts, of_a_range_of_parts_keeps_to_the_condition)
{
    struct ls_bindings range = EQUAL(rooms, "acme");
    static const char key[] =
        "{\"pk\":{\"S\":\"t#acme\"},\"sk\":{\"S\":\"room#b#2026-01-02T03:04:05.000Z\"}}";

    range.rows[1] = (struct ls_bound){.attribute = items_route(rooms)->bindings[1].attribute,
                                      .match = LS_MATCH_BETWEEN,
                                      .low = LS_STR("b"),
                                      .high = LS_STR("dd")};
    range.count = 2;
    cr_expect_not_null(cursor_decode(rooms, &range, FORGE(rooms, &range, key, "room#b#x")).ptr);
    cr_expect_not_null(cursor_decode(rooms, &range, FORGE(rooms, &range, key, "room#dd!#x")).ptr);
    cr_expect_null(cursor_decode(rooms, &range, FORGE(rooms, &range, key, "room#a#x")).ptr);
    cr_expect_null(cursor_decode(rooms, &range, FORGE(rooms, &range, key, "room#e#x")).ptr);
}

/* The index says nothing of the table's own derived key but through its parts. */
Test(cursor_parts, of_an_index_fixes_the_tables_derived_key)
{
    struct ls_bindings mine = EQUAL(authors, "acme", "kim", "open"),
                       all = EQUAL(authors, "acme", "kim");
    static const char key[] = "{\"tenant\":{\"S\":\"acme\"},\"author\":{\"S\":\"kim\"},"
                              "\"stage\":{\"S\":\"open|2026-01-02T03:04:05.000Z\"},"
                              "\"pk\":{\"S\":\"t#acme\"},"
                              "\"sk\":{\"S\":\"room#blue#2026-01-02T03:04:05.000Z\"}}";
    struct ls_str cursor = cursor_encode(authors, &mine, key);
    char bytes[256];
    size_t len = 0;

    cr_assert(ls_base64_decode(cursor, bytes, &len));
    cr_expect_null(memmem(bytes, len, "acme", 4));
    cr_expect_null(memmem(bytes, len, "kim", 3));
    EXPECT_STR(cursor_decode(authors, &mine, cursor), key);
    cr_expect_null(
        cursor_decode(authors, &mine, FORGE(authors, &mine, key, "shut|x", "room#b#x")).ptr);
    cr_expect_not_null(
        cursor_decode(authors, &all, FORGE(authors, &all, key, "shut|x", "room#b#x")).ptr);
}

/* A part that is bound elsewhere than at the beginning is looked at all the same. */
Test(cursor_parts, has_each_bound_part_wherever_it_stands)
{
    static const char *const literals[] = {"", "#", ""};
    static const uint8_t order[] = {1, 2};
    static const struct ls_template template = {2, order, literals};
    static const struct ls_attribute attributes[] = {
        {.name = "pk", .max_len = 2048, .template = &template},
        {.name = "room", .max_len = 2048},
        {.name = "tenant", .max_len = 2048},
    };
    static const struct ls_attribute *const index_key[] = {&attributes[2]};
    static const struct ls_index index = {
        .physical_name = "by-tenant", .key = index_key, .partition_count = 1};
    static const struct ls_table table = {
        .attributes = attributes, .attribute_count = 3, .key_count = 1};
    static const struct ls_binding source = {.attribute = &attributes[2]};
    static const struct ls_route route = {.key = "GET /x",
                                          .key_length = 6,
                                          .action = LS_ACTION_LIST,
                                          .table = &table,
                                          .index = &index,
                                          .bindings = &source,
                                          .binding_count = 1};
    struct ls_bindings mine = cursor_fixed(&attributes[2], "acme");
    static const char *const keys[] = {
        "{\"tenant\":{\"S\":\"acme\"},\"pk\":{\"S\":\"blue#acme\"}}",
        "{\"tenant\":{\"S\":\"acme\"},\"pk\":{\"S\":\"acme#evil\"}}",
        "{\"tenant\":{\"S\":\"acme\"},\"pk\":{\"S\":\"acme\"}}",
    };

    EXPECT_STR(cursor_decode_for(&route, &mine, cursor_encode_for(&route, &mine, keys[0])),
               keys[0]);
    cr_expect_null(cursor_decode_for(&route, &mine, cursor_encode_for(&route, &mine, keys[1])).ptr);
    cr_expect_null(cursor_decode_for(&route, &mine, cursor_encode_for(&route, &mine, keys[2])).ptr);
}

/* Another program may have stored a time in a form of its own; its place is where it stands. */
Test(cursor_parts, takes_a_stored_time_as_it_is)
{
    static const struct ls_attribute key[] = {
        {.name = "at", .format = LS_FORMAT_TIMESTAMP, .max_len = 2048}};
    static const struct ls_table table = {.attributes = key, .attribute_count = 1, .key_count = 1};
    static const struct ls_route route = {
        .key = "GET /t", .key_length = 6, .table = &table, .flags = LS_ROUTE_SCAN};
    static const char last[] = "{\"at\":{\"S\":\"2026-01-02T03:04:05Z\"}}";

    EXPECT_STR(cursor_decode_for(&route, &none, cursor_encode_for(&route, &none, last)), last);
}

/* An index key of 4 + 4 and a table key of 2, all of bytes and as long as they can be. */
Test(cursor_parts, holds_the_longest_keys)
{
    static const char *const names[] = {"a", "b", "c", "d", "e", "f", "g", "h", "i", "j"};
    static struct ls_attribute attributes[10];
    static const struct ls_attribute *key[8];
    static const struct ls_index index = {
        .physical_name = "wide", .key = key, .partition_count = 4, .sort_count = 4};
    static const struct ls_table table = {
        .attributes = attributes, .attribute_count = 10, .key_count = 2};
    static const struct ls_route route = {
        .key = "GET /w", .key_length = 6, .table = &table, .index = &index, .flags = LS_ROUTE_SCAN};
    char *text = calloc(1, 32768), *at = text;
    struct ls_str cursor, decoded;

    cr_assert_not_null(text);
    *at++ = '{';
    for (size_t i = 0; i < 10; i++) {
        /* The table's own two come first among the attributes and last in the position. */
        size_t number = (i + 2) % 10, bytes = i < 4 || i == 8 ? 2048 : 1024;

        attributes[number] = (struct ls_attribute){
            .name = names[i], .type = LS_TYPE_BINARY, .max_len = (uint16_t)bytes};
        if (i < 8)
            key[i] = &attributes[number];
        at += snprintf(at, 32, "%s\"%s\":{\"B\":\"", i == 0 ? "" : ",", names[i]);
        memset(at, 'A', bytes / 3 * 4 + 4);
        at += bytes / 3 * 4 + 4;
        /* 2048 is 3 * 682 + 2, 1024 is 3 * 341 + 1. */
        memset(at - (bytes == 2048 ? 1 : 2), '=', bytes == 2048 ? 1 : 2);
        at += snprintf(at, 8, "\"}");
    }
    *at = '}';
    cursor = cursor_encode_for(&route, &none, text);
    cr_assert_not_null(cursor.ptr, "%s", fixture.context.error.detail);
    cr_expect_leq(cursor.len, (size_t)LS_CURSOR_MAX);
    decoded = cursor_decode_for(&route, &none, cursor);
    cr_expect(ls_str_equal_text(decoded, text));
    free(text);
}
