/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#ifndef LOCKSTEP_ROUTES_H
#define LOCKSTEP_ROUTES_H

#include "lockstep.h"

/* The `table` of ls_table_get and its like. */
enum {
    LS_TABLE_ITEMS,
};

/* The handlers, each at its line of the spec. */
#line 17 "spec.yaml"
ls_handler fallback;
#line 16 "spec.yaml"
ls_handler files;
#line 8 "spec.yaml"
ls_handler home;
#line 12 "spec.yaml"
ls_handler latest;
#line 15 "spec.yaml"
ls_handler options;
#line 14 "spec.yaml"
ls_handler part;
#line 26 "routes.h"

#endif
