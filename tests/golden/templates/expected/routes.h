/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#ifndef LOCKSTEP_ROUTES_H
#define LOCKSTEP_ROUTES_H

#include "lockstep.h"

/* The `table` of ls_table_get and its like. */
enum {
    LS_TABLE_POSTS,
    LS_TABLE_MEMBERS,
};

#endif
