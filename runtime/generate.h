/*
 * generate.h - values that create gives a key attribute which the request leaves out.
 */
#ifndef LS_GENERATE_H
#define LS_GENERATE_H

#include "error.h"

#define LS_UUID_LEN 36

/*
 * `*value` is the text of a fresh value for the attribute (whose `generate` is not
 * LS_GENERATE_NONE), in the arena. `now_ms`: ms since 1970, for what holds the time.
 * LS_NO_MEMORY; LS_INTERNAL when the kernel gives no random bytes.
 */
enum ls_status ls_generate(const struct ls_attribute *attribute, int64_t now_ms,
                           struct ls_arena *arena, struct ls_str *value, struct ls_error *error);

#endif
