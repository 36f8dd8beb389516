/*
 * matches.c - the forms of a match, of which there is exactly one.
 */
#include "model/matches.h"

#include <string.h>

#include "model/check_text.h"
#include "model/constant.h"

#define FORM_COUNT (LS_MATCH_ABSENT + 1)

static unsigned forms_of(const struct spec_match *match)
{
    const bool given[FORM_COUNT] = {
        [LS_MATCH_EQUALS] = match->ref.set || match->constant.set,
        [LS_MATCH_PREFIX] = range_given(match->prefix.at),
        [LS_MATCH_BETWEEN] = range_given(match->from.at) || range_given(match->to.at),
        [LS_MATCH_AFTER] = range_given(match->after.at),
        [LS_MATCH_BEFORE] = range_given(match->before.at),
        [LS_MATCH_CONTAINS] = range_given(match->contains.at),
        [LS_MATCH_EXISTS] = match->exists.set && match->exists.value,
        [LS_MATCH_ABSENT] = match->exists.set && !match->exists.value,
    };
    unsigned forms = 0;

    for (unsigned i = 0; i < FORM_COUNT; i++)
        forms |= given[i] ? 1u << i : 0;
    return forms;
}

static bool read_form(struct planner *planner, const struct spec_match *match,
                      const struct value_use *use, enum ls_match *form)
{
    unsigned forms = forms_of(match);
    struct diag *diag;

    for (unsigned i = 0; i < FORM_COUNT; i++) {
        if (forms == 1u << i) {
            *form = (enum ls_match)i;
            return true;
        }
    }
    diag = diag_add(planner->diags, DIAG_range_form, match->at,
                    forms == 0 ? "`%s` gets no value" : "`%s` is bound in two ways at once",
                    use->name);
    diag_hint(diag,
              "write a source, `{ const: x }`, `{ prefix: … }`, `{ from: …, to: … }`, "
              "`{ after: … }`%s `{ before: … }`%s",
              strcmp(use->option, "filter") == 0 ? "," : " or",
              strcmp(use->option, "filter") == 0 ? ", `{ contains: … }` or `{ exists: true }`"
                                                 : "");
    return false;
}

/* begins_with takes strings and binary; and of a timestamp, a part is no time. */
static bool check_prefix(struct planner *planner, const struct spec_match *match,
                         const struct value_use *use)
{
    const struct ls_attribute *attribute = use->attribute;
    const struct spec_node *constant = &match->prefix.constant;

    if (attribute == NULL) {
        if (!constant->set || constant->value->kind == DOC_TEXT)
            return true;
        diag_hint(diag_add(planner->diags, DIAG_prefix_of_number, constant->at,
                           "only a text is the prefix of another"),
                  "write it in quotes, or `{ from: …, to: … }`");
        return false;
    }
    if (attribute->type != LS_TYPE_NUMBER && attribute->format == LS_FORMAT_ANY)
        return true;
    diag_hint(diag_add(planner->diags, DIAG_prefix_of_number, match->at,
                       "`%s` is a %s, and has no prefix", use->name,
                       attribute->type == LS_TYPE_NUMBER ? "number" : "timestamp"),
              "write `{ from: …, to: … }`");
    return false;
}

/* DynamoDB answers 400 to a BETWEEN whose ends are the wrong way round. */
static bool check_order(struct planner *planner, const struct spec_source *low,
                        const struct spec_source *high, const struct value_use *use)
{
    struct diag *diag;

    if (low == NULL || high == NULL || !low->constant.set || !high->constant.set ||
        !constant_is_greater(&low->constant, &high->constant, use->attribute))
        return true;
    diag =
        diag_add(planner->diags, DIAG_range_order, low->at, "`%s` has no value from `%s` to `%s`",
                 use->name, low->constant.value->text.ptr, high->constant.value->text.ptr);
    diag_note(diag, high->at, "the other end is here");
    diag_hint(diag, "`from` is the lesser one, also of a list in descending order");
    return false;
}

bool match_read(struct planner *planner, struct route_draft *draft,
                const struct spec_match *written, const struct value_use *use, struct match *out)
{
    const struct spec_source equals = {written->at, written->ref, written->constant};
    const struct spec_source *low = NULL, *high = NULL;
    bool good;

    *out = (struct match){.form = LS_MATCH_EQUALS};
    if (!read_form(planner, written, use, &out->form))
        return false;
    switch (out->form) {
    case LS_MATCH_EQUALS:
        low = &equals;
        break;
    case LS_MATCH_PREFIX:
        low = &written->prefix;
        break;
    case LS_MATCH_BETWEEN:
        low = range_given(written->from.at) ? &written->from : NULL;
        high = range_given(written->to.at) ? &written->to : NULL;
        break;
    case LS_MATCH_AFTER:
        low = &written->after;
        break;
    case LS_MATCH_BEFORE:
        high = &written->before;
        break;
    case LS_MATCH_CONTAINS:
        low = &written->contains;
        break;
    case LS_MATCH_EXISTS:
    case LS_MATCH_ABSENT:
        break;
    }
    if (out->form == LS_MATCH_PREFIX && !check_prefix(planner, written, use))
        return false;
    good = low == NULL || source_read(planner, draft, low, use, &out->low);
    good = (high == NULL || source_read(planner, draft, high, use, &out->high)) && good;
    return good && check_order(planner, low, high, use);
}
