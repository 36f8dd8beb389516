/*
 * handler_api.c - what a handler asks of its request, and what it logs; see lockstep.h.
 */
#include <string.h>

#include "context.h"

struct ls_str ls_request_method(const struct ls_request *request)
{
    return request->event->method;
}

struct ls_str ls_request_path(const struct ls_request *request)
{
    struct ls_str path = ls_event_path_text(request->event, request->arena, request->event->path);

    return path.ptr == NULL ? request->event->path : path;
}

struct ls_str ls_request_id(const struct ls_request *request)
{
    return request->request_id;
}

struct ls_str ls_request_body(const struct ls_request *request)
{
    return request->event->body;
}

int64_t ls_request_time_left_ms(const struct ls_request *request)
{
    int64_t left = request->deadline_ms - request->clock->now_ms(request->clock->self);

    return left < 0 ? 0 : left;
}

/* The gateway has decoded the parameters that it found; ours are slices of the path. */
struct ls_str ls_request_parameter(const struct ls_request *request, const char *name)
{
    if (request->match == NULL)
        return ls_event_path_parameter(request->event, request->arena, name);
    for (size_t i = 0; i < request->route->parameter_count; i++) {
        if (strcmp(request->route->parameters[i], name) == 0)
            return ls_event_path_text(request->event, request->arena,
                                      request->match->parameters[i]);
    }
    return ls_str(NULL, 0);
}

struct ls_str ls_request_query(const struct ls_request *request, const char *name)
{
    struct ls_str value;

    if (ls_event_query(request->event, request->arena, name, &value, NULL) != LS_OK)
        return ls_str(NULL, 0);
    return value;
}

struct ls_str ls_request_header(const struct ls_request *request, const char *name)
{
    return ls_event_header(request->event, request->arena, name);
}

struct ls_str ls_request_cookie(const struct ls_request *request, const char *name)
{
    return ls_event_cookie(request->event, request->arena, name);
}

struct ls_str ls_request_claim(const struct ls_request *request, const char *name)
{
    return ls_event_claim(request->event, request->arena, name);
}

void ls_log(struct ls_context *context, enum ls_log_level level, const char *event)
{
    ls_log_write(context->log, level, event, NULL, 0);
}

void ls_log_text(struct ls_context *context, enum ls_log_level level, const char *event,
                 const char *name, struct ls_str value)
{
    /* An absent value is logged as an empty text, not as a number. */
    struct ls_str text = value.ptr == NULL ? LS_STR("") : value;
    const struct ls_log_field field = LS_FIELD_TEXT(name, text);

    ls_log_write(context->log, level, event, &field, 1);
}
