/*
 * The connection to DynamoDB that the loop opens before the first event.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "loop.h"
#include "tls_peer.h"

TestSuite(connect_ahead, .init = loop_set_environment);

/* One invocation is answered, whatever becomes of the connection; the log has everything. */
static void run_with_endpoint(const char *url, const char *preconnect)
{
    char text[LOOP_EVENT_MAX];
    struct fake_api api = {.event_count = 1};

    setenv("AWS_ENDPOINT_URL_DYNAMODB", url, 1);
    setenv("AWS_LAMBDA_LOG_LEVEL", "DEBUG", 1);
    if (preconnect == NULL)
        unsetenv("LOCKSTEP_PRECONNECT");
    else
        setenv("LOCKSTEP_PRECONNECT", preconnect, 1);
    api.events[0].event = event(text, "/empty", "");
    run(&api, &loop_service);
    cr_expect_eq(api.posted_count, 1, "%s", log_text);
    fake_api_release(&api);
}

#define NOT_REACHED                                                                                \
    "\"level\":\"DEBUG\",\"message\":\"DynamoDB not reached ahead of the first request\""

Test(connect_ahead, dynamodb_is_connected_ahead_of_the_first_request)
{
    struct authority authority;
    struct tls_peer tls;

    authority_init(&authority);
    tls_peer_start(&tls, &authority, "IP:127.0.0.1", 1, 0);
    setenv("LOCKSTEP_CA_FILE", authority.file, 1);
    run_with_endpoint(tls.base_url, NULL);
    tls_peer_join(&tls);
    cr_expect_eq(tls.handshakes, 1);
    cr_expect_eq(tls.requests, 0);
    cr_expect_null(strstr(log_text, "not reached"), "%s", log_text);
    authority_release(&authority);
}

Test(connect_ahead, a_connection_ahead_that_fails_is_harmless)
{
    struct authority authority;

    authority_init(&authority);
    setenv("LOCKSTEP_CA_FILE", authority.file, 1);
    run_with_endpoint("https://127.0.0.1:1", NULL);
    cr_expect_not_null(strstr(log_text, NOT_REACHED), "%s", log_text);
    authority_release(&authority);
}

Test(connect_ahead, the_connection_ahead_is_for_https_and_can_be_switched_off)
{
    run_with_endpoint("https://127.0.0.1:1", "off");
    cr_expect_null(strstr(log_text, "not reached"), "%s", log_text);
    run_with_endpoint("http://127.0.0.1:1", NULL);
    cr_expect_null(strstr(log_text, "not reached"), "%s", log_text);
}

static void say_nothing(struct peer *peer)
{
    int connection = peer_accept(peer);
    char byte;

    while (read(connection, &byte, 1) == 1)
        ;
    close(connection);
}

Test(connect_ahead, the_connection_ahead_has_a_second)
{
    int64_t begin = ls_system_clock.now_ms(ls_system_clock.self), took;
    struct authority authority;
    struct peer peer;
    char url[64];

    authority_init(&authority);
    setenv("LOCKSTEP_CA_FILE", authority.file, 1);
    peer_start(&peer, say_nothing, NULL);
    snprintf(url, sizeof(url), "https://%s", peer.address);
    run_with_endpoint(url, NULL);
    took = ls_system_clock.now_ms(ls_system_clock.self) - begin;
    cr_expect_geq(took, 1000);
    cr_expect_lt(took, 3000);
    cr_expect_not_null(strstr(log_text, NOT_REACHED), "%s", log_text);
    peer_join(&peer);
    authority_release(&authority);
}
