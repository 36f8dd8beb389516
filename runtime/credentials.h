/*
 * credentials.h - from the environment that Lambda sets for the life of the process. Slices point
 * into the environment, which nothing changes.
 */
#ifndef LS_CREDENTIALS_H
#define LS_CREDENTIALS_H

#include "sigv4.h"

/* AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN; LS_BAD_CONFIG names what is absent. */
enum ls_status ls_credentials_from_environment(struct ls_credentials *credentials,
                                               struct ls_error *error);

#endif
