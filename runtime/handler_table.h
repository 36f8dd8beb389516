/*
 * handler_table.h - how every request of a handler begins, for single items and for pages.
 */
#ifndef LS_HANDLER_TABLE_H
#define LS_HANDLER_TABLE_H

#include "call.h"

/*
 * ls_call_begin, once the route is known to have a grant of the operation on the table, or on its
 * index (by its name in the spec; NULL: none). NULL: context->error says why not.
 */
const struct ls_table *ls_handler_begin(struct ls_context *context, unsigned table,
                                        const char *index, enum ls_ddb_operation operation);

/* The members of a request that the expression (NULL: none) stands for. LS_INTERNAL, or as
 * ls_item_to_typed. */
enum ls_status ls_handler_expression(struct ls_context *context,
                                     const struct ls_expression *expression);

#endif
