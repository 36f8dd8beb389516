/*
 * tables.c - CreateTable and DescribeTable over the runtime's own client.
 */
#include "local/tables.h"

#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "dynamodb.h"
#include "local/place.h"
#include "local/resolve.h"
#include "url.h"

#define CALL_MS   10000
#define ACTIVE_MS 60000 /* real DynamoDB takes seconds, a local one milliseconds */
#define POLL_MS   50
#define REPLY_MAX (1024u * 1024)

struct session {
    struct mem_arena *arena;
    const char *url, *remedy;
    struct ls_endpoint endpoint;
    struct ls_log log;
    struct ls_http http;
    struct ls_dynamodb db;
    struct ls_error error; /* of the last call */
};

/* ---- calls ---- */

static void close_session(void *self)
{
    struct session *session = self;

    ls_dynamodb_release(&session->db);
    ls_http_release(&session->http);
    ls_log_release(&session->log);
}

/* The arena closes it. NULL, or what is wrong. */
static const char *open_session(struct mem_arena *arena, const char *url, const char *remedy,
                                struct session **opened)
{
    static const struct ls_credentials credentials = {.access_key_id = {"local", 5},
                                                      .secret_access_key = {"local", 5}};
    struct session *session = mem_alloc(arena, sizeof(*session));
    struct ls_stream *stream;
    struct ls_url parts;
    const char *wrong = ls_url_parse(url, &parts);

    *opened = session;
    if (wrong != NULL)
        return text_format(arena, "the URL of DynamoDB, %s, %s", url, wrong).ptr;
    session->arena = arena;
    session->url = url;
    session->remedy = remedy;
    snprintf(session->endpoint.base_url, sizeof(session->endpoint.base_url), "%s", url);
    snprintf(session->endpoint.host, sizeof(session->endpoint.host), "%s%s%s:%s",
             parts.ipv6 ? "[" : "", parts.host, parts.ipv6 ? "]" : "", parts.port);
    snprintf(session->endpoint.region, sizeof(session->endpoint.region), LOCAL_REGION);
    ls_log_init(&session->log, STDERR_FILENO, &ls_system_clock, "Text", "FATAL");
    stream = ls_stream_new(session->endpoint.base_url, &ls_system_clock, &session->log);
    if (stream == NULL)
        mem_short(arena);
    ls_http_init(&session->http, stream, &ls_system_clock, ls_str_of(session->endpoint.host),
                 REPLY_MAX, 0);
    ls_dynamodb_init(&session->db, ls_transport_http(&session->http), &credentials,
                     &session->endpoint, &ls_system_clock, &session->log);
    mem_defer(arena, close_session, session);
    return NULL;
}

static enum ls_status call(struct session *session, const char *operation, const char *body,
                           struct ls_str *reply)
{
    int64_t deadline = ls_system_clock.now_ms(ls_system_clock.self) + CALL_MS;

    session->error = (struct ls_error){0};
    return ls_dynamodb_call(&session->db, ls_str_of(operation), ls_str_of(body), deadline, reply,
                            &session->error);
}

static const char *failed(struct session *session, const struct stack_table *table,
                          const char *operation, enum ls_status status)
{
    const char *detail =
        session->error.detail[0] != '\0' ? session->error.detail : ls_status_name(status);

    if (status == LS_NETWORK || status == LS_TIMEOUT)
        return text_format(session->arena, "cannot reach DynamoDB at %s: %s", session->url, detail)
            .ptr;
    return text_format(session->arena, "DynamoDB at %s refuses %s for the table %s: %s",
                       session->url, operation, table->name, detail)
        .ptr;
}

/* ---- the shape of a table ---- */

static int compare_lines(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
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

/* "index by_date HASH customer (S) ALL", with the attributes that it projects. */
static const char *index_shape(struct mem_arena *arena, const cJSON *table, const cJSON *index)
{
    const cJSON *projection = resolve_member(index, "Projection"), *one;
    const cJSON *attributes = resolve_member(projection, "NonKeyAttributes");
    const char *name = resolve_string(index, "IndexName");
    const char *type = resolve_string(projection, "ProjectionType");
    const char **names =
        mem_array(arena, (size_t)cJSON_GetArraySize(attributes) + 1, sizeof(*names));
    struct text_buf out;
    size_t count = 0;

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    text_printf(&out, "index %s ", name != NULL ? name : "?");
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

/* Key and indexes as one text, the same for the same shape whatever the order of its parts. */
static const char *table_shape(struct mem_arena *arena, const cJSON *table)
{
    const cJSON *lists[] = {resolve_member(table, "LocalSecondaryIndexes"),
                            resolve_member(table, "GlobalSecondaryIndexes")};
    size_t most = (size_t)cJSON_GetArraySize(lists[0]) + (size_t)cJSON_GetArraySize(lists[1]);
    const char **lines = mem_array(arena, most + 1, sizeof(*lines));
    struct text_buf out;
    size_t count = 0;

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    text_put(&out, "key ");
    add_key(&out, table, table);
    for (size_t i = 0; i < 2; i++) {
        const cJSON *one;

        cJSON_ArrayForEach(one, lists[i]) lines[count++] = index_shape(arena, table, one);
    }
    add_sorted(&out, lines, count, "; ");
    return out.ptr;
}

/* ---- one table ---- */

static void free_json(void *json)
{
    cJSON_Delete(json);
}

static cJSON *parse(struct session *session, struct ls_str text)
{
    cJSON *json = cJSON_ParseWithLength(text.ptr, text.len);

    mem_defer(session->arena, free_json, json);
    return json;
}

static enum ls_status describe(struct session *session, const struct stack_table *table,
                               const cJSON **found)
{
    struct text body = text_format(session->arena, "{\"TableName\":\"%s\"}", table->name);
    struct ls_str reply;
    enum ls_status status = call(session, "DescribeTable", body.ptr, &reply);

    *found = NULL;
    if (status == LS_OK)
        *found = resolve_member(parse(session, reply), "Table");
    return status;
}

static const char *compare(struct session *session, const struct stack_table *table,
                           const cJSON *found)
{
    const cJSON *wanted = parse(session, ls_str_of(table->create));
    const char *there = table_shape(session->arena, found);
    const char *here = table_shape(session->arena, wanted);

    if (strcmp(there, here) == 0)
        return NULL;
    return text_format(session->arena,
                       "the table %s exists at %s with another key or other indexes\n"
                       "  there:    %s\n"
                       "  template: %s\n"
                       "%s",
                       table->name, session->url, there, here, session->remedy)
        .ptr;
}

static const char *wait_active(struct session *session, const struct stack_table *table)
{
    for (int waited = 0; waited < ACTIVE_MS; waited += POLL_MS) {
        const cJSON *found;
        enum ls_status status = describe(session, table, &found);
        const char *state = resolve_string(found, "TableStatus");

        if (status != LS_OK)
            return failed(session, table, "DescribeTable", status);
        if (state != NULL && strcmp(state, "ACTIVE") == 0)
            return NULL;
        ls_system_clock.sleep_ms(ls_system_clock.self, POLL_MS);
    }
    return text_format(session->arena, "the table %s did not become active", table->name).ptr;
}

static bool has_type_twice(const cJSON *key_schema)
{
    const cJSON *one;
    unsigned hash = 0, range = 0;

    cJSON_ArrayForEach(one, key_schema)
    {
        const char *type = resolve_string(one, "KeyType");

        hash += type != NULL && strcmp(type, "HASH") == 0;
        range += type != NULL && strcmp(type, "RANGE") == 0;
    }
    return hash > 1 || range > 1;
}

/* Does an index have several partition or sort attributes? No local database knows that yet. */
static bool has_wide_index(struct session *session, const struct stack_table *table)
{
    const cJSON *wanted = parse(session, ls_str_of(table->create)), *one;

    cJSON_ArrayForEach(one, resolve_member(wanted, "GlobalSecondaryIndexes"))
    {
        if (has_type_twice(resolve_member(one, "KeySchema")))
            return true;
    }
    return false;
}

static const char *create_table(struct session *session, const struct stack_table *table)
{
    struct ls_str reply;
    enum ls_status status = call(session, "CreateTable", table->create, &reply);
    const char *problem;

    if (status == LS_OK)
        return wait_active(session, table);
    problem = failed(session, table, "CreateTable", status);
    if (!has_wide_index(session, table))
        return problem;
    return text_format(session->arena,
                       "%s\nAn index of it has several partition or sort attributes, which this "
                       "DynamoDB does not know",
                       problem)
        .ptr;
}

static const char *ensure_table(struct session *session, const struct stack_table *table)
{
    const cJSON *found;
    enum ls_status status = describe(session, table, &found);
    const char *problem;

    if (status == LS_REFUSED && strstr(session->error.detail, "ResourceNotFoundException") != NULL)
        return create_table(session, table);
    if (status != LS_OK)
        return failed(session, table, "DescribeTable", status);
    problem = compare(session, table, found);
    return problem != NULL ? problem : wait_active(session, table);
}

const char *tables_create(struct mem_arena *arena, const struct stack *stack, const char *url,
                          const char *remedy)
{
    struct session *session;
    const char *problem = open_session(arena, url, remedy, &session);

    for (size_t i = 0; problem == NULL && i < stack->table_count; i++)
        problem = ensure_table(session, &stack->tables[i]);
    return problem;
}
