/*
 * credentials.c - the function role's credentials, as Lambda hands them to the process.
 */
#include "credentials.h"

#include <stdlib.h>

enum ls_status ls_credentials_from_environment(struct ls_credentials *credentials,
                                               struct ls_error *error)
{
    const char *id = getenv("AWS_ACCESS_KEY_ID"), *secret = getenv("AWS_SECRET_ACCESS_KEY");

    if (id == NULL || *id == '\0')
        return ls_fail(error, LS_BAD_CONFIG, NULL, "AWS_ACCESS_KEY_ID is not set");
    if (secret == NULL || *secret == '\0')
        return ls_fail(error, LS_BAD_CONFIG, NULL, "AWS_SECRET_ACCESS_KEY is not set");
    *credentials = (struct ls_credentials){
        .access_key_id = ls_str_of(id),
        .secret_access_key = ls_str_of(secret),
        .session_token = ls_str_of(getenv("AWS_SESSION_TOKEN")),
    };
    return LS_OK;
}
