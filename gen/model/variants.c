/*
 * variants.c - the steps from document to plan, once for each variant.
 */
#include "model/variants.h"

#include <assert.h>
#include <string.h>

#include "model/check.h"
#include "model/resources.h"
#include "read/decode.h"
#include "read/overlay.h"

struct variant {
    const struct spec *spec;
    const struct spec_environment *differs; /* NULL: no overlay */
    struct text *environments;
    size_t environment_count;
    struct range at; /* of the first one's name */
};

struct variants {
    struct mem_arena *arena;
    struct diags *diags;
    struct variant *items;
    size_t count;
};

static bool has_overlay(const struct spec_environment *environment)
{
    return environment->overlay.set && environment->overlay.value->count > 0;
}

static struct spec *decode(struct variants *variants, const struct doc_node *root)
{
    struct spec *spec = mem_alloc(variants->arena, sizeof(*spec));

    decode_record(variants->arena, variants->diags, &spec_record, root, spec);
    return spec;
}

static struct variant *add(struct variants *variants, const struct spec *spec, size_t environments)
{
    struct variant *variant = &variants->items[variants->count++];

    variant->spec = spec;
    variant->environments =
        mem_array(variants->arena, environments, sizeof(variant->environments[0]));
    return variant;
}

/* The document itself is decoded in any case: it has to be right without any overlay. */
static void collect(struct variants *variants, const struct doc_node *root)
{
    const struct spec *base = decode(variants, root);
    size_t count = base->environments.count;
    struct variant *plain = NULL;

    variants->items = mem_array(variants->arena, count + 1, sizeof(variants->items[0]));
    SPEC_EACH(const struct spec_environment, environment, &base->environments)
    {
        const struct spec_text *name = &environment->name;
        struct variant *variant;

        if (has_overlay(environment)) {
            variant =
                add(variants,
                    decode(variants, overlay_apply(variants->arena, variants->diags, &spec_record,
                                                   root, environment->overlay.value, name->value)),
                    1);
            variant->differs = environment;
        } else {
            if (plain == NULL)
                plain = add(variants, base, count);
            variant = plain;
        }
        if (variant->environment_count == 0)
            variant->at = name->at;
        variant->environments[variant->environment_count++] = name->value;
    }
    if (variants->count == 0) /* they could not be read, and the rest is looked at all the same */
        add(variants, base, 0);
}

/* Where a tree ends; no deeper than documents are. */
static size_t end_of(const struct doc_node *node)
{
    size_t end = node->at.end;

    for (size_t i = 0; i < node->count; i++) {
        size_t below = end_of(node->kind == DOC_MAP ? node->members[i].value : node->elements[i]);
        end = below > end ? below : end;
    }
    return end;
}

static struct text names_of(struct mem_arena *arena, const struct variant *variant)
{
    struct text_buf out;

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    text_put(&out, variant->environment_count == 1 ? "the environment " : "the environments ");
    for (size_t i = 0; i < variant->environment_count; i++)
        text_printf(&out, "%s`%s`", i == 0 ? "" : ", ", variant->environments[i].ptr);
    return text_view(&out);
}

static void begin(struct variants *variants, const struct variant *variant)
{
    struct range own = {0, 0};

    if (variant->differs != NULL)
        own = (struct range){variant->at.start, end_of(variant->differs->overlay.value)};
    diags_begin_variant(variants->diags, variant->at, own, names_of(variants->arena, variant));
}

const struct plan *variants_plan(struct mem_arena *arena, struct diags *diags,
                                 const struct source *source, const struct doc_node *root)
{
    struct variants variants = {.arena = arena, .diags = diags};
    const struct spec **specs;
    struct plan *first = NULL, *last = NULL;

    collect(&variants, root);
    specs = mem_array(arena, variants.count, sizeof(specs[0]));
    for (size_t i = 0; i < variants.count; i++)
        specs[i] = variants.items[i].spec;
    for (size_t i = 0; i < variants.count; i++) {
        const struct variant *variant = &variants.items[i];
        struct plan *plan;

        begin(&variants, variant);
        check_spec(arena, diags, variant->spec, &(struct spec_variants){specs, variants.count});
        plan = plan_build(arena, diags, source, variant->spec);
        if (plan == NULL)
            continue;
        plan->environments = variant->environments;
        plan->environment_count = variant->environment_count;
        /* What is compiled in does not differ, so no overlay can have changed it. */
        assert(first == NULL || strcmp(first->contract, plan->contract) == 0);
        if (last == NULL)
            first = plan;
        else
            last->next = plan;
        last = plan;
    }
    diags_end_variants(diags);
    if (diags_errors(diags) == 0 && first != NULL)
        check_resource_count(arena, diags, first);
    return diags_errors(diags) == 0 ? first : NULL;
}
