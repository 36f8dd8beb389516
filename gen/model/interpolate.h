/*
 * interpolate.h - texts with ${…} in them: what deploy time puts in.
 *
 * A text is cut into pieces; from these come the template's value, the length that it will have,
 * and its form in one environment. `${!x}` is the literal `${x}`.
 */
#ifndef LOCKSTEP_INTERPOLATE_H
#define LOCKSTEP_INTERPOLATE_H

#include "model/plan.h"

enum piece_kind {
    PIECE_LITERAL,
    PIECE_ENVIRONMENT, /* ${env} */
    PIECE_PSEUDO,      /* ${AWS::Region} … */
    PIECE_RESOURCE,    /* ${table.items.arn}, ${kms.books.arn}, ${api.url} */
};

struct piece {
    enum piece_kind kind;
    struct text text;       /* literal: as it will be; pseudo: "AWS::Region" */
    const char *logical_id; /* of a resource of the stack */
    const char *attribute;  /* its attribute, or NULL for what Ref gives */
    bool is_arn;
    size_t least; /* of a pseudo parameter or a resource: the fewest bytes that it can become */
};

struct pieces {
    const struct piece *items;
    size_t count;
    bool broken; /* a reference was left out */
};

/* What a text is for decides what it may refer to. */
enum interpolate_use {
    /* A tag or a physical name: nothing of the stack itself, which would be a circle. */
    INTERPOLATE_NAME,
    INTERPOLATE_VALUE,  /* an environment variable */
    INTERPOLATE_POLICY, /* iam.statements: IAM's own ${aws:…} stays as it is */
    /* A table's resource policy: likewise, but no table of the stack, which would be a circle. */
    INTERPOLATE_TABLE_POLICY,
    INTERPOLATE_CONSTANT, /* nothing: CloudFormation takes it literally */
};

/* What references to a table outside of the stack become. */
struct existing_table {
    struct pieces name, arn, stream_arn; /* stream_arn.count == 0: none is known */
};

struct interpolation {
    struct mem_arena *arena;
    struct diags *diags;
    const struct spec *spec;
    /* By table, and by key, of the spec: `…_used` is set for each that a text refers to. */
    const struct plan_table *tables; /* with their logical ids at least */
    const struct existing_table *existing_tables;
    bool *tables_used;
    const struct plan_kms_key *kms_keys;
    const struct pieces *existing_keys;
    bool *kms_keys_used;
};

/* Every fault becomes a diagnostic, and the reference is left out. */
struct pieces interpolate(const struct interpolation *with, const struct spec_text *text,
                          enum interpolate_use use);

struct plan_value pieces_value(struct mem_arena *arena, struct pieces pieces);

/* The text with ${env} put in; other references stay as they are written. */
struct text pieces_in(struct mem_arena *arena, struct pieces pieces, struct text environment);
/* The least length that the text can have in that environment, in bytes. */
size_t pieces_least(struct pieces pieces, struct text environment);
bool pieces_have(struct pieces pieces, enum piece_kind kind);

#endif
