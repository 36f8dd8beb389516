/*
 * names.c - names derived from the spec.
 */
#include "model/names.h"

#include <stdlib.h>

#include "model/digest.h"
#include "model/route_key.h"

#define ROUTE_ID_MAX  200 /* of CloudFormation's 255; the digest of a longer one says the rest */
#define DIGEST_SUFFIX 8

static bool is_lower(char c)
{
    return c >= 'a' && c <= 'z';
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_alphanumeric(char c)
{
    return is_lower(c) || is_digit(c) || (c >= 'A' && c <= 'Z');
}

static char upper(char c)
{
    return is_lower(c) ? (char)(c - 'a' + 'A') : c;
}

/* The letters and digits, each run of them with a capital in front. */
static void add_pascal(struct text_buf *buf, struct text name)
{
    bool begins = true;

    for (size_t i = 0; i < name.len; i++) {
        if (is_alphanumeric(name.ptr[i]))
            text_putc(buf, begins ? upper(name.ptr[i]) : name.ptr[i]);
        begins = !is_alphanumeric(name.ptr[i]);
    }
}

const char *names_pascal(struct mem_arena *arena, struct text name)
{
    struct text_buf buf;

    text_buf_init(&buf, arena, TEXT_BUF_MAX);
    add_pascal(&buf, name);
    return buf.ptr;
}

const char *names_upper(struct mem_arena *arena, struct text name)
{
    struct text_buf buf;

    text_buf_init(&buf, arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < name.len; i++)
        text_putc(&buf, upper(name.ptr[i]));
    return buf.ptr;
}

/* Could the word in an id come from this literal segment only? */
static bool is_plain(struct text literal)
{
    if (literal.len == 0 || !is_lower(literal.ptr[0]))
        return false;
    for (size_t i = 1; i < literal.len; i++) {
        if (!is_lower(literal.ptr[i]) && !is_digit(literal.ptr[i]))
            return false;
    }
    return !text_is(literal, "id") && !text_is(literal, "proxy");
}

static bool add_path(struct text_buf *id, struct text path)
{
    struct segment segments[LS_MAX_PATH_SEGMENTS];
    size_t count = path_segments(path, segments);
    bool plain = true;

    for (size_t i = 0; i < count; i++) {
        if (segments[i].kind == SEGMENT_PARAMETER)
            text_put(id, "Id");
        else if (segments[i].kind == SEGMENT_GREEDY)
            text_put(id, "Proxy");
        else {
            add_pascal(id, segments[i].text);
            plain = plain && is_plain(segments[i].text);
        }
    }
    return plain;
}

const char *names_route(struct mem_arena *arena, enum ls_method method, struct text path)
{
    struct text_buf id;
    char hex[DIGEST_HEX + 1];

    if (method == LS_METHOD_COUNT)
        return "RouteDefault";
    text_buf_init(&id, arena, TEXT_BUF_MAX);
    text_put(&id, "Route");
    for (const char *c = method_name(method); *c != '\0'; c++)
        text_putc(&id, c == method_name(method) || !(*c >= 'A' && *c <= 'Z')
                           ? *c
                           : (char)(*c - 'A' + 'a'));
    if (add_path(&id, path) && id.len <= ROUTE_ID_MAX)
        return id.ptr;
    digest_hex(route_key_normal(arena, method, path), hex);
    if (id.len > ROUTE_ID_MAX)
        id.len = ROUTE_ID_MAX;
    text_add(&id, hex, DIGEST_SUFFIX);
    return id.ptr;
}

static int by_name(const void *left, const void *right)
{
    const struct claim *a = left, *b = right;
    int order = text_compare(text_of(a->name), text_of(b->name));

    return order != 0 ? order : (a->at.start > b->at.start) - (a->at.start < b->at.start);
}

void names_check(struct diags *diags, struct claim *claims, size_t count)
{
    if (count == 0)
        return;
    qsort(claims, count, sizeof(claims[0]), by_name);
    for (size_t first = 0, i = 1; i < count; i++) {
        struct diag *diag;

        if (!text_equal(text_of(claims[first].name), text_of(claims[i].name))) {
            first = i;
            continue;
        }
        diag = diag_add(diags, DIAG_name_collision, claims[i].at,
                        "%s and %s both become `%s` in the template", claims[first].owner.ptr,
                        claims[i].owner.ptr, claims[i].name);
        diag_note(diag, claims[first].at, "the other one is here");
        diag_hint(diag, "give one of them another name");
    }
}
