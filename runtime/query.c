/*
 * query.c - key conditions: names and values stand behind placeholders, numbered in key order.
 */
#include "query.h"

#define PARTS_MAX (2 * LS_MAX_KEY_PARTS)

/* The rows that take part, in the order of the key. */
struct condition {
    const struct ls_bound *rows[PARTS_MAX];
    size_t count;
};

static bool is_bound(const struct ls_bound *row)
{
    return row != NULL && (row->low.ptr != NULL || row->high.ptr != NULL);
}

static enum ls_status collect(struct ls_context *context, const struct ls_route *route,
                              const struct ls_bindings *bindings, struct condition *condition)
{
    const struct ls_index *index = route->index;
    size_t count = index == NULL ? route->table->key_count
                                 : (size_t)index->partition_count + index->sort_count;
    const struct ls_attribute *gap = NULL;

    condition->count = 0;
    for (size_t i = 0; i < count && i < PARTS_MAX; i++) {
        const struct ls_attribute *attribute =
            index == NULL ? &route->table->key[i] : index->key[i];
        const struct ls_bound *row = ls_bind_row(bindings, attribute);

        if (!is_bound(row)) {
            if (gap == NULL)
                gap = attribute;
        } else if (gap != NULL) {
            return ls_event_bad_parameter(&context->error, context->arena, gap->name,
                                          "is required with the values given");
        } else {
            condition->rows[condition->count++] = row;
        }
    }
    return LS_OK;
}

/* #k1, :k1 (the low end, or the only one) or :h1. */
static void add_placeholder(struct ls_buf *work, const char *sign_and_letter, size_t number)
{
    ls_buf_text(work, sign_and_letter);
    ls_buf_int(work, (int64_t)number);
}

/* "#k1 OPERATOR :k1" */
static void add_comparison(struct ls_buf *work, size_t number, const char *comparison,
                           const char *value)
{
    add_placeholder(work, "#k", number);
    ls_buf_text(work, comparison);
    add_placeholder(work, value, number);
}

static void add_between(struct ls_buf *work, size_t number, const struct ls_bound *row)
{
    if (row->high.ptr == NULL) {
        add_comparison(work, number, ">=", ":k");
    } else if (row->low.ptr == NULL) {
        add_comparison(work, number, "<=", ":h");
    } else {
        add_comparison(work, number, " BETWEEN ", ":k");
        add_placeholder(work, " AND :h", number);
    }
}

static void add_row(struct ls_buf *work, size_t number, const struct ls_bound *row)
{
    switch (row->match) {
    case LS_MATCH_EQUALS:
        add_comparison(work, number, "=", ":k");
        break;
    case LS_MATCH_PREFIX:
        add_placeholder(work, "begins_with(#k", number);
        add_placeholder(work, ",:k", number);
        ls_buf_char(work, ')');
        break;
    case LS_MATCH_BETWEEN:
        add_between(work, number, row);
        break;
    case LS_MATCH_AFTER:
        add_comparison(work, number, ">", ":k");
        break;
    case LS_MATCH_BEFORE:
        add_comparison(work, number, "<", ":h");
        break;
    }
}

static void add_expression(struct ls_buf *work, const struct condition *condition)
{
    ls_buf_str(work, LS_STR(",\"KeyConditionExpression\":\""));
    for (size_t i = 0; i < condition->count; i++) {
        if (i > 0)
            ls_buf_str(work, LS_STR(" AND "));
        add_row(work, i, condition->rows[i]);
    }
    ls_buf_char(work, '"');
}

static void add_names(struct ls_buf *work, const struct condition *condition)
{
    ls_buf_str(work, LS_STR(",\"ExpressionAttributeNames\":"));
    for (size_t i = 0; i < condition->count; i++) {
        ls_buf_char(work, i == 0 ? '{' : ',');
        add_placeholder(work, "\"#k", i);
        ls_buf_str(work, LS_STR("\":"));
        ls_json_write_string(work, LS_JSON_PLAIN, ls_str_of(condition->rows[i]->attribute->name));
    }
    ls_buf_char(work, '}');
}

static void add_value(struct ls_buf *work, const char **before, const char *placeholder,
                      size_t number, const struct ls_bound *row, struct ls_str value)
{
    if (value.ptr == NULL)
        return;
    ls_buf_text(work, *before);
    add_placeholder(work, placeholder, number);
    ls_buf_str(work, LS_STR("\":"));
    ls_bind_write_typed(work, row->attribute, value);
    *before = ",\"";
}

static void add_values(struct ls_buf *work, const struct condition *condition)
{
    const char *before = "{\"";

    ls_buf_str(work, LS_STR(",\"ExpressionAttributeValues\":"));
    for (size_t i = 0; i < condition->count; i++) {
        const struct ls_bound *row = condition->rows[i];

        add_value(work, &before, ":k", i, row, row->low);
        add_value(work, &before, ":h", i, row, row->high);
    }
    ls_buf_char(work, '}');
}

enum ls_status ls_query_condition(struct ls_context *context, const struct ls_route *route,
                                  const struct ls_bindings *bindings)
{
    struct condition condition;
    enum ls_status status = collect(context, route, bindings, &condition);

    if (status != LS_OK)
        return status;
    add_expression(context->work, &condition);
    add_names(context->work, &condition);
    add_values(context->work, &condition);
    return LS_OK;
}
