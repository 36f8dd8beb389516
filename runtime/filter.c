/*
 * filter.c - conditions of one list, joined by AND. Names and values stand behind placeholders.
 */
#include "filter.h"

#include <stdio.h>
#include <string.h>

#include "decimal.h"

/* What an attribute may be of which the spec says nothing. */
enum kind { KIND_STRING, KIND_NUMBER, KIND_OTHER, KIND_COUNT };

static const struct ls_attribute undeclared[] = {
    [KIND_STRING] = {.name = "", .type = LS_TYPE_STRING},
    [KIND_NUMBER] = {.name = "", .type = LS_TYPE_NUMBER},
};

/* The values that one text stands for; a NULL ptr where it is none of that kind. */
struct spelling {
    bool is_given;
    struct ls_str as[KIND_COUNT]; /* text, what ls_decimal_plain writes, typed JSON */
};

struct writer {
    struct ls_context *context;
    const struct ls_request *request;
    struct ls_placeholders *placeholders;
    size_t count; /* of conditions so far */
    uint64_t identity;
};

/* Ends of one type; a NULL ptr is no end. attribute NULL: they are typed JSON. */
struct ends {
    const struct ls_attribute *attribute;
    struct ls_str low, high;
};

/* ---- pieces of the expression ---- */

static void put(struct writer *writer, const char *text)
{
    ls_buf_text(writer->context->work, text);
}

static void put_name(struct writer *writer, const char *name)
{
    ls_placeholders_name(writer->placeholders, writer->context->work, ls_str_of(name));
}

static void put_value(struct writer *writer, const struct ls_attribute *attribute,
                      struct ls_str value)
{
    if (attribute == NULL)
        ls_placeholders_typed(writer->placeholders, writer->context->work, value);
    else
        ls_placeholders_value(writer->placeholders, writer->context->work, attribute, value);
}

static void begin_condition(struct writer *writer)
{
    put(writer, writer->count == 0 ? ",\"FilterExpression\":\"" : " AND ");
    writer->count++;
}

/* #0=:0 */
static void put_comparison(struct writer *writer, const char *name, const char *operation,
                           const struct ls_attribute *attribute, struct ls_str value)
{
    put_name(writer, name);
    put(writer, operation);
    put_value(writer, attribute, value);
}

/* begins_with(#0,:0) */
static void put_call(struct writer *writer, const char *function, const char *name,
                     const struct ends *ends)
{
    put(writer, function);
    put_name(writer, name);
    put(writer, ",");
    put_value(writer, ends->attribute, ends->low);
    put(writer, ")");
}

static void put_between(struct writer *writer, const char *name, const struct ends *ends)
{
    if (ends->high.ptr == NULL) {
        put_comparison(writer, name, ">=", ends->attribute, ends->low);
    } else if (ends->low.ptr == NULL) {
        put_comparison(writer, name, "<=", ends->attribute, ends->high);
    } else {
        put_comparison(writer, name, " BETWEEN ", ends->attribute, ends->low);
        put(writer, " AND ");
        put_value(writer, ends->attribute, ends->high);
    }
}

static void put_match(struct writer *writer, enum ls_match match, const char *name,
                      const struct ends *ends)
{
    switch (match) {
    case LS_MATCH_EQUALS:
        put_comparison(writer, name, "=", ends->attribute, ends->low);
        break;
    case LS_MATCH_PREFIX:
        put_call(writer, "begins_with(", name, ends);
        break;
    case LS_MATCH_BETWEEN:
        put_between(writer, name, ends);
        break;
    case LS_MATCH_AFTER:
        put_comparison(writer, name, ">", ends->attribute, ends->low);
        break;
    case LS_MATCH_BEFORE:
        put_comparison(writer, name, "<", ends->attribute, ends->high);
        break;
    case LS_MATCH_CONTAINS:
        put_call(writer, "contains(", name, ends);
        break;
    case LS_MATCH_EXISTS:
    case LS_MATCH_ABSENT:
        break; /* without a value */
    }
}

static void add_existence(struct writer *writer, const struct ls_filter *filter)
{
    begin_condition(writer);
    put(writer, filter->match == LS_MATCH_EXISTS ? "attribute_exists(" : "attribute_not_exists(");
    put_name(writer, filter->name);
    put(writer, ")");
}

/* ---- what a text spells ---- */

static enum ls_status spell_number(struct ls_context *context, struct ls_str text,
                                   struct ls_str *number)
{
    char plain[LS_DECIMAL_MAX];
    size_t len = ls_decimal_plain(text, plain);

    if (len == 0)
        return LS_OK;
    *number = ls_arena_copy(context->arena, ls_str(plain, len));
    return number->ptr == NULL ? ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL) : LS_OK;
}

/* A constant has the one type that it has in the spec. */
static enum ls_status spell_typed(struct ls_context *context, struct ls_str typed,
                                  struct ls_str as[KIND_COUNT])
{
    struct ls_str inner;

    if (ls_json_find(typed, "N", &inner))
        return spell_number(context, ls_json_string(context, inner), &as[KIND_NUMBER]);
    if (!ls_json_find(typed, "S", &inner)) {
        as[KIND_OTHER] = typed;
        return LS_OK;
    }
    as[KIND_STRING] = ls_json_string(context, inner);
    if (as[KIND_STRING].ptr == NULL)
        return ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL);
    return LS_OK;
}

/* A text from the request may be meant as any type that has a text. */
static enum ls_status spell_text(struct ls_context *context, enum ls_match match,
                                 struct ls_str text, struct ls_str as[KIND_COUNT])
{
    as[KIND_STRING] = text;
    if (match == LS_MATCH_PREFIX)
        return LS_OK;
    if (match == LS_MATCH_EQUALS && ls_str_equal(text, LS_STR("true")))
        as[KIND_OTHER] = LS_STR("{\"BOOL\":true}");
    if (match == LS_MATCH_EQUALS && ls_str_equal(text, LS_STR("false")))
        as[KIND_OTHER] = LS_STR("{\"BOOL\":false}");
    return spell_number(context, text, &as[KIND_NUMBER]);
}

static enum ls_status read_end(struct writer *writer, const struct ls_attribute *attribute,
                               const struct ls_source *source, struct ls_str *value)
{
    enum ls_status status = LS_OK;

    *value = ls_str(NULL, 0);
    if (source->kind != LS_SOURCE_NONE)
        status = ls_bind_source(writer->context, writer->request, attribute, source, true, value);
    writer->identity =
        value->ptr == NULL ? ~writer->identity : ls_hash(writer->identity, value->ptr, value->len);
    return status;
}

static enum ls_status read_spelling(struct writer *writer, const struct ls_filter *filter,
                                    const struct ls_source *source, struct spelling *spelling)
{
    struct ls_str value;
    enum ls_status status = read_end(writer, NULL, source, &value);

    *spelling = (struct spelling){.is_given = value.ptr != NULL};
    if (status != LS_OK || !spelling->is_given)
        return status;
    if (source->kind == LS_SOURCE_TYPED)
        return spell_typed(writer->context, value, spelling->as);
    return spell_text(writer->context, filter->match, value, spelling->as);
}

/* ---- one filter ---- */

static bool in_order(const struct ends *ends)
{
    return ends->attribute == NULL || ends->low.ptr == NULL || ends->high.ptr == NULL ||
           ls_bind_compare(ends->attribute, ends->low, ends->high) <= 0;
}

/* The end that the client gave, to be told what is wrong with it: the low one, if both are. */
static const struct ls_source *clients_end(const struct ls_filter *filter)
{
    enum ls_source_kind kind = filter->low.kind;
    bool is_spec = kind == LS_SOURCE_NONE || kind == LS_SOURCE_CONST || kind == LS_SOURCE_TYPED;

    return is_spec ? &filter->high : &filter->low;
}

/* DynamoDB refuses a BETWEEN whose ends are the wrong way round; the client can be told better. */
static enum ls_status refuse_order(struct ls_context *context, const struct ls_filter *filter)
{
    const struct ls_source *end = clients_end(filter);

    return ls_bind_refuse(context, end,
                          end == &filter->low ? "is greater than the other end"
                                              : "is less than the other end");
}

static enum ls_status add_declared(struct writer *writer, const struct ls_filter *filter)
{
    /* Part of a string is any string: that of a timestamp is none, and none is too short. */
    bool is_part = filter->attribute->type == LS_TYPE_STRING &&
                   (filter->match == LS_MATCH_PREFIX || filter->match == LS_MATCH_CONTAINS);
    const struct ls_attribute *attribute = is_part ? NULL : filter->attribute;
    struct ends ends = {.attribute = filter->attribute};
    enum ls_status status = read_end(writer, attribute, &filter->low, &ends.low);

    if (status == LS_OK)
        status = read_end(writer, attribute, &filter->high, &ends.high);
    if (status != LS_OK || (ends.low.ptr == NULL && ends.high.ptr == NULL))
        return status;
    if (!in_order(&ends))
        return refuse_order(writer->context, filter);
    begin_condition(writer);
    put_match(writer, filter->match, filter->name, &ends);
    return LS_OK;
}

/*
 * Ends are of one type: that which one of them does not spell is left out, and so is one in which
 * nothing lies between them ("9" and "10" are the wrong way round as texts).
 */
static enum ls_status add_undeclared(struct writer *writer, const struct ls_filter *filter)
{
    struct spelling low, high;
    struct ends all[KIND_COUNT];
    size_t count = 0, fitting = 0;
    enum ls_status status = read_spelling(writer, filter, &filter->low, &low);

    if (status == LS_OK)
        status = read_spelling(writer, filter, &filter->high, &high);
    if (status != LS_OK || (!low.is_given && !high.is_given))
        return status;
    for (size_t kind = 0; kind < KIND_COUNT; kind++) {
        struct ends ends = {kind == KIND_OTHER ? NULL : &undeclared[kind], low.as[kind],
                            high.as[kind]};

        if ((low.is_given && ends.low.ptr == NULL) || (high.is_given && ends.high.ptr == NULL))
            continue;
        fitting++;
        if (in_order(&ends))
            all[count++] = ends;
    }
    if (count == 0)
        return fitting > 0 ? refuse_order(writer->context, filter)
                           : ls_bind_refuse(writer->context, clients_end(filter),
                                            "must be a number, as the other end is");
    begin_condition(writer);
    for (size_t i = 0; i < count; i++) {
        put(writer, i > 0 ? " OR " : count > 1 ? "(" : "");
        put_match(writer, filter->match, filter->name, &all[i]);
    }
    put(writer, count > 1 ? ")" : "");
    return LS_OK;
}

static enum ls_status add_filter(struct writer *writer, const struct ls_filter *filter)
{
    if (filter->match == LS_MATCH_EXISTS || filter->match == LS_MATCH_ABSENT) {
        add_existence(writer, filter);
        return LS_OK;
    }
    return filter->attribute == NULL ? add_undeclared(writer, filter)
                                     : add_declared(writer, filter);
}

/* ---- what no route writes down ---- */

static void add_exact(struct writer *writer, const struct ls_bound *row)
{
    const struct ends ends = {row->attribute, row->low, row->high};

    begin_condition(writer);
    put_match(writer, row->match, row->attribute->name, &ends);
}

/* What has no number there never expires: no comparison holds of it. */
static enum ls_status hide_expired(struct writer *writer, const char *ttl)
{
    const struct ls_clock *clock = writer->context->clock;
    char text[24];
    struct ls_str now;
    int len = snprintf(text, sizeof(text), "%lld", (long long)(clock->now_ms(clock->self) / 1000));

    now = ls_arena_copy(writer->context->arena, ls_str(text, (size_t)len));
    if (now.ptr == NULL)
        return ls_fail(&writer->context->error, LS_NO_MEMORY, NULL, NULL);
    begin_condition(writer);
    put(writer, "NOT ");
    put_comparison(writer, ttl, "<=", &undeclared[KIND_NUMBER], now);
    return LS_OK;
}

bool ls_filter_hides_expired(const struct ls_route *route)
{
    const struct ls_index *index = route->index;
    size_t count = index == NULL ? 0 : (size_t)index->partition_count + index->sort_count;

    if (!route->table->hide_expired || route->action != LS_ACTION_LIST)
        return false;
    for (size_t i = 0; i < count; i++) {
        if (strcmp(index->key[i]->name, route->table->ttl) == 0)
            return false;
    }
    return true;
}

enum ls_status ls_filter_write(struct ls_context *context, const struct ls_request *request,
                               const struct ls_bound *exact, struct ls_placeholders *placeholders,
                               uint64_t *identity)
{
    const struct ls_route *route = request->route;
    struct writer writer = {.context = context, .request = request, .placeholders = placeholders};
    enum ls_status status = LS_OK;

    if (exact != NULL)
        add_exact(&writer, exact);
    for (size_t i = 0; i < route->filter_count && status == LS_OK; i++)
        status = add_filter(&writer, &route->filters[i]);
    if (status == LS_OK && ls_filter_hides_expired(route))
        status = hide_expired(&writer, route->table->ttl);
    if (writer.count > 0)
        put(&writer, "\"");
    *identity = writer.identity;
    return status;
}
