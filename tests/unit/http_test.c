/*
 * Exchanges over a stream in memory that cuts and fails where the test says.
 */
#include "http.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "fake_clock.h"
#include "fake_stream.h"

struct bench {
    struct fake_stream fake;
    struct fake_clock clock;
    struct ls_http http;
    struct ls_http_reply reply;
    struct ls_error error;
};

#define START_MS 1000000

static void set_up(struct bench *bench, size_t max_reply, int64_t max_idle_ms)
{
    *bench = (struct bench){0};
    fake_stream_init(&bench->fake);
    fake_clock_init(&bench->clock, START_MS);
    ls_http_init(&bench->http, &bench->fake.stream, &bench->clock.clock, LS_STR("h:8000"),
                 max_reply, max_idle_ms);
}

static enum ls_status get(struct bench *bench)
{
    const struct ls_http_request request = {.method = LS_STR("GET"), .target = LS_STR("/x")};

    bench->error = (struct ls_error){0};
    return ls_http_exchange(&bench->http, &request, START_MS + 60000, &bench->reply, &bench->error);
}

/* ---- requests ---- */

Test(http, a_request_is_written_with_the_length_of_all_its_parts)
{
    const struct iovec body[] = {{"{\"a\"", 4}, {"", 0}, {":1", 2}, {"}", 1}};
    const struct ls_http_request request = {.method = LS_STR("POST"),
                                            .target = LS_STR("/t"),
                                            .headers = LS_STR("A: b\r\nC: d\r\n"),
                                            .body = body,
                                            .body_count = 4};
    struct bench bench;

    set_up(&bench, 1000, 0);
    bench.fake.connections[0].says = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
    cr_assert_eq(ls_http_exchange(&bench.http, &request, START_MS + 1, &bench.reply, NULL), LS_OK);
    EXPECT_STR(
        ls_str(bench.fake.sent, bench.fake.sent_len),
        "POST /t HTTP/1.1\r\nHost: h:8000\r\nA: b\r\nC: d\r\nContent-Length: 7\r\n\r\n{\"a\":1}");
    cr_expect_eq(bench.reply.status, 202);
    ls_http_release(&bench.http);
}

Test(http, a_request_without_body_has_no_length)
{
    struct bench bench;

    set_up(&bench, 1000, 0);
    bench.fake.connections[0].says = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    cr_assert_eq(get(&bench), LS_OK);
    EXPECT_STR(ls_str(bench.fake.sent, bench.fake.sent_len),
               "GET /x HTTP/1.1\r\nHost: h:8000\r\n\r\n");
    ls_http_release(&bench.http);
}

Test(http, a_head_over_16_kb_is_refused_before_a_byte_is_sent)
{
    static char headers[20000];
    struct ls_http_request request = {.method = LS_STR("GET"), .target = LS_STR("/")};
    struct bench bench;

    memset(headers, 'a', sizeof(headers));
    request.headers = ls_str(headers, sizeof(headers));
    set_up(&bench, 1000, 0);
    cr_expect_eq(ls_http_exchange(&bench.http, &request, START_MS + 1, &bench.reply, &bench.error),
                 LS_TOO_LARGE);
    cr_expect_eq(bench.fake.opened, 0);
    ls_http_release(&bench.http);
}

Test(http, a_connection_made_ahead_serves_the_first_exchange)
{
    struct bench bench;

    set_up(&bench, 1000, 50000);
    bench.fake.connections[0].says = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    cr_assert_eq(ls_http_connect(&bench.http, START_MS + 777, NULL), LS_OK);
    cr_expect_eq(bench.fake.open_deadline_ms, START_MS + 777);
    cr_assert_eq(ls_http_connect(&bench.http, START_MS + 777, NULL), LS_OK); /* it is there */
    bench.clock.now_ms += 49000;
    cr_assert_eq(get(&bench), LS_OK, "%s", bench.error.detail);
    cr_expect_eq(bench.fake.opened, 1);
    ls_http_release(&bench.http);
}

Test(http, a_connection_made_too_long_ahead_is_replaced)
{
    struct bench bench;

    set_up(&bench, 1000, 50000);
    bench.fake.connections[1].says = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    cr_assert_eq(ls_http_connect(&bench.http, START_MS + 777, NULL), LS_OK);
    bench.clock.now_ms += 51000;
    cr_assert_eq(get(&bench), LS_OK, "%s", bench.error.detail);
    cr_expect_eq(bench.fake.opened, 2);
    ls_http_release(&bench.http);
}

Test(http, a_connection_that_could_not_be_made_ahead_is_made_by_the_exchange)
{
    struct bench bench;

    set_up(&bench, 1000, 0);
    bench.fake.connections[0].open_fails = LS_NETWORK;
    bench.fake.connections[1].says = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    cr_expect_eq(ls_http_connect(&bench.http, START_MS + 777, &bench.error), LS_NETWORK);
    cr_assert_eq(get(&bench), LS_OK, "%s", bench.error.detail);
    ls_http_release(&bench.http);
}

/* ---- replies ---- */

#define LONG_VALUE "0123456789012345678901234567890123456789012345678901234567890123456789"

static const struct {
    const char *text, *body;
    bool ends, reused; /* the peer ends the stream; the connection serves the next exchange */
} replies[] = {
    {"HTTP/1.1 200 OK\r\nX-Test: one\r\nContent-Length: 5\r\n\r\nhello", "hello", false, true},
    {"HTTP/1.1 200 OK\r\nX-Test: one\r\nContent-Length: 0\r\n\r\n", "", false, true},
    {"HTTP/1.1 200 OK\r\nX-Test: one\r\nTransfer-Encoding: chunked\r\n\r\n"
     "3\r\nhel\r\n2\r\nlo\r\n0\r\n\r\n",
     "hello", false, true},
    {"HTTP/1.1 100 Continue\r\nX-Test: zero\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n"
     "HTTP/1.1 200 OK\r\nX-Test: one\r\nContent-Length: 5\r\n\r\nhello",
     "hello", false, true},
    {"HTTP/1.1 200 OK\r\nX-Test: one\r\n\r\nhello", "hello", true, false},
    {"HTTP/1.0 200 OK\r\nX-Test: one\r\nContent-Length: 5\r\n\r\nhello", "hello", false, false},
    {"HTTP/1.1 200 OK\r\nX-Test: one\r\nConnection: close\r\nContent-Length: 5\r\n\r\nhello",
     "hello", false, false},
    {"HTTP/1.1 200 OK\r\nX-Test: one\r\nPad: " LONG_VALUE "\r\nTransfer-Encoding: chunked\r\n\r\n"
     "46\r\n" LONG_VALUE "\r\n0\r\nTrailer: x\r\n\r\n",
     LONG_VALUE, false, true},
};

Test(http, replies_arrive_whole_however_they_are_cut)
{
    for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++) {
        for (size_t piece = 0; piece <= strlen(replies[i].text); piece++) {
            struct bench bench;

            set_up(&bench, 1000, 0);
            bench.fake.connections[0] = (struct fake_connection){
                .says = replies[i].text, .piece = piece, .ends = replies[i].ends};
            cr_assert_eq(get(&bench), LS_OK, "reply %zu in pieces of %zu: %s", i, piece,
                         bench.error.detail);
            cr_assert_eq(bench.reply.status, 200);
            cr_assert(ls_str_equal_text(bench.reply.body, replies[i].body),
                      "reply %zu in pieces of %zu: %.*s", i, piece, (int)bench.reply.body.len,
                      bench.reply.body.ptr);
            cr_assert_eq(bench.reply.body_mutable, bench.reply.body.ptr);
            cr_assert(ls_str_equal_text(ls_http_header(&bench.reply, "x-test"), "one"));
            cr_assert_null(ls_http_header(&bench.reply, "x-tes").ptr);
            cr_assert_eq(bench.http.stream->is_open, replies[i].reused, "reply %zu", i);
            ls_http_release(&bench.http);
        }
    }
}

Test(http, a_connection_lost_within_a_reply_is_a_network_error_after_sending)
{
    for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++) {
        size_t len = strlen(replies[i].text);

        if (replies[i].ends) /* that one's end is the end of the stream */
            continue;
        for (size_t cut = 1; cut < len; cut++) {
            struct bench bench;

            set_up(&bench, 1000, 0);
            bench.fake.connections[0] = (struct fake_connection){
                .says = replies[i].text, .silent_after = cut, .ends = true};
            cr_assert_eq(get(&bench), LS_NETWORK, "reply %zu cut at %zu", i, cut);
            cr_assert_eq(bench.http.progress, LS_HTTP_SENT);
            cr_assert_not(bench.http.stream->is_open);
            ls_http_release(&bench.http);
        }
    }
}

Test(http, silence_within_a_reply_is_a_timeout_and_the_connection_is_given_up)
{
    struct bench bench;

    set_up(&bench, 1000, 0);
    bench.fake.connections[0] =
        (struct fake_connection){.says = replies[0].text, .silent_after = 30};
    bench.fake.connections[1] = (struct fake_connection){.says = replies[0].text};
    cr_expect_eq(get(&bench), LS_TIMEOUT);
    cr_expect_eq(bench.http.progress, LS_HTTP_SENT);
    cr_expect_eq(get(&bench), LS_OK);
    cr_expect_eq(bench.fake.opened, 2);
    ls_http_release(&bench.http);
}

Test(http, what_is_not_http_is_a_bad_reply)
{
    static const char *const rows[] = {
        "SSH-2.0-OpenSSH\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nhello",
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;

        set_up(&bench, 1000, 0);
        bench.fake.connections[0].says = rows[i];
        cr_expect_eq(get(&bench), LS_BAD_REPLY, "%s", rows[i]);
        cr_expect_not(bench.http.stream->is_open);
        ls_http_release(&bench.http);
    }
}

Test(http, interim_replies_have_an_end)
{
    static char text[9 * 25 + 1];
    struct bench bench;

    for (size_t i = 0; i < 9; i++)
        memcpy(text + i * 25, "HTTP/1.1 100 Continue\r\n\r\n", 26);
    set_up(&bench, 1000, 0);
    bench.fake.connections[0].says = text;
    cr_expect_eq(get(&bench), LS_BAD_REPLY);
    ls_http_release(&bench.http);
}

Test(http, a_head_without_end_is_refused)
{
    static char text[100000] = "HTTP/1.1 200 OK\r\nA: ";
    struct bench bench;

    memset(text + 20, 'a', sizeof(text) - 21);
    set_up(&bench, 1000000, 0);
    bench.fake.connections[0].says = text;
    cr_expect_eq(get(&bench), LS_BAD_REPLY);
    ls_http_release(&bench.http);
}

/* The maximum is one of head and body together: here 38 bytes of head and 6 of body. */
Test(http, replies_over_the_maximum_are_refused)
{
    static const struct {
        const char *text;
        bool ends;
        enum ls_status status;
    } rows[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\n123456", false, LS_OK},
        {"HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n1234567", false, LS_TOO_LARGE},
        {"HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n1234567", false, LS_TOO_LARGE},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\n1\r\n0\r\n\r\n", false,
         LS_TOO_LARGE},
        {"HTTP/1.1 200 OK\r\n\r\n1234567890123456789012345", true, LS_TOO_LARGE},
        {"HTTP/1.1 200 OK\r\nA: 3456789012345678901234567890\r\n\r\n", false, LS_TOO_LARGE},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (size_t piece = 0; piece < 3; piece++) {
            struct bench bench;

            set_up(&bench, 44, 0);
            bench.fake.connections[0] = (struct fake_connection){
                .says = rows[i].text, .piece = piece, .ends = rows[i].ends};
            cr_expect_eq(get(&bench), rows[i].status, "%s: %s", rows[i].text, bench.error.detail);
            ls_http_release(&bench.http);
        }
    }
}

Test(http, a_length_over_the_maximum_is_refused_before_the_body_is_read)
{
    struct bench bench;

    set_up(&bench, 100, 0);
    bench.fake.connections[0] = (struct fake_connection){
        .says = "HTTP/1.1 200 OK\r\nContent-Length: 999999999999999\r\n\r\n"};
    cr_expect_eq(get(&bench), LS_TOO_LARGE);
    cr_expect_str_eq(bench.error.detail, "HTTP reply of 999999999999999 bytes, at most 100 fit");
    ls_http_release(&bench.http);
}

/* ---- the connection ---- */

Test(http, a_connection_serves_one_exchange_after_the_other)
{
    struct bench bench;

    set_up(&bench, 1000, 0);
    bench.fake.connections[0].says = replies[0].text;
    for (int i = 0; i < 3; i++) {
        fake_stream_rewind(&bench.fake);
        cr_assert_eq(get(&bench), LS_OK);
    }
    cr_expect_eq(bench.fake.opened, 1);
    ls_http_release(&bench.http);
}

Test(http, bytes_after_a_reply_end_the_connection)
{
    struct bench bench;

    set_up(&bench, 1000, 0);
    bench.fake.connections[0].says = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhello";
    bench.fake.connections[1].says =
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nhe\r\n0\r\n\r\nllo";
    for (int i = 0; i < 2; i++) {
        cr_assert_eq(get(&bench), LS_OK);
        EXPECT_STR(bench.reply.body, "he");
        cr_expect_not(bench.http.stream->is_open);
    }
    ls_http_release(&bench.http);
}

Test(http, a_connection_that_ended_while_idle_is_replaced_without_sending_on_it)
{
    struct bench bench;

    set_up(&bench, 1000, 0);
    bench.fake.connections[0] = (struct fake_connection){.says = replies[0].text, .ends = true};
    bench.fake.connections[1].says = replies[0].text;
    cr_assert_eq(get(&bench), LS_OK);
    bench.fake.sent_here = 0;
    bench.fake.sent_len = 0;
    cr_assert_eq(get(&bench), LS_OK);
    cr_expect_eq(bench.fake.opened, 2);
    EXPECT_STR(ls_str(bench.fake.sent, bench.fake.sent_len),
               "GET /x HTTP/1.1\r\nHost: h:8000\r\n\r\n");
    ls_http_release(&bench.http);
}

Test(http, a_connection_idle_for_too_long_is_replaced)
{
    struct bench bench;

    set_up(&bench, 1000, 5000);
    bench.fake.connections[0].says = bench.fake.connections[1].says = replies[0].text;
    cr_assert_eq(get(&bench), LS_OK);
    fake_stream_rewind(&bench.fake);
    bench.clock.now_ms += 5000;
    cr_assert_eq(get(&bench), LS_OK);
    cr_expect_eq(bench.fake.opened, 1);
    fake_stream_rewind(&bench.fake);
    bench.clock.now_ms += 5001;
    cr_assert_eq(get(&bench), LS_OK);
    cr_expect_eq(bench.fake.opened, 2);
    ls_http_release(&bench.http);
}

Test(http, a_failed_send_is_repeated_only_when_nothing_was_sent_on_a_reused_connection)
{
    static const struct {
        size_t takes;
        bool reused;
        enum ls_status status;
        enum ls_http_progress progress;
        int opened;
    } rows[] = {
        {0, true, LS_OK, LS_HTTP_SENT, 2},
        {1, true, LS_NETWORK, LS_HTTP_SENT, 1},
        {0, false, LS_NETWORK, LS_HTTP_NOT_SENT, 1},
        {1, false, LS_NETWORK, LS_HTTP_SENT, 1},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;

        set_up(&bench, 1000, 0);
        bench.fake.connections[0].says = bench.fake.connections[1].says = replies[0].text;
        if (rows[i].reused) {
            cr_assert_eq(get(&bench), LS_OK);
            fake_stream_rewind(&bench.fake);
        }
        bench.fake.connections[0].takes_less = true;
        bench.fake.connections[0].takes = rows[i].takes;
        cr_expect_eq(get(&bench), rows[i].status, "row %zu: %s", i, bench.error.detail);
        cr_expect_eq(bench.http.progress, rows[i].progress, "row %zu", i);
        cr_expect_eq(bench.fake.opened, rows[i].opened, "row %zu", i);
        ls_http_release(&bench.http);
    }
}

Test(http, an_open_that_fails_sends_nothing)
{
    struct bench bench;

    set_up(&bench, 1000, 0);
    bench.fake.connections[0].open_fails = LS_TIMEOUT;
    cr_expect_eq(get(&bench), LS_TIMEOUT);
    cr_expect_eq(bench.http.progress, LS_HTTP_NOT_SENT);
    cr_expect_eq(bench.fake.sent_len, 0);
    ls_http_release(&bench.http);
}

Test(http, connecting_gets_three_seconds_of_the_deadline_at_most)
{
    const struct ls_http_request request = {.method = LS_STR("GET"), .target = LS_STR("/")};
    static const struct {
        int64_t deadline_ms, open_ms;
    } rows[] = {{START_MS + 60000, START_MS + 3000},
                {START_MS + 200, START_MS + 200},
                {LS_NO_DEADLINE, START_MS + 3000}};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;

        set_up(&bench, 1000, 0);
        bench.fake.connections[0].says = replies[0].text;
        cr_assert_eq(
            ls_http_exchange(&bench.http, &request, rows[i].deadline_ms, &bench.reply, NULL),
            LS_OK);
        cr_expect_eq(bench.fake.open_deadline_ms, rows[i].open_ms);
        cr_expect_eq(bench.fake.deadline_ms, rows[i].deadline_ms);
        ls_http_release(&bench.http);
    }
}
