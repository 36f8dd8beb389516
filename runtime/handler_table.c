/*
 * handler_table.c - a handler's DynamoDB: single items, queries and scans in plain JSON, each
 * checked against the grants of the handler's route; see lockstep.h.
 *
 * The role's policy is made of the same grants, so DynamoDB would refuse what is refused here. Here
 * it is refused on the first run of the code, on any machine, and the log says what is missing.
 */
#include "call.h"
#include "members.h"

#include <string.h>

static const char *const grant_names[LS_DDB_OPERATION_COUNT] = {
#define GRANT_NAME(name, wire, grant, on_index) [LS_DDB_##name] = grant,
    LS_DDB_OPERATIONS(GRANT_NAME)
#undef GRANT_NAME
};

/* ---- what the route may do ---- */

static bool is_granted(const struct ls_route *route, const struct ls_table *table,
                       const struct ls_index *index, enum ls_ddb_operation operation)
{
    for (size_t i = 0; i < route->grant_count; i++) {
        const struct ls_grant *grant = &route->grants[i];

        if (grant->table == table && grant->index == index &&
            (grant->operations & 1u << operation) != 0)
            return true;
    }
    return false;
}

static enum ls_status refuse(struct ls_context *context, const char *table, const char *index,
                             enum ls_ddb_operation operation)
{
    const struct ls_log_field fields[] = {
        LS_FIELD_TEXT("route", ls_str_of(context->route->key)),
        LS_FIELD_TEXT("table", ls_str_of(table)),
        LS_FIELD_TEXT("index", ls_str_of(index)),
        LS_FIELD_TEXT("operation", ls_str_of(grant_names[operation])),
    };

    ls_log_write(context->log, LS_LOG_ERROR, "not granted", fields,
                 sizeof(fields) / sizeof(fields[0]));
    return ls_fail(&context->error, LS_NOT_GRANTED, NULL, "the route has no grant %s on %s%s%s",
                   grant_names[operation], table, index[0] == '\0' ? "" : ".", index);
}

/* Begins a request once it is known to be granted. NULL: context->error says why not. */
static const struct ls_table *begin(struct ls_context *context, unsigned number,
                                    enum ls_ddb_operation operation)
{
    const struct ls_table *table;

    if (number >= context->service->table_count) {
        ls_fail(&context->error, LS_INTERNAL, NULL, "there is no table %u", number);
        return NULL;
    }
    table = &context->service->tables[number];
    if (!is_granted(context->route, table, NULL, operation)) {
        refuse(context, table->name, "", operation);
        return NULL;
    }
    ls_call_begin(context, table, NULL);
    return table;
}

static const struct ls_index *find_index(const struct ls_table *table, const char *name)
{
    for (size_t i = 0; i < table->index_count; i++) {
        if (strcmp(table->indexes[i].name, name) == 0)
            return &table->indexes[i];
    }
    return NULL;
}

/* ---- parts of a request ---- */

static enum ls_status add_key(struct ls_context *context, const struct ls_table *table,
                              struct ls_str key)
{
    struct ls_buf *work = context->work;

    ls_buf_str(work, LS_STR(",\"Key\":"));
    for (size_t i = 0; i < table->key_count; i++) {
        const struct ls_attribute *attribute = &table->key[i];
        const char *problem = "is not in the key";
        struct ls_str text, value = {NULL, 0};
        enum ls_status status = LS_BAD_VALUE;

        if (key.len > 0 && ls_json_find(key, attribute->name, &text)) {
            struct ls_json json = ls_json_of(text);

            status = ls_bind_json(attribute, i == 0 ? LS_PARTITION_MAX : LS_SORT_MAX, &json,
                                  context->arena, &value, &problem);
        }
        if (status == LS_NO_MEMORY)
            return ls_fail(&context->error, status, NULL, NULL);
        if (status != LS_OK)
            return ls_fail(&context->error, LS_BAD_KEY, NULL, "key attribute %s %s",
                           attribute->name, problem);
        ls_buf_char(work, i == 0 ? '{' : ',');
        ls_json_write_string(work, LS_JSON_PLAIN, ls_str_of(attribute->name));
        ls_buf_char(work, ':');
        ls_bind_write_typed(work, attribute, value);
    }
    ls_buf_char(work, '}');
    return LS_OK;
}

static enum ls_status add_item(struct ls_context *context, const struct ls_table *table,
                               struct ls_str item)
{
    struct ls_buf *work = context->work;
    struct ls_members members;
    bool more = true;
    const char *before = ",\"Item\":{";
    enum ls_status status = ls_members_begin(&members, context, table, item);

    while (status == LS_OK) {
        status = ls_members_next(&members, &more);
        if (status != LS_OK || !more)
            break;
        ls_buf_text(work, before);
        ls_json_write_string(work, LS_JSON_PLAIN, members.name);
        ls_buf_char(work, ':');
        status = ls_members_write(&members, work);
        before = ",";
    }
    if (status != LS_OK)
        return status;
    ls_buf_text(work, before[0] == ',' && before[1] == '\0' ? "}" : ",\"Item\":{}");
    return LS_OK;
}

static void add_text(struct ls_context *context, const char *name, const char *text)
{
    if (text != NULL)
        ls_call_text(context, name, text);
}

static enum ls_status add_expression(struct ls_context *context,
                                     const struct ls_expression *expression)
{
    struct ls_json names;
    struct ls_str skipped;
    size_t size = 0;

    if (expression == NULL)
        return LS_OK;
    add_text(context, "KeyConditionExpression", expression->key);
    add_text(context, "UpdateExpression", expression->update);
    add_text(context, "ConditionExpression", expression->condition);
    add_text(context, "FilterExpression", expression->filter);
    add_text(context, "ProjectionExpression", expression->projection);
    if (expression->names.len > 0) {
        names = ls_json_of(expression->names);
        if (!ls_json_skip(&names, &skipped) || !ls_json_at_end(&names))
            return ls_fail(&context->error, LS_INTERNAL, NULL, "expression's names are not JSON");
        ls_call_json(context, "ExpressionAttributeNames", expression->names);
    }
    if (expression->values.len == 0)
        return LS_OK;
    ls_buf_str(context->work, LS_STR(",\"ExpressionAttributeValues\":"));
    return ls_item_to_typed(expression->values, context->arena, context->work, &size,
                            &context->error);
}

/*
 * Put and delete end in the same state however often they happen; not so under a condition, which
 * the first time may have made false.
 */
static enum ls_status send_write(struct ls_context *context, enum ls_ddb_operation operation,
                                 const struct ls_expression *expression, struct ls_str *reply)
{
    if (expression != NULL && expression->condition != NULL)
        return ls_call_send_once(context, operation, reply);
    return ls_call_send(context, operation, reply);
}

/* ---- single items ---- */

int ls_table_get(struct ls_context *context, unsigned table, struct ls_str key, struct ls_str *item)
{
    const struct ls_table *data = begin(context, table, LS_DDB_GET_ITEM);
    struct ls_str reply, found;
    enum ls_status status;

    if (data == NULL)
        return (int)context->error.status;
    status = add_key(context, data, key);
    if (status == LS_OK)
        status = ls_call_send(context, LS_DDB_GET_ITEM, &reply);
    if (status != LS_OK)
        return (int)status;
    if (!ls_json_find(reply, "Item", &found))
        return (int)ls_fail(&context->error, LS_NOT_FOUND, NULL, NULL);
    return ls_item_plain(context, found, item);
}

int ls_table_put(struct ls_context *context, unsigned table, struct ls_str item,
                 const struct ls_expression *expression)
{
    const struct ls_table *data = begin(context, table, LS_DDB_PUT_ITEM);
    struct ls_str reply;
    enum ls_status status;

    if (data == NULL)
        return (int)context->error.status;
    status = add_item(context, data, item);
    if (status == LS_OK)
        status = add_expression(context, expression);
    if (status == LS_OK)
        status = send_write(context, LS_DDB_PUT_ITEM, expression, &reply);
    return (int)status;
}

int ls_table_update(struct ls_context *context, unsigned table, struct ls_str key,
                    const struct ls_expression *expression, struct ls_str *item)
{
    const struct ls_table *data = begin(context, table, LS_DDB_UPDATE_ITEM);
    struct ls_str reply, found;
    enum ls_status status;

    if (data == NULL)
        return (int)context->error.status;
    status = add_key(context, data, key);
    if (status == LS_OK)
        status = add_expression(context, expression);
    if (status == LS_OK && item != NULL)
        ls_call_text(context, "ReturnValues", "ALL_NEW");
    if (status == LS_OK)
        status = ls_call_send_once(context, LS_DDB_UPDATE_ITEM, &reply);
    if (status != LS_OK || item == NULL)
        return (int)status;
    if (!ls_json_find(reply, "Attributes", &found))
        return (int)ls_fail(&context->error, LS_BAD_REPLY, NULL, "UpdateItem gave no attributes");
    return ls_item_plain(context, found, item);
}

int ls_table_delete(struct ls_context *context, unsigned table, struct ls_str key,
                    const struct ls_expression *expression)
{
    const struct ls_table *data = begin(context, table, LS_DDB_DELETE_ITEM);
    struct ls_str reply;
    enum ls_status status;

    if (data == NULL)
        return (int)context->error.status;
    status = add_key(context, data, key);
    if (status == LS_OK)
        status = add_expression(context, expression);
    if (status == LS_OK)
        status = send_write(context, LS_DDB_DELETE_ITEM, expression, &reply);
    return (int)status;
}

/* ---- pages ---- */

static enum ls_status begin_page(struct ls_context *context, unsigned number,
                                 enum ls_ddb_operation operation, const struct ls_page *page)
{
    const struct ls_table *table;
    const struct ls_index *index;

    if (page == NULL || page->index == NULL)
        return begin(context, number, operation) == NULL ? context->error.status : LS_OK;
    if (number >= context->service->table_count)
        return ls_fail(&context->error, LS_INTERNAL, NULL, "there is no table %u", number);
    table = &context->service->tables[number];
    index = find_index(table, page->index);
    if (index == NULL || !is_granted(context->route, table, index, operation))
        return refuse(context, table->name, page->index, operation);
    ls_call_begin(context, table, index);
    return LS_OK;
}

static enum ls_status add_page(struct ls_context *context, enum ls_ddb_operation operation,
                               const struct ls_page *page)
{
    if (page == NULL)
        return LS_OK;
    if (page->limit < 0)
        return ls_fail(&context->error, LS_INTERNAL, NULL, "page's limit is negative");
    if (page->limit > 0) {
        ls_buf_str(context->work, LS_STR(",\"Limit\":"));
        ls_buf_int(context->work, page->limit);
    }
    if (page->descending && operation == LS_DDB_QUERY)
        ls_call_json(context, "ScanIndexForward", LS_STR("false"));
    if (page->start.len > 0)
        ls_call_json(context, "ExclusiveStartKey", page->start);
    return LS_OK;
}

static enum ls_status bad_reply(struct ls_context *context)
{
    return ls_fail(&context->error, LS_BAD_REPLY, NULL, "DynamoDB's reply is no page of items");
}

/* The array at the reader, as plain JSON in context->work. */
static enum ls_status write_items(struct ls_context *context, struct ls_json *json)
{
    struct ls_buf *work = context->work;
    bool first, any = false;
    int next;

    if (ls_json_peek(json) != LS_JSON_ARRAY || !ls_json_enter(json, &first))
        return bad_reply(context);
    ls_buf_reset(work);
    ls_buf_char(work, '[');
    while ((next = ls_json_next_element(json, &first)) > 0) {
        enum ls_status status;

        if (any)
            ls_buf_char(work, ',');
        any = true;
        status = ls_item_to_json(json, LS_JSON_PLAIN, work, &context->error);
        if (status != LS_OK)
            return status;
    }
    ls_buf_char(work, ']');
    return next == 0 ? LS_OK : bad_reply(context);
}

/* {"Items":[…],"LastEvaluatedKey":{…}}: both are copied to the arena. */
static enum ls_status take_page(struct ls_context *context, struct ls_str reply,
                                struct ls_str *items, struct ls_str *next_page)
{
    struct ls_json json = ls_json_of(reply);
    struct ls_str key, last_key = {"", 0}, skipped;
    bool first, escaped, found = false;
    int next;

    if (reply.len == 0 || ls_json_peek(&json) != LS_JSON_OBJECT || !ls_json_enter(&json, &first))
        return bad_reply(context);
    while ((next = ls_json_next_member(&json, &first, &key, &escaped)) > 0) {
        bool is_last_key = ls_str_equal(key, LS_STR("LastEvaluatedKey"));
        enum ls_status status = LS_OK;

        if (!found && ls_str_equal(key, LS_STR("Items"))) {
            status = write_items(context, &json);
            found = true;
        } else if (!ls_json_skip(&json, is_last_key ? &last_key : &skipped)) {
            status = bad_reply(context);
        }
        if (status != LS_OK)
            return status;
    }
    if (next < 0 || !found)
        return bad_reply(context);
    *items = ls_arena_copy(context->arena, ls_buf_view(context->work));
    *next_page = ls_arena_copy(context->arena, last_key);
    if (items->ptr == NULL || next_page->ptr == NULL || context->work->failed)
        return ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL);
    return LS_OK;
}

static int read_page(struct ls_context *context, unsigned table, enum ls_ddb_operation operation,
                     const struct ls_expression *what, const struct ls_page *page,
                     struct ls_str *items, struct ls_str *next)
{
    struct ls_str reply;
    enum ls_status status = begin_page(context, table, operation, page);

    if (status == LS_OK)
        status = add_expression(context, what);
    if (status == LS_OK)
        status = add_page(context, operation, page);
    if (status == LS_OK)
        status = ls_call_send(context, operation, &reply);
    return (int)(status == LS_OK ? take_page(context, reply, items, next) : status);
}

int ls_table_query(struct ls_context *context, unsigned table, const struct ls_expression *what,
                   const struct ls_page *page, struct ls_str *items, struct ls_str *next)
{
    return read_page(context, table, LS_DDB_QUERY, what, page, items, next);
}

int ls_table_scan(struct ls_context *context, unsigned table, const struct ls_expression *what,
                  const struct ls_page *page, struct ls_str *items, struct ls_str *next)
{
    return read_page(context, table, LS_DDB_SCAN, what, page, items, next);
}

/* ---- anything else ---- */

struct ls_str ls_table_name(struct ls_context *context, unsigned table)
{
    return table < context->service->table_count ? context->table_names[table] : ls_str("", 0);
}

int ls_dynamodb(struct ls_context *context, const char *operation, struct ls_str body,
                struct ls_str *reply)
{
    struct ls_str text;
    enum ls_status status = ls_call_raw(context, ls_str_of(operation), body, &text);

    *reply = ls_arena_copy(context->arena, text);
    if (reply->ptr == NULL)
        return (int)ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL);
    return (int)status;
}
