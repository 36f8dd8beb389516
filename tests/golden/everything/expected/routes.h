/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#ifndef LOCKSTEP_ROUTES_H
#define LOCKSTEP_ROUTES_H

#include "lockstep.h"

/* The `table` of ls_table_get and its like. */
enum {
    LS_TABLE_USERS,
    LS_TABLE_ORDERS,
};

/* The handlers, each at its line of the spec. */
#line 59 "spec.yaml"
ls_handler checkout;
#line 17 "routes.h"

#endif
