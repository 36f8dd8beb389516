/*
 * cors.h - what an HTTP API does with CorsConfiguration.
 *
 * documented: the gateway answers preflight although no route has OPTIONS, sends the headers only
 *     to a request with Origin, and ignores the integration's own CORS headers; an origin is `*`,
 *     any of the scheme https or http, or exact.
 * measured: a route that matches OPTIONS (its own, ANY, greedy, $default) receives the preflight.
 * assumed: an allowed origin is sent back as it came unless the configuration says `*`; an origin
 *     that is not allowed gets an answer without CORS headers; preflight answers 204.
 */
#ifndef LOCKSTEP_LOCAL_CORS_H
#define LOCKSTEP_LOCAL_CORS_H

#include "local/http_message.h"

struct cors {
    const struct ls_str *origins;
    size_t origin_count;
    struct ls_str methods, headers, expose_headers; /* joined by commas; empty: none configured */
    struct ls_str max_age;                          /* seconds as text; empty: none */
    bool credentials;
};

/* OPTIONS with Origin and Access-Control-Request-Method. */
bool cors_is_preflight(const struct http_request *request);
/* The headers for an answer to `request`: none without an allowed Origin. */
void cors_add_fields(const struct cors *cors, const struct http_request *request,
                     struct http_answer *answer);
/* Is the header one that the gateway takes over once CORS is configured? */
bool cors_owns_header(struct ls_str name);

#endif
