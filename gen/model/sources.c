/*
 * sources.c - reads references ("query.from") and constants.
 */
#include "model/sources.h"

#include <string.h>

#include "model/check_text.h"
#include "model/constant.h"
#include "model/route_auth.h"

static const struct {
    const char *word;
    enum ls_source_kind kind; /* that of iam depends on the name */
    const char *article;
} kinds[] = {
    {"path", LS_SOURCE_PATH, "a path parameter"}, {"query", LS_SOURCE_QUERY, "a query parameter"},
    {"header", LS_SOURCE_HEADER, "a header"},     {"body", LS_SOURCE_BODY, "an attribute"},
    {"claim", LS_SOURCE_CLAIM, "a claim"},        {"iam", LS_SOURCE_NONE, "the caller"},
};

#define KIND_COUNT (sizeof(kinds) / sizeof(kinds[0]))

static const struct {
    const char *name;
    enum ls_source_kind kind;
} identities[] = {
    {"user_arn", LS_SOURCE_IAM_USER_ARN},
    {"account_id", LS_SOURCE_IAM_ACCOUNT_ID},
};

#define IDENTITY_COUNT (sizeof(identities) / sizeof(identities[0]))

/* ---- References ---- */

static size_t kind_of(struct text word)
{
    size_t kind = 0;

    while (kind < KIND_COUNT && !text_is(word, kinds[kind].word))
        kind++;
    return kind;
}

static const char *lower_case(struct mem_arena *arena, struct text name)
{
    char *lower = mem_array(arena, name.len + 1, 1);

    for (size_t i = 0; i < name.len; i++)
        lower[i] = (char)(name.ptr[i] >= 'A' && name.ptr[i] <= 'Z' ? name.ptr[i] - 'A' + 'a'
                                                                   : name.ptr[i]);
    return lower;
}

enum reference_fault reference_parse(struct mem_arena *arena, struct text ref,
                                     struct ls_source *out)
{
    size_t dot = text_find(ref, '.'), kind = kind_of(text_head(ref, dot));
    struct text name = dot < ref.len ? text_skip(ref, dot + 1) : TEXT("");

    *out = (struct ls_source){.kind = LS_SOURCE_NONE};
    if (kind == KIND_COUNT)
        return REFERENCE_UNKNOWN;
    if (name.len == 0)
        return REFERENCE_NAMELESS;
    if (kinds[kind].kind == LS_SOURCE_HEADER) {
        if (!text_is_token(name))
            return REFERENCE_BAD_HEADER;
        *out = (struct ls_source){LS_SOURCE_HEADER, lower_case(arena, name)};
        return REFERENCE_GOOD;
    }
    if (kinds[kind].kind != LS_SOURCE_NONE) {
        *out = (struct ls_source){kinds[kind].kind, name.ptr};
        return REFERENCE_GOOD;
    }
    for (size_t i = 0; i < IDENTITY_COUNT; i++) {
        if (text_is(name, identities[i].name)) {
            out->kind = identities[i].kind;
            return REFERENCE_GOOD;
        }
    }
    return REFERENCE_UNKNOWN_IAM;
}

static void hint_kinds(struct diag *diag, const struct route_draft *draft,
                       const struct spec_text *ref)
{
    const char *words[KIND_COUNT];
    struct text word = text_head(ref->value, text_find(ref->value, '.'));
    const char *near;

    for (size_t i = 0; i < KIND_COUNT; i++)
        words[i] = kinds[i].word;
    near = word.len < ref->value.len ? near_name(word, words, KIND_COUNT) : NULL;
    if (near != NULL)
        diag_hint(diag, "did you mean `%s%s`?", near, ref->value.ptr + word.len);
    else if (draft == NULL)
        diag_hint(diag, "write `claim.NAME`, `query.NAME`, `header.NAME` or `iam.user_arn`");
    else if (draft_parameter(draft, ref->value) < draft->segment_count)
        diag_hint(diag, "write `path.%s`", ref->value.ptr);
    else
        diag_hint(diag,
                  "write `path.NAME`, `query.NAME`, `header.NAME`, `claim.NAME` or, for create, "
                  "`body.NAME`; a constant is `{ const: %s }`",
                  ref->value.ptr);
}

static void hint_identities(struct diag *diag, struct text name)
{
    const char *names[IDENTITY_COUNT];
    const char *near;

    for (size_t i = 0; i < IDENTITY_COUNT; i++)
        names[i] = identities[i].name;
    near = near_name(name, names, IDENTITY_COUNT);
    if (near != NULL)
        diag_hint(diag, "did you mean `iam.%s`?", near);
    else
        diag_hint(diag, "there are `iam.user_arn` and `iam.account_id`");
}

void report_reference(struct planner *planner, const struct route_draft *draft,
                      const struct spec_text *ref, enum reference_fault fault)
{
    size_t dot = text_find(ref->value, '.'), kind = kind_of(text_head(ref->value, dot));
    const char *what[] = {
        [REFERENCE_GOOD] = "",
        [REFERENCE_UNKNOWN] = "is no source of a value",
        [REFERENCE_NAMELESS] = "does not say which",
        [REFERENCE_BAD_HEADER] = "is no header's name",
        [REFERENCE_UNKNOWN_IAM] = "is nothing that is known of a caller",
    };
    const char *quoted = fault == REFERENCE_BAD_HEADER ? ref->value.ptr + dot + 1 : ref->value.ptr;
    struct diag *diag;

    if (fault == REFERENCE_GOOD)
        return;
    diag = diag_add(planner->diags, DIAG_unknown_source, ref->at, "`%s` %s", quoted, what[fault]);
    if (fault == REFERENCE_UNKNOWN)
        hint_kinds(diag, draft, ref);
    else if (fault == REFERENCE_BAD_HEADER)
        diag_hint(diag, "write `header.x-device-id` or another");
    else if (fault == REFERENCE_UNKNOWN_IAM || kinds[kind].kind == LS_SOURCE_NONE)
        hint_identities(diag, text_skip(ref->value, dot + (dot < ref->value.len)));
    else
        diag_hint(diag, "write `%s.NAME` for %s", kinds[kind].word, kinds[kind].article);
}

/* ---- What a reference may be on a route ---- */

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

bool is_reserved_query(const char *name, const struct spec_route *route)
{
    return strcmp(name, "limit") == 0 || strcmp(name, "cursor") == 0 ||
           (route != NULL && route->client_fields.value && strcmp(name, "fields") == 0);
}

static bool query_source(struct planner *planner, const struct route_draft *draft,
                         const struct spec_text *ref, const char *name)
{
    struct diag *diag;

    if (!is_reserved_query(name, draft->form->spec))
        return true;
    diag = diag_add(planner->diags, DIAG_reserved_query, ref->at,
                    strcmp(name, "fields") == 0
                        ? "`?%s=` is how a client says what it wants to see, so it can be no value"
                        : "`?%s=` is how a list is paged, so it can be no value",
                    name);
    diag_hint(diag, "give the parameter another name");
    return false;
}

static bool body_source(struct planner *planner, const struct route_draft *draft,
                        const struct spec_text *ref, const struct value_use *use)
{
    struct diag *diag;

    if (strcmp(use->option, "key") != 0) {
        diag = diag_add(planner->diags, DIAG_source_of_body, ref->at,
                        "`%s` takes nothing from the body", use->option);
        diag_hint(diag, "only the key of create does; what else the body holds is stored as it is");
        return false;
    }
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

static bool read_reference(struct planner *planner, struct route_draft *draft,
                           const struct spec_text *ref, const struct value_use *use,
                           struct ls_source *out)
{
    enum reference_fault fault = reference_parse(planner->arena, ref->value, out);

    report_reference(planner, draft, ref, fault);
    if (fault != REFERENCE_GOOD)
        return false;
    switch (out->kind) {
    case LS_SOURCE_PATH:
        return path_source(planner, draft, ref, text_of(out->name));
    case LS_SOURCE_QUERY:
        return query_source(planner, draft, ref, out->name);
    case LS_SOURCE_BODY:
        return body_source(planner, draft, ref, use);
    case LS_SOURCE_CLAIM:
    case LS_SOURCE_IAM_USER_ARN:
    case LS_SOURCE_IAM_ACCOUNT_ID:
        return caller_is_known(planner, draft, out, ref);
    case LS_SOURCE_NONE:
    case LS_SOURCE_HEADER:
    case LS_SOURCE_CONST:
    case LS_SOURCE_TYPED:
        break;
    }
    return true;
}

bool source_read(struct planner *planner, struct route_draft *draft,
                 const struct spec_source *source, const struct value_use *use,
                 struct ls_source *out)
{
    *out = (struct ls_source){.kind = LS_SOURCE_NONE};
    if (!source->constant.set)
        return source->ref.set && read_reference(planner, draft, &source->ref, use, out);
    *out = use->attribute == NULL
               ? (struct ls_source){LS_SOURCE_TYPED,
                                    constant_typed(planner, &source->constant, use->name)}
               : (struct ls_source){LS_SOURCE_CONST, constant_read(planner, &source->constant,
                                                                   use->attribute, use->table)};
    return out->name != NULL;
}
