/*
 * route_key.h - API Gateway's route keys: "METHOD /path", "$default", and the language's own
 * "/path" for crud.
 */
#ifndef LOCKSTEP_ROUTE_KEY_H
#define LOCKSTEP_ROUTE_KEY_H

#include "base/diag.h"
#include "model/dispatch.h"
#include "read/schema.h"

enum route_key_kind { ROUTE_KEY_METHOD, ROUTE_KEY_PATH, ROUTE_KEY_DEFAULT };

struct route_key {
    enum route_key_kind kind;
    enum ls_method method; /* ROUTE_KEY_METHOD; else LS_METHOD_COUNT */
    struct text path;      /* "" for $default */
};

/* Every fault becomes a diagnostic at its place; false when there was one. */
bool route_key_read(struct diags *diags, const struct spec_text *key, struct route_key *out);

/* What may stand in braces: one or more of [a-zA-Z0-9_.:-]. */
bool is_parameter_name(struct text name);

const char *method_name(enum ls_method method); /* "GET" … "ANY"; not for LS_METHOD_COUNT */

/* The key without parameter names, "GET /items/{}": equal for what the gateway takes as equal. */
struct text route_key_normal(struct mem_arena *arena, enum ls_method method, struct text path);

#endif
