/*
 * response.h - how the runtime itself writes an answer; handlers use ls_respond_* of lockstep.h,
 * which stand on this.
 */
#ifndef LS_RESPONSE_H
#define LS_RESPONSE_H

#include "context.h"

#define LS_CONTENT_TYPE_JSON "application/json"

/*
 * Begins an answer in place of any before it, whose headers stay. What follows is appended to
 * response->body in LS_JSON_IN_STRING. `content_type` NULL: none.
 */
void ls_response_begin(struct ls_response *response, int http_status, const char *content_type);
/* JSON text, appended in that form. */
void ls_response_json(struct ls_response *response, const char *json);
/* Ends it: LS_OK; or LS_NO_MEMORY or LS_TOO_LARGE, and then there is no answer. */
enum ls_status ls_response_end(struct ls_response *response);

/*
 * A header in place of one of that name. The name is lower-case and a token, the value one line of
 * UTF-8: what comes from elsewhere goes through ls_response_header, which makes sure of it.
 */
void ls_response_set(struct ls_response *response, const char *name, struct ls_str value);

/* The whole answer {"message":message}. */
enum ls_status ls_response_message(struct ls_response *response, int http_status,
                                   const char *message);

#endif
