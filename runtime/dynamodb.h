/*
 * dynamodb.h - one signed, retried call at a time.
 *
 * Retries: connection errors, HTTP 429/500/502/503/504/509 and DynamoDB's retryable codes, with
 * full-jitter exponential backoff (50 ms · 2ⁿ, capped at 1 s), at most LS_DYNAMODB_ATTEMPTS, and
 * never beyond the deadline. An attempt without a reply ends after LS_DYNAMODB_ATTEMPT_MS. An
 * x-amz-crc32 that does not match is a connection error. Each attempt is signed anew. A call may
 * thus reach DynamoDB twice; `repeated` tells the caller.
 */
#ifndef LS_DYNAMODB_H
#define LS_DYNAMODB_H

#include "credentials.h"
#include "http.h"
#include "log.h"

#define LS_DYNAMODB_ATTEMPTS   4
#define LS_DYNAMODB_ATTEMPT_MS 7000 /* four of them fit into a gateway's 30 s */

/* What a test replaces: an exchange, and whether it may have been acted upon. */
struct ls_transport {
    enum ls_status (*exchange)(void *self, const struct ls_http_request *request,
                               int64_t deadline_ms, struct ls_http_reply *reply,
                               enum ls_http_progress *progress, struct ls_error *error);
    void *self;
};

struct ls_dynamodb {
    struct ls_transport transport;
    struct ls_credentials credentials;
    struct ls_sigv4_signer signer;
    const struct ls_clock *clock;
    struct ls_log *log;
    struct ls_buf headers;
    bool repeated; /* the last call was sent more than once and an earlier one may have acted */
};

/* AWS_ENDPOINT_URL_DYNAMODB, AWS_ENDPOINT_URL, or the region's own by partition. */
struct ls_endpoint {
    char base_url[256]; /* "https://dynamodb.eu-west-1.amazonaws.com" */
    char host[224];     /* with ":port" when it is not the scheme's default */
    char region[64];
};
enum ls_status ls_endpoint_from_environment(struct ls_endpoint *endpoint, struct ls_error *error);

/* `endpoint` outlives the client. */
void ls_dynamodb_init(struct ls_dynamodb *db, struct ls_transport transport,
                      const struct ls_credentials *credentials, const struct ls_endpoint *endpoint,
                      const struct ls_clock *clock, struct ls_log *log);
void ls_dynamodb_release(struct ls_dynamodb *db);
struct ls_transport ls_transport_http(struct ls_http *http);

/*
 * `operation` is the wire name ("GetItem"). *reply is the reply's body, valid until the next call
 * (also on LS_CONDITION_FAILED, whose reply may hold "Item"). Errors: LS_CONDITION_FAILED,
 * LS_TOO_LARGE (item over 400 KB), LS_TOO_WIDE (expression over its limits), LS_BAD_VALUE
 * (ValidationException that the client caused: see dynamodb_error.c; error->message says what),
 * LS_THROTTLED, LS_TIMEOUT, LS_NETWORK, LS_REFUSED (error->detail has code and message),
 * LS_BAD_REPLY, LS_BAD_CONFIG (address, certificate authorities, credentials).
 */
enum ls_status ls_dynamodb_call(struct ls_dynamodb *db, struct ls_str operation, struct ls_str body,
                                int64_t deadline_ms, struct ls_str *reply, struct ls_error *error);
/*
 * The same for what must not happen twice: repeated only while DynamoDB cannot have acted. An
 * attempt that may have been carried out (lost or late reply, HTTP 5xx) ends it with LS_NETWORK.
 */
enum ls_status ls_dynamodb_call_once(struct ls_dynamodb *db, struct ls_str operation,
                                     struct ls_str body, int64_t deadline_ms, struct ls_str *reply,
                                     struct ls_error *error);

#endif
