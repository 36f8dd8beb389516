/*
 * call.c - DynamoDB requests, piece by piece.
 */
#include "call.h"

static const struct ls_str wire_names[LS_DDB_OPERATION_COUNT] = {
#define WIRE_NAME(name, wire, grant, on_index) [LS_DDB_##name] = {wire, sizeof(wire) - 1},
    LS_DDB_OPERATIONS(WIRE_NAME)
#undef WIRE_NAME
};

void ls_call_begin(struct ls_context *context, const struct ls_table *table,
                   const struct ls_index *index)
{
    struct ls_buf *work = context->work;

    ls_buf_reset(work);
    ls_buf_str(work, LS_STR("{\"TableName\":"));
    ls_json_write_string(work, LS_JSON_PLAIN,
                         context->table_names[table - context->service->tables]);
    if (index != NULL)
        ls_call_text(context, "IndexName", index->physical_name);
}

static void begin_member(struct ls_buf *work, const char *name)
{
    ls_buf_str(work, LS_STR(",\""));
    ls_buf_text(work, name);
    ls_buf_str(work, LS_STR("\":"));
}

void ls_call_text(struct ls_context *context, const char *name, const char *text)
{
    begin_member(context->work, name);
    ls_json_write_string(context->work, LS_JSON_PLAIN, ls_str_of(text));
}

void ls_call_json(struct ls_context *context, const char *name, struct ls_str json)
{
    begin_member(context->work, name);
    ls_buf_str(context->work, json);
}

enum ls_status ls_call_key(struct ls_context *context, const struct ls_request *request,
                           const struct ls_bindings *bindings)
{
    const struct ls_table *table = request->route->table;
    struct ls_buf *work = context->work;

    begin_member(work, "Key");
    for (size_t i = 0; i < table->key_count; i++) {
        const struct ls_attribute *attribute = &table->attributes[i];
        struct ls_str value;
        enum ls_status status = ls_key_value(context, request, attribute, bindings, &value);

        if (status == LS_OK && value.ptr == NULL)
            status =
                ls_fail(&context->error, LS_INTERNAL, NULL, "%s is not bound", attribute->name);
        if (status != LS_OK)
            return status;
        ls_buf_char(work, i == 0 ? '{' : ',');
        ls_json_write_string(work, LS_JSON_PLAIN, ls_str_of(attribute->name));
        ls_buf_char(work, ':');
        ls_bind_write_typed(work, attribute, value);
    }
    ls_buf_char(work, '}');
    return LS_OK;
}

/* Closes the object that is being put together. */
static enum ls_status finish(struct ls_context *context)
{
    enum ls_status status;

    ls_buf_char(context->work, '}');
    status = ls_buf_status(context->work);
    if (status != LS_OK)
        return ls_fail(&context->error, status, NULL, "no room for the request to DynamoDB");
    context->calls++;
    return LS_OK;
}

enum ls_status ls_call_send(struct ls_context *context, enum ls_ddb_operation operation,
                            struct ls_str *reply)
{
    enum ls_status status = finish(context);

    if (status != LS_OK)
        return status;
    return ls_dynamodb_call(context->db, wire_names[operation], ls_buf_view(context->work),
                            context->deadline_ms, reply, &context->error);
}

enum ls_status ls_call_send_once(struct ls_context *context, enum ls_ddb_operation operation,
                                 struct ls_str *reply)
{
    enum ls_status status = finish(context);

    if (status != LS_OK)
        return status;
    return ls_dynamodb_call_once(context->db, wire_names[operation], ls_buf_view(context->work),
                                 context->deadline_ms, reply, &context->error);
}

static bool is_read(struct ls_str operation)
{
    static const char *const reads[] = {"GetItem", "Query", "Scan", "BatchGetItem",
                                        "TransactGetItems"};

    for (size_t i = 0; i < sizeof(reads) / sizeof(reads[0]); i++) {
        if (ls_str_equal_text(operation, reads[i]))
            return true;
    }
    return false;
}

enum ls_status ls_call_raw(struct ls_context *context, struct ls_str operation, struct ls_str body,
                           struct ls_str *reply)
{
    context->calls++;
    if (is_read(operation))
        return ls_dynamodb_call(context->db, operation, body, context->deadline_ms, reply,
                                &context->error);
    return ls_dynamodb_call_once(context->db, operation, body, context->deadline_ms, reply,
                                 &context->error);
}
