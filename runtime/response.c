/*
 * response.c - one answer of payload format 2.0 in its parts: status, headers, cookies, body.
 *
 * Whoever posts it puts the parts together. Headers are kept as JSON members, each with a comma
 * before it, and cookies as JSON strings, likewise; the body is escaped for the JSON string that
 * it becomes, while it is written, so that no second pass is needed.
 */
#include "response.h"

#include <string.h>

/* Lambda takes 6 MB (6,291,556 bytes with the JSON around it); the rest is for the headers. */
#define BODY_MAX    ((size_t)6 * 1024 * 1024 - (size_t)64 * 1024)
#define HEADERS_MAX ((size_t)16 * 1024) /* API Gateway passes on 10,240 bytes of headers */
#define COOKIES_MAX ((size_t)16 * 1024)

void ls_response_init(struct ls_response *response, struct ls_arena *arena)
{
    *response = (struct ls_response){.arena = arena};
    ls_buf_init(&response->headers, HEADERS_MAX);
    ls_buf_init(&response->cookies, COOKIES_MAX);
    ls_buf_init(&response->body, BODY_MAX);
}

void ls_response_reset(struct ls_response *response)
{
    response->http_status = 0;
    response->is_base64 = false;
    ls_buf_reset(&response->headers);
    ls_buf_reset(&response->cookies);
    ls_buf_reset(&response->body);
}

void ls_response_release(struct ls_response *response)
{
    ls_buf_release(&response->headers);
    ls_buf_release(&response->cookies);
    ls_buf_release(&response->body);
    ls_response_init(response, response->arena);
}

/* ---- headers ---- */

/* A header's name and value are strings without white space around: the end is the next quote. */
static const char *string_end(const char *at, const char *end)
{
    while (at < end && *at != '"')
        at += *at == '\\' ? 2 : 1;
    return at < end ? at : end;
}

/* Headers are single-valued in payload 2.0: a new one takes the place of the old. */
static void remove_header(struct ls_buf *headers, struct ls_str name)
{
    const char *at = headers->ptr, *end = headers->len == 0 ? at : at + headers->len;

    while (at < end) {
        const char *key = at + sizeof(",\"") - 1;
        const char *key_end = string_end(key, end);
        const char *next = string_end(key_end + sizeof("\":\"") - 1, end) + 1;

        if (ls_str_equal(ls_str(key, (size_t)(key_end - key)), name)) {
            memmove(headers->ptr + (at - headers->ptr), next, (size_t)(end - next));
            headers->len -= (size_t)(next - at);
            return;
        }
        at = next;
    }
}

static void set_header(struct ls_buf *headers, struct ls_str name, struct ls_str value)
{
    size_t before;

    remove_header(headers, name);
    before = headers->len;
    ls_buf_text(headers, ",\"");
    ls_buf_str(headers, name);
    ls_buf_text(headers, "\":");
    ls_json_write_string(headers, LS_JSON_PLAIN, value);
    /* Half a header must not stay: what is there is always well-formed. */
    if (headers->failed)
        headers->len = before;
}

void ls_response_set(struct ls_response *response, const char *name, struct ls_str value)
{
    set_header(&response->headers, ls_str_of(name), value);
}

/* The characters of a token, RFC 9110 section 5.6.2, in lower case; 0 for every other. */
static char token_char(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c + ('a' - 'A'));
    if ((c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'))
        return c;
    return c != '\0' && strchr("!#$%&'*+-.^_`|~", c) != NULL ? c : '\0';
}

static bool is_field_value(struct ls_str value)
{
    for (size_t i = 0; i < value.len; i++) {
        unsigned char c = (unsigned char)value.ptr[i];

        if ((c < ' ' && c != '\t') || c == 0x7F)
            return false;
    }
    return ls_utf8_valid(value);
}

int ls_response_header(struct ls_response *response, const char *name, struct ls_str value)
{
    size_t len = name == NULL ? 0 : strlen(name);
    char *lower = ls_arena_alloc(response->arena, len);

    if (lower == NULL)
        return LS_NO_MEMORY;
    for (size_t i = 0; i < len; i++) {
        lower[i] = token_char(name[i]);
        if (lower[i] == '\0')
            return LS_BAD_VALUE;
    }
    if (len == 0 || ls_str_equal(ls_str(lower, len), LS_STR("set-cookie")) ||
        !is_field_value(value))
        return LS_BAD_VALUE;
    set_header(&response->headers, ls_str(lower, len), value);
    return (int)ls_buf_status(&response->headers);
}

int ls_response_cookie(struct ls_response *response, struct ls_str set_cookie)
{
    size_t before = response->cookies.len;

    if (set_cookie.len == 0 || !is_field_value(set_cookie))
        return LS_BAD_VALUE;
    ls_buf_char(&response->cookies, ',');
    ls_json_write_string(&response->cookies, LS_JSON_PLAIN, set_cookie);
    if (response->cookies.failed)
        response->cookies.len = before;
    return (int)ls_buf_status(&response->cookies);
}

/* ---- answers ---- */

void ls_response_begin(struct ls_response *response, int http_status, const char *content_type)
{
    response->http_status = http_status;
    response->is_base64 = false;
    ls_buf_reset(&response->body);
    remove_header(&response->headers, LS_STR("content-type"));
    if (content_type != NULL)
        ls_response_set(response, "content-type", ls_str_of(content_type));
}

void ls_response_json(struct ls_response *response, const char *json)
{
    ls_json_write_raw(&response->body, LS_JSON_IN_STRING, ls_str_of(json));
}

enum ls_status ls_response_end(struct ls_response *response)
{
    enum ls_status status = ls_buf_status(&response->headers);

    if (status == LS_OK)
        status = ls_buf_status(&response->body);
    if (status != LS_OK)
        response->http_status = 0;
    return status;
}

enum ls_status ls_response_message(struct ls_response *response, int http_status,
                                   const char *message)
{
    ls_response_begin(response, http_status, LS_CONTENT_TYPE_JSON);
    ls_response_json(response, "{\"message\":");
    ls_json_write_string(&response->body, LS_JSON_IN_STRING, ls_str_of(message));
    ls_response_json(response, "}");
    return ls_response_end(response);
}

static enum ls_status answer_error(struct ls_response *response, int http_status,
                                   const char *message)
{
    ls_response_begin(response, http_status, LS_CONTENT_TYPE_JSON);
    ls_response_json(response, "{\"error\":");
    ls_json_write_string(&response->body, LS_JSON_IN_STRING, ls_str_of(message));
    ls_response_json(response, ",\"requestId\":");
    ls_json_write_string(&response->body, LS_JSON_IN_STRING, response->request_id);
    ls_response_json(response, "}");
    return ls_response_end(response);
}

int ls_response_fail(struct ls_response *response, enum ls_status status,
                     const struct ls_error *error)
{
    bool has_message = error != NULL && error->message != NULL;
    const char *message = has_message ? error->message : ls_status_text(status);

    ls_response_reset(response);
    if (ls_status_http(status) == 503)
        ls_response_set(response, "retry-after", LS_STR("1"));
    return (int)answer_error(response, ls_status_http(status), message);
}

/* ---- what a handler calls; a bad status or content type is a mistake in its code ---- */

static bool is_http_status(int status)
{
    return status >= 200 && status <= 599;
}

int ls_respond_json(struct ls_response *response, int http_status, struct ls_str json)
{
    if (json.ptr == NULL) /* what ls_json_format gives when memory is short */
        return LS_NO_MEMORY;
    if (!is_http_status(http_status))
        return LS_INTERNAL;
    ls_response_begin(response, http_status, LS_CONTENT_TYPE_JSON);
    ls_json_write_raw(&response->body, LS_JSON_IN_STRING, json);
    return (int)ls_response_end(response);
}

int ls_respond_text(struct ls_response *response, int http_status, const char *content_type,
                    struct ls_str text)
{
    struct ls_buf *body = &response->body;

    if (!is_http_status(http_status) || !is_field_value(ls_str_of(content_type)))
        return LS_INTERNAL;
    ls_response_begin(response, http_status, content_type);
    ls_json_write_string(body, LS_JSON_PLAIN, text);
    if (!body->failed) {
        /* The quotes are the payload's own. */
        body->len -= 2;
        memmove(body->ptr, body->ptr + 1, body->len);
    }
    return (int)ls_response_end(response);
}

int ls_respond_bytes(struct ls_response *response, int http_status, const char *content_type,
                     struct ls_str bytes)
{
    if (!is_http_status(http_status) || !is_field_value(ls_str_of(content_type)))
        return LS_INTERNAL;
    ls_response_begin(response, http_status, content_type);
    response->is_base64 = true;
    ls_base64_encode(&response->body, bytes);
    return (int)ls_response_end(response);
}

int ls_respond_empty(struct ls_response *response, int http_status)
{
    if (!is_http_status(http_status))
        return LS_INTERNAL;
    ls_response_begin(response, http_status, NULL);
    return (int)ls_response_end(response);
}

int ls_respond_error(struct ls_response *response, int http_status, const char *message)
{
    if (!is_http_status(http_status))
        return LS_INTERNAL;
    return (int)answer_error(response, http_status, message);
}
