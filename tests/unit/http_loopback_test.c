/*
 * Exchanges over loopback, with a peer of the kernel's timing.
 */
#include "http.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "peer.h"

#define LARGE ((size_t)6 * 1024 * 1024)

struct notes {
    char request[4096];
    size_t lengths[4];
    struct ls_str large;
};

static void note(struct peer *peer, int connection, int i)
{
    struct notes *notes = peer->argument;

    notes->lengths[i] = peer_read(connection, notes->request, sizeof(notes->request));
}

static void two_then_one(struct peer *peer)
{
    int connection = peer_accept(peer);

    note(peer, connection, 0);
    peer_reply(connection, 200, "", LS_STR("first"));
    note(peer, connection, 1);
    peer_reply(connection, 200, "", LS_STR("second"));
    close(connection);
    connection = peer_accept(peer);
    note(peer, connection, 2);
    peer_reply(connection, 200, "", LS_STR("third"));
    close(connection);
}

Test(http_loopback, keeps_a_connection_and_replaces_one_that_the_peer_closed)
{
    const struct ls_http_request request = {.method = LS_STR("GET"), .target = LS_STR("/x")};
    static const char *const bodies[] = {"first", "second", "third"};
    struct notes notes = {0};
    struct ls_http http;
    struct peer peer;

    peer_start(&peer, two_then_one, &notes);
    ls_http_init(&http, ls_stream_socket_new("127.0.0.1", peer.port_text, &ls_system_clock),
                 &ls_system_clock, ls_str_of(peer.address), 1000, 0);
    for (size_t i = 0; i < 3; i++) {
        struct ls_http_reply reply;
        struct ls_error error = {0};

        cr_assert_eq(ls_http_exchange(&http, &request, LS_NO_DEADLINE, &reply, &error), LS_OK, "%s",
                     error.detail);
        EXPECT_STR(reply.body, bodies[i]);
        if (i == 1) /* until the end of the stream has arrived */
            usleep(50000);
    }
    ls_http_release(&http);
    peer_join(&peer);
    for (size_t i = 0; i < 3; i++)
        cr_expect_gt(notes.lengths[i], 0, "request %zu", i);
}

static void echo_large(struct peer *peer)
{
    struct notes *notes = peer->argument;
    int connection = peer_accept(peer);

    note(peer, connection, 0);
    usleep(20000); /* the client's reads start before there is anything */
    peer_reply(connection, 200, "", notes->large);
    close(connection);
}

Test(http_loopback, takes_six_megabytes_each_way)
{
    static char large[LARGE];
    const struct iovec body[] = {{large, LARGE / 3}, {large + LARGE / 3, LARGE - LARGE / 3}};
    const struct ls_http_request request = {
        .method = LS_STR("POST"), .target = LS_STR("/"), .body = body, .body_count = 2};
    struct notes notes = {.large = ls_str(large, LARGE)};
    struct ls_http_reply reply;
    struct ls_http http;
    struct peer peer;

    for (size_t i = 0; i < LARGE; i++)
        large[i] = (char)(i * 7 + i / 256);
    for (int no_deadline = 0; no_deadline < 2; no_deadline++) {
        int64_t now = ls_system_clock.now_ms(ls_system_clock.self);

        peer_start(&peer, echo_large, &notes);
        ls_http_init(&http, ls_stream_socket_new("127.0.0.1", peer.port_text, &ls_system_clock),
                     &ls_system_clock, ls_str_of(peer.address), LARGE + 1000, 0);
        cr_assert_eq(ls_http_exchange(&http, &request, no_deadline ? LS_NO_DEADLINE : now + 10000,
                                      &reply, NULL),
                     LS_OK);
        cr_expect(ls_str_equal(reply.body, notes.large));
        ls_http_release(&http);
        peer_join(&peer);
        cr_expect_gt(notes.lengths[0], LARGE);
    }
}
