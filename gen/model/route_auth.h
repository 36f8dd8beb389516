/*
 * route_auth.h - who may call a route, and what that says about its callers.
 */
#ifndef LOCKSTEP_ROUTE_AUTH_H
#define LOCKSTEP_ROUTE_AUTH_H

#include "model/routes.h"

/* By the route's own `auth`, else by that of the API. */
void read_route_auth(struct planner *planner, const struct spec_route *route, int action,
                     struct route_auth *auth);

/*
 * Has the route the caller that a claim or an IAM identity comes from? False after a diagnostic at
 * the reference or, for the source of one of the table's attributes, at the route.
 */
bool caller_is_known(struct planner *planner, const struct route_draft *draft,
                     const struct ls_source *source, const struct spec_text *ref);
bool table_caller_is_known(struct planner *planner, const struct route_draft *draft,
                           const struct ls_attribute *attribute, const struct ls_source *source);

/*
 * authorizers.c: an authorizer's name, or "iam" or "none"; leaves `auth` unknown when there is no
 * such thing, and says nothing.
 */
void resolve_auth(const struct planner *planner, struct text name, struct route_auth *auth);
/* A diagnostic where resolve_auth finds nothing. */
void check_auth(struct planner *planner, const struct spec_text *name);
void warn_unused_authorizers(struct planner *planner);

#endif
