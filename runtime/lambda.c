/*
 * lambda.c - the life of the process: initialisation, then one invocation after the other.
 */
#include "lambda.h"

#include <stdlib.h>
#include <string.h>

#include "runtime_api.h"

/* What one invocation may take; all of it is kept for the next one but for the arena's surplus. */
#define ARENA_MAX    ((size_t)32 * 1024 * 1024)
#define ARENA_KEEP   ((size_t)1024 * 1024)
#define WORK_MAX     ((size_t)18 * 1024 * 1024) /* DynamoDB takes 16 MB (BatchWriteItem) */
#define REPLY_MAX    ((size_t)64 * 1024 * 1024) /* a 1 MB page of 1E125 is 47 MB of JSON */
#define ENVELOPE_MAX ((size_t)64 * 1024)        /* an answer without its body */

#define PRECONNECT_MS    1000  /* of initialisation, which may take 10 s */
#define DATABASE_IDLE_MS 50000 /* DynamoDB and NATs drop idle connections after about 60 s */
#define ANSWER_BY_MS     28500 /* API Gateway waits 30 s, cold start and way back included */
#define RESERVE_MS       500   /* to write an answer after DynamoDB has used its time up */

#define TRACE_VARIABLE "_X_AMZN_TRACE_ID="
#define TRACE_MAX      512

struct lambda {
    const struct ls_service *service;
    const struct ls_clock *clock;
    struct ls_log log;
    struct ls_runtime_api api;
    struct ls_endpoint endpoint;
    struct ls_http database;
    struct ls_dynamodb db;
    struct ls_str table_names[LS_MAX_TABLES];
    struct ls_arena arena;
    struct ls_buf work, envelope;
    struct ls_response response;
    struct ls_context context;
    char trace[sizeof(TRACE_VARIABLE) + TRACE_MAX]; /* what the environment points to */
    bool trace_is_set;
};

static void log_error(struct lambda *lambda, enum ls_log_level level, const char *message,
                      const struct ls_error *error)
{
    const struct ls_log_field fields[] = {
        LS_FIELD_TEXT("status", ls_str_of(ls_status_name(error->status))),
        LS_FIELD_TEXT("cause", ls_str_of(error->detail)),
    };

    ls_log_write(&lambda->log, level, message, fields, sizeof(fields) / sizeof(fields[0]));
}

/* What the Runtime API takes as a type: (Runtime|Function)\.[A-Z][a-zA-Z]+ */
static const char bad_configuration[] = "Runtime.BadConfiguration";
static const char out_of_memory[] = "Runtime.OutOfMemory";

/* ---- initialisation; each step returns NULL or the type of its error ---- */

/* Code of one spec must not serve the stack of another. */
static const char *check_contract(const struct lambda *lambda, struct ls_error *error)
{
    const char *stack = getenv("LOCKSTEP_CONTRACT");

    if (stack != NULL && strcmp(stack, lambda->service->contract) == 0)
        return NULL;
    ls_fail(error, LS_BAD_CONFIG, NULL,
            "Code and stack come from different specs: the code has contract %.12s, "
            "LOCKSTEP_CONTRACT %s%.12s. Deploy function.zip and template.json of one build "
            "(make deploy)",
            lambda->service->contract, stack == NULL ? "is not set" : "says ",
            stack == NULL ? "" : stack);
    return "Runtime.SpecMismatch";
}

static const char *read_table_names(struct lambda *lambda, struct ls_error *error)
{
    for (size_t i = 0; i < lambda->service->table_count; i++) {
        const struct ls_table *table = &lambda->service->tables[i];

        lambda->table_names[i] = ls_str_of(getenv(table->variable));
        if (lambda->table_names[i].len == 0) {
            ls_fail(error, LS_BAD_CONFIG, NULL,
                    "%s is not set: it holds the name of table \"%s\" and comes with template.json",
                    table->variable, table->name);
            return bad_configuration;
        }
    }
    return NULL;
}

static const char *prepare_database(struct lambda *lambda, struct ls_error *error)
{
    struct ls_credentials credentials;
    struct ls_stream *stream;

    if (ls_endpoint_from_environment(&lambda->endpoint, error) != LS_OK ||
        ls_credentials_from_environment(&credentials, error) != LS_OK)
        return bad_configuration;
    stream = ls_stream_new(lambda->endpoint.base_url, lambda->clock, &lambda->log);
    if (stream == NULL) {
        ls_fail(error, LS_NO_MEMORY, NULL, "no memory for a connection");
        return out_of_memory;
    }
    ls_http_init(&lambda->database, stream, lambda->clock, ls_str_of(lambda->endpoint.host),
                 REPLY_MAX, DATABASE_IDLE_MS);
    ls_dynamodb_init(&lambda->db, ls_transport_http(&lambda->database), &credentials,
                     &lambda->endpoint, lambda->clock, &lambda->log);
    return NULL;
}

static void prepare_context(struct lambda *lambda)
{
    ls_arena_init(&lambda->arena, ARENA_MAX, ARENA_KEEP);
    ls_buf_init(&lambda->work, WORK_MAX);
    ls_buf_init(&lambda->envelope, ENVELOPE_MAX);
    ls_response_init(&lambda->response, &lambda->arena);
    lambda->context = (struct ls_context){
        .service = lambda->service,
        .table_names = lambda->table_names,
        .db = &lambda->db,
        .log = &lambda->log,
        .clock = lambda->clock,
        .arena = &lambda->arena,
        .work = &lambda->work,
    };
}

/*
 * Initialisation has a full CPU, however little memory and so CPU the function has: here the
 * authorities are read and the handshake made, which would cost the first request much more.
 */
static void connect_ahead(struct lambda *lambda)
{
    const char *choice = getenv("LOCKSTEP_PRECONNECT");
    int64_t deadline_ms = lambda->clock->now_ms(lambda->clock->self) + PRECONNECT_MS;
    struct ls_error error = {0};

    if (lambda->service->table_count == 0 ||
        strncmp(lambda->endpoint.base_url, "https://", 8) != 0 ||
        (choice != NULL && strcmp(choice, "off") == 0))
        return;
    if (ls_http_connect(&lambda->database, deadline_ms, &error) != LS_OK)
        log_error(lambda, LS_LOG_DEBUG, "DynamoDB not reached ahead of the first request", &error);
}

static const char *init(struct lambda *lambda, struct ls_error *error)
{
    const char *wrong = check_contract(lambda, error);

    if (wrong == NULL)
        wrong = read_table_names(lambda, error);
    if (wrong == NULL)
        wrong = prepare_database(lambda, error);
    if (wrong == NULL) {
        prepare_context(lambda);
        connect_ahead(lambda);
    }
    return wrong;
}

static void release(struct lambda *lambda)
{
    if (lambda->trace_is_set)
        unsetenv("_X_AMZN_TRACE_ID");
    ls_response_release(&lambda->response);
    ls_buf_release(&lambda->envelope);
    ls_buf_release(&lambda->work);
    ls_arena_release(&lambda->arena);
    ls_dynamodb_release(&lambda->db);
    ls_http_release(&lambda->database);
    ls_runtime_api_release(&lambda->api);
    ls_log_release(&lambda->log);
}

/* ---- one invocation ---- */

/*
 * For whoever reads the variable: X-Ray, a handler. The environment gets a pointer to our own
 * text, so that invocations by the million leak nothing.
 */
static void export_trace(struct lambda *lambda, struct ls_str trace_id)
{
    size_t name = sizeof(TRACE_VARIABLE) - 1;

    if (trace_id.len == 0 || trace_id.len > TRACE_MAX) {
        if (lambda->trace_is_set)
            unsetenv("_X_AMZN_TRACE_ID");
        lambda->trace_is_set = false;
        return;
    }
    memcpy(lambda->trace, TRACE_VARIABLE, name);
    memcpy(lambda->trace + name, trace_id.ptr, trace_id.len);
    lambda->trace[name + trace_id.len] = '\0';
    if (!lambda->trace_is_set)
        lambda->trace_is_set = putenv(lambda->trace) == 0;
}

/*
 * Until when DynamoDB may be called: the gateway's limit or Lambda's, less time for the answer;
 * that is a tenth of what is left, where little is.
 */
static int64_t working_deadline(const struct lambda *lambda, int64_t lambda_deadline_ms)
{
    int64_t now = lambda->clock->now_ms(lambda->clock->self);
    int64_t limit = ls_earlier(now + ANSWER_BY_MS, lambda_deadline_ms);

    return limit <= now ? limit : limit - ls_earlier((limit - now) / 10, RESERVE_MS);
}

/* Everything of the answer but its body: {"statusCode":200,…,"body":" */
static enum ls_status write_envelope(struct lambda *lambda)
{
    const struct ls_response *response = &lambda->response;
    struct ls_buf *out = &lambda->envelope;

    ls_buf_reset(out);
    ls_buf_text(out, "{\"statusCode\":");
    ls_buf_int(out, response->http_status);
    if (response->headers.len > 0) { /* ,"name":"value",… */
        ls_buf_text(out, ",\"headers\":{");
        ls_buf_add(out, response->headers.ptr + 1, response->headers.len - 1);
        ls_buf_char(out, '}');
    }
    if (response->cookies.len > 0) { /* ,"text",… */
        ls_buf_text(out, ",\"cookies\":[");
        ls_buf_add(out, response->cookies.ptr + 1, response->cookies.len - 1);
        ls_buf_char(out, ']');
    }
    if (response->is_base64)
        ls_buf_text(out, ",\"isBase64Encoded\":true");
    ls_buf_text(out, ",\"body\":\"");
    return ls_buf_status(out);
}

static enum ls_status post_answer(struct lambda *lambda, const char *request_id,
                                  struct ls_error *error)
{
    static const char end[] = "\"}";
    const struct ls_buf *body = &lambda->response.body;
    struct iovec parts[3];

    if (write_envelope(lambda) != LS_OK)
        return ls_runtime_api_fail(&lambda->api, request_id, out_of_memory,
                                   "No memory for an answer", error);
    parts[0] = (struct iovec){lambda->envelope.ptr, lambda->envelope.len};
    parts[1] = (struct iovec){body->ptr, body->len};
    parts[2] = (struct iovec){(void *)(uintptr_t)end, sizeof(end) - 1};
    return ls_runtime_api_respond(&lambda->api, request_id, parts, 3, error);
}

/* Dispatch answers everything but what is no HTTP event, unless memory is short. */
static enum ls_status post_failure(struct lambda *lambda, const char *request_id,
                                   enum ls_status status, struct ls_error *error)
{
    log_error(lambda, LS_LOG_ERROR, "Event not answered", &lambda->context.error);
    if (status != LS_BAD_EVENT)
        return ls_runtime_api_fail(&lambda->api, request_id, out_of_memory,
                                   "No memory for an answer", error);
    return ls_runtime_api_fail(&lambda->api, request_id, "Runtime.BadEvent",
                               "The event is no HTTP request in payload format 2.0; this function "
                               "answers an HTTP API or a Function URL",
                               error);
}

/* False when the sandbox is at its end. */
static bool posted(struct lambda *lambda, enum ls_status status, const struct ls_error *error)
{
    switch (status) {
    case LS_OK:
        return true;
    case LS_TOO_LARGE: /* Lambda has answered for us already */
    case LS_REFUSED:   /* the invocation is over: its time ran out */
    case LS_NETWORK:   /* the next call says whether the Runtime API is still there */
        log_error(lambda, LS_LOG_ERROR, "Answer not taken", error);
        return true;
    default:
        log_error(lambda, LS_LOG_FATAL, "Answer could not be posted", error);
        return false;
    }
}

static bool invoke(struct lambda *lambda, struct ls_invocation *invocation)
{
    struct ls_context *context = &lambda->context;
    struct ls_error error = {0};
    enum ls_status status;
    bool goes_on;

    lambda->log.request_id = ls_str_of(invocation->request_id);
    export_trace(lambda, invocation->trace_id);
    ls_arena_reset(&lambda->arena);
    ls_response_reset(&lambda->response);
    context->error = (struct ls_error){0};
    status = ls_dispatch(context, invocation->event, invocation->event_len, lambda->log.request_id,
                         working_deadline(lambda, invocation->deadline_ms), &lambda->response);
    if (status == LS_OK)
        status = post_answer(lambda, invocation->request_id, &error);
    else
        status = post_failure(lambda, invocation->request_id, status, &error);
    goes_on = posted(lambda, status, &error);
    lambda->log.request_id = ls_str(NULL, 0);
    return goes_on;
}

/* ---- the process ---- */

static int serve(struct lambda *lambda)
{
    struct ls_invocation invocation;
    struct ls_error error = {0};

    for (;;) {
        if (ls_runtime_api_next(&lambda->api, &invocation, &error) != LS_OK) {
            log_error(lambda, LS_LOG_FATAL, "No next invocation", &error);
            return 2;
        }
        if (!invoke(lambda, &invocation))
            return 2;
    }
}

int ls_lambda_run(const struct ls_service *service)
{
    struct lambda lambda = {.service = service, .clock = &ls_system_clock};
    struct ls_error error = {0};
    const char *wrong;
    int result;

    ls_log_init(&lambda.log, 1, lambda.clock, getenv("AWS_LAMBDA_LOG_FORMAT"),
                getenv("AWS_LAMBDA_LOG_LEVEL"));
    if (ls_runtime_api_init(&lambda.api, lambda.clock, &lambda.log, &error) != LS_OK) {
        log_error(&lambda, LS_LOG_FATAL, "No Runtime API", &error);
        ls_log_release(&lambda.log);
        return 2;
    }
    wrong = init(&lambda, &error);
    if (wrong == NULL) {
        result = serve(&lambda);
    } else {
        log_error(&lambda, LS_LOG_FATAL, wrong, &error);
        result = 1;
        if (ls_runtime_api_fail(&lambda.api, NULL, wrong, error.detail, &error) != LS_OK) {
            log_error(&lambda, LS_LOG_FATAL, "Failed initialisation could not be reported", &error);
            result = 2;
        }
    }
    release(&lambda);
    return result;
}
