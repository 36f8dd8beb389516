/*
 * routes.c - the routes of the API: crud spelled out, each one's rules, no two alike.
 */
#include "model/routes.h"

#include <stdlib.h>
#include <string.h>

#include "model/check_text.h"
#include "model/names.h"
#include "model/tables.h"

/* The five routes of crud, in the order in which they come out. */
static const struct {
    enum ls_action action;
    enum ls_method method;
    bool one_item; /* on /path/{key}, else on /path */
} crud[] = {
    {LS_ACTION_LIST, LS_METHOD_GET, false},     {LS_ACTION_GET, LS_METHOD_GET, true},
    {LS_ACTION_CREATE, LS_METHOD_POST, false},  {LS_ACTION_UPDATE, LS_METHOD_PUT, true},
    {LS_ACTION_DELETE, LS_METHOD_DELETE, true},
};

struct route_list {
    struct planner *planner;
    size_t cap, data_cap;
};

size_t draft_parameter(const struct route_draft *draft, struct text name)
{
    size_t i = 0;

    while (i < draft->segment_count && (draft->segments[i].kind == SEGMENT_LITERAL ||
                                        !text_equal(draft->segments[i].text, name)))
        i++;
    return i;
}

/* The index that the route names; NULL after a diagnostic. */
static const struct plan_index *find_route_index(struct planner *planner,
                                                 const struct route_form *form)
{
    const struct spec_text *name = &form->spec->index;
    const struct plan_index *index = find_index(planner, form->table, name->value, name->at);

    if (index != NULL)
        use_table(planner, form->table, index);
    return index;
}

/* ---- Rules of one route ---- */

static bool is_greedy(const struct route_draft *draft)
{
    return draft->segment_count > 0 &&
           draft->segments[draft->segment_count - 1].kind == SEGMENT_GREEDY;
}

static void check_preflight(struct planner *planner, const struct route_draft *draft, bool any)
{
    struct range at = draft->form->spec->name.at;
    const struct spec_api *api = &planner->spec->api;

    if (!any && draft->method != LS_METHOD_OPTIONS)
        diag_hint(diag_add(planner->diags, DIAG_preflight_method, at,
                           "a browser sends preflight as OPTIONS, not as %s",
                           method_name(draft->method)),
                  "write `OPTIONS %s`", draft->path.ptr);
    if (!range_given(api->cors.at))
        diag_hint(diag_add(planner->diags, DIAG_preflight_without_cors, draft->form->action_at,
                           "preflight has nothing to answer: CORS is not configured"),
                  "write `api: { cors: { origins: [...] } }`");
}

static void check_method(struct planner *planner, const struct route_draft *draft)
{
    struct range at = draft->form->spec->name.at;
    bool writes = draft->action == LS_ACTION_CREATE || draft->action == LS_ACTION_UPDATE ||
                  draft->action == LS_ACTION_DELETE;
    bool any = draft->method == LS_METHOD_ANY || draft->method == LS_METHOD_COUNT;
    struct diag *diag;

    if (draft->action == LS_ACTION_HANDLER)
        return;
    if (draft->action == LS_ACTION_PREFLIGHT) {
        check_preflight(planner, draft, any);
        return;
    }
    if (any || is_greedy(draft)) {
        diag = diag_add(planner->diags, DIAG_action_on_any, at,
                        "%s needs a route of one method and one path",
                        action_name((int)draft->action));
        diag_hint(diag, "ANY, `$default` and `{name+}` are for handlers and preflight");
    } else if (writes && (draft->method == LS_METHOD_GET || draft->method == LS_METHOD_HEAD)) {
        diag = diag_add(planner->diags, DIAG_get_writes, at, "%s writes, and %s must not",
                        action_name((int)draft->action), method_name(draft->method));
        diag_hint(diag, "caches and crawlers repeat a %s; write `%s %s`",
                  method_name(draft->method),
                  draft->action == LS_ACTION_CREATE   ? "POST"
                  : draft->action == LS_ACTION_UPDATE ? "PUT"
                                                      : "DELETE",
                  draft->path.ptr);
    }
}

/* The gateway answers preflight itself, but a route that takes every method may get it too. */
static void warn_preflight(struct planner *planner, const struct route_draft *draft)
{
    const struct spec_cors *cors = &planner->spec->api.cors;
    struct diag *diag;

    if (draft->action != LS_ACTION_HANDLER || !range_given(cors->at) ||
        (draft->method != LS_METHOD_ANY && draft->method != LS_METHOD_COUNT))
        return;
    diag = diag_add(planner->diags, DIAG_cors_preflight, draft->form->spec->name.at,
                    "this route may get the preflight requests of its paths");
    diag_note(diag, cors->at, "CORS is configured here");
    diag_hint(diag, "answer OPTIONS in the handler, or add an OPTIONS route with preflight");
}

/* ---- Adding a route ---- */

static const char *const *parameters_of(struct planner *planner, struct route_draft *draft,
                                        uint8_t *count)
{
    const char **names = mem_array(planner->arena, draft->segment_count, sizeof(*names));

    for (size_t i = 0; i < draft->segment_count; i++) {
        struct text name = draft->segments[i].text;

        if (draft->segments[i].kind != SEGMENT_LITERAL)
            names[(*count)++] = text_copy(planner->arena, name.ptr, name.len).ptr;
    }
    return names;
}

static void set_options(const struct route_draft *draft, struct ls_route *data)
{
    const struct spec_route *spec = draft->form->spec;

    if (draft->action == LS_ACTION_CREATE)
        data->if_exists = (enum ls_if_exists)spec->if_exists.value;
    if (draft->action == LS_ACTION_UPDATE && spec->upsert.value)
        data->flags |= LS_ROUTE_UPSERT;
    if (draft->action == LS_ACTION_DELETE && spec->must_exist.value)
        data->flags |= LS_ROUTE_MUST_EXIST;
}

static void add_route(struct route_list *list, struct route_draft *draft,
                      const struct ls_route *grants)
{
    struct planner *planner = list->planner;
    const struct route_form *form = draft->form;
    struct plan_route *route;
    struct ls_route *data;

    planner->routes = mem_grow(planner->arena, planner->routes, &list->cap,
                               planner->route_count + 1, sizeof(*route));
    planner->route_data = mem_grow(planner->arena, planner->route_data, &list->data_cap,
                                   planner->route_count + 1, sizeof(*data));
    route = &planner->routes[planner->route_count];
    data = &planner->route_data[planner->route_count++];
    draft->segment_count = path_segments(draft->path, draft->segments);
    *route = (struct plan_route){
        .spec = form->spec,
        .key =
            draft->method == LS_METHOD_COUNT
                ? TEXT("$default")
                : text_format(planner->arena, "%s %s", method_name(draft->method), draft->path.ptr),
        .method = draft->method,
        .path = draft->path,
        .table = form->table,
        .index = draft->index,
        .handler = form->handler,
    };
    route->logical_id = names_route(planner->arena, draft->method, draft->path);
    if (draft->action == LS_ACTION_HANDLER)
        route->handler_place = source_position(planner->source, form->spec->handler.at.start);
    *data = (struct ls_route){
        .key = route->key.ptr,
        .key_length = (uint16_t)route->key.len,
        .action = draft->action,
        .table = form->table == NULL ? NULL : form->table->data,
        .index = draft->index == NULL ? NULL : draft->index->data,
        .grant_count = grants->grant_count,
        .grants = grants->grants,
    };
    data->parameters = parameters_of(planner, draft, &data->parameter_count);
    set_options(draft, data);
    check_method(planner, draft);
    warn_preflight(planner, draft);
    if (form->table != NULL)
        bind_route(planner, draft, data);
}

/* ---- crud ---- */

static bool in_path(const struct route_draft *draft, struct text name)
{
    return draft_parameter(draft, name) < draft->segment_count;
}

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

/* The path of one item: /path with the key attributes that nothing gives yet. */
static bool item_path(struct planner *planner, const struct route_form *form,
                      const struct route_draft *draft, struct text *path)
{
    const struct ls_table *table = form->table->data;
    struct range at = form->spec->name.at;
    struct text_buf buf;
    size_t added = 0;

    text_buf_init(&buf, planner->arena, TEXT_BUF_MAX);
    if (draft->path.len > 1)
        text_add(&buf, draft->path.ptr, draft->path.len);
    for (size_t i = 0; i < table->key_count; i++) {
        struct text name = text_of(table->key[i].name);

        if (in_path(draft, name) || in_key(form->spec, name))
            continue;
        if (!is_parameter_name(name)) {
            diag_hint(diag_add(planner->diags, DIAG_crud_parameter, at,
                               "the key attribute `%s` cannot be the name of a path parameter",
                               name.ptr),
                      "write the routes out, with `key: { \"%s\": path.NAME }`", name.ptr);
            return false;
        }
        text_printf(&buf, "/{%s}", name.ptr);
        added++;
    }
    *path = added == 0 ? draft->path : text_view(&buf);
    if (added == 0 && form->crud & 1u << LS_ACTION_LIST) {
        diag_hint(diag_add(planner->diags, DIAG_crud_without_key, at,
                           "the whole key of `%s` is given already, so there is nothing to list",
                           form->table->spec->name.value.ptr),
                  "write `only: [get, create, update, delete]`, or leave a key attribute out of "
                  "the path");
        return false;
    }
    if (draft->segment_count + added > LS_MAX_PATH_SEGMENTS) {
        diag_hint(diag_add(planner->diags, DIAG_too_many_segments, at,
                           "with the key the path has more than %d segments", LS_MAX_PATH_SEGMENTS),
                  "make the path shorter");
        return false;
    }
    return true;
}

static bool check_crud_path(struct planner *planner, const struct route_form *form,
                            const struct route_draft *draft)
{
    struct range at = form->spec->name.at;
    const char *table = form->table->spec->name.value.ptr;
    size_t len = draft->path.len;

    if (is_greedy(draft))
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

static void add_crud(struct route_list *list, const struct route_form *form)
{
    static const struct ls_route no_grants = {.grants = NULL};
    struct planner *planner = list->planner;
    struct route_draft draft = {.form = form, .path = form->key.path};
    struct text item;

    draft.segment_count = path_segments(draft.path, draft.segments);
    if (!check_crud_path(planner, form, &draft))
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

/* ---- All of them ---- */

static void add_form(struct route_list *list, const struct route_form *form,
                     const struct ls_route *grants)
{
    struct route_draft draft = {
        .form = form,
        .action = (enum ls_action)form->action,
        .method = form->key.method,
        .path = form->key.path,
    };

    if (form->action == FORM_CRUD) {
        add_crud(list, form);
        return;
    }
    if (form->action == LS_ACTION_LIST && form->spec->index.set) {
        draft.index = find_route_index(list->planner, form);
        if (draft.index == NULL)
            return;
    }
    add_route(list, &draft, grants);
}

struct same {
    struct text normal;
    size_t route;
};

static int by_normal(const void *left, const void *right)
{
    const struct same *a = left, *b = right;
    int order = text_compare(a->normal, b->normal);

    return order != 0 ? order : (a->route > b->route) - (a->route < b->route);
}

static void report_duplicate(struct planner *planner, const struct plan_route *first,
                             const struct plan_route *second)
{
    bool crud_made =
        first->spec->name.value.ptr[0] == '/' || second->spec->name.value.ptr[0] == '/';
    struct diag *diag = text_equal(first->key, second->key)
                            ? diag_add(planner->diags, DIAG_duplicate_route, second->spec->name.at,
                                       "there are two routes `%s`", second->key.ptr)
                            : diag_add(planner->diags, DIAG_duplicate_route, second->spec->name.at,
                                       "`%s` and `%s` are one route to API Gateway",
                                       second->key.ptr, first->key.ptr);

    diag_note(diag, first->spec->name.at, "`%s` comes from here", first->key.ptr);
    diag_hint(diag, crud_made ? "crud makes some routes; `only` says which"
                              : "the names of path parameters make no difference");
}

static void check_duplicates(struct planner *planner)
{
    size_t count = planner->route_count;
    struct same *same = mem_array(planner->arena, count, sizeof(*same));

    for (size_t i = 0; i < count; i++) {
        const struct plan_route *route = &planner->routes[i];

        same[i] = (struct same){
            route_key_normal(planner->arena, route->method, route->path),
            i,
        };
    }
    if (count > 0)
        qsort(same, count, sizeof(same[0]), by_normal);
    for (size_t first = 0, i = 1; i < count; i++) {
        if (!text_equal(same[first].normal, same[i].normal)) {
            first = i;
            continue;
        }
        planner->routes_repeat = true;
        report_duplicate(planner, &planner->routes[same[first].route],
                         &planner->routes[same[i].route]);
    }
}

void plan_routes(struct planner *planner)
{
    struct route_list list = {.planner = planner};
    struct diag *diag;

    SPEC_EACH(const struct spec_route, route, &planner->spec->routes)
    {
        struct ls_route grants = {.grants = NULL};
        struct route_form form;
        bool good = route_form_read(planner, route, &form);

        if (form.action == LS_ACTION_HANDLER)
            grant_route(planner, route, &grants);
        if (good)
            add_form(&list, &form, &grants);
    }
    for (size_t i = 0; i < planner->route_count; i++)
        planner->routes[i].data = &planner->route_data[i];
    if (planner->route_count > LS_MAX_ROUTES) {
        diag = diag_add(
            planner->diags, DIAG_too_many_routes, planner->routes[LS_MAX_ROUTES].spec->name.at,
            "there are %zu routes; an HTTP API can have %d", planner->route_count, LS_MAX_ROUTES);
        diag_hint(diag, "split the service");
    }
    check_duplicates(planner);
    check_parameter_names(planner);
}
