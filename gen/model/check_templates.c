/*
 * check_templates.c - rules for derived attributes and their parts.
 */
#include "model/check.h"

#include <stdlib.h>
#include <string.h>

#include "model/check_text.h"
#include "model/tables.h"
#include "model/templates.h"

/* What `parts` says of a part; a part is one attribute, in however many templates it stands. */
struct described {
    struct text name;
    const struct spec_attribute *spec;
    bool in_table; /* beside a template of the table's own key */
};

struct templates {
    struct diags *diags;
    const struct spec_table *table;
    struct key_attributes keys;
    struct described *described; /* sorted by name, then by place */
    size_t described_count;
};

/* ---- Descriptions ---- */

static int by_name(const void *left, const void *right)
{
    const struct described *a = left, *b = right;
    int order = text_compare(a->name, b->name);

    return order != 0 ? order
                      : (a->spec->name.at.start > b->spec->name.at.start) -
                            (a->spec->name.at.start < b->spec->name.at.start);
}

static void gather(struct mem_arena *arena, struct templates *templates)
{
    size_t total = 0;

    for (size_t i = 0; i < templates->keys.count; i++) {
        const struct spec_attribute *derived = templates->keys.items[i].derived;

        total += derived == NULL ? 0 : derived->parts.count;
    }
    templates->described = mem_array(arena, total, sizeof(templates->described[0]));
    for (size_t i = 0; i < templates->keys.count; i++) {
        const struct key_attribute *key = &templates->keys.items[i];

        if (key->derived == NULL)
            continue;
        SPEC_EACH(const struct spec_attribute, part, &key->derived->parts)
        templates->described[templates->described_count++] =
            (struct described){part->name.value, part, key->in_table};
    }
    if (total > 0)
        qsort(templates->described, total, sizeof(templates->described[0]), by_name);
}

static void told_twice(struct templates *templates, const struct spec_attribute *part,
                       const struct spec_text *other)
{
    struct diag *diag = diag_add(templates->diags, DIAG_duplicate_part, part->name.at,
                                 "`%s` is described in two places", part->name.value.ptr);

    diag_note(diag, other->at, "the other one is here");
    diag_hint(diag, "a part is one attribute, in whatever templates it stands: describe it once");
}

static void check_descriptions(struct templates *templates)
{
    for (size_t i = 0; i < templates->described_count; i++) {
        const struct described *one = &templates->described[i];
        const struct key_attribute *key = key_attribute_named(templates->keys, one->name);

        if (one->in_table)
            check_attribute(templates->diags, one->spec);
        else
            check_index_attribute(templates->diags, one->spec);
        if (i > 0 && text_equal(one[-1].name, one->name))
            told_twice(templates, one->spec, &one[-1].spec->name);
        else if (key != NULL && key->in_table)
            told_twice(templates, one->spec, &key->decides->spec->name);
    }
}

/* ---- Where a part ends ---- */

static int search_name(const void *key, const void *element)
{
    const struct text *name = key;
    const struct described *described = element;

    return text_compare(*name, described->name);
}

/* The characters that every value of the part is made of; NULL: any. */
static const char *alphabet(const struct templates *templates, struct text name, const char **what)
{
    const struct key_attribute *key = key_attribute_named(templates->keys, name);
    const struct described *described =
        templates->described_count == 0
            ? NULL
            : bsearch(&name, templates->described, templates->described_count,
                      sizeof(templates->described[0]), search_name);
    enum ls_generate generate = LS_GENERATE_NONE;
    bool is_time = key != NULL && key->format == LS_FORMAT_TIMESTAMP;

    if (key != NULL && key->in_table)
        generate = attribute_generate(templates->table, key->decides->spec);
    if (described != NULL) {
        is_time = is_time || described->spec->format.value == LS_FORMAT_TIMESTAMP;
        generate = (enum ls_generate)described->spec->generate.kind.value;
    }
    if (is_time || generate == LS_GENERATE_NOW) {
        *what = "a timestamp";
        return "0123456789-:.TZ";
    }
    if (generate == LS_GENERATE_UUID7 || generate == LS_GENERATE_UUID4) {
        *what = "a UUID";
        return "0123456789abcdef-";
    }
    *what = "a random value";
    return generate == LS_GENERATE_RANDOM
               ? "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
               : NULL;
}

static void check_separator(struct templates *templates, const struct template_part *part,
                            struct text literal)
{
    const char *what, *letters = alphabet(templates, part->name, &what);

    if (letters == NULL || literal.len == 0)
        return;
    for (size_t i = 0; i < literal.len; i++) {
        if (strchr(letters, literal.ptr[i]) == NULL)
            return;
    }
    diag_hint(diag_add(templates->diags, DIAG_part_separator, part->at,
                       "`%.*s` is %s, which can hold the `%.*s` that is to end it",
                       TEXT_ARG(part->name), what, TEXT_ARG(literal)),
              "separate the parts by a text that no value holds, such as `#`");
}

/* ---- What can be a part ---- */

/* NULL: the server does not set it. */
static const char *managed(const struct spec_table *table, struct text name)
{
    struct text created, updated;

    if (table_timestamps(table, &created, &updated) &&
        (text_equal(created, name) || text_equal(updated, name)))
        return "a timestamp of the server's";
    if (table->version.set && text_equal(table->version.value, name))
        return "the version, a number";
    if (table->ttl.attribute.set && text_equal(table->ttl.attribute.value, name))
        return "the time to live, a number";
    return NULL;
}

static void check_part(struct templates *templates, const struct key_attribute *key,
                       const struct template_part *part)
{
    const struct key_attribute *same = key_attribute_named(templates->keys, part->name);
    const char *what = managed(templates->table, part->name);
    struct diag *diag;

    if (same != NULL && same->derived != NULL) {
        diag_hint(diag_add(templates->diags, DIAG_reserved_part, part->at,
                           "`%.*s` is itself made of parts", TEXT_ARG(part->name)),
                  "name parts only: their values are what is known");
    } else if (what != NULL) {
        diag_hint(diag_add(templates->diags, DIAG_reserved_part, part->at,
                           "`%.*s` is %s, and so can be no part", TEXT_ARG(part->name), what),
                  "a part is a string that does not change by itself");
    } else if (same != NULL && key->in_table && same->in_table) {
        diag = diag_add(templates->diags, DIAG_reserved_part, part->at,
                        "`%.*s` is an attribute of the same key", TEXT_ARG(part->name));
        diag_note(diag, same->decides->spec->name.at, "it is here");
        diag_hint(diag, "leave it out of the template: the key has it anyway");
    } else if (same != NULL && same->type != LS_TYPE_STRING) {
        diag = diag_add(templates->diags, DIAG_part_type, part->at,
                        "`%.*s` is a %s, but a part is a string", TEXT_ARG(part->name),
                        attribute_type_name(same->type));
        diag_note(diag, attribute_type_place(same->decides->spec), "it is a %s here",
                  attribute_type_name(same->type));
        diag_hint(diag, "make it a string there, or a part of another name");
    }
}

/* ---- The template ---- */

static void check_unknown_parts(struct mem_arena *arena, struct templates *templates,
                                const struct spec_attribute *derived,
                                const struct template_text *text)
{
    const char *names[LS_MAX_PARTS];

    for (size_t i = 0; i < text->part_count; i++)
        names[i] = text_copy(arena, text->parts[i].name.ptr, text->parts[i].name.len).ptr;
    SPEC_EACH(const struct spec_attribute, part, &derived->parts)
    {
        size_t i = 0;

        while (i < text->part_count && !text_equal(text->parts[i].name, part->name.value))
            i++;
        if (i == text->part_count)
            hint_names(arena,
                       diag_add(templates->diags, DIAG_unknown_part, part->name.at,
                                "the template has no part `%s`", part->name.value.ptr),
                       part->name.value, names, text->part_count);
    }
}

static void check_template(struct mem_arena *arena, struct templates *templates,
                           const struct key_attribute *key)
{
    const struct spec_text *written = &key->derived->key_template;
    struct template_text text = {.part_count = 0};
    size_t least;

    if (!template_read(templates->diags, written, &text))
        return;
    least = text.part_count + text.literals[0].len;
    for (size_t i = 0; i < text.part_count; i++) {
        check_part(templates, key, &text.parts[i]);
        check_separator(templates, &text.parts[i], text.literals[i + 1]);
        least += text.literals[i + 1].len;
    }
    if (least > key->max_len)
        diag_hint(diag_add(templates->diags, DIAG_template_too_long, written->at,
                           "what stands between the parts leaves no room for their values"),
                  "DynamoDB takes %d bytes here in all", (int)key->max_len);
    check_unknown_parts(arena, templates, key->derived, &text);
}

/* What belongs to the parts, and cannot stand at a mention of the derived attribute itself. */
static void check_options(struct templates *templates, const struct spec_attribute *mention)
{
    /* An index refuses the first two anyway, where it has the name alone. */
    bool here = mention->key_template.set;
    const struct {
        const char *option;
        struct range at;
        bool set;
    } options[] = {
        {"generate", mention->generate.at, mention->generate.kind.set && here},
        {"source", mention->source.at, mention->source.set && here},
        {"format", mention->format.at, mention->format.set},
    };

    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        if (options[i].set)
            diag_hint(diag_add(templates->diags, DIAG_template_option, options[i].at,
                               "`%s` is made of parts: `%s` belongs to one of them",
                               mention->name.value.ptr, options[i].option),
                      "write `parts: { NAME: { %s: … } }`", options[i].option);
    }
    if (mention->key_template.set && mention->type.set && mention->type.value != LS_TYPE_STRING)
        diag_hint(diag_add(templates->diags, DIAG_template_option, mention->type.at,
                           "a template makes a string"),
                  "leave `type` out");
}

static void check_mentions(struct templates *templates, const struct key_attribute *key)
{
    for (size_t i = 0; i < key->mention_count; i++) {
        const struct spec_attribute *mention = key->mentions[i].spec;
        struct diag *diag;

        if (key->derived != NULL)
            check_options(templates, mention);
        if (mention->parts.set && !mention->key_template.set &&
            !is_unread(mention->key_template.at, mention->key_template.set))
            diag_hint(diag_add(templates->diags, DIAG_unknown_part, mention->parts.at,
                               "`%s` has no template here, and so no parts",
                               mention->name.value.ptr),
                      "write them beside the template");
        if (!mention->key_template.set || mention == key->derived)
            continue;
        diag = diag_add(templates->diags, DIAG_duplicate_template, mention->key_template.at,
                        "the template of `%s` belongs elsewhere", mention->name.value.ptr);
        diag_note(diag,
                  key->derived != NULL ? key->derived->key_template.at
                                       : key->decides->spec->name.at,
                  key->derived != NULL ? "it has one here" : "it is of the table's own key");
        diag_hint(diag, "write it once, and here the name alone");
    }
}

void check_templates(struct mem_arena *arena, struct diags *diags, const struct spec_table *table,
                     struct key_attributes attributes)
{
    struct templates templates = {.diags = diags, .table = table, .keys = attributes};

    gather(arena, &templates);
    check_descriptions(&templates);
    for (size_t i = 0; i < attributes.count; i++) {
        check_mentions(&templates, &attributes.items[i]);
        if (attributes.items[i].derived != NULL)
            check_template(arena, &templates, &attributes.items[i]);
    }
}
