/*
 * cfn_authorizers.c - who may call the API: its authorizers, and what each route asks for.
 */
#include "emit/cfn.h"

static void jwt(struct json properties, const struct plan_authorizer *one)
{
    struct json configuration;

    json_string(json_array(properties, "IdentitySource"), NULL, "$request.header.Authorization");
    configuration = json_object(properties, "JwtConfiguration");
    cfn_values(configuration, "Audience", one->audience, one->spec->audience.count);
    cfn_value(configuration, "Issuer", &one->issuer);
}

/* Its answer is in the simple form, {"isAuthorized": true, "context": {…}}: no policy to write. */
static void lambda(struct json properties, const struct plan_authorizer *one)
{
    struct json uri = json_array(json_object(properties, "AuthorizerUri"), "Fn::Sub"), identity;

    json_string(uri, NULL,
                "arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/functions/"
                "${Function}/invocations");
    cfn_value(json_object(uri, NULL), "Function", &one->arn);
    json_string(properties, "AuthorizerPayloadFormatVersion", "2.0");
    json_bool(properties, "EnableSimpleResponses", true);
    json_int(properties, "AuthorizerResultTtlInSeconds", one->spec->ttl_s.value);
    identity = json_array(properties, "IdentitySource");
    for (size_t i = 0; i < one->identity_count; i++)
        json_string(identity, NULL, one->identity[i]);
}

/* For this authorizer of this API, and nobody else. */
static void permission(struct json resources, const struct plan_authorizer *one)
{
    const char *id = text_format(resources.arena, "%sPermission", one->logical_id).ptr;
    struct json properties = cfn_resource(resources, id, "AWS::Lambda::Permission");

    json_string(properties, "Action", "lambda:InvokeFunction");
    cfn_value(properties, "FunctionName", &one->arn);
    json_string(properties, "Principal", "apigateway.amazonaws.com");
    cfn_sub(
        properties, "SourceArn",
        text_format(resources.arena,
                    "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${" PLAN_API
                    "}/authorizers/${%s}",
                    one->logical_id)
            .ptr);
}

void cfn_authorizers(struct json resources, const struct plan *plan)
{
    for (size_t i = 0; i < plan->authorizer_count; i++) {
        const struct plan_authorizer *one = &plan->authorizers[i];
        bool is_jwt = one->spec->type.value == AUTHORIZER_JWT;
        struct json properties =
            cfn_resource(resources, one->logical_id, "AWS::ApiGatewayV2::Authorizer");

        cfn_ref(properties, "ApiId", PLAN_API);
        json_text(properties, "Name", one->spec->name.value);
        json_string(properties, "AuthorizerType", is_jwt ? "JWT" : "REQUEST");
        if (is_jwt) {
            jwt(properties, one);
        } else {
            lambda(properties, one);
            permission(resources, one);
        }
    }
}

void cfn_route_auth(struct json properties, const struct plan_route *route)
{
    switch (route->auth) {
    case PLAN_AUTH_NONE:
        /* Said in any case: without it an update leaves a route with the authorizer it had. */
        json_string(properties, "AuthorizationType", "NONE");
        return;
    case PLAN_AUTH_IAM:
        json_string(properties, "AuthorizationType", "AWS_IAM");
        return;
    case PLAN_AUTH_AUTHORIZER:
        json_string(properties, "AuthorizationType",
                    route->authorizer->spec->type.value == AUTHORIZER_JWT ? "JWT" : "CUSTOM");
        cfn_ref(properties, "AuthorizerId", route->authorizer->logical_id);
        if (route->spec->scopes.count > 0)
            cfn_texts(properties, "AuthorizationScopes", &route->spec->scopes);
        return;
    }
}
