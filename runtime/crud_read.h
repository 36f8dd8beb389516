/*
 * crud_read.h - what get and list share: how a reply of DynamoDB, or an answer of one's own, fails.
 */
#ifndef LS_CRUD_READ_H
#define LS_CRUD_READ_H

#include "context.h"

/* LS_BAD_REPLY: not of the form that DynamoDB's operations have. */
enum ls_status ls_read_bad_reply(struct ls_context *context);
/*
 * `status`; but LS_TOO_LARGE becomes LS_INTERNAL, because what is too large here is the answer, not
 * an item that a client sent.
 */
enum ls_status ls_read_status(struct ls_context *context, enum ls_status status);
/* ls_response_end, with such a status. */
enum ls_status ls_read_end(struct ls_context *context, struct ls_response *response);

#endif
