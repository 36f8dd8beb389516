/*
 * query.c - key conditions.
 */
#include "query.h"

#include <string.h>

/* ---- what the key's leaves are bound to ---- */

/* Leaves are bound from the first on: equal, …, equal, range, nothing. */
struct order {
    const struct ls_attribute *open;  /* the first leaf that is not bound; NULL: none yet */
    const struct ls_attribute *range; /* the one that is not equal; NULL: none yet */
};

static enum ls_status check_leaf(struct ls_context *context, const struct ls_attribute *leaf,
                                 const struct ls_bindings *bindings, struct order *order)
{
    const struct ls_bound *row = ls_bind_row(bindings, leaf);

    if (row == NULL || (row->low.ptr == NULL && row->high.ptr == NULL)) {
        if (order->open == NULL)
            order->open = leaf;
        return LS_OK;
    }
    if (order->open != NULL)
        return ls_event_bad_parameter(&context->error, context->arena, order->open->name,
                                      "is required with the values given");
    if (order->range != NULL)
        return ls_fail(&context->error, LS_INTERNAL, NULL, "%s comes after the range of %s",
                       leaf->name, order->range->name);
    if (row->match != LS_MATCH_EQUALS)
        order->range = leaf;
    return LS_OK;
}

static enum ls_status check_leaves(struct ls_context *context, const struct ls_table *table,
                                   const struct ls_attribute *attribute,
                                   const struct ls_bindings *bindings, struct order *order)
{
    const struct ls_template *template = attribute->template;
    enum ls_status status = LS_OK;

    if (template == NULL)
        return check_leaf(context, attribute, bindings, order);
    for (size_t i = 0; status == LS_OK && i < template->part_count; i++)
        status = check_leaf(context, &table->attributes[template->parts[i]], bindings, order);
    return status;
}

/* The conditions up to the first that is none of equality; what comes behind it is not bound. */
static enum ls_status collect(struct ls_context *context, const struct ls_request *request,
                              const struct ls_bindings *bindings, struct ls_query *query)
{
    const struct ls_table *table = request->route->table;
    const struct ls_index *index = request->route->index;
    size_t count =
        index == NULL ? table->key_count : (size_t)index->partition_count + index->sort_count;
    struct order order = {NULL, NULL};
    bool is_open = false;
    enum ls_status status = LS_OK;

    query->count = 0;
    query->exact = NULL;
    for (size_t i = 0; status == LS_OK && i < count && i < LS_QUERY_ROWS; i++) {
        struct ls_query_row *row = &query->rows[query->count];

        row->attribute = index == NULL ? &table->attributes[i] : index->key[i];
        status = check_leaves(context, table, row->attribute, bindings, &order);
        if (status != LS_OK || is_open)
            continue;
        status = ls_key_condition(context, request, row->attribute, bindings, &row->condition);
        query->exact = row->condition.exact;
        is_open = row->condition.match != LS_MATCH_EQUALS || row->condition.low.ptr == NULL;
        if (row->condition.low.ptr != NULL || row->condition.high.ptr != NULL)
            query->count++;
    }
    return status;
}

/* ---- the expression ---- */

struct writer {
    struct ls_buf *work;
    struct ls_placeholders *placeholders;
    const struct ls_query_row *row;
};

static void put_name(const struct writer *writer)
{
    ls_placeholders_name(writer->placeholders, writer->work,
                         ls_str_of(writer->row->attribute->name));
}

static void put_value(const struct writer *writer, struct ls_str value)
{
    ls_placeholders_value(writer->placeholders, writer->work, writer->row->attribute, value);
}

static void put_comparison(const struct writer *writer, const char *operation, struct ls_str value)
{
    put_name(writer);
    ls_buf_text(writer->work, operation);
    put_value(writer, value);
}

static void put_between(const struct writer *writer)
{
    const struct ls_key_condition *condition = &writer->row->condition;

    if (condition->high.ptr == NULL) {
        put_comparison(writer, ">=", condition->low);
    } else if (condition->low.ptr == NULL) {
        put_comparison(writer, "<=", condition->high);
    } else {
        put_comparison(writer, " BETWEEN ", condition->low);
        ls_buf_str(writer->work, LS_STR(" AND "));
        put_value(writer, condition->high);
    }
}

static void put_condition(const struct writer *writer)
{
    const struct ls_key_condition *condition = &writer->row->condition;

    switch (condition->match) {
    case LS_MATCH_EQUALS:
        put_comparison(writer, "=", condition->low);
        break;
    case LS_MATCH_PREFIX:
        ls_buf_str(writer->work, LS_STR("begins_with("));
        put_comparison(writer, ",", condition->low);
        ls_buf_char(writer->work, ')');
        break;
    case LS_MATCH_BETWEEN:
        put_between(writer);
        break;
    case LS_MATCH_AFTER:
        put_comparison(writer, ">", condition->low);
        break;
    case LS_MATCH_BEFORE:
        put_comparison(writer, "<", condition->high);
        break;
    case LS_MATCH_CONTAINS:
    case LS_MATCH_EXISTS:
    case LS_MATCH_ABSENT:
        break; /* of filters alone */
    }
}

enum ls_status ls_query_condition(struct ls_context *context, const struct ls_request *request,
                                  const struct ls_bindings *bindings,
                                  struct ls_placeholders *placeholders, struct ls_query *query)
{
    enum ls_status status = collect(context, request, bindings, query);

    if (status != LS_OK)
        return status;
    ls_buf_str(context->work, LS_STR(",\"KeyConditionExpression\":\""));
    for (size_t i = 0; i < query->count; i++) {
        if (i > 0)
            ls_buf_str(context->work, LS_STR(" AND "));
        put_condition(&(struct writer){context->work, placeholders, &query->rows[i]});
    }
    ls_buf_char(context->work, '"');
    return LS_OK;
}

/* ---- the condition, of a value ---- */

static bool begins_with(const struct ls_attribute *attribute, struct ls_str value,
                        struct ls_str prefix)
{
    char value_bytes[LS_PARTITION_MAX], prefix_bytes[LS_PARTITION_MAX];

    /* base64 does not begin where its bytes do. Both are key values, so valid and bounded. */
    if (attribute->type == LS_TYPE_BINARY) {
        ls_base64_decode(value, value_bytes, &value.len);
        ls_base64_decode(prefix, prefix_bytes, &prefix.len);
        value.ptr = value_bytes;
        prefix.ptr = prefix_bytes;
    }
    return value.len >= prefix.len && memcmp(value.ptr, prefix.ptr, prefix.len) == 0;
}

bool ls_query_holds(const struct ls_query *query, const struct ls_attribute *attribute,
                    struct ls_str value)
{
    const struct ls_key_condition *condition = NULL;
    int low, high;

    for (size_t i = 0; i < query->count; i++) {
        if (strcmp(query->rows[i].attribute->name, attribute->name) == 0)
            condition = &query->rows[i].condition;
    }
    if (condition == NULL)
        return true;
    if (condition->match == LS_MATCH_PREFIX)
        return begins_with(attribute, value, condition->low);
    low = condition->low.ptr == NULL ? 1 : ls_bind_compare(attribute, value, condition->low);
    high = condition->high.ptr == NULL ? -1 : ls_bind_compare(attribute, value, condition->high);
    switch (condition->match) {
    case LS_MATCH_EQUALS:
        return low == 0;
    case LS_MATCH_AFTER:
        return low > 0;
    case LS_MATCH_BEFORE:
        return high < 0;
    default:
        return low >= 0 && high <= 0;
    }
}
