/*
 * policy.c - from routes to permissions.
 */
#include "model/policy.h"

#include <string.h>

#include "model/names.h"

static uint32_t operation_of(const struct ls_route *route)
{
    switch (route->action) {
    case LS_ACTION_LIST:
        return route->flags & LS_ROUTE_SCAN ? UINT32_C(1) << LS_DDB_SCAN
                                            : UINT32_C(1) << LS_DDB_QUERY;
    case LS_ACTION_GET:
        return UINT32_C(1) << LS_DDB_GET_ITEM;
    case LS_ACTION_CREATE:
        return UINT32_C(1) << LS_DDB_PUT_ITEM;
    case LS_ACTION_UPDATE:
        return UINT32_C(1) << LS_DDB_UPDATE_ITEM;
    case LS_ACTION_DELETE:
        return UINT32_C(1) << LS_DDB_DELETE_ITEM;
    case LS_ACTION_PREFLIGHT:
    case LS_ACTION_HANDLER:
        break;
    }
    return 0;
}

/* Where the operations on a table, then on each of its indexes, are gathered. */
struct rows {
    const struct planner *planner;
    uint32_t *operations;
    size_t *first; /* by table: its own row */
};

static void allow(struct rows *rows, const struct ls_table *table, const struct ls_index *index,
                  uint32_t operations)
{
    size_t row = rows->first[table - rows->planner->service->tables];

    if (index != NULL)
        row += 1 + (size_t)(index - table->indexes);
    rows->operations[row] |= operations;
}

static struct plan_permission *permission(struct planner *planner, const struct plan_table *table,
                                          const struct plan_index *index, uint32_t operations,
                                          struct plan_permission *out)
{
    const char *suffix = index == NULL ? "" : names_pascal(planner->arena, index->spec->name.value);

    if (operations == 0)
        return out;
    *out = (struct plan_permission){
        .table = table,
        .index = index,
        .sid = text_format(planner->arena, "%s%s", table->logical_id, suffix).ptr,
        .operations = operations,
    };
    return out + 1;
}

void plan_policy(struct planner *planner, struct plan *plan)
{
    struct rows rows = {.planner = planner};
    struct plan_permission *permissions, *next;
    size_t count = 0;

    rows.first = mem_array(planner->arena, planner->table_count, sizeof(rows.first[0]));
    for (size_t i = 0; i < planner->table_count; i++) {
        rows.first[i] = count;
        count += 1 + planner->tables[i].index_count;
    }
    rows.operations = mem_array(planner->arena, count, sizeof(rows.operations[0]));
    permissions = next = mem_array(planner->arena, count, sizeof(*permissions));
    for (size_t i = 0; i < planner->route_count; i++) {
        const struct ls_route *route = &planner->route_data[i];

        if (route->table != NULL)
            allow(&rows, route->table, route->index, operation_of(route));
        /* A transaction puts the key there beside the item; a repetition gets what it holds. */
        if (route->idempotency != NULL)
            allow(&rows, route->idempotency->table, NULL,
                  UINT32_C(1) << LS_DDB_PUT_ITEM | UINT32_C(1) << LS_DDB_GET_ITEM);
        for (size_t j = 0; j < route->grant_count; j++)
            allow(&rows, route->grants[j].table, route->grants[j].index,
                  route->grants[j].operations);
    }
    for (size_t i = 0; i < planner->table_count; i++) {
        const struct plan_table *table = &planner->tables[i];
        const uint32_t *operations = rows.operations + rows.first[i];

        next = permission(planner, table, NULL, *operations++, next);
        for (size_t j = 0; j < table->index_count; j++)
            next = permission(planner, table, &table->indexes[j], *operations++, next);
    }
    plan->permissions = permissions;
    plan->permission_count = (size_t)(next - permissions);
}

/* ---- How long the policy will be ---- */

#define LEN(literal_) (sizeof(literal_) - 1)

static size_t operations_size(uint32_t operations)
{
    static const size_t sizes[] = {
#define SIZE(name, wire, grant, on_index) [LS_DDB_##name] = LEN("\"dynamodb:" wire "\","),
        LS_DDB_OPERATIONS(SIZE)
#undef SIZE
    };
    size_t sum = 0;

    for (size_t i = 0; i < LS_DDB_OPERATION_COUNT; i++) {
        if (operations & UINT32_C(1) << i)
            sum += sizes[i];
    }
    return sum;
}

/* A name that CloudFormation makes: STACK-LOGICALID-TWELVE+ characters. */
static size_t table_name_size(const struct plan_table *table)
{
    if (table->physical_name.text.len > 0)
        return 3;
    return LEN("s-") + strlen(table->logical_id) + LEN("-123456789012");
}

/* One statement for all keys that tables are encrypted with. */
static size_t keys_size(const struct plan *plan)
{
    size_t sum =
        LEN("{\"Version\":\"2012-10-17\",\"Statement\":[{\"Sid\":\"Keys\",\"Effect\":\"Allow\","
            "\"Action\":\"kms:Decrypt\",\"Resource\":[],\"Condition\":{\"StringEquals\":{"
            "\"kms:ViaService\":\"dynamodb.us-east-1.amazonaws.com\"}}}]}");

    if (plan->decrypt_count == 0)
        return 0;
    for (size_t i = 0; i < plan->decrypt_count; i++) {
        const struct plan_value *key = &plan->decrypts[i];

        sum += LEN("\"\",") + (key->is_sub ? LEN("arn:aws:kms:us-east-1:123456789012:key/"
                                                 "00000000-0000-0000-0000-000000000000")
                                           : key->text.len);
    }
    return sum;
}

size_t policy_least_size(const struct plan *plan)
{
    size_t sum = LEN("{\"Version\":\"2012-10-17\",\"Statement\":[]}") + keys_size(plan);

    for (size_t i = 0; i < plan->permission_count; i++) {
        const struct plan_permission *permission = &plan->permissions[i];

        sum += LEN("{\"Sid\":\"\",\"Effect\":\"Allow\",\"Action\":[],\"Resource\":\"\"},");
        sum += strlen(permission->sid) + operations_size(permission->operations);
        sum += LEN("arn:aws:dynamodb:us-east-1:123456789012:table/");
        sum += table_name_size(permission->table);
        if (permission->index != NULL)
            sum += LEN("/index/") + permission->index->physical_name.len;
    }
    return sum;
}
