/*
 * From a template's routes and authorizers to who may call what.
 */
#include "local/stack.h"

#include <stdio.h>
#include <stdlib.h>

#include "expect.h"

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

TestSuite(local_routes, .init = set_up, .fini = tear_down);

/* The resources beside these are as the generator makes them; apostrophes stand for quotes. */
static const char *load(const char *resources)
{
    static const char frame[] =
        "{'Parameters':{'Environment':{'Default':'dev'}},'Resources':{"
        "'Api':{'Type':'AWS::ApiGatewayV2::Api'},"
        "'I':{'Type':'AWS::ApiGatewayV2::Integration','Properties':{'PayloadFormatVersion':'2.0'}},"
        "'S':{'Type':'AWS::ApiGatewayV2::Stage','Properties':{'StageName':'$default'}},"
        "'F':{'Type':'AWS::Lambda::Function'},%s}}";
    char json[4096];
    int len = snprintf(json, sizeof(json), frame, resources);

    cr_assert(len > 0 && (size_t)len < sizeof(json));
    for (char *at = json; *at != '\0'; at++)
        *at = *at == '\'' ? '"' : *at;
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory is short");
    return stack_load(&stack, arena, text_of(json), NULL);
}

#define ROUTE_A    "'A':{'Type':'AWS::ApiGatewayV2::Route','Properties':{'RouteKey':'GET /'"
#define BY_JWT     ",'AuthorizationType':'JWT','AuthorizerId':{'Ref':'U'}}}"
#define BY_CUSTOM  ",'AuthorizationType':'CUSTOM','AuthorizerId':{'Ref':'U'}}}"
#define AUTHORIZER ",'U':{'Type':'AWS::ApiGatewayV2::Authorizer','Properties':{'AuthorizerType':"

static void expect_loaded(const char *resources)
{
    const char *problem = load(resources);

    cr_assert_null(problem, "%s", problem);
}

Test(local_routes, routes_and_their_authorizers)
{
    static const char resources[] =
        "'Users':{'Type':'AWS::ApiGatewayV2::Authorizer','Properties':{'AuthorizerType':'JWT',"
        "'IdentitySource':['$request.header.Authorization'],'JwtConfiguration':{"
        "'Issuer':{'Fn::Sub':'https://id.${AWS::Region}/x'},'Audience':['a','b']}}},"
        "'Keys':{'Type':'AWS::ApiGatewayV2::Authorizer','Properties':{'AuthorizerType':'REQUEST',"
        "'AuthorizerUri':{'Fn::Sub':'arn:x'},'AuthorizerPayloadFormatVersion':'2.0',"
        "'EnableSimpleResponses':true,"
        "'IdentitySource':['$request.header.x-key','$request.querystring.u']}},"
        "'A':{'Type':'AWS::ApiGatewayV2::Route','Properties':{'RouteKey':'GET /open'}},"
        "'B':{'Type':'AWS::ApiGatewayV2::Route','Properties':{'RouteKey':'GET /none',"
        "'AuthorizationType':'NONE'}},"
        "'C':{'Type':'AWS::ApiGatewayV2::Route','Properties':{'RouteKey':'GET /jwt',"
        "'AuthorizationType':'JWT','AuthorizerId':{'Ref':'Users'}}},"
        "'D':{'Type':'AWS::ApiGatewayV2::Route','Properties':{'RouteKey':'GET /scoped',"
        "'AuthorizationType':'JWT','AuthorizerId':{'Ref':'Users'},"
        "'AuthorizationScopes':['r','w']}},"
        "'E':{'Type':'AWS::ApiGatewayV2::Route','Properties':{'RouteKey':'GET /lambda',"
        "'AuthorizationType':'CUSTOM','AuthorizerId':{'Ref':'Keys'}}},"
        "'G':{'Type':'AWS::ApiGatewayV2::Route','Properties':{'RouteKey':'GET /iam',"
        "'AuthorizationType':'AWS_IAM'}}";
    const struct authorizer *users, *keys;

    expect_loaded(resources);
    cr_assert_eq(stack.routes.route_count, 6);
    cr_expect_eq(stack.auth[0].kind, AUTH_NONE);
    cr_expect_eq(stack.auth[1].kind, AUTH_NONE);
    cr_assert_eq(stack.auth[2].kind, AUTH_JWT);
    users = stack.auth[2].authorizer;
    cr_assert_eq(users->source_count, 1);
    cr_expect_not(users->sources[0].in_query);
    cr_expect_str_eq(users->sources[0].name, "Authorization");
    EXPECT_STR(users->issuer, "https://id.us-east-1/x");
    cr_assert_eq(users->audience_count, 2);
    EXPECT_STR(users->audience[0], "a");
    EXPECT_STR(users->audience[1], "b");
    cr_expect_eq(stack.auth[2].scope_count, 0);
    cr_assert_eq(stack.auth[3].scope_count, 2);
    EXPECT_STR(stack.auth[3].scopes[1], "w");
    cr_assert_eq(stack.auth[4].kind, AUTH_LAMBDA);
    keys = stack.auth[4].authorizer;
    cr_assert_eq(keys->source_count, 2);
    cr_expect_not(keys->sources[0].in_query);
    cr_expect_str_eq(keys->sources[0].name, "x-key");
    cr_expect(keys->sources[1].in_query);
    cr_expect_str_eq(keys->sources[1].name, "u");
    cr_expect_eq(stack.auth[5].kind, AUTH_IAM);
}

Test(local_routes, a_lambda_authorizer_may_have_no_identity_source)
{
    expect_loaded(ROUTE_A BY_CUSTOM AUTHORIZER "'REQUEST'}}");
    cr_expect_eq(stack.auth[0].authorizer->source_count, 0);
}

#define NO_REF                                                                                     \
    "Resources.A.Properties.AuthorizerId: does not refer to an authorizer of this template"
#define NO_SOURCE                                                                                  \
    " is no identity source that `lockstep run` knows: those are $request.header.NAME and "        \
    "$request.querystring.NAME"

Test(local_routes, a_problem_names_its_place)
{
    static const struct {
        const char *resources, *problem;
    } rows[] = {
        {ROUTE_A ",'AuthorizationType':'JWT'}}", NO_REF},
        {ROUTE_A BY_JWT, NO_REF},
        {ROUTE_A BY_JWT ",'U':{'Type':'AWS::ApiGatewayV2::Model'}", NO_REF},
        {ROUTE_A ",'AuthorizationType':'CUSTOM','AuthorizerId':'abc123'}}", NO_REF},
        {ROUTE_A ",'AuthorizationType':'jwt'}}",
         "Resources.A.Properties.AuthorizationType: `jwt` is none of NONE, JWT, CUSTOM and "
         "AWS_IAM"},
        {ROUTE_A BY_CUSTOM AUTHORIZER "'JWT'}}",
         "Resources.U.Properties.AuthorizerType: is not REQUEST, as the route A wants"},
        {ROUTE_A BY_JWT AUTHORIZER "'REQUEST'}}",
         "Resources.U.Properties.AuthorizerType: is not JWT, as the route A wants"},
        {ROUTE_A BY_JWT AUTHORIZER "'JWT'}}",
         "Resources.U.Properties.IdentitySource: an authorizer of JWTs has one"},
        {ROUTE_A BY_JWT AUTHORIZER "'JWT','IdentitySource':['$request.header.A',"
                                   "'$request.header.B']}}",
         "Resources.U.Properties.IdentitySource: an authorizer of JWTs has one"},
        {ROUTE_A BY_JWT AUTHORIZER "'JWT','IdentitySource':['$request.header.A']}}",
         "Resources.U.Properties.JwtConfiguration: has no Issuer"},
        {ROUTE_A BY_CUSTOM AUTHORIZER "'REQUEST','IdentitySource':['$context.stage']}}",
         "Resources.U.Properties.IdentitySource: `$context.stage`" NO_SOURCE},
        {ROUTE_A BY_CUSTOM AUTHORIZER "'REQUEST','IdentitySource':['$request.header.']}}",
         "Resources.U.Properties.IdentitySource: `$request.header.`" NO_SOURCE},
        {ROUTE_A ",'AuthorizationScopes':[{}]}}",
         "Resources.A.Properties.AuthorizationScopes: is no text"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *problem = load(rows[i].resources);

        cr_assert_not_null(problem, "%s", rows[i].resources);
        cr_expect_str_eq(problem, rows[i].problem, "%s\nwant %s", problem, rows[i].problem);
    }
}
