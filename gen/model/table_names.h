/*
 * table_names.h - physical names of tables.
 */
#ifndef LOCKSTEP_TABLE_NAMES_H
#define LOCKSTEP_TABLE_NAMES_H

#include "model/planner.h"

/* Fills physical_name of each table that has one in the spec. */
void plan_table_names(struct planner *planner);

#endif
