/*
 * decode_parts.h - what the parts of the decoder share.
 *
 * decode.c walks records, lists and maps; decode_scalar.c reads one value; decode_hints.c guesses
 * what a wrong key or value was meant to be.
 */
#ifndef LOCKSTEP_DECODE_PARTS_H
#define LOCKSTEP_DECODE_PARTS_H

#include "read/decode.h"

struct compiled_rule;

struct default_record {
    struct default_record *next;
    const struct record *record;
    unsigned char *bytes; /* record->size: one of which nothing is written */
};

struct decoder {
    struct mem_arena *arena;
    struct diags *diags;
    const struct record *root;       /* for the hint where else a key belongs */
    struct compiled_rule *rules;     /* expressions compiled so far */
    struct default_record *defaults; /* made so far */
    bool defaulting; /* the value is a field's default: it has no place, is not set */
};

/* A value and what it is to be. */
struct slot {
    const struct type *type;
    const struct field *field; /* NULL: an item of a list or an entry of a map */
    struct text name;          /* the key; ptr NULL: the whole spec */
    bool item;                 /* of the list called `name` */
    struct range key_at;       /* where an empty value is reported */
};

/* For messages: "`memory_mb`", "an item of `origins`". */
const char *slot_label(struct decoder *decoder, const struct slot *slot);

/* The place of a value, or of its key when there is nothing to point at. */
struct range value_range(const struct slot *slot, const struct doc_node *node);
/* "expected …, found …", and what can be guessed from the two. */
void report_wrong_type(struct decoder *decoder, const struct slot *slot,
                       const struct doc_node *node);
/* In what reads as `key:value` the colon's place; text.len when it does not. */
size_t pair_colon(const struct doc_node *node);
/* Reports what is wrong with a text by its rule, which may be NULL. */
bool check_text(struct decoder *decoder, const struct text_rule *rule, struct text text,
                struct range at, const struct slot *slot);
/* TEXT, INT, BOOL, ENUM and NODE; false when there was something to report. */
bool decode_scalar(struct decoder *decoder, const struct slot *slot, const struct doc_node *node,
                   void *out);

/* The field of a key, `slot` being the record; NULL and reported: unknown, or of a later version.
 */
const struct field *known_field(struct decoder *decoder, const struct record *record,
                                const struct doc_member *member, const struct slot *slot);
/* "`a`, `b` and `c`"; empty when they are too many to be read. */
struct text list_names(struct mem_arena *arena, const char *const *names, size_t count,
                       const char *last);
void hint_unknown_value(struct decoder *decoder, struct diag *diag, const struct type *type,
                        struct text value);

#endif
