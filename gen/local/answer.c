/*
 * answer.c - see answer.h for what is documented and assumed.
 */
#include "local/answer.h"

#include "base.h"
#include "json.h"

static const char no_memory[] = "memory is short";

/* Decoded text of a JSON string at the reader. */
static const char *read_text(struct ls_json *json, struct ls_arena *arena, struct ls_str *text)
{
    bool escaped;
    char *copy;

    if (!ls_json_read_string(json, text, &escaped))
        return "bad JSON string";
    if (!escaped)
        return NULL;
    copy = ls_arena_alloc(arena, text->len);
    if (copy == NULL)
        return no_memory;
    *text = ls_str(copy, ls_json_unescape(*text, copy));
    return NULL;
}

static bool is_token(struct ls_str name)
{
    static const char others[] = "!#$%&'*+-.^_`|~";

    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        if (!((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
              (c != '\0' && strchr(others, c) != NULL)))
            return false;
    }
    return name.len > 0;
}

static bool is_field_value(struct ls_str value)
{
    for (size_t i = 0; i < value.len; i++)
        if ((unsigned char)value.ptr[i] < 0x20 || value.ptr[i] == 0x7f)
            return false;
    return true;
}

static bool is_gateways_own(struct ls_str name)
{
    static const char *const own[] = {
        "connection", "content-length", "date",    "keep-alive",        "proxy-authenticate",
        "te",         "trailer",        "upgrade", "transfer-encoding", "apigw-requestid",
    };

    for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
        if (ls_str_equal_nocase(name, ls_str_of(own[i])))
            return true;
    return false;
}

/* A header's value as text. */
static const char *read_header_value(struct ls_json *json, struct ls_arena *arena,
                                     struct ls_str *value)
{
    switch (ls_json_peek(json)) {
    case LS_JSON_STRING:
        return read_text(json, arena, value);
    case LS_JSON_NUMBER:
    case LS_JSON_TRUE:
    case LS_JSON_FALSE:
        return ls_json_skip(json, value) ? NULL : "bad JSON";
    default:
        return "a header's value is no text";
    }
}

static const char *read_headers(struct ls_str object, const struct cors *cors,
                                struct ls_arena *arena, struct http_answer *answer)
{
    struct ls_json json = ls_json_of(object);
    struct ls_str name, value;
    bool first, escaped;
    const char *wrong;
    int more;

    if (!ls_json_enter(&json, &first) || object.ptr[0] != '{')
        return "`headers` is no object";
    while ((more = ls_json_next_member(&json, &first, &name, &escaped)) == 1) {
        wrong = read_header_value(&json, arena, &value);
        if (wrong != NULL)
            return wrong;
        if (!is_token(name) || !is_field_value(value))
            return "a header's name or value has characters that HTTP forbids";
        if (is_gateways_own(name) || (cors != NULL && cors_owns_header(name)))
            continue;
        if (!http_add_field(answer, name, value))
            return "too many headers";
    }
    return more == 0 ? NULL : "bad JSON";
}

static const char *read_cookies(struct ls_str array, struct ls_arena *arena,
                                struct http_answer *answer)
{
    struct ls_json json = ls_json_of(array);
    struct ls_str value;
    const char *wrong;
    bool first;
    int more;

    if (!ls_json_enter(&json, &first) || array.ptr[0] != '[')
        return "`cookies` is no array";
    while ((more = ls_json_next_element(&json, &first)) == 1) {
        if (ls_json_peek(&json) != LS_JSON_STRING)
            return "a cookie is no text";
        wrong = read_text(&json, arena, &value);
        if (wrong != NULL)
            return wrong;
        if (!is_field_value(value))
            return "a cookie has characters that HTTP forbids";
        if (!http_add_field(answer, LS_STR("set-cookie"), value))
            return "too many cookies";
    }
    return more == 0 ? NULL : "bad JSON";
}

static bool is_null(struct ls_str value)
{
    return ls_str_equal_text(value, "null");
}

static const char *read_body(struct ls_str payload, struct ls_str body, struct ls_arena *arena,
                             struct http_answer *answer)
{
    struct ls_json json = ls_json_of(body);
    struct ls_str base64;
    const char *wrong;
    char *bytes;
    size_t len;

    if (ls_json_peek(&json) != LS_JSON_STRING)
        return "`body` is no text";
    wrong = read_text(&json, arena, &answer->body);
    if (wrong != NULL)
        return wrong;
    if (!ls_json_find(payload, "isBase64Encoded", &base64) || !ls_str_equal_text(base64, "true"))
        return NULL;
    bytes = ls_arena_alloc(arena, answer->body.len + 1);
    if (bytes == NULL)
        return no_memory;
    if (!ls_base64_decode(answer->body, bytes, &len))
        return "`body` is no base64, although isBase64Encoded is true";
    answer->body = ls_str(bytes, len);
    return NULL;
}

static bool read_status(struct ls_str text, int *status)
{
    if (text.len != 3)
        return false;
    *status = 0;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        *status = *status * 10 + (text.ptr[i] - '0');
    }
    return *status >= 200 && *status <= 599;
}

static bool has_field(const struct http_answer *answer, const char *name)
{
    for (size_t i = 0; i < answer->field_count; i++)
        if (ls_str_equal_nocase(answer->fields[i].name, ls_str_of(name)))
            return true;
    return false;
}

/* documented: no statusCode, so all of it is the body. */
static const char *read_bare(struct ls_str payload, struct ls_arena *arena,
                             struct http_answer *answer)
{
    struct ls_json json = ls_json_of(payload);

    answer->status = 200;
    http_add_field(answer, LS_STR("content-type"), LS_STR("application/json"));
    if (ls_json_peek(&json) == LS_JSON_STRING)
        return read_text(&json, arena, &answer->body);
    answer->body = payload;
    return NULL;
}

const char *answer_read(struct ls_str payload, const struct cors *cors, struct ls_arena *arena,
                        struct http_answer *answer)
{
    struct ls_json json = ls_json_of(payload);
    struct ls_str whole, value;
    const char *wrong = NULL;

    *answer = (struct http_answer){.status = 200};
    if (!ls_json_skip(&json, &whole) || !ls_json_at_end(&json))
        return "the payload is no JSON";
    if (whole.ptr[0] != '{' || !ls_json_find(whole, "statusCode", &value))
        return read_bare(whole, arena, answer);
    if (!read_status(value, &answer->status))
        return "`statusCode` is no number from 200 to 599";
    if (ls_json_find(whole, "headers", &value) && !is_null(value))
        wrong = read_headers(value, cors, arena, answer);
    if (wrong == NULL && ls_json_find(whole, "cookies", &value) && !is_null(value))
        wrong = read_cookies(value, arena, answer);
    if (wrong == NULL && ls_json_find(whole, "body", &value) && !is_null(value))
        wrong = read_body(whole, value, arena, answer);
    if (wrong == NULL && answer->body.len > 0 && !has_field(answer, "content-type") &&
        !http_add_field(answer, LS_STR("content-type"), LS_STR("text/plain;charset=UTF-8")))
        wrong = "too many headers";
    if (wrong == NULL && answer->field_count > HTTP_ANSWER_FIELDS - HTTP_OWN_FIELDS)
        wrong = "too many headers";
    return wrong;
}

void answer_own(int status, struct http_answer *answer)
{
    static const struct {
        int status;
        const char *body;
    } bodies[] = {
        {400, "{\"message\":\"Bad Request\"}"},
        {401, "{\"message\":\"Unauthorized\"}"},
        {403, "{\"message\":\"Forbidden\"}"},
        {404, "{\"message\":\"Not Found\"}"},
        {413, "{\"message\":\"Request Entity Too Large\"}"},
        {431, "{\"message\":\"Request Header Fields Too Large\"}"},
        {503, "{\"message\":\"Service Unavailable\"}"},
        {500, "{\"message\":\"Internal Server Error\"}"},
    };
    size_t row = 0;

    while (bodies[row].status != status && row + 1 < sizeof(bodies) / sizeof(bodies[0]))
        row++;
    *answer = (struct http_answer){.status = status, .body = ls_str_of(bodies[row].body)};
    http_add_field(answer, LS_STR("content-type"), LS_STR("application/json"));
}
