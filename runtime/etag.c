/*
 * etag.c - reading If-Match, writing ETag.
 */
#include "etag.h"

#include <string.h>

#include "decimal.h"
#include "response.h"

#define IF_MATCH "If-Match"

static enum ls_status refuse(struct ls_context *context, const char *what)
{
    return ls_event_bad_parameter(&context->error, context->arena, IF_MATCH, what);
}

enum ls_status ls_header_read(struct ls_context *context, const struct ls_request *request,
                              const char *lower_name, struct ls_str *value)
{
    struct ls_str headers = request->event->headers, raw;
    struct ls_json json;

    *value = ls_event_header(request->event, context->arena, lower_name);
    if (value->ptr != NULL || headers.len == 0 || !ls_json_find(headers, lower_name, &raw))
        return LS_OK;
    json = ls_json_of(raw);
    if (ls_json_peek(&json) != LS_JSON_STRING)
        return LS_OK;
    return ls_fail(&context->error, LS_NO_MEMORY, NULL, "no memory for the header %s", lower_name);
}

/* Of an entity tag between its quotes, which may hold commas but neither blanks nor quotes. */
static bool is_tag_char(char c)
{
    unsigned char byte = (unsigned char)c;

    return byte == 0x21 || (byte >= 0x23 && byte != 0x7F);
}

/* A tag is one of ours when it is the number that DynamoDB would write. */
static bool is_version(struct ls_str tag)
{
    char plain[LS_DECIMAL_MAX];
    size_t len = tag.len == 0 ? 0 : ls_decimal_plain(tag, plain);

    return len > 0 && len == tag.len && memcmp(plain, tag.ptr, len) == 0;
}

/* One entity tag at the beginning of *rest, which moves behind it; false when there is none. */
static bool read_tag(struct ls_str *rest, bool *weak, struct ls_str *tag)
{
    const char *at = rest->ptr, *end = rest->ptr + rest->len, *start;

    *weak = end - at >= 2 && at[0] == 'W' && at[1] == '/'; /* case-sensitive */
    if (*weak)
        at += 2;
    if (at == end || *at != '"')
        return false;
    start = ++at;
    while (at < end && is_tag_char(*at))
        at++;
    if (at == end || *at != '"')
        return false;
    *tag = ls_str(start, (size_t)(at - start));
    at++;
    *rest = ls_str(at, (size_t)(end - at));
    return true;
}

static void skip_blanks(struct ls_str *rest)
{
    while (rest->len > 0 && (rest->ptr[0] == ' ' || rest->ptr[0] == '\t'))
        *rest = ls_str(rest->ptr + 1, rest->len - 1);
}

/* A list may have empty elements (RFC 9110 section 5.6.1.2). */
static enum ls_status read_list(struct ls_context *context, struct ls_str rest,
                                struct ls_if_match *match)
{
    size_t count = 0;
    struct ls_str tag;
    bool weak;

    for (;;) {
        skip_blanks(&rest);
        if (rest.len > 0 && rest.ptr[0] != ',') {
            if (!read_tag(&rest, &weak, &tag))
                return refuse(context, "is not a list of entity tags, \"1\", or *");
            if (++count > LS_IF_MATCH_MAX)
                return refuse(context, "has more than 16 entity tags");
            if (!weak && is_version(tag))
                match->versions[match->count++] = tag;
            skip_blanks(&rest);
        }
        if (rest.len == 0)
            break;
        if (rest.ptr[0] != ',')
            return refuse(context, "has no comma between two entity tags");
        rest = ls_str(rest.ptr + 1, rest.len - 1);
    }
    return count > 0 ? LS_OK : refuse(context, "is empty");
}

enum ls_status ls_if_match_read(struct ls_context *context, const struct ls_request *request,
                                struct ls_if_match *match)
{
    const struct ls_route *route = request->route;
    struct ls_str header;
    enum ls_status status;

    _Static_assert(LS_IF_MATCH_MAX == 16, "the message says how many");
    *match = (struct ls_if_match){.given = false};
    if (route->table->version == NULL)
        return LS_OK;
    status = ls_header_read(context, request, "if-match", &header);
    if (status != LS_OK)
        return status;
    if (header.ptr == NULL) {
        if ((route->flags & LS_ROUTE_IF_MATCH_REQUIRED) == 0)
            return LS_OK;
        return ls_fail(&context->error, LS_NEEDS_IF_MATCH, NULL, NULL);
    }
    match->given = true;
    skip_blanks(&header);
    while (header.len > 0 &&
           (header.ptr[header.len - 1] == ' ' || header.ptr[header.len - 1] == '\t'))
        header.len--;
    match->any = ls_str_equal(header, LS_STR("*"));
    return match->any ? LS_OK : read_list(context, header, match);
}

void ls_etag_set(struct ls_response *response, struct ls_str version)
{
    char tag[LS_DECIMAL_MAX + 2];

    if (version.ptr == NULL || version.len > LS_DECIMAL_MAX)
        return;
    tag[0] = '"';
    memcpy(tag + 1, version.ptr, version.len);
    tag[version.len + 1] = '"';
    ls_response_set(response, "etag", ls_str(tag, version.len + 2));
}

struct ls_str ls_typed_number(struct ls_str typed, const char *name)
{
    struct ls_str value;

    return typed.len > 0 && ls_json_find(typed, name, &value) ? ls_number_of(value)
                                                              : ls_str(NULL, 0);
}
