/*
 * cursor.h - the opaque position of a list.
 *
 * base64url of: version byte, 8 bytes of the list's identity (a hash of the route key, of the index
 * and the direction, of every bound value, of the filters' values and of the names below), then for
 * each key attribute that the request does not fix itself (index key, then table key, each once)
 * two bytes of length and the key value (bind.h; a timestamp as it is stored).
 *
 * Fixed attributes are never in it: they come from the request, so a cursor can't lead outside
 * what the caller may see. A derived attribute is fixed when all its parts are; else it is there as
 * a whole, and refused unless it has the parts that are bound. What the list's key condition does
 * not hold is refused as well, and so is a cursor of another list (LS_BAD_PARAMETER). Types come
 * from the table, so any key type survives. It is not signed: who forges one chooses where in the
 * same list to begin, no more.
 */
#ifndef LS_CURSOR_H
#define LS_CURSOR_H

#include "query.h"

/* Characters; longer is refused unread. The longest keys fit: see cursor.c. */
#define LS_CURSOR_MAX 28672

/*
 * LastEvaluatedKey, or an item of the list (typed JSON object) -> cursor, appended; its characters
 * are the same in either form. LS_BAD_REPLY; LS_INTERNAL when it would pass LS_CURSOR_MAX.
 */
enum ls_status ls_cursor_encode(struct ls_context *context, const struct ls_request *request,
                                const struct ls_bindings *bindings, struct ls_str last_key,
                                struct ls_buf *out);
/*
 * Cursor -> ExclusiveStartKey (typed JSON object), appended. `query` is the list's own, zeroed for
 * a Scan. LS_BAD_PARAMETER.
 */
enum ls_status ls_cursor_decode(struct ls_context *context, const struct ls_request *request,
                                const struct ls_bindings *bindings, const struct ls_query *query,
                                struct ls_str cursor, struct ls_buf *out);

#endif
