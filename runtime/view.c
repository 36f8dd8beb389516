/*
 * view.c - items as a route shows them: whole ones in one pass, all others member by member.
 */
#include "view.h"

#include <string.h>

#include "decimal.h"
#include "filter.h"
#include "template.h"

#define FIELD_MAX ((size_t)255) /* bytes of a name that a placeholder may stand for */
/* Fields, the keys of an index and of a table, the version and the ttl. */
#define PROJECTION_MAX (LS_MAX_FIELDS + 2 * LS_MAX_KEY_PARTS + 2 + 2)

/* ---- what the view has to look at ---- */

static struct ls_view_name *find_name(const struct ls_view *view, struct ls_str name)
{
    for (size_t i = 0; i < view->name_count; i++) {
        if (ls_str_equal(view->names[i].name, name))
            return &view->names[i];
    }
    return NULL;
}

/* Each name once: version and ttl may be declared as well. list_names made room. */
static struct ls_view_name *add_name(struct ls_view *view, const char *text)
{
    struct ls_str name = ls_str_of(text);
    struct ls_view_name *found = find_name(view, name);

    if (found != NULL)
        return found;
    view->names[view->name_count] = (struct ls_view_name){.name = name};
    return &view->names[view->name_count++];
}

static enum ls_status list_names(struct ls_context *context, struct ls_view *view)
{
    const struct ls_table *table = view->route->table;
    bool is_get = view->route->action == LS_ACTION_GET;
    bool hides_expired = table->hide_expired && !ls_filter_hides_expired(view->route);
    bool has_version = is_get && table->version != NULL;
    bool has_template = false;

    for (size_t i = 0; i < table->attribute_count; i++)
        has_template = has_template || table->attributes[i].template != NULL;
    view->name_count = 0;
    if (!hides_expired && !has_version && !has_template)
        return LS_OK;
    view->names =
        ls_arena_alloc(context->arena, (table->attribute_count + 2U) * sizeof(view->names[0]));
    if (view->names == NULL)
        return ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL);
    /* With a template all that is declared comes first, so that a part is found by its number. */
    for (size_t i = 0; has_template && i < table->attribute_count; i++)
        view->names[view->name_count++] = (struct ls_view_name){
            .name = ls_str_of(table->attributes[i].name),
            .template = table->attributes[i].template,
        };
    if (has_version)
        add_name(view, table->version)->is_version = true;
    if (hides_expired) {
        add_name(view, table->ttl)->is_ttl = true;
        view->now_s = context->clock->now_ms(context->clock->self) / 1000;
    }
    return LS_OK;
}

/* ---- fields ---- */

static bool has_name(const struct ls_str *names, size_t count, struct ls_str name)
{
    for (size_t i = 0; i < count; i++) {
        if (ls_str_equal(names[i], name))
            return true;
    }
    return false;
}

static bool is_shown(const struct ls_view *view, struct ls_str name)
{
    return view->field_count == 0 || has_name(view->fields, view->field_count, name);
}

static enum ls_status refuse_fields(struct ls_context *context, const char *problem)
{
    return ls_event_bad_parameter(&context->error, context->arena, "fields", problem);
}

/* The route's own fields, if there are any, are what the client can choose from. */
static enum ls_status add_field(struct ls_context *context, struct ls_view *view,
                                struct ls_str name)
{
    const struct ls_route *route = view->route;
    bool is_allowed = route->field_count == 0;

    _Static_assert(LS_MAX_FIELDS == 100 && FIELD_MAX == 255, "the messages say how many");
    for (size_t i = 0; i < route->field_count && !is_allowed; i++)
        is_allowed = ls_str_equal_text(name, route->fields[i]);
    if (name.len == 0)
        return refuse_fields(context, "has an empty name");
    if (name.len > FIELD_MAX)
        return refuse_fields(context, "has a name of more than 255 bytes");
    if (!is_allowed)
        return refuse_fields(context, "has a name that is not among those of this route");
    if (has_name(view->fields, view->field_count, name))
        return refuse_fields(context, "has a name twice");
    if (view->field_count == LS_MAX_FIELDS)
        return refuse_fields(context, "has more than 100 names");
    view->fields[view->field_count++] = name;
    return LS_OK;
}

/* Names between commas, decoded already. */
static enum ls_status read_fields(struct ls_context *context, struct ls_view *view,
                                  struct ls_str text)
{
    const char *at = text.ptr, *end = text.ptr + text.len;
    enum ls_status status = LS_OK;

    while (status == LS_OK && at != NULL) {
        const char *comma = memchr(at, ',', (size_t)(end - at));

        status = add_field(context, view, ls_str(at, (size_t)((comma == NULL ? end : comma) - at)));
        at = comma == NULL ? NULL : comma + 1;
    }
    return status;
}

static enum ls_status list_fields(struct ls_context *context, const struct ls_request *request,
                                  struct ls_view *view)
{
    const struct ls_route *route = view->route;
    struct ls_str text = {NULL, 0};
    enum ls_status status = LS_OK;

    view->field_count = 0;
    if ((route->flags & LS_ROUTE_CLIENT_FIELDS) != 0)
        status = ls_event_query(request->event, context->arena, "fields", &text, &context->error);
    if (status != LS_OK)
        return status;
    if (text.ptr != NULL)
        return read_fields(context, view, text);
    for (size_t i = 0; i < route->field_count; i++)
        view->fields[view->field_count++] = ls_str_of(route->fields[i]);
    return LS_OK;
}

enum ls_status ls_view_begin(struct ls_context *context, const struct ls_request *request,
                             struct ls_view *view)
{
    enum ls_status status;

    view->route = request->route;
    status = list_fields(context, request, view);
    return status == LS_OK ? list_names(context, view) : status;
}

/* ---- the projection ---- */

static void add_needed(struct ls_str names[PROJECTION_MAX], size_t *count, const char *text)
{
    struct ls_str name = ls_str_of(text);

    /* DynamoDB refuses a name that stands there twice. */
    if (!has_name(names, *count, name))
        names[(*count)++] = name;
}

void ls_view_project(struct ls_context *context, const struct ls_view *view,
                     struct ls_placeholders *placeholders)
{
    const struct ls_index *index = view->route->index;
    const struct ls_table *table = view->route->table;
    size_t index_keys = index == NULL ? 0 : (size_t)index->partition_count + index->sort_count;
    struct ls_str names[PROJECTION_MAX];
    size_t count = view->field_count;

    if (count == 0)
        return;
    memcpy(names, view->fields, count * sizeof(names[0]));
    for (size_t i = 0; i < table->key_count; i++)
        add_needed(names, &count, table->attributes[i].name);
    for (size_t i = 0; i < index_keys; i++)
        add_needed(names, &count, index->key[i]->name);
    for (size_t i = 0; i < view->name_count; i++) {
        if (view->names[i].is_version || view->names[i].is_ttl)
            add_needed(names, &count, view->names[i].name.ptr);
    }
    for (size_t i = 0; i < count; i++) {
        ls_buf_text(context->work, i == 0 ? ",\"ProjectionExpression\":\"" : ",");
        ls_placeholders_name(placeholders, context->work, names[i]);
    }
    ls_buf_char(context->work, '"');
}

/* ---- an item, member by member ---- */

struct viewer {
    struct ls_context *context;
    const struct ls_view *view;
    struct ls_json *typed;
    enum ls_json_form form;
    struct ls_buf *json;
    struct ls_seen *seen;
    struct ls_str *values; /* by view->names: typed, as far as the item has them */
    char before;           /* what stands before the next member */
};

static enum ls_status bad_item(struct ls_context *context)
{
    return ls_fail(&context->error, LS_BAD_REPLY, NULL, "an item is no object of attribute values");
}

static void begin_member(struct viewer *viewer)
{
    ls_buf_char(viewer->json, viewer->before);
    viewer->before = ',';
}

/* A name as it was read, from between its quotes. */
static void put_raw_name(struct viewer *viewer, struct ls_str raw)
{
    struct ls_str quote = viewer->form == LS_JSON_PLAIN ? LS_STR("\"") : LS_STR("\\\"");

    begin_member(viewer);
    ls_buf_str(viewer->json, quote);
    ls_json_write_raw(viewer->json, viewer->form, raw);
    ls_buf_str(viewer->json, quote);
    ls_buf_char(viewer->json, ':');
}

static bool has_expired(const struct ls_view *view, struct ls_str ttl)
{
    return ttl.ptr != NULL && ls_decimal_compare_whole(ttl, view->now_s) <= 0;
}

/* The member whose name was read: shown or passed over, and looked at where it means something. */
static enum ls_status view_member(struct viewer *viewer, struct ls_str raw, struct ls_str name)
{
    const struct ls_view *view = viewer->view;
    const struct ls_view_name *known = find_name(view, name);
    const char *start = viewer->typed->at;
    enum ls_status status = LS_OK;
    struct ls_str value;

    if ((known == NULL || known->template == NULL) && is_shown(view, name)) {
        put_raw_name(viewer, raw);
        status = ls_item_value_to_json(viewer->typed, viewer->form, viewer->json,
                                       &viewer->context->error);
        value = ls_str(start, (size_t)(viewer->typed->at - start));
    } else if (!ls_json_skip(viewer->typed, &value)) {
        status = bad_item(viewer->context);
    }
    if (status != LS_OK || known == NULL)
        return status;
    viewer->values[known - view->names] = value;
    if (known->is_version)
        viewer->seen->version = ls_number_of(value);
    if (known->is_ttl)
        viewer->seen->expired = has_expired(view, ls_number_of(value));
    return LS_OK;
}

static enum ls_status view_members(struct viewer *viewer)
{
    struct ls_str raw, name;
    bool first, escaped;
    int next;

    if (ls_json_peek(viewer->typed) != LS_JSON_OBJECT || !ls_json_enter(viewer->typed, &first))
        return bad_item(viewer->context);
    while ((next = ls_json_next_member(viewer->typed, &first, &raw, &escaped)) > 0) {
        enum ls_status status;

        name = ls_json_decode(raw, escaped, viewer->context->arena);
        if (name.ptr == NULL)
            return ls_fail(&viewer->context->error, LS_NO_MEMORY, NULL, NULL);
        status = view_member(viewer, raw, name);
        if (status != LS_OK)
            return status;
    }
    return next == 0 ? LS_OK : bad_item(viewer->context);
}

/* ---- parts that the item does not hold ---- */

/* The parts of one derived attribute, as far as they are wanted and not there. */
static enum ls_status restore_parts(struct viewer *viewer, const struct ls_template *template,
                                    struct ls_str typed)
{
    struct ls_str parts[LS_MAX_PARTS], text;
    bool is_parsed = false;

    for (size_t i = 0; i < template->part_count; i++) {
        struct ls_str name = viewer->view->names[template->parts[i]].name;
        struct ls_str *value = &viewer->values[template->parts[i]];

        if (value->ptr != NULL || !is_shown(viewer->view, name))
            continue;
        if (!is_parsed) {
            if (!ls_json_find(typed, "S", &text))
                return LS_OK;
            text = ls_json_string(viewer->context, text);
            if (text.ptr == NULL)
                return ls_fail(&viewer->context->error, LS_NO_MEMORY, NULL, NULL);
            /* Somebody else's item may be of another form: it has no parts then. */
            is_parsed = ls_template_parse(template, text, parts);
            if (!is_parsed)
                return LS_OK;
        }
        *value = parts[i]; /* another template may have the same part */
        begin_member(viewer);
        ls_json_write_string(viewer->json, viewer->form, name);
        ls_buf_char(viewer->json, ':');
        ls_json_write_string(viewer->json, viewer->form, parts[i]);
    }
    return LS_OK;
}

static enum ls_status restore(struct viewer *viewer)
{
    const struct ls_view *view = viewer->view;
    enum ls_status status = LS_OK;

    for (size_t i = 0; i < view->name_count && status == LS_OK; i++) {
        if (view->names[i].template != NULL && viewer->values[i].ptr != NULL)
            status = restore_parts(viewer, view->names[i].template, viewer->values[i]);
    }
    return status;
}

static enum ls_status view_object(struct ls_context *context, const struct ls_view *view,
                                  struct ls_json *typed, enum ls_json_form form,
                                  struct ls_buf *json, struct ls_seen *seen)
{
    struct ls_str values[UINT8_MAX + 2];
    struct viewer viewer = {
        .context = context,
        .view = view,
        .typed = typed,
        .form = form,
        .json = json,
        .seen = seen,
        .values = values,
        .before = '{',
    };
    enum ls_status status;

    memset(values, 0, view->name_count * sizeof(values[0]));
    status = view_members(&viewer);
    if (status == LS_OK)
        status = restore(&viewer);
    ls_buf_text(json, viewer.before == '{' ? "{}" : "}");
    if (status == LS_OK && json->failed)
        status = ls_fail(&context->error, ls_buf_status(json), NULL, "no room for the item's JSON");
    return status;
}

enum ls_status ls_view_item(struct ls_context *context, const struct ls_view *view,
                            struct ls_json *typed, enum ls_json_form form, struct ls_buf *json,
                            struct ls_seen *seen)
{
    size_t before = json->len;
    enum ls_status status;

    *seen = (struct ls_seen){.expired = false};
    if (view->field_count == 0 && view->name_count == 0)
        return ls_item_to_json(typed, form, json, &context->error);
    status = view_object(context, view, typed, form, json, seen);
    if (status != LS_OK || seen->expired)
        json->len = before;
    return status;
}
