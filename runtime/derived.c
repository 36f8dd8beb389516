/*
 * derived.c - the declared attributes of an item that is being written.
 */
#include "derived.h"

#include <string.h>

#include "template.h"

static size_t add_leaf(uint8_t leaves[LS_MAX_BINDINGS], size_t count, uint8_t leaf)
{
    for (size_t i = 0; i < count; i++) {
        if (leaves[i] == leaf)
            return count;
    }
    if (count < LS_MAX_BINDINGS)
        leaves[count++] = leaf;
    return count;
}

size_t ls_key_leaves(const struct ls_table *table, uint8_t leaves[LS_MAX_BINDINGS])
{
    size_t count = 0;

    for (uint8_t i = 0; i < table->key_count; i++) {
        const struct ls_template *template = table->attributes[i].template;

        if (template == NULL)
            count = add_leaf(leaves, count, i);
        for (size_t part = 0; template != NULL && part < template->part_count; part++)
            count = add_leaf(leaves, count, template->parts[part]);
    }
    return count;
}

static void append(char **at, const char *text)
{
    size_t len = strlen(text);

    memcpy(*at, text, len);
    *at += len;
}

/* LS_BAD_PARAMETER: "NAME before a, b behind". */
static enum ls_status refuse(struct ls_context *context, const struct ls_table *table,
                             const char *name, const char *before, const uint8_t *attributes,
                             size_t count, const char *behind)
{
    size_t size = strlen(before) + strlen(behind) + 1;
    char *what, *at;

    for (size_t i = 0; i < count; i++)
        size += strlen(table->attributes[attributes[i]].name) + strlen(", ");
    what = at = ls_arena_alloc(context->arena, size);
    if (what == NULL)
        return ls_fail(&context->error, LS_NO_MEMORY, NULL, NULL);
    append(&at, before);
    for (size_t i = 0; i < count; i++) {
        append(&at, i == 0 ? "" : ", ");
        append(&at, table->attributes[attributes[i]].name);
    }
    append(&at, behind);
    *at = '\0';
    return ls_event_bad_parameter(&context->error, context->arena, name, what);
}

enum ls_status ls_derived_refuse(struct ls_context *context, const struct ls_table *table,
                                 const struct ls_attribute *attribute)
{
    return refuse(context, table, attribute->name, "is made of ", attribute->template->parts,
                  attribute->template->part_count, "");
}

enum ls_status ls_derived_incomplete(struct ls_context *context, const struct ls_table *table,
                                     uint8_t given, const uint8_t *missing, size_t count)
{
    return refuse(context, table, table->attributes[given].name, "needs ", missing, count,
                  " as well");
}

enum ls_status ls_derived_value(struct ls_context *context, const struct ls_table *table,
                                const struct ls_attribute *attribute, const struct ls_str *values,
                                struct ls_str *value)
{
    const struct ls_template *template = attribute->template;
    struct ls_str parts[LS_MAX_PARTS];
    const char *problem = NULL;
    size_t wrong = 0;
    enum ls_status status;

    *value = ls_str(NULL, 0);
    for (size_t i = 0; i < template->part_count; i++) {
        parts[i] = values[template->parts[i]];
        if (parts[i].ptr == NULL)
            return LS_OK;
    }
    status = ls_template_compose(template, parts, template->part_count, attribute->max_len,
                                 context->arena, value, &wrong, &problem);
    if (status == LS_BAD_VALUE)
        return ls_event_bad_parameter(&context->error, context->arena,
                                      table->attributes[template->parts[wrong]].name, problem);
    return status == LS_OK ? LS_OK : ls_fail(&context->error, status, NULL, NULL);
}
