/*
 * bindings.c - where each key attribute of a route gets its value from.
 *
 * The route's own `key` comes first, then the path parameter of the attribute's name, then, for
 * create, the body. An attribute that nothing binds is an error, and so is a path parameter that
 * binds nothing, because the request would be answered without looking at it.
 */
#include "model/bindings.h"

#include <string.h>

#include "model/check_text.h"
#include "model/sources.h"
#include "model/tables.h"

static void unknown_attribute(struct planner *planner, const struct key_binder *binder,
                              const struct spec_match *match)
{
    const char *names[LS_MAX_BINDINGS];
    const struct plan_table *table = binder->draft->form->table;
    struct diag *diag =
        diag_add(planner->diags, DIAG_unknown_key_attribute, match->name.at,
                 "`%s` is no key attribute of %s `%s`", match->name.value.ptr,
                 binder->draft->index == NULL ? "the table" : "the index",
                 binder->draft->index == NULL ? table->spec->name.value.ptr
                                              : binder->draft->index->spec->name.value.ptr);
    const char *index = index_with(table, match->name.value);

    for (size_t i = 0; i < binder->count; i++)
        names[i] = binder->rows[i].attribute->name;
    if (binder->draft->action == LS_ACTION_LIST && binder->draft->index == NULL && index != NULL)
        diag_hint(diag, "it is one of the index `%s`: write `index: %s`", index, index);
    else
        hint_names(planner->arena, diag, match->name.value, names, binder->count);
}

const char *index_with(const struct plan_table *table, struct text attribute)
{
    for (size_t i = 0; i < table->index_count; i++) {
        const struct ls_index *index = table->indexes[i].data;

        for (int part = 0; part < index->partition_count + index->sort_count; part++) {
            if (text_is(attribute, index->key[part]->name))
                return index->name;
        }
    }
    return NULL;
}

/* ---- The route's own `key` ---- */

/* The forms of a match that exclude each other. */
static unsigned forms_of(const struct spec_match *match)
{
    unsigned forms = match->ref.set || match->constant.set ? 1u << LS_MATCH_EQUALS : 0;

    forms |= range_given(match->prefix.at) ? 1u << LS_MATCH_PREFIX : 0;
    forms |= range_given(match->from.at) || range_given(match->to.at) ? 1u << LS_MATCH_BETWEEN : 0;
    forms |= range_given(match->after.at) ? 1u << LS_MATCH_AFTER : 0;
    return forms | (range_given(match->before.at) ? 1u << LS_MATCH_BEFORE : 0);
}

static bool read_form(struct planner *planner, const struct spec_match *match, enum ls_match *form)
{
    unsigned forms = forms_of(match);
    struct diag *diag;

    for (unsigned i = LS_MATCH_EQUALS; i <= LS_MATCH_BEFORE; i++) {
        if (forms == 1u << i) {
            *form = (enum ls_match)i;
            return true;
        }
    }
    diag = diag_add(planner->diags, DIAG_range_form, match->at,
                    forms == 0 ? "`%s` gets no value" : "`%s` is bound in two ways at once",
                    match->name.value.ptr);
    diag_hint(diag, "write a source, `{ const: x }`, `{ prefix: … }`, `{ from: …, to: … }`, "
                    "`{ after: … }` or `{ before: … }`");
    return false;
}

static bool read_sources(struct planner *planner, struct key_binder *binder,
                         const struct spec_match *match, struct key_row *row)
{
    const struct spec_source equals = {match->at, match->ref, match->constant};
    const struct spec_source *low = &equals, *high = NULL;
    bool good = true;

    switch (row->match) {
    case LS_MATCH_PREFIX:
        low = &match->prefix;
        break;
    case LS_MATCH_BETWEEN:
        low = range_given(match->from.at) ? &match->from : NULL;
        high = range_given(match->to.at) ? &match->to : NULL;
        break;
    case LS_MATCH_AFTER:
        low = &match->after;
        break;
    case LS_MATCH_BEFORE:
        low = NULL;
        high = &match->before;
        break;
    case LS_MATCH_EQUALS:
        break;
    }
    if (low != NULL)
        good =
            source_read(planner, binder->draft, low, row->attribute, row->is_partition, &row->low);
    if (high != NULL)
        good = source_read(planner, binder->draft, high, row->attribute, row->is_partition,
                           &row->high) &&
               good;
    return good;
}

static bool check_range(struct planner *planner, const struct key_binder *binder,
                        const struct spec_match *match, const struct key_row *row)
{
    struct diag *diag;

    if (row->match == LS_MATCH_EQUALS)
        return true;
    if (binder->draft->action != LS_ACTION_LIST) {
        /* crud comes here several times, and is to be told once. */
        diag = diag_add(planner->diags, DIAG_range_outside_list, match->at,
                        "only list takes a range, and this is %s",
                        action_name(binder->draft->form->action));
        if (binder->draft->form->action == FORM_CRUD)
            diag_hint(diag, "write the route for list apart, and crud with `only`");
        else
            diag_hint(diag, "write a source, such as `path.%s`", row->attribute->name);
    } else if (row->is_partition) {
        diag = diag_add(planner->diags, DIAG_range_on_partition, match->at,
                        "`%s` is a partition attribute, which a Query must name exactly",
                        row->attribute->name);
        diag_hint(diag, "a range is for a sort attribute");
    } else if (row->match == LS_MATCH_PREFIX && row->attribute->type == LS_TYPE_NUMBER) {
        diag = diag_add(planner->diags, DIAG_prefix_of_number, match->at,
                        "`%s` is a number, and has no prefix", row->attribute->name);
        diag_hint(diag, "write `{ from: …, to: … }`");
    } else {
        return true;
    }
    return false;
}

static void bind_written(struct planner *planner, struct key_binder *binder)
{
    SPEC_EACH(const struct spec_match, match, &binder->draft->form->spec->key)
    {
        struct key_row *row = NULL;

        for (size_t i = 0; i < binder->count; i++) {
            if (text_is(match->name.value, binder->rows[i].attribute->name))
                row = &binder->rows[i];
        }
        if (row == NULL) {
            unknown_attribute(planner, binder, match);
            binder->failed = true;
            continue;
        }
        row->is_bound = true;
        row->at = match->name.at;
        if (!read_form(planner, match, &row->match) || !read_sources(planner, binder, match, row) ||
            !check_range(planner, binder, match, row))
            binder->failed = true;
    }
}

/* ---- By name ---- */

static void bind_by_name(struct key_binder *binder)
{
    struct route_draft *draft = binder->draft;

    for (size_t i = 0; i < binder->count; i++) {
        struct key_row *row = &binder->rows[i];
        size_t at = draft_parameter(draft, text_of(row->attribute->name));

        if (row->is_bound)
            continue;
        if (at < draft->segment_count) {
            draft->used |= UINT32_C(1) << at;
            row->low = (struct ls_source){LS_SOURCE_PATH, row->attribute->name};
            row->at = draft->form->spec->name.at;
            row->is_bound = true;
        } else if (draft->action == LS_ACTION_CREATE) {
            row->low = (struct ls_source){LS_SOURCE_BODY, row->attribute->name};
            row->is_bound = true;
        }
    }
}

/* The one parameter that binds nothing; segment_count when there is none, or more than one. */
static size_t only_unused(const struct route_draft *draft)
{
    size_t found = draft->segment_count;

    for (size_t i = 0; i < draft->segment_count; i++) {
        if (draft->segments[i].kind == SEGMENT_LITERAL || (draft->used & UINT32_C(1) << i))
            continue;
        if (found < draft->segment_count)
            return draft->segment_count;
        found = i;
    }
    return found;
}

void unbound_attribute(struct planner *planner, struct key_binder *binder,
                       const struct key_row *row)
{
    const struct route_draft *draft = binder->draft;
    size_t unused = only_unused(draft);
    struct diag *diag = diag_add(planner->diags, DIAG_unbound_key, draft->form->spec->name.at,
                                 "%s on `%s` needs the key attribute `%s`, which nothing gives",
                                 action_name((int)draft->action),
                                 draft->form->table->spec->name.value.ptr, row->attribute->name);

    binder->failed = true;
    if (unused < draft->segment_count)
        diag_hint(diag, "write `key: { %s: path.%.*s }`, or name the parameter `{%s}`",
                  row->attribute->name, TEXT_ARG(draft->segments[unused].text),
                  row->attribute->name);
    else
        diag_hint(diag, "put `{%s}` into the path, or write `key: { %s: query.%s }`",
                  row->attribute->name, row->attribute->name, row->attribute->name);
}

static void check_all_bound(struct planner *planner, struct key_binder *binder)
{
    for (size_t i = 0; i < binder->count; i++) {
        if (!binder->rows[i].is_bound)
            unbound_attribute(planner, binder, &binder->rows[i]);
    }
}

static void check_parameters(struct planner *planner, const struct key_binder *binder)
{
    const struct route_draft *draft = binder->draft;
    const struct spec_text *key = &draft->form->spec->name;
    struct text written = draft->form->key.path;

    for (size_t i = 0; i < draft->segment_count; i++) {
        struct text name = draft->segments[i].text;
        size_t offset = (size_t)(name.ptr - draft->path.ptr);
        struct range at = key->at;
        const char *index;
        struct diag *diag;

        if (draft->segments[i].kind == SEGMENT_LITERAL || (draft->used & UINT32_C(1) << i))
            continue;
        if (offset < written.len) /* crud puts parameters behind what is written */
            at = text_part(key, key->value.len - written.len + offset, name.len);
        diag = diag_add(planner->diags, DIAG_unused_parameter, at,
                        "%s does not use the path parameter `{%.*s}`",
                        action_name((int)draft->action), TEXT_ARG(name));
        index = index_with(draft->form->table, name);
        if (draft->action == LS_ACTION_LIST && draft->index == NULL && index != NULL)
            diag_hint(diag, "it is an attribute of the index `%s`: write `index: %s`", index,
                      index);
        else
            diag_hint(diag,
                      "no key attribute has its name: write `key: { ATTRIBUTE: path.%.*s }`, or "
                      "use a handler",
                      TEXT_ARG(name));
    }
}

/* ---- One route ---- */

static void add_rows(struct key_binder *binder, const struct ls_table *table,
                     const struct plan_index *index)
{
    size_t partitions = index == NULL ? 1 : index->data->partition_count;
    size_t count = index == NULL ? table->key_count : partitions + index->data->sort_count;

    for (size_t i = 0; i < count; i++)
        binder->rows[i] = (struct key_row){
            .attribute = index == NULL ? &table->key[i] : index->data->key[i],
            .is_partition = i < partitions,
        };
    binder->count = count;
    binder->partition_count = partitions;
}

static void write_bindings(struct planner *planner, const struct key_binder *binder,
                           struct ls_route *data)
{
    struct ls_binding *bindings = mem_array(planner->arena, binder->count, sizeof(*bindings));

    for (size_t i = 0; i < binder->count; i++) {
        const struct key_row *row = &binder->rows[i];

        if (row->is_bound)
            bindings[data->binding_count++] =
                (struct ls_binding){row->attribute, row->match, row->low, row->high};
    }
    data->bindings = bindings;
}

void bind_route(struct planner *planner, struct route_draft *draft, struct ls_route *data)
{
    const struct ls_table *table = draft->form->table->data;
    struct key_binder binder = {.draft = draft};

    _Static_assert(2 * LS_MAX_KEY_PARTS <= LS_MAX_BINDINGS, "an index's key fits");
    /* Without a key there is an error of the table or index already. */
    if (table->key_count == 0 || (draft->index != NULL && draft->index->data->partition_count == 0))
        return;
    add_rows(&binder, table, draft->index);
    bind_written(planner, &binder);
    if (binder.failed)
        return;
    bind_by_name(&binder);
    if (draft->action == LS_ACTION_LIST)
        decide_list(planner, &binder, data);
    else
        check_all_bound(planner, &binder);
    if (!binder.failed)
        check_parameters(planner, &binder);
    write_bindings(planner, &binder, data);
}
