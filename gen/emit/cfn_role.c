/*
 * cfn_role.c - the function's role: who may assume it, and its three policies (log, tables, and
 * what the spec adds by hand), each with statement ids of its own.
 */
#include "emit/cfn.h"

static struct json policy_document(struct json parent, const char *key)
{
    struct json document = json_object(parent, key);

    json_string(document, "Version", "2012-10-17");
    return json_array(document, "Statement");
}

static struct json policy(struct json policies, const char *name)
{
    struct json one = json_object(policies, NULL);

    json_string(one, "PolicyName", name);
    return policy_document(one, "PolicyDocument");
}

static struct json statement(struct json statements, const char *sid, const char *effect)
{
    struct json one = json_object(statements, NULL);

    if (sid != NULL)
        json_string(one, "Sid", sid);
    json_string(one, "Effect", effect);
    return one;
}

static void trust(struct json properties)
{
    struct json one =
        statement(policy_document(properties, "AssumeRolePolicyDocument"), NULL, "Allow");

    json_string(json_object(one, "Principal"), "Service", "lambda.amazonaws.com");
    json_string(one, "Action", "sts:AssumeRole");
}

/* No CreateLogGroup: the stack creates the group, and Lambda must not be first. */
static void logs(struct json policies)
{
    struct json one = statement(policy(policies, "Logs"), "Logs", "Allow"), actions;

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
        struct json one = statement(all, permission->sid, "Allow");
        const char *table = permission->table->logical_id;

        table_actions(one, permission->operations);
        if (permission->index == NULL) {
            cfn_get_att(one, "Resource", table, "Arn");
        } else {
            struct text index = permission->index->physical_name;

            cfn_sub(one, "Resource",
                    text_format(one.arena, "${%s.Arn}/index/%.*s", table, (int)index.len, index.ptr)
                        .ptr);
        }
    }
}

/* ---- What the spec adds ---- */

static void texts(struct json parent, const char *key, const struct spec_list *list)
{
    struct json all = json_array(parent, key);
    const struct spec_text *items = list->items;

    for (size_t i = 0; i < list->count; i++)
        json_text(all, NULL, items[i].value);
}

static void values(struct json parent, const char *key, const struct plan_value *items,
                   size_t count)
{
    struct json all = json_array(parent, key);

    for (size_t i = 0; i < count; i++)
        cfn_value(all, NULL, &items[i]);
}

static const char *c_string(struct json json, struct text text)
{
    return text_copy(json.arena, text.ptr, text.len).ptr;
}

static void conditions(struct json one, const struct plan_statement *own)
{
    struct json all, tests = {0};

    if (own->condition_count == 0)
        return;
    all = json_object(one, "Condition");
    for (size_t i = 0; i < own->condition_count; i++) {
        const struct plan_condition *test = &own->conditions[i];

        if (i == 0 || !text_equal(test->operator_name, test[-1].operator_name))
            tests = json_object(all, c_string(all, test->operator_name));
        values(tests, c_string(tests, test->key), test->values, test->value_count);
    }
}

static void statements(struct json policies, const struct plan *plan)
{
    struct json all;

    if (plan->statement_count == 0)
        return;
    all = policy(policies, "Statements");
    for (size_t i = 0; i < plan->statement_count; i++) {
        const struct plan_statement *own = &plan->statements[i];
        struct text sid = own->spec->sid.value;
        struct json one = statement(all, sid.len > 0 ? c_string(all, sid) : NULL,
                                    own->spec->effect.value == 0 ? "Allow" : "Deny");

        texts(one, "Action", &own->spec->actions);
        values(one, "Resource", own->resources, own->resource_count);
        conditions(one, own);
    }
}

void cfn_role(struct json resources, const struct plan *plan)
{
    struct json properties = cfn_resource(resources, CFN_ROLE, "AWS::IAM::Role"), policies;
    struct plan_value name = cfn_name(resources.arena, plan, "api-role");

    trust(properties);
    policies = json_array(properties, "Policies");
    logs(policies);
    tables(policies, plan);
    statements(policies, plan);
    cfn_tags(properties, plan, &name);
}
