/*
 * filters.c - which of the items that a list has read it answers.
 *
 * DynamoDB filters by what it has read: on an index, by what the index projects. An attribute that
 * is not there is no error to it but simply absent, so everything that a list filters by must be
 * projected: what `filter` names, the time to live where it hides what has expired, and parts of
 * the key with a range (keys.h).
 */
#include "model/matches.h"

#include "model/check_text.h"
#include "model/route_attributes.h"

static bool check_projected(struct planner *planner, const struct route_draft *draft,
                            const char *name, struct range at, const char *what)
{
    const struct plan_index *index = draft->index;
    const struct ls_table *table = draft->form->table->data;
    bool is_ttl = table->hide_expired && table->ttl != NULL && text_is(text_of(name), table->ttl);
    struct diag *diag;

    if (index == NULL || is_projected(draft->form->table, index, text_of(name)))
        return true;
    diag = diag_add(planner->diags, DIAG_filter_not_projected, at,
                    "%s filters by `%s`, which the index `%s` does not hold", what, name,
                    index->data->name);
    diag_note(diag, index->spec->name.at, "the index is here");
    diag_hint(diag, "put `%s` into the index's `projection`%s", name,
              is_ttl ? ", or write `hide_expired: false` beside the table's `ttl`" : "");
    return false;
}

/* ---- What is filtered without `filter` ---- */

static void check_expiry(struct planner *planner, const struct route_draft *draft)
{
    const struct ls_table *table = draft->form->table->data;

    if (table->hide_expired && table->ttl != NULL)
        (void)check_projected(planner, draft, table->ttl, draft->form->spec->index.at,
                              "hiding what has expired");
}

static void check_parts(struct planner *planner, const struct route_draft *draft,
                        const struct ls_route *data)
{
    SPEC_EACH(const struct spec_match, match, &draft->form->spec->key)
    {
        for (size_t i = 0; i < data->binding_count; i++) {
            const struct ls_binding *binding = &data->bindings[i];

            if (binding->match != LS_MATCH_EQUALS &&
                text_is(match->name.value, binding->attribute->name))
                (void)check_projected(planner, draft, binding->attribute->name, match->at,
                                      "a range of a part also");
        }
    }
}

/* ---- `filter` ---- */

static bool check_attribute(struct planner *planner, const struct route_draft *draft,
                            const struct spec_text *name)
{
    const struct plan_table *table = draft->form->table;
    const struct ls_index *index = draft->index == NULL ? NULL : draft->index->data;
    struct diag *diag;

    if (refuse_derived(planner, table, name))
        return false;
    if (is_key_attribute(table->data, index, name->value)) {
        diag = diag_add(planner->diags, DIAG_filter_on_key, name->at,
                        "`%s` is a key attribute of what this list reads", name->value.ptr);
        diag_hint(diag, "DynamoDB does not filter by keys; bind it: `key: { %s: … }`",
                  name->value.ptr);
        return false;
    }
    return check_projected(planner, draft, name->value.ptr, name->at, "this");
}

/* The kind of a typed constant; DOC_NULL when the source is none. */
static enum doc_kind constant_kind(const struct spec_source *source)
{
    enum doc_kind kind = source->constant.set ? source->constant.value->kind : DOC_NULL;

    return kind == DOC_FLOAT ? DOC_INT : kind;
}

/* Of an attribute that is not declared, the constants say the type; and booleans have no order. */
static bool check_constants(struct planner *planner, const struct spec_match *match)
{
    const struct spec_source *const ends[] = {&match->from, &match->to, &match->after,
                                              &match->before};
    const struct spec_source *first = NULL;

    for (size_t i = 0; i < sizeof(ends) / sizeof(ends[0]); i++) {
        enum doc_kind kind = constant_kind(ends[i]);
        struct diag *diag;

        if (kind == DOC_BOOL) {
            diag_hint(diag_add(planner->diags, DIAG_filter_type, ends[i]->at,
                               "`%s` has no range of booleans", match->name.value.ptr),
                      "write `{ const: true }` or `{ const: false }`");
            return false;
        }
        if (kind != DOC_NULL && first != NULL && kind != constant_kind(first)) {
            diag = diag_add(planner->diags, DIAG_filter_type, ends[i]->at,
                            "a range of `%s` is between two texts or two numbers",
                            match->name.value.ptr);
            diag_note(diag, first->at, "this end is %s",
                      doc_kind_name(first->constant.value->kind));
            diag_hint(diag, "write both ends with quotes, or both without");
            return false;
        }
        if (kind != DOC_NULL)
            first = ends[i];
    }
    return true;
}

static bool check_contains(struct planner *planner, const struct spec_match *match,
                           const struct ls_attribute *attribute)
{
    if (!range_given(match->contains.at) || attribute == NULL ||
        (attribute->type == LS_TYPE_STRING && attribute->format == LS_FORMAT_ANY))
        return true;
    diag_hint(diag_add(planner->diags, DIAG_filter_type, match->at,
                       "`%s` is %s, and contains nothing", attribute->name,
                       attribute->type == LS_TYPE_NUMBER   ? "a number"
                       : attribute->type == LS_TYPE_BINARY ? "binary"
                                                           : "a timestamp"),
              "`contains` is for strings, lists and sets");
    return false;
}

static bool read_filter(struct planner *planner, struct route_draft *draft,
                        const struct spec_match *written, struct ls_filter *filter)
{
    const struct ls_table *table = draft->form->table->data;
    const struct ls_attribute *attribute = attribute_declared(table, written->name.value);
    const struct value_use use = {
        .option = "filter", .name = written->name.value.ptr, .attribute = attribute};
    struct match match;

    if (!check_attribute(planner, draft, &written->name) ||
        !check_contains(planner, written, attribute) ||
        !match_read(planner, draft, written, &use, &match) ||
        (attribute == NULL && !check_constants(planner, written)))
        return false;
    *filter = (struct ls_filter){
        .name = use.name,
        .attribute = attribute,
        .match = match.form,
        .low = match.low,
        .high = match.high,
    };
    return true;
}

void plan_filters(struct planner *planner, struct route_draft *draft, struct ls_route *data)
{
    const struct spec_list *written = &draft->form->spec->filter;
    struct ls_filter *filters;

    if (draft->action != LS_ACTION_LIST)
        return;
    if (draft->index != NULL) {
        check_expiry(planner, draft);
        check_parts(planner, draft, data);
    }
    /* The field table's limit; who wrote more has been told. */
    if (written->count > LS_MAX_FILTERS)
        return;
    filters = mem_array(planner->arena, written->count, sizeof(*filters));
    SPEC_EACH(const struct spec_match, match, written)
    {
        if (read_filter(planner, draft, match, &filters[data->filter_count]))
            data->filter_count++;
        else
            draft->failed = true;
    }
    data->filters = filters;
}
