/*
 * planner.h - what the steps of plan_build share. Each step fills its part and adds diagnostics;
 * a step may find that an earlier one had errors, and then says nothing about what follows from
 * them.
 */
#ifndef LOCKSTEP_PLANNER_H
#define LOCKSTEP_PLANNER_H

#include "model/interpolate.h"
#include "model/plan.h"

struct planner {
    struct mem_arena *arena;
    struct diags *diags;
    const struct source *source;
    const struct spec *spec;
    struct interpolation texts;

    struct ls_service *service;
    struct plan_table *tables; /* by table of the spec */
    size_t table_count;
    const char **table_names;          /* their names in the spec, for hints */
    const struct plan_table **by_name; /* sorted */
    bool *tables_used;                 /* by table: a route, a grant or a text needs it */
    bool **indexes_used;               /* by table and index */
    struct plan_kms_key *kms_keys;     /* by key of the spec */
    size_t kms_key_count;
    struct plan_authorizer *authorizers; /* by authorizer of the spec */
    size_t authorizer_count;
    struct plan_route *routes;
    struct ls_route *route_data; /* by route */
    size_t route_count;
    bool routes_repeat; /* two of them are one to the gateway, and so have one logical id */
};

/* kms_keys.c, tables.c, table_policies.c, authorizers.c, routes.c, variables.c: in this order. */
void plan_kms_keys(struct planner *planner);
void plan_tables(struct planner *planner);
void plan_table_policies(struct planner *planner);
void plan_authorizers(struct planner *planner);
void plan_routes(struct planner *planner);
void plan_variables(struct planner *planner, struct plan *plan);

#endif
