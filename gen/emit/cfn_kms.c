/*
 * cfn_kms.c - keys of the Key Management Service that encrypt tables.
 */
#include "emit/cfn.h"

/*
 * The account decides by its IAM policies who administers the key; without that a key can become
 * unmanageable. DynamoDB uses it in the name of whoever uses the table: these are its operations.
 */
static void policy(struct json properties)
{
    static const char *const operations[] = {
        "kms:CreateGrant", "kms:Decrypt",          "kms:DescribeKey",
        "kms:Encrypt",     "kms:GenerateDataKey*", "kms:ReEncrypt*",
    };
    struct json statements = cfn_policy_document(properties, "KeyPolicy"), one, actions, condition;

    one = cfn_statement(statements, "Account", "Allow");
    cfn_sub(json_object(one, "Principal"), "AWS",
            "arn:${AWS::Partition}:iam::${AWS::AccountId}:root");
    json_string(one, "Action", "kms:*");
    json_string(one, "Resource", "*"); /* in a key's policy: the key */

    one = cfn_statement(statements, "DynamoDB", "Allow");
    json_string(json_object(one, "Principal"), "AWS", "*");
    actions = json_array(one, "Action");
    for (size_t i = 0; i < sizeof(operations) / sizeof(operations[0]); i++)
        json_string(actions, NULL, operations[i]);
    json_string(one, "Resource", "*");
    condition = json_object(json_object(one, "Condition"), "StringEquals");
    cfn_ref(condition, "kms:CallerAccount", "AWS::AccountId");
    cfn_sub(condition, "kms:ViaService", CFN_VIA_DYNAMODB);
}

static void key(struct json resources, const struct plan *plan, const struct plan_kms_key *key)
{
    struct json resource = json_object(resources, key->logical_id), properties;

    json_string(resource, "Type", "AWS::KMS::Key");
    /* As with tables: what it encrypts is lost with it. */
    json_string(resource, "DeletionPolicy", "RetainExceptOnCreate");
    json_string(resource, "UpdateReplacePolicy", "Retain");
    properties = json_object(resource, "Properties");
    if (key->spec->description.value.len > 0)
        json_text(properties, "Description", key->spec->description.value);
    json_bool(properties, "EnableKeyRotation", key->spec->rotation.value);
    policy(properties);
    cfn_tags(properties, plan, &key->name_tag);
}

void cfn_keys(struct json resources, const struct plan *plan)
{
    for (size_t i = 0; i < plan->kms_key_count; i++) {
        if (plan->kms_keys[i].logical_id != NULL)
            key(resources, plan, &plan->kms_keys[i]);
    }
}
