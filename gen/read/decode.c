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
static void default_value(struct decoder *decoder, const struct type *type, unsigned char *out);

/* ---- lists and maps ----------------------------------------------------------------------- */

/* Returns how many of `count` are to be decoded. */
static size_t check_count(struct decoder *decoder, const struct slot *slot,
                          const struct doc_node *node, size_t count)
{
    const struct type *type = slot->type;
    bool map = node->kind == DOC_MAP;
    const char *things = map ? "entries" : "items", *thing = map ? "entry" : "item";
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

/* A name, or a list of them, as a map from each to nothing; what is no name is left out. */
static const struct doc_node *map_of_names(struct decoder *decoder, const struct slot *slot,
                                           const struct doc_node *node)
{
    const struct type name = {.shape = TYPE_TEXT, .rule = slot->type->key_rule};
    const struct slot item = {&name, NULL, slot->name, node->kind == DOC_LIST, slot->key_at};
    const struct doc_node *const *names = node->kind == DOC_LIST ? node->elements : &node;
    size_t count = node->kind == DOC_LIST ? node->count : 1;
    struct doc_member *members = mem_array(decoder->arena, count, sizeof(*members));
    struct doc_node *nothing = mem_alloc(decoder->arena, sizeof(*nothing));
    struct doc_node *map = mem_alloc(decoder->arena, sizeof(*map));

    nothing->kind = DOC_NULL;
    *map = (struct doc_node){.kind = DOC_MAP, .at = node->at, .members = members};
    for (size_t i = 0; i < count; i++) {
        if (names[i]->kind == DOC_TEXT && !names[i]->broken)
            members[map->count++] = (struct doc_member){names[i]->text, names[i]->at, nothing};
        else if (!names[i]->broken)
            report_wrong_type(decoder, &item, names[i]);
    }
    return map;
}

static void decode_entry(struct decoder *decoder, const struct type *map,
                         const struct doc_member *member, unsigned char *out)
{
    struct slot entry = {map->element, NULL, member->key, false, member->key_at};

    /* A bad name stays, so that what refers to it is not reported as well. */
    check_text(decoder, map->key_rule, member->key, member->key_at, &entry);
    if (map->names_suffice && member->value->kind == DOC_NULL && !member->value->broken)
        default_value(decoder, map->element, out + map->value_offset);
    else if (!decode_value(decoder, &entry, member->value, out + map->value_offset))
        leave_out(decoder, &entry, member->value, out + map->value_offset);
    *(struct spec_text *)(void *)out =
        (struct spec_text){member->key, member->key_at, !decoder->defaulting};
}

/* `-dev` was to be an item of a list, and `id:string` a map. */
static bool is_name(const struct doc_node *node)
{
    return node->kind == DOC_TEXT &&
           (node->quoted || (node->text.ptr[0] != '-' && pair_colon(node) == node->text.len));
}

static bool decode_map(struct decoder *decoder, const struct slot *slot,
                       const struct doc_node *node, struct spec_list *out)
{
    const struct type *type = slot->type;
    unsigned char *decoded;
    size_t count;

    if (type->names_suffice && (node->kind == DOC_LIST || is_name(node))) {
        count = check_count(decoder, slot, node, node->kind == DOC_LIST ? node->count : 1);
        node = map_of_names(decoder, slot, node);
        count = count < node->count ? count : node->count;
    } else if (node->kind == DOC_MAP) {
        count = check_count(decoder, slot, node, node->count);
    } else {
        report_wrong_type(decoder, slot, node);
        return false;
    }
    decoded = mem_array(decoder->arena, count, type->element_size);
    *out = (struct spec_list){decoded, count, node->at, !decoder->defaulting};
    for (size_t i = 0; i < count; i++, decoded += type->element_size)
        decode_entry(decoder, type, &node->members[i], decoded);
    return true;
}

/* ---- records ------------------------------------------------------------------------------ */

static const char *shorthand_for(const struct record *record, const struct doc_node *node)
{
    if (node->kind == DOC_LIST && record->list_shorthand != NULL)
        return record->list_shorthand;
    return record->shorthand;
}

static bool decode_as_record(struct decoder *decoder, const struct slot *slot,
                             const struct doc_node *node, unsigned char *out)
{
    const struct record *record = slot->type->record;
    const struct field *field = record_short_field(record, shorthand_for(record, node));
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

/* A record's defaults are made once, however many of its kind there are. */
static const struct default_record *defaults_of(struct decoder *decoder,
                                                const struct record *record)
{
    struct default_record *made = decoder->defaults;

    while (made != NULL && made->record != record)
        made = made->next;
    if (made != NULL)
        return made;
    made = mem_alloc(decoder->arena, sizeof(*made));
    made->record = record;
    made->bytes = mem_alloc(decoder->arena, record->size);
    for (size_t i = 0; i < record->field_count; i++)
        default_field(decoder, &record->fields[i], made->bytes);
    made->next = decoder->defaults;
    decoder->defaults = made;
    return made;
}

/* A record of which nothing is written still has its defaults. */
static void default_fields(struct decoder *decoder, const struct record *record, unsigned char *out)
{
    memcpy(out, defaults_of(decoder, record)->bytes, record->size);
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
        shorthand = record_short_field(type->record, type->record->shorthand);
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
    const struct field *field = known_field(decoder, record, member, slot);

    if (field != NULL) {
        struct slot value = {field->type, field, member->key, false, member->key_at};

        if (!decode_value(decoder, &value, member->value, out + field->offset))
            leave_out(decoder, &value, member->value, out + field->offset);
    }
}

static void decode_fields(struct decoder *decoder, const struct slot *slot,
                          const struct doc_node *map, unsigned char *out)
{
    const struct record *record = slot->type->record;
    bool *given = mem_array(decoder->arena, record->field_count, sizeof(*given));

    default_fields(decoder, record, out);
    for (size_t i = 0; i < map->count; i++) {
        const struct field *field = record_field(record, map->members[i].key);
        if (field != NULL)
            given[field - record->fields] = true;
        decode_member(decoder, record, &map->members[i], slot, out);
    }
    for (size_t i = 0; i < record->field_count && !map->incomplete; i++) {
        if (!given[i] && (record->fields[i].flags & FIELD_REQUIRED) != 0)
            report_missing(decoder, &record->fields[i], slot, map);
    }
}

/* False, and reported: the value is none of the slot's type; see leave_out(). */
static bool decode_value(struct decoder *decoder, const struct slot *slot,
                         const struct doc_node *node, void *out)
{
    if (node->broken)
        return false;
    switch (slot->type->shape) {
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
