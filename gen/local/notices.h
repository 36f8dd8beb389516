/*
 * notices.h - what is not as in AWS when a stack runs here: a line each, said at the start.
 */
#ifndef LOCKSTEP_LOCAL_NOTICES_H
#define LOCKSTEP_LOCAL_NOTICES_H

#include "local/stack.h"

struct notices {
    const struct caller *caller; /* may be empty */
    bool is_dynalite;            /* the database is ours, so that what it cannot do is known */
    bool is_public;              /* the address is not this machine's alone */
};

void notices_write(struct text_buf *out, const struct stack *stack, const struct notices *about);

#endif
