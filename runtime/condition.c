/*
 * condition.c - a write's condition, with its names and values.
 */
#include "condition.h"

/* An item without the attribute, or with something else than a number in it, never expires. */
#define EXPIRED "#ttl<=:now_s"

bool ls_condition_is_none(const struct ls_condition *condition)
{
    return condition->kind == LS_CONDITION_NONE && !condition->match.given;
}

bool ls_condition_has_versions(const struct ls_condition *condition)
{
    return condition->match.given && !condition->match.any;
}

bool ls_condition_is_hopeless(const struct ls_condition *condition)
{
    return ls_condition_has_versions(condition) && condition->match.count == 0;
}

static bool hides_expired(const struct ls_condition *condition)
{
    return condition->table->hide_expired && !ls_condition_is_none(condition);
}

/* ---- the expression ---- */

static void write_versions(const struct ls_if_match *match, struct ls_buf *out)
{
    ls_buf_text(out, "#v IN (");
    for (size_t i = 0; i < match->count; i++) {
        ls_buf_text(out, i == 0 ? ":v" : ",:v");
        ls_buf_int(out, (int64_t)i);
    }
    ls_buf_char(out, ')');
}

void ls_condition_write(const struct ls_condition *condition, struct ls_buf *out)
{
    bool is_new = condition->kind == LS_CONDITION_NEW && !condition->match.given;

    if (ls_condition_is_none(condition))
        return;
    ls_buf_text(out, ",\"ConditionExpression\":\"");
    if (ls_condition_has_versions(condition))
        write_versions(&condition->match, out);
    else
        ls_buf_text(out, is_new ? "attribute_not_exists(#pk)" : "attribute_exists(#pk)");
    if (hides_expired(condition))
        ls_buf_text(out, is_new ? " OR " EXPIRED : " AND NOT " EXPIRED);
    ls_buf_char(out, '"');
}

/* ---- names and values ---- */

static void begin_member(struct ls_str *before, struct ls_buf *out, const char *placeholder)
{
    ls_buf_str(out, *before);
    *before = LS_STR(",");
    ls_buf_char(out, '"');
    ls_buf_text(out, placeholder);
    ls_buf_text(out, "\":");
}

void ls_condition_name(struct ls_str *before, struct ls_buf *out, const char *placeholder,
                       struct ls_str name)
{
    begin_member(before, out, placeholder);
    ls_json_write_string(out, LS_JSON_PLAIN, name);
}

void ls_condition_number(struct ls_str *before, struct ls_buf *out, const char *placeholder,
                         int64_t value)
{
    begin_member(before, out, placeholder);
    ls_buf_text(out, "{\"N\":\"");
    ls_buf_int(out, value);
    ls_buf_text(out, "\"}");
}

void ls_condition_names(const struct ls_condition *condition, struct ls_str *before,
                        struct ls_buf *out)
{
    const struct ls_table *table = condition->table;

    if (ls_condition_is_none(condition))
        return;
    if (ls_condition_has_versions(condition))
        ls_condition_name(before, out, "#v", ls_str_of(table->version));
    else
        ls_condition_name(before, out, "#pk", ls_str_of(table->attributes[0].name));
    if (hides_expired(condition))
        ls_condition_name(before, out, "#ttl", ls_str_of(table->ttl));
}

void ls_condition_values(const struct ls_condition *condition, struct ls_str *before,
                         struct ls_buf *out)
{
    size_t count = ls_condition_has_versions(condition) ? condition->match.count : 0;

    for (size_t i = 0; i < count; i++) {
        ls_buf_str(out, *before);
        *before = LS_STR(",");
        ls_buf_text(out, "\":v");
        ls_buf_int(out, (int64_t)i);
        ls_buf_text(out, "\":{\"N\":\"");
        ls_buf_str(out, condition->match.versions[i]);
        ls_buf_text(out, "\"}");
    }
    if (hides_expired(condition))
        ls_condition_number(before, out, ":now_s", condition->now_s);
}

void ls_condition_write_whole(const struct ls_condition *condition, struct ls_buf *out)
{
    struct ls_str before = LS_STR(",\"ExpressionAttributeNames\":{");

    if (ls_condition_is_none(condition))
        return;
    ls_condition_write(condition, out);
    ls_condition_names(condition, &before, out);
    ls_buf_char(out, '}');
    before = LS_STR(",\"ExpressionAttributeValues\":{");
    ls_condition_values(condition, &before, out);
    if (before.len == 1)
        ls_buf_char(out, '}');
}
