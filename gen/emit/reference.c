/*
 * reference.c - spec/REFERENCE.md: every key of the spec language in this version, out of the
 * field table alone.
 */
#include <inttypes.h>

#include "emit/emit.h"
#include "emit/records.h"

static void put_type(struct text_buf *out, const struct type *type);

/* A cell of a table ends at a bar, in code too. */
static void put_cell(struct text_buf *out, const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text == '|')
            text_putc(out, '\\');
        text_putc(out, *text);
    }
}

static void put_code(struct text_buf *out, const char *text)
{
    text_putc(out, '`');
    put_cell(out, text);
    text_putc(out, '`');
}

/* The anchor that Markdown gives a heading: blanks become hyphens. */
static void put_link(struct text_buf *out, const struct record *record)
{
    text_printf(out, "[%s](#", record->name);
    for (const char *c = record->name; *c != '\0'; c++)
        text_putc(out, *c == ' ' ? '-' : *c);
    text_putc(out, ')');
}

/* ---- Types in words ---- */

static void put_int(struct text_buf *out, const struct type *type)
{
    if (type->allowed == NULL) {
        if (type->min == type->max)
            text_printf(out, "%" PRId64, type->min);
        else
            text_printf(out, "%" PRId64 " to %" PRId64, type->min, type->max);
        return;
    }
    for (size_t i = 0; i < type->allowed_count; i++)
        text_printf(out, "%s%" PRId64, i == 0 ? "" : ", ", type->allowed[i]);
}

static void put_enum(struct text_buf *out, const struct type *type)
{
    for (size_t i = 0; i < type->value_count; i++) {
        text_put(out, i == 0 ? "" : i + 1 == type->value_count ? " or " : ", ");
        put_code(out, type->values[i].name);
    }
}

static void put_text(struct text_buf *out, const struct text_rule *rule)
{
    put_cell(out, rule != NULL ? rule->what : "a text");
    if (rule != NULL && rule->hint != NULL) {
        text_put(out, ": ");
        put_cell(out, rule->hint);
    }
}

static void put_list(struct text_buf *out, const struct type *type)
{
    if (type->element->shape != TYPE_RECORD) {
        put_cell(out, type->what);
        return;
    }
    text_put(out, "a list of ");
    put_type(out, type->element);
}

static void put_map(struct text_buf *out, const struct type *type)
{
    const char *name = type->key_rule != NULL ? type->key_rule->what : "a name";

    if (type->names_suffice)
        text_printf(out, "%s, a list of such, or ", name);
    text_printf(out, "a map: %s → ", name);
    put_type(out, type->element);
}

static void put_type(struct text_buf *out, const struct type *type)
{
    switch (type->shape) {
    case TYPE_TEXT:
        put_text(out, type->rule);
        break;
    case TYPE_INT:
        put_int(out, type);
        break;
    case TYPE_BOOL:
        text_put(out, "`true` or `false`");
        break;
    case TYPE_ENUM:
        put_enum(out, type);
        break;
    case TYPE_NODE:
        put_cell(out, type->what);
        break;
    case TYPE_LIST:
        put_list(out, type);
        break;
    case TYPE_MAP:
        put_map(out, type);
        break;
    case TYPE_RECORD:
        put_link(out, type->record);
        break;
    }
}

/* ---- Records ---- */

static void put_short_form(struct text_buf *out, const struct record *record, const char *shorthand,
                           const char *what)
{
    const struct field *field = record_short_field(record, shorthand);

    if (field == NULL)
        return;
    if ((field->flags & FIELD_SHORT_ONLY) != 0) {
        text_printf(out, "\nGiven as %s: ", what);
    } else {
        text_printf(out, "\nAs %s, it is the value of ", what);
        put_code(out, field->key);
        text_put(out, ": ");
    }
    put_type(out, field->type);
    text_put(out, ".\n");
}

static void put_values(struct text_buf *out, const struct type *type)
{
    for (size_t i = 0; i < type->value_count; i++) {
        text_put(out, "<br>");
        put_code(out, type->values[i].name);
        text_put(out, ": ");
        put_cell(out, type->values[i].doc);
    }
}

static void put_field(struct text_buf *out, const struct field *field)
{
    text_put(out, "| ");
    put_code(out, field->key);
    text_put(out, (field->flags & FIELD_PER_ENVIRONMENT) != 0 ? " [E] | " : " | ");
    put_type(out, field->type);
    text_put(out, " | ");
    if ((field->flags & FIELD_REQUIRED) != 0)
        text_put(out, "required");
    else if (field->default_text != NULL)
        put_code(out, field->default_text);
    text_put(out, " | ");
    put_cell(out, field->doc);
    put_values(out, field->type);
    if (field->example != NULL) {
        text_put(out, "<br>");
        put_code(out, field->example);
    }
    text_put(out, " |\n");
}

static void put_later(struct text_buf *out, const struct record *record)
{
    size_t count = 0;

    for (size_t i = 0; i < record->field_count; i++) {
        if ((record->fields[i].flags & FIELD_LATER) == 0)
            continue;
        text_put(out, count++ == 0 ? "\nRefused by this version, part of the language: " : ", ");
        put_code(out, record->fields[i].key);
    }
    if (count > 0)
        text_put(out, ".\n");
}

static void put_record(struct text_buf *out, const struct record *record)
{
    text_printf(out, "\n## %s\n", record->name);
    if (record->doc != NULL)
        text_printf(out, "\n%s\n", record->doc);
    put_short_form(out, record, record->shorthand, "a scalar");
    put_short_form(out, record, record->list_shorthand, "a list");
    if (record_has_map_form(record))
        text_put(out, "\n| key | value | default | what it is |\n| --- | --- | --- | --- |\n");
    for (size_t i = 0; i < record->field_count; i++) {
        if (field_is_written(&record->fields[i]))
            put_field(out, &record->fields[i]);
    }
    put_later(out, record);
    if (record->guide != NULL)
        text_printf(out, "\n%s", record->guide);
}

void emit_reference(struct mem_arena *arena, const struct plan *plan, struct text_buf *out)
{
    struct records records = records_of(arena, &spec_record);

    (void)plan;
    text_put(out,
             "# The spec language\n\n"
             "Every key of `spec.yaml`. `lockstep reference` prints this page out of the table "
             "that also reads the spec. [E] marks what may differ by environment.\n");
    for (size_t i = 0; i < records.count; i++)
        put_record(out, records.items[i]);
}
