/*
 * crud_delete.c - the action delete: gone afterwards, whether it was there or not.
 */
#include "call.h"
#include "crud.h"
#include "response.h"

enum ls_status ls_crud_delete(struct ls_context *context, const struct ls_request *request,
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
    if ((request->route->flags & LS_ROUTE_MUST_EXIST) != 0) {
        ls_call_text(context, "ConditionExpression", LS_CALL_EXISTS);
        ls_call_partition_name(context, table);
    }
    status = ls_call_send(context, LS_DDB_DELETE_ITEM, &reply);
    /* An attempt whose reply was lost may have deleted it: then this is its success. */
    if (status == LS_CONDITION_FAILED && !context->db->repeated)
        return ls_fail(&context->error, LS_NOT_FOUND, NULL, NULL);
    if (status != LS_OK && status != LS_CONDITION_FAILED)
        return status;
    return ls_response_message(response, 200, "Item deleted successfully");
}
