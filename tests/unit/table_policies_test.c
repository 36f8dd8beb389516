/*
 * gen/model/table_policies: resource policies of tables.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "planned.h"

static void with_policy(struct planned *planned, const char *policy)
{
    char spec[3000];

    snprintf(spec, sizeof(spec), SPEC_HEAD SPEC_ITEMS "    policy:\n%s" SPEC_CRUD, policy);
    planned_make(planned, spec);
}

Test(table_policies, statements)
{
    struct planned planned;
    const struct plan_table *table;
    const struct plan_statement *one;

    with_policy(&planned,
                "      - sid: Reports\n"
                "        principals: [\"redshift.amazonaws.com\", \"123456789012\", "
                "\"arn:${AWS::Partition}:iam::123456789012:role/r-${env}\", "
                "\"${AWS::AccountId}\", glue.amazonaws.com.cn]\n"
                "        actions: [\"dynamodb:GetItem\", \"DynamoDB:Query\", \"dynamodb:*\"]\n"
                "        resources: [\"*\", "
                "\"arn:aws:dynamodb:us-east-1:123456789012:table/items/index/*\"]\n"
                "        condition: { StringEquals: { \"aws:SourceVpc\": \"vpc-${env}\" } }\n"
                "      - { principals: \"*\", effect: deny, actions: \"dynamodb:DeleteItem\", "
                "resources: \"*\" }\n");
    cr_assert_not_null(planned.plan, "%s", planned_says(&planned));
    table = planned_table(&planned, "items");
    cr_assert_eq(table->policy_count, 2);
    one = &table->policy[0];
    cr_expect(text_is(one->spec->sid.value, "Reports"));
    cr_assert_eq(one->principal_count, 5);
    cr_expect_str_eq(one->principals[0].kind, "AWS");
    cr_expect_str_eq(one->principals[0].value.text.ptr, "123456789012");
    cr_expect_str_eq(one->principals[1].kind, "AWS");
    cr_expect_str_eq(one->principals[1].value.text.ptr,
                     "arn:${AWS::Partition}:iam::123456789012:role/r-${Environment}");
    cr_expect(one->principals[1].value.is_sub);
    cr_expect_str_eq(one->principals[2].value.ref, "AWS::AccountId");
    cr_expect_str_eq(one->principals[3].kind, "Service");
    cr_expect_str_eq(one->principals[3].value.text.ptr, "redshift.amazonaws.com");
    cr_expect_str_eq(one->principals[4].value.text.ptr, "glue.amazonaws.com.cn");
    cr_assert_eq(one->resource_count, 2);
    cr_expect_str_eq(one->resources[0].text.ptr, "*");
    cr_assert_eq(one->condition_count, 1);
    cr_expect_str_eq(one->conditions[0].values[0].text.ptr, "vpc-${Environment}");
    one = &table->policy[1];
    cr_assert_eq(one->principal_count, 1);
    cr_expect_null(one->principals[0].kind);
    cr_expect_str_eq(one->principals[0].value.text.ptr, "*");
    cr_expect_eq(planned.plan->statement_count, 0);
    planned_release(&planned);
}

Test(table_policies, principals)
{
    static const struct {
        const char *principal;
        bool good;
    } rows[] = {
        {"arn:aws:iam::123456789012:root", true},
        {"arn:aws:iam::123456789012:user/a/b", true},
        {"arn:aws:sts::123456789012:assumed-role/r/s", true},
        {"arn:${AWS::Partition}:iam::${AWS::AccountId}:role/r", true},
        {"arn:aws:iam::12345678901:role/r", false},
        {"arn:aws:iam::123456789012:role/r*", false},
        {"arn:aws:iam::123456789012:role/?", false},
        {"arn:${AWS::Partition}:sqs::123456789012:q", false},
        {"arn:${AWS::Partition}:iam:us-east-1:123456789012:role/r", false},
        {"${AWS::Region}", false},
        {"${AWS::AccountId}0", false},
        {"${env}.amazonaws.com", true},
        {"x:${env}.amazonaws.com", false},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char policy[500];

        snprintf(policy, sizeof(policy),
                 "      - { principals: \"%s\", actions: \"dynamodb:GetItem\", resources: \"*\" "
                 "}\n",
                 rows[i].principal);
        with_policy(&planned, policy);
        cr_expect_eq(planned.plan != NULL, rows[i].good, "%s: %s", rows[i].principal,
                     planned_says(&planned));
        cr_expect_eq(diags_errors(planned.diags), rows[i].good ? 0 : 1, "%s",
                     planned_says(&planned));
        planned_release(&planned);
    }
}

/* The keys by which DynamoDB takes a statement for everybody as one for somebody. */
Test(table_policies, conditions_that_make_a_policy_less_than_public)
{
    static const struct {
        const char *condition;
        bool good;
    } rows[] = {
        {"StringEquals: { \"aws:PrincipalOrgID\": o-a1b2c3d4e5 }", true},
        {"StringEquals: { \"aws:principalaccount\": \"123456789012\" }", true},
        {"ArnLike: { \"aws:SourceArn\": \"arn:aws:sqs:us-east-1:123456789012:q\" }", true},
        {"StringEquals: { \"aws:SourceVpce\": vpce-1 }", true},
        {"IpAddress: { \"aws:SourceIp\": 192.0.2.0/24 }", false},
        {"Bool: { \"aws:SecureTransport\": true }", false},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char policy[500];

        snprintf(policy, sizeof(policy),
                 "      - { principals: \"*\", actions: \"dynamodb:GetItem\", resources: \"*\", "
                 "condition: { %s } }\n",
                 rows[i].condition);
        with_policy(&planned, policy);
        cr_expect_eq(planned.plan != NULL, rows[i].good, "%s: %s", rows[i].condition,
                     planned_says(&planned));
        cr_expect_eq(strstr(planned_says(&planned), "[public_policy]") != NULL, !rows[i].good);
        planned_release(&planned);
    }
}

/* A table outside of the stack is a text to CloudFormation, and no circle. */
Test(table_policies, references_to_tables)
{
    struct planned planned;
    const struct plan_value *resource;

    planned_good(&planned,
                 SPEC_HEAD "tables:\n"
                           "  legacy: { key: { partition: { id: string } }, existing: legacy }\n"
                           "  items:\n    key: { partition: { id: string } }\n    policy:\n"
                           "      - { principals: \"123456789012\", actions: \"dynamodb:GetItem\", "
                           "resources: \"${table.legacy.arn}\" }\n"
                           "routes:\n  /items: crud items\n  /legacy: crud legacy\n");
    resource = planned_table(&planned, "items")->policy[0].resources;
    cr_expect_str_eq(resource->text.ptr, "arn:${AWS::Partition}:dynamodb:${AWS::Region}:"
                                         "${AWS::AccountId}:table/legacy");
    planned_release(&planned);
}

/* Sids are unique within one policy; two tables, and the role, have one each. */
Test(table_policies, sids_are_of_one_policy)
{
    struct planned planned;

    planned_good(&planned, SPEC_HEAD
                 "tables:\n"
                 "  a:\n    key: { partition: { id: string } }\n    policy:\n"
                 "      - { sid: One, principals: \"123456789012\", actions: \"dynamodb:GetItem\", "
                 "resources: \"*\" }\n"
                 "  b:\n    key: { partition: { id: string } }\n    policy:\n"
                 "      - { sid: One, principals: \"123456789012\", actions: \"dynamodb:GetItem\", "
                 "resources: \"*\" }\n"
                 "routes:\n  /a: crud a\n  /b: crud b\n"
                 "iam: { statements: [{ sid: One, actions: \"s3:GetObject\", resources: \"*\" }] "
                 "}\n");
    planned_release(&planned);
    with_policy(&planned,
                "      - { sid: One, principals: \"123456789012\", actions: \"dynamodb:GetItem\", "
                "resources: \"*\" }\n"
                "      - { sid: One, principals: \"123456789012\", actions: \"dynamodb:PutItem\", "
                "resources: \"*\" }\n");
    cr_expect(strstr(planned_says(&planned), "[duplicate_sid]"), "%s", planned_says(&planned));
    planned_release(&planned);
}
