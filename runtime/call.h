/*
 * call.h - one DynamoDB call of an action or a handler: its request is put together in
 * context->work, sent within the invocation's deadline, and counted for the log.
 */
#ifndef LS_CALL_H
#define LS_CALL_H

#include "keys.h"

/* {"TableName":"…" and, unless index is NULL, "IndexName". What follows begins with a comma. */
void ls_call_begin(struct ls_context *context, const struct ls_table *table,
                   const struct ls_index *index);
/*
 * ,"Key":{…}: the key attributes of the route's table, each with its bound value or composed of its
 * parts' values. LS_BAD_KEY or LS_BAD_PARAMETER as ls_key_value.
 */
enum ls_status ls_call_key(struct ls_context *context, const struct ls_request *request,
                           const struct ls_bindings *bindings);
/* ,"name":"text" and ,"name":json */
void ls_call_text(struct ls_context *context, const char *name, const char *text);
void ls_call_json(struct ls_context *context, const char *name, struct ls_str json);

/*
 * Closes the object and sends it. The reply is valid until the next call. Errors as
 * ls_dynamodb_call, in context->error; LS_TOO_LARGE also when the request passes work's maximum.
 */
enum ls_status ls_call_send(struct ls_context *context, enum ls_ddb_operation operation,
                            struct ls_str *reply);
/* The same for a write that must not happen twice: see ls_dynamodb_call_once. */
enum ls_status ls_call_send_once(struct ls_context *context, enum ls_ddb_operation operation,
                                 struct ls_str *reply);
/* Any operation by wire name, with a whole body; all but reads are sent as ls_call_send_once does.
 */
enum ls_status ls_call_raw(struct ls_context *context, struct ls_str operation, struct ls_str body,
                           struct ls_str *reply);

#endif
