/*
 * check_api.c - rules for CORS.
 */
#include "model/check.h"

#include <string.h>
#include <strings.h>

#include "model/check_text.h"
#include "model/route_key.h"

#define ORIGINS_MAX UINT8_MAX /* ls_cors.origin_count */

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

static bool is_host_char(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.' || c == ':' ||
           c == '[' || c == ']';
}

static bool is_default_port(struct text scheme, struct text host)
{
    const char *port = text_is(scheme, "https") ? ":443" : ":80";
    size_t len = strlen(port);

    return (text_is(scheme, "https") || text_is(scheme, "http")) && host.len > len &&
           memcmp(host.ptr + host.len - len, port, len) == 0;
}

/* What is wrong with an origin, and what to write; NULL: nothing. */
static const char *origin_fault(struct text origin, const char **hint)
{
    const char *mark = origin.len < 3 ? NULL : memmem(origin.ptr, origin.len, "://", 3);
    struct text scheme, host;

    *hint = "write `https://example.com`, as the browser sends it, or `\"*\"`";
    if (text_is(origin, "*") || text_is(origin, "https://*") || text_is(origin, "http://*"))
        return NULL;
    if (mark == NULL || mark == origin.ptr)
        return "has no scheme";
    scheme = text_head(origin, (size_t)(mark - origin.ptr));
    host = text_skip(origin, scheme.len + 3);
    if (host.len == 0)
        return "has no host";
    for (size_t i = 0; i < origin.len; i++) {
        if (is_upper(origin.ptr[i])) {
            *hint = "browsers send an origin in lower case, and the gateway compares exactly";
            return "has capital letters";
        }
    }
    for (size_t i = 0; i < host.len; i++) {
        if (host.ptr[i] == '/') {
            *hint = "an origin ends with the host or its port";
            return "has a path";
        }
        if (host.ptr[i] == '*') {
            *hint = "API Gateway knows `*`, `https://*` and `http://*`; name each host";
            return "has a wildcard within the host";
        }
        if (!is_host_char(host.ptr[i]))
            return "has a character that no host has";
    }
    if (is_default_port(scheme, host)) {
        *hint = "browsers leave it out, and the gateway compares exactly";
        return "has its scheme's own port";
    }
    return NULL;
}

static void check_origins(struct diags *diags, const struct spec_cors *cors)
{
    const struct spec_text *origins = cors->origins.items;

    if (cors->origins.count > ORIGINS_MAX)
        diag_hint(diag_add(diags, DIAG_too_many_origins, origins[ORIGINS_MAX].at,
                           "CORS can name %d origins, and there are %zu", ORIGINS_MAX,
                           cors->origins.count),
                  "allow `https://*`, and check the caller another way");
    SPEC_EACH(const struct spec_text, origin, &cors->origins)
    {
        const char *hint;
        const char *problem = origin_fault(origin->value, &hint);
        struct diag *diag;

        if (problem != NULL)
            diag_hint(diag_add(diags, DIAG_cors_origin, origin->at, "the origin `%s` %s",
                               origin->value.ptr, problem),
                      "%s", hint);
        if (!text_is(origin->value, "*") || !cors->credentials.value)
            continue;
        diag = diag_add(diags, DIAG_cors_credentials, origin->at,
                        "`*` and credentials do not go together");
        diag_note(diag, cors->credentials.at, "credentials are allowed here");
        diag_hint(diag, "name the origins; API Gateway refuses both at once, and so do browsers");
    }
}

static void check_methods(struct mem_arena *arena, struct diags *diags,
                          const struct spec_cors *cors)
{
    const char *names[LS_METHOD_ANY + 1] = {[LS_METHOD_ANY] = "*"};

    for (int i = 0; i < LS_METHOD_ANY; i++)
        names[i] = method_name((enum ls_method)i);
    SPEC_EACH(const struct spec_text, method, &cors->methods)
    {
        const char *capitals = NULL;
        bool known = false;
        struct diag *diag;

        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
            known = known || text_is(method->value, names[i]);
        if (known)
            continue;
        diag = diag_add(diags, DIAG_cors_method, method->at, "CORS knows no method `%s`",
                        method->value.ptr);
        for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
            if (strcasecmp(method->value.ptr, names[i]) == 0)
                capitals = names[i];
        }
        if (text_is(method->value, "ANY"))
            diag_hint(diag, "write \"*\" for every method");
        else if (capitals != NULL)
            diag_hint(diag, "methods are written in capitals: `%s`", capitals);
        else
            hint_names(arena, diag, method->value, names, sizeof(names) / sizeof(names[0]));
    }
}

static void check_headers(struct diags *diags, const struct spec_list *headers)
{
    SPEC_EACH(const struct spec_text, header, headers)
    {
        if (!text_is_token(header->value))
            diag_hint(diag_add(diags, DIAG_cors_header, header->at, "`%s` is no header name",
                               header->value.ptr),
                      "one name an entry, such as `Content-Type`, or `\"*\"`");
    }
}

/* Browsers take a `*` as the name `*` where a request has credentials (the Fetch standard). */
static void warn_wildcards(struct diags *diags, const struct spec_cors *cors,
                           const struct spec_list *list, const char *what)
{
    SPEC_EACH(const struct spec_text, entry, list)
    {
        struct diag *diag;

        if (!text_is(entry->value, "*"))
            continue;
        diag = diag_add(diags, DIAG_cors_wildcard_literal, entry->at,
                        "with credentials, browsers do not take `*` for every %s", what);
        diag_note(diag, cors->credentials.at, "credentials are allowed here");
        diag_hint(diag, "name each %s", what);
    }
}

void check_cors(struct mem_arena *arena, struct diags *diags, const struct spec_cors *cors)
{
    if (!range_given(cors->at))
        return;
    check_origins(diags, cors);
    check_methods(arena, diags, cors);
    check_headers(diags, &cors->headers);
    check_headers(diags, &cors->expose_headers);
    if (!cors->credentials.value)
        return;
    warn_wildcards(diags, cors, &cors->methods, "method");
    warn_wildcards(diags, cors, &cors->headers, "header");
    warn_wildcards(diags, cors, &cors->expose_headers, "header");
}
