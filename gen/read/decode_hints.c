/*
 * decode_hints.c - what a wrong key or value was probably meant to be: AWS's name for it, another
 * spelling, a key that belongs elsewhere.
 */
#include "read/decode_parts.h"

#include <string.h>

#define LIST_MAX       12 /* so many alternatives are listed, more would not be read */
#define PATH_MAX_DEPTH 8

static bool is_upper(char c)
{
    return c >= 'A' && c <= 'Z';
}

/* `RetentionInDays`, `retention-days`, `ON_DEMAND` -> as the language would spell them. */
static struct text snake_case(struct mem_arena *arena, struct text text)
{
    struct text_buf out;

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];
        if (is_upper(c)) {
            if (i > 0 && !is_upper(text.ptr[i - 1]) && text.ptr[i - 1] != '_')
                text_putc(&out, '_');
            text_putc(&out, (char)(c - 'A' + 'a'));
        } else {
            text_putc(&out, c == '-' || c == ' ' ? '_' : c);
        }
    }
    return text_view(&out);
}

/* What comes before the unit: `timeout` of `timeout_s`. */
static struct text stem_of(struct text name)
{
    for (size_t i = name.len; i > 0; i--) {
        if (name.ptr[i - 1] == '_')
            return (struct text){name.ptr, i - 1};
    }
    return name;
}

/* The one candidate that differs in its unit: `memory`, `memory_size` -> `memory_mb`; or NULL. */
static const char *with_unit(struct text wrong, const char *const *candidates, size_t count)
{
    const char *found = NULL;

    for (size_t i = 0; i < count; i++) {
        struct text stem = stem_of(text_of(candidates[i]));
        if (stem.len < 3 || (!text_equal(stem, wrong) && !text_equal(stem, stem_of(wrong))))
            continue;
        if (found != NULL)
            return NULL;
        found = candidates[i];
    }
    return found;
}

struct text list_names(struct mem_arena *arena, const char *const *names, size_t count,
                       const char *last)
{
    struct text_buf out;

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < count && count <= LIST_MAX; i++)
        text_printf(&out, "%s`%s`", i == 0 ? "" : i + 1 < count ? ", " : last, names[i]);
    return text_view(&out);
}

/* ---- keys --------------------------------------------------------------------------------- */

/* Where a key is known: how often, and the path to the first of them. */
struct search {
    struct mem_arena *arena;
    struct text key;
    size_t found;
    const char *path;
};

static void search_record(struct search *search, const struct record *record, const char *path,
                          size_t depth)
{
    if (depth > PATH_MAX_DEPTH)
        return;
    if (record_field(record, search->key) != NULL && search->found++ == 0)
        search->path = path;
    for (size_t i = 0; i < record->field_count; i++) {
        const struct field *field = &record->fields[i];
        const struct type *type = field->type;
        const char *entry = "";
        while (type != NULL && (type->shape == TYPE_LIST || type->shape == TYPE_MAP)) {
            entry = type->shape == TYPE_MAP ? ".NAME" : "";
            type = type->element;
        }
        if (type == NULL || type->shape != TYPE_RECORD)
            continue;
        search_record(search, type->record,
                      text_format(search->arena, "%s%s%s%s", path, path[0] != '\0' ? "." : "",
                                  field->key, entry)
                          .ptr,
                      depth + 1);
    }
}

static bool hint_elsewhere(struct decoder *decoder, struct diag *diag, struct text key)
{
    struct search search = {.arena = decoder->arena, .key = key};

    search_record(&search, decoder->root, "", 0);
    if (search.found != 1)
        return false;
    if (search.path[0] == '\0')
        diag_hint(diag, "`%s` belongs at the top level", key.ptr);
    else
        diag_hint(diag, "`%s` belongs under `%s`", key.ptr, search.path);
    return true;
}

static const char *by_aws_name(const struct record *record, struct text key)
{
    for (size_t i = 0; i < record->field_count; i++) {
        if (record->fields[i].aws != NULL && text_is(key, record->fields[i].aws))
            return record->fields[i].key;
    }
    return NULL;
}

static size_t collect_keys(const struct record *record, const char **keys)
{
    size_t count = 0;

    for (size_t i = 0; i < record->field_count; i++) {
        if ((record->fields[i].flags & (FIELD_LATER | FIELD_SHORT_ONLY)) == 0)
            keys[count++] = record->fields[i].key;
    }
    return count;
}

static void hint_unknown_key(struct decoder *decoder, struct diag *diag,
                             const struct record *record, struct text key)
{
    struct mem_arena *arena = decoder->arena;
    const char **keys = mem_array(arena, record->field_count + 1, sizeof(*keys));
    size_t count = collect_keys(record, keys);
    struct text spelled = snake_case(arena, key);
    const char *meant = by_aws_name(record, key);
    struct text all;

    if (meant == NULL)
        meant = near_name(spelled, keys, count);
    if (meant == NULL)
        meant = with_unit(spelled, keys, count);
    if (meant != NULL) {
        diag_hint(diag, "did you mean `%s`?", meant);
        return;
    }
    if (hint_elsewhere(decoder, diag, spelled))
        return;
    all = list_names(arena, keys, count, " and ");
    if (all.len > 0)
        diag_hint(diag, "the %s here %s %s", count == 1 ? "only key" : "keys",
                  count == 1 ? "is" : "are", all.ptr);
}

const struct field *known_field(struct decoder *decoder, const struct record *record,
                                const struct doc_member *member, const struct slot *slot)
{
    const struct field *field = record_field(record, member->key);
    bool top = slot->name.ptr == NULL;
    struct diag *d;

    if (field == NULL) {
        d = diag_add(decoder->diags, DIAG_unknown_key, member->key_at, "unknown key `%s` %s%s",
                     text_clip(decoder->arena, member->key, 60).ptr, top ? "" : "in ",
                     top ? "at the top level" : slot_label(decoder, slot));
        hint_unknown_key(decoder, d, record, member->key);
        return NULL;
    }
    if ((field->flags & FIELD_LATER) == 0)
        return field;
    d = diag_add(decoder->diags, DIAG_not_supported_yet, member->key_at,
                 "`%s` is not supported yet", field->key);
    diag_hint(d, "it belongs to the spec language, but this version of lockstep does not carry it "
                 "out; remove it");
    return NULL;
}

/* ---- values of enums ---------------------------------------------------------------------- */

void hint_unknown_value(struct decoder *decoder, struct diag *diag, const struct type *type,
                        struct text value)
{
    struct mem_arena *arena = decoder->arena;
    const char **names = mem_array(arena, type->value_count + 1, sizeof(*names));
    struct text spelled = snake_case(arena, value);
    const char *meant = NULL;
    bool quoted = false;

    for (size_t i = 0; i < type->value_count; i++) {
        const struct enum_value *candidate = &type->values[i];
        names[i] = candidate->name;
        if (text_is(spelled, candidate->name) ||
            (candidate->aws != NULL && text_is(value, candidate->aws))) {
            meant = candidate->name;
            quoted = text_is(value, meant);
        }
    }
    if (meant != NULL) {
        diag_hint(diag, quoted ? "write it without quotes: %s" : "write `%s`", meant);
        return;
    }
    meant = near_name(spelled, names, type->value_count);
    if (meant != NULL) {
        diag_hint(diag, "did you mean `%s`?", meant);
        return;
    }
    diag_hint(diag, "write %s", list_names(arena, names, type->value_count, " or ").ptr);
}
