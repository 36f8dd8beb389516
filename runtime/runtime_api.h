/*
 * runtime_api.h - the calls of Lambda's Runtime API, version 2018-06-01. No call has a deadline:
 * the sandbox sleeps in /next for as long as Lambda likes, and is ended from outside.
 */
#ifndef LS_RUNTIME_API_H
#define LS_RUNTIME_API_H

#include "http.h"

#define LS_REQUEST_ID_MAX 64 /* characters; Lambda's are UUIDs */

struct ls_runtime_api {
    struct ls_http http;
    struct ls_buf target, headers, body;
};

struct ls_invocation {
    char request_id[LS_REQUEST_ID_MAX + 1];
    int64_t deadline_ms;    /* LS_NO_DEADLINE when the reply names none */
    struct ls_str trace_id; /* empty: none; like the event, valid until the next call */
    char *event;            /* may be changed */
    size_t event_len;
};

/* From AWS_LAMBDA_RUNTIME_API, "host:port"; connects at the first call. */
enum ls_status ls_runtime_api_init(struct ls_runtime_api *api, const struct ls_clock *clock,
                                   struct ls_log *log, struct ls_error *error);
void ls_runtime_api_release(struct ls_runtime_api *api);

/* Waits for an invocation. Every error is the end of the sandbox. */
enum ls_status ls_runtime_api_next(struct ls_runtime_api *api, struct ls_invocation *invocation,
                                   struct ls_error *error);

/*
 * Both post an outcome. LS_OK: taken. LS_TOO_LARGE (413), LS_REFUSED (another 4xx): not taken,
 * but the next invocation may be asked for; the same goes for LS_NETWORK, if it comes then.
 * Anything else is the end of the sandbox.
 */
enum ls_status ls_runtime_api_respond(struct ls_runtime_api *api, const char *request_id,
                                      const struct iovec *parts, int count, struct ls_error *error);
/* request_id NULL: initialisation failed. `type` is "Runtime." or "Function." and a CamelCase. */
enum ls_status ls_runtime_api_fail(struct ls_runtime_api *api, const char *request_id,
                                   const char *type, const char *message, struct ls_error *error);

#endif
