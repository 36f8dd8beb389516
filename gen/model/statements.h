/*
 * statements.h - statements of policies: iam.statements, and what a table's policy shares with
 * them.
 */
#ifndef LOCKSTEP_STATEMENTS_H
#define LOCKSTEP_STATEMENTS_H

#include "model/planner.h"

struct statements {
    struct plan_statement *items; /* without principals */
    size_t count;
    size_t least; /* bytes that they have in a policy at least */
};

/* Reads all but principals. */
struct statements statements_read(struct planner *planner, const struct spec_list *written,
                                  enum interpolate_use use);

/* Bytes of one more text of a statement, at least, where environments make it longest. */
size_t statement_least(struct planner *planner, struct pieces pieces);

/* iam.statements: fills statements, and returns how many bytes they have at least. */
size_t plan_statements(struct planner *planner, struct plan *plan);

#endif
