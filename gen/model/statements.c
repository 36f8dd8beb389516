/*
 * statements.c - statements of policies: what IAM would refuse, and the texts resolved.
 */
#include "model/statements.h"

#include <stdlib.h>
#include <string.h>

#include "model/arns.h"
#include "model/check_text.h"

struct reader {
    struct planner *planner;
    enum interpolate_use use;
    size_t least; /* bytes that the statements have at least */
};

size_t statement_least(struct planner *planner, struct pieces pieces)
{
    struct text longest = TEXT("");

    SPEC_EACH(const struct spec_environment, environment, &planner->spec->environments)
    {
        if (environment->name.value.len > longest.len)
            longest = environment->name.value;
    }
    return strlen("\"\",") + pieces_least(pieces, longest);
}

/* IAM takes Latin-1 and no controls in a policy. */
static bool check_characters(struct reader *reader, const struct spec_text *text)
{
    struct text rest = text->value;

    for (size_t size; rest.len > 0; rest = text_skip(rest, size)) {
        uint32_t c = text_char(rest, &size);
        struct diag *diag;

        if (c >= 0x20 && c <= 0xff)
            continue;
        diag = diag_add(reader->planner->diags, DIAG_policy_character,
                        text_part(text, (size_t)(rest.ptr - text->value.ptr), size),
                        "a policy cannot hold this character");
        diag_hint(diag, "IAM takes U+0020 to U+00FF; `?` stands for any one character");
        return false;
    }
    return true;
}

static struct plan_value resolve(struct reader *reader, const struct spec_text *text,
                                 struct pieces *pieces)
{
    struct planner *planner = reader->planner;

    (void)check_characters(reader, text);
    *pieces = interpolate(&planner->texts, text, reader->use);
    reader->least += statement_least(planner, *pieces);
    return pieces_value(planner->arena, *pieces);
}

/* ---- Actions and resources ---- */

static void add_actions(struct reader *reader, const struct spec_statement *statement)
{
    SPEC_EACH(const struct spec_text, action, &statement->actions)
    reader->least += strlen("\"\",") + action->value.len;
}

/* A reference in front of it can be an ARN as a whole. */
static bool is_arn(struct mem_arena *arena, struct pieces pieces)
{
    struct arn arn;

    return (pieces.count > 0 && pieces.items[0].is_arn) || arn_read(arena, pieces, &arn);
}

static void read_resources(struct reader *reader, const struct spec_statement *statement,
                           struct plan_statement *out)
{
    const struct spec_text *resources = statement->resources.items;
    size_t count = statement->resources.count;
    struct plan_value *values = mem_array(reader->planner->arena, count, sizeof(*values));

    for (size_t i = 0; i < count; i++) {
        size_t errors = diags_errors(reader->planner->diags);
        struct pieces pieces;

        values[i] = resolve(reader, &resources[i], &pieces);
        if (diags_errors(reader->planner->diags) == errors && !text_is(resources[i].value, "*") &&
            !is_arn(reader->planner->arena, pieces))
            diag_hint(diag_add(reader->planner->diags, DIAG_iam_resource, resources[i].at,
                               "`%s` is no ARN", resources[i].value.ptr),
                      "write `${table.NAME.arn}`, \"arn:${AWS::Partition}:SERVICE:REGION:ACCOUNT:"
                      "RESOURCE\" or \"*\"");
    }
    out->resources = values;
    out->resource_count = count;
}

/* ---- Conditions ---- */

static const char *const operators[] = {
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
    "BinaryEquals",
    "Bool",
    "DateEquals",
    "DateGreaterThan",
    "DateGreaterThanEquals",
    "DateLessThan",
    "DateLessThanEquals",
    "DateNotEquals",
    "IpAddress",
    "NotIpAddress",
    "Null",
    "NumericEquals",
    "NumericGreaterThan",
    "NumericGreaterThanEquals",
    "NumericLessThan",
    "NumericLessThanEquals",
    "NumericNotEquals",
    "StringEquals",
    "StringEqualsIgnoreCase",
    "StringLike",
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
};

#define CONDITION_EXAMPLE "for example `StringEquals: { aws:RequestedRegion: eu-west-1 }`"
#define OPERATOR_COUNT    (sizeof(operators) / sizeof(operators[0]))

/* The operator without "ForAllValues:", "ForAnyValue:" and "IfExists". */
static struct text bare_operator(struct text name)
{
    static const char *const prefixes[] = {"ForAllValues:", "ForAnyValue:"};
    const size_t suffix = strlen("IfExists");

    for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++) {
        if (text_starts(name, prefixes[i])) {
            name = text_skip(name, strlen(prefixes[i]));
            break;
        }
    }
    if (name.len > suffix && memcmp(name.ptr + name.len - suffix, "IfExists", suffix) == 0 &&
        !text_starts(name, "Null"))
        name.len -= suffix;
    return name;
}

static void check_operator(struct reader *reader, const struct doc_member *member)
{
    struct text name = bare_operator(member->key);
    const char *near;
    struct diag *diag;

    for (size_t i = 0; i < OPERATOR_COUNT; i++) {
        if (text_is(name, operators[i]))
            return;
    }
    near = near_name(name, operators, OPERATOR_COUNT);
    diag = diag_add(reader->planner->diags, DIAG_iam_condition, member->key_at,
                    "IAM has no condition operator `%s`", member->key.ptr);
    if (near != NULL)
        diag_hint(diag, "did you mean `%s`?", near);
    else
        diag_hint(diag, CONDITION_EXAMPLE);
}

static void condition_fault(struct reader *reader, const struct doc_node *node)
{
    diag_hint(diag_add(reader->planner->diags, DIAG_iam_condition, node->at,
                       "a condition is an operator with keys, each with a value or a list of them"),
              CONDITION_EXAMPLE);
}

static bool is_scalar(const struct doc_node *node)
{
    return node->kind != DOC_MAP && node->kind != DOC_LIST && node->kind != DOC_NULL;
}

static void read_values(struct reader *reader, const struct doc_node *node,
                        struct plan_condition *out)
{
    const struct doc_node *const *elements = node->kind == DOC_LIST ? node->elements : &node;
    size_t count = node->kind == DOC_LIST ? node->count : 1;
    struct plan_value *values = mem_array(reader->planner->arena, count, sizeof(*values));

    if (count == 0)
        condition_fault(reader, node);
    for (size_t i = 0; i < count; i++) {
        struct spec_text text = {elements[i]->text, elements[i]->at, true};
        struct pieces pieces;

        if (is_scalar(elements[i]))
            values[i] = resolve(reader, &text, &pieces);
        else
            condition_fault(reader, elements[i]);
    }
    out->values = values;
    out->value_count = count;
}

static void read_condition(struct reader *reader, const struct doc_node *condition,
                           struct plan_statement *out)
{
    struct plan_condition *rows = NULL;
    size_t cap = 0, count = 0;

    for (size_t i = 0; i < condition->count; i++) {
        const struct doc_member *operator_member = &condition->members[i];
        const struct doc_node *keys = operator_member->value;

        check_operator(reader, operator_member);
        if (keys->kind != DOC_MAP || keys->count == 0) {
            condition_fault(reader, keys);
            continue;
        }
        for (size_t j = 0; j < keys->count; j++) {
            const struct spec_text key = {keys->members[j].key, keys->members[j].key_at, true};

            rows = mem_grow(reader->planner->arena, rows, &cap, count + 1, sizeof(*rows));
            rows[count] = (struct plan_condition){operator_member->key, key.value, NULL, 0};
            (void)check_characters(reader, &key);
            read_values(reader, keys->members[j].value, &rows[count++]);
            reader->least += key.value.len;
        }
    }
    out->conditions = rows;
    out->condition_count = count;
}

/* ---- Sids ---- */

static int by_sid(const void *left, const void *right)
{
    const struct spec_statement *a = *(const struct spec_statement *const *)left;
    const struct spec_statement *b = *(const struct spec_statement *const *)right;
    int order = text_compare(a->sid.value, b->sid.value);

    return order != 0 ? order : (a > b) - (a < b);
}

static void check_sids(struct planner *planner, const struct spec_list *statements)
{
    const struct spec_statement **sorted =
        mem_array(planner->arena, statements->count, sizeof(*sorted));
    size_t count = 0;

    SPEC_EACH(const struct spec_statement, statement, statements)
    {
        if (statement->sid.set)
            sorted[count++] = statement;
    }
    if (count > 0)
        qsort(sorted, count, sizeof(sorted[0]), by_sid);
    for (size_t i = 1; i < count; i++) {
        const struct spec_text *first = &sorted[i - 1]->sid, *second = &sorted[i]->sid;
        struct diag *diag;

        if (!text_equal(first->value, second->value))
            continue;
        diag = diag_add(planner->diags, DIAG_duplicate_sid, second->at,
                        "two statements have the sid `%s`", second->value.ptr);
        diag_note(diag, first->at, "the other one is here");
        diag_hint(diag, "sids are unique within a policy; give this one another");
    }
}

struct statements statements_read(struct planner *planner, const struct spec_list *written,
                                  enum interpolate_use use)
{
    const struct spec_statement *specs = written->items;
    struct plan_statement *plans = mem_array(planner->arena, written->count, sizeof(*plans));
    struct reader reader = {.planner = planner, .use = use};

    for (size_t i = 0; i < written->count; i++) {
        plans[i].spec = &specs[i];
        reader.least += strlen("{\"Effect\":\"Deny\",\"Action\":[],\"Resource\":[]},");
        add_actions(&reader, &specs[i]);
        read_resources(&reader, &specs[i], &plans[i]);
        if (specs[i].condition.set && specs[i].condition.value->kind == DOC_MAP)
            read_condition(&reader, specs[i].condition.value, &plans[i]);
    }
    check_sids(planner, written);
    return (struct statements){plans, written->count, reader.least};
}

size_t plan_statements(struct planner *planner, struct plan *plan)
{
    struct statements statements =
        statements_read(planner, &planner->spec->iam.statements, INTERPOLATE_POLICY);

    plan->statements = statements.items;
    plan->statement_count = statements.count;
    return statements.least;
}
