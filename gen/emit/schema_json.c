/*
 * schema_json.c - the JSON Schema (2020-12) of the spec language, for editors: completion, hover
 * texts, and errors while typing. It is made of the field table alone.
 *
 * It accepts whatever the command accepts. What needs two values at once (a rule of check.c) it
 * cannot refuse; lengths are in characters here and in bytes there, so it is the more lenient one.
 */
#include <stdlib.h>
#include <string.h>

#include "emit/emit.h"
#include "emit/json.h"
#include "emit/records.h"

static void put_type(struct json out, const struct type *type);

/* ---- Scalars ---- */

static void put_lengths(struct json out, const struct text_rule *rule)
{
    size_t max = rule->max_bytes;

    if (rule->max_chars != 0 && (max == 0 || rule->max_chars < max))
        max = rule->max_chars;
    if (rule->min_bytes != 0)
        json_int(out, "minLength", 1);
    if (max != 0)
        json_int(out, "maxLength", (int64_t)max);
}

static void put_text(struct json out, const struct text_rule *rule)
{
    struct json either, plain;

    json_string(out, "type", "string");
    if (rule == NULL)
        return;
    if (!rule->substitutes) {
        if (rule->pattern != NULL)
            json_string(out, "pattern", rule->pattern);
        put_lengths(out, rule);
        return;
    }
    if (rule->pattern == NULL && rule->max_bytes == 0 && rule->max_chars == 0)
        return;
    /* Of a text with ${…} in it the value is not known yet. */
    either = json_array(out, "anyOf");
    json_string(json_object(either, NULL), "pattern", "\\$\\{");
    plain = json_object(either, NULL);
    if (rule->pattern != NULL)
        json_string(plain, "pattern", rule->pattern);
    put_lengths(plain, rule);
}

static void put_int(struct json out, const struct type *type)
{
    json_string(out, "type", "integer");
    if (type->allowed != NULL) {
        struct json allowed = json_array(out, "enum");

        for (size_t i = 0; i < type->allowed_count; i++)
            json_int(allowed, NULL, type->allowed[i]);
        return;
    }
    json_int(out, "minimum", type->min);
    json_int(out, "maximum", type->max);
}

static void put_value(struct json out, const char *key, const struct enum_value *value)
{
    if (enum_value_is_boolean(value))
        json_bool(out, key, strcmp(value->name, "true") == 0);
    else
        json_string(out, key, value->name);
}

static void put_enum(struct json out, const struct type *type)
{
    struct json values = json_array(out, "enum");

    for (size_t i = 0; i < type->value_count; i++)
        put_value(values, NULL, &type->values[i]);
}

static void put_kinds(struct json out, unsigned kinds)
{
    static const char *const names[] = {
        [DOC_NULL] = "null",    [DOC_BOOL] = "boolean", [DOC_INT] = "integer",
        [DOC_FLOAT] = "number", [DOC_TEXT] = "string",  [DOC_LIST] = "array",
        [DOC_MAP] = "object",
    };
    struct json types;

    if (kinds == 0)
        return;
    types = json_array(out, "type");
    for (unsigned i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if ((kinds & 1u << i) != 0)
            json_string(types, NULL, names[i]);
    }
}

/* ---- Collections ---- */

static void put_counts(struct json out, const struct type *type, const char *min, const char *max)
{
    if (type->min_count != 0)
        json_int(out, min, (int64_t)type->min_count);
    if (type->max_count != 0)
        json_int(out, max, (int64_t)type->max_count);
}

static void put_list(struct json out, const struct type *type)
{
    struct json list = out;

    if (type->one_or_many) {
        struct json either = json_array(out, "anyOf");

        put_type(json_object(either, NULL), type->element);
        list = json_object(either, NULL);
    }
    json_string(list, "type", "array");
    put_type(json_object(list, "items"), type->element);
    put_counts(list, type, "minItems", "maxItems");
}

static void put_element(struct json out, const struct type *map)
{
    if (map->names_suffice) {
        struct json either = json_array(out, "anyOf");

        put_type(json_object(either, NULL), map->element);
        json_string(json_object(either, NULL), "type", "null");
    } else {
        put_type(out, map->element);
    }
}

static void put_map(struct json out, const struct type *type)
{
    struct json map = out;

    if (type->names_suffice) {
        struct json either = json_array(out, "anyOf"), list;

        put_text(json_object(either, NULL), type->key_rule);
        list = json_object(either, NULL);
        json_string(list, "type", "array");
        put_text(json_object(list, "items"), type->key_rule);
        put_counts(list, type, "minItems", "maxItems");
        map = json_object(either, NULL);
    }
    json_string(map, "type", "object");
    if (type->key_rule != NULL)
        put_text(json_object(map, "propertyNames"), type->key_rule);
    put_element(json_object(map, "additionalProperties"), type);
    put_counts(map, type, "minProperties", "maxProperties");
}

/* ---- Records ---- */

static const char *definition_name(struct mem_arena *arena, const struct record *record,
                                   bool overlay)
{
    char *name = mem_array(arena, strlen(record->name) + sizeof("_overlay"), 1), *end = name;

    for (const char *c = record->name; *c != '\0'; c++)
        *end++ = *c == ' ' ? '_' : *c;
    memcpy(end, "_overlay", overlay ? sizeof("_overlay") : 0);
    return name;
}

static void put_reference(struct json out, const struct record *record, bool overlay)
{
    json_string(
        out, "$ref",
        text_format(out.arena, "#/$defs/%s", definition_name(out.arena, record, overlay)).ptr);
}

static void put_type(struct json out, const struct type *type)
{
    switch (type->shape) {
    case TYPE_TEXT:
        put_text(out, type->rule);
        break;
    case TYPE_INT:
        put_int(out, type);
        break;
    case TYPE_BOOL:
        json_string(out, "type", "boolean");
        break;
    case TYPE_ENUM:
        put_enum(out, type);
        break;
    case TYPE_NODE:
        if (type->is_overlay)
            put_reference(out, &spec_record, true);
        else
            put_kinds(out, type->kinds);
        break;
    case TYPE_LIST:
        put_list(out, type);
        break;
    case TYPE_MAP:
        put_map(out, type);
        break;
    case TYPE_RECORD:
        put_reference(out, type->record, false);
        break;
    }
}

/* True when the default is a value of the type, and not words about one. */
static bool put_default(struct json out, const struct type *type, const char *text)
{
    char *end;
    long long number = strtoll(text, &end, 10);

    switch (type->shape) {
    case TYPE_BOOL:
        if (strcmp(text, "true") != 0 && strcmp(text, "false") != 0)
            return false;
        json_bool(out, "default", strcmp(text, "true") == 0);
        return true;
    case TYPE_INT:
        if (end == text || *end != '\0')
            return false;
        json_int(out, "default", number);
        return true;
    case TYPE_ENUM:
        for (size_t i = 0; i < type->value_count; i++) {
            if (strcmp(type->values[i].name, text) == 0) {
                put_value(out, "default", &type->values[i]);
                return true;
            }
        }
        return false;
    default:
        return false;
    }
}

static void put_field(struct json properties, const struct field *field)
{
    struct json out = json_object(properties, field->key);
    struct text_buf description;

    text_buf_init(&description, out.arena, TEXT_BUF_MAX);
    text_put(&description, field->doc);
    if (field->default_text != NULL && !put_default(out, field->type, field->default_text))
        text_printf(&description, "\nDefault: %s", field->default_text);
    if (field->example != NULL)
        text_printf(&description, "\nExample: %s", field->example);
    json_text(out, "description", text_view(&description));
    put_type(out, field->type);
}

/* Where the record's keys are described, as a JSON pointer. */
static struct text place_of_keys(struct mem_arena *arena, const struct record *record)
{
    int forms = (record->shorthand != NULL) + (record->list_shorthand != NULL);
    struct text_buf out;

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    text_putc(&out, '#');
    if (record != &spec_record)
        text_printf(&out, "/$defs/%s", definition_name(arena, record, false));
    if (forms > 0)
        text_printf(&out, "/anyOf/%d", forms); /* the map comes last */
    text_put(&out, "/properties");
    return text_view(&out);
}

/* Records and maps merge, so nothing in them is required; all else is as it is without overlay. */
static void put_overlay_field(struct json properties, struct text place, const struct field *field)
{
    struct json out = json_object(properties, field->key);
    const struct type *type = field->type;

    if (type->shape == TYPE_RECORD) {
        put_reference(out, type->record, true);
    } else if (type->shape == TYPE_MAP && type->element->shape == TYPE_RECORD) {
        json_string(out, "type", "object");
        put_reference(json_object(out, "additionalProperties"), type->element->record, true);
    } else {
        json_string(out, "$ref", text_format(out.arena, "%s/%s", place.ptr, field->key).ptr);
    }
}

static void put_required(struct json out, const struct record *record)
{
    struct json required = {0};

    for (size_t i = 0; i < record->field_count; i++) {
        if (!field_is_written(&record->fields[i]) ||
            (record->fields[i].flags & FIELD_REQUIRED) == 0)
            continue;
        if (required.node == NULL)
            required = json_array(out, "required");
        json_string(required, NULL, record->fields[i].key);
    }
}

static void put_map_form(struct json out, const struct record *record, bool overlay)
{
    struct text place = overlay ? place_of_keys(out.arena, record) : TEXT("");
    struct json properties;

    json_string(out, "type", "object");
    properties = json_object(out, "properties");
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];

        if (field_is_written(field) && !overlay)
            put_field(properties, field);
        else if (field_is_written(field) && field_may_differ(field))
            put_overlay_field(properties, place, field);
    }
    if (!overlay)
        put_required(out, record);
    json_bool(out, "additionalProperties", false);
}

/* With `overlay`: what of the record may differ by environment. */
static void put_record(struct json out, const struct record *record, bool overlay)
{
    const struct field *scalar = record_short_field(record, record->shorthand);
    const struct field *list = record_short_field(record, record->list_shorthand);
    struct json either;

    json_string(out, "description",
                overlay ? text_format(out.arena, "In one environment: %s", record->doc).ptr
                        : record->doc);
    if (scalar == NULL && list == NULL) {
        put_map_form(out, record, overlay);
        return;
    }
    either = json_array(out, "anyOf");
    if (scalar != NULL)
        put_type(json_object(either, NULL), scalar->type);
    if (list != NULL)
        put_type(json_object(either, NULL), list->type);
    if (record_has_map_form(record))
        put_map_form(json_object(either, NULL), record, overlay);
}

void emit_schema(struct mem_arena *arena, const struct plan *plan, struct text_buf *out)
{
    struct json root = json_new(arena), definitions;
    struct records records = records_of(arena, &spec_record);

    (void)plan;
    json_string(root, "$schema", "https://json-schema.org/draft/2020-12/schema");
    json_string(root, "title", "Lockstep spec");
    put_record(root, &spec_record, false);
    definitions = json_object(root, "$defs");
    for (size_t i = 0; i < records.count; i++) {
        const struct record *record = records.items[i];

        if (i > 0)
            put_record(json_object(definitions, definition_name(arena, record, false)), record,
                       false);
        if (record_may_differ(record))
            put_record(json_object(definitions, definition_name(arena, record, true)), record,
                       true);
    }
    json_print(root, JSON_PRETTY, out);
    text_putc(out, '\n');
}
