/*
 * view.h - what of an item a client sees: not the derived attributes, but their parts; of the rest
 * what `fields` and ?fields= leave; and nothing of an item that has expired, where that hides it.
 */
#ifndef LS_VIEW_H
#define LS_VIEW_H

#include "placeholders.h"

/* An attribute that may mean more to the view than to be passed on. */
struct ls_view_name {
    struct ls_str name;
    const struct ls_template *template; /* it is derived, and so hidden; else NULL */
    bool is_version, is_ttl;
};

struct ls_view {
    const struct ls_route *route; /* get or list */
    struct ls_str fields[LS_MAX_FIELDS];
    size_t field_count; /* 0: all */
    struct ls_view_name *names;
    size_t name_count;
    int64_t now_s; /* seconds since 1970, for what has expired */
};

/*
 * Reads the route and ?fields=. What has expired is hidden here only where no filter does it
 * (ls_filter_hides_expired). LS_BAD_PARAMETER: a field that is empty, over 255 bytes, given twice,
 * one too many, or none of the route's; LS_NO_MEMORY.
 */
enum ls_status ls_view_begin(struct ls_context *context, const struct ls_request *request,
                             struct ls_view *view);

/*
 * Appends ,"ProjectionExpression":"…" to context->work when there are fields: these, and what the
 * runtime itself needs of each item (the keys of table and index; for get the version and the ttl).
 */
void ls_view_project(struct ls_context *context, const struct ls_view *view,
                     struct ls_placeholders *placeholders);

/* What the item itself says to the runtime. */
struct ls_seen {
    bool expired;          /* hidden: nothing was appended */
    struct ls_str version; /* of get: number text of the version attribute; NULL ptr: none */
};

/*
 * {"name":typed,…} at the reader -> a JSON object, appended to `json`; the reader moves past it.
 * Parts that the item does not hold (an index of keys only) are parsed back out of the derived
 * attribute. Errors as ls_item_to_json, and then nothing of the item stays in `json`.
 */
enum ls_status ls_view_item(struct ls_context *context, const struct ls_view *view,
                            struct ls_json *typed, enum ls_json_form form, struct ls_buf *json,
                            struct ls_seen *seen);

#endif
