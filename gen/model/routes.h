/*
 * routes.h - from the lines of `routes` to the routes of the API, on their way into the plan.
 */
#ifndef LOCKSTEP_ROUTES_H
#define LOCKSTEP_ROUTES_H

#include "model/route_forms.h"

/* One route of the API; crud makes several of one form. */
struct route_draft {
    const struct route_form *form;
    enum ls_action action;
    enum ls_method method;
    struct text path;
    const struct plan_index *index;
    struct segment segments[LS_MAX_PATH_SEGMENTS];
    size_t segment_count;
    uint32_t used; /* bit by segment: a path parameter that something binds */
};

/* The segment of the parameter with that name; segment_count when there is none. */
size_t draft_parameter(const struct route_draft *draft, struct text name);

/* bindings.c: where each key attribute's value comes from. */
void bind_route(struct planner *planner, struct route_draft *draft, struct ls_route *data);

/* parameter_names.c: one name a position, as API Gateway wants it. */
void check_parameter_names(struct planner *planner);

/* grants.c: what a handler's route may do; fills grants and grant_count. */
void grant_route(struct planner *planner, const struct spec_route *route, struct ls_route *data);

#endif
