/*
 * existing_tables.h - tables that exist outside of the stack.
 */
#ifndef LOCKSTEP_EXISTING_TABLES_H
#define LOCKSTEP_EXISTING_TABLES_H

#include "model/planner.h"

/*
 * Reads `existing` and `stream_arn` of every table, fills the planner's texts.existing_tables, and
 * of those tables is_existing, name, physical_name, arn and stream_arn.
 */
void plan_existing_tables(struct planner *planner);

#endif
