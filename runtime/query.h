/*
 * query.h - a list's bound values as a DynamoDB key condition.
 */
#ifndef LS_QUERY_H
#define LS_QUERY_H

#include "call.h"

/*
 * Appends ,"KeyConditionExpression":"#k0=:k0 AND …" with its names and values. LS_BAD_PARAMETER
 * when a sort attribute is bound and one before it is not: DynamoDB takes them from the left.
 */
enum ls_status ls_query_condition(struct ls_context *context, const struct ls_route *route,
                                  const struct ls_bindings *bindings);

#endif
