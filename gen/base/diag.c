/*
 * diag.c - collect diagnostics and put them in order.
 */
#include "base/diag.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/diag_list.h"

/* A message quotes what the user wrote; this bounds it if the caller did not. */
#define MESSAGE_MAX 1000

static const struct {
    const char *name;
    enum diag_severity severity;
} ids[DIAG_COUNT] = {
#define DIAG_ROW(id, severity) [DIAG_##id] = {#id, DIAG_##severity},
    DIAGS(DIAG_ROW)
#undef DIAG_ROW
};

struct diags *diags_new(struct mem_arena *arena, const struct source *source)
{
    struct diags *diags = mem_alloc(arena, sizeof(*diags));

    diags->arena = arena;
    diags->source = source;
    return diags;
}

static struct text message_v(struct mem_arena *arena, const char *format, va_list args)
    __attribute__((format(printf, 2, 0)));

static struct text message_v(struct mem_arena *arena, const char *format, va_list args)
{
    char message[4 * MESSAGE_MAX + 1];
    int len = vsnprintf(message, sizeof(message), format, args);
    size_t kept = len < 0 ? 0 : strlen(message);

    return text_clip(arena, text_copy(arena, message, kept), MESSAGE_MAX);
}

static bool repeats(const struct diag *a, enum diag_id id, struct range at, struct text message)
{
    return a->id == id && a->at.start == at.start && a->at.end == at.end &&
           text_equal(a->message, message);
}

struct diag *diag_add(struct diags *diags, enum diag_id id, struct range at, const char *format,
                      ...)
{
    struct diag *diag;
    struct text message;
    va_list args;

    va_start(args, format);
    message = message_v(diags->arena, format, args);
    va_end(args);
    /* A node with an anchor is decoded once for each alias, and may be wrong each time. */
    for (size_t i = 0; i < diags->kept_count; i++) {
        if (repeats(diags->kept[i], id, at, message))
            return &diags->discard;
    }
    if (diag_severity(id) == DIAG_ERROR)
        diags->errors++;
    else
        diags->warnings++;
    if (diags->kept_count == DIAG_MAX)
        return &diags->discard;
    diag = mem_alloc(diags->arena, sizeof(*diag));
    *diag = (struct diag){.list = diags, .id = id, .at = at, .message = message};
    diag->last_note = &diag->notes;
    diags->kept[diags->kept_count++] = diag;
    return diag;
}

void diag_note(struct diag *diag, struct range at, const char *format, ...)
{
    struct note *note;
    va_list args;

    if (diag->list == NULL)
        return;
    note = mem_alloc(diag->list->arena, sizeof(*note));
    note->at = at;
    va_start(args, format);
    note->message = message_v(diag->list->arena, format, args);
    va_end(args);
    *diag->last_note = note;
    diag->last_note = &note->next;
}

void diag_hint(struct diag *diag, const char *format, ...)
{
    va_list args;

    if (diag->list == NULL)
        return;
    va_start(args, format);
    diag->hint = message_v(diag->list->arena, format, args);
    va_end(args);
}

size_t diags_errors(const struct diags *diags)
{
    return diags->errors;
}

size_t diags_warnings(const struct diags *diags)
{
    return diags->warnings;
}

const char *diag_name(enum diag_id id)
{
    return ids[id].name;
}

enum diag_severity diag_severity(enum diag_id id)
{
    return ids[id].severity;
}

struct ranked {
    struct diag *diag;
    size_t rank; /* order of arrival decides between equal places */
};

static int by_place(const void *left, const void *right)
{
    const struct ranked *a = left, *b = right;
    size_t x = a->diag->at.start, y = b->diag->at.start;

    if (x != y)
        return x < y ? -1 : 1;
    return (a->rank > b->rank) - (a->rank < b->rank);
}

void diags_render(const struct diags *diags, enum diag_format format, struct text_buf *out)
{
    struct ranked ranked[DIAG_MAX] = {{0}};
    struct diag *sorted[DIAG_MAX];

    for (size_t i = 0; i < diags->kept_count; i++)
        ranked[i] = (struct ranked){diags->kept[i], i};
    qsort(ranked, diags->kept_count, sizeof(ranked[0]), by_place);
    for (size_t i = 0; i < diags->kept_count; i++)
        sorted[i] = ranked[i].diag;
    if (format == DIAG_JSON)
        diag_render_json(diags, sorted, out);
    else
        diag_render_text(diags, sorted, format == DIAG_TEXT_COLOUR, out);
}
