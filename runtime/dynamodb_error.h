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

#endif
