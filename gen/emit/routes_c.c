/*
 * routes_c.c - routes.c as a whole: ABI check, handlers, tables, routes, look-ups, the service.
 */
#include "emit/routes_c.h"

#include "emit/emit.h"

#include <inttypes.h>
#include <string.h>

struct text routes_spec_name(const struct plan *plan)
{
    const char *slash = strrchr(plan->source->path, '/');

    return text_of(slash != NULL ? slash + 1 : plan->source->path);
}

void routes_head(struct c_writer *w, const struct plan *plan)
{
    c_line(w, "/* Generated from %s by `lockstep generate`; edit that file, not this one. */",
           c_comment(w->arena, routes_spec_name(plan)));
}

const char *routes_literal(struct c_writer *w, const char *text)
{
    return c_literal(w->arena, text_of(text));
}

static void abi_check(struct c_writer *w)
{
    c_directive(w, "#if LS_ABI != %d", LS_ABI);
    c_directive(w, "#error \"This file is for another version of Lockstep's runtime: run "
                   "`lockstep generate`.\"");
    c_directive(w, "#endif");
    c_blank(w);
}

/*
 * The linker names the place of an undefined symbol by the variable that refers to it, if that has
 * a line. So each handler gets a variable on its line of the spec; the attributes keep it although
 * nothing reads it.
 */
static void handlers(struct c_writer *w, const struct plan *plan)
{
    if (plan->handler_count == 0)
        return;
    c_line(w,
           "/* These only make the linker name the line of the spec whose handler is missing. */");
    for (size_t i = 0; i < plan->handler_count; i++) {
        const struct plan_handler *one = &plan->handlers[i];
        int length = (int)one->name.len;

        c_line_of(w, one->place.line, routes_spec_name(plan));
        c_line(w, "__attribute__((used, retain)) static ls_handler *const ls_line_%zu_%.*s = %.*s;",
               one->place.line, length, one->name.ptr, length, one->name.ptr);
    }
    c_line_here(w, "routes.c");
    c_blank(w);
}

static void string_field(struct c_writer *w, const char *name, const char *value)
{
    if (value != NULL)
        c_line(w, ".%s = %s,", name, routes_literal(w, value));
}

static void cors(struct c_writer *w, const struct ls_cors *one)
{
    struct c_list origins = {0};

    if (one == NULL)
        return;
    c_open(w, "static const struct ls_cors ls_cors = {");
    for (size_t i = 0; i < one->origin_count; i++)
        c_list_add(w, &origins, "%s", routes_literal(w, one->origins[i]));
    c_list_end(w, &origins, ".origins = (const char *const[]){", "},");
    c_line(w, ".origin_count = %u,", one->origin_count);
    c_line(w, ".credentials = %s,", one->credentials ? "true" : "false");
    string_field(w, "methods", one->methods);
    string_field(w, "headers", one->headers);
    string_field(w, "expose_headers", one->expose_headers);
    string_field(w, "max_age", one->max_age);
    c_close(w, "};");
    c_blank(w);
}

static void service(struct c_writer *w, const struct plan *plan)
{
    const struct ls_service *one = plan->service;

    c_open(w, "const struct ls_service ls_service = {");
    c_line(w, ".abi = LS_ABI,");
    c_line(w, ".name = %s,", routes_literal(w, one->name));
    c_line(w, ".contract = %s,", routes_literal(w, one->contract));
    if (one->table_count > 0)
        c_line(w, ".tables = ls_tables,");
    if (one->route_count > 0)
        c_line(w, ".routes = ls_routes,");
    c_line(w, ".table_count = %u,", one->table_count);
    c_line(w, ".route_count = %u,", one->route_count);
    c_open(w, ".keys = {");
    c_line(w, ".seed = UINT64_C(0x%" PRIx64 "),", one->keys.seed);
    c_line(w, ".mask = %" PRIu32 ",", one->keys.mask);
    c_line(w, ".displacement_mask = %" PRIu32 ",", one->keys.displacement_mask);
    c_line(w, ".rows = ls_key_rows,");
    c_line(w, ".displacements = ls_key_displacements,");
    c_close(w, "},");
    c_open(w, ".paths = {");
    c_line(w, ".nodes = ls_path_nodes,");
    c_line(w, ".node_count = %u,", one->paths.node_count);
    c_line(w, ".mask = %" PRIu32 ",", one->paths.mask);
    c_line(w, ".edges = ls_path_edges,");
    c_line(w, ".default_route = %u,", one->paths.default_route);
    c_close(w, "},");
    if (one->cors != NULL)
        c_line(w, ".cors = &ls_cors,");
    c_close(w, "};");
}

void emit_routes_c(struct mem_arena *arena, const struct plan *plan, struct text_buf *out)
{
    struct c_writer w;

    c_init(&w, arena, out);
    routes_head(&w, plan);
    c_directive(&w, "#include \"routes.h\"");
    c_blank(&w);
    abi_check(&w);
    handlers(&w, plan);
    routes_tables(&w, plan);
    routes_rows(&w, plan);
    routes_lookup(&w, plan);
    cors(&w, plan->service->cors);
    service(&w, plan);
}
