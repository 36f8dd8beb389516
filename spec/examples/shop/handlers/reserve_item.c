/*
 * POST /items/{id}/reserve {"customer":"ann","quantity":2}
 *
 * Takes the stock first, in one conditional update, so that two customers cannot take the same
 * piece; then writes the receipt. Should that fail, what was taken stays taken: better a piece too
 * few on sale than one sold twice. (A transaction, by ls_dynamodb, does both or neither; the local
 * database has none.)
 */
#include "lockstep.h"
#include "routes.h"

/* 1 … 1000 pieces for somebody; false when the body says anything else. */
static bool read_order(struct ls_context *context, struct ls_str body, struct ls_str *customer,
                       int64_t *quantity)
{
    *customer = ls_json_string(context, ls_json_member(context, body, "customer"));
    return customer->len > 0 &&
           ls_json_int64(ls_json_member(context, body, "quantity"), quantity) && *quantity >= 1 &&
           *quantity <= 1000;
}

static int take_stock(struct ls_context *context, struct ls_str id, int64_t quantity)
{
    const struct ls_expression take = {
        .update = "SET #stock = #stock - :quantity",
        .condition = "#stock >= :quantity",
        .names = LS_STR("{\"#stock\":\"stock\"}"),
        .values = ls_json_format(context, "{\":quantity\":%l}", quantity),
    };

    return ls_table_update(context, LS_TABLE_ITEMS, ls_json_key(context, "id", id), &take, NULL);
}

int reserve_item(struct ls_context *context, const struct ls_request *request,
                 struct ls_response *response)
{
    struct ls_str id = ls_request_parameter(request, "id");
    struct ls_str customer;
    int64_t quantity;
    int status;

    if (!read_order(context, ls_request_body(request), &customer, &quantity))
        return ls_respond_error(response, 400, "Expected a customer and a quantity of 1 to 1000");

    status = take_stock(context, id, quantity);
    if (status == LS_CONDITION_FAILED)
        return ls_respond_error(response, 409, "Not enough in stock");
    if (status != LS_OK)
        return status;

    struct ls_str receipt = ls_json_format(
        context,
        "{\"item_id\":%S,\"reservation_id\":%S,\"reserved_at\":%S,\"customer\":%S,\"quantity\":%l}",
        id, ls_new_id(context), ls_timestamp(context), customer, quantity);
    status = ls_table_put(context, LS_TABLE_RESERVATIONS, receipt, NULL);
    if (status != LS_OK) {
        ls_log_text(context, LS_LOG_ERROR, "stock taken without a receipt", "item", id);
        return status;
    }
    return ls_respond_json(response, 201, receipt);
}
