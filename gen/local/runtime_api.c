/*
 * runtime_api.c - see runtime_api.h for the states.
 */
#include "local/runtime_api.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "json.h"

#define BASE              "/2018-06-01/runtime/"
#define CONNECTION_MEMORY ((size_t)64 * 1024)
#define ERROR_TEXT_MAX    512

enum call { CALL_NEXT, CALL_RESPONSE, CALL_ERROR, CALL_INIT_ERROR, CALL_UNKNOWN };

/* One HTTP request of the process. */
struct exchange {
    enum call call;
    char id[IDS_INVOCATION_LEN + 1]; /* of the invocation, from the path */
    bool begun, waited;
    struct ls_buf body;
};

/* ---- requests ---- */

static bool starts_with(const char *text, const char *prefix, const char **rest)
{
    size_t len = strlen(prefix);

    *rest = text + len;
    return strncmp(text, prefix, len) == 0;
}

static enum call parse_target(const char *target, char id[IDS_INVOCATION_LEN + 1])
{
    const char *rest, *slash;
    size_t len;

    id[0] = '\0';
    if (!starts_with(target, BASE, &target))
        return CALL_UNKNOWN;
    if (strcmp(target, "invocation/next") == 0)
        return CALL_NEXT;
    if (strcmp(target, "init/error") == 0)
        return CALL_INIT_ERROR;
    if (!starts_with(target, "invocation/", &rest))
        return CALL_UNKNOWN;
    slash = strchr(rest, '/');
    len = slash != NULL ? (size_t)(slash - rest) : 0;
    if (len == 0)
        return CALL_UNKNOWN;
    if (len <= IDS_INVOCATION_LEN) { /* a longer one is no id of ours, and stays empty */
        memcpy(id, rest, len);
        id[len] = '\0';
    }
    if (strcmp(slash, "/response") == 0)
        return CALL_RESPONSE;
    return strcmp(slash, "/error") == 0 ? CALL_ERROR : CALL_UNKNOWN;
}

static void *begin(void *self, const char *target, struct MHD_Connection *connection)
{
    struct exchange *exchange = calloc(1, sizeof(*exchange));

    (void)self;
    (void)connection;
    if (exchange == NULL)
        return NULL;
    exchange->call = parse_target(target, exchange->id);
    ls_buf_init(&exchange->body, RUNTIME_PAYLOAD_MAX);
    return exchange;
}

static void completed(void *self, struct MHD_Connection *connection, void **request,
                      enum MHD_RequestTerminationCode why)
{
    struct exchange *exchange = *request;

    (void)self;
    (void)connection;
    (void)why;
    if (exchange == NULL)
        return;
    ls_buf_release(&exchange->body);
    free(exchange);
}

static enum MHD_Result reply(struct MHD_Connection *connection, unsigned status, const char *json)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        strlen(json), (void *)(uintptr_t)json, MHD_RESPMEM_PERSISTENT);
    enum MHD_Result queued;

    if (response == NULL)
        return MHD_NO;
    MHD_add_response_header(response, "Content-Type", "application/json");
    queued = MHD_queue_response(connection, status, response);
    MHD_destroy_response(response);
    return queued;
}

static enum MHD_Result accept_call(struct MHD_Connection *connection)
{
    return reply(connection, MHD_HTTP_ACCEPTED, "{\"status\":\"OK\"}");
}

static enum MHD_Result refuse_state(struct MHD_Connection *connection)
{
    return reply(connection, MHD_HTTP_FORBIDDEN,
                 "{\"errorMessage\":\"State transition is not allowed\","
                 "\"errorType\":\"InvalidStateTransition\"}");
}

/* ---- errors that a process reports ---- */

/* The member's text where it is a string, cut and with control characters made blanks. */
static struct ls_str error_text(struct ls_str body, const char *name, char out[ERROR_TEXT_MAX])
{
    struct ls_str value;
    struct ls_json json;
    bool escaped;
    size_t len;

    if (!ls_json_find(body, name, &value))
        return LS_STR("");
    json = ls_json_of(value);
    if (ls_json_peek(&json) != LS_JSON_STRING || !ls_json_read_string(&json, &value, &escaped) ||
        value.len > ERROR_TEXT_MAX)
        return LS_STR("");
    len = ls_json_unescape(value, out);
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)out[i] < 0x20 || out[i] == 0x7f)
            out[i] = ' ';
    return ls_str(out, len);
}

/* documented: (Runtime|Function).Name; anything else is taken for Unknown. */
static bool is_error_type(struct ls_str type)
{
    static const char *const kinds[] = {"Runtime.", "Function."};

    for (size_t k = 0; k < 2; k++) {
        size_t len = strlen(kinds[k]);

        if (type.len < len + 2 || memcmp(type.ptr, kinds[k], len) != 0 || type.ptr[len] < 'A' ||
            type.ptr[len] > 'Z')
            continue;
        while (++len < type.len)
            if ((type.ptr[len] | 0x20) < 'a' || (type.ptr[len] | 0x20) > 'z')
                return false;
        return true;
    }
    return false;
}

static void report(struct runtime_api *api, struct MHD_Connection *connection,
                   const struct exchange *exchange)
{
    char type[ERROR_TEXT_MAX], message[ERROR_TEXT_MAX];
    const char *header = MHD_lookup_connection_value(connection, MHD_HEADER_KIND,
                                                     "Lambda-Runtime-Function-Error-Type");
    bool init = exchange->call == CALL_INIT_ERROR;
    struct runtime_error error = {
        .type = header != NULL ? ls_str_of(header)
                               : error_text(ls_buf_view(&exchange->body), "errorType", type),
        .message = error_text(ls_buf_view(&exchange->body), "errorMessage", message),
    };

    if (!is_error_type(error.type))
        error.type = init ? LS_STR("Runtime.Unknown") : LS_STR("Function.Unknown");
    if (init)
        api->events->init_failed(api->self, &error);
    else
        api->events->finished(api->self, LS_STR(""), &error);
}

/* ---- the calls ---- */

static enum MHD_Result handle_next(struct runtime_api *api, struct MHD_Connection *connection,
                                   struct exchange *exchange)
{
    enum MHD_Result queued;

    if (!exchange->waited) {
        if (api->state != RUNTIME_AWAY)
            return refuse_state(connection);
        exchange->waited = true;
        api->state = RUNTIME_IDLE;
        api->waiting = connection;
        MHD_suspend_connection(connection);
        api->events->idle(api->self);
        return MHD_YES;
    }
    if (api->invocation == NULL) /* resumed because everything stops */
        return MHD_NO;
    queued = MHD_queue_response(connection, MHD_HTTP_OK, api->invocation);
    MHD_destroy_response(api->invocation);
    api->invocation = NULL;
    return queued;
}

static enum MHD_Result handle_init_error(struct runtime_api *api, struct MHD_Connection *connection,
                                         const struct exchange *exchange)
{
    if (api->state != RUNTIME_AWAY || api->id[0] != '\0')
        return refuse_state(connection);
    api->state = RUNTIME_FAILED;
    report(api, connection, exchange);
    return accept_call(connection);
}

static enum MHD_Result handle_result(struct runtime_api *api, struct MHD_Connection *connection,
                                     const struct exchange *exchange)
{
    static const struct runtime_error too_large = {
        .type = {"Function.ResponseSizeTooLarge", 29},
        .message = {"the response has more than 6 MB", 31}};
    enum ls_status status = ls_buf_status(&exchange->body);

    if (api->id[0] == '\0' || strcmp(api->id, exchange->id) != 0)
        return reply(
            connection, MHD_HTTP_BAD_REQUEST,
            "{\"errorMessage\":\"Invalid request ID\",\"errorType\":\"InvalidRequestID\"}");
    if (api->state != RUNTIME_BUSY)
        return refuse_state(connection);
    if (status == LS_NO_MEMORY)
        return MHD_NO;
    api->state = RUNTIME_AWAY;
    if (status == LS_TOO_LARGE) {
        api->events->finished(api->self, LS_STR(""), &too_large);
        return reply(connection, MHD_HTTP_CONTENT_TOO_LARGE,
                     "{\"errorMessage\":\"Exceeded maximum allowed payload size\","
                     "\"errorType\":\"RequestEntityTooLarge\"}");
    }
    if (exchange->call == CALL_ERROR)
        report(api, connection, exchange);
    else
        api->events->finished(api->self, ls_buf_view(&exchange->body), NULL);
    return accept_call(connection);
}

static enum MHD_Result handle(void *self, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **request)
{
    struct runtime_api *api = self;
    struct exchange *exchange = *request;
    const char *expected;

    (void)url;
    (void)version;
    if (exchange == NULL)
        return MHD_NO;
    if (!exchange->begun) { /* an answer before the end of the request closes the connection */
        exchange->begun = true;
        return MHD_YES;
    }
    if (*size > 0) { /* past the maximum it is only counted: the buffer remembers that it failed */
        ls_buf_add(&exchange->body, data, *size);
        *size = 0;
        return MHD_YES;
    }
    if (exchange->call == CALL_UNKNOWN)
        return reply(connection, MHD_HTTP_NOT_FOUND, "{\"errorType\":\"NotFound\"}");
    expected = exchange->call == CALL_NEXT ? "GET" : "POST";
    if (strcmp(method, expected) != 0)
        return reply(connection, MHD_HTTP_METHOD_NOT_ALLOWED, "{\"errorType\":\"BadMethod\"}");
    if (exchange->call == CALL_NEXT)
        return handle_next(api, connection, exchange);
    if (exchange->call == CALL_INIT_ERROR)
        return handle_init_error(api, connection, exchange);
    return handle_result(api, connection, exchange);
}

/* ---- life ---- */

bool runtime_api_start(struct runtime_api *api, struct loop *loop,
                       const struct runtime_events *events, void *self)
{
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
    struct server_options options = {
        .address = (struct sockaddr *)&address,
        .connection_memory = CONNECTION_MEMORY,
        .begin = begin,
        .handle = handle,
        .completed = completed,
        .self = api,
    };

    memset(api, 0, sizeof(*api));
    api->events = events;
    api->self = self;
    api->state = RUNTIME_AWAY;
    return server_start(&api->server, loop, &options);
}

void runtime_api_stop(struct runtime_api *api)
{
    if (api->waiting != NULL)
        MHD_resume_connection(api->waiting);
    api->waiting = NULL;
    server_stop(&api->server);
    if (api->invocation != NULL)
        MHD_destroy_response(api->invocation);
    api->invocation = NULL;
}

static bool add_headers(struct MHD_Response *response, const struct runtime_invocation *invocation)
{
    char deadline[24];

    snprintf(deadline, sizeof(deadline), "%lld", (long long)invocation->deadline_ms);
    return MHD_add_response_header(response, "Content-Type", "application/json") == MHD_YES &&
           MHD_add_response_header(response, "Lambda-Runtime-Aws-Request-Id", invocation->id) ==
               MHD_YES &&
           MHD_add_response_header(response, "Lambda-Runtime-Deadline-Ms", deadline) == MHD_YES &&
           MHD_add_response_header(response, "Lambda-Runtime-Invoked-Function-Arn",
                                   invocation->function_arn) == MHD_YES &&
           MHD_add_response_header(response, "Lambda-Runtime-Trace-Id", invocation->trace_id) ==
               MHD_YES;
}

bool runtime_api_invoke(struct runtime_api *api, const struct runtime_invocation *invocation)
{
    struct MHD_Response *response = MHD_create_response_from_buffer(
        invocation->event.len, (void *)(uintptr_t)invocation->event.ptr, MHD_RESPMEM_MUST_COPY);

    if (response == NULL)
        return false;
    if (!add_headers(response, invocation)) {
        MHD_destroy_response(response);
        return false;
    }
    memcpy(api->id, invocation->id, sizeof(api->id));
    api->state = RUNTIME_BUSY;
    api->invocation = response;
    server_resume(&api->server, api->waiting);
    api->waiting = NULL;
    return true;
}
