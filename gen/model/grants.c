/*
 * grants.c - what a handler's route may do: operations of DynamoDB on tables and on indexes, each
 * named. A grant on a table never covers its indexes.
 */
#include "model/routes.h"

#include "model/check_text.h"
#include "model/tables.h"

#define GRANTS_MAX UINT8_MAX /* ls_route.grant_count */

static const struct {
    const char *grant;
    bool on_index;
} operations[] = {
#define OPERATION(name, wire, grant, on_index) [LS_DDB_##name] = {grant, on_index},
    LS_DDB_OPERATIONS(OPERATION)
#undef OPERATION
};

static void unknown_operation(struct planner *planner, const struct spec_text *word, bool on_index)
{
    static const struct {
        const char *wrong, *right;
    } others[] = {
        {"all", "name each operation: `[get, query, put]`"},
        {"create", "did you mean `put`?"},
        {"crud", "name them: `[get, put, update, delete]`"},
        {"insert", "did you mean `put`?"},
        {"list", "did you mean `query`?"},
        {"read", "name them: `[get, query]`"},
        {"transact_get", "a transaction needs the operations that it holds: `get`"},
        {"transact_write", "a transaction needs the operations that it holds: `put`, `update` …"},
        {"write", "name them: `[put, update, delete]`"},
    };
    const char *names[LS_DDB_OPERATION_COUNT];
    size_t count = 0;
    struct diag *diag = diag_add(planner->diags, DIAG_unknown_grant, word->at,
                                 "there is no operation `%s` to grant", word->value.ptr);

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        if (text_is(word->value, others[i].wrong)) {
            diag_hint(diag, "%s", others[i].right);
            return;
        }
    }
    for (size_t i = 0; i < LS_DDB_OPERATION_COUNT; i++) {
        if (!on_index || operations[i].on_index)
            names[count++] = operations[i].grant;
    }
    hint_names(planner->arena, diag, word->value, names, count);
}

static uint32_t read_operation(struct planner *planner, const struct spec_text *word, bool on_index,
                               uint32_t before)
{
    for (size_t i = 0; i < LS_DDB_OPERATION_COUNT; i++) {
        if (!text_is(word->value, operations[i].grant))
            continue;
        if (on_index && !operations[i].on_index) {
            diag_hint(diag_add(planner->diags, DIAG_grant_on_index, word->at,
                               "an index cannot be granted `%s`", word->value.ptr),
                      "indexes are read by `query` and `scan`; grant `%s` on the table",
                      word->value.ptr);
            return 0;
        }
        if (before & UINT32_C(1) << i)
            diag_hint(diag_add(planner->diags, DIAG_duplicate_grant, word->at,
                               "`%s` is granted twice", word->value.ptr),
                      "name it once");
        return UINT32_C(1) << i;
    }
    unknown_operation(planner, word, on_index);
    return 0;
}

/* "T" or "T.INDEX". */
static bool read_target(struct planner *planner, const struct spec_text *name,
                        struct ls_grant *grant)
{
    size_t dot = text_find(name->value, '.');
    const struct spec_text table_name = {
        .value = text_head(name->value, dot),
        .at = text_part(name, 0, dot),
        .set = true,
    };
    const struct plan_table *table = find_table(planner, &table_name);
    const struct plan_index *index = NULL;

    if (table == NULL)
        return false;
    if (dot < name->value.len) {
        struct text rest = text_skip(name->value, dot + 1);

        index = find_index(planner, table, rest, text_part(name, dot + 1, rest.len));
        if (index == NULL)
            return false;
    }
    use_table(planner, table, index);
    grant->table = table->data;
    grant->index = index == NULL ? NULL : index->data;
    return true;
}

void grant_route(struct planner *planner, const struct spec_route *route, struct ls_route *data)
{
    const struct spec_grant *grants = route->grants.items;
    struct ls_grant *rows;

    if (route->grants.count > GRANTS_MAX) {
        diag_hint(diag_add(planner->diags, DIAG_too_many_grants, grants[GRANTS_MAX].name.at,
                           "one route can have %d grants", GRANTS_MAX),
                  "split the handler");
        return;
    }
    rows = mem_array(planner->arena, route->grants.count, sizeof(*rows));
    data->grants = rows;
    SPEC_EACH(const struct spec_grant, grant, &route->grants)
    {
        struct ls_grant *row = &rows[data->grant_count];
        bool on_index = text_find(grant->name.value, '.') < grant->name.value.len;

        *row = (struct ls_grant){.table = NULL};
        if (read_target(planner, &grant->name, row))
            data->grant_count++;
        SPEC_EACH(const struct spec_text, operation, &grant->operations)
        row->operations |= read_operation(planner, operation, on_index, row->operations);
    }
}
