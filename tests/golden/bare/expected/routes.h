/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#ifndef LOCKSTEP_ROUTES_H
#define LOCKSTEP_ROUTES_H

#include "lockstep.h"

/* The handlers, each at its line of the spec. */
#line 8 "spec.yaml"
ls_handler anything;
#line 6 "spec.yaml"
ls_handler root;
#line 13 "routes.h"

#endif
