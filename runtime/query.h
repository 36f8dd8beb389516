/*
 * query.h - a list's bound values as a DynamoDB key condition.
 */
#ifndef LS_QUERY_H
#define LS_QUERY_H

#include "keys.h"
#include "placeholders.h"

#define LS_QUERY_ROWS (2 * LS_MAX_KEY_PARTS)

/* What a list says of its key. A Scan says nothing: zeroed. */
struct ls_query {
    struct ls_query_row {
        const struct ls_attribute *attribute; /* of the key; maybe a derived one */
        struct ls_key_condition condition;
    } rows[LS_QUERY_ROWS]; /* in the key's order; all but the last are EQUALS */
    size_t count;
    const struct ls_bound *exact; /* what the filter has to add, see ls_key_condition; or NULL */
};

/*
 * Appends ,"KeyConditionExpression":"#0=:0 AND …" to context->work; names and values go to
 * `placeholders`. LS_BAD_PARAMETER when an attribute or part is bound and one before it is not,
 * because DynamoDB takes them from the left, and for what a key cannot hold.
 */
enum ls_status ls_query_condition(struct ls_context *context, const struct ls_request *request,
                                  const struct ls_bindings *bindings,
                                  struct ls_placeholders *placeholders, struct ls_query *query);

/* Does the key value of the attribute hold its condition? true where the list has none. */
bool ls_query_holds(const struct ls_query *query, const struct ls_attribute *attribute,
                    struct ls_str value);

#endif
