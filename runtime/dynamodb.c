/*
 * dynamodb.c - signs a call, sends it, and repeats it while that makes sense.
 */
#include "dynamodb.h"

#include <string.h>

#include "dynamodb_error.h"
#include "http_parse.h"

#define SERVICE        "dynamodb"
#define TARGET_PREFIX  "DynamoDB_20120810."
#define OPERATION_MAX  64           /* bytes; the longest so far has 37 */
#define HEADERS_MAX    (12u * 1024) /* a session token is the largest part */
#define BACKOFF_MS     50
#define BACKOFF_MAX_MS 1000

void ls_dynamodb_init(struct ls_dynamodb *db, struct ls_transport transport,
                      const struct ls_credentials *credentials, const struct ls_endpoint *endpoint,
                      const struct ls_clock *clock, struct ls_log *log)
{
    *db = (struct ls_dynamodb){
        .transport = transport, .credentials = *credentials, .clock = clock, .log = log};
    ls_sigv4_signer_init(&db->signer, ls_str_of(endpoint->region), LS_STR(SERVICE),
                         ls_str_of(endpoint->host));
    ls_buf_init(&db->headers, HEADERS_MAX);
}

void ls_dynamodb_release(struct ls_dynamodb *db)
{
    ls_buf_release(&db->headers);
}

static enum ls_status exchange_http(void *self, const struct ls_http_request *request,
                                    int64_t deadline_ms, struct ls_http_reply *reply,
                                    enum ls_http_progress *progress, struct ls_error *error)
{
    struct ls_http *http = self;
    enum ls_status status = ls_http_exchange(http, request, deadline_ms, reply, error);

    *progress = http->progress;
    return status;
}

struct ls_transport ls_transport_http(struct ls_http *http)
{
    return (struct ls_transport){.exchange = exchange_http, .self = http};
}

static int64_t now(const struct ls_dynamodb *db)
{
    return db->clock->now_ms(db->clock->self);
}

/* ---- one attempt ---- */

static enum ls_status write_headers(struct ls_dynamodb *db, struct ls_str target,
                                    struct ls_str body, struct ls_error *error)
{
    char date[LS_AMZ_DATE_LEN + 1], authorization[LS_AUTHORIZATION_MAX];
    struct ls_buf *headers = &db->headers;
    size_t len;

    ls_format_amz_date(now(db), date);
    len = ls_sigv4_sign(&db->signer, &db->credentials, date, target, body, authorization);
    if (len == 0)
        return ls_fail(error, LS_BAD_CONFIG, NULL,
                       "AWS_ACCESS_KEY_ID or AWS_REGION is longer than 128 bytes");
    ls_buf_reset(headers);
    ls_buf_text(headers, "Content-Type: application/x-amz-json-1.0\r\nX-Amz-Date: ");
    ls_buf_text(headers, date);
    ls_buf_text(headers, "\r\nX-Amz-Target: ");
    ls_buf_str(headers, target);
    if (db->credentials.session_token.len > 0) {
        ls_buf_text(headers, "\r\nX-Amz-Security-Token: ");
        ls_buf_str(headers, db->credentials.session_token);
    }
    ls_buf_text(headers, "\r\nAuthorization: ");
    ls_buf_add(headers, authorization, len);
    ls_buf_text(headers, "\r\n");
    switch (ls_buf_status(headers)) {
    case LS_OK:
        return LS_OK;
    case LS_TOO_LARGE:
        return ls_fail(error, LS_BAD_CONFIG, NULL, "AWS_SESSION_TOKEN is longer than 11 KB");
    default:
        return ls_fail(error, LS_NO_MEMORY, NULL, "no memory for request headers");
    }
}

/* DynamoDB sends the CRC-32 of every body as a decimal; stand-ins may leave it out. */
static bool crc32_matches(const struct ls_http_reply *reply)
{
    struct ls_str text = ls_http_header(reply, "x-amz-crc32");
    uint64_t expected;

    if (text.ptr == NULL)
        return true;
    return ls_http_number(text, &expected) && expected == ls_crc32(reply->body);
}

static struct ls_dynamodb_verdict judge_reply(const struct ls_http_reply *reply,
                                              struct ls_error *error)
{
    if (!crc32_matches(reply))
        return (struct ls_dynamodb_verdict){
            .status = ls_fail(error, LS_NETWORK, NULL, "x-amz-crc32 does not match the reply"),
            .retry = true,
            .may_act = true,
        };
    if (reply->status == 200)
        return (struct ls_dynamodb_verdict){.status = LS_OK};
    return ls_dynamodb_judge(reply->status, reply->body, error);
}

/* No reply: lost connections and late replies may go better next time, nothing else. */
static struct ls_dynamodb_verdict
judge_failure(enum ls_status status, enum ls_http_progress progress, struct ls_error *error)
{
    struct ls_dynamodb_verdict verdict = {
        .status = status,
        .retry = status == LS_NETWORK || status == LS_TIMEOUT,
        .may_act = progress == LS_HTTP_SENT,
    };

    /* To a caller "too large" is its item; a reply that does not fit is something else. */
    if (status == LS_TOO_LARGE) {
        verdict.status = LS_BAD_REPLY;
        if (error != NULL)
            error->status = LS_BAD_REPLY;
    }
    return verdict;
}

static struct ls_dynamodb_verdict attempt_call(struct ls_dynamodb *db, struct ls_str target,
                                               struct ls_str body, int64_t deadline_ms,
                                               struct ls_str *reply_body, struct ls_error *error)
{
    const struct iovec part = {.iov_base = (void *)(uintptr_t)body.ptr, .iov_len = body.len};
    struct ls_http_request request = {
        .method = LS_STR("POST"), .target = LS_STR("/"), .body = &part, .body_count = 1};
    enum ls_http_progress progress = LS_HTTP_NOT_SENT;
    int64_t latest = now(db) + LS_DYNAMODB_ATTEMPT_MS;
    struct ls_http_reply reply;
    enum ls_status status = write_headers(db, target, body, error);

    if (status != LS_OK)
        return (struct ls_dynamodb_verdict){.status = status};
    request.headers = ls_buf_view(&db->headers);
    status = db->transport.exchange(db->transport.self, &request,
                                    latest < deadline_ms ? latest : deadline_ms, &reply, &progress,
                                    error);
    if (status != LS_OK)
        return judge_failure(status, progress, error);
    *reply_body = reply.body;
    return judge_reply(&reply, error);
}

/* ---- the attempts ---- */

/* Full jitter: anything from 0 to 50 ms · 2ⁿ. Without randomness all of it. */
static int64_t backoff_ms(int attempt)
{
    int64_t most = BACKOFF_MS;
    uint32_t random;

    for (int i = 1; i < attempt && most < BACKOFF_MAX_MS; i++)
        most *= 2;
    if (most > BACKOFF_MAX_MS)
        most = BACKOFF_MAX_MS;
    return ls_random(&random, sizeof(random)) ? (int64_t)(random % (uint64_t)(most + 1)) : most;
}

static void log_attempt(struct ls_dynamodb *db, enum ls_log_level level, const char *message,
                        struct ls_str operation, int attempt,
                        const struct ls_dynamodb_verdict *verdict, const struct ls_error *error)
{
    const struct ls_log_field fields[] = {
        LS_FIELD_TEXT("operation", operation),
        LS_FIELD_INT("attempt", attempt),
        LS_FIELD_TEXT("status", ls_str_of(ls_status_name(verdict->status))),
        LS_FIELD_TEXT("code", ls_str_of(verdict->code)),
        LS_FIELD_TEXT("cause", ls_str_of(error->detail)),
    };

    ls_log_write(db->log, level, message, fields, sizeof(fields) / sizeof(fields[0]));
}

/* True after a pause, false when the deadline leaves no room for one more attempt. */
static bool pause_before_retry(struct ls_dynamodb *db, int attempt, int64_t deadline_ms)
{
    int64_t delay = backoff_ms(attempt);

    if (attempt >= LS_DYNAMODB_ATTEMPTS || now(db) + delay >= deadline_ms)
        return false;
    db->clock->sleep_ms(db->clock->self, delay);
    return true;
}

/* The outcome of an attempt that must not be repeated, because nobody knows what became of it. */
static void give_up_unknown(struct ls_dynamodb_verdict *verdict, struct ls_error *error)
{
    struct ls_error cause = *error;

    verdict->retry = false;
    verdict->status =
        ls_fail(error, LS_NETWORK, NULL, "may have happened, not repeated: %s", cause.detail);
}

static enum ls_status call(struct ls_dynamodb *db, struct ls_str operation, struct ls_str target,
                           struct ls_str body, bool once, int64_t deadline_ms, struct ls_str *reply,
                           struct ls_error *error)
{
    bool may_have_acted = false;

    for (int attempt = 1;; attempt++) {
        struct ls_dynamodb_verdict verdict;

        db->repeated = may_have_acted;
        verdict = attempt_call(db, target, body, deadline_ms, reply, error);
        if (verdict.retry && verdict.may_act && once)
            give_up_unknown(&verdict, error);
        if (!verdict.retry)
            return verdict.status;
        may_have_acted = may_have_acted || verdict.may_act;
        if (!pause_before_retry(db, attempt, deadline_ms)) {
            log_attempt(db, LS_LOG_WARN, "DynamoDB call given up", operation, attempt, &verdict,
                        error);
            return verdict.status;
        }
        log_attempt(db, LS_LOG_DEBUG, "DynamoDB call repeated", operation, attempt, &verdict,
                    error);
    }
}

static enum ls_status check_and_call(struct ls_dynamodb *db, struct ls_str operation,
                                     struct ls_str body, bool once, int64_t deadline_ms,
                                     struct ls_str *reply, struct ls_error *error)
{
    char target[sizeof(TARGET_PREFIX) + OPERATION_MAX];
    struct ls_error unwanted;

    if (error == NULL)
        error = &unwanted;
    *reply = ls_str("", 0);
    db->repeated = false;
    if (operation.len == 0 || operation.len > OPERATION_MAX)
        return ls_fail(error, LS_INTERNAL, NULL, "no DynamoDB operation has that name");
    for (size_t i = 0; i < operation.len; i++) {
        char c = operation.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z')))
            return ls_fail(error, LS_INTERNAL, NULL, "no DynamoDB operation has that name");
    }
    if (now(db) >= deadline_ms)
        return ls_fail(error, LS_TIMEOUT, NULL, "no time left to call DynamoDB");
    memcpy(target, TARGET_PREFIX, sizeof(TARGET_PREFIX) - 1);
    memcpy(target + sizeof(TARGET_PREFIX) - 1, operation.ptr, operation.len);
    return call(db, operation, ls_str(target, sizeof(TARGET_PREFIX) - 1 + operation.len), body,
                once, deadline_ms, reply, error);
}

enum ls_status ls_dynamodb_call(struct ls_dynamodb *db, struct ls_str operation, struct ls_str body,
                                int64_t deadline_ms, struct ls_str *reply, struct ls_error *error)
{
    return check_and_call(db, operation, body, false, deadline_ms, reply, error);
}

enum ls_status ls_dynamodb_call_once(struct ls_dynamodb *db, struct ls_str operation,
                                     struct ls_str body, int64_t deadline_ms, struct ls_str *reply,
                                     struct ls_error *error)
{
    return check_and_call(db, operation, body, true, deadline_ms, reply, error);
}
