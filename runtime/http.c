/*
 * http.c - one HTTP/1.1 exchange after the other over one connection.
 */
#include "http.h"

#include <string.h>

#include "http_parse.h"

#define HEAD_MAX   (16u * 1024) /* of a request; a session token is the largest part */
#define READ_SIZE  (16u * 1024) /* room for a read when the length is not known */
#define CONNECT_MS 3000         /* a lost SYN must not use up the caller's whole time */

#define INTERIM_MAX 8 /* 1xx replies before the final one */

void ls_http_init(struct ls_http *http, struct ls_stream *stream, const struct ls_clock *clock,
                  struct ls_str host, size_t max_reply, int64_t max_idle_ms)
{
    *http = (struct ls_http){
        .stream = stream, .clock = clock, .host = host, .max_idle_ms = max_idle_ms};
    ls_buf_init(&http->head, HEAD_MAX);
    ls_buf_init(&http->in, max_reply);
}

void ls_http_release(struct ls_http *http)
{
    if (http->stream != NULL)
        http->stream->release(http->stream);
    http->stream = NULL;
    ls_buf_release(&http->head);
    ls_buf_release(&http->in);
}

struct ls_str ls_http_header(const struct ls_http_reply *reply, const char *name)
{
    struct ls_str lines = reply->headers, wanted = ls_str_of(name), found, value;

    while (ls_http_next_header(&lines, &found, &value)) {
        if (ls_str_equal_nocase(found, wanted))
            return value;
    }
    return ls_str(NULL, 0);
}

static int64_t now(const struct ls_http *http)
{
    return http->clock->now_ms(http->clock->self);
}

enum ls_status ls_http_connect(struct ls_http *http, int64_t deadline_ms, struct ls_error *error)
{
    enum ls_status status = LS_OK;

    if (!http->stream->is_open)
        status = http->stream->open(http->stream, deadline_ms, error);
    if (status == LS_OK)
        http->last_used_ms = now(http);
    return status;
}

/* ---- the request ---- */

static enum ls_status write_head(struct ls_http *http, const struct ls_http_request *request)
{
    struct ls_buf *head = &http->head;
    size_t length = 0;

    for (int i = 0; i < request->body_count; i++)
        length += request->body[i].iov_len;
    ls_buf_reset(head);
    ls_buf_str(head, request->method);
    ls_buf_char(head, ' ');
    ls_buf_str(head, request->target);
    ls_buf_text(head, " HTTP/1.1\r\nHost: ");
    ls_buf_str(head, http->host);
    ls_buf_text(head, "\r\n");
    ls_buf_str(head, request->headers);
    if (request->body_count > 0) {
        ls_buf_text(head, "Content-Length: ");
        ls_buf_int(head, (int64_t)length);
        ls_buf_text(head, "\r\n");
    }
    ls_buf_text(head, "\r\n");
    return ls_buf_status(head);
}

static enum ls_status send_request(struct ls_http *http, const struct ls_http_request *request,
                                   int64_t deadline_ms, struct ls_error *error)
{
    struct iovec parts[1 + LS_HTTP_BODY_PARTS];
    int count = 0;
    enum ls_status status;

    parts[count++] = (struct iovec){http->head.ptr, http->head.len};
    for (int i = 0; i < request->body_count; i++)
        parts[count++] = request->body[i];
    status = http->stream->send(http->stream, parts, count, deadline_ms, error);
    if (parts[0].iov_len < http->head.len)
        http->progress = LS_HTTP_SENT;
    return status;
}

/*
 * Closes an idle connection that is too old, or that the peer has ended (or talks on out of turn:
 * a server that says 408 before it hangs up).
 */
static void drop_stale(struct ls_http *http)
{
    struct ls_stream *stream = http->stream;
    size_t got;
    char byte;

    if (!stream->is_open)
        return;
    if ((http->max_idle_ms > 0 && now(http) - http->last_used_ms > http->max_idle_ms) ||
        stream->receive(stream, &byte, 1, &got, 0, NULL) != LS_TIMEOUT)
        stream->close(stream);
}

/* Gets the request out, over the connection that is open or over a new one. */
static enum ls_status deliver(struct ls_http *http, const struct ls_http_request *request,
                              int64_t deadline_ms, struct ls_error *error)
{
    struct ls_stream *stream = http->stream;
    enum ls_status status;

    drop_stale(http);
    if (stream->is_open) {
        status = send_request(http, request, deadline_ms, error);
        if (status != LS_NETWORK || http->progress != LS_HTTP_NOT_SENT)
            return status;
        stream->close(stream);
    }
    status = stream->open(stream, ls_earlier(deadline_ms, now(http) + CONNECT_MS), error);
    return status == LS_OK ? send_request(http, request, deadline_ms, error) : status;
}

/* ---- the reply ---- */

/* Reads at least one byte behind `in`, into room for `room` bytes or more. 0 bytes: the end. */
static enum ls_status read_more(struct ls_http *http, size_t room, size_t *got, int64_t deadline_ms,
                                struct ls_error *error)
{
    struct ls_buf *in = &http->in;
    enum ls_status status;
    char *out;

    if (in->len == in->max)
        return ls_fail(error, LS_TOO_LARGE, NULL, "HTTP reply of more than %zu bytes", in->max);
    out = ls_buf_reserve(in, room < in->max - in->len ? room : in->max - in->len);
    if (out == NULL)
        return ls_fail(error, LS_NO_MEMORY, NULL, "no memory for an HTTP reply");
    status = http->stream->receive(http->stream, out, in->cap - in->len, got, deadline_ms, error);
    if (status == LS_OK)
        in->len += *got;
    return status;
}

/* The same where the end of the connection is an error. */
static enum ls_status need_more(struct ls_http *http, size_t room, int64_t deadline_ms,
                                struct ls_error *error)
{
    size_t got = 0;
    enum ls_status status = read_more(http, room, &got, deadline_ms, error);

    if (status == LS_OK && got == 0)
        return ls_fail(error, LS_NETWORK, NULL, "connection closed after %zu bytes of the reply",
                       http->in.len);
    return status;
}

/* Reads until a head is there; *length is its length. */
static enum ls_status receive_head(struct ls_http *http, struct ls_http_head *head, size_t *length,
                                   int64_t deadline_ms, struct ls_error *error)
{
    size_t scanned = 0;

    while ((*length = ls_http_head_length(ls_buf_view(&http->in), &scanned)) == 0) {
        enum ls_status status;

        if (http->in.len > LS_HTTP_HEAD_MAX)
            return ls_fail(error, LS_BAD_REPLY, NULL, "HTTP head of more than 64 KB");
        status = need_more(http, READ_SIZE, deadline_ms, error);
        if (status != LS_OK)
            return status;
    }
    if (!ls_http_head_parse(ls_str(http->in.ptr, *length), head))
        return ls_fail(error, LS_BAD_REPLY, NULL, "reply is not HTTP/1.1");
    return LS_OK;
}

/* Skips interim replies (100 Continue, 103 …): their heads leave the buffer. */
static enum ls_status receive_final_head(struct ls_http *http, struct ls_http_head *head,
                                         size_t *length, int64_t deadline_ms,
                                         struct ls_error *error)
{
    for (int i = 0; i < INTERIM_MAX; i++) {
        enum ls_status status = receive_head(http, head, length, deadline_ms, error);

        if (status != LS_OK || head->status >= 200)
            return status;
        http->in.len -= *length;
        memmove(http->in.ptr, http->in.ptr + *length, http->in.len);
    }
    return ls_fail(error, LS_BAD_REPLY, NULL, "more than %d interim replies", INTERIM_MAX);
}

static enum ls_status receive_by_length(struct ls_http *http, size_t head, size_t content,
                                        bool *surplus, int64_t deadline_ms, struct ls_error *error)
{
    struct ls_buf *in = &http->in;

    if (content > in->max - head)
        return ls_fail(error, LS_TOO_LARGE, NULL, "HTTP reply of %zu bytes, at most %zu fit",
                       content, in->max);
    while (in->len < head + content) {
        enum ls_status status = need_more(http, head + content - in->len, deadline_ms, error);

        if (status != LS_OK)
            return status;
    }
    *surplus = in->len > head + content;
    in->len = head + content;
    return LS_OK;
}

static enum ls_status receive_by_chunks(struct ls_http *http, size_t head, bool *surplus,
                                        int64_t deadline_ms, struct ls_error *error)
{
    struct ls_http_chunks chunks = {0};
    struct ls_buf *in = &http->in;
    size_t decoded = head;

    for (;;) {
        size_t len = in->len - decoded;
        enum ls_status status;

        if (!ls_http_chunks_decode(&chunks, in->ptr + decoded, &len))
            return ls_fail(error, LS_BAD_REPLY, NULL, "bad chunked coding in the reply");
        decoded += len;
        in->len = decoded;
        if (chunks.state == LS_HTTP_CHUNK_DONE)
            break;
        status = need_more(http, READ_SIZE, deadline_ms, error);
        if (status != LS_OK)
            return status;
    }
    *surplus = chunks.surplus > 0;
    return LS_OK;
}

static enum ls_status receive_by_close(struct ls_http *http, int64_t deadline_ms,
                                       struct ls_error *error)
{
    size_t got = 0;
    enum ls_status status;

    do
        status = read_more(http, READ_SIZE, &got, deadline_ms, error);
    while (status == LS_OK && got > 0);
    return status;
}

static enum ls_status receive_reply(struct ls_http *http, struct ls_http_reply *reply,
                                    int64_t deadline_ms, struct ls_error *error)
{
    struct ls_http_head head = {0};
    size_t length, lines_at;
    bool surplus = false;
    enum ls_status status;

    ls_buf_reset(&http->in);
    status = receive_final_head(http, &head, &length, deadline_ms, error);
    if (status != LS_OK)
        return status;
    lines_at = (size_t)(head.lines.ptr - http->in.ptr); /* the buffer may move from here on */
    switch (head.framing) {
    case LS_HTTP_BY_LENGTH:
        status = receive_by_length(http, length, head.content_length, &surplus, deadline_ms, error);
        break;
    case LS_HTTP_BY_CHUNKS:
        status = receive_by_chunks(http, length, &surplus, deadline_ms, error);
        break;
    case LS_HTTP_BY_CLOSE:
        status = receive_by_close(http, deadline_ms, error);
        break;
    }
    if (status != LS_OK)
        return status;
    reply->status = head.status;
    reply->headers = ls_str(http->in.ptr + lines_at, head.lines.len);
    reply->body_mutable = http->in.ptr + length;
    reply->body = ls_str(reply->body_mutable, http->in.len - length);
    if (!head.keep_alive || surplus)
        http->stream->close(http->stream);
    return LS_OK;
}

enum ls_status ls_http_exchange(struct ls_http *http, const struct ls_http_request *request,
                                int64_t deadline_ms, struct ls_http_reply *reply,
                                struct ls_error *error)
{
    enum ls_status status;

    http->progress = LS_HTTP_NOT_SENT;
    if (write_head(http, request) != LS_OK)
        return ls_fail(error, ls_buf_status(&http->head), NULL, "HTTP request head over 16 KB");
    status = deliver(http, request, deadline_ms, error);
    if (status == LS_OK)
        status = receive_reply(http, reply, deadline_ms, error);
    if (status != LS_OK)
        http->stream->close(http->stream);
    else
        http->last_used_ms = now(http);
    return status;
}
