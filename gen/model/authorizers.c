/*
 * authorizers.c - who decides who may call: api.authorizers and api.auth.
 */
#include "model/route_auth.h"

#include <string.h>

#include "model/arns.h"
#include "model/check_text.h"
#include "model/names.h"

#define AUTHORIZERS_MAX 10 /* of one HTTP API, a quota of AWS */

/* ---- What belongs to which type ---- */

static void refuse_option(struct planner *planner, const struct spec_authorizer *spec,
                          struct range at, const char *option)
{
    bool is_jwt = spec->type.value == AUTHORIZER_JWT;
    struct diag *diag;

    if (!range_given(at))
        return;
    diag = diag_add(planner->diags, DIAG_authorizer_option, at,
                    "`%s` has no effect on a %s authorizer", option, is_jwt ? "jwt" : "lambda");
    diag_note(diag, spec->type.at, "its type is here");
    diag_hint(diag, "leave it out, or write `type: %s`", is_jwt ? "lambda" : "jwt");
}

static void require_option(struct planner *planner, const struct spec_authorizer *spec,
                           struct range at, const char *option, const char *example)
{
    if (!range_given(at))
        diag_hint(diag_add(planner->diags, DIAG_authorizer_incomplete, spec->name.at,
                           "the authorizer `%s` has no `%s`", spec->name.value.ptr, option),
                  "write `%s`", example);
}

static void check_options(struct planner *planner, const struct spec_authorizer *spec)
{
    if (spec->type.value == AUTHORIZER_JWT) {
        require_option(planner, spec, spec->issuer.at, "issuer",
                       "issuer: https://login.example.com/");
        require_option(planner, spec, spec->audience.at, "audience", "audience: [CLIENT]");
        refuse_option(planner, spec, spec->arn.at, "arn");
        refuse_option(planner, spec, spec->identity.at, "identity");
        refuse_option(planner, spec, spec->ttl_s.at, "ttl_s");
    } else {
        require_option(planner, spec, spec->arn.at, "arn",
                       "arn: arn:aws:lambda:REGION:ACCOUNT:function:NAME");
        refuse_option(planner, spec, spec->issuer.at, "issuer");
        refuse_option(planner, spec, spec->audience.at, "audience");
    }
}

/* ---- Values ---- */

/* "…:lambda:REGION:ACCOUNT:function:NAME", and perhaps ":VERSION". */
static bool is_function(struct mem_arena *arena, struct pieces pieces)
{
    struct arn arn;
    struct text name;
    size_t colon;

    if (!arn_read(arena, pieces, &arn) || !text_is(arn.service, "lambda") || arn.region.len == 0 ||
        !arn_has_account(&arn) || !text_starts(arn.resource, "function:"))
        return false;
    name = text_skip(arn.resource, strlen("function:"));
    colon = text_find(name, ':');
    return colon > 0 && colon + 1 != name.len &&
           (colon == name.len ||
            text_find(text_skip(name, colon + 1), ':') == name.len - colon - 1);
}

/* The field table has not looked at one with a reference in it. */
static bool is_issuer(struct pieces pieces)
{
    return pieces.count > 0 &&
           (pieces.items[0].kind != PIECE_LITERAL || text_starts(pieces.items[0].text, "https://"));
}

static struct plan_value resolve(struct planner *planner, const struct spec_text *text,
                                 struct pieces *pieces)
{
    *pieces = interpolate(&planner->texts, text, INTERPOLATE_VALUE);
    return pieces_value(planner->arena, *pieces);
}

static void plan_issuer(struct planner *planner, struct plan_authorizer *authorizer)
{
    const struct spec_text *issuer = &authorizer->spec->issuer;
    const struct spec_list *audience = &authorizer->spec->audience;
    struct plan_value *values = mem_array(planner->arena, audience->count, sizeof(*values));
    struct pieces pieces;
    size_t count = 0;

    authorizer->issuer = resolve(planner, issuer, &pieces);
    if (issuer->set && !pieces.broken && !is_issuer(pieces))
        diag_hint(diag_add(planner->diags, DIAG_authorizer_issuer, issuer->at, "`%s` is no issuer",
                           issuer->value.ptr),
                  "it is an address, such as https://login.example.com/");
    SPEC_EACH(const struct spec_text, one, audience)
    values[count++] = resolve(planner, one, &pieces);
    authorizer->audience = values;
}

/* The gateway keeps a decision for whoever shows the same identity, so it must tell callers apart.
 */
static void check_identity(struct planner *planner, const struct spec_authorizer *spec)
{
    bool tells_apart = false;

    SPEC_EACH(const struct spec_text, place, &spec->identity)
    tells_apart = tells_apart || !text_starts(place->value, "context.");
    if (!tells_apart && spec->identity.count > 0 && spec->ttl_s.value > 0)
        diag_hint(diag_add(planner->diags, DIAG_authorizer_identity, spec->identity.at,
                           "what is decided for one caller would hold for all others"),
                  "name the header or query parameter that says who calls, or write `ttl_s: 0`");
}

static const char *identity_source(struct mem_arena *arena, struct text place)
{
    size_t dot = text_find(place, '.');
    struct text kind = text_head(place, dot), name = text_skip(place, dot + 1);

    if (text_is(kind, "context"))
        return text_format(arena, "$context.%s", name.ptr).ptr;
    return text_format(arena, "$request.%s.%s", text_is(kind, "query") ? "querystring" : "header",
                       name.ptr)
        .ptr;
}

static void plan_function(struct planner *planner, struct plan_authorizer *authorizer)
{
    const struct spec_authorizer *spec = authorizer->spec;
    const char **identity = mem_array(planner->arena, spec->identity.count, sizeof(*identity));
    struct pieces pieces;

    authorizer->arn = resolve(planner, &spec->arn, &pieces);
    if (spec->arn.set && !pieces.broken && !is_function(planner->arena, pieces))
        diag_hint(diag_add(planner->diags, DIAG_bad_arn, spec->arn.at,
                           "`%s` is no ARN of a function", spec->arn.value.ptr),
                  "write \"arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:"
                  "function:NAME\"");
    SPEC_EACH(const struct spec_text, place, &spec->identity)
    identity[authorizer->identity_count++] = identity_source(planner->arena, place->value);
    authorizer->identity = identity;
    check_identity(planner, spec);
}

/* ---- api.auth ---- */

static bool is_word(struct text name)
{
    return text_is(name, "iam") || text_is(name, "none");
}

void resolve_auth(const struct planner *planner, struct text name, struct route_auth *auth)
{
    *auth = (struct route_auth){.known = is_word(name), .kind = PLAN_AUTH_NONE};
    if (text_is(name, "iam"))
        auth->kind = PLAN_AUTH_IAM;
    for (size_t i = 0; i < planner->authorizer_count && !auth->known; i++) {
        if (text_equal(planner->authorizers[i].spec->name.value, name))
            *auth = (struct route_auth){true, PLAN_AUTH_AUTHORIZER, &planner->authorizers[i]};
    }
}

void check_auth(struct planner *planner, const struct spec_text *name)
{
    const struct spec_list *authorizers = &planner->spec->api.authorizers;
    const char **names = mem_array(planner->arena, planner->authorizer_count + 2, sizeof(*names));
    struct route_auth auth;
    struct diag *diag;
    size_t count = 0;

    resolve_auth(planner, name->value, &auth);
    if (auth.known || !name->set || is_unread(authorizers->at, authorizers->set))
        return;
    for (; count < planner->authorizer_count; count++)
        names[count] = planner->authorizers[count].spec->name.value.ptr;
    names[count++] = "iam";
    names[count++] = "none";
    diag = diag_add(planner->diags, DIAG_unknown_auth, name->at, "there is no authorizer `%s`",
                    name->value.ptr);
    hint_names(planner->arena, diag, name->value, names, count);
}

static void check_default(struct planner *planner)
{
    const struct spec_api *api = &planner->spec->api;
    struct diag *diag;

    check_auth(planner, &api->auth);
    if (planner->authorizer_count == 0 || range_given(api->auth.at))
        return;
    diag = diag_add(planner->diags, DIAG_auth_missing, api->authorizers.at,
                    "there is an authorizer, but nothing says which routes it guards");
    diag_hint(diag,
              "write `auth: %s` beside it, or `auth: none` if routes that say nothing are for "
              "everybody",
              planner->authorizers[0].spec->name.value.ptr);
}

/* ---- All of them ---- */

void plan_authorizers(struct planner *planner)
{
    const struct spec_authorizer *specs = planner->spec->api.authorizers.items;
    size_t count = planner->spec->api.authorizers.count;

    planner->authorizers = mem_array(planner->arena, count, sizeof(planner->authorizers[0]));
    planner->authorizer_count = count;
    for (size_t i = 0; i < count; i++) {
        struct plan_authorizer *authorizer = &planner->authorizers[i];
        const struct spec_text *name = &specs[i].name;

        authorizer->spec = &specs[i];
        authorizer->logical_id =
            text_format(planner->arena, "%sAuthorizer", names_pascal(planner->arena, name->value))
                .ptr;
        if (is_word(name->value))
            diag_hint(diag_add(planner->diags, DIAG_authorizer_name, name->at,
                               "`auth: %s` has a meaning of its own", name->value.ptr),
                      "give the authorizer another name");
        /* Without a type, or with an unknown one, nothing is to be said of the rest. */
        if (!specs[i].type.set)
            continue;
        check_options(planner, &specs[i]);
        if (specs[i].type.value == AUTHORIZER_JWT)
            plan_issuer(planner, authorizer);
        else
            plan_function(planner, authorizer);
    }
    if (count > AUTHORIZERS_MAX)
        diag_hint(
            diag_add(planner->diags, DIAG_too_many_authorizers, specs[AUTHORIZERS_MAX].name.at,
                     "there are %zu authorizers; an HTTP API can have %d", count, AUTHORIZERS_MAX),
            "leave out what no route uses");
    check_default(planner);
}

void warn_unused_authorizers(struct planner *planner)
{
    struct route_auth by_default;

    if (diags_errors(planner->diags) > 0)
        return; /* what could not be read may be what uses them */
    resolve_auth(planner, planner->spec->api.auth.value, &by_default);
    for (size_t i = 0; i < planner->authorizer_count; i++) {
        const struct plan_authorizer *authorizer = &planner->authorizers[i];
        bool used = by_default.authorizer == authorizer;

        for (size_t j = 0; j < planner->route_count && !used; j++)
            used = planner->routes[j].authorizer == authorizer;
        if (!used)
            diag_hint(
                diag_add(planner->diags, DIAG_unused_authorizer, authorizer->spec->name.at,
                         "no route uses the authorizer `%s`", authorizer->spec->name.value.ptr),
                "write `auth: %s` on a route, or leave it out", authorizer->spec->name.value.ptr);
    }
}
