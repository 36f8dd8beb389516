/*
 * yaml_lines.h - a look at the lines around a place. Parts of lines are slices of the source, so
 * that range_of() has their place.
 */
#ifndef LOCKSTEP_YAML_LINES_H
#define LOCKSTEP_YAML_LINES_H

#include "base/source.h"

bool is_blank(char c); /* a blank or a tab */
struct text line_at(const struct source *source, size_t at);
struct range range_of(const struct source *source, struct text part);
/* [start, end) as far as it lies in its first line, without trailing blanks. */
struct range first_line(const struct source *source, size_t start, size_t end);
/* Without blanks at both ends and without a comment. */
struct text trim(struct text text);
/* The nearest line above that is not empty, trimmed; len 0: none. */
struct text line_above(const struct source *source, size_t at);
/* From the start of the line to `at`, trimmed; within brackets from the last `,`, `[` or `{`. */
struct text entry_before(const struct source *source, size_t at, bool in_brackets);
/* Where in a line a `:` stands that ends a key, or its len. */
size_t key_end(struct text line);
/* Where a `:` stands that lacks the blank behind it, or its len; `https://` has none. */
size_t tight_colon(struct text line);
/* Where `:{` or `:[` stands, or its len. */
size_t tight_bracket(struct text line);
/* The bracket before `at` that is still open there, or `at`. */
size_t open_bracket(const struct source *source, size_t at);
/* The unbroken text around `at`, with the braces in it: `tap-${env}`. */
struct text word_around(const struct source *source, size_t at);

#endif
