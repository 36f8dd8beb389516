/*
 * handler_table.c - a handler's DynamoDB: what its route is granted, and single items in plain
 * JSON; see lockstep.h.
 *
 * The role's policy is made of the same grants, so DynamoDB would refuse what is refused here. Here
 * it is refused on the first run of the code, on any machine, and the log says what is missing.
 */
#include "handler_table.h"

#include <string.h>

#include "derived.h"
#include "members.h"
#include "template.h"

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

static const struct ls_index *find_index(const struct ls_table *table, const char *name)
{
    for (size_t i = 0; i < table->index_count; i++) {
        if (strcmp(table->indexes[i].name, name) == 0)
            return &table->indexes[i];
    }
    return NULL;
}

const struct ls_table *ls_handler_begin(struct ls_context *context, unsigned number,
                                        const char *index_name, enum ls_ddb_operation operation)
{
    const struct ls_index *index = NULL;
    const struct ls_table *table;

    if (number >= context->service->table_count) {
        ls_fail(&context->error, LS_INTERNAL, NULL, "there is no table %u", number);
        return NULL;
    }
    table = &context->service->tables[number];
    if (index_name != NULL)
        index = find_index(table, index_name);
    if ((index_name != NULL && index == NULL) ||
        !is_granted(context->route, table, index, operation)) {
        refuse(context, table->name, index_name == NULL ? "" : index_name, operation);
        return NULL;
    }
    ls_call_begin(context, table, index);
    return table;
}

/* ---- parts of a request ---- */

static enum ls_status bad_key(struct ls_context *context, const struct ls_attribute *attribute,
                              const char *problem)
{
    return ls_fail(&context->error, LS_BAD_KEY, NULL, "key attribute %s %s", attribute->name,
                   problem);
}

/* Key values by index of table->attributes; NULL ptr: not given. */
struct given {
    struct ls_str values[UINT8_MAX];
};

/* A derived attribute says what its parts are; those that are given as well are the same. */
static enum ls_status take_apart(struct ls_context *context, const struct ls_table *table,
                                 size_t derived, struct given *given)
{
    const struct ls_attribute *attribute = &table->attributes[derived];
    const struct ls_template *template = attribute->template;
    struct ls_str parts[LS_MAX_PARTS];

    if (!ls_template_parse(template, given->values[derived], parts))
        return bad_key(context, attribute, "is not of the form of its template");
    for (size_t i = 0; i < template->part_count; i++) {
        struct ls_str *value = &given->values[template->parts[i]];

        if (value->ptr != NULL && !ls_str_equal(*value, parts[i]))
            return bad_key(context, attribute, "is not made of the parts that are given with it");
        *value = parts[i];
    }
    return LS_OK;
}

/* The parts of what is derived, and what is derived of parts, of the first `count` attributes. */
static enum ls_status complete(struct ls_context *context, const struct ls_table *table,
                               size_t count, struct given *given)
{
    enum ls_status status = LS_OK;

    for (size_t i = 0; status == LS_OK && i < count; i++) {
        if (table->attributes[i].template != NULL && given->values[i].ptr != NULL)
            status = take_apart(context, table, i, given);
    }
    for (size_t i = 0; status == LS_OK && i < count; i++) {
        const struct ls_attribute *attribute = &table->attributes[i];

        if (attribute->template == NULL || given->values[i].ptr != NULL)
            continue;
        status = ls_derived_value(context, table, attribute, given->values, &given->values[i]);
        if (status == LS_OK && given->values[i].ptr == NULL && i < table->key_count)
            return bad_key(context, attribute, "is not there, nor are all its parts");
    }
    return status;
}

/* The member of that name, if there is one. */
static enum ls_status read_given(struct ls_context *context, const struct ls_table *table,
                                 struct ls_str object, size_t index, struct given *given)
{
    const struct ls_attribute *attribute = &table->attributes[index];
    const char *problem;
    struct ls_json json;
    struct ls_str text;
    enum ls_status status;

    if (object.len == 0 || !ls_json_find(object, attribute->name, &text))
        return LS_OK;
    json = ls_json_of(text);
    status = ls_bind_json(attribute, attribute->max_len, &json, context->arena,
                          &given->values[index], &problem);
    if (status == LS_BAD_VALUE)
        return bad_key(context, attribute, problem);
    return status == LS_OK ? LS_OK : ls_fail(&context->error, status, NULL, NULL);
}

static void add_attribute(struct ls_buf *work, const char *before,
                          const struct ls_attribute *attribute, struct ls_str value)
{
    ls_buf_text(work, before);
    ls_json_write_string(work, LS_JSON_PLAIN, ls_str_of(attribute->name));
    ls_buf_char(work, ':');
    ls_bind_write_typed(work, attribute, value);
}

static enum ls_status add_key(struct ls_context *context, const struct ls_table *table,
                              struct ls_str key)
{
    struct given given = {.values = {{NULL, 0}}};
    enum ls_status status = LS_OK;

    for (size_t i = 0; status == LS_OK && i < table->key_count; i++) {
        const struct ls_template *template = table->attributes[i].template;

        status = read_given(context, table, key, i, &given);
        for (size_t k = 0; status == LS_OK && template != NULL && k < template->part_count; k++)
            status = read_given(context, table, key, template->parts[k], &given);
    }
    if (status == LS_OK)
        status = complete(context, table, table->key_count, &given);
    if (status != LS_OK)
        return status;
    ls_buf_str(context->work, LS_STR(",\"Key\":"));
    for (size_t i = 0; i < table->key_count; i++) {
        if (given.values[i].ptr == NULL)
            return bad_key(context, &table->attributes[i], "is not in the key");
        add_attribute(context->work, i == 0 ? "{" : ",", &table->attributes[i], given.values[i]);
    }
    ls_buf_char(context->work, '}');
    return LS_OK;
}

/* What the item gives, and then what follows of it: parts, and what is derived of parts. */
struct written {
    struct given given; /* the declared attributes among what is written */
    const char *before; /* the next one */
};

static enum ls_status add_member(void *self, struct ls_members *members)
{
    struct written *written = self;
    struct ls_buf *work = members->context->work;
    enum ls_status status;

    ls_buf_text(work, written->before);
    written->before = ",";
    ls_json_write_string(work, LS_JSON_PLAIN, members->name);
    ls_buf_char(work, ':');
    status = ls_members_write(members, work);
    if (members->attribute != NULL)
        written->given.values[members->attribute - members->table->attributes] = members->value;
    return status;
}

static enum ls_status add_item(struct ls_context *context, const struct ls_table *table,
                               struct ls_str item)
{
    struct ls_buf *work = context->work;
    struct ls_members members;
    struct written written = {.given = {.values = {{NULL, 0}}}, .before = "{"};
    struct given given;
    enum ls_status status;

    ls_buf_str(work, LS_STR(",\"Item\":"));
    status = ls_members_each(&members, context, table, item, add_member, &written);
    given = written.given;
    if (status == LS_OK)
        status = complete(context, table, table->attribute_count, &given);
    if (status != LS_OK)
        return status;
    for (size_t i = 0; i < table->attribute_count; i++) {
        if (written.given.values[i].ptr != NULL || given.values[i].ptr == NULL)
            continue;
        add_attribute(work, written.before, &table->attributes[i], given.values[i]);
        written.before = ",";
    }
    ls_buf_text(work, written.before[0] == '{' ? "{}" : "}");
    return LS_OK;
}

static void add_text(struct ls_context *context, const char *name, const char *text)
{
    if (text != NULL)
        ls_call_text(context, name, text);
}

enum ls_status ls_handler_expression(struct ls_context *context,
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
    const struct ls_table *data = ls_handler_begin(context, table, NULL, LS_DDB_GET_ITEM);
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
    const struct ls_table *data = ls_handler_begin(context, table, NULL, LS_DDB_PUT_ITEM);
    struct ls_str reply;
    enum ls_status status;

    if (data == NULL)
        return (int)context->error.status;
    status = add_item(context, data, item);
    if (status == LS_OK)
        status = ls_handler_expression(context, expression);
    if (status == LS_OK)
        status = send_write(context, LS_DDB_PUT_ITEM, expression, &reply);
    return (int)status;
}

int ls_table_update(struct ls_context *context, unsigned table, struct ls_str key,
                    const struct ls_expression *expression, struct ls_str *item)
{
    const struct ls_table *data = ls_handler_begin(context, table, NULL, LS_DDB_UPDATE_ITEM);
    struct ls_str reply, found;
    enum ls_status status;

    if (data == NULL)
        return (int)context->error.status;
    status = add_key(context, data, key);
    if (status == LS_OK)
        status = ls_handler_expression(context, expression);
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
    const struct ls_table *data = ls_handler_begin(context, table, NULL, LS_DDB_DELETE_ITEM);
    struct ls_str reply;
    enum ls_status status;

    if (data == NULL)
        return (int)context->error.status;
    status = add_key(context, data, key);
    if (status == LS_OK)
        status = ls_handler_expression(context, expression);
    if (status == LS_OK)
        status = send_write(context, LS_DDB_DELETE_ITEM, expression, &reply);
    return (int)status;
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
