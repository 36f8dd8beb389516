/*
 * handler_page.c - a handler's queries and scans, a page at a time.
 */
#include "handler_table.h"
#include "page.h"

static enum ls_status add_page(struct ls_context *context, enum ls_ddb_operation operation,
                               const struct ls_page *page)
{
    if (page == NULL)
        return LS_OK;
    if (page->limit < 0)
        return ls_fail(&context->error, LS_INTERNAL, NULL, "page's limit is negative");
    if (page->limit > 0) {
        ls_buf_str(context->work, LS_STR(",\"Limit\":"));
        ls_buf_int(context->work, page->limit);
    }
    if (page->descending && operation == LS_DDB_QUERY)
        ls_call_json(context, "ScanIndexForward", LS_STR("false"));
    if (page->start.len > 0)
        ls_call_json(context, "ExclusiveStartKey", page->start);
    return LS_OK;
}

/* The items as a plain JSON array in context->work, whose request has been answered. */
static enum ls_status write_items(struct ls_context *context, struct ls_page_reader *reader)
{
    struct ls_buf *work = context->work;
    char before = '[';
    int next;

    ls_buf_reset(work);
    while ((next = ls_page_next(reader)) > 0) {
        enum ls_status status;

        ls_buf_char(work, before);
        before = ',';
        status = ls_item_to_json(&reader->json, LS_JSON_PLAIN, work, &context->error);
        if (status != LS_OK)
            return status;
    }
    if (next < 0)
        return ls_fail(&context->error, LS_BAD_REPLY, NULL, "DynamoDB's reply is no page of items");
    ls_buf_text(work, before == '[' ? "[]" : "]");
    return LS_OK;
}

/* Both are copied to the arena: the reply and the buffer belong to the next call. */
static enum ls_status take_page(struct ls_context *context, struct ls_str reply,
                                struct ls_str *items, struct ls_str *next)
{
    struct ls_page_reader reader;
    enum ls_status status;

    ls_page_begin(&reader, reply);
    status = write_items(context, &reader);
    if (status != LS_OK)
        return status;
    *items = ls_arena_copy(context->arena, ls_buf_view(context->work));
    *next = ls_arena_copy(context->arena, reader.last_key);
    if (items->ptr == NULL || next->ptr == NULL || context->work->failed)
        return ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL);
    return LS_OK;
}

static int read_page(struct ls_context *context, unsigned table, enum ls_ddb_operation operation,
                     const struct ls_expression *what, const struct ls_page *page,
                     struct ls_str *items, struct ls_str *next)
{
    const char *index = page == NULL ? NULL : page->index;
    struct ls_str reply;
    enum ls_status status;

    if (ls_handler_begin(context, table, index, operation) == NULL)
        return (int)context->error.status;
    status = ls_handler_expression(context, what);
    if (status == LS_OK)
        status = add_page(context, operation, page);
    if (status == LS_OK)
        status = ls_call_send(context, operation, &reply);
    return (int)(status == LS_OK ? take_page(context, reply, items, next) : status);
}

int ls_table_query(struct ls_context *context, unsigned table, const struct ls_expression *what,
                   const struct ls_page *page, struct ls_str *items, struct ls_str *next)
{
    return read_page(context, table, LS_DDB_QUERY, what, page, items, next);
}

int ls_table_scan(struct ls_context *context, unsigned table, const struct ls_expression *what,
                  const struct ls_page *page, struct ls_str *items, struct ls_str *next)
{
    return read_page(context, table, LS_DDB_SCAN, what, page, items, next);
}
