/*
 * reserved.h - names that a spec can't take, because C, the C library or Lambda has them.
 */
#ifndef LOCKSTEP_RESERVED_H
#define LOCKSTEP_RESERVED_H

#include "base/text.h"

/* What stands in a handler's way, "a keyword of C"; NULL: nothing. */
const char *reserved_for_c(struct text name);
/* Does Lambda set the environment variable itself, or refuse it? */
bool reserved_for_lambda(struct text name);

#endif
