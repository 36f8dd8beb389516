/*
 * attributes.h - the key attributes of a table and of its indexes, each once, with the one type
 * that all mentions of it must agree on.
 */
#ifndef LOCKSTEP_ATTRIBUTES_H
#define LOCKSTEP_ATTRIBUTES_H

#include "model/spec.h"

struct key_mention {
    const struct spec_attribute *spec;
    const struct spec_index *index; /* NULL: the table's own key */
    bool is_sort;
    size_t order; /* in the spec, the table's key first */
};

struct key_attribute {
    struct text name;
    enum ls_attribute_type type;
    enum ls_format format;
    uint16_t max_len; /* bytes: the least of what its places in keys allow */
    bool in_table;    /* it is of the table's own key */
    /* Who decides the type: the table's key, else the first that has a template, else the first
       index that writes a type, else the first mention, a string. */
    const struct key_mention *decides;
    const struct spec_attribute *derived; /* the mention whose template makes it; NULL: none */
    const struct key_mention *mentions;   /* in spec order */
    size_t mention_count;
};

struct key_attributes {
    const struct key_attribute *items; /* sorted by name */
    size_t count;
};

struct key_attributes key_attributes_of(struct mem_arena *arena, const struct spec_table *table);
const struct key_attribute *key_attribute_named(struct key_attributes attributes,
                                                struct text name); /* NULL: none */

/* What create puts into an attribute of the table's own key when nothing is written: uuid7 into the
   string partition of a table without a sort attribute. */
enum ls_generate attribute_generate(const struct spec_table *table,
                                    const struct spec_attribute *attribute);

/* The description of a part under `parts`; NULL: none. */
const struct spec_attribute *part_described(const struct spec_attribute *derived, struct text name);

#endif
