/*
 * varied.h - the service of items_service.h with a route changed: what few tests need has no route
 * of its own there.
 *
 *     struct ls_route route = *items_route("GET /items");
 *
 *     route.flags |= LS_ROUTE_CONSISTENT;
 *     vary(&route);
 */
#ifndef LS_TEST_VARIED_H
#define LS_TEST_VARIED_H

#include "fixture.h"

/* `route` takes the place of the one with its key, until the next call; what it points to stays. */
void vary(const struct ls_route *route);

#endif
