/*
 * expect.h - what the runtime's unit tests share: slices compared with a message, and hostile
 * memory.
 */
#ifndef LS_TEST_EXPECT_H
#define LS_TEST_EXPECT_H

#include <criterion/criterion.h>

#include "base.h"

/* `wanted` is a C string; the message shows both. */
#define EXPECT_STR(actual, wanted)                                                                 \
    do {                                                                                           \
        struct ls_str actual_ = (actual);                                                          \
                                                                                                   \
        cr_expect(ls_str_equal_text(actual_, (wanted)), "got  %.*s\nwant %s", (int)actual_.len,    \
                  actual_.ptr == NULL ? "" : actual_.ptr, (wanted));                               \
    } while (0)

/*
 * A copy of `text` whose last byte is the last one of its page, before a page that can't be read:
 * one byte too far is a crash. Valid until the next call.
 */
struct ls_str guarded(struct ls_str text);

#endif
