/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#ifndef LOCKSTEP_ROUTES_H
#define LOCKSTEP_ROUTES_H

#include "lockstep.h"

/* The `table` of ls_table_get and its like. */
enum {
    LS_TABLE_PLAIN,
    LS_TABLE_TIMES,
    LS_TABLE_CODES,
};

#endif
