/*
 * crud.c - the five routes of crud spelled out, with what identifies an item behind the path.
 */
#include "model/routes.h"

#include "model/check_text.h"
#include "model/sources.h"

/* In the order in which they come out. */
static const struct {
    enum ls_action action;
    enum ls_method method;
    bool one_item; /* on /path/{key}, else on /path */
} crud[] = {
    {LS_ACTION_LIST, LS_METHOD_GET, false},     {LS_ACTION_GET, LS_METHOD_GET, true},
    {LS_ACTION_CREATE, LS_METHOD_POST, false},  {LS_ACTION_UPDATE, LS_METHOD_PUT, true},
    {LS_ACTION_DELETE, LS_METHOD_DELETE, true},
};

/* Does the route's `key` say which value the attribute has? A range does not. */
static bool in_key(const struct spec_route *route, struct text name)
{
    SPEC_EACH(const struct spec_match, match, &route->key)
    {
        if (text_equal(match->name.value, name))
            return match->ref.set || match->constant.set;
    }
    return false;
}

/* The path of one item on its way: a segment for each attribute that nothing gives yet. */
struct item_path {
    struct planner *planner;
    const struct route_form *form;
    const struct route_draft *draft;
    struct text_buf text;
    size_t added;
    struct text names[2 * LS_MAX_PARTS]; /* of what was added */
};

static bool is_given(const struct item_path *path, const struct ls_attribute *attribute)
{
    const struct plan_table *table = path->form->table;
    struct text name = text_of(attribute->name);

    for (size_t i = 0; i < path->added; i++) {
        if (text_equal(path->names[i], name))
            return true;
    }
    return draft_parameter(path->draft, name) < path->draft->segment_count ||
           in_key(path->form->spec, name) ||
           table->attributes[attribute - table->data->attributes].source != NULL;
}

static bool add_parameter(struct item_path *path, const struct ls_attribute *attribute)
{
    struct text name = text_of(attribute->name);

    if (is_given(path, attribute))
        return true;
    if (!is_parameter_name(name)) {
        diag_hint(diag_add(path->planner->diags, DIAG_crud_parameter, path->form->spec->name.at,
                           "the key attribute `%s` cannot be the name of a path parameter",
                           name.ptr),
                  "write the routes out, with `key: { \"%s\": path.NAME }`", name.ptr);
        return false;
    }
    text_printf(&path->text, "/{%s}", name.ptr);
    path->names[path->added++] = name;
    return true;
}

static bool add_parameters(struct item_path *path)
{
    const struct ls_table *table = path->form->table->data;

    _Static_assert(LS_MAX_PARTS > 1, "there is room for a key without templates too");
    for (size_t i = 0; i < table->key_count; i++) {
        const struct ls_template *template = table->attributes[i].template;

        if (template == NULL && !add_parameter(path, &table->attributes[i]))
            return false;
        for (size_t j = 0; template != NULL && j < template->part_count; j++) {
            if (!add_parameter(path, &table->attributes[template->parts[j]]))
                return false;
        }
    }
    return true;
}

static bool item_path(struct planner *planner, const struct route_form *form,
                      const struct route_draft *draft, struct text *item)
{
    struct item_path path = {.planner = planner, .form = form, .draft = draft};
    struct range at = form->spec->name.at;

    text_buf_init(&path.text, planner->arena, TEXT_BUF_MAX);
    if (draft->path.len > 1)
        text_add(&path.text, draft->path.ptr, draft->path.len);
    if (!add_parameters(&path))
        return false;
    *item = path.added == 0 ? draft->path : text_view(&path.text);
    if (path.added == 0 && form->crud & 1u << LS_ACTION_LIST) {
        diag_hint(diag_add(planner->diags, DIAG_crud_without_key, at,
                           "the whole key of `%s` is given already, so there is nothing to list",
                           form->table->spec->name.value.ptr),
                  "write `only: [get, create, update, delete]`, or leave a key attribute out of "
                  "the path");
        return false;
    }
    if (draft->segment_count + path.added > LS_MAX_PATH_SEGMENTS) {
        diag_hint(diag_add(planner->diags, DIAG_too_many_segments, at,
                           "with the key the path has more than %d segments", LS_MAX_PATH_SEGMENTS),
                  "make the path shorter");
        return false;
    }
    return true;
}

static bool check_path(struct planner *planner, const struct route_form *form,
                       const struct route_draft *draft)
{
    struct range at = form->spec->name.at;
    const char *table = form->table->spec->name.value.ptr;
    size_t len = draft->path.len;

    if (draft_is_greedy(draft))
        diag_hint(diag_add(planner->diags, DIAG_crud_key, at,
                           "crud puts the key behind the path, and a greedy parameter ends it"),
                  "write `/path: crud %s`", table);
    else if (len > 1 && draft->path.ptr[len - 1] == '/')
        diag_hint(diag_add(planner->diags, DIAG_crud_key, at,
                           "crud puts the key behind the path, with a slash of its own"),
                  "write `%.*s: crud %s`", (int)len - 1, draft->path.ptr, table);
    else
        return true;
    return false;
}

void add_crud(struct route_list *list, const struct route_form *form)
{
    static const struct ls_route no_grants = {.grants = NULL};
    struct planner *planner = list->planner;
    struct route_draft draft = {.form = form, .path = form->key.path};
    struct text item;

    draft.segment_count = path_segments(draft.path, draft.segments);
    if (!check_path(planner, form, &draft))
        return;
    if (form->table->data->key_count == 0 || !item_path(planner, form, &draft, &item))
        return;
    for (size_t i = 0; i < sizeof(crud) / sizeof(crud[0]); i++) {
        if (!(form->crud & 1u << crud[i].action))
            continue;
        draft = (struct route_draft){
            .form = form,
            .action = crud[i].action,
            .method = crud[i].method,
            .path = crud[i].one_item ? item : form->key.path,
        };
        if (draft.action == LS_ACTION_LIST && form->spec->index.set) {
            draft.index = find_route_index(planner, form);
            if (draft.index == NULL)
                continue;
        }
        add_route(list, &draft, &no_grants);
    }
}
