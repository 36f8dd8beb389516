/*
 * condition.h - the condition of a write: that there is no such item, that there is one, or that
 * it has one of the versions which the client knows. An item that has expired, where the table
 * hides that, is as good as deleted.
 *
 * Condition and update expression of one request share their names and values, so each of the
 * three is written where its map stands.
 */
#ifndef LS_CONDITION_H
#define LS_CONDITION_H

#include "etag.h"

enum ls_condition_kind { LS_CONDITION_NONE, LS_CONDITION_NEW, LS_CONDITION_EXISTS };

struct ls_condition {
    const struct ls_table *table;
    enum ls_condition_kind kind;
    struct ls_if_match match; /* when given, it decides instead of `kind` */
    int64_t now_s;            /* seconds since 1970, for what has expired */
};

bool ls_condition_is_none(const struct ls_condition *condition);
/* It asks for a version, so #v is among its names. */
bool ls_condition_has_versions(const struct ls_condition *condition);
/* No item can meet it: none of the client's tags is a version. */
bool ls_condition_is_hopeless(const struct ls_condition *condition);

/* ,"ConditionExpression":"…" with #pk #v #ttl :v0 … :now_s, or nothing. */
void ls_condition_write(const struct ls_condition *condition, struct ls_buf *out);
/*
 * The members "#pk":"id",… and ":now_s":{"N":"…"},… that it needs. *before stands before the
 * first of them, and is "," behind it: what opens the map, or separates it from others in it.
 */
void ls_condition_names(const struct ls_condition *condition, struct ls_str *before,
                        struct ls_buf *out);
void ls_condition_values(const struct ls_condition *condition, struct ls_str *before,
                         struct ls_buf *out);
/* All three, with both maps, where nothing else of the request has names or values. */
void ls_condition_write_whole(const struct ls_condition *condition, struct ls_buf *out);

/* One member of those maps; `value` is a number. */
void ls_condition_name(struct ls_str *before, struct ls_buf *out, const char *placeholder,
                       struct ls_str name);
void ls_condition_number(struct ls_str *before, struct ls_buf *out, const char *placeholder,
                         int64_t value);

#endif
