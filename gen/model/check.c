/*
 * check.c - rules for the spec as a whole; those for its parts are in check_*.c.
 */
#include "model/check.h"

#include <stdlib.h>
#include <strings.h>

#include "model/check_text.h"

#define LANGUAGE_VERSION 1
#define TAGS_MAX         50 /* of one resource; Name and Environment are two of them */
#define TAGS_OURS        2

static void check_version(struct diags *diags, const struct spec *spec)
{
    if (spec->lockstep.set && spec->lockstep.value > LANGUAGE_VERSION)
        diag_hint(diag_add(diags, DIAG_newer_language, spec->lockstep.at,
                           "this spec is written in version %lld of the language; "
                           "this command knows version %d",
                           (long long)spec->lockstep.value, LANGUAGE_VERSION),
                  "use a newer lockstep");
}

static int by_text(const void *left, const void *right)
{
    const struct spec_text *a = *(const struct spec_text *const *)left;
    const struct spec_text *b = *(const struct spec_text *const *)right;
    int order = text_compare(a->value, b->value);

    return order != 0 ? order : (a->at.start > b->at.start) - (a->at.start < b->at.start);
}

static void check_environments(struct mem_arena *arena, struct diags *diags,
                               const struct spec *spec)
{
    const struct spec_environment *environments = spec->environments.items;
    size_t count = spec->environments.count;
    const struct spec_text **sorted = mem_array(arena, count, sizeof(*sorted));

    for (size_t i = 0; i < count; i++)
        sorted[i] = &environments[i].name;
    if (count > 0)
        qsort(sorted, count, sizeof(sorted[0]), by_text);
    for (size_t i = 1; i < count; i++) {
        struct diag *diag;

        if (!text_equal(sorted[i - 1]->value, sorted[i]->value))
            continue;
        diag = diag_add(diags, DIAG_duplicate_environment, sorted[i]->at,
                        "the environment `%s` is named twice", sorted[i]->value.ptr);
        diag_note(diag, sorted[i - 1]->at, "the first time is here");
        diag_hint(diag, "name it once");
    }
}

/* IAM takes `project` and `Project` as one tag, so everything does here. */
static int by_folded_name(const void *left, const void *right)
{
    const struct spec_pair *a = *(const struct spec_pair *const *)left;
    const struct spec_pair *b = *(const struct spec_pair *const *)right;
    int order = strcasecmp(a->name.value.ptr, b->name.value.ptr);

    return order != 0
               ? order
               : (a->name.at.start > b->name.at.start) - (a->name.at.start < b->name.at.start);
}

static void check_tag_name(struct diags *diags, const struct spec_text *name)
{
    struct diag *diag;

    if (strcasecmp(name->value.ptr, "Name") == 0 ||
        strcasecmp(name->value.ptr, "Environment") == 0) {
        diag = diag_add(diags, DIAG_reserved_tag, name->at,
                        "every resource has the tag `%s` already", name->value.ptr);
        diag_hint(diag, "leave it out: Name is SERVICE-RESOURCE-ENVIRONMENT");
    } else if (strncasecmp(name->value.ptr, "aws:", 4) == 0) {
        diag =
            diag_add(diags, DIAG_reserved_tag, name->at, "tags that begin with `aws:` are AWS's");
        diag_hint(diag, "give it another name");
    }
}

static void check_tags(struct mem_arena *arena, struct diags *diags, const struct spec *spec)
{
    const struct spec_pair *tags = spec->tags.items;
    size_t count = spec->tags.count;
    const struct spec_pair **sorted = mem_array(arena, count, sizeof(*sorted));

    for (size_t i = 0; i < count; i++) {
        check_tag_name(diags, &tags[i].name);
        sorted[i] = &tags[i];
    }
    if (count > TAGS_MAX - TAGS_OURS)
        diag_hint(diag_add(diags, DIAG_too_many_tags, tags[TAGS_MAX - TAGS_OURS].name.at,
                           "a resource can have %d tags, of which Name and Environment are two",
                           TAGS_MAX),
                  "leave some out");
    if (count > 0)
        qsort(sorted, count, sizeof(sorted[0]), by_folded_name);
    for (size_t i = 1; i < count; i++) {
        const struct spec_text *first = &sorted[i - 1]->name, *second = &sorted[i]->name;
        struct diag *diag;

        if (strcasecmp(first->value.ptr, second->value.ptr) != 0)
            continue;
        diag = diag_add(diags, DIAG_duplicate_tag, second->at, "`%s` and `%s` are one tag to IAM",
                        first->value.ptr, second->value.ptr);
        diag_note(diag, first->at, "the other one is here");
        diag_hint(diag, "names of a role's tags differ by more than capitals");
    }
}

void check_spec(struct mem_arena *arena, struct diags *diags, const struct spec *spec,
                const struct spec_variants *variants)
{
    check_version(diags, spec);
    check_environments(arena, diags, spec);
    check_tags(arena, diags, spec);
    check_tables(arena, diags, spec, variants);
    check_function(diags, spec);
    check_cors(arena, diags, &spec->api.cors);
    if (spec->routes.count == 0 && !is_unread(spec->routes.at, spec->routes.set))
        diag_hint(diag_add(diags, DIAG_no_routes, spec->routes.set ? spec->routes.at : spec->at,
                           "the service has no route"),
                  "write one, such as `routes: { /items: crud items }`");
}
