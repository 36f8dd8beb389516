/*
 * update.h - the UpdateExpression of one request, term by term: SET #0=:0,… REMOVE #r0,… ADD …
 *
 * Names and values stand behind placeholders, so nothing of the client's is ever part of an
 * expression. Values go straight into ExpressionAttributeValues, names are kept until the end.
 */
#ifndef LS_UPDATE_H
#define LS_UPDATE_H

#include "condition.h"

struct ls_update {
    struct ls_context *context;
    const struct ls_route *route; /* update, of a table */
    bool upserts;
    struct ls_str *set, *removed; /* names in the order of their placeholders */
    size_t set_count, removed_count;
    size_t operators;           /* as DynamoDB counts them, or more */
    size_t size;                /* DynamoDB's count of what is set beside the body, bytes */
    struct ls_str before_value; /* what stands before the next value of the map */
};

/* Counts what every update of the route does: times, version, ttl, `add`. LS_NO_MEMORY. */
enum ls_status ls_update_begin(struct ls_update *update, struct ls_context *context,
                               const struct ls_route *route);
/* SET of the attribute: the typed value is then appended to context->work. LS_TOO_WIDE. */
enum ls_status ls_update_set(struct ls_update *update, struct ls_str name);
enum ls_status ls_update_remove(struct ls_update *update, struct ls_str name); /* LS_TOO_WIDE */
/*
 * The members that are left: what every update does, the expression, the condition, the names. Of
 * a table with a version the reply then has the new one, in "Attributes".
 */
void ls_update_end(struct ls_update *update, const struct ls_condition *condition, int64_t now_ms);

#endif
