/*
 * assign.h - a route's `set`: attributes that the server gives their values, whatever the body
 * says of them.
 */
#ifndef LS_ASSIGN_H
#define LS_ASSIGN_H

#include "bind.h"

/*
 * values[i]: what request->route->set[i] comes to, a key value of its declared attribute, typed
 * JSON for LS_SOURCE_TYPED, else a text. Values may lie in the arena. Errors as ls_bind: an absent
 * value is one, because the client must not get around what the server sets.
 */
enum ls_status ls_assign_read(struct ls_context *context, const struct ls_request *request,
                              struct ls_str values[LS_MAX_FILTERS]);

/* The typed value, {"S":"…"}, appended. */
void ls_assign_write(const struct ls_assignment *assignment, struct ls_str value,
                     struct ls_buf *out);
/* DynamoDB's count of name and value, bytes. */
size_t ls_assign_size(const struct ls_assignment *assignment, struct ls_str value);

/* Only the server sets this attribute: `set`, `add`, times, version, the ttl that create gives. */
bool ls_assign_is_managed(const struct ls_route *route, struct ls_str name);

#endif
