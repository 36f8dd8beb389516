/*
 * routes.c - the routes of the API, one after another, and the rules of method and action.
 */
#include "model/routes.h"

#include "model/check_text.h"
#include "model/names.h"
#include "model/sources.h"
#include "model/tables.h"

size_t draft_parameter(const struct route_draft *draft, struct text name)
{
    size_t i = 0;

    while (i < draft->segment_count && (draft->segments[i].kind == SEGMENT_LITERAL ||
                                        !text_equal(draft->segments[i].text, name)))
        i++;
    return i;
}

const struct plan_index *find_route_index(struct planner *planner, const struct route_form *form)
{
    const struct spec_text *name = &form->spec->index;
    const struct plan_index *index = find_index(planner, form->table, name->value, name->at);

    if (index != NULL)
        use_table(planner, form->table, index);
    return index;
}

/* ---- Rules of one route ---- */

bool draft_is_greedy(const struct route_draft *draft)
{
    return draft->segment_count > 0 &&
           draft->segments[draft->segment_count - 1].kind == SEGMENT_GREEDY;
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
        check_preflight(planner, draft);
        return;
    }
    if (any || draft_is_greedy(draft)) {
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

static struct text key_text(struct planner *planner, enum ls_method method, struct text path)
{
    if (method == LS_METHOD_COUNT)
        return TEXT("$default");
    return text_format(planner->arena, "%s %s", method_name(method), path.ptr);
}

/* What an action does with its table. */
static void plan_action(struct planner *planner, struct route_draft *draft, struct ls_route *data)
{
    bind_route(planner, draft, data);
    plan_filters(planner, draft, data);
    plan_fields(planner, draft, data);
    plan_writes(planner, draft, data);
    plan_idempotency(planner, draft, data);
    if (!draft->failed)
        check_parameters(planner, draft);
}

void add_route(struct route_list *list, struct route_draft *draft, const struct ls_route *grants)
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
        .key = key_text(planner, draft->method, draft->path),
        .method = draft->method,
        .path = draft->path,
        .table = form->table,
        .index = draft->index,
        .handler = form->handler,
        .auth = form->auth.kind,
        .authorizer = form->auth.authorizer,
    };
    name_route(list, form->spec, draft->method, draft->path, route->key);
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
    check_method(planner, draft);
    if (form->table != NULL)
        plan_action(planner, draft, data);
}

/* ---- All of them ---- */

/* For the comparison with others, of a line that makes no route. */
static void name_form(struct route_list *list, const struct route_form *form)
{
    name_route(list, form->spec, form->key.method, form->key.path,
               key_text(list->planner, form->key.method, form->key.path));
}

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
        if (draft.index == NULL) {
            name_form(list, form);
            return;
        }
    }
    add_route(list, &draft, grants);
}

void plan_routes(struct planner *planner)
{
    struct route_list list = {.planner = planner};
    struct diag *diag;

    check_table_sources(planner);
    check_index_keys(planner);
    SPEC_EACH(const struct spec_route, route, &planner->spec->routes)
    {
        struct ls_route grants = {.grants = NULL};
        struct route_form form;
        bool good = route_form_read(planner, route, &form);

        if (form.action == LS_ACTION_HANDLER)
            grant_route(planner, route, &grants);
        if (good)
            add_form(&list, &form, &grants);
        else if (form.key_known && form.key.kind != ROUTE_KEY_PATH)
            name_form(&list, &form);
    }
    for (size_t i = 0; i < planner->route_count; i++)
        planner->routes[i].data = &planner->route_data[i];
    if (planner->route_count > LS_MAX_ROUTES) {
        diag = diag_add(
            planner->diags, DIAG_too_many_routes, planner->routes[LS_MAX_ROUTES].spec->name.at,
            "there are %zu routes; an HTTP API can have %d", planner->route_count, LS_MAX_ROUTES);
        diag_hint(diag, "split the service");
    } else {
        warn_preflight(planner);
    }
    check_duplicates(&list);
    check_parameter_names(planner);
}
