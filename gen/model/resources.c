/*
 * resources.c - counts the resources of the template, as the emitter makes them.
 */
#include "model/resources.h"

#include "model/check_text.h"

/*
 * CloudFormation's limit, and what a template has in any case: role, log group, function, version
 * and alias; API, stage, integration and permission.
 */
#define RESOURCES_MAX   500
#define RESOURCES_FIXED 9
#define SCALING         2 /* a target and a policy, of reads or of writes */
#define AUTHORIZER      2 /* with the permission to call its function */

static size_t scaling(const struct spec_capacity *capacity)
{
    return SCALING * ((size_t)range_given(capacity->read.min.at) +
                      (size_t)range_given(capacity->write.min.at));
}

static size_t of_table(const struct plan_table *table)
{
    const struct spec_table *spec = table->spec;
    size_t count = 1;

    if (table->is_existing)
        return 0;
    if (spec->billing.value != BILLING_PROVISIONED)
        return count;
    count += scaling(&spec->capacity);
    SPEC_EACH(const struct spec_index, index, &spec->indexes)
    {
        if (!index->local.value)
            count += scaling(range_given(index->capacity.at) ? &index->capacity : &spec->capacity);
    }
    return count;
}

void check_resource_count(struct planner *planner)
{
    size_t count = RESOURCES_FIXED + planner->route_count;

    for (size_t i = 0; i < planner->table_count; i++)
        count += of_table(&planner->tables[i]);
    for (size_t i = 0; i < planner->kms_key_count; i++)
        count += planner->kms_keys[i].logical_id != NULL;
    for (size_t i = 0; i < planner->authorizer_count; i++)
        count += planner->authorizers[i].spec->type.value == AUTHORIZER_LAMBDA ? AUTHORIZER : 1;
    if (count > RESOURCES_MAX)
        diag_hint(diag_add(planner->diags, DIAG_too_many_resources, planner->spec->tables.at,
                           "the stack has %zu resources, and CloudFormation takes %d", count,
                           RESOURCES_MAX),
                  "split the service; scaling takes two resources for reads and two for writes, "
                  "of a table and of each index");
}
