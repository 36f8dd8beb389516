/*
 * environment.c - documented in Lambda's guide, "Defined runtime environment variables".
 *
 * AWS_EXECUTION_ENV is missing: OS-only runtimes (provided.al2023) do not have it. The credentials
 * are no secret: local databases take any.
 */
#include "local/environment.h"

#include "local/place.h"

struct list {
    struct mem_arena *arena;
    const char **items;
    size_t count;
};

static void add(struct list *list, const char *name, const char *value)
{
    list->items[list->count++] = text_format(list->arena, "%s=%s", name, value).ptr;
}

static void add_function(struct list *list, const struct stack_function *function)
{
    const char *memory = text_format(list->arena, "%d", function->memory_mb).ptr;

    add(list, "_HANDLER", function->handler);
    add(list, "AWS_LAMBDA_FUNCTION_NAME", function->name);
    add(list, "AWS_LAMBDA_FUNCTION_VERSION", "1");
    add(list, "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", memory);
    add(list, "AWS_LAMBDA_INITIALIZATION_TYPE", "on-demand");
    add(list, "AWS_LAMBDA_LOG_GROUP_NAME", function->log_group);
    add(list, "AWS_LAMBDA_LOG_STREAM_NAME", "local");
    add(list, "AWS_LAMBDA_LOG_FORMAT", function->log_format);
    if (function->log_level != NULL)
        add(list, "AWS_LAMBDA_LOG_LEVEL", function->log_level);
}

static void add_system(struct list *list, const char *task_root)
{
    add(list, "LAMBDA_TASK_ROOT", task_root);
    add(list, "LAMBDA_RUNTIME_DIR", "/var/runtime");
    add(list, "AWS_REGION", LOCAL_REGION);
    add(list, "AWS_DEFAULT_REGION", LOCAL_REGION);
    add(list, "AWS_ACCESS_KEY_ID", "local");
    add(list, "AWS_SECRET_ACCESS_KEY", "local");
    add(list, "AWS_SESSION_TOKEN", "local");
    add(list, "PATH", "/usr/local/bin:/usr/bin:/bin:/opt/bin");
    add(list, "LANG", "en_US.UTF-8");
    add(list, "TZ", ":UTC");
}

const char **environment_build(struct mem_arena *arena, const struct stack *stack,
                               const char *task_root, const char *dynamodb_url)
{
    const size_t own = 32; /* more than the variables above */
    struct list list = {.arena = arena};

    list.items = mem_array(arena, own + stack->function.variable_count, sizeof(*list.items));
    add(&list, "AWS_LAMBDA_RUNTIME_API", "");
    add_function(&list, &stack->function);
    add_system(&list, task_root);
    if (dynamodb_url != NULL)
        add(&list, "AWS_ENDPOINT_URL_DYNAMODB", dynamodb_url);
    for (size_t i = 0; i < stack->function.variable_count; i++)
        add(&list, stack->function.variables[i].name, stack->function.variables[i].value);
    return list.items;
}
