/*
 * json.c - the tree over cJSON, and the printer.
 */
#include "emit/json.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#define WIDTH       100
#define INDENT      2
#define PAIR        2 /* an object of more members is never put on one line */
#define PAIR_HEIGHT 2 /* {"Key": "Name", "Value": {"Ref": "X"}} has a height of two */

/* ---- Building ---- */

static void release_tree(void *root)
{
    cJSON_Delete(root);
}

struct json json_new(struct mem_arena *arena)
{
    cJSON *root = cJSON_CreateObject();

    if (root == NULL)
        mem_short(arena);
    mem_defer(arena, release_tree, root);
    return (struct json){arena, root};
}

static cJSON *add(struct json parent, const char *key, cJSON *child)
{
    bool added;

    assert(key != NULL ? cJSON_IsObject(parent.node) : cJSON_IsArray(parent.node));
    added = child != NULL && (key != NULL ? cJSON_AddItemToObject(parent.node, key, child)
                                          : cJSON_AddItemToArray(parent.node, child));
    if (!added) {
        cJSON_Delete(child);
        mem_short(parent.arena);
    }
    return child;
}

struct json json_object(struct json parent, const char *key)
{
    return (struct json){parent.arena, add(parent, key, cJSON_CreateObject())};
}

struct json json_array(struct json parent, const char *key)
{
    return (struct json){parent.arena, add(parent, key, cJSON_CreateArray())};
}

void json_string(struct json parent, const char *key, const char *value)
{
    add(parent, key, cJSON_CreateString(value));
}

void json_text(struct json parent, const char *key, struct text value)
{
    /* A slice of the spec is not NUL-terminated at its end; cJSON needs it. */
    json_string(parent, key, text_copy(parent.arena, value.ptr, value.len).ptr);
}

void json_int(struct json parent, const char *key, int64_t value)
{
    /* cJSON's numbers are doubles; raw text holds all 64 bits. */
    struct text digits = text_format(parent.arena, "%" PRId64, value);

    add(parent, key, cJSON_CreateRaw(digits.ptr));
}

void json_bool(struct json parent, const char *key, bool value)
{
    add(parent, key, cJSON_CreateBool(value));
}

void json_copy(struct json parent, const char *key, const cJSON *value)
{
    cJSON *copy = cJSON_Duplicate(value, true);

    if (copy != NULL) { /* the name that it had in an object would be printed in an array, too */
        cJSON_free(copy->string);
        copy->string = NULL;
    }
    add(parent, key, copy);
}

void json_remove(struct json parent, const char *key)
{
    cJSON_DeleteItemFromObjectCaseSensitive(parent.node, key);
}

/* ---- Printing ---- */

struct printer {
    struct mem_arena *arena;
    struct text_buf *out;
    enum json_layout layout;
};

static int compare_keys(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

static void assert_unique_keys(const struct printer *p, const cJSON *object)
{
    size_t count = (size_t)cJSON_GetArraySize(object), i = 0;
    const char **keys = mem_array(p->arena, count, sizeof(*keys));
    const cJSON *member;

    cJSON_ArrayForEach(member, object) keys[i++] = member->string;
    qsort(keys, count, sizeof(*keys), compare_keys);
    for (i = 1; i < count; i++)
        assert(strcmp(keys[i - 1], keys[i]) != 0);
}

static void put_string(const struct printer *p, const char *text)
{
    static const char short_escapes[] = {
        ['\b'] = 'b', ['\t'] = 't', ['\n'] = 'n', ['\f'] = 'f', ['\r'] = 'r'};
    const char *plain = text; /* start of what needs no escape */

    text_putc(p->out, '"');
    for (; *text != '\0'; text++) {
        unsigned char c = (unsigned char)*text;

        if (c >= 0x20 && c != '"' && c != '\\' && c != 0x7f)
            continue;
        text_add(p->out, plain, (size_t)(text - plain));
        plain = text + 1;
        if (c == '"' || c == '\\')
            text_printf(p->out, "\\%c", c);
        else if (c < sizeof(short_escapes) && short_escapes[c] != '\0')
            text_printf(p->out, "\\%c", short_escapes[c]);
        else
            text_printf(p->out, "\\u%04x", c);
    }
    text_add(p->out, plain, (size_t)(text - plain));
    text_putc(p->out, '"');
}

static bool is_container(const cJSON *node)
{
    return cJSON_IsObject(node) || cJSON_IsArray(node);
}

/* May the container stand on one line, its width aside? */
static bool is_small(const cJSON *node, int height)
{
    const cJSON *child;

    if (height == 0 || (cJSON_IsObject(node) && cJSON_GetArraySize(node) > PAIR))
        return false;
    cJSON_ArrayForEach(child, node)
    {
        if (is_container(child) && !is_small(child, height - 1))
            return false;
    }
    return true;
}

static void put_key(const struct printer *p, const cJSON *node)
{
    if (node->string == NULL)
        return;
    put_string(p, node->string);
    text_put(p->out, p->layout == JSON_COMPACT ? ":" : ": ");
}

static void put_scalar(const struct printer *p, const cJSON *node)
{
    if (cJSON_IsString(node))
        put_string(p, node->valuestring);
    else if (cJSON_IsBool(node))
        text_put(p->out, cJSON_IsTrue(node) ? "true" : "false");
    else
        text_put(p->out, node->valuestring); /* raw: json_int */
}

/* On one line. */
static void put_inline(const struct printer *p, const cJSON *node)
{
    const cJSON *child;

    put_key(p, node);
    if (!is_container(node)) {
        put_scalar(p, node);
        return;
    }
    if (cJSON_IsObject(node))
        assert_unique_keys(p, node);
    text_putc(p->out, cJSON_IsObject(node) ? '{' : '[');
    cJSON_ArrayForEach(child, node)
    {
        if (child != node->child)
            text_put(p->out, p->layout == JSON_COMPACT ? "," : ", ");
        put_inline(p, child);
    }
    text_putc(p->out, cJSON_IsObject(node) ? '}' : ']');
}

static void put_indent(const struct printer *p, size_t depth)
{
    static const char blanks[] = "                                ";
    size_t left = depth * INDENT, most = sizeof(blanks) - 1;

    text_putc(p->out, '\n');
    for (; left > most; left -= most)
        text_add(p->out, blanks, most);
    text_add(p->out, blanks, left);
}

/* On one line when that fits (with the comma after it), else taken back. */
static bool try_inline(const struct printer *p, const cJSON *node, size_t depth)
{
    size_t mark = p->out->len;

    if (is_container(node) && !is_small(node, PAIR_HEIGHT))
        return false;
    put_inline(p, node);
    if (!is_container(node) || depth * INDENT + (p->out->len - mark) + 1 <= WIDTH)
        return true;
    p->out->len = mark;
    p->out->ptr[mark] = '\0';
    return false;
}

static void put_pretty(const struct printer *p, const cJSON *node, size_t depth)
{
    const cJSON *child;

    if (depth > 0 && try_inline(p, node, depth))
        return;
    if (cJSON_IsObject(node))
        assert_unique_keys(p, node);
    put_key(p, node);
    text_putc(p->out, cJSON_IsObject(node) ? '{' : '[');
    cJSON_ArrayForEach(child, node)
    {
        if (child != node->child)
            text_putc(p->out, ',');
        put_indent(p, depth + 1);
        put_pretty(p, child, depth + 1);
    }
    put_indent(p, depth);
    text_putc(p->out, cJSON_IsObject(node) ? '}' : ']');
}

void json_print(struct json root, enum json_layout layout, struct text_buf *out)
{
    struct printer p = {root.arena, out, layout};

    if (layout == JSON_COMPACT)
        put_inline(&p, root.node);
    else
        put_pretty(&p, root.node, 0);
}
