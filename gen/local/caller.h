/*
 * caller.h - who calls the routes whose authorizer cannot run here: the file of --caller.
 *
 *     {"lambda": {"user": "ada"}, "iam": {"userArn": "arn:aws:iam::123456789012:user/ada"}}
 */
#ifndef LOCKSTEP_LOCAL_CALLER_H
#define LOCKSTEP_LOCAL_CALLER_H

#include "base.h"

#define CALLER_MAX (64u * 1024) /* bytes of the file */

/* JSON objects as the function gets them in requestContext.authorizer; empty: nobody. */
struct caller {
    struct ls_str lambda; /* the context that a Lambda authorizer returns */
    struct ls_str iam;
};

/* NULL, or what is wrong with the text: the end of a sentence. The members are parts of it. */
const char *caller_read(struct ls_str json, struct caller *caller);

#endif
