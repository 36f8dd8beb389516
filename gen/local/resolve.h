/*
 * resolve.h - values of a template as CloudFormation would compute them, for a stack that exists
 * on this machine only: Ref, Fn::Sub and Fn::GetAtt of what the generator writes.
 *
 * A resource without a name of its own is called local-ENVIRONMENT-LOGICALID. Account, region and
 * the other pseudo parameters are fixed.
 */
#ifndef LOCKSTEP_LOCAL_RESOLVE_H
#define LOCKSTEP_LOCAL_RESOLVE_H

#include <cjson/cJSON.h>

#include "base/text.h"

struct resolver {
    struct mem_arena *arena;
    const cJSON *template;
    struct text environment; /* value of the parameter Environment */
    const char *problem;     /* the first one, a sentence that begins with its place; NULL: none */
};

/*
 * Begins with a parsed template. `environment` NULL: the parameter's default. False, with the
 * problem set, when the template does not know it.
 */
bool resolver_init(struct resolver *resolver, struct mem_arena *arena, const cJSON *template,
                   const char *environment);

/* A scalar or an intrinsic function. `place` is for the problem ("Resources.X.Properties.Y"). */
bool resolve_text(struct resolver *resolver, const cJSON *value, const char *place,
                  struct text *text);
/* The name that a resource has on this machine: what Ref gives for it. */
bool resolve_name(struct resolver *resolver, const char *logical_id, const char *place,
                  struct text *name);

/* Sets the problem, unless there is one already; false, so that it can be returned. */
bool resolve_fail(struct resolver *resolver, const char *place, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Members of an object by exact name; NULL when absent or `object` is none. */
const cJSON *resolve_member(const cJSON *object, const char *name);
const char *resolve_string(const cJSON *object, const char *name); /* NULL: absent or no string */

#endif
