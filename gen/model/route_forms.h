/*
 * route_forms.h - what one line of `routes` says, whichever way it is written.
 */
#ifndef LOCKSTEP_ROUTE_FORMS_H
#define LOCKSTEP_ROUTE_FORMS_H

#include "model/planner.h"
#include "model/route_key.h"

#define FORM_CRUD (LS_ACTION_HANDLER + 1) /* after the actions of abi.h */

/* Who may call a route. */
struct route_auth {
    bool known; /* else there is a diagnostic, and nothing follows from what the rest says */
    enum plan_auth kind;
    const struct plan_authorizer *authorizer; /* PLAN_AUTH_AUTHORIZER */
};

struct route_form {
    const struct spec_route *spec;
    struct route_key key;
    bool key_known; /* the key could be read, whatever is wrong with the rest */
    int action;     /* enum ls_action or FORM_CRUD */
    struct range action_at;
    unsigned crud;                  /* FORM_CRUD: 1u << enum ls_action for each that is wanted */
    struct text handler;            /* LS_ACTION_HANDLER */
    const struct plan_table *table; /* every action but preflight and handler */
    struct route_auth auth;
};

const char *action_name(int action);

/* False after a diagnostic without which the route makes no sense. */
bool route_form_read(struct planner *planner, const struct spec_route *route,
                     struct route_form *form);

#endif
