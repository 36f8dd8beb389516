/*
 * lockstep.h - what a handler sees.
 *
 * A route `POST /items/{id}/reserve: { handler: reserve_item, grants: { items: [get, update] } }`
 * calls the C function of that name, which lies in the folder handlers beside the spec:
 *
 *     #include "lockstep.h"
 *     #include "routes.h"
 *
 *     int reserve_item(struct ls_context *context, const struct ls_request *request,
 *                      struct ls_response *response)
 *     {
 *         struct ls_str id = ls_request_parameter(request, "id");
 *         struct ls_str key = ls_json_key(context, "id", id), item;
 *         int status = ls_table_get(context, LS_TABLE_ITEMS, key, &item);
 *
 *         if (status == LS_NOT_FOUND)
 *             return ls_respond_error(response, 404, "No such item");
 *         if (status != LS_OK)
 *             return status;
 *         return ls_respond_json(response, 200, item);
 *     }
 *
 * Memory: whatever these functions hand out lives until the handler returns, and is freed by
 * the runtime; a handler frees nothing. Everything is bounded by the size of a Lambda payload.
 * Threads: none; one request at a time.
 * Errors: every function returns LS_OK or another enum ls_status. A handler that returns one
 * without having answered is answered for: the status's HTTP code and its public message go to
 * the client, the cause to the log.
 */
#ifndef LOCKSTEP_H
#define LOCKSTEP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "abi.h"

/* Bytes with a length; not NUL-terminated unless a function says so. Passed by value. */
struct ls_str {
    const char *ptr;
    size_t len;
};

#define LS_STR(literal) ((struct ls_str){"" literal, sizeof(literal) - 1})

struct ls_str ls_str_of(const char *text); /* strlen; NULL gives the empty string */
bool ls_str_equal(struct ls_str a, struct ls_str b);

/*
 * Every outcome in the runtime: name, HTTP status, what the client reads. The cause of a 500 or
 * 503 is for the log only.
 */
#define LS_STATUSES(X)                                                                             \
    X(OK, 200, "OK")                                                                               \
    X(BAD_JSON, 400, "Request body is not valid JSON")                                             \
    X(NOT_AN_OBJECT, 400, "Request body must be a JSON object")                                    \
    X(BAD_VALUE, 400, "Request holds a value that cannot be stored")                               \
    X(BAD_KEY, 400, "ID parameter required")                                                       \
    X(BAD_PARAMETER, 400, "Bad parameter")                                                         \
    X(TOO_WIDE, 400, "Update has too many attributes for one request")                             \
    X(FORBIDDEN, 403, "Forbidden")                                                                 \
    X(NOT_FOUND, 404, "Item not found")                                                            \
    X(NO_ROUTE, 404, "Not found")                                                                  \
    X(NO_METHOD, 405, "Method not allowed")                                                        \
    X(CONFLICT, 409, "Item already exists")                                                        \
    X(CONDITION_FAILED, 409, "Condition not met")                                                  \
    X(STALE, 412, "Item has changed")                                                              \
    X(TOO_LARGE, 413, "Item is larger than 400 KB")                                                \
    X(KEY_REUSED, 422, "Idempotency-Key was used with another request")                            \
    X(NEEDS_IF_MATCH, 428, "If-Match header required")                                             \
    X(NO_MEMORY, 500, "Internal server error")                                                     \
    X(BAD_EVENT, 500, "Internal server error")                                                     \
    X(BAD_REPLY, 500, "Internal server error")   /* DynamoDB or the Runtime API said nonsense */   \
    X(BAD_CONFIG, 500, "Internal server error")  /* environment variables */                       \
    X(NOT_GRANTED, 500, "Internal server error") /* the route's grants do not allow the call */    \
    X(REFUSED, 500, "Internal server error")     /* DynamoDB refused: access, validation, … */   \
    X(INTERNAL, 500, "Internal server error")                                                      \
    X(NOT_SUPPORTED, 501, "The database does not support this operation")                          \
    X(THROTTLED, 503, "Service busy")                                                              \
    X(NETWORK, 503, "Service unavailable")                                                         \
    X(TIMEOUT, 503, "Service unavailable")

enum ls_status {
#define LS_STATUS_ENUM(name, http, text) LS_##name,
    LS_STATUSES(LS_STATUS_ENUM)
#undef LS_STATUS_ENUM
        LS_STATUS_COUNT
};

/* ---- The request ---- */

struct ls_str ls_request_method(const struct ls_request *request);
struct ls_str ls_request_path(const struct ls_request *request);   /* decoded */
struct ls_str ls_request_id(const struct ls_request *request);     /* Lambda's request id */
struct ls_str ls_request_body(const struct ls_request *request);   /* decoded from base64 */
int64_t ls_request_time_left_ms(const struct ls_request *request); /* never negative */

/*
 * Values by name, decoded; an absent one has a NULL ptr, a present empty one has not. A query
 * parameter that is given more than once counts as absent.
 */
struct ls_str ls_request_parameter(const struct ls_request *request, const char *name); /* path */
struct ls_str ls_request_query(const struct ls_request *request, const char *name);
struct ls_str ls_request_header(const struct ls_request *request, const char *lower_name);
struct ls_str ls_request_cookie(const struct ls_request *request, const char *name);
struct ls_str ls_request_claim(const struct ls_request *request, const char *name);

/* ---- The response; the last answer wins, headers and cookies stay. ---- */

/*
 * Each returns LS_OK; or LS_NO_MEMORY, LS_TOO_LARGE (6 MB), LS_INTERNAL (an HTTP status outside
 * 200-599, a bad content type), and then there is no answer.
 */
int ls_respond_json(struct ls_response *response, int http_status, struct ls_str json);
int ls_respond_text(struct ls_response *response, int http_status, const char *content_type,
                    struct ls_str text); /* UTF-8 */
int ls_respond_bytes(struct ls_response *response, int http_status, const char *content_type,
                     struct ls_str bytes);
int ls_respond_empty(struct ls_response *response, int http_status);
/* {"error":message,"requestId":id}, as the runtime itself answers. */
int ls_respond_error(struct ls_response *response, int http_status, const char *message);
/* Name in any case, value without CR or LF (LS_BAD_VALUE); Set-Cookie has a function of its own. */
int ls_response_header(struct ls_response *response, const char *name, struct ls_str value);
int ls_response_cookie(struct ls_response *response, struct ls_str set_cookie);

/* ---- JSON: look into one, build one ---- */

/* The raw text of member `name` of the object; NULL ptr when absent or not an object. */
struct ls_str ls_json_member(struct ls_context *context, struct ls_str object, const char *name);
/* A JSON string's decoded text; NULL ptr when the value is no string. */
struct ls_str ls_json_string(struct ls_context *context, struct ls_str value);
bool ls_json_int64(struct ls_str value, int64_t *number); /* exact integers only */
bool ls_json_bool(struct ls_str value, bool *truth);
bool ls_json_each(struct ls_context *context, struct ls_str array, size_t *cursor,
                  struct ls_str *element); /* *cursor starts at 0 */

/* {"name":"text"}, with the text escaped; NULL ptr when memory is short. */
struct ls_str ls_json_key(struct ls_context *context, const char *name, struct ls_str text);
/*
 * printf for JSON: %s a C string and %S a struct ls_str, each escaped and quoted; %d int, %l
 * int64_t, %b bool, %j a struct ls_str that is JSON already (an absent one: null); anything else
 * stands for itself.
 *     ls_json_format(context, "{\"name\":%S,\"stock\":%d}", name, 3)
 */
struct ls_str ls_json_format(struct ls_context *context, const char *format, ...);

/* ---- Tables. `table` is LS_TABLE_NAME of routes.h; JSON is plain, never typed values. ---- */

/*
 * Repetition: what DynamoDB throttles, or what never reached it, is sent again, and so are reads
 * and writes that end the same however often they happen: ls_table_put and ls_table_delete
 * without a condition. An update, a write with a condition and every write by ls_dynamodb is not
 * sent again once it may have been carried out: LS_NETWORK then means "perhaps". Who wants to
 * repeat it reads first, or uses a transaction with a ClientRequestToken.
 */

/*
 * A derived key attribute, which the spec makes by `template`, is given as such or by all its
 * parts, in a key as in an item. An item that is put gets what follows of the other: the parts, and
 * each derived attribute whose parts are there.
 */

/* LS_NOT_FOUND when there is none. */
int ls_table_get(struct ls_context *context, unsigned table, struct ls_str key,
                 struct ls_str *item);

/*
 * A condition, update or key expression in DynamoDB's syntax. It is the programmer's text, never
 * the client's: names go through `#n`, values through `:v`.
 *     .condition = "#s > :zero", .names = "{\"#s\":\"stock\"}", .values = "{\":zero\":0}"
 * Unused members stay zero. `values` and `names` are JSON objects.
 */
struct ls_expression {
    const char *key;        /* query */
    const char *update;     /* update */
    const char *condition;  /* put, update, delete: LS_CONDITION_FAILED when it does not hold */
    const char *filter;     /* query, scan */
    const char *projection; /* get is whole; query, scan */
    struct ls_str names, values;
};

int ls_table_put(struct ls_context *context, unsigned table, struct ls_str item,
                 const struct ls_expression *expression); /* NULL: unconditional */
/* `item`, when not NULL, receives the item after the update. */
int ls_table_update(struct ls_context *context, unsigned table, struct ls_str key,
                    const struct ls_expression *expression, struct ls_str *item);
int ls_table_delete(struct ls_context *context, unsigned table, struct ls_str key,
                    const struct ls_expression *expression);

struct ls_page {
    const char *index;   /* NULL: the table */
    int limit;           /* 0: DynamoDB's 1 MB page */
    bool descending;     /* query */
    struct ls_str start; /* `next` of the page before, else zero */
};

/* `items` is a JSON array; `next` is empty after the last page. */
int ls_table_query(struct ls_context *context, unsigned table, const struct ls_expression *what,
                   const struct ls_page *page, struct ls_str *items, struct ls_str *next);
int ls_table_scan(struct ls_context *context, unsigned table, const struct ls_expression *what,
                  const struct ls_page *page, struct ls_str *items, struct ls_str *next);

/* The physical name, for ls_dynamodb. */
struct ls_str ls_table_name(struct ls_context *context, unsigned table);
/*
 * Any DynamoDB operation in its wire form (batches, transactions): signed, retried (a write as
 * above), bounded by the deadline. `operation` is the wire name, "TransactWriteItems". Grants are
 * not checked here; the role is what the spec's grants make it.
 */
int ls_dynamodb(struct ls_context *context, const char *operation, struct ls_str body,
                struct ls_str *reply);

/* Typed values, for ls_dynamodb: {"n":1} <-> {"n":{"N":"1"}}. */
int ls_item_typed(struct ls_context *context, struct ls_str json, struct ls_str *typed);
int ls_item_plain(struct ls_context *context, struct ls_str typed, struct ls_str *json);

/* ---- New values; NULL ptr when memory or randomness is short ---- */

struct ls_str ls_new_id(struct ls_context *context);    /* UUID version 7: unique, time-ordered */
struct ls_str ls_timestamp(struct ls_context *context); /* now, RFC 3339 in UTC with ms */

/* ---- Log: one JSON line; `event` is a fixed text, values are data. Never log a body. ---- */

enum ls_log_level {
    LS_LOG_TRACE,
    LS_LOG_DEBUG,
    LS_LOG_INFO,
    LS_LOG_WARN,
    LS_LOG_ERROR,
    LS_LOG_FATAL,
};

void ls_log(struct ls_context *context, enum ls_log_level level, const char *event);
void ls_log_text(struct ls_context *context, enum ls_log_level level, const char *event,
                 const char *name, struct ls_str value);

#endif
