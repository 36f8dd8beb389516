/*
 * spec_schema_keys.c - the field table of key attributes, and of the keys of tables and indexes.
 */
#include "model/spec_schema.h"

/* ---- attributes --------------------------------------------------------------------------- */

const struct enum_value spec_attribute_type_values[] = {
    {"string", "S", LS_TYPE_STRING, "UTF-8 text."},
    {"number", "N", LS_TYPE_NUMBER, "A decimal of up to 38 digits."},
    {"binary", "B", LS_TYPE_BINARY, "Bytes; base64 in JSON."},
    {0},
};
const struct enum_value spec_generate_values[] = {
    {"none", NULL, LS_GENERATE_NONE, "The request must give a value."},
    {"uuid7", NULL, LS_GENERATE_UUID7, "A UUID that sorts by time."},
    {"uuid4", NULL, LS_GENERATE_UUID4, "A random UUID."},
    {"now", NULL, LS_GENERATE_NOW, "The time: RFC 3339 in a string, milliseconds in a number."},
    {"random", NULL, LS_GENERATE_RANDOM, "Random letters and digits; a collision is retried."},
    {0},
};

static const struct type attribute_type_type = {
    .shape = TYPE_ENUM, .values = spec_attribute_type_values, .value_count = 3};
static const struct type generate_kind_type = {
    .shape = TYPE_ENUM, .values = spec_generate_values, .value_count = 5};
/* Ours: with fewer, retries of a collision would soon find nothing free. */
static const struct type generate_length_type = {.shape = TYPE_INT, .min = 4, .max = 64};

static const struct field generate_fields[] = {
    {.key = "kind",
     .doc = "What is generated.",
     .type = &generate_kind_type,
     IN(generate, kind),
     .flags = FIELD_REQUIRED,
     .example = "kind: random"},
    {.key = "length",
     .doc = "Characters of a random value, which must say how many.",
     .type = &generate_length_type,
     IN(generate, length),
     .example = "length: 10"},
};
static const struct record generate_record = {
    .name = "generate",
    .doc = "What `create` puts where the request has no value.",
    RECORD(spec_generate, generate_fields),
    .shorthand = "kind",
};
static const struct type generate_type = {
    .shape = TYPE_RECORD,
    .what = "a word, such as uuid7, or a map",
    .record = &generate_record,
};

static const struct enum_value format_values[] = {
    {"timestamp", NULL, LS_FORMAT_TIMESTAMP,
     "RFC 3339 with any offset; kept in UTC with milliseconds, so that it sorts by time."},
    {0},
};
static const struct type format_type = {
    .shape = TYPE_ENUM, .values = format_values, .value_count = 1};

#define ATTRIBUTE_SOURCE                                                                           \
    {                                                                                              \
        .key = "source",                                                                           \
        .doc =                                                                                     \
            "Where every route on the table takes the value from, such as claim.tenant; the body " \
            "cannot set it, and only a route's own `key` says otherwise.",                         \
        .type = &spec_reference_type, IN(attribute, source), .example = "source: claim.tenant"     \
    }
#define ATTRIBUTE_FORMAT                                                                           \
    {                                                                                              \
        .key = "format", .doc = "What a string must look like; anything else is a 400.",           \
        .type = &format_type, IN(attribute, format), .example = "format: timestamp"                \
    }

/* ---- parts of a template ------------------------------------------------------------------ */

static const struct enum_value part_type_values[] = {
    {"string", "S", LS_TYPE_STRING, "UTF-8 text."},
    {0},
};
static const struct type part_type_type = {
    .shape = TYPE_ENUM, .values = part_type_values, .value_count = 1};
static const struct field part_fields[] = {
    {.key = "type",
     .doc = "A part is always a string.",
     .type = &part_type_type,
     IN(attribute, type),
     .default_text = "string"},
    {.key = "generate",
     .doc = "What `create` puts where the request has no value.",
     .type = &generate_type,
     IN(attribute, generate),
     .example = "generate: uuid7"},
    ATTRIBUTE_SOURCE,
    ATTRIBUTE_FORMAT,
};
static const struct record part_record = {
    .name = "part",
    .doc = "What a part of a template is, where it is more than any string.",
    RECORD(spec_attribute, part_fields),
    .shorthand = "type",
};
static const struct type part_type = {
    .shape = TYPE_RECORD,
    .what = "string, or a map",
    .record = &part_record,
};
static const struct type parts_type = {
    .shape = TYPE_MAP,
    .what = "a map from parts to what they are",
    .element = &part_type,
    .element_size = sizeof(struct spec_attribute),
    .max_count = LS_MAX_PARTS,
    .key_rule = &spec_attribute_rule,
};

static const struct text_rule template_rule = {
    .what = "a template",
    .pattern = "^.*\\{[^{}]+\\}.*$",
    .min_bytes = 1,
    .for_editors = true,
    .hint = "a text with parts in braces, in quotes: \"room#{room}\"",
};
static const struct type template_type = {.shape = TYPE_TEXT, .rule = &template_rule};

/* ---- an attribute ------------------------------------------------------------------------- */

static const struct field attribute_fields[] = {
    {.key = "type",
     .doc = "The attribute's type.",
     .type = &attribute_type_type,
     IN(attribute, type),
     .default_text = "string",
     .aws = "AttributeType"},
    {.key = "generate",
     .doc = "What `create` puts where the request has no value. The string partition attribute "
            "of a table without a sort attribute gets uuid7 when nothing is said.",
     .type = &generate_type,
     IN(attribute, generate),
     .example = "generate: uuid7"},
    ATTRIBUTE_SOURCE,
    {.key = "template",
     .doc = "A string that is put together from named parts. Parts bind, are stored and are "
            "answered like attributes; the attribute itself is hidden.",
     .type = &template_type,
     IN(attribute, key_template),
     .example = "template: \"room#{room}\""},
    {.key = "parts",
     .doc = "What the template's parts are, where one is more than any string.",
     .type = &parts_type,
     IN(attribute, parts),
     .example = "parts: { org: { source: claim.org } }"},
    ATTRIBUTE_FORMAT,
};
static const struct record attribute_record = {
    .name = "attribute",
    .doc = "A key attribute: its type, or a map that says more.",
    .guide = spec_guide_attribute,
    RECORD(spec_attribute, attribute_fields),
    .shorthand = "type",
};
static const struct type attribute_type = {
    .shape = TYPE_RECORD,
    .what = "string, number, binary, or a map",
    .record = &attribute_record,
};

/* ---- keys --------------------------------------------------------------------------------- */

static const struct type partition_type = {
    .shape = TYPE_MAP,
    .what = "a map of one attribute and its type",
    .element = &attribute_type,
    .element_size = sizeof(struct spec_attribute),
    .min_count = 1,
    .max_count = 1,
    .key_rule = &spec_attribute_rule,
};
static const struct type sort_type = {
    .shape = TYPE_MAP,
    .what = "a map of one attribute and its type",
    .element = &attribute_type,
    .element_size = sizeof(struct spec_attribute),
    .min_count = 1,
    .max_count = 1,
    .key_rule = &spec_attribute_rule,
};
static const struct type index_part_type = {
    .shape = TYPE_MAP,
    .what = "an attribute, a list of them, or a map of attributes and their types",
    .element = &attribute_type,
    .element_size = sizeof(struct spec_attribute),
    .max_count = LS_MAX_KEY_PARTS,
    .key_rule = &spec_attribute_rule,
    .names_suffice = true,
};

static const struct field key_fields[] = {
    {.key = "partition",
     .doc = "The partition attribute.",
     .type = &partition_type,
     IN(key, partition),
     .flags = FIELD_REQUIRED,
     .example = "partition: { id: string }",
     .aws = "HASH"},
    {.key = "sort",
     .doc = "The sort attribute, for tables that hold several items a partition.",
     .type = &sort_type,
     IN(key, sort),
     .example = "sort: { created: string }",
     .aws = "RANGE"},
};
static const struct record key_record = {
    .name = "key",
    .doc = "The table's primary key.",
    RECORD(spec_key, key_fields),
};
const struct type spec_key_type = {.shape = TYPE_RECORD, .record = &key_record};

static const struct field index_key_fields[] = {
    {.key = "partition",
     .doc = "One to four partition attributes, in order; none in a local index.",
     .type = &index_part_type,
     IN(index_key, partition),
     .example = "partition: { customer_id: string }",
     .aws = "HASH"},
    {.key = "sort",
     .doc = "Up to four sort attributes, in order.",
     .type = &index_part_type,
     IN(index_key, sort),
     .example = "sort: { created: string }",
     .aws = "RANGE"},
};
static const struct record index_key_record = {
    .name = "index key",
    .doc = "The key of an index.",
    RECORD(spec_index_key, index_key_fields),
};
const struct type spec_index_key_type = {.shape = TYPE_RECORD, .record = &index_key_record};
