/*
 * json.h - a strict reader (RFC 8259) over bytes in memory, and a writer over struct ls_buf.
 *
 * The reader is a cursor, not a tree: callers pull values and descend themselves. It accepts what
 * RFC 8259 accepts and nothing else: no trailing commas, no control characters in strings, valid
 * UTF-8, no lone surrogates, nesting of at most LS_JSON_MAX_DEPTH. It never allocates.
 */
#ifndef LS_JSON_H
#define LS_JSON_H

#include "scan.h"

#define LS_JSON_MAX_DEPTH 64 /* of any text; items have 32 of their own, see item.h */

enum ls_json_kind {
    LS_JSON_INVALID,
    LS_JSON_NULL,
    LS_JSON_FALSE,
    LS_JSON_TRUE,
    LS_JSON_NUMBER,
    LS_JSON_STRING,
    LS_JSON_ARRAY,
    LS_JSON_OBJECT,
};

struct ls_json {
    const char *at, *end; /* next byte; end of input */
};

static inline struct ls_json ls_json_of(struct ls_str text)
{
    return (struct ls_json){text.ptr, text.len == 0 ? text.ptr : text.ptr + text.len};
}

static inline void ls_json_skip_space(struct ls_json *json)
{
    while (json->at < json->end &&
           (*json->at == ' ' || *json->at == '\n' || *json->at == '\r' || *json->at == '\t'))
        json->at++;
}

/* After white space: takes the one byte `c`, or nothing more. */
bool ls_json_take_after_space(struct ls_json *json, char c);
static inline bool ls_json_take(struct ls_json *json, char c)
{
    /* Nearly always there is no white space; all of it is at most ' '. */
    if (json->at == json->end || *json->at != c)
        return json->at < json->end && (unsigned char)*json->at <= ' ' &&
               ls_json_take_after_space(json, c);
    json->at++;
    return true;
}

/* Kind of the next value, after white space; nothing is consumed but the white space. */
enum ls_json_kind ls_json_peek(struct ls_json *json);
/*
 * Scalars. The slice of a string is between the quotes, still escaped; `*escaped` says whether it
 * holds a backslash (when not, the slice is the text). UTF-8 and escapes are validated here.
 */
bool ls_json_read_special(struct ls_json *json, const char *start, struct ls_str *raw,
                          bool *escaped); /* ls_json_read_string's part for all but plain text */
static inline bool ls_json_read_string(struct ls_json *json, struct ls_str *raw, bool *escaped)
{
    const char *start, *stop;

    if (!ls_json_take(json, '"'))
        return false;
    start = json->at;
    stop = ls_scan_plain(start, json->end);
    json->at = stop;
    if (stop == json->end || *stop != '"')
        return ls_json_read_special(json, start, raw, escaped);
    json->at++;
    *raw = ls_str(start, (size_t)(stop - start));
    *escaped = false;
    return true;
}
bool ls_json_read_number(struct ls_json *json, struct ls_str *text);
bool ls_json_read_literal(struct ls_json *json); /* null, false or true */
/*
 * Containers: enter '{' or '[', then next() until it returns 0 (closed) or -1 (invalid); 1 means a
 * member follows, whose key is in *key (raw, as in read_string), or an element. `*first` is set
 * by enter and cleared by next.
 */
bool ls_json_enter(struct ls_json *json, bool *first);
int ls_json_next_member(struct ls_json *json, bool *first, struct ls_str *key, bool *escaped);
int ls_json_next_element(struct ls_json *json, bool *first);
/* Any value, validated; *text is its bytes. */
bool ls_json_skip(struct ls_json *json, struct ls_str *text);
/* True when only white space is left. */
bool ls_json_at_end(struct ls_json *json);

/* Decodes a raw string that was read above; `out` has room for raw.len bytes and may be raw.ptr. */
size_t ls_json_unescape(struct ls_str raw, char *out);
/*
 * The text of such a string: itself where nothing in it is escaped, else a copy in the arena. NULL
 * ptr when memory is short.
 */
struct ls_str ls_json_decode(struct ls_str raw, bool escaped, struct ls_arena *arena);
/* What ls_json_unescape would return. */
size_t ls_json_unescaped_length(struct ls_str raw);

/* Member of an object text by name, keys compared decoded; false when absent or not an object. */
bool ls_json_find(struct ls_str object, const char *name, struct ls_str *value);

/*
 * Writing. The same text can be wanted plain or inside a JSON string (a response's "body" is JSON
 * in a string); every writer takes the form, so that nothing is escaped in a second pass.
 */
enum ls_json_form {
    LS_JSON_PLAIN,
    LS_JSON_IN_STRING, /* every quote, backslash and control character escaped once more */
};

/* Decoded UTF-8 -> a quoted JSON string. */
void ls_json_write_string(struct ls_buf *out, enum ls_json_form form, struct ls_str text);
/* JSON text (no control characters outside strings but white space) as it is, in the form. */
void ls_json_write_raw(struct ls_buf *out, enum ls_json_form form, struct ls_str json);

#endif
