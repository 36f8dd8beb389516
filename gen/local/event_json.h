/*
 * event_json.h - from an HTTP request to the event that the function gets: payload format 2.0.
 *
 * documented: the members and their names; duplicates of a header or of a query parameter joined
 *     by commas; cookies in an array of their own; header names in lower case; what is absent is
 *     omitted (body, cookies, queryStringParameters, pathParameters).
 * measured: rawPath is decoded, and cut at a `?` that came encoded; rawQueryString is as it was
 *     sent; a body is plain for text and the JSON, XML and JavaScript types, else base64.
 * assumed: bytes that are no UTF-8 become U+FFFD (a plain body with such bytes goes as base64); a
 *     `+` in a query parameter is a blank; a query parameter's bad escape stays as it is; the
 *     header content-length is what arrived; X-Amzn-Trace-Id and X-Forwarded-Proto and -Port of
 *     the client are replaced, X-Forwarded-For is continued.
 */
#ifndef LOCKSTEP_LOCAL_EVENT_JSON_H
#define LOCKSTEP_LOCAL_EVENT_JSON_H

#include "local/http_message.h"
#include "route.h"

/*
 * Appends the event to `out`. The match is of the path that event_match_path made. LS_OK,
 * LS_NO_MEMORY, or LS_TOO_LARGE when the event passes out->max.
 */
enum ls_status event_json_write(const struct http_request *request,
                                const struct ls_route_match *match, struct ls_arena *arena,
                                struct ls_buf *out);

/*
 * The path as routes are matched with it. assumed: escapes of unreserved characters are decoded
 * (RFC 3986 section 6.2.2.2), all others stay, so that `%2F` does not end a segment; an escape
 * that is none makes the request bad (LS_BAD_PARAMETER: 400).
 */
enum ls_status event_match_path(struct ls_str target, struct ls_arena *arena, struct ls_str *path);

#endif
