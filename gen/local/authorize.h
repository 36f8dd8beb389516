/*
 * authorize.h - who may call a route, decided as an HTTP API does before it calls the function.
 *
 * documented: a token stands alone or behind `Bearer`; it answers 401 {"message":"Unauthorized"}
 *     with www-authenticate, 403 {"message":"Forbidden"} for a scope; a Lambda authorizer is not
 *     asked when an identity source is absent or empty (401); an unsigned request to a route with
 *     IAM is a 403.
 * assumed: the scheme's name in any case; a header or parameter that is given twice is no token.
 *
 * No Lambda authorizer runs here and no signature is checked: who calls such routes is what the
 * caller (caller.h) says, and without one they answer 403, as to anybody who is not let in.
 */
#ifndef LOCKSTEP_LOCAL_AUTHORIZE_H
#define LOCKSTEP_LOCAL_AUTHORIZE_H

#include "local/caller.h"
#include "local/http_message.h"

enum auth_kind { AUTH_NONE, AUTH_JWT, AUTH_LAMBDA, AUTH_IAM };

struct identity_source {
    bool in_query; /* else a header */
    const char *name;
};

struct authorizer {
    const struct identity_source *sources; /* JWT: one; LAMBDA: all must be there */
    size_t source_count;
    struct ls_str issuer; /* of JWT, as the next */
    const struct ls_str *audience;
    size_t audience_count;
};

struct route_auth {
    enum auth_kind kind;
    const struct authorizer *authorizer; /* JWT, LAMBDA */
    const struct ls_str *scopes;         /* JWT: one of them is wanted; none: no scope is */
    size_t scope_count;
};

struct authorization {
    int status;               /* 0: the function is called; 401 or 403 */
    struct ls_str challenge;  /* of a refusal: www-authenticate; empty: none */
    struct ls_str authorizer; /* else requestContext.authorizer, JSON; empty: none */
};

/*
 * `caller` may be empty, `request` needs its target, headers and time. Texts live in the arena.
 * LS_OK, LS_NO_MEMORY, or LS_TOO_LARGE for scopes of a route that fill no header.
 */
enum ls_status authorize(const struct route_auth *auth, const struct caller *caller,
                         const struct http_request *request, struct ls_arena *arena,
                         struct authorization *result);

#endif
