/*
 * http_message.h - one request as it arrived and one answer as it leaves, without a server: what
 * the gateway's rules (event_json, cors, answer) work on.
 */
#ifndef LOCKSTEP_LOCAL_HTTP_MESSAGE_H
#define LOCKSTEP_LOCAL_HTTP_MESSAGE_H

#include "lockstep.h"

struct http_field {
    struct ls_str name, value;
};

struct http_request {
    struct ls_str method;
    struct ls_str target;             /* as in the request line: "/items/a%20b?limit=2" */
    const struct http_field *headers; /* in order, names in the client's case, duplicates kept */
    size_t header_count;
    struct ls_str body;
    struct ls_str source_ip;
    unsigned port;            /* the gateway's own */
    struct ls_str request_id; /* of the gateway: header apigw-requestid */
    struct ls_str trace_root; /* "Root=1-…" */
    int64_t time_ms;          /* since 1970 */
    struct ls_str authorizer; /* requestContext.authorizer, JSON; empty: the route is open */
};

#define HTTP_ANSWER_FIELDS 128
#define HTTP_OWN_FIELDS    8 /* of them, what the gateway may add to a function's */

struct http_answer {
    int status;
    struct http_field fields[HTTP_ANSWER_FIELDS]; /* one a Set-Cookie as well */
    size_t field_count;
    struct ls_str body;
};

/* The first header of that name (any case); NULL ptr when there is none. */
struct ls_str http_header(const struct http_request *request, const char *name);
/* The target before and after the '?'. */
struct ls_str http_path(struct ls_str target);
struct ls_str http_query(struct ls_str target);
/* Without room for another field nothing is added, and false returned. */
bool http_add_field(struct http_answer *answer, struct ls_str name, struct ls_str value);

#endif
