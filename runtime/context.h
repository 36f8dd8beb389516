/*
 * context.h - what one process and one invocation know; the structures behind lockstep.h.
 */
#ifndef LS_CONTEXT_H
#define LS_CONTEXT_H

#include "dynamodb.h"
#include "event.h"
#include "item.h"
#include "route.h"

/* One answer, as payload format 2.0 wants it. */
struct ls_response {
    int http_status;       /* 0: not answered yet */
    struct ls_buf headers; /* members of a JSON object: ,"name":"value"… */
    struct ls_buf cookies; /* elements of a JSON array: ,"a=1; Secure"… */
    struct ls_buf body;    /* in LS_JSON_IN_STRING form: ready to stand between two quotes */
    bool is_base64;
    struct ls_str request_id; /* of the invocation, for errors */
    struct ls_arena *arena;
};

struct ls_request {
    const struct ls_event *event;
    const struct ls_route *route;
    const struct ls_route_match *match; /* when dispatch was by path; else NULL */
    struct ls_str request_id;
    const struct ls_clock *clock;
    struct ls_arena *arena;
    int64_t deadline_ms; /* less the reserve: what DynamoDB calls may use */
};

struct ls_context {
    const struct ls_service *service;
    const struct ls_str *table_names; /* physical, by table index; from the environment at start */
    struct ls_dynamodb *db;
    struct ls_log *log;
    const struct ls_clock *clock;
    struct ls_arena *arena;       /* of the invocation */
    struct ls_buf *work;          /* DynamoDB request bodies, reused; reset by whoever starts one */
    const struct ls_route *route; /* of the invocation */
    int64_t deadline_ms;
    struct ls_error error; /* of the last failing call: what the log gets */
    unsigned calls;        /* DynamoDB calls of the invocation, for the log */
};

void ls_response_init(struct ls_response *response, struct ls_arena *arena);
void ls_response_reset(struct ls_response *response);
void ls_response_release(struct ls_response *response);
/* {"error":message,"requestId":id}: the answer of every failed built-in action. */
int ls_response_fail(struct ls_response *response, enum ls_status status,
                     const struct ls_error *error);

#endif
