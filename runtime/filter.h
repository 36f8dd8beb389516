/*
 * filter.h - a list's FilterExpression: the route's `filter`, the exact ranges of template parts,
 * and the hiding of what has expired. DynamoDB applies it after the read, which costs the same.
 */
#ifndef LS_FILTER_H
#define LS_FILTER_H

#include "keys.h"
#include "placeholders.h"

/*
 * Appends ,"FilterExpression":"…" to context->work, or nothing. `exact` is the row of a part as
 * ls_key_condition gives it, or NULL. The value of an attribute that is not declared comes as a
 * text: it then matches that text, and the number or boolean that it spells; both ends of a range
 * are of one type. What LS_MAX_FILTERS conditions take of DynamoDB's 300 operators and 4 KB is far
 * less. *identity is a hash of the values, for ls_bindings.filter; 0 when there is none.
 *
 * LS_BAD_PARAMETER, also for a range that ends before it begins; LS_FORBIDDEN as ls_bind.
 */
enum ls_status ls_filter_write(struct ls_context *context, const struct ls_request *request,
                               const struct ls_bound *exact, struct ls_placeholders *placeholders,
                               uint64_t *identity);

/*
 * Does the FilterExpression of the route hide what has expired? Not for a get, which has none, and
 * not over an index with the ttl in its key, because DynamoDB filters by no key of what it queries:
 * then view.h leaves out what has expired.
 */
bool ls_filter_hides_expired(const struct ls_route *route);

#endif
