/*
 * answer.h - from what the function returned (payload format 2.0) to an HTTP answer.
 *
 * documented: {statusCode, headers, cookies, isBase64Encoded, body}; each cookie is a Set-Cookie
 *     of its own; headers have one value; JSON without statusCode is the body of a 200 with
 *     content type application/json, a JSON string without its quotes.
 * assumed: a content type that the function does not give is text/plain;charset=UTF-8; a header's
 *     number or boolean is sent as its text; what is no JSON, a status outside 200-599, a body
 *     that is no string, bad base64 or a header with control characters is a bad response (500);
 *     headers that belong to the connection (and Date, Content-Length) are the gateway's own.
 */
#ifndef LOCKSTEP_LOCAL_ANSWER_H
#define LOCKSTEP_LOCAL_ANSWER_H

#include "local/cors.h"

struct ls_arena;

/*
 * NULL and an answer, or what is wrong with the payload. `cors` (NULL: none) takes the function's
 * own CORS headers away. Texts live in the payload and in the arena.
 */
const char *answer_read(struct ls_str payload, const struct cors *cors, struct ls_arena *arena,
                        struct http_answer *answer);

/*
 * The gateway's own bodies, {"message":"Not Found"} … (documented for 401, measured for 404,
 * assumed for the others). `status` is one of 400 401 403 404 413 431 500 503.
 */
void answer_own(int status, struct http_answer *answer);

#endif
