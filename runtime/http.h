/*
 * http.h - HTTP/1.1 exchanges over a byte stream, and the interface that a test replaces.
 *
 * Layers: a struct ls_stream moves bytes (stream_socket.c: plain TCP; stream_curl.c: libcurl with
 * CURLOPT_CONNECT_ONLY, which resolves, connects and does TLS); http.c frames requests and
 * replies over it, keeps the connection, and never repeats a request by itself: whether a
 * repetition is safe is the caller's knowledge.
 */
#ifndef LS_HTTP_H
#define LS_HTTP_H

#include <sys/uio.h>

#include "clock.h"
#include "error.h"

#define LS_NO_DEADLINE INT64_MAX

/* Deadlines are wall-clock ms, as in clock.h. */
struct ls_stream {
    enum ls_status (*open)(struct ls_stream *stream, int64_t deadline_ms, struct ls_error *error);
    /* All of the parts, or an error. The parts are moved past what was sent: also on an error. */
    enum ls_status (*send)(struct ls_stream *stream, struct iovec *parts, int count,
                           int64_t deadline_ms, struct ls_error *error);
    /*
     * At least one byte, or *got == 0 at the end of the stream. Looks once even when the deadline
     * is past, so that LS_TIMEOUT then means: open, and nothing has come.
     */
    enum ls_status (*receive)(struct ls_stream *stream, char *out, size_t size, size_t *got,
                              int64_t deadline_ms, struct ls_error *error);
    void (*close)(struct ls_stream *stream); /* may be opened again */
    void (*release)(struct ls_stream *stream);
    bool is_open;
};

struct ls_ca;
struct ls_log;

/* host is an IPv4 or IPv6 address, port decimal; both are copied. NULL when memory is short. */
struct ls_stream *ls_stream_socket_new(const char *host, const char *port,
                                       const struct ls_clock *clock);
/*
 * base_url "https://host[:port]" or http. `ca` outlives the stream; NULL: ls_ca_find's answer at
 * the first connection. A server that its `file` does not verify is tried once more with its
 * `fallback`, which then stays; that is logged. Never without verification.
 */
struct ls_stream *ls_stream_curl_new(const char *base_url, const struct ls_ca *ca,
                                     const struct ls_clock *clock, struct ls_log *log);
/* The one that suits the URL: a socket for plain HTTP to an address, else libcurl. */
struct ls_stream *ls_stream_new(const char *base_url, const struct ls_clock *clock,
                                struct ls_log *log);

#define LS_HTTP_BODY_PARTS 4

struct ls_http_request {
    struct ls_str method, target;
    struct ls_str headers;    /* complete lines, each ended by CR LF; without Content-Length */
    const struct iovec *body; /* parts; Content-Length is their sum */
    int body_count;           /* at most LS_HTTP_BODY_PARTS */
};

struct ls_http_reply {
    int status;
    struct ls_str headers; /* lines; valid until the next exchange */
    struct ls_str body;    /* likewise; de-chunked */
    char *body_mutable;    /* == body.ptr; the receiver may decode in place */
};

/* Where a failed exchange stood: nothing sent yet, or the peer may have acted on the request. */
enum ls_http_progress { LS_HTTP_NOT_SENT, LS_HTTP_SENT };

struct ls_http {
    struct ls_stream *stream;
    const struct ls_clock *clock;
    struct ls_str host;  /* for the Host header */
    struct ls_buf head;  /* request head, reused */
    struct ls_buf in;    /* reply, reused; its max bounds head and body together */
    int64_t max_idle_ms; /* an idle connection older than this is replaced; 0: kept for ever */
    int64_t last_used_ms;
    enum ls_http_progress progress;
};

/* Takes the stream over. max_reply: bytes. */
void ls_http_init(struct ls_http *http, struct ls_stream *stream, const struct ls_clock *clock,
                  struct ls_str host, size_t max_reply, int64_t max_idle_ms);
void ls_http_release(struct ls_http *http);
/* Opens the connection ahead of the first exchange. A failure leaves that to the exchange. */
enum ls_status ls_http_connect(struct ls_http *http, int64_t deadline_ms, struct ls_error *error);
/*
 * One exchange. LS_NETWORK: refused, reset, closed early (see progress); LS_TIMEOUT: past the
 * deadline; LS_BAD_REPLY: not HTTP; LS_TOO_LARGE: reply over the maximum. After an error the
 * connection is closed and the next exchange opens a new one.
 * A reused connection that turns out closed before a byte was sent is reopened silently.
 */
enum ls_status ls_http_exchange(struct ls_http *http, const struct ls_http_request *request,
                                int64_t deadline_ms, struct ls_http_reply *reply,
                                struct ls_error *error);
/* Value of a reply header by lower-case name; NULL ptr when absent. */
struct ls_str ls_http_header(const struct ls_http_reply *reply, const char *name);

#endif
