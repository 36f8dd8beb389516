/*
 * members.c - a JSON object's top-level members on their way into an item.
 */
#include "members.h"

static enum ls_status bad_json(const struct ls_members *members)
{
    return ls_fail(&members->context->error, LS_BAD_JSON, NULL, "not JSON at byte %zu",
                   (size_t)(members->json.at - members->start));
}

static enum ls_status begin(struct ls_members *members, struct ls_context *context,
                            const struct ls_table *table, struct ls_str object)
{
    struct ls_str skipped;

    if (object.len == 0)
        return ls_fail(&context->error, LS_BAD_JSON, NULL, "no body");
    *members = (struct ls_members){
        .context = context,
        .table = table,
        .start = object.ptr,
        .json = ls_json_of(object),
    };
    if (ls_json_peek(&members->json) != LS_JSON_OBJECT) {
        if (!ls_json_skip(&members->json, &skipped) || !ls_json_at_end(&members->json))
            return bad_json(members);
        return ls_fail(&context->error, LS_NOT_AN_OBJECT, NULL, NULL);
    }
    (void)ls_json_enter(&members->json, &members->first);
    return LS_OK;
}

static enum ls_status check_name(struct ls_members *members, struct ls_str raw, bool escaped)
{
    struct ls_context *context = members->context;
    int added;

    members->name = ls_json_decode(raw, escaped, context->arena);
    if (members->name.ptr == NULL)
        return ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL);
    if (members->name.len == 0 || members->name.len > LS_ITEM_MAX_NAME)
        return ls_fail(&context->error, LS_BAD_VALUE,
                       "An attribute's name must have 1 to 65535 bytes", "name of %zu bytes",
                       members->name.len);
    added = ls_name_set_add(&members->names, context->arena, members->name);
    if (added < 0)
        return ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL);
    if (added == 0)
        return ls_fail(&context->error, LS_BAD_VALUE, "An object has the same key twice",
                       "duplicate key at byte %zu", (size_t)(raw.ptr - members->start));
    return LS_OK;
}

/* Moves to the next member; *more is false after the last one. */
static enum ls_status advance(struct ls_members *members, bool *more)
{
    struct ls_str raw;
    bool escaped;
    int next = ls_json_next_member(&members->json, &members->first, &raw, &escaped);
    enum ls_status status;

    *more = next > 0;
    if (next > 0) {
        status = check_name(members, raw, escaped);
        if (status == LS_OK)
            members->attribute = ls_bind_declared(members->table, members->name, &members->max_len);
        return status;
    }
    return next == 0 && ls_json_at_end(&members->json) ? LS_OK : bad_json(members);
}

enum ls_status ls_members_key(struct ls_members *members, const struct ls_attribute *attribute,
                              size_t max_len, struct ls_str *value)
{
    struct ls_context *context = members->context;
    const char *problem;
    enum ls_status status =
        ls_bind_json(attribute, max_len, &members->json, context->arena, value, &problem);

    switch (status) {
    case LS_OK:
        return LS_OK;
    case LS_BAD_JSON:
        return bad_json(members);
    case LS_BAD_VALUE:
        return ls_event_bad_parameter(&context->error, context->arena, attribute->name, problem);
    default:
        return ls_fail(&context->error, status, NULL, NULL);
    }
}

enum ls_status ls_members_write(struct ls_members *members, struct ls_buf *out)
{
    struct ls_context *context = members->context;
    const struct ls_attribute *attribute = members->attribute;
    enum ls_status status;

    if (attribute == NULL) {
        members->size += members->name.len;
        return ls_item_value_to_typed(&members->json, 1, context->arena, out, &members->size,
                                      &context->error);
    }
    status = ls_members_key(members, attribute, members->max_len, &members->value);
    if (status != LS_OK)
        return status;
    ls_bind_write_typed(out, attribute, members->value);
    members->size += ls_bind_size(attribute, members->value);
    if (members->size > LS_ITEM_MAX_SIZE)
        return ls_fail(&context->error, LS_TOO_LARGE, NULL, "attributes of %zu bytes",
                       members->size);
    return LS_OK;
}

enum ls_status ls_members_skip(struct ls_members *members)
{
    struct ls_str skipped;

    return ls_json_skip(&members->json, &skipped) ? LS_OK : bad_json(members);
}

enum ls_status ls_members_each(struct ls_members *members, struct ls_context *context,
                               const struct ls_table *table, struct ls_str object,
                               ls_member_taker *take, void *self)
{
    bool more = true;
    enum ls_status status = begin(members, context, table, object);

    while (status == LS_OK) {
        status = advance(members, &more);
        if (status != LS_OK || !more)
            break;
        status = take(self, members);
    }
    return status;
}
