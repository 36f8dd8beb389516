/*
 * Cursors: a forged one is refused, or leads to a well-formed key of this list, and is then as good
 * as one that the list gave.
 *
 * Input: a byte that chooses the list, then a cursor; or, where the byte's highest bit is set, what
 * stands in a cursor behind its version and identity, so that fuzzing gets past those.
 */
#include <stdlib.h>
#include <string.h>

#include "cursor.h"

/* A fuzzer is one object beside the libraries: its service comes along. */
#include "items_service.c"

#define HEAD_BYTES 9

static void check(bool holds)
{
    if (!holds)
        abort();
}

struct list {
    const char *route;
    const char *attribute; /* fixed to "fixed"; NULL: none */
    const char *key;
};

static const struct list lists[] = {
    {"GET /items", NULL, "{\"id\":{\"S\":\"a\"}}"},
    {"GET /blobs", NULL, "{\"hash\":{\"B\":\"AAAA\"},\"seq\":{\"N\":\"1\"}}"},
    {"GET /devices/{device}/readings", "device", "{\"ts\":{\"N\":\"1\"}}"},
    {"GET /kinds", "kind", "{\"ts\":{\"N\":\"1\"},\"device\":{\"S\":\"d\"}}"},
    {"GET /notes", "tenant", "{\"note_id\":{\"S\":\"n\"}}"},
};

/* The cursor under test, in the arena. */
static struct ls_str make_cursor(struct ls_context *context, const struct ls_route *route,
                                 const struct ls_bindings *bindings, const char *key, bool whole,
                                 struct ls_str input)
{
    struct ls_buf text;
    struct ls_str cursor;
    char bytes[8192];
    size_t len;

    if (whole)
        return ls_arena_copy(context->arena, input);
    ls_buf_init(&text, 1 << 16);
    check(ls_cursor_encode(context, route, bindings, ls_str_of(key), &text) == LS_OK);
    check(text.len < sizeof(bytes) && ls_base64_decode(ls_buf_view(&text), bytes, &len));
    if (input.len > sizeof(bytes) - HEAD_BYTES)
        input.len = sizeof(bytes) - HEAD_BYTES;
    memcpy(bytes + HEAD_BYTES, input.ptr, input.len);
    ls_buf_reset(&text);
    ls_base64url_encode(&text, ls_str(bytes, HEAD_BYTES + input.len));
    cursor = ls_arena_copy(context->arena, ls_buf_view(&text));
    ls_buf_release(&text);
    return cursor;
}

/* The key of a cursor that was taken gives a cursor that is taken, for the same key. */
static void check_key(struct ls_context *context, const struct ls_route *route,
                      const struct ls_bindings *bindings, struct ls_str key)
{
    struct ls_buf cursor, again;
    struct ls_json json = ls_json_of(key);
    struct ls_str skipped;

    check(ls_json_skip(&json, &skipped) && ls_json_at_end(&json));
    if (bindings->count > 0)
        check(memmem(key.ptr, key.len, "{\"S\":\"fixed\"}", 13) != NULL);
    ls_buf_init(&cursor, 1 << 16);
    ls_buf_init(&again, 1 << 16);
    check(ls_cursor_encode(context, route, bindings, key, &cursor) == LS_OK);
    check(ls_cursor_decode(context, route, bindings, ls_buf_view(&cursor), &again) == LS_OK);
    check(ls_str_equal(ls_buf_view(&again), key));
    ls_buf_release(&cursor);
    ls_buf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct ls_arena arena;
    struct ls_context context = {.service = items_service(), .arena = &arena};
    const struct list *list = &lists[size == 0 ? 0 : (data[0] & 0x7F) % COUNT(lists)];
    const struct ls_attribute fixed = {.name = list->attribute};
    const struct ls_bindings bindings = {
        .rows = {{.attribute = &fixed, .match = LS_MATCH_EQUALS, .low = LS_STR("fixed")}},
        .count = list->attribute == NULL ? 0 : 1,
    };
    const struct ls_route *route = items_route(list->route);
    struct ls_str cursor;
    struct ls_buf out;

    if (size == 0)
        return 0;
    ls_arena_init(&arena, (size_t)1024 * 1024, (size_t)64 * 1024);
    ls_buf_init(&out, (size_t)1024 * 1024);
    cursor = make_cursor(&context, route, &bindings, list->key, (data[0] & 0x80) == 0,
                         ls_str((const char *)data + 1, size - 1));
    if (cursor.ptr != NULL && ls_cursor_decode(&context, route, &bindings, cursor, &out) == LS_OK)
        check_key(&context, route, &bindings, ls_buf_view(&out));
    ls_buf_release(&out);
    ls_arena_release(&arena);
    return 0;
}
