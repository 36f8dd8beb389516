/*
 * runtime_api.c - builds the requests to the Runtime API and reads its replies.
 */
#include "runtime_api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "http_parse.h"
#include "json.h"
#include "url.h"

#define PATH "/2018-06-01/runtime"

/* An event has at most 6 MB (Lambda's limit); the rest is room for the reply's head. */
#define REPLY_MAX  ((6u * 1024 + 256) * 1024)
#define TARGET_MAX 256
#define ERROR_MAX  4096

enum ls_status ls_runtime_api_init(struct ls_runtime_api *api, const struct ls_clock *clock,
                                   struct ls_log *log, struct ls_error *error)
{
    const char *address = getenv("AWS_LAMBDA_RUNTIME_API"), *wrong;
    char base_url[LS_URL_HOST_MAX + sizeof("http://[]:65535")];
    struct ls_stream *stream;
    struct ls_url url;

    *api = (struct ls_runtime_api){0};
    if (address == NULL || address[0] == '\0')
        return ls_fail(error, LS_BAD_CONFIG, NULL,
                       "AWS_LAMBDA_RUNTIME_API is not set: this program is started by Lambda, or "
                       "on this machine by lockstep run");
    if (snprintf(base_url, sizeof(base_url), "http://%s", address) >= (int)sizeof(base_url))
        return ls_fail(error, LS_BAD_CONFIG, NULL, "AWS_LAMBDA_RUNTIME_API is too long");
    wrong = ls_url_parse(base_url, &url);
    if (wrong != NULL)
        return ls_fail(error, LS_BAD_CONFIG, NULL, "AWS_LAMBDA_RUNTIME_API %s; expected host:port",
                       wrong);
    stream = ls_stream_new(base_url, clock, log);
    if (stream == NULL)
        return ls_fail(error, LS_NO_MEMORY, NULL, "no memory for a connection");
    ls_http_init(&api->http, stream, clock, ls_str_of(address), REPLY_MAX, 0);
    ls_buf_init(&api->target, TARGET_MAX);
    ls_buf_init(&api->headers, TARGET_MAX);
    ls_buf_init(&api->body, ERROR_MAX);
    return LS_OK;
}

void ls_runtime_api_release(struct ls_runtime_api *api)
{
    ls_http_release(&api->http);
    ls_buf_release(&api->target);
    ls_buf_release(&api->headers);
    ls_buf_release(&api->body);
}

/* ---- /next ---- */

/* What goes into a URL later holds nothing that could change it. */
static bool copy_request_id(struct ls_str text, char out[LS_REQUEST_ID_MAX + 1])
{
    if (text.len == 0 || text.len > LS_REQUEST_ID_MAX)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
              c == '-'))
            return false;
    }
    memcpy(out, text.ptr, text.len);
    out[text.len] = '\0';
    return true;
}

static int64_t parse_deadline(struct ls_str text)
{
    uint64_t ms;

    return ls_http_number(text, &ms) ? (int64_t)ms : LS_NO_DEADLINE;
}

enum ls_status ls_runtime_api_next(struct ls_runtime_api *api, struct ls_invocation *invocation,
                                   struct ls_error *error)
{
    const struct ls_http_request request = {.method = LS_STR("GET"),
                                            .target = LS_STR(PATH "/invocation/next")};
    struct ls_http_reply reply;
    enum ls_status status = ls_http_exchange(&api->http, &request, LS_NO_DEADLINE, &reply, error);

    if (status != LS_OK)
        return status;
    if (reply.status != 200)
        return ls_fail(error, LS_BAD_REPLY, NULL, "/invocation/next: HTTP %d", reply.status);
    if (!copy_request_id(ls_http_header(&reply, "lambda-runtime-aws-request-id"),
                         invocation->request_id))
        return ls_fail(error, LS_BAD_REPLY, NULL, "/invocation/next: no usable request id");
    invocation->deadline_ms = parse_deadline(ls_http_header(&reply, "lambda-runtime-deadline-ms"));
    invocation->trace_id = ls_http_header(&reply, "lambda-runtime-trace-id");
    invocation->event = reply.body_mutable;
    invocation->event_len = reply.body.len;
    return LS_OK;
}

/* ---- outcomes ---- */

static enum ls_status post(struct ls_runtime_api *api, const struct iovec *parts, int count,
                           struct ls_error *error)
{
    const struct ls_http_request request = {
        .method = LS_STR("POST"),
        .target = ls_buf_view(&api->target),
        .headers = ls_buf_view(&api->headers),
        .body = parts,
        .body_count = count,
    };
    struct ls_http_reply reply;
    enum ls_status status = ls_buf_status(&api->target);

    if (status == LS_OK)
        status = ls_buf_status(&api->headers);
    if (status != LS_OK)
        return ls_fail(error, LS_NO_MEMORY, NULL, "no memory for a request");
    status = ls_http_exchange(&api->http, &request, LS_NO_DEADLINE, &reply, error);
    if (status != LS_OK || (reply.status >= 200 && reply.status <= 299))
        return status;
    if (reply.status == 413)
        status = LS_TOO_LARGE;
    else
        status = reply.status >= 400 && reply.status <= 499 ? LS_REFUSED : LS_BAD_REPLY;
    return ls_fail(error, status, NULL, "%.*s: HTTP %d", (int)api->target.len, api->target.ptr,
                   reply.status);
}

static void write_target(struct ls_runtime_api *api, const char *request_id, const char *outcome)
{
    ls_buf_reset(&api->target);
    ls_buf_text(&api->target, request_id == NULL ? PATH "/init" : PATH "/invocation/");
    ls_buf_text(&api->target, request_id == NULL ? "" : request_id);
    ls_buf_text(&api->target, outcome);
    ls_buf_reset(&api->headers);
    ls_buf_text(&api->headers, "Content-Type: application/json\r\n");
}

enum ls_status ls_runtime_api_respond(struct ls_runtime_api *api, const char *request_id,
                                      const struct iovec *parts, int count, struct ls_error *error)
{
    write_target(api, request_id, "/response");
    return post(api, parts, count, error);
}

enum ls_status ls_runtime_api_fail(struct ls_runtime_api *api, const char *request_id,
                                   const char *type, const char *message, struct ls_error *error)
{
    struct iovec part;

    write_target(api, request_id, "/error");
    ls_buf_text(&api->headers, "Lambda-Runtime-Function-Error-Type: ");
    ls_buf_text(&api->headers, type);
    ls_buf_text(&api->headers, "\r\n");
    ls_buf_reset(&api->body);
    ls_buf_text(&api->body, "{\"errorMessage\":");
    ls_json_write_string(&api->body, LS_JSON_PLAIN, ls_str_of(message));
    ls_buf_text(&api->body, ",\"errorType\":");
    ls_json_write_string(&api->body, LS_JSON_PLAIN, ls_str_of(type));
    ls_buf_text(&api->body, ",\"stackTrace\":[]}");
    if (ls_buf_status(&api->body) != LS_OK)
        return ls_fail(error, LS_NO_MEMORY, NULL, "no memory for an error's text");
    part = (struct iovec){.iov_base = api->body.ptr, .iov_len = api->body.len};
    return post(api, &part, 1, error);
}
