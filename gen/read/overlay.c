/*
 * overlay.c - merges by the field table: it says what is a record, what is a map of them, and what
 * may differ.
 */
#include "read/overlay.h"

#include "read/decode_parts.h"
#include "read/members.h"

#define CANDIDATES 300 /* for a near name, at most so many are compared */

static bool merge_member(struct decoder *decoder, const struct slot *slot,
                         const struct doc_member *base, const struct doc_member *overlay,
                         struct doc_member *merged);

/* ---- what an overlay may not hold --------------------------------------------------------- */

static void report_constant(struct decoder *decoder, const struct record *record,
                            const struct field *field, struct range at)
{
    const char **names = mem_array(decoder->arena, record->field_count, sizeof(*names));
    struct diag *diag = diag_add(
        decoder->diags, DIAG_overlay_compiled_in, at, "`%s` cannot differ by environment: %s",
        field->key, field->constant != NULL ? field->constant : "it is compiled into the handler");
    struct text all;
    size_t count = 0;

    for (size_t i = 0; i < record->field_count; i++) {
        if (field_is_written(&record->fields[i]) && field_may_differ(&record->fields[i]))
            names[count++] = record->fields[i].key;
    }
    all = list_names(decoder->arena, names, count, " and ");
    if (all.len > 0)
        diag_hint(diag, "here only %s can", all.ptr);
}

static void report_unknown(struct decoder *decoder, const struct slot *slot,
                           const struct doc_node *base, const struct doc_member *member)
{
    struct diag *diag =
        diag_add(decoder->diags, DIAG_overlay_unknown, member->key_at,
                 "an overlay says what differs, and there is no `%s` in %s",
                 text_clip(decoder->arena, member->key, 60).ptr, slot_label(decoder, slot));
    size_t all = base != NULL ? base->count : 0, count = all < CANDIDATES ? all : CANDIDATES;
    const char **names;
    const char *near;

    if (!diag_is_kept(diag))
        return;
    names = mem_array(decoder->arena, count, sizeof(*names));
    for (size_t i = 0; i < count; i++)
        names[i] = base->members[i].key.ptr;
    near = near_name(member->key, names, count);
    if (near != NULL)
        diag_hint(diag, "did you mean `%s`?", near);
    else
        diag_hint(diag, "write it for all environments first, outside of `environments`");
}

/* ---- merging ------------------------------------------------------------------------------ */

static bool is_map(const struct doc_node *node)
{
    return node != NULL && node->kind == DOC_MAP;
}

/* What an overlay adds to nothing is there alone; so is a map beside a number that a map replaces.
 */
static struct members members_of(struct mem_arena *arena, const struct doc_node *base)
{
    struct members members;

    members_init(&members, arena);
    for (size_t i = 0; is_map(base) && i < base->count; i++)
        members_add(&members, base->members[i]);
    return members;
}

static const struct doc_node *map_of(struct mem_arena *arena, const struct members *members,
                                     const struct doc_node *base, const struct doc_node *overlay)
{
    struct doc_node *map = mem_alloc(arena, sizeof(*map));

    *map = is_map(base) ? *base : *overlay;
    map->members = members->items;
    map->count = members->count;
    map->incomplete = map->incomplete || overlay->incomplete;
    return map;
}

static const struct doc_node *merge_record(struct decoder *decoder, const struct record *record,
                                           const struct slot *slot, const struct doc_node *base,
                                           const struct doc_node *overlay)
{
    struct members members = members_of(decoder->arena, base);

    for (size_t i = 0; i < overlay->count; i++) {
        const struct doc_member *member = &overlay->members[i];
        const struct doc_member *found = members_find(&members, member->key);
        const struct field *field = known_field(decoder, record, member, slot);
        struct doc_member merged;

        if (field == NULL)
            continue;
        if (!field_may_differ(field)) {
            report_constant(decoder, record, field, member->key_at);
            continue;
        }
        if (!merge_member(decoder,
                          &(struct slot){field->type, field, member->key, false, member->key_at},
                          found, member, &merged))
            continue;
        if (found != NULL)
            members.items[found - members.items] = merged;
        else
            members_add(&members, merged);
    }
    return map_of(decoder->arena, &members, base, overlay);
}

static const struct doc_node *merge_entries(struct decoder *decoder, const struct slot *slot,
                                            const struct doc_node *base,
                                            const struct doc_node *overlay)
{
    struct members members = members_of(decoder->arena, base);

    for (size_t i = 0; i < overlay->count; i++) {
        const struct doc_member *member = &overlay->members[i];
        const struct doc_member *found = members_find(&members, member->key);
        struct doc_member merged;

        if (found == NULL)
            report_unknown(decoder, slot, base, member);
        else if (merge_member(
                     decoder,
                     &(struct slot){slot->type->element, NULL, member->key, false, member->key_at},
                     found, member, &merged))
            members.items[found - members.items] = merged;
    }
    return map_of(decoder->arena, &members, base, overlay);
}

/*
 * `base` is NULL where only the overlay has the member. False: reported, or reported in the base
 * already, and the base stays as it is. Recursion follows the field table.
 */
static bool merge_member(struct decoder *decoder, const struct slot *slot,
                         const struct doc_member *base, const struct doc_member *overlay,
                         struct doc_member *merged)
{
    const struct type *type = slot->type;
    const struct doc_node *below = base != NULL ? base->value : NULL;
    const struct doc_node *value = overlay->value;

    if (value->broken || (below != NULL && below->broken))
        return false;
    if (value->kind == DOC_NULL ||
        (value->kind != DOC_MAP &&
         (type->shape == TYPE_MAP ||
          (type->shape == TYPE_RECORD && type->record->shorthand == NULL)))) {
        report_wrong_type(decoder, slot, value);
        return false;
    }
    *merged = *overlay;
    if (value->kind == DOC_MAP && type->shape == TYPE_MAP) {
        if (below != NULL && !is_map(below))
            return false;
        merged->value = merge_entries(decoder, slot, below, value);
    } else if (value->kind == DOC_MAP && type->shape == TYPE_RECORD) {
        merged->value = merge_record(decoder, type->record, slot, below, value);
    } else {
        return true;
    }
    if (base != NULL)
        merged->key_at = base->key_at;
    return true;
}

const struct doc_node *overlay_apply(struct mem_arena *arena, struct diags *diags,
                                     const struct record *root, const struct doc_node *base,
                                     const struct doc_node *overlay, struct text name)
{
    struct decoder decoder = {.arena = arena, .diags = diags, .root = root};
    const struct type type = {.shape = TYPE_RECORD, .record = root};
    const struct slot slot = {&type, NULL, name, false, overlay->at};

    return merge_record(&decoder, root, &slot, base, overlay);
}
