/*
 * resources.h - the resources of the template: their logical ids, and how many there are.
 */
#ifndef LOCKSTEP_RESOURCES_H
#define LOCKSTEP_RESOURCES_H

#include "model/names.h"
#include "model/planner.h"

/*
 * The ids that come from the spec, each with its owner; in an array with room for `more` of the
 * caller's. After plan_tables, plan_authorizers and plan_routes.
 */
struct claim *resource_claims(struct planner *planner, size_t more, size_t *count);

/*
 * Reports more resources than CloudFormation takes in one template: it counts what is declared, of
 * all environments, and not what a stack has. `plans` are all of them, one behind the other.
 */
void check_resource_count(struct mem_arena *arena, struct diags *diags, const struct plan *plans);

#endif
