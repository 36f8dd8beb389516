/*
 * etag.h - the version of an item as an entity tag, and the precondition If-Match (RFC 9110,
 * sections 8.8.3 and 13.1.1).
 *
 * The tag of version 3 is "3", with its quotes. It is opaque: only this very text is it, not "3.0".
 */
#ifndef LS_ETAG_H
#define LS_ETAG_H

#include "context.h"

#define LS_IF_MATCH_MAX 16 /* tags of one request; an expression's IN takes 100 */

struct ls_if_match {
    bool given;
    bool any; /* "*": whatever the version, the item exists */
    size_t count;
    struct ls_str
        versions[LS_IF_MATCH_MAX]; /* numbers; a tag that can be none of ours is left out */
};

/*
 * The request's If-Match, where the route's table has a version; else it is not given. Slices of
 * the header. LS_NEEDS_IF_MATCH where the route requires one; LS_BAD_PARAMETER for bad syntax or
 * too many tags. Weak tags are left out: the comparison is the strong one. Given, not any and
 * without versions: nothing can match.
 */
enum ls_status ls_if_match_read(struct ls_context *context, const struct ls_request *request,
                                struct ls_if_match *match);

/* The header etag; `version` is a number as DynamoDB writes it. A NULL ptr sets nothing. */
void ls_etag_set(struct ls_response *response, struct ls_str version);

/*
 * The number of attribute `name` in an item or in returned attributes, {"name":{"N":"3"},…}: a
 * slice of it. NULL ptr when there is none.
 */
struct ls_str ls_typed_number(struct ls_str typed, const char *name);

/*
 * A header that changes what a write does: NULL ptr when it is absent. LS_NO_MEMORY when it is
 * there and cannot be decoded, because then it must not count as absent.
 */
enum ls_status ls_header_read(struct ls_context *context, const struct ls_request *request,
                              const char *lower_name, struct ls_str *value);

#endif
