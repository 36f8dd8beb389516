/*
 * table_copy.c - from the table to its copy, and back.
 */
#include "local/table_copy.h"

#include <string.h>

#include "json.h"
#include "local/resolve.h"
#include "local/table_shape.h"

#define SUFFIX         ".lockstep-copy"
#define TABLE_NAME_MAX 255
#define BATCH          25                  /* documented, BatchWriteItem */
#define BODY_MAX       (16u * 1024 * 1024) /* documented, likewise */

static const char *copy_name(struct database *database, const char *name)
{
    return text_format(database_arena(database), "%s" SUFFIX, name).ptr;
}

static const char *make(struct database *database, const char *name, const cJSON *like)
{
    struct text request = table_request(database_arena(database), like, name, NULL, 0);
    const char *problem = database_do(database, "CreateTable", name, request);

    return problem != NULL ? problem : database_wait(database, name, false);
}

static const char *discard(struct database *database, const char *name)
{
    struct text request = text_format(database_arena(database), "{\"TableName\":\"%s\"}", name);
    const char *problem = database_do(database, "DeleteTable", name, request);

    return problem != NULL ? problem : database_wait(database, name, true);
}

/* ---- items ---- */

struct carrier {
    struct database *database;
    const char *from, *to;
    struct ls_buf scan, batch;
};

/* The request of the first page, or of the one behind `last` (JSON; empty: the first). */
static void word_scan(struct carrier *carrier, struct ls_str last)
{
    ls_buf_reset(&carrier->scan);
    ls_buf_text(&carrier->scan, "{\"TableName\":\"");
    ls_buf_text(&carrier->scan, carrier->from);
    ls_buf_text(&carrier->scan, "\",\"ConsistentRead\":true,\"Limit\":");
    ls_buf_int(&carrier->scan, BATCH);
    if (last.len > 0) {
        ls_buf_text(&carrier->scan, ",\"ExclusiveStartKey\":");
        ls_buf_str(&carrier->scan, last);
    }
    ls_buf_char(&carrier->scan, '}');
}

/* Puts for the page's items; their number. */
static size_t word_batch(struct carrier *carrier, struct ls_str items)
{
    struct ls_json json = ls_json_of(items);
    struct ls_str item;
    size_t count = 0;
    bool first;

    ls_buf_reset(&carrier->batch);
    ls_buf_text(&carrier->batch, "{\"RequestItems\":{\"");
    ls_buf_text(&carrier->batch, carrier->to);
    ls_buf_text(&carrier->batch, "\":[");
    ls_json_enter(&json, &first);
    while (ls_json_next_element(&json, &first) == 1 && ls_json_skip(&json, &item)) {
        ls_buf_text(&carrier->batch,
                    count++ > 0 ? ",{\"PutRequest\":{\"Item\":" : "{\"PutRequest\":{\"Item\":");
        ls_buf_str(&carrier->batch, item);
        ls_buf_text(&carrier->batch, "}}");
    }
    ls_buf_text(&carrier->batch, "]}}");
    return count;
}

static const char *carry_page(struct carrier *carrier, bool *more)
{
    struct ls_str reply, items, last;
    enum ls_status status = ls_buf_status(&carrier->scan);
    size_t count;

    if (status == LS_OK)
        status = database_call(carrier->database, "Scan", ls_buf_view(&carrier->scan), &reply);
    if (status == LS_OK && !ls_json_find(reply, "Items", &items))
        status = LS_BAD_REPLY;
    if (status != LS_OK)
        return database_problem(carrier->database, "Scan", carrier->from, status);
    count = word_batch(carrier, items);
    *more = ls_json_find(reply, "LastEvaluatedKey", &last);
    if (*more)
        word_scan(carrier, last);
    if (count == 0)
        return NULL;
    status = ls_buf_status(&carrier->batch);
    if (status == LS_OK)
        status = database_call(carrier->database, "BatchWriteItem", ls_buf_view(&carrier->batch),
                               &reply);
    if (status == LS_OK &&
        (!ls_json_find(reply, "UnprocessedItems", &items) || !ls_str_equal_text(items, "{}")))
        status = LS_THROTTLED;
    return status == LS_OK
               ? NULL
               : database_problem(carrier->database, "BatchWriteItem", carrier->to, status);
}

static const char *carry_items(struct database *database, const char *from, const char *to)
{
    struct carrier carrier = {.database = database, .from = from, .to = to};
    const char *problem = NULL;
    bool more = true;

    ls_buf_init(&carrier.scan, BODY_MAX);
    ls_buf_init(&carrier.batch, BODY_MAX);
    word_scan(&carrier, (struct ls_str){NULL, 0});
    while (problem == NULL && more)
        problem = carry_page(&carrier, &more);
    ls_buf_release(&carrier.scan);
    ls_buf_release(&carrier.batch);
    return problem;
}

/* ---- the way there and back ---- */

/* The copy has all items; the table is there in its new shape, or not at all. */
static const char *bring_back(struct database *database, const char *name, const char *copy,
                              const cJSON *like, bool exists)
{
    const char *problem =
        exists ? database_wait(database, name, false) : make(database, name, like);

    if (problem == NULL)
        problem = carry_items(database, copy, name);
    return problem != NULL ? problem : discard(database, copy);
}

/*
 * dynalite never ends what it was doing when it was killed: a table that was being made stays so,
 * and cannot be deleted. A change of its capacity makes it active, whatever it was.
 */
static const char *revive(struct database *database, const char *name, const cJSON *table)
{
    static const char units[] =
        "\"ProvisionedThroughput\":{\"ReadCapacityUnits\":7,\"WriteCapacityUnits\":7}";
    const cJSON *index;
    struct text_buf request;
    const char *problem, *separator = "";

    text_buf_init(&request, database_arena(database), TEXT_BUF_MAX);
    text_printf(&request,
                "{\"TableName\":\"%s\",\"BillingMode\":\"PROVISIONED\",%s,"
                "\"GlobalSecondaryIndexUpdates\":[",
                name, units);
    cJSON_ArrayForEach(index, resolve_member(table, "GlobalSecondaryIndexes"))
    {
        text_printf(&request, "%s{\"Update\":{\"IndexName\":\"%s\",%s}}", separator,
                    resolve_string(index, "IndexName"), units);
        separator = ",";
    }
    text_put(&request, "]}");
    problem = database_do(database, "UpdateTable", name, text_view(&request));
    return problem != NULL ? problem : database_wait(database, name, false);
}

/* *table: NULL as well when it was being made or deleted; it is gone then. */
static const char *find(struct database *database, const char *name, const cJSON **table)
{
    const char *problem = database_describe(database, name, table);
    const char *status = resolve_string(*table, "TableStatus");
    bool was_made = status != NULL && strcmp(status, "CREATING") == 0;

    if (problem == NULL && was_made)
        problem = revive(database, name, *table);
    if (problem != NULL || (!was_made && (status == NULL || strcmp(status, "DELETING") != 0)))
        return problem;
    *table = NULL;
    return discard(database, name);
}

const char *table_copy_resume(struct database *database, const char *name)
{
    struct mem_arena *arena = database_arena(database);
    const char *copy = copy_name(database, name), *problem;
    const cJSON *of_table, *of_copy = NULL;

    problem = find(database, name, &of_table);
    if (problem == NULL && strlen(copy) <= TABLE_NAME_MAX)
        problem = find(database, copy, &of_copy);
    if (problem != NULL || of_copy == NULL)
        return problem;
    if (of_table != NULL && strcmp(table_shape(arena, of_table), table_shape(arena, of_copy)) != 0)
        return discard(database, copy);
    return bring_back(database, name, copy, of_copy, of_table != NULL);
}

const char *table_copy(struct database *database, const char *name, const cJSON *wanted)
{
    const char *copy = copy_name(database, name), *problem;

    if (strlen(copy) > TABLE_NAME_MAX)
        return text_format(database_arena(database),
                           "the table %s has a name that is too long for a copy of it", name)
            .ptr;
    problem = make(database, copy, wanted);
    if (problem == NULL)
        problem = carry_items(database, name, copy);
    if (problem == NULL)
        problem = discard(database, name);
    return problem != NULL ? problem : bring_back(database, name, copy, wanted, false);
}
