/*
 * dispatch.h - one event in, one response out; no network of its own.
 */
#ifndef LS_DISPATCH_H
#define LS_DISPATCH_H

#include "context.h"

/*
 * Finds the route (by routeKey; by path where the key is "$default"), runs the action or handler,
 * turns every failure into an answer and a log line. `event` is changed; arena, response and
 * context->error have been reset. `deadline_ms` is until when DynamoDB may be called. Returns
 * LS_OK when `response` holds an answer, which is always but for LS_BAD_EVENT (and LS_NO_MEMORY,
 * when there is not even enough for an error); then context->error says more.
 */
enum ls_status ls_dispatch(struct ls_context *context, char *event, size_t event_len,
                           struct ls_str request_id, int64_t deadline_ms,
                           struct ls_response *response);

#endif
