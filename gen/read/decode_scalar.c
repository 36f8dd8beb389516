/*
 * decode_scalar.c - one value: texts, numbers, booleans, words of a list, and what is kept as is.
 */
#include "read/decode_parts.h"

#include <inttypes.h>
#include <regex.h>
#include <string.h>

#include "read/bytes.h"
#include "read/scalar.h"

struct compiled_rule {
    struct compiled_rule *next;
    const struct text_rule *rule;
    regex_t regex;
};

static const char *clip(struct decoder *decoder, struct text text)
{
    return text_clip(decoder->arena, text, 60).ptr;
}

/* ---- what is wrong ------------------------------------------------------------------------ */

struct range value_range(const struct slot *slot, const struct doc_node *node)
{
    bool nothing = node->kind == DOC_NULL && node->text.len == 0;

    return nothing && slot->key_at.end != 0 ? slot->key_at : node->at;
}

const char *slot_label(struct decoder *decoder, const struct slot *slot)
{
    if (slot->name.ptr == NULL)
        return "a spec";
    return text_format(decoder->arena, "%s`%s`", slot->item ? "an item of " : "",
                       clip(decoder, slot->name))
        .ptr;
}

static const char *expected(const struct type *type)
{
    if (type->what != NULL)
        return type->what;
    switch (type->shape) {
    case TYPE_TEXT:
        return type->rule != NULL ? type->rule->what : "a text";
    case TYPE_INT:
        return "a whole number";
    case TYPE_BOOL:
        return "true or false";
    case TYPE_ENUM:
        return "a word";
    case TYPE_LIST:
        return "a list";
    case TYPE_NODE:
    case TYPE_MAP:
    case TYPE_RECORD:
        break;
    }
    return "a map";
}

static const char *found(struct decoder *decoder, const struct doc_node *node)
{
    if (node->kind == DOC_LIST || node->kind == DOC_MAP || node->text.len == 0)
        return node->quoted ? "an empty text" : doc_kind_name(node->kind);
    if (node->quoted)
        return text_format(decoder->arena, "the text %s", scalar_quoted(decoder->arena, node->text))
            .ptr;
    return text_format(decoder->arena, "`%s`", clip(decoder, node->text)).ptr;
}

/* `{org}`: a text that YAML takes for a map with one key and no value. */
static bool is_braced_word(const struct doc_node *node)
{
    return node->kind == DOC_MAP && node->flow && node->count == 1 &&
           node->members[0].value->kind == DOC_NULL && node->members[0].value->text.len == 0;
}

static bool is_word_of(struct text text, const char *const *words)
{
    for (; *words != NULL; words++) {
        if (text.len == strlen(*words) && strncasecmp(text.ptr, *words, text.len) == 0)
            return true;
    }
    return false;
}

static void hint_bool(struct diag *diag, struct text text)
{
    static const char *const yes[] = {"true", "yes", "on", "y", "enabled", NULL};
    static const char *const no[] = {"false", "no", "off", "n", "disabled", NULL};

    if (is_word_of(text, yes) || is_word_of(text, no))
        diag_hint(diag, "write %s", is_word_of(text, yes) ? "true" : "false");
}

size_t pair_colon(const struct doc_node *node)
{
    const char *colon = node->kind == DOC_TEXT && !node->quoted
                            ? memchr(node->text.ptr, ':', node->text.len)
                            : NULL;
    size_t at = colon != NULL ? (size_t)(colon - node->text.ptr) : node->text.len;

    return at == 0 || at + 1 == node->text.len ? node->text.len : at;
}

static bool wants_map(const struct type *type)
{
    return type->shape == TYPE_MAP ||
           (type->shape == TYPE_RECORD && type->record->shorthand == NULL);
}

/* The cases that have a diagnostic of their own; false: it is none of them. */
static bool report_trap(struct decoder *decoder, const struct slot *slot,
                        const struct doc_node *node)
{
    const struct type *type = slot->type;
    size_t colon = pair_colon(node);
    struct diag *d;

    if (wants_map(type) && colon < node->text.len) {
        d = diag_add(decoder->diags, DIAG_missing_blank, node->at,
                     "a blank is missing after `:`, so this is a text");
        diag_hint(
            d, "write `%.*s: %s`", (int)colon, node->text.ptr,
            clip(decoder, (struct text){node->text.ptr + colon + 1, node->text.len - colon - 1}));
        return true;
    }
    if (type->shape == TYPE_TEXT && is_braced_word(node)) {
        struct text text = text_format(decoder->arena, "{%s}", clip(decoder, node->members[0].key));
        d = diag_add(decoder->diags, DIAG_brace_in_text, node->at,
                     "%s must be %s, and an unquoted `{` begins a map", slot_label(decoder, slot),
                     expected(type));
        diag_hint(d, "write %s", scalar_quoted(decoder->arena, text));
        return true;
    }
    if (type->shape == TYPE_TEXT && node->kind < DOC_TEXT && node->text.len != 0) {
        d = diag_add(decoder->diags, DIAG_unquoted_text, node->at,
                     "%s must be %s, and `%s` without quotes is %s", slot_label(decoder, slot),
                     expected(type), clip(decoder, node->text),
                     node->kind == DOC_NULL ? "no value" : doc_kind_name(node->kind));
        diag_hint(d, "quote it: %s", scalar_quoted(decoder->arena, node->text));
        return true;
    }
    return false;
}

void report_wrong_type(struct decoder *decoder, const struct slot *slot,
                       const struct doc_node *node)
{
    const struct type *type = slot->type;
    int64_t ignored;
    struct diag *d;

    if (report_trap(decoder, slot, node))
        return;
    d = diag_add(decoder->diags, DIAG_wrong_type, value_range(slot, node), "%s must be %s, not %s",
                 slot_label(decoder, slot), expected(type), found(decoder, node));
    if (type->shape == TYPE_BOOL && node->kind <= DOC_TEXT)
        hint_bool(d, node->text);
    else if (type->shape == TYPE_INT && node->quoted &&
             scalar_kind(node->text, &ignored) == DOC_INT)
        diag_hint(d, "write it without quotes: %s", clip(decoder, node->text));
    else if ((type->shape == TYPE_LIST || type->names_suffice) && node->kind == DOC_TEXT &&
             node->text.len > 1 && node->text.ptr[0] == '-')
        diag_hint(d, "a blank is missing after `-`");
    else if (type->shape == TYPE_ENUM)
        hint_unknown_value(decoder, d, type, node->text);
    else if (type->shape == TYPE_LIST && node->kind < DOC_LIST && node->text.len != 0)
        diag_hint(d, "write `[%s]`",
                  node->quoted ? scalar_quoted(decoder->arena, node->text)
                               : clip(decoder, node->text));
    else if (slot->field != NULL && slot->field->example != NULL)
        diag_hint(d, "for example `%s`", slot->field->example);
    else if (wants_map(type) && node->kind == DOC_LIST)
        diag_hint(d, "write `key: value` lines without `-`");
}

/* ---- texts -------------------------------------------------------------------------------- */

static void release_rule(void *what)
{
    struct compiled_rule *compiled = what;

    regfree(&compiled->regex);
}

static const regex_t *regex_of(struct decoder *decoder, const struct text_rule *rule)
{
    struct compiled_rule *compiled = decoder->rules;

    while (compiled != NULL && compiled->rule != rule)
        compiled = compiled->next;
    if (compiled != NULL)
        return &compiled->regex;
    compiled = mem_alloc(decoder->arena, sizeof(*compiled));
    /* The table's expressions are tested to compile, so that only memory can be the cause. */
    if (regcomp(&compiled->regex, rule->pattern, REG_EXTENDED | REG_NOSUB) != 0)
        mem_short(decoder->arena);
    mem_defer(decoder->arena, release_rule, compiled);
    compiled->rule = rule;
    compiled->next = decoder->rules;
    decoder->rules = compiled;
    return &compiled->regex;
}

static bool matches(struct decoder *decoder, const struct text_rule *rule, struct text text)
{
    regmatch_t whole = {.rm_so = 0, .rm_eo = (regoff_t)text.len};

    return rule->pattern == NULL || rule->for_editors ||
           regexec(regex_of(decoder, rule), text.ptr, 1, &whole, REG_STARTEND) == 0;
}

static bool check_length(struct decoder *decoder, const struct text_rule *rule, struct text text,
                         struct range at, const struct slot *slot)
{
    size_t chars = rule->max_chars != 0 ? text_chars(text) : 0;
    bool is_short = text.len < rule->min_bytes;
    bool is_long = rule->max_bytes != 0 && text.len > rule->max_bytes;

    if (is_short || is_long)
        diag_add(decoder->diags, DIAG_bad_length, at, "%s must have at %s %zu bytes, not %zu",
                 slot_label(decoder, slot), is_short ? "least" : "most",
                 is_short ? rule->min_bytes : rule->max_bytes, text.len);
    else if (chars > rule->max_chars)
        diag_add(decoder->diags, DIAG_bad_length, at,
                 "%s must have at most %zu characters, not %zu", slot_label(decoder, slot),
                 rule->max_chars, chars);
    else
        return true;
    return false;
}

bool check_text(struct decoder *decoder, const struct text_rule *rule, struct text text,
                struct range at, const struct slot *slot)
{
    struct diag *d;
    uint32_t control;

    if (has_control(text, &control)) {
        d = diag_add(decoder->diags, DIAG_control_character, at,
                     "%s holds control character U+%04X", slot_label(decoder, slot),
                     (unsigned)control);
        diag_hint(d, "remove the escape that stands for it");
        return false;
    }
    if (rule == NULL || (rule->substitutes && memmem(text.ptr, text.len, "${", 2) != NULL))
        return true;
    if (!check_length(decoder, rule, text, at, slot))
        return false;
    if (matches(decoder, rule, text))
        return true;
    d = diag_add(
        decoder->diags, DIAG_bad_text, at, "%s is not %s",
        text_format(decoder->arena, text.len != 0 ? "`%s`" : "an empty text", clip(decoder, text))
            .ptr,
        rule->what);
    if (rule->hint != NULL)
        diag_hint(d, "%s", rule->hint);
    return false;
}

static bool decode_text(struct decoder *decoder, const struct slot *slot,
                        const struct doc_node *node, struct spec_text *out)
{
    if (node->kind != DOC_TEXT) {
        report_wrong_type(decoder, slot, node);
        return false;
    }
    if (!decoder->defaulting && !check_text(decoder, slot->type->rule, node->text, node->at, slot))
        return false;
    *out = (struct spec_text){node->text, node->at, !decoder->defaulting};
    return true;
}

/* ---- numbers ------------------------------------------------------------------------------ */

static void hint_allowed(struct diag *diag, const struct type *type, int64_t value)
{
    size_t above = 0;

    while (above < type->allowed_count && type->allowed[above] < value)
        above++;
    if (above == 0)
        diag_hint(diag, "the least is %" PRId64, type->allowed[0]);
    else if (above == type->allowed_count)
        diag_hint(diag, "the most is %" PRId64, type->allowed[above - 1]);
    else
        diag_hint(diag, "the nearest are %" PRId64 " and %" PRId64, type->allowed[above - 1],
                  type->allowed[above]);
}

static bool is_allowed(const struct type *type, int64_t value)
{
    for (size_t i = 0; i < type->allowed_count; i++) {
        if (type->allowed[i] == value)
            return true;
    }
    return type->allowed_count == 0;
}

static bool check_range(struct decoder *decoder, const struct slot *slot,
                        const struct doc_node *node)
{
    const struct type *type = slot->type;
    int64_t value = node->integer;
    const char *written = clip(decoder, node->text);
    struct diag *d;

    if (value >= type->min && value <= type->max && is_allowed(type, value))
        return true;
    if (type->allowed_count != 0) {
        d = diag_add(decoder->diags, DIAG_out_of_range, node->at,
                     "%s must be one of the values that AWS knows, and %s is none",
                     slot_label(decoder, slot), written);
        hint_allowed(d, type, value);
    } else if (type->min == type->max) {
        d = diag_add(decoder->diags, DIAG_out_of_range, node->at, "%s must be %" PRId64 ", not %s",
                     slot_label(decoder, slot), type->min, written);
        if (slot->field != NULL)
            diag_hint(d, "%s", slot->field->doc);
    } else {
        diag_add(decoder->diags, DIAG_out_of_range, node->at,
                 "%s must be %" PRId64 " to %" PRId64 ", not %s", slot_label(decoder, slot),
                 type->min, type->max, written);
    }
    return false;
}

static bool decode_int(struct decoder *decoder, const struct slot *slot,
                       const struct doc_node *node, struct spec_int *out)
{
    struct diag *d;

    if (node->kind != DOC_INT) {
        report_wrong_type(decoder, slot, node);
        return false;
    }
    if (!scalar_is_plain_decimal(node->text)) {
        d = diag_add(decoder->diags, DIAG_bad_number, node->at,
                     "%s must be a decimal number, and `%s` is read differently by different tools",
                     slot_label(decoder, slot), clip(decoder, node->text));
        diag_hint(d, "YAML 1.2 reads %" PRId64 "; write that, if it is meant", node->integer);
        return false;
    }
    if (!check_range(decoder, slot, node))
        return false;
    *out = (struct spec_int){node->integer, node->at, !decoder->defaulting};
    return true;
}

/* ---- the rest ----------------------------------------------------------------------------- */

static bool decode_bool(struct decoder *decoder, const struct slot *slot,
                        const struct doc_node *node, struct spec_bool *out)
{
    if (node->kind != DOC_BOOL || !(text_is(node->text, "true") || text_is(node->text, "false"))) {
        report_wrong_type(decoder, slot, node);
        return false;
    }
    *out = (struct spec_bool){node->integer != 0, node->at, !decoder->defaulting};
    return true;
}

/* Of the words of an enum, `true` and `false` are written as the booleans that they are. */
static bool is_value(const struct doc_node *node, const struct enum_value *value)
{
    return text_is(node->text, value->name) &&
           (node->kind == DOC_BOOL) == enum_value_is_boolean(value);
}

static bool decode_enum(struct decoder *decoder, const struct slot *slot,
                        const struct doc_node *node, struct spec_enum *out)
{
    const struct type *type = slot->type;

    for (size_t i = 0; i < type->value_count; i++) {
        if (is_value(node, &type->values[i])) {
            *out = (struct spec_enum){type->values[i].value, node->at, !decoder->defaulting};
            return true;
        }
    }
    if (node->kind != DOC_TEXT) {
        report_wrong_type(decoder, slot, node);
        return false;
    }
    hint_unknown_value(decoder,
                       diag_add(decoder->diags, DIAG_unknown_value, node->at,
                                "`%s` is no value of %s", clip(decoder, node->text),
                                slot_label(decoder, slot)),
                       type, node->text);
    return false;
}

static bool decode_node(struct decoder *decoder, const struct slot *slot,
                        const struct doc_node *node, struct spec_node *out)
{
    if (slot->type->kinds != 0 && (slot->type->kinds & (1u << node->kind)) == 0) {
        report_wrong_type(decoder, slot, node);
        return false;
    }
    *out = (struct spec_node){node, node->at, !decoder->defaulting};
    return true;
}

bool decode_scalar(struct decoder *decoder, const struct slot *slot, const struct doc_node *node,
                   void *out)
{
    switch (slot->type->shape) {
    case TYPE_TEXT:
        return decode_text(decoder, slot, node, out);
    case TYPE_INT:
        return decode_int(decoder, slot, node, out);
    case TYPE_BOOL:
        return decode_bool(decoder, slot, node, out);
    case TYPE_ENUM:
        return decode_enum(decoder, slot, node, out);
    default:
        return decode_node(decoder, slot, node, out);
    }
}
