/*
 * variables.c - the function's environment: Lockstep's own variables and the spec's.
 */
#include "model/planner.h"

#include <stdlib.h>
#include <string.h>

#include "model/check_text.h"

#define ENVIRONMENT_MAX 4096 /* bytes of all names and values, Lambda's limit */
#define CONTRACT_LENGTH 64
#define TABLE_NAME_MIN  3

struct list {
    struct plan_variable *items;
    size_t count;
};

static void add(struct list *list, struct text name, struct plan_value value)
{
    list->items[list->count++] = (struct plan_variable){name, value};
}

static int by_name(const void *left, const void *right)
{
    const struct plan_variable *a = left, *b = right;

    return text_compare(a->name, b->name);
}

static size_t table_name_least(const struct planner *planner, size_t table, struct text environment)
{
    const struct plan_table *plan = &planner->tables[table];
    const struct existing_table *existing = &planner->texts.existing_tables[table];

    if (!plan->is_existing)
        return TABLE_NAME_MIN;
    return pieces_least(text_starts(plan->spec->existing.value, "arn:") ? existing->arn
                                                                        : existing->name,
                        environment);
}

/* The bytes that the environment has at least, in the environment where they are most. */
static size_t least_size(struct planner *planner, const struct pieces *values)
{
    size_t fixed = strlen("LOCKSTEP_CONTRACT") + CONTRACT_LENGTH + strlen("LOCKSTEP_ENVIRONMENT");
    size_t most = 0;

    for (size_t i = 0; i < planner->table_count; i++)
        fixed += strlen(planner->tables[i].variable);
    SPEC_EACH(const struct spec_pair, variable, &planner->spec->function.environment)
    fixed += variable->name.value.len;
    SPEC_EACH(const struct spec_environment, environment, &planner->spec->environments)
    {
        size_t sum = fixed + environment->name.value.len;

        for (size_t i = 0; i < planner->table_count; i++)
            sum += table_name_least(planner, i, environment->name.value);
        for (size_t i = 0; i < planner->spec->function.environment.count; i++)
            sum += pieces_least(values[i], environment->name.value);
        most = sum > most ? sum : most;
    }
    return most;
}

void plan_variables(struct planner *planner, struct plan *plan)
{
    const struct spec_list *written = &planner->spec->function.environment;
    const struct spec_pair *pairs = written->items;
    struct pieces *values = mem_array(planner->arena, written->count, sizeof(*values));
    struct list list = {.count = 0};
    size_t size;

    list.items =
        mem_array(planner->arena, written->count + planner->table_count + 2, sizeof(list.items[0]));
    /* Its value, the digest, is of the names here: plan_build fills it in. */
    add(&list, TEXT("LOCKSTEP_CONTRACT"), (struct plan_value){.text = TEXT("")});
    add(&list, TEXT("LOCKSTEP_ENVIRONMENT"),
        (struct plan_value){
            .text = TEXT("${" PLAN_ENVIRONMENT "}"), .is_sub = true, .ref = PLAN_ENVIRONMENT});
    for (size_t i = 0; i < planner->table_count; i++) {
        add(&list, text_of(planner->tables[i].variable), planner->tables[i].name);
    }
    for (size_t i = 0; i < written->count; i++) {
        values[i] = interpolate(&planner->texts, &pairs[i].value, INTERPOLATE_VALUE);
        add(&list, pairs[i].name.value, pieces_value(planner->arena, values[i]));
    }
    qsort(list.items, list.count, sizeof(list.items[0]), by_name);
    plan->variables = list.items;
    plan->variable_count = list.count;
    size = least_size(planner, values);
    if (size > ENVIRONMENT_MAX)
        diag_hint(diag_add(planner->diags, DIAG_environment_too_large,
                           range_given(written->at) ? written->at : planner->spec->tables.at,
                           "the function's environment has %zu bytes or more, and Lambda takes %d",
                           size, ENVIRONMENT_MAX),
                  "names and values count, those of Lockstep too; keep large values in a table");
}
