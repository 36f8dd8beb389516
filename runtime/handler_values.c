/*
 * handler_values.c - fresh values for a handler: ids and times; see lockstep.h.
 */
#include "context.h"
#include "generate.h"

static struct ls_str fresh(struct ls_context *context, enum ls_generate kind)
{
    const struct ls_attribute attribute = {.type = LS_TYPE_STRING, .generate = kind};
    struct ls_str value;

    if (ls_generate(&attribute, context->clock->now_ms(context->clock->self), context->arena,
                    &value, &context->error) != LS_OK)
        return ls_str(NULL, 0);
    return value;
}

struct ls_str ls_new_id(struct ls_context *context)
{
    return fresh(context, LS_GENERATE_UUID7);
}

struct ls_str ls_timestamp(struct ls_context *context)
{
    return fresh(context, LS_GENERATE_NOW);
}
