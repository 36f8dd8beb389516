/*
 * creation.c - puts an item together.
 */
#include "creation.h"

#include <string.h>

#include "assign.h"
#include "derived.h"
#include "generate.h"
#include "members.h"

#define DAY_S 86400

static struct ls_str *value_of(const struct ls_creation *creation,
                               const struct ls_attribute *attribute)
{
    return &creation->values[attribute - creation->table->attributes];
}

struct ls_str ls_creation_value(const struct ls_creation *creation, const struct ls_leaf *leaf)
{
    return *value_of(creation, leaf->attribute);
}

struct ls_str ls_creation_item(const struct ls_creation *creation)
{
    return ls_str(creation->context->work->ptr + creation->item_at, creation->item_len);
}

/* ---- what the route binds ---- */

static void bind_leaf(struct ls_creation *creation, const struct ls_bindings *bindings,
                      struct ls_leaf *leaf)
{
    const struct ls_bound *row = ls_bind_row(bindings, leaf->attribute);

    if (row == NULL)
        leaf->body_name = leaf->attribute->name;
    else if (row->from_body)
        leaf->body_name = creation->request->route->bindings[row - bindings->rows].low.name;
    else
        *value_of(creation, leaf->attribute) = row->low;
}

enum ls_status ls_creation_begin(struct ls_creation *creation, struct ls_context *context,
                                 const struct ls_request *request,
                                 const struct ls_bindings *bindings)
{
    const struct ls_table *table = request->route->table;
    size_t size = table->attribute_count * sizeof(struct ls_str);
    uint8_t leaves[LS_MAX_BINDINGS];

    *creation = (struct ls_creation){
        .context = context,
        .request = request,
        .table = table,
        .leaf_count = ls_key_leaves(table, leaves),
        .values = ls_arena_alloc(context->arena, size),
        .now_ms = context->clock->now_ms(context->clock->self),
    };
    if (creation->values == NULL)
        return ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL);
    memset(creation->values, 0, size);
    for (size_t i = 0; i < creation->leaf_count; i++) {
        creation->leaves[i].attribute = &table->attributes[leaves[i]];
        bind_leaf(creation, bindings, &creation->leaves[i]);
    }
    return LS_OK;
}

/* ---- the body ---- */

/* Each attribute is followed by a comma, which the last one loses. */
static void begin_attribute(struct ls_creation *creation, struct ls_str name)
{
    ls_json_write_string(creation->context->work, LS_JSON_PLAIN, name);
    ls_buf_char(creation->context->work, ':');
}

static enum ls_status take_leaf(struct ls_creation *creation, struct ls_members *members,
                                const struct ls_leaf *leaf)
{
    struct ls_str *known = value_of(creation, leaf->attribute), value;
    enum ls_status status =
        ls_members_key(members, leaf->attribute, leaf->attribute->max_len, &value);

    if (status != LS_OK)
        return status;
    if (known->ptr != NULL && !ls_str_equal(*known, value))
        return ls_event_bad_parameter(&creation->context->error, creation->context->arena,
                                      leaf->attribute->name, "has another value in the body");
    *known = value;
    return LS_OK;
}

/* An attribute of another name that gives a leaf its value is stored as well. */
static enum ls_status take_leaves(struct ls_creation *creation, struct ls_members *members,
                                  bool *is_leaf)
{
    const struct ls_json value = members->json;
    enum ls_status status = LS_OK;

    *is_leaf = false;
    for (size_t i = 0; status == LS_OK && i < creation->leaf_count; i++) {
        struct ls_leaf *leaf = &creation->leaves[i];
        bool is_this = members->attribute == leaf->attribute;
        bool is_source =
            leaf->body_name != NULL && ls_str_equal_text(members->name, leaf->body_name);

        if (!is_this && !is_source)
            continue;
        leaf->given = leaf->given || is_source;
        members->json = value;
        status = take_leaf(creation, members, leaf);
        *is_leaf = *is_leaf || is_this;
    }
    if (status == LS_OK && !*is_leaf)
        members->json = value;
    return status;
}

static enum ls_status take_member(void *self, struct ls_members *members)
{
    struct ls_creation *creation = self;
    const struct ls_attribute *attribute = members->attribute;
    bool is_leaf;
    enum ls_status status = take_leaves(creation, members, &is_leaf);

    if (status != LS_OK || is_leaf)
        return status;
    if (attribute != NULL && attribute->template != NULL)
        return ls_derived_refuse(creation->context, creation->table, attribute);
    if (ls_assign_is_managed(creation->request->route, members->name))
        return ls_members_skip(members);
    begin_attribute(creation, members->name);
    status = ls_members_write(members, creation->context->work);
    ls_buf_char(creation->context->work, ',');
    if (attribute != NULL)
        *value_of(creation, attribute) = members->value;
    return status;
}

static enum ls_status take_body(struct ls_creation *creation)
{
    struct ls_members members;
    enum ls_status status = ls_members_each(&members, creation->context, creation->table,
                                            creation->request->event->body, take_member, creation);

    if (status == LS_OK)
        creation->size += members.size;
    return status;
}

/* ---- what the server adds ---- */

static enum ls_status add_set(struct ls_creation *creation)
{
    const struct ls_route *route = creation->request->route;
    struct ls_buf *work = creation->context->work;
    struct ls_str values[LS_MAX_FILTERS];
    enum ls_status status = ls_assign_read(creation->context, creation->request, values);

    for (size_t i = 0; status == LS_OK && i < route->set_count; i++) {
        const struct ls_assignment *assignment = &route->set[i];

        begin_attribute(creation, ls_str_of(assignment->name));
        ls_assign_write(assignment, values[i], work);
        ls_buf_char(work, ',');
        creation->size += ls_assign_size(assignment, values[i]);
        if (assignment->attribute != NULL)
            *value_of(creation, assignment->attribute) = values[i];
    }
    return status;
}

static void add_time(struct ls_creation *creation, const char *name, const char *time)
{
    struct ls_buf *work = creation->context->work;

    if (name == NULL)
        return;
    begin_attribute(creation, ls_str_of(name));
    ls_buf_str(work, LS_STR("{\"S\":\""));
    ls_buf_text(work, time);
    ls_buf_str(work, LS_STR("\"},"));
    creation->size += strlen(name) + LS_RFC3339_LEN;
}

static void add_number(struct ls_creation *creation, const char *name, int64_t number)
{
    struct ls_buf *work = creation->context->work;
    size_t before;

    begin_attribute(creation, ls_str_of(name));
    ls_buf_str(work, LS_STR("{\"N\":\""));
    before = work->len;
    ls_buf_int(work, number);
    creation->size += strlen(name) + (work->len - before + 1) / 2 + 1;
    ls_buf_str(work, LS_STR("\"},"));
}

static void add_managed(struct ls_creation *creation)
{
    const struct ls_table *table = creation->table;
    char time[LS_RFC3339_LEN + 1];

    ls_format_rfc3339(creation->now_ms, time);
    add_time(creation, table->created, time);
    add_time(creation, table->updated, time);
    if (table->version != NULL)
        add_number(creation, table->version, 1);
    if (table->ttl_after_days > 0)
        add_number(creation, table->ttl,
                   creation->now_ms / 1000 + (int64_t)table->ttl_after_days * DAY_S);
}

/* What the body has under the leaf's own name agrees with the route's choice, or is refused. */
static enum ls_status require_leaves(struct ls_creation *creation)
{
    struct ls_context *context = creation->context;

    for (size_t i = 0; i < creation->leaf_count; i++) {
        struct ls_leaf *leaf = &creation->leaves[i];
        bool has_value = ls_creation_value(creation, leaf).ptr != NULL;

        if (leaf->body_name == NULL || leaf->given)
            continue;
        leaf->generated = !has_value;
        if (has_value || leaf->attribute->generate == LS_GENERATE_NONE)
            return ls_event_bad_parameter(&context->error, context->arena, leaf->body_name,
                                          "is required");
        creation->generates = true;
    }
    return LS_OK;
}

enum ls_status ls_creation_write(struct ls_creation *creation)
{
    struct ls_buf *work = creation->context->work;
    enum ls_status status;

    ls_buf_str(work, LS_STR(",\"Item\":"));
    creation->item_at = work->len;
    ls_buf_char(work, '{');
    status = take_body(creation);
    if (status == LS_OK)
        status = add_set(creation);
    if (status != LS_OK)
        return status;
    add_managed(creation);
    creation->end_at = work->len;
    return require_leaves(creation);
}

/* ---- the end of the item ---- */

static enum ls_status generate(struct ls_creation *creation)
{
    struct ls_context *context = creation->context;
    enum ls_status status = LS_OK;

    for (size_t i = 0; status == LS_OK && i < creation->leaf_count; i++) {
        struct ls_leaf *leaf = &creation->leaves[i];

        if (leaf->generated)
            status = ls_generate(leaf->attribute, creation->now_ms, context->arena,
                                 value_of(creation, leaf->attribute), &context->error);
    }
    return status;
}

/* The time of a further attempt: later than the one before, so that what is made of it differs. */
static void move_on(struct ls_creation *creation)
{
    const struct ls_clock *clock = creation->context->clock;
    int64_t now_ms = clock->now_ms(clock->self);

    creation->now_ms = now_ms > creation->now_ms ? now_ms : creation->now_ms + 1;
}

static void add_declared(struct ls_creation *creation, const struct ls_attribute *attribute,
                         struct ls_str value, size_t *size)
{
    begin_attribute(creation, ls_str_of(attribute->name));
    ls_bind_write_typed(creation->context->work, attribute, value);
    ls_buf_char(creation->context->work, ',');
    *size += ls_bind_size(attribute, value);
}

static enum ls_status add_derived(struct ls_creation *creation, size_t *size)
{
    const struct ls_table *table = creation->table;
    struct ls_str value;
    enum ls_status status = LS_OK;

    for (size_t i = 0; status == LS_OK && i < table->attribute_count; i++) {
        const struct ls_attribute *attribute = &table->attributes[i];

        if (attribute->template == NULL)
            continue;
        status = ls_derived_value(creation->context, table, attribute, creation->values, &value);
        if (status == LS_OK && value.ptr != NULL)
            add_declared(creation, attribute, value, size);
    }
    return status;
}

enum ls_status ls_creation_finish(struct ls_creation *creation)
{
    struct ls_buf *work = creation->context->work;
    size_t size = creation->size;
    enum ls_status status;

    if (creation->item_len > 0)
        move_on(creation);
    if (!work->failed)
        work->len = creation->end_at;
    status = generate(creation);
    if (status != LS_OK)
        return status;
    for (size_t i = 0; i < creation->leaf_count; i++)
        add_declared(creation, creation->leaves[i].attribute,
                     ls_creation_value(creation, &creation->leaves[i]), &size);
    status = add_derived(creation, &size);
    if (status != LS_OK)
        return status;
    if (size > LS_ITEM_MAX_SIZE)
        return ls_fail(&creation->context->error, LS_TOO_LARGE, NULL, "item of %zu bytes", size);
    if (!work->failed)
        work->ptr[work->len - 1] = '}'; /* in place of the last comma */
    creation->item_len = work->len - creation->item_at;
    return LS_OK;
}
