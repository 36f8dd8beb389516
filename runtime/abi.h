/*
 * abi.h - what the generator and the runtime agree on, and the only header that both include.
 *
 * The generator writes the structures below as `static const` data into routes.c; the runtime
 * interprets them. No function is generated: a change of behaviour is a change in runtime/, a
 * change of shape is a new LS_ABI, and a routes.c of another ABI stops the build.
 *
 * Conventions: every string is UTF-8, NUL-terminated and never NULL unless its comment says so;
 * lengths are bytes. An index named "1-based" uses 0 for "none", so that zeroed data is valid.
 */
#ifndef LS_ABI_H
#define LS_ABI_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#define LS_ABI 2

/* Bounds that the generator checks and the runtime relies on for fixed-size storage. */
#define LS_MAX_PATH_SEGMENTS 32  /* segments of one route's path */
#define LS_MAX_ROUTES        300 /* routes of one HTTP API (AWS quota) */
#define LS_MAX_KEY_PARTS     4   /* partition (or sort) attributes of one index key (AWS limit) */
#define LS_MAX_TABLES        64
#define LS_MAX_BINDINGS      16  /* bindings of one route */
#define LS_MAX_PARTS         8   /* parts of one template */
#define LS_MAX_FILTERS       16  /* of one route; of set and add likewise */
#define LS_MAX_FIELDS        100 /* attributes that `fields` or ?fields= names */

/*
 * DynamoDB operations: C name, wire name (the part of X-Amz-Target after the dot, and the IAM
 * action after "dynamodb:"), the word for it in a spec's `grants`, and whether IAM knows it on an
 * index as well as on a table. condition_check exists inside transactions only: it has an IAM
 * action but no call of its own.
 */
#define LS_DDB_OPERATIONS(X)                                                                       \
    X(GET_ITEM, "GetItem", "get", false)                                                           \
    X(QUERY, "Query", "query", true)                                                               \
    X(SCAN, "Scan", "scan", true)                                                                  \
    X(PUT_ITEM, "PutItem", "put", false)                                                           \
    X(UPDATE_ITEM, "UpdateItem", "update", false)                                                  \
    X(DELETE_ITEM, "DeleteItem", "delete", false)                                                  \
    X(BATCH_GET_ITEM, "BatchGetItem", "batch_get", false)                                          \
    X(BATCH_WRITE_ITEM, "BatchWriteItem", "batch_write", false)                                    \
    X(CONDITION_CHECK_ITEM, "ConditionCheckItem", "condition_check", false)

enum ls_ddb_operation {
#define LS_DDB_ENUM(name, wire, grant, on_index) LS_DDB_##name,
    LS_DDB_OPERATIONS(LS_DDB_ENUM)
#undef LS_DDB_ENUM
        LS_DDB_OPERATION_COUNT
};

enum ls_method {
    LS_METHOD_GET,
    LS_METHOD_HEAD,
    LS_METHOD_POST,
    LS_METHOD_PUT,
    LS_METHOD_PATCH,
    LS_METHOD_DELETE,
    LS_METHOD_OPTIONS,
    LS_METHOD_ANY, /* in a route only: every method that no other route of the path names */
    LS_METHOD_COUNT
};

/* The types a key attribute can have; the letter is DynamoDB's. */
enum ls_attribute_type { LS_TYPE_STRING, LS_TYPE_NUMBER, LS_TYPE_BINARY };

/* What create puts where the request gives no value. */
enum ls_generate {
    LS_GENERATE_NONE,
    LS_GENERATE_UUID7,  /* time-ordered, RFC 9562 */
    LS_GENERATE_UUID4,  /* random, RFC 9562 */
    LS_GENERATE_NOW,    /* string: RFC 3339 UTC ms; number: ms since 1970 */
    LS_GENERATE_RANDOM, /* `generate_length` of [0-9A-Za-z]; a collision is retried */
};

/* What a string must look like. */
enum ls_format {
    LS_FORMAT_ANY,
    LS_FORMAT_TIMESTAMP, /* RFC 3339; kept in UTC with milliseconds, so that it sorts by time */
};

/*
 * A derived key attribute: "room#{room}#{sent}" is two parts between three literals. A literal
 * between two parts is never empty. Parts are attributes of the table, of type string.
 */
struct ls_template {
    uint8_t part_count;
    const uint8_t *parts;        /* indexes of ls_table.attributes, in the template's order */
    const char *const *literals; /* part_count + 1: before each part, and behind the last */
};

/* An attribute of which the spec says something: of a key, of an index, or part of a template. */
struct ls_attribute {
    const char *name;
    enum ls_attribute_type type;
    enum ls_format format;
    enum ls_generate generate;
    uint16_t generate_length; /* LS_GENERATE_RANDOM only, characters */
    uint16_t max_len;         /* bytes as a key value: 2048, or 1024 where it is a sort attribute */
    const struct ls_template *template; /* NULL: it is no derived one */
};

struct ls_index {
    const char *name;                      /* in the spec */
    const char *physical_name;             /* in DynamoDB; the same in every environment */
    const struct ls_attribute *const *key; /* partition attributes, then sort attributes */
    uint8_t partition_count, sort_count;
    bool local;
};

struct ls_table {
    const char *name;     /* in the spec */
    const char *variable; /* environment variable that holds the physical name */
    /* The table's key (partition, then sort if key_count is 2), then the other declared ones. */
    const struct ls_attribute *attributes;
    uint8_t key_count;
    uint8_t attribute_count;
    uint8_t index_count;
    const struct ls_index *indexes;
    const char *created; /* attributes that the server sets; NULL: none */
    const char *updated;
    const char *version;     /* a number that every write adds one to; NULL: no optimistic lock */
    const char *ttl;         /* seconds since 1970 after which DynamoDB deletes the item; or NULL */
    uint16_t ttl_after_days; /* set on create; 0: the request's own */
    bool hide_expired;       /* what has expired, but is not deleted yet, is as good as deleted */
};

/* Where a value of a request comes from. */
enum ls_source_kind {
    LS_SOURCE_NONE,
    LS_SOURCE_PATH,
    LS_SOURCE_QUERY,
    LS_SOURCE_HEADER,
    LS_SOURCE_CLAIM,
    LS_SOURCE_BODY, /* create: the attribute `name` of the body, else generated */
    LS_SOURCE_IAM_USER_ARN,
    LS_SOURCE_IAM_ACCOUNT_ID,
    LS_SOURCE_CONST, /* of a declared attribute: `name` is text, a JSON number, or base64 */
    LS_SOURCE_TYPED, /* of any other: `name` is as DynamoDB has it, {"S":"open"} */
};

struct ls_source {
    enum ls_source_kind kind;
    const char *name; /* header names lower-case; NULL where the kind needs none */
};

enum ls_match {
    LS_MATCH_EQUALS,   /* low */
    LS_MATCH_PREFIX,   /* low */
    LS_MATCH_BETWEEN,  /* low..high, inclusive; an absent query value is no bound */
    LS_MATCH_AFTER,    /* > low */
    LS_MATCH_BEFORE,   /* < high */
    LS_MATCH_CONTAINS, /* filter only: low */
    LS_MATCH_EXISTS,   /* filter only: neither, as with the next */
    LS_MATCH_ABSENT,
};

/*
 * Where the value of one key attribute of a route's table (or index) comes from; a derived one has
 * a binding for each part instead. In the order of the key, and within it of the template.
 */
struct ls_binding {
    const struct ls_attribute *attribute; /* without a template */
    enum ls_match match;
    struct ls_source low, high;
};

/* One condition of a list on what it has read. An absent query value is no condition. */
struct ls_filter {
    const char *name;
    const struct ls_attribute *attribute; /* NULL: not declared, so the value says its type */
    enum ls_match match;
    struct ls_source low, high;
};

/* create, update: an attribute that the server sets. */
struct ls_assignment {
    const char *name;
    const struct ls_attribute *attribute; /* NULL: not declared; then a string, unless TYPED */
    struct ls_source source;
};

/* update: a number that is added to an attribute. */
struct ls_addition {
    const char *name;
    const char *number; /* as DynamoDB has it, "1" or "-0.5" */
};

/* create: the same Idempotency-Key within ttl_s seconds has the same answer, and one item. */
struct ls_idempotency {
    const struct ls_table *table; /* of the keys: a string partition, and a ttl */
    uint32_t ttl_s;
    bool required;
};

enum ls_action {
    LS_ACTION_LIST,
    LS_ACTION_GET,
    LS_ACTION_CREATE,
    LS_ACTION_UPDATE,
    LS_ACTION_DELETE,
    LS_ACTION_PREFLIGHT,
    LS_ACTION_HANDLER,
};

enum ls_if_exists { LS_IF_EXISTS_FAIL, LS_IF_EXISTS_KEEP, LS_IF_EXISTS_REPLACE };

enum ls_route_flags {
    LS_ROUTE_SCAN = 1u << 0,              /* list: Scan; otherwise Query */
    LS_ROUTE_DESCENDING = 1u << 1,        /* list by Query */
    LS_ROUTE_UPSERT = 1u << 2,            /* update */
    LS_ROUTE_MUST_EXIST = 1u << 3,        /* delete */
    LS_ROUTE_CONSISTENT = 1u << 4,        /* get, list: strongly consistent */
    LS_ROUTE_CLIENT_FIELDS = 1u << 5,     /* get, list: ?fields= narrows what is returned */
    LS_ROUTE_NULL_REMOVES = 1u << 6,      /* update: a JSON null removes the attribute */
    LS_ROUTE_IF_MATCH_REQUIRED = 1u << 7, /* update, delete of a table with a version */
};

/* What a handler's route may do; one row a table or index. */
struct ls_grant {
    const struct ls_table *table;
    const struct ls_index *index; /* NULL: the table itself */
    uint32_t operations;          /* bit 1u << enum ls_ddb_operation */
};

struct ls_context;
struct ls_request;
struct ls_response;

/* A user's function behind `handler: NAME`; lockstep.h says what it returns. */
typedef int ls_handler(struct ls_context *context, const struct ls_request *request,
                       struct ls_response *response);

struct ls_route {
    const char *key; /* API Gateway's route key, "GET /items/{id}" */
    uint16_t key_length;
    uint8_t parameter_count;
    uint8_t binding_count;
    const char *const *parameters; /* path parameter names in order, a greedy one without its + */
    enum ls_action action;
    enum ls_if_exists if_exists; /* create */
    uint32_t flags;
    uint16_t page_size, max_page_size; /* list */
    uint8_t grant_count;
    const struct ls_table *table; /* NULL: preflight, handler */
    const struct ls_index *index; /* list on an index, else NULL */
    const struct ls_binding *bindings;
    const struct ls_grant *grants;
    ls_handler *handler;
    uint8_t filter_count, field_count, set_count, add_count;
    const struct ls_filter *filters;          /* list */
    const char *const *fields;                /* get, list: what is returned; none: all */
    const struct ls_assignment *set;          /* create, update */
    const struct ls_addition *add;            /* update */
    const struct ls_idempotency *idempotency; /* create; or NULL */
};

/*
 * Dispatch by routeKey: a hash table without collisions, in space that grows with the routes and
 * not with their square. One half of the hash chooses a displacement, which is added to the other
 * half; the generator searches the displacements with which every route has a slot of its own. So
 * a look-up is one hash and one comparison: see ls_key_slot.
 */
struct ls_key_index {
    uint64_t seed;
    uint32_t mask;              /* slots - 1, a power of two less one */
    uint32_t displacement_mask; /* displacements - 1, likewise */
    const uint16_t *rows;       /* one a slot: 1-based route index, 0 for a free one */
    const uint16_t *displacements;
};

/*
 * Dispatch by path: a tree of segments. Node 0 is "/" before its first segment: the path "/" has
 * no segment, "/a/" has two, the last one empty. Literal children lie in one open-addressing table
 * (linear probing from ls_hash(parent, segment, length) & mask; at least one slot is free) keyed
 * by parent node and segment text; a parameter child and a greedy child are fields of the node,
 * because a path position has at most one of each ("{id}" and "{x}" are the same position to the
 * gateway).
 */
struct ls_path_edge {
    const char *segment; /* NULL: free slot */
    uint16_t length;
    uint16_t parent, child;
};

struct ls_path_node {
    uint16_t parameter_child;         /* 0: none (the root is nobody's child) */
    bool has_literals;                /* some edge leads from here; else none is looked for */
    uint16_t routes[LS_METHOD_COUNT]; /* 1-based: routes that end here */
    uint16_t greedy[LS_METHOD_COUNT]; /* 1-based: routes that end in {name+} here */
};

struct ls_path_index {
    const struct ls_path_node *nodes;
    uint16_t node_count;
    uint32_t mask;
    const struct ls_path_edge *edges;
    uint16_t default_route; /* 1-based: "$default" */
};

/* The header values of preflight, ready to send. */
struct ls_cors {
    const char *const *origins; /* as in the spec: any, any of a scheme, or exact */
    uint8_t origin_count;
    bool credentials;
    const char *methods; /* joined with commas; NULL: no such header */
    const char *headers;
    const char *expose_headers;
    const char *max_age;
};

/* Everything generated for one service: routes.c defines `const struct ls_service ls_service`. */
struct ls_service {
    uint32_t abi;
    const char *name;
    const char *contract; /* 64 hex digits: SHA-256 of what code and stack must share */
    const struct ls_table *tables;
    const struct ls_route *routes;
    uint16_t table_count;
    uint16_t route_count;
    struct ls_key_index keys;
    struct ls_path_index paths;
    const struct ls_cors *cors; /* NULL: none configured */
};

extern const struct ls_service ls_service;

/*
 * The hash of both look-ups; generator and runtime must agree bit by bit, on any byte order.
 * Eight bytes at a time, each folded in by a multiply: not for untrusted table building, which
 * never happens here (the tables are built from the spec, requests only look up).
 */
/* Straight-line shifts: compilers make one load of them. */
static inline uint64_t ls_hash_half(const unsigned char *p)
{
    return (uint64_t)p[0] | (uint64_t)p[1] << 8 | (uint64_t)p[2] << 16 | (uint64_t)p[3] << 24;
}

/* n bytes, at most 8, as a little-endian number: its ends overlap, and nothing is looped over. */
static inline uint64_t ls_hash_word(const unsigned char *p, size_t n)
{
    if (n >= 4)
        return ls_hash_half(p) | ls_hash_half(p + n - 4) << (8 * (n - 4));
    if (n == 0)
        return 0;
    return (uint64_t)p[0] | (uint64_t)p[n / 2] << (8 * (n / 2)) |
           (uint64_t)p[n - 1] << (8 * (n - 1));
}

static inline uint64_t ls_hash(uint64_t seed, const char *text, size_t length)
{
    const unsigned char *p = (const unsigned char *)text;
    uint64_t h = seed ^ (length * UINT64_C(0x9e3779b97f4a7c15));

    for (; length >= 8; p += 8, length -= 8) {
        h = (h ^ ls_hash_word(p, 8)) * UINT64_C(0xff51afd7ed558ccd);
        h ^= h >> 32;
    }
    /* Twice, so that what differs in the last bytes alone reaches the low bits as well. */
    h = (h ^ ls_hash_word(p, length)) * UINT64_C(0xc4ceb9fe1a85ec53);
    h = (h ^ h >> 32) * UINT64_C(0xff51afd7ed558ccd);
    return h ^ h >> 32;
}

/* The one slot of ls_key_index that can hold the route of this key. */
static inline uint32_t ls_key_slot(const struct ls_key_index *index, const char *key, size_t length)
{
    uint64_t h = ls_hash(index->seed, key, length);

    return ((uint32_t)h + index->displacements[(h >> 32) & index->displacement_mask]) & index->mask;
}

/* Where probing for an edge of ls_path_index begins; it ends at a free slot, which there is. */
static inline uint32_t ls_path_slot(const struct ls_path_index *index, uint16_t parent,
                                    const char *segment, size_t length)
{
    return (uint32_t)ls_hash(parent, segment, length) & index->mask;
}

#endif
