/*
 * roundtrip.h - both directions of item.h with checks of their own, for the two fuzzers. Each
 * initialises `out`, whatever it returns; buffers are capped, so some inputs end for want of room.
 */
#ifndef LS_FUZZ_ROUNDTRIP_H
#define LS_FUZZ_ROUNDTRIP_H

#include <stdlib.h>

#include "item.h"

#define ROOM ((size_t)256 * 1024)

/* Whatever the flags of the build: the condition is evaluated, and a false one ends the run. */
#define CHECK(condition) ((condition) ? (void)0 : abort())

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static inline bool is_json(struct ls_str text)
{
    struct ls_json json = ls_json_of(text);
    struct ls_str value;

    return ls_json_skip(&json, &value) && ls_json_at_end(&json);
}

static inline enum ls_status to_typed(struct ls_str json, struct ls_buf *out, size_t *size)
{
    struct ls_arena arena;
    struct ls_error error;
    enum ls_status status;

    ls_arena_init(&arena, 4 * ROOM, 0);
    ls_buf_init(out, ROOM);
    status = ls_item_to_typed(json, &arena, out, size, &error);
    CHECK(out->len <= ROOM);
    ls_arena_release(&arena);
    return status;
}

/* Plain, and checked against the form for a string: that string's text is the plain form. */
static inline enum ls_status to_json(struct ls_str typed, struct ls_buf *out)
{
    struct ls_json reader = ls_json_of(typed), again = reader;
    struct ls_error error;
    struct ls_buf quoted;
    enum ls_status status;

    ls_buf_init(out, ROOM);
    ls_buf_init(&quoted, 2 * ROOM + 2);
    status = ls_item_to_json(&reader, LS_JSON_PLAIN, out, &error);
    ls_buf_char(&quoted, '"');
    CHECK(ls_item_to_json(&again, LS_JSON_IN_STRING, &quoted, &error) == status ||
          status == LS_TOO_LARGE);
    ls_buf_char(&quoted, '"');
    if (status == LS_OK) {
        struct ls_json string = ls_json_of(ls_buf_view(&quoted));
        struct ls_str raw;
        bool escaped;

        CHECK(ls_json_read_string(&string, &raw, &escaped) && ls_json_at_end(&string));
        quoted.len = ls_json_unescape(raw, quoted.ptr);
        CHECK(ls_str_equal(ls_buf_view(&quoted), ls_buf_view(out)));
    }
    ls_buf_release(&quoted);
    return status;
}

#endif
