/*
 * peer.c - plain sockets, one connection at a time.
 */
#include "peer.h"

#include <arpa/inet.h>
#include <criterion/criterion.h>
#include <netinet/in.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define PATIENCE_MS 5000

static void *run(void *argument)
{
    struct peer *peer = argument;

    peer->script(peer);
    return NULL;
}

void peer_start(struct peer *peer, void (*script)(struct peer *peer), void *argument)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    socklen_t len = sizeof(address);

    *peer = (struct peer){.script = script, .argument = argument};
    peer->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    cr_assert_geq(peer->listener, 0);
    cr_assert_eq(bind(peer->listener, (struct sockaddr *)&address, sizeof(address)), 0);
    cr_assert_eq(listen(peer->listener, 16), 0);
    cr_assert_eq(getsockname(peer->listener, (struct sockaddr *)&address, &len), 0);
    peer->port = ntohs(address.sin_port);
    snprintf(peer->port_text, sizeof(peer->port_text), "%d", peer->port);
    snprintf(peer->address, sizeof(peer->address), "127.0.0.1:%d", peer->port);
    snprintf(peer->base_url, sizeof(peer->base_url), "http://%s", peer->address);
    cr_assert_eq(pthread_create(&peer->thread, NULL, run, peer), 0);
}

void peer_join(struct peer *peer)
{
    pthread_join(peer->thread, NULL);
    close(peer->listener);
}

int peer_accept(struct peer *peer)
{
    struct pollfd item = {.fd = peer->listener, .events = POLLIN};
    struct timeval patience = {.tv_sec = PATIENCE_MS / 1000};
    int connection;

    if (poll(&item, 1, PATIENCE_MS) != 1)
        return -1;
    connection = accept4(peer->listener, NULL, NULL, SOCK_CLOEXEC);
    if (connection >= 0)
        setsockopt(connection, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof(patience));
    return connection;
}

size_t peer_read(int connection, char *out, size_t size)
{
    size_t len = 0, wanted = 0;
    char spill[65536];

    out[0] = '\0';
    while (wanted == 0 || len < wanted) {
        /* The head comes in single bytes, so that nothing behind the request is taken. */
        bool keep = len + 1 < size;
        size_t room = keep ? size - 1 - len : sizeof(spill);
        ssize_t got;

        if (wanted == 0)
            room = 1;
        else if (room > wanted - len)
            room = wanted - len;
        got = recv(connection, keep ? out + len : spill, room, 0);
        if (got <= 0)
            return 0;
        len += (size_t)got;
        if (keep)
            out[len] = '\0';
        if (wanted == 0 && len >= 4 && strcmp(out + len - 4, "\r\n\r\n") == 0) {
            const char *length = strcasestr(out, "\r\ncontent-length:");

            wanted = len + (length == NULL ? 0 : strtoul(length + 17, NULL, 10));
        }
    }
    return len;
}

void peer_write(int connection, struct ls_str bytes)
{
    while (bytes.len > 0) {
        ssize_t sent = send(connection, bytes.ptr, bytes.len, MSG_NOSIGNAL);

        if (sent <= 0)
            return;
        bytes = ls_str(bytes.ptr + sent, bytes.len - (size_t)sent);
    }
}

void peer_reply(int connection, int status, const char *headers, struct ls_str body)
{
    char head[2048];
    int len = snprintf(head, sizeof(head), "HTTP/1.1 %d X\r\n%sContent-Length: %zu\r\n\r\n", status,
                       headers, body.len);

    peer_write(connection, ls_str(head, (size_t)len));
    peer_write(connection, body);
}
