/*
 * cors.c - see cors.h for what is documented, measured and assumed.
 */
#include "local/cors.h"

#include "base.h"

bool cors_is_preflight(const struct http_request *request)
{
    return ls_str_equal_text(request->method, "OPTIONS") &&
           http_header(request, "origin").ptr != NULL &&
           http_header(request, "access-control-request-method").ptr != NULL;
}

/* documented: "https://" then "*" allows every origin of that scheme. */
static bool pattern_allows(struct ls_str pattern, struct ls_str origin)
{
    if (ls_str_equal_text(pattern, "*"))
        return true;
    if (ls_str_equal_text(pattern, "https://*") || ls_str_equal_text(pattern, "http://*")) {
        struct ls_str scheme = ls_str(pattern.ptr, pattern.len - 1);

        return origin.len > scheme.len &&
               ls_str_equal_nocase(ls_str(origin.ptr, scheme.len), scheme);
    }
    return ls_str_equal_nocase(pattern, origin); /* assumed: scheme and host have no case */
}

/* Access-Control-Allow-Origin; NULL ptr when the origin is not allowed. */
static struct ls_str allowed_origin(const struct cors *cors, struct ls_str origin)
{
    for (size_t i = 0; i < cors->origin_count; i++)
        if (pattern_allows(cors->origins[i], origin))
            return ls_str_equal_text(cors->origins[i], "*") ? cors->origins[i] : origin;
    return (struct ls_str){NULL, 0};
}

static void add_if_set(struct http_answer *answer, const char *name, struct ls_str value)
{
    if (value.len > 0)
        http_add_field(answer, ls_str_of(name), value);
}

void cors_add_fields(const struct cors *cors, const struct http_request *request,
                     struct http_answer *answer)
{
    struct ls_str origin = http_header(request, "origin");
    struct ls_str allowed;

    if (origin.ptr == NULL)
        return;
    allowed = allowed_origin(cors, origin);
    if (allowed.ptr == NULL)
        return;
    http_add_field(answer, LS_STR("access-control-allow-origin"), allowed);
    if (cors->credentials)
        http_add_field(answer, LS_STR("access-control-allow-credentials"), LS_STR("true"));
    if (!cors_is_preflight(request)) {
        add_if_set(answer, "access-control-expose-headers", cors->expose_headers);
        return;
    }
    add_if_set(answer, "access-control-allow-methods", cors->methods);
    add_if_set(answer, "access-control-allow-headers", cors->headers);
    add_if_set(answer, "access-control-max-age", cors->max_age);
}

bool cors_owns_header(struct ls_str name)
{
    static const char *const owned[] = {
        "access-control-allow-origin",   "access-control-allow-methods",
        "access-control-allow-headers",  "access-control-allow-credentials",
        "access-control-expose-headers", "access-control-max-age",
    };

    for (size_t i = 0; i < sizeof(owned) / sizeof(owned[0]); i++)
        if (ls_str_equal_nocase(name, ls_str_of(owned[i])))
            return true;
    return false;
}
