/*
 * event_json.c - see event_json.h for what is documented, measured and assumed.
 */
#include "local/event_json.h"

#include <stdio.h>
#include <time.h>

#include "json.h"
#include "local/place.h"

struct writer {
    const struct http_request *request;
    struct ls_arena *arena;
    struct ls_buf *out;
    bool short_of_memory; /* of the arena's; the buffer remembers its own */
};

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_unreserved(char c)
{
    return (c >= '0' && c <= '9') || (lower(c) >= 'a' && lower(c) <= 'z') || c == '-' || c == '.' ||
           c == '_' || c == '~';
}

/* ---- text ---- */

static char *allocate(struct writer *writer, size_t size)
{
    char *bytes = ls_arena_alloc(writer->arena, size);

    if (bytes == NULL)
        writer->short_of_memory = true;
    return bytes;
}

/* Length of the valid UTF-8 sequence at `at`, 0 when there is none. */
static size_t sequence_length(const char *at, const char *end)
{
    for (size_t len = 1; len <= 4 && len <= (size_t)(end - at); len++)
        if (ls_utf8_valid(ls_str(at, len)))
            return len;
    return 0;
}

/* The text with U+FFFD for each byte that is no UTF-8; as it is when there is none. */
static struct ls_str repair_utf8(struct writer *writer, struct ls_str text)
{
    static const char replacement[] = {'\xef', '\xbf', '\xbd'};
    const char *at = text.ptr, *end = text.ptr + text.len;
    char *repaired;
    size_t len = 0;

    if (ls_utf8_valid(text))
        return text;
    repaired = allocate(writer, text.len * sizeof(replacement));
    if (repaired == NULL)
        return ls_str(NULL, 0);
    while (at < end) {
        size_t step = sequence_length(at, end);

        memcpy(repaired + len, step > 0 ? at : replacement, step > 0 ? step : sizeof(replacement));
        len += step > 0 ? step : sizeof(replacement);
        at += step > 0 ? step : 1;
    }
    return ls_str(repaired, len);
}

/* Percent-decoded; as it is when an escape is bad. */
static struct ls_str decode(struct writer *writer, struct ls_str text, bool plus)
{
    char *decoded;
    size_t len;

    if (memchr(text.ptr, '%', text.len) == NULL && !(plus && memchr(text.ptr, '+', text.len)))
        return text;
    decoded = allocate(writer, text.len);
    if (decoded == NULL || !ls_percent_decode(text, plus, decoded, &len))
        return text;
    return ls_str(decoded, len);
}

static struct ls_str lower_case(struct writer *writer, struct ls_str text)
{
    char *copy = allocate(writer, text.len);

    if (copy == NULL)
        return text;
    for (size_t i = 0; i < text.len; i++)
        copy[i] = lower(text.ptr[i]);
    return ls_str(copy, text.len);
}

/* An absent text (NULL) is written as an empty one. */
static void put_string(struct writer *writer, struct ls_str text)
{
    ls_json_write_string(writer->out, LS_JSON_PLAIN,
                         text.len > 0 ? repair_utf8(writer, text) : LS_STR(""));
}

static void put_member(struct writer *writer, const char *before, struct ls_str value)
{
    ls_buf_text(writer->out, before);
    put_string(writer, value);
}

/* ---- name-value pairs, duplicates joined ---- */

struct pairs {
    struct http_field *rows;
    size_t count;
};

static bool was_seen(const struct pairs *pairs, size_t at)
{
    for (size_t i = 0; i < at; i++)
        if (ls_str_equal(pairs->rows[i].name, pairs->rows[at].name))
            return true;
    return false;
}

/* All values of the name at `at`, in order, with commas between them. */
static struct ls_str join(struct writer *writer, const struct pairs *pairs, size_t at)
{
    size_t size = 0, count = 0, len = 0;
    char *joined;

    for (size_t i = at; i < pairs->count; i++) {
        if (!ls_str_equal(pairs->rows[i].name, pairs->rows[at].name))
            continue;
        size += pairs->rows[i].value.len + 1;
        count++;
    }
    if (count == 1)
        return pairs->rows[at].value;
    joined = allocate(writer, size);
    if (joined == NULL)
        return ls_str(NULL, 0);
    for (size_t i = at; i < pairs->count; i++) {
        if (!ls_str_equal(pairs->rows[i].name, pairs->rows[at].name))
            continue;
        if (len > 0 || i > at)
            joined[len++] = ',';
        memcpy(joined + len, pairs->rows[i].value.ptr, pairs->rows[i].value.len);
        len += pairs->rows[i].value.len;
    }
    return ls_str(joined, len);
}

static void put_object(struct writer *writer, const struct pairs *pairs)
{
    bool first = true;

    ls_buf_char(writer->out, '{');
    for (size_t i = 0; i < pairs->count; i++) {
        if (was_seen(pairs, i))
            continue;
        if (!first)
            ls_buf_char(writer->out, ',');
        first = false;
        put_string(writer, pairs->rows[i].name);
        ls_buf_char(writer->out, ':');
        put_string(writer, join(writer, pairs, i));
    }
    ls_buf_char(writer->out, '}');
}

/* ---- the parts of an event ---- */

/* Next piece of `rest` up to the separator; false at the end. */
static bool next_piece(struct ls_str *rest, char separator, struct ls_str *piece)
{
    const char *end;

    if (rest->len == 0)
        return false;
    end = memchr(rest->ptr, separator, rest->len);
    *piece = ls_str(rest->ptr, end != NULL ? (size_t)(end - rest->ptr) : rest->len);
    *rest = ls_str(rest->ptr + piece->len, rest->len - piece->len);
    if (rest->len > 0)
        *rest = ls_str(rest->ptr + 1, rest->len - 1);
    return true;
}

static void put_query(struct writer *writer, struct ls_str query)
{
    struct ls_str rest = query, piece;
    struct pairs pairs = {NULL, 0};
    size_t most = 1;

    for (size_t i = 0; i < query.len; i++)
        most += query.ptr[i] == '&';
    pairs.rows = (struct http_field *)(void *)allocate(writer, most * sizeof(*pairs.rows));
    if (pairs.rows == NULL)
        return;
    while (next_piece(&rest, '&', &piece)) {
        struct ls_str name, value = piece;

        if (piece.len == 0)
            continue;
        next_piece(&value, '=', &name);
        pairs.rows[pairs.count++] =
            (struct http_field){decode(writer, name, true), decode(writer, value, true)};
    }
    if (pairs.count == 0)
        return;
    ls_buf_text(writer->out, ",\"queryStringParameters\":");
    put_object(writer, &pairs);
}

/* Headers of one connection, and those that the gateway writes itself. */
static bool is_forwarded(struct ls_str name)
{
    static const char *const others[] = {
        "connection",
        "content-length",
        "cookie",
        "expect",
        "keep-alive",
        "te",
        "transfer-encoding",
        "upgrade",
        "x-amzn-trace-id",
        "x-forwarded-port",
        "x-forwarded-proto",
    };

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
        if (ls_str_equal_nocase(name, ls_str_of(others[i])))
            return false;
    return true;
}

static struct ls_str number_text(struct writer *writer, size_t number)
{
    char *text = allocate(writer, 24);
    int len = text != NULL ? snprintf(text, 24, "%zu", number) : 0;

    return ls_str(text, (size_t)len);
}

static void put_headers(struct writer *writer)
{
    const struct http_request *request = writer->request;
    struct pairs pairs = {NULL, 0};

    pairs.rows = (struct http_field *)(void *)allocate(writer, (request->header_count + 6) *
                                                                   sizeof(*pairs.rows));
    if (pairs.rows == NULL)
        return;
    for (size_t i = 0; i < request->header_count; i++) {
        if (is_forwarded(request->headers[i].name))
            pairs.rows[pairs.count++] = (struct http_field){
                lower_case(writer, request->headers[i].name), request->headers[i].value};
    }
    pairs.rows[pairs.count++] =
        (struct http_field){LS_STR("content-length"), number_text(writer, request->body.len)};
    pairs.rows[pairs.count++] = (struct http_field){LS_STR("x-amzn-trace-id"), request->trace_root};
    pairs.rows[pairs.count++] = (struct http_field){LS_STR("x-forwarded-for"), request->source_ip};
    pairs.rows[pairs.count++] =
        (struct http_field){LS_STR("x-forwarded-port"), number_text(writer, request->port)};
    pairs.rows[pairs.count++] = (struct http_field){LS_STR("x-forwarded-proto"), LS_STR("http")};
    ls_buf_text(writer->out, ",\"headers\":");
    put_object(writer, &pairs);
}

static struct ls_str trim(struct ls_str text)
{
    while (text.len > 0 && (text.ptr[0] == ' ' || text.ptr[0] == '\t'))
        text = ls_str(text.ptr + 1, text.len - 1);
    while (text.len > 0 && (text.ptr[text.len - 1] == ' ' || text.ptr[text.len - 1] == '\t'))
        text.len--;
    return text;
}

static void put_cookies(struct writer *writer)
{
    bool any = false;

    for (size_t i = 0; i < writer->request->header_count; i++) {
        struct ls_str rest = writer->request->headers[i].value, piece;

        if (!ls_str_equal_nocase(writer->request->headers[i].name, LS_STR("cookie")))
            continue;
        while (next_piece(&rest, ';', &piece)) {
            piece = trim(piece);
            if (piece.len == 0)
                continue;
            ls_buf_text(writer->out, any ? "," : ",\"cookies\":[");
            put_string(writer, piece);
            any = true;
        }
    }
    if (any)
        ls_buf_char(writer->out, ']');
}

/* Host without its port: what the function sees as the API's domain. */
static struct ls_str domain_name(const struct http_request *request)
{
    struct ls_str host = http_header(request, "host");
    size_t len = 0;
    bool bracket = host.len > 0 && host.ptr[0] == '[';

    while (len < host.len && (bracket || host.ptr[len] != ':')) {
        bracket = bracket && host.ptr[len] != ']';
        len++;
    }
    return ls_str(host.ptr, len);
}

static struct ls_str domain_prefix(struct ls_str domain)
{
    const char *dot = memchr(domain.ptr, '.', domain.len);

    return ls_str(domain.ptr, dot != NULL ? (size_t)(dot - domain.ptr) : domain.len);
}

static void put_context(struct writer *writer, const struct ls_route *route, struct ls_str path)
{
    const struct http_request *request = writer->request;
    struct ls_str domain = domain_name(request);
    time_t seconds = (time_t)(request->time_ms / 1000);
    char when[40];
    struct tm utc;

    if (domain.ptr == NULL) /* HTTP/1.0 without Host */
        domain = LS_STR("");
    gmtime_r(&seconds, &utc);
    strftime(when, sizeof(when), "%d/%b/%Y:%H:%M:%S +0000", &utc);
    ls_buf_text(writer->out, ",\"requestContext\":{\"accountId\":\"" LOCAL_ACCOUNT_ID
                             "\",\"apiId\":\"" LOCAL_API_ID "\"");
    if (request->authorizer.len > 0) {
        ls_buf_text(writer->out, ",\"authorizer\":");
        ls_buf_str(writer->out, request->authorizer);
    }
    put_member(writer, ",\"domainName\":", domain);
    put_member(writer, ",\"domainPrefix\":", domain_prefix(domain));
    put_member(writer, ",\"http\":{\"method\":", request->method);
    put_member(writer, ",\"path\":", path);
    ls_buf_text(writer->out, ",\"protocol\":\"HTTP/1.1\"");
    put_member(writer, ",\"sourceIp\":", request->source_ip);
    put_member(writer, ",\"userAgent\":", http_header(request, "user-agent"));
    put_member(writer, "},\"requestId\":", request->request_id);
    put_member(writer, ",\"routeKey\":", ls_str(route->key, route->key_length));
    ls_buf_text(writer->out, ",\"stage\":\"$default\"");
    put_member(writer, ",\"time\":", ls_str_of(when));
    ls_buf_text(writer->out, ",\"timeEpoch\":");
    ls_buf_int(writer->out, request->time_ms);
    ls_buf_char(writer->out, '}');
}

static void put_parameters(struct writer *writer, const struct ls_route_match *match)
{
    if (match->route->parameter_count == 0)
        return;
    for (size_t i = 0; i < match->route->parameter_count; i++) {
        ls_buf_text(writer->out, i == 0 ? ",\"pathParameters\":{" : ",");
        put_string(writer, ls_str_of(match->route->parameters[i]));
        ls_buf_char(writer->out, ':');
        put_string(writer, decode(writer, match->parameters[i], false));
    }
    ls_buf_char(writer->out, '}');
}

/* measured: the types whose bodies stay plain. */
static bool is_plain_type(struct ls_str type)
{
    static const char *const plain[] = {"application/json", "application/xml",
                                        "application/javascript"};
    const char *semicolon = type.len > 0 ? memchr(type.ptr, ';', type.len) : NULL;
    struct ls_str essence =
        semicolon != NULL ? ls_str(type.ptr, (size_t)(semicolon - type.ptr)) : type;

    essence = trim(essence);
    if (essence.len > 5 && ls_str_equal_nocase(ls_str(essence.ptr, 5), LS_STR("text/")))
        return true;
    for (size_t i = 0; i < sizeof(plain) / sizeof(plain[0]); i++)
        if (ls_str_equal_nocase(essence, ls_str_of(plain[i])))
            return true;
    return false;
}

static void put_body(struct writer *writer)
{
    const struct http_request *request = writer->request;

    if (request->body.len == 0) {
        ls_buf_text(writer->out, ",\"isBase64Encoded\":false");
    } else if (is_plain_type(http_header(request, "content-type")) &&
               ls_utf8_valid(request->body)) {
        put_member(writer, ",\"body\":", request->body);
        ls_buf_text(writer->out, ",\"isBase64Encoded\":false");
    } else {
        ls_buf_text(writer->out, ",\"body\":\"");
        ls_base64_encode(writer->out, request->body);
        ls_buf_text(writer->out, "\",\"isBase64Encoded\":true");
    }
}

enum ls_status event_json_write(const struct http_request *request,
                                const struct ls_route_match *match, struct ls_arena *arena,
                                struct ls_buf *out)
{
    struct writer writer = {.request = request, .arena = arena, .out = out};
    struct ls_str path = decode(&writer, http_path(request->target), false);
    struct ls_str query = http_query(request->target);

    path = http_path(path); /* measured: cut at a `?` that came encoded */
    put_member(&writer, "{\"version\":\"2.0\",\"routeKey\":",
               ls_str(match->route->key, match->route->key_length));
    put_member(&writer, ",\"rawPath\":", path);
    put_member(&writer, ",\"rawQueryString\":", query);
    put_cookies(&writer);
    put_headers(&writer);
    put_query(&writer, query);
    put_context(&writer, match->route, path);
    put_parameters(&writer, match);
    put_body(&writer);
    ls_buf_char(out, '}');
    return writer.short_of_memory ? LS_NO_MEMORY : ls_buf_status(out);
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    return lower(c) >= 'a' && lower(c) <= 'f' ? lower(c) - 'a' + 10 : -1;
}

enum ls_status event_match_path(struct ls_str target, struct ls_arena *arena, struct ls_str *path)
{
    struct ls_str raw = http_path(target);
    char *out = ls_arena_alloc(arena, raw.len + 1);
    size_t len = 0;

    if (out == NULL)
        return LS_NO_MEMORY;
    for (size_t i = 0; i < raw.len; i++) {
        int high, low;

        out[len++] = raw.ptr[i];
        if (raw.ptr[i] != '%')
            continue;
        high = i + 2 < raw.len ? hex_value(raw.ptr[i + 1]) : -1;
        low = i + 2 < raw.len ? hex_value(raw.ptr[i + 2]) : -1;
        if (high < 0 || low < 0)
            return LS_BAD_PARAMETER;
        if (is_unreserved((char)(high * 16 + low))) {
            out[len - 1] = (char)(high * 16 + low);
            i += 2;
        }
    }
    *path = ls_str(out, len);
    return LS_OK;
}
