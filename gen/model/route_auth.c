/*
 * route_auth.c - who may call a route, and where its callers' claims come from.
 */
#include "model/route_auth.h"

#include "model/check_text.h"

/* ---- The route's authorizer ---- */

static void check_scopes(struct planner *planner, const struct spec_route *route,
                         const struct route_auth *auth)
{
    struct diag *diag;

    if (!route->scopes.set || !auth->known ||
        (auth->kind == PLAN_AUTH_AUTHORIZER &&
         auth->authorizer->spec->type.value == AUTHORIZER_JWT))
        return;
    diag = diag_add(planner->diags, DIAG_scopes_without_jwt, route->scopes.at,
                    "only a jwt authorizer knows scopes, and this route has %s",
                    auth->kind == PLAN_AUTH_IAM          ? "`auth: iam`"
                    : auth->kind == PLAN_AUTH_AUTHORIZER ? "a lambda one"
                                                         : "none");
    if (auth->kind == PLAN_AUTH_AUTHORIZER)
        diag_note(diag, auth->authorizer->spec->name.at, "it is here");
    diag_hint(diag, "leave `scopes` out, or write `auth: NAME` of a jwt authorizer");
}

void read_route_auth(struct planner *planner, const struct spec_route *route, int action,
                     struct route_auth *auth)
{
    const struct spec_api *api = &planner->spec->api;

    *auth = (struct route_auth){.known = true, .kind = PLAN_AUTH_NONE};
    if (action == LS_ACTION_PREFLIGHT) {
        if (route->auth.set && !text_is(route->auth.value, "none"))
            diag_hint(diag_add(planner->diags, DIAG_preflight_auth, route->auth.at,
                               "a browser sends preflight without credentials, so nobody could "
                               "call this"),
                      "leave `auth` out: preflight is for everybody");
    } else if (range_given(route->auth.at)) {
        check_auth(planner, &route->auth);
        resolve_auth(planner, route->auth.value, auth);
    } else if (range_given(api->auth.at)) {
        resolve_auth(planner, api->auth.value, auth);
    } else {
        auth->known =
            planner->authorizer_count == 0 && !is_unread(api->authorizers.at, api->authorizers.set);
    }
    check_scopes(planner, route, auth);
}

/* ---- Callers ---- */

static bool has_caller(const struct route_draft *draft, enum ls_source_kind kind)
{
    const struct route_auth *auth = &draft->form->auth;

    if (!auth->known)
        return true;
    if (kind == LS_SOURCE_CLAIM)
        return auth->kind == PLAN_AUTH_AUTHORIZER;
    return (kind != LS_SOURCE_IAM_USER_ARN && kind != LS_SOURCE_IAM_ACCOUNT_ID) ||
           auth->kind == PLAN_AUTH_IAM;
}

static void hint_auth(struct planner *planner, struct diag *diag, enum ls_source_kind kind)
{
    if (kind != LS_SOURCE_CLAIM)
        diag_hint(diag, "write `auth: iam` on the route, or `api: { auth: iam }` for all");
    else if (planner->authorizer_count > 0)
        diag_hint(diag, "write `auth: %s` on the route",
                  planner->authorizers[0].spec->name.value.ptr);
    else
        diag_hint(diag, "write `api: { authorizers: { users: { type: jwt, issuer: …, audience: "
                        "[…] } }, auth: users }`");
}

static const char *who_is_there(const struct route_draft *draft)
{
    static const char *const what[] = {
        [PLAN_AUTH_NONE] = "the route is for everybody",
        [PLAN_AUTH_IAM] = "the route has `auth: iam`, which gives no claims",
        [PLAN_AUTH_AUTHORIZER] = "the route has an authorizer instead",
    };

    return what[draft->form->auth.kind];
}

bool caller_is_known(struct planner *planner, const struct route_draft *draft,
                     const struct ls_source *source, const struct spec_text *ref)
{
    struct diag *diag;

    if (has_caller(draft, source->kind))
        return true;
    diag = diag_add(planner->diags, DIAG_source_needs_authorizer, ref->at,
                    "`%s` comes from %s, but %s", ref->value.ptr,
                    source->kind == LS_SOURCE_CLAIM ? "an authorizer" : "a signed request",
                    who_is_there(draft));
    hint_auth(planner, diag, source->kind);
    return false;
}

bool table_caller_is_known(struct planner *planner, const struct route_draft *draft,
                           const struct ls_attribute *attribute, const struct ls_source *source)
{
    const struct plan_table *table = draft->form->table;
    const struct spec_text *ref = table->attributes[attribute - table->data->attributes].source;
    struct diag *diag;

    if (has_caller(draft, source->kind))
        return true;
    if (draft->failed)
        return false; /* another attribute has told of it */
    diag = diag_add(planner->diags, DIAG_source_needs_authorizer, draft->form->spec->name.at,
                    "`%s` of `%s` comes from %s, but %s", attribute->name, table->data->name,
                    source->kind == LS_SOURCE_CLAIM ? "an authorizer" : "a signed request",
                    who_is_there(draft));
    diag_note(diag, ref->at, "the table says so here");
    hint_auth(planner, diag, source->kind);
    return false;
}
