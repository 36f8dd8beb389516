/*
 * update.c - an UpdateExpression with its names and values.
 */
#include "update.h"

#include <string.h>

/*
 * DynamoDB: at most 300 operators and functions, and 4 KB, in one expression. REMOVE and ADD have
 * none; each of their terms counts as one here, which bounds the expression's length as well.
 */
#define OPERATORS_MAX  300u
#define EXPRESSION_MAX 4096

#define SET_CREATED "#created=if_not_exists(#created,:now)"
#define SET_UPDATED "#updated=:now"
#define SET_TTL     "#ttl=if_not_exists(#ttl,:ttl)"
#define SET_VERSION "#v=if_not_exists(#v,:zero)+:one"

#define DAY_S 86400

static bool sets_created(const struct ls_update *update)
{
    return update->upserts && update->route->table->created != NULL;
}

static bool sets_updated(const struct ls_update *update)
{
    return update->route->table->updated != NULL;
}

static bool sets_ttl(const struct ls_update *update)
{
    return update->upserts && update->route->table->ttl_after_days > 0;
}

static bool sets_version(const struct ls_update *update)
{
    return update->route->table->version != NULL;
}

/* An assignment is an operator, and so is a plus; if_not_exists is a function. */
static size_t fixed_operators(const struct ls_update *update)
{
    return (sets_created(update) ? 2u : 0) + (sets_updated(update) ? 1u : 0) +
           (sets_ttl(update) ? 2u : 0) + (sets_version(update) ? 3u : 0) + update->route->add_count;
}

enum ls_status ls_update_begin(struct ls_update *update, struct ls_context *context,
                               const struct ls_route *route)
{
    size_t size = OPERATORS_MAX * sizeof(struct ls_str);

    *update = (struct ls_update){
        .context = context,
        .route = route,
        .upserts = (route->flags & LS_ROUTE_UPSERT) != 0,
        .set = ls_arena_alloc(context->arena, size),
        .removed = ls_arena_alloc(context->arena, size),
        .before_value = LS_STR(",\"ExpressionAttributeValues\":{"),
    };
    if (update->set == NULL || update->removed == NULL)
        return ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL);
    update->operators = fixed_operators(update);
    return LS_OK;
}

static enum ls_status count_one(struct ls_update *update)
{
    if (update->operators == OPERATORS_MAX)
        return ls_fail(&update->context->error, LS_TOO_WIDE, NULL, "more than %u operators",
                       OPERATORS_MAX);
    update->operators++;
    return LS_OK;
}

enum ls_status ls_update_set(struct ls_update *update, struct ls_str name)
{
    struct ls_buf *work = update->context->work;
    enum ls_status status = count_one(update);

    if (status != LS_OK)
        return status;
    ls_buf_str(work, update->before_value);
    update->before_value = LS_STR(",");
    ls_buf_str(work, LS_STR("\":"));
    ls_buf_int(work, (int64_t)update->set_count);
    ls_buf_str(work, LS_STR("\":"));
    update->set[update->set_count++] = name;
    return LS_OK;
}

enum ls_status ls_update_remove(struct ls_update *update, struct ls_str name)
{
    enum ls_status status = count_one(update);

    if (status == LS_OK)
        update->removed[update->removed_count++] = name;
    return status;
}

/* ---- the values that are left ---- */

/* ":a0" and so on, for placeholders without a number of their own. */
static void write_numbered(struct ls_buf *out, const char *placeholder, size_t number)
{
    ls_buf_text(out, placeholder);
    ls_buf_int(out, (int64_t)number);
}

static void write_values(struct ls_update *update, const struct ls_condition *condition,
                         int64_t now_ms)
{
    const struct ls_route *route = update->route;
    struct ls_str *before = &update->before_value;
    struct ls_buf *work = update->context->work;
    char now[LS_RFC3339_LEN + 1];

    if (sets_created(update) || sets_updated(update)) {
        ls_format_rfc3339(now_ms, now);
        ls_buf_str(work, *before);
        ls_buf_text(work, "\":now\":{\"S\":\"");
        ls_buf_text(work, now);
        ls_buf_text(work, "\"}");
        *before = LS_STR(",");
    }
    if (sets_ttl(update))
        ls_condition_number(before, work, ":ttl",
                            now_ms / 1000 + (int64_t)route->table->ttl_after_days * DAY_S);
    if (sets_version(update)) {
        ls_condition_number(before, work, ":zero", 0);
        ls_condition_number(before, work, ":one", 1);
    }
    for (size_t i = 0; i < route->add_count; i++) {
        ls_buf_str(work, *before);
        write_numbered(work, "\":a", i);
        ls_buf_text(work, "\":{\"N\":\"");
        ls_buf_text(work, route->add[i].number);
        ls_buf_text(work, "\"}");
        *before = LS_STR(",");
    }
    ls_condition_values(condition, before, work);
    if (before->len == 1)
        ls_buf_char(work, '}');
}

/* ---- the expression ---- */

static void write_term(struct ls_str *before, struct ls_buf *out, const char *term)
{
    ls_buf_str(out, *before);
    ls_buf_text(out, term);
    *before = LS_STR(",");
}

static void write_set(const struct ls_update *update, struct ls_buf *out)
{
    struct ls_str before = LS_STR("SET ");

    for (size_t i = 0; i < update->set_count; i++) {
        write_term(&before, out, "#");
        ls_buf_int(out, (int64_t)i);
        write_numbered(out, "=:", i);
    }
    if (sets_created(update))
        write_term(&before, out, SET_CREATED);
    if (sets_updated(update))
        write_term(&before, out, SET_UPDATED);
    if (sets_ttl(update))
        write_term(&before, out, SET_TTL);
    if (sets_version(update))
        write_term(&before, out, SET_VERSION);
}

static void write_expression(const struct ls_update *update)
{
    struct ls_buf *out = update->context->work;
    size_t start;

    _Static_assert(
        sizeof("SET " SET_CREATED "," SET_UPDATED "," SET_TTL "," SET_VERSION " REMOVE  ADD ") +
                OPERATORS_MAX * sizeof("#a00 :a00,") <=
            EXPRESSION_MAX,
        "as many terms as are allowed fit in 4 KB");
    if (update->operators == 0)
        return;
    ls_buf_text(out, ",\"UpdateExpression\":\"");
    start = out->len;
    write_set(update, out);
    for (size_t i = 0; i < update->removed_count; i++) {
        if (i == 0)
            ls_buf_text(out, out->len > start ? " REMOVE " : "REMOVE ");
        write_numbered(out, i == 0 ? "#r" : ",#r", i);
    }
    for (size_t i = 0; i < update->route->add_count; i++) {
        if (i == 0)
            ls_buf_text(out, out->len > start ? " ADD " : "ADD ");
        write_numbered(out, i == 0 ? "#a" : ",#a", i);
        write_numbered(out, " :a", i);
    }
    ls_buf_char(out, '"');
}

/* ---- the names ---- */

static void write_numbered_name(struct ls_str *before, struct ls_buf *out, const char *placeholder,
                                size_t number, struct ls_str name)
{
    ls_buf_str(out, *before);
    write_numbered(out, placeholder, number);
    ls_buf_text(out, "\":");
    ls_json_write_string(out, LS_JSON_PLAIN, name);
    *before = LS_STR(",");
}

static void write_names(const struct ls_update *update, const struct ls_condition *condition)
{
    const struct ls_route *route = update->route;
    const struct ls_table *table = route->table;
    struct ls_buf *out = update->context->work;
    struct ls_str before = LS_STR(",\"ExpressionAttributeNames\":{");

    ls_condition_names(condition, &before, out);
    if (sets_created(update))
        ls_condition_name(&before, out, "#created", ls_str_of(table->created));
    if (sets_updated(update))
        ls_condition_name(&before, out, "#updated", ls_str_of(table->updated));
    if (sets_ttl(update))
        ls_condition_name(&before, out, "#ttl", ls_str_of(table->ttl));
    if (sets_version(update) && !ls_condition_has_versions(condition))
        ls_condition_name(&before, out, "#v", ls_str_of(table->version));
    for (size_t i = 0; i < update->set_count; i++)
        write_numbered_name(&before, out, "\"#", i, update->set[i]);
    for (size_t i = 0; i < update->removed_count; i++)
        write_numbered_name(&before, out, "\"#r", i, update->removed[i]);
    for (size_t i = 0; i < route->add_count; i++)
        write_numbered_name(&before, out, "\"#a", i, ls_str_of(route->add[i].name));
    if (before.len == 1)
        ls_buf_char(out, '}');
}

void ls_update_end(struct ls_update *update, const struct ls_condition *condition, int64_t now_ms)
{
    struct ls_buf *work = update->context->work;

    write_values(update, condition, now_ms);
    write_expression(update);
    write_names(update, condition);
    ls_condition_write(condition, work);
    if (sets_version(update))
        ls_buf_text(work, ",\"ReturnValues\":\"UPDATED_NEW\"");
}
