/*
 * bindings.c - where each attribute of a route's key gets its value from.
 *
 * A derived attribute is bound by its parts. The route's own `key` comes first, then what the table
 * says (TYPE.source), then the path parameter of the attribute's name, then, for create, the body.
 * An attribute that nothing binds is an error, and so is a path parameter that binds nothing,
 * because the request would be answered without looking at it.
 */
#include "model/bindings.h"

#include <string.h>

#include "model/check_text.h"
#include "model/route_attributes.h"
#include "model/route_auth.h"
#include "model/tables.h"

/* ---- The rows ---- */

static void add_row(struct key_binder *binder, const struct ls_attribute *attribute,
                    bool is_partition)
{
    struct key_row *row = key_row(binder, text_of(attribute->name));

    if (row == NULL) {
        row = &binder->rows[binder->count++];
        *row = (struct key_row){.attribute = attribute, .is_partition = is_partition};
    }
    if (is_partition)
        binder->partition_count = binder->count;
    else
        binder->sort[binder->sort_count++] = row;
}

/* is_bindable says that there is room. */
static void add_rows(struct key_binder *binder, const struct ls_table *table,
                     const struct plan_index *index)
{
    size_t partitions = index == NULL ? 1 : index->data->partition_count;
    size_t count = index == NULL ? table->key_count : partitions + index->data->sort_count;

    for (size_t i = 0; i < count; i++) {
        const struct ls_attribute *attribute =
            index == NULL ? &table->attributes[i] : index->data->key[i];
        const struct ls_template *template = attribute->template;

        if (template == NULL)
            add_row(binder, attribute, i < partitions);
        for (size_t j = 0; template != NULL && j < template->part_count; j++)
            add_row(binder, &table->attributes[template->parts[j]], i < partitions);
    }
}

struct key_row *key_row(struct key_binder *binder, struct text name)
{
    for (size_t i = 0; i < binder->count; i++) {
        if (text_is(name, binder->rows[i].attribute->name))
            return &binder->rows[i];
    }
    return NULL;
}

const char *index_with(const struct plan_table *table, struct text attribute)
{
    for (size_t i = 0; i < table->index_count; i++) {
        if (is_key_leaf(table->data, table->indexes[i].data, attribute))
            return table->indexes[i].data->name;
    }
    return NULL;
}

/* ---- The route's own `key` ---- */

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

static bool check_range(struct planner *planner, const struct key_binder *binder,
                        const struct spec_match *match, const struct key_row *row)
{
    struct diag *diag;

    if (row->match.form == LS_MATCH_EQUALS)
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
    } else {
        return true;
    }
    return false;
}

static bool bind_match(struct planner *planner, struct key_binder *binder,
                       const struct spec_match *match)
{
    const struct plan_table *table = binder->draft->form->table;
    struct key_row *row = key_row(binder, match->name.value);
    struct value_use use = {.option = "key", .table = table->data};

    if (row == NULL) {
        if (!refuse_derived(planner, table, &match->name))
            unknown_attribute(planner, binder, match);
        return false;
    }
    use.name = row->attribute->name;
    use.attribute = row->attribute;
    row->is_bound = true;
    row->at = match->name.at;
    return match_read(planner, binder->draft, match, &use, &row->match) &&
           check_range(planner, binder, match, row);
}

static void bind_written(struct planner *planner, struct key_binder *binder)
{
    SPEC_EACH(const struct spec_match, match, &binder->draft->form->spec->key)
    {
        if (!bind_match(planner, binder, match))
            binder->draft->failed = true;
    }
}

/* ---- What the table says, and names ---- */

static void bind_source(struct planner *planner, struct key_binder *binder, struct key_row *row)
{
    struct route_draft *draft = binder->draft;
    const struct plan_table *table = draft->form->table;
    const struct ls_source source = table_source(planner, table, row->attribute);

    row->source = table->attributes[row->attribute - table->data->attributes].source;
    row->is_bound = true;
    row->match = (struct match){.form = LS_MATCH_EQUALS, .low = source};
    row->at = draft->form->spec->name.at;
    /* A source that is no good has been told of. */
    if (source.kind == LS_SOURCE_NONE ||
        !table_caller_is_known(planner, draft, row->attribute, &source))
        draft->failed = true;
}

static void bind_by_name(struct planner *planner, struct key_binder *binder)
{
    struct route_draft *draft = binder->draft;
    const struct plan_table *table = draft->form->table;

    for (size_t i = 0; i < binder->count; i++) {
        struct key_row *row = &binder->rows[i];
        const char *name = row->attribute->name;
        size_t at = draft_parameter(draft, text_of(name));

        if (row->is_bound)
            continue;
        if (table->attributes[row->attribute - table->data->attributes].source != NULL) {
            bind_source(planner, binder, row);
        } else if (at < draft->segment_count) {
            draft->used |= UINT32_C(1) << at;
            row->match.low = (struct ls_source){LS_SOURCE_PATH, name};
            row->at = draft->form->spec->name.at;
            row->is_bound = true;
        } else if (draft->action == LS_ACTION_CREATE) {
            row->match.low = (struct ls_source){LS_SOURCE_BODY, name};
            row->is_bound = true;
        }
    }
}

/* ---- What is left over ---- */

static bool is_unused(const struct route_draft *draft, size_t segment)
{
    return draft->segments[segment].kind != SEGMENT_LITERAL &&
           !(draft->used & UINT32_C(1) << segment);
}

/* The one parameter that binds nothing; segment_count when there is none, or more than one. */
static size_t only_unused(const struct route_draft *draft)
{
    size_t found = draft->segment_count;

    for (size_t i = 0; i < draft->segment_count; i++) {
        if (!is_unused(draft, i))
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

    binder->draft->failed = true;
    if (unused < draft->segment_count)
        diag_hint(diag, "write `key: { %s: path.%.*s }`, or name the parameter `{%s}`",
                  row->attribute->name, TEXT_ARG(draft->segments[unused].text),
                  row->attribute->name);
    else
        diag_hint(diag, "put `{%s}` into the path, or write `key: { %s: query.%s }`",
                  row->attribute->name, row->attribute->name, row->attribute->name);
}

static void hint_unused(struct diag *diag, const struct route_draft *draft, struct text name)
{
    const struct plan_table *table = draft->form->table;
    const struct ls_attribute *attribute = attribute_declared(table->data, name);
    const struct ls_index *index = draft->index == NULL ? NULL : draft->index->data;
    const struct spec_text *source =
        attribute == NULL ? NULL : table->attributes[attribute - table->data->attributes].source;
    const char *other = index_with(table, name);

    if (attribute != NULL && attribute->template != NULL)
        diag_hint(diag, "it is a derived attribute: put the parts of its template into the path");
    else if (source != NULL && is_key_leaf(table->data, index, name))
        diag_hint(diag,
                  "it comes from `%s`, as the table says: leave the parameter out, or write "
                  "`key: { %.*s: path.%.*s }`",
                  source->value.ptr, TEXT_ARG(name), TEXT_ARG(name));
    else if (is_key_leaf(table->data, index, name))
        diag_hint(diag, "`key` gives `%.*s` another value", TEXT_ARG(name));
    else if (draft->action == LS_ACTION_LIST && index == NULL && other != NULL)
        diag_hint(diag, "it is an attribute of the index `%s`: write `index: %s`", other, other);
    else
        diag_hint(diag,
                  "no key attribute has its name: write `key: { ATTRIBUTE: path.%.*s }`, or "
                  "use a handler",
                  TEXT_ARG(name));
}

void check_parameters(struct planner *planner, const struct route_draft *draft)
{
    const struct spec_text *key = &draft->form->spec->name;
    struct text written = draft->form->key.path;

    for (size_t i = 0; i < draft->segment_count; i++) {
        struct text name = draft->segments[i].text;
        size_t offset = (size_t)(name.ptr - draft->path.ptr);
        struct range at = key->at;
        struct diag *diag;

        if (!is_unused(draft, i))
            continue;
        if (offset < written.len) /* crud puts parameters behind what is written */
            at = text_part(key, key->value.len - written.len + offset, name.len);
        diag = diag_add(planner->diags, DIAG_unused_parameter, at,
                        "%s does not use the path parameter `{%.*s}`",
                        action_name(draft->form->action), TEXT_ARG(name));
        hint_unused(diag, draft, name);
    }
}

/* ---- One route ---- */

/* A derived attribute as its parts, of which one may stand in two templates. */
static size_t leaf_count(const struct ls_attribute *const *key, size_t count)
{
    size_t sum = 0;

    for (size_t i = 0; i < count; i++)
        sum += key[i]->template == NULL ? 1 : key[i]->template->part_count;
    return sum;
}

void check_index_keys(struct planner *planner)
{
    for (size_t i = 0; i < planner->table_count; i++) {
        const struct plan_table *table = &planner->tables[i];

        for (size_t j = 0; j < table->index_count; j++) {
            const struct ls_index *index = table->indexes[j].data;
            size_t count =
                leaf_count(index->key, (size_t)index->partition_count + index->sort_count);

            if (count > LS_MAX_BINDINGS)
                diag_hint(diag_add(planner->diags, DIAG_too_many_key_parts,
                                   table->indexes[j].spec->name.at,
                                   "the key of `%s` has %zu attributes and parts, and a route can "
                                   "bind %d",
                                   index->name, count, LS_MAX_BINDINGS),
                          "put parts together, or leave some out");
        }
    }
}

/* Has the list the attribute, with a template? */
static bool has_derived(const struct spec_list *list, const char *name)
{
    SPEC_EACH(const struct spec_attribute, attribute, list)
    {
        if (text_is(attribute->name.value, name) && range_given(attribute->key_template.at))
            return true;
    }
    return false;
}

/* Is it a derived attribute whose template could not be read? */
static bool is_broken(const struct spec_table *table, const struct ls_attribute *attribute)
{
    bool derived = has_derived(&table->key.partition, attribute->name) ||
                   has_derived(&table->key.sort, attribute->name);

    if (attribute->template != NULL)
        return false;
    SPEC_EACH(const struct spec_index, index, &table->indexes)
    {
        derived = derived || has_derived(&index->key.partition, attribute->name) ||
                  has_derived(&index->key.sort, attribute->name);
    }
    return derived;
}

/* Without a whole key, or with too many parts, there is an error of the table or index already. */
static bool is_bindable(const struct plan_table *table, const struct ls_index *index)
{
    const struct ls_table *data = table->data;
    size_t count =
        index == NULL ? data->key_count : (size_t)index->partition_count + index->sort_count;

    if (count == 0 || (index != NULL && index->partition_count == 0))
        return false;
    for (size_t i = 0; i < count; i++) {
        if (is_broken(table->spec, index == NULL ? &data->attributes[i] : index->key[i]))
            return false;
    }
    return index == NULL || leaf_count(index->key, count) <= LS_MAX_BINDINGS;
}

static void write_bindings(struct planner *planner, const struct key_binder *binder,
                           struct ls_route *data)
{
    struct ls_binding *bindings = mem_array(planner->arena, binder->count, sizeof(*bindings));

    for (size_t i = 0; i < binder->count; i++) {
        const struct key_row *row = &binder->rows[i];

        if (row->is_bound)
            bindings[data->binding_count++] = (struct ls_binding){row->attribute, row->match.form,
                                                                  row->match.low, row->match.high};
    }
    data->bindings = bindings;
}

void bind_route(struct planner *planner, struct route_draft *draft, struct ls_route *data)
{
    const struct ls_table *table = draft->form->table->data;
    struct key_binder binder = {.draft = draft};

    _Static_assert(2 * LS_MAX_PARTS <= LS_MAX_BINDINGS, "a table's key fits");
    if (!is_bindable(draft->form->table, draft->index == NULL ? NULL : draft->index->data)) {
        draft->failed = true;
        return;
    }
    add_rows(&binder, table, draft->index);
    bind_written(planner, &binder);
    if (draft->failed)
        return;
    bind_by_name(planner, &binder);
    if (draft->failed)
        return;
    if (draft->action == LS_ACTION_LIST)
        decide_list(planner, &binder, data);
    for (size_t i = 0; draft->action != LS_ACTION_LIST && i < binder.count; i++) {
        if (!binder.rows[i].is_bound)
            unbound_attribute(planner, &binder, &binder.rows[i]);
    }
    if (!draft->failed && draft->action == LS_ACTION_LIST)
        check_isolation(planner, &binder);
    write_bindings(planner, &binder, data);
}
