/*
 * leaves.h - a table whose key attribute is derived of up to three parts, and a list's rows on it.
 */
#ifndef LS_TEST_LEAVES_H
#define LS_TEST_LEAVES_H

#include "keys.h"

enum { LEAF_DERIVED, LEAF_A, LEAF_B, LEAF_C, LEAF_PLAIN, LEAF_COUNT };

struct leaves {
    struct ls_arena arena;
    struct ls_context context;
    struct ls_attribute attributes[LEAF_COUNT]; /* "derived", "a", "b", "c", "plain" */
    struct ls_template template;
    struct ls_table table;
    struct ls_route route;
    struct ls_request request;
    struct ls_binding sources[LS_MAX_BINDINGS];
    struct ls_bindings bindings;
};

extern struct leaves leaves;

/* For .init and .fini of a suite. No value is longer than 40 bytes. */
void leaves_init(void);
void leaves_release(void);

/* The key is derived of the first `count` of a, b, c. */
void leaves_template(const char *const *literals, size_t count);
/* No rows; then one more, whose sources are the query parameters named like it and "high". */
void leaves_clear(void);
void leaves_add(size_t attribute, enum ls_match match, const char *low, const char *high);

#endif
