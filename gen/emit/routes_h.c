/*
 * routes_h.c - routes.h: what handlers need of the generated code, their prototypes and the
 * numbers of the tables.
 */
#include "emit/emit.h"
#include "emit/routes_c.h"

static void table_numbers(struct c_writer *w, const struct plan *plan)
{
    if (plan->table_count == 0)
        return;
    c_line(w, "/* The `table` of ls_table_get and its like. */");
    c_open(w, "enum {");
    for (size_t i = 0; i < plan->table_count; i++)
        c_line(w, "%s,", plan->tables[i].macro);
    c_close(w, "};");
    c_blank(w);
}

static void prototypes(struct c_writer *w, const struct plan *plan)
{
    if (plan->handler_count == 0)
        return;
    c_line(w, "/* The handlers, each at its line of the spec. */");
    for (size_t i = 0; i < plan->handler_count; i++) {
        const struct plan_handler *one = &plan->handlers[i];

        c_line_of(w, one->place.line, routes_spec_name(plan));
        c_line(w, "ls_handler %.*s;", (int)one->name.len, one->name.ptr);
    }
    c_line_here(w, "routes.h");
    c_blank(w);
}

void emit_routes_h(struct mem_arena *arena, const struct plan *plan, struct text_buf *out)
{
    struct c_writer w;

    c_init(&w, arena, out);
    routes_head(&w, plan);
    c_directive(&w, "#ifndef LOCKSTEP_ROUTES_H");
    c_directive(&w, "#define LOCKSTEP_ROUTES_H");
    c_blank(&w);
    c_directive(&w, "#include \"lockstep.h\"");
    c_blank(&w);
    table_numbers(&w, plan);
    prototypes(&w, plan);
    c_directive(&w, "#endif");
}
