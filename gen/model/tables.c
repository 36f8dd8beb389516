/*
 * tables.c - from the spec's tables to those of the plan: keys with one type an attribute, names,
 * physical names.
 */
#include "model/tables.h"

#include <stdlib.h>
#include <string.h>

#include "model/attributes.h"
#include "model/check_text.h"
#include "model/names.h"
#include "model/table_names.h"

bool table_timestamps(const struct spec_table *table, struct text *created, struct text *updated)
{
    const struct spec_timestamps *written = &table->timestamps;

    *created = written->created.value;
    *updated = written->updated.value;
    return written->enabled.value;
}

const struct spec_text *index_physical_name(const struct spec_index *index)
{
    return index->physical_name.set ? &index->physical_name : &index->name;
}

/* ---- Keys ---- */

/* One table's attributes on their way from spec to data. */
struct keys {
    struct key_attributes attributes;
    const struct ls_attribute **data; /* by attribute: in the table's key, or beside it */
};

static enum ls_generate default_generate(const struct spec_table *table,
                                         const struct spec_attribute *attribute)
{
    bool alone = table->key.sort.count == 0 && attribute == table->key.partition.items;

    return alone && attribute->type.value == LS_TYPE_STRING ? LS_GENERATE_UUID7 : LS_GENERATE_NONE;
}

static struct ls_attribute table_key_attribute(const struct spec_table *table,
                                               const struct spec_attribute *attribute)
{
    const struct spec_generate *generate = &attribute->generate;

    return (struct ls_attribute){
        .name = attribute->name.value.ptr,
        .type = (enum ls_attribute_type)attribute->type.value,
        .generate = generate->kind.set ? (enum ls_generate)generate->kind.value
                                       : default_generate(table, attribute),
        .generate_length = generate->length.set ? (uint16_t)generate->length.value : 0,
    };
}

static const struct ls_attribute *attribute_data(const struct keys *keys, struct text name)
{
    const struct key_attribute *attribute = key_attribute_named(keys->attributes, name);

    return keys->data[attribute - keys->attributes.items];
}

static void plan_key(struct planner *planner, struct plan_table *plan, struct ls_table *data,
                     struct keys *keys)
{
    const struct spec_table *table = plan->spec;
    struct ls_attribute *key = mem_array(planner->arena, 2, sizeof(*key));
    struct ls_attribute *others;

    keys->attributes = key_attributes_of(planner->arena, table);
    keys->data = mem_array(planner->arena, keys->attributes.count, sizeof(keys->data[0]));
    others = mem_array(planner->arena, keys->attributes.count, sizeof(*others));
    if (table->key.partition.count > 0) {
        key[data->key_count++] = table_key_attribute(table, table->key.partition.items);
        if (table->key.sort.count > 0)
            key[data->key_count++] = table_key_attribute(table, table->key.sort.items);
    }
    for (size_t i = 0; i < keys->attributes.count; i++) {
        const struct key_attribute *attribute = &keys->attributes.items[i];

        others[i] = (struct ls_attribute){.name = attribute->name.ptr, .type = attribute->type};
        keys->data[i] = &others[i];
        for (size_t part = 0; part < data->key_count; part++) {
            if (text_is(attribute->name, key[part].name))
                keys->data[i] = &key[part];
        }
    }
    data->key = key;
    plan->definitions = keys->data;
    plan->definition_count = keys->attributes.count;
}

/* ---- Indexes ---- */

static size_t add_parts(const struct keys *keys, const struct spec_list *list,
                        const struct ls_attribute **out)
{
    const struct spec_attribute *attributes = list->items;
    size_t count = list->count < LS_MAX_KEY_PARTS ? list->count : LS_MAX_KEY_PARTS;

    for (size_t i = 0; i < count; i++)
        out[i] = attribute_data(keys, attributes[i].name.value);
    return count;
}

static struct ls_index index_data(struct planner *planner, const struct spec_table *table,
                                  const struct spec_index *index, const struct keys *keys)
{
    const struct spec_list *partition =
        index->local.value ? &table->key.partition : &index->key.partition;
    const struct ls_attribute **key = mem_array(planner->arena, 2 * LS_MAX_KEY_PARTS, sizeof(*key));
    size_t partition_count = add_parts(keys, partition, key);

    return (struct ls_index){
        .name = index->name.value.ptr,
        .physical_name = index_physical_name(index)->value.ptr,
        .key = key,
        .partition_count = (uint8_t)partition_count,
        .sort_count = (uint8_t)add_parts(keys, &index->key.sort, key + partition_count),
        .local = index->local.value,
    };
}

static void plan_indexes(struct planner *planner, struct plan_table *plan, struct ls_table *data,
                         const struct keys *keys)
{
    const struct spec_table *table = plan->spec;
    const struct spec_index *indexes = table->indexes.items;
    size_t count = table->indexes.count < UINT8_MAX ? table->indexes.count : UINT8_MAX;
    struct plan_index *plans = mem_array(planner->arena, count, sizeof(*plans));
    struct ls_index *rows = mem_array(planner->arena, count, sizeof(*rows));

    for (size_t i = 0; i < count; i++) {
        (void)interpolate(&planner->texts, &indexes[i].physical_name, INTERPOLATE_CONSTANT);
        rows[i] = index_data(planner, table, &indexes[i], keys);
        plans[i] = (struct plan_index){
            .spec = &indexes[i],
            .physical_name = index_physical_name(&indexes[i])->value,
            .data = &rows[i],
        };
    }
    plan->indexes = plans;
    plan->index_count = count;
    data->indexes = rows;
    data->index_count = (uint8_t)count;
    planner->indexes_used[plan - planner->tables] = mem_array(planner->arena, count, sizeof(bool));
}

/* ---- Tables ---- */

static void plan_table(struct planner *planner, struct plan_table *plan, struct ls_table *data)
{
    struct mem_arena *arena = planner->arena;
    struct text name = plan->spec->name.value, created, updated;
    const char *pascal = names_pascal(arena, name), *upper = names_upper(arena, name);
    struct keys keys;

    plan->logical_id = text_format(arena, "%sTable", pascal).ptr;
    plan->macro = text_format(arena, "LS_TABLE_%s", upper).ptr;
    plan->variable = text_format(arena, "LOCKSTEP_TABLE_%s", upper).ptr;
    plan->output_name =
        plan == planner->tables ? "TableName" : text_format(arena, "%sTableName", pascal).ptr;
    plan->name_tag = (struct plan_value){
        .text = text_format(arena, "%s-%s-${" PLAN_ENVIRONMENT "}",
                            planner->spec->service.value.ptr, name.ptr),
        .is_sub = true,
    };
    data->name = name.ptr;
    data->variable = plan->variable;
    if (table_timestamps(plan->spec, &created, &updated)) {
        data->created = created.ptr;
        data->updated = updated.ptr;
    }
    plan_key(planner, plan, data, &keys);
    plan_indexes(planner, plan, data, &keys);
    plan->data = data;
}

static int by_name(const void *left, const void *right)
{
    const struct plan_table *a = *(const struct plan_table *const *)left;
    const struct plan_table *b = *(const struct plan_table *const *)right;

    return text_compare(a->spec->name.value, b->spec->name.value);
}

void plan_tables(struct planner *planner)
{
    const struct spec_table *tables = planner->spec->tables.items;
    size_t count = planner->spec->tables.count;
    struct ls_table *data = mem_array(planner->arena, count, sizeof(*data));

    planner->table_count = count;
    planner->tables = mem_array(planner->arena, count, sizeof(planner->tables[0]));
    planner->table_ids = mem_array(planner->arena, count, sizeof(planner->table_ids[0]));
    planner->table_names = mem_array(planner->arena, count, sizeof(planner->table_names[0]));
    planner->by_name = mem_array(planner->arena, count, sizeof(planner->by_name[0]));
    planner->tables_used = mem_array(planner->arena, count, sizeof(planner->tables_used[0]));
    planner->indexes_used = mem_array(planner->arena, count, sizeof(planner->indexes_used[0]));
    planner->texts.tables_used = planner->tables_used;
    for (size_t i = 0; i < count; i++) {
        planner->tables[i].spec = &tables[i];
        plan_table(planner, &planner->tables[i], &data[i]);
        planner->table_ids[i] = planner->tables[i].logical_id;
        planner->table_names[i] = tables[i].name.value.ptr;
        planner->by_name[i] = &planner->tables[i];
    }
    if (count > 0)
        qsort(planner->by_name, count, sizeof(planner->by_name[0]), by_name);
    plan_table_names(planner);
    planner->service->tables = data;
    planner->service->table_count = (uint16_t)count;
}

/* ---- Look-ups ---- */

static int search_name(const void *key, const void *element)
{
    const struct text *name = key;
    const struct plan_table *const *table = element;

    return text_compare(*name, (*table)->spec->name.value);
}

const struct plan_table *find_table(struct planner *planner, const struct spec_text *name)
{
    const struct plan_table **found = NULL;
    struct diag *diag;

    if (planner->table_count > 0)
        found = bsearch(&name->value, planner->by_name, planner->table_count,
                        sizeof(planner->by_name[0]), search_name);
    if (found != NULL)
        return *found;
    if (is_unread(planner->spec->tables.at, planner->spec->tables.set))
        return NULL;
    diag = diag_add(planner->diags, DIAG_unknown_table, name->at, "there is no table `%.*s`",
                    TEXT_ARG(name->value));
    hint_names(planner->arena, diag, name->value, planner->table_names, planner->table_count);
    return NULL;
}

const struct plan_index *find_index(struct planner *planner, const struct plan_table *table,
                                    struct text name, struct range at)
{
    const char **names = mem_array(planner->arena, table->index_count, sizeof(*names));
    struct diag *diag;

    for (size_t i = 0; i < table->index_count; i++) {
        if (text_equal(table->indexes[i].spec->name.value, name))
            return &table->indexes[i];
        names[i] = table->indexes[i].spec->name.value.ptr;
    }
    if (is_unread(table->spec->indexes.at, table->spec->indexes.set))
        return NULL;
    diag = diag_add(planner->diags, DIAG_unknown_index, at, "the table `%s` has no index `%.*s`",
                    table->spec->name.value.ptr, TEXT_ARG(name));
    hint_names(planner->arena, diag, name, names, table->index_count);
    return NULL;
}

void use_table(struct planner *planner, const struct plan_table *table,
               const struct plan_index *index)
{
    size_t at = (size_t)(table - planner->tables);

    planner->tables_used[at] = true;
    if (index != NULL)
        planner->indexes_used[at][index - table->indexes] = true;
}

void warn_unused(struct planner *planner)
{
    if (diags_errors(planner->diags) > 0)
        return; /* what could not be read may be what uses them */
    for (size_t i = 0; i < planner->table_count; i++) {
        const struct plan_table *table = &planner->tables[i];
        struct diag *diag;

        if (!planner->tables_used[i]) {
            diag = diag_add(planner->diags, DIAG_unused_table, table->spec->name.at,
                            "no route uses the table `%s`", table->spec->name.value.ptr);
            diag_hint(diag, "add a route for it, or grant a handler operations on it");
            continue;
        }
        for (size_t j = 0; j < table->index_count; j++) {
            const struct spec_text *name = &table->indexes[j].spec->name;

            if (planner->indexes_used[i][j])
                continue;
            diag = diag_add(planner->diags, DIAG_unused_index, name->at,
                            "no route uses the index `%s`, but every write pays for it",
                            name->value.ptr);
            diag_hint(diag, "list by it: `{ action: list, table: %s, index: %s, … }`",
                      table->spec->name.value.ptr, name->value.ptr);
        }
    }
}
