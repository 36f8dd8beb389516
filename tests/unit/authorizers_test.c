/*
 * gen/model/authorizers and route_auth: who decides who may call which route.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "planned.h"

#define AUTHORIZERS                                                                                \
    "  authorizers:\n"                                                                             \
    "    users: { type: jwt, issuer: \"https://${env}.example.com/\", audience: [web, "            \
    "\"${env}\"] "                                                                                 \
    "}\n"                                                                                          \
    "    staff:\n"                                                                                 \
    "      type: lambda\n"                                                                         \
    "      arn: \"arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:decide\"\n"             \
    "      identity: [header.X-Key, query.key, context.routeKey]\n"

Test(authorizers, values_for_the_template)
{
    struct planned planned;
    const struct plan_authorizer *authorizers;

    planned_good(&planned, SPEC_HEAD "api:\n  auth: users\n" AUTHORIZERS
                                     "routes:\n  GET /a: { handler: answer }\n"
                                     "  GET /b: { handler: answer, auth: staff }\n");
    cr_assert_eq(planned.plan->authorizer_count, 2);
    authorizers = planned.plan->authorizers;
    cr_expect_str_eq(authorizers[0].logical_id, "UsersAuthorizer");
    cr_expect_str_eq(authorizers[0].issuer.text.ptr, "https://${Environment}.example.com/");
    cr_expect(authorizers[0].issuer.is_sub);
    cr_expect_str_eq(authorizers[0].audience[0].text.ptr, "web");
    cr_expect_str_eq(authorizers[0].audience[1].ref, "Environment");
    cr_expect_str_eq(authorizers[1].logical_id, "StaffAuthorizer");
    cr_expect_str_eq(authorizers[1].arn.text.ptr,
                     "arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:decide");
    cr_assert_eq(authorizers[1].identity_count, 3);
    cr_expect_str_eq(authorizers[1].identity[0], "$request.header.X-Key");
    cr_expect_str_eq(authorizers[1].identity[1], "$request.querystring.key");
    cr_expect_str_eq(authorizers[1].identity[2], "$context.routeKey");
    planned_release(&planned);
}

Test(authorizers, the_default_place_of_identity)
{
    struct planned planned;

    planned_good(&planned,
                 SPEC_HEAD "api: { auth: one, authorizers: { one: { type: lambda, arn: "
                           "\"arn:aws:lambda:eu-west-1:123456789012:function:f:live\" } } }\n"
                           "routes:\n  GET /a: { handler: answer }\n");
    cr_assert_eq(planned.plan->authorizers[0].identity_count, 1);
    cr_expect_str_eq(planned.plan->authorizers[0].identity[0], "$request.header.authorization");
    planned_release(&planned);
}

Test(authorizers, who_may_call_a_route)
{
    static const struct {
        const char *api, *route;
        enum plan_auth auth;
        const char *authorizer;
    } rows[] = {
        {"auth: none", "", PLAN_AUTH_NONE, NULL},
        {"auth: users", "", PLAN_AUTH_AUTHORIZER, "users"},
        {"auth: iam", "", PLAN_AUTH_IAM, NULL},
        {"auth: users", ", auth: none", PLAN_AUTH_NONE, NULL},
        {"auth: users", ", auth: iam", PLAN_AUTH_IAM, NULL},
        {"auth: users", ", auth: staff", PLAN_AUTH_AUTHORIZER, "staff"},
        {"auth: none", ", auth: users, scopes: [a]", PLAN_AUTH_AUTHORIZER, "users"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        const struct plan_route *route;
        char spec[2000];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD "api:\n  %s\n" AUTHORIZERS "routes:\n  GET /a: { handler: answer%s }\n"
                           "  GET /b: { handler: answer, auth: users }\n"
                           "  GET /c: { handler: answer, auth: staff }\n",
                 rows[i].api, rows[i].route);
        planned_good(&planned, spec);
        route = planned_route(&planned, "GET /a");
        cr_expect_eq(route->auth, rows[i].auth, "%s%s", rows[i].api, rows[i].route);
        cr_expect_eq(route->authorizer == NULL, rows[i].authorizer == NULL);
        if (rows[i].authorizer != NULL)
            cr_expect_str_eq(route->authorizer->spec->name.value.ptr, rows[i].authorizer);
        planned_release(&planned);
    }
}

Test(authorizers, crud_and_preflight)
{
    struct planned planned;

    planned_good(&planned, SPEC_HEAD SPEC_ITEMS
                 "api:\n  auth: users\n  cors: { origins: [\"https://example.com\"] }\n" AUTHORIZERS
                 "routes:\n  /items: { action: crud, table: items, auth: staff }\n"
                 "  OPTIONS /items: preflight\n"
                 "  OPTIONS /b: { action: preflight, auth: none }\n"
                 "  GET /b: { handler: answer }\n");
    cr_expect_str_eq(planned_route(&planned, "DELETE /items/{id}")->authorizer->logical_id,
                     "StaffAuthorizer");
    cr_expect_str_eq(planned_route(&planned, "GET /b")->authorizer->logical_id, "UsersAuthorizer");
    cr_expect_eq(planned_route(&planned, "OPTIONS /items")->auth, PLAN_AUTH_NONE);
    cr_expect_null(planned_route(&planned, "OPTIONS /items")->authorizer);
    cr_expect_eq(planned_route(&planned, "OPTIONS /b")->auth, PLAN_AUTH_NONE);
    planned_release(&planned);
}

Test(authorizers, without_any_everybody_may_call)
{
    struct planned planned;

    planned_good(&planned, SPEC_HEAD SPEC_ITEMS SPEC_CRUD);
    cr_expect_eq(planned.plan->authorizer_count, 0);
    cr_expect_eq(planned.plan->routes[0].auth, PLAN_AUTH_NONE);
    planned_release(&planned);
}

Test(authorizers, arns_of_functions)
{
    static const struct {
        const char *arn;
        bool good;
    } rows[] = {
        {"arn:aws:lambda:eu-west-1:123456789012:function:decide", true},
        {"arn:aws:lambda:eu-west-1:123456789012:function:decide:7", true},
        {"arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:f-${env}", true},
        {"arn:aws:lambda:eu-west-1:123456789012:function:", false},
        {"arn:aws:lambda:eu-west-1:123456789012:function:decide:", false},
        {"arn:aws:lambda:eu-west-1:123456789012:function:decide:7:8", false},
        {"arn:aws:lambda:eu-west-1:123456789012:layer:decide", false},
        {"arn:aws:lambda:eu-west-1:12345:function:decide", false},
        {"arn:aws:lambda::123456789012:function:decide", false},
        {"arn:aws:lambdas:${AWS::Region}:123456789012:function:decide", false},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[1000];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD
                 "api: { auth: one, authorizers: { one: { type: lambda, arn: \"%s\" } } }\n"
                 "routes:\n  GET /a: { handler: answer }\n",
                 rows[i].arn);
        planned_make(&planned, spec);
        cr_expect_eq(planned.plan != NULL, rows[i].good, "%s %s", rows[i].arn,
                     planned_says(&planned));
        planned_release(&planned);
    }
}
