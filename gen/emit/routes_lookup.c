/*
 * routes_lookup.c - the two look-up structures of routes.c: by route key and by path.
 */
#include "emit/routes_c.h"

#include <assert.h>

static const char *const methods[] = {
#define METHOD(name) [LS_METHOD_##name] = "LS_METHOD_" #name
    METHOD(GET),   METHOD(HEAD),   METHOD(POST),    METHOD(PUT),
    METHOD(PATCH), METHOD(DELETE), METHOD(OPTIONS), METHOD(ANY),
#undef METHOD
};

static void numbers(struct c_writer *w, const char *name, const uint16_t *values, size_t count)
{
    struct c_list list = {0};

    for (size_t i = 0; i < count; i++)
        c_list_add(w, &list, "%u", values[i]);
    c_list_end(w, &list, text_format(w->arena, "static const uint16_t %s[] = {", name).ptr, "};");
}

static void by_key(struct c_writer *w, const struct ls_key_index *keys)
{
    c_line(w,
           "/* By route key: ls_key_slot picks the row; routes count from 1, 0 is a free slot. */");
    numbers(w, "ls_key_rows", keys->rows, (size_t)keys->mask + 1);
    numbers(w, "ls_key_displacements", keys->displacements, (size_t)keys->displacement_mask + 1);
    c_blank(w);
}

/* ---- By path ---- */

/* The path that leads to each node, for the reader; a child's number is above its parent's. */
static const char **node_paths(struct c_writer *w, const struct ls_path_index *paths)
{
    const char **all = mem_array(w->arena, paths->node_count, sizeof(*all));
    const struct ls_path_edge **into = mem_array(w->arena, paths->node_count, sizeof(*into));

    for (size_t i = 0; i <= paths->mask; i++) {
        if (paths->edges[i].segment != NULL)
            into[paths->edges[i].child] = &paths->edges[i];
    }
    all[0] = "";
    for (size_t i = 0; i < paths->node_count; i++) {
        size_t child = paths->nodes[i].parameter_child;

        if (i > 0 && into[i] != NULL) {
            assert(into[i]->parent < i);
            all[i] = text_format(w->arena, "%s/%s", all[into[i]->parent], into[i]->segment).ptr;
        }
        if (child != 0) {
            assert(child > i);
            all[child] = text_format(w->arena, "%s/{}", all[i]).ptr;
        }
    }
    return all;
}

static void routes_of_node(struct c_writer *w, const char *head,
                           const uint16_t routes[LS_METHOD_COUNT])
{
    struct c_list list = {0};

    for (size_t i = 0; i < LS_METHOD_COUNT; i++) {
        if (routes[i] != 0)
            c_list_add(w, &list, "[%s] = %u", methods[i], routes[i]);
    }
    if (list.count > 0)
        c_list_end(w, &list, head, "},");
}

static void nodes(struct c_writer *w, const struct ls_path_index *paths)
{
    const char **names = node_paths(w, paths);

    c_line(w, "/* By path: the tree of segments; routes count from 1. */");
    c_open(w, "static const struct ls_path_node ls_path_nodes[] = {");
    for (size_t i = 0; i < paths->node_count; i++) {
        const struct ls_path_node *node = &paths->nodes[i];
        size_t first_field;

        c_line(w, "/* %s */", c_comment(w->arena, text_of(i == 0 ? "/" : names[i])));
        c_open(w, "[%zu] = {", i);
        first_field = w->line;
        routes_of_node(w, ".routes = {", node->routes);
        routes_of_node(w, ".greedy = {", node->greedy);
        if (node->has_literals)
            c_line(w, ".has_literals = true,");
        if (node->parameter_child != 0 || w->line == first_field)
            c_line(w, ".parameter_child = %u,", node->parameter_child);
        c_close(w, "},");
    }
    c_close(w, "};");
    c_blank(w);
}

static void edges(struct c_writer *w, const struct ls_path_index *paths)
{
    bool any = false;

    c_line(w,
           "/* The tree's literal segments; ls_path_slot says where the search for one begins. */");
    c_open(w, "static const struct ls_path_edge ls_path_edges[%zu] = {", (size_t)paths->mask + 1);
    for (size_t i = 0; i <= paths->mask; i++) {
        const struct ls_path_edge *edge = &paths->edges[i];
        struct c_list fields = {0};

        if (edge->segment == NULL)
            continue;
        any = true;
        c_list_add(w, &fields, ".segment = %s", routes_literal(w, edge->segment));
        c_list_add(w, &fields, ".length = %u", edge->length);
        c_list_add(w, &fields, ".parent = %u", edge->parent);
        c_list_add(w, &fields, ".child = %u", edge->child);
        c_fields_end(w, &fields, text_format(w->arena, "[%zu] = {", i).ptr, "},");
    }
    if (!any)
        c_line(w, "{0},"); /* ISO C has no empty braces */
    c_close(w, "};");
    c_blank(w);
}

void routes_lookup(struct c_writer *w, const struct plan *plan)
{
    by_key(w, &plan->service->keys);
    nodes(w, &plan->service->paths);
    edges(w, &plan->service->paths);
}
