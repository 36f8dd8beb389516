/*
 * sigv4_canonical.c - the canonical request of SigV4's general form: path, query and headers in
 * the one order and encoding that both sides hash.
 */
#include <stdlib.h>
#include <string.h>

#include "sigv4.h"

#define MAX_HEADERS     32
#define MAX_QUERY_PAIRS 256
#define HEX_LEN         ((size_t)2 * LS_SHA256_LEN)

/*
 * Everything but RFC 3986's unreserved characters, and '/' if it is kept, as %XX in upper case.
 * Writes at most 3 * text.len bytes and returns their end.
 */
static char *encode(char *at, struct ls_str text, bool keep_slash)
{
    static const char digits[] = "0123456789ABCDEF";

    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];
        bool unreserved = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
                          (c >= '0' && c <= '9') || c == '-' || c == '.' || c == '_' || c == '~';

        if (unreserved || (keep_slash && c == '/')) {
            *at++ = (char)c;
        } else {
            *at++ = '%';
            *at++ = digits[c >> 4];
            *at++ = digits[c & 15];
        }
    }
    return at;
}

/* ---- path ---- */

/* Without empty, "." and ".." segments; a trailing slash stays. `out` has room for path.len + 1. */
static struct ls_str normalise_path(struct ls_str path, char *out)
{
    size_t len = 0;

    for (size_t at = 0; at < path.len; at++) {
        size_t start = at;
        struct ls_str segment;

        while (at < path.len && path.ptr[at] != '/')
            at++;
        segment = ls_str(path.ptr + start, at - start);
        if (ls_str_equal_text(segment, "..")) {
            while (len > 0 && out[--len] != '/')
                ;
        } else if (segment.len > 0 && !ls_str_equal_text(segment, ".")) {
            out[len++] = '/';
            memcpy(out + len, segment.ptr, segment.len);
            len += segment.len;
        }
    }
    if (len == 0 || path.ptr[path.len - 1] == '/')
        out[len++] = '/';
    return ls_str(out, len);
}

static enum ls_status put_path(const struct ls_sigv4_request *request, struct ls_arena *arena,
                               struct ls_buf *out)
{
    struct ls_str path = request->path;
    char *room;

    if (!request->raw_path) {
        room = ls_arena_alloc(arena, path.len + 1);
        if (room == NULL)
            return LS_NO_MEMORY;
        path = normalise_path(path, room);
    }
    room = ls_buf_reserve(out, 3 * path.len);
    if (room != NULL)
        out->len += (size_t)(encode(room, path, true) - room);
    return LS_OK;
}

/* ---- query ---- */

struct pair {
    struct ls_str name, value; /* encoded */
};

static int compare_bytes(struct ls_str a, struct ls_str b)
{
    size_t common = a.len < b.len ? a.len : b.len;
    int order = common == 0 ? 0 : memcmp(a.ptr, b.ptr, common);

    return order != 0 ? order : (a.len > b.len) - (a.len < b.len);
}

static int compare_pairs(const void *left, const void *right)
{
    const struct pair *a = left, *b = right;
    int order = compare_bytes(a->name, b->name);

    return order != 0 ? order : compare_bytes(a->value, b->value);
}

/* Decoded and encoded again, so that every way to write a value signs the same. */
static enum ls_status encode_part(struct ls_arena *arena, struct ls_str raw, struct ls_str *encoded)
{
    char *decoded = ls_arena_alloc(arena, raw.len), *room = ls_arena_alloc(arena, 3 * raw.len);
    size_t len;

    if (decoded == NULL || room == NULL)
        return LS_NO_MEMORY;
    if (!ls_percent_decode(raw, false, decoded, &len))
        return LS_BAD_VALUE;
    *encoded = ls_str(room, (size_t)(encode(room, ls_str(decoded, len), false) - room));
    return LS_OK;
}

/* The text before the next `mark`; *rest becomes what follows the mark. */
static struct ls_str split(struct ls_str *rest, char mark)
{
    const char *found = rest->len == 0 ? NULL : memchr(rest->ptr, mark, rest->len);
    struct ls_str head = *rest;

    if (found == NULL) {
        *rest = ls_str("", 0);
    } else {
        head.len = (size_t)(found - head.ptr);
        *rest = ls_str(found + 1, rest->len - head.len - 1);
    }
    return head;
}

static enum ls_status put_query(struct ls_str query, struct ls_arena *arena, struct ls_buf *out)
{
    struct pair pairs[MAX_QUERY_PAIRS];
    size_t count = 0;

    while (query.len > 0) {
        struct ls_str value = split(&query, '&');
        struct ls_str name = split(&value, '=');
        enum ls_status status;

        if (name.len == 0 && value.len == 0)
            continue;
        if (count == MAX_QUERY_PAIRS)
            return LS_TOO_LARGE;
        status = encode_part(arena, name, &pairs[count].name);
        if (status == LS_OK)
            status = encode_part(arena, value, &pairs[count].value);
        if (status != LS_OK)
            return status;
        count++;
    }
    if (count == 0)
        return LS_OK;
    qsort(pairs, count, sizeof(pairs[0]), compare_pairs);
    for (size_t i = 0; i < count; i++) {
        if (i > 0)
            ls_buf_char(out, '&');
        ls_buf_str(out, pairs[i].name);
        ls_buf_char(out, '=');
        ls_buf_str(out, pairs[i].value);
    }
    return LS_OK;
}

/* ---- headers ---- */

struct sorted_headers {
    struct ls_header headers[MAX_HEADERS]; /* names lower-case */
    size_t count;
};

/* By name; of one name in the request's order. */
static enum ls_status sort_headers(const struct ls_sigv4_request *request, struct ls_arena *arena,
                                   struct sorted_headers *sorted)
{
    sorted->count = 0;
    if (request->header_count > MAX_HEADERS)
        return LS_TOO_LARGE;
    for (size_t i = 0; i < request->header_count; i++) {
        struct ls_header header = request->headers[i];
        char *name = ls_arena_alloc(arena, header.name.len);
        size_t at = sorted->count++;

        if (name == NULL)
            return LS_NO_MEMORY;
        for (size_t k = 0; k < header.name.len; k++) {
            char c = header.name.ptr[k];

            if (c >= 'A' && c <= 'Z')
                c = (char)(c + ('a' - 'A'));
            name[k] = c;
        }
        header.name.ptr = name;
        for (; at > 0 && compare_bytes(sorted->headers[at - 1].name, header.name) > 0; at--)
            sorted->headers[at] = sorted->headers[at - 1];
        sorted->headers[at] = header;
    }
    return LS_OK;
}

/* Trimmed, each inner run of blanks as one. */
static void put_header_value(struct ls_buf *out, struct ls_str value)
{
    bool blank = false, any = false;

    for (size_t i = 0; i < value.len; i++) {
        char c = value.ptr[i];

        if (c == ' ' || c == '\t') {
            blank = true;
            continue;
        }
        if (blank && any)
            ls_buf_char(out, ' ');
        ls_buf_char(out, c);
        blank = false;
        any = true;
    }
}

/* name:value lines, the values of a repeated name joined; then the list of names. */
static void put_headers(const struct sorted_headers *sorted, struct ls_buf *out)
{
    struct ls_str last = {0};

    for (size_t i = 0; i < sorted->count; i++) {
        const struct ls_header *header = &sorted->headers[i];

        if (i > 0 && ls_str_equal(header->name, last)) {
            ls_buf_char(out, ',');
        } else {
            ls_buf_text(out, i > 0 ? "\n" : "");
            ls_buf_str(out, header->name);
            ls_buf_char(out, ':');
        }
        put_header_value(out, header->value);
        last = header->name;
    }
    ls_buf_text(out, "\n\n");
    for (size_t i = 0; i < sorted->count; i++) {
        const struct ls_header *header = &sorted->headers[i];

        if (i == 0 || !ls_str_equal(header->name, last)) {
            ls_buf_text(out, i > 0 ? ";" : "");
            ls_buf_str(out, header->name);
        }
        last = header->name;
    }
}

enum ls_status ls_sigv4_canonical_request(const struct ls_sigv4_request *request,
                                          struct ls_arena *arena, struct ls_buf *out)
{
    struct sorted_headers sorted;
    unsigned char digest[LS_SHA256_LEN];
    char body_hash[HEX_LEN];
    enum ls_status status = sort_headers(request, arena, &sorted);

    if (status != LS_OK)
        return status;
    ls_buf_str(out, request->method);
    ls_buf_char(out, '\n');
    status = put_path(request, arena, out);
    if (status != LS_OK)
        return status;
    ls_buf_char(out, '\n');
    status = put_query(request->query, arena, out);
    if (status != LS_OK)
        return status;
    ls_buf_char(out, '\n');
    put_headers(&sorted, out);
    ls_buf_char(out, '\n');
    ls_sha256(request->body, digest);
    ls_hex(digest, sizeof(digest), body_hash);
    ls_buf_add(out, body_hash, sizeof(body_hash));
    return ls_buf_status(out);
}
