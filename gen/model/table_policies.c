/*
 * table_policies.c - resource policies of tables: who else may use a table, and what DynamoDB would
 * refuse of what is written there.
 *
 * A policy is part of the table's own resource, so it cannot name the table's ARN: CloudFormation
 * would need the table to make the table. `"*"` is the table and its indexes, and nothing else,
 * because the policy counts for them alone.
 */
#include "model/planner.h"

#include <string.h>
#include <strings.h>

#include "model/arns.h"
#include "model/check_text.h"
#include "model/statements.h"

/* DynamoDB's limit of a policy, bytes, blanks included. */
#define TABLE_POLICY_MAX 20480
#define ACCOUNT_DIGITS   12

/* ---- Actions and resources ---- */

/* Of streams, which have policies of their own, and of accounts. */
static const char *const foreign_actions[] = {
    "dynamodb:CreateTable",      "dynamodb:DescribeStream", "dynamodb:GetRecords",
    "dynamodb:GetShardIterator", "dynamodb:ListStreams",    "dynamodb:ListTables",
};

static void check_actions(struct planner *planner, const struct spec_statement *statement)
{
    SPEC_EACH(const struct spec_text, action, &statement->actions)
    {
        bool foreign = strncasecmp(action->value.ptr, "dynamodb:", strlen("dynamodb:")) != 0;
        struct diag *diag;

        for (size_t i = 0; i < sizeof(foreign_actions) / sizeof(foreign_actions[0]); i++)
            foreign = foreign || strcasecmp(action->value.ptr, foreign_actions[i]) == 0;
        if (!foreign)
            continue;
        diag = diag_add(planner->diags, DIAG_policy_action, action->at,
                        "`%s` is no action on a table", action->value.ptr);
        diag_hint(diag, "write DynamoDB's actions on tables and indexes, such as "
                        "`dynamodb:GetItem`, or `dynamodb:*`");
    }
}

static void check_resources(struct planner *planner, const struct spec_statement *statement)
{
    SPEC_EACH(const struct spec_text, resource, &statement->resources)
    {
        if (text_is(resource->value, "*") || strstr(resource->value.ptr, "${table.") != NULL ||
            (strstr(resource->value.ptr, ":dynamodb:") != NULL &&
             strstr(resource->value.ptr, ":table/") != NULL) ||
            !text_starts(resource->value, "arn:"))
            continue; /* good, or told already */
        diag_hint(diag_add(planner->diags, DIAG_iam_resource, resource->at,
                           "`%s` is no table, and a table's policy counts for the table alone",
                           resource->value.ptr),
                  "write `\"*\"`: it is the table itself, and its indexes");
    }
}

/* ---- Principals ---- */

static bool is_account(struct text text)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
    }
    return text.len == ACCOUNT_DIGITS;
}

static bool is_service(struct text text)
{
    static const char *const suffixes[] = {".amazonaws.com", ".amazonaws.com.cn"};

    for (size_t i = 0; i < sizeof(suffixes) / sizeof(suffixes[0]); i++) {
        size_t size = strlen(suffixes[i]);

        if (text.len > size && memcmp(text.ptr + text.len - size, suffixes[i], size) == 0)
            return text_find(text, ':') == text.len;
    }
    return false;
}

/* "arn:…:iam::ACCOUNT:role/NAME" and the like; a principal has no wildcards. */
static bool is_identity(struct planner *planner, const struct spec_text *text, struct pieces pieces)
{
    struct arn arn;

    return arn_read(planner->arena, pieces, &arn) &&
           (text_is(arn.service, "iam") || text_is(arn.service, "sts")) && arn.region.len == 0 &&
           arn_has_account(&arn) && arn.resource.len > 0 &&
           text_find(text->value, '*') == text->value.len &&
           text_find(text->value, '?') == text->value.len;
}

static const char *const aws = "AWS", *const service = "Service";

/* False after a diagnostic. */
static bool read_principal(struct planner *planner, const struct spec_text *text, size_t *least,
                           struct plan_principal *out)
{
    struct pieces pieces = interpolate(&planner->texts, text, INTERPOLATE_TABLE_POLICY);
    bool is_reference = pieces.count == 1 && pieces.items[0].kind == PIECE_PSEUDO &&
                        text_is(pieces.items[0].text, "AWS::AccountId");

    if (pieces.broken)
        return false;
    *least += statement_least(planner, pieces);
    out->value = pieces_value(planner->arena, pieces);
    if (text_is(text->value, "*")) {
        out->kind = NULL;
    } else if (is_reference || is_account(text->value) || is_identity(planner, text, pieces)) {
        out->kind = aws;
    } else if (is_service(text->value)) {
        out->kind = service;
    } else {
        diag_hint(diag_add(planner->diags, DIAG_policy_principal, text->at,
                           "`%s` is nobody that a policy can be for", text->value.ptr),
                  "write the ARN of a role or user, an account's 12 digits in quotes, a service "
                  "such as redshift.amazonaws.com, or \"*\"");
        return false;
    }
    return true;
}

/* Those of one kind together, each in the order of the spec. */
static void sort_principals(struct planner *planner, struct plan_statement *out,
                            const struct plan_principal *all, size_t count)
{
    const char *const kinds[] = {NULL, aws, service};
    struct plan_principal *sorted = mem_array(planner->arena, count, sizeof(*sorted));

    for (size_t kind = 0; kind < sizeof(kinds) / sizeof(kinds[0]); kind++) {
        for (size_t i = 0; i < count; i++) {
            if (all[i].kind == kinds[kind])
                sorted[out->principal_count++] = all[i];
        }
    }
    out->principals = sorted;
}

static size_t read_principals(struct planner *planner, struct plan_statement *out)
{
    const struct spec_list *written = &out->spec->principals;
    const struct spec_text *texts = written->items;
    struct plan_principal *all = mem_array(planner->arena, written->count, sizeof(*all));
    size_t count = 0, least = 0;

    for (size_t i = 0; i < written->count; i++) {
        if (!read_principal(planner, &texts[i], &least, &all[count]))
            continue;
        if (all[count++].kind == NULL && written->count > 1)
            diag_hint(diag_add(planner->diags, DIAG_policy_principal, texts[i].at,
                               "`*` is everybody, and so whom the others are, too"),
                      "leave it out, or the others");
    }
    sort_principals(planner, out, all, count);
    return least;
}

/* ---- Public access ---- */

/* The condition keys by which DynamoDB takes a policy for everybody as one for somebody. */
static const char *const trusted_keys[] = {
    "aws:Ec2InstanceSourceVpc",
    "aws:PrincipalAccount",
    "aws:PrincipalArn",
    "aws:PrincipalIsAWSService",
    "aws:PrincipalOrgID",
    "aws:PrincipalOrgPaths",
    "aws:PrincipalServiceName",
    "aws:PrincipalServiceNamesList",
    "aws:SourceAccount",
    "aws:SourceArn",
    "aws:SourceOrgID",
    "aws:SourceOrgPaths",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:UserId",
};

static bool is_restricted(const struct plan_statement *statement)
{
    for (size_t i = 0; i < statement->condition_count; i++) {
        for (size_t j = 0; j < sizeof(trusted_keys) / sizeof(trusted_keys[0]); j++) {
            if (strcasecmp(statement->conditions[i].key.ptr, trusted_keys[j]) == 0)
                return true;
        }
    }
    return false;
}

static void check_public(struct planner *planner, const struct plan_statement *statement)
{
    const struct spec_statement *spec = statement->spec;
    const struct spec_text *principals = spec->principals.items;
    bool is_allow = spec->effect.value == 0;

    if (!is_allow || is_unread(spec->effect.at, spec->effect.set) ||
        is_unread(spec->condition.at, spec->condition.set) || statement->principal_count == 0 ||
        statement->principals[0].kind != NULL || is_restricted(statement))
        return;
    diag_hint(diag_add(planner->diags, DIAG_public_policy, principals[0].at,
                       "this lets everybody in, and DynamoDB blocks public access"),
              "name who it is for, or add a condition, such as "
              "`StringEquals: { aws:PrincipalOrgID: o-a1b2c3d4e5 }`");
}

void plan_table_policies(struct planner *planner)
{
    for (size_t i = 0; i < planner->table_count; i++) {
        struct plan_table *table = &planner->tables[i];
        const struct spec_list *written = &table->spec->policy;
        struct statements statements = statements_read(planner, written, INTERPOLATE_TABLE_POLICY);
        size_t least = statements.least + strlen("{\"Version\":\"2012-10-17\",\"Statement\":[]}");

        for (size_t j = 0; j < statements.count; j++) {
            check_actions(planner, statements.items[j].spec);
            check_resources(planner, statements.items[j].spec);
            least += read_principals(planner, &statements.items[j]);
            check_public(planner, &statements.items[j]);
        }
        if (least > TABLE_POLICY_MAX)
            diag_hint(diag_add(planner->diags, DIAG_policy_too_large, written->at,
                               "the policy of `%s` has %zu bytes or more, and DynamoDB takes %d",
                               table->spec->name.value.ptr, least, TABLE_POLICY_MAX),
                      "name accounts in place of roles, or shorten it");
        table->policy = statements.items;
        table->policy_count = statements.count;
    }
}
