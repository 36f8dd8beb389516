/*
 * creation.h - the item that create makes of a request: the body's attributes, what the server
 * sets, the leaves of the key, and what is derived of them.
 *
 * A leaf that the route binds wins, and another value in the body is refused; one that neither
 * gives is generated. The item is written into context->work, what is generated and derived at its
 * end, so that another attempt with other generated values writes that end anew.
 */
#ifndef LS_CREATION_H
#define LS_CREATION_H

#include "bind.h"

struct ls_leaf {
    const struct ls_attribute *attribute; /* of table->attributes */
    const char *body_name; /* the body's attribute to take it from; NULL: bound by the route */
    bool given;            /* the body has that attribute */
    bool generated;
};

struct ls_creation {
    struct ls_context *context;
    const struct ls_request *request;
    const struct ls_table *table;
    struct ls_leaf leaves[LS_MAX_BINDINGS];
    size_t leaf_count;
    struct ls_str *values; /* by table->attributes: the key value; NULL ptr: not in the item */
    bool generates;        /* some leaf is generated */
    int64_t now_ms;        /* of the creation, then of the last generated values */
    size_t size;           /* DynamoDB's count of the item up to its end, bytes */
    size_t item_at, end_at, item_len; /* in context->work */
};

/* The leaves' values that the route binds; `bindings` are those of the request. */
enum ls_status ls_creation_begin(struct ls_creation *creation, struct ls_context *context,
                                 const struct ls_request *request,
                                 const struct ls_bindings *bindings);
/*
 * Appends ,"Item":{… with all but its end. LS_BAD_JSON, LS_NOT_AN_OBJECT, LS_BAD_VALUE,
 * LS_BAD_PARAMETER, LS_TOO_LARGE; LS_FORBIDDEN for an absent claim.
 */
enum ls_status ls_creation_write(struct ls_creation *creation);
/* Generates what is to be, and appends the end, in place of one before and what follows it. */
enum ls_status ls_creation_finish(struct ls_creation *creation);

/* The item as it stands in context->work, typed JSON. */
struct ls_str ls_creation_item(const struct ls_creation *creation);
/* The value of a leaf, once there is an end. */
struct ls_str ls_creation_value(const struct ls_creation *creation, const struct ls_leaf *leaf);

#endif
