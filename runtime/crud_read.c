/*
 * crud_read.c - the actions get and list. DynamoDB's reply goes into the answer in one pass.
 */
#include "call.h"
#include "crud.h"
#include "cursor.h"
#include "query.h"
#include "response.h"

#include <stdio.h>

/* A reply that is no object of the form that DynamoDB's operations have. */
static enum ls_status bad_reply(struct ls_context *context)
{
    return ls_fail(&context->error, LS_BAD_REPLY, NULL, "DynamoDB's reply is not what was asked");
}

/* What is too large here is the answer, not an item that a client sent. */
static enum ls_status too_large(struct ls_context *context, enum ls_status status)
{
    if (status != LS_TOO_LARGE)
        return status;
    return ls_fail(&context->error, LS_INTERNAL, NULL, "answer is larger than Lambda's 6 MB");
}

static enum ls_status write_item(struct ls_context *context, struct ls_json *typed,
                                 struct ls_response *response)
{
    return too_large(context,
                     ls_item_to_json(typed, LS_JSON_IN_STRING, &response->body, &context->error));
}

static enum ls_status end(struct ls_context *context, struct ls_response *response)
{
    enum ls_status status = ls_response_end(response);

    if (status == LS_NO_MEMORY)
        return ls_fail(&context->error, status, NULL, "no memory for the answer");
    return too_large(context, status);
}

/* ---- get ---- */

/* {"Item":{…}}, or {} when there is none. */
static enum ls_status answer_item(struct ls_context *context, struct ls_str reply,
                                  struct ls_response *response)
{
    struct ls_json json = ls_json_of(reply);
    struct ls_str key, skipped;
    bool first, escaped, found = false;
    int next;

    if (reply.len == 0 || ls_json_peek(&json) != LS_JSON_OBJECT || !ls_json_enter(&json, &first))
        return bad_reply(context);
    ls_response_begin(response, 200, LS_CONTENT_TYPE_JSON);
    while ((next = ls_json_next_member(&json, &first, &key, &escaped)) > 0) {
        if (!found && ls_str_equal(key, LS_STR("Item"))) {
            enum ls_status status = write_item(context, &json, response);

            if (status != LS_OK)
                return status;
            found = true;
        } else if (!ls_json_skip(&json, &skipped)) {
            return bad_reply(context);
        }
    }
    if (next < 0 || !ls_json_at_end(&json))
        return bad_reply(context);
    return found ? end(context, response) : ls_fail(&context->error, LS_NOT_FOUND, NULL, NULL);
}

enum ls_status ls_crud_get(struct ls_context *context, const struct ls_request *request,
                           struct ls_response *response)
{
    const struct ls_table *table = request->route->table;
    struct ls_bindings bindings;
    enum ls_status status = ls_bind(context, request, &bindings);
    struct ls_str reply;

    if (status != LS_OK)
        return status;
    ls_call_begin(context, table, NULL);
    ls_call_key(context, table, &bindings);
    status = ls_call_send(context, LS_DDB_GET_ITEM, &reply);
    return status == LS_OK ? answer_item(context, reply, response) : status;
}

/* ---- list ---- */

static enum ls_status read_limit(struct ls_context *context, const struct ls_request *request,
                                 int64_t *limit)
{
    const struct ls_route *route = request->route;
    char problem[64];
    struct ls_str text;
    enum ls_status status =
        ls_event_query(request->event, context->arena, "limit", &text, &context->error);

    *limit = route->page_size;
    if (status != LS_OK || text.ptr == NULL)
        return status;
    *limit = 0;
    for (size_t i = 0; i < text.len && *limit <= route->max_page_size; i++) {
        bool is_digit = text.ptr[i] >= '0' && text.ptr[i] <= '9';

        *limit = is_digit ? *limit * 10 + (text.ptr[i] - '0') : INT32_MAX;
    }
    if (*limit >= 1 && *limit <= route->max_page_size)
        return LS_OK;
    snprintf(problem, sizeof(problem), "must be a whole number from 1 to %u",
             (unsigned)route->max_page_size);
    return ls_event_bad_parameter(&context->error, context->arena, "limit", problem);
}

static enum ls_status build_list(struct ls_context *context, const struct ls_request *request,
                                 const struct ls_bindings *bindings)
{
    const struct ls_route *route = request->route;
    struct ls_buf *work = context->work;
    struct ls_str cursor;
    int64_t limit;
    enum ls_status status = read_limit(context, request, &limit);

    if (status == LS_OK)
        status = ls_event_query(request->event, context->arena, "cursor", &cursor, &context->error);
    if (status != LS_OK)
        return status;
    ls_call_begin(context, route->table, route->index);
    ls_buf_str(work, LS_STR(",\"Limit\":"));
    ls_buf_int(work, limit);
    if ((route->flags & LS_ROUTE_SCAN) == 0) {
        status = ls_query_condition(context, route, bindings);
        if ((route->flags & LS_ROUTE_DESCENDING) != 0)
            ls_buf_str(work, LS_STR(",\"ScanIndexForward\":false"));
    }
    if (status == LS_OK && cursor.ptr != NULL) {
        ls_buf_str(work, LS_STR(",\"ExclusiveStartKey\":"));
        status = ls_cursor_decode(context, route, bindings, cursor, work);
    }
    return status;
}

/* What follows the items: `],"count":n,"cursor":"…"}`, escaped. */
#define TAIL_MAX (LS_CURSOR_MAX + 64)

struct page {
    int64_t count;      /* of items in the answer */
    struct ls_str last; /* the last of them, typed */
    bool is_cut;        /* DynamoDB gave more than the answer has room for */
};

/* One item, behind those before it; without room for it the page ends before it. */
static enum ls_status add_item(struct ls_context *context, struct ls_json *json,
                               struct ls_response *response, struct page *page)
{
    struct ls_buf *body = &response->body;
    struct ls_json item = *json;
    size_t before = body->len;
    struct ls_str skipped;
    enum ls_status status;

    if (page->count > 0)
        ls_buf_char(body, ',');
    status = ls_item_to_json(json, LS_JSON_IN_STRING, body, &context->error);
    if (status == LS_OK && body->max - body->len < TAIL_MAX)
        status = LS_TOO_LARGE;
    if (status == LS_OK) {
        page->count++;
        page->last = ls_str(item.at, (size_t)(json->at - item.at));
        return LS_OK;
    }
    if (status != LS_TOO_LARGE || page->count == 0)
        return too_large(context, status);
    body->len = before;
    body->failed = false;
    page->is_cut = true;
    *json = item;
    return ls_json_skip(json, &skipped) ? LS_OK : bad_reply(context);
}

static enum ls_status write_items(struct ls_context *context, struct ls_json *json,
                                  struct ls_response *response, struct page *page)
{
    enum ls_status status = LS_OK;
    struct ls_str skipped;
    bool first;
    int next;

    if (ls_json_peek(json) != LS_JSON_ARRAY || !ls_json_enter(json, &first))
        return bad_reply(context);
    while (status == LS_OK && (next = ls_json_next_element(json, &first)) > 0) {
        if (!page->is_cut)
            status = add_item(context, json, response, page);
        else if (!ls_json_skip(json, &skipped))
            status = bad_reply(context);
    }
    if (status != LS_OK)
        return status;
    return next == 0 ? LS_OK : bad_reply(context);
}

/*
 * {"items":[…],"count":n} and "cursor" where DynamoDB gives a LastEvaluatedKey. It gives one
 * whenever it stopped at the limit, even if nothing follows: then the cursor leads to an empty page
 * without one. To look ahead would cost a second read for every page. A page that passes Lambda's
 * 6 MB ends before the item that does, with that item's predecessor as the position.
 */
static enum ls_status answer_list(struct ls_context *context, const struct ls_route *route,
                                  const struct ls_bindings *bindings, struct ls_str reply,
                                  struct ls_response *response)
{
    struct ls_json json = ls_json_of(reply);
    struct ls_str key, last_key = {NULL, 0}, skipped;
    struct page page = {.count = 0};
    bool first, escaped, found = false;
    enum ls_status status = LS_OK;
    int next;

    if (reply.len == 0 || ls_json_peek(&json) != LS_JSON_OBJECT || !ls_json_enter(&json, &first))
        return bad_reply(context);
    ls_response_begin(response, 200, LS_CONTENT_TYPE_JSON);
    ls_response_json(response, "{\"items\":[");
    while ((next = ls_json_next_member(&json, &first, &key, &escaped)) > 0) {
        bool is_last_key = ls_str_equal(key, LS_STR("LastEvaluatedKey"));

        if (!found && ls_str_equal(key, LS_STR("Items"))) {
            status = write_items(context, &json, response, &page);
            found = true;
        } else if (!ls_json_skip(&json, is_last_key ? &last_key : &skipped)) {
            return bad_reply(context);
        }
        if (status != LS_OK)
            return status;
    }
    if (next < 0 || !found || !ls_json_at_end(&json))
        return bad_reply(context);
    ls_response_json(response, "],\"count\":");
    ls_buf_int(&response->body, page.count);
    if (page.is_cut)
        last_key = page.last; /* it holds the key, and encoding takes no more from it */
    if (last_key.ptr != NULL) {
        ls_response_json(response, ",\"cursor\":\"");
        status = ls_cursor_encode(context, route, bindings, last_key, &response->body);
        ls_response_json(response, "\"");
    }
    ls_response_json(response, "}");
    return status == LS_OK ? end(context, response) : status;
}

enum ls_status ls_crud_list(struct ls_context *context, const struct ls_request *request,
                            struct ls_response *response)
{
    const struct ls_route *route = request->route;
    bool is_scan = (route->flags & LS_ROUTE_SCAN) != 0;
    struct ls_bindings bindings;
    enum ls_status status = ls_bind(context, request, &bindings);
    struct ls_str reply;

    if (status == LS_OK)
        status = build_list(context, request, &bindings);
    if (status == LS_OK)
        status = ls_call_send(context, is_scan ? LS_DDB_SCAN : LS_DDB_QUERY, &reply);
    return status == LS_OK ? answer_list(context, route, &bindings, reply, response) : status;
}
