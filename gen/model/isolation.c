/*
 * isolation.c - what a list may read.
 *
 * What a table's key takes from the caller (TYPE.source) keeps one caller's items from another's.
 * An index has a key of its own, so that a list over it reads the items of all callers, unless the
 * index's key holds the same attributes and the list names them exactly. Nor could a cursor be told
 * from another caller's otherwise: it holds the table's key.
 *
 * A route's own `key` may name another value than the source's. But of a sort attribute an absent
 * query parameter is no bound, and nobody wants everything by leaving something out.
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

/* Does the route's own `key` bind a sort attribute to what a request may leave out? */
static bool is_optional(const struct key_row *row)
{
    return row != NULL && row->is_bound && row->source == NULL && !row->is_partition &&
           row->match.form == LS_MATCH_EQUALS && row->match.low.kind == LS_SOURCE_QUERY;
}

static void report_optional(struct planner *planner, const struct key_row *row,
                            const struct spec_text *source)
{
    struct diag *diag =
        diag_add(planner->diags, DIAG_optional_override, row->at,
                 "without `?%s=` this list reads the items of every caller", row->match.low.name);

    diag_note(diag, source->at, "`%s` keeps the callers of the table apart", row->attribute->name);
    diag_hint(diag, "put it into the path: `path.%s`", row->match.low.name);
}

void check_isolation(struct planner *planner, struct key_binder *binder)
{
    const struct plan_table *table = binder->draft->form->table;

    for (size_t i = 0; i < table->data->attribute_count; i++) {
        const struct ls_attribute *attribute = &table->data->attributes[i];
        const struct key_row *row = key_row(binder, text_of(attribute->name));

        if (table->attributes[i].source == NULL)
            continue;
        if (is_optional(row))
            report_optional(planner, row, table->attributes[i].source);
        else if (binder->draft->index != NULL &&
                 (row == NULL || row->match.form != LS_MATCH_EQUALS))
            report(planner, binder, attribute, table->attributes[i].source);
        else
            continue;
        binder->draft->failed = true;
        return;
    }
}
