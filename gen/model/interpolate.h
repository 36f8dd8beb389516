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
    PIECE_TABLE_NAME,  /* ${table.items.name} */
    PIECE_TABLE_ARN,
    PIECE_API_URL,
};

struct piece {
    enum piece_kind kind;
    struct text text; /* literal: as it will be; pseudo: "AWS::Region" */
    size_t table;     /* PIECE_TABLE_…: index in the spec */
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
    INTERPOLATE_VALUE,    /* an environment variable */
    INTERPOLATE_POLICY,   /* iam.statements: IAM's own ${aws:…} stays as it is */
    INTERPOLATE_CONSTANT, /* nothing: CloudFormation takes it literally */
};

struct interpolation {
    struct mem_arena *arena;
    struct diags *diags;
    const struct spec *spec;
    /* By table, of the spec: set for each that a text refers to. */
    bool *tables_used;
};

/* Every fault becomes a diagnostic, and the reference is left out. */
struct pieces interpolate(const struct interpolation *with, const struct spec_text *text,
                          enum interpolate_use use);

/* `logical_ids` by table. */
struct plan_value pieces_value(struct mem_arena *arena, struct pieces pieces,
                               const char *const *logical_ids);

/* The text with ${env} put in; other references stay as they are written. */
struct text pieces_in(struct mem_arena *arena, struct pieces pieces, struct text environment);
/* The least length that the text can have in that environment, in bytes. */
size_t pieces_least(struct pieces pieces, struct text environment);
bool pieces_have(struct pieces pieces, enum piece_kind kind);

#endif
