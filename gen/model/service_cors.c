/*
 * service_cors.c - CORS of the plan.
 */
#include "model/service_cors.h"

#include "model/check_text.h"
#include "model/route_key.h"

static size_t written_methods(const struct spec_cors *cors, struct text *out)
{
    size_t count = 0;

    SPEC_EACH(const struct spec_text, method, &cors->methods)
    out[count++] = method->value;
    return count;
}

/* The methods that routes serve, in the order of enum ls_method; ANY and $default serve all. */
static size_t served_methods(const struct planner *planner, struct text *out)
{
    unsigned served = 0;
    size_t count = 0;

    for (size_t i = 0; i < planner->route_count; i++)
        served |= 1u << planner->routes[i].method;
    for (int i = 0; i < LS_METHOD_ANY; i++) {
        if (served & (1u << i | 1u << LS_METHOD_ANY | 1u << LS_METHOD_COUNT))
            out[count++] = text_of(method_name((enum ls_method)i));
    }
    return count;
}

static const char *joined(struct mem_arena *arena, const struct text *texts, size_t count)
{
    struct text_buf buf;

    if (count == 0)
        return NULL;
    text_buf_init(&buf, arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < count; i++) {
        text_put(&buf, i > 0 ? "," : "");
        text_add(&buf, texts[i].ptr, texts[i].len);
    }
    return buf.ptr;
}

static const char *joined_list(struct mem_arena *arena, const struct spec_list *list)
{
    struct text *texts = mem_array(arena, list->count, sizeof(*texts));
    size_t count = 0;

    SPEC_EACH(const struct spec_text, text, list)
    texts[count++] = text->value;
    return joined(arena, texts, count);
}

void plan_cors(struct planner *planner, struct plan *plan)
{
    const struct spec_cors *cors = &planner->spec->api.cors;
    struct mem_arena *arena = planner->arena;
    struct text *methods;
    const char **origins;
    struct ls_cors *data;

    if (!range_given(cors->at))
        return;
    methods = mem_array(arena, cors->methods.count + LS_METHOD_COUNT, sizeof(*methods));
    origins = mem_array(arena, cors->origins.count, sizeof(*origins));
    data = mem_alloc(arena, sizeof(*data));
    plan->cors_methods = methods;
    plan->cors_method_count =
        cors->methods.set ? written_methods(cors, methods) : served_methods(planner, methods);
    SPEC_EACH(const struct spec_text, origin, &cors->origins)
    origins[data->origin_count++] = origin->value.ptr;
    data->origins = origins;
    data->credentials = cors->credentials.value;
    data->methods = joined(arena, methods, plan->cors_method_count);
    data->headers = joined_list(arena, &cors->headers);
    data->expose_headers = joined_list(arena, &cors->expose_headers);
    data->max_age = text_format(arena, "%lld", (long long)cors->max_age_s.value).ptr;
    planner->service->cors = data;
}
