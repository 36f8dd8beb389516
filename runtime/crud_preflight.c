/*
 * crud_preflight.c - the action preflight: answers a browser's CORS question where the gateway does
 * not (Function URLs, and HTTP APIs without CORS configured). Protocol: the Fetch standard.
 */
#include "crud.h"
#include "response.h"

#include <string.h>

static bool is_any(const char *pattern)
{
    return strcmp(pattern, "*") == 0;
}

/* As API Gateway has it: any, any of a scheme ("https://" and an asterisk), or exactly this one. */
static bool matches(const char *pattern, struct ls_str origin)
{
    size_t len = strlen(pattern);

    if (len > 0 && pattern[len - 1] == '*')
        return origin.len >= len - 1 && memcmp(pattern, origin.ptr, len - 1) == 0;
    return ls_str_equal_text(origin, pattern);
}

static const char *find_pattern(const struct ls_cors *cors, struct ls_str origin)
{
    for (size_t i = 0; i < cors->origin_count; i++) {
        if (matches(cors->origins[i], origin))
            return cors->origins[i];
    }
    return NULL;
}

static int add(struct ls_response *response, const char *name, const char *value)
{
    return value == NULL ? LS_OK : ls_response_header(response, name, ls_str_of(value));
}

static int add_origin(const struct ls_cors *cors, const char *pattern, struct ls_str origin,
                      struct ls_response *response)
{
    int status;

    if (is_any(pattern) && !cors->credentials)
        return add(response, "access-control-allow-origin", "*");
    status = ls_response_header(response, "access-control-allow-origin", origin);
    return status == LS_OK ? add(response, "vary", "Origin") : status;
}

static int add_headers(const struct ls_cors *cors, const char *pattern, struct ls_str origin,
                       bool is_preflight, struct ls_response *response)
{
    int status = add_origin(cors, pattern, origin, response);

    if (status == LS_OK && cors->credentials)
        status = add(response, "access-control-allow-credentials", "true");
    if (!is_preflight)
        return status == LS_OK
                   ? add(response, "access-control-expose-headers", cors->expose_headers)
                   : status;
    if (status == LS_OK)
        status = add(response, "access-control-allow-methods", cors->methods);
    if (status == LS_OK)
        status = add(response, "access-control-allow-headers", cors->headers);
    return status == LS_OK ? add(response, "access-control-max-age", cors->max_age) : status;
}

enum ls_status ls_crud_preflight(struct ls_context *context, const struct ls_request *request,
                                 struct ls_response *response)
{
    const struct ls_cors *cors = context->service->cors;
    const struct ls_event *event = request->event;
    struct ls_str origin = ls_event_header(event, context->arena, "origin");
    struct ls_str method = ls_event_header(event, context->arena, "access-control-request-method");
    const char *pattern = cors == NULL || origin.len == 0 ? NULL : find_pattern(cors, origin);
    int status = LS_OK;

    if (pattern != NULL)
        status = add_headers(cors, pattern, origin, method.ptr != NULL, response);
    /* An Origin header that no browser sends gets no permission, and the plain answer. */
    if (status == LS_BAD_VALUE)
        ls_response_reset(response);
    else if (status != LS_OK)
        return ls_fail(&context->error, (enum ls_status)status, NULL, NULL);
    return ls_response_message(response, 200, "CORS preflight successful");
}
