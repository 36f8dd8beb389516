/*
 * fixture.c - puts the parts of fixture.h together, and takes answers apart with cJSON.
 */
#include "fixture.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

struct fixture fixture;

void fixture_init(void)
{
    const struct ls_credentials credentials = {
        .access_key_id = LS_STR("AKIDEXAMPLE"),
        .secret_access_key = LS_STR("secret"),
    };
    const struct ls_service *service = items_service();

    cr_assert_not_null(service);
    fixture = (struct fixture){
        .endpoint = {.base_url = "http://db", .host = "db", .region = "eu-west-1"},
        .log_fd = memfd_create("log", MFD_CLOEXEC),
    };
    cr_assert_geq(fixture.log_fd, 0);
    fake_clock_init(&fixture.clock, FIXTURE_NOW_MS);
    fake_transport_init(&fixture.database);
    ls_log_init(&fixture.log, fixture.log_fd, &fixture.clock.clock, "JSON", "INFO");
    ls_arena_init(&fixture.arena, (size_t)8 * 1024 * 1024, (size_t)64 * 1024);
    ls_buf_init(&fixture.work, (size_t)8 * 1024 * 1024);
    ls_dynamodb_init(&fixture.db, fixture.database.transport, &credentials, &fixture.endpoint,
                     &fixture.clock.clock, &fixture.log);
    ls_response_init(&fixture.response, &fixture.arena);
    fixture.context = (struct ls_context){
        .service = service,
        .table_names = items_table_names,
        .db = &fixture.db,
        .log = &fixture.log,
        .clock = &fixture.clock.clock,
        .arena = &fixture.arena,
        .work = &fixture.work,
        .deadline_ms = FIXTURE_NOW_MS + 10000,
    };
}

void fixture_release(void)
{
    ls_response_release(&fixture.response);
    ls_dynamodb_release(&fixture.db);
    ls_buf_release(&fixture.work);
    ls_arena_release(&fixture.arena);
    ls_log_release(&fixture.log);
    fake_transport_release(&fixture.database);
    items_service_release();
    close(fixture.log_fd);
    free(fixture.event);
    free(fixture.text);
}

/* ---- events ---- */

static void add_text(cJSON *object, const char *name, const char *text)
{
    if (text != NULL)
        cJSON_AddStringToObject(object, name, text);
}

static void add_raw(cJSON *object, const char *name, const char *json)
{
    if (json != NULL)
        cJSON_AddRawToObject(object, name, json);
}

char *fixture_event(const struct fixture_request *request)
{
    cJSON *event = cJSON_CreateObject(), *context, *http;

    cJSON_AddStringToObject(event, "version", "2.0");
    cJSON_AddStringToObject(event, "routeKey",
                            request->route_key == NULL ? "$default" : request->route_key);
    cJSON_AddStringToObject(event, "rawPath", request->path == NULL ? "/" : request->path);
    cJSON_AddStringToObject(event, "rawQueryString", request->query == NULL ? "" : request->query);
    add_raw(event, "cookies", request->cookies);
    add_raw(event, "headers", request->headers);
    context = cJSON_AddObjectToObject(event, "requestContext");
    add_text(context, "domainName", request->domain);
    add_raw(context, "authorizer", request->authorizer);
    http = cJSON_AddObjectToObject(context, "http");
    cJSON_AddStringToObject(http, "method", request->method == NULL ? "GET" : request->method);
    cJSON_AddStringToObject(context, "stage", request->stage == NULL ? "$default" : request->stage);
    add_raw(event, "pathParameters", request->parameters);
    add_text(event, "body", request->body);
    cJSON_AddBoolToObject(event, "isBase64Encoded", request->is_base64);
    free(fixture.event);
    fixture.event = cJSON_PrintUnformatted(event);
    cJSON_Delete(event);
    cr_assert_not_null(fixture.event);
    return fixture.event;
}

static enum ls_status dispatch(void)
{
    ls_arena_reset(&fixture.arena);
    ls_response_reset(&fixture.response);
    fixture.context.error = (struct ls_error){.status = LS_OK};
    return ls_dispatch(&fixture.context, fixture.event, strlen(fixture.event), LS_STR("req-1"),
                       FIXTURE_NOW_MS + 10000, &fixture.response);
}

int fixture_send(const struct fixture_request *request)
{
    fixture_event(request);
    cr_assert_eq(dispatch(), LS_OK, "%s", fixture.context.error.detail);
    return fixture.response.http_status;
}

int fixture_send_text(const char *event)
{
    free(fixture.event);
    fixture.event = strdup(event);
    cr_assert_not_null(fixture.event);
    return (int)dispatch();
}

void fixture_reply(int http_status, const char *body)
{
    fake_transport_reply(&fixture.database, http_status, body);
}

/* ---- answers ---- */

/* The answer as Lambda gets it. */
static cJSON *payload(void)
{
    const struct ls_response *response = &fixture.response;
    struct ls_buf text;
    cJSON *parsed;

    ls_buf_init(&text, (size_t)16 * 1024 * 1024);
    ls_buf_text(&text, "{\"headers\":{\"\":\"\"");
    ls_buf_str(&text, ls_buf_view(&response->headers));
    ls_buf_text(&text, "},\"body\":\"");
    ls_buf_str(&text, ls_buf_view(&response->body));
    ls_buf_text(&text, "\"}");
    cr_assert_eq(ls_buf_status(&text), LS_OK);
    parsed = cJSON_ParseWithLength(text.ptr, text.len);
    cr_assert_not_null(parsed, "the payload is no JSON: %.*s", (int)text.len, text.ptr);
    ls_buf_release(&text);
    return parsed;
}

static const char *keep(const char *text)
{
    free(fixture.text);
    fixture.text = text == NULL ? NULL : strdup(text);
    return fixture.text;
}

const char *fixture_body(void)
{
    cJSON *parsed = payload();
    const char *text = keep(cJSON_GetStringValue(cJSON_GetObjectItem(parsed, "body")));

    cJSON_Delete(parsed);
    return text;
}

const char *fixture_header(const char *name)
{
    cJSON *parsed = payload();
    const cJSON *headers = cJSON_GetObjectItem(parsed, "headers");
    const char *text = keep(cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(headers, name)));

    cJSON_Delete(parsed);
    return text;
}

const char *fixture_logged(void)
{
    off_t size = lseek(fixture.log_fd, 0, SEEK_END);
    ssize_t got;

    cr_assert_geq(size, 0);
    free(fixture.text);
    fixture.text = calloc(1, (size_t)size + 1);
    cr_assert_not_null(fixture.text);
    got = pread(fixture.log_fd, fixture.text, (size_t)size, 0);
    cr_assert_eq(got, (ssize_t)size);
    return fixture.text;
}
