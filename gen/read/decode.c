/*
 * decode.c - records, lists and maps, by the field table alone. Recursion follows the table's
 * types, which are no deeper than the language.
 */
#include "read/decode_parts.h"

#include <string.h>

#include "read/scalar.h"

static bool decode_value(struct decoder *decoder, const struct slot *slot,
                         const struct doc_node *node, void *out);
static void default_fields(struct decoder *decoder, const struct record *record,
                           unsigned char *out);
static void leave_out(struct decoder *decoder, const struct slot *slot, const struct doc_node *node,
                      unsigned char *out);
static void decode_fields(struct decoder *decoder, const struct slot *slot,
                          const struct doc_node *map, unsigned char *out);

static const char *quoted(struct decoder *decoder, struct text name)
{
    return text_format(decoder->arena, "`%s`", text_clip(decoder->arena, name, 60).ptr).ptr;
}

/* ---- lists and maps ----------------------------------------------------------------------- */

/* Returns how many of `count` are to be decoded. */
static size_t check_count(struct decoder *decoder, const struct slot *slot,
                          const struct doc_node *node, size_t count)
{
    const struct type *type = slot->type;
    const char *things = type->shape == TYPE_MAP ? "entries" : "items";
    const char *thing = type->shape == TYPE_MAP ? "entry" : "item";
    struct diag *d;

    if (count < type->min_count) {
        d = diag_add(decoder->diags, DIAG_too_few, value_range(slot, node),
                     "%s must have at least %zu %s", slot_label(decoder, slot), type->min_count,
                     type->min_count == 1 ? thing : things);
        if (slot->field != NULL && slot->field->example != NULL)
            diag_hint(d, "for example `%s`", slot->field->example);
    }
    if (type->max_count != 0 && count > type->max_count) {
        struct range at = node->kind == DOC_MAP ? node->members[type->max_count].key_at
                                                : node->elements[type->max_count]->at;
        diag_add(decoder->diags, DIAG_too_many, at, "%s must have at most %zu %s, not %zu",
                 slot_label(decoder, slot), type->max_count, type->max_count == 1 ? thing : things,
                 count);
        return type->max_count;
    }
    return count;
}

static bool decode_list(struct decoder *decoder, const struct slot *slot,
                        const struct doc_node *node, struct spec_list *out)
{
    const struct type *type = slot->type;
    bool many = node->kind == DOC_LIST;
    const struct doc_node *const *items = many ? node->elements : &node;
    size_t count = many ? node->count : 1;
    struct slot item = {type->element, NULL, slot->name, many, {0, 0}};
    unsigned char *decoded;

    if (!many && (!type->one_or_many || node->kind == DOC_MAP || node->kind == DOC_NULL)) {
        report_wrong_type(decoder, slot, node);
        return false;
    }
    count = check_count(decoder, slot, node, count);
    decoded = mem_array(decoder->arena, count, type->element_size);
    *out = (struct spec_list){decoded, 0, node->at, !decoder->defaulting};
    for (size_t i = 0; i < count; i++) {
        item.key_at = items[i]->at;
        if (decode_value(decoder, &item, items[i], decoded + out->count * type->element_size))
            out->count++;
        else
            memset(decoded + out->count * type->element_size, 0, type->element_size);
    }
    return true;
}

static bool decode_map(struct decoder *decoder, const struct slot *slot,
                       const struct doc_node *node, struct spec_list *out)
{
    const struct type *type = slot->type;
    unsigned char *decoded;
    size_t count;

    if (node->kind != DOC_MAP) {
        report_wrong_type(decoder, slot, node);
        return false;
    }
    count = check_count(decoder, slot, node, node->count);
    decoded = mem_array(decoder->arena, count, type->element_size);
    *out = (struct spec_list){decoded, count, node->at, !decoder->defaulting};
    for (size_t i = 0; i < count; i++, decoded += type->element_size) {
        const struct doc_member *member = &node->members[i];
        struct slot entry = {type->element, NULL, member->key, false, member->key_at};
        /* A bad name stays, so that what refers to it is not reported as well. */
        check_text(decoder, type->key_rule, member->key, member->key_at, &entry);
        if (!decode_value(decoder, &entry, member->value, decoded + type->value_offset))
            leave_out(decoder, &entry, member->value, decoded + type->value_offset);
        *(struct spec_text *)(void *)decoded =
            (struct spec_text){member->key, member->key_at, !decoder->defaulting};
    }
    return true;
}

/* ---- records ------------------------------------------------------------------------------ */

static const char *shorthand_for(const struct record *record, const struct doc_node *node)
{
    if (node->kind == DOC_LIST && record->list_shorthand != NULL)
        return record->list_shorthand;
    return record->shorthand;
}

static const struct field *find_field(const struct record *record, const char *key)
{
    for (size_t i = 0; key != NULL && i < record->field_count; i++) {
        if (strcmp(record->fields[i].key, key) == 0)
            return &record->fields[i];
    }
    return NULL;
}

static bool decode_as_record(struct decoder *decoder, const struct slot *slot,
                             const struct doc_node *node, unsigned char *out)
{
    const struct record *record = slot->type->record;
    const struct field *field = find_field(record, shorthand_for(record, node));
    struct range *at = (struct range *)(void *)(out + record->at_offset);

    if (node->kind == DOC_MAP) {
        decode_fields(decoder, slot, node, out);
    } else if (field == NULL || node->kind == DOC_NULL ||
               (node->kind == DOC_LIST && field->type->shape != TYPE_LIST)) {
        report_wrong_type(decoder, slot, node);
        return false;
    } else {
        struct type type = *field->type;
        struct slot short_form = {&type, slot->field, slot->name, slot->item, slot->key_at};
        if (slot->type->what != NULL)
            type.what = slot->type->what;
        default_fields(decoder, record, out);
        if (!decode_value(decoder, &short_form, node, out + field->offset))
            return false;
    }
    if (!decoder->defaulting)
        *at = node->at;
    return true;
}

/* ---- defaults ----------------------------------------------------------------------------- */

/* The default as the user would have written it: a scalar, or `[a, b]`. */
static const struct doc_node *default_node(struct mem_arena *arena, struct text text)
{
    struct doc_node *node = mem_alloc(arena, sizeof(*node));
    const struct doc_node **elements;

    if (!text_starts(text, "[")) {
        node->text = text;
        node->kind = scalar_kind(text, &node->integer);
        return node;
    }
    elements = mem_array(arena, text.len, sizeof(*elements)); /* more than there are commas */
    node->kind = DOC_LIST;
    for (const char *p = text.ptr + 1; *p != ']' && *p != '\0';) {
        size_t len = strcspn(p, ",]");
        elements[node->count++] = default_node(arena, text_copy(arena, p, len));
        p += len;
        p += strspn(p, ", ");
    }
    node->elements = elements;
    return node;
}

static void default_value(struct decoder *decoder, const struct type *type, unsigned char *out)
{
    void *value = out;

    if (type->shape == TYPE_RECORD)
        default_fields(decoder, type->record, out);
    else if (type->shape == TYPE_TEXT)
        ((struct spec_text *)value)->value = TEXT("");
}

static void default_field(struct decoder *decoder, const struct field *field, unsigned char *out)
{
    bool outer = decoder->defaulting;
    struct slot slot = {field->type, field, text_of(field->key), false, {0, 0}};

    if (field->type == NULL || (field->flags & FIELD_LATER) != 0)
        return;
    decoder->defaulting = true;
    if (field->default_text != NULL)
        decode_value(decoder, &slot, default_node(decoder->arena, text_of(field->default_text)),
                     out + field->offset);
    else
        default_value(decoder, field->type, out + field->offset);
    decoder->defaulting = outer;
}

/* A record of which nothing is written still has its defaults. */
static void default_fields(struct decoder *decoder, const struct record *record, unsigned char *out)
{
    for (size_t i = 0; i < record->field_count; i++)
        default_field(decoder, &record->fields[i], out);
}

/* ---- what could not be decoded ------------------------------------------------------------- */

/* So that a check can tell what was written, and wrong, from what was not written. */
static void keep_place(const struct type *type, struct range at, unsigned char *out)
{
    void *value = out;
    const struct field *shorthand;

    switch (type->shape) {
    case TYPE_TEXT:
        ((struct spec_text *)value)->at = at;
        break;
    case TYPE_INT:
        ((struct spec_int *)value)->at = at;
        break;
    case TYPE_BOOL:
        ((struct spec_bool *)value)->at = at;
        break;
    case TYPE_ENUM:
        ((struct spec_enum *)value)->at = at;
        break;
    case TYPE_NODE:
        ((struct spec_node *)value)->at = at;
        break;
    case TYPE_LIST:
    case TYPE_MAP:
        ((struct spec_list *)value)->at = at;
        break;
    case TYPE_RECORD:
        value = out + type->record->at_offset;
        *(struct range *)value = at;
        shorthand = find_field(type->record, type->record->shorthand);
        if (shorthand != NULL)
            keep_place(shorthand->type, at, out + shorthand->offset);
        break;
    }
}

static void leave_out(struct decoder *decoder, const struct slot *slot, const struct doc_node *node,
                      unsigned char *out)
{
    if (slot->field != NULL)
        default_field(decoder, slot->field, out - slot->field->offset);
    else
        default_value(decoder, slot->type, out);
    keep_place(slot->type, value_range(slot, node), out);
}

/* ---- fields ------------------------------------------------------------------------------- */

static void report_missing(struct decoder *decoder, const struct field *field,
                           const struct slot *slot, const struct doc_node *map)
{
    bool top = slot->name.ptr == NULL;
    struct diag *d = diag_add(decoder->diags, DIAG_missing_key,
                              top ? (struct range){map->at.start, map->at.start} : slot->key_at,
                              "`%s` is missing %s%s", field->key, top ? "" : "in ",
                              top ? "at the top level" : slot_label(decoder, slot));

    if (field->example != NULL)
        diag_hint(d, "for example `%s`", field->example);
}

static void decode_member(struct decoder *decoder, const struct record *record,
                          const struct doc_member *member, const struct slot *slot,
                          unsigned char *out)
{
    const struct field *field = record_field(record, member->key);
    struct slot value = {NULL, field, member->key, false, member->key_at};
    struct diag *d;

    if (field == NULL) {
        d = diag_add(decoder->diags, DIAG_unknown_key, member->key_at, "unknown key %s %s%s",
                     quoted(decoder, member->key), slot->name.ptr == NULL ? "" : "in ",
                     slot->name.ptr == NULL ? "at the top level" : slot_label(decoder, slot));
        hint_unknown_key(decoder, d, record, member->key);
    } else if ((field->flags & FIELD_LATER) != 0) {
        d = diag_add(decoder->diags, DIAG_not_supported_yet, member->key_at,
                     "`%s` is not supported yet", field->key);
        diag_hint(d, "it belongs to the spec language, but this version of lockstep does not "
                     "carry it out; remove it");
    } else {
        value.type = field->type;
        if (!decode_value(decoder, &value, member->value, out + field->offset))
            leave_out(decoder, &value, member->value, out + field->offset);
    }
}

static void decode_fields(struct decoder *decoder, const struct slot *slot,
                          const struct doc_node *map, unsigned char *out)
{
    const struct record *record = slot->type->record;
    bool *given = mem_array(decoder->arena, record->field_count, sizeof(*given));

    for (size_t i = 0; i < map->count; i++) {
        const struct field *field = record_field(record, map->members[i].key);
        if (field != NULL)
            given[field - record->fields] = true;
        decode_member(decoder, record, &map->members[i], slot, out);
    }
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (given[i])
            continue;
        if ((field->flags & FIELD_REQUIRED) != 0)
            report_missing(decoder, field, slot, map);
        default_field(decoder, field, out);
    }
}

/* False, and reported: the value is none of the slot's type; see leave_out(). */
static bool decode_value(struct decoder *decoder, const struct slot *slot,
                         const struct doc_node *node, void *out)
{
    const struct type *type = slot->type;
    struct diag *d;

    if (node->broken)
        return false;
    if (type->map_later != NULL && node->kind == DOC_MAP) {
        d = diag_add(decoder->diags, DIAG_not_supported_yet, value_range(slot, node),
                     "a map for %s is not supported yet", slot_label(decoder, slot));
        diag_hint(d, "in the spec language it is %s; this version takes %s", type->map_later,
                  type->what != NULL ? type->what : "a plain value");
        return false;
    }
    switch (type->shape) {
    case TYPE_LIST:
        return decode_list(decoder, slot, node, out);
    case TYPE_MAP:
        return decode_map(decoder, slot, node, out);
    case TYPE_RECORD:
        return decode_as_record(decoder, slot, node, out);
    default:
        return decode_scalar(decoder, slot, node, out);
    }
}

void decode_record(struct mem_arena *arena, struct diags *diags, const struct record *record,
                   const struct doc_node *node, void *out)
{
    struct decoder decoder = {.arena = arena, .diags = diags, .root = record};
    struct type type = {.shape = TYPE_RECORD, .record = record, .what = "a map"};
    struct slot slot = {&type, NULL, {NULL, 0}, false, node->at};

    if (decode_value(&decoder, &slot, node, out))
        return;
    default_fields(&decoder, record, out);
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        if (field->type != NULL)
            keep_place(field->type, node->at, (unsigned char *)out + field->offset);
    }
}
