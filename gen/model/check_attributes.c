/*
 * check_attributes.c - rules for one attribute of a key, or one part of a template.
 */
#include "model/check.h"

#include "model/check_text.h"

const char *attribute_type_name(enum ls_attribute_type type)
{
    static const char *const names[] = {
        [LS_TYPE_STRING] = "string", [LS_TYPE_NUMBER] = "number", [LS_TYPE_BINARY] = "binary"};

    return names[type];
}

struct range attribute_type_place(const struct spec_attribute *attribute)
{
    return attribute->type.set ? attribute->type.at : attribute->name.at;
}

static void check_type(struct diags *diags, const struct spec_attribute *attribute)
{
    const struct spec_generate *generate = &attribute->generate;
    enum ls_attribute_type type = (enum ls_attribute_type)attribute->type.value;
    bool is_now = generate->kind.value == LS_GENERATE_NOW;

    if (is_unread(attribute->type.at, attribute->type.set))
        return;
    if (is_now ? type == LS_TYPE_BINARY : type != LS_TYPE_STRING)
        diag_hint(diag_add(diags, DIAG_generate_type, generate->kind.at,
                           "`%s` is of type %s, which %s cannot make", attribute->name.value.ptr,
                           attribute_type_name(type),
                           spec_generate_values[generate->kind.value].name),
                  is_now ? "`now` makes a string or a number"
                         : "uuid7, uuid4 and random make strings; `now` makes a number as well");
    else if (attribute->format.value == LS_FORMAT_TIMESTAMP && !is_now)
        diag_hint(diag_add(diags, DIAG_generate_type, generate->kind.at,
                           "`%s` is a timestamp, which %s cannot make", attribute->name.value.ptr,
                           spec_generate_values[generate->kind.value].name),
                  "write `generate: now`");
}

static void check_length(struct diags *diags, const struct spec_generate *generate)
{
    bool is_random = generate->kind.value == LS_GENERATE_RANDOM;

    if (is_random && !generate->length.set && !range_given(generate->length.at))
        diag_hint(diag_add(diags, DIAG_generate_length, generate->kind.at,
                           "a random value needs a length"),
                  "write `generate: { kind: random, length: 10 }`");
    else if (!is_random && generate->length.set)
        diag_hint(diag_add(diags, DIAG_generate_length, generate->length.at,
                           "only a random value has a length"),
                  "leave `length` out");
}

void check_attribute(struct diags *diags, const struct spec_attribute *attribute)
{
    const struct spec_generate *generate = &attribute->generate;
    struct diag *diag;

    if (!generate->kind.set || generate->kind.value == LS_GENERATE_NONE)
        return;
    check_type(diags, attribute);
    check_length(diags, generate);
    if (!attribute->source.set)
        return;
    diag = diag_add(diags, DIAG_source_with_generate, generate->kind.at,
                    "`%s` is never generated: it has a source", attribute->name.value.ptr);
    diag_note(diag, attribute->source.at, "every route takes it from here");
    diag_hint(diag, "leave one of the two out");
}

void check_index_attribute(struct diags *diags, const struct spec_attribute *attribute)
{
    if (attribute->generate.kind.set)
        diag_hint(diag_add(diags, DIAG_generate_on_index, attribute->generate.at,
                           "only an attribute of the table's own key can be generated"),
                  "move `generate` to the table's key, or let a handler set `%s`",
                  attribute->name.value.ptr);
    if (attribute->source.set)
        diag_hint(diag_add(diags, DIAG_source_on_index, attribute->source.at,
                           "only an attribute of the table's own key has a source"),
                  "bind it where it is needed: a route's `key: { %s: %s }` to find by it, `set` to "
                  "write it",
                  attribute->name.value.ptr, attribute->source.value.ptr);
}
