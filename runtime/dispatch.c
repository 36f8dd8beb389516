/*
 * dispatch.c - one event in, one answer out, one log line for it.
 */
#include "dispatch.h"

#include "crud.h"
#include "response.h"

typedef enum ls_status action(struct ls_context *context, const struct ls_request *request,
                              struct ls_response *response);

static action *const actions[] = {
    [LS_ACTION_LIST] = ls_crud_list,     [LS_ACTION_GET] = ls_crud_get,
    [LS_ACTION_CREATE] = ls_crud_create, [LS_ACTION_UPDATE] = ls_crud_update,
    [LS_ACTION_DELETE] = ls_crud_delete, [LS_ACTION_PREFLIGHT] = ls_crud_preflight,
};

/*
 * The gateway has matched the path already, and says with what; only behind "$default" (which is
 * what a Function URL always sends) is it ours to match. Any other key that is unknown belongs to a
 * route of another deployment, and that is a 404.
 */
static enum ls_status find_route(const struct ls_service *service, const struct ls_event *event,
                                 struct ls_route_match *match, struct ls_request *request)
{
    if (event->route_key.len > 0 && !ls_str_equal(event->route_key, LS_STR("$default"))) {
        request->route = ls_route_by_key(service, event->route_key);
        return request->route == NULL ? LS_NO_ROUTE : LS_OK;
    }
    ls_route_by_path(service, ls_method_of(event->method), event->path, match);
    request->match = match;
    request->route = match->route;
    if (match->route != NULL)
        return LS_OK;
    return match->allowed != 0 ? LS_NO_METHOD : LS_NO_ROUTE;
}

/* A handler may answer and then return an error: its answer counts. */
static enum ls_status run_handler(struct ls_context *context, const struct ls_request *request,
                                  struct ls_response *response)
{
    int result = request->route->handler(context, request, response);

    if (response->http_status != 0)
        return LS_OK;
    if (response->body.failed || response->headers.failed || response->cookies.failed)
        return ls_fail(&context->error, LS_INTERNAL, NULL, "handler's answer is too large");
    if (result <= LS_OK || result >= LS_STATUS_COUNT)
        return ls_fail(&context->error, LS_INTERNAL, NULL, "handler returned %d without an answer",
                       result);
    /* Its own status, or that of a call; then context->error knows the cause. */
    if (context->error.status != (enum ls_status)result)
        return ls_fail(&context->error, (enum ls_status)result, NULL, "handler returned %s",
                       ls_status_name((enum ls_status)result));
    return (enum ls_status)result;
}

static enum ls_status run(struct ls_context *context, const struct ls_request *request,
                          struct ls_response *response)
{
    const struct ls_route *route = request->route;

    if (route->action == LS_ACTION_HANDLER)
        return run_handler(context, request, response);
    return actions[route->action](context, request, response);
}

/* "GET, PUT", for a 405 (RFC 9110 section 15.5.6). */
static void set_allow(struct ls_response *response, uint32_t allowed)
{
    char text[64];
    size_t len = 0;

    for (unsigned i = 0; i < LS_METHOD_ANY; i++) {
        struct ls_str name = ls_method_name((enum ls_method)i);

        if ((allowed & 1u << i) == 0 || sizeof(text) - len < name.len + 2)
            continue;
        if (len > 0) {
            text[len++] = ',';
            text[len++] = ' ';
        }
        for (size_t k = 0; k < name.len; k++)
            text[len++] = name.ptr[k];
    }
    ls_response_set(response, "allow", ls_str(text, len));
}

/* What is in context->error may be older than this failure. */
static const struct ls_error *cause_of(const struct ls_context *context, enum ls_status status)
{
    return context->error.status == status ? &context->error : NULL;
}

/* What the client must not see: why the answer is a 5xx. */
static void log_cause(struct ls_context *context, enum ls_status status)
{
    const struct ls_error *error = cause_of(context, status);
    const struct ls_log_field fields[] = {
        LS_FIELD_TEXT("status", ls_str_of(ls_status_name(status))),
        LS_FIELD_TEXT("cause", ls_str_of(error == NULL ? NULL : error->detail)),
    };

    if (ls_status_http(status) >= 500)
        ls_log_write(context->log, LS_LOG_ERROR, "request failed", fields,
                     sizeof(fields) / sizeof(fields[0]));
}

static enum ls_status answer_failure(struct ls_context *context, const struct ls_request *request,
                                     enum ls_status status, struct ls_response *response)
{
    int answered;

    log_cause(context, status);
    answered = ls_response_fail(response, status, cause_of(context, status));
    if (status == LS_NO_METHOD)
        set_allow(response, request->match->allowed);
    return (enum ls_status)answered;
}

static void log_request(struct ls_context *context, const struct ls_request *request,
                        const struct ls_response *response, int64_t start_ms)
{
    const char *key = request->route == NULL ? "none" : request->route->key;
    const struct ls_log_field fields[] = {
        LS_FIELD_TEXT("route", ls_str_of(key)),
        LS_FIELD_INT("status", response->http_status),
        LS_FIELD_INT("ms", context->clock->now_ms(context->clock->self) - start_ms),
        LS_FIELD_INT("calls", context->calls),
    };

    ls_log_write(context->log, LS_LOG_INFO, "request", fields, sizeof(fields) / sizeof(fields[0]));
}

enum ls_status ls_dispatch(struct ls_context *context, char *event, size_t event_len,
                           struct ls_str request_id, int64_t deadline_ms,
                           struct ls_response *response)
{
    int64_t start_ms = context->clock->now_ms(context->clock->self);
    struct ls_event parsed;
    struct ls_route_match match;
    struct ls_request request = {
        .event = &parsed,
        .request_id = request_id,
        .clock = context->clock,
        .arena = context->arena,
        .deadline_ms = deadline_ms,
    };
    enum ls_status status = ls_event_parse(event, event_len, &parsed, &context->error);

    if (status != LS_OK)
        return status;
    response->request_id = request_id;
    context->deadline_ms = deadline_ms;
    context->calls = 0;
    status = find_route(context->service, &parsed, &match, &request);
    context->route = request.route;
    if (status == LS_OK)
        status = run(context, &request, response);
    if (status != LS_OK)
        status = answer_failure(context, &request, status, response);
    log_request(context, &request, response, start_ms);
    return status == LS_OK ? LS_OK
                           : ls_fail(&context->error, status, NULL, "no memory for an answer");
}
