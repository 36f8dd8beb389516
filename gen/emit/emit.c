/*
 * emit.c - the files that `lockstep generate` writes, in the order in which they are named.
 */
#include "emit/emit.h"

const struct emitter emitters[] = {
    [EMITTER_TEMPLATE] = {"template.json", emit_template},
    [EMITTER_ROUTES_C] = {"routes.c", emit_routes_c},
    [EMITTER_ROUTES_H] = {"routes.h", emit_routes_h},
    [EMITTER_SCHEMA] = {"spec.schema.json", emit_schema},
};
const size_t emitter_count = sizeof(emitters) / sizeof(emitters[0]);
