/*
 * micro.c - times single functions of the runtime and of the generator; prints one JSON line each:
 *     {"name":"item to typed, 4 KB","ns":1234}
 * CPU time, of the fastest of several rounds: whatever disturbs a round only adds to it.
 *
 *     micro              everything
 *     micro document     prints the 4 KB document instead, for others to time theirs with
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "gen.h"
#include "hash.h"
#include "item.h"
#include "log.h"
#include "model/dispatch.h"
#include "route.h"
#include "sigv4.h"

#define ROUNDS        9
#define ROUND_NS      UINT64_C(10000000)
#define DOCUMENT_SIZE 4096
#define FEW           7   /* routes */
#define MANY          300 /* what an HTTP API can have */
#define TOO_MANY      301 /* refused, after everything has been read and checked … */
#define FAR_TOO_MANY  3010
#define SPEC_MAX      ((size_t)1024 * 1024)
#define NAME_MAX_LEN  48

/* A routing table, and for each of its routes a request. */
struct api {
    struct mem_arena *arena;
    size_t count;
    struct ls_route *routes;
    struct ls_service service;
    struct ls_str *keys, *paths; /* in an order that is not the table's */
    enum ls_method *methods;
};

struct bench {
    struct ls_arena arena;
    struct ls_buf json, typed, out; /* a document both ways; room for an answer */
    struct ls_sigv4_signer signer;
    struct ls_log log;
    struct api few, many;
    struct ls_buf spec_30, spec_300, spec_too_many, spec_far_too_many;
};

static void check(bool ok, const char *what)
{
    if (!ok) {
        fprintf(stderr, "micro: %s\n", what);
        exit(1);
    }
}

/* ---- what they are given ---- */

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

/* The i-th route: five to a resource. `id` is "{id}", or a value where a request is meant. */
static const char *route_text(size_t i, const char *id, char out[NAME_MAX_LEN])
{
    static const struct {
        const char *method;
        bool has_id;
    } forms[] = {{"GET", false}, {"POST", false}, {"GET", true}, {"PUT", true}, {"DELETE", true}};
    size_t form = i % 5;

    snprintf(out, NAME_MAX_LEN, "%s /things-%zu%s%s", forms[form].method, i / 5,
             forms[form].has_id ? "/" : "", forms[form].has_id ? id : "");
    return out;
}

static void make_api(struct api *api, size_t count)
{
    *api = (struct api){.arena = mem_arena_new(), .count = count};
    check(api->arena != NULL, "no memory");
    if (setjmp(*mem_guard(api->arena)) != 0)
        check(false, "no memory");
    api->routes = mem_array(api->arena, count, sizeof(*api->routes));
    api->keys = mem_array(api->arena, count, sizeof(*api->keys));
    api->paths = mem_array(api->arena, count, sizeof(*api->paths));
    api->methods = mem_array(api->arena, count, sizeof(*api->methods));
    for (size_t i = 0; i < count; i++) {
        char *key = mem_alloc(api->arena, NAME_MAX_LEN);
        char *request = mem_alloc(api->arena, NAME_MAX_LEN);
        size_t at = i * 173 % count; /* a prime: every place once */
        char *path;

        api->routes[i].key = route_text(i, "{id}", key);
        api->routes[i].key_length = (uint16_t)strlen(key);
        api->keys[at] = ls_str_of(key);
        route_text(i, "0190163d-8694-739b", request);
        path = strchr(request, ' ');
        api->methods[at] = ls_method_of(ls_str(request, (size_t)(path - request)));
        api->paths[at] = ls_str_of(path + 1);
    }
    api->service.routes = api->routes;
    api->service.route_count = (uint16_t)count;
    check(dispatch_build(api->arena, &api->service), "no routing table");
}

static void make_spec(struct ls_buf *spec, size_t routes)
{
    ls_buf_init(spec, SPEC_MAX);
    ls_buf_text(spec, "lockstep: 1\nservice: bench\ntables:\n"
                      "  items: { key: { partition: { id: string } } }\nroutes:\n");
    for (size_t i = 0; i < routes; i++) {
        static const char *const actions[] = {"list", "create", "get", "update", "delete"};
        char text[NAME_MAX_LEN];

        ls_buf_text(spec, "  ");
        ls_buf_text(spec, route_text(i, "{id}", text));
        ls_buf_text(spec, ": ");
        ls_buf_text(spec, actions[i % 5]);
        ls_buf_text(spec, " items\n");
    }
    check(ls_buf_status(spec) == LS_OK, "no spec");
}

/* ---- what is timed: one call, or one a route ---- */

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

/*
 * What signing can't do without: a body, its canonical request, the string to sign, and the outer
 * half of the HMAC; the key's own blocks come ready.
 */
static void hash_blocks(struct bench *b)
{
    static const char bytes[512];
    unsigned char digest[LS_SHA256_LEN];

    (void)b;
    ls_sha256(ls_str(bytes, 51), digest);
    ls_sha256(ls_str(bytes, 265), digest);
    ls_sha256(ls_str(bytes, 135), digest);
    ls_sha256(ls_str(bytes, LS_SHA256_LEN), digest);
}

static void routes_by_key(const struct api *api)
{
    for (size_t i = 0; i < api->count; i++)
        check(ls_route_by_key(&api->service, api->keys[i]) != NULL, "no route");
}

static void routes_by_path(const struct api *api)
{
    struct ls_route_match match;

    for (size_t i = 0; i < api->count; i++) {
        ls_route_by_path(&api->service, api->methods[i], api->paths[i], &match);
        check(match.route != NULL, "no route");
    }
}

static void few_by_key(struct bench *b)
{
    routes_by_key(&b->few);
}

static void many_by_key(struct bench *b)
{
    routes_by_key(&b->many);
}

static void few_by_path(struct bench *b)
{
    routes_by_path(&b->few);
}

static void many_by_path(struct bench *b)
{
    routes_by_path(&b->many);
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

static void generate(const struct ls_buf *spec, enum gen_status expected)
{
    struct gen gen;

    check(gen_run(&gen, "spec.yaml", (struct text){spec->ptr, spec->len}, 0) == expected,
          "spec read otherwise than expected");
    gen_release(&gen);
}

static void generate_30(struct bench *b)
{
    generate(&b->spec_30, GEN_OK);
}

static void generate_300(struct bench *b)
{
    generate(&b->spec_300, GEN_OK);
}

static void plan_too_many(struct bench *b)
{
    generate(&b->spec_too_many, GEN_ERRORS);
}

static void plan_far_too_many(struct bench *b)
{
    generate(&b->spec_far_too_many, GEN_ERRORS);
}

static const struct {
    const char *name;
    void (*run)(struct bench *bench);
    unsigned calls; /* that one run makes */
} benches[] = {
    {"routeKey dispatch, 7 routes", few_by_key, FEW},
    {"routeKey dispatch, 300 routes", many_by_key, MANY},
    {"path match, 7 routes", few_by_path, FEW},
    {"path match, 300 routes", many_by_path, MANY},
    {"sign one request, key cached", sign, 1},
    {"the same hashes alone", hash_blocks, 1},
    {"item to typed, 4 KB", item_to_typed, 1},
    {"item to JSON, 4 KB", item_to_json, 1},
    {"item to JSON in a string, 4 KB", item_to_json_in_string, 1},
    {"CRC-32, 4 KB", crc32, 1},
    {"log line, to nowhere", log_line, 1},
    {"generate, 30 routes, in memory", generate_30, 1},
    {"generate, 300 routes, in memory", generate_300, 1},
    {"read, check and plan 301 routes", plan_too_many, 1},
    {"read, check and plan 3,010 routes", plan_far_too_many, 1},
};

/* ---- measuring ---- */

static uint64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (uint64_t)now.tv_sec * 1000000000 + (uint64_t)now.tv_nsec;
}

static uint64_t time_of(void (*run)(struct bench *), struct bench *bench, uint64_t count)
{
    uint64_t begin = now_ns();

    for (uint64_t i = 0; i < count; i++)
        run(bench);
    return now_ns() - begin;
}

/* Nanoseconds a run. */
static double measure(void (*run)(struct bench *), struct bench *bench)
{
    uint64_t count = 1, took = time_of(run, bench, 1), best;

    while (took < ROUND_NS) {
        count *= 2;
        took = time_of(run, bench, count);
    }
    best = took;
    for (int round = 1; round < ROUNDS; round++) {
        took = time_of(run, bench, count);
        if (took < best)
            best = took;
    }
    return (double)best / (double)count;
}

static void init(struct bench *bench)
{
    ls_arena_init(&bench->arena, (size_t)1024 * 1024, 65536);
    ls_buf_init(&bench->json, 65536);
    ls_buf_init(&bench->typed, 65536);
    ls_buf_init(&bench->out, 65536);
    ls_sigv4_signer_init(&bench->signer, LS_STR("eu-west-1"), LS_STR("dynamodb"),
                         LS_STR("dynamodb.eu-west-1.amazonaws.com"));
    ls_log_init(&bench->log, -1, &ls_system_clock, "JSON", "INFO");
    bench->log.request_id = LS_STR("8476a536-e9f4-11e8-9739-2dfe598c3fcd");
    make_document(&bench->json);
    item_to_typed(bench);
    ls_buf_str(&bench->typed, ls_buf_view(&bench->out));
    make_api(&bench->few, FEW);
    make_api(&bench->many, MANY);
    make_spec(&bench->spec_30, MANY / 10);
    make_spec(&bench->spec_300, MANY);
    make_spec(&bench->spec_too_many, TOO_MANY);
    make_spec(&bench->spec_far_too_many, FAR_TOO_MANY);
}

static void release(struct bench *bench)
{
    ls_arena_release(&bench->arena);
    ls_buf_release(&bench->json);
    ls_buf_release(&bench->typed);
    ls_buf_release(&bench->out);
    ls_log_release(&bench->log);
    mem_arena_free(bench->few.arena);
    mem_arena_free(bench->many.arena);
    ls_buf_release(&bench->spec_30);
    ls_buf_release(&bench->spec_300);
    ls_buf_release(&bench->spec_too_many);
    ls_buf_release(&bench->spec_far_too_many);
}

int main(int argc, char **argv)
{
    static struct bench bench;

    init(&bench);
    if (argc > 1 && strcmp(argv[1], "document") == 0) {
        fwrite(bench.json.ptr, 1, bench.json.len, stdout);
    } else {
        for (size_t i = 0; i < sizeof(benches) / sizeof(benches[0]); i++)
            printf("{\"name\":\"%s\",\"ns\":%.1f}\n", benches[i].name,
                   measure(benches[i].run, &bench) / benches[i].calls);
    }
    release(&bench);
    return 0;
}
