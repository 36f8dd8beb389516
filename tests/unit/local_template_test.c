/*
 * From a template's resources to what `lockstep run` runs.
 */
#include "local/stack.h"

#include <stdio.h>
#include <stdlib.h>

#include "expect.h"
#include "route.h"

#define RESOURCE(id, type, properties)                                                             \
    "\"" id "\":{\"Type\":\"AWS::" type "\",\"Properties\":{" properties "}}"
#define API(properties) RESOURCE("Api", "ApiGatewayV2::Api", properties)
#define ROUTE(id, key)  RESOURCE(id, "ApiGatewayV2::Route", "\"RouteKey\":\"" key "\"")
#define FUNCTION(more)  RESOURCE("ApiFunction", "Lambda::Function", more)
#define TABLE(id, more) RESOURCE(id, "DynamoDB::Table", more)
#define INTEGRATION(more)                                                                          \
    RESOURCE("ApiIntegration", "ApiGatewayV2::Integration", "\"PayloadFormatVersion\":" more)
#define STAGE(name) RESOURCE("ApiStage", "ApiGatewayV2::Stage", "\"StageName\":\"" name "\"")
#define REST        INTEGRATION("\"2.0\"") "," STAGE("$default")
#define KEY                                                                                        \
    "\"AttributeDefinitions\":[{\"AttributeName\":\"id\",\"AttributeType\":\"S\"}],"               \
    "\"KeySchema\":[{\"AttributeName\":\"id\",\"KeyType\":\"HASH\"}]"
#define PARAMETERS                                                                                 \
    "{\"Parameters\":{\"Environment\":{\"Type\":\"String\",\"AllowedValues\":[\"dev\",\"prod\"],"  \
    "\"Default\":\"dev\"},\"CodeKey\":{\"Type\":\"String\"},"                                      \
    "\"Size\":{\"Type\":\"Number\",\"Default\":7}},\"Resources\":{"
#define TEMPLATE(resources) PARAMETERS resources "}}"

static struct mem_arena *arena;
static struct stack stack;

static void set_up(void)
{
    arena = mem_arena_new();
    cr_assert_not_null(arena);
}

static void tear_down(void)
{
    mem_arena_free(arena);
}

TestSuite(local_template, .init = set_up, .fini = tear_down);

static const char *load(const char *template, const char *environment)
{
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory is short");
    return stack_load(&stack, arena, text_of(template), environment);
}

static void load_fine(const char *template)
{
    const char *problem = load(template, NULL);

    cr_assert_null(problem, "%s", problem);
}

static const char *variable(const char *name)
{
    for (size_t i = 0; i < stack.function.variable_count; i++)
        if (strcmp(stack.function.variables[i].name, name) == 0)
            return stack.function.variables[i].value;
    return "(absent)";
}

Test(local_template, values_are_computed_as_cloudformation_does)
{
    load_fine(TEMPLATE(API("") "," REST "," TABLE(
        "Items",
        "\"TableName\":{\"Fn::Sub\":"
        "\"tap-items-${Environment}\"}," KEY) "," TABLE("Other",
                                                        KEY) "," FUNCTION("\"Environment\":{"
                                                                          "\"Variables\":{"
                                                                          "\"PLAIN\":\"a "
                                                                          "${Environment}\","
                                                                          "\"NUMBER\":12,\"TRUTH\":"
                                                                          "true,"
                                                                          "\"NAMED\":{\"Ref\":"
                                                                          "\"Items\"},\"UNNAMED\":{"
                                                                          "\"Ref\":\"Other\"},"
                                                                          "\"STAGE\":{\"Ref\":"
                                                                          "\"Environment\"},"
                                                                          "\"SIZE\":{\"Ref\":"
                                                                          "\"Size\"},"
                                                                          "\"ARN\":{\"Fn::GetAtt\":"
                                                                          "[\"Items\",\"Arn\"]},"
                                                                          "\"SUB\":{\"Fn::Sub\":\"$"
                                                                          "{AWS::Partition}:${AWS::"
                                                                          "Region}:${AWS::"
                                                                          "AccountId}:"
                                                                          "${Items}:${Items.Arn}:${"
                                                                          "!Items}:${AWS::"
                                                                          "StackName}:$x\"}}}")));
    cr_expect_str_eq(stack.environment, "dev");
    cr_expect_eq(stack.function.variable_count, 9);
    cr_expect_str_eq(variable("PLAIN"), "a ${Environment}");
    cr_expect_str_eq(variable("NUMBER"), "12");
    cr_expect_str_eq(variable("TRUTH"), "true");
    cr_expect_str_eq(variable("NAMED"), "tap-items-dev");
    cr_expect_str_eq(variable("UNNAMED"), "local-dev-Other");
    cr_expect_str_eq(variable("STAGE"), "dev");
    cr_expect_str_eq(variable("SIZE"), "7");
    cr_expect_str_eq(variable("ARN"),
                     "arn:aws:dynamodb:us-east-1:123456789012:table/tap-items-dev");
    cr_expect_str_eq(variable("SUB"),
                     "aws:us-east-1:123456789012:tap-items-dev:"
                     "arn:aws:dynamodb:us-east-1:123456789012:table/tap-items-dev:${Items}:"
                     "local-dev:$x");
}

Test(local_template, the_environment_is_the_one_asked_for)
{
    static const char template[] = TEMPLATE(
        API("") "," REST "," FUNCTION("\"FunctionName\":{\"Fn::Sub\":\"f-${Environment}\"}"));

    cr_assert_null(load(template, "prod"));
    cr_expect_str_eq(stack.environment, "prod");
    cr_expect_str_eq(stack.function.name, "f-prod");
    cr_expect_str_eq(load(template, "test"),
                     "Parameters.Environment: `test` is not one of `dev`, `prod`");
}

Test(local_template, the_functions_settings)
{
    load_fine(TEMPLATE(API("") "," REST "," RESOURCE(
        "Logs", "Logs::LogGroup",
        "\"LogGroupName\":{\"Fn::Sub\":"
        "\"/aws/lambda/${AWS::StackName}-api\"}") "," FUNCTION("\"Handler\":\"bootstrap\","
                                                               "\"MemorySize\":256,\"Timeout\":12,"
                                                               "\"LoggingConfig\":{\"LogGroup\":{"
                                                               "\"Ref\":\"Logs\"},"
                                                               "\"LogFormat\":\"JSON\","
                                                               "\"ApplicationLogLevel\":"
                                                               "\"WARN\"}")));
    cr_expect_str_eq(stack.function.name, "local-dev-ApiFunction");
    cr_expect_str_eq(stack.function.handler, "bootstrap");
    cr_expect_eq(stack.function.memory_mb, 256);
    cr_expect_eq(stack.function.timeout_s, 12);
    cr_expect_str_eq(stack.function.log_format, "JSON");
    cr_expect_str_eq(stack.function.log_level, "WARN");
    cr_expect_str_eq(stack.function.log_group, "/aws/lambda/local-dev-api");
    cr_expect_eq(stack.integration_timeout_ms, 30000);
}

/* Lambda's own where the template says nothing. */
Test(local_template, the_functions_defaults)
{
    load_fine(TEMPLATE(API("") "," FUNCTION("") "," STAGE("$default") "," INTEGRATION(
        "\"2.0\",\"TimeoutInMillis\":5000")));
    cr_expect_eq(stack.function.memory_mb, 128);
    cr_expect_eq(stack.function.timeout_s, 3);
    cr_expect_str_eq(stack.function.log_format, "Text");
    cr_expect_null(stack.function.log_level);
    cr_expect_str_eq(stack.function.log_group, "/aws/lambda/local-dev-ApiFunction");
    cr_expect_eq(stack.integration_timeout_ms, 5000);
    cr_expect_null(stack.cors);
    cr_expect_eq(stack.table_count, 0);
    cr_expect_eq(stack.routes.route_count, 0);
}

Test(local_template, routes_are_found_by_method_and_path)
{
    static const struct {
        enum ls_method method;
        const char *path, *key, *parameter;
    } rows[] = {
        {LS_METHOD_GET, "/items", "GET /items", NULL},
        {LS_METHOD_GET, "/items/7", "GET /items/{id}", "7"},
        {LS_METHOD_GET, "/items/", NULL, NULL},
        {LS_METHOD_PUT, "/items/7", NULL, NULL},
        {LS_METHOD_HEAD, "/items", NULL, NULL},
        {LS_METHOD_PATCH, "/files/a/b", "ANY /files/{path+}", "a/b"},
    };

    load_fine(TEMPLATE(API("") "," REST "," FUNCTION("") "," ROUTE(
        "A", "GET /items/{id}") "," ROUTE("B", "GET /items") "," ROUTE("C", "ANY /files/{path+}")));
    cr_assert_eq(stack.routes.route_count, 3);
    cr_expect_str_eq(stack.routes.routes[0].key, "GET /items/{id}");
    cr_expect_str_eq(stack.routes.routes[0].parameters[0], "id");
    cr_expect_str_eq(stack.routes.routes[2].parameters[0], "path");
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_route_match match;

        ls_route_by_path(&stack.routes, rows[i].method, ls_str_of(rows[i].path), &match);
        if (rows[i].key == NULL) {
            cr_expect_null(match.route, "%s", rows[i].path);
            continue;
        }
        cr_assert_not_null(match.route, "%s", rows[i].path);
        cr_expect_str_eq(match.route->key, rows[i].key);
        if (rows[i].parameter != NULL)
            EXPECT_STR(match.parameters[0], rows[i].parameter);
    }
}

Test(local_template, cors_as_configured)
{
    load_fine(TEMPLATE(API("\"CorsConfiguration\":{\"AllowOrigins\":[\"https://a\",\"http://b\"],"
                           "\"AllowMethods\":[\"GET\",\"POST\"],\"AllowHeaders\":[\"X-A\"],"
                           "\"ExposeHeaders\":[\"ETag\",\"X-B\"],\"AllowCredentials\":true,"
                           "\"MaxAge\":0}") "," REST "," FUNCTION("")));
    cr_assert_not_null(stack.cors);
    cr_assert_eq(stack.cors->origin_count, 2);
    EXPECT_STR(stack.cors->origins[0], "https://a");
    EXPECT_STR(stack.cors->origins[1], "http://b");
    EXPECT_STR(stack.cors->methods, "GET,POST");
    EXPECT_STR(stack.cors->headers, "X-A");
    EXPECT_STR(stack.cors->expose_headers, "ETag,X-B");
    EXPECT_STR(stack.cors->max_age, "0");
    cr_expect(stack.cors->credentials);
    load_fine(TEMPLATE(API("\"CorsConfiguration\":{\"AllowOrigins\":[\"*\"]}") "," REST
                                                                               "," FUNCTION("")));
    cr_expect_eq(stack.cors->methods.len, 0);
    cr_expect_eq(stack.cors->max_age.len, 0);
    cr_expect_not(stack.cors->credentials);
}

#define INDEX                                                                                      \
    "\"IndexName\":\"by_x\",\"KeySchema\":[{\"AttributeName\":\"x\",\"KeyType\":\"HASH\"}],"       \
    "\"Projection\":{\"ProjectionType\":\"ALL\"}"

Test(local_template, a_table_is_created_with_what_local_databases_take)
{
    load_fine(TEMPLATE(API("") "," REST "," FUNCTION("") "," TABLE(
        "Items",
        "\"Tags\":[{\"Key\":\"a\",\"Value\":\"b\"}],\"TableClass\":\"STANDARD\","
        "\"BillingMode\":\"PAY_PER_REQUEST\",\"OnDemandThroughput\":{\"MaxReadRequestUnits\":1},"
        "\"WarmThroughput\":{\"ReadUnitsPerSecond\":12000},\"DeletionProtectionEnabled\":true,"
        "\"PointInTimeRecoverySpecification\":{\"PointInTimeRecoveryEnabled\":true},"
        "\"GlobalSecondaryIndexes\":[{" INDEX
        ",\"WarmThroughput\":{\"ReadUnitsPerSecond\":1}}]," KEY)));
    cr_assert_eq(stack.table_count, 1);
    cr_expect_str_eq(stack.tables[0].name, "local-dev-Items");
    cr_expect_str_eq(stack.tables[0].create, "{\"TableName\":\"local-dev-Items\"," KEY
                                             ",\"GlobalSecondaryIndexes\":[{" INDEX
                                             "}],\"BillingMode\":\"PAY_PER_REQUEST\"}");
}

Test(local_template, provisioned_capacity_is_kept)
{
    load_fine(TEMPLATE(API("") "," REST "," FUNCTION("") "," TABLE(
        "Items", "\"BillingMode\":\"PROVISIONED\",\"ProvisionedThroughput\":"
                 "{\"ReadCapacityUnits\":5,\"WriteCapacityUnits\":6}," KEY)));
    cr_expect_str_eq(stack.tables[0].create,
                     "{\"TableName\":\"local-dev-Items\"," KEY
                     ",\"BillingMode\":\"PROVISIONED\",\"ProvisionedThroughput\":"
                     "{\"ReadCapacityUnits\":5,\"WriteCapacityUnits\":6}}");
}

Test(local_template, a_problem_names_its_place)
{
    static const struct {
        const char *template, *problem;
    } rows[] = {
        {"", "it is not a JSON object"},
        {"[]", "it is not a JSON object"},
        {"{", "it is not a JSON object"},
        {"{\"Resources\":{}}", "Parameters.Environment: has no default; say which one with --env"},
        {TEMPLATE(""), "Resources: there is no AWS::ApiGatewayV2::Api, and `lockstep run` wants "
                       "one"},
        {TEMPLATE(API("") "," REST), "Resources: there is no AWS::Lambda::Function, and "
                                     "`lockstep run` wants one"},
        {TEMPLATE(API("") "," REST "," FUNCTION("") "," RESOURCE("More", "Lambda::Function", "")),
         "Resources: there is more than one AWS::Lambda::Function, and `lockstep run` wants one"},
        {TEMPLATE(API("") "," INTEGRATION("\"1.0\"") "," STAGE("$default")),
         "Resources.ApiIntegration.Properties.PayloadFormatVersion: must be 2.0"},
        {TEMPLATE(API("") "," INTEGRATION("\"2.0\"") "," STAGE("v1")),
         "Resources.ApiStage.Properties.StageName: `lockstep run` serves the stage $default only"},
        {TEMPLATE(ROUTE("A", "GET items")),
         "Resources.A.Properties.RouteKey: `GET items` is no route key"},
        {TEMPLATE(ROUTE("A", "FETCH /items")),
         "Resources.A.Properties.RouteKey: `FETCH /items` is no route key"},
        {TEMPLATE(RESOURCE("A", "ApiGatewayV2::Route", "")),
         "Resources.A.Properties.RouteKey: `` is no route key"},
        {TEMPLATE(ROUTE("A", "GET /a") "," ROUTE("B", "GET /a")),
         "Resources.B.Properties.RouteKey: `GET /a` is given twice"},
        {TEMPLATE(API("") "," REST "," FUNCTION("\"Timeout\":1000001")),
         "Resources.ApiFunction.Properties.Timeout: `1000001` is no whole number up to 1000000"},
        {TEMPLATE(API("") "," REST "," FUNCTION("\"Timeout\":-1")),
         "Resources.ApiFunction.Properties.Timeout: `-1` is no whole number up to 1000000"},
        {TEMPLATE(API("") "," REST "," FUNCTION("\"Timeout\":\"\"")),
         "Resources.ApiFunction.Properties.Timeout: `` is no whole number up to 1000000"},
        {TEMPLATE(API("") "," REST "," FUNCTION("\"Timeout\":\"soon\"")),
         "Resources.ApiFunction.Properties.Timeout: `soon` is no whole number up to 1000000"},
        {TEMPLATE(API("") "," REST "," FUNCTION("\"MemorySize\":{\"Ref\":\"CodeKey\"}")),
         "Resources.ApiFunction.Properties.MemorySize: the parameter `CodeKey` has no value "
         "locally"},
        {TEMPLATE(API("\"Condition\":1") "," RESOURCE("X", "X", "") "},\"Outputs\":{\"O\":{"
                                                                    "\"Condition\":\"C\"}"),
         "Outputs.O.Condition: there is no condition `C`"},
        {TEMPLATE(API("") "," REST "," FUNCTION("") "," TABLE("T", "\"TableName\":\"a/b\"," KEY)),
         "Resources.T.Properties.TableName: `a/b` is no table name"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *problem = load(rows[i].template, NULL);

        cr_assert_not_null(problem, "%s", rows[i].template);
        cr_expect_str_eq(problem, rows[i].problem, "%s\nwant %s", problem, rows[i].problem);
    }
}

Test(local_template, a_value_that_does_not_exist_here_names_its_place)
{
    static const struct {
        const char *value, *problem;
    } rows[] = {
        {"{\"Ref\":\"Nothing\"}", "`Nothing` is no parameter and no resource"},
        {"{\"Ref\":\"CodeKey\"}", "the parameter `CodeKey` has no value locally"},
        {"{\"Ref\":\"Api\"}", "the resource `Api` does not exist locally"},
        {"{\"Ref\":7}", "`Ref` is not known to `lockstep run`"},
        {"{\"Fn::GetAtt\":[\"Api\",\"ApiEndpoint\"]}", "`Api.ApiEndpoint` does not exist locally"},
        {"{\"Fn::GetAtt\":\"Api.ApiEndpoint\"}", "Fn::GetAtt wants a resource and an attribute"},
        {"{\"Fn::Join\":[\"\",[]]}", "`Fn::Join` is not known to `lockstep run`"},
        {"{\"Fn::Sub\":\"${Nothing}\"}", "`Nothing` is no parameter and no resource"},
        {"{\"Fn::Sub\":\"${ApiFunction.Version}\"}",
         "`ApiFunction.Version` does not exist locally"},
        {"{\"Ref\":\"Loop\"}", "refers to itself"},
        {"[]", "is no text"},
        {"{}", "is no text"},
        {"null", "is no text"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char template[2048], wanted[256];
        const char *problem;

        snprintf(template, sizeof(template), "%s%s%s",
                 PARAMETERS API("") "," REST "," TABLE(
                     "Loop",
                     "\"TableName\":{\"Ref\":\"Loop\"}") ","
                                                         "\"ApiFunction\":{\"Type\":\"AWS::Lambda::"
                                                         "Function\",\"Properties\":{"
                                                         "\"Environment\":{\"Variables\":{\"X\":",
                 rows[i].value, "}}}}}}");
        snprintf(wanted, sizeof(wanted),
                 "Resources.ApiFunction.Properties.Environment.Variables.X: %s", rows[i].problem);
        problem = load(template, NULL);
        cr_assert_not_null(problem, "%s", rows[i].value);
        cr_expect_str_eq(problem, wanted, "%s\nwant %s", problem, wanted);
    }
}

static const char memory_template[] =
    TEMPLATE(API("\"CorsConfiguration\":{\"AllowOrigins\":[\"*\"]}") "," REST "," FUNCTION(
        "\"Environment\":{"
        "\"Variables\":{\"A\":{"
        "\"Fn::Sub\":\"${T.Arn}\"}"
        "}}") "," TABLE("T", KEY) "," ROUTE("A", "GET /a/{b}"));

/* Loads with the n-th allocation failing; false when it failed. */
static bool load_with_failure(size_t n)
{
    struct mem_arena *tight = mem_arena_new();
    struct stack unused;

    cr_assert_not_null(tight);
    if (setjmp(*mem_guard(tight)) != 0) {
        mem_arena_free(tight);
        return false;
    }
    mem_fail_at(tight, n);
    cr_expect_null(stack_load(&unused, tight, text_of(memory_template), NULL));
    mem_arena_free(tight);
    return true;
}

/* Every allocation of the arena fails once; none may leak or crash. */
Test(local_template, short_memory_leaves_through_the_guard)
{
    size_t n = 1;

    while (n < 10000 && !load_with_failure(n))
        n++;
    cr_expect_gt(n, 20);
    cr_expect_lt(n, 10000);
}
