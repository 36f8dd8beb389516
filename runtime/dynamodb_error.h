/*
 * dynamodb_error.h - what a reply of DynamoDB that is no success means for the caller.
 */
#ifndef LS_DYNAMODB_ERROR_H
#define LS_DYNAMODB_ERROR_H

#include "error.h"

struct ls_dynamodb_verdict {
    enum ls_status status;
    bool retry;    /* the same request may succeed a moment later */
    bool may_act;  /* the request may have been carried out all the same */
    char code[64]; /* DynamoDB's, "" when the reply names none; for the log */
};

/* `http_status` is not 200. Fills `error` too, with nothing of the request's values in it. */
struct ls_dynamodb_verdict ls_dynamodb_judge(int http_status, struct ls_str body,
                                             struct ls_error *error);

/*
 * Why the n-th operation of a cancelled transaction was refused, from the reply's
 * CancellationReasons: an object, with "Item" where the operation asked for the old one. False
 * when the reply has no such reason. *failed: it was the operation's condition.
 */
bool ls_dynamodb_reason(struct ls_str body, size_t n, struct ls_str *reason, bool *failed);

#endif
