/*
 * bind.c - fetching the values that a route's bindings name.
 */
#include "bind.h"

#include <string.h>

#include "decimal.h"

/* *text has a NULL ptr when the request lacks it. */
static enum ls_status fetch(struct ls_context *context, const struct ls_request *request,
                            const struct ls_source *source, struct ls_str *text)
{
    const struct ls_event *event = request->event;

    *text = ls_str(NULL, 0);
    switch (source->kind) {
    case LS_SOURCE_PATH:
        *text = ls_request_parameter(request, source->name);
        return LS_OK;
    case LS_SOURCE_QUERY:
        return ls_event_query(event, context->arena, source->name, text, &context->error);
    case LS_SOURCE_HEADER:
        *text = ls_event_header(event, context->arena, source->name);
        return LS_OK;
    case LS_SOURCE_CLAIM:
        *text = ls_event_claim(event, context->arena, source->name);
        return LS_OK;
    case LS_SOURCE_IAM_USER_ARN:
        *text = ls_event_iam(event, context->arena, "userArn");
        return LS_OK;
    case LS_SOURCE_IAM_ACCOUNT_ID:
        *text = ls_event_iam(event, context->arena, "accountId");
        return LS_OK;
    case LS_SOURCE_CONST:
        *text = ls_str_of(source->name);
        return LS_OK;
    default:
        return LS_OK;
    }
}

/* What a client is told depends on who had to give the value. */
enum ls_status ls_bind_refuse(struct ls_context *context, const struct ls_source *source,
                              const char *problem)
{
    const char *name = source->name;
    enum ls_status status;

    if (source->kind == LS_SOURCE_CONST)
        return ls_fail(&context->error, LS_INTERNAL, NULL, "constant key value %s", problem);
    if (source->kind == LS_SOURCE_IAM_USER_ARN)
        name = "userArn";
    else if (source->kind == LS_SOURCE_IAM_ACCOUNT_ID)
        name = "accountId";
    status = ls_event_bad_parameter(&context->error, context->arena, name, problem);
    if (source->kind == LS_SOURCE_PATH)
        status = context->error.status = LS_BAD_KEY;
    return status;
}

/* A path without a fitting key is told so in the status's own words. */
static enum ls_status refuse(struct ls_context *context, const struct ls_attribute *attribute,
                             const struct ls_source *source, const char *problem)
{
    if (source->kind == LS_SOURCE_PATH && (attribute == NULL || attribute->format == LS_FORMAT_ANY))
        return ls_fail(&context->error, LS_BAD_KEY, NULL, "path parameter %s %s", source->name,
                       problem);
    return ls_bind_refuse(context, source, problem);
}

static enum ls_status refuse_absent(struct ls_context *context, const struct ls_source *source)
{
    switch (source->kind) {
    case LS_SOURCE_CLAIM:
        return ls_fail(&context->error, LS_FORBIDDEN, NULL, "claim %s is absent", source->name);
    case LS_SOURCE_IAM_USER_ARN:
    case LS_SOURCE_IAM_ACCOUNT_ID:
        return ls_fail(&context->error, LS_FORBIDDEN, NULL, "the caller is not signed in by IAM");
    default:
        return refuse(context, NULL, source, "is required");
    }
}

enum ls_status ls_bind_source(struct ls_context *context, const struct ls_request *request,
                              const struct ls_attribute *attribute, const struct ls_source *source,
                              bool optional, struct ls_str *value)
{
    const char *problem = NULL;
    struct ls_str text;
    enum ls_status status = fetch(context, request, source, &text);
    bool is_callers = source->kind == LS_SOURCE_CLAIM || source->kind == LS_SOURCE_IAM_USER_ARN ||
                      source->kind == LS_SOURCE_IAM_ACCOUNT_ID;

    *value = ls_str(NULL, 0);
    if (status != LS_OK)
        return status;
    if (source->kind == LS_SOURCE_TYPED) {
        *value = ls_str_of(source->name);
        return LS_OK;
    }
    if (text.ptr == NULL && optional && source->kind == LS_SOURCE_QUERY)
        return LS_OK;
    /* An empty claim identifies nobody. */
    if (text.ptr == NULL || (is_callers && text.len == 0))
        return refuse_absent(context, source);
    if (attribute == NULL) {
        *value = text; /* of the event, whose text is UTF-8 */
        return LS_OK;
    }
    status = ls_bind_text(attribute, attribute->max_len, text, context->arena, value, &problem);
    if (status == LS_BAD_VALUE)
        return refuse(context, attribute, source, problem);
    return status == LS_OK ? LS_OK : ls_fail(&context->error, status, NULL, NULL);
}

static int compare_bytes(struct ls_str a, struct ls_str b)
{
    int order = memcmp(a.ptr, b.ptr, a.len < b.len ? a.len : b.len);

    if (order != 0 || a.len == b.len)
        return order;
    return a.len < b.len ? -1 : 1;
}

/* base64 does not sort like its bytes. Both are key values, so valid and of bounded length. */
static int compare_base64(struct ls_str a, struct ls_str b)
{
    char a_bytes[LS_PARTITION_MAX], b_bytes[LS_PARTITION_MAX];
    size_t a_len = 0, b_len = 0;

    ls_base64_decode(a, a_bytes, &a_len);
    ls_base64_decode(b, b_bytes, &b_len);
    return compare_bytes(ls_str(a_bytes, a_len), ls_str(b_bytes, b_len));
}

int ls_bind_compare(const struct ls_attribute *attribute, struct ls_str a, struct ls_str b)
{
    switch (attribute->type) {
    case LS_TYPE_NUMBER:
        return ls_decimal_compare(a, b);
    case LS_TYPE_BINARY:
        return compare_base64(a, b);
    default:
        return compare_bytes(a, b);
    }
}

/* DynamoDB refuses a BETWEEN whose ends are the wrong way round; the client can be told better. */
static enum ls_status check_order(struct ls_context *context, const struct ls_binding *binding,
                                  const struct ls_bound *row)
{
    if (row->low.ptr == NULL || row->high.ptr == NULL ||
        ls_bind_compare(row->attribute, row->low, row->high) <= 0)
        return LS_OK;
    return ls_bind_refuse(context, &binding->low, "is greater than the other end");
}

/* Is it the attribute of the key, or a part of it? */
static bool is_leaf_of(const struct ls_table *table, const struct ls_attribute *key,
                       const struct ls_attribute *leaf)
{
    if (key->template == NULL)
        return strcmp(key->name, leaf->name) == 0;
    for (size_t i = 0; i < key->template->part_count; i++) {
        if (strcmp(table->attributes[key->template->parts[i]].name, leaf->name) == 0)
            return true;
    }
    return false;
}

static bool is_partition(const struct ls_route *route, const struct ls_attribute *leaf)
{
    const struct ls_table *table = route->table;

    if (route->index == NULL)
        return is_leaf_of(table, &table->attributes[0], leaf);
    for (size_t i = 0; i < route->index->partition_count; i++) {
        if (is_leaf_of(table, route->index->key[i], leaf))
            return true;
    }
    return false;
}

/* The beginning of a time is no time itself: it is taken as it stands. */
static enum ls_status bind_prefix(struct ls_context *context, const struct ls_request *request,
                                  const struct ls_binding *binding, bool optional,
                                  struct ls_str *value)
{
    struct ls_attribute any = *binding->attribute;

    any.format = LS_FORMAT_ANY;
    return ls_bind_source(context, request, &any, &binding->low, optional, value);
}

static enum ls_status bind_row(struct ls_context *context, const struct ls_request *request,
                               const struct ls_binding *binding, struct ls_bound *row)
{
    const struct ls_route *route = request->route;
    bool optional = route->action == LS_ACTION_LIST && !is_partition(route, binding->attribute);
    enum ls_status status = LS_OK;

    *row = (struct ls_bound){.attribute = binding->attribute, .match = binding->match};
    if (binding->low.kind == LS_SOURCE_BODY) {
        row->from_body = true;
        return LS_OK;
    }
    if (binding->match == LS_MATCH_PREFIX)
        return bind_prefix(context, request, binding, optional, &row->low);
    if (binding->low.kind != LS_SOURCE_NONE)
        status = ls_bind_source(context, request, binding->attribute, &binding->low, optional,
                                &row->low);
    if (status == LS_OK && binding->high.kind != LS_SOURCE_NONE)
        status = ls_bind_source(context, request, binding->attribute, &binding->high, optional,
                                &row->high);
    return status == LS_OK ? check_order(context, binding, row) : status;
}

enum ls_status ls_bind(struct ls_context *context, const struct ls_request *request,
                       struct ls_bindings *bindings)
{
    const struct ls_route *route = request->route;

    bindings->count = 0;
    bindings->filter = 0;
    for (size_t i = 0; i < route->binding_count && i < LS_MAX_BINDINGS; i++) {
        enum ls_status status = bind_row(context, request, &route->bindings[i], &bindings->rows[i]);

        if (status != LS_OK)
            return status;
        bindings->count++;
    }
    return LS_OK;
}

const struct ls_bound *ls_bind_row(const struct ls_bindings *bindings,
                                   const struct ls_attribute *attribute)
{
    for (size_t i = 0; i < bindings->count; i++) {
        if (strcmp(bindings->rows[i].attribute->name, attribute->name) == 0)
            return &bindings->rows[i];
    }
    return NULL;
}
