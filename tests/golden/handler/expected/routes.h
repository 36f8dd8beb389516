/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#ifndef LOCKSTEP_ROUTES_H
#define LOCKSTEP_ROUTES_H

#include "lockstep.h"

/* The `table` of ls_table_get and its like. */
enum {
    LS_TABLE_ITEMS,
};

/* The handlers, each at its line of the spec. */
#line 18 "spec.yaml"
ls_handler hello;
#line 14 "spec.yaml"
ls_handler reserve_item;
#line 18 "routes.h"

#endif
