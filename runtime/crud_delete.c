/*
 * crud_delete.c - the action delete: gone afterwards, whether it was there or not.
 */
#include "call.h"
#include "condition.h"
#include "crud.h"
#include "response.h"

static enum ls_status send_delete(struct ls_context *context, const struct ls_condition *condition)
{
    struct ls_str reply;
    enum ls_status status;

    /* A second attempt would find the first one's success and take it for another's. */
    if (condition->match.given) {
        status = ls_call_send_once(context, LS_DDB_DELETE_ITEM, &reply);
        return status == LS_CONDITION_FAILED ? ls_fail(&context->error, LS_STALE, NULL, NULL)
                                             : status;
    }
    status = ls_call_send(context, LS_DDB_DELETE_ITEM, &reply);
    if (status != LS_CONDITION_FAILED)
        return status;
    /* An attempt whose reply was lost may have deleted it: then this is its success. */
    return context->db->repeated ? LS_OK : ls_fail(&context->error, LS_NOT_FOUND, NULL, NULL);
}

enum ls_status ls_crud_delete(struct ls_context *context, const struct ls_request *request,
                              struct ls_response *response)
{
    const struct ls_route *route = request->route;
    struct ls_condition condition = {
        .table = route->table,
        .kind = (route->flags & LS_ROUTE_MUST_EXIST) != 0 ? LS_CONDITION_EXISTS : LS_CONDITION_NONE,
        .now_s = context->clock->now_ms(context->clock->self) / 1000,
    };
    struct ls_bindings bindings;
    enum ls_status status = ls_bind(context, request, &bindings);

    if (status == LS_OK)
        status = ls_if_match_read(context, request, &condition.match);
    if (status != LS_OK)
        return status;
    if (ls_condition_is_hopeless(&condition))
        return ls_fail(&context->error, LS_STALE, NULL, NULL);
    ls_call_begin(context, route->table, NULL);
    status = ls_call_key(context, request, &bindings);
    if (status != LS_OK)
        return status;
    ls_condition_write_whole(&condition, context->work);
    status = send_delete(context, &condition);
    return status == LS_OK ? ls_response_message(response, 200, "Item deleted successfully")
                           : status;
}
