/*
 * diag_list.h - what diag.c collects and the two renderers print.
 */
#ifndef LOCKSTEP_DIAG_LIST_H
#define LOCKSTEP_DIAG_LIST_H

#include "base/diag.h"

struct note {
    struct note *next;
    struct range at;
    struct text message;
};

struct diag {
    struct diags *list;
    enum diag_id id;
    struct range at;
    struct text message;
    struct text hint; /* len 0: none */
    struct note *notes, **last_note;
};

struct diags {
    struct mem_arena *arena;
    const struct source *source;
    struct diag *kept[DIAG_MAX];
    size_t kept_count;
    struct diag discard; /* stands for those beyond DIAG_MAX, and for repetitions */
    size_t errors, warnings;
};

enum diag_severity diag_severity(enum diag_id id);
/* `sorted` has list->kept_count diagnostics, by place. */
void diag_render_text(const struct diags *list, struct diag *const *sorted, bool colour,
                      struct text_buf *out);
void diag_render_json(const struct diags *list, struct diag *const *sorted, struct text_buf *out);

#endif
