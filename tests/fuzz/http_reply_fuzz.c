/*
 * Any bytes as the reply of a peer. The first byte says in which pieces they arrive; what comes of
 * them does not depend on that.
 */
#include <stdlib.h>
#include <string.h>

#include "http.h"

#define ROOM ((size_t)64 * 1024)

/* Whatever the flags of the build: the condition is evaluated, and a false one ends the run. */
#define CHECK(condition) ((condition) ? (void)0 : abort())

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

struct peer {
    struct ls_stream stream;
    struct ls_str says;
    size_t piece;
};

static enum ls_status peer_open(struct ls_stream *stream, int64_t deadline_ms,
                                struct ls_error *error)
{
    (void)deadline_ms, (void)error;
    stream->is_open = true;
    return LS_OK;
}

static enum ls_status peer_send(struct ls_stream *stream, struct iovec *parts, int count,
                                int64_t deadline_ms, struct ls_error *error)
{
    (void)stream, (void)deadline_ms, (void)error;
    for (int i = 0; i < count; i++)
        parts[i].iov_len = 0;
    return LS_OK;
}

static enum ls_status peer_receive(struct ls_stream *stream, char *out, size_t size, size_t *got,
                                   int64_t deadline_ms, struct ls_error *error)
{
    struct peer *peer = (struct peer *)stream;
    size_t some = peer->says.len < size ? peer->says.len : size;

    (void)deadline_ms, (void)error;
    CHECK(size > 0);
    *got = some < peer->piece ? some : peer->piece;
    if (*got > 0)
        memcpy(out, peer->says.ptr, *got);
    peer->says = ls_str(peer->says.ptr + *got, peer->says.len - *got);
    return LS_OK;
}

static void peer_close(struct ls_stream *stream)
{
    stream->is_open = false;
}

static enum ls_status exchange(struct ls_http *http, struct peer *peer, struct ls_str says,
                               size_t piece, struct ls_http_reply *reply)
{
    const struct ls_http_request request = {.method = LS_STR("GET"), .target = LS_STR("/")};

    *peer = (struct peer){.stream = {.open = peer_open,
                                     .send = peer_send,
                                     .receive = peer_receive,
                                     .close = peer_close,
                                     .release = peer_close},
                          .says = says,
                          .piece = piece};
    ls_http_init(http, &peer->stream, &ls_system_clock, LS_STR("h"), ROOM, 0);
    return ls_http_exchange(http, &request, LS_NO_DEADLINE, reply, NULL);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ls_http_reply whole, cut;
    struct ls_http one, other;
    struct peer peers[2];
    struct ls_str says;

    /* Where the maximum ends a reply depends on how much of its coding came with it. */
    if (size < 1 || size > ROOM / 2)
        return 0;
    says = ls_str((const char *)data + 1, size - 1);
    if (exchange(&one, &peers[0], says, SIZE_MAX, &whole) == LS_OK) {
        CHECK(exchange(&other, &peers[1], says, (size_t)data[0] + 1, &cut) == LS_OK);
        CHECK(whole.status >= 200 && whole.status == cut.status);
        CHECK(ls_str_equal(whole.headers, cut.headers) && ls_str_equal(whole.body, cut.body));
        CHECK(whole.body.len + whole.headers.len < says.len);
        CHECK(ls_http_header(&whole, "content-length").len < says.len);
    } else {
        CHECK(exchange(&other, &peers[1], says, (size_t)data[0] + 1, &cut) != LS_OK);
    }
    ls_http_release(&one);
    ls_http_release(&other);
    return 0;
}
