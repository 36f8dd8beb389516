/*
 * tables.c - from the spec's tables to those of the plan: names, keys, indexes.
 */
#include "model/tables.h"

#include <stdlib.h>
#include <string.h>

#include "model/check_text.h"
#include "model/existing_tables.h"
#include "model/kms_keys.h"
#include "model/names.h"
#include "model/table_attributes.h"
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

/* ---- Indexes ---- */

/* The data of the attributes in the list, as plan_attributes has made it. */
static size_t add_attributes(const struct plan_table *plan, struct key_attributes keys,
                             const struct spec_list *list, const struct ls_attribute **out)
{
    const struct spec_attribute *attributes = list->items;
    size_t count = list->count < LS_MAX_KEY_PARTS ? list->count : LS_MAX_KEY_PARTS;

    for (size_t i = 0; i < count; i++)
        out[i] =
            plan->definitions[key_attribute_named(keys, attributes[i].name.value) - keys.items];
    return count;
}

static struct ls_index index_data(struct planner *planner, const struct plan_table *plan,
                                  const struct spec_index *index, struct key_attributes keys)
{
    const struct spec_list *partition =
        index->local.value ? &plan->spec->key.partition : &index->key.partition;
    const struct ls_attribute **key = mem_array(planner->arena, 2 * LS_MAX_KEY_PARTS, sizeof(*key));
    size_t partition_count = add_attributes(plan, keys, partition, key);

    return (struct ls_index){
        .name = index->name.value.ptr,
        .physical_name = index_physical_name(index)->value.ptr,
        .key = key,
        .partition_count = (uint8_t)partition_count,
        .sort_count = (uint8_t)add_attributes(plan, keys, &index->key.sort, key + partition_count),
        .local = index->local.value,
    };
}

static void plan_indexes(struct planner *planner, struct plan_table *plan, struct ls_table *data,
                         struct key_attributes keys)
{
    const struct spec_table *table = plan->spec;
    const struct spec_index *indexes = table->indexes.items;
    size_t count = table->indexes.count < UINT8_MAX ? table->indexes.count : UINT8_MAX;
    struct plan_index *plans = mem_array(planner->arena, count, sizeof(*plans));
    struct ls_index *rows = mem_array(planner->arena, count, sizeof(*rows));

    for (size_t i = 0; i < count; i++) {
        (void)interpolate(&planner->texts, &indexes[i].physical_name, INTERPOLATE_CONSTANT);
        rows[i] = index_data(planner, plan, &indexes[i], keys);
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

/* Names of the template and of C; those that refer to the table come after: see plan_values. */
static void plan_names(struct planner *planner, struct plan_table *plan)
{
    struct mem_arena *arena = planner->arena;
    struct text name = plan->spec->name.value;
    const char *pascal = names_pascal(arena, name), *upper = names_upper(arena, name);

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
}

static struct plan_value get_att(struct planner *planner, const struct plan_table *plan,
                                 const char *attribute)
{
    return (struct plan_value){
        .text = text_format(planner->arena, "${%s.%s}", plan->logical_id, attribute),
        .is_sub = true,
        .ref = plan->logical_id,
        .attribute = attribute,
    };
}

/* What a table of the stack is called where others need it. */
static void plan_values(struct planner *planner, struct plan_table *plan)
{
    if (plan->is_existing)
        return;
    plan->name = (struct plan_value){
        .text = text_format(planner->arena, "${%s}", plan->logical_id),
        .is_sub = true,
        .ref = plan->logical_id,
    };
    plan->arn = get_att(planner, plan, "Arn");
    if (plan->spec->stream.set)
        plan->stream_arn = get_att(planner, plan, "StreamArn");
}

static void plan_data(struct planner *planner, struct plan_table *plan, struct ls_table *data)
{
    const struct spec_table *spec = plan->spec;
    struct key_attributes keys = key_attributes_of(planner->arena, spec);
    struct text created, updated;

    data->name = spec->name.value.ptr;
    data->variable = plan->variable;
    if (table_timestamps(spec, &created, &updated)) {
        data->created = created.ptr;
        data->updated = updated.ptr;
    }
    if (spec->version.set)
        data->version = spec->version.value.ptr;
    if (spec->ttl.attribute.set) {
        data->ttl = spec->ttl.attribute.value.ptr;
        data->ttl_after_days = (uint16_t)spec->ttl.after_days.value;
        data->hide_expired = spec->ttl.hide_expired.value;
    }
    plan_attributes(planner, plan, data, keys);
    plan_indexes(planner, plan, data, keys);
    plan->data = data;
}

static int by_name(const void *left, const void *right)
{
    const struct plan_table *a = *(const struct plan_table *const *)left;
    const struct plan_table *b = *(const struct plan_table *const *)right;

    return text_compare(a->spec->name.value, b->spec->name.value);
}

/* What a text of the spec can refer to comes first. */
static void prepare(struct planner *planner)
{
    const struct spec_table *tables = planner->spec->tables.items;
    size_t count = planner->spec->tables.count;

    planner->table_count = count;
    planner->tables = mem_array(planner->arena, count, sizeof(planner->tables[0]));
    planner->table_names = mem_array(planner->arena, count, sizeof(planner->table_names[0]));
    planner->by_name = mem_array(planner->arena, count, sizeof(planner->by_name[0]));
    planner->tables_used = mem_array(planner->arena, count, sizeof(planner->tables_used[0]));
    planner->indexes_used = mem_array(planner->arena, count, sizeof(planner->indexes_used[0]));
    planner->texts.tables = planner->tables;
    planner->texts.tables_used = planner->tables_used;
    for (size_t i = 0; i < count; i++) {
        planner->tables[i].spec = &tables[i];
        plan_names(planner, &planner->tables[i]);
        planner->table_names[i] = tables[i].name.value.ptr;
        planner->by_name[i] = &planner->tables[i];
    }
    if (count > 0)
        qsort(planner->by_name, count, sizeof(planner->by_name[0]), by_name);
    plan_existing_tables(planner);
}

void plan_tables(struct planner *planner)
{
    struct ls_table *data;

    prepare(planner);
    data = mem_array(planner->arena, planner->table_count, sizeof(*data));
    for (size_t i = 0; i < planner->table_count; i++) {
        plan_values(planner, &planner->tables[i]);
        plan_encryption(planner, &planner->tables[i]);
        plan_data(planner, &planner->tables[i], &data[i]);
    }
    plan_table_names(planner);
    check_resource_names(planner);
    planner->service->tables = data;
    planner->service->table_count = (uint16_t)planner->table_count;
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
