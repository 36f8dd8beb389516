/*
 * lambda.h - the custom runtime: the Runtime API loop (version 2018-06-01).
 */
#ifndef LS_LAMBDA_H
#define LS_LAMBDA_H

#include "dispatch.h"

/*
 * Reads the environment, compares contracts, then serves invocations until the Runtime API is
 * gone. Never returns 0: the sandbox is only ever killed. 1: init failed and was reported; 2: the
 * Runtime API could not be reached or broke the protocol.
 */
int ls_lambda_run(const struct ls_service *service);

#endif
