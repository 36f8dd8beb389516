/*
 * jwt.h - a JSON Web Token's claims, checked as an HTTP API checks them. Its signature is not.
 *
 * documented: iss must be the issuer; aud, or client_id where there is no aud, must be one of the
 *     audience; exp must be later than now, nbf and iat earlier; scope or scp must hold one of the
 *     route's scopes.
 * measured: a claim reaches the function as text: a number or boolean as it is written, an array
 *     as `[a b]`, an object as its JSON; null is left out. `scopes` are the token's where the route
 *     wants scopes, else null.
 * assumed: a token without exp is refused, one without nbf or iat is not; a time that is exactly
 *     now has come; scp counts before scope, and either is a text with blanks or an array of texts;
 *     what stands in an array in an array is JSON.
 */
#ifndef LOCKSTEP_LOCAL_JWT_H
#define LOCKSTEP_LOCAL_JWT_H

#include "base.h"

#define JWT_MAX 8192u /* bytes of a token; all headers together have 10,240 */

struct jwt_rules {
    struct ls_str issuer;
    const struct ls_str *audience;
    size_t audience_count;
    const struct ls_str *scopes; /* one of them is wanted; none: no scope is */
    size_t scope_count;
};

enum jwt_verdict {
    JWT_FINE,
    JWT_INVALID,  /* 401 */
    JWT_NO_SCOPE, /* 403 */
    JWT_NO_MEMORY,
};

/*
 * JWT_FINE: *claims is the payload, a JSON object, in the arena. JWT_INVALID and JWT_NO_SCOPE:
 * *problem says why, for www-authenticate: no quotes, nothing of the token's.
 */
enum jwt_verdict jwt_check(struct ls_str token, const struct jwt_rules *rules, int64_t now_ms,
                           struct ls_arena *arena, struct ls_str *claims, const char **problem);

/* {"jwt":{"claims":{…},"scopes":…}} for claims that jwt_check has found fine. */
void jwt_write(struct ls_str claims, bool with_scopes, struct ls_buf *out);

#endif
