/*
 * json.c - the reader: strict RFC 8259, a cursor over bytes, no allocation.
 */
#include "json.h"

bool ls_json_take_after_space(struct ls_json *json, char c)
{
    ls_json_skip_space(json);
    if (json->at == json->end || *json->at != c)
        return false;
    json->at++;
    return true;
}

enum ls_json_kind ls_json_peek(struct ls_json *json)
{
    static const unsigned char kinds[256] = {
        ['"'] = LS_JSON_STRING, ['{'] = LS_JSON_OBJECT, ['['] = LS_JSON_ARRAY,
        ['t'] = LS_JSON_TRUE,   ['f'] = LS_JSON_FALSE,  ['n'] = LS_JSON_NULL,
        ['-'] = LS_JSON_NUMBER, ['0'] = LS_JSON_NUMBER, ['1'] = LS_JSON_NUMBER,
        ['2'] = LS_JSON_NUMBER, ['3'] = LS_JSON_NUMBER, ['4'] = LS_JSON_NUMBER,
        ['5'] = LS_JSON_NUMBER, ['6'] = LS_JSON_NUMBER, ['7'] = LS_JSON_NUMBER,
        ['8'] = LS_JSON_NUMBER, ['9'] = LS_JSON_NUMBER,
    };

    ls_json_skip_space(json);
    return json->at == json->end ? LS_JSON_INVALID
                                 : (enum ls_json_kind)kinds[(unsigned char)*json->at];
}

/* ---- strings ---- */

/* The code unit of \uXXXX at `at`, or -1. */
static int32_t code_unit(const char *at, const char *end)
{
    int32_t unit = 0;

    if (end - at < 6 || at[0] != '\\' || at[1] != 'u')
        return -1;
    for (int i = 2; i < 6; i++) {
        int digit = ls_scan_hex(at[i]);

        if (digit < 0)
            return -1;
        unit = unit * 16 + digit;
    }
    return unit;
}

static bool is_high_surrogate(int32_t unit)
{
    return unit >= 0xD800 && unit <= 0xDBFF;
}

static bool is_low_surrogate(int32_t unit)
{
    return unit >= 0xDC00 && unit <= 0xDFFF;
}

/* Length of the escape at `at`, a surrogate pair being one; 0 when it is none. */
static size_t escape_length(const char *at, const char *end)
{
    int32_t unit;

    if (end - at < 2)
        return 0;
    switch (at[1]) {
    case '"':
    case '\\':
    case '/':
    case 'b':
    case 'f':
    case 'n':
    case 'r':
    case 't':
        return 2;
    case 'u':
        unit = code_unit(at, end);
        if (unit < 0 || is_low_surrogate(unit))
            return 0;
        if (!is_high_surrogate(unit))
            return 6;
        return is_low_surrogate(code_unit(at + 6, end)) ? 12 : 0;
    default:
        return 0;
    }
}

/* json->at is at the first byte that is not plain. */
bool ls_json_read_special(struct ls_json *json, const char *start, struct ls_str *raw,
                          bool *escaped)
{
    const char *at = json->at;
    size_t len = 1;

    *escaped = false;
    while (at < json->end && *at != '"' && len > 0) {
        if (*at == '\\') {
            len = escape_length(at, json->end);
            *escaped = true;
        } else {
            len = ls_scan_utf8(at, json->end); /* 0 on a control character, too */
        }
        at = ls_scan_plain(at + len, json->end);
    }
    json->at = at;
    if (len == 0 || at == json->end)
        return false;
    *raw = ls_str(start, (size_t)(at - start));
    json->at++;
    return true;
}

static char *put_utf8(char *out, uint32_t c)
{
    if (c < 0x80) {
        *out++ = (char)c;
    } else if (c < 0x800) {
        *out++ = (char)(0xC0 | c >> 6);
        *out++ = (char)(0x80 | (c & 0x3F));
    } else if (c < 0x10000) {
        *out++ = (char)(0xE0 | c >> 12);
        *out++ = (char)(0x80 | (c >> 6 & 0x3F));
        *out++ = (char)(0x80 | (c & 0x3F));
    } else {
        *out++ = (char)(0xF0 | c >> 18);
        *out++ = (char)(0x80 | (c >> 12 & 0x3F));
        *out++ = (char)(0x80 | (c >> 6 & 0x3F));
        *out++ = (char)(0x80 | (c & 0x3F));
    }
    return out;
}

/* Decodes the valid escape at *at, passing over it; writes at most 4 bytes, returns their end. */
static char *decode_escape(const char **at, const char *end, char *out)
{
    const char *p = *at;
    int32_t unit;

    *at = p + 2;
    switch (p[1]) {
    case 'b':
        *out = '\b';
        return out + 1;
    case 'f':
        *out = '\f';
        return out + 1;
    case 'n':
        *out = '\n';
        return out + 1;
    case 'r':
        *out = '\r';
        return out + 1;
    case 't':
        *out = '\t';
        return out + 1;
    case 'u':
        break;
    default:
        *out = p[1];
        return out + 1;
    }
    unit = code_unit(p, end);
    *at = p + 6;
    if (is_high_surrogate(unit)) {
        unit = 0x10000 + ((unit - 0xD800) << 10) + (code_unit(p + 6, end) - 0xDC00);
        *at = p + 12;
    }
    return put_utf8(out, (uint32_t)unit);
}

struct ls_str ls_json_decode(struct ls_str raw, bool escaped, struct ls_arena *arena)
{
    char *copy;

    if (!escaped)
        return raw;
    copy = ls_arena_alloc(arena, raw.len);
    return copy == NULL ? ls_str(NULL, 0) : ls_str(copy, ls_json_unescape(raw, copy));
}

size_t ls_json_unescape(struct ls_str raw, char *out)
{
    const char *at = raw.ptr, *end = raw.len == 0 ? at : at + raw.len;
    char *to = out;

    while (at < end) {
        const char *stop = memchr(at, '\\', (size_t)(end - at));
        size_t run = (size_t)((stop == NULL ? end : stop) - at);

        memmove(to, at, run);
        to += run;
        at += run;
        if (stop != NULL)
            to = decode_escape(&at, end, to);
    }
    return (size_t)(to - out);
}

size_t ls_json_unescaped_length(struct ls_str raw)
{
    const char *at = raw.ptr, *end = raw.len == 0 ? at : at + raw.len;
    size_t len = raw.len;

    while (at < end && (at = memchr(at, '\\', (size_t)(end - at))) != NULL) {
        const char *escape = at;
        char bytes[4];

        len += (size_t)(decode_escape(&at, end, bytes) - bytes);
        len -= (size_t)(at - escape);
    }
    return len;
}

static bool key_is(struct ls_str raw, bool escaped, struct ls_str name)
{
    const char *at = raw.ptr, *end = raw.len == 0 ? at : at + raw.len;
    size_t done = 0;

    if (!escaped)
        return ls_str_equal(raw, name);
    while (at < end) {
        char bytes[4] = {*at};
        size_t len = 1;

        if (*at == '\\')
            len = (size_t)(decode_escape(&at, end, bytes) - bytes);
        else
            at++;
        if (name.len - done < len || memcmp(name.ptr + done, bytes, len) != 0)
            return false;
        done += len;
    }
    return done == name.len;
}

/* ---- other scalars ---- */

/* Passes over digits; false when there is none. */
static bool read_digits(struct ls_json *json)
{
    const char *at = json->at;

    while (at < json->end && *at >= '0' && *at <= '9')
        at++;
    if (at == json->at)
        return false;
    json->at = at;
    return true;
}

bool ls_json_read_number(struct ls_json *json, struct ls_str *text)
{
    const char *start;

    ls_json_skip_space(json);
    start = json->at;
    if (json->at < json->end && *json->at == '-')
        json->at++;
    if (json->at < json->end && *json->at == '0')
        json->at++;
    else if (!read_digits(json))
        return false;
    if (json->at < json->end && *json->at == '.') {
        json->at++;
        if (!read_digits(json))
            return false;
    }
    if (json->at < json->end && (*json->at == 'e' || *json->at == 'E')) {
        json->at++;
        if (json->at < json->end && (*json->at == '+' || *json->at == '-'))
            json->at++;
        if (!read_digits(json))
            return false;
    }
    *text = ls_str(start, (size_t)(json->at - start));
    return true;
}

bool ls_json_read_literal(struct ls_json *json)
{
    struct ls_str literal;

    switch (ls_json_peek(json)) {
    case LS_JSON_NULL:
        literal = LS_STR("null");
        break;
    case LS_JSON_FALSE:
        literal = LS_STR("false");
        break;
    case LS_JSON_TRUE:
        literal = LS_STR("true");
        break;
    default:
        return false;
    }
    if ((size_t)(json->end - json->at) < literal.len ||
        memcmp(json->at, literal.ptr, literal.len) != 0)
        return false;
    json->at += literal.len;
    return true;
}

/* ---- containers ---- */

bool ls_json_enter(struct ls_json *json, bool *first)
{
    *first = true;
    return ls_json_take(json, '{') || ls_json_take(json, '[');
}

int ls_json_next_member(struct ls_json *json, bool *first, struct ls_str *key, bool *escaped)
{
    bool was_first = *first;

    *first = false;
    if (was_first || !ls_json_take(json, ',')) {
        if (ls_json_take(json, '}'))
            return 0;
        if (!was_first)
            return -1;
    }
    if (!ls_json_read_string(json, key, escaped) || !ls_json_take(json, ':'))
        return -1;
    return 1;
}

int ls_json_next_element(struct ls_json *json, bool *first)
{
    bool was_first = *first;

    *first = false;
    if (was_first || !ls_json_take(json, ',')) {
        if (ls_json_take(json, ']'))
            return 0;
        if (!was_first)
            return -1;
    }
    return ls_json_peek(json) == LS_JSON_INVALID ? -1 : 1;
}

static bool skip_scalar(struct ls_json *json, enum ls_json_kind kind)
{
    struct ls_str slice;
    bool escaped;

    switch (kind) {
    case LS_JSON_STRING:
        return ls_json_read_string(json, &slice, &escaped);
    case LS_JSON_NUMBER:
        return ls_json_read_number(json, &slice);
    case LS_JSON_NULL:
    case LS_JSON_FALSE:
    case LS_JSON_TRUE:
        return ls_json_read_literal(json);
    default:
        return false;
    }
}

bool ls_json_skip(struct ls_json *json, struct ls_str *text)
{
    _Static_assert(LS_JSON_MAX_DEPTH <= 64, "one bit a level");
    uint64_t objects = 0; /* the lowest bit is the innermost container: an object, or an array */
    unsigned depth = 0;
    enum ls_json_kind kind = ls_json_peek(json);
    const char *start = json->at;

    for (;;) {
        bool first = false, escaped;
        struct ls_str key;
        int next = 1;

        if (kind == LS_JSON_OBJECT || kind == LS_JSON_ARRAY) {
            if (depth == LS_JSON_MAX_DEPTH)
                return false;
            objects = objects << 1 | (kind == LS_JSON_OBJECT);
            depth++;
            (void)ls_json_enter(json, &first);
        } else if (!skip_scalar(json, kind)) {
            return false;
        }
        for (; depth > 0; depth--, objects >>= 1) {
            next = objects & 1 ? ls_json_next_member(json, &first, &key, &escaped)
                               : ls_json_next_element(json, &first);
            if (next != 0)
                break;
        }
        if (next < 0)
            return false;
        if (depth == 0)
            break;
        kind = ls_json_peek(json);
    }
    *text = ls_str(start, (size_t)(json->at - start));
    return true;
}

bool ls_json_at_end(struct ls_json *json)
{
    ls_json_skip_space(json);
    return json->at == json->end;
}

bool ls_json_find(struct ls_str object, const char *name, struct ls_str *value)
{
    struct ls_json json = ls_json_of(object);
    struct ls_str wanted = ls_str_of(name), key;
    bool first, escaped;

    if (ls_json_peek(&json) != LS_JSON_OBJECT || !ls_json_enter(&json, &first))
        return false;
    while (ls_json_next_member(&json, &first, &key, &escaped) > 0) {
        if (!ls_json_skip(&json, value))
            return false;
        if (key_is(key, escaped, wanted))
            return true;
    }
    return false;
}
