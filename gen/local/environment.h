/*
 * environment.h - the environment of a bootstrap: Lambda's variables, the template's, and nothing
 * of ours.
 */
#ifndef LOCKSTEP_LOCAL_ENVIRONMENT_H
#define LOCKSTEP_LOCAL_ENVIRONMENT_H

#include "local/stack.h"

/* Where AWS_LAMBDA_RUNTIME_API stands; whoever starts a process puts its own there. */
#define ENVIRONMENT_RUNTIME_API 0

/*
 * NAME=VALUE, NULL-terminated. `task_root`: absolute folder of the bootstrap. `dynamodb_url` NULL:
 * the stack has no tables.
 */
const char **environment_build(struct mem_arena *arena, const struct stack *stack,
                               const char *task_root, const char *dynamodb_url);

#endif
