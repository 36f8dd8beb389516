/*
 * Reply heads and the chunked coding.
 */
#include "http_parse.h"

#include <string.h>

#include "expect.h"

/* ---- where a head ends ---- */

Test(http_parse, head_length_is_found_wherever_the_text_is_cut)
{
    static const char text[] = "HTTP/1.1 200 OK\r\nA: b\r\n\r\nbody\r\n\r\n";
    const size_t head = 25;

    for (size_t cut = 0; cut < sizeof(text); cut++) {
        size_t scanned = 0, first = ls_http_head_length(ls_str(text, cut), &scanned);

        cr_assert_eq(first, cut >= head ? head : 0, "the first %zu bytes: %zu", cut, first);
        if (first == 0)
            cr_assert_eq(ls_http_head_length(ls_str(text, sizeof(text) - 1), &scanned), head,
                         "all after the first %zu bytes", cut);
    }
}

/* ---- heads ---- */

static bool parse(const char *text, struct ls_http_head *head)
{
    return ls_http_head_parse(guarded(ls_str_of(text)), head);
}

Test(http_parse, head_of_a_reply_with_a_length)
{
    struct ls_http_head head;
    struct ls_str name, value;

    cr_assert(parse(
        "HTTP/1.1 200 OK\r\nServer: Server\r\ncontent-LENGTH: 42\r\nX:  a  b \t\r\n\r\n", &head));
    cr_expect_eq(head.status, 200);
    cr_expect_eq(head.framing, LS_HTTP_BY_LENGTH);
    cr_expect_eq(head.content_length, 42);
    cr_expect(head.keep_alive);
    EXPECT_STR(head.lines, "Server: Server\r\ncontent-LENGTH: 42\r\nX:  a  b \t\r\n");
    cr_assert(ls_http_next_header(&head.lines, &name, &value));
    EXPECT_STR(name, "Server");
    EXPECT_STR(value, "Server");
    cr_assert(ls_http_next_header(&head.lines, &name, &value));
    cr_assert(ls_http_next_header(&head.lines, &name, &value));
    EXPECT_STR(name, "X");
    EXPECT_STR(value, "a  b");
    cr_expect_not(ls_http_next_header(&head.lines, &name, &value));
    cr_expect_eq(head.lines.len, 0);
}

Test(http_parse, framing_and_keep_alive)
{
    static const struct {
        const char *text;
        enum ls_http_framing framing;
        size_t length;
        bool keep_alive;
    } rows[] = {
        {"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", LS_HTTP_BY_LENGTH, 0, true},
        {"HTTP/1.1 200\r\nContent-Length: 1\r\n\r\n", LS_HTTP_BY_LENGTH, 1, true},
        {"HTTP/1.1 200 \r\nContent-Length: 1\r\n\r\n", LS_HTTP_BY_LENGTH, 1, true},
        {"HTTP/1.1 200 OK\r\nContent-Length: 7\r\nContent-Length: 7\r\n\r\n", LS_HTTP_BY_LENGTH, 7,
         true},
        {"HTTP/1.1 200 OK\r\nTransfer-Encoding: Chunked\r\n\r\n", LS_HTTP_BY_CHUNKS, 0, true},
        {"HTTP/1.1 200 OK\r\n\r\n", LS_HTTP_BY_CLOSE, 0, false},
        {"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\n", LS_HTTP_BY_LENGTH, 3, false},
        {"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 3\r\n\r\n", LS_HTTP_BY_LENGTH, 3,
         false},
        {"HTTP/1.1 200 OK\r\nConnection: x , Close\r\nContent-Length: 3\r\n\r\n", LS_HTTP_BY_LENGTH,
         3, false},
        {"HTTP/1.1 200 OK\r\nConnection: closed\r\nContent-Length: 3\r\n\r\n", LS_HTTP_BY_LENGTH, 3,
         true},
        {"HTTP/1.1 204 No Content\r\n\r\n", LS_HTTP_BY_LENGTH, 0, true},
        {"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", LS_HTTP_BY_LENGTH, 0, true},
        {"HTTP/1.1 100 Continue\r\n\r\n", LS_HTTP_BY_LENGTH, 0, true},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_http_head head;

        cr_assert(parse(rows[i].text, &head), "%s", rows[i].text);
        cr_expect_eq(head.framing, rows[i].framing, "%s", rows[i].text);
        cr_expect_eq(head.content_length, rows[i].length, "%s", rows[i].text);
        cr_expect_eq(head.keep_alive, rows[i].keep_alive, "%s", rows[i].text);
    }
}

Test(http_parse, heads_that_are_refused)
{
    static const char *const rows[] = {
        "HTTP/2 200 OK\r\n\r\n",
        "HTTP/1.2 200 OK\r\n\r\n",
        "HTTP/1.1 20 OK\r\n\r\n",
        "HTTP/1.1 2000\r\n\r\n",
        "HTTP/1.1 2x0 OK\r\n\r\n",
        "HTTP/1.1 099 OK\r\n\r\n",
        "HTTP/1.1200 OK \r\n\r\n",
        "http/1.1 200 OK\r\n\r\n",
        "SSH-2.0-OpenSSH_9.2\r\n\r\n",
        "\r\n\r\n",
        "HTTP/1.1 200 OK\nContent-Length: 1\r\n\r\n",    /* bare LF */
        "HTTP/1.1 200 OK\r\nA: b\rc\r\n\r\n",            /* bare CR */
        "HTTP/1.1 200 OK\r\nContent-Length : 1\r\n\r\n", /* blank before colon */
        "HTTP/1.1 200 OK\r\nA: b\r\n  folded\r\n\r\n",   /* folded line */
        "HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        "HTTP/1.1 200 OK\r\n: no name\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: \r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: -1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: +1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 0x10\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 1, 1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 18446744073709551617\r\n\r\n",   /* 2^64 + 1 */
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", /* which? */
        "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip, chunked\r\n\r\n",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n\r\n",
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_http_head head;

        cr_expect_not(parse(rows[i], &head), "accepted: %s", rows[i]);
    }
}

Test(http_parse, a_nul_byte_in_a_head_is_refused)
{
    struct ls_http_head head;

    cr_expect_not(ls_http_head_parse(LS_STR("HTTP/1.1 200 OK\r\nA: b\0c\r\n\r\n"), &head));
    cr_expect_not(ls_http_head_parse(LS_STR("HTTP/1.1 200 OK\r\nA\0: b\r\n\r\n"), &head));
}

/* ---- the chunked coding ---- */

#define CODED                                                                                      \
    "5\r\nhello\r\n"                                                                               \
    "1;name=\"value\"\r\n \r\n"                                                                    \
    "0000A\r\nworld\r\n\r\n!\r\n"                                                                  \
    "0\r\nTrailer: x\r\nAnother: y\r\n\r\n"
#define DECODED "hello world\r\n\r\n!"

Test(http_parse, chunks_decode_wherever_the_text_is_cut)
{
    const size_t coded = sizeof(CODED) - 1;

    for (size_t a = 0; a <= coded; a++) {
        for (size_t b = a; b <= coded; b++) {
            const size_t ends[] = {a, b, coded};
            struct ls_http_chunks chunks = {0};
            char text[sizeof(CODED)] = CODED, body[sizeof(CODED)];
            size_t at = 0, decoded = 0;

            for (size_t i = 0; i < 3; i++) {
                size_t len = ends[i] - at;

                cr_assert(ls_http_chunks_decode(&chunks, text + at, &len), "cut at %zu, %zu", a, b);
                memcpy(body + decoded, text + at, len);
                decoded += len;
                at = ends[i];
            }
            cr_assert_eq(chunks.state, LS_HTTP_CHUNK_DONE, "cut at %zu, %zu", a, b);
            cr_assert_eq(chunks.surplus, 0);
            cr_assert(ls_str_equal_text(ls_str(body, decoded), DECODED), "cut at %zu, %zu: %.*s", a,
                      b, (int)decoded, body);
        }
    }
}

Test(http_parse, bytes_after_the_last_chunk_are_counted)
{
    char text[] = "1\r\nx\r\n0\r\n\r\nHTTP";
    struct ls_http_chunks chunks = {0};
    size_t len = sizeof(text) - 1;

    cr_assert(ls_http_chunks_decode(&chunks, text, &len));
    cr_expect_eq(chunks.state, LS_HTTP_CHUNK_DONE);
    cr_expect_eq(chunks.surplus, 4);
    cr_expect_eq(len, 1);
}

Test(http_parse, chunks_that_are_refused)
{
    static const char *const rows[] = {
        "\r\n",
        "g\r\n",
        "-1\r\n",
        " 5\r\nhello\r\n",
        "5\nhello\r\n",
        "5\r\nhelloX\r\n",
        "5\r\nhello\rX",
        "5 \r\nhello\r\n0\r\n\rX",
        "5;a\nb\r\n",
        "0\r\nTrailer: x\n\r\n",
        "0000000000000\r\n",     /* 13 digits */
        "fffffffffffffffff\r\n", /* more than a size can hold */
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_http_chunks chunks = {0};
        size_t len = strlen(rows[i]);
        char text[64];

        memcpy(text, rows[i], len);
        cr_expect_not(ls_http_chunks_decode(&chunks, text, &len), "accepted: %s", rows[i]);
    }
}

/* Nothing of these is body, so no maximum of a body stops them. */
Test(http_parse, extensions_and_trailers_are_bounded)
{
    static const struct {
        const char *start, *again;
    } rows[] = {{"5;", "x"}, {"0\r\n", "A: b\r\n"}};

    for (size_t i = 0; i < 2; i++) {
        struct ls_http_chunks chunks = {0};
        char text[16];
        size_t len = strlen(rows[i].start), total = 0;

        memcpy(text, rows[i].start, len);
        cr_assert(ls_http_chunks_decode(&chunks, text, &len));
        do {
            len = strlen(rows[i].again);
            memcpy(text, rows[i].again, len);
            total += len;
        } while (ls_http_chunks_decode(&chunks, text, &len) && total < 100000);
        cr_expect_leq(total, 16384, "%s: %zu bytes", rows[i].start, total);
    }
}
