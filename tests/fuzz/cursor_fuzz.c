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
    const char *values[3]; /* of the route's first bindings, which are equal */
    const char *from, *to; /* of the next one */
    const char *key;
    const char *proof; /* what is in every key of the list; NULL: nothing */
};

static const struct list lists[] = {
    {"GET /items", .key = "{\"id\":{\"S\":\"a\"}}"},
    {"GET /blobs", .key = "{\"hash\":{\"B\":\"AAAA\"},\"seq\":{\"N\":\"1\"}}"},
    {"GET /devices/{device}/readings",
     {"fixed"},
     .key = "{\"ts\":{\"N\":\"1\"}}",
     .proof = "\"device\":{\"S\":\"fixed\"}"},
    {"GET /kinds",
     {"fixed"},
     .key = "{\"ts\":{\"N\":\"1\"},\"device\":{\"S\":\"d\"}}",
     .proof = "\"kind\":{\"S\":\"fixed\"}"},
    {"GET /notes",
     {"fixed"},
     .key = "{\"note_id\":{\"S\":\"n\"}}",
     .proof = "\"tenant\":{\"S\":\"fixed\"}"},
    {"GET /rooms/{room}/messages",
     {"fixed", "blue"},
     .key = "{\"sk\":{\"S\":\"room#blue#x\"}}",
     .proof = "{\"pk\":{\"S\":\"t#fixed\"},\"sk\":{\"S\":\"room#blue#"},
    {"GET /rooms",
     {"fixed"},
     .from = "b",
     .to = "d",
     .key = "{\"sk\":{\"S\":\"room#blue#x\"}}",
     .proof = "{\"pk\":{\"S\":\"t#fixed\"},\"sk\":{\"S\":\"room#"},
    {"GET /authors/{author}/messages",
     {"fixed", "kim", "open"},
     .key = "{\"stage\":{\"S\":\"open|x\"},\"sk\":{\"S\":\"room#blue#x\"}}",
     .proof = "{\"tenant\":{\"S\":\"fixed\"},\"author\":{\"S\":\"kim\"},"
              "\"stage\":{\"S\":\"open|"},
};

/* What ls_cursor_… are given for a list. */
struct asked {
    struct ls_context context;
    struct ls_request request;
    struct ls_bindings bindings;
    struct ls_query query;
};

static void ask(const struct list *list, struct ls_arena *arena, struct asked *asked)
{
    const struct ls_route *route = items_route(list->route);
    struct ls_placeholders placeholders;
    struct ls_buf work;
    size_t count = 0;

    *asked = (struct asked){.context = {.service = items_service(), .arena = arena},
                            .request = {.route = route}};
    for (; count < COUNT(list->values) && list->values[count] != NULL; count++)
        asked->bindings.rows[count] =
            (struct ls_bound){.attribute = route->bindings[count].attribute,
                              .match = LS_MATCH_EQUALS,
                              .low = ls_str_of(list->values[count])};
    if (list->from != NULL) {
        asked->bindings.rows[count] =
            (struct ls_bound){.attribute = route->bindings[count].attribute,
                              .match = LS_MATCH_BETWEEN,
                              .low = ls_str_of(list->from),
                              .high = ls_str_of(list->to)};
        count++;
    }
    asked->bindings.count = count;
    if ((route->flags & LS_ROUTE_SCAN) != 0)
        return;
    ls_buf_init(&work, 1 << 16);
    ls_placeholders_begin(&placeholders);
    asked->context.work = &work;
    check(ls_query_condition(&asked->context, &asked->request, &asked->bindings, &placeholders,
                             &asked->query) == LS_OK);
    ls_buf_release(&work);
}

static enum ls_status encode(struct asked *asked, struct ls_str key, struct ls_buf *out)
{
    return ls_cursor_encode(&asked->context, &asked->request, &asked->bindings, key, out);
}

static enum ls_status decode(struct asked *asked, struct ls_str cursor, struct ls_buf *out)
{
    return ls_cursor_decode(&asked->context, &asked->request, &asked->bindings, &asked->query,
                            cursor, out);
}

/* The cursor under test, in the arena. */
static struct ls_str make_cursor(struct asked *asked, const char *key, bool whole,
                                 struct ls_str input)
{
    struct ls_buf text;
    struct ls_str cursor;
    char bytes[8192];
    size_t len;

    if (whole)
        return ls_arena_copy(asked->context.arena, input);
    ls_buf_init(&text, 1 << 16);
    check(encode(asked, ls_str_of(key), &text) == LS_OK);
    check(text.len < sizeof(bytes) && ls_base64_decode(ls_buf_view(&text), bytes, &len));
    if (input.len > sizeof(bytes) - HEAD_BYTES)
        input.len = sizeof(bytes) - HEAD_BYTES;
    memcpy(bytes + HEAD_BYTES, input.ptr, input.len);
    ls_buf_reset(&text);
    ls_base64url_encode(&text, ls_str(bytes, HEAD_BYTES + input.len));
    cursor = ls_arena_copy(asked->context.arena, ls_buf_view(&text));
    ls_buf_release(&text);
    return cursor;
}

/* The key of a cursor that was taken gives a cursor that is taken, for the same key. */
static void check_key(struct asked *asked, const char *proof, struct ls_str key)
{
    struct ls_buf cursor, again;
    struct ls_json json = ls_json_of(key);
    struct ls_str skipped;

    check(ls_json_skip(&json, &skipped) && ls_json_at_end(&json));
    if (proof != NULL)
        check(memmem(key.ptr, key.len, proof, strlen(proof)) != NULL);
    ls_buf_init(&cursor, 1 << 16);
    ls_buf_init(&again, 1 << 16);
    check(encode(asked, key, &cursor) == LS_OK);
    check(decode(asked, ls_buf_view(&cursor), &again) == LS_OK);
    check(ls_str_equal(ls_buf_view(&again), key));
    ls_buf_release(&cursor);
    ls_buf_release(&again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct ls_arena arena;
    const struct list *list = &lists[size == 0 ? 0 : (data[0] & 0x7F) % COUNT(lists)];
    struct asked asked;
    struct ls_str cursor;
    struct ls_buf out;

    if (size == 0)
        return 0;
    ls_arena_init(&arena, (size_t)1024 * 1024, (size_t)64 * 1024);
    ls_buf_init(&out, (size_t)1024 * 1024);
    ask(list, &arena, &asked);
    cursor = make_cursor(&asked, list->key, (data[0] & 0x80) == 0,
                         ls_str((const char *)data + 1, size - 1));
    if (cursor.ptr != NULL && decode(&asked, cursor, &out) == LS_OK)
        check_key(&asked, list->proof, ls_buf_view(&out));
    ls_buf_release(&out);
    ls_arena_release(&arena);
    return 0;
}
