/*
 * json_node.h - what a node of a template is to CloudFormation.
 */
#ifndef LOCKSTEP_JSON_NODE_H
#define LOCKSTEP_JSON_NODE_H

#include <stdbool.h>

struct cJSON;

bool node_is_scalar(const struct cJSON *node);
/* An object that is no intrinsic function: those have one member, Ref or Fn::NAME. */
bool node_is_plain_object(const struct cJSON *node);
/* What a mapping can hold: a list of scalars with at least one. */
bool node_is_scalar_list(const struct cJSON *node);
/*
 * Either may be NULL, which is nothing but itself. The emitters write members in one order, so an
 * object of another order is another object.
 */
bool node_same(const struct cJSON *a, const struct cJSON *b);

#endif
