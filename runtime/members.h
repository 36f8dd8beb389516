/*
 * members.h - the top-level members of a JSON object that becomes an item's attributes, one at a
 * time: names checked as DynamoDB wants them, values typed, key attributes by their declared type.
 */
#ifndef LS_MEMBERS_H
#define LS_MEMBERS_H

#include "bind.h"

struct ls_members {
    struct ls_context *context;
    const struct ls_table *table;
    const char *start;
    struct ls_json json;
    bool first;
    struct ls_name_set names;
    struct ls_str name; /* of the current member, decoded; in the object's text or the arena */
    const struct ls_attribute *attribute; /* what is declared of it; NULL: nothing */
    size_t max_len;                       /* of its value, where it is declared */
    struct ls_str value; /* of a declared one that ls_members_write wrote: its key value */
    size_t size;         /* DynamoDB's count of what was written so far */
};

/* Takes the current member by one of the functions below. */
typedef enum ls_status ls_member_taker(void *self, struct ls_members *members);
/*
 * Has `take` take one member after another, until it fails. LS_BAD_JSON, LS_NOT_AN_OBJECT;
 * LS_BAD_VALUE for a name that is empty, too long or there twice. `object` outlives the reading.
 */
enum ls_status ls_members_each(struct ls_members *members, struct ls_context *context,
                               const struct ls_table *table, struct ls_str object,
                               ls_member_taker *take, void *self);

/*
 * Appends the typed value, {"S":"…"}. LS_BAD_PARAMETER when a declared attribute's type is wrong;
 * LS_TOO_LARGE when the attributes so far have more than 400 KB.
 */
enum ls_status ls_members_write(struct ls_members *members, struct ls_buf *out);
/* The value as one of the key attribute. LS_BAD_PARAMETER when it is none. */
enum ls_status ls_members_key(struct ls_members *members, const struct ls_attribute *attribute,
                              size_t max_len, struct ls_str *value);
enum ls_status ls_members_skip(struct ls_members *members);

#endif
