/*
 * stream.c - waiting for a descriptor, keeping track of parts, and the choice of a stream.
 */
#include "stream.h"

#include <errno.h>
#include <limits.h>
#include <poll.h>

#include "url.h"

enum ls_status ls_stream_wait(int fd, short events, const struct ls_clock *clock,
                              int64_t deadline_ms)
{
    struct pollfd item = {.fd = fd, .events = events};

    for (;;) {
        int timeout = -1, ready;

        if (deadline_ms != LS_NO_DEADLINE) {
            int64_t left = deadline_ms - clock->now_ms(clock->self);

            timeout = left <= 0 ? 0 : left > INT_MAX ? INT_MAX : (int)left;
        }
        ready = poll(&item, 1, timeout);
        if (ready > 0)
            return LS_OK; /* what is wrong with it, the next call on the descriptor says */
        if (ready < 0 && errno != EINTR)
            return LS_TIMEOUT; /* the kernel is out of memory: waiting is over */
        if (timeout == 0)
            return LS_TIMEOUT;
    }
}

void ls_stream_advance(struct iovec **parts, int *count, size_t sent)
{
    while (*count > 0 && sent >= (*parts)->iov_len) {
        sent -= (*parts)->iov_len;
        (*parts)->iov_len = 0;
        (*parts)++;
        (*count)--;
    }
    if (*count > 0) {
        (*parts)->iov_base = (char *)(*parts)->iov_base + sent;
        (*parts)->iov_len -= sent;
    }
}

/*
 * libcurl costs about a millisecond when it is first used, and its resolver and TLS are not needed
 * to reach an address on this machine: the Runtime API, a local DynamoDB.
 */
struct ls_stream *ls_stream_new(const char *base_url, const struct ls_clock *clock,
                                struct ls_log *log)
{
    struct ls_url url;

    if (ls_url_parse(base_url, &url) == NULL && !url.https && ls_url_is_address(&url))
        return ls_stream_socket_new(url.host, url.port, clock);
    return ls_stream_curl_new(base_url, NULL, clock, log);
}
