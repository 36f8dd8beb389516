/*
 * yaml_traps.c - legal YAML that says something else than what was meant.
 */
#include "read/yaml_hints.h"

#include <string.h>

#include "read/scalar.h"
#include "read/yaml_lines.h"

const struct doc_node *broken_node(struct mem_arena *arena, struct range at)
{
    struct doc_node *node = mem_alloc(arena, sizeof(*node));

    node->kind = DOC_NULL;
    node->at = at;
    node->broken = true;
    return node;
}

static const struct doc_node *plain_node(struct mem_arena *arena, struct text text, struct range at)
{
    struct doc_node *node = mem_alloc(arena, sizeof(*node));

    node->text = text_copy(arena, text.ptr, text.len);
    node->at = at;
    node->kind = scalar_kind(node->text, &node->integer);
    return node;
}

/* `rest`: what stands behind the colon. */
static void report_missing_blank(struct traps *traps, const struct entry *entry, size_t colon,
                                 struct text rest)
{
    size_t at = entry->key_at.start + colon;
    struct text key = text_clip(traps->arena, text_copy(traps->arena, entry->key.ptr, colon), 60);
    struct diag *d =
        diag_add(traps->diags, DIAG_missing_blank, (struct range){at, at + 2},
                 "a blank is missing after `:`, so `%s` is no key of its own", key.ptr);

    rest = text_clip(traps->arena, rest, 60);
    diag_hint(d, "write `%s: %.*s`", key.ptr, (int)rest.len, rest.ptr);
}

void trap_missing_blank(struct traps *traps, struct entry *entry)
{
    struct text key = entry->key;
    const struct doc_node *value = entry->value;
    bool alone = value->kind == DOC_NULL && value->text.len == 0;
    size_t colon = tight_bracket(key);
    struct text rest;

    if (entry->key_quoted)
        return;
    if (colon < key.len) { /* `GET /a:{ action: get }` is the key `GET /a:{ action` */
        size_t behind = entry->key_at.start + colon + 1;
        rest.ptr = traps->source->text.ptr + behind;
        rest.len = source_line(traps->source, behind).end;
        rest.len = rest.len > behind ? rest.len - behind : 0; /* a key may be folded */
        report_missing_blank(traps, entry, colon, trim(rest));
        entry->value = broken_node(traps->arena, value->at);
    } else if (entry->flow && alone) { /* `{id:string}` */
        for (colon = 0; colon < key.len && key.ptr[colon] != ':';)
            colon++;
        if (colon == 0 || colon + 1 >= key.len)
            return;
        rest = (struct text){key.ptr + colon + 1, key.len - colon - 1};
        report_missing_blank(traps, entry, colon, rest);
        entry->value = plain_node(
            traps->arena, rest, (struct range){entry->key_at.start + colon + 1, entry->key_at.end});
    } else {
        return;
    }
    entry->key = text_copy(traps->arena, key.ptr, colon);
    entry->key_at.end = entry->key_at.start + colon;
}

bool is_foreign_blank(uint32_t c)
{
    return c == 0xa0 || c == 0x1680 || (c >= 0x2000 && c <= 0x200a) || c == 0x202f || c == 0x205f ||
           c == 0x3000;
}

static bool has_no_width(uint32_t c)
{
    return c == 0xad || c == 0x200b || c == 0x2060;
}

void report_invisible(struct diags *diags, uint32_t character, struct range at)
{
    struct diag *d = diag_add(diags, DIAG_invisible_character, at, "invisible character U+%04X",
                              (unsigned)character);

    if (is_foreign_blank(character))
        diag_hint(d, "it is no blank to YAML; write an ordinary blank, or quote the text if it is "
                     "meant");
    else
        diag_hint(d, "remove it, or quote the text if it is meant");
}

void trap_invisible(struct traps *traps, struct text text, struct range at, bool key)
{
    struct text rest = text;

    for (size_t size; rest.len != 0; rest.ptr += size, rest.len -= size) {
        uint32_t c = text_char(rest, &size);
        size_t offset = text.len - rest.len;
        bool end = offset == 0 || size == rest.len;
        if (!has_no_width(c) && !(is_foreign_blank(c) && (key || end)))
            continue;
        /* The text of a folded scalar is not the source's, byte for byte. */
        if (at.end - at.start == text.len)
            at = (struct range){at.start + offset, at.start + offset + size};
        report_invisible(traps->diags, c, at);
        return;
    }
}

void trap_comment(struct traps *traps, const struct doc_node *text)
{
    struct text source = traps->source->text;
    size_t at = text->at.end, end;
    struct text whole;
    struct diag *d;

    if (text->kind == DOC_NULL)
        return;
    while (at < source.len && source.ptr[at] == ' ')
        at++;
    if (at + 1 >= source.len || source.ptr[at] != '#' || strchr("# \t\r\n!-=*", source.ptr[at + 1]))
        return;
    for (end = at; end < source.len && strchr("\r\n", source.ptr[end]) == NULL;)
        end++;
    d = diag_add(traps->diags, DIAG_comment_in_text, (struct range){at, end},
                 "this is a comment: the text before it is `%s` only",
                 text_clip(traps->arena, text->text, 60).ptr);
    whole = (struct text){source.ptr + text->at.start, end - text->at.start};
    diag_hint(d, "quote the text: %s; or put a blank after `#` if a comment is meant",
              scalar_quoted(traps->arena, whole));
}

bool trap_brace(struct traps *traps, struct range at)
{
    struct text source = traps->source->text;
    size_t end = at.end;
    struct diag *d;

    if (end >= source.len || source.ptr[end] != '#' || source.ptr[end - 1] != '}')
        return false;
    while (end < source.len && strchr(" \t\r\n,", source.ptr[end]) == NULL)
        end++;
    d = diag_add(traps->diags, DIAG_brace_in_text, (struct range){at.start, end},
                 "a text that begins with `{` must be quoted");
    diag_hint(d, "write %s",
              scalar_quoted(traps->arena, (struct text){source.ptr + at.start, end - at.start}));
    return true;
}

static int open_parentheses(struct text text)
{
    int open = 0;

    for (size_t i = 0; i < text.len; i++)
        open += (text.ptr[i] == '(') - (text.ptr[i] == ')');
    return open;
}

bool trap_comma(struct traps *traps, struct comma_split *split, struct text text, struct range at,
                size_t item)
{
    struct text whole;
    struct diag *d;
    int open = open_parentheses(text);

    if (open > 0 && !split->open)
        *split = (struct comma_split){true, item, at.start};
    if (open >= 0 || !split->open)
        return false;
    split->open = false;
    whole = (struct text){traps->source->text.ptr + split->start, at.end - split->start};
    d = diag_add(traps->diags, DIAG_comma_in_text, (struct range){split->start, at.end},
                 "a comma ends an unquoted text within brackets, so this is cut in two");
    diag_hint(d, "quote it: %s", scalar_quoted(traps->arena, whole));
    return true;
}
