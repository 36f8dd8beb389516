/*
 * planned.c - reads and plans.
 */
#include "planned.h"

#include <criterion/criterion.h>

#include "model/variants.h"
#include "read/yaml.h"

void planned_make(struct planned *planned, const char *text)
{
    struct source *source;
    const struct doc_node *root;

    *planned = (struct planned){.arena = mem_arena_new()};
    cr_assert_not_null(planned->arena);
    if (setjmp(*mem_guard(planned->arena)) != 0)
        cr_assert_fail("memory was short");
    source = mem_alloc(planned->arena, sizeof(*source));
    source_init(source, planned->arena, "spec.yaml", text_of(text));
    planned->diags = diags_new(planned->arena, source);
    root = yaml_read(planned->arena, source, planned->diags);
    if (root != NULL)
        planned->plan = variants_plan(planned->arena, planned->diags, source, root);
}

void planned_good(struct planned *planned, const char *text)
{
    planned_make(planned, text);
    cr_assert(planned->plan != NULL && diags_warnings(planned->diags) == 0, "%s\nof:\n%s",
              planned_says(planned), text);
}

void planned_release(struct planned *planned)
{
    mem_arena_free(planned->arena);
}

const char *planned_says(const struct planned *planned)
{
    struct text_buf out;

    text_buf_init(&out, planned->arena, TEXT_BUF_MAX);
    diags_render(planned->diags, DIAG_TEXT, &out);
    return out.ptr;
}

const struct plan_route *planned_route(const struct planned *planned, const char *key)
{
    for (size_t i = 0; i < planned->plan->route_count; i++) {
        if (text_is(planned->plan->routes[i].key, key))
            return &planned->plan->routes[i];
    }
    cr_assert_fail("no route %s", key);
    return NULL;
}

const struct plan_table *planned_table(const struct planned *planned, const char *name)
{
    for (size_t i = 0; i < planned->plan->table_count; i++) {
        if (text_is(planned->plan->tables[i].spec->name.value, name))
            return &planned->plan->tables[i];
    }
    cr_assert_fail("no table %s", name);
    return NULL;
}
