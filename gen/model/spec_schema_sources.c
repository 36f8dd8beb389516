/*
 * spec_schema_sources.c - the field table of where values come from: references and constants, the
 * keys and ranges of routes, and filters.
 */
#include "model/spec_schema.h"

static const struct text_rule reference_rule = {
    .what = "a reference",
    .pattern = "^((path|query|header|claim|body)\\..+|iam\\.(user_arn|account_id))$",
    .min_bytes = 1,
    .for_editors = true,
    .hint = "path.NAME, query.NAME, header.NAME, claim.NAME, body.NAME, iam.user_arn or "
            "iam.account_id",
};
const struct type spec_reference_type = {.shape = TYPE_TEXT, .rule = &reference_rule};
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
        .type = &spec_reference_type, IN(record_, ref), .flags = FIELD_SHORT_ONLY                  \
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
const struct type spec_source_type = {
    .shape = TYPE_RECORD,
    .what = "a reference, such as `query.from`, or a map",
    .record = &source_record,
};

/* ---- keys of routes and their ranges ------------------------------------------------------ */

#define RANGE_END(key_, doc_)                                                                      \
    {                                                                                              \
        .key = #key_, .doc = (doc_), .type = &spec_source_type, IN(match, key_),                   \
        .example = #key_ ": query." #key_                                                          \
    }
#define RANGES                                                                                     \
    RANGE_END(prefix, "Strings or binary that begin with this."),                                  \
        RANGE_END(from, "From this value on, inclusive; `to` may stand beside it."),               \
        RANGE_END(to, "Up to this value, inclusive; `from` may stand beside it."),                 \
        RANGE_END(after, "Behind this value, exclusive."),                                         \
        RANGE_END(before, "Before this value, exclusive.")

static const struct field match_fields[] = {REFERENCE(match), CONSTANT(match), RANGES};
static const struct record match_record = {
    .name = "match",
    .doc = "What a key attribute must be: a value from somewhere, or, in a list and for the first "
           "sort attribute or template part that is not equal to something, a range.",
    .guide = spec_guide_match,
    RECORD(spec_match, match_fields),
    .shorthand = "ref",
};
static const struct type match_type = {
    .shape = TYPE_RECORD,
    .what = "a reference, such as `query.customer`, or a map",
    .record = &match_record,
};
const struct type spec_route_key_type = {
    .shape = TYPE_MAP,
    .what = "a map from key attributes to sources",
    .element = &match_type,
    .element_size = sizeof(struct spec_match),
    .max_count = LS_MAX_BINDINGS,
    .key_rule = &spec_attribute_rule,
};

/* ---- filters ------------------------------------------------------------------------------ */

static const struct field filter_fields[] = {
    REFERENCE(match),
    CONSTANT(match),
    RANGES,
    {.key = "contains",
     .doc = "Strings that hold this text, and lists and sets that hold this value.",
     .type = &spec_source_type,
     IN(match, contains),
     .example = "contains: query.word"},
    {.key = "exists",
     .doc = "true: items that have the attribute. false: items that have it not.",
     .type = &spec_bool_type,
     IN(match, exists),
     .example = "exists: true"},
};
static const struct record filter_record = {
    .name = "filter",
    .doc = "What an attribute of a listed item must be: equal to a value, in a range, or there at "
           "all. A value that the request does not give is no condition.",
    RECORD(spec_match, filter_fields),
    .shorthand = "ref",
};
static const struct type one_filter_type = {
    .shape = TYPE_RECORD,
    .what = "a reference, such as `query.state`, or a map",
    .record = &filter_record,
};
const struct type spec_filter_type = {
    .shape = TYPE_MAP,
    .what = "a map from attributes to sources",
    .element = &one_filter_type,
    .element_size = sizeof(struct spec_match),
    .min_count = 1,
    .max_count = LS_MAX_FILTERS,
    .key_rule = &spec_attribute_rule,
};
