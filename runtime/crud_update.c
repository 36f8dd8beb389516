/*
 * crud_update.c - the action update: a JSON object's members are set on an item.
 *
 * One UpdateItem with SET #0=:0,#1=:1,… Names and values stand behind placeholders, so nothing of
 * the client's is ever part of an expression.
 */
#include "call.h"
#include "crud.h"
#include "members.h"
#include "response.h"

/* DynamoDB: at most 300 operators and functions, and 4 KB, in one expression. */
#define OPERATORS_MAX  300u
#define EXPRESSION_MAX 4096

#define SET_UPDATED "#updated=:now"
#define SET_CREATED "#created=if_not_exists(#created,:now)"

struct update {
    struct ls_context *context;
    const struct ls_table *table;
    struct ls_bindings bindings;
    bool sets_created, sets_updated, must_exist;
    struct ls_str *names; /* of the attributes set from the body, in order */
    size_t count, max;
};

/* ---- the body, straight into ExpressionAttributeValues ---- */

static enum ls_status check_key(struct update *update, struct ls_members *members, size_t key)
{
    const struct ls_attribute *attribute = &update->table->key[key];
    const struct ls_bound *row = ls_bind_row(&update->bindings, attribute);
    struct ls_str value;
    enum ls_status status =
        ls_members_key(members, attribute, key == 0 ? LS_PARTITION_MAX : LS_SORT_MAX, &value);

    if (status != LS_OK || (row != NULL && ls_str_equal(row->low, value)))
        return status;
    return ls_event_bad_parameter(&update->context->error, update->context->arena, attribute->name,
                                  "cannot be changed");
}

static void begin_value(struct update *update)
{
    struct ls_buf *work = update->context->work;

    ls_buf_char(work, update->count == 0 ? '{' : ',');
    ls_buf_str(work, LS_STR("\":"));
}

static enum ls_status take_member(struct update *update, struct ls_members *members)
{
    struct ls_context *context = update->context;

    for (size_t key = 0; key < update->table->key_count; key++) {
        if (ls_str_equal_text(members->name, update->table->key[key].name))
            return check_key(update, members, key);
    }
    if (ls_members_is_managed(members))
        return ls_members_skip(members);
    if (update->count == update->max)
        return ls_fail(&context->error, LS_TOO_WIDE, NULL, "more than %zu attributes", update->max);
    begin_value(update);
    ls_buf_int(context->work, (int64_t)update->count);
    ls_buf_str(context->work, LS_STR("\":"));
    update->names[update->count++] = members->name;
    return ls_members_write(members, context->work);
}

static enum ls_status take_body(struct update *update, struct ls_str body)
{
    struct ls_context *context = update->context;
    struct ls_members members;
    bool more = true;
    enum ls_status status = ls_members_begin(&members, context, update->table, body);

    while (status == LS_OK) {
        status = ls_members_next(&members, &more);
        if (status != LS_OK || !more)
            break;
        status = take_member(update, &members);
    }
    return status;
}

/* DynamoDB takes no empty map of values. */
static enum ls_status add_values(struct update *update, struct ls_str body)
{
    struct ls_buf *work = update->context->work;
    size_t before = work->len;
    char now[LS_RFC3339_LEN + 1];
    enum ls_status status;

    ls_buf_str(work, LS_STR(",\"ExpressionAttributeValues\":"));
    status = take_body(update, body);
    if (status != LS_OK)
        return status;
    if (update->sets_created || update->sets_updated) {
        ls_format_rfc3339(update->context->clock->now_ms(update->context->clock->self), now);
        begin_value(update);
        ls_buf_str(work, LS_STR("now\":{\"S\":\""));
        ls_buf_text(work, now);
        ls_buf_str(work, LS_STR("\"}}"));
    } else if (update->count > 0) {
        ls_buf_char(work, '}');
    } else if (!work->failed) {
        work->len = before;
    }
    return LS_OK;
}

/* ---- expression and names ---- */

static void add_expression(const struct update *update)
{
    struct ls_buf *work = update->context->work;
    struct ls_str before = LS_STR(",\"UpdateExpression\":\"SET ");

    _Static_assert(sizeof("SET " SET_CREATED "," SET_UPDATED) +
                           OPERATORS_MAX * sizeof("#000=:000,") <=
                       EXPRESSION_MAX,
                   "as many assignments as DynamoDB allows fit in 4 KB");
    for (size_t i = 0; i < update->count; i++) {
        ls_buf_str(work, before);
        ls_buf_char(work, '#');
        ls_buf_int(work, (int64_t)i);
        ls_buf_str(work, LS_STR("=:"));
        ls_buf_int(work, (int64_t)i);
        before = LS_STR(",");
    }
    if (update->sets_created) {
        ls_buf_str(work, before);
        ls_buf_str(work, LS_STR(SET_CREATED));
        before = LS_STR(",");
    }
    if (update->sets_updated) {
        ls_buf_str(work, before);
        ls_buf_str(work, LS_STR(SET_UPDATED));
        before = LS_STR(",");
    }
    if (before.len == 1)
        ls_buf_char(work, '"');
}

/* One row of the names; `before` is what separates it from the one before. */
static void add_name(struct ls_buf *work, struct ls_str *before, const char *placeholder,
                     struct ls_str name)
{
    ls_buf_str(work, *before);
    ls_buf_text(work, placeholder);
    ls_buf_str(work, LS_STR("\":"));
    ls_json_write_string(work, LS_JSON_PLAIN, name);
    *before = LS_STR(",\"#");
}

static void add_names(const struct update *update)
{
    struct ls_buf *work = update->context->work;
    struct ls_str before = LS_STR(",\"ExpressionAttributeNames\":{\"#");

    if (update->must_exist)
        add_name(work, &before, "pk", ls_str_of(update->table->key[0].name));
    if (update->sets_created)
        add_name(work, &before, "created", ls_str_of(update->table->created));
    if (update->sets_updated)
        add_name(work, &before, "updated", ls_str_of(update->table->updated));
    for (size_t i = 0; i < update->count; i++) {
        ls_buf_str(work, before);
        ls_buf_int(work, (int64_t)i);
        ls_buf_str(work, LS_STR("\":"));
        ls_json_write_string(work, LS_JSON_PLAIN, update->names[i]);
        before = LS_STR(",\"#");
    }
    if (before.len == sizeof(",\"#") - 1)
        ls_buf_char(work, '}');
}

enum ls_status ls_crud_update(struct ls_context *context, const struct ls_request *request,
                              struct ls_response *response)
{
    const struct ls_route *route = request->route;
    const struct ls_table *table = route->table;
    bool upsert = (route->flags & LS_ROUTE_UPSERT) != 0;
    struct update update = {
        .context = context,
        .table = table,
        .sets_created = upsert && table->created != NULL,
        .sets_updated = table->updated != NULL,
        .must_exist = !upsert,
        .names = ls_arena_alloc(context->arena, OPERATORS_MAX * sizeof(struct ls_str)),
    };
    enum ls_status status = ls_bind(context, request, &update.bindings);
    struct ls_str reply;

    if (status != LS_OK)
        return status;
    if (update.names == NULL)
        return ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL);
    /* An assignment is an operator, if_not_exists a function beside. */
    update.max = OPERATORS_MAX - (update.sets_updated ? 1 : 0) - (update.sets_created ? 2 : 0);
    ls_call_begin(context, table, NULL);
    ls_call_key(context, table, &update.bindings);
    status = add_values(&update, request->event->body);
    if (status != LS_OK)
        return status;
    add_expression(&update);
    add_names(&update);
    if (update.must_exist)
        ls_call_text(context, "ConditionExpression", LS_CALL_EXISTS);
    status = ls_call_send(context, LS_DDB_UPDATE_ITEM, &reply);
    if (status == LS_CONDITION_FAILED)
        return ls_fail(&context->error, LS_NOT_FOUND, NULL, NULL);
    return status == LS_OK ? ls_response_message(response, 200, "Item updated successfully")
                           : status;
}
