/*
 * http_parse.h - the text of an HTTP/1.1 reply (RFC 9112): its head and the chunked coding.
 *
 * Strict where a loose reading lets two parties see different messages: lines end in CR LF, no
 * folded lines, no blank before a colon, one length only. Nothing here allocates or reads.
 */
#ifndef LS_HTTP_PARSE_H
#define LS_HTTP_PARSE_H

#include "base.h"

#define LS_HTTP_HEAD_MAX (64u * 1024) /* bytes of status line and headers */

enum ls_http_framing {
    LS_HTTP_BY_LENGTH, /* also: no body, content_length 0 */
    LS_HTTP_BY_CHUNKS,
    LS_HTTP_BY_CLOSE, /* the body ends with the connection */
};

struct ls_http_head {
    int status;
    struct ls_str lines; /* the header lines, each with its CR LF */
    enum ls_http_framing framing;
    size_t content_length;
    bool keep_alive; /* the peer keeps the connection after this reply */
};

/*
 * Length of the head, empty line included; 0 while that line is missing. `*scanned` starts at 0
 * and spares a later call with more bytes the ones that this call has seen.
 */
size_t ls_http_head_length(struct ls_str text, size_t *scanned);
/* `text` is the whole head. False: not an HTTP/1.x reply. */
bool ls_http_head_parse(struct ls_str text, struct ls_http_head *head);

/*
 * The next "Name: value" line of *lines, which moves on; false at the end or at a line that is
 * none (*lines is not empty then). The value is trimmed.
 */
bool ls_http_next_header(struct ls_str *lines, struct ls_str *name, struct ls_str *value);

/* A header's decimal number: digits and nothing else, below 10^15. */
bool ls_http_number(struct ls_str text, uint64_t *number);

enum ls_http_chunk_state {
    LS_HTTP_CHUNK_SIZE, /* before or in the digits */
    LS_HTTP_CHUNK_EXTENSION,
    LS_HTTP_CHUNK_SIZE_LF,
    LS_HTTP_CHUNK_DATA,
    LS_HTTP_CHUNK_DATA_CR,
    LS_HTTP_CHUNK_DATA_LF,
    LS_HTTP_CHUNK_TRAILER, /* at the start of a line after the last chunk */
    LS_HTTP_CHUNK_TRAILER_LINE,
    LS_HTTP_CHUNK_TRAILER_LF,
    LS_HTTP_CHUNK_LAST_LF,
    LS_HTTP_CHUNK_DONE,
};

struct ls_http_chunks {
    enum ls_http_chunk_state state;
    size_t left;    /* bytes of the chunk still to come */
    size_t digits;  /* of the size */
    size_t skipped; /* bytes of this extension, or of the trailers */
    size_t surplus; /* bytes after the end of the body; set when done */
};

/*
 * Decodes `*len` bytes in place and sets *len to the bytes of body among them, at the front; zero
 * `chunks` before the first call. False: not the chunked coding. Done when state says so.
 */
bool ls_http_chunks_decode(struct ls_http_chunks *chunks, char *bytes, size_t *len);

#endif
