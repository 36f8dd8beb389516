/*
 * yaml_hints.c - a syntax error in the words of whoever made it. libyaml tells where it gave up
 * and what it wanted; the lines around that place tell what was meant.
 */
#include "read/yaml_hints.h"

#include <string.h>

#include "read/scalar.h"
#include "read/yaml_lines.h"

struct problem {
    struct mem_arena *arena;
    const struct source *source;
    struct diags *diags;
    size_t at, context_at;
    char found; /* the byte at `at`, or 0 at the end */
};

static struct range point(size_t at)
{
    return (struct range){at, at + 1};
}

static void missing_blank(struct problem *p, struct text line, size_t colon)
{
    struct text key = text_copy(p->arena, line.ptr, colon);
    struct text rest = {line.ptr + colon + 1, line.len - colon - 1};
    size_t at = range_of(p->source, line).start + colon, size;
    uint32_t next = text_char(rest, &size);
    struct diag *d;

    if (is_foreign_blank(next)) {
        report_invisible(p->diags, next, (struct range){at + 1, at + 1 + size});
        return;
    }
    d = diag_add(p->diags, DIAG_missing_blank, (struct range){at, at + 2},
                 "a blank is missing after `:`, so `%s` is no key of its own",
                 text_clip(p->arena, key, 60).ptr);
    rest = text_clip(p->arena, rest, 60);
    diag_hint(d, "write `%s: %.*s`", text_clip(p->arena, key, 60).ptr, (int)rest.len, rest.ptr);
}

static void no_key(struct problem *p, struct text line)
{
    struct text shown = text_clip(p->arena, line, 60);
    struct diag *d = diag_add(p->diags, DIAG_yaml_syntax, range_of(p->source, line),
                              "`%.*s` is not `key: value`", (int)shown.len, shown.ptr);

    diag_hint(d, "is a `:` missing, or the blank behind it? A list begins each item with `- `");
}

/* `value`: the whole text that holds the colon. */
static void colon_in_text(struct problem *p, struct text value)
{
    struct diag *d = diag_add(p->diags, DIAG_colon_in_text, point(p->at),
                              "a second `:` in one entry: a text that holds `: ` must be quoted");

    if (value.len != 0 && strchr("\"'[{", value.ptr[0]) == NULL)
        diag_hint(d, "quote it: %s", scalar_quoted(p->arena, value));
    else
        diag_hint(d, "put the second key on a line of its own");
}

static void explain_colon(struct problem *p)
{
    struct text line = line_at(p->source, p->at), before = entry_before(p->source, p->at, false),
                above;
    size_t end = key_end(before);
    struct diag *d;

    if (tight_bracket(before) < before.len) {
        missing_blank(p, trim(line), tight_bracket(before));
        return;
    }
    if (end < before.len) {
        struct text value = {before.ptr + end + 1, 0};
        value.len = (size_t)(line.ptr + line.len - value.ptr);
        colon_in_text(p, trim(value));
        return;
    }
    above = line_above(p->source, p->at);
    if (above.len != 0 && key_end(above) == above.len) {
        if (tight_colon(above) < above.len)
            missing_blank(p, above, tight_colon(above));
        else
            no_key(p, above);
        return;
    }
    d = diag_add(p->diags, DIAG_bad_indentation, range_of(p->source, before),
                 "this line is indented deeper than the one above, which has its value already");
    if (above.len != 0)
        diag_note(d, range_of(p->source, above), "the line above");
    diag_hint(d, "begin both in the same column; or leave the value away if this is its content");
}

static void explain_missing_colon(struct problem *p)
{
    struct text line = trim(line_at(p->source, p->context_at));
    size_t colon = tight_colon(line);

    if (colon < line.len && key_end(line) == line.len)
        missing_blank(p, line, colon);
    else
        no_key(p, line);
}

/* Within brackets libyaml refuses `a:{` and `a:,` itself. */
static void explain_tight_colon(struct problem *p)
{
    struct text entry = entry_before(p->source, p->at, true);
    struct text line = line_at(p->source, p->at);
    size_t length = entry.len;
    struct diag *d;

    if (p->at + 1 < p->source->text.len && strchr("{[", p->source->text.ptr[p->at + 1]) != NULL) {
        entry.len = (size_t)(line.ptr + line.len - entry.ptr);
        missing_blank(p, trim(entry), length);
        return;
    }
    d = diag_add(p->diags, DIAG_yaml_syntax, point(p->at), "a value is missing behind `:`");
    diag_hint(d, "write `key: value`; quote a text that ends with `:`");
}

static void unclosed_bracket(struct problem *p, size_t bracket)
{
    char open = p->source->text.ptr[bracket], close = open == '[' ? ']' : '}';
    struct diag *d = diag_add(p->diags, DIAG_yaml_unclosed, point(bracket),
                              "`%c` is not closed where it should be", open);

    if (p->found != 0)
        diag_note(d, point(p->at), "this cannot follow");
    diag_hint(d,
              "close it with `%c`, or put a `,` between its entries; quote texts with blanks, "
              "brackets or commas",
              close);
}

/* The text that a bracket at p->at cuts in two: what came before it of its entry, to its end. */
static struct text cut_text(const struct problem *p, struct text entry)
{
    size_t colon = key_end(entry), end = p->at, depth = 0;
    struct text text = trim((struct text){entry.ptr, entry.len});

    if (colon < entry.len)
        text = trim((struct text){entry.ptr + colon + 1, entry.len - colon - 1});
    for (; end < p->source->text.len; end++) {
        char c = p->source->text.ptr[end];
        if (c == '\n' || c == '\r' || (depth == 0 && strchr(",:]}", c) != NULL))
            break;
        if (c == '{' || c == '[')
            depth++;
        else if (c == '}' || c == ']')
            depth--;
    }
    text.len = (size_t)(p->source->text.ptr + end - text.ptr);
    return trim(text);
}

static void explain_flow(struct problem *p)
{
    bool joined = p->at > 0 && strchr(" \t\r\n,[{\"'", p->source->text.ptr[p->at - 1]) == NULL;
    struct text entry = entry_before(p->source, p->at, true);
    struct diag *d;

    if ((p->found == '{' || p->found == '[') && joined) {
        struct text text = cut_text(p, entry);
        d = diag_add(p->diags, DIAG_brace_in_text, range_of(p->source, text),
                     "a text with `%c` must be quoted within brackets", p->found);
        diag_hint(d, "write %s, or give it a line of its own", scalar_quoted(p->arena, text));
    } else if (p->found == ':' && key_end(entry) < entry.len) {
        size_t end = p->at;
        while (end < p->source->text.len && strchr(",]}\r\n", p->source->text.ptr[end]) == NULL)
            end++;
        entry.len = (size_t)(p->source->text.ptr + end - entry.ptr);
        colon_in_text(
            p, trim((struct text){entry.ptr + key_end(entry) + 1, entry.len - key_end(entry) - 1}));
    } else {
        unclosed_bracket(p, p->context_at);
    }
}

static void missing_key(struct problem *p)
{
    struct diag *d = diag_add(p->diags, DIAG_bad_key, point(p->at), "a key is missing before `:`");

    diag_hint(d, "write `key: value`");
}

static void explain_no_content(struct problem *p)
{
    size_t bracket = open_bracket(p->source, p->at);
    struct diag *d;

    if (p->found == 0 && bracket < p->at) {
        unclosed_bracket(p, bracket);
        return;
    }
    if (p->found == ':') {
        missing_key(p);
        return;
    }
    d = diag_add(p->diags, DIAG_yaml_syntax, point(p->at), "a value is missing here");
    if (p->found != 0)
        diag_hint(d, "a text that begins with `%c` must be quoted", p->found);
}

static void explain_alias(struct problem *p)
{
    char sign = p->source->text.ptr[p->context_at];
    struct text word = word_around(p->source, p->context_at);
    struct diag *d = diag_add(p->diags, DIAG_bad_alias, point(p->context_at),
                              "`%c` begins an %s in YAML, and no name follows", sign,
                              sign == '*' ? "alias" : "anchor");

    diag_hint(d, "a text that begins with `%c` must be quoted: %s", sign,
              scalar_quoted(p->arena, word));
}

static void tab(struct problem *p, size_t at)
{
    size_t end = at;
    struct diag *d;

    while (end < p->source->text.len && p->source->text.ptr[end] == '\t')
        end++;
    d = diag_add(p->diags, DIAG_yaml_tab, (struct range){at, end}, "a tab where YAML wants blanks");
    diag_hint(d, "indent with blanks only");
}

static void explain_tab(struct problem *p)
{
    tab(p, p->at);
}

static void explain_token(struct problem *p)
{
    struct text line = line_at(p->source, p->at), text;
    struct diag *d;

    if (p->found == '\t') {
        tab(p, p->at);
        return;
    }
    text.ptr = p->source->text.ptr + p->at;
    text.len = (size_t)(line.ptr + line.len - text.ptr);
    if (open_bracket(p->source, p->at) < p->at)
        text = word_around(p->source, p->at);
    d = diag_add(p->diags, DIAG_unquoted_text, point(p->at), "a text cannot begin with `%c`",
                 p->found);
    diag_hint(d, "quote it: %s", scalar_quoted(p->arena, trim(text)));
}

/* Something stands on the line behind a value that was complete. */
static void text_behind_value(struct problem *p, char last)
{
    struct text line = line_at(p->source, p->at);
    struct diag *d;

    d = diag_add(p->diags, DIAG_unquoted_text,
                 (struct range){p->at, range_of(p->source, line).start + trim(line).len +
                                           (size_t)(trim(line).ptr - line.ptr)},
                 "text behind a value that ended before it");
    if (last == '\'')
        diag_hint(d, "within single quotes write '' for an apostrophe, or use double quotes");
    else if (last == '"')
        diag_hint(d, "within double quotes write \\\" for a quote; or quote the whole text");
    else
        diag_hint(d, "quote the whole text, or remove the rest");
}

static void explain_key(struct problem *p)
{
    struct text line = trim(line_at(p->source, p->at));
    size_t before = p->at;
    struct diag *d;

    while (before > 0 && is_blank(p->source->text.ptr[before - 1]))
        before--;
    if (range_of(p->source, line).start < p->at) {
        text_behind_value(p, p->source->text.ptr[before - 1]);
    } else if (p->found == '}' || p->found == ']') {
        d = diag_add(p->diags, DIAG_yaml_unclosed, point(p->at), "`%c` closes nothing", p->found);
        diag_hint(d, "remove it");
    } else if (p->found == ':') {
        missing_key(p);
    } else if (p->found == '-') {
        d = diag_add(p->diags, DIAG_bad_indentation, point(p->at),
                     "an item of a list, where a key of a map is expected");
        diag_hint(d, "a list needs a key of its own, without a value behind the `:`");
    } else {
        d = diag_add(p->diags, DIAG_bad_indentation, range_of(p->source, line),
                     "this line fits nothing above: the keys of a map begin in one column");
        diag_note(d, range_of(p->source, trim(line_at(p->source, p->context_at))),
                  "the map begins here");
        diag_hint(d, "indent it as deep as the lines it belongs to");
    }
}

static void explain_item(struct problem *p)
{
    struct text line = trim(line_at(p->source, p->at));
    struct diag *d = diag_add(p->diags, DIAG_bad_indentation, range_of(p->source, line),
                              "this line is no item of the list that it stands in");

    diag_note(d, range_of(p->source, trim(line_at(p->source, p->context_at))),
              "the list begins here");
    diag_hint(d, "begin it with `- `, or indent it as deep as what it belongs to");
}

static void explain_list_here(struct problem *p)
{
    struct text line = line_at(p->source, p->at);
    struct text text = {p->source->text.ptr + p->at, 0};
    struct diag *d = diag_add(p->diags, DIAG_yaml_syntax, point(p->at),
                              "a list of `- ` items begins on a line of its own");

    text.len = (size_t)(line.ptr + line.len - text.ptr);
    diag_hint(d, "write `[…]`, or begin the items on the next line; or quote the text: %s",
              scalar_quoted(p->arena, trim(text)));
}

static void explain_quote(struct problem *p)
{
    struct diag *d =
        diag_add(p->diags, DIAG_yaml_unclosed, point(p->context_at), "this quote is never closed");

    diag_hint(d, "close it with %c; a quote within the text is written %s",
              p->source->text.ptr[p->context_at],
              p->source->text.ptr[p->context_at] == '"' ? "\\\"" : "''");
}

static void explain_escape(struct problem *p)
{
    struct diag *d = diag_add(p->diags, DIAG_bad_escape, (struct range){p->at, p->at + 1},
                              "no such escape within double quotes");

    diag_hint(d, "write \\\\ for a backslash, or use single quotes, which have no escapes");
}

static void explain_block_text(struct problem *p)
{
    struct diag *d =
        diag_add(p->diags, DIAG_yaml_syntax, point(p->at),
                 "the text of `%c` begins on the next line", p->source->text.ptr[p->context_at]);

    diag_hint(d, "quote a text that begins with `%c`", p->source->text.ptr[p->context_at]);
}

static void explain_tag(struct problem *p)
{
    struct text word = word_around(p->source, p->context_at);
    struct diag *d =
        diag_add(p->diags, DIAG_yaml_tag, range_of(p->source, word), "a spec has no tags");

    diag_hint(d, "a text that begins with `!` must be quoted");
}

static void explain_directive(struct problem *p)
{
    struct diag *d =
        diag_add(p->diags, DIAG_yaml_directive, range_of(p->source, line_at(p->source, p->at)),
                 "a spec has no YAML directives");

    diag_hint(d, "remove the line; a text that begins with `%%` must be quoted");
}

static void explain_document(struct problem *p)
{
    struct text line = trim(line_at(p->source, p->at)), above = line_above(p->source, p->at);
    struct diag *d;

    if (text_is(above, "...")) {
        d = diag_add(p->diags, DIAG_several_documents, range_of(p->source, line),
                     "a spec is one YAML document, and it ended above");
        diag_hint(d, "remove the line `...`");
        return;
    }
    d = diag_add(p->diags, DIAG_bad_indentation, range_of(p->source, line),
                 "this line is indented less than the first one");
    diag_hint(d, "begin every key of the top level in the first column");
}

/* ---- from libyaml's words to ours ---------------------------------------------------------- */

static const struct {
    const char *context; /* how it begins; NULL: any or none */
    const char *problem;
    void (*explain)(struct problem *p);
} explanations[] = {
    {NULL, "mapping values are not allowed", explain_colon},
    {NULL, "could not find expected ':'", explain_missing_colon},
    {NULL, "found unexpected ':'", explain_tight_colon},
    {"while parsing a flow", "did not find expected ','", explain_flow},
    {NULL, "did not find expected node content", explain_no_content},
    {"while scanning an a", "did not find expected alphabetic", explain_alias},
    {NULL, "found a tab character", explain_tab},
    {NULL, "found character that cannot start", explain_token},
    {"while parsing a block mapping", "did not find expected key", explain_key},
    {"while parsing a block collection", "did not find expected '-'", explain_item},
    {NULL, "block sequence entries are not allowed", explain_list_here},
    {"while scanning a quoted", "found unexpected", explain_quote},
    {"while parsing a quoted", NULL, explain_escape},
    {"while scanning a block scalar", "did not find expected comment", explain_block_text},
    {"while scanning a tag", NULL, explain_tag},
    {"while parsing a tag", NULL, explain_tag},
    {NULL, "found undefined tag handle", explain_tag},
    {"while scanning a directive", NULL, explain_directive},
    {"while scanning a %", NULL, explain_directive},
    {"while parsing a %", NULL, explain_directive},
    {NULL, "found incompatible YAML document", explain_directive},
    {NULL, "found duplicate %", explain_directive},
    {NULL, "did not find expected <document start>", explain_document},
};

static bool begins(const char *text, const char *prefix)
{
    return prefix == NULL || (text != NULL && strncmp(text, prefix, strlen(prefix)) == 0);
}

void yaml_explain(struct mem_arena *arena, const struct source *source, struct diags *diags,
                  const struct yaml_problem *from)
{
    struct problem p = {arena, source, diags, from->at, from->context_at, 0};
    struct diag *d;

    if (p.context_at >= p.source->text.len)
        p.context_at = p.source->text.len != 0 ? p.source->text.len - 1 : 0;
    if (p.at < p.source->text.len)
        p.found = p.source->text.ptr[p.at];
    for (size_t i = 0; i < sizeof(explanations) / sizeof(explanations[0]); i++) {
        if (begins(from->context, explanations[i].context) &&
            begins(from->problem, explanations[i].problem)) {
            explanations[i].explain(&p);
            return;
        }
    }
    d = diag_add(diags, DIAG_yaml_syntax, point(p.at), "this is no YAML: %s", from->problem);
    if (from->context != NULL)
        diag_note(d, point(p.context_at), "%s", from->context);
    diag_hint(d, "quote texts that hold more than letters, digits and blanks");
}
