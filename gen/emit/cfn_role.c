/*
 * cfn_role.c - the function's role: who may assume it, and its policies (log, tables, keys, and
 * what the spec adds by hand), each with statement ids of its own.
 */
#include "emit/cfn.h"

static struct json policy(struct json policies, const char *name)
{
    struct json one = json_object(policies, NULL);

    json_string(one, "PolicyName", name);
    return cfn_policy_document(one, "PolicyDocument");
}

static void trust(struct json properties)
{
    struct json one =
        cfn_statement(cfn_policy_document(properties, "AssumeRolePolicyDocument"), NULL, "Allow");

    json_string(json_object(one, "Principal"), "Service", "lambda.amazonaws.com");
    json_string(one, "Action", "sts:AssumeRole");
}

/* No CreateLogGroup: the stack creates the group, and Lambda must not be first. */
static void logs(struct json policies)
{
    struct json one = cfn_statement(policy(policies, "Logs"), "Logs", "Allow"), actions;

    actions = json_array(one, "Action");
    json_string(actions, NULL, "logs:CreateLogStream");
    json_string(actions, NULL, "logs:PutLogEvents");
    cfn_get_att(one, "Resource", CFN_LOG_GROUP, "Arn"); /* ends in ":*", as streams need */
}

/* ---- What the routes need ---- */

static const char *const dynamodb_actions[] = {
#define ACTION(name, wire, grant, on_index) [LS_DDB_##name] = "dynamodb:" wire,
    LS_DDB_OPERATIONS(ACTION)
#undef ACTION
};

/* Sorted by name, which the order of the operations is not. */
static void table_actions(struct json one, uint32_t operations)
{
    struct json actions = json_array(one, "Action");

    while (operations != 0) {
        unsigned first = LS_DDB_OPERATION_COUNT;

        for (unsigned i = 0; i < LS_DDB_OPERATION_COUNT; i++) {
            if ((operations & 1u << i) != 0 &&
                (first == LS_DDB_OPERATION_COUNT ||
                 text_compare(text_of(dynamodb_actions[i]), text_of(dynamodb_actions[first])) < 0))
                first = i;
        }
        json_string(actions, NULL, dynamodb_actions[first]);
        operations &= ~(1u << first);
    }
}

static void tables(struct json policies, const struct plan *plan)
{
    struct json all;

    if (plan->permission_count == 0)
        return;
    all = policy(policies, "Tables");
    for (size_t i = 0; i < plan->permission_count; i++) {
        const struct plan_permission *permission = &plan->permissions[i];
        struct json one = cfn_statement(all, permission->sid, "Allow");
        const struct plan_value *arn = &permission->table->arn;
        const struct plan_index *index = permission->index;

        table_actions(one, permission->operations);
        if (index == NULL)
            cfn_value(one, "Resource", arn);
        else
            cfn_affixed(one, "Resource", "", arn,
                        text_format(one.arena, "/index/%s", index->data->physical_name).ptr);
    }
}

/* A table with a key of its own needs it of whoever reads or writes; through DynamoDB only. */
static void keys(struct json policies, const struct plan *plan)
{
    struct json one;

    if (plan->decrypt_count == 0)
        return;
    one = cfn_statement(policy(policies, "Keys"), "Keys", "Allow");
    json_string(one, "Action", "kms:Decrypt");
    cfn_values(one, "Resource", plan->decrypts, plan->decrypt_count);
    cfn_sub(json_object(json_object(one, "Condition"), "StringEquals"), "kms:ViaService",
            CFN_VIA_DYNAMODB);
}

static void statements(struct json policies, const struct plan *plan)
{
    struct json all;

    if (plan->statement_count == 0)
        return;
    all = policy(policies, "Statements");
    for (size_t i = 0; i < plan->statement_count; i++)
        cfn_spec_statement(all, &plan->statements[i]);
}

void cfn_role(struct json resources, const struct plan *plan)
{
    struct json properties = cfn_resource(resources, CFN_ROLE, "AWS::IAM::Role"), policies;
    struct plan_value name = cfn_name(resources.arena, plan, "api-role");

    trust(properties);
    policies = json_array(properties, "Policies");
    logs(policies);
    tables(policies, plan);
    keys(policies, plan);
    statements(policies, plan);
    cfn_tags(properties, plan, &name);
}
