/*
 * leaves.c - the data of leaves.h.
 */
#include "leaves.h"

struct leaves leaves;

static const uint8_t parts[] = {LEAF_A, LEAF_B, LEAF_C};

void leaves_init(void)
{
    static const char *const names[LEAF_COUNT] = {"derived", "a", "b", "c", "plain"};

    ls_arena_init(&leaves.arena, (size_t)1024 * 1024, (size_t)1024 * 1024);
    leaves.context = (struct ls_context){.arena = &leaves.arena};
    for (size_t i = 0; i < LEAF_COUNT; i++)
        leaves.attributes[i] = (struct ls_attribute){.name = names[i], .max_len = 40};
    leaves.attributes[LEAF_DERIVED].template = &leaves.template;
    leaves.table = (struct ls_table){
        .attributes = leaves.attributes, .attribute_count = LEAF_COUNT, .key_count = 1};
    leaves.route = (struct ls_route){.table = &leaves.table, .bindings = leaves.sources};
    leaves.request = (struct ls_request){.route = &leaves.route};
    leaves_clear();
}

void leaves_release(void)
{
    ls_arena_release(&leaves.arena);
}

void leaves_template(const char *const *literals, size_t count)
{
    leaves.template = (struct ls_template){(uint8_t)count, parts, literals};
}

void leaves_clear(void)
{
    leaves.bindings.count = 0;
    leaves.context.error = (struct ls_error){.status = LS_OK};
}

void leaves_add(size_t attribute, enum ls_match match, const char *low, const char *high)
{
    size_t row = leaves.bindings.count++;

    leaves.bindings.rows[row] =
        (struct ls_bound){.attribute = &leaves.attributes[attribute], .match = match};
    if (low != NULL)
        leaves.bindings.rows[row].low = ls_str_of(low);
    if (high != NULL)
        leaves.bindings.rows[row].high = ls_str_of(high);
    leaves.sources[row] = (struct ls_binding){
        .attribute = &leaves.attributes[attribute],
        .match = match,
        .low = {.kind = LS_SOURCE_QUERY, .name = leaves.attributes[attribute].name},
        .high = {.kind = LS_SOURCE_QUERY, .name = "high"},
    };
}
