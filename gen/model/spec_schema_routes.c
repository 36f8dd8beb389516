/*
 * spec_schema_routes.c - the field table of routes. What a route key, an action, a reference or a
 * grant may be depends on the rest of the spec, and is checked with it.
 */
#include "model/spec_schema.h"

/* ---- references --------------------------------------------------------------------------- */

static const struct text_rule reference_rule = {
    .what = "a reference",
    .min_bytes = 1,
    .hint = "path.NAME, query.NAME, header.NAME, claim.NAME, body.NAME, iam.user_arn or "
            "iam.account_id",
};
static const struct type reference_type = {.shape = TYPE_TEXT, .rule = &reference_rule};
static const struct type constant_type = {
    .shape = TYPE_NODE,
    .what = "a text, a number or a boolean",
    .kinds = 1u << DOC_TEXT | 1u << DOC_INT | 1u << DOC_FLOAT | 1u << DOC_BOOL,
};

#define REFERENCE(record_)                                                                         \
    {                                                                                              \
        .key = "ref",                                                                              \
        .doc = "Where the value comes from: path.N, query.N, header.N, claim.N, body.N, "          \
               "iam.user_arn or iam.account_id.",                                                  \
        .type = &reference_type, IN(record_, ref), .flags = FIELD_SHORT_ONLY                       \
    }
#define CONSTANT(record_)                                                                          \
    {                                                                                              \
        .key = "const", .doc = "The value itself.", .type = &constant_type, IN(record_, constant), \
        .example = "const: open"                                                                   \
    }

static const struct field source_fields[] = {REFERENCE(source), CONSTANT(source)};
static const struct record source_record = {
    .name = "source",
    .doc = "Where a value comes from: a reference such as query.from, or `{ const: value }`.",
    RECORD(spec_source, source_fields),
    .shorthand = "ref",
};
static const struct type source_type = {
    .shape = TYPE_RECORD,
    .what = "a reference, such as `query.from`, or a map",
    .record = &source_record,
};

static const struct field match_fields[] = {
    REFERENCE(match),
    CONSTANT(match),
    {.key = "prefix",
     .doc = "Sort attribute of a list: values that begin with this.",
     .type = &source_type,
     IN(match, prefix),
     .example = "prefix: query.prefix"},
    {.key = "from",
     .doc = "Sort attribute of a list: from this value on, inclusive.",
     .type = &source_type,
     IN(match, from),
     .example = "from: query.from"},
    {.key = "to",
     .doc = "Sort attribute of a list: up to this value, inclusive.",
     .type = &source_type,
     IN(match, to),
     .example = "to: query.to"},
    {.key = "after",
     .doc = "Sort attribute of a list: behind this value.",
     .type = &source_type,
     IN(match, after),
     .example = "after: query.after"},
    {.key = "before",
     .doc = "Sort attribute of a list: before this value.",
     .type = &source_type,
     IN(match, before),
     .example = "before: query.before"},
};
static const struct record match_record = {
    .name = "match",
    .doc = "Where a key attribute's value comes from; for the sort attribute of a list also a "
           "range.",
    RECORD(spec_match, match_fields),
    .shorthand = "ref",
};
static const struct type match_type = {
    .shape = TYPE_RECORD,
    .what = "a reference, such as `query.customer`, or a map",
    .record = &match_record,
};
static const struct type route_key_type = {
    .shape = TYPE_MAP,
    .what = "a map from key attributes to sources",
    .element = &match_type,
    .element_size = sizeof(struct spec_match),
    .max_count = LS_MAX_BINDINGS,
    .key_rule = &spec_attribute_rule,
};

/* ---- grants ------------------------------------------------------------------------------- */

static const struct text_rule operation_rule = {
    .what = "an operation",
    .min_bytes = 1,
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
    {"replace", NULL, LS_IF_EXISTS_REPLACE, "The item is replaced."},
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
static const struct type name_type = {.shape = TYPE_TEXT, .rule = &spec_name_rule};
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
     .type = &name_type,
     IN(route, table),
     .example = "table: items"},
    {.key = "handler",
     .doc = "Instead of an action: a C function of your own.",
     .type = &handler_type,
     IN(route, handler),
     .example = "handler: reserve_item"},
    {.key = "key",
     .doc = "Where key attributes come from, when no path parameter has their name.",
     .type = &route_key_type,
     IN(route, key),
     .example = "key: { customer_id: query.customer }"},
    {.key = "only",
     .doc = "crud: which of its five routes there are.",
     .type = &only_type,
     IN(route, only),
     .example = "only: [list, get]"},
    {.key = "index",
     .doc = "list: the index to read.",
     .type = &name_type,
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
     .doc = "update: creates an item that does not exist.",
     .type = &spec_bool_type,
     IN(route, upsert),
     .default_text = "false"},
    {.key = "must_exist",
     .doc = "delete: answers 404 when there is no such item.",
     .type = &spec_bool_type,
     IN(route, must_exist),
     .default_text = "false"},
    {.key = "grants",
     .doc = "handler: what it may do, by table or TABLE.INDEX.",
     .type = &grants_type,
     IN(route, grants),
     .example = "grants: { items: [get, update] }"},
    {.key = "description",
     .doc = "What the route is for.",
     .type = &spec_description_type,
     IN(route, description)},
    LATER("filter", "list: which of the items read are returned."),
    LATER("fields", "get, list: which attributes are returned."),
    LATER("client_fields", "get, list: whether ?fields= may narrow them."),
    LATER("consistent", "Strongly consistent reads."),
    LATER("set", "create, update: attributes that the server sets."),
    LATER("add", "update: numbers that are added."),
    LATER("null_removes", "update: whether a JSON null removes the attribute."),
    LATER("if_match", "update, delete: whether If-Match is required."),
    LATER("idempotency", "Answers a repeated request as the first one."),
    LATER("body", "Type of the request body."),
    LATER("query", "Types of the query parameters."),
    LATER("headers", "Types of the request headers."),
    LATER("response", "Type of the answer."),
    LATER("before", "Functions that run before the action."),
    LATER("after", "Functions that run after the action."),
    LATER("auth", "The route's authorizer."),
    LATER("scopes", "Scopes that a JWT must have."),
    LATER("throttle", "Rate and burst."),
    LATER("timeout_s", "Seconds until the gateway gives up."),
    LATER("function", "The function that serves the route."),
};
static const struct record route_record = {
    .name = "route",
    .doc = "A route: the short form `ACTION TABLE` or `preflight`, or a map.",
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
