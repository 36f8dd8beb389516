/*
 * error.h - the one error convention.
 *
 * Functions return an enum ls_status. Where a reader of the log needs more, a function takes a
 * caller-owned struct ls_error and fills it on failure only. `message` is safe for a client and
 * is a literal or the status's public text; `detail` is for the log and may name attributes,
 * never their values, never credentials.
 *
 *     right:  return ls_fail(error, LS_BAD_VALUE, "number has more than 38 digits", NULL);
 *     wrong:  snprintf(error->message, …, "bad value %s", body)
 */
#ifndef LS_ERROR_H
#define LS_ERROR_H

#include "base.h"

struct ls_error {
    enum ls_status status;
    const char *message; /* NULL: the status's public text */
    char detail[256];    /* "" when there is none; NUL-terminated */
};

const char *ls_status_name(enum ls_status status); /* "BAD_JSON" */
int ls_status_http(enum ls_status status);
const char *ls_status_text(enum ls_status status); /* public */

/* Sets all three and returns `status`; `error` may be NULL, `detail` is a printf format or NULL. */
enum ls_status ls_fail(struct ls_error *error, enum ls_status status, const char *message,
                       const char *detail, ...) __attribute__((format(printf, 4, 5)));

#endif
