/*
 * writes.c - what create, update and delete do beside writing the body: attributes that the server
 * sets or adds to, and what happens to an item that is there, or is not.
 */
#include "model/sources.h"

#include "model/check_text.h"
#include "model/constant.h"
#include "model/route_attributes.h"

/* ---- Attributes that are not the route's to write ---- */

/* What the server itself does with the attribute; NULL: nothing. */
static const char *managed_as(const struct ls_table *table, struct text name)
{
    const struct {
        const char *name, *what;
    } managed[] = {
        {table->created, "a timestamp"},
        {table->updated, "a timestamp"},
        {table->version, "the version"},
        {table->ttl_after_days > 0 ? table->ttl : NULL, "the time to live, with `after_days`"},
    };

    for (size_t i = 0; i < sizeof(managed) / sizeof(managed[0]); i++) {
        if (managed[i].name != NULL && text_is(name, managed[i].name))
            return managed[i].what;
    }
    return NULL;
}

static bool check_attribute(struct planner *planner, const struct route_draft *draft,
                            const struct spec_text *name, const char *option)
{
    const struct plan_table *table = draft->form->table;
    const char *managed = managed_as(table->data, name->value);
    struct diag *diag;

    if (refuse_derived(planner, table, name))
        return false;
    if (is_key_leaf(table->data, NULL, name->value)) {
        diag = diag_add(planner->diags, DIAG_assigned_key, name->at,
                        "`%s` belongs to the key of `%s`, and so not to `%s`", name->value.ptr,
                        table->spec->name.value.ptr, option);
        diag_hint(diag, "bind it: `key: { %s: … }`", name->value.ptr);
        return false;
    }
    if (managed != NULL) {
        diag = diag_add(planner->diags, DIAG_assigned_managed, name->at,
                        "`%s` is %s, which the server writes by itself", name->value.ptr, managed);
        diag_hint(diag, "leave it out of `%s`", option);
        return false;
    }
    return true;
}

/* ---- set ---- */

/* DynamoDB expires items by a number; what comes from a request is a string. */
static bool check_ttl(struct planner *planner, const struct route_draft *draft,
                      const struct spec_assignment *assignment,
                      const struct ls_attribute *attribute)
{
    const struct ls_table *table = draft->form->table->data;
    const struct spec_node *constant = &assignment->source.constant;
    struct diag *diag;

    if (table->ttl == NULL || !text_is(assignment->name.value, table->ttl) || attribute != NULL ||
        (constant->set && (constant->value->kind == DOC_INT || constant->value->kind == DOC_FLOAT)))
        return true;
    diag = diag_add(planner->diags, DIAG_assignment_type, assignment->source.at,
                    "`%s` is the time to live, a number, and this is none", table->ttl);
    diag_hint(diag,
              "write `ttl: { attribute: %s, after_days: 30 }` in the table, or let the body "
              "give it",
              table->ttl);
    return false;
}

static void read_set(struct planner *planner, struct route_draft *draft, struct ls_route *data)
{
    const struct spec_list *written = &draft->form->spec->set;
    const struct ls_table *table = draft->form->table->data;
    struct ls_assignment *rows;

    /* The field table's limit; who wrote more has been told. */
    if (written->count > LS_MAX_FILTERS)
        return;
    rows = mem_array(planner->arena, written->count, sizeof(*rows));
    SPEC_EACH(const struct spec_assignment, assignment, written)
    {
        struct ls_assignment *row = &rows[data->set_count];
        const struct value_use use = {
            .option = "set",
            .name = assignment->name.value.ptr,
            .attribute = attribute_declared(table, assignment->name.value),
            .table = table,
        };

        *row = (struct ls_assignment){.name = use.name, .attribute = use.attribute};
        if (check_attribute(planner, draft, &assignment->name, "set") &&
            check_ttl(planner, draft, assignment, use.attribute) &&
            source_read(planner, draft, &assignment->source, &use, &row->source))
            data->set_count++;
        else
            draft->failed = true;
    }
    data->set = rows;
}

/* ---- add ---- */

static bool check_number(struct planner *planner, const struct spec_addition *addition,
                         const struct ls_attribute *attribute)
{
    if (attribute != NULL && attribute->type != LS_TYPE_NUMBER) {
        diag_hint(diag_add(planner->diags, DIAG_addition_type, addition->name.at,
                           "`%s` is %s, to which no number can be added", attribute->name,
                           attribute->type == LS_TYPE_BINARY ? "binary" : "a string"),
                  "only a number is added to");
        return false;
    }
    if (!addition->number.set)
        return false; /* it is there, but not fit to be read */
    if (number_is_exact(addition->number.value->text))
        return true;
    diag_hint(diag_add(planner->diags, DIAG_addition_type, addition->number.at,
                       "`%s` is no number that DynamoDB holds", addition->number.value->text.ptr),
              "38 significant digits, from 1E-130 to 9.9E+125, written as in JSON");
    return false;
}

static const struct spec_assignment *set_too(const struct spec_route *route, struct text name)
{
    SPEC_EACH(const struct spec_assignment, assignment, &route->set)
    {
        if (text_equal(assignment->name.value, name))
            return assignment;
    }
    return NULL;
}

static void read_add(struct planner *planner, const struct route_draft *draft,
                     struct ls_route *data)
{
    const struct spec_list *written = &draft->form->spec->add;
    const struct ls_table *table = draft->form->table->data;
    struct ls_addition *rows;

    /* Likewise. */
    if (written->count > LS_MAX_FILTERS)
        return;
    rows = mem_array(planner->arena, written->count, sizeof(*rows));
    SPEC_EACH(const struct spec_addition, addition, written)
    {
        const struct spec_assignment *set = set_too(draft->form->spec, addition->name.value);
        struct diag *diag;

        if (set != NULL) {
            diag = diag_add(planner->diags, DIAG_set_and_add, addition->name.at,
                            "`%s` is both set and added to", addition->name.value.ptr);
            diag_note(diag, set->name.at, "it is set here");
            diag_hint(diag, "leave one of them out");
        } else if (check_attribute(planner, draft, &addition->name, "add") &&
                   check_number(planner, addition,
                                attribute_declared(table, addition->name.value))) {
            rows[data->add_count++] =
                (struct ls_addition){addition->name.value.ptr, addition->number.value->text.ptr};
        }
    }
    data->add = rows;
}

/* ---- Items that are there, or are not ---- */

static void read_create(struct planner *planner, const struct route_draft *draft,
                        struct ls_route *data)
{
    const struct spec_route *route = draft->form->spec;
    const struct spec_table *table = draft->form->table->spec;
    struct diag *diag;

    data->if_exists = (enum ls_if_exists)route->if_exists.value;
    if (data->if_exists != LS_IF_EXISTS_REPLACE || !table->version.set)
        return;
    diag = diag_add(planner->diags, DIAG_replace_with_version, route->if_exists.at,
                    "replacing an item would begin its version anew, and undo what others saw");
    diag_note(diag, table->version.at, "the table has a version");
    diag_hint(diag, "write `if_exists: fail`, and change items by update");
}

static void read_update(struct planner *planner, const struct route_draft *draft,
                        struct ls_route *data)
{
    const struct spec_route *route = draft->form->spec;
    const struct spec_ttl *ttl = &draft->form->table->spec->ttl;
    struct diag *diag;

    if (route->null_removes.value)
        data->flags |= LS_ROUTE_NULL_REMOVES;
    if (!route->upsert.value)
        return;
    data->flags |= LS_ROUTE_UPSERT;
    if (!ttl->attribute.set || !ttl->hide_expired.value)
        return;
    diag = diag_add(planner->diags, DIAG_upsert_with_hide_expired, route->upsert.at,
                    "an upsert would bring back what an expired item held");
    diag_note(diag, ttl->hide_expired.set ? ttl->hide_expired.at : ttl->attribute.at,
              "the table hides expired items");
    diag_hint(diag, "leave `upsert` out, because create replaces an expired item, or write "
                    "`hide_expired: false`");
}

static void read_if_match(struct planner *planner, const struct route_draft *draft,
                          struct ls_route *data)
{
    const struct spec_route *route = draft->form->spec;
    const struct plan_table *table = draft->form->table;

    if (!route->if_match.set)
        return;
    if (route->if_match.value == IF_MATCH_REQUIRED)
        data->flags |= LS_ROUTE_IF_MATCH_REQUIRED;
    if (!range_given(table->spec->version.at))
        diag_hint(diag_add(planner->diags, DIAG_if_match_without_version, route->if_match.at,
                           "the table `%s` has no version that If-Match could be about",
                           table->spec->name.value.ptr),
                  "write `version: revision` in the table, or leave `if_match` out");
}

void plan_writes(struct planner *planner, struct route_draft *draft, struct ls_route *data)
{
    bool creates = draft->action == LS_ACTION_CREATE, updates = draft->action == LS_ACTION_UPDATE;
    bool deletes = draft->action == LS_ACTION_DELETE;

    if (creates || updates)
        read_set(planner, draft, data);
    if (creates)
        read_create(planner, draft, data);
    if (updates) {
        read_add(planner, draft, data);
        read_update(planner, draft, data);
    }
    if (deletes && draft->form->spec->must_exist.value)
        data->flags |= LS_ROUTE_MUST_EXIST;
    if (updates || deletes)
        read_if_match(planner, draft, data);
}
