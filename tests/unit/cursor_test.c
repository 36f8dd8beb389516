/*
 * Cursors: they survive every key type, and lead nowhere but on in their own list.
 */
#include "cursor.h"

#include <stdlib.h>
#include <string.h>

#include "cursors.h"
#include "fixture.h"

#include "expect.h"

TestSuite(cursor, .init = fixture_init, .fini = fixture_release);

static const struct ls_attribute device = {.name = "device"}, ts = {.name = "ts"},
                                 kind = {.name = "kind"}, tenant = {.name = "tenant"};

static struct ls_bindings none;

static void expect_round_trip(const char *route, const struct ls_bindings *bindings,
                              const char *key)
{
    struct ls_str cursor = cursor_encode(route, bindings, key);

    cr_assert_not_null(cursor.ptr, "%s", fixture.context.error.detail);
    for (size_t i = 0; i < cursor.len; i++)
        cr_expect_neq(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
                             cursor.ptr[i]),
                      NULL);
    EXPECT_STR(cursor_decode(route, bindings, cursor), key);
}

Test(cursor, survives_each_key_type)
{
    struct ls_bindings of_device = cursor_fixed(&device, "d\"1"),
                       of_kind = cursor_fixed(&kind, "k");

    expect_round_trip("GET /items", &none, "{\"id\":{\"S\":\"a\\\"\\\\\xC3\xA9\\u0000\"}}");
    expect_round_trip("GET /blobs", &none,
                      "{\"hash\":{\"B\":\"AP+/8A==\"},\"seq\":{\"N\":\"-1.5\"}}");
    expect_round_trip("GET /devices/{device}/readings", &of_device,
                      "{\"device\":{\"S\":\"d\\\"1\"},\"ts\":{\"N\":"
                      "\"12345678901234567890123456789012345678\"}}");
    /* Index key, then table key; an attribute of both is there once. */
    expect_round_trip("GET /kinds", &of_kind,
                      "{\"kind\":{\"S\":\"k\"},\"ts\":{\"N\":\"7\"},\"device\":{\"S\":\"d\"}}");
}

Test(cursor, takes_dynamodbs_key_in_any_order)
{
    struct ls_bindings of_kind = cursor_fixed(&kind, "k");
    struct ls_str cursor =
        cursor_encode("GET /kinds", &of_kind,
                      " { \"device\" : {\"S\":\"d\"}, \"t\\u0073\" : {\"N\":\"7.0\"}, "
                      "\"kind\" : {\"S\":\"k\"} }");

    EXPECT_STR(cursor_decode("GET /kinds", &of_kind, cursor),
               "{\"kind\":{\"S\":\"k\"},\"ts\":{\"N\":\"7\"},\"device\":{\"S\":\"d\"}}");
}

/* The partition comes from the request: it is not in the cursor, whoever wrote that. */
Test(cursor, holds_nothing_that_the_request_fixes)
{
    struct ls_bindings mine = cursor_fixed(&tenant, "tenant-secret"),
                       other = cursor_fixed(&tenant, "other");
    struct ls_str cursor = cursor_encode(
        "GET /notes", &mine, "{\"tenant\":{\"S\":\"tenant-secret\"},\"note_id\":{\"S\":\"n1\"}}");
    char bytes[256];
    size_t len = 0;

    cr_assert_leq(cursor.len, sizeof(bytes));
    cr_assert(ls_base64_decode(cursor, bytes, &len));
    cr_expect_null(memmem(bytes, len, "tenant-secret", 13));
    cr_expect_not_null(memmem(bytes, len, "n1", 2));
    EXPECT_STR(cursor_decode("GET /notes", &mine, cursor),
               "{\"tenant\":{\"S\":\"tenant-secret\"},\"note_id\":{\"S\":\"n1\"}}");
    cr_expect_null(cursor_decode("GET /notes", &other, cursor).ptr);
}

Test(cursor, belongs_to_one_list)
{
    struct ls_bindings of_device = cursor_fixed(&device, "d"),
                       narrowed = cursor_fixed(&device, "d");
    struct ls_str cursor = cursor_encode("GET /devices/{device}/readings", &of_device,
                                         "{\"device\":{\"S\":\"d\"},\"ts\":{\"N\":\"7\"}}");

    cr_expect_not_null(cursor_decode("GET /devices/{device}/readings", &of_device, cursor).ptr);
    cr_expect_null(cursor_decode("GET /devices/{device}/latest", &of_device, cursor).ptr);
    cr_expect_null(cursor_decode("GET /items", &none, cursor).ptr);
    narrowed.rows[1] =
        (struct ls_bound){.attribute = &ts, .match = LS_MATCH_BETWEEN, .low = LS_STR("5")};
    narrowed.count = 2;
    cr_expect_null(cursor_decode("GET /devices/{device}/readings", &narrowed, cursor).ptr);
}

/* After a deployment the same route may list another table. */
Test(cursor, belongs_to_one_key)
{
    static const struct ls_attribute *by_id_key[1];
    struct ls_str cursor = cursor_encode("GET /items", &none, "{\"id\":{\"S\":\"a\"}}");
    struct ls_route other = *items_route("GET /items");

    other.table = items_route("POST /links")->table;
    cr_expect_null(cursor_decode_for(&other, &none, cursor).ptr);
    /* Or the same one by another index, in another direction. */
    other = *items_route("GET /items");
    cr_expect_not_null(cursor_decode_for(&other, &none, cursor).ptr);
    other.flags |= LS_ROUTE_DESCENDING;
    cr_expect_null(cursor_decode_for(&other, &none, cursor).ptr);
    other = *items_route("GET /items");
    by_id_key[0] = &other.table->attributes[0];
    other.index =
        &(const struct ls_index){.physical_name = "by-id", .key = by_id_key, .partition_count = 1};
    cr_expect_null(cursor_decode_for(&other, &none, cursor).ptr);
}

/* The same list with other values of its filter is another one. */
Test(cursor, belongs_to_the_filters_values)
{
    struct ls_bindings filtered = {.filter = 7};
    struct ls_str cursor = cursor_encode("GET /items", &filtered, "{\"id\":{\"S\":\"a\"}}");

    cr_expect_not_null(cursor_decode("GET /items", &filtered, cursor).ptr);
    filtered.filter = 8;
    cr_expect_null(cursor_decode("GET /items", &filtered, cursor).ptr);
    cr_expect_null(cursor_decode("GET /items", &none, cursor).ptr);
}

/* A range narrows the list, and leaves the place in it open. */
Test(cursor, holds_what_a_range_leaves_open)
{
    struct ls_bindings range = cursor_fixed(&device, "d");

    range.rows[1] =
        (struct ls_bound){.attribute = &ts, .match = LS_MATCH_BETWEEN, .low = LS_STR("5")};
    range.count = 2;
    expect_round_trip("GET /devices/{device}/readings", &range,
                      "{\"device\":{\"S\":\"d\"},\"ts\":{\"N\":\"7\"}}");
}

Test(cursor, refuses_a_string_that_is_not_utf_8)
{
    struct ls_str good = cursor_encode("GET /items", &none, "{\"id\":{\"S\":\"a\"}}");
    char bytes[32];
    size_t len = 0;
    struct ls_buf forged;

    cr_assert(ls_base64_decode(good, bytes, &len));
    bytes[len - 1] = (char)0xFF;
    ls_buf_init(&forged, 64);
    ls_base64url_encode(&forged, ls_str(bytes, len));
    cr_expect_null(cursor_decode("GET /items", &none, ls_buf_view(&forged)).ptr);
    ls_buf_release(&forged);
}

Test(cursor, refuses_every_other_shape)
{
    struct ls_str good =
        cursor_encode("GET /blobs", &none, "{\"hash\":{\"B\":\"AAAA\"},\"seq\":{\"N\":\"1\"}}");
    char bytes[128], *text = calloc(1, LS_CURSOR_MAX + 8);
    size_t len = 0;
    struct ls_buf forged;

    cr_assert(ls_base64_decode(good, bytes, &len));
    /* Version and identity, then 4 bytes of base64 and 1 of a number, each with its length. */
    cr_assert_eq(len, (size_t)1 + 8 + 2 + 4 + 2 + 1);
    cr_expect_not_null(cursor_decode("GET /blobs", &none, good).ptr);
    ls_buf_init(&forged, 4096);
    for (size_t i = 0; i < 9 + 2; i++) {
        bytes[i] ^= 1;
        ls_buf_reset(&forged);
        ls_base64url_encode(&forged, ls_str(bytes, len));
        cr_expect_null(cursor_decode("GET /blobs", &none, ls_buf_view(&forged)).ptr, "byte %zu", i);
        bytes[i] ^= 1;
    }
    bytes[9] = (char)0xFF; /* a length that goes far beyond the end */
    ls_buf_reset(&forged);
    ls_base64url_encode(&forged, ls_str(bytes, len));
    cr_expect_null(cursor_decode("GET /blobs", &none, ls_buf_view(&forged)).ptr);
    bytes[9] = 0;
    for (size_t cut = 0; cut < len; cut++) {
        ls_buf_reset(&forged);
        ls_base64url_encode(&forged, ls_str(bytes, cut));
        cr_expect_null(cursor_decode("GET /blobs", &none, ls_buf_view(&forged)).ptr, "cut to %zu",
                       cut);
    }
    bytes[len] = 0;
    ls_buf_reset(&forged);
    ls_base64url_encode(&forged, ls_str(bytes, len + 1));
    cr_expect_null(cursor_decode("GET /blobs", &none, ls_buf_view(&forged)).ptr, "one byte more");
    bytes[len - 1] = 'x';
    ls_buf_reset(&forged);
    ls_base64url_encode(&forged, ls_str(bytes, len));
    cr_expect_null(cursor_decode("GET /blobs", &none, ls_buf_view(&forged)).ptr, "no number");
    ls_buf_release(&forged);
    cr_expect_null(cursor_decode("GET /blobs", &none, LS_STR("")).ptr);
    cr_expect_null(cursor_decode("GET /blobs", &none, LS_STR("%%%")).ptr);
    cr_assert_not_null(text);
    memset(text, 'A', LS_CURSOR_MAX + 4);
    cr_expect_null(cursor_decode("GET /blobs", &none, ls_str(text, LS_CURSOR_MAX)).ptr);
    cr_expect_null(cursor_decode("GET /blobs", &none, ls_str(text, LS_CURSOR_MAX + 4)).ptr);
    free(text);
}

Test(cursor, says_when_dynamodbs_key_does_not_fit)
{
    cr_expect_null(cursor_encode("GET /items", &none, "{}").ptr);
    cr_expect_eq(fixture.context.error.status, LS_BAD_REPLY);
    cr_expect_null(cursor_encode("GET /items", &none, "{\"id\":{\"N\":\"1\"}}").ptr);
    cr_expect_null(cursor_encode("GET /items", &none, "{\"id\":{\"S\":\"\"}}").ptr);
    cr_expect_null(cursor_encode("GET /items", &none, "{\"id\":\"a\"}").ptr);
}
