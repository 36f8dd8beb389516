/*
 * Calls, their repetition and their end: over a scripted transport, with time standing still.
 */
#include "dynamodb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "fake_clock.h"

#define START_MS INT64_C(1769860800000) /* 2026-01-31T12:00:00Z */
#define FAR_MS   (START_MS + 28000)

/* One exchange: either no reply (`fails`), or a status with a body. */
struct step {
    enum ls_status fails;
    enum ls_http_progress progress;
    int http_status;
    const char *body;
    const char *headers; /* NULL: none */
    int64_t takes_ms;
};

#define STEPS_MAX 8

struct bench {
    struct fake_clock clock;
    struct ls_log log;
    int log_pipe[2];
    struct ls_endpoint endpoint;
    struct ls_dynamodb db;
    struct step steps[STEPS_MAX];
    int calls;
    char headers[STEPS_MAX][2048];
    char body[256];
    int64_t deadlines[STEPS_MAX];
    struct ls_error error;
    struct ls_str reply;
};

static enum ls_status scripted(void *self, const struct ls_http_request *request,
                               int64_t deadline_ms, struct ls_http_reply *reply,
                               enum ls_http_progress *progress, struct ls_error *error)
{
    struct bench *bench = self;
    const struct step *step = &bench->steps[bench->calls];

    cr_assert_lt(bench->calls, STEPS_MAX);
    cr_assert_eq(request->body_count, 1);
    snprintf(bench->headers[bench->calls], sizeof(bench->headers[0]), "%.*s %.*s\n%.*s",
             (int)request->method.len, request->method.ptr, (int)request->target.len,
             request->target.ptr, (int)request->headers.len, request->headers.ptr);
    snprintf(bench->body, sizeof(bench->body), "%.*s", (int)request->body[0].iov_len,
             (const char *)request->body[0].iov_base);
    bench->deadlines[bench->calls++] = deadline_ms;
    bench->clock.now_ms += step->takes_ms;
    *progress = step->progress;
    if (step->fails != LS_OK)
        return ls_fail(error, step->fails, NULL, "scripted");
    *reply = (struct ls_http_reply){
        .status = step->http_status,
        .headers = ls_str_of(step->headers),
        .body = ls_str_of(step->body),
    };
    return LS_OK;
}

static void set_up(struct bench *bench, const char *log_level)
{
    const struct ls_credentials credentials = {
        .access_key_id = LS_STR("AKIDEXAMPLE"),
        .secret_access_key = LS_STR("wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"),
        .session_token = LS_STR("the-session-token"),
    };

    *bench = (struct bench){.endpoint = {.base_url = "https://dynamodb.eu-west-1.amazonaws.com",
                                         .host = "dynamodb.eu-west-1.amazonaws.com",
                                         .region = "eu-west-1"}};
    cr_assert_eq(pipe(bench->log_pipe), 0);
    fake_clock_init(&bench->clock, START_MS);
    ls_log_init(&bench->log, bench->log_pipe[1], &bench->clock.clock, "JSON", log_level);
    ls_dynamodb_init(&bench->db, (struct ls_transport){.exchange = scripted, .self = bench},
                     &credentials, &bench->endpoint, &bench->clock.clock, &bench->log);
}

/* What was logged; the bench is done with. */
static const char *tear_down(struct bench *bench)
{
    static char text[8192];
    ssize_t len;

    close(bench->log_pipe[1]);
    len = read(bench->log_pipe[0], text, sizeof(text) - 1);
    text[len < 0 ? 0 : len] = '\0';
    close(bench->log_pipe[0]);
    ls_dynamodb_release(&bench->db);
    ls_log_release(&bench->log);
    return text;
}

static enum ls_status call(struct bench *bench, int64_t deadline_ms)
{
    bench->error = (struct ls_error){0};
    return ls_dynamodb_call(&bench->db, LS_STR("GetItem"), LS_STR("{\"TableName\":\"t\"}"),
                            deadline_ms, &bench->reply, &bench->error);
}

#define OK_STEP ((struct step){.progress = LS_HTTP_SENT, .http_status = 200, .body = "{}"})
#define ERROR_STEP(status_, code_)                                                                 \
    ((struct step){.progress = LS_HTTP_SENT,                                                       \
                   .http_status = (status_),                                                       \
                   .body = "{\"__type\":\"com.amazonaws.dynamodb.v20120810#" code_ "\"}"})
#define LOST_STEP(status_, progress_) ((struct step){.fails = (status_), .progress = (progress_)})

/* ---- one request ---- */

/* The signature is botocore's SigV4Auth for the same request, time and credentials. */
Test(dynamodb, a_call_is_a_signed_post)
{
    struct bench bench;

    set_up(&bench, "INFO");
    bench.steps[0] = OK_STEP;
    cr_assert_eq(call(&bench, FAR_MS), LS_OK, "%s", bench.error.detail);
    cr_expect_str_eq(
        bench.headers[0],
        "POST /\n"
        "Content-Type: application/x-amz-json-1.0\r\n"
        "X-Amz-Date: 20260131T120000Z\r\n"
        "X-Amz-Target: DynamoDB_20120810.GetItem\r\n"
        "X-Amz-Security-Token: the-session-token\r\n"
        "Authorization: AWS4-HMAC-SHA256 "
        "Credential=AKIDEXAMPLE/20260131/eu-west-1/dynamodb/aws4_request, "
        "SignedHeaders=content-type;host;x-amz-date;x-amz-security-token;x-amz-target, "
        "Signature=9e55a99ae11d059f550899c11efb60d7d87d811b06d48f7297f30080a754e070\r\n");
    cr_expect_str_eq(bench.body, "{\"TableName\":\"t\"}");
    EXPECT_STR(bench.reply, "{}");
    cr_expect_not(bench.db.repeated);
    cr_expect_str_eq(tear_down(&bench), "");
}

Test(dynamodb, without_a_session_token_there_is_no_such_header)
{
    struct bench bench;

    set_up(&bench, "INFO");
    bench.db.credentials.session_token = LS_STR("");
    bench.steps[0] = OK_STEP;
    cr_assert_eq(call(&bench, FAR_MS), LS_OK);
    cr_expect_null(strcasestr(bench.headers[0], "security-token"));
    tear_down(&bench);
}

Test(dynamodb, an_operation_is_letters_only)
{
    static const char *const rows[] = {"", "Get Item", "GetItem\r\nX: y", "Get.Item", "GetItem2"};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;

        set_up(&bench, "INFO");
        cr_expect_eq(ls_dynamodb_call(&bench.db, ls_str_of(rows[i]), LS_STR("{}"), FAR_MS,
                                      &bench.reply, &bench.error),
                     LS_INTERNAL, "%s", rows[i]);
        cr_expect_eq(bench.calls, 0);
        tear_down(&bench);
    }
}

Test(dynamodb, a_token_that_fits_no_request_is_a_bad_configuration)
{
    static char token[16000];
    struct bench bench;

    memset(token, 'a', sizeof(token));
    set_up(&bench, "INFO");
    bench.db.credentials.session_token = ls_str(token, sizeof(token));
    cr_expect_eq(call(&bench, FAR_MS), LS_BAD_CONFIG);
    cr_expect_str_eq(bench.error.detail, "AWS_SESSION_TOKEN is longer than 11 KB");
    cr_expect_eq(bench.calls, 0);
    tear_down(&bench);
}

/* ---- repetition ---- */

Test(dynamodb, what_may_go_better_is_tried_four_times)
{
    const struct {
        struct step step;
        enum ls_status status;
        bool repeated; /* an earlier attempt may have acted */
    } rows[] = {
        {ERROR_STEP(400, "ThrottlingException"), LS_THROTTLED, false},
        {ERROR_STEP(400, "ProvisionedThroughputExceededException"), LS_THROTTLED, false},
        {ERROR_STEP(400, "TransactionConflictException"), LS_THROTTLED, false},
        {ERROR_STEP(429, ""), LS_THROTTLED, false},
        {ERROR_STEP(500, "InternalServerError"), LS_NETWORK, true},
        {ERROR_STEP(502, ""), LS_NETWORK, true},
        {ERROR_STEP(503, ""), LS_NETWORK, true},
        {ERROR_STEP(504, ""), LS_NETWORK, true},
        {ERROR_STEP(509, ""), LS_NETWORK, true},
        {LOST_STEP(LS_NETWORK, LS_HTTP_NOT_SENT), LS_NETWORK, false},
        {LOST_STEP(LS_NETWORK, LS_HTTP_SENT), LS_NETWORK, true},
        {LOST_STEP(LS_TIMEOUT, LS_HTTP_NOT_SENT), LS_TIMEOUT, false},
        {LOST_STEP(LS_TIMEOUT, LS_HTTP_SENT), LS_TIMEOUT, true},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;

        set_up(&bench, "FATAL");
        for (size_t k = 0; k < STEPS_MAX; k++)
            bench.steps[k] = rows[i].step;
        cr_expect_eq(call(&bench, FAR_MS), rows[i].status, "row %zu", i);
        cr_expect_eq(bench.calls, 4, "row %zu: %d", i, bench.calls);
        cr_expect_eq(bench.db.repeated, rows[i].repeated, "row %zu", i);
        cr_expect_eq(bench.error.status, rows[i].status, "row %zu", i);

        /* The same once, then an answer. */
        bench.calls = 0;
        bench.steps[1] = OK_STEP;
        cr_expect_eq(call(&bench, FAR_MS), LS_OK, "row %zu", i);
        cr_expect_eq(bench.calls, 2, "row %zu", i);
        cr_expect_eq(bench.db.repeated, rows[i].repeated, "row %zu", i);

        /* `repeated` is of one call only. */
        bench.calls = 0;
        bench.steps[0] = OK_STEP;
        cr_expect_eq(call(&bench, FAR_MS), LS_OK);
        cr_expect_not(bench.db.repeated);
        tear_down(&bench);
    }
}

Test(dynamodb, what_stays_as_it_is_is_tried_once)
{
    const struct {
        struct step step;
        enum ls_status status;
    } rows[] = {
        {ERROR_STEP(400, "ConditionalCheckFailedException"), LS_CONDITION_FAILED},
        {ERROR_STEP(400, "ValidationException"), LS_REFUSED},
        {ERROR_STEP(400, "AccessDeniedException"), LS_REFUSED},
        {ERROR_STEP(400, "ResourceNotFoundException"), LS_REFUSED},
        {ERROR_STEP(400, "ExpiredTokenException"), LS_REFUSED},
        {ERROR_STEP(400, "InvalidSignatureException"), LS_REFUSED},
        {LOST_STEP(LS_BAD_CONFIG, LS_HTTP_NOT_SENT), LS_BAD_CONFIG},
        {LOST_STEP(LS_BAD_REPLY, LS_HTTP_SENT), LS_BAD_REPLY},
        {LOST_STEP(LS_NO_MEMORY, LS_HTTP_SENT), LS_NO_MEMORY},
        {LOST_STEP(LS_TOO_LARGE, LS_HTTP_SENT), LS_BAD_REPLY}, /* the reply, not the item */
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;

        set_up(&bench, "FATAL");
        bench.steps[0] = rows[i].step;
        cr_expect_eq(call(&bench, FAR_MS), rows[i].status, "row %zu", i);
        cr_expect_eq(bench.calls, 1, "row %zu", i);
        cr_expect_eq(bench.error.status, rows[i].status, "row %zu", i);
        cr_expect_eq(bench.clock.sleep_count, 0, "row %zu", i);
        tear_down(&bench);
    }
}

Test(dynamodb, a_failed_condition_hands_its_reply_over)
{
    static const char body[] = "{\"__type\":\"x#ConditionalCheckFailedException\",\"Item\":{}}";
    struct bench bench;

    set_up(&bench, "INFO");
    bench.steps[0] = (struct step){.progress = LS_HTTP_SENT, .http_status = 400, .body = body};
    cr_assert_eq(call(&bench, FAR_MS), LS_CONDITION_FAILED);
    EXPECT_STR(bench.reply, body);
    cr_expect_str_eq(tear_down(&bench), "");
}

Test(dynamodb, a_condition_that_fails_after_a_lost_reply_is_told_apart)
{
    struct bench bench;

    set_up(&bench, "FATAL");
    bench.steps[0] = LOST_STEP(LS_NETWORK, LS_HTTP_SENT);
    bench.steps[1] = ERROR_STEP(400, "ThrottlingException");
    bench.steps[2] = ERROR_STEP(400, "ConditionalCheckFailedException");
    cr_assert_eq(call(&bench, FAR_MS), LS_CONDITION_FAILED);
    cr_expect(bench.db.repeated);
    tear_down(&bench);
}

/* A write that must not happen twice: repeated only while DynamoDB cannot have acted. */
Test(dynamodb, what_may_not_happen_twice_is_not_sent_twice)
{
    const struct {
        struct step step;
        int calls;
        enum ls_status status;
    } rows[] = {
        {ERROR_STEP(400, "ThrottlingException"), 2, LS_OK},
        {ERROR_STEP(429, ""), 2, LS_OK},
        {LOST_STEP(LS_NETWORK, LS_HTTP_NOT_SENT), 2, LS_OK},
        {LOST_STEP(LS_TIMEOUT, LS_HTTP_NOT_SENT), 2, LS_OK},
        {LOST_STEP(LS_NETWORK, LS_HTTP_SENT), 1, LS_NETWORK},
        {LOST_STEP(LS_TIMEOUT, LS_HTTP_SENT), 1, LS_NETWORK},
        {ERROR_STEP(500, "InternalServerError"), 1, LS_NETWORK},
        {ERROR_STEP(503, ""), 1, LS_NETWORK},
        {ERROR_STEP(400, "ConditionalCheckFailedException"), 1, LS_CONDITION_FAILED},
        {LOST_STEP(LS_BAD_REPLY, LS_HTTP_SENT), 1, LS_BAD_REPLY},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;

        set_up(&bench, "FATAL");
        bench.steps[0] = rows[i].step;
        bench.steps[1] = OK_STEP;
        cr_expect_eq(ls_dynamodb_call_once(&bench.db, LS_STR("UpdateItem"), LS_STR("{}"), FAR_MS,
                                           &bench.reply, &bench.error),
                     rows[i].status, "row %zu", i);
        cr_expect_eq(bench.calls, rows[i].calls, "row %zu", i);
        if (rows[i].status == LS_NETWORK)
            cr_expect_not_null(strstr(bench.error.detail, "may have happened"), "%s",
                               bench.error.detail);
        tear_down(&bench);
    }
}

/* CRC-32 of "{}" is 2745614147 (zlib). */
Test(dynamodb, a_reply_is_checked_against_its_crc32)
{
    static const struct {
        const char *header;
        int calls;
    } rows[] = {
        {"x-amz-crc32: 2745614147\r\n", 1},
        {"X-Amz-Crc32: 2745614147\r\n", 1},
        {"x-amz-crc32: 2745614148\r\n", 2},
        {"x-amz-crc32: 7040581443\r\n", 2}, /* the same in 32 bits */
        {"x-amz-crc32: \r\n", 2},
        {"x-amz-crc32: a3aa5a43\r\n", 2},
        {"x-amz-crc32: 12745614147\r\n", 2},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;

        set_up(&bench, "FATAL");
        bench.steps[0] = OK_STEP;
        bench.steps[0].headers = rows[i].header;
        bench.steps[1] = OK_STEP;
        cr_expect_eq(call(&bench, FAR_MS), LS_OK);
        cr_expect_eq(bench.calls, rows[i].calls, "%s", rows[i].header);
        cr_expect_eq(bench.db.repeated, rows[i].calls > 1);
        tear_down(&bench);
    }
}

Test(dynamodb, an_error_reply_is_checked_too)
{
    struct bench bench;

    set_up(&bench, "FATAL");
    bench.steps[0] = ERROR_STEP(400, "ResourceNotFoundException");
    bench.steps[0].headers = "x-amz-crc32: 1\r\n";
    bench.steps[1] = OK_STEP;
    cr_expect_eq(call(&bench, FAR_MS), LS_OK);
    cr_expect_eq(bench.calls, 2);
    tear_down(&bench);
}

Test(dynamodb, every_attempt_has_a_date_and_a_signature_of_its_own)
{
    struct bench bench;
    const char *signatures[2];

    set_up(&bench, "FATAL");
    bench.steps[0] = ERROR_STEP(500, "InternalServerError");
    bench.steps[0].takes_ms = 2000;
    bench.steps[1] = OK_STEP;
    cr_assert_eq(call(&bench, FAR_MS), LS_OK);
    cr_expect_not_null(strstr(bench.headers[0], "X-Amz-Date: 20260131T120000Z\r\n"));
    cr_expect_not_null(strstr(bench.headers[1], "X-Amz-Date: 20260131T120002Z\r\n"));
    for (size_t i = 0; i < 2; i++) {
        signatures[i] = strstr(bench.headers[i], "Signature=");
        cr_assert_not_null(signatures[i]);
        cr_expect_eq(strlen(signatures[i]), strlen("Signature=") + 64 + 2);
    }
    cr_expect_str_neq(signatures[0], signatures[1]);
    tear_down(&bench);
}

/* ---- time ---- */

Test(dynamodb, pauses_grow_and_differ)
{
    static const int64_t most[] = {50, 100, 200};
    int64_t longest[3] = {0}, shortest[3] = {1000, 1000, 1000};

    for (int round = 0; round < 200; round++) {
        struct bench bench;

        set_up(&bench, "FATAL");
        for (size_t i = 0; i < 4; i++)
            bench.steps[i] = ERROR_STEP(400, "ThrottlingException");
        cr_assert_eq(call(&bench, FAR_MS), LS_THROTTLED);
        cr_assert_eq(bench.clock.sleep_count, 3);
        for (size_t i = 0; i < 3; i++) {
            cr_assert(bench.clock.sleeps[i] >= 0 && bench.clock.sleeps[i] <= most[i]);
            if (bench.clock.sleeps[i] > longest[i])
                longest[i] = bench.clock.sleeps[i];
            if (bench.clock.sleeps[i] < shortest[i])
                shortest[i] = bench.clock.sleeps[i];
        }
        tear_down(&bench);
    }
    /* 200 draws from 51 or more values miss the upper or lower half with probability 2^-200. */
    for (size_t i = 0; i < 3; i++) {
        cr_expect_gt(longest[i], most[i] / 2);
        cr_expect_lt(shortest[i], most[i] / 2);
    }
}

Test(dynamodb, no_attempt_begins_after_the_deadline)
{
    for (int round = 0; round < 100; round++) {
        struct bench bench;

        set_up(&bench, "FATAL");
        for (size_t i = 0; i < STEPS_MAX; i++) {
            bench.steps[i] = ERROR_STEP(400, "ThrottlingException");
            bench.steps[i].takes_ms = 20;
        }
        cr_assert_eq(call(&bench, START_MS + 60), LS_THROTTLED);
        cr_assert_leq(bench.clock.now_ms, START_MS + 60 + 20);
        cr_assert_geq(bench.calls, 1);
        for (int i = 0; i < bench.calls; i++)
            cr_assert_leq(bench.deadlines[i], START_MS + 60);
        tear_down(&bench);
    }
}

Test(dynamodb, without_time_nothing_is_sent)
{
    struct bench bench;

    set_up(&bench, "INFO");
    cr_expect_eq(call(&bench, START_MS), LS_TIMEOUT);
    cr_expect_eq(bench.calls, 0);
    cr_expect_eq(bench.error.status, LS_TIMEOUT);
    tear_down(&bench);
}

Test(dynamodb, a_lost_reply_does_not_take_all_the_time)
{
    struct bench bench;

    set_up(&bench, "FATAL");
    bench.steps[0] = LOST_STEP(LS_TIMEOUT, LS_HTTP_SENT);
    bench.steps[0].takes_ms = 7000;
    bench.steps[1] = OK_STEP;
    cr_expect_eq(call(&bench, FAR_MS), LS_OK);
    cr_expect_eq(bench.deadlines[0], START_MS + 7000);
    tear_down(&bench);
}

/* ---- the log ---- */

Test(dynamodb, repetitions_are_logged_without_body_or_secret)
{
    static const char *const secrets[] = {"TableName", "the-session-token", "wJalrXUtnFEMI",
                                          "Signature", "AKIDEXAMPLE"};
    struct bench bench;
    const char *log;

    set_up(&bench, "DEBUG");
    for (size_t i = 0; i < 4; i++)
        bench.steps[i] = ERROR_STEP(400, "ThrottlingException");
    cr_assert_eq(call(&bench, FAR_MS), LS_THROTTLED);
    log = tear_down(&bench);
    cr_expect_not_null(strstr(log, "\"level\":\"DEBUG\""));
    cr_expect_not_null(strstr(log,
                              "\"message\":\"DynamoDB call repeated\",\"operation\":\"GetItem\","
                              "\"attempt\":1,\"status\":\"THROTTLED\","
                              "\"code\":\"ThrottlingException\""));
    cr_expect_not_null(strstr(log, "\"level\":\"WARN\",\"message\":\"DynamoDB call given up\","
                                   "\"operation\":\"GetItem\",\"attempt\":4"));
    for (size_t i = 0; i < sizeof(secrets) / sizeof(secrets[0]); i++)
        cr_expect_null(strstr(log, secrets[i]), "%s is in the log", secrets[i]);
}
