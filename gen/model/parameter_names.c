/*
 * parameter_names.c - a position of a path has one variable name, whatever the methods.
 *
 * API Gateway refuses `PUT /a/{x}` beside `GET /a/{id}` with a ConflictException: "conflicting
 * variable on the same hierarchical level". A greedy variable is a position of its own.
 */
#include "base/name_map.h"
#include "model/check_text.h"
#include "model/routes.h"

/* The first route that has a variable at a position, and what it calls it. */
struct position_name {
    const struct plan_route *route;
    struct text name;
};

struct name_list {
    struct planner *planner;
    struct name_map positions; /* "/a/{}" -> 1-based index of `names` */
    struct position_name *names;
    size_t count, cap;
    const struct spec_route *reported; /* crud makes several routes of one line */
};

static void report(struct name_list *list, const struct position_name *first,
                   const struct plan_route *route, struct text name)
{
    struct diag *diag;

    if (list->reported == route->spec)
        return;
    list->reported = route->spec;
    diag = diag_add(list->planner->diags, DIAG_parameter_names_differ, route->spec->name.at,
                    "`%s` calls `{%.*s}` what another route calls `{%.*s}`", route->key.ptr,
                    TEXT_ARG(name), TEXT_ARG(first->name));
    diag_note(diag, first->route->spec->name.at, "`%s` comes from here", first->route->key.ptr);
    diag_hint(diag,
              "API Gateway takes one name a position: write `{%.*s}` in both, and say under `key` "
              "which attribute it is: `key: { ATTRIBUTE: path.%.*s }`",
              TEXT_ARG(first->name), TEXT_ARG(first->name));
}

static void check_position(struct name_list *list, struct text position,
                           const struct plan_route *route, struct text name)
{
    bool added;
    size_t *place = name_map_add(&list->positions, position, &added);
    const struct position_name *first;

    if (added) {
        list->names = mem_grow(list->planner->arena, list->names, &list->cap, list->count + 1,
                               sizeof(list->names[0]));
        list->names[list->count++] = (struct position_name){route, name};
        *place = list->count;
        return;
    }
    first = &list->names[*place - 1];
    /* Routes of one key are two of the same, which is reported as that. */
    if (!text_equal(first->name, name) &&
        !text_equal(
            route_key_normal(list->planner->arena, route->method, route->path),
            route_key_normal(list->planner->arena, first->route->method, first->route->path)))
        report(list, first, route, name);
}

static void check_route(struct name_list *list, const struct plan_route *route)
{
    struct segment segments[LS_MAX_PATH_SEGMENTS];
    size_t count = route->path.len == 0 ? 0 : path_segments(route->path, segments);
    struct text_buf position;

    text_buf_init(&position, list->planner->arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < count; i++) {
        text_putc(&position, '/');
        if (segments[i].kind == SEGMENT_LITERAL) {
            text_add(&position, segments[i].text.ptr, segments[i].text.len);
        } else if (segments[i].kind == SEGMENT_PARAMETER) {
            struct text place;

            text_put(&position, "{}");
            place = text_copy(list->planner->arena, position.ptr, position.len);
            check_position(list, place, route, segments[i].text);
        }
    }
}

void check_parameter_names(struct planner *planner)
{
    struct name_list list = {.planner = planner};

    name_map_init(&list.positions, planner->arena);
    for (size_t i = 0; i < planner->route_count; i++)
        check_route(&list, &planner->routes[i]);
}
