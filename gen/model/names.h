/*
 * names.h - every name that is derived from the spec: logical ids of CloudFormation, C macros,
 * environment variables.
 *
 * A logical id is a resource's identity: with another id CloudFormation makes the new resource
 * first and deletes the old one after, which API Gateway refuses for a route whose key is taken.
 * So an id depends on what it names alone, never on what else the spec holds; and a route's id does
 * not contain the names of its path parameters, because renaming `{id}` to `{item_id}` leaves the
 * same route to the gateway ("conflicting variable on the same hierarchical level").
 */
#ifndef LOCKSTEP_NAMES_H
#define LOCKSTEP_NAMES_H

#include "base/diag.h"
#include "model/dispatch.h"

const char *names_pascal(struct mem_arena *arena, struct text name); /* by_date: "ByDate" */
const char *names_upper(struct mem_arena *arena, struct text name);  /* by_date: "BY_DATE" */

/*
 * "GET /items/{id}": "RouteGetItemsId", each parameter as "Id", a greedy one as "Proxy". A path of
 * segments [a-z][a-z0-9]* other than "id" and "proxy" has an id that no other such path has; any
 * other gets eight digits of its digest behind.
 */
const char *names_route(struct mem_arena *arena, enum ls_method method, struct text path);

/* A name that must be unlike all others of its space, and who wants it. */
struct claim {
    const char *name;
    struct range at;
    struct text owner; /* "table `items`" */
};

/* Reports name_collision for every claim after the first of a name. Reorders the claims. */
void names_check(struct diags *diags, struct claim *claims, size_t count);

#endif
