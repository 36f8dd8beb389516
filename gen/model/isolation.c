/*
 * isolation.c - what a list over an index may read.
 *
 * What a table's key takes from the caller (TYPE.source) keeps one caller's items from another's.
 * An index has a key of its own, so that a list over it reads the items of all callers, unless the
 * index's key holds the same attributes and the list names them exactly. Nor could a cursor be told
 * from another caller's otherwise: it holds the table's key.
 */
#include "model/bindings.h"
#include "model/check_text.h"
#include "model/route_attributes.h"

/* Does a local index share it? */
static bool is_of_partition(const struct ls_table *table, const struct ls_attribute *attribute)
{
    const struct ls_attribute *partition = &table->attributes[0];
    const struct ls_template *template = partition->template;

    for (size_t i = 0; template != NULL && i < template->part_count; i++) {
        if (&table->attributes[template->parts[i]] == attribute)
            return true;
    }
    return partition == attribute;
}

static void report(struct planner *planner, const struct key_binder *binder,
                   const struct ls_attribute *attribute, const struct spec_text *source)
{
    const struct route_draft *draft = binder->draft;
    const char *index = draft->index->data->name;
    struct diag *diag =
        diag_add(planner->diags, DIAG_index_not_isolated, draft->form->spec->index.at,
                 "this list of `%s` does not name `%s`, so it reads the items of "
                 "every caller",
                 index, attribute->name);

    diag_note(diag, source->at, "`%s` keeps the callers of the table apart", attribute->name);
    if (is_of_partition(draft->form->table->data, attribute))
        diag_hint(diag,
                  "put `%s` first into the partition of `%s`, or make it a local index; every "
                  "route then binds it by itself",
                  attribute->name, index);
    else
        diag_hint(
            diag,
            "put `%s` first into the partition of %s`%s`; every route then binds it by itself",
            attribute->name, draft->index->data->local ? "a global index in place of " : "", index);
}

void check_isolation(struct planner *planner, struct key_binder *binder)
{
    const struct plan_table *table = binder->draft->form->table;

    for (size_t i = 0; i < table->data->attribute_count; i++) {
        const struct ls_attribute *attribute = &table->data->attributes[i];
        const struct key_row *row = key_row(binder, text_of(attribute->name));

        if (table->attributes[i].source == NULL ||
            (row != NULL && row->match.form == LS_MATCH_EQUALS))
            continue;
        report(planner, binder, attribute, table->attributes[i].source);
        binder->draft->failed = true;
        return;
    }
}
