/*
 * kms_keys.c - the spec's KMS keys, those of the stack and those outside of it.
 */
#include "model/kms_keys.h"

#include <stdlib.h>

#include "model/arns.h"
#include "model/check_text.h"
#include "model/names.h"

/* A parameter of every template: the object in CodeBucket that the function is made of. */
#define CODE_KEY "CodeKey"

/* False after a diagnostic. */
static bool check_key_arn(struct planner *planner, const struct spec_text *text,
                          struct pieces pieces)
{
    struct arn arn;
    struct diag *diag;

    if (pieces.broken)
        return false;
    if (arn_read(planner->arena, pieces, &arn) && arn_is_kms_key(&arn))
        return true;
    diag = diag_add(planner->diags, DIAG_bad_arn, text->at, "`%s` is no ARN of a KMS key",
                    text->value.ptr);
    diag_hint(diag, "write arn:aws:kms:REGION:ACCOUNT:key/ID; permissions take no alias");
    return false;
}

/* ---- The keys ---- */

static void check_beside_existing(struct planner *planner, const struct spec_kms_key *spec)
{
    const struct {
        const char *key;
        struct range at;
        bool set;
    } options[] = {
        {"rotation", spec->rotation.at, spec->rotation.set},
        {"description", spec->description.at, spec->description.set},
    };

    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        if (options[i].set)
            diag_hint(diag_add(planner->diags, DIAG_option_beside_existing, options[i].at,
                               "`%s` has no effect on a key that exists outside of the stack",
                               options[i].key),
                      "leave it out");
    }
}

static void plan_key(struct planner *planner, struct plan_kms_key *plan, struct pieces *existing)
{
    struct mem_arena *arena = planner->arena;
    const struct spec_kms_key *spec = plan->spec;

    plan->name_tag = (struct plan_value){
        .text = text_format(arena, "%s-%s-${" PLAN_ENVIRONMENT "}",
                            planner->spec->service.value.ptr, spec->name.value.ptr),
        .is_sub = true,
    };
    if (spec->existing.set) {
        check_beside_existing(planner, spec);
        *existing = interpolate(&planner->texts, &spec->existing, INTERPOLATE_NAME);
        (void)check_key_arn(planner, &spec->existing, *existing);
        plan->arn = pieces_value(arena, *existing);
        return;
    }
    plan->logical_id = text_format(arena, "%sKey", names_pascal(arena, spec->name.value)).ptr;
    if (text_is(text_of(plan->logical_id), CODE_KEY))
        diag_hint(diag_add(planner->diags, DIAG_name_collision, spec->name.at,
                           "KMS key `%s` becomes `" CODE_KEY "` in the template, and a parameter "
                           "has that name",
                           spec->name.value.ptr),
                  "give it another name");
    plan->arn = (struct plan_value){
        .text = text_format(arena, "${%s.Arn}", plan->logical_id),
        .is_sub = true,
        .ref = plan->logical_id,
        .attribute = "Arn",
    };
}

void plan_kms_keys(struct planner *planner)
{
    const struct spec_kms_key *keys = planner->spec->kms_keys.items;
    size_t count = planner->spec->kms_keys.count;
    struct pieces *existing = mem_array(planner->arena, count, sizeof(*existing));

    planner->kms_keys = mem_array(planner->arena, count, sizeof(planner->kms_keys[0]));
    planner->kms_key_count = count;
    planner->texts.kms_keys = planner->kms_keys;
    planner->texts.existing_keys = existing;
    planner->texts.kms_keys_used = mem_array(planner->arena, count, sizeof(bool));
    for (size_t i = 0; i < count; i++) {
        planner->kms_keys[i].spec = &keys[i];
        plan_key(planner, &planner->kms_keys[i], &existing[i]);
    }
}

/* ---- Their users ---- */

static void named_key(struct planner *planner, const struct spec_text *name,
                      struct plan_table *plan)
{
    const struct spec_list *list = &planner->spec->kms_keys;
    const char **names = mem_array(planner->arena, planner->kms_key_count, sizeof(*names));
    struct diag *diag;

    for (size_t i = 0; i < planner->kms_key_count; i++) {
        names[i] = planner->kms_keys[i].spec->name.value.ptr;
        if (!text_equal(planner->kms_keys[i].spec->name.value, name->value))
            continue;
        planner->texts.kms_keys_used[i] = true;
        plan->kms_key = planner->kms_keys[i].arn;
        return;
    }
    if (is_unread(list->at, list->set))
        return;
    diag = diag_add(planner->diags, DIAG_unknown_kms_key, name->at, "there is no KMS key `%s`",
                    name->value.ptr);
    if (planner->kms_key_count > 0)
        hint_names(planner->arena, diag, name->value, names, planner->kms_key_count);
    else
        diag_hint(diag, "name it in the spec: `kms_keys: { %s: {} }`", name->value.ptr);
}

void plan_encryption(struct planner *planner, struct plan_table *plan)
{
    const struct spec_text *key = &plan->spec->encryption.kms_key;
    struct pieces pieces;

    if (!key->set)
        return;
    if (text_find(key->value, ':') == key->value.len &&
        text_find(key->value, '$') == key->value.len) {
        named_key(planner, key, plan);
        return;
    }
    pieces = interpolate(&planner->texts, key, INTERPOLATE_NAME);
    if (check_key_arn(planner, key, pieces))
        plan->kms_key = pieces_value(planner->arena, pieces);
}

void plan_decrypts(struct planner *planner, struct plan *plan)
{
    struct plan_value *keys = mem_array(planner->arena, plan->permission_count, sizeof(*keys));
    size_t count = 0;

    for (size_t i = 0; i < plan->permission_count; i++) {
        const struct plan_value *key = &plan->permissions[i].table->kms_key;
        size_t same = 0;

        while (same < count && !text_equal(keys[same].text, key->text))
            same++;
        if (key->text.len > 0 && same == count)
            keys[count++] = *key;
    }
    plan->decrypts = keys;
    plan->decrypt_count = count;
}

/* ---- Names ---- */

static int search_table(const void *key, const void *element)
{
    const struct text *name = key;
    const struct plan_table *const *table = element;

    return text_compare(*name, (*table)->spec->name.value);
}

void check_resource_names(struct planner *planner)
{
    for (size_t i = 0; i < planner->kms_key_count && planner->table_count > 0; i++) {
        const struct spec_text *name = &planner->kms_keys[i].spec->name;
        const struct plan_table *const *table =
            bsearch(&name->value, planner->by_name, planner->table_count,
                    sizeof(planner->by_name[0]), search_table);
        struct diag *diag;

        if (table == NULL)
            continue;
        diag = diag_add(planner->diags, DIAG_name_collision, name->at,
                        "a table and a KMS key are both named `%s`", name->value.ptr);
        diag_note(diag, (*table)->spec->name.at, "the table is here");
        diag_hint(diag, "give one of them another name: `grants` and ${…} tell them apart by it");
    }
}

void warn_unused_keys(struct planner *planner)
{
    if (diags_errors(planner->diags) > 0)
        return; /* what could not be read may be what uses them */
    for (size_t i = 0; i < planner->kms_key_count; i++) {
        const struct spec_text *name = &planner->kms_keys[i].spec->name;

        if (!planner->texts.kms_keys_used[i])
            diag_hint(diag_add(planner->diags, DIAG_unused_kms_key, name->at,
                               "no table uses the KMS key `%s`", name->value.ptr),
                      "write `encryption: { kms_key: %s }` on a table", name->value.ptr);
    }
}
