/*
 * kms_keys.h - KMS keys, and the tables that they encrypt.
 */
#ifndef LOCKSTEP_KMS_KEYS_H
#define LOCKSTEP_KMS_KEYS_H

#include "model/planner.h"

/* Fills kms_key of the table, where it has one of its own. After plan_kms_keys. */
void plan_encryption(struct planner *planner, struct plan_table *plan);

/* Fills decrypts, from the permissions: whoever uses a table needs its key. */
void plan_decrypts(struct planner *planner, struct plan *plan);

/* Tables and keys have one space of names: `grants` and ${…} know them by these. */
void check_resource_names(struct planner *planner);

/* The warning unused_kms_key. */
void warn_unused_keys(struct planner *planner);

#endif
