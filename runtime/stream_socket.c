/*
 * stream_socket.c - plain TCP to an address: the Runtime API, a local DynamoDB.
 *
 * The socket blocks, so that a call without a deadline (the wait for the next invocation) is one
 * system call; with a deadline each call says MSG_DONTWAIT and poll does the waiting.
 */
#include "stream.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct socket_stream {
    struct ls_stream stream; /* first: a struct ls_stream * is one of these */
    const struct ls_clock *clock;
    int fd;
    char host[INET6_ADDRSTRLEN];
    char port[6];
};

union address {
    struct sockaddr any;
    struct sockaddr_in v4;
    struct sockaddr_in6 v6;
};

static struct socket_stream *self_of(struct ls_stream *stream)
{
    return (struct socket_stream *)stream;
}

static enum ls_status fail_errno(struct ls_error *error, const char *what)
{
    enum ls_status status = errno == ENOMEM || errno == ENOBUFS ? LS_NO_MEMORY : LS_NETWORK;

    return ls_fail(error, status, NULL, "%s: %s", what, strerror(errno));
}

static enum ls_status fail_timeout(const struct socket_stream *self, struct ls_error *error,
                                   const char *what)
{
    return ls_fail(error, LS_TIMEOUT, NULL, "%s %s port %s: no answer in time", what, self->host,
                   self->port);
}

/* Length of the address, 0 when there is none in the text. */
static socklen_t parse_address(const struct socket_stream *self, union address *out)
{
    in_port_t port = htons((in_port_t)strtoul(self->port, NULL, 10));

    *out = (union address){0};
    if (inet_pton(AF_INET, self->host, &out->v4.sin_addr) == 1) {
        out->v4.sin_family = AF_INET;
        out->v4.sin_port = port;
        return sizeof(out->v4);
    }
    if (inet_pton(AF_INET6, self->host, &out->v6.sin6_addr) == 1) {
        out->v6.sin6_family = AF_INET6;
        out->v6.sin6_port = port;
        return sizeof(out->v6);
    }
    return 0;
}

/* Connects a socket that does not block, within the deadline. */
static enum ls_status connect_within(const struct socket_stream *self, int fd,
                                     const union address *address, socklen_t len,
                                     int64_t deadline_ms, struct ls_error *error)
{
    socklen_t size = sizeof(int);
    int problem = 0;

    if (connect(fd, &address->any, len) == 0)
        return LS_OK;
    if (errno != EINPROGRESS && errno != EINTR)
        return fail_errno(error, "connect");
    if (ls_stream_wait(fd, POLLOUT, self->clock, deadline_ms) != LS_OK)
        return fail_timeout(self, error, "connecting to");
    if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &problem, &size) != 0)
        return fail_errno(error, "connect");
    if (problem != 0) {
        errno = problem;
        return fail_errno(error, "connect");
    }
    return LS_OK;
}

static enum ls_status socket_open(struct ls_stream *stream, int64_t deadline_ms,
                                  struct ls_error *error)
{
    struct socket_stream *self = self_of(stream);
    union address address;
    socklen_t len = parse_address(self, &address);
    enum ls_status status;
    int fd, on = 1;

    if (len == 0)
        return ls_fail(error, LS_BAD_CONFIG, NULL, "\"%s\" is no IP address", self->host);
    fd = socket(address.any.sa_family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
    if (fd < 0)
        return fail_errno(error, "socket");
    status = connect_within(self, fd, &address, len, deadline_ms, error);
    /* A request goes out whole; there is nothing to be gained by holding its end back. */
    if (status == LS_OK && (setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on)) != 0 ||
                            fcntl(fd, F_SETFL, 0) != 0))
        status = fail_errno(error, "socket options");
    if (status != LS_OK) {
        close(fd);
        return status;
    }
    self->fd = fd;
    stream->is_open = true;
    return LS_OK;
}

static enum ls_status socket_send(struct ls_stream *stream, struct iovec *parts, int count,
                                  int64_t deadline_ms, struct ls_error *error)
{
    struct socket_stream *self = self_of(stream);
    int flags = MSG_NOSIGNAL | (deadline_ms == LS_NO_DEADLINE ? 0 : MSG_DONTWAIT);

    ls_stream_advance(&parts, &count, 0);
    while (count > 0) {
        struct msghdr message = {.msg_iov = parts, .msg_iovlen = (size_t)count};
        ssize_t sent = sendmsg(self->fd, &message, flags);

        if (sent >= 0) {
            ls_stream_advance(&parts, &count, (size_t)sent);
        } else if (errno == EAGAIN) {
            if (ls_stream_wait(self->fd, POLLOUT, self->clock, deadline_ms) != LS_OK)
                return fail_timeout(self, error, "sending to");
        } else if (errno != EINTR) {
            return fail_errno(error, "send");
        }
    }
    return LS_OK;
}

static enum ls_status socket_receive(struct ls_stream *stream, char *out, size_t size, size_t *got,
                                     int64_t deadline_ms, struct ls_error *error)
{
    struct socket_stream *self = self_of(stream);
    int flags = deadline_ms == LS_NO_DEADLINE ? 0 : MSG_DONTWAIT;

    for (;;) {
        ssize_t received;

        if (flags != 0 && ls_stream_wait(self->fd, POLLIN, self->clock, deadline_ms) != LS_OK)
            return fail_timeout(self, error, "receiving from");
        received = recv(self->fd, out, size, flags);
        if (received >= 0) {
            *got = (size_t)received;
            return LS_OK;
        }
        if (errno != EINTR && errno != EAGAIN)
            return fail_errno(error, "receive");
    }
}

static void socket_close(struct ls_stream *stream)
{
    if (stream->is_open)
        close(self_of(stream)->fd);
    stream->is_open = false;
}

static void socket_release(struct ls_stream *stream)
{
    socket_close(stream);
    free(self_of(stream));
}

struct ls_stream *ls_stream_socket_new(const char *host, const char *port,
                                       const struct ls_clock *clock)
{
    struct socket_stream *self = calloc(1, sizeof(*self));

    if (self == NULL)
        return NULL;
    self->stream = (struct ls_stream){
        .open = socket_open,
        .send = socket_send,
        .receive = socket_receive,
        .close = socket_close,
        .release = socket_release,
    };
    self->clock = clock;
    snprintf(self->host, sizeof(self->host), "%s", host);
    snprintf(self->port, sizeof(self->port), "%s", port);
    return &self->stream;
}
