/*
 * resources.h - how many resources a stack has.
 */
#ifndef LOCKSTEP_RESOURCES_H
#define LOCKSTEP_RESOURCES_H

#include "model/planner.h"

/* Reports more than CloudFormation takes. After plan_tables, plan_authorizers and plan_routes. */
void check_resource_count(struct planner *planner);

#endif
