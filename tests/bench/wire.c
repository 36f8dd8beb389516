#include "wire.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

void fail(const char *what)
{
    perror(what);
    exit(2);
}

int64_t monotonic_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static void no_delay(int fd)
{
    const int on = 1;

    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
}

int wire_listen(uint16_t *port)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(*port)};
    socklen_t size = sizeof address;
    const int on = 1;
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (fd < 0 || setsockopt(fd, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on) != 0 ||
        bind(fd, (struct sockaddr *)&address, sizeof address) != 0 || listen(fd, 64) != 0 ||
        getsockname(fd, (struct sockaddr *)&address, &size) != 0)
        fail("listen");
    *port = ntohs(address.sin_port);
    return fd;
}

int wire_connect(const char *host_port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};
    const char *colon = strchr(host_port, ':');
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);

    if (colon == NULL || fd < 0)
        fail(host_port);
    address.sin_port = htons((uint16_t)strtoul(colon + 1, NULL, 10));
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    no_delay(fd);
    if (connect(fd, (struct sockaddr *)&address, sizeof address) != 0)
        fail(host_port);
    return fd;
}

void wire_init(struct wire *wire, int fd)
{
    *wire = (struct wire){.fd = fd, .cap = 1 << 16};
    wire->bytes = malloc(wire->cap + 1);
    if (wire->bytes == NULL)
        fail("malloc");
    wire->bytes[0] = '\0';
    no_delay(fd);
}

void wire_free(struct wire *wire)
{
    close(wire->fd);
    free(wire->bytes);
    *wire = (struct wire){.fd = -1};
}

int wire_fill(struct wire *wire)
{
    if (wire->cap - wire->len < 4096) {
        wire->cap *= 2;
        wire->bytes = realloc(wire->bytes, wire->cap + 1);
        if (wire->bytes == NULL)
            fail("realloc");
    }
    ssize_t got = recv(wire->fd, wire->bytes + wire->len, wire->cap - wire->len, 0);
    if (got <= 0)
        return 0;
    wire->len += (size_t)got;
    wire->bytes[wire->len] = '\0';
    return 1;
}

int wire_message(struct wire *wire, struct message *message)
{
    char *end = strstr(wire->bytes, "\r\n\r\n");

    if (end == NULL)
        return 0;
    *message = (struct message){.head = wire->bytes, .body = end + 4};
    *end = '\0';
    const char *length = wire_header(message, "content-length");
    message->body_len = length == NULL ? 0 : strtoul(length, NULL, 10);
    message->total = (size_t)(message->body - wire->bytes) + message->body_len;
    if (wire->len < message->total) {
        *end = '\r';
        return 0;
    }
    return 1;
}

void wire_consume(struct wire *wire, const struct message *message)
{
    wire->len -= message->total;
    memmove(wire->bytes, wire->bytes + message->total, wire->len + 1);
}

void wire_send(int fd, const char *bytes, size_t len)
{
    while (len > 0) {
        ssize_t sent = send(fd, bytes, len, MSG_NOSIGNAL);
        if (sent < 0)
            fail("send");
        bytes += sent;
        len -= (size_t)sent;
    }
}

const char *wire_header(const struct message *message, const char *name)
{
    size_t len = strlen(name);

    for (const char *line = strstr(message->head, "\r\n"); line != NULL;
         line = strstr(line, "\r\n")) {
        line += 2;
        if (strncasecmp(line, name, len) == 0 && line[len] == ':')
            return line + len + 1 + strspn(line + len + 1, " ");
    }
    return NULL;
}
