/*
 * check_indexes.c - rules for the indexes of one table.
 */
#include "model/check.h"

#include <stdlib.h>

#include "model/check_text.h"
#include "model/tables.h"

/* Quotas of DynamoDB, for one table. */
#define GLOBAL_INDEXES_MAX 20
#define LOCAL_INDEXES_MAX  5
#define PROJECTED_MAX      100 /* attributes that projections name, over all indexes */

static const struct spec_attribute *attribute_in(const struct spec_list *list, struct text name)
{
    SPEC_EACH(const struct spec_attribute, attribute, list)
    {
        if (text_equal(attribute->name.value, name))
            return attribute;
    }
    return NULL;
}

/* The first attribute of the index's key with that name. */
static const struct spec_attribute *in_index_key(const struct spec_table *table,
                                                 const struct spec_index *index, struct text name)
{
    const struct spec_list *partition =
        index->local.value ? &table->key.partition : &index->key.partition;
    const struct spec_attribute *attribute = attribute_in(partition, name);

    return attribute != NULL ? attribute : attribute_in(&index->key.sort, name);
}

static void check_attributes(struct diags *diags, const struct spec_table *table,
                             const struct spec_index *index, const struct spec_list *attributes)
{
    const struct spec_attribute *attribute = attributes->items;

    /* Likewise: the field table allows 4. */
    for (size_t i = 0; i < attributes->count && i < LS_MAX_KEY_PARTS; i++, attribute++) {
        const struct spec_attribute *first = in_index_key(table, index, attribute->name.value);
        struct diag *diag;

        if (first != attribute) {
            diag = diag_add(diags, DIAG_duplicate_key_attribute, attribute->name.at,
                            "the key of `%s` has `%s` twice", index->name.value.ptr,
                            attribute->name.value.ptr);
            diag_note(diag, first->name.at, "the first one is here");
            diag_hint(diag, index->local.value ? "a local index has the table's partition attribute"
                                               : "name each attribute once");
        }
        if (!attribute->key_template.set) /* beside a template they are refused anyway */
            check_index_attribute(diags, attribute);
    }
}

static void check_local(struct diags *diags, const struct spec_table *table,
                        const struct spec_index *index)
{
    const char *name = index->name.value.ptr;

    if (index->key.partition.count > 0)
        diag_hint(diag_add(diags, DIAG_local_index_key, index->key.partition.at,
                           "a local index has the table's partition attribute"),
                  "leave `partition` out");
    if (index->key.sort.count != 1 && range_given(index->key.at))
        diag_hint(diag_add(diags, DIAG_local_index_key, index->key.at,
                           "the local index `%s` needs one sort attribute", name),
                  "write `key: { sort: { ATTRIBUTE: string } }`");
    if (table->key.sort.count == 0 && table->key.partition.count > 0)
        diag_hint(diag_add(diags, DIAG_local_index_table, index->local.at,
                           "the table has no sort attribute, so it can have no local index"),
                  "leave `local` out: a global index needs its own partition attribute");
    for (size_t i = 0; i < 3; i++) {
        const struct range units[] = {index->capacity.at, index->max_throughput.at,
                                      index->warm_throughput.at};

        if (range_given(units[i]))
            diag_hint(diag_add(diags, DIAG_local_index_throughput, units[i],
                               "a local index has no throughput of its own"),
                      "leave this out: it uses the table's");
    }
    if (index->contributor_insights.set)
        diag_hint(diag_add(diags, DIAG_local_index_insights, index->contributor_insights.at,
                           "a local index has no contributor insights of its own"),
                  "write it for the table: what is read of the index counts there");
}

static void check_global(struct diags *diags, const struct table_forms *forms,
                         const struct spec_table *table, const struct spec_index *index)
{
    const struct spec_list *partition = &index->key.partition;

    if (partition->count == 0 && range_given(index->key.at) &&
        !is_unread(partition->at, partition->set))
        diag_hint(diag_add(diags, DIAG_index_without_partition, index->key.at,
                           "the index `%s` has no partition attribute", index->name.value.ptr),
                  "write `key: { partition: { ATTRIBUTE: string } }`, or `local: true` for the "
                  "table's");
    check_throughput(diags, forms, table, index);
}

static void check_projection(struct diags *diags, const struct spec_table *table,
                             const struct spec_index *index)
{
    const struct spec_text *attributes = index->projection.attributes.items;

    /* The field table allows 20; whoever wrote thousands has been told. */
    for (size_t i = 0; i < index->projection.attributes.count && i < PROJECTED_MAX; i++) {
        const struct spec_text *attribute = &attributes[i];
        const struct spec_attribute *key = in_index_key(table, index, attribute->value);
        struct diag *diag;

        if (key == NULL)
            key = attribute_in(&table->key.partition, attribute->value);
        if (key == NULL)
            key = attribute_in(&table->key.sort, attribute->value);
        if (key != NULL) {
            diag = diag_add(diags, DIAG_projected_key, attribute->at,
                            "`%s` is a key attribute, which every index holds anyway",
                            attribute->value.ptr);
            diag_note(diag, key->name.at, "it is a key attribute here");
            diag_hint(diag, "leave it out");
        }
        for (size_t j = 0; j < i; j++) {
            if (!text_equal(attributes[j].value, attribute->value))
                continue;
            diag = diag_add(diags, DIAG_duplicate_projection, attribute->at,
                            "`%s` is projected twice", attribute->value.ptr);
            diag_note(diag, attributes[j].at, "the first one is here");
            diag_hint(diag, "name it once");
            break;
        }
    }
}

static int by_physical_name(const void *left, const void *right)
{
    const struct spec_index *a = *(const struct spec_index *const *)left;
    const struct spec_index *b = *(const struct spec_index *const *)right;
    int order = text_compare(index_physical_name(a)->value, index_physical_name(b)->value);

    return order != 0
               ? order
               : (a->name.at.start > b->name.at.start) - (a->name.at.start < b->name.at.start);
}

static void check_names(struct mem_arena *arena, struct diags *diags,
                        const struct spec_table *table)
{
    size_t count = table->indexes.count;
    const struct spec_index **sorted = mem_array(arena, count, sizeof(*sorted));
    const struct spec_index *indexes = table->indexes.items;

    for (size_t i = 0; i < count; i++)
        sorted[i] = &indexes[i];
    if (count > 0)
        qsort(sorted, count, sizeof(sorted[0]), by_physical_name);
    for (size_t i = 1; i < count; i++) {
        const struct spec_text *first = index_physical_name(sorted[i - 1]);
        const struct spec_text *second = index_physical_name(sorted[i]);
        struct diag *diag;

        if (!text_equal(first->value, second->value))
            continue;
        diag = diag_add(diags, DIAG_physical_name_clash, second->at,
                        "two indexes of this table are named `%s`", second->value.ptr);
        diag_note(diag, first->at, "the other one is here");
        diag_hint(diag, "give one of them another name");
    }
}

static void check_count(struct diags *diags, const struct spec_index *index, size_t *count,
                        size_t max, enum diag_id id, const char *what)
{
    if (++*count == max + 1)
        diag_hint(diag_add(diags, id, index->name.at, "a table can have %zu %s indexes", max, what),
                  "leave out what no route needs");
}

void check_indexes(struct mem_arena *arena, struct diags *diags, const struct spec_table *table,
                   const struct table_forms *forms)
{
    size_t locals = 0, globals = 0, projected = 0;

    SPEC_EACH(const struct spec_index, index, &table->indexes)
    {
        size_t before = projected;

        if (!index->local.value)
            check_attributes(diags, table, index, &index->key.partition);
        check_attributes(diags, table, index, &index->key.sort);
        if (index->local.value) {
            check_local(diags, table, index);
            check_count(diags, index, &locals, LOCAL_INDEXES_MAX, DIAG_too_many_local_indexes,
                        "local");
        } else {
            check_global(diags, forms, table, index);
            check_count(diags, index, &globals, GLOBAL_INDEXES_MAX, DIAG_too_many_global_indexes,
                        "global");
        }
        check_projection(diags, table, index);
        projected += index->projection.attributes.count;
        if (before <= PROJECTED_MAX && projected > PROJECTED_MAX)
            diag_hint(diag_add(diags, DIAG_too_many_projected, index->projection.at,
                               "the indexes of a table can name %d attributes in all",
                               PROJECTED_MAX),
                      "write `projection: all` where most are needed");
    }
    check_names(arena, diags, table);
}
