/*
 * attributes.c - gathers the mentions of key attributes and groups them by name.
 */
#include "model/attributes.h"

#include <stdlib.h>

/* DynamoDB's limits of a key value, bytes. */
#define PARTITION_MAX 2048
#define SORT_MAX      1024

struct gatherer {
    struct key_mention *mentions;
    size_t count;
};

static void gather(struct gatherer *gatherer, const struct spec_list *list, bool is_sort,
                   const struct spec_index *index)
{
    SPEC_EACH(const struct spec_attribute, attribute, list)
    {
        gatherer->mentions[gatherer->count] =
            (struct key_mention){attribute, index, is_sort, gatherer->count};
        gatherer->count++;
    }
}

static int by_name(const void *left, const void *right)
{
    const struct key_mention *a = left, *b = right;
    int order = text_compare(a->spec->name.value, b->spec->name.value);

    return order != 0 ? order : (a->order > b->order) - (a->order < b->order);
}

/* The first of the mentions, of the table's key alone where it is one of that. */
static size_t own_count(const struct key_mention *mentions, size_t count)
{
    size_t own = 0;

    while (own < count && mentions[own].index == NULL)
        own++;
    return own > 0 ? own : count;
}

static const struct key_mention *with_template(const struct key_mention *mentions, size_t count)
{
    for (size_t i = 0; i < own_count(mentions, count); i++) {
        if (mentions[i].spec->key_template.set)
            return &mentions[i];
    }
    return NULL;
}

static const struct key_mention *decider(const struct key_mention *mentions, size_t count)
{
    const struct key_mention *derived = with_template(mentions, count);

    if (mentions[0].index == NULL)
        return &mentions[0];
    if (derived != NULL)
        return derived;
    for (size_t i = 0; i < count; i++) {
        if (mentions[i].spec->type.set)
            return &mentions[i];
    }
    return &mentions[0];
}

static struct key_attribute attribute_of(const struct key_mention *mentions, size_t count)
{
    const struct key_mention *decides = decider(mentions, count);
    const struct key_mention *derived = with_template(mentions, count);
    struct key_attribute attribute = {
        .name = decides->spec->name.value,
        .type =
            derived != NULL ? LS_TYPE_STRING : (enum ls_attribute_type)decides->spec->type.value,
        .max_len = PARTITION_MAX,
        .in_table = mentions[0].index == NULL,
        .decides = decides,
        .derived = derived == NULL ? NULL : derived->spec,
        .mentions = mentions,
        .mention_count = count,
    };

    for (size_t i = 0; i < count; i++) {
        if (mentions[i].spec->format.set && derived == NULL)
            attribute.format = (enum ls_format)mentions[i].spec->format.value;
        if (mentions[i].is_sort)
            attribute.max_len = SORT_MAX;
    }
    return attribute;
}

struct key_attributes key_attributes_of(struct mem_arena *arena, const struct spec_table *table)
{
    size_t total = table->key.partition.count + table->key.sort.count, count = 0;
    struct gatherer gatherer = {.count = 0};
    struct key_mention *mentions;
    struct key_attribute *attributes;

    SPEC_EACH(const struct spec_index, index, &table->indexes)
    total += index->key.partition.count + index->key.sort.count;
    gatherer.mentions = mentions = mem_array(arena, total, sizeof(*mentions));
    attributes = mem_array(arena, total, sizeof(*attributes));
    gather(&gatherer, &table->key.partition, false, NULL);
    gather(&gatherer, &table->key.sort, true, NULL);
    SPEC_EACH(const struct spec_index, index, &table->indexes)
    {
        gather(&gatherer, &index->key.partition, false, index);
        gather(&gatherer, &index->key.sort, true, index);
    }
    if (total > 0)
        qsort(mentions, total, sizeof(*mentions), by_name);
    for (size_t first = 0, next; first < total; first = next) {
        for (next = first + 1; next < total && text_equal(mentions[next].spec->name.value,
                                                          mentions[first].spec->name.value);)
            next++;
        attributes[count++] = attribute_of(mentions + first, next - first);
    }
    return (struct key_attributes){attributes, count};
}

static int search_name(const void *key, const void *element)
{
    const struct text *name = key;
    const struct key_attribute *attribute = element;

    return text_compare(*name, attribute->name);
}

const struct key_attribute *key_attribute_named(struct key_attributes attributes, struct text name)
{
    if (attributes.count == 0)
        return NULL;
    return bsearch(&name, attributes.items, attributes.count, sizeof(attributes.items[0]),
                   search_name);
}

enum ls_generate attribute_generate(const struct spec_table *table,
                                    const struct spec_attribute *attribute)
{
    bool alone = table->key.sort.count == 0 && attribute == table->key.partition.items;
    bool plain = attribute->type.value == LS_TYPE_STRING && !attribute->key_template.set &&
                 !attribute->source.set && attribute->format.value == LS_FORMAT_ANY;

    if (attribute->generate.kind.set)
        return (enum ls_generate)attribute->generate.kind.value;
    return alone && plain ? LS_GENERATE_UUID7 : LS_GENERATE_NONE;
}

const struct spec_attribute *part_described(const struct spec_attribute *derived, struct text name)
{
    SPEC_EACH(const struct spec_attribute, part, &derived->parts)
    {
        if (text_equal(part->name.value, name))
            return part;
    }
    return NULL;
}
