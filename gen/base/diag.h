/*
 * diag.h - collect what is wrong, then print it in the order of the file.
 *
 *     struct diag *d = diag_add(diags, DIAG_duplicate_route, second, "route `%s` is given twice",
 * k); diag_note(d, first, "first given here"); diag_hint(d, "remove one of the two");
 *
 * A message is a sentence without its full stop, names what it is about in `backquotes`, and
 * says what is wrong; the hint says what to write instead. Control characters of the input are
 * never printed raw.
 */
#ifndef LOCKSTEP_DIAG_H
#define LOCKSTEP_DIAG_H

#include <stdio.h>

#include "base/diag_ids.h"
#include "base/source.h"

enum diag_severity { DIAG_WARNING, DIAG_ERROR };

enum diag_id {
#define DIAG_ENUM(id, severity) DIAG_##id,
    DIAGS(DIAG_ENUM)
#undef DIAG_ENUM
        DIAG_COUNT
};

#define DIAG_MAX 100 /* further ones are counted, not kept; an error takes a warning's place */

struct diags;
struct diag;

struct diags *diags_new(struct mem_arena *arena, const struct source *source);
/* Never NULL. Beyond DIAG_MAX, and for one that is there already (id, place and message), it
 * returns a diagnostic that is not printed. */
struct diag *diag_add(struct diags *diags, enum diag_id id, struct range at, const char *format,
                      ...) __attribute__((format(printf, 4, 5)));
void diag_note(struct diag *diag, struct range at, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void diag_hint(struct diag *diag, const char *format, ...) __attribute__((format(printf, 2, 3)));

/*
 * What is added from here on is about one of several variants of the input, of which `own` is found
 * in this one alone. `name` is printed where not all have a diagnostic: "the environment `dev`".
 */
void diags_begin_variant(struct diags *diags, struct range at, struct range own, struct text name);
/*
 * Ends the last one, and says of each diagnostic that not all have in which it is so. What is
 * unused in some variants only is used, and not worth a warning.
 */
void diags_end_variants(struct diags *diags);

/* False: it is not printed, so notes and hints are lost on it. */
bool diag_is_kept(const struct diag *diag);

size_t diags_errors(const struct diags *diags);
size_t diags_warnings(const struct diags *diags);
const char *diag_name(enum diag_id id);

enum diag_format { DIAG_TEXT, DIAG_TEXT_COLOUR, DIAG_JSON };
/* Sorted by place. JSON: an array of objects with 1-based line and column, see main.c --help. */
void diags_render(const struct diags *diags, enum diag_format format, struct text_buf *out);

#endif
