/*
 * Connections that libcurl makes: names, TLS, its verification, and what is left when they close.
 */
#include <dirent.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "ca.h"
#include "expect.h"
#include "http.h"
#include "log.h"
#include "tls_peer.h"

#define PATIENCE_MS 5000

/* A client whose log can be read. */
struct bench {
    struct ls_ca ca;
    struct ls_log log;
    int log_pipe[2];
    struct ls_http http;
    struct ls_error error;
};

static void set_up(struct bench *bench, const char *base_url, const char *ca_file,
                   const char *fallback)
{
    *bench = (struct bench){.ca = {.fallback = fallback}};
    snprintf(bench->ca.file, sizeof(bench->ca.file), "%s", ca_file);
    cr_assert_eq(pipe(bench->log_pipe), 0);
    ls_log_init(&bench->log, bench->log_pipe[1], &ls_system_clock, "JSON", "DEBUG");
    ls_http_init(&bench->http,
                 ls_stream_curl_new(base_url, &bench->ca, &ls_system_clock, &bench->log),
                 &ls_system_clock, LS_STR("host"), 4 * 1024 * 1024, 0);
}

/* What was logged; the bench is done with. */
static const char *tear_down(struct bench *bench)
{
    static char text[8192];
    ssize_t len;

    ls_http_release(&bench->http);
    close(bench->log_pipe[1]);
    len = read(bench->log_pipe[0], text, sizeof(text) - 1);
    text[len < 0 ? 0 : len] = '\0';
    close(bench->log_pipe[0]);
    ls_log_release(&bench->log);
    return text;
}

static int64_t soon(int64_t ms)
{
    return ls_system_clock.now_ms(ls_system_clock.self) + ms;
}

static enum ls_status echo(struct bench *bench, struct ls_str body, struct ls_http_reply *reply)
{
    struct iovec part = {.iov_base = (void *)(uintptr_t)body.ptr, .iov_len = body.len};
    struct ls_http_request request = {
        .method = LS_STR("POST"), .target = LS_STR("/"), .body = &part, .body_count = 1};

    bench->error = (struct ls_error){0};
    return ls_http_exchange(&bench->http, &request, soon(PATIENCE_MS), reply, &bench->error);
}

static int open_descriptors(void)
{
    DIR *folder = opendir("/proc/self/fd");
    int count = 0;

    cr_assert_not_null(folder);
    while (readdir(folder) != NULL)
        count++;
    closedir(folder);
    return count;
}

/* ---- verification ---- */

Test(stream_curl, a_server_of_the_trusted_authority_is_talked_to)
{
    struct authority authority;
    struct ls_http_reply reply;
    struct tls_peer tls;
    struct bench bench;

    authority_init(&authority);
    tls_peer_start(&tls, &authority, "IP:127.0.0.1", 1, 0);
    set_up(&bench, tls.base_url, authority.file, NULL);
    for (int i = 0; i < 3; i++) {
        cr_assert_eq(echo(&bench, LS_STR("{\"a\":1}"), &reply), LS_OK, "%s", bench.error.detail);
        EXPECT_STR(reply.body, "{\"a\":1}");
    }
    cr_expect_str_eq(tear_down(&bench), "");
    tls_peer_join(&tls);
    cr_expect_eq(tls.handshakes, 1);
    cr_expect_eq(tls.requests, 3);
    authority_release(&authority);
}

Test(stream_curl, a_server_of_another_authority_gets_no_request)
{
    struct authority trusted, other;
    struct ls_http_reply reply;
    struct tls_peer tls;
    struct bench bench;

    authority_init(&trusted);
    authority_init(&other);
    tls_peer_start(&tls, &other, "IP:127.0.0.1", 1, 0);
    set_up(&bench, tls.base_url, trusted.file, NULL);
    cr_expect_eq(echo(&bench, LS_STR("{}"), &reply), LS_BAD_CONFIG);
    cr_expect_eq(bench.http.progress, LS_HTTP_NOT_SENT);
    cr_expect_not_null(strstr(bench.error.detail, trusted.file), "%s", bench.error.detail);
    cr_expect_not_null(strstr(bench.error.detail, "LOCKSTEP_CA_FILE"), "%s", bench.error.detail);
    tear_down(&bench);
    tls_peer_join(&tls);
    cr_expect_eq(tls.requests, 0);
    authority_release(&trusted);
    authority_release(&other);
}

Test(stream_curl, a_certificate_for_another_host_is_refused)
{
    struct authority authority;
    struct ls_http_reply reply;
    struct tls_peer tls;
    struct bench bench;

    authority_init(&authority);
    tls_peer_start(&tls, &authority, "IP:127.0.0.2,DNS:localhost", 1, 0);
    set_up(&bench, tls.base_url, authority.file, NULL);
    cr_expect_eq(echo(&bench, LS_STR("{}"), &reply), LS_BAD_CONFIG);
    tear_down(&bench);
    tls_peer_join(&tls);
    cr_expect_eq(tls.requests, 0);
    authority_release(&authority);
}

Test(stream_curl, the_fallback_is_tried_once_logged_and_kept)
{
    struct authority roots, bundle;
    struct ls_http_reply reply;
    struct tls_peer tls;
    struct bench bench;
    const char *log;

    authority_init(&roots);
    authority_init(&bundle);
    tls_peer_start(&tls, &bundle, "IP:127.0.0.1", 3, 0);
    set_up(&bench, tls.base_url, roots.file, bundle.file);
    cr_assert_eq(echo(&bench, LS_STR("one"), &reply), LS_OK, "%s", bench.error.detail);
    bench.http.stream->close(bench.http.stream);
    cr_assert_eq(echo(&bench, LS_STR("two"), &reply), LS_OK, "%s", bench.error.detail);
    EXPECT_STR(reply.body, "two");
    log = tear_down(&bench);
    cr_expect_not_null(strstr(log, "\"level\":\"WARN\""), "%s", log);
    cr_expect_not_null(strstr(log, roots.file), "%s", log);
    cr_expect_not_null(strstr(log, bundle.file), "%s", log);
    cr_expect_eq(strchr(log, '\n') - log, (ptrdiff_t)strlen(log) - 1, "one line: %s", log);
    tls_peer_join(&tls);
    cr_expect_eq(tls.handshakes, 2); /* of three connections: the first was refused by us */
    authority_release(&roots);
    authority_release(&bundle);
}

Test(stream_curl, a_server_that_the_fallback_does_not_verify_is_refused)
{
    struct authority roots, bundle, other;
    struct ls_http_reply reply;
    struct tls_peer tls;
    struct bench bench;

    authority_init(&roots);
    authority_init(&bundle);
    authority_init(&other);
    tls_peer_start(&tls, &other, "IP:127.0.0.1", 2, 0);
    set_up(&bench, tls.base_url, roots.file, bundle.file);
    cr_expect_eq(echo(&bench, LS_STR("{}"), &reply), LS_BAD_CONFIG);
    cr_expect_not_null(strstr(bench.error.detail, bundle.file), "%s", bench.error.detail);
    tear_down(&bench);
    tls_peer_join(&tls);
    cr_expect_eq(tls.requests, 0);
    authority_release(&roots);
    authority_release(&bundle);
    authority_release(&other);
}

Test(stream_curl, without_a_file_of_authorities_nothing_is_connected)
{
    struct ls_http_reply reply;
    struct bench bench;

    set_up(&bench, "https://127.0.0.1:1", "", NULL);
    cr_expect_eq(echo(&bench, LS_STR("{}"), &reply), LS_BAD_CONFIG);
    cr_expect_not_null(strstr(bench.error.detail, "no certificate authorities"));
    tear_down(&bench);
    set_up(&bench, "https://127.0.0.1:1", "/nonexistent/roots.pem", NULL);
    cr_expect_neq(echo(&bench, LS_STR("{}"), &reply), LS_OK);
    tear_down(&bench);
}

/* ---- connections ---- */

Test(stream_curl, closed_connections_leave_nothing_behind)
{
    struct authority authority;
    struct ls_http_reply reply;
    struct tls_peer tls;
    struct bench bench;
    int descriptors = 0;

    authority_init(&authority);
    tls_peer_start(&tls, &authority, "IP:127.0.0.1", 10, 0);
    set_up(&bench, tls.base_url, authority.file, NULL);
    for (int i = 0; i < 10; i++) {
        cr_assert_eq(echo(&bench, LS_STR("x"), &reply), LS_OK, "%s", bench.error.detail);
        if (i == 0)
            descriptors = open_descriptors();
        else
            cr_expect_leq(open_descriptors(), descriptors, "connection %d", i);
        bench.http.stream->close(bench.http.stream);
    }
    tear_down(&bench);
    tls_peer_join(&tls);
    cr_expect_eq(tls.requests, 10);
    cr_expect_eq(tls.resumed, 9); /* TLS sessions outlive their connections */
    authority_release(&authority);
}

Test(stream_curl, a_connection_that_the_server_closed_is_replaced)
{
    struct authority authority;
    struct ls_http_reply reply;
    struct tls_peer tls;
    struct bench bench;

    authority_init(&authority);
    tls_peer_start(&tls, &authority, "IP:127.0.0.1", 2, 1);
    set_up(&bench, tls.base_url, authority.file, NULL);
    for (int i = 0; i < 2; i++) {
        cr_assert_eq(echo(&bench, LS_STR("x"), &reply), LS_OK, "%s", bench.error.detail);
        cr_expect(bench.http.stream->is_open);
        usleep(50000); /* until the end of the connection has arrived */
    }
    tls_peer_join(&tls);
    cr_expect_eq(tls.handshakes, 2);
    cr_expect_eq(echo(&bench, LS_STR("x"), &reply), LS_NETWORK); /* nobody listens any more */
    cr_expect_eq(bench.http.progress, LS_HTTP_NOT_SENT);
    tear_down(&bench);
    authority_release(&authority);
}

Test(stream_curl, megabytes_go_both_ways)
{
    static char large[3 * 1024 * 1024];
    struct authority authority;
    struct ls_http_reply reply;
    struct tls_peer tls;
    struct bench bench;

    for (size_t i = 0; i < sizeof(large); i++)
        large[i] = (char)(i * 7 + i / 256);
    authority_init(&authority);
    tls_peer_start(&tls, &authority, "IP:127.0.0.1", 1, 0);
    set_up(&bench, tls.base_url, authority.file, NULL);
    cr_assert_eq(echo(&bench, ls_str(large, sizeof(large)), &reply), LS_OK, "%s",
                 bench.error.detail);
    cr_expect(ls_str_equal(reply.body, ls_str(large, sizeof(large))));
    tear_down(&bench);
    tls_peer_join(&tls);
    authority_release(&authority);
}

static void silent(struct peer *peer)
{
    int connection = peer_accept(peer);
    char byte[2];

    while (read(connection, byte, 1) == 1)
        ;
    close(connection);
}

Test(stream_curl, a_handshake_that_does_not_come_about_is_given_up_at_the_deadline)
{
    struct authority authority;
    char base_url[64];
    struct bench bench;
    struct peer peer;
    int64_t start;

    authority_init(&authority);
    peer_start(&peer, silent, NULL);
    snprintf(base_url, sizeof(base_url), "https://%s", peer.address);
    set_up(&bench, base_url, authority.file, NULL);
    start = soon(0);
    cr_expect_eq(bench.http.stream->open(bench.http.stream, start + 200, &bench.error), LS_TIMEOUT);
    cr_expect_geq(soon(0) - start, 200);
    cr_expect_lt(soon(0) - start, 2000);
    tear_down(&bench);
    peer_join(&peer);
    authority_release(&authority);
}

static void answer_once(struct peer *peer)
{
    int connection = peer_accept(peer);
    char request[1024];

    peer_read(connection, request, sizeof(request));
    peer_reply(connection, 200, "", LS_STR("plain"));
    peer_read(connection, request, sizeof(request));
    close(connection);
}

Test(stream_curl, plain_http_to_a_name)
{
    struct ls_http_reply reply;
    char base_url[64];
    struct bench bench;
    struct peer peer;

    peer_start(&peer, answer_once, NULL);
    snprintf(base_url, sizeof(base_url), "http://localhost:%s", peer.port_text);
    set_up(&bench, base_url, "", NULL);
    cr_assert_eq(echo(&bench, LS_STR("x"), &reply), LS_OK, "%s", bench.error.detail);
    EXPECT_STR(reply.body, "plain");
    cr_expect_str_eq(tear_down(&bench), "");
    peer_join(&peer);
}
