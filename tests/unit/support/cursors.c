/*
 * cursors.c - the bodies of cursors.h.
 */
#include "cursors.h"

#include "expect.h"
#include "fixture.h"

struct ls_bindings cursor_fixed(const struct ls_attribute *attribute, const char *value)
{
    return (struct ls_bindings){
        .rows = {{.attribute = attribute, .match = LS_MATCH_EQUALS, .low = ls_str_of(value)}},
        .count = 1,
    };
}

struct ls_str cursor_encode_for(const struct ls_route *route, const struct ls_bindings *bindings,
                                const char *key)
{
    const struct ls_request request = {.route = route};
    struct ls_buf out;
    struct ls_str copy = {NULL, 0};

    ls_buf_init(&out, (size_t)64 * 1024);
    if (ls_cursor_encode(&fixture.context, &request, bindings, ls_str_of(key), &out) == LS_OK)
        copy = ls_arena_copy(&fixture.arena, ls_buf_view(&out));
    ls_buf_release(&out);
    return copy;
}

struct ls_str cursor_encode(const char *route, const struct ls_bindings *bindings, const char *key)
{
    return cursor_encode_for(items_route(route), bindings, key);
}

struct ls_str cursor_decode_for(const struct ls_route *route, const struct ls_bindings *bindings,
                                struct ls_str cursor)
{
    const struct ls_request request = {.route = route};
    struct ls_placeholders placeholders;
    struct ls_query query = {.count = 0};
    enum ls_status status;

    fixture.context.error = (struct ls_error){.status = LS_OK};
    ls_placeholders_begin(&placeholders);
    if ((route->flags & LS_ROUTE_SCAN) == 0)
        cr_assert_eq(
            ls_query_condition(&fixture.context, &request, bindings, &placeholders, &query), LS_OK);
    ls_buf_reset(&fixture.work);
    status = ls_cursor_decode(&fixture.context, &request, bindings, &query, guarded(cursor),
                              &fixture.work);
    if (status == LS_OK)
        return ls_buf_view(&fixture.work);
    cr_expect_eq(status, LS_BAD_PARAMETER);
    cr_expect_str_eq(fixture.context.error.message,
                     "Bad parameter: cursor is not one that this list gave");
    return ls_str(NULL, 0);
}

struct ls_str cursor_decode(const char *route, const struct ls_bindings *bindings,
                            struct ls_str cursor)
{
    return cursor_decode_for(items_route(route), bindings, cursor);
}
