/*
 * routes_rows.c - the routes' rows of routes.c: what each does, with which values and grants.
 */
#include "emit/routes_c.h"

#include <inttypes.h>

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
    SPELL(LS_SOURCE_TYPED),
};

static const char *const matches[] = {
    SPELL(LS_MATCH_EQUALS), SPELL(LS_MATCH_PREFIX), SPELL(LS_MATCH_BETWEEN),
    SPELL(LS_MATCH_AFTER),  SPELL(LS_MATCH_BEFORE), SPELL(LS_MATCH_CONTAINS),
    SPELL(LS_MATCH_EXISTS), SPELL(LS_MATCH_ABSENT),
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
    {LS_ROUTE_CONSISTENT, "LS_ROUTE_CONSISTENT"},
    {LS_ROUTE_CLIENT_FIELDS, "LS_ROUTE_CLIENT_FIELDS"},
    {LS_ROUTE_NULL_REMOVES, "LS_ROUTE_NULL_REMOVES"},
    {LS_ROUTE_IF_MATCH_REQUIRED, "LS_ROUTE_IF_MATCH_REQUIRED"},
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

static void add_sources(struct c_writer *w, struct c_list *fields, const struct ls_source *low,
                        const struct ls_source *high)
{
    if (low->kind != LS_SOURCE_NONE)
        c_list_add(w, fields, ".low = %s", source(w, low));
    if (high->kind != LS_SOURCE_NONE)
        c_list_add(w, fields, ".high = %s", source(w, high));
}

static void binding(struct c_writer *w, const struct plan *plan, const struct ls_table *table,
                    const struct ls_binding *one)
{
    struct c_list fields = {0};

    c_list_add(w, &fields, ".attribute = %s", routes_attribute_ref(w, plan, table, one->attribute));
    c_list_add(w, &fields, ".match = %s", matches[one->match]);
    add_sources(w, &fields, &one->low, &one->high);
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

static void add_name(struct c_writer *w, const struct plan *plan, const struct ls_table *table,
                     struct c_list *fields, const char *name, const struct ls_attribute *attribute)
{
    c_list_add(w, fields, ".name = %s", routes_literal(w, name));
    if (attribute != NULL)
        c_list_add(w, fields, ".attribute = %s", routes_attribute_ref(w, plan, table, attribute));
}

static void filters(struct c_writer *w, const struct plan *plan, const struct ls_route *route)
{
    if (route->filter_count == 0)
        return;
    c_line(w, ".filter_count = %u,", route->filter_count);
    c_open(w, ".filters = (const struct ls_filter[]){");
    for (size_t i = 0; i < route->filter_count; i++) {
        const struct ls_filter *one = &route->filters[i];
        struct c_list fields = {0};

        add_name(w, plan, route->table, &fields, one->name, one->attribute);
        c_list_add(w, &fields, ".match = %s", matches[one->match]);
        add_sources(w, &fields, &one->low, &one->high);
        c_fields_end(w, &fields, "{", "},");
    }
    c_close(w, "},");
}

static void returned_fields(struct c_writer *w, const struct ls_route *route)
{
    struct c_list names = {0};

    if (route->field_count == 0)
        return;
    c_line(w, ".field_count = %u,", route->field_count);
    for (size_t i = 0; i < route->field_count; i++)
        c_list_add(w, &names, "%s", routes_literal(w, route->fields[i]));
    c_list_end(w, &names, ".fields = (const char *const[]){", "},");
}

static void assignments(struct c_writer *w, const struct plan *plan, const struct ls_route *route)
{
    if (route->set_count == 0)
        return;
    c_line(w, ".set_count = %u,", route->set_count);
    c_open(w, ".set = (const struct ls_assignment[]){");
    for (size_t i = 0; i < route->set_count; i++) {
        const struct ls_assignment *one = &route->set[i];
        struct c_list fields = {0};

        add_name(w, plan, route->table, &fields, one->name, one->attribute);
        c_list_add(w, &fields, ".source = %s", source(w, &one->source));
        c_fields_end(w, &fields, "{", "},");
    }
    c_close(w, "},");
}

static void additions(struct c_writer *w, const struct ls_route *route)
{
    if (route->add_count == 0)
        return;
    c_line(w, ".add_count = %u,", route->add_count);
    c_open(w, ".add = (const struct ls_addition[]){");
    for (size_t i = 0; i < route->add_count; i++) {
        const struct ls_addition *one = &route->add[i];
        struct c_list fields = {0};

        c_list_add(w, &fields, ".name = %s", routes_literal(w, one->name));
        c_list_add(w, &fields, ".number = %s", routes_literal(w, one->number));
        c_fields_end(w, &fields, "{", "},");
    }
    c_close(w, "},");
}

static void idempotency(struct c_writer *w, const struct plan *plan,
                        const struct ls_idempotency *one)
{
    struct c_list fields = {0};

    if (one == NULL)
        return;
    c_list_add(w, &fields, ".table = %s", routes_table_ref(w, plan, one->table));
    c_list_add(w, &fields, ".ttl_s = %" PRIu32, one->ttl_s);
    if (one->required)
        c_list_add(w, &fields, ".required = true");
    c_fields_end(w, &fields, ".idempotency = &(const struct ls_idempotency){", "},");
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
    filters(w, plan, data);
    returned_fields(w, data);
    assignments(w, plan, data);
    additions(w, data);
    idempotency(w, plan, data->idempotency);
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
