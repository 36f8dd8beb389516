/*
 * check_text.h - what checks of texts share: places inside a scalar, and hints that name names.
 */
#ifndef LOCKSTEP_CHECK_TEXT_H
#define LOCKSTEP_CHECK_TEXT_H

#include "base/diag.h"
#include "read/schema.h"

/* For %.*s: a text's bytes may be followed by others. */
#define TEXT_ARG(text_) (int)(text_).len, (text_).ptr

/* Was the member written at all? Records begin with their place; an absent one has none. */
static inline bool range_given(struct range at)
{
    return at.end != 0;
}

/* Was it written, but so that it could not be read? Its value is a default then. */
static inline bool is_unread(struct range at, bool set)
{
    return range_given(at) && !set;
}

/* `text` without its first `count` bytes, and only its first `count` bytes. */
struct text text_skip(struct text text, size_t count);
struct text text_head(struct text text, size_t count);
/* Where the byte is first, or text.len. */
size_t text_find(struct text text, char byte);

/*
 * The place of `len` bytes at `offset` of a scalar's value. Where quotes or folded lines make value
 * and source differ, it is the whole scalar.
 */
struct range text_part(const struct spec_text *text, size_t offset, size_t len);

bool text_is_token(struct text text); /* a token of RFC 9110, as in header names */
/* Standard base64 (RFC 4648 section 4) with padding; *size gets the decoded size. */
bool text_is_base64(struct text text, size_t *size);

/* "`a`, `b` or `c`". */
struct text words_joined(struct mem_arena *arena, const char *const *words, size_t count,
                         const char *last);
/* "did you mean `x`?" when a name is near; else the names, when there are few. */
void hint_names(struct mem_arena *arena, struct diag *diag, struct text wrong,
                const char *const *names, size_t count);

#endif
