/*
 * yaml.c - libyaml's events -> the located tree.
 */
#include "read/yaml.h"

#include <string.h>
#include <yaml.h>

#include "base/name_map.h"
#include "read/bytes.h"
#include "read/members.h"
#include "read/scalar.h"
#include "read/yaml_hints.h"
#include "read/yaml_lines.h"

#define MAX_DEPTH 32
#define MAX_NODES 100000

struct anchor {
    struct text name;
    struct range at;
    const struct doc_node *node; /* NULL while it is being read */
    size_t nodes, height;        /* of the tree below; a scalar has 1 and 0 */
    bool used;
};

struct reader {
    struct traps traps; /* arena, source and diags lie here */
    struct char_index chars;
    yaml_parser_t parser;
    yaml_event_t event; /* the current one */
    struct name_map anchor_names;
    struct anchor *anchors;
    size_t anchor_count, anchor_cap;
    size_t nodes;   /* so far, aliases expanded */
    size_t deepest; /* depth reached so far below the anchor that is being read */
};

static void release_reader(void *what)
{
    struct reader *r = what;

    yaml_event_delete(&r->event);
    yaml_parser_delete(&r->parser);
}

static void report_problem(struct reader *r)
{
    const yaml_parser_t *parser = &r->parser;
    struct yaml_problem problem = {
        .problem = parser->problem != NULL ? parser->problem : "no YAML",
        .context = parser->context,
        .at = char_offset(&r->chars, parser->problem_mark.index),
        .context_at = char_offset(&r->chars, parser->context_mark.index),
    };

    if (parser->error == YAML_MEMORY_ERROR)
        mem_short(r->traps.arena);
    yaml_explain(r->traps.arena, r->traps.source, r->traps.diags, &problem);
}

/* False when the text cannot be read further; that is reported. */
static bool next_event(struct reader *r)
{
    yaml_event_delete(&r->event);
    if (yaml_parser_parse(&r->parser, &r->event) != 0)
        return true;
    report_problem(r);
    return false;
}

static size_t offset_of(const struct reader *r, yaml_mark_t mark)
{
    return char_offset(&r->chars, mark.index);
}

static struct range event_range(const struct reader *r)
{
    return (struct range){offset_of(r, r->event.start_mark), offset_of(r, r->event.end_mark)};
}

/* ---- tags and anchors --------------------------------------------------------------------- */

static void refuse_tag(struct reader *r, const yaml_char_t *tag)
{
    struct text source = r->traps.source->text;
    size_t start = offset_of(r, r->event.start_mark), end;
    struct diag *d;

    while (start < source.len && source.ptr[start] != '!') /* an anchor may come first */
        start++;
    for (end = start; end < source.len && strchr(" \t\r\n,[]{}", source.ptr[end]) == NULL;)
        end++;
    d = diag_add(r->traps.diags, DIAG_yaml_tag, (struct range){start, end},
                 "a spec has no tags, such as `%.*s`", (int)(end - start), source.ptr + start);
    if (tag[0] == '!')
        diag_hint(d, "there are no functions; a text may hold ${...}, such as ${env} or "
                     "${AWS::Region}; a text that begins with `!` must be quoted");
    else
        diag_hint(d, "remove the tag; what is in quotes is a text");
}

/* The number of a new anchor, from 1. */
static size_t open_anchor(struct reader *r, const char *name)
{
    struct mem_arena *arena = r->traps.arena;
    size_t start = offset_of(r, r->event.start_mark);
    struct anchor *anchor;
    bool added;

    r->anchors =
        mem_grow(arena, r->anchors, &r->anchor_cap, r->anchor_count + 1, sizeof(*r->anchors));
    anchor = &r->anchors[r->anchor_count++];
    anchor->name = text_copy(arena, name, strlen(name));
    anchor->at = (struct range){start, start + anchor->name.len + 1};
    /* A name that is given again means the latest. */
    *name_map_add(&r->anchor_names, anchor->name, &added) = r->anchor_count - 1;
    return r->anchor_count;
}

static const struct doc_node *read_alias(struct reader *r, size_t depth)
{
    const char *name = (const char *)r->event.data.alias.anchor;
    const size_t *index = name_map_find(&r->anchor_names, text_of(name));
    struct anchor *anchor = index != NULL ? &r->anchors[*index] : NULL;
    struct range at = event_range(r);
    struct diag *d;

    if (anchor == NULL) {
        d = diag_add(r->traps.diags, DIAG_bad_alias, at,
                     "`*%s` is an alias, and no anchor `&%s` "
                     "comes before it",
                     name, name);
        diag_hint(d, "a text that begins with `*` must be quoted: \"*%s\"", name);
        return broken_node(r->traps.arena, at);
    }
    anchor->used = true;
    if (anchor->node == NULL) {
        d = diag_add(r->traps.diags, DIAG_bad_alias, at, "alias `*%s` lies within its own anchor",
                     name);
        diag_note(d, anchor->at, "the anchor");
        diag_hint(d, "write out what is meant");
        return broken_node(r->traps.arena, at);
    }
    r->nodes += anchor->nodes - 1;
    if (depth + anchor->height > r->deepest)
        r->deepest = depth + anchor->height;
    return anchor->node;
}

static void report_unused_anchors(struct reader *r)
{
    for (size_t i = 0; i < r->anchor_count; i++) {
        const struct anchor *anchor = &r->anchors[i];
        if (anchor->used)
            continue;
        struct diag *d = diag_add(r->traps.diags, DIAG_unused_anchor, anchor->at,
                                  "anchor `&%s` is never used", anchor->name.ptr);
        diag_hint(d, "remove it; a text that begins with `&` must be quoted");
    }
}

/* ---- nodes -------------------------------------------------------------------------------- */

static const struct doc_node *read_node(struct reader *r, size_t depth);

/* What a tag makes of a scalar is not ours to know. */
static const struct doc_node *read_scalar(struct reader *r, bool tagged)
{
    struct mem_arena *arena = r->traps.arena;
    struct doc_node *node = mem_alloc(arena, sizeof(*node));
    struct range at = event_range(r);
    yaml_scalar_style_t style = r->event.data.scalar.style;

    node->text =
        text_copy(arena, (const char *)r->event.data.scalar.value, r->event.data.scalar.length);
    node->quoted = style != YAML_PLAIN_SCALAR_STYLE;
    node->broken = tagged;
    /* libyaml ends a block scalar where the next key begins. */
    node->at = style == YAML_LITERAL_SCALAR_STYLE || style == YAML_FOLDED_SCALAR_STYLE
                   ? first_line(r->traps.source, at.start, at.end)
                   : at;
    node->kind = node->quoted ? DOC_TEXT : scalar_kind(node->text, &node->integer);
    return node;
}

/* Both kinds of collection: of one in brackets the end is known now, of a block never. */
static const struct doc_node *finish_collection(struct reader *r, struct doc_node *node,
                                                size_t start)
{
    size_t end = node->flow ? offset_of(r, r->event.end_mark) : r->traps.source->text.len;

    node->at = first_line(r->traps.source, start, end);
    if (node->flow && node->kind == DOC_MAP && node->at.end == end &&
        trap_brace(&r->traps, node->at))
        return broken_node(r->traps.arena, node->at);
    return node;
}

static const struct doc_node *read_list(struct reader *r, size_t depth)
{
    struct mem_arena *arena = r->traps.arena;
    struct doc_node *list = mem_alloc(arena, sizeof(*list));
    size_t start = offset_of(r, r->event.start_mark), cap = 0;
    const struct doc_node **elements = NULL;
    struct comma_split split = {0};

    list->kind = DOC_LIST;
    list->flow = r->event.data.sequence_start.style == YAML_FLOW_SEQUENCE_STYLE;
    for (;;) {
        if (!next_event(r))
            return NULL;
        if (r->event.type == YAML_SEQUENCE_END_EVENT)
            break;
        const struct doc_node *element = read_node(r, depth + 1);
        if (element == NULL)
            return NULL;
        elements = mem_grow(arena, elements, &cap, list->count + 1, sizeof(*elements));
        elements[list->count++] = element;
        if (element->quoted || element->kind >= DOC_LIST)
            continue;
        trap_invisible(&r->traps, element->text, element->at, false);
        trap_comment(&r->traps, element);
        if (list->flow &&
            trap_comma(&r->traps, &split, element->text, element->at, list->count - 1)) {
            list->count = split.from + 1;
            elements[split.from] = broken_node(arena, element->at);
        }
    }
    list->elements = elements;
    return finish_collection(r, list, start);
}

/* Reads a key; *usable tells whether it is one. False when reading must end. */
static bool read_key(struct reader *r, size_t depth, struct entry *entry, bool *usable)
{
    size_t errors = diags_errors(r->traps.diags);
    bool scalar = r->event.type == YAML_SCALAR_EVENT;
    const struct doc_node *key = read_node(r, depth + 1);
    struct diag *d;

    if (key == NULL)
        return false;
    *entry = (struct entry){key->text, key->at, key->quoted, entry->flow, NULL};
    *usable = scalar && (key->quoted || (key->text.len != 0 && !text_is(key->text, "<<")));
    if (*usable || diags_errors(r->traps.diags) > errors)
        return true;
    if (!scalar) {
        d = diag_add(r->traps.diags, DIAG_bad_key, key->at, "a key must be a text, not %s",
                     doc_kind_name(key->kind));
        diag_hint(d, "quote a text that begins with `%c`",
                  r->traps.source->text.ptr[key->at.start]);
    } else if (key->text.len == 0) {
        d = diag_add(r->traps.diags, DIAG_bad_key, key->at, "a key is missing before `:`");
        diag_hint(d, "write `key: value`");
    } else {
        d = diag_add(r->traps.diags, DIAG_merge_key, key->at, "a spec has no merge keys");
        diag_hint(d, "write the keys out, or give the whole value by an alias: `key: *name`");
    }
    return true;
}

static void add_entry(struct reader *r, struct members *members, struct entry *entry,
                      struct comma_split *split)
{
    const struct doc_node *value = entry->value;
    bool alone = value->kind == DOC_NULL && value->text.len == 0;
    const struct doc_member *first;
    struct diag *d;

    if (!entry->key_quoted)
        trap_invisible(&r->traps, entry->key, entry->key_at, true);
    if (value->kind < DOC_LIST && !value->quoted) {
        trap_invisible(&r->traps, value->text, value->at, false);
        trap_comment(&r->traps, value);
    }
    if (entry->flow && (alone ? !entry->key_quoted : value->kind < DOC_LIST && !value->quoted) &&
        trap_comma(&r->traps, split, alone ? entry->key : value->text,
                   alone ? entry->key_at : value->at, members->count)) {
        members->count = split->from + 1;
        members->items[split->from].value = broken_node(r->traps.arena, value->at);
        return;
    }
    trap_missing_blank(&r->traps, entry);
    first = members_find(members, entry->key);
    if (first == NULL) {
        members_add(members, (struct doc_member){entry->key, entry->key_at, entry->value});
        return;
    }
    d = diag_add(r->traps.diags, DIAG_duplicate_key, entry->key_at, "key `%s` is given twice",
                 text_clip(r->traps.arena, entry->key, 80).ptr);
    diag_note(d, first->key_at, "first given here");
    diag_hint(d, "remove one of the two");
}

static const struct doc_node *read_map(struct reader *r, size_t depth)
{
    struct mem_arena *arena = r->traps.arena;
    struct doc_node *map = mem_alloc(arena, sizeof(*map));
    size_t start = offset_of(r, r->event.start_mark);
    struct members members;
    struct comma_split split = {0};
    bool usable;

    map->kind = DOC_MAP;
    map->flow = r->event.data.mapping_start.style == YAML_FLOW_MAPPING_STYLE;
    members_init(&members, arena);
    for (;;) {
        struct entry entry = {.flow = map->flow};
        if (!next_event(r))
            return NULL;
        if (r->event.type == YAML_MAPPING_END_EVENT)
            break;
        if (!read_key(r, depth, &entry, &usable) || !next_event(r))
            return NULL;
        entry.value = read_node(r, depth + 1);
        if (entry.value == NULL)
            return NULL;
        if (usable)
            add_entry(r, &members, &entry, &split);
        else
            map->incomplete = true;
    }
    map->members = members.items;
    map->count = members.count;
    return finish_collection(r, map, start);
}

/* False, reported, when the spec is larger than its bounds. */
static bool within_bounds(struct reader *r)
{
    struct diag *d;

    if (r->deepest > MAX_DEPTH) {
        d = diag_add(r->traps.diags, DIAG_too_deep, event_range(r), "nested deeper than %d levels",
                     MAX_DEPTH);
        diag_hint(d, "no part of a spec needs that many; is a bracket left open?");
        return false;
    }
    if (r->nodes > MAX_NODES) {
        d = diag_add(r->traps.diags, DIAG_too_many_values, event_range(r),
                     "more than %d values, with aliases counted each time", MAX_NODES);
        diag_hint(d, "a stack holds 500 resources; split the service");
        return false;
    }
    return true;
}

/* The number, from 1, of the anchor that the current event has, or 0. */
static size_t read_properties(struct reader *r, bool *tagged)
{
    const yaml_char_t *anchor, *tag;

    if (r->event.type == YAML_SCALAR_EVENT) {
        anchor = r->event.data.scalar.anchor;
        tag = r->event.data.scalar.tag;
    } else if (r->event.type == YAML_SEQUENCE_START_EVENT) {
        anchor = r->event.data.sequence_start.anchor;
        tag = r->event.data.sequence_start.tag;
    } else {
        anchor = r->event.data.mapping_start.anchor;
        tag = r->event.data.mapping_start.tag;
    }
    *tagged = tag != NULL;
    if (tag != NULL)
        refuse_tag(r, tag);
    return anchor != NULL ? open_anchor(r, (const char *)anchor) : 0;
}

/* The tree of the current event, whose last event is then the current one. NULL, reported, when
 * reading must end. */
static const struct doc_node *read_node(struct reader *r, size_t depth)
{
    size_t before = r->nodes++, outer = r->deepest, number;
    const struct doc_node *node;
    bool tagged;

    r->deepest = depth;
    if (!within_bounds(r))
        return NULL;
    if (r->event.type == YAML_ALIAS_EVENT) {
        node = read_alias(r, depth);
        if (!within_bounds(r))
            return NULL;
    } else {
        number = read_properties(r, &tagged);
        node = r->event.type == YAML_SCALAR_EVENT           ? read_scalar(r, tagged)
               : r->event.type == YAML_SEQUENCE_START_EVENT ? read_list(r, depth)
                                                            : read_map(r, depth);
        if (node != NULL && number != 0) {
            r->anchors[number - 1].node = node;
            r->anchors[number - 1].nodes = r->nodes - before;
            r->anchors[number - 1].height = r->deepest - depth;
        }
    }
    if (outer > r->deepest)
        r->deepest = outer;
    return node;
}

/* ---- documents ---------------------------------------------------------------------------- */

static void refuse_directives(struct reader *r)
{
    size_t start = offset_of(r, r->event.start_mark);
    struct diag *d;

    if (r->event.data.document_start.version_directive == NULL &&
        r->event.data.document_start.tag_directives.start ==
            r->event.data.document_start.tag_directives.end)
        return;
    d = diag_add(r->traps.diags, DIAG_yaml_directive,
                 first_line(r->traps.source, start, r->traps.source->text.len),
                 "a spec has no YAML directives");
    diag_hint(d, "remove the line; scalars are read as YAML 1.2 says");
}

static void refuse_more_documents(struct reader *r, size_t first)
{
    size_t at = offset_of(r, r->event.start_mark);
    struct diag *d = diag_add(r->traps.diags, DIAG_several_documents,
                              first_line(r->traps.source, at, r->traps.source->text.len),
                              "a spec is one YAML document, and here a second one begins");

    diag_note(d, first_line(r->traps.source, first, r->traps.source->text.len),
              "the first one begins here");
    diag_hint(d, "remove the line, or move what follows to a file of its own");
}

static const struct doc_node *read_document(struct reader *r)
{
    const struct doc_node *root;
    size_t first;

    if (!next_event(r)) /* the stream's start */
        return NULL;
    if (!next_event(r)) /* the document's start */
        return NULL;
    if (r->event.type == YAML_STREAM_END_EVENT) {
        struct diag *d =
            diag_add(r->traps.diags, DIAG_empty_spec, (struct range){0, 0}, "the spec is empty");
        diag_hint(d, "the least is `lockstep: 1`, `service: NAME`, a table and a route");
        return NULL;
    }
    refuse_directives(r);
    if (!next_event(r))
        return NULL;
    first = offset_of(r, r->event.start_mark);
    root = read_node(r, 0);
    if (root == NULL || !next_event(r)) /* the document's end */
        return NULL;
    if (!next_event(r))
        return NULL;
    if (r->event.type == YAML_DOCUMENT_START_EVENT)
        refuse_more_documents(r, first);
    report_unused_anchors(r);
    return root;
}

const struct doc_node *yaml_read(struct mem_arena *arena, const struct source *source,
                                 struct diags *diags)
{
    struct reader *r = mem_alloc(arena, sizeof(*r));
    struct diag *d;

    if (source->text.len > SOURCE_MAX_BYTES) {
        d = diag_add(diags, DIAG_file_too_large, (struct range){0, 0},
                     "the spec is larger than %u bytes", SOURCE_MAX_BYTES);
        diag_hint(d, "is it the right file? A spec has a few hundred lines");
        return NULL;
    }
    r->traps = (struct traps){arena, source, diags};
    if (!bytes_check(arena, source, diags, &r->chars))
        return NULL;
    name_map_init(&r->anchor_names, arena);
    if (yaml_parser_initialize(&r->parser) == 0)
        mem_short(arena);
    mem_defer(arena, release_reader, r);
    yaml_parser_set_encoding(&r->parser, YAML_UTF8_ENCODING);
    yaml_parser_set_input_string(&r->parser, (const unsigned char *)r->chars.text.ptr,
                                 r->chars.text.len);
    return read_document(r);
}
