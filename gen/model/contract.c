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

/* ---- Tables ---- */

static struct text attribute_line(struct mem_arena *arena, const struct ls_table *table,
                                  const struct ls_attribute *attribute)
{
    static const char types[] = {
        [LS_TYPE_STRING] = 'S', [LS_TYPE_NUMBER] = 'N', [LS_TYPE_BINARY] = 'B'};
    const struct ls_template *template = attribute->template;
    struct text_buf line;

    text_buf_init(&line, arena, TEXT_BUF_MAX);
    text_put(&line, "attribute ");
    add_name(&line, table->name);
    add_field(&line, "name", attribute->name);
    text_printf(&line, " type %c format %d generate %d %d", types[attribute->type],
                (int)attribute->format, (int)attribute->generate, (int)attribute->generate_length);
    if (template == NULL)
        return text_view(&line);
    add_field(&line, "template", template->literals[0]);
    for (size_t i = 0; i < template->part_count; i++) {
        add_field(&line, "part", table->attributes[template->parts[i]].name);
        add_field(&line, "literal", template->literals[i + 1]);
    }
    return text_view(&line);
}

static struct text table_line(struct mem_arena *arena, const struct ls_table *table)
{
    struct text_buf line;

    text_buf_init(&line, arena, TEXT_BUF_MAX);
    text_put(&line, "table ");
    add_name(&line, table->name);
    for (size_t i = 0; i < table->key_count; i++)
        add_field(&line, "key", table->attributes[i].name);
    add_field(&line, "created", table->created);
    add_field(&line, "updated", table->updated);
    add_field(&line, "version", table->version);
    add_field(&line, "ttl", table->ttl);
    text_printf(&line, " after_days %d hide_expired %d", table->ttl_after_days,
                table->hide_expired);
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
        add_field(&line, "key", index->key[i]->name);
    return text_view(&line);
}

/* ---- Routes ---- */

/* Of facts of which a route has several, each has a line of its own, so that they can be sorted. */
static void begin_line(struct text_buf *line, struct mem_arena *arena, const char *fact,
                       const struct ls_route *route)
{
    text_buf_init(line, arena, TEXT_BUF_MAX);
    text_printf(line, "%s ", fact);
    add_name(line, route->key);
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

    begin_line(&line, arena, "grant", route);
    add_field(&line, "table", grant->table->name);
    add_field(&line, "index", grant->index == NULL ? NULL : grant->index->name);
    text_printf(&line, " operations %lx", (unsigned long)grant->operations);
    return text_view(&line);
}

static struct text filter_line(struct mem_arena *arena, const struct ls_route *route,
                               const struct ls_filter *filter)
{
    struct text_buf line;

    begin_line(&line, arena, "filter", route);
    add_field(&line, "name", filter->name);
    text_printf(&line, " match %d", (int)filter->match);
    add_source(&line, &filter->low);
    add_source(&line, &filter->high);
    return text_view(&line);
}

static struct text field_line(struct mem_arena *arena, const struct ls_route *route,
                              const char *field)
{
    struct text_buf line;

    begin_line(&line, arena, "field", route);
    add_field(&line, "name", field);
    return text_view(&line);
}

static struct text set_line(struct mem_arena *arena, const struct ls_route *route,
                            const struct ls_assignment *set)
{
    struct text_buf line;

    begin_line(&line, arena, "set", route);
    add_field(&line, "name", set->name);
    add_source(&line, &set->source);
    return text_view(&line);
}

static struct text add_line(struct mem_arena *arena, const struct ls_route *route,
                            const struct ls_addition *add)
{
    struct text_buf line;

    begin_line(&line, arena, "add", route);
    add_field(&line, "name", add->name);
    add_field(&line, "number", add->number);
    return text_view(&line);
}

static struct text route_line(struct mem_arena *arena, const struct ls_route *route,
                              const char *handler)
{
    const struct ls_idempotency *idempotency = route->idempotency;
    struct text_buf line;

    begin_line(&line, arena, "route", route);
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
    if (idempotency != NULL) {
        add_field(&line, "idempotency", idempotency->table->name);
        text_printf(&line, " ttl_s %lu required %d", (unsigned long)idempotency->ttl_s,
                    idempotency->required);
    }
    return text_view(&line);
}

/* ---- All of them ---- */

struct lines {
    struct mem_arena *arena;
    struct text *items;
    size_t count, cap;
};

static void add(struct lines *lines, struct text line)
{
    lines->items = mem_grow(lines->arena, lines->items, &lines->cap, lines->count + 1,
                            sizeof(lines->items[0]));
    lines->items[lines->count++] = line;
}

static void add_table(struct lines *lines, const struct ls_table *table)
{
    add(lines, table_line(lines->arena, table));
    for (size_t i = 0; i < table->attribute_count; i++)
        add(lines, attribute_line(lines->arena, table, &table->attributes[i]));
    for (size_t i = 0; i < table->index_count; i++)
        add(lines, index_line(lines->arena, table, &table->indexes[i]));
}

static void add_route(struct lines *lines, const struct ls_route *route, const char *handler)
{
    add(lines, route_line(lines->arena, route, handler));
    for (size_t i = 0; i < route->grant_count; i++)
        add(lines, grant_line(lines->arena, route, &route->grants[i]));
    for (size_t i = 0; i < route->filter_count; i++)
        add(lines, filter_line(lines->arena, route, &route->filters[i]));
    for (size_t i = 0; i < route->field_count; i++)
        add(lines, field_line(lines->arena, route, route->fields[i]));
    for (size_t i = 0; i < route->set_count; i++)
        add(lines, set_line(lines->arena, route, &route->set[i]));
    for (size_t i = 0; i < route->add_count; i++)
        add(lines, add_line(lines->arena, route, &route->add[i]));
}

static int by_bytes(const void *left, const void *right)
{
    return text_compare(*(const struct text *)left, *(const struct text *)right);
}

struct text contract_text(struct mem_arena *arena, const struct plan *plan)
{
    const struct ls_service *service = plan->service;
    struct lines lines = {.arena = arena};
    struct text_buf text;

    for (size_t i = 0; i < service->table_count; i++)
        add_table(&lines, &service->tables[i]);
    for (size_t i = 0; i < service->route_count; i++) {
        struct text handler = plan->routes[i].handler;

        add_route(&lines, &service->routes[i], handler.len == 0 ? NULL : handler.ptr);
    }
    for (size_t i = 0; i < plan->variable_count; i++)
        add(&lines, text_format(arena, "variable %s", plan->variables[i].name.ptr));
    if (lines.count > 0)
        qsort(lines.items, lines.count, sizeof(lines.items[0]), by_bytes);
    text_buf_init(&text, arena, TEXT_BUF_MAX);
    text_put(&text, "lockstep contract 2\n");
    for (size_t i = 0; i < lines.count; i++) {
        text_add(&text, lines.items[i].ptr, lines.items[i].len);
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
