/*
 * crud_get.c - the action get: one item, in one pass from DynamoDB's reply into the answer.
 */
#include "call.h"
#include "crud.h"
#include "crud_read.h"
#include "etag.h"
#include "response.h"
#include "view.h"

static enum ls_status build_get(struct ls_context *context, const struct ls_request *request,
                                const struct ls_bindings *bindings, const struct ls_view *view)
{
    const struct ls_route *route = request->route;
    struct ls_placeholders placeholders;
    enum ls_status status;

    ls_call_begin(context, route->table, NULL);
    status = ls_call_key(context, request, bindings);
    if (status != LS_OK)
        return status;
    if ((route->flags & LS_ROUTE_CONSISTENT) != 0)
        ls_call_json(context, "ConsistentRead", LS_STR("true"));
    ls_placeholders_begin(&placeholders);
    ls_view_project(context, view, &placeholders);
    return ls_placeholders_end(&placeholders, context->work, &context->error);
}

/* {"Item":{…}}, or {} when there is none. */
static enum ls_status answer_item(struct ls_context *context, const struct ls_view *view,
                                  struct ls_str reply, struct ls_response *response)
{
    struct ls_json json = ls_json_of(reply);
    struct ls_seen seen = {.expired = false};
    struct ls_str key, skipped;
    bool first, escaped, found = false;
    int next;

    if (ls_json_peek(&json) != LS_JSON_OBJECT || !ls_json_enter(&json, &first))
        return ls_read_bad_reply(context);
    ls_response_begin(response, 200, LS_CONTENT_TYPE_JSON);
    while ((next = ls_json_next_member(&json, &first, &key, &escaped)) > 0) {
        if (!found && ls_str_equal(key, LS_STR("Item"))) {
            enum ls_status status =
                ls_view_item(context, view, &json, LS_JSON_IN_STRING, &response->body, &seen);

            if (status != LS_OK)
                return ls_read_status(context, status);
            found = true;
        } else if (!ls_json_skip(&json, &skipped)) {
            return ls_read_bad_reply(context);
        }
    }
    if (next < 0 || !ls_json_at_end(&json))
        return ls_read_bad_reply(context);
    if (!found || seen.expired)
        return ls_fail(&context->error, LS_NOT_FOUND, NULL, NULL);
    ls_etag_set(response, seen.version);
    return ls_read_end(context, response);
}

enum ls_status ls_crud_get(struct ls_context *context, const struct ls_request *request,
                           struct ls_response *response)
{
    struct ls_bindings bindings;
    struct ls_view view;
    enum ls_status status = ls_bind(context, request, &bindings);
    struct ls_str reply;

    if (status == LS_OK)
        status = ls_view_begin(context, request, &view);
    if (status != LS_OK)
        return status;
    status = build_get(context, request, &bindings, &view);
    if (status == LS_OK)
        status = ls_call_send(context, LS_DDB_GET_ITEM, &reply);
    return status == LS_OK ? answer_item(context, &view, reply, response) : status;
}
