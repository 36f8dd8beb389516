/*
 * route_key.c - reads route keys, and says what is wrong with one.
 *
 * The rules are those of CreateRoute as far as they are known: a parameter takes a whole segment
 * ("One or more path parts appear to be invalid" otherwise), a greedy one is the last, methods are
 * written in capitals. The characters of a literal segment are RFC 3986's unreserved ones and ":".
 */
#include "model/route_key.h"

#include <string.h>

#include "model/check_text.h"

/* The gateway takes a request line with its headers of at most this many bytes. */
#define PATH_MAX_BYTES 10240

static const char *const methods[] = {
    [LS_METHOD_GET] = "GET",         [LS_METHOD_HEAD] = "HEAD",   [LS_METHOD_POST] = "POST",
    [LS_METHOD_PUT] = "PUT",         [LS_METHOD_PATCH] = "PATCH", [LS_METHOD_DELETE] = "DELETE",
    [LS_METHOD_OPTIONS] = "OPTIONS", [LS_METHOD_ANY] = "ANY",
};

_Static_assert(sizeof(methods) / sizeof(methods[0]) == LS_METHOD_COUNT, "a name for each method");

const char *method_name(enum ls_method method)
{
    return methods[method];
}

static enum ls_method method_of(struct text text)
{
    for (int i = 0; i < LS_METHOD_COUNT; i++) {
        if (text_is(text, methods[i]))
            return (enum ls_method)i;
    }
    return LS_METHOD_COUNT;
}

bool route_key_split(struct text key, enum ls_method *method, struct text *path)
{
    size_t blank = text_find(key, ' ');

    *method = LS_METHOD_COUNT;
    *path = TEXT("");
    if (text_is(key, "$default"))
        return true;
    *method = method_of(text_head(key, blank));
    if (*method == LS_METHOD_COUNT || blank + 1 >= key.len || key.ptr[blank + 1] != '/')
        return false;
    *path = text_skip(key, blank + 1);
    return true;
}

static struct segment segment_of(struct text text)
{
    bool braces = text.len >= 2 && text.ptr[0] == '{' && text.ptr[text.len - 1] == '}';

    if (!braces)
        return (struct segment){SEGMENT_LITERAL, text};
    if (text.ptr[text.len - 2] == '+')
        return (struct segment){SEGMENT_GREEDY, {text.ptr + 1, text.len - 3}};
    return (struct segment){SEGMENT_PARAMETER, {text.ptr + 1, text.len - 2}};
}

/* Takes the first segment off a path that begins with a slash. */
static struct text next_segment(struct text *path)
{
    struct text rest = text_skip(*path, 1);
    struct text segment = text_head(rest, text_find(rest, '/'));

    *path = text_skip(rest, segment.len);
    return segment;
}

size_t path_segments(struct text path, struct segment out[LS_MAX_PATH_SEGMENTS])
{
    size_t count = 0;

    if (path.len == 1)
        return 0;
    while (path.len > 0 && count < LS_MAX_PATH_SEGMENTS)
        out[count++] = segment_of(next_segment(&path));
    return count;
}

struct text route_key_normal(struct mem_arena *arena, enum ls_method method, struct text path)
{
    struct segment segments[LS_MAX_PATH_SEGMENTS];
    size_t count = path_segments(path, segments);
    struct text_buf buf;

    if (method == LS_METHOD_COUNT)
        return TEXT("$default");
    text_buf_init(&buf, arena, TEXT_BUF_MAX);
    text_printf(&buf, "%s ", methods[method]);
    if (count == 0)
        text_putc(&buf, '/');
    for (size_t i = 0; i < count; i++) {
        text_putc(&buf, '/');
        if (segments[i].kind == SEGMENT_LITERAL)
            text_add(&buf, segments[i].text.ptr, segments[i].text.len);
        else
            text_put(&buf, segments[i].kind == SEGMENT_GREEDY ? "{+}" : "{}");
    }
    return text_view(&buf);
}

/* ---- What is wrong with a key ---- */

static bool is_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

static size_t span(struct text text, const char *beside_words)
{
    size_t i = 0;

    while (i < text.len && text.ptr[i] != '\0' &&
           (is_word(text.ptr[i]) || strchr(beside_words, text.ptr[i]) != NULL))
        i++;
    return i;
}

bool is_parameter_name(struct text name)
{
    return name.len > 0 && span(name, "-.:") == name.len;
}

static const char *without_braces_hint(char bad)
{
    switch (bad) {
    case '*':
        return "a part that takes everything is written `{proxy+}`";
    case '<':
    case '[':
        return "a path parameter is written `{name}`";
    case '?':
        return "query parameters are no part of a route key";
    case '%':
        return "write the character itself: API Gateway compares decoded paths";
    case ' ':
        return "there is one blank in a route key, after the method";
    default:
        return "a segment has letters, digits and `-._~:`";
    }
}

struct checker {
    struct diags *diags;
    const struct spec_text *key;
    struct segment segments[LS_MAX_PATH_SEGMENTS];
    size_t count;
    bool good;
};

/* To be used with each diag_add: remembers that there was a fault. */
static struct diags *faults(struct checker *checker)
{
    checker->good = false;
    return checker->diags;
}

static struct range place(const struct checker *checker, struct text part)
{
    return text_part(checker->key, (size_t)(part.ptr - checker->key->value.ptr), part.len);
}

static void check_literal(struct checker *checker, struct text text, bool last)
{
    size_t good = span(text, "-.~:");
    struct diag *diag;

    if (text.len == 0 && !last) {
        diag = diag_add(faults(checker), DIAG_path_syntax, place(checker, text),
                        "the path has two slashes together");
        diag_hint(diag, "write one");
    } else if (text_is(text, ".") || text_is(text, "..")) {
        diag = diag_add(faults(checker), DIAG_path_syntax, place(checker, text),
                        "no request comes with this segment: clients resolve it");
        diag_hint(diag, "write the path without `%.*s`", TEXT_ARG(text));
    } else if (text.len > 0 && text.ptr[0] == ':') {
        diag = diag_add(faults(checker), DIAG_path_parameter, place(checker, text),
                        "`%.*s` is no path parameter", TEXT_ARG(text));
        diag_hint(diag, "write `{%.*s}`", TEXT_ARG(text_skip(text, 1)));
    } else if (good < text.len && (text.ptr[good] == '{' || text.ptr[good] == '}')) {
        diag = diag_add(faults(checker), DIAG_path_parameter, place(checker, text),
                        "a path parameter takes a whole segment, from `{` to `}`");
        diag_hint(diag, "write `/{name}` and take the value apart in a handler");
    } else if (good < text.len) {
        diag = diag_add(faults(checker), DIAG_path_syntax,
                        place(checker, text_head(text_skip(text, good), 1)),
                        "this character cannot stand in a path");
        diag_hint(diag, "%s", without_braces_hint(text.ptr[good]));
    }
}

static void check_parameter(struct checker *checker, const struct segment *segment, bool last)
{
    struct text name = segment->text;
    struct diag *diag;

    if (!is_parameter_name(name)) {
        diag = diag_add(faults(checker), DIAG_path_parameter, place(checker, name),
                        "a path parameter's name has letters, digits and `-._:` only");
        diag_hint(diag, "write `{id}`, or `{proxy+}` for the rest of the path");
        return;
    }
    if (segment->kind == SEGMENT_GREEDY && !last) {
        diag = diag_add(faults(checker), DIAG_greedy_not_last, place(checker, name),
                        "the greedy parameter `%.*s` is not the last part of the path",
                        TEXT_ARG(name));
        diag_hint(diag, "it takes everything to the end: put nothing behind it");
    }
    for (size_t i = 0; i < checker->count; i++) {
        if (checker->segments[i].kind != SEGMENT_LITERAL &&
            text_equal(checker->segments[i].text, name)) {
            diag = diag_add(faults(checker), DIAG_duplicate_parameter, place(checker, name),
                            "the path has two parameters `%.*s`", TEXT_ARG(name));
            diag_hint(diag, "give one of them another name");
            return;
        }
    }
}

static void check_path(struct checker *checker, struct text path)
{
    struct diag *diag;

    if (path.len > PATH_MAX_BYTES) {
        diag = diag_add(faults(checker), DIAG_path_syntax, place(checker, path),
                        "the path has %zu bytes, and no request can be longer than %d", path.len,
                        PATH_MAX_BYTES);
        diag_hint(diag, "make it shorter");
        return;
    }
    if (path.len == 1)
        return;
    while (path.len > 0) {
        struct segment segment = segment_of(next_segment(&path));

        if (checker->count == LS_MAX_PATH_SEGMENTS) {
            diag = diag_add(faults(checker), DIAG_too_many_segments, place(checker, segment.text),
                            "the path has more than %d segments", LS_MAX_PATH_SEGMENTS);
            diag_hint(diag, "a greedy `{proxy+}` takes any number of them");
            return;
        }
        if (segment.kind == SEGMENT_LITERAL)
            check_literal(checker, segment.text, path.len == 0);
        else
            check_parameter(checker, &segment, path.len == 0);
        checker->segments[checker->count++] = segment;
    }
}

static void method_fault(struct checker *checker, struct text word)
{
    char capitals[16];
    struct diag *diag;
    const char *near;

    if (word.len < sizeof(capitals)) {
        for (size_t i = 0; i < word.len; i++)
            capitals[i] = (char)(word.ptr[i] >= 'a' && word.ptr[i] <= 'z' ? word.ptr[i] - 'a' + 'A'
                                                                          : word.ptr[i]);
        capitals[word.len] = '\0';
        if (method_of(text_of(capitals)) != LS_METHOD_COUNT) {
            diag = diag_add(faults(checker), DIAG_unknown_method, place(checker, word),
                            "methods are written in capitals");
            diag_hint(diag, "write `%s`", capitals);
            return;
        }
    }
    near = near_name(word, methods, LS_METHOD_COUNT);
    diag = diag_add(faults(checker), DIAG_unknown_method, place(checker, word),
                    "`%.*s` is no method of an HTTP API", TEXT_ARG(word));
    if (near != NULL)
        diag_hint(diag, "did you mean `%s`?", near);
    else
        diag_hint(diag, "it has GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS and ANY");
}

/* A key without a blank: which character was forgotten? */
static void form_fault(struct checker *checker, struct text key)
{
    struct text word = text_head(key, text_find(key, '/'));
    struct diag *diag =
        diag_add(faults(checker), DIAG_route_form, place(checker, key), "this is no route key");

    if (word.len < key.len && method_of(word) != LS_METHOD_COUNT)
        diag_hint(diag, "a blank is missing: write `%.*s %.*s`", TEXT_ARG(word),
                  TEXT_ARG(text_skip(key, word.len)));
    else if (key.len > 0 && key.ptr[0] == '$')
        diag_hint(diag, "the route for everything else is `$default`");
    else
        diag_hint(diag, "write `METHOD /path`, `$default`, or `/path` for crud");
}

static void read_method_key(struct checker *checker, struct route_key *out)
{
    struct text key = checker->key->value, rest;
    size_t blank = text_find(key, ' ');
    struct diag *diag;

    if (blank == key.len) {
        form_fault(checker, key);
        return;
    }
    out->kind = ROUTE_KEY_METHOD;
    out->method = method_of(text_head(key, blank));
    if (out->method == LS_METHOD_COUNT)
        method_fault(checker, text_head(key, blank));
    rest = text_skip(key, blank + 1);
    if (rest.len > 0 && (rest.ptr[0] == ' ' || rest.ptr[0] == '\t')) {
        diag = diag_add(faults(checker), DIAG_route_form, place(checker, rest),
                        "method and path are more than one blank apart");
        diag_hint(diag, "API Gateway wants exactly one");
    } else if (rest.len == 0 || rest.ptr[0] != '/') {
        diag =
            diag_add(faults(checker), DIAG_route_form, place(checker, rest.len == 0 ? key : rest),
                     "the path does not begin with a slash");
        diag_hint(diag, "write `%.*s /%.*s`", TEXT_ARG(text_head(key, blank)), TEXT_ARG(rest));
    } else {
        out->path = rest;
        check_path(checker, rest);
    }
}

bool route_key_read(struct diags *diags, const struct spec_text *key, struct route_key *out)
{
    struct checker checker = {.diags = diags, .key = key, .good = true};

    *out = (struct route_key){ROUTE_KEY_DEFAULT, LS_METHOD_COUNT, TEXT("")};
    if (key->value.len > 0 && key->value.ptr[0] == '/') {
        out->kind = ROUTE_KEY_PATH;
        out->path = key->value;
        check_path(&checker, key->value);
    } else if (!text_is(key->value, "$default")) {
        read_method_key(&checker, out);
    }
    return checker.good;
}
