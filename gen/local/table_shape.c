/*
 * table_shape.c - compares tables by key and indexes, and words the requests that change them.
 */
#include "local/table_shape.h"

#include <stdlib.h>
#include <string.h>

#include "local/resolve.h"

#define LOCAL_INDEXES  "LocalSecondaryIndexes"
#define GLOBAL_INDEXES "GlobalSecondaryIndexes"

/* ---- shapes ---- */

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static const char *name_of(const cJSON *index)
{
    const char *name = resolve_string(index, "IndexName");

    return name != NULL ? name : "?";
}

static const char *attribute_type(const cJSON *table, const char *name)
{
    const cJSON *one;

    cJSON_ArrayForEach(one, resolve_member(table, "AttributeDefinitions"))
    {
        const char *own = resolve_string(one, "AttributeName");
        const char *type = resolve_string(one, "AttributeType");

        if (own != NULL && type != NULL && strcmp(own, name) == 0)
            return type;
    }
    return "?";
}

/* "HASH id (S), RANGE ts (N)" */
static void add_key(struct text_buf *out, const cJSON *table, const cJSON *holder)
{
    const cJSON *one;
    const char *separator = "";

    cJSON_ArrayForEach(one, resolve_member(holder, "KeySchema"))
    {
        const char *name = resolve_string(one, "AttributeName");
        const char *type = resolve_string(one, "KeyType");

        if (name == NULL || type == NULL)
            continue;
        text_printf(out, "%s%s %s (%s)", separator, type, name, attribute_type(table, name));
        separator = ", ";
    }
}

static void add_sorted(struct text_buf *out, const char **lines, size_t count,
                       const char *separator)
{
    qsort(lines, count, sizeof(*lines), compare_lines);
    for (size_t i = 0; i < count; i++)
        text_printf(out, "%s%s", separator, lines[i]);
}

const char *table_index_shape(struct mem_arena *arena, const cJSON *table, const cJSON *index)
{
    const cJSON *projection = resolve_member(index, "Projection"), *one;
    const cJSON *attributes = resolve_member(projection, "NonKeyAttributes");
    const char *type = resolve_string(projection, "ProjectionType");
    const char **names =
        mem_array(arena, (size_t)cJSON_GetArraySize(attributes) + 1, sizeof(*names));
    struct text_buf out;
    size_t count = 0;

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    text_printf(&out, "index %s ", name_of(index));
    add_key(&out, table, index);
    text_printf(&out, " %s", type != NULL ? type : "?");
    cJSON_ArrayForEach(one, attributes)
    {
        const char *attribute = cJSON_GetStringValue(one);

        if (attribute != NULL)
            names[count++] = attribute;
    }
    add_sorted(&out, names, count, " ");
    return out.ptr;
}

static const char *shape_with(struct mem_arena *arena, const cJSON *table,
                              const cJSON *const *lists, size_t list_count)
{
    struct text_buf out;
    const char **lines;
    size_t most = 1, count = 0;

    for (size_t i = 0; i < list_count; i++)
        most += (size_t)cJSON_GetArraySize(lists[i]);
    lines = mem_array(arena, most, sizeof(*lines));
    text_buf_init(&out, arena, TEXT_BUF_MAX);
    text_put(&out, "key ");
    add_key(&out, table, table);
    for (size_t i = 0; i < list_count; i++) {
        const cJSON *one;

        cJSON_ArrayForEach(one, lists[i]) lines[count++] = table_index_shape(arena, table, one);
    }
    add_sorted(&out, lines, count, "; ");
    return out.ptr;
}

const char *table_shape(struct mem_arena *arena, const cJSON *table)
{
    const cJSON *lists[] = {resolve_member(table, LOCAL_INDEXES),
                            resolve_member(table, GLOBAL_INDEXES)};

    return shape_with(arena, table, lists, 2);
}

const char *table_fixed_shape(struct mem_arena *arena, const cJSON *table)
{
    const cJSON *lists[] = {resolve_member(table, LOCAL_INDEXES)};

    return shape_with(arena, table, lists, 1);
}

const cJSON *table_index(const cJSON *table, const char *name)
{
    const cJSON *one;

    cJSON_ArrayForEach(one, resolve_member(table, GLOBAL_INDEXES))
    {
        if (strcmp(name_of(one), name) == 0)
            return one;
    }
    return NULL;
}

/* ---- requests ---- */

/* Where a request is built: memory that is short leaves through the arena's guard. */
struct builder {
    struct mem_arena *arena;
    cJSON *request;
};

static void free_json(void *json)
{
    cJSON_Delete(json);
}

static struct builder build(struct mem_arena *arena, const char *name)
{
    struct builder builder = {arena, cJSON_CreateObject()};

    if (builder.request == NULL)
        mem_short(arena);
    mem_defer(arena, free_json, builder.request);
    if (cJSON_AddStringToObject(builder.request, "TableName", name) == NULL)
        mem_short(arena);
    return builder;
}

/* `item` becomes a member (or, without a name, an element) of `to`. */
static cJSON *attach(const struct builder *builder, cJSON *to, const char *name, cJSON *item)
{
    bool attached = item != NULL && (name != NULL ? cJSON_AddItemToObject(to, name, item)
                                                  : cJSON_AddItemToArray(to, item));

    if (!attached) {
        cJSON_Delete(item);
        mem_short(builder->arena);
    }
    return item;
}

static void copy_member(const struct builder *builder, cJSON *to, const cJSON *from,
                        const char *name)
{
    const cJSON *member = resolve_member(from, name);

    if (member != NULL)
        attach(builder, to, name, cJSON_Duplicate(member, true));
}

/* What describes an index; not its status, size and the like. */
static void copy_index(const struct builder *builder, cJSON *to, const cJSON *index)
{
    copy_member(builder, to, index, "IndexName");
    copy_member(builder, to, index, "KeySchema");
    copy_member(builder, to, index, "Projection");
}

static struct text finish(const struct builder *builder)
{
    char *text = cJSON_PrintUnformatted(builder->request);

    if (text == NULL)
        mem_short(builder->arena);
    mem_defer(builder->arena, cJSON_free, text);
    return text_of(text);
}

static bool is_among(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++)
        if (strcmp(name, names[i]) == 0)
            return true;
    return false;
}

static bool key_has(const cJSON *holder, const char *attribute)
{
    const cJSON *one;

    cJSON_ArrayForEach(one, resolve_member(holder, "KeySchema"))
    {
        const char *name = resolve_string(one, "AttributeName");

        if (name != NULL && strcmp(name, attribute) == 0)
            return true;
    }
    return false;
}

static bool table_uses(const cJSON *table, const char *attribute)
{
    static const char *const lists[] = {LOCAL_INDEXES, GLOBAL_INDEXES};
    const cJSON *one;

    for (size_t i = 0; i < 2; i++) {
        cJSON_ArrayForEach(one, resolve_member(table, lists[i]))
        {
            if (key_has(one, attribute))
                return true;
        }
    }
    return key_has(table, attribute);
}

/* DynamoDB wants definitions of exactly the attributes that keys have: those of `table`, `index`.
 */
static void add_definitions(const struct builder *builder, const cJSON *definitions,
                            const cJSON *table, const cJSON *index)
{
    cJSON *list = attach(builder, builder->request, "AttributeDefinitions", cJSON_CreateArray());
    const cJSON *one;

    cJSON_ArrayForEach(one, definitions)
    {
        const char *name = resolve_string(one, "AttributeName");

        if (name != NULL && (table_uses(table, name) || key_has(index, name)))
            attach(builder, list, NULL, cJSON_Duplicate(one, true));
    }
}

static void add_indexes(const struct builder *builder, const cJSON *table, const char *list,
                        const char *const *without, size_t without_count)
{
    const cJSON *one;
    cJSON *indexes = NULL;

    cJSON_ArrayForEach(one, resolve_member(table, list))
    {
        if (is_among(name_of(one), without, without_count))
            continue;
        if (indexes == NULL)
            indexes = attach(builder, builder->request, list, cJSON_CreateArray());
        copy_index(builder, attach(builder, indexes, NULL, cJSON_CreateObject()), one);
    }
}

struct text table_request(struct mem_arena *arena, const cJSON *table, const char *name,
                          const char *const *without, size_t without_count)
{
    struct builder builder = build(arena, name);

    copy_member(&builder, builder.request, table, "KeySchema");
    add_indexes(&builder, table, LOCAL_INDEXES, NULL, 0);
    add_indexes(&builder, table, GLOBAL_INDEXES, without, without_count);
    add_definitions(&builder, resolve_member(table, "AttributeDefinitions"), builder.request, NULL);
    attach(&builder, builder.request, "BillingMode", cJSON_CreateString("PAY_PER_REQUEST"));
    return finish(&builder);
}

/* An element of GlobalSecondaryIndexUpdates. */
static cJSON *add_change(const struct builder *builder, const char *kind)
{
    cJSON *changes =
        attach(builder, builder->request, "GlobalSecondaryIndexUpdates", cJSON_CreateArray());
    cJSON *change = attach(builder, changes, NULL, cJSON_CreateObject());

    return attach(builder, change, kind, cJSON_CreateObject());
}

struct text table_update(struct mem_arena *arena, const cJSON *there, const cJSON *wanted)
{
    struct builder builder = build(arena, resolve_string(wanted, "TableName"));
    const cJSON *one;

    cJSON_ArrayForEach(one, resolve_member(there, GLOBAL_INDEXES))
    {
        const cJSON *same = table_index(wanted, name_of(one));

        if (same != NULL && strcmp(table_index_shape(arena, there, one),
                                   table_index_shape(arena, wanted, same)) == 0)
            continue;
        copy_member(&builder, add_change(&builder, "Delete"), one, "IndexName");
        return finish(&builder);
    }
    cJSON_ArrayForEach(one, resolve_member(wanted, GLOBAL_INDEXES))
    {
        cJSON *change;

        if (table_index(there, name_of(one)) != NULL)
            continue;
        add_definitions(&builder, resolve_member(wanted, "AttributeDefinitions"), there, one);
        change = add_change(&builder, "Create");
        copy_index(&builder, change, one);
        copy_member(&builder, change, one, "ProvisionedThroughput");
        return finish(&builder);
    }
    return (struct text){"", 0};
}
