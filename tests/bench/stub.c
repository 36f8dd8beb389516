/*
 * stub - a stand-in for DynamoDB that always answers at once: GetItem with one item of typical
 * size, everything else with {}. It costs as little as it can, so that the runtime is what is
 * measured.
 *
 *     stub PORT
 */
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "hash.h"
#include "wire.h"

#define MAX_PEERS 64

static const char item[] =
    "{\"Item\":{\"id\":{\"S\":\"item-1\"},\"name\":{\"S\":\"Green tea\"},\"price\":{\"N\":\"4.2\"},"
    "\"stock\":{\"N\":\"17\"},\"organic\":{\"BOOL\":true},\"origin\":{\"M\":{\"country\":"
    "{\"S\":\"Japan\"},\"farm\":{\"S\":\"Uji\"}}},\"sizes\":{\"L\":[{\"N\":\"50\"},{\"N\":\"100\"}]},"
    "\"createdAt\":{\"S\":\"2026-01-31T08:00:00.000Z\"},"
    "\"updatedAt\":{\"S\":\"2026-01-31T08:00:00.000Z\"}}}";

static size_t reply_with(const char *body, char *out, size_t size)
{
    uint32_t crc = ls_crc32(ls_str_of(body));

    return (size_t)snprintf(out, size,
                            "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\n"
                            "Content-Length: %zu\r\nx-amz-crc32: %u\r\n\r\n%s",
                            strlen(body), crc, body);
}

int main(int argc, char **argv)
{
    uint16_t port = argc > 1 ? (uint16_t)strtoul(argv[1], NULL, 10) : 0;
    struct pollfd polls[MAX_PEERS + 1] = {{.fd = wire_listen(&port), .events = POLLIN}};
    struct wire peers[MAX_PEERS];
    char found[1024], done[256];
    size_t found_len = reply_with(item, found, sizeof found);
    size_t done_len = reply_with("{}", done, sizeof done);
    nfds_t count = 1;

    printf("%u\n", port);
    fflush(stdout);
    for (;;) {
        if (poll(polls, count, -1) < 0)
            fail("poll");
        for (nfds_t i = count; i-- > 1;) {
            struct wire *peer = &peers[i - 1];
            struct message request;

            if (polls[i].revents == 0)
                continue;
            if (!wire_fill(peer)) {
                wire_free(peer);
                *peer = peers[count - 2];
                polls[i] = polls[--count];
                continue;
            }
            while (wire_message(peer, &request)) {
                const char *target = wire_header(&request, "x-amz-target");
                if (target != NULL && strncmp(target, "DynamoDB_20120810.GetItem", 25) == 0)
                    wire_send(peer->fd, found, found_len);
                else
                    wire_send(peer->fd, done, done_len);
                wire_consume(peer, &request);
            }
        }
        if ((polls[0].revents & POLLIN) != 0 && count <= MAX_PEERS) {
            int fd = accept(polls[0].fd, NULL, NULL);
            if (fd >= 0) {
                wire_init(&peers[count - 1], fd);
                polls[count++] = (struct pollfd){.fd = fd, .events = POLLIN};
            }
        }
    }
}
