/*
 * micro.c - times single functions of the runtime; prints one JSON line each:
 *     {"name":"item to typed, 4 KB","ns":1234}
 * CPU time, the median of 15 rounds; a round lasts long enough for the clock not to matter.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "item.h"
#include "log.h"
#include "sigv4.h"

#define ROUNDS        15
#define ROUND_NS      UINT64_C(20000000)
#define DOCUMENT_SIZE 4096

struct bench {
    struct ls_arena arena;
    struct ls_buf json, typed, out; /* a document both ways; room for an answer */
    struct ls_sigv4_signer signer;
    struct ls_log log;
};

static void check(bool ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "micro: %s\n", what);
        exit(1);
    }
}

/* An order with lines: short texts, numbers, flags, nesting, some escapes, some text beyond ASCII.
 */
static void make_document(struct ls_buf *json)
{
    static const char line[] =
        ",{\"sku\":\"TEA-1001\",\"title\":\"th\xC3\xA9 vert \\u00ab Sencha \\u00bb, 100 g\","
        "\"price\":12.95,\"count\":3,\"in_stock\":true,\"gift\":false,\"note\":null,"
        "\"tags\":[\"green\",\"loose leaf\",\"organic\"],"
        "\"size\":{\"w\":80,\"h\":120.5,\"unit\":\"mm\"}}";

    ls_buf_text(json, "{\"id\":\"0190163d-8694-739b-aea5-966c26f8ad91\",\"status\":\"paid\","
                      "\"total\":1234567890.12,\"customer\":{\"name\":\"A. Customer\","
                      "\"address\":[\"1 Long Street\",\"12345 Town\"]},\"lines\":[{}");
    while (json->len + sizeof(line) + 20 < DOCUMENT_SIZE)
        ls_buf_text(json, line);
    ls_buf_text(json, "],\"memo\":\"");
    while (json->len < DOCUMENT_SIZE - 2)
        ls_buf_char(json, 'm');
    ls_buf_text(json, "\"}");
    check(json->len == DOCUMENT_SIZE && ls_buf_status(json) == LS_OK, "no document");
}

/* ---- what is timed ---- */

static void item_to_typed(struct bench *b)
{
    size_t size = 0;

    ls_arena_reset(&b->arena);
    ls_buf_reset(&b->out);
    check(ls_item_to_typed(ls_buf_view(&b->json), &b->arena, &b->out, &size, NULL) == LS_OK,
          "not typed");
}

static void to_json(struct bench *b, enum ls_json_form form)
{
    struct ls_json reader = ls_json_of(ls_buf_view(&b->typed));

    ls_buf_reset(&b->out);
    check(ls_item_to_json(&reader, form, &b->out, NULL) == LS_OK, "no JSON");
}

static void item_to_json(struct bench *b)
{
    to_json(b, LS_JSON_PLAIN);
}

static void item_to_json_in_string(struct bench *b)
{
    to_json(b, LS_JSON_IN_STRING);
}

static void sign(struct bench *b)
{
    static const struct ls_credentials credentials = {
        .access_key_id = {"AKIDEXAMPLE", 11},
        .secret_access_key = {"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", 40},
    };
    char out[LS_AUTHORIZATION_MAX];

    check(ls_sigv4_sign(
              &b->signer, &credentials, "20260131T235959Z", LS_STR("DynamoDB_20120810.GetItem"),
              LS_STR("{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"1\"}}}"), out) > 0,
          "not signed");
}

static void log_line(struct bench *b)
{
    const struct ls_log_field fields[] = {
        LS_FIELD_TEXT("routeKey", LS_STR("GET /items/{id}")),
        LS_FIELD_INT("status", 200),
        LS_FIELD_INT("ms", 3),
    };

    ls_log_write(&b->log, LS_LOG_INFO, "served", fields, 3);
}

static void crc32(struct bench *b)
{
    check(ls_crc32(ls_buf_view(&b->json)) != 0, "no checksum");
}

static const struct {
    const char *name;
    void (*run)(struct bench *bench);
} benches[] = {
    {"item to typed, 4 KB", item_to_typed},
    {"item to JSON, 4 KB", item_to_json},
    {"item to JSON in a string, 4 KB", item_to_json_in_string},
    {"sign one request, key cached", sign},
    {"log line, to nowhere", log_line},
    {"CRC-32, 4 KB", crc32},
};

/* ---- measuring ---- */

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static int compare(const void *left, const void *right)
{
    const double *a = left, *b = right;

    return (*a > *b) - (*a < *b);
}

/* Nanoseconds a call. */
static double measure(void (*run)(struct bench *), struct bench *bench)
{
    double rounds[ROUNDS];
    uint64_t count = 1, took = 0;

    while (took < ROUND_NS) {
        uint64_t begin = now_ns();

        count *= 2;
        for (uint64_t i = 0; i < count; i++)
            run(bench);
        took = now_ns() - begin;
    }
    for (int round = 0; round < ROUNDS; round++) {
        uint64_t begin = now_ns();

        for (uint64_t i = 0; i < count; i++)
            run(bench);
        rounds[round] = (double)(now_ns() - begin) / (double)count;
    }
    qsort(rounds, ROUNDS, sizeof(rounds[0]), compare);
    return rounds[ROUNDS / 2];
}

int main(void)
{
    static struct bench bench;

    ls_arena_init(&bench.arena, (size_t)1024 * 1024, 65536);
    ls_buf_init(&bench.json, 65536);
    ls_buf_init(&bench.typed, 65536);
    ls_buf_init(&bench.out, 65536);
    ls_sigv4_signer_init(&bench.signer, LS_STR("eu-west-1"), LS_STR("dynamodb"),
                         LS_STR("dynamodb.eu-west-1.amazonaws.com"));
    ls_log_init(&bench.log, -1, &ls_system_clock, "JSON", "INFO");
    bench.log.request_id = LS_STR("8476a536-e9f4-11e8-9739-2dfe598c3fcd");
    make_document(&bench.json);
    item_to_typed(&bench);
    ls_buf_str(&bench.typed, ls_buf_view(&bench.out));

    for (size_t i = 0; i < sizeof(benches) / sizeof(benches[0]); i++)
        printf("{\"name\":\"%s\",\"ns\":%.1f}\n", benches[i].name, measure(benches[i].run, &bench));

    ls_arena_release(&bench.arena);
    ls_buf_release(&bench.json);
    ls_buf_release(&bench.typed);
    ls_buf_release(&bench.out);
    ls_log_release(&bench.log);
    return 0;
}
