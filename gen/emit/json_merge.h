/*
 * json_merge.h - one template for environments that are not all alike.
 *
 * Each environment's template is a tree of its own; what differs between the trees becomes, in the
 * merged one, a look-up by the parameter that names the environment:
 *
 *     a scalar, or a list of scalars,
 *     that every environment has       Fn::FindInMap, from a mapping of its resource
 *     anything else                    Fn::If, with AWS::NoValue for what is absent
 *     a resource or an output          Condition, where not every environment has it
 *
 * Objects are merged by key and lists of one length by element, so that only what differs is
 * there twice. An intrinsic function is never looked into.
 */
#ifndef LOCKSTEP_JSON_MERGE_H
#define LOCKSTEP_JSON_MERGE_H

#include "emit/json.h"

struct template_environment {
    struct text name; /* [a-z][a-z0-9-]* */
    size_t tree;      /* index of its template */
};

struct templates {
    const char *parameter;    /* the template parameter whose value is an environment's name */
    const struct json *trees; /* whole templates; each is some environment's */
    size_t tree_count;
    const struct template_environment *environments; /* in the order of conditions and mappings */
    size_t environment_count;
};

/*
 * The trees may differ below Properties of resources and below Value of outputs, and in which
 * resources and outputs there are: CloudFormation takes functions nowhere else that we write.
 * Anything else that differs is a mistake of the emitter and stops at an assertion.
 */
struct json json_merge_templates(struct mem_arena *arena, const struct templates *templates);

#endif
