/*
 * database.c - a session of the runtime's client, with the patience of somebody who starts it.
 */
#include "local/database.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "dynamodb.h"
#include "local/place.h"
#include "local/resolve.h"
#include "url.h"

#define CALL_MS   10000
#define WAIT_MS   60000 /* real DynamoDB takes seconds, a local one milliseconds */
#define POLL_MS   50
#define REPLY_MAX (16u * 1024 * 1024) /* a page of 1 MB of small values is much JSON */

struct database {
    struct mem_arena *arena;
    const char *url;
    struct ls_endpoint endpoint;
    struct ls_log log;
    struct ls_http http;
    struct ls_dynamodb db;
    struct ls_error error; /* of the last call */
};

static void close_database(void *self)
{
    struct database *database = self;

    ls_dynamodb_release(&database->db);
    ls_http_release(&database->http);
    ls_log_release(&database->log);
}

const char *database_open(struct mem_arena *arena, const char *url, struct database **opened)
{
    static const struct ls_credentials credentials = {.access_key_id = {"local", 5},
                                                      .secret_access_key = {"local", 5}};
    struct database *database = mem_alloc(arena, sizeof(*database));
    struct ls_stream *stream;
    struct ls_url parts;
    const char *wrong = ls_url_parse(url, &parts);

    *opened = database;
    if (wrong != NULL)
        return text_format(arena, "the URL of DynamoDB, %s, %s", url, wrong).ptr;
    database->arena = arena;
    database->url = url;
    snprintf(database->endpoint.base_url, sizeof(database->endpoint.base_url), "%s", url);
    snprintf(database->endpoint.host, sizeof(database->endpoint.host), "%s%s%s:%s",
             parts.ipv6 ? "[" : "", parts.host, parts.ipv6 ? "]" : "", parts.port);
    snprintf(database->endpoint.region, sizeof(database->endpoint.region), LOCAL_REGION);
    ls_log_init(&database->log, STDERR_FILENO, &ls_system_clock, "Text", "FATAL");
    stream = ls_stream_new(database->endpoint.base_url, &ls_system_clock, &database->log);
    if (stream == NULL)
        mem_short(arena);
    ls_http_init(&database->http, stream, &ls_system_clock, ls_str_of(database->endpoint.host),
                 REPLY_MAX, 0);
    ls_dynamodb_init(&database->db, ls_transport_http(&database->http), &credentials,
                     &database->endpoint, &ls_system_clock, &database->log);
    mem_defer(arena, close_database, database);
    return NULL;
}

struct mem_arena *database_arena(const struct database *database)
{
    return database->arena;
}

const char *database_url(const struct database *database)
{
    return database->url;
}

enum ls_status database_call(struct database *database, const char *operation, struct ls_str body,
                             struct ls_str *reply)
{
    int64_t deadline = ls_system_clock.now_ms(ls_system_clock.self) + CALL_MS;

    database->error = (struct ls_error){0};
    return ls_dynamodb_call(&database->db, ls_str_of(operation), body, deadline, reply,
                            &database->error);
}

const char *database_problem(const struct database *database, const char *operation,
                             const char *table, enum ls_status status)
{
    const char *detail =
        database->error.detail[0] != '\0' ? database->error.detail : ls_status_name(status);

    if (status == LS_NETWORK || status == LS_TIMEOUT)
        return text_format(database->arena, "cannot reach DynamoDB at %s: %s", database->url,
                           detail)
            .ptr;
    return text_format(database->arena, "DynamoDB at %s refuses %s for the table %s: %s",
                       database->url, operation, table, detail)
        .ptr;
}

const char *database_do(struct database *database, const char *operation, const char *table,
                        struct text body)
{
    struct ls_str reply;
    enum ls_status status =
        database_call(database, operation, (struct ls_str){body.ptr, body.len}, &reply);

    return status == LS_OK ? NULL : database_problem(database, operation, table, status);
}

static void free_json(void *json)
{
    cJSON_Delete(json);
}

cJSON *database_parse(struct database *database, struct ls_str text)
{
    cJSON *json = cJSON_ParseWithLength(text.ptr, text.len);

    mem_defer(database->arena, free_json, json);
    return json;
}

const char *database_describe(struct database *database, const char *name, const cJSON **table)
{
    struct text body = text_format(database->arena, "{\"TableName\":\"%s\"}", name);
    struct ls_str reply;
    enum ls_status status =
        database_call(database, "DescribeTable", (struct ls_str){body.ptr, body.len}, &reply);

    *table = NULL;
    if (status == LS_REFUSED && strstr(database->error.detail, "ResourceNotFoundException") != NULL)
        return NULL;
    if (status != LS_OK)
        return database_problem(database, "DescribeTable", name, status);
    *table = resolve_member(database_parse(database, reply), "Table");
    if (*table == NULL)
        return text_format(database->arena, "DynamoDB at %s describes no table", database->url).ptr;
    return NULL;
}

static bool is_active(const cJSON *holder, const char *member)
{
    const char *status = resolve_string(holder, member);

    return status == NULL || strcmp(status, "ACTIVE") == 0;
}

static bool is_settled(const cJSON *table)
{
    const cJSON *index;

    cJSON_ArrayForEach(index, resolve_member(table, "GlobalSecondaryIndexes"))
    {
        if (!is_active(index, "IndexStatus"))
            return false;
    }
    return table != NULL && is_active(table, "TableStatus");
}

const char *database_wait(struct database *database, const char *name, bool gone)
{
    for (int waited = 0; waited < WAIT_MS; waited += POLL_MS) {
        const cJSON *table;
        const char *problem = database_describe(database, name, &table);

        if (problem != NULL || (gone ? table == NULL : is_settled(table)))
            return problem;
        ls_system_clock.sleep_ms(ls_system_clock.self, POLL_MS);
    }
    return text_format(database->arena, "the table %s did not become %s", name,
                       gone ? "nothing" : "active")
        .ptr;
}
