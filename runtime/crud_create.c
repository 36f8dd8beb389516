/*
 * crud_create.c - the action create: a JSON object becomes an item.
 *
 * A key made here must be new: its collision is answered with another one, whatever `if_exists`
 * says of keys that the client chose.
 */
#include "call.h"
#include "condition.h"
#include "creation.h"
#include "crud.h"
#include "dynamodb_error.h"
#include "idempotency.h"
#include "response.h"
#include "same_item.h"

#define ATTEMPTS        5 /* with generated keys */
#define RECORD_ATTEMPTS 2 /* when a record was there, and then was not */

enum outcome {
    CREATED,
    REPLAYED, /* answered already, with what is recorded */
    EXISTS,   /* an item with this key, or with each of several generated ones */
    VANISHED, /* the record that was in the way */
};

struct create {
    struct ls_context *context;
    const struct ls_route *route;
    struct ls_creation creation;
    struct ls_record record;
    struct ls_condition condition;
    struct ls_str old_version; /* of the item that exists; NULL ptr: not known */
};

/* ---- the answer ---- */

static enum ls_status write_answer(const struct create *create, struct ls_response *response,
                                   int http_status, const char *message)
{
    const struct ls_creation *creation = &create->creation;

    ls_response_begin(response, http_status, LS_CONTENT_TYPE_JSON);
    ls_response_json(response, "{\"message\":");
    ls_json_write_string(&response->body, LS_JSON_IN_STRING, ls_str_of(message));
    for (size_t i = 0; i < creation->leaf_count; i++) {
        ls_buf_char(&response->body, ',');
        ls_bind_write_member(&response->body, LS_JSON_IN_STRING, creation->leaves[i].attribute,
                             ls_creation_value(creation, &creation->leaves[i]));
    }
    ls_response_json(response, "}");
    return ls_response_end(response);
}

static struct ls_str first_version(const struct create *create)
{
    return create->route->table->version == NULL ? ls_str(NULL, 0) : LS_STR("1");
}

/* ---- the request ---- */

static enum ls_status build(struct create *create)
{
    if (create->record.rule != NULL)
        ls_record_begin(&create->record, create->route->table);
    else
        ls_call_begin(create->context, create->route->table, NULL);
    return ls_creation_write(&create->creation);
}

/* The answer comes first: it is recorded with the item. */
static enum ls_status put(struct create *create, struct ls_response *response, struct ls_str *reply)
{
    struct ls_context *context = create->context;
    struct ls_condition *condition = &create->condition;
    enum ls_status status = ls_creation_finish(&create->creation);

    if (status == LS_OK)
        status = write_answer(create, response, 201, "Item created successfully");
    if (status != LS_OK)
        return status;
    if (create->creation.generates || create->route->if_exists != LS_IF_EXISTS_REPLACE)
        condition->kind = LS_CONDITION_NEW;
    condition->now_s = create->creation.now_ms / 1000;
    ls_condition_write_whole(condition, context->work);
    if (!ls_condition_is_none(condition))
        ls_call_text(context, "ReturnValuesOnConditionCheckFailure", "ALL_OLD");
    if (create->record.rule != NULL)
        return ls_record_send(&create->record, response, first_version(create), reply);
    return ls_call_send(context, LS_DDB_PUT_ITEM, reply);
}

/* ---- after a failed condition ---- */

/*
 * Is the item there ours, written by an attempt whose reply was lost? A database that does not
 * return the old item leaves no way to know.
 */
static bool is_own_write(const struct create *create, struct ls_str old_item)
{
    return create->context->db->repeated && old_item.ptr != NULL &&
           ls_same_item(ls_creation_item(&create->creation), old_item, create->context->arena);
}

static void keep_old_version(struct create *create, struct ls_str old_item)
{
    const char *name = create->route->table->version;

    create->old_version = ls_str(NULL, 0);
    if (name != NULL && old_item.ptr != NULL)
        create->old_version =
            ls_arena_copy(create->context->arena, ls_typed_number(old_item, name));
}

static enum ls_status look_at_record(struct create *create, struct ls_response *response,
                                     struct ls_str reply, enum outcome *outcome)
{
    struct ls_str reason, old_item = {NULL, 0};
    bool item_failed, found;
    enum ls_status status;

    if (ls_dynamodb_reason(reply, 0, &reason, &item_failed) &&
        ls_json_find(reason, "Item", &old_item))
        keep_old_version(create, old_item);
    /*
     * Also when only the item's condition failed: of two such requests at once, the later one may
     * be told of a conflict with the other's record, and that is its own answer all the same.
     */
    status = ls_record_replay(&create->record, response, &found);
    *outcome = found ? REPLAYED : item_failed ? EXISTS : VANISHED;
    return status;
}

static enum ls_status look_at_failure(struct create *create, struct ls_response *response,
                                      struct ls_str reply, enum outcome *outcome)
{
    struct ls_str old_item = {NULL, 0};

    if (create->record.rule != NULL)
        return look_at_record(create, response, reply, outcome);
    if (reply.len == 0 || !ls_json_find(reply, "Item", &old_item))
        old_item = ls_str(NULL, 0);
    keep_old_version(create, old_item);
    *outcome = is_own_write(create, old_item) ? CREATED : EXISTS;
    return LS_OK;
}

static enum ls_status put_new(struct create *create, struct ls_response *response,
                              enum outcome *outcome)
{
    int attempts = create->creation.generates ? ATTEMPTS : RECORD_ATTEMPTS;
    struct ls_str reply = {NULL, 0};

    for (int i = 0; i < attempts; i++) {
        enum ls_status status = put(create, response, &reply);

        *outcome = CREATED;
        if (status == LS_CONDITION_FAILED)
            status = look_at_failure(create, response, reply, outcome);
        if (status != LS_OK || *outcome == CREATED || *outcome == REPLAYED ||
            (*outcome == EXISTS && !create->creation.generates))
            return status;
    }
    return LS_OK;
}

/* ---- the outcome ---- */

/* An answer that wrote nothing is recorded as well: the item may be gone when it is asked again. */
static enum ls_status keep(struct create *create, struct ls_response *response)
{
    enum ls_status status = write_answer(create, response, 200, "Item already exists");
    bool found;

    if (status != LS_OK)
        return status;
    ls_etag_set(response, create->old_version);
    if (create->record.rule == NULL)
        return LS_OK;
    status = ls_record_store(&create->record, response, create->old_version);
    if (status != LS_CONDITION_FAILED)
        return status;
    return ls_record_replay(&create->record, response, &found);
}

static enum ls_status answer(struct create *create, struct ls_response *response,
                             enum outcome outcome)
{
    struct ls_error *error = &create->context->error;

    switch (outcome) {
    case REPLAYED:
        return LS_OK;
    case CREATED:
        ls_etag_set(response, first_version(create));
        return LS_OK;
    case VANISHED:
        return ls_fail(error, LS_NETWORK, NULL, "the record of an Idempotency-Key comes and goes");
    default:
        break;
    }
    if (create->creation.generates)
        return ls_fail(error, LS_INTERNAL, NULL, "%d generated keys in a row exist already",
                       ATTEMPTS);
    if (create->route->if_exists == LS_IF_EXISTS_KEEP)
        return keep(create, response);
    return ls_fail(error, LS_CONFLICT, NULL, NULL);
}

enum ls_status ls_crud_create(struct ls_context *context, const struct ls_request *request,
                              struct ls_response *response)
{
    struct create create = {
        .context = context,
        .route = request->route,
        .condition = {.table = request->route->table, .kind = LS_CONDITION_NONE},
    };
    struct ls_bindings bindings;
    enum outcome outcome = CREATED;
    enum ls_status status = ls_bind(context, request, &bindings);

    if (status == LS_OK)
        status = ls_record_read(context, request, &bindings, &create.record);
    if (status == LS_OK)
        status = ls_creation_begin(&create.creation, context, request, &bindings);
    if (status == LS_OK)
        status = build(&create);
    if (status == LS_OK)
        status = put_new(&create, response, &outcome);
    return status == LS_OK ? answer(&create, response, outcome) : status;
}
