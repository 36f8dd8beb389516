/*
 * attributes.c - gathers the mentions of key attributes and groups them by name.
 */
#include "model/attributes.h"

#include <stdlib.h>

static size_t gather(struct key_mention *out, size_t count, const struct spec_list *list,
                     const struct spec_index *index)
{
    SPEC_EACH(const struct spec_attribute, attribute, list)
    {
        out[count] = (struct key_mention){attribute, index, count};
        count++;
    }
    return count;
}

static int by_name(const void *left, const void *right)
{
    const struct key_mention *a = left, *b = right;
    int order = text_compare(a->spec->name.value, b->spec->name.value);

    return order != 0 ? order : (a->order > b->order) - (a->order < b->order);
}

static const struct key_mention *decider(const struct key_mention *mentions, size_t count)
{
    if (mentions[0].index == NULL)
        return &mentions[0];
    for (size_t i = 0; i < count; i++) {
        if (mentions[i].spec->type.set)
            return &mentions[i];
    }
    return &mentions[0];
}

struct key_attributes key_attributes_of(struct mem_arena *arena, const struct spec_table *table)
{
    size_t total = table->key.partition.count + table->key.sort.count, count = 0;
    struct key_mention *mentions;
    struct key_attribute *attributes;

    SPEC_EACH(const struct spec_index, index, &table->indexes)
    total += index->key.partition.count + index->key.sort.count;
    mentions = mem_array(arena, total, sizeof(*mentions));
    attributes = mem_array(arena, total, sizeof(*attributes));
    total = gather(mentions, 0, &table->key.partition, NULL);
    total = gather(mentions, total, &table->key.sort, NULL);
    SPEC_EACH(const struct spec_index, index, &table->indexes)
    {
        total = gather(mentions, total, &index->key.partition, index);
        total = gather(mentions, total, &index->key.sort, index);
    }
    if (total > 0)
        qsort(mentions, total, sizeof(*mentions), by_name);
    for (size_t first = 0, next; first < total; first = next) {
        const struct key_mention *decides;

        for (next = first + 1; next < total && text_equal(mentions[next].spec->name.value,
                                                          mentions[first].spec->name.value);)
            next++;
        decides = decider(mentions + first, next - first);
        attributes[count++] = (struct key_attribute){
            .name = decides->spec->name.value,
            .type = (enum ls_attribute_type)decides->spec->type.value,
            .decides = decides,
            .mentions = mentions + first,
            .mention_count = next - first,
        };
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
