/*
 * item.h - JSON <-> DynamoDB attribute values, in one pass over text, without a tree.
 *
 *     {"name":"tea","n":[1,true,null]}
 *     {"name":{"S":"tea"},"n":{"L":[{"N":"1"},{"BOOL":true},{"NULL":true}]}}
 *
 * JSON -> typed: strings S, numbers N, booleans BOOL, null NULL, arrays L, objects M. Exact: the
 * digits go through as they are, after a check of DynamoDB's limits (38 significant digits,
 * magnitude 1E-130 … 9.99…E+125); only a zero is always "0", because DynamoDB refuses 0E126.
 * Refused with LS_BAD_VALUE: more digits, a duplicate key at any depth (keys compared decoded), an
 * empty key or one over LS_ITEM_MAX_NAME, nesting over LS_ITEM_MAX_DEPTH; with LS_TOO_LARGE: a
 * *size over LS_ITEM_MAX_SIZE, as soon as it is; with LS_BAD_JSON: what json.h refuses. What a
 * failing call had appended is taken back.
 * Typed -> JSON: every type that DynamoDB has; B is a base64 string, sets are arrays in the order
 * that DynamoDB gives them, a number of more than 41 characters is written with an exponent.
 */
#ifndef LS_ITEM_H
#define LS_ITEM_H

#include "error.h"
#include "json.h"

#define LS_ITEM_MAX_DEPTH 32    /* of a scalar; so at most 31 lists and maps lie around it */
#define LS_ITEM_MAX_NAME  65535 /* bytes of an attribute's name, at any depth */
#define LS_ITEM_MAX_SIZE  ((size_t)400 * 1024) /* names and values, DynamoDB's count */

/*
 * One JSON value at the reader -> typed, appended to `typed`. `depth` is the value's nesting (a
 * top-level attribute's value has 1). *size grows by DynamoDB's count of the value.
 */
enum ls_status ls_item_value_to_typed(struct ls_json *json, unsigned depth, struct ls_arena *arena,
                                      struct ls_buf *typed, size_t *size, struct ls_error *error);

/* A whole JSON object -> {"name":typed,…}; LS_NOT_AN_OBJECT when it is none. */
enum ls_status ls_item_to_typed(struct ls_str json, struct ls_arena *arena, struct ls_buf *typed,
                                size_t *size, struct ls_error *error);

/* One typed value at the reader -> JSON, appended. LS_BAD_REPLY when it is no typed value. */
enum ls_status ls_item_value_to_json(struct ls_json *typed, enum ls_json_form form,
                                     struct ls_buf *json, struct ls_error *error);

/* {"name":typed,…} -> a JSON object, appended. */
enum ls_status ls_item_to_json(struct ls_json *typed, enum ls_json_form form, struct ls_buf *json,
                               struct ls_error *error);

/* Is the text one decimal number as JSON writes it, within DynamoDB's limits? */
bool ls_number_fits(struct ls_str text);
/* The same for a number that ls_json_read_number gave; *digits: significant ones, 0 for a zero. */
bool ls_number_measure(struct ls_str number, size_t *digits);
/* The number of {"N":"3"}: a slice of it. NULL ptr for a value of another type. */
struct ls_str ls_number_of(struct ls_str typed);

/*
 * The names seen in one object, for the duplicate check; zeroed at first. Linear up to 16 names,
 * hashed above. `name` is decoded and must outlive the set.
 */
struct ls_name_set {
    struct ls_str *names;
    uint32_t *slots;
    size_t count, cap;
    uint64_t marks;  /* one bit for each name's length and ends: most new names show by it */
    uint64_t key[2]; /* of the hash */
};
/* 1: new and added; 0: seen before; -1: no memory. */
int ls_name_set_add(struct ls_name_set *set, struct ls_arena *arena, struct ls_str name);

#endif
