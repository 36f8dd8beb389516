/*
 * planned.h - a plan from the text of a spec, without what emitters make of it.
 */
#ifndef TEST_PLANNED_H
#define TEST_PLANNED_H

#include "model/plan.h"

struct planned {
    struct mem_arena *arena;
    struct diags *diags;
    const struct plan *plan; /* NULL: there were errors */
};

/* Fails the test when memory is short; `text` is the whole spec. */
void planned_make(struct planned *planned, const char *text);
/* The same, and fails the test, with the diagnostics, unless there is a plan without warnings. */
void planned_good(struct planned *planned, const char *text);
void planned_release(struct planned *planned);

/* The diagnostics as the command prints them. */
const char *planned_says(const struct planned *planned);

const struct plan_route *planned_route(const struct planned *planned, const char *key);
const struct plan_table *planned_table(const struct planned *planned, const char *name);

/* The service of five lines, and what most specs of tests begin with. */
#define SPEC_HEAD  "lockstep: 1\nservice: tap\n"
#define SPEC_ITEMS "tables:\n  items:\n    key: { partition: { id: string } }\n"
#define SPEC_CRUD  "routes:\n  /items: crud items\n"

#endif
