/*
 * event.c - reading one payload of format 2.0: one pass over the JSON, by a table of the members
 * that matter. Every other member is passed over, so that what AWS adds does no harm.
 *
 * Format: API Gateway developer guide, "Create AWS Lambda proxy integrations for HTTP APIs".
 */
#include "event.h"

#include <string.h>

#include "scan.h"

/* What is needed to read the event, beside what stays of it. */
struct reading {
    struct ls_event event;
    struct ls_str version, raw_path, stage, domain_name;
    bool is_base64;
};

enum member_kind {
    MEMBER_TEXT,   /* struct ls_str; decoded where it stands */
    MEMBER_OBJECT, /* struct ls_str; raw */
    MEMBER_ARRAY,  /* struct ls_str; raw */
    MEMBER_BOOL,
    MEMBER_NESTED, /* an object with a table of its own */
};

struct member {
    struct ls_str name;
    enum member_kind kind;
    size_t offset; /* in struct reading */
    const struct member_table *nested;
};

struct member_table {
    const struct member *rows;
    size_t count;
};

#define TABLE(rows_)                                                                               \
    {                                                                                              \
        .rows = (rows_), .count = sizeof(rows_) / sizeof((rows_)[0])                               \
    }
#define ROW(name_, kind_, field_)                                                                  \
    {                                                                                              \
        .name = {(name_), sizeof(name_) - 1}, .kind = (kind_),                                     \
        .offset = offsetof(struct reading, field_)                                                 \
    }
#define NESTED(name_, table_)                                                                      \
    {                                                                                              \
        .name = {(name_), sizeof(name_) - 1}, .kind = MEMBER_NESTED, .nested = &(table_)           \
    }

static const struct member http_rows[] = {
    ROW("method", MEMBER_TEXT, event.method),
    ROW("sourceIp", MEMBER_TEXT, event.source_ip),
};
static const struct member_table http_table = TABLE(http_rows);

static const struct member context_rows[] = {
    NESTED("http", http_table),
    ROW("domainName", MEMBER_TEXT, domain_name),
    ROW("stage", MEMBER_TEXT, stage),
    ROW("requestId", MEMBER_TEXT, event.api_request_id),
    ROW("authorizer", MEMBER_OBJECT, event.authorizer),
};
static const struct member_table context_table = TABLE(context_rows);

static const struct member event_rows[] = {
    ROW("version", MEMBER_TEXT, version),
    ROW("routeKey", MEMBER_TEXT, event.route_key),
    ROW("rawPath", MEMBER_TEXT, raw_path),
    ROW("rawQueryString", MEMBER_TEXT, event.query),
    ROW("cookies", MEMBER_ARRAY, event.cookies),
    ROW("headers", MEMBER_OBJECT, event.headers),
    NESTED("requestContext", context_table),
    ROW("body", MEMBER_TEXT, event.body),
    ROW("pathParameters", MEMBER_OBJECT, event.path_parameters),
    ROW("isBase64Encoded", MEMBER_BOOL, is_base64),
};
static const struct member_table event_table = TABLE(event_rows);

static const struct member *find_member(const struct member_table *table, struct ls_str key)
{
    for (size_t i = 0; i < table->count; i++) {
        if (ls_str_equal(table->rows[i].name, key))
            return &table->rows[i];
    }
    return NULL;
}

/* A string, decoded in `text`, which is the memory that the reader reads. */
static bool read_text(struct ls_json *json, char *text, const char *start, struct ls_str *out)
{
    bool escaped;

    if (!ls_json_read_string(json, out, &escaped))
        return false;
    if (escaped)
        out->len = ls_json_unescape(*out, text + (out->ptr - start));
    return true;
}

static bool read_raw(struct ls_json *json, enum ls_json_kind wanted, struct ls_str *out)
{
    return ls_json_peek(json) == wanted && ls_json_skip(json, out);
}

static bool read_bool(struct ls_json *json, bool *out)
{
    enum ls_json_kind kind = ls_json_peek(json);

    *out = kind == LS_JSON_TRUE;
    return (kind == LS_JSON_TRUE || kind == LS_JSON_FALSE) && ls_json_read_literal(json);
}

static bool read_object(struct ls_json *json, char *text, const char *start,
                        const struct member_table *table, struct reading *reading);

/* AWS leaves absent members out; null, which some tools write, says the same. */
static bool read_member(struct ls_json *json, char *text, const char *start,
                        const struct member *member, struct reading *reading)
{
    unsigned char *field = (unsigned char *)reading + member->offset;

    if (ls_json_peek(json) == LS_JSON_NULL)
        return ls_json_read_literal(json);
    switch (member->kind) {
    case MEMBER_TEXT:
        return read_text(json, text, start, (struct ls_str *)(void *)field);
    case MEMBER_OBJECT:
        return read_raw(json, LS_JSON_OBJECT, (struct ls_str *)(void *)field);
    case MEMBER_ARRAY:
        return read_raw(json, LS_JSON_ARRAY, (struct ls_str *)(void *)field);
    case MEMBER_BOOL:
        return read_bool(json, (bool *)(void *)field);
    default:
        return read_object(json, text, start, member->nested, reading);
    }
}

/* As deep as the tables nest, whatever the event does. */
static bool read_object(struct ls_json *json, char *text, const char *start,
                        const struct member_table *table, struct reading *reading)
{
    struct ls_str key, skipped;
    bool first, escaped;
    int next;

    if (ls_json_peek(json) != LS_JSON_OBJECT || !ls_json_enter(json, &first))
        return false;
    while ((next = ls_json_next_member(json, &first, &key, &escaped)) > 0) {
        const struct member *member = find_member(table, key);
        bool read = member == NULL ? ls_json_skip(json, &skipped)
                                   : read_member(json, text, start, member, reading);

        if (!read)
            return false;
    }
    return next == 0;
}

/* With a stage other than $default, rawPath begins with "/STAGE"; routes know nothing of it. */
static struct ls_str without_stage(struct ls_str path, struct ls_str stage)
{
    size_t prefix = stage.len + 1;

    if (stage.len == 0 || ls_str_equal(stage, LS_STR("$default")))
        return path;
    if (path.len < prefix || path.ptr[0] != '/' || memcmp(path.ptr + 1, stage.ptr, stage.len) != 0)
        return path;
    if (path.len == prefix)
        return ls_str(path.ptr, 1);
    return path.ptr[prefix] == '/' ? ls_str(path.ptr + prefix, path.len - prefix) : path;
}

/* Decodes in place all but %2F, %25 and bad escapes; see event.h. */
static size_t decode_between_slashes(struct ls_str path, char *out)
{
    char *at = out;

    for (size_t i = 0; i < path.len; i++) {
        char c = path.ptr[i];
        int high = c == '%' && path.len - i > 2 ? ls_scan_hex(path.ptr[i + 1]) : -1;
        int low = high < 0 ? -1 : ls_scan_hex(path.ptr[i + 2]);

        if (low >= 0 && high * 16 + low != '/' && high * 16 + low != '%') {
            c = (char)(high * 16 + low);
            i += 2;
        }
        *at++ = c;
    }
    return (size_t)(at - out);
}

static bool is_function_url(struct ls_str domain_name)
{
    static const char mark[] = ".lambda-url."; /* ID.lambda-url.REGION.on.aws */

    return domain_name.len > 0 &&
           memmem(domain_name.ptr, domain_name.len, mark, sizeof(mark) - 1) != NULL;
}

enum ls_status ls_event_parse(char *text, size_t len, struct ls_event *event,
                              struct ls_error *error)
{
    struct reading reading = {.is_base64 = false};
    struct ls_json json = ls_json_of(ls_str(text, len));
    struct ls_str *body = &reading.event.body, path;

    *event = (struct ls_event){.function_url = false};
    if (!read_object(&json, text, text, &event_table, &reading) || !ls_json_at_end(&json))
        return ls_fail(error, LS_BAD_EVENT, NULL,
                       "event is no JSON object, or byte %zu of it is bad",
                       (size_t)(json.at - text));
    if (!ls_str_equal(reading.version, LS_STR("2.0")))
        return ls_fail(error, LS_BAD_EVENT, NULL,
                       "event is not of payload format 2.0; set PayloadFormatVersion to \"2.0\"");
    if (reading.is_base64 && body->len > 0 &&
        !ls_base64_decode(*body, text + (body->ptr - text), &body->len))
        return ls_fail(error, LS_BAD_EVENT, NULL, "body of the event is not base64");
    reading.event.function_url = is_function_url(reading.domain_name);
    path = without_stage(reading.raw_path, reading.stage);
    if (reading.event.function_url && path.len > 0)
        path.len = decode_between_slashes(path, text + (path.ptr - text));
    reading.event.path = path;
    *event = reading.event;
    return LS_OK;
}
