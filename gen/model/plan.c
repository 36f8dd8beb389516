/*
 * plan.c - the plan as a whole: the steps in their order, then what needs all of them.
 */
#include "model/plan.h"

#include <stdlib.h>
#include <string.h>

#include "model/check_text.h"
#include "model/contract.h"
#include "model/kms_keys.h"
#include "model/names.h"
#include "model/policy.h"
#include "model/resources.h"
#include "model/route_auth.h"
#include "model/routes.h"
#include "model/service_cors.h"
#include "model/statements.h"
#include "model/tables.h"

/* IAM's limit for all inline policies of a role, in characters without blanks. */
#define POLICY_MAX 10240

static int by_tag(const void *left, const void *right)
{
    const struct plan_tag *a = left, *b = right;

    return text_compare(a->name, b->name);
}

static void plan_tags(struct planner *planner, struct plan *plan)
{
    const struct spec_pair *written = planner->spec->tags.items;
    size_t count = planner->spec->tags.count;
    struct plan_tag *tags = mem_array(planner->arena, count, sizeof(*tags));

    for (size_t i = 0; i < count; i++) {
        struct pieces pieces = interpolate(&planner->texts, &written[i].value, INTERPOLATE_NAME);

        tags[i] = (struct plan_tag){
            written[i].name.value,
            pieces_value(planner->arena, pieces),
        };
    }
    if (count > 0)
        qsort(tags, count, sizeof(tags[0]), by_tag);
    plan->tags = tags;
    plan->tag_count = count;
}

static int by_handler(const void *left, const void *right)
{
    const struct plan_handler *a = left, *b = right;
    int order = text_compare(a->name, b->name);

    return order != 0 ? order : (a->place.line > b->place.line) - (a->place.line < b->place.line);
}

static void plan_handlers(struct planner *planner, struct plan *plan)
{
    struct plan_handler *handlers =
        mem_array(planner->arena, planner->route_count, sizeof(*handlers));
    size_t all = 0, count = 0;

    for (size_t i = 0; i < planner->route_count; i++) {
        const struct plan_route *route = &planner->routes[i];

        if (route->handler.len > 0)
            handlers[all++] = (struct plan_handler){route->handler, route->handler_place};
    }
    if (all > 0)
        qsort(handlers, all, sizeof(handlers[0]), by_handler);
    for (size_t i = 0; i < all; i++) {
        if (count == 0 || !text_equal(handlers[count - 1].name, handlers[i].name))
            handlers[count++] = handlers[i];
    }
    plan->handlers = handlers;
    plan->handler_count = count;
}

/* The sids of the derived policy, which of a table in the stack is its logical id. */
static size_t claim_sids(struct planner *planner, struct claim *claims)
{
    struct mem_arena *arena = planner->arena;
    size_t count = 0;

    for (size_t i = 0; i < planner->table_count; i++) {
        const struct plan_table *table = &planner->tables[i];
        const struct spec_text *name = &table->spec->name;

        if (table->is_existing)
            claims[count++] = (struct claim){table->logical_id, name->at,
                                             text_format(arena, "table `%s`", name->value.ptr)};
        for (size_t j = 0; j < table->index_count; j++) {
            const struct spec_text *index = &table->indexes[j].spec->name;

            claims[count++] = (struct claim){
                text_format(arena, "%s%s", table->logical_id, names_pascal(arena, index->value))
                    .ptr,
                index->at,
                text_format(arena, "index `%s` of `%s`", index->value.ptr, name->value.ptr),
            };
        }
    }
    return count;
}

static void check_names(struct planner *planner, struct plan *plan)
{
    size_t sids = planner->table_count, count;
    struct claim *claims;
    const char **ids;

    for (size_t i = 0; i < planner->table_count; i++)
        sids += planner->tables[i].index_count;
    claims = resource_claims(planner, sids, &count);
    ids = mem_array(planner->arena, count, sizeof(*ids));
    for (size_t i = 0; i < count; i++)
        ids[i] = claims[i].name;
    plan->resources = ids;
    plan->resource_count = count;
    count += claim_sids(planner, claims + count);
    names_check(planner->diags, claims, count);
}

static void check_policy_size(struct planner *planner, const struct plan *plan, size_t statements)
{
    size_t least = policy_least_size(plan) + statements;
    const struct spec_iam *iam = &planner->spec->iam;

    if (least > POLICY_MAX)
        diag_hint(diag_add(planner->diags, DIAG_policy_too_large,
                           statements > 0 ? iam->statements.at : planner->spec->tables.at,
                           "the role's policies have %zu characters or more, and IAM takes %d",
                           least, POLICY_MAX),
                  "use fewer tables in one service, or shorten iam.statements");
}

static void finish(struct planner *planner, struct plan *plan)
{
    struct ls_service *service = planner->service;
    /* Not const yet: the contract is the digest of the plan that it becomes part of. */
    struct plan_variable *variables =
        mem_array(planner->arena, plan->variable_count, sizeof(*variables));

    service->abi = LS_ABI;
    service->name = planner->spec->service.value.ptr;
    service->routes = planner->route_data;
    service->route_count = (uint16_t)planner->route_count;
    plan->contract = contract_digest(planner->arena, contract_text(planner->arena, plan));
    service->contract = plan->contract;
    for (size_t i = 0; i < plan->variable_count; i++) {
        variables[i] = plan->variables[i];
        if (text_is(variables[i].name, "LOCKSTEP_CONTRACT"))
            variables[i].value.text = text_of(plan->contract);
    }
    plan->variables = variables;
    plan_cors(planner, plan);
}

struct plan *plan_build(struct mem_arena *arena, struct diags *diags, const struct source *source,
                        const struct spec *spec)
{
    struct plan *plan = mem_alloc(arena, sizeof(*plan));
    struct planner planner = {
        .arena = arena,
        .diags = diags,
        .source = source,
        .spec = spec,
        .texts = {.arena = arena, .diags = diags, .spec = spec},
        .service = mem_alloc(arena, sizeof(*planner.service)),
    };
    size_t statements;

    plan_kms_keys(&planner);
    plan_tables(&planner);
    plan_table_policies(&planner);
    plan_authorizers(&planner);
    plan_routes(&planner);
    plan_tags(&planner, plan);
    plan_variables(&planner, plan);
    (void)interpolate(&planner.texts, &spec->description, INTERPOLATE_CONSTANT);
    statements = plan_statements(&planner, plan);
    plan_policy(&planner, plan);
    plan_decrypts(&planner, plan);
    check_policy_size(&planner, plan, statements);
    check_names(&planner, plan);
    plan->spec = spec;
    /* With too many routes one of the two is said already. */
    if (planner.route_count <= LS_MAX_ROUTES)
        check_resource_count(arena, diags, plan);
    warn_unused(&planner);
    warn_unused_keys(&planner);
    warn_unused_authorizers(&planner);
    plan_handlers(&planner, plan);
    if (diags_errors(diags) > 0)
        return NULL;
    plan->source = source;
    plan->kms_keys = planner.kms_keys;
    plan->kms_key_count = planner.kms_key_count;
    plan->authorizers = planner.authorizers;
    plan->authorizer_count = planner.authorizer_count;
    plan->tables = planner.tables;
    plan->table_count = planner.table_count;
    plan->routes = planner.routes;
    plan->route_count = planner.route_count;
    plan->service = planner.service;
    finish(&planner, plan);
    /* It can fail only with more routes than were let through. */
    return dispatch_build(arena, planner.service) ? plan : NULL;
}
