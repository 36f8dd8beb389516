/*
 * sources.c - reads references ("query.from") and constants.
 */
#include "model/sources.h"

#include <string.h>

#include "model/check_text.h"
#include "model/constant.h"

static const struct {
    const char *word;
    enum ls_source_kind kind;
    const char *article;
} kinds[] = {
    {"path", LS_SOURCE_PATH, "a path parameter"}, {"query", LS_SOURCE_QUERY, "a query parameter"},
    {"header", LS_SOURCE_HEADER, "a header"},     {"body", LS_SOURCE_BODY, "an attribute"},
    {"claim", LS_SOURCE_CLAIM, "a claim"},        {"iam", LS_SOURCE_IAM_USER_ARN, "an identity"},
};

#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))

static void unknown_source(struct planner *planner, const struct route_draft *draft,
                           const struct spec_text *ref)
{
    const char *words[KIND_COUNT];
    struct text word = text_head(ref->value, text_find(ref->value, '.'));
    struct diag *diag = diag_add(planner->diags, DIAG_unknown_source, ref->at,
                                 "`%s` is no source of a value", ref->value.ptr);
    const char *near;

    for (size_t i = 0; i < KIND_COUNT; i++)
        words[i] = kinds[i].word;
    near = word.len < ref->value.len ? near_name(word, words, KIND_COUNT) : NULL;
    if (near != NULL)
        diag_hint(diag, "did you mean `%s%s`?", near, ref->value.ptr + word.len);
    else if (draft_parameter(draft, ref->value) < draft->segment_count)
        diag_hint(diag, "write `path.%s`", ref->value.ptr);
    else
        diag_hint(diag,
                  "write `path.NAME`, `query.NAME`, `header.NAME` or, for create, "
                  "`body.NAME`; a constant is `{ const: %s }`",
                  ref->value.ptr);
}

static bool path_source(struct planner *planner, struct route_draft *draft,
                        const struct spec_text *ref, struct text name)
{
    const char *names[LS_MAX_PATH_SEGMENTS];
    size_t count = 0, at = draft_parameter(draft, name);
    struct diag *diag;

    if (at < draft->segment_count) {
        draft->used |= UINT32_C(1) << at;
        return true;
    }
    for (size_t i = 0; i < draft->segment_count; i++) {
        if (draft->segments[i].kind != SEGMENT_LITERAL)
            names[count++] =
                text_copy(planner->arena, draft->segments[i].text.ptr, draft->segments[i].text.len)
                    .ptr;
    }
    diag = diag_add(planner->diags, DIAG_source_not_in_path, ref->at,
                    "the path `%.*s` has no parameter `{%.*s}`", TEXT_ARG(draft->path),
                    TEXT_ARG(name));
    hint_names(planner->arena, diag, name, names, count);
    return false;
}

static bool query_source(struct planner *planner, const struct spec_text *ref, struct text name)
{
    struct diag *diag;

    if (!text_is(name, "limit") && !text_is(name, "cursor"))
        return true;
    diag = diag_add(planner->diags, DIAG_reserved_query, ref->at,
                    "`?%s=` is how a list is paged, so it can be no key", name.ptr);
    diag_hint(diag, "give the parameter another name");
    return false;
}

static bool header_source(struct planner *planner, const struct spec_text *ref, struct text *name)
{
    char *lower;

    if (!text_is_token(*name)) {
        diag_hint(diag_add(planner->diags, DIAG_unknown_source, ref->at, "`%s` is no header's name",
                           name->ptr),
                  "write `header.x-device-id` or another");
        return false;
    }
    lower = mem_array(planner->arena, name->len + 1, 1);
    for (size_t i = 0; i < name->len; i++)
        lower[i] = (char)(name->ptr[i] >= 'A' && name->ptr[i] <= 'Z' ? name->ptr[i] - 'A' + 'a'
                                                                     : name->ptr[i]);
    *name = (struct text){lower, name->len};
    return true;
}

static bool body_source(struct planner *planner, const struct route_draft *draft,
                        const struct spec_text *ref)
{
    struct diag *diag;

    if (draft->action == LS_ACTION_CREATE)
        return true;
    diag = diag_add(planner->diags, DIAG_source_of_body, ref->at,
                    "only create takes a key from the body, and this is %s",
                    action_name(draft->form->action));
    if (draft->form->action == FORM_CRUD)
        diag_hint(diag, "write the route for create apart, and crud with `only`");
    else
        diag_hint(diag, "write `path.NAME` or `query.NAME`");
    return false;
}

static bool identity_source(struct planner *planner, const struct spec_text *ref)
{
    diag_hint(diag_add(planner->diags, DIAG_source_needs_authorizer, ref->at,
                       "`%s` comes from an authorizer, and authorizers are not supported yet",
                       ref->value.ptr),
              "until then, take the value from the path, the query or a header");
    return false;
}

static bool read_reference(struct planner *planner, struct route_draft *draft,
                           const struct spec_text *ref, struct ls_source *out)
{
    size_t dot = text_find(ref->value, '.');
    struct text word = text_head(ref->value, dot), name = TEXT("");
    size_t kind = 0;
    bool good = false;

    while (kind < KIND_COUNT && !text_is(word, kinds[kind].word))
        kind++;
    if (dot < ref->value.len)
        name = text_skip(ref->value, dot + 1);
    if (kind == KIND_COUNT) {
        unknown_source(planner, draft, ref);
        return false;
    }
    if (name.len == 0) {
        diag_hint(diag_add(planner->diags, DIAG_unknown_source, ref->at, "`%s` does not say which",
                           ref->value.ptr),
                  "write `%s.NAME` for %s", kinds[kind].word, kinds[kind].article);
        return false;
    }
    switch (kinds[kind].kind) {
    case LS_SOURCE_PATH:
        good = path_source(planner, draft, ref, name);
        break;
    case LS_SOURCE_QUERY:
        good = query_source(planner, ref, name);
        break;
    case LS_SOURCE_HEADER:
        good = header_source(planner, ref, &name);
        break;
    case LS_SOURCE_BODY:
        good = body_source(planner, draft, ref);
        break;
    default:
        good = identity_source(planner, ref);
        break;
    }
    *out = (struct ls_source){kinds[kind].kind, name.ptr};
    return good;
}

bool source_read(struct planner *planner, struct route_draft *draft,
                 const struct spec_source *source, const struct ls_attribute *attribute,
                 bool is_partition, struct ls_source *out)
{
    if (source->constant.set) {
        out->kind = LS_SOURCE_CONST;
        out->name = constant_read(planner, &source->constant, attribute, is_partition);
        return out->name != NULL;
    }
    return source->ref.set && read_reference(planner, draft, &source->ref, out);
}
