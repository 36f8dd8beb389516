/*
 * authorize.c - see authorize.h for what is documented and assumed.
 */
#include "local/authorize.h"

#include "local/jwt.h"

#define TEXT_MAX (CALLER_MAX + 64) /* bytes; the claims of a token are less */

/* ---- identity sources ---- */

struct identity {
    struct ls_str value; /* the last one; NULL ptr: absent */
    unsigned count;
};

static struct identity find_header(const struct http_request *request, const char *name)
{
    struct identity found = {.count = 0};

    for (size_t i = 0; i < request->header_count; i++) {
        if (!ls_str_equal_nocase(request->headers[i].name, ls_str_of(name)))
            continue;
        found.value = request->headers[i].value;
        found.count++;
    }
    return found;
}

/* What it would be as a text; as it stands when an escape is bad. NULL ptr: memory is short. */
static struct ls_str decode(struct ls_arena *arena, struct ls_str text)
{
    char *copy = ls_arena_alloc(arena, text.len);
    size_t len;

    if (copy == NULL)
        return ls_str(NULL, 0);
    return ls_percent_decode(text, true, copy, &len) ? ls_str(copy, len) : text;
}

/* The next parameter of a query, still encoded. */
static void next_pair(struct ls_str *rest, struct ls_str *name, struct ls_str *value)
{
    const char *end = memchr(rest->ptr, '&', rest->len);
    size_t len = end != NULL ? (size_t)(end - rest->ptr) : rest->len;
    const char *equals = memchr(rest->ptr, '=', len);
    size_t name_len = equals != NULL ? (size_t)(equals - rest->ptr) : len;
    size_t value_at = equals != NULL ? name_len + 1 : len;

    *name = ls_str(rest->ptr, name_len);
    *value = ls_str(rest->ptr + value_at, len - value_at);
    len += end != NULL;
    *rest = ls_str(rest->ptr + len, rest->len - len);
}

static enum ls_status find_parameter(const struct http_request *request, const char *name,
                                     struct ls_arena *arena, struct identity *found)
{
    struct ls_str rest = http_query(request->target), key, value;

    *found = (struct identity){.count = 0};
    while (rest.len > 0) {
        next_pair(&rest, &key, &value);
        key = decode(arena, key);
        value = decode(arena, value);
        if (key.ptr == NULL || value.ptr == NULL)
            return LS_NO_MEMORY;
        if (!ls_str_equal(key, ls_str_of(name)))
            continue;
        found->value = value;
        found->count++;
    }
    return LS_OK;
}

static enum ls_status find_identity(const struct identity_source *source,
                                    const struct http_request *request, struct ls_arena *arena,
                                    struct identity *found)
{
    if (source->in_query)
        return find_parameter(request, source->name, arena, found);
    *found = find_header(request, source->name);
    return LS_OK;
}

/* ---- texts that are made ---- */

/* Gives the buffer back; its text lies in the arena then. */
static enum ls_status keep(struct ls_buf *text, struct ls_arena *arena, struct ls_str *kept)
{
    enum ls_status status = ls_buf_status(text);

    if (status == LS_OK) {
        *kept = ls_arena_copy(arena, ls_buf_view(text));
        status = kept->ptr != NULL ? LS_OK : LS_NO_MEMORY;
    }
    ls_buf_release(text);
    return status;
}

/* documented: Bearer scope="" error="invalid_token" error_description="…" */
static enum ls_status refuse(const struct route_auth *auth, enum jwt_verdict verdict,
                             const char *problem, struct ls_arena *arena,
                             struct authorization *result)
{
    struct ls_buf text;

    ls_buf_init(&text, TEXT_MAX);
    ls_buf_text(&text, "Bearer scope=\"");
    for (size_t i = 0; i < auth->scope_count; i++) {
        ls_buf_text(&text, i > 0 ? " " : "");
        ls_buf_str(&text, auth->scopes[i]);
    }
    ls_buf_text(&text, "\" error=\"");
    ls_buf_text(&text, verdict == JWT_NO_SCOPE ? "insufficient_scope" : "invalid_token");
    ls_buf_text(&text, "\" error_description=\"");
    ls_buf_text(&text, problem);
    ls_buf_char(&text, '"');
    result->status = verdict == JWT_NO_SCOPE ? 403 : 401;
    return keep(&text, arena, &result->challenge);
}

/* ---- the kinds ---- */

static struct ls_str trim(struct ls_str text)
{
    while (text.len > 0 && text.ptr[0] == ' ')
        text = ls_str(text.ptr + 1, text.len - 1);
    while (text.len > 0 && text.ptr[text.len - 1] == ' ')
        text.len--;
    return text;
}

/* documented: the token alone, or behind `Bearer`. */
static struct ls_str token_of(struct ls_str value)
{
    struct ls_str scheme = LS_STR("Bearer ");

    value = trim(value);
    if (value.len > scheme.len && ls_str_equal_nocase(ls_str(value.ptr, scheme.len), scheme))
        value = trim(ls_str(value.ptr + scheme.len, value.len - scheme.len));
    return value;
}

static enum ls_status allow_claims(const struct route_auth *auth, struct ls_str claims,
                                   struct ls_arena *arena, struct authorization *result)
{
    struct ls_buf text;

    ls_buf_init(&text, TEXT_MAX);
    jwt_write(claims, auth->scope_count > 0, &text);
    return keep(&text, arena, &result->authorizer);
}

static enum ls_status authorize_jwt(const struct route_auth *auth,
                                    const struct http_request *request, struct ls_arena *arena,
                                    struct authorization *result)
{
    const struct authorizer *authorizer = auth->authorizer;
    struct jwt_rules rules = {
        .issuer = authorizer->issuer,
        .audience = authorizer->audience,
        .audience_count = authorizer->audience_count,
        .scopes = auth->scopes,
        .scope_count = auth->scope_count,
    };
    struct identity found;
    struct ls_str claims;
    const char *problem;
    enum jwt_verdict verdict;

    if (find_identity(&authorizer->sources[0], request, arena, &found) != LS_OK)
        return LS_NO_MEMORY;
    if (found.count == 0 || token_of(found.value).len == 0) {
        *result = (struct authorization){.status = 401, .challenge = LS_STR("Bearer")};
        return LS_OK;
    }
    if (found.count > 1)
        return refuse(auth, JWT_INVALID, "more than one token was given", arena, result);
    verdict = jwt_check(token_of(found.value), &rules, request->time_ms, arena, &claims, &problem);
    if (verdict == JWT_NO_MEMORY)
        return LS_NO_MEMORY;
    if (verdict != JWT_FINE)
        return refuse(auth, verdict, problem, arena, result);
    return allow_claims(auth, claims, arena, result);
}

/* {"lambda":{…}}; without a caller 403. */
static enum ls_status allow_caller(const char *kind, struct ls_str caller, struct ls_arena *arena,
                                   struct authorization *result)
{
    struct ls_buf text;

    if (caller.len == 0) {
        result->status = 403;
        return LS_OK;
    }
    ls_buf_init(&text, TEXT_MAX);
    ls_buf_text(&text, "{\"");
    ls_buf_text(&text, kind);
    ls_buf_text(&text, "\":");
    ls_buf_str(&text, caller);
    ls_buf_char(&text, '}');
    return keep(&text, arena, &result->authorizer);
}

static enum ls_status authorize_lambda(const struct route_auth *auth, const struct caller *caller,
                                       const struct http_request *request, struct ls_arena *arena,
                                       struct authorization *result)
{
    for (size_t i = 0; i < auth->authorizer->source_count; i++) {
        struct identity found;

        if (find_identity(&auth->authorizer->sources[i], request, arena, &found) != LS_OK)
            return LS_NO_MEMORY;
        if (found.value.len > 0)
            continue;
        result->status = 401;
        return LS_OK;
    }
    return allow_caller("lambda", caller->lambda, arena, result);
}

enum ls_status authorize(const struct route_auth *auth, const struct caller *caller,
                         const struct http_request *request, struct ls_arena *arena,
                         struct authorization *result)
{
    *result = (struct authorization){.status = 0};
    switch (auth->kind) {
    case AUTH_JWT:
        return authorize_jwt(auth, request, arena, result);
    case AUTH_LAMBDA:
        return authorize_lambda(auth, caller, request, arena, result);
    case AUTH_IAM:
        return allow_caller("iam", caller->iam, arena, result);
    case AUTH_NONE:
        break;
    }
    return LS_OK;
}
