/*
 * spec_schema_routes.c - the field table of routes. What a route key, an action, a reference or a
 * grant may be depends on the rest of the spec, and is checked with it.
 */
#include "model/spec_schema.h"

/* ---- grants ------------------------------------------------------------------------------- */

static const struct text_rule operation_rule = {
    .what = "an operation",
    .pattern = "^(get|query|scan|put|update|delete|batch_get|batch_write|condition_check)$",
    .min_bytes = 1,
    .for_editors = true,
    .hint = "get, query, scan, put, update, delete, batch_get, batch_write or condition_check",
};
static const struct text_rule granted_rule = {.what = "a table, or an index as TABLE.INDEX",
                                              .min_bytes = 1};
static const struct type operation_type = {.shape = TYPE_TEXT, .rule = &operation_rule};
static const struct type operations_type = {
    .shape = TYPE_LIST,
    .what = "a list of operations",
    .element = &operation_type,
    .element_size = sizeof(struct spec_text),
    .min_count = 1,
};
static const struct type grants_type = {
    .shape = TYPE_MAP,
    .what = "a map from tables to lists of operations",
    .element = &operations_type,
    .element_size = sizeof(struct spec_grant),
    .value_offset = offsetof(struct spec_grant, operations),
    .key_rule = &granted_rule,
};

/* ---- routes ------------------------------------------------------------------------------- */

/* Values of enum ls_if_exists. */
static const struct enum_value if_exists_values[] = {
    {"fail", NULL, LS_IF_EXISTS_FAIL, "409."},
    {"keep", NULL, LS_IF_EXISTS_KEEP, "200, and the item stays as it is."},
    {"replace", NULL, LS_IF_EXISTS_REPLACE, "The item is replaced; not on a table with `version`."},
    {0},
};
static const struct enum_value order_values[] = {
    {"ascending", NULL, 0, "By sort attribute, the least first."},
    {"descending", NULL, 1, "By sort attribute, the greatest first."},
    {0},
};

#define METHODS   "GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS|ANY"
#define LITERAL   "[a-zA-Z0-9_.~-][a-zA-Z0-9_.~:-]*"
#define PARAMETER "[a-zA-Z0-9_.:-]+"
#define ON_TABLE  "list|get|create|update|delete|crud"

static const struct text_rule route_key_rule = {
    .what = "a route key",
    .pattern = "^(\\$default|((" METHODS ") )?(/" LITERAL "|/\\{" PARAMETER "\\})*(/(" LITERAL
               ")?|/\\{" PARAMETER "\\+?\\}))$",
    .min_bytes = 1,
    .for_editors = true,
    .hint = "METHOD /path, $default, or /path for crud",
};
static const struct text_rule summary_rule = {
    .what = "a short form",
    .pattern = "^(preflight|(" ON_TABLE ") [a-z][a-z0-9_]{0,39})$",
    .min_bytes = 1,
    .for_editors = true,
    .hint = "an action and a table, such as `list items`, or `preflight`",
};
static const struct text_rule action_rule = {
    .what = "an action",
    .pattern = "^(preflight|" ON_TABLE ")$",
    .min_bytes = 1,
    .for_editors = true,
    .hint = "list, get, create, update, delete, preflight or crud",
};
static const struct text_rule handler_rule = {
    .what = "a name of a handler",
    .pattern = "^[a-z][a-z0-9_]{0,39}$",
    .hint = "the name of a C function: up to 40 of a-z, 0-9 and _, a letter first",
};

static const struct type summary_type = {.shape = TYPE_TEXT, .rule = &summary_rule};
static const struct type action_type = {.shape = TYPE_TEXT, .rule = &action_rule};
static const struct type handler_type = {.shape = TYPE_TEXT, .rule = &handler_rule};
static const struct type only_type = {
    .shape = TYPE_LIST,
    .what = "a list of actions",
    .element = &action_type,
    .element_size = sizeof(struct spec_text),
    .min_count = 1,
};
static const struct type order_type = {
    .shape = TYPE_ENUM, .values = order_values, .value_count = 2};
static const struct type page_size_type = {.shape = TYPE_INT, .min = 1, .max = 1000};
static const struct type if_exists_type = {
    .shape = TYPE_ENUM, .values = if_exists_values, .value_count = 3};

/* ---- what a route returns, sets and adds -------------------------------------------------- */

static const struct type fields_type = {
    .shape = TYPE_LIST,
    .what = "a list of attributes",
    .element = &spec_attribute_name_type,
    .element_size = sizeof(struct spec_text),
    .min_count = 1,
    .max_count = LS_MAX_FIELDS,
};
static const struct type set_type = {
    .shape = TYPE_MAP,
    .what = "a map from attributes to sources",
    .element = &spec_source_type,
    .element_size = sizeof(struct spec_assignment),
    .value_offset = offsetof(struct spec_assignment, source),
    .min_count = 1,
    .max_count = LS_MAX_FILTERS,
    .key_rule = &spec_attribute_rule,
};
static const struct type added_type = {
    .shape = TYPE_NODE, .what = "a number", .kinds = 1u << DOC_INT | 1u << DOC_FLOAT};
static const struct type add_type = {
    .shape = TYPE_MAP,
    .what = "a map from attributes to numbers",
    .element = &added_type,
    .element_size = sizeof(struct spec_addition),
    .value_offset = offsetof(struct spec_addition, number),
    .min_count = 1,
    .max_count = LS_MAX_FILTERS,
    .key_rule = &spec_attribute_rule,
};

/* ---- writes that must not happen twice, and who may call ---------------------------------- */

static const struct enum_value if_match_values[] = {
    {"optional", NULL, IF_MATCH_OPTIONAL, "A request without If-Match is carried out."},
    {"required", NULL, IF_MATCH_REQUIRED, "A request without If-Match is a 428."},
    {0},
};
static const struct type if_match_type = {
    .shape = TYPE_ENUM, .values = if_match_values, .value_count = 2};

static const struct type idempotency_ttl_type = {.shape = TYPE_INT, .min = 1, .max = 31536000};
static const struct field idempotency_fields[] = {
    {.key = "table",
     .doc = "The table that keeps keys and answers: with a string partition, no sort attribute, "
            "and `ttl`. Several routes may share it.",
     .type = &spec_name_type,
     IN(idempotency, table),
     .flags = FIELD_REQUIRED,
     .example = "table: attempts"},
    {.key = "ttl_s",
     .doc = "Seconds for which a key is remembered.",
     .type = &idempotency_ttl_type,
     IN(idempotency, ttl_s),
     .default_text = "86400"},
    {.key = "required",
     .doc = "Whether a request without Idempotency-Key is a 400.",
     .type = &spec_bool_type,
     IN(idempotency, required),
     .default_text = "false"},
};
static const struct record idempotency_record = {
    .name = "idempotency",
    .doc = "Answers a repeated request as the first one, by its header Idempotency-Key.",
    RECORD(spec_idempotency, idempotency_fields),
    .guide = spec_guide_idempotency,
};
static const struct type idempotency_type = {.shape = TYPE_RECORD, .record = &idempotency_record};

/* API Gateway's limits. */
static const struct text_rule scope_rule = {
    .what = "a scope", .pattern = "^[!-~]+$", .max_bytes = 64, .hint = "no blanks; notes/write"};
static const struct type scope_type = {.shape = TYPE_TEXT, .rule = &scope_rule};
static const struct type scopes_type = {
    .shape = TYPE_LIST,
    .what = "a list of scopes",
    .element = &scope_type,
    .element_size = sizeof(struct spec_text),
    .min_count = 1,
    .max_count = 10,
};

/* ---- a route ------------------------------------------------------------------------------ */

static const struct field route_fields[] = {
    {.key = "summary",
     .doc = "The short form: an action and a table, or `preflight`.",
     .type = &summary_type,
     IN(route, summary),
     .flags = FIELD_SHORT_ONLY},
    {.key = "action",
     .doc = "What the route does: list, get, create, update, delete, preflight or crud.",
     .type = &action_type,
     IN(route, action),
     .example = "action: list"},
    {.key = "table",
     .doc = "The table that the action is for.",
     .type = &spec_name_type,
     IN(route, table),
     .example = "table: items"},
    {.key = "handler",
     .doc = "Instead of an action: a C function of your own.",
     .type = &handler_type,
     IN(route, handler),
     .example = "handler: reserve_item"},
    {.key = "key",
     .doc = "Where key attributes come from, when no path parameter has their name.",
     .type = &spec_route_key_type,
     IN(route, key),
     .example = "key: { customer_id: query.customer }"},
    {.key = "only",
     .doc = "crud: which of its five routes there are.",
     .type = &only_type,
     IN(route, only),
     .example = "only: [list, get]"},
    {.key = "index",
     .doc = "list: the index to read.",
     .type = &spec_name_type,
     IN(route, index),
     .example = "index: by_customer"},
    {.key = "scan",
     .doc = "list: reads the whole table or index, where a Query would be possible.",
     .type = &spec_bool_type,
     IN(route, scan),
     .default_text = "false"},
    {.key = "order",
     .doc = "list: order by the sort attribute; not with a Scan.",
     .type = &order_type,
     IN(route, order),
     .default_text = "ascending"},
    {.key = "page_size",
     .doc = "list: items a page, where the request has no `limit`.",
     .type = &page_size_type,
     IN(route, page_size),
     .default_text = "100"},
    {.key = "max_page_size",
     .doc = "list: the greatest `limit` that a request may have.",
     .type = &page_size_type,
     IN(route, max_page_size),
     .default_text = "1000"},
    {.key = "if_exists",
     .doc = "create: what happens when an item with that key exists.",
     .type = &if_exists_type,
     IN(route, if_exists),
     .default_text = "fail"},
    {.key = "upsert",
     .doc = "update: creates an item that does not exist; not on a table that hides what has "
            "expired.",
     .type = &spec_bool_type,
     IN(route, upsert),
     .default_text = "false"},
    {.key = "must_exist",
     .doc = "delete: answers 404 when there is no such item.",
     .type = &spec_bool_type,
     IN(route, must_exist),
     .default_text = "false"},
    {.key = "filter",
     .doc = "list: which of the items that were read are answered. It costs what reading them "
            "costs, and a page may have fewer items than its size; key attributes are for `key`.",
     .type = &spec_filter_type,
     IN(route, filter),
     .example = "filter: { state: query.state, total: { from: query.least } }"},
    {.key = "fields",
     .doc = "get, list: the attributes that are answered; by default all.",
     .type = &fields_type,
     IN(route, fields),
     .example = "fields: [note_id, title]"},
    {.key = "client_fields",
     .doc = "get, list: whether `?fields=title,author` may name fewer of them.",
     .type = &spec_bool_type,
     IN(route, client_fields),
     .default_text = "false"},
    {.key = "consistent",
     .doc = "get, list: whether every earlier write is seen, at twice the cost; not on a global "
            "index.",
     .type = &spec_bool_type,
     IN(route, consistent),
     .default_text = "false",
     .aws = "ConsistentRead"},
    {.key = "set",
     .doc = "create, update: attributes that the server sets; the body's own are ignored.",
     .type = &set_type,
     IN(route, set),
     .example = "set: { author: claim.sub, state: { const: open } }"},
    {.key = "add",
     .doc = "update: numbers that are added to attributes, in one step with the write; one that is "
            "not there counts as 0.",
     .type = &add_type,
     IN(route, add),
     .example = "add: { views: 1 }"},
    {.key = "null_removes",
     .doc = "update: whether a JSON null removes the attribute, instead of being stored.",
     .type = &spec_bool_type,
     IN(route, null_removes),
     .default_text = "false"},
    {.key = "if_match",
     .doc = "update, delete of a table with `version`: whether the request must say by If-Match "
            "what it has seen.",
     .type = &if_match_type,
     IN(route, if_match),
     .default_text = "optional",
     .example = "if_match: required"},
    {.key = "idempotency",
     .doc = "create by POST: the same Idempotency-Key makes one item, and has the same answer.",
     .type = &idempotency_type,
     IN(route, idempotency),
     .example = "idempotency: { table: attempts }"},
    {.key = "auth",
     .doc = "Who may call: one of `api.authorizers`, iam for signed requests, or none; by default "
            "what `api.auth` says, and none for preflight.",
     .type = &spec_auth_type,
     IN(route, auth),
     .example = "auth: users",
     .aws = "AuthorizationType"},
    {.key = "scopes",
     .doc = "With a jwt authorizer: the token must have at least one of these scopes.",
     .type = &scopes_type,
     IN(route, scopes),
     .example = "scopes: [notes/write]",
     .aws = "AuthorizationScopes"},
    {.key = "grants",
     .doc = "handler: what it may do, by table or TABLE.INDEX.",
     .type = &grants_type,
     IN(route, grants),
     .example = "grants: { items: [get, update] }"},
    {.key = "description",
     .doc = "What the route is for.",
     .type = &spec_description_type,
     IN(route, description)},
    LATER("body", "Type of the request body."),
    LATER("query", "Types of the query parameters."),
    LATER("headers", "Types of the request headers."),
    LATER("response", "Type of the answer."),
    LATER("before", "Functions that run before the action."),
    LATER("after", "Functions that run after the action."),
    LATER("throttle", "Rate and burst."),
    LATER("timeout_s", "Seconds until the gateway gives up."),
    LATER("function", "The function that serves the route."),
};
static const struct record route_record = {
    .name = "route",
    .doc = "A route: the short form `ACTION TABLE` or `preflight`, or a map.",
    .guide = spec_guide_route,
    RECORD(spec_route, route_fields),
    .shorthand = "summary",
};
static const struct type route_type = {
    .shape = TYPE_RECORD,
    .what = "an action and a table, such as `list items`, or a map",
    .record = &route_record,
};

const struct type spec_routes_type = {
    .shape = TYPE_MAP,
    .what = "a map of routes by route key",
    .element = &route_type,
    .element_size = sizeof(struct spec_route),
    .key_rule = &route_key_rule,
};
