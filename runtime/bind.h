/*
 * bind.h - from a route's bindings and a request to typed key values.
 *
 * The generator has settled precedence already: each binding names the one place its value comes
 * from. Here values are fetched, parsed by the attribute's type, and checked against DynamoDB's
 * key limits. A key value has one text: a string its decoded characters (a timestamp what
 * ls_timestamp_normalise writes), a number what ls_decimal_plain writes, bytes their padded
 * standard base64. So two are equal when their texts are.
 *
 * A derived attribute has no row of its own but one for each part; keys.h puts them together.
 */
#ifndef LS_BIND_H
#define LS_BIND_H

#include "context.h"

/* DynamoDB's limits of a key value, bytes (a number has limits of its own). */
#define LS_PARTITION_MAX 2048
#define LS_SORT_MAX      1024

struct ls_bound {
    const struct ls_attribute *attribute;
    enum ls_match match;
    struct ls_str low, high; /* key values; NULL ptr: no bound (absent query) or from_body */
    bool from_body;
};

struct ls_bindings {
    struct ls_bound rows[LS_MAX_BINDINGS]; /* as route->bindings */
    size_t count;
    uint64_t filter; /* of a list, once ls_filter_write has set it: a hash of its filters' values */
};

/*
 * LS_BAD_KEY (path), LS_FORBIDDEN (a claim or the IAM caller is absent), LS_BAD_PARAMETER (any
 * other place; the message names the parameter). Values may lie in the arena.
 */
enum ls_status ls_bind(struct ls_context *context, const struct ls_request *request,
                       struct ls_bindings *bindings);

/*
 * One source's value, parsed as the attribute wants it (NULL: any string, except that a
 * LS_SOURCE_TYPED is returned as it is). An absent query parameter has a NULL ptr when it is
 * `optional`, and is LS_BAD_PARAMETER when not. For what is no key: filters and assignments. A
 * LS_SOURCE_BODY is the caller's own business.
 */
enum ls_status ls_bind_source(struct ls_context *context, const struct ls_request *request,
                              const struct ls_attribute *attribute, const struct ls_source *source,
                              bool optional, struct ls_str *value);

/*
 * What the client who gave the value of `source` is told of it: LS_BAD_KEY for a path parameter,
 * else LS_BAD_PARAMETER; the message names the source and says `problem`. LS_INTERNAL when it is a
 * constant of the spec.
 */
enum ls_status ls_bind_refuse(struct ls_context *context, const struct ls_source *source,
                              const char *problem);

/* The row of the attribute, by name; NULL when there is none. */
const struct ls_bound *ls_bind_row(const struct ls_bindings *bindings,
                                   const struct ls_attribute *attribute);

/*
 * Text as it stands in a path or a query, or the JSON value at the reader (which moves past it)
 * -> key value. LS_BAD_VALUE: *problem says what is wrong, for a sentence that begins with the
 * attribute's name; LS_BAD_JSON; LS_NO_MEMORY.
 */
enum ls_status ls_bind_text(const struct ls_attribute *attribute, size_t max_len,
                            struct ls_str text, struct ls_arena *arena, struct ls_str *value,
                            const char **problem);
enum ls_status ls_bind_json(const struct ls_attribute *attribute, size_t max_len,
                            struct ls_json *json, struct ls_arena *arena, struct ls_str *value,
                            const char **problem);

/*
 * The declared attribute of the table with that name; NULL when there is none. *max_len: the limit
 * that holds for it.
 */
const struct ls_attribute *ls_bind_declared(const struct ls_table *table, struct ls_str name,
                                            size_t *max_len);

/* < 0, 0, > 0: the order in which DynamoDB has two values of the attribute. */
int ls_bind_compare(const struct ls_attribute *attribute, struct ls_str a, struct ls_str b);

/* A key value as {"S":"…"}, {"N":"…"} or {"B":"…"}. */
void ls_bind_write_typed(struct ls_buf *out, const struct ls_attribute *attribute,
                         struct ls_str value);
/* "name":value, as JSON. */
void ls_bind_write_member(struct ls_buf *out, enum ls_json_form form,
                          const struct ls_attribute *attribute, struct ls_str value);
/* DynamoDB's count of it, bytes. */
size_t ls_bind_size(const struct ls_attribute *attribute, struct ls_str value);

#endif
