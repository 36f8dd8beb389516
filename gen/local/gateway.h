/*
 * gateway.h - the HTTP API: what a client talks to. Who may call a route, authorize.h decides.
 *
 * documented: limits of 10 MB a body, 10,240 bytes request line and headers, 30 s an integration.
 * measured: no route for method and path is 404 {"message":"Not Found"}.
 * assumed: 413 for a body over the limit or an event over Lambda's 6 MB, 431 for headers, 500 for
 *     an error or a bad response of the function, 503 when it is late or too busy, 400 for a bad
 *     path, each with {"message":…}; the header apigw-requestid and the CORS headers are on all;
 *     GET does not serve HEAD; a method that no route key can name has no route.
 */
#ifndef LOCKSTEP_LOCAL_GATEWAY_H
#define LOCKSTEP_LOCAL_GATEWAY_H

#include "local/pool.h"
#include "local/stack.h"

struct gateway_options {
    const struct stack *stack;
    const struct caller *caller; /* of routes whose authorizer cannot run here; may be empty */
    struct pool *pool;
    const struct sockaddr *address; /* port 0: any free one */
    bool quiet;                     /* no line a request on standard output */
};

struct gateway {
    struct server server;
    struct loop *loop;
    struct gateway_options options;
    struct request *first_waiting; /* for a function */
    unsigned open_requests;
};

/* Listens from now on, answers once the loop runs. false: errno says why. */
bool gateway_start(struct gateway *gateway, struct loop *loop,
                   const struct gateway_options *options);
/* Answers what waits with 503, gives the answers a moment to leave, and closes. */
void gateway_stop(struct gateway *gateway);

#endif
