/*
 * fields.c - what of an item get and list answer, and whether they see the latest.
 */
#include "model/routes.h"

#include "model/check_text.h"
#include "model/route_attributes.h"

static void not_projected(struct planner *planner, const struct route_draft *draft, struct range at,
                          const char *field)
{
    const char *index = draft->index->data->name;
    struct diag *diag =
        field == NULL
            ? diag_add(planner->diags, DIAG_field_not_projected, at,
                       "a client may name a field that the index `%s` does not hold", index)
            : diag_add(planner->diags, DIAG_field_not_projected, at,
                       "the index `%s` does not hold `%s`", index, field);

    diag_note(diag, draft->index->spec->name.at, "the index is here");
    if (field == NULL)
        diag_hint(diag, "write `fields` too: those of the index, from which a client may choose");
    else
        diag_hint(diag, "put `%s` into the index's `projection`", field);
}

static bool is_repeated(struct planner *planner, const struct spec_text *fields, size_t at)
{
    for (size_t i = 0; i < at; i++) {
        struct diag *diag;

        if (!text_equal(fields[i].value, fields[at].value))
            continue;
        diag = diag_add(planner->diags, DIAG_duplicate_field, fields[at].at,
                        "the field `%s` is named twice", fields[at].value.ptr);
        diag_note(diag, fields[i].at, "the first time is here");
        diag_hint(diag, "name it once");
        return true;
    }
    return false;
}

/* A global index holds what it projects, and DynamoDB does not fetch the rest. */
static bool is_partial(const struct route_draft *draft)
{
    return draft->index != NULL && !draft->index->data->local;
}

static void read_fields(struct planner *planner, const struct route_draft *draft,
                        struct ls_route *data)
{
    const struct spec_list *written = &draft->form->spec->fields;
    const struct plan_table *table = draft->form->table;
    const struct spec_text *fields = written->items;
    const char **names;

    /* The field table's limit; who wrote more has been told. */
    if (written->count > LS_MAX_FIELDS)
        return;
    names = mem_array(planner->arena, written->count, sizeof(*names));
    for (size_t i = 0; i < written->count; i++) {
        if (is_repeated(planner, fields, i) || refuse_derived(planner, table, &fields[i]))
            continue;
        if (is_partial(draft) && !is_projected(table, draft->index, fields[i].value))
            not_projected(planner, draft, fields[i].at, fields[i].value.ptr);
        names[data->field_count++] = fields[i].value.ptr;
    }
    data->fields = names;
}

static void read_client_fields(struct planner *planner, const struct route_draft *draft,
                               struct ls_route *data)
{
    const struct spec_route *route = draft->form->spec;
    const struct plan_table *table = draft->form->table;
    struct diag *diag;

    if (!route->client_fields.value)
        return;
    data->flags |= LS_ROUTE_CLIENT_FIELDS;
    if (is_partial(draft) && !route->fields.set && !holds_everything(draft->index))
        not_projected(planner, draft, route->client_fields.at, NULL);
    for (size_t i = 0; i < data->binding_count; i++) {
        const struct ls_attribute *attribute = data->bindings[i].attribute;
        const struct spec_text *source =
            table->attributes[attribute - table->data->attributes].source;

        if (source == NULL || !text_is(source->value, "query.fields"))
            continue;
        diag = diag_add(planner->diags, DIAG_reserved_query, route->client_fields.at,
                        "`?fields=` is where the table takes `%s` from", attribute->name);
        diag_note(diag, source->at, "the table says so here");
        diag_hint(diag, "leave `client_fields` out, or give the table's parameter another name");
    }
}

static void read_consistent(struct planner *planner, const struct route_draft *draft,
                            struct ls_route *data)
{
    const struct spec_bool *consistent = &draft->form->spec->consistent;

    if (!consistent->value)
        return;
    data->flags |= LS_ROUTE_CONSISTENT;
    if (is_partial(draft))
        diag_hint(diag_add(planner->diags, DIAG_consistent_on_global_index, consistent->at,
                           "`%s` is a global index, which always lags behind its table",
                           draft->index->data->name),
                  "leave `consistent` out, or read a local index");
}

void plan_fields(struct planner *planner, const struct route_draft *draft, struct ls_route *data)
{
    if (draft->action != LS_ACTION_LIST && draft->action != LS_ACTION_GET)
        return;
    read_fields(planner, draft, data);
    read_client_fields(planner, draft, data);
    read_consistent(planner, draft, data);
}
