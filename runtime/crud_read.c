/*
 * crud_read.c - the failures that get and list have in common.
 */
#include "crud_read.h"

#include "response.h"

enum ls_status ls_read_bad_reply(struct ls_context *context)
{
    return ls_fail(&context->error, LS_BAD_REPLY, NULL, "DynamoDB's reply is not what was asked");
}

enum ls_status ls_read_status(struct ls_context *context, enum ls_status status)
{
    if (status != LS_TOO_LARGE)
        return status;
    return ls_fail(&context->error, LS_INTERNAL, NULL, "answer is larger than Lambda's 6 MB");
}

enum ls_status ls_read_end(struct ls_context *context, struct ls_response *response)
{
    enum ls_status status = ls_response_end(response);

    if (status == LS_NO_MEMORY)
        return ls_fail(&context->error, status, NULL, "no memory for the answer");
    return ls_read_status(context, status);
}
