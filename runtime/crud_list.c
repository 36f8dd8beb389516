/*
 * crud_list.c - the action list: a page of a Query or Scan, in one pass into the answer.
 */
#include "call.h"
#include "crud.h"
#include "crud_read.h"
#include "cursor.h"
#include "filter.h"
#include "page.h"
#include "query.h"
#include "response.h"
#include "view.h"

#include <stdio.h>

/* Reads of one list at most, see read_pages. */
#define READS_MAX 10

/* What follows the items: `],"count":n,"cursor":"…"}`, escaped. */
#define TAIL_MAX (LS_CURSOR_MAX + 64)

struct list {
    struct ls_context *context;
    const struct ls_request *request;
    const struct ls_view *view;
    struct ls_response *response;
    int64_t count;          /* of items in the answer */
    struct ls_str last;     /* the last of them, typed */
    struct ls_str last_key; /* LastEvaluatedKey of the last read; NULL ptr: all is read */
    bool is_cut;            /* DynamoDB gave more than the answer has room for */
};

/* ---- the request ---- */

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

/* What is the same for every read of the list. */
static enum ls_status build_list(struct ls_context *context, const struct ls_request *request,
                                 struct ls_bindings *bindings, const struct ls_view *view,
                                 struct ls_query *query)
{
    const struct ls_route *route = request->route;
    struct ls_buf *work = context->work;
    struct ls_placeholders placeholders;
    int64_t limit;
    enum ls_status status = read_limit(context, request, &limit);

    if (status != LS_OK)
        return status;
    ls_placeholders_begin(&placeholders);
    ls_call_begin(context, route->table, route->index);
    ls_buf_str(work, LS_STR(",\"Limit\":"));
    ls_buf_int(work, limit);
    if ((route->flags & LS_ROUTE_SCAN) == 0)
        status = ls_query_condition(context, request, bindings, &placeholders, query);
    if (status == LS_OK)
        status = ls_filter_write(context, request, query->exact, &placeholders, &bindings->filter);
    if (status != LS_OK)
        return status;
    ls_view_project(context, view, &placeholders);
    if ((route->flags & LS_ROUTE_DESCENDING) != 0)
        ls_call_json(context, "ScanIndexForward", LS_STR("false"));
    if ((route->flags & LS_ROUTE_CONSISTENT) != 0)
        ls_call_json(context, "ConsistentRead", LS_STR("true"));
    return ls_placeholders_end(&placeholders, work, &context->error);
}

/* Where the first read starts. */
static enum ls_status add_cursor(struct ls_context *context, const struct ls_request *request,
                                 const struct ls_bindings *bindings, const struct ls_query *query)
{
    struct ls_str cursor;
    enum ls_status status =
        ls_event_query(request->event, context->arena, "cursor", &cursor, &context->error);

    if (status != LS_OK || cursor.ptr == NULL)
        return status;
    ls_buf_str(context->work, LS_STR(",\"ExclusiveStartKey\":"));
    return ls_cursor_decode(context, request, bindings, query, cursor, context->work);
}

/* ---- the items ---- */

/* One item, behind those before it, or nothing; without room for it the page ends before it. */
static enum ls_status add_item(struct list *list, struct ls_json *json)
{
    struct ls_buf *body = &list->response->body;
    struct ls_json item = *json;
    size_t before = body->len;
    struct ls_seen seen;
    struct ls_str skipped;
    enum ls_status status;

    if (list->count > 0)
        ls_buf_char(body, ',');
    status = ls_view_item(list->context, list->view, json, LS_JSON_IN_STRING, body, &seen);
    if (status == LS_OK && seen.expired) {
        body->len = before;
        return LS_OK;
    }
    if (status == LS_OK && body->max - body->len < TAIL_MAX)
        status = LS_TOO_LARGE;
    if (status == LS_OK) {
        list->count++;
        list->last = ls_str(item.at, (size_t)(json->at - item.at));
        return LS_OK;
    }
    if (status != LS_TOO_LARGE || list->count == 0)
        return ls_read_status(list->context, status);
    body->len = before;
    body->failed = false;
    list->is_cut = true;
    *json = item;
    return ls_json_skip(json, &skipped) ? LS_OK : ls_read_bad_reply(list->context);
}

static enum ls_status take_page(struct list *list, struct ls_str reply)
{
    struct ls_page_reader page;
    struct ls_str skipped;
    int next;

    ls_page_begin(&page, reply);
    while ((next = ls_page_next(&page)) > 0) {
        enum ls_status status = LS_OK;

        if (!list->is_cut)
            status = add_item(list, &page.json);
        else if (!ls_json_skip(&page.json, &skipped))
            status = ls_read_bad_reply(list->context);
        if (status != LS_OK)
            return status;
    }
    list->last_key = page.last_key;
    return next == 0 ? LS_OK : ls_read_bad_reply(list->context);
}

static int64_t now_of(const struct ls_context *context)
{
    return context->clock->now_ms(context->clock->self);
}

/*
 * What a filter leaves of a page may be nothing, although more follows. So that clients seldom see
 * an empty page with a cursor, reading goes on to the first page that has an item; but not for
 * ever, and not in the second half of the time that the first read has left. Each read is of
 * `limit` items at most, and so is the answer.
 */
static enum ls_status read_pages(struct list *list, size_t request_len)
{
    struct ls_context *context = list->context;
    bool is_scan = (list->request->route->flags & LS_ROUTE_SCAN) != 0;
    int64_t until = 0;

    for (int reads = 1;; reads++) {
        struct ls_str reply;
        enum ls_status status = ls_call_send(context, is_scan ? LS_DDB_SCAN : LS_DDB_QUERY, &reply);
        int64_t now;

        if (status == LS_OK)
            status = take_page(list, reply);
        if (status != LS_OK || list->count > 0 || list->last_key.ptr == NULL || reads == READS_MAX)
            return status;
        now = now_of(context);
        if (until == 0)
            until = now + (context->deadline_ms - now) / 2;
        if (now >= until)
            return LS_OK;
        context->work->len = request_len;
        ls_call_json(context, "ExclusiveStartKey", list->last_key);
    }
}

/*
 * {"items":[…],"count":n} and "cursor" where DynamoDB gives a LastEvaluatedKey. It gives one
 * whenever it stopped at the limit, even if nothing follows: then the cursor leads to an empty page
 * without one. To look ahead would cost a second read for every page. A page that passes Lambda's
 * 6 MB ends before the item that does, with that item's predecessor as the position.
 */
static enum ls_status end_list(struct list *list, const struct ls_bindings *bindings)
{
    struct ls_context *context = list->context;
    struct ls_response *response = list->response;
    /* An item holds its key, and encoding takes no more from it. */
    struct ls_str position = list->is_cut ? list->last : list->last_key;
    enum ls_status status = LS_OK;

    ls_response_json(response, "],\"count\":");
    ls_buf_int(&response->body, list->count);
    if (position.ptr != NULL) {
        ls_response_json(response, ",\"cursor\":\"");
        status = ls_cursor_encode(context, list->request, bindings, position, &response->body);
        ls_response_json(response, "\"");
    }
    ls_response_json(response, "}");
    return status == LS_OK ? ls_read_end(context, response) : status;
}

enum ls_status ls_crud_list(struct ls_context *context, const struct ls_request *request,
                            struct ls_response *response)
{
    struct ls_query query = {.count = 0};
    struct ls_bindings bindings;
    struct ls_view view;
    struct list list = {
        .context = context, .request = request, .view = &view, .response = response};
    enum ls_status status = ls_bind(context, request, &bindings);
    size_t request_len;

    if (status == LS_OK)
        status = ls_view_begin(context, request, &view);
    if (status == LS_OK)
        status = build_list(context, request, &bindings, &view, &query);
    request_len = context->work->len;
    if (status == LS_OK)
        status = add_cursor(context, request, &bindings, &query);
    if (status != LS_OK)
        return status;
    ls_response_begin(response, 200, LS_CONTENT_TYPE_JSON);
    ls_response_json(response, "{\"items\":[");
    status = read_pages(&list, request_len);
    return status == LS_OK ? end_list(&list, &bindings) : status;
}
