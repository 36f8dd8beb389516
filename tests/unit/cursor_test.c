/*
 * Cursors: they survive every key type, and lead nowhere but on in their own list.
 */
#include "cursor.h"

#include <stdlib.h>
#include <string.h>

#include "fixture.h"

#include "expect.h"

TestSuite(cursor, .init = fixture_init, .fini = fixture_release);

static const struct ls_attribute device = {.name = "device"}, ts = {.name = "ts"},
                                 kind = {.name = "kind"}, tenant = {.name = "tenant"};

static struct ls_bindings none;

static struct ls_bindings fixed(const struct ls_attribute *attribute, const char *value)
{
    return (struct ls_bindings){
        .rows = {{.attribute = attribute, .match = LS_MATCH_EQUALS, .low = ls_str_of(value)}},
        .count = 1,
    };
}

/* Encoded into fixture.work; "" on failure. */
static struct ls_str encode(const char *route, const struct ls_bindings *bindings, const char *key)
{
    struct ls_buf out;
    struct ls_str copy = {NULL, 0};

    ls_buf_init(&out, (size_t)64 * 1024);
    if (ls_cursor_encode(&fixture.context, items_route(route), bindings, ls_str_of(key), &out) ==
        LS_OK)
        copy = ls_arena_copy(&fixture.arena, ls_buf_view(&out));
    ls_buf_release(&out);
    return copy;
}

/* The start key; NULL ptr when the cursor is refused, and then with a message. */
static struct ls_str decode(const char *route, const struct ls_bindings *bindings,
                            struct ls_str cursor)
{
    enum ls_status status;

    ls_buf_reset(&fixture.work);
    fixture.context.error = (struct ls_error){.status = LS_OK};
    status = ls_cursor_decode(&fixture.context, items_route(route), bindings, guarded(cursor),
                              &fixture.work);
    if (status == LS_OK)
        return ls_buf_view(&fixture.work);
    cr_expect_eq(status, LS_BAD_PARAMETER);
    cr_expect_str_eq(fixture.context.error.message,
                     "Bad parameter: cursor is not one that this list gave");
    return ls_str(NULL, 0);
}

static void expect_round_trip(const char *route, const struct ls_bindings *bindings,
                              const char *key)
{
    struct ls_str cursor = encode(route, bindings, key);

    cr_assert_not_null(cursor.ptr, "%s", fixture.context.error.detail);
    for (size_t i = 0; i < cursor.len; i++)
        cr_expect_neq(strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_",
                             cursor.ptr[i]),
                      NULL);
    EXPECT_STR(decode(route, bindings, cursor), key);
}

Test(cursor, survives_each_key_type)
{
    struct ls_bindings of_device = fixed(&device, "d\"1"), of_kind = fixed(&kind, "k");

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
    struct ls_bindings of_kind = fixed(&kind, "k");
    struct ls_str cursor = encode("GET /kinds", &of_kind,
                                  " { \"device\" : {\"S\":\"d\"}, \"t\\u0073\" : {\"N\":\"7.0\"}, "
                                  "\"kind\" : {\"S\":\"k\"} }");

    EXPECT_STR(decode("GET /kinds", &of_kind, cursor),
               "{\"kind\":{\"S\":\"k\"},\"ts\":{\"N\":\"7\"},\"device\":{\"S\":\"d\"}}");
}

/* The partition comes from the request: it is not in the cursor, whoever wrote that. */
Test(cursor, holds_nothing_that_the_request_fixes)
{
    struct ls_bindings mine = fixed(&tenant, "tenant-secret"), other = fixed(&tenant, "other");
    struct ls_str cursor = encode(
        "GET /notes", &mine, "{\"tenant\":{\"S\":\"tenant-secret\"},\"note_id\":{\"S\":\"n1\"}}");
    char bytes[256];
    size_t len = 0;

    cr_assert_leq(cursor.len, sizeof(bytes));
    cr_assert(ls_base64_decode(cursor, bytes, &len));
    cr_expect_null(memmem(bytes, len, "tenant-secret", 13));
    cr_expect_not_null(memmem(bytes, len, "n1", 2));
    EXPECT_STR(decode("GET /notes", &mine, cursor),
               "{\"tenant\":{\"S\":\"tenant-secret\"},\"note_id\":{\"S\":\"n1\"}}");
    cr_expect_null(decode("GET /notes", &other, cursor).ptr);
}

Test(cursor, belongs_to_one_list)
{
    struct ls_bindings of_device = fixed(&device, "d"), narrowed = fixed(&device, "d");
    struct ls_str cursor = encode("GET /devices/{device}/readings", &of_device,
                                  "{\"device\":{\"S\":\"d\"},\"ts\":{\"N\":\"7\"}}");

    cr_expect_not_null(decode("GET /devices/{device}/readings", &of_device, cursor).ptr);
    cr_expect_null(decode("GET /devices/{device}/latest", &of_device, cursor).ptr);
    cr_expect_null(decode("GET /items", &none, cursor).ptr);
    narrowed.rows[1] =
        (struct ls_bound){.attribute = &ts, .match = LS_MATCH_BETWEEN, .low = LS_STR("5")};
    narrowed.count = 2;
    cr_expect_null(decode("GET /devices/{device}/readings", &narrowed, cursor).ptr);
}

/* After a deployment the same route may list another table. */
Test(cursor, belongs_to_one_key)
{
    struct ls_str cursor = encode("GET /items", &none, "{\"id\":{\"S\":\"a\"}}");
    struct ls_route other = *items_route("GET /items");

    other.table = items_route("POST /links")->table;
    ls_buf_reset(&fixture.work);
    cr_expect_eq(ls_cursor_decode(&fixture.context, &other, &none, cursor, &fixture.work),
                 LS_BAD_PARAMETER);
}

/* A range narrows the list, and leaves the place in it open. */
Test(cursor, holds_what_a_range_leaves_open)
{
    struct ls_bindings range = fixed(&device, "d");

    range.rows[1] =
        (struct ls_bound){.attribute = &ts, .match = LS_MATCH_BETWEEN, .low = LS_STR("5")};
    range.count = 2;
    expect_round_trip("GET /devices/{device}/readings", &range,
                      "{\"device\":{\"S\":\"d\"},\"ts\":{\"N\":\"7\"}}");
}

Test(cursor, refuses_a_string_that_is_not_utf_8)
{
    struct ls_str good = encode("GET /items", &none, "{\"id\":{\"S\":\"a\"}}");
    char bytes[32];
    size_t len = 0;
    struct ls_buf forged;

    cr_assert(ls_base64_decode(good, bytes, &len));
    bytes[len - 1] = (char)0xFF;
    ls_buf_init(&forged, 64);
    ls_base64url_encode(&forged, ls_str(bytes, len));
    cr_expect_null(decode("GET /items", &none, ls_buf_view(&forged)).ptr);
    ls_buf_release(&forged);
}

Test(cursor, refuses_every_other_shape)
{
    struct ls_str good =
        encode("GET /blobs", &none, "{\"hash\":{\"B\":\"AAAA\"},\"seq\":{\"N\":\"1\"}}");
    char bytes[128], *text = calloc(1, 8200);
    size_t len = 0;
    struct ls_buf forged;

    cr_assert(ls_base64_decode(good, bytes, &len));
    /* Version and identity, then 4 bytes of base64 and 1 of a number, each with its length. */
    cr_assert_eq(len, (size_t)1 + 8 + 2 + 4 + 2 + 1);
    cr_expect_not_null(decode("GET /blobs", &none, good).ptr);
    ls_buf_init(&forged, 4096);
    for (size_t i = 0; i < 9 + 2; i++) {
        bytes[i] ^= 1;
        ls_buf_reset(&forged);
        ls_base64url_encode(&forged, ls_str(bytes, len));
        cr_expect_null(decode("GET /blobs", &none, ls_buf_view(&forged)).ptr, "byte %zu", i);
        bytes[i] ^= 1;
    }
    bytes[9] = (char)0xFF; /* a length that goes far beyond the end */
    ls_buf_reset(&forged);
    ls_base64url_encode(&forged, ls_str(bytes, len));
    cr_expect_null(decode("GET /blobs", &none, ls_buf_view(&forged)).ptr);
    bytes[9] = 0;
    for (size_t cut = 0; cut < len; cut++) {
        ls_buf_reset(&forged);
        ls_base64url_encode(&forged, ls_str(bytes, cut));
        cr_expect_null(decode("GET /blobs", &none, ls_buf_view(&forged)).ptr, "cut to %zu", cut);
    }
    bytes[len] = 0;
    ls_buf_reset(&forged);
    ls_base64url_encode(&forged, ls_str(bytes, len + 1));
    cr_expect_null(decode("GET /blobs", &none, ls_buf_view(&forged)).ptr, "one byte more");
    bytes[len - 1] = 'x';
    ls_buf_reset(&forged);
    ls_base64url_encode(&forged, ls_str(bytes, len));
    cr_expect_null(decode("GET /blobs", &none, ls_buf_view(&forged)).ptr, "no number");
    ls_buf_release(&forged);
    cr_expect_null(decode("GET /blobs", &none, LS_STR("")).ptr);
    cr_expect_null(decode("GET /blobs", &none, LS_STR("%%%")).ptr);
    cr_assert_not_null(text);
    memset(text, 'A', 8196);
    cr_expect_null(decode("GET /blobs", &none, ls_str(text, 8192)).ptr);
    cr_expect_null(decode("GET /blobs", &none, ls_str(text, 8196)).ptr);
    free(text);
}

Test(cursor, says_when_dynamodbs_key_does_not_fit)
{
    cr_expect_null(encode("GET /items", &none, "{}").ptr);
    cr_expect_eq(fixture.context.error.status, LS_BAD_REPLY);
    cr_expect_null(encode("GET /items", &none, "{\"id\":{\"N\":\"1\"}}").ptr);
    cr_expect_null(encode("GET /items", &none, "{\"id\":{\"S\":\"\"}}").ptr);
    cr_expect_null(encode("GET /items", &none, "{\"id\":\"a\"}").ptr);
}
