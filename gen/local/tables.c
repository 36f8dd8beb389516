/*
 * tables.c - makes the tables that there should be out of those that there are.
 */
#include "local/tables.h"

#include <string.h>

#include "local/database.h"
#include "local/resolve.h"
#include "local/table_copy.h"
#include "local/table_shape.h"

#define MAX_UPDATES 40 /* of one table: DynamoDB's 20 indexes go, and 20 others come */

struct session {
    struct database *database;
    const struct tables_options *options;
};

static const char *other_shape(struct session *session, const struct stack_table *table,
                               const cJSON *there, const cJSON *wanted)
{
    struct mem_arena *arena = database_arena(session->database);

    return text_format(arena,
                       "the table %s exists at %s with another key or other indexes\n"
                       "  there:    %s\n"
                       "  template: %s\n"
                       "%s",
                       table->name, session->options->url, table_shape(arena, there),
                       table_shape(arena, wanted), session->options->remedy)
        .ptr;
}

/* As the database can have it: without wide indexes where that is dynalite. */
static struct text request_of(struct session *session, const struct stack_table *table)
{
    if (!session->options->is_dynalite || table->wide_count == 0)
        return text_of(table->create);
    return table_request(database_arena(session->database),
                         database_parse(session->database, ls_str_of(table->create)), table->name,
                         table->wide, table->wide_count);
}

static const char *create_table(struct session *session, const struct stack_table *table,
                                struct text request)
{
    struct database *database = session->database;
    const char *problem = database_do(database, "CreateTable", table->name, request);

    if (problem == NULL)
        return database_wait(database, table->name, false);
    if (session->options->is_dynalite || table->wide_count == 0)
        return problem;
    return text_format(database_arena(database),
                       "%s\nAn index of it has several partition or sort attributes, which this "
                       "DynamoDB does not know",
                       problem)
        .ptr;
}

/* One index at a time, until nothing is left to do, or the database ignores what it is told. */
static const char *update_indexes(struct session *session, const struct stack_table *table,
                                  const cJSON *wanted)
{
    struct database *database = session->database;
    const char *last = "";

    for (int i = 0; i <= MAX_UPDATES; i++) {
        const cJSON *there;
        const char *problem = database_wait(database, table->name, false);
        struct text request;

        if (problem == NULL)
            problem = database_describe(database, table->name, &there);
        if (problem != NULL)
            return problem;
        request = table_update(database_arena(database), there, wanted);
        if (request.len == 0)
            return NULL;
        if (text_is(request, last))
            return other_shape(session, table, there, wanted);
        last = request.ptr;
        problem = database_do(database, "UpdateTable", table->name, request);
        if (problem != NULL)
            return text_format(database_arena(database), "%s\n%s", problem,
                               other_shape(session, table, there, wanted))
                .ptr;
    }
    return text_format(database_arena(database), "the indexes of the table %s do not settle",
                       table->name)
        .ptr;
}

static const char *change_table(struct session *session, const struct stack_table *table,
                                const cJSON *there, const cJSON *wanted)
{
    struct mem_arena *arena = database_arena(session->database);
    const char *problem;

    if (strcmp(table_shape(arena, there), table_shape(arena, wanted)) == 0)
        return database_wait(session->database, table->name, false);
    if (strcmp(table_fixed_shape(arena, there), table_fixed_shape(arena, wanted)) != 0)
        return other_shape(session, table, there, wanted);
    if (!session->options->is_dynalite)
        return update_indexes(session, table, wanted);
    problem = table_copy(session->database, table->name, wanted);
    if (problem == NULL)
        return NULL;
    return text_format(arena,
                       "%s\nThe items of the table %s could not be carried over to its new "
                       "indexes. %s",
                       problem, table->name, session->options->remedy)
        .ptr;
}

static const char *ensure_table(struct session *session, const struct stack_table *table)
{
    struct text request = request_of(session, table);
    const cJSON *there = NULL;
    const char *problem = NULL;

    if (session->options->is_dynalite)
        problem = table_copy_resume(session->database, table->name);
    if (problem == NULL)
        problem = database_describe(session->database, table->name, &there);
    if (problem != NULL)
        return problem;
    if (there == NULL)
        return create_table(session, table, request);
    return change_table(
        session, table, there,
        database_parse(session->database, (struct ls_str){request.ptr, request.len}));
}

const char *tables_create(struct mem_arena *arena, const struct stack *stack,
                          const struct tables_options *options)
{
    struct session session = {.options = options};
    const char *problem = database_open(arena, options->url, &session.database);

    for (size_t i = 0; problem == NULL && i < stack->table_count; i++)
        problem = ensure_table(&session, &stack->tables[i]);
    return problem;
}
