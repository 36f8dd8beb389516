/*
 * contract.c - writes the facts, sorts them, and hashes them.
 */
#include "model/contract.h"

#include <stdlib.h>

#include "model/digest.h"

/* Names are quoted, so that no name can look like two. */
static void add_name(struct text_buf *line, const char *name)
{
    static const char hex[] = "0123456789abcdef";

    text_putc(line, '"');
    for (const char *c = name; *c != '\0'; c++) {
        if (*c == '"' || *c == '\\' || (unsigned char)*c < 0x20) {
            text_put(line, "\\x");
            text_putc(line, hex[(unsigned char)*c >> 4]);
            text_putc(line, hex[*c & 15]);
        } else {
            text_putc(line, *c);
        }
    }
    text_putc(line, '"');
}

static void add_field(struct text_buf *line, const char *field, const char *name)
{
    text_printf(line, " %s ", field);
    if (name == NULL)
        text_put(line, "none");
    else
        add_name(line, name);
}

static void add_attribute(struct text_buf *line, const struct ls_attribute *attribute)
{
    static const char types[] = {
        [LS_TYPE_STRING] = 'S', [LS_TYPE_NUMBER] = 'N', [LS_TYPE_BINARY] = 'B'};

    text_printf(line, " %c ", types[attribute->type]);
    add_name(line, attribute->name);
    text_printf(line, " generate %d %d", (int)attribute->generate, (int)attribute->generate_length);
}

static struct text table_line(struct mem_arena *arena, const struct ls_table *table)
{
    struct text_buf line;

    text_buf_init(&line, arena, TEXT_BUF_MAX);
    text_put(&line, "table ");
    add_name(&line, table->name);
    for (size_t i = 0; i < table->key_count; i++)
        add_attribute(&line, &table->key[i]);
    add_field(&line, "created", table->created);
    add_field(&line, "updated", table->updated);
    return text_view(&line);
}

static struct text index_line(struct mem_arena *arena, const struct ls_table *table,
                              const struct ls_index *index)
{
    struct text_buf line;

    text_buf_init(&line, arena, TEXT_BUF_MAX);
    text_put(&line, "index ");
    add_name(&line, table->name);
    add_field(&line, "name", index->name);
    add_field(&line, "physical", index->physical_name);
    text_printf(&line, " local %d partition %d", index->local, index->partition_count);
    for (int i = 0; i < index->partition_count + index->sort_count; i++)
        add_attribute(&line, index->key[i]);
    return text_view(&line);
}

static void add_source(struct text_buf *line, const struct ls_source *source)
{
    text_printf(line, " source %d", (int)source->kind);
    if (source->name != NULL)
        add_field(line, "name", source->name);
}

static struct text grant_line(struct mem_arena *arena, const struct ls_route *route,
                              const struct ls_grant *grant)
{
    struct text_buf line;

    text_buf_init(&line, arena, TEXT_BUF_MAX);
    text_put(&line, "grant ");
    add_name(&line, route->key);
    add_field(&line, "table", grant->table->name);
    add_field(&line, "index", grant->index == NULL ? NULL : grant->index->name);
    text_printf(&line, " operations %lx", (unsigned long)grant->operations);
    return text_view(&line);
}

static struct text route_line(struct mem_arena *arena, const struct ls_route *route,
                              const char *handler)
{
    struct text_buf line;

    text_buf_init(&line, arena, TEXT_BUF_MAX);
    text_put(&line, "route ");
    add_name(&line, route->key);
    text_printf(&line, " action %d if_exists %d flags %lx page %d %d", (int)route->action,
                (int)route->if_exists, (unsigned long)route->flags, route->page_size,
                route->max_page_size);
    add_field(&line, "handler", handler);
    add_field(&line, "table", route->table == NULL ? NULL : route->table->name);
    add_field(&line, "index", route->index == NULL ? NULL : route->index->name);
    for (size_t i = 0; i < route->binding_count; i++) {
        add_field(&line, "key", route->bindings[i].attribute->name);
        text_printf(&line, " match %d", (int)route->bindings[i].match);
        add_source(&line, &route->bindings[i].low);
        add_source(&line, &route->bindings[i].high);
    }
    return text_view(&line);
}

static int by_bytes(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

struct text contract_text(struct mem_arena *arena, const struct plan *plan)
{
    const struct ls_service *service = plan->service;
    size_t count = 0, total = service->route_count + plan->variable_count;
    struct text *lines;
    struct text_buf text;

    for (size_t i = 0; i < service->table_count; i++)
        total += 1 + service->tables[i].index_count;
    for (size_t i = 0; i < service->route_count; i++)
        total += service->routes[i].grant_count;
    lines = mem_array(arena, total, sizeof(*lines));
    for (size_t i = 0; i < service->table_count; i++) {
        const struct ls_table *table = &service->tables[i];

        lines[count++] = table_line(arena, table);
        for (size_t j = 0; j < table->index_count; j++)
            lines[count++] = index_line(arena, table, &table->indexes[j]);
    }
    for (size_t i = 0; i < service->route_count; i++) {
        const struct ls_route *route = &service->routes[i];
        struct text handler = plan->routes[i].handler;

        lines[count++] = route_line(arena, route, handler.len == 0 ? NULL : handler.ptr);
        for (size_t j = 0; j < route->grant_count; j++)
            lines[count++] = grant_line(arena, route, &route->grants[j]);
    }
    for (size_t i = 0; i < plan->variable_count; i++)
        lines[count++] = text_format(arena, "variable %s", plan->variables[i].name.ptr);
    if (count > 0)
        qsort(lines, count, sizeof(lines[0]), by_bytes);
    text_buf_init(&text, arena, TEXT_BUF_MAX);
    text_put(&text, "lockstep contract 1\n");
    for (size_t i = 0; i < count; i++) {
        text_add(&text, lines[i].ptr, lines[i].len);
        text_putc(&text, '\n');
    }
    return text_view(&text);
}

const char *contract_digest(struct mem_arena *arena, struct text contract)
{
    char hex[DIGEST_HEX + 1];

    digest_hex(contract, hex);
    return text_copy(arena, hex, DIGEST_HEX).ptr;
}
