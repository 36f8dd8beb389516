/*
 * stack_tables.c - the tables of a template, as requests of CreateTable, and what the function
 * does with tables that a local database may not know.
 */
#include "local/stack_load.h"

#include <string.h>

#define TABLE "AWS::DynamoDB::Table"

/* ---- building a request ---- */

/* `item` becomes a member (or, without a name, an element) of `to`. */
static cJSON *attach(struct loader *loader, cJSON *to, const char *name, cJSON *item)
{
    bool attached = item != NULL && (name != NULL ? cJSON_AddItemToObject(to, name, item)
                                                  : cJSON_AddItemToArray(to, item));

    if (!attached) {
        cJSON_Delete(item);
        mem_short(loader->arena);
    }
    return item;
}

static void copy_member(struct loader *loader, cJSON *to, const cJSON *from, const char *name)
{
    const cJSON *member = resolve_member(from, name);

    if (member != NULL)
        attach(loader, to, name, cJSON_Duplicate(member, true));
}

static const char *index_name(const cJSON *index)
{
    const char *name = resolve_string(index, "IndexName");

    return name != NULL ? name : "?";
}

/* An index without what local databases do not know: warm and maximum throughput, insights. */
static void copy_indexes(struct loader *loader, cJSON *to, const cJSON *from, const char *name)
{
    const cJSON *given = resolve_member(from, name), *one;
    cJSON *indexes;

    if (given == NULL)
        return;
    indexes = attach(loader, to, name, cJSON_CreateArray());
    cJSON_ArrayForEach(one, given)
    {
        cJSON *index = attach(loader, indexes, NULL, cJSON_CreateObject());

        copy_member(loader, index, one, "IndexName");
        copy_member(loader, index, one, "KeySchema");
        copy_member(loader, index, one, "Projection");
        copy_member(loader, index, one, "ProvisionedThroughput");
    }
}

static void free_json(void *json)
{
    cJSON_Delete(json);
}

/* ---- tables ---- */

/* documented, AWS::DynamoDB::Table; so that it may stand in a request as it is. */
static bool is_table_name(struct text name)
{
    static const char characters[] = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                     "0123456789_.-";

    return name.len >= 3 && name.len <= 255 && strspn(name.ptr, characters) == name.len;
}

/* Several partition or several sort attributes, which DynamoDB knows and local databases do not. */
static bool is_wide(const cJSON *index)
{
    const cJSON *one;
    unsigned hash = 0, range = 0;

    cJSON_ArrayForEach(one, resolve_member(index, "KeySchema"))
    {
        const char *type = resolve_string(one, "KeyType");

        hash += type != NULL && strcmp(type, "HASH") == 0;
        range += type != NULL && strcmp(type, "RANGE") == 0;
    }
    return hash > 1 || range > 1;
}

static void find_wide(struct loader *loader, const cJSON *properties, struct stack_table *table)
{
    const cJSON *indexes = resolve_member(properties, "GlobalSecondaryIndexes"), *one;

    table->wide =
        mem_array(loader->arena, (size_t)cJSON_GetArraySize(indexes) + 1, sizeof(*table->wide));
    cJSON_ArrayForEach(one, indexes)
    {
        if (is_wide(one))
            table->wide[table->wide_count++] = index_name(one);
    }
}

static const char *create_request(struct loader *loader, const cJSON *properties, const char *name)
{
    cJSON *request = cJSON_CreateObject();
    char *text;

    if (request == NULL)
        mem_short(loader->arena);
    mem_defer(loader->arena, free_json, request);
    attach(loader, request, "TableName", cJSON_CreateString(name));
    copy_member(loader, request, properties, "AttributeDefinitions");
    copy_member(loader, request, properties, "KeySchema");
    copy_indexes(loader, request, properties, "LocalSecondaryIndexes");
    copy_indexes(loader, request, properties, "GlobalSecondaryIndexes");
    copy_member(loader, request, properties, "BillingMode");
    copy_member(loader, request, properties, "ProvisionedThroughput");
    text = cJSON_PrintUnformatted(request);
    if (text == NULL)
        mem_short(loader->arena);
    mem_defer(loader->arena, cJSON_free, text);
    return text;
}

static bool load_table(struct loader *loader, const cJSON *resource, struct stack_table *table)
{
    const cJSON *properties = resolve_member(resource, "Properties");
    const char *place = loader_place(loader, resource, "TableName");
    struct text name;

    if (!resolve_name(&loader->resolver, resource->string, place, &name))
        return false;
    if (!is_table_name(name))
        return resolve_fail(&loader->resolver, place, "`%s` is no table name", name.ptr);
    *table = (struct stack_table){
        .name = name.ptr,
        .create = create_request(loader, properties, name.ptr),
        .expires = loader_is_true(
            resolve_member(resolve_member(properties, "TimeToLiveSpecification"), "Enabled")),
    };
    find_wide(loader, properties, table);
    return true;
}

/* ---- what the function does with others ---- */

static bool is_own(const struct stack *stack, const char *name)
{
    for (size_t i = 0; i < stack->table_count; i++)
        if (strcmp(stack->tables[i].name, name) == 0)
            return true;
    return false;
}

static void find_foreign(struct loader *loader)
{
    struct stack *stack = loader->stack;
    const struct stack_function *function = &stack->function;
    struct stack_variable *foreign =
        mem_array(loader->arena, function->variable_count + 1, sizeof(*foreign));

    stack->foreign_tables = foreign;
    for (size_t i = 0; i < function->variable_count; i++) {
        const struct stack_variable *variable = &function->variables[i];

        if (strncmp(variable->name, TABLE_VARIABLE, strlen(TABLE_VARIABLE)) == 0 &&
            !is_own(stack, variable->value))
            foreign[stack->foreign_table_count++] = *variable;
    }
}

/* The generator names the routes that write in a transaction, which no property shows. */
static void find_transactions(struct loader *loader)
{
    const cJSON *metadata = resolve_member(loader->resolver.template, "Metadata"), *one;
    const cJSON *keys = resolve_member(resolve_member(metadata, "Lockstep"), "Transactions");
    const char **transactions =
        mem_array(loader->arena, (size_t)cJSON_GetArraySize(keys) + 1, sizeof(*transactions));

    loader->stack->transactions = transactions;
    cJSON_ArrayForEach(one, keys)
    {
        if (cJSON_IsString(one))
            transactions[loader->stack->transaction_count++] = one->valuestring;
    }
}

bool load_tables(struct loader *loader)
{
    size_t count = loader_count(loader, TABLE), at = 0;
    struct stack_table *tables = mem_array(loader->arena, count + 1, sizeof(*tables));
    const cJSON *one;

    cJSON_ArrayForEach(one, loader_resources(loader))
    {
        if (loader_is_type(one, TABLE) && !load_table(loader, one, &tables[at++]))
            return false;
    }
    loader->stack->tables = tables;
    loader->stack->table_count = count;
    find_foreign(loader);
    find_transactions(loader);
    return true;
}
