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
    name_map_init(&diags->seen, arena);
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

/* That the variant has it, too. */
static void add_variant(struct diags *diags, struct diag *diag)
{
    struct variant_link *one;

    if (diags->now == NULL || (diag->variants != NULL && diag->last_variant->of == diags->now))
        return;
    one = mem_alloc(diags->arena, sizeof(*one));
    one->of = diags->now;
    *(diag->variants == NULL ? &diag->variants : &diag->last_variant->next) = one;
    diag->last_variant = one;
    diag->variant_count++;
}

/* Is it the one that was kept, or one that had to give way to an error? */
static bool is_same(const struct diag *kept, enum diag_id id, struct range at)
{
    return kept->id == id && kept->at.start == at.start && kept->at.end == at.end;
}

/* Where to keep one more: behind the others; or, if it is an error, instead of a warning. */
static size_t free_place(const struct diags *diags, enum diag_id id)
{
    size_t place = diags->kept_count;

    if (place < DIAG_MAX || diag_severity(id) != DIAG_ERROR)
        return place;
    while (place > 0 && diag_severity(diags->kept[place - 1]->id) == DIAG_ERROR)
        place--;
    return place == 0 ? DIAG_MAX : place - 1;
}

struct diag *diag_add(struct diags *diags, enum diag_id id, struct range at, const char *format,
                      ...)
{
    struct diag *diag;
    struct text message;
    size_t *index, place;
    va_list args;
    bool added;

    va_start(args, format);
    message = message_v(diags->arena, format, args);
    va_end(args);
    /* A node with an anchor is decoded once for each alias, and may be wrong each time. */
    index = name_map_add(
        &diags->seen,
        text_format(diags->arena, "%d %zu %zu %s", (int)id, at.start, at.end, message.ptr), &added);
    if (!added) {
        diag = *index == 0 ? NULL : diags->kept[*index - 1];
        if (diag != NULL && diag->variants != NULL && is_same(diag, id, at))
            add_variant(diags, diag);
        return &diags->discard;
    }
    if (diag_severity(id) == DIAG_ERROR)
        diags->errors++;
    else
        diags->warnings++;
    place = free_place(diags, id);
    if (place == DIAG_MAX)
        return &diags->discard;
    diag = mem_alloc(diags->arena, sizeof(*diag));
    *diag = (struct diag){.list = diags, .id = id, .at = at, .message = message};
    diag->last_note = &diag->notes;
    diags->kept[place] = diag;
    diags->kept_count += place == diags->kept_count;
    *index = place + 1;
    add_variant(diags, diag);
    return diag;
}

bool diag_is_kept(const struct diag *diag)
{
    return diag->list != NULL;
}

void diag_note(struct diag *diag, struct range at, const char *format, ...)
{
    struct note *note;
    va_list args;

    if (!diag_is_kept(diag))
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

    if (!diag_is_kept(diag))
        return;
    va_start(args, format);
    diag->hint = message_v(diag->list->arena, format, args);
    va_end(args);
}

void diags_begin_variant(struct diags *diags, struct range at, struct range own, struct text name)
{
    struct diag_variant *variant = mem_alloc(diags->arena, sizeof(*variant));

    *variant = (struct diag_variant){at, own, name};
    diags->now = variant;
    diags->variant_count++;
}

/* Of what stands in the variant's own part it is plain. */
static bool is_own(const struct diag_variant *variant, const struct diag *diag)
{
    return diag->at.start >= variant->own.start && diag->at.start < variant->own.end;
}

/* What one variant does not use, another may. */
static bool is_of_all(enum diag_id id)
{
    return id == DIAG_unused_table || id == DIAG_unused_index || id == DIAG_unused_kms_key ||
           id == DIAG_unused_authorizer;
}

void diags_end_variants(struct diags *diags)
{
    size_t count = 0;

    for (size_t i = 0; i < diags->kept_count; i++) {
        struct diag *diag = diags->kept[i];
        bool everywhere = diag->variants == NULL || diag->variant_count == diags->variant_count;

        if (!everywhere && is_of_all(diag->id)) {
            diags->warnings--;
            continue;
        }
        diags->kept[count++] = diag;
        for (const struct variant_link *one = diag->variants; one != NULL && !everywhere;
             one = one->next) {
            if (!is_own(one->of, diag))
                diag_note(diag, one->of->at, "so it is in %s", one->of->name.ptr);
        }
    }
    diags->kept_count = count;
    diags->now = NULL;
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
