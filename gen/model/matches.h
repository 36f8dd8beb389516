/*
 * matches.h - SOURCE | RANGE: what a route's `key` or `filter` asks of one attribute.
 */
#ifndef LOCKSTEP_MATCHES_H
#define LOCKSTEP_MATCHES_H

#include "model/sources.h"

struct match {
    enum ls_match form;
    struct ls_source low, high;
};

/*
 * False after a diagnostic. `contains` and `exists` are for filters; whether a range may stand
 * where it does is the caller's to say.
 */
bool match_read(struct planner *planner, struct route_draft *draft,
                const struct spec_match *written, const struct value_use *use, struct match *out);

#endif
