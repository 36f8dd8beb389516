/*
 * crud_create.c - the action create: a JSON object becomes an item.
 *
 * Key attributes that the route binds win, and another value in the body is refused; those that
 * neither gives are generated. An id made here must be new: its collision is answered with another
 * id, whatever `if_exists` says of ids that the client chose.
 */
#include "call.h"
#include "crud.h"
#include "generate.h"
#include "members.h"
#include "response.h"
#include "same_item.h"

#define KEY_MAX           2 /* key attributes of a table */
#define GENERATE_ATTEMPTS 5

struct key {
    const struct ls_attribute *attribute;
    size_t max_len;
    struct ls_str value;   /* key value; NULL ptr: not known yet */
    const char *body_name; /* the body's attribute to take it from; NULL: bound by the route */
    bool generated;
};

struct creation {
    struct ls_context *context;
    const struct ls_table *table;
    struct key keys[KEY_MAX];
    bool conditional, generates;
    size_t size; /* DynamoDB's count of the item without generated keys */
    /* Places in context->work: the item, and where its key attributes begin. */
    size_t item_at, keys_at, item_end;
};

static enum ls_status bind_keys(struct creation *creation, const struct ls_request *request)
{
    struct ls_bindings bindings;
    enum ls_status status = ls_bind(creation->context, request, &bindings);

    for (size_t i = 0; status == LS_OK && i < creation->table->key_count; i++) {
        const struct ls_attribute *attribute = &creation->table->key[i];
        const struct ls_bound *row = ls_bind_row(&bindings, attribute);
        struct key *key = &creation->keys[i];

        *key = (struct key){
            .attribute = attribute,
            .max_len = i == 0 ? LS_PARTITION_MAX : LS_SORT_MAX,
        };
        if (row == NULL)
            key->body_name = attribute->name;
        else if (row->from_body)
            key->body_name = request->route->bindings[row - bindings.rows].low.name;
        else
            key->value = row->low;
    }
    return status;
}

/* ---- the body ---- */

static enum ls_status take_key(struct creation *creation, struct ls_members *members,
                               struct key *key)
{
    struct ls_str value;
    enum ls_status status = ls_members_key(members, key->attribute, key->max_len, &value);

    if (status != LS_OK)
        return status;
    if (key->value.ptr != NULL && !ls_str_equal(key->value, value))
        return ls_event_bad_parameter(&creation->context->error, creation->context->arena,
                                      key->attribute->name, "has another value in the body");
    key->value = value;
    return LS_OK;
}

/* Each attribute is followed by a comma: the key attributes come last. */
static void begin_attribute(struct creation *creation, struct ls_str name)
{
    ls_json_write_string(creation->context->work, LS_JSON_PLAIN, name);
    ls_buf_char(creation->context->work, ':');
}

static enum ls_status take_member(struct creation *creation, struct ls_members *members)
{
    const struct ls_table *table = creation->table;
    const struct ls_json value = members->json;
    enum ls_status status;

    for (size_t i = 0; i < table->key_count; i++) {
        if (ls_str_equal_text(members->name, table->key[i].name))
            return take_key(creation, members, &creation->keys[i]);
    }
    for (size_t i = 0; i < table->key_count; i++) {
        struct key *key = &creation->keys[i];

        if (key->body_name == NULL || !ls_str_equal_text(members->name, key->body_name))
            continue;
        /* An attribute of another name: it gives the key its value and is stored as well. */
        status = take_key(creation, members, key);
        if (status != LS_OK)
            return status;
        members->json = value;
    }
    if (ls_members_is_managed(members))
        return ls_members_skip(members);
    begin_attribute(creation, members->name);
    status = ls_members_write(members, creation->context->work);
    ls_buf_char(creation->context->work, ',');
    return status;
}

static enum ls_status take_body(struct creation *creation, struct ls_str body)
{
    struct ls_members members;
    bool more = true;
    enum ls_status status = ls_members_begin(&members, creation->context, creation->table, body);

    if (status != LS_OK)
        return status;
    while (status == LS_OK) {
        status = ls_members_next(&members, &more);
        if (status != LS_OK || !more)
            break;
        status = take_member(creation, &members);
    }
    creation->size += members.size;
    return status;
}

/* ---- what the server adds ---- */

static void add_time(struct creation *creation, const char *name, const char *time)
{
    if (name == NULL)
        return;
    begin_attribute(creation, ls_str_of(name));
    ls_buf_str(creation->context->work, LS_STR("{\"S\":\""));
    ls_buf_text(creation->context->work, time);
    ls_buf_str(creation->context->work, LS_STR("\"},"));
    creation->size += ls_str_of(name).len + LS_RFC3339_LEN;
}

static enum ls_status require_keys(struct creation *creation)
{
    struct ls_context *context = creation->context;

    for (size_t i = 0; i < creation->table->key_count; i++) {
        struct key *key = &creation->keys[i];

        key->generated = key->value.ptr == NULL;
        if (!key->generated) {
            creation->size += ls_bind_size(key->attribute, key->value);
        } else if (key->attribute->generate == LS_GENERATE_NONE) {
            return ls_event_bad_parameter(&context->error, context->arena, key->body_name,
                                          "is required");
        } else {
            creation->generates = true;
            creation->conditional = true;
        }
    }
    if (creation->size > LS_ITEM_MAX_SIZE)
        return ls_fail(&context->error, LS_TOO_LARGE, NULL, "item of %zu bytes", creation->size);
    return LS_OK;
}

static enum ls_status generate_keys(struct creation *creation)
{
    struct ls_context *context = creation->context;
    int64_t now_ms = context->clock->now_ms(context->clock->self);
    enum ls_status status = LS_OK;

    for (size_t i = 0; status == LS_OK && i < creation->table->key_count; i++) {
        struct key *key = &creation->keys[i];

        if (key->generated)
            status =
                ls_generate(key->attribute, now_ms, context->arena, &key->value, &context->error);
    }
    return status;
}

/* ---- the request ---- */

/* All but the key attributes and what follows them. */
static enum ls_status build(struct creation *creation, const struct ls_request *request)
{
    struct ls_context *context = creation->context;
    char time[LS_RFC3339_LEN + 1];
    enum ls_status status;

    ls_call_begin(context, creation->table, NULL);
    ls_buf_str(context->work, LS_STR(",\"Item\":"));
    creation->item_at = context->work->len;
    ls_buf_char(context->work, '{');
    status = take_body(creation, request->event->body);
    if (status != LS_OK)
        return status;
    ls_format_rfc3339(context->clock->now_ms(context->clock->self), time);
    add_time(creation, creation->table->created, time);
    add_time(creation, creation->table->updated, time);
    creation->keys_at = context->work->len;
    return require_keys(creation);
}

static enum ls_status put(struct creation *creation, struct ls_str *reply)
{
    struct ls_context *context = creation->context;
    struct ls_buf *work = context->work;

    if (!work->failed)
        work->len = creation->keys_at;
    for (size_t i = 0; i < creation->table->key_count; i++) {
        if (i > 0)
            ls_buf_char(work, ',');
        begin_attribute(creation, ls_str_of(creation->keys[i].attribute->name));
        ls_bind_write_typed(work, creation->keys[i].attribute, creation->keys[i].value);
    }
    ls_buf_char(work, '}');
    creation->item_end = work->len;
    if (creation->conditional) {
        ls_call_text(context, "ConditionExpression", LS_CALL_NOT_EXISTS);
        ls_call_partition_name(context, creation->table);
        ls_call_text(context, "ReturnValuesOnConditionCheckFailure", "ALL_OLD");
    }
    return ls_call_send(context, LS_DDB_PUT_ITEM, reply);
}

/*
 * After a failed condition: is the item there ours, written by an attempt whose reply was lost?
 * A database that does not return the old item leaves no way to know.
 */
static bool is_own_write(const struct creation *creation, struct ls_str reply)
{
    const struct ls_context *context = creation->context;
    const char *item = context->work->ptr + creation->item_at;
    struct ls_str found;

    return context->db->repeated && reply.len > 0 && ls_json_find(reply, "Item", &found) &&
           ls_same_item(ls_str(item, creation->item_end - creation->item_at), found,
                        context->arena);
}

/* LS_CONDITION_FAILED: an item with that key, or with each of several generated ones, exists. */
static enum ls_status put_new(struct creation *creation)
{
    int attempts = creation->generates ? GENERATE_ATTEMPTS : 1;
    enum ls_status status = LS_CONDITION_FAILED;
    struct ls_str reply;

    for (int i = 0; i < attempts && status == LS_CONDITION_FAILED; i++) {
        status = generate_keys(creation);
        if (status == LS_OK)
            status = put(creation, &reply);
        if (status == LS_CONDITION_FAILED && is_own_write(creation, reply))
            status = LS_OK;
    }
    return status;
}

/* ---- the answer ---- */

static enum ls_status answer(const struct creation *creation, struct ls_response *response,
                             int http_status, const char *message)
{
    ls_response_begin(response, http_status, LS_CONTENT_TYPE_JSON);
    ls_response_json(response, "{\"message\":");
    ls_json_write_string(&response->body, LS_JSON_IN_STRING, ls_str_of(message));
    for (size_t i = 0; i < creation->table->key_count; i++) {
        ls_buf_char(&response->body, ',');
        ls_bind_write_member(&response->body, LS_JSON_IN_STRING, creation->keys[i].attribute,
                             creation->keys[i].value);
    }
    ls_response_json(response, "}");
    return ls_response_end(response);
}

static enum ls_status answer_existing(struct creation *creation, enum ls_if_exists if_exists,
                                      struct ls_response *response)
{
    struct ls_error *error = &creation->context->error;

    if (creation->generates)
        return ls_fail(error, LS_INTERNAL, NULL, "%d generated keys in a row exist already",
                       GENERATE_ATTEMPTS);
    if (if_exists == LS_IF_EXISTS_KEEP)
        return answer(creation, response, 200, "Item already exists");
    return ls_fail(error, LS_CONFLICT, NULL, NULL);
}

enum ls_status ls_crud_create(struct ls_context *context, const struct ls_request *request,
                              struct ls_response *response)
{
    const struct ls_route *route = request->route;
    struct creation creation = {
        .context = context,
        .table = route->table,
        .conditional = route->if_exists != LS_IF_EXISTS_REPLACE,
    };
    enum ls_status status = bind_keys(&creation, request);

    if (status == LS_OK)
        status = build(&creation, request);
    if (status == LS_OK)
        status = put_new(&creation);
    if (status == LS_CONDITION_FAILED)
        return answer_existing(&creation, route->if_exists, response);
    return status == LS_OK ? answer(&creation, response, 201, "Item created successfully") : status;
}
