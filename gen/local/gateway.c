/*
 * gateway.c - from a connection to an invocation and back; see gateway.h for limits and statuses.
 */
#include "local/gateway.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "clock.h"
#include "local/answer.h"
#include "local/event_json.h"

#define BODY_MAX          (10u * 1024 * 1024) /* documented */
#define HEAD_MAX          10240u              /* documented: request line and headers, bytes */
#define CONNECTION_MEMORY ((size_t)96 * 1024) /* a head that is too large must still fit */
#define REQUEST_MEMORY    ((size_t)48 * 1024 * 1024)
#define STOP_MS           500
#define STOP_POLL_MS      5
#define SHOWN_MAX         200

enum request_state { REQUEST_NEW, REQUEST_READING, REQUEST_WAITING, REQUEST_ANSWERED };

struct request {
    struct gateway *gateway;
    struct MHD_Connection *connection;
    struct request *next, *previous; /* among those that wait */
    enum request_state state;
    struct ls_arena arena;
    struct ls_str method, target;
    struct http_field *headers;
    size_t header_count, header_room, head_bytes;
    struct ls_buf body, event;
    char request_id[IDS_GATEWAY_LEN + 1], trace[IDS_TRACE_MAX], source_ip[INET6_ADDRSTRLEN];
    struct invocation invocation;
    struct loop_timer timer;
    struct MHD_Response *response; /* once answered; NULL: memory was short */
    int status;
    int64_t start_ns;
};

static int64_t now_ns(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

/* ---- one line a request ---- */

/* Cut, and without what a terminal would obey. */
static const char *printable(struct ls_str text, char out[SHOWN_MAX + 1])
{
    size_t len = text.len < SHOWN_MAX ? text.len : SHOWN_MAX;

    for (size_t i = 0; i < len; i++)
        out[i] = text.ptr[i] > 0x20 && text.ptr[i] < 0x7f ? text.ptr[i] : '?';
    out[len] = '\0';
    return out;
}

/* Without the query, which may hold secrets. */
static void print_request(const struct request *request)
{
    char method[SHOWN_MAX + 1], path[SHOWN_MAX + 1], when[16];
    time_t seconds = time(NULL);
    struct tm local;

    localtime_r(&seconds, &local);
    strftime(when, sizeof(when), "%H:%M:%S", &local);
    printf("%s %-7s %s %d %.1f ms\n", when, printable(request->method, method),
           printable(http_path(request->target), path), request->status,
           (double)(now_ns() - request->start_ns) / 1e6);
}

/* ---- those that wait for a function ---- */

static void start_waiting(struct request *request)
{
    struct gateway *gateway = request->gateway;

    request->state = REQUEST_WAITING;
    request->previous = NULL;
    request->next = gateway->first_waiting;
    if (request->next != NULL)
        request->next->previous = request;
    gateway->first_waiting = request;
    loop_timer_set(gateway->loop, &request->timer, gateway->options.stack->integration_timeout_ms);
}

static void stop_waiting(struct request *request)
{
    struct gateway *gateway = request->gateway;

    if (request->state != REQUEST_WAITING)
        return;
    if (request->previous != NULL)
        request->previous->next = request->next;
    else
        gateway->first_waiting = request->next;
    if (request->next != NULL)
        request->next->previous = request->previous;
    loop_timer_clear(gateway->loop, &request->timer);
}

/* ---- answers ---- */

static const char *terminated(struct request *request, struct ls_str text)
{
    char *copy = ls_arena_alloc(&request->arena, text.len + 1);

    if (copy == NULL)
        return NULL;
    if (text.len > 0)
        memcpy(copy, text.ptr, text.len);
    copy[text.len] = '\0';
    return copy;
}

static bool add_fields(struct request *request, const struct http_answer *answer)
{
    for (size_t i = 0; i < answer->field_count; i++) {
        const char *name = terminated(request, answer->fields[i].name);
        const char *value = terminated(request, answer->fields[i].value);

        if (name == NULL || value == NULL)
            return false;
        if (value[0] == '\0') /* libmicrohttpd cannot send an empty one */
            continue;
        if (MHD_add_response_header(request->response, name, value) != MHD_YES)
            return false;
    }
    return true;
}

static struct http_request message(const struct request *request)
{
    return (struct http_request){
        .method = request->method,
        .target = request->target,
        .headers = request->headers,
        .header_count = request->header_count,
        .body = ls_buf_view(&request->body),
        .source_ip = ls_str_of(request->source_ip),
        .port = server_port(&request->gateway->server),
        .request_id = ls_str_of(request->request_id),
        .time_ms = ls_system_clock.now_ms(ls_system_clock.self),
    };
}

/* Makes the response; whoever calls this from outside the handler resumes the connection. */
static void set_answer(struct request *request, struct http_answer *answer)
{
    const struct cors *cors = request->gateway->options.stack->cors;
    bool bodiless =
        answer->status == MHD_HTTP_NO_CONTENT || answer->status == MHD_HTTP_NOT_MODIFIED;
    struct http_request asked = message(request);

    stop_waiting(request);
    request->state = REQUEST_ANSWERED;
    request->status = answer->status;
    if (cors != NULL)
        cors_add_fields(cors, &asked, answer);
    http_add_field(answer, LS_STR("apigw-requestid"), asked.request_id);
    request->response =
        MHD_create_response_from_buffer(bodiless ? 0 : answer->body.len,
                                        (void *)(uintptr_t)answer->body.ptr, MHD_RESPMEM_MUST_COPY);
    if (request->response != NULL && !add_fields(request, answer)) {
        MHD_destroy_response(request->response);
        request->response = NULL;
    }
}

static enum MHD_Result send_answer(struct request *request)
{
    if (request->response == NULL)
        return MHD_NO;
    return MHD_queue_response(request->connection, (unsigned)request->status, request->response);
}

static enum MHD_Result answer_with(struct request *request, int status)
{
    struct http_answer answer;

    answer_own(status, &answer);
    set_answer(request, &answer);
    return send_answer(request);
}

static void resume_with(struct request *request, struct http_answer *answer)
{
    set_answer(request, answer);
    server_resume(&request->gateway->server, request->connection);
}

static void resume_with_own(struct request *request, int status)
{
    struct http_answer answer;

    answer_own(status, &answer);
    resume_with(request, &answer);
}

static void on_done(void *self, enum outcome outcome, struct ls_str payload)
{
    struct request *request = self;
    struct http_answer answer;
    const char *wrong;

    if (outcome != OUTCOME_PAYLOAD) {
        resume_with_own(request, outcome == OUTCOME_ERROR ? 500 : 503);
        return;
    }
    wrong = answer_read(payload, request->gateway->options.stack->cors, &request->arena, &answer);
    if (wrong != NULL) {
        fprintf(stderr, "lockstep run: bad response of the function: %s\n", wrong);
        answer_own(500, &answer);
    }
    resume_with(request, &answer);
}

static void on_late(void *self)
{
    struct request *request = self;

    pool_abandon(request->gateway->options.pool, &request->invocation);
    resume_with_own(request, 503);
}

/* ---- requests ---- */

static void *begin(void *self, const char *target, struct MHD_Connection *connection)
{
    struct request *request = calloc(1, sizeof(*request));

    if (request == NULL)
        return NULL;
    request->gateway = self;
    request->connection = connection;
    request->start_ns = now_ns();
    ls_arena_init(&request->arena, REQUEST_MEMORY, 0);
    ls_buf_init(&request->body, BODY_MAX);
    ls_buf_init(&request->event, RUNTIME_PAYLOAD_MAX);
    request->timer = (struct loop_timer){.due = on_late, .self = request};
    request->target = ls_arena_copy(&request->arena, ls_str_of(target));
    request->gateway->open_requests++;
    return request;
}

static void completed(void *self, struct MHD_Connection *connection, void **place,
                      enum MHD_RequestTerminationCode why)
{
    struct gateway *gateway = self;
    struct request *request = *place;

    (void)connection;
    (void)why;
    if (request == NULL)
        return;
    if (request->state == REQUEST_WAITING) {
        pool_abandon(gateway->options.pool, &request->invocation);
        stop_waiting(request);
    }
    gateway->open_requests--;
    if (request->status != 0 && !gateway->options.quiet)
        print_request(request);
    if (request->response != NULL)
        MHD_destroy_response(request->response);
    ls_buf_release(&request->event);
    ls_buf_release(&request->body);
    ls_arena_release(&request->arena);
    free(request);
}

static enum MHD_Result collect_header(void *self, enum MHD_ValueKind kind, const char *name,
                                      size_t name_len, const char *value, size_t value_len)
{
    struct request *request = self;

    (void)kind;
    if (request->header_count == request->header_room)
        return MHD_NO;
    request->headers[request->header_count++] = (struct http_field){
        ls_str(name, name_len), value != NULL ? ls_str(value, value_len) : LS_STR("")};
    request->head_bytes += name_len + value_len + strlen(": \r\n");
    return MHD_YES;
}

static void find_source_ip(struct request *request)
{
    const union MHD_ConnectionInfo *info =
        MHD_get_connection_info(request->connection, MHD_CONNECTION_INFO_CLIENT_ADDRESS);
    const struct sockaddr *address = info != NULL ? info->client_addr : NULL;

    if (address != NULL && address->sa_family == AF_INET6)
        inet_ntop(AF_INET6, &((const struct sockaddr_in6 *)(const void *)address)->sin6_addr,
                  request->source_ip, sizeof(request->source_ip));
    else if (address != NULL)
        inet_ntop(AF_INET, &((const struct sockaddr_in *)(const void *)address)->sin_addr,
                  request->source_ip, sizeof(request->source_ip));
}

/* Length that the client announces is over the limit: no need to read the body. */
static bool announces_too_much(const struct http_request *asked)
{
    struct ls_str length = http_header(asked, "content-length");
    uint64_t bytes = 0;

    for (size_t i = 0; i < length.len && bytes <= BODY_MAX; i++)
        bytes = bytes * 10 + (uint64_t)(length.ptr[i] - '0');
    return bytes > BODY_MAX;
}

static enum MHD_Result begin_reading(struct request *request, const char *method)
{
    int count = MHD_get_connection_values(request->connection, MHD_HEADER_KIND, NULL, NULL);
    struct http_request asked;

    request->state = REQUEST_READING;
    request->header_room = (size_t)count;
    request->headers =
        ls_arena_alloc(&request->arena, ((size_t)count + 1) * sizeof(*request->headers));
    request->method = ls_arena_copy(&request->arena, ls_str_of(method));
    if (request->headers == NULL || request->method.ptr == NULL || request->target.ptr == NULL ||
        !ids_gateway(request->request_id) || !ids_trace(request->trace))
        return MHD_NO;
    request->head_bytes = request->method.len + request->target.len + strlen("  HTTP/1.1\r\n");
    MHD_get_connection_values_n(request->connection, MHD_HEADER_KIND, collect_header, request);
    find_source_ip(request);
    if (request->head_bytes > HEAD_MAX)
        return answer_with(request, 431);
    asked = message(request);
    return announces_too_much(&asked) ? answer_with(request, 413) : MHD_YES;
}

static enum MHD_Result invoke(struct request *request, struct http_request *asked,
                              const struct ls_route_match *match)
{
    enum ls_status status;

    asked->trace_root =
        ls_str(request->trace, (size_t)(strchr(request->trace, ';') - request->trace));
    status = event_json_write(asked, match, &request->arena, &request->event);
    if (status != LS_OK)
        return answer_with(request, status == LS_TOO_LARGE ? 413 : 500);
    request->invocation = (struct invocation){.event = ls_buf_view(&request->event),
                                              .trace_id = request->trace,
                                              .done = on_done,
                                              .self = request};
    MHD_suspend_connection(request->connection);
    start_waiting(request);
    if (!pool_submit(request->gateway->options.pool, &request->invocation))
        resume_with_own(request, 503);
    return MHD_YES;
}

/* Whoever may call the route gets to the function, others an answer of the gateway's own. */
static enum MHD_Result admit(struct request *request, struct http_request *asked,
                             const struct ls_route_match *match)
{
    const struct gateway_options *options = &request->gateway->options;
    size_t row = (size_t)(match->route - options->stack->routes.routes);
    struct authorization decided;
    struct http_answer answer;

    if (authorize(&options->stack->auth[row], options->caller, asked, &request->arena, &decided) !=
        LS_OK)
        return answer_with(request, 500);
    asked->authorizer = decided.authorizer;
    if (decided.status == 0)
        return invoke(request, asked, match);
    answer_own(decided.status, &answer);
    if (decided.challenge.len > 0)
        http_add_field(&answer, LS_STR("www-authenticate"), decided.challenge);
    set_answer(request, &answer);
    return send_answer(request);
}

/* The request is there as a whole. */
static enum MHD_Result serve(struct request *request)
{
    const struct stack *stack = request->gateway->options.stack;
    struct http_request asked = message(request);
    enum ls_status read = ls_buf_status(&request->body);
    enum ls_method method = ls_method_of(request->method);
    struct ls_route_match match = {.route = NULL};
    struct ls_str path;

    if (read != LS_OK)
        return answer_with(request, read == LS_TOO_LARGE ? 413 : 500);
    if (request->target.len == 0 || request->target.ptr[0] != '/')
        return answer_with(request, 400);
    read = event_match_path(request->target, &request->arena, &path);
    if (read != LS_OK)
        return answer_with(request, read == LS_BAD_PARAMETER ? 400 : 500);
    if (method < LS_METHOD_ANY)
        ls_route_by_path(&stack->routes, method, path, &match);
    if (match.route != NULL)
        return admit(request, &asked, &match);
    if (stack->cors != NULL && cors_is_preflight(&asked)) {
        struct http_answer answer = {.status = MHD_HTTP_NO_CONTENT};

        set_answer(request, &answer);
        return send_answer(request);
    }
    return answer_with(request, 404);
}

static enum MHD_Result handle(void *self, struct MHD_Connection *connection, const char *url,
                              const char *method, const char *version, const char *data,
                              size_t *size, void **place)
{
    struct request *request = *place;

    (void)self;
    (void)connection;
    (void)url;
    (void)version;
    if (request == NULL)
        return MHD_NO;
    if (request->state == REQUEST_ANSWERED)
        return send_answer(request);
    if (request->state == REQUEST_NEW)
        return begin_reading(request, method);
    if (*size > 0) { /* past the maximum it is only counted: the buffer remembers that it failed */
        ls_buf_add(&request->body, data, *size);
        *size = 0;
        return MHD_YES;
    }
    return serve(request);
}

/* ---- life ---- */

bool gateway_start(struct gateway *gateway, struct loop *loop,
                   const struct gateway_options *options)
{
    struct server_options server = {
        .address = options->address,
        .connection_memory = CONNECTION_MEMORY,
        .begin = begin,
        .handle = handle,
        .completed = completed,
        .self = gateway,
    };

    memset(gateway, 0, sizeof(*gateway));
    gateway->loop = loop;
    gateway->options = *options;
    return server_start(&gateway->server, loop, &server);
}

void gateway_stop(struct gateway *gateway)
{
    int64_t until = loop_now_ms() + STOP_MS;

    if (gateway->server.daemon == NULL)
        return;
    server_quiesce(&gateway->server);
    while (gateway->first_waiting != NULL) {
        struct request *request = gateway->first_waiting;

        pool_abandon(gateway->options.pool, &request->invocation);
        resume_with_own(request, 503);
    }
    while (gateway->open_requests > 0 && loop_now_ms() < until) {
        server_run_once(&gateway->server);
        ls_system_clock.sleep_ms(ls_system_clock.self, STOP_POLL_MS);
    }
    server_stop(&gateway->server);
}
