/*
 * routes_tables.c - the tables' rows of routes.c: templates, attributes, indexes, tables.
 */
#include "emit/routes_c.h"

#include <assert.h>
#include <string.h>

#define SPELL(constant) [constant] = #constant

static const char *const types[] = {
    SPELL(LS_TYPE_STRING),
    SPELL(LS_TYPE_NUMBER),
    SPELL(LS_TYPE_BINARY),
};

static const char *const generates[] = {
    SPELL(LS_GENERATE_NONE), SPELL(LS_GENERATE_UUID7),  SPELL(LS_GENERATE_UUID4),
    SPELL(LS_GENERATE_NOW),  SPELL(LS_GENERATE_RANDOM),
};

static const char *const formats[] = {
    SPELL(LS_FORMAT_ANY),
    SPELL(LS_FORMAT_TIMESTAMP),
};

/* ---- References ---- */

static const struct plan_table *plan_of(const struct plan *plan, const struct ls_table *table)
{
    size_t i = 0;

    while (i < plan->table_count && strcmp(plan->tables[i].data->name, table->name) != 0)
        i++;
    assert(i < plan->table_count);
    return &plan->tables[i];
}

const char *routes_table_ref(struct c_writer *w, const struct plan *plan,
                             const struct ls_table *table)
{
    return text_format(w->arena, "&ls_tables[%s]", plan_of(plan, table)->macro).ptr;
}

const char *routes_index_ref(struct c_writer *w, const struct plan *plan,
                             const struct ls_table *table, const struct ls_index *index)
{
    const struct plan_table *planned = plan_of(plan, table);
    size_t number = 0;

    while (number < planned->index_count &&
           strcmp(planned->indexes[number].data->name, index->name) != 0)
        number++;
    assert(number < planned->index_count);
    return text_format(w->arena, "&ls_%s_indexes[%zu] /* %s */", table->name, number, index->name)
        .ptr;
}

const char *routes_attribute_ref(struct c_writer *w, const struct plan *plan,
                                 const struct ls_table *table, const struct ls_attribute *attribute)
{
    const struct ls_table *data = plan_of(plan, table)->data;
    size_t number = 0;

    while (number < data->attribute_count &&
           strcmp(data->attributes[number].name, attribute->name) != 0)
        number++;
    assert(number < data->attribute_count);
    return text_format(w->arena, "&ls_%s_attributes[%zu] /* %s */", table->name, number,
                       c_comment(w->arena, text_of(attribute->name)))
        .ptr;
}

/* ---- Rows ---- */

/* A template's parts are named by their place among the attributes, which come behind it. */
static void template_row(struct c_writer *w, const struct ls_table *table,
                         const struct ls_template *one)
{
    struct c_list parts = {0}, literals = {0};

    c_open(w, "{");
    c_line(w, ".part_count = %u,", one->part_count);
    for (size_t i = 0; i < one->part_count; i++) {
        const char *name = table->attributes[one->parts[i]].name;

        c_list_add(w, &parts, "%u /* %s */", one->parts[i], c_comment(w->arena, text_of(name)));
        c_list_add(w, &literals, "%s", routes_literal(w, one->literals[i]));
    }
    c_list_add(w, &literals, "%s", routes_literal(w, one->literals[one->part_count]));
    c_list_end(w, &parts, ".parts = (const uint8_t[]){", "},");
    c_list_end(w, &literals, ".literals = (const char *const[]){", "},");
    c_close(w, "},");
}

static void templates(struct c_writer *w, const struct ls_table *table)
{
    bool any = false;

    for (size_t i = 0; i < table->attribute_count; i++) {
        if (table->attributes[i].template == NULL)
            continue;
        if (!any)
            c_open(w, "static const struct ls_template ls_%s_templates[] = {", table->name);
        any = true;
        template_row(w, table, table->attributes[i].template);
    }
    if (!any)
        return;
    c_close(w, "};");
    c_blank(w);
}

static void attributes(struct c_writer *w, const struct ls_table *table)
{
    size_t derived = 0; /* how many of the templates were used */

    c_open(w, "static const struct ls_attribute ls_%s_attributes[] = {", table->name);
    for (size_t i = 0; i < table->attribute_count; i++) {
        const struct ls_attribute *one = &table->attributes[i];
        struct c_list fields = {0};

        c_list_add(w, &fields, ".name = %s", routes_literal(w, one->name));
        c_list_add(w, &fields, ".type = %s", types[one->type]);
        if (one->format != LS_FORMAT_ANY)
            c_list_add(w, &fields, ".format = %s", formats[one->format]);
        if (one->generate != LS_GENERATE_NONE)
            c_list_add(w, &fields, ".generate = %s", generates[one->generate]);
        if (one->generate == LS_GENERATE_RANDOM)
            c_list_add(w, &fields, ".generate_length = %u", one->generate_length);
        if (one->max_len != 0)
            c_list_add(w, &fields, ".max_len = %u", one->max_len);
        if (one->template != NULL)
            c_list_add(w, &fields, ".template = &ls_%s_templates[%zu]", table->name, derived++);
        c_fields_end(w, &fields, "{", "},");
    }
    c_close(w, "};");
    c_blank(w);
}

static void indexes(struct c_writer *w, const struct plan *plan, const struct plan_table *table)
{
    if (table->index_count == 0)
        return;
    c_open(w, "static const struct ls_index ls_%s_indexes[] = {", table->data->name);
    for (size_t i = 0; i < table->index_count; i++) {
        const struct ls_index *one = table->indexes[i].data;
        size_t parts = (size_t)one->partition_count + one->sort_count;
        struct c_list key = {0};

        c_open(w, "{");
        c_line(w, ".name = %s,", routes_literal(w, one->name));
        c_line(w, ".physical_name = %s,", routes_literal(w, one->physical_name));
        for (size_t k = 0; k < parts; k++)
            c_list_add(w, &key, "%s", routes_attribute_ref(w, plan, table->data, one->key[k]));
        c_list_end(w, &key, ".key = (const struct ls_attribute *const[]){", "},");
        c_line(w, ".partition_count = %u,", one->partition_count);
        c_line(w, ".sort_count = %u,", one->sort_count);
        if (one->local)
            c_line(w, ".local = true,");
        c_close(w, "},");
    }
    c_close(w, "};");
    c_blank(w);
}

static void table_row(struct c_writer *w, const struct plan_table *table)
{
    const struct ls_table *data = table->data;

    c_open(w, "[%s] = {", table->macro);
    c_line(w, ".name = %s,", routes_literal(w, data->name));
    c_line(w, ".variable = %s,", routes_literal(w, data->variable));
    c_line(w, ".attributes = ls_%s_attributes,", data->name);
    c_line(w, ".key_count = %u,", data->key_count);
    c_line(w, ".attribute_count = %u,", data->attribute_count);
    if (table->index_count > 0) {
        c_line(w, ".index_count = %zu,", table->index_count);
        c_line(w, ".indexes = ls_%s_indexes,", data->name);
    }
    if (data->created != NULL)
        c_line(w, ".created = %s,", routes_literal(w, data->created));
    if (data->updated != NULL)
        c_line(w, ".updated = %s,", routes_literal(w, data->updated));
    if (data->version != NULL)
        c_line(w, ".version = %s,", routes_literal(w, data->version));
    if (data->ttl != NULL)
        c_line(w, ".ttl = %s,", routes_literal(w, data->ttl));
    if (data->ttl_after_days != 0)
        c_line(w, ".ttl_after_days = %u,", data->ttl_after_days);
    if (data->hide_expired)
        c_line(w, ".hide_expired = true,");
    c_close(w, "},");
}

void routes_tables(struct c_writer *w, const struct plan *plan)
{
    if (plan->table_count == 0)
        return;
    for (size_t i = 0; i < plan->table_count; i++) {
        templates(w, plan->tables[i].data);
        attributes(w, plan->tables[i].data);
        indexes(w, plan, &plan->tables[i]);
    }
    c_open(w, "static const struct ls_table ls_tables[] = {");
    for (size_t i = 0; i < plan->table_count; i++)
        table_row(w, &plan->tables[i]);
    c_close(w, "};");
    c_blank(w);
}
