/*
 * event.h - one payload of format 2.0 (HTTP API and Function URL), read in place.
 *
 * Slices point into the event's own bytes, which are changed: the body and the path are decoded
 * where they stand. Objects (headers, pathParameters, claims) stay raw text and are searched when
 * somebody asks. Nothing is trusted: an absent or mistyped member is empty or LS_BAD_EVENT.
 */
#ifndef LS_EVENT_H
#define LS_EVENT_H

#include "error.h"
#include "json.h"

struct ls_event {
    struct ls_str route_key; /* decoded */
    struct ls_str method;    /* requestContext.http.method */
    struct ls_str path;      /* rawPath without the stage, for matching; see ls_event_path_text */
    struct ls_str query;     /* rawQueryString, still encoded */
    struct ls_str body;      /* decoded from JSON and base64; ptr NULL when absent */
    struct ls_str headers, path_parameters, cookies; /* raw JSON; empty when absent */
    struct ls_str authorizer;                        /* requestContext.authorizer, raw */
    struct ls_str api_request_id;                    /* requestContext.requestId */
    struct ls_str source_ip;
    /*
     * A Function URL delivers rawPath percent-encoded, an HTTP API decoded. `path` is decoded
     * either way, but a Function URL's %2F, %25 and bad escapes stay, so that its segments can be
     * told apart; ls_event_path_text finishes a slice of it.
     */
    bool function_url;
};

/* `text` is changed. LS_BAD_EVENT: not JSON, not an object, not version 2.0, bad base64. */
enum ls_status ls_event_parse(char *text, size_t len, struct ls_event *event,
                              struct ls_error *error);

/*
 * LS_BAD_PARAMETER with the message "Bad parameter: NAME WHAT". Both are the program's or the
 * spec's text, never the client's; the message lies in the arena.
 */
enum ls_status ls_event_bad_parameter(struct ls_error *error, struct ls_arena *arena,
                                      const char *name, const char *what);

/* `slice` of event->path, decoded to the end; NULL ptr for a bad escape or bad UTF-8. */
struct ls_str ls_event_path_text(const struct ls_event *event, struct ls_arena *arena,
                                 struct ls_str slice);

/*
 * Decoded values; NULL ptr when absent. LS_BAD_PARAMETER for bad percent-encoding, UTF-8 or a
 * repeated query parameter. Copies, where decoding needs one, live in the arena.
 */
enum ls_status ls_event_query(const struct ls_event *event, struct ls_arena *arena,
                              const char *name, struct ls_str *value, struct ls_error *error);
struct ls_str ls_event_header(const struct ls_event *event, struct ls_arena *arena,
                              const char *lower_name);
struct ls_str ls_event_path_parameter(const struct ls_event *event, struct ls_arena *arena,
                                      const char *name);
struct ls_str ls_event_cookie(const struct ls_event *event, struct ls_arena *arena,
                              const char *name);
/* Of the JWT, else of a Lambda authorizer's context. A number or boolean there is its text. */
struct ls_str ls_event_claim(const struct ls_event *event, struct ls_arena *arena,
                             const char *name);
/* Of the caller whom IAM knows: "userArn" or "accountId". */
struct ls_str ls_event_iam(const struct ls_event *event, struct ls_arena *arena, const char *name);

#endif
