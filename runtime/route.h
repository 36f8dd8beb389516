/*
 * route.h - from a routeKey, or from a method and a path, to a row of the generated table.
 */
#ifndef LS_ROUTE_H
#define LS_ROUTE_H

#include "base.h"

enum ls_method ls_method_of(struct ls_str text); /* LS_METHOD_COUNT when it is none of ours */
struct ls_str ls_method_name(enum ls_method method);

/* Constant time: one hash, one comparison. NULL when no route has that key. */
const struct ls_route *ls_route_by_key(const struct ls_service *service, struct ls_str route_key);

struct ls_route_match {
    const struct ls_route *route;                   /* NULL: none */
    struct ls_str parameters[LS_MAX_PATH_SEGMENTS]; /* in the order of route->parameters */
    uint32_t allowed; /* when NULL: methods (1u << enum ls_method) that the path has, 0 for 404 */
};

/*
 * The gateway's precedence: a full match (literal segments before parameters, the method before
 * ANY), then the longest greedy one, then $default. Trailing slashes count; an empty segment
 * matches no parameter. `path` is decoded by segment already, or not at all: it is compared as
 * bytes, and the parameters are slices of it. Visits each node of the tree at most once (where
 * nothing matches, once more for `allowed`).
 */
void ls_route_by_path(const struct ls_service *service, enum ls_method method, struct ls_str path,
                      struct ls_route_match *match);

#endif
