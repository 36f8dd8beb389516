/*
 * cursors.h - cursors of the items service's lists, encoded and decoded as the action list does.
 */
#ifndef LS_TEST_CURSORS_H
#define LS_TEST_CURSORS_H

#include "cursor.h"

/* One row: the attribute is equal to the value. */
struct ls_bindings cursor_fixed(const struct ls_attribute *attribute, const char *value);

/* In fixture.arena; NULL ptr on failure, and then fixture.context.error says why. */
struct ls_str cursor_encode(const char *route, const struct ls_bindings *bindings, const char *key);
struct ls_str cursor_encode_for(const struct ls_route *route, const struct ls_bindings *bindings,
                                const char *key);
/* The start key, until the next call; NULL ptr when the cursor is refused, with the one message. */
struct ls_str cursor_decode(const char *route, const struct ls_bindings *bindings,
                            struct ls_str cursor);
struct ls_str cursor_decode_for(const struct ls_route *route, const struct ls_bindings *bindings,
                                struct ls_str cursor);

#endif
