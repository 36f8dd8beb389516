/*
 * emit.h - the list of outputs: each a pure function from a plan to bytes.
 */
#ifndef LOCKSTEP_EMIT_H
#define LOCKSTEP_EMIT_H

#include "model/plan.h"

struct emitter {
    const char *file; /* name in the output folder */
    void (*emit)(struct mem_arena *arena, const struct plan *plan, struct text_buf *out);
};

enum { EMITTER_TEMPLATE, EMITTER_ROUTES_C, EMITTER_ROUTES_H, EMITTER_SCHEMA };
extern const struct emitter emitters[]; /* at these indexes, as are the files of struct gen */
extern const size_t emitter_count;

/*
 * The template is indented for review as long as CloudFormation takes it in the request itself
 * (TemplateBody, 51,200 bytes); beyond that it is compact, on one line.
 */
#define EMIT_TEMPLATE_BODY_MAX 51200u
bool emit_template_is_compact(struct text template_json);

void emit_template(struct mem_arena *arena, const struct plan *plan, struct text_buf *out);
void emit_routes_c(struct mem_arena *arena, const struct plan *plan, struct text_buf *out);
void emit_routes_h(struct mem_arena *arena, const struct plan *plan, struct text_buf *out);
/* These two depend on the field table only; the plan may be NULL. */
void emit_schema(struct mem_arena *arena, const struct plan *plan, struct text_buf *out);
void emit_reference(struct mem_arena *arena, const struct plan *plan, struct text_buf *out);

#endif
