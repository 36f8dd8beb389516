/*
 * Plain sockets, and which stream a URL gets.
 */
#include "stream.h"

#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "expect.h"
#include "peer.h"

static int64_t now(void)
{
    return ls_system_clock.now_ms(ls_system_clock.self);
}

Test(stream, plain_http_to_an_address_gets_a_socket_and_everything_else_libcurl)
{
    static const struct {
        const char *url;
        bool socket;
    } rows[] = {
        {"http://127.0.0.1:8000", true},   {"http://[::1]:8000", true},
        {"https://127.0.0.1:8000", false}, {"http://localhost:8000", false},
        {"https://example.com", false},
    };
    struct ls_stream *socket = ls_stream_socket_new("127.0.0.1", "1", &ls_system_clock);

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_stream *stream = ls_stream_new(rows[i].url, &ls_system_clock, NULL);

        cr_expect_eq(stream->open == socket->open, rows[i].socket, "%s", rows[i].url);
        stream->release(stream);
    }
    socket->release(socket);
}

Test(stream, advance_moves_past_whole_and_empty_parts)
{
    char text[] = "abcdef";
    struct iovec rows[] = {{text, 2}, {text, 0}, {text + 2, 3}, {text + 5, 1}};
    struct iovec *parts = rows;
    int count = 4;

    ls_stream_advance(&parts, &count, 1);
    cr_expect_eq(parts, rows);
    cr_expect_eq(rows[0].iov_base, text + 1);
    cr_expect_eq(rows[0].iov_len, 1);
    ls_stream_advance(&parts, &count, 2);
    cr_expect_eq(parts, &rows[2]);
    cr_expect_eq(count, 2);
    cr_expect_eq(rows[0].iov_len, 0);
    cr_expect_eq(rows[2].iov_base, text + 3);
    ls_stream_advance(&parts, &count, 3);
    cr_expect_eq(count, 0);
}

/* A port that nobody listens on: bound, so that nobody else takes it either. */
static void deaf_port(struct peer *peer)
{
    (void)peer;
}

Test(stream, a_refused_connection_is_a_network_error)
{
    struct ls_error error = {0};
    struct ls_stream *stream;
    struct peer peer;

    peer_start(&peer, deaf_port, NULL);
    peer_join(&peer);
    stream = ls_stream_socket_new("127.0.0.1", peer.port_text, &ls_system_clock);
    cr_expect_eq(stream->open(stream, now() + 2000, &error), LS_NETWORK);
    cr_expect_str_eq(error.detail, "connect: Connection refused");
    cr_expect_not(stream->is_open);
    stream->release(stream);
}

Test(stream, what_is_no_address_is_refused_by_name)
{
    struct ls_stream *stream = ls_stream_socket_new("localhost", "80", &ls_system_clock);
    struct ls_error error = {0};

    cr_expect_eq(stream->open(stream, now() + 2000, &error), LS_BAD_CONFIG);
    cr_expect_str_eq(error.detail, "\"localhost\" is no IP address");
    stream->release(stream);
}

static void silent(struct peer *peer)
{
    int connection = peer_accept(peer);
    char request[64];

    peer_read(connection, request, sizeof(request)); /* until the client closes */
    close(connection);
}

Test(stream, a_silent_peer_is_waited_for_until_the_deadline_and_not_longer)
{
    struct ls_error error = {0};
    struct ls_stream *stream;
    struct peer peer;
    int64_t start;
    size_t got;
    char byte;

    peer_start(&peer, silent, NULL);
    stream = ls_stream_socket_new("127.0.0.1", peer.port_text, &ls_system_clock);
    cr_assert_eq(stream->open(stream, now() + 2000, &error), LS_OK);
    start = now();
    cr_expect_eq(stream->receive(stream, &byte, 1, &got, start + 150, &error), LS_TIMEOUT);
    cr_expect_geq(now() - start, 150);
    cr_expect_lt(now() - start, 1500);
    /* A deadline in the past asks whether anything has come. */
    start = now();
    cr_expect_eq(stream->receive(stream, &byte, 1, &got, 0, NULL), LS_TIMEOUT);
    cr_expect_lt(now() - start, 100);
    stream->release(stream);
    peer_join(&peer);
}

static void never_reads(struct peer *peer)
{
    int connection = peer_accept(peer);

    usleep(400000);
    close(connection);
}

Test(stream, a_peer_that_does_not_read_is_given_up_at_the_deadline)
{
    static char large[32 * 1024 * 1024];
    struct iovec part = {large, sizeof(large)};
    struct ls_error error = {0};
    struct ls_stream *stream;
    struct peer peer;

    peer_start(&peer, never_reads, NULL);
    stream = ls_stream_socket_new("127.0.0.1", peer.port_text, &ls_system_clock);
    cr_assert_eq(stream->open(stream, now() + 2000, &error), LS_OK);
    cr_expect_eq(stream->send(stream, &part, 1, now() + 150, &error), LS_TIMEOUT);
    cr_expect_lt(part.iov_len, sizeof(large)); /* some of it went */
    stream->release(stream);
    peer_join(&peer);
}

static void says_and_ends(struct peer *peer)
{
    int connection = peer_accept(peer);

    peer_write(connection, LS_STR("bye"));
    close(connection);
}

Test(stream, the_end_of_a_stream_is_no_error_and_it_opens_again)
{
    struct ls_stream *stream;
    struct peer peer;
    size_t got;
    char text[8];

    for (int again = 0; again < 2; again++) {
        peer_start(&peer, says_and_ends, NULL);
        stream = ls_stream_socket_new("127.0.0.1", peer.port_text, &ls_system_clock);
        cr_assert_eq(stream->open(stream, now() + 2000, NULL), LS_OK);
        cr_assert_eq(stream->receive(stream, text, sizeof(text), &got,
                                     again ? LS_NO_DEADLINE : now() + 2000, NULL),
                     LS_OK);
        EXPECT_STR(ls_str(text, got), "bye");
        cr_assert_eq(stream->receive(stream, text, sizeof(text), &got,
                                     again ? LS_NO_DEADLINE : now() + 2000, NULL),
                     LS_OK);
        cr_expect_eq(got, 0);
        stream->close(stream);
        cr_expect_not(stream->is_open);
        stream->close(stream);
        stream->release(stream);
        peer_join(&peer);
    }
}
