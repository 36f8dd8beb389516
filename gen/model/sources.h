/*
 * sources.h - SOURCE: a reference to a part of the request, or a constant.
 */
#ifndef LOCKSTEP_SOURCES_H
#define LOCKSTEP_SOURCES_H

#include "model/routes.h"

/*
 * False after a diagnostic. A path parameter is marked as used in the draft. `is_partition` says
 * how long a constant may be: 2,048 bytes, else 1,024.
 */
bool source_read(struct planner *planner, struct route_draft *draft,
                 const struct spec_source *source, const struct ls_attribute *attribute,
                 bool is_partition, struct ls_source *out);

#endif
