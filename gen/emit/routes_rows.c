/*
 * routes_rows.c - the routes' rows of routes.c: what each does, with which key values and grants.
 */
#include "emit/routes_c.h"

#define SPELL(constant) [constant] = #constant

static const char *const actions[] = {
    SPELL(LS_ACTION_LIST),    SPELL(LS_ACTION_GET),    SPELL(LS_ACTION_CREATE),
    SPELL(LS_ACTION_UPDATE),  SPELL(LS_ACTION_DELETE), SPELL(LS_ACTION_PREFLIGHT),
    SPELL(LS_ACTION_HANDLER),
};

static const char *const sources[] = {
    SPELL(LS_SOURCE_NONE),         SPELL(LS_SOURCE_PATH),           SPELL(LS_SOURCE_QUERY),
    SPELL(LS_SOURCE_HEADER),       SPELL(LS_SOURCE_CLAIM),          SPELL(LS_SOURCE_BODY),
    SPELL(LS_SOURCE_IAM_USER_ARN), SPELL(LS_SOURCE_IAM_ACCOUNT_ID), SPELL(LS_SOURCE_CONST),
};

static const char *const matches[] = {
    SPELL(LS_MATCH_EQUALS), SPELL(LS_MATCH_PREFIX), SPELL(LS_MATCH_BETWEEN),
    SPELL(LS_MATCH_AFTER),  SPELL(LS_MATCH_BEFORE),
};

static const char *const if_exists[] = {
    SPELL(LS_IF_EXISTS_FAIL),
    SPELL(LS_IF_EXISTS_KEEP),
    SPELL(LS_IF_EXISTS_REPLACE),
};

static const char *const operations[] = {
#define OPERATION(name, wire, grant, on_index) SPELL(LS_DDB_##name),
    LS_DDB_OPERATIONS(OPERATION)
#undef OPERATION
};

static const struct {
    uint32_t bit;
    const char *name;
} flags[] = {
    {LS_ROUTE_SCAN, "LS_ROUTE_SCAN"},
    {LS_ROUTE_DESCENDING, "LS_ROUTE_DESCENDING"},
    {LS_ROUTE_UPSERT, "LS_ROUTE_UPSERT"},
    {LS_ROUTE_MUST_EXIST, "LS_ROUTE_MUST_EXIST"},
};

static void route_flags(struct c_writer *w, uint32_t set)
{
    struct c_list list = {0};

    for (size_t i = 0; i < sizeof(flags) / sizeof(*flags); i++) {
        if ((set & flags[i].bit) != 0)
            c_list_add(w, &list, "%s", flags[i].name);
    }
    if (list.count > 0)
        c_flags_end(w, &list, ".flags =", ",");
}

static const char *source(struct c_writer *w, const struct ls_source *one)
{
    if (one->name == NULL)
        return text_format(w->arena, "{.kind = %s}", sources[one->kind]).ptr;
    return text_format(w->arena, "{.kind = %s, .name = %s}", sources[one->kind],
                       routes_literal(w, one->name))
        .ptr;
}

static void binding(struct c_writer *w, const struct plan *plan, const struct ls_table *table,
                    const struct ls_binding *one)
{
    struct c_list fields = {0};

    c_list_add(w, &fields, ".attribute = %s", routes_attribute_ref(w, plan, table, one->attribute));
    c_list_add(w, &fields, ".match = %s", matches[one->match]);
    if (one->low.kind != LS_SOURCE_NONE)
        c_list_add(w, &fields, ".low = %s", source(w, &one->low));
    if (one->high.kind != LS_SOURCE_NONE)
        c_list_add(w, &fields, ".high = %s", source(w, &one->high));
    c_fields_end(w, &fields, "{", "},");
}

static void bindings(struct c_writer *w, const struct plan *plan, const struct ls_route *route)
{
    if (route->binding_count == 0)
        return;
    c_line(w, ".binding_count = %u,", route->binding_count);
    c_open(w, ".bindings = (const struct ls_binding[]){");
    for (size_t i = 0; i < route->binding_count; i++)
        binding(w, plan, route->table, &route->bindings[i]);
    c_close(w, "},");
}

static void grant(struct c_writer *w, const struct plan *plan, const struct ls_grant *one)
{
    struct c_list bits = {0};

    c_open(w, "{");
    c_line(w, ".table = %s,", routes_table_ref(w, plan, one->table));
    if (one->index != NULL)
        c_line(w, ".index = %s,", routes_index_ref(w, plan, one->table, one->index));
    for (unsigned i = 0; i < LS_DDB_OPERATION_COUNT; i++) {
        if ((one->operations & 1u << i) != 0)
            c_list_add(w, &bits, "1u << %s", operations[i]);
    }
    c_flags_end(w, &bits, ".operations =", ",");
    c_close(w, "},");
}

static void handler(struct c_writer *w, const struct plan *plan, const struct plan_route *route)
{
    const struct ls_route *data = route->data;

    if (route->handler.len == 0)
        return;
    c_line(w, ".handler = %.*s,", (int)route->handler.len, route->handler.ptr);
    if (data->grant_count == 0)
        return;
    c_line(w, ".grant_count = %u,", data->grant_count);
    c_open(w, ".grants = (const struct ls_grant[]){");
    for (size_t i = 0; i < data->grant_count; i++)
        grant(w, plan, &data->grants[i]);
    c_close(w, "},");
}

static void parameters(struct c_writer *w, const struct ls_route *route)
{
    struct c_list names = {0};

    if (route->parameter_count == 0)
        return;
    c_line(w, ".parameter_count = %u,", route->parameter_count);
    for (size_t i = 0; i < route->parameter_count; i++)
        c_list_add(w, &names, "%s", routes_literal(w, route->parameters[i]));
    c_list_end(w, &names, ".parameters = (const char *const[]){", "},");
}

static void route_row(struct c_writer *w, const struct plan *plan, const struct plan_route *route)
{
    const struct ls_route *data = route->data;

    c_open(w, "{");
    c_line(w, ".key = %s,", routes_literal(w, data->key));
    c_line(w, ".key_length = %u,", data->key_length);
    parameters(w, data);
    c_line(w, ".action = %s,", actions[data->action]);
    if (data->table != NULL)
        c_line(w, ".table = %s,", routes_table_ref(w, plan, data->table));
    if (data->index != NULL)
        c_line(w, ".index = %s,", routes_index_ref(w, plan, data->table, data->index));
    bindings(w, plan, data);
    if (data->action == LS_ACTION_CREATE)
        c_line(w, ".if_exists = %s,", if_exists[data->if_exists]);
    route_flags(w, data->flags);
    if (data->action == LS_ACTION_LIST) {
        c_line(w, ".page_size = %u,", data->page_size);
        c_line(w, ".max_page_size = %u,", data->max_page_size);
    }
    handler(w, plan, route);
    c_close(w, "},");
}

void routes_rows(struct c_writer *w, const struct plan *plan)
{
    if (plan->route_count == 0)
        return;
    c_open(w, "static const struct ls_route ls_routes[] = {");
    for (size_t i = 0; i < plan->route_count; i++)
        route_row(w, plan, &plan->routes[i]);
    c_close(w, "};");
    c_blank(w);
}
