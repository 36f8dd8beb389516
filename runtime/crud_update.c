/*
 * crud_update.c - the action update: a JSON object's members are set on an item, or removed.
 *
 * The key stays what it is. The derived attribute of an index is written anew with its parts, all
 * of them, and goes with any of them: what it was made of is not known here.
 */
#include "assign.h"
#include "call.h"
#include "crud.h"
#include "derived.h"
#include "members.h"
#include "response.h"
#include "update.h"

#include <string.h>

enum change { UNCHANGED, IS_KEY, IS_SET, IS_REMOVED };

struct updating {
    struct ls_context *context;
    const struct ls_request *request;
    const struct ls_table *table;
    struct ls_bindings bindings;
    struct ls_condition condition;
    struct ls_update update;
    uint8_t leaves[LS_MAX_BINDINGS]; /* of the table's key */
    size_t leaf_count;
    /* By table->attributes: what happens to it, and the key value where it is known. */
    enum change *changes;
    struct ls_str *values;
};

static size_t index_of(const struct updating *updating, const struct ls_attribute *attribute)
{
    return (size_t)(attribute - updating->table->attributes);
}

static enum ls_status begin(struct updating *updating)
{
    struct ls_context *context = updating->context;
    size_t count = updating->table->attribute_count;

    updating->changes = ls_arena_alloc(context->arena, count * sizeof(*updating->changes));
    updating->values = ls_arena_alloc(context->arena, count * sizeof(*updating->values));
    if (updating->changes == NULL || updating->values == NULL)
        return ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        updating->changes[i] = UNCHANGED;
        updating->values[i] = ls_str(NULL, 0);
    }
    updating->leaf_count = ls_key_leaves(updating->table, updating->leaves);
    for (size_t i = 0; i < updating->leaf_count; i++) {
        size_t leaf = updating->leaves[i];
        const struct ls_bound *row =
            ls_bind_row(&updating->bindings, &updating->table->attributes[leaf]);

        updating->changes[leaf] = IS_KEY;
        if (row != NULL)
            updating->values[leaf] = row->low;
    }
    return ls_update_begin(&updating->update, context, updating->request->route);
}

/* ---- the body ---- */

static enum ls_status check_key(struct updating *updating, struct ls_members *members)
{
    const struct ls_attribute *attribute = members->attribute;
    struct ls_str value;
    enum ls_status status = ls_members_key(members, attribute, members->max_len, &value);

    if (status != LS_OK || ls_str_equal(updating->values[index_of(updating, attribute)], value))
        return status;
    return ls_event_bad_parameter(&updating->context->error, updating->context->arena,
                                  attribute->name, "cannot be changed");
}

static void note(struct updating *updating, const struct ls_attribute *attribute,
                 enum change change, struct ls_str value)
{
    if (attribute == NULL)
        return;
    updating->changes[index_of(updating, attribute)] = change;
    updating->values[index_of(updating, attribute)] = value;
}

static enum ls_status remove_member(struct updating *updating, struct ls_members *members)
{
    enum ls_status status = ls_members_skip(members);

    note(updating, members->attribute, IS_REMOVED, ls_str(NULL, 0));
    return status == LS_OK ? ls_update_remove(&updating->update, members->name) : status;
}

static enum ls_status set_member(struct updating *updating, struct ls_members *members)
{
    enum ls_status status = ls_update_set(&updating->update, members->name);

    if (status == LS_OK)
        status = ls_members_write(members, updating->context->work);
    if (status == LS_OK)
        note(updating, members->attribute, IS_SET, members->value);
    return status;
}

static enum ls_status take_member(void *self, struct ls_members *members)
{
    struct updating *updating = self;
    const struct ls_route *route = updating->request->route;
    const struct ls_attribute *attribute = members->attribute;

    if (attribute != NULL && updating->changes[index_of(updating, attribute)] == IS_KEY)
        return check_key(updating, members);
    if (attribute != NULL && attribute->template != NULL)
        return ls_derived_refuse(updating->context, updating->table, attribute);
    if (ls_assign_is_managed(route, members->name))
        return ls_members_skip(members);
    if ((route->flags & LS_ROUTE_NULL_REMOVES) != 0 && ls_json_peek(&members->json) == LS_JSON_NULL)
        return remove_member(updating, members);
    return set_member(updating, members);
}

static enum ls_status take_body(struct updating *updating)
{
    struct ls_members members;
    enum ls_status status = ls_members_each(&members, updating->context, updating->table,
                                            updating->request->event->body, take_member, updating);

    if (status == LS_OK)
        updating->update.size += members.size;
    return status;
}

/* ---- what the server sets ---- */

static enum ls_status take_set(struct updating *updating)
{
    const struct ls_route *route = updating->request->route;
    struct ls_str values[LS_MAX_FILTERS];
    enum ls_status status = ls_assign_read(updating->context, updating->request, values);

    for (size_t i = 0; status == LS_OK && i < route->set_count; i++) {
        const struct ls_assignment *assignment = &route->set[i];

        status = ls_update_set(&updating->update, ls_str_of(assignment->name));
        if (status != LS_OK)
            break;
        ls_assign_write(assignment, values[i], updating->context->work);
        updating->update.size += ls_assign_size(assignment, values[i]);
        note(updating, assignment->attribute, IS_SET, values[i]);
    }
    return status;
}

static enum ls_status set_declared(struct updating *updating, const struct ls_attribute *attribute,
                                   struct ls_str value)
{
    enum ls_status status = ls_update_set(&updating->update, ls_str_of(attribute->name));

    if (status != LS_OK)
        return status;
    ls_bind_write_typed(updating->context->work, attribute, value);
    updating->update.size += ls_bind_size(attribute, value);
    return LS_OK;
}

/* An item that may be new gets the parts of its key as attributes, as create stores them. */
static enum ls_status set_key_parts(struct updating *updating)
{
    const struct ls_table *table = updating->table;
    enum ls_status status = LS_OK;

    for (size_t i = 0; status == LS_OK && i < updating->leaf_count; i++) {
        size_t leaf = updating->leaves[i];

        if (leaf >= table->key_count && updating->values[leaf].ptr != NULL)
            status = set_declared(updating, &table->attributes[leaf], updating->values[leaf]);
    }
    return status;
}

/* What the request does to the parts of an index's derived attribute. */
struct parts {
    size_t set, removed, missing_count;
    uint8_t given; /* one that is set */
    uint8_t missing[LS_MAX_PARTS];
};

static struct parts look_at_parts(const struct updating *updating,
                                  const struct ls_template *template)
{
    struct parts parts = {.set = 0};

    for (size_t i = 0; i < template->part_count; i++) {
        uint8_t part = template->parts[i];

        switch (updating->changes[part]) {
        case IS_SET:
            parts.given = part;
            parts.set++;
            break;
        case IS_REMOVED:
            parts.removed++;
            break;
        case UNCHANGED:
            parts.missing[parts.missing_count++] = part;
            break;
        default:
            break;
        }
    }
    return parts;
}

static enum ls_status derive(struct updating *updating, const struct ls_attribute *attribute)
{
    struct parts parts = look_at_parts(updating, attribute->template);
    /* Made of the key alone it never changes; only an item that is new has to get it. */
    bool is_new_key = updating->update.upserts && parts.missing_count == 0;
    struct ls_str value;
    enum ls_status status;

    if (parts.removed > 0)
        return ls_update_remove(&updating->update, ls_str_of(attribute->name));
    if (parts.set == 0 && !is_new_key)
        return LS_OK;
    if (parts.missing_count > 0)
        return ls_derived_incomplete(updating->context, updating->table, parts.given, parts.missing,
                                     parts.missing_count);
    status =
        ls_derived_value(updating->context, updating->table, attribute, updating->values, &value);
    return status == LS_OK && value.ptr != NULL ? set_declared(updating, attribute, value) : status;
}

static enum ls_status take_declared(struct updating *updating)
{
    const struct ls_table *table = updating->table;
    enum ls_status status = LS_OK;

    if (updating->update.upserts)
        status = set_key_parts(updating);
    for (size_t i = table->key_count; status == LS_OK && i < table->attribute_count; i++) {
        if (table->attributes[i].template != NULL)
            status = derive(updating, &table->attributes[i]);
    }
    if (status == LS_OK && updating->update.size > LS_ITEM_MAX_SIZE)
        return ls_fail(&updating->context->error, LS_TOO_LARGE, NULL, "attributes of %zu bytes",
                       updating->update.size);
    return status;
}

/* ---- the request ---- */

static enum ls_status build(struct updating *updating)
{
    struct ls_context *context = updating->context;
    int64_t now_ms = context->clock->now_ms(context->clock->self);
    enum ls_status status;

    updating->condition.now_s = now_ms / 1000;
    ls_call_begin(context, updating->table, NULL);
    status = ls_call_key(context, updating->request, &updating->bindings);
    if (status == LS_OK)
        status = begin(updating);
    if (status == LS_OK)
        status = take_body(updating);
    if (status == LS_OK)
        status = take_set(updating);
    if (status == LS_OK)
        status = take_declared(updating);
    if (status == LS_OK)
        ls_update_end(&updating->update, &updating->condition, now_ms);
    return status;
}

/*
 * Twice is not once where something is added, or where the second attempt meets the version that
 * the first one made. Where only the version is counted, two steps do no harm.
 */
static enum ls_status send_update(struct updating *updating, struct ls_str *reply)
{
    struct ls_context *context = updating->context;
    bool has_match = updating->condition.match.given;
    enum ls_status status;

    if (ls_condition_is_hopeless(&updating->condition))
        return ls_fail(&context->error, LS_STALE, NULL, NULL);
    if (has_match || updating->request->route->add_count > 0)
        status = ls_call_send_once(context, LS_DDB_UPDATE_ITEM, reply);
    else
        status = ls_call_send(context, LS_DDB_UPDATE_ITEM, reply);
    if (status != LS_CONDITION_FAILED)
        return status;
    return ls_fail(&context->error, has_match ? LS_STALE : LS_NOT_FOUND, NULL, NULL);
}

static enum ls_status answer(const struct updating *updating, struct ls_str reply,
                             struct ls_response *response)
{
    const char *version = updating->table->version;
    struct ls_str attributes;

    if (version != NULL && ls_json_find(reply, "Attributes", &attributes))
        ls_etag_set(response, ls_typed_number(attributes, version));
    return ls_response_message(response, 200, "Item updated successfully");
}

enum ls_status ls_crud_update(struct ls_context *context, const struct ls_request *request,
                              struct ls_response *response)
{
    const struct ls_route *route = request->route;
    bool upserts = (route->flags & LS_ROUTE_UPSERT) != 0;
    struct updating updating = {
        .context = context,
        .request = request,
        .table = route->table,
        .condition = {.table = route->table,
                      .kind = upserts ? LS_CONDITION_NONE : LS_CONDITION_EXISTS},
    };
    struct ls_str reply = {NULL, 0};
    enum ls_status status = ls_bind(context, request, &updating.bindings);

    if (status == LS_OK)
        status = ls_if_match_read(context, request, &updating.condition.match);
    if (status == LS_OK)
        status = build(&updating);
    if (status == LS_OK)
        status = send_update(&updating, &reply);
    return status == LS_OK ? answer(&updating, reply, response) : status;
}
