/*
 * preflight.c - the OPTIONS requests of browsers: routes that answer them, and routes that get them
 * without being meant to.
 */
#include "model/routes.h"

#include "model/check_text.h"

void check_preflight(struct planner *planner, const struct route_draft *draft)
{
    struct range at = draft->form->spec->name.at;
    bool any = draft->method == LS_METHOD_ANY || draft->method == LS_METHOD_COUNT;

    if (!any && draft->method != LS_METHOD_OPTIONS)
        diag_hint(diag_add(planner->diags, DIAG_preflight_method, at,
                           "a browser sends preflight as OPTIONS, not as %s",
                           method_name(draft->method)),
                  "write `OPTIONS %s`", draft->path.ptr);
    if (!range_given(planner->spec->api.cors.at))
        diag_hint(diag_add(planner->diags, DIAG_preflight_without_cors, draft->form->action_at,
                           "preflight has nothing to answer: CORS is not configured"),
                  "write `api: { cors: { origins: [...] } }`");
}

/* Is there a route for the OPTIONS of the same paths, which everybody may call? */
static bool has_options(const struct planner *planner, const struct plan_route *route)
{
    bool is_default = route->method == LS_METHOD_COUNT;
    struct text wanted = route_key_normal(planner->arena, LS_METHOD_OPTIONS,
                                          is_default ? TEXT("/{proxy+}") : route->path);

    for (size_t i = 0; i < planner->route_count; i++) {
        const struct plan_route *other = &planner->routes[i];

        if (other->method == LS_METHOD_OPTIONS && other->auth == PLAN_AUTH_NONE &&
            text_equal(route_key_normal(planner->arena, LS_METHOD_OPTIONS, other->path), wanted))
            return true;
    }
    return false;
}

static const char *example(struct planner *planner, const struct plan_route *route)
{
    return route->method == LS_METHOD_COUNT
               ? "/{proxy+}"
               : text_copy(planner->arena, route->path.ptr, route->path.len).ptr;
}

/*
 * The gateway answers preflight itself, but a route that takes every method may get it too; and
 * under an authorizer it is refused, because browsers send it without credentials.
 */
void warn_preflight(struct planner *planner)
{
    const struct spec_cors *cors = &planner->spec->api.cors;

    for (size_t i = 0; i < planner->route_count && range_given(cors->at); i++) {
        const struct plan_route *route = &planner->routes[i];
        bool any = route->method == LS_METHOD_ANY || route->method == LS_METHOD_COUNT;
        bool guarded = route->auth != PLAN_AUTH_NONE;
        struct diag *diag;

        if (route->handler.len == 0 || !(any || (guarded && route->method == LS_METHOD_OPTIONS)) ||
            has_options(planner, route))
            continue;
        diag = diag_add(planner->diags, DIAG_cors_preflight, route->spec->name.at,
                        guarded ? "this route may get the preflight requests of its paths, and "
                                  "refuse them: they come without credentials"
                                : "this route may get the preflight requests of its paths");
        diag_note(diag, cors->at, "CORS is configured here");
        if (guarded && !any)
            diag_hint(diag, "write `auth: none`, or leave the answer to the gateway");
        else
            diag_hint(diag, "add `OPTIONS %s: preflight`%s", example(planner, route),
                      guarded ? ", which is for everybody" : "");
    }
}
