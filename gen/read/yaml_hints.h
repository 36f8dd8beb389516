/*
 * yaml_hints.h - what people meant when YAML reads something else: behind a syntax error
 * (yaml_hints.c), and in text that is legal YAML (yaml_traps.c). No libyaml here.
 */
#ifndef LOCKSTEP_YAML_HINTS_H
#define LOCKSTEP_YAML_HINTS_H

#include "base/diag.h"
#include "read/doc.h"

/* What libyaml said and where, as byte offsets in the source. */
struct yaml_problem {
    const char *problem, *context; /* context may be NULL */
    size_t at, context_at;
};

/* Adds the one diagnostic of a syntax error. */
void yaml_explain(struct mem_arena *arena, const struct source *source, struct diags *diags,
                  const struct yaml_problem *problem);

struct traps {
    struct mem_arena *arena;
    const struct source *source;
    struct diags *diags;
};

/* An entry of a map; with an unquoted key, its text is the source's. */
struct entry {
    struct text key;
    struct range key_at;
    bool key_quoted;
    bool flow; /* the map is in {} */
    const struct doc_node *value;
};

/* Stands for a value that was reported and cannot be read. */
const struct doc_node *broken_node(struct mem_arena *arena, struct range at);

/* A blank missing after `:`; the entry is changed to what was meant, as far as that is known. */
void trap_missing_blank(struct traps *traps, struct entry *entry);
/* Blanks and marks that are no blanks for YAML, at the ends of an unquoted scalar or in a key. */
void trap_invisible(struct traps *traps, struct text text, struct range at, bool key);
void report_invisible(struct diags *diags, uint32_t character, struct range at);
bool is_foreign_blank(uint32_t c); /* a wide or no-break blank, which YAML takes for a letter */
/* ` #1` behind an unquoted text begins a comment. */
void trap_comment(struct traps *traps, const struct doc_node *text);

/* `{org}#{id}`, which YAML ends at the `#`. True when it was that; the map `at` is then no map. */
bool trap_brace(struct traps *traps, struct range at);

/*
 * An unquoted text in [] or {} that is cut at its comma: `cron(0 8,20 * * ? *)`. Told of every
 * unquoted item in order; true when `text` ends what began at item *from, which is then reported.
 */
struct comma_split {
    bool open;
    size_t from, start; /* item; byte offset */
};
bool trap_comma(struct traps *traps, struct comma_split *split, struct text text, struct range at,
                size_t item);

#endif
