/*
 * routes_tables.c - the tables' rows of routes.c: attributes, indexes, tables.
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

/*
 * The attributes of a table are one array: those of its key first, because that is what
 * ls_table.key points at, then those that only indexes have. Returns NULL past the last.
 */
static const struct ls_attribute *nth_attribute(const struct plan_table *table, size_t number)
{
    const struct ls_table *data = table->data;
    size_t seen = data->key_count;

    if (number < data->key_count)
        return &data->key[number];
    for (size_t i = 0; i < table->definition_count; i++) {
        const struct ls_attribute *one = table->definitions[i];
        bool in_key = false;

        for (size_t k = 0; k < data->key_count; k++)
            in_key = in_key || strcmp(data->key[k].name, one->name) == 0;
        if (!in_key && seen++ == number)
            return one;
    }
    return NULL;
}

const char *routes_attribute_ref(struct c_writer *w, const struct plan *plan,
                                 const struct ls_table *table, const struct ls_attribute *attribute)
{
    const struct plan_table *planned = plan_of(plan, table);
    const struct ls_attribute *one;
    size_t number = 0;

    while ((one = nth_attribute(planned, number)) != NULL &&
           strcmp(one->name, attribute->name) != 0)
        number++;
    assert(one != NULL);
    return text_format(w->arena, "&ls_%s_attributes[%zu] /* %s */", table->name, number,
                       c_comment(w->arena, text_of(attribute->name)))
        .ptr;
}

/* ---- Rows ---- */

static void attributes(struct c_writer *w, const struct plan_table *table)
{
    const struct ls_attribute *one;

    c_open(w, "static const struct ls_attribute ls_%s_attributes[] = {", table->data->name);
    for (size_t i = 0; (one = nth_attribute(table, i)) != NULL; i++) {
        struct c_list fields = {0};

        c_list_add(w, &fields, ".name = %s", routes_literal(w, one->name));
        c_list_add(w, &fields, ".type = %s", types[one->type]);
        if (one->generate != LS_GENERATE_NONE)
            c_list_add(w, &fields, ".generate = %s", generates[one->generate]);
        if (one->generate == LS_GENERATE_RANDOM)
            c_list_add(w, &fields, ".generate_length = %u", one->generate_length);
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
    c_line(w, ".key = ls_%s_attributes,", data->name);
    c_line(w, ".key_count = %u,", data->key_count);
    if (table->index_count > 0) {
        c_line(w, ".index_count = %zu,", table->index_count);
        c_line(w, ".indexes = ls_%s_indexes,", data->name);
    }
    if (data->created != NULL)
        c_line(w, ".created = %s,", routes_literal(w, data->created));
    if (data->updated != NULL)
        c_line(w, ".updated = %s,", routes_literal(w, data->updated));
    c_close(w, "},");
}

void routes_tables(struct c_writer *w, const struct plan *plan)
{
    if (plan->table_count == 0)
        return;
    for (size_t i = 0; i < plan->table_count; i++) {
        attributes(w, &plan->tables[i]);
        indexes(w, plan, &plan->tables[i]);
    }
    c_open(w, "static const struct ls_table ls_tables[] = {");
    for (size_t i = 0; i < plan->table_count; i++)
        table_row(w, &plan->tables[i]);
    c_close(w, "};");
    c_blank(w);
}
