/*
 * route_attributes.c - look-ups by the names that routes use.
 */
#include "model/route_attributes.h"

#include "model/check_text.h"

const struct ls_attribute *attribute_declared(const struct ls_table *table, struct text name)
{
    for (size_t i = 0; i < table->attribute_count; i++) {
        if (text_is(name, table->attributes[i].name))
            return &table->attributes[i];
    }
    return NULL;
}

bool is_part(const struct ls_table *table, const struct ls_attribute *derived, struct text name)
{
    const struct ls_template *template = derived->template;

    for (size_t i = 0; template != NULL && i < template->part_count; i++) {
        if (text_is(name, table->attributes[template->parts[i]].name))
            return true;
    }
    return false;
}

static bool is_attribute(const struct ls_attribute *attribute, struct text name)
{
    return text_is(name, attribute->name);
}

static bool is_leaf(const struct ls_table *table, const struct ls_attribute *attribute,
                    struct text name)
{
    return attribute->template == NULL ? is_attribute(attribute, name)
                                       : is_part(table, attribute, name);
}

bool is_key_attribute(const struct ls_table *table, const struct ls_index *index, struct text name)
{
    for (size_t i = 0; index == NULL && i < table->key_count; i++) {
        if (is_attribute(&table->attributes[i], name))
            return true;
    }
    for (int i = 0; index != NULL && i < index->partition_count + index->sort_count; i++) {
        if (is_attribute(index->key[i], name))
            return true;
    }
    return false;
}

bool is_key_leaf(const struct ls_table *table, const struct ls_index *index, struct text name)
{
    for (size_t i = 0; index == NULL && i < table->key_count; i++) {
        if (is_leaf(table, &table->attributes[i], name))
            return true;
    }
    for (int i = 0; index != NULL && i < index->partition_count + index->sort_count; i++) {
        if (is_leaf(table, index->key[i], name))
            return true;
    }
    return false;
}

bool holds_everything(const struct plan_index *index)
{
    const struct spec_index_projection *projection = &index->spec->projection;

    return !projection->attributes.set && projection->kind.value == PROJECTION_ALL;
}

/* Every index holds the table's key and its own. */
bool is_projected(const struct plan_table *table, const struct plan_index *index, struct text name)
{
    if (index == NULL || holds_everything(index) || is_key_attribute(table->data, NULL, name) ||
        is_key_attribute(table->data, index->data, name))
        return true;
    SPEC_EACH(const struct spec_text, attribute, &index->spec->projection.attributes)
    {
        if (text_equal(attribute->value, name))
            return true;
    }
    return false;
}

bool refuse_derived(struct planner *planner, const struct plan_table *table,
                    const struct spec_text *name)
{
    const struct ls_attribute *attribute = attribute_declared(table->data, name->value);
    const char *parts[LS_MAX_PARTS];
    struct diag *diag;

    if (attribute == NULL || attribute->template == NULL)
        return false;
    for (size_t i = 0; i < attribute->template->part_count; i++)
        parts[i] = table->data->attributes[attribute->template->parts[i]].name;
    diag = diag_add(planner->diags, DIAG_derived_attribute, name->at,
                    "`%s` is derived from its parts, and never seen by itself", attribute->name);
    diag_note(diag, table->attributes[attribute - table->data->attributes].at,
              "its template is here");
    diag_hint(diag, "name %s instead",
              words_joined(planner->arena, parts, attribute->template->part_count, "and").ptr);
    return true;
}
