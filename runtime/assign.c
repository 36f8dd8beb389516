/*
 * assign.c - what the server sets.
 */
#include "assign.h"

enum ls_status ls_assign_read(struct ls_context *context, const struct ls_request *request,
                              struct ls_str values[LS_MAX_FILTERS])
{
    const struct ls_route *route = request->route;
    enum ls_status status = LS_OK;

    for (size_t i = 0; status == LS_OK && i < route->set_count; i++)
        status = ls_bind_source(context, request, route->set[i].attribute, &route->set[i].source,
                                false, &values[i]);
    return status;
}

void ls_assign_write(const struct ls_assignment *assignment, struct ls_str value,
                     struct ls_buf *out)
{
    if (assignment->attribute != NULL) {
        ls_bind_write_typed(out, assignment->attribute, value);
    } else if (assignment->source.kind == LS_SOURCE_TYPED) {
        ls_buf_str(out, value);
    } else {
        ls_buf_str(out, LS_STR("{\"S\":"));
        ls_json_write_string(out, LS_JSON_PLAIN, value);
        ls_buf_char(out, '}');
    }
}

/* Of a constant: {"S":"…"}, {"N":"…"}, {"BOOL":…} or {"NULL":true}. */
static size_t typed_size(struct ls_str typed)
{
    struct ls_str text, raw;
    struct ls_json json;
    bool escaped, is_string = ls_json_find(typed, "S", &text);

    if (!is_string && !ls_json_find(typed, "N", &text))
        return 1;
    json = ls_json_of(text);
    if (!ls_json_read_string(&json, &raw, &escaped))
        return typed.len;
    return is_string ? ls_json_unescaped_length(raw) : (raw.len + 1) / 2 + 1;
}

size_t ls_assign_size(const struct ls_assignment *assignment, struct ls_str value)
{
    size_t name_len = strlen(assignment->name);

    if (assignment->attribute != NULL)
        return ls_bind_size(assignment->attribute, value);
    return name_len + (assignment->source.kind == LS_SOURCE_TYPED ? typed_size(value) : value.len);
}

static bool is(struct ls_str name, const char *attribute)
{
    return attribute != NULL && ls_str_equal_text(name, attribute);
}

bool ls_assign_is_managed(const struct ls_route *route, struct ls_str name)
{
    const struct ls_table *table = route->table;

    if (is(name, table->created) || is(name, table->updated) || is(name, table->version) ||
        (table->ttl_after_days > 0 && is(name, table->ttl)))
        return true;
    for (size_t i = 0; i < route->set_count; i++) {
        if (is(name, route->set[i].name))
            return true;
    }
    for (size_t i = 0; i < route->add_count; i++) {
        if (is(name, route->add[i].name))
            return true;
    }
    return false;
}
