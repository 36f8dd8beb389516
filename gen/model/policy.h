/*
 * policy.h - the permissions that the routes need, no more: which operations of DynamoDB on which
 * table or index. What the built-in actions call is stated once, here, for the role; the tests
 * compare it with what the runtime does call.
 */
#ifndef LOCKSTEP_POLICY_H
#define LOCKSTEP_POLICY_H

#include "model/planner.h"

/* Fills permissions. */
void plan_policy(struct planner *planner, struct plan *plan);

/*
 * At least how many characters the permissions will have in the policies, those on KMS keys too,
 * with every name as short as it can be.
 */
size_t policy_least_size(const struct plan *plan);

#endif
