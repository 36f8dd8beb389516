/*
 * service_cors.h - CORS of the plan: methods as the gateway gets them, and the header values that
 * the action preflight answers with.
 */
#ifndef LOCKSTEP_SERVICE_CORS_H
#define LOCKSTEP_SERVICE_CORS_H

#include "model/planner.h"

/* Fills cors_methods, and cors of the service; nothing when none is configured. */
void plan_cors(struct planner *planner, struct plan *plan);

#endif
