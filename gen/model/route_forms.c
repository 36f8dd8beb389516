/*
 * route_forms.c - reads a route's short form or map: action, table, and the options that belong to
 * the action.
 */
#include "model/route_forms.h"

#include "model/check_text.h"
#include "model/reserved.h"
#include "model/route_auth.h"
#include "model/tables.h"

#define CRUD_ALL                                                                                   \
    (1u << LS_ACTION_LIST | 1u << LS_ACTION_GET | 1u << LS_ACTION_CREATE |                         \
     1u << LS_ACTION_UPDATE | 1u << LS_ACTION_DELETE)

static const char *const actions[] = {
    [LS_ACTION_LIST] = "list",
    [LS_ACTION_GET] = "get",
    [LS_ACTION_CREATE] = "create",
    [LS_ACTION_UPDATE] = "update",
    [LS_ACTION_DELETE] = "delete",
    [LS_ACTION_PREFLIGHT] = "preflight",
    [LS_ACTION_HANDLER] = "handler", /* written as a key of its own */
    [FORM_CRUD] = "crud",
};

#define ACTION_COUNT (sizeof(actions) / sizeof(actions[0]))

const char *action_name(int action)
{
    return actions[action];
}

/* -1 when there is no such action. */
static int action_of(struct text word)
{
    for (size_t i = 0; i < ACTION_COUNT; i++) {
        if (i != LS_ACTION_HANDLER && text_is(word, actions[i]))
            return (int)i;
    }
    return -1;
}

/* ---- The action ---- */

static void unknown_action(struct planner *planner, struct text word, struct range at)
{
    static const struct {
        const char *wrong, *right; /* without the outer quotes */
    } others[] = {
        {"add", "create"},        {"all", "list"},
        {"insert", "create"},     {"modify", "update"},
        {"options", "preflight"}, {"patch", "update"},
        {"post", "create"},       {"put", "create` or `update"},
        {"query", "list"},        {"read", "get"},
        {"remove", "delete"},     {"scan", "list"},
    };
    const char *known[ACTION_COUNT - 1];
    size_t count = 0;
    struct diag *diag = diag_add(planner->diags, DIAG_unknown_action, at,
                                 "there is no action `%.*s`", TEXT_ARG(word));

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (text_is(word, others[i].wrong)) {
            diag_hint(diag, "did you mean `%s`?", others[i].right);
            return;
        }
    }
    for (size_t i = 0; i < ACTION_COUNT; i++) {
        if (i != LS_ACTION_HANDLER)
            known[count++] = actions[i];
    }
    if (near_name(word, known, count) != NULL)
        hint_names(planner->arena, diag, word, known, count);
    else
        diag_hint(diag, "there are %s; code of your own is `{ handler: NAME }`",
                  words_joined(planner->arena, known, count, "and").ptr);
}

static bool read_action(struct planner *planner, const struct spec_text *action,
                        struct route_form *form)
{
    form->action = action_of(action->value);
    form->action_at = action->at;
    if (form->action < 0)
        unknown_action(planner, action->value, action->at);
    return form->action >= 0;
}

/* "ACTION TABLE", or "preflight". */
static bool read_summary(struct planner *planner, const struct spec_text *summary,
                         struct route_form *form, struct spec_text *table)
{
    size_t blank = text_find(summary->value, ' ');
    struct spec_text action = {
        .value = text_head(summary->value, blank),
        .at = text_part(summary, 0, blank),
        .set = true,
    };
    struct diag *diag;

    if (!read_action(planner, &action, form))
        return false;
    if (blank == summary->value.len)
        return true;
    table->value = text_skip(summary->value, blank + 1);
    table->at = text_part(summary, blank + 1, table->value.len);
    table->set = true;
    if (table->value.len > 0 && text_find(table->value, ' ') == table->value.len)
        return true;
    diag = diag_add(planner->diags, DIAG_route_summary, summary->at,
                    "a route's short form is an action, one blank and a table");
    diag_hint(diag, "write `%s TABLE`, or a map: `{ action: %s, table: TABLE, … }`",
              actions[form->action], actions[form->action]);
    return false;
}

static bool read_handler(struct planner *planner, const struct spec_route *route,
                         struct route_form *form)
{
    const char *taken = reserved_for_c(route->handler.value);
    struct diag *diag;

    form->action = LS_ACTION_HANDLER;
    form->action_at = route->handler.at;
    form->handler = route->handler.value;
    if (taken != NULL) {
        diag =
            diag_add(planner->diags, DIAG_reserved_handler, route->handler.at,
                     "a handler cannot be named `%s`: that is %s", route->handler.value.ptr, taken);
        if (text_starts(route->handler.value, "ls_"))
            diag_hint(diag, "leave the `ls_` out");
        else
            diag_hint(diag, "give the function another name, such as `%s_item`",
                      route->handler.value.ptr);
    }
    if (route->action.set) {
        diag = diag_add(planner->diags, DIAG_handler_and_action, route->handler.at,
                        "a route has an action or a handler, not both");
        diag_note(diag, route->action.at, "the action is here");
        diag_hint(diag, "leave one of them out");
    }
    return !route->action.set;
}

static bool read_what(struct planner *planner, const struct spec_route *route,
                      struct route_form *form, struct spec_text *table)
{
    if (route->summary.set)
        return read_summary(planner, &route->summary, form, table);
    *table = route->table;
    if (route->handler.set)
        return read_handler(planner, route, form);
    if (route->action.set)
        return read_action(planner, &route->action, form);
    if (range_given(route->summary.at) || range_given(route->action.at) ||
        range_given(route->handler.at))
        return false; /* it is there, but not fit to be read */
    diag_hint(diag_add(planner->diags, DIAG_route_without_action, route->name.at,
                       "the route `%s` does nothing", route->name.value.ptr),
              "give it an `action` and a `table`, or a `handler`");
    return false;
}

/* ---- Options ---- */

/* crud: which of the five. */
static void read_only(struct planner *planner, struct route_form *form)
{
    form->crud = form->spec->only.set ? 0 : CRUD_ALL;
    SPEC_EACH(const struct spec_text, only, &form->spec->only)
    {
        int action = action_of(only->value);
        struct diag *diag;

        if (action < 0 || !(CRUD_ALL & 1u << action)) {
            diag = diag_add(planner->diags, DIAG_unknown_crud_action, only->at,
                            "`%s` is no part of crud", only->value.ptr);
            hint_names(planner->arena, diag, only->value, actions, LS_ACTION_DELETE + 1);
        } else if (form->crud & 1u << action) {
            diag = diag_add(planner->diags, DIAG_unknown_crud_action, only->at,
                            "`%s` is named twice", only->value.ptr);
            diag_hint(diag, "name it once");
        } else {
            form->crud |= 1u << action;
        }
    }
}

#define ON(action_) (1u << LS_ACTION_##action_)
#define OPTION(member_, actions_)                                                                  \
    {                                                                                              \
#member_, offsetof(struct spec_route, member_.set),                                        \
            offsetof(struct spec_route, member_.at), actions_                                      \
    }

/*
 * Which options belong to which actions; crud takes those of its parts. `auth` and `scopes` belong
 * to all.
 */
static const struct option {
    const char *key;
    size_t set_offset, at_offset;
    unsigned actions;
} options[] = {
    OPTION(table, CRUD_ALL),
    OPTION(key, CRUD_ALL),
    OPTION(only, 0),
    OPTION(index, ON(LIST)),
    OPTION(scan, ON(LIST)),
    OPTION(filter, ON(LIST)),
    OPTION(order, ON(LIST)),
    OPTION(page_size, ON(LIST)),
    OPTION(max_page_size, ON(LIST)),
    OPTION(fields, ON(LIST) | ON(GET)),
    OPTION(client_fields, ON(LIST) | ON(GET)),
    OPTION(consistent, ON(LIST) | ON(GET)),
    OPTION(set, ON(CREATE) | ON(UPDATE)),
    OPTION(add, ON(UPDATE)),
    OPTION(if_exists, ON(CREATE)),
    OPTION(upsert, ON(UPDATE)),
    OPTION(null_removes, ON(UPDATE)),
    OPTION(if_match, ON(UPDATE) | ON(DELETE)),
    OPTION(must_exist, ON(DELETE)),
    /* A record has no `set` of its own; its table must be written. */
    {"idempotency", offsetof(struct spec_route, idempotency.table.set),
     offsetof(struct spec_route, idempotency.at), ON(CREATE)},
    OPTION(grants, ON(HANDLER)),
};

static struct text users_of(struct mem_arena *arena, const struct option *option)
{
    const char *names[ACTION_COUNT];
    size_t count = 0;

    for (size_t i = 0; i <= LS_ACTION_HANDLER; i++) {
        if (option->actions & 1u << i)
            names[count++] = actions[i];
    }
    names[count++] = actions[FORM_CRUD];
    if (option->actions & ON(HANDLER))
        count--;
    return words_joined(arena, names, count, "and");
}

static void check_options(struct planner *planner, const struct route_form *form)
{
    const char *route = (const char *)form->spec;
    unsigned mine = form->action == FORM_CRUD ? form->crud : 1u << form->action;

    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        const struct option *option = &options[i];
        struct range at;
        struct diag *diag;

        if (!*(const bool *)(const void *)(route + option->set_offset) ||
            (option->actions & mine) != 0 || (option->actions == 0 && form->action == FORM_CRUD))
            continue;
        at = *(const struct range *)(const void *)(route + option->at_offset);
        diag = diag_add(planner->diags, DIAG_option_without_effect, at,
                        "`%s` has no effect here: it belongs to %s", option->key,
                        users_of(planner->arena, option).ptr);
        if (form->action == LS_ACTION_HANDLER && option->actions == CRUD_ALL)
            diag_hint(diag, "a handler uses tables by `grants: { TABLE: [get, put] }`");
        else
            diag_hint(diag, "leave it out");
    }
}

/* ---- The table, and the kind of route key ---- */

static bool read_table(struct planner *planner, struct route_form *form,
                       const struct spec_text *table)
{
    struct diag *diag;

    if (form->action == LS_ACTION_HANDLER)
        return true;
    if (form->action == LS_ACTION_PREFLIGHT) {
        if (form->spec->summary.set && table->set)
            diag_hint(
                diag_add(planner->diags, DIAG_route_summary, table->at, "preflight needs no table"),
                "write `preflight`");
        return true;
    }
    if (table->set) {
        form->table = find_table(planner, table);
        if (form->table != NULL)
            use_table(planner, form->table, NULL);
        return form->table != NULL;
    }
    if (range_given(table->at))
        return false;
    diag = diag_add(planner->diags, DIAG_route_without_table, form->action_at, "`%s` needs a table",
                    actions[form->action]);
    if (planner->table_count == 1)
        diag_hint(diag, "write `%s %s`", actions[form->action], planner->table_names[0]);
    else
        diag_hint(diag, "write `%s TABLE`, or `table: TABLE` in a map", actions[form->action]);
    return false;
}

static bool check_key_kind(struct planner *planner, const struct route_form *form)
{
    const struct spec_text *name = &form->spec->name;
    bool is_path = form->key.kind == ROUTE_KEY_PATH;
    struct diag *diag;

    if (is_path == (form->action == FORM_CRUD))
        return true;
    if (is_path) {
        diag = diag_add(planner->diags, DIAG_route_form, name->at, "the route has no method");
        diag_hint(diag, "write `GET %s` or another; only crud leaves the method out",
                  name->value.ptr);
    } else {
        diag = diag_add(planner->diags, DIAG_crud_key, name->at,
                        "crud makes routes of several methods, so its key has none");
        diag_hint(diag, "write `%s: crud %s`",
                  form->key.path.len > 0 ? form->key.path.ptr : "/path",
                  form->table->spec->name.value.ptr);
    }
    return false;
}

bool route_form_read(struct planner *planner, const struct spec_route *route,
                     struct route_form *form)
{
    struct spec_text table = {.set = false};
    bool good;

    *form = (struct route_form){.spec = route};
    good = form->key_known = route_key_read(planner->diags, &route->name, &form->key);
    if (!read_what(planner, route, form, &table))
        return false;
    if (form->action == FORM_CRUD)
        read_only(planner, form);
    check_options(planner, form);
    read_route_auth(planner, route, form->action, &form->auth);
    return read_table(planner, form, &table) && good && check_key_kind(planner, form);
}
