/*
 * cfn_api.c - the HTTP API: CORS, one integration with the alias, the routes, the stage, and the
 * permission to invoke.
 */
#include "emit/cfn.h"

static void cors_configuration(struct json properties, const struct plan *plan)
{
    const struct spec_cors *cors = &plan->spec->api.cors;
    struct json one, methods;

    if (cors->at.end == 0)
        return;
    one = json_object(properties, "CorsConfiguration");
    cfn_texts(one, "AllowOrigins", &cors->origins);
    methods = json_array(one, "AllowMethods");
    for (size_t i = 0; i < plan->cors_method_count; i++)
        json_text(methods, NULL, plan->cors_methods[i]);
    if (cors->headers.count > 0)
        cfn_texts(one, "AllowHeaders", &cors->headers);
    if (cors->expose_headers.count > 0)
        cfn_texts(one, "ExposeHeaders", &cors->expose_headers);
    json_bool(one, "AllowCredentials", cors->credentials.value);
    json_int(one, "MaxAge", cors->max_age_s.value);
}

static void api(struct json resources, const struct plan *plan)
{
    struct json properties = cfn_resource(resources, PLAN_API, "AWS::ApiGatewayV2::Api");
    struct text service = plan->spec->service.value;

    cfn_sub(
        properties, "Name",
        text_format(resources.arena, "%.*s-${" PLAN_ENVIRONMENT "}", (int)service.len, service.ptr)
            .ptr);
    json_string(properties, "ProtocolType", "HTTP");
    if (plan->spec->description.value.len > 0)
        json_text(properties, "Description", plan->spec->description.value);
    cors_configuration(properties, plan);
    cfn_tag_map(properties, plan, "http-api");
}

static void integration(struct json resources)
{
    struct json properties =
        cfn_resource(resources, CFN_INTEGRATION, "AWS::ApiGatewayV2::Integration");

    cfn_ref(properties, "ApiId", PLAN_API);
    json_string(properties, "IntegrationType", "AWS_PROXY");
    json_string(properties, "IntegrationMethod", "POST");
    cfn_ref(properties, "IntegrationUri", CFN_ALIAS);
    json_string(properties, "PayloadFormatVersion", "2.0");
}

/* A route refers to the integration and that to the alias, so a new one comes after its code. */
static void routes(struct json resources, const struct plan *plan)
{
    for (size_t i = 0; i < plan->route_count; i++) {
        const struct plan_route *route = &plan->routes[i];
        struct json properties =
            cfn_resource(resources, route->logical_id, "AWS::ApiGatewayV2::Route");

        cfn_ref(properties, "ApiId", PLAN_API);
        json_text(properties, "RouteKey", route->key);
        cfn_sub(properties, "Target", "integrations/${" CFN_INTEGRATION "}");
        cfn_route_auth(properties, route);
    }
}

static void stage(struct json resources, const struct plan *plan)
{
    struct json properties = cfn_resource(resources, CFN_STAGE, "AWS::ApiGatewayV2::Stage");

    cfn_ref(properties, "ApiId", PLAN_API);
    json_string(properties, "StageName", "$default");
    json_bool(properties, "AutoDeploy", true);
    cfn_tag_map(properties, plan, "http-api-stage");
}

/* One for every route: a function's policy holds 20 KB, about fifty permissions of one route. */
static void permission(struct json resources)
{
    struct json properties = cfn_resource(resources, CFN_PERMISSION, "AWS::Lambda::Permission");

    json_string(properties, "Action", "lambda:InvokeFunction");
    cfn_ref(properties, "FunctionName", CFN_ALIAS);
    json_string(properties, "Principal", "apigateway.amazonaws.com");
    cfn_sub(properties, "SourceArn",
            "arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${" PLAN_API
            "}/*/*");
}

void cfn_api(struct json resources, const struct plan *plan)
{
    api(resources, plan);
    integration(resources);
    permission(resources);
    cfn_authorizers(resources, plan);
    routes(resources, plan);
    stage(resources, plan);
}
