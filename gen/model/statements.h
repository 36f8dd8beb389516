/*
 * statements.h - iam.statements.
 */
#ifndef LOCKSTEP_STATEMENTS_H
#define LOCKSTEP_STATEMENTS_H

#include "model/planner.h"

/*
 * Fills statements. Returns how many bytes they will have in the policy at least.
 */
size_t plan_statements(struct planner *planner, struct plan *plan);

#endif
