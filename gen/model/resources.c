/*
 * resources.c - names and counts the resources of the template, as the emitter makes them.
 */
#include "model/resources.h"

#include <stdlib.h>
#include <string.h>

#include "model/check_text.h"

/*
 * CloudFormation's limit, and what a template has in any case: role, log group, function, version
 * and alias; API, stage, integration and permission.
 */
#define RESOURCES_MAX   500
#define RESOURCES_FIXED 9

#define OF_TABLE      5 /* itself; a target and a policy, of reads and of writes */
#define OF_INDEX      4
#define OF_AUTHORIZER 2 /* with the permission to call its function */

struct claims {
    struct mem_arena *arena;
    struct claim *items;
    size_t count;
};

static void claim(struct claims *claims, struct range at, struct text owner, const char *name)
{
    claims->items[claims->count++] = (struct claim){name, at, owner};
}

static void claim_scaling(struct claims *claims, const struct spec_capacity *capacity,
                          const struct spec_text *name, const char *prefix)
{
    static const char *const directions[] = {"Read", "Write"};
    const struct spec_units *const units[] = {&capacity->read, &capacity->write};
    struct text owner = text_format(claims->arena, "scaling of `%s`", name->value.ptr);

    for (size_t i = 0; i < 2; i++) {
        const char *target = text_format(claims->arena, "%s%sScaling", prefix, directions[i]).ptr;

        if (!range_given(units[i]->min.at))
            continue;
        claim(claims, name->at, owner, target);
        claim(claims, name->at, owner, text_format(claims->arena, "%sPolicy", target).ptr);
    }
}

static void claim_table(struct claims *claims, const struct plan_table *table)
{
    const struct spec_table *spec = table->spec;

    claim(claims, spec->name.at, text_format(claims->arena, "table `%s`", spec->name.value.ptr),
          table->logical_id);
    if (spec->billing.value != BILLING_PROVISIONED)
        return;
    claim_scaling(claims, &spec->capacity, &spec->name, table->logical_id);
    SPEC_EACH(const struct spec_index, index, &spec->indexes)
    {
        if (!index->local.value)
            claim_scaling(claims,
                          range_given(index->capacity.at) ? &index->capacity : &spec->capacity,
                          &index->name,
                          text_format(claims->arena, "%s%s", table->logical_id,
                                      names_pascal(claims->arena, index->name.value))
                              .ptr);
    }
}

static void claim_authorizer(struct claims *claims, const struct plan_authorizer *authorizer)
{
    const struct spec_text *name = &authorizer->spec->name;
    struct text owner = text_format(claims->arena, "authorizer `%s`", name->value.ptr);

    claim(claims, name->at, owner, authorizer->logical_id);
    if (authorizer->spec->type.value == AUTHORIZER_LAMBDA)
        claim(claims, name->at, owner,
              text_format(claims->arena, "%sPermission", authorizer->logical_id).ptr);
}

struct claim *resource_claims(struct planner *planner, size_t more, size_t *count)
{
    struct claims claims = {.arena = planner->arena};
    size_t most = more + planner->kms_key_count + OF_AUTHORIZER * planner->authorizer_count +
                  planner->route_count;

    for (size_t i = 0; i < planner->table_count; i++)
        most += OF_TABLE + OF_INDEX * planner->tables[i].spec->indexes.count;
    claims.items = mem_array(planner->arena, most, sizeof(claims.items[0]));
    for (size_t i = 0; i < planner->table_count; i++) {
        if (!planner->tables[i].is_existing)
            claim_table(&claims, &planner->tables[i]);
    }
    for (size_t i = 0; i < planner->kms_key_count; i++) {
        const struct plan_kms_key *key = &planner->kms_keys[i];

        if (key->logical_id != NULL)
            claim(&claims, key->spec->name.at,
                  text_format(planner->arena, "KMS key `%s`", key->spec->name.value.ptr),
                  key->logical_id);
    }
    for (size_t i = 0; i < planner->authorizer_count; i++)
        claim_authorizer(&claims, &planner->authorizers[i]);
    for (size_t i = 0; i < planner->route_count && !planner->routes_repeat; i++) {
        const struct plan_route *route = &planner->routes[i];

        claim(&claims, route->spec->name.at,
              text_format(planner->arena, "route `%s`", route->key.ptr), route->logical_id);
    }
    *count = claims.count;
    return claims.items;
}

/* ---- How many ---- */

static int by_id(const void *left, const void *right)
{
    return strcmp(*(const char *const *)left, *(const char *const *)right);
}

static size_t count_distinct(struct mem_arena *arena, const struct plan *plans)
{
    size_t all = 0, count = 0, distinct = 0;
    const char **ids;

    for (const struct plan *plan = plans; plan != NULL; plan = plan->next)
        all += plan->resource_count;
    ids = mem_array(arena, all, sizeof(*ids));
    for (const struct plan *plan = plans; plan != NULL; plan = plan->next) {
        for (size_t i = 0; i < plan->resource_count; i++)
            ids[count++] = plan->resources[i];
    }
    if (count > 0)
        qsort(ids, count, sizeof(ids[0]), by_id);
    for (size_t i = 0; i < count; i++)
        distinct += i == 0 || strcmp(ids[i - 1], ids[i]) != 0;
    return distinct;
}

void check_resource_count(struct mem_arena *arena, struct diags *diags, const struct plan *plans)
{
    size_t count = RESOURCES_FIXED + count_distinct(arena, plans);

    if (count > RESOURCES_MAX)
        diag_hint(diag_add(diags, DIAG_too_many_resources, plans->spec->tables.at,
                           "the template has %zu resources%s, and CloudFormation takes %d", count,
                           plans->next != NULL ? ", with those of all environments" : "",
                           RESOURCES_MAX),
                  "split the service; scaling takes two resources for reads and two for writes, "
                  "of a table and of each index");
}
