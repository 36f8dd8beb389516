/*
 * From a template's tables to what a local database is asked for, and what a user is told of it.
 */
#include "local/notices.h"

#include <stdio.h>

#include "expect.h"

static struct mem_arena *arena;
static struct stack stack;
static const struct caller nobody;

static void set_up(void)
{
    arena = mem_arena_new();
    cr_assert_not_null(arena);
}

static void tear_down(void)
{
    mem_arena_free(arena);
}

TestSuite(local_tables, .init = set_up, .fini = tear_down);

/* The other resources are as the generator makes them; apostrophes stand for quotes. */
static void load(const char *variables, const char *resources, const char *sections)
{
    static const char frame[] =
        "{'Parameters':{'Environment':{'Default':'dev'}},'Resources':{"
        "'Api':{'Type':'AWS::ApiGatewayV2::Api'},"
        "'I':{'Type':'AWS::ApiGatewayV2::Integration','Properties':{'PayloadFormatVersion':'2.0'}},"
        "'S':{'Type':'AWS::ApiGatewayV2::Stage','Properties':{'StageName':'$default'}},"
        "'F':{'Type':'AWS::Lambda::Function','Properties':{'Environment':{'Variables':{%s}}}}%s}%"
        "s}";
    char json[8192];
    int len = snprintf(json, sizeof(json), frame, variables, resources, sections);
    const char *problem;

    cr_assert(len > 0 && (size_t)len < sizeof(json));
    for (char *at = json; *at != '\0'; at++)
        *at = *at == '\'' ? '"' : *at;
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory is short");
    problem = stack_load(&stack, arena, text_of(json), NULL);
    cr_assert_null(problem, "%s", problem);
}

static const char *notices(const struct caller *caller, bool is_dynalite, bool is_public)
{
    struct notices about = {caller, is_dynalite, is_public};
    struct text_buf out;

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    notices_write(&out, &stack, &about);
    return out.len > 0 ? out.ptr : "";
}

#define TABLE_T                                                                                    \
    ",'T':{'Type':'AWS::DynamoDB::Table','Properties':{"                                           \
    "'AttributeDefinitions':[{'AttributeName':'id','AttributeType':'S'}],"                         \
    "'KeySchema':[{'AttributeName':'id','KeyType':'HASH'}]"
#define HASH_A  "{'AttributeName':'a','KeyType':'HASH'}"
#define HASH_B  "{'AttributeName':'b','KeyType':'HASH'}"
#define RANGE_B "{'AttributeName':'b','KeyType':'RANGE'}"
#define RANGE_C "{'AttributeName':'c','KeyType':'RANGE'}"

Test(local_tables, what_local_databases_do_not_know_is_left_out)
{
    load("",
         TABLE_T ",'StreamSpecification':{'StreamViewType':'NEW_IMAGE'},"
                 "'SSESpecification':{'SSEEnabled':true},"
                 "'ContributorInsightsSpecification':{'Enabled':true},"
                 "'ResourcePolicy':{'PolicyDocument':{}},"
                 "'TimeToLiveSpecification':{'Enabled':true,'AttributeName':'ttl'},"
                 "'PointInTimeRecoverySpecification':{'PointInTimeRecoveryEnabled':true},"
                 "'OnDemandThroughput':{'MaxReadRequestUnits':1},"
                 "'WarmThroughput':{'ReadUnitsPerSecond':1}}}"
                 ",'Key':{'Type':'AWS::KMS::Key'},"
                 "'Target':{'Type':'AWS::ApplicationAutoScaling::ScalableTarget'},"
                 "'Policy':{'Type':'AWS::ApplicationAutoScaling::ScalingPolicy'}",
         "");
    cr_assert_eq(stack.table_count, 1);
    cr_expect_str_eq(stack.tables[0].create,
                     "{\"TableName\":\"local-dev-T\",\"AttributeDefinitions\":[{\"AttributeName\":"
                     "\"id\",\"AttributeType\":\"S\"}],\"KeySchema\":[{\"AttributeName\":\"id\","
                     "\"KeyType\":\"HASH\"}]}");
    cr_expect(stack.tables[0].expires);
    cr_expect_eq(stack.tables[0].wide_count, 0);
}

Test(local_tables, indexes_with_several_attributes_are_known)
{
    load("",
         TABLE_T ",'GlobalSecondaryIndexes':["
                 "{'IndexName':'one','KeySchema':[" HASH_A "]},"
                 "{'IndexName':'two','KeySchema':[" HASH_A "," RANGE_B "]},"
                 "{'IndexName':'wide_hash','KeySchema':[" HASH_A "," HASH_B "]},"
                 "{'IndexName':'wide_range','KeySchema':[" HASH_A "," RANGE_B "," RANGE_C "]}]}}",
         "");
    cr_assert_eq(stack.tables[0].wide_count, 2);
    cr_expect_str_eq(stack.tables[0].wide[0], "wide_hash");
    cr_expect_str_eq(stack.tables[0].wide[1], "wide_range");
    cr_expect_not(stack.tables[0].expires);
}

Test(local_tables, variables_that_name_what_only_aws_has)
{
    load("'LOCKSTEP_TABLE_OWN':{'Ref':'T'},'LOCKSTEP_TABLE_OLD':'old-orders',"
         "'LOCKSTEP_TABLE_FAR':'arn:aws:dynamodb:eu-west-1:111122223333:table/far-orders',"
         "'TABLE':'elsewhere','ARN':'arn:aws:dynamodb:eu-west-1:111122223333:table/x',"
         "'KEY':{'Fn::GetAtt':['Key','Arn']},'KEY_ID':{'Ref':'Key'},"
         "'STREAM':{'Fn::GetAtt':['T','StreamArn']},'LOGS':{'Fn::GetAtt':['Logs','Arn']},"
         "'SELF':{'Fn::GetAtt':['F','Arn']},'OWN':{'Fn::GetAtt':['T','Arn']}",
         TABLE_T ",'StreamSpecification':{'StreamViewType':'KEYS_ONLY'}}},"
                 "'Key':{'Type':'AWS::KMS::Key'},'Logs':{'Type':'AWS::Logs::LogGroup'}",
         "");
    cr_assert_eq(stack.foreign_table_count, 2);
    cr_expect_str_eq(stack.foreign_tables[0].name, "LOCKSTEP_TABLE_OLD");
    cr_expect_str_eq(stack.foreign_tables[0].value, "old-orders");
    cr_expect_str_eq(stack.foreign_tables[1].name, "LOCKSTEP_TABLE_FAR");
    cr_expect_str_eq(stack.foreign_tables[1].value, "far-orders");
    cr_expect_str_eq(stack.function.variables[2].value, "far-orders");
    cr_expect_str_eq(stack.function.variables[4].value,
                     "arn:aws:dynamodb:eu-west-1:111122223333:table/x");
    cr_expect_str_eq(stack.function.variables[5].value,
                     "arn:aws:kms:us-east-1:123456789012:key/local-dev-Key");
    cr_expect_str_eq(stack.function.variables[6].value, "local-dev-Key");
    cr_expect_str_eq(stack.function.variables[7].value,
                     "arn:aws:dynamodb:us-east-1:123456789012:table/local-dev-T/stream/"
                     "2000-01-01T00:00:00.000");
    cr_expect_str_eq(stack.function.variables[8].value,
                     "arn:aws:logs:us-east-1:123456789012:log-group:local-dev-Logs:*");
    cr_expect_str_eq(stack.function.variables[9].value,
                     "arn:aws:lambda:us-east-1:123456789012:function:local-dev-F");
    cr_expect_str_eq(stack.function.variables[10].value,
                     "arn:aws:dynamodb:us-east-1:123456789012:table/local-dev-T");
    cr_expect_str_eq(notices(&nobody, true, false),
                     "old-orders is no table of this stack (LOCKSTEP_TABLE_OLD): it is not made "
                     "here\n"
                     "far-orders is no table of this stack (LOCKSTEP_TABLE_FAR): it is not made "
                     "here\n");
}

Test(local_tables, a_plain_stack_needs_no_notice)
{
    load("'LOCKSTEP_TABLE_T':{'Ref':'T'}",
         TABLE_T ",'TimeToLiveSpecification':{'Enabled':false}}},"
                 "'R':{'Type':'AWS::ApiGatewayV2::Route','Properties':{'RouteKey':'GET /'}}",
         ",'Metadata':{'Lockstep':{'Transactions':[]}}");
    cr_expect_str_eq(notices(&nobody, true, true), "");
}

#define METADATA ",'Metadata':{'Lockstep':{'Transactions':["
#define EXPIRES  ",'TimeToLiveSpecification':{'Enabled':true,'AttributeName':'x'}}}"

Test(local_tables, what_dynalite_cannot_do_is_said)
{
    load("", "", METADATA "'POST /a']}}");
    cr_expect_str_eq(
        notices(&nobody, true, false),
        "dynalite has no transactions: with an Idempotency-Key POST /a answers 501 here\n");
    cr_expect_str_eq(notices(&nobody, false, false), "");
    load("", TABLE_T EXPIRES, METADATA "'POST /a','POST /b']}}");
    cr_expect_str_eq(
        notices(&nobody, true, false),
        "dynalite has no transactions: with an Idempotency-Key POST /a, POST /b answer 501 here\n"
        "dynalite has no time to live, so expired items stay: local-dev-T\n");
    load("",
         TABLE_T EXPIRES ",'W':{'Type':'AWS::DynamoDB::Table','Properties':{"
                         "'TimeToLiveSpecification':{'Enabled':'true','AttributeName':'x'},"
                         "'GlobalSecondaryIndexes':[{'IndexName':'by_two','KeySchema':[" HASH_A
                         "," HASH_B "]}]}}",
         "");
    cr_expect_str_eq(
        notices(&nobody, true, false),
        "dynalite has no time to live, so expired items stay: local-dev-T, local-dev-W\n"
        "dynalite has no index with several partition or sort attributes: by_two of local-dev-W is "
        "not made, and a list over it fails\n");
    cr_expect_str_eq(notices(&nobody, false, false), "");
}

#define ROUTE ":{'Type':'AWS::ApiGatewayV2::Route','Properties':{'RouteKey':'GET "
#define USERS                                                                                      \
    ",'Users':{'Type':'AWS::ApiGatewayV2::Authorizer','Properties':{'AuthorizerType':'JWT',"       \
    "'IdentitySource':['$request.header.a'],'JwtConfiguration':{'Issuer':'i'}}}"
#define KEYS                                                                                       \
    ",'Keys':{'Type':'AWS::ApiGatewayV2::Authorizer','Properties':{'AuthorizerType':'REQUEST'}}"

Test(local_tables, who_is_not_asked_for_an_identity_is_said)
{
    static const struct caller both = {{"{}", 2}, {"{}", 2}};
    static const char tokens[] =
        "JWT: tokens are read and their claims checked, but no signature is verified here\n";
    static const char open[] = "Others can reach this address, and nobody's identity is verified\n";
    char wanted[512];

    load("",
         USERS ",'A'" ROUTE "/a','AuthorizationType':'JWT','AuthorizerId':{'Ref':'Users'}}},"
               "'B'" ROUTE "/b','AuthorizationType':'JWT','AuthorizerId':{'Ref':'Users'}}}",
         "");
    cr_expect_str_eq(notices(&nobody, false, false), tokens);
    snprintf(wanted, sizeof(wanted), "%s%s", tokens, open);
    cr_expect_str_eq(notices(&nobody, false, true), wanted);
    load("",
         KEYS ",'A'" ROUTE "/a','AuthorizationType':'CUSTOM','AuthorizerId':{'Ref':'Keys'}}},"
              "'B'" ROUTE "/b','AuthorizationType':'AWS_IAM'}}",
         "");
    cr_expect_str_eq(
        notices(&nobody, true, true),
        "Lambda authorizer: routes answer 403, since nobody is known here; say who calls with "
        "--caller FILE, {\"lambda\":{\"user\":\"ada\"}}\n"
        "IAM: routes answer 403, since nobody is known here; say who calls with --caller FILE, "
        "{\"iam\":{\"userArn\":\"arn:aws:iam::123456789012:user/ada\"}}\n");
    snprintf(wanted, sizeof(wanted), "%s%s",
             "Lambda authorizer: every request comes from the caller's file, `lambda`\n"
             "IAM: every request comes from the caller's file, `iam`\n",
             open);
    cr_expect_str_eq(notices(&both, true, true), wanted);
}
