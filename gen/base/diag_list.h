/*
 * diag_list.h - what diag.c collects and the two renderers print.
 */
#ifndef LOCKSTEP_DIAG_LIST_H
#define LOCKSTEP_DIAG_LIST_H

#include "base/diag.h"
#include "base/name_map.h"

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
    struct variant_link *variants, *last_variant; /* that have it; NULL: the input as such */
    size_t variant_count;
};

/* A list of them stands for the variants that have a diagnostic. */
struct variant_link {
    struct variant_link *next;
    const struct diag_variant *of;
};

struct diag_variant {
    struct range at, own;
    struct text name;
};

struct diags {
    struct mem_arena *arena;
    const struct source *source;
    struct diag *kept[DIAG_MAX];
    size_t kept_count;
    struct diag discard;  /* stands for those beyond DIAG_MAX, and for repetitions */
    struct name_map seen; /* id, place and message of all -> 1-based index of kept, or 0 */
    const struct diag_variant *now; /* NULL: no variant, the input as such */
    size_t variant_count;
    size_t errors, warnings;
};

enum diag_severity diag_severity(enum diag_id id);
/* `sorted` has list->kept_count diagnostics, by place. */
void diag_render_text(const struct diags *list, struct diag *const *sorted, bool colour,
                      struct text_buf *out);
void diag_render_json(const struct diags *list, struct diag *const *sorted, struct text_buf *out);

#endif
