/*
 * varied.c - the look-up tables know routes by their number, so the rows can be exchanged.
 */
#include "varied.h"

#include <string.h>

void vary(const struct ls_route *route)
{
    static struct ls_route routes[LS_MAX_ROUTES];
    static struct ls_service service;
    size_t i = 0;

    service = *items_service();
    memcpy(routes, service.routes, service.route_count * sizeof(routes[0]));
    while (i < service.route_count && strcmp(routes[i].key, route->key) != 0)
        i++;
    cr_assert_lt(i, (size_t)service.route_count, "there is no route %s", route->key);
    routes[i] = *route;
    service.routes = routes;
    fixture.context.service = &service;
}
