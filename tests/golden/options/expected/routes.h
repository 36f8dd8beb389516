/* Generated from spec.yaml by `lockstep generate`; edit that file, not this one. */
#ifndef LOCKSTEP_ROUTES_H
#define LOCKSTEP_ROUTES_H

#include "lockstep.h"

/* The `table` of ls_table_get and its like. */
enum {
    LS_TABLE_LETTERS,
    LS_TABLE_STAMPS,
    LS_TABLE_REGISTERS,
    LS_TABLE_SENDERS,
    LS_TABLE_COUNTRIES,
};

#endif
