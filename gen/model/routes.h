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
    bool failed;   /* there is a diagnostic from which others would only follow */
};

/* A route's key, as it is compared with others. */
struct route_name {
    const struct spec_route *spec;
    struct text key;    /* "GET /items/{id}" */
    struct text normal; /* route_key_normal: one for all keys that are one to the gateway */
    size_t order;
};

/* The routes so far, with room for more. */
struct route_list {
    struct planner *planner;
    size_t cap, data_cap;
    struct route_name *names; /* of every line whose key can be read */
    size_t name_count, name_cap;
};

/* The segment of the parameter with that name; segment_count when there is none. */
size_t draft_parameter(const struct route_draft *draft, struct text name);
bool draft_is_greedy(const struct route_draft *draft);

/* routes.c: puts one route with its method, path and index into the plan. */
void add_route(struct route_list *list, struct route_draft *draft, const struct ls_route *grants);
/* The index that the route names; NULL after a diagnostic. */
const struct plan_index *find_route_index(struct planner *planner, const struct route_form *form);

/* preflight.c: the rules of the action, and a warning of routes that get preflight unawares. */
void check_preflight(struct planner *planner, const struct route_draft *draft);
void warn_preflight(struct planner *planner);

/* crud.c: its routes, each by add_route. */
void add_crud(struct route_list *list, const struct route_form *form);

/* duplicate_routes.c: no two lines are one route to the gateway; sets routes_repeat. */
void name_route(struct route_list *list, const struct spec_route *spec, enum ls_method method,
                struct text path, struct text key);
void check_duplicates(struct route_list *list);

/* bindings.c: has an index more parts than a route can bind? */
void check_index_keys(struct planner *planner);
/* Where the value of each attribute of the key, or of each of its parts, comes from. */
void bind_route(struct planner *planner, struct route_draft *draft, struct ls_route *data);
/* To be called when all that may use a path parameter has been read: is one left over? */
void check_parameters(struct planner *planner, const struct route_draft *draft);

/* filters.c, fields.c, writes.c, idempotency.c: the options of an action; nothing for others. */
void plan_filters(struct planner *planner, struct route_draft *draft, struct ls_route *data);
void plan_fields(struct planner *planner, const struct route_draft *draft, struct ls_route *data);
void plan_writes(struct planner *planner, struct route_draft *draft, struct ls_route *data);
void plan_idempotency(struct planner *planner, const struct route_draft *draft,
                      struct ls_route *data);

/* parameter_names.c: one name a position, as API Gateway wants it. */
void check_parameter_names(struct planner *planner);

/* grants.c: what a handler's route may do; fills grants and grant_count. */
void grant_route(struct planner *planner, const struct spec_route *route, struct ls_route *data);

#endif
