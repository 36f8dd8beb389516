/*
 * duplicate_routes.c - two lines that are one route to the gateway. Lines in which something else
 * is wrong are compared as well.
 */
#include "model/routes.h"

#include <stdlib.h>

#include "model/check_text.h"

void name_route(struct route_list *list, const struct spec_route *spec, enum ls_method method,
                struct text path, struct text key)
{
    struct mem_arena *arena = list->planner->arena;

    list->names =
        mem_grow(arena, list->names, &list->name_cap, list->name_count + 1, sizeof(list->names[0]));
    list->names[list->name_count] =
        (struct route_name){spec, key, route_key_normal(arena, method, path), list->name_count};
    list->name_count++;
}

static int by_normal(const void *left, const void *right)
{
    const struct route_name *a = left, *b = right;
    int order = text_compare(a->normal, b->normal);

    return order != 0 ? order : (a->order > b->order) - (a->order < b->order);
}

static void report(struct planner *planner, const struct route_name *first,
                   const struct route_name *second)
{
    bool crud_made =
        first->spec->name.value.ptr[0] == '/' || second->spec->name.value.ptr[0] == '/';
    struct diag *diag = text_equal(first->key, second->key)
                            ? diag_add(planner->diags, DIAG_duplicate_route, second->spec->name.at,
                                       "there are two routes `%s`", second->key.ptr)
                            : diag_add(planner->diags, DIAG_duplicate_route, second->spec->name.at,
                                       "`%s` and `%s` are one route to API Gateway",
                                       second->key.ptr, first->key.ptr);

    diag_note(diag, first->spec->name.at, "`%s` comes from here", first->key.ptr);
    diag_hint(diag, crud_made ? "crud makes some routes; `only` says which"
                              : "the names of path parameters make no difference");
}

void check_duplicates(struct route_list *list)
{
    if (list->name_count > 0)
        qsort(list->names, list->name_count, sizeof(list->names[0]), by_normal);
    for (size_t first = 0, i = 1; i < list->name_count; i++) {
        if (!text_equal(list->names[first].normal, list->names[i].normal)) {
            first = i;
            continue;
        }
        list->planner->routes_repeat = true;
        report(list->planner, &list->names[first], &list->names[i]);
    }
}
