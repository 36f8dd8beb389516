/*
 * bodies.h - large request bodies for the tests of writing; freed by the caller.
 */
#ifndef LS_TEST_BODIES_H
#define LS_TEST_BODIES_H

#include <stddef.h>

char *wide_body(size_t len); /* {"a":"xxx…"}, `len` characters in the value */
char *many_members(int count, const char *value); /* {"a0":value,"a1":value,…} */

#endif
