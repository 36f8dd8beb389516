/*
 * credentials.h - from the environment that Lambda sets for the life of the process. Slices point
 * into the environment, which nothing changes.
 */
#ifndef LS_CREDENTIALS_H
#define LS_CREDENTIALS_H

#include "sigv4.h"

/*
 * AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, if there is one, AWS_SESSION_TOKEN. LS_BAD_CONFIG
 * when one of the first two is absent or empty; the error's detail names it.
 */
enum ls_status ls_credentials_from_environment(struct ls_credentials *credentials,
                                               struct ls_error *error);

#endif
