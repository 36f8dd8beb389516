/*
 * Events: whatever arrives, there is one well-formed answer or the event is refused.
 *
 * Input: an event, then, after a first newline, what DynamoDB replies to every call (absent: {}).
 * A reply after an exclamation mark comes with HTTP status 400, and once.
 */
#include <stdlib.h>
#include <string.h>

#include "dispatch.h"

/* A fuzzer is one object beside the libraries: its paper network and its service come along. */
#include "fake_clock.c"
#include "fake_transport.c"
#include "items_service.c"

#define NOW_MS INT64_C(1769903999123)

struct harness {
    struct fake_clock clock;
    struct fake_transport database;
    struct ls_log log;
    struct ls_arena arena;
    struct ls_buf work;
    struct ls_endpoint endpoint;
    struct ls_dynamodb db;
    struct ls_response response;
    struct ls_context context;
    char *error_reply;
};

static void check(bool holds)
{
    if (!holds)
        abort();
}

static int handle(struct ls_context *context, const struct ls_request *request,
                  struct ls_response *response)
{
    struct ls_str key = ls_json_key(context, "id", ls_request_parameter(request, "id")), item;
    int status = ls_table_get(context, TABLE_ITEMS, key, &item);

    if (status != LS_OK)
        return status;
    (void)ls_response_header(response, "x-path", ls_request_path(request));
    (void)ls_response_header(response, "x-cookie", ls_request_cookie(request, "session"));
    return ls_respond_json(response, 200, item);
}

static struct harness *prepare(void)
{
    static const struct ls_credentials credentials = {.access_key_id = {"AKIDEXAMPLE", 11},
                                                      .secret_access_key = {"secret", 6}};
    static struct harness h;

    if (h.context.service != NULL)
        return &h;
    items_handler = handle;
    h.endpoint = (struct ls_endpoint){.host = "db", .region = "eu-west-1"};
    fake_clock_init(&h.clock, NOW_MS);
    fake_transport_init(&h.database);
    ls_log_init(&h.log, -1, &h.clock.clock, "JSON", "TRACE");
    ls_arena_init(&h.arena, (size_t)4 * 1024 * 1024, (size_t)64 * 1024);
    ls_buf_init(&h.work, (size_t)4 * 1024 * 1024);
    ls_dynamodb_init(&h.db, h.database.transport, &credentials, &h.endpoint, &h.clock.clock,
                     &h.log);
    ls_response_init(&h.response, &h.arena);
    h.context = (struct ls_context){
        .service = items_service(),
        .table_names = items_table_names,
        .db = &h.db,
        .log = &h.log,
        .clock = &h.clock.clock,
        .arena = &h.arena,
        .work = &h.work,
    };
    check(h.context.service != NULL);
    return &h;
}

/* The payload is JSON, and what claims to be JSON in it is, too. */
static void check_answer(const struct ls_response *response)
{
    static struct ls_buf payload;
    struct ls_str body, headers, type, text;
    struct ls_json json;
    char *decoded;

    check(response->http_status >= 200 && response->http_status <= 599);
    ls_buf_init(&payload, (size_t)16 * 1024 * 1024);
    ls_buf_text(&payload, "{\"headers\":{\"x\":\"\"");
    ls_buf_str(&payload, ls_buf_view(&response->headers));
    ls_buf_text(&payload, "},\"body\":\"");
    ls_buf_str(&payload, ls_buf_view(&response->body));
    ls_buf_text(&payload, "\"}");
    check(ls_buf_status(&payload) == LS_OK);
    json = ls_json_of(ls_buf_view(&payload));
    check(ls_json_skip(&json, &text) && ls_json_at_end(&json));
    check(ls_json_find(text, "headers", &headers) && ls_json_find(text, "body", &body));
    check(ls_json_find(headers, "content-type", &type));
    check(ls_str_equal(type, LS_STR("\"application/json\"")));
    decoded = malloc(body.len);
    check(decoded != NULL);
    json =
        ls_json_of(ls_str(decoded, ls_json_unescape(ls_str(body.ptr + 1, body.len - 2), decoded)));
    check(ls_json_skip(&json, &text) && ls_json_at_end(&json));
    free(decoded);
    ls_buf_release(&payload);
}

static void script(struct harness *h, struct ls_str reply)
{
    h->clock.now_ms = NOW_MS;
    h->database.reply_count = h->database.next_reply = 0;
    h->database.rest = reply;
    h->error_reply = NULL;
    if (reply.len == 0 || reply.ptr[0] != '!')
        return;
    h->error_reply = strndup(reply.ptr + 1, reply.len - 1);
    check(h->error_reply != NULL);
    fake_transport_reply(&h->database, 400, h->error_reply);
    h->database.rest = LS_STR("{}");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct harness *h = prepare();
    const uint8_t *newline = size == 0 ? NULL : memchr(data, '\n', size);
    size_t len = newline == NULL ? size : (size_t)(newline - data);
    char *event = malloc(len == 0 ? 1 : len);
    enum ls_status status;

    check(event != NULL);
    if (len > 0)
        memcpy(event, data, len);
    script(h, newline == NULL ? LS_STR("{}") : ls_str((const char *)newline + 1, size - len - 1));
    ls_arena_reset(&h->arena);
    ls_response_reset(&h->response);
    h->context.error = (struct ls_error){.status = LS_OK};
    status = ls_dispatch(&h->context, event, len, LS_STR("req-1"), NOW_MS + 1000, &h->response);
    if (status == LS_OK)
        check_answer(&h->response);
    else
        check(status == LS_BAD_EVENT && h->response.http_status == 0);
    free(event);
    free(h->error_reply);
    return 0;
}
