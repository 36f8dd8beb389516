/*
 * gen/read/decode over what routes, authorizers and environments are written with.
 */
#include <string.h>

#include "reading.h"

#define HEAD                 "lockstep: 1\nservice: tap\n"
#define COUNT(list)          (sizeof(list) / sizeof((list)[0]))
#define AT(type_, list_, i_) (&((const type_ *)(list_).items)[i_])
#define NAME(list_, i_)      AT(struct spec_text, list_, i_)->value
#define IN_ROUTE(rest_)      HEAD "routes: { PUT /x: { action: update, table: items, " rest_ " } }\n"
#define IN_API(rest_)        HEAD "api: { " rest_ " }\n"

static void expect_ids(const char *text, const char *ids)
{
    struct reading r;

    reading_spec(&r, text);
    EXPECT_IDS(&r, ids);
    reading_end(&r);
}

/* ---- routes ------------------------------------------------------------------------------- */

Test(decode_routes, a_route_with_everything_written)
{
    struct reading r;
    const struct spec_route *route;
    const struct spec_match *filter;

    reading_spec(&r, HEAD "routes:\n"
                          "  GET /x:\n"
                          "    action: list\n"
                          "    table: items\n"
                          "    filter:\n"
                          "      a: query.a\n"
                          "      b: { from: query.low, to: { const: 5 } }\n"
                          "      c: { contains: { const: x } }\n"
                          "      d: { exists: false }\n"
                          "      e: { const: true }\n"
                          "    fields: [a, b]\n"
                          "    client_fields: true\n"
                          "    consistent: true\n"
                          "    set: { by: claim.sub, state: { const: open } }\n"
                          "    add: { views: 1, cost: -0.5 }\n"
                          "    null_removes: true\n"
                          "    if_match: required\n"
                          "    idempotency: { table: attempts, ttl_s: 60, required: true }\n"
                          "    auth: users\n"
                          "    scopes: [notes/read, \"notes:write\"]\n");
    EXPECT_IDS(&r, "");
    route = r.spec.routes.items;
    cr_assert_eq(route->filter.count, 5);
    filter = route->filter.items;
    EXPECT_TEXT(filter[0].name.value, "a");
    EXPECT_TEXT(filter[0].ref.value, "query.a");
    EXPECT_TEXT(filter[1].from.ref.value, "query.low");
    cr_expect_eq(filter[1].to.constant.value->integer, 5);
    EXPECT_TEXT(filter[2].contains.constant.value->text, "x");
    cr_expect(filter[3].exists.set);
    cr_expect_not(filter[3].exists.value);
    cr_expect_eq(filter[4].constant.value->kind, DOC_BOOL);
    cr_assert_eq(route->fields.count, 2);
    EXPECT_TEXT(NAME(route->fields, 1), "b");
    cr_expect(route->client_fields.value);
    cr_expect(route->consistent.value);
    cr_assert_eq(route->set.count, 2);
    EXPECT_TEXT(AT(struct spec_assignment, route->set, 0)->name.value, "by");
    EXPECT_TEXT(AT(struct spec_assignment, route->set, 0)->source.ref.value, "claim.sub");
    cr_expect(AT(struct spec_assignment, route->set, 1)->source.constant.set);
    cr_assert_eq(route->add.count, 2);
    EXPECT_TEXT(AT(struct spec_addition, route->add, 1)->name.value, "cost");
    EXPECT_TEXT(AT(struct spec_addition, route->add, 1)->number.value->text, "-0.5");
    cr_expect(route->null_removes.value);
    cr_expect_eq(route->if_match.value, IF_MATCH_REQUIRED);
    EXPECT_TEXT(route->idempotency.table.value, "attempts");
    cr_expect_eq(route->idempotency.ttl_s.value, 60);
    cr_expect(route->idempotency.required.value);
    EXPECT_TEXT(route->auth.value, "users");
    cr_assert_eq(route->scopes.count, 2);
    EXPECT_TEXT(NAME(route->scopes, 1), "notes:write");
    reading_end(&r);
}

Test(decode_routes, what_a_route_is_by_default)
{
    struct reading r;
    const struct spec_route *route;

    reading_spec(&r, IN_ROUTE("idempotency: { table: attempts }"));
    EXPECT_IDS(&r, "");
    route = r.spec.routes.items;
    cr_expect_eq(route->idempotency.ttl_s.value, 86400);
    cr_expect_not(route->idempotency.required.value);
    cr_expect_not(route->client_fields.value);
    cr_expect_not(route->consistent.value);
    cr_expect_not(route->null_removes.value);
    cr_expect_eq(route->if_match.value, IF_MATCH_OPTIONAL);
    cr_expect_not(route->if_match.set);
    cr_expect_not(route->auth.set);
    cr_expect_eq(route->filter.count + route->set.count + route->add.count + route->fields.count,
                 0);
    reading_end(&r);
}

Test(decode_routes, routes_that_are_wrong)
{
    static const struct {
        const char *text, *ids;
    } cases[] = {
        {IN_ROUTE("filter: {}"), "too_few"},
        {IN_ROUTE("filter: { a: { exists: \"true\" } }"), "wrong_type"},
        {IN_ROUTE("filter: { a: { equals: query.a } }"), "unknown_key"},
        {IN_ROUTE("filter: { a: { const: [1] } }"), "wrong_type"},
        {IN_ROUTE("key: { a: { contains: query.a } }"), "unknown_key"},
        {IN_ROUTE("key: { a: { exists: true } }"), "unknown_key"},
        {IN_ROUTE("fields: []"), "too_few"},
        {IN_ROUTE("fields: a"), "wrong_type"},
        {IN_ROUTE("set: { a: 5 }"), "unquoted_text"},
        {IN_ROUTE("set: { a: { from: query.a } }"), "unknown_key"},
        {IN_ROUTE("add: { a: query.a }"), "wrong_type"},
        {IN_ROUTE("add: { a: \"1\" }"), "wrong_type"},
        {IN_ROUTE("if_match: true"), "wrong_type"},
        {IN_ROUTE("if_match: always"), "unknown_value"},
        {IN_ROUTE("idempotency: attempts"), "wrong_type"},
        {IN_ROUTE("idempotency: {}"), "missing_key"},
        {IN_ROUTE("idempotency: { table: t, ttl_s: 0 }"), "out_of_range"},
        {IN_ROUTE("auth: Users"), "bad_text"},
        {IN_ROUTE("scopes: []"), "too_few"},
        {IN_ROUTE("scopes: [a, b, c, d, e, f, g, h, i, j]"), ""},
        {IN_ROUTE("scopes: [a, b, c, d, e, f, g, h, i, j, k]"), "too_many"},
        {IN_ROUTE("scopes: [a b]"), "bad_text"},
    };

    for (size_t i = 0; i < COUNT(cases); i++)
        expect_ids(cases[i].text, cases[i].ids);
}

/* ---- authorizers -------------------------------------------------------------------------- */

Test(decode_routes, authorizers)
{
    struct reading r;
    const struct spec_authorizer *users;

    reading_spec(&r,
                 IN_API("auth: users, authorizers: {\n"
                        "  users: { type: jwt, issuer: \"https://a.example/${env}\", "
                        "audience: [web, app] },\n"
                        "  own: { type: lambda, identity: [header.x-key, query.key], ttl_s: 0,\n"
                        "    arn: \"arn:aws:lambda:eu-central-1:123456789012:function:f\" },\n"
                        "  plain: { type: lambda } }"));
    EXPECT_IDS(&r, "");
    EXPECT_TEXT(r.spec.api.auth.value, "users");
    cr_assert_eq(r.spec.api.authorizers.count, 3);
    users = r.spec.api.authorizers.items;
    EXPECT_TEXT(users[0].name.value, "users");
    cr_expect_eq(users[0].type.value, AUTHORIZER_JWT);
    EXPECT_TEXT(users[0].issuer.value, "https://a.example/${env}");
    cr_assert_eq(users[0].audience.count, 2);
    EXPECT_TEXT(NAME(users[0].audience, 1), "app");
    cr_expect_eq(users[1].type.value, AUTHORIZER_LAMBDA);
    EXPECT_TEXT(NAME(users[1].identity, 1), "query.key");
    cr_expect_eq(users[1].ttl_s.value, 0);
    cr_expect(users[1].ttl_s.set);
    cr_assert_eq(users[2].identity.count, 1);
    EXPECT_TEXT(NAME(users[2].identity, 0), "header.authorization");
    cr_expect_not(users[2].identity.set);
    cr_expect_eq(users[2].ttl_s.value, 300);
    reading_end(&r);
}

Test(decode_routes, authorizers_that_are_wrong)
{
#define USERS(rest_) IN_API("authorizers: { users: { " rest_ " } }")
    static const struct {
        const char *text, *ids;
    } cases[] = {
        {USERS("issuer: \"https://a/\""), "missing_key"},
        {USERS("type: JWT"), "unknown_value"},
        {USERS("type: jwt, issuer: \"http://a/\""), "bad_text"},
        {USERS("type: jwt, audience: []"), "too_few"},
        {USERS("type: jwt, audience: web"), "wrong_type"},
        {USERS("type: lambda, arn: f"), "bad_text"},
        {USERS("type: lambda, identity: [authorization]"), "bad_text"},
        {USERS("type: lambda, identity: []"), "too_few"},
        {USERS("type: lambda, ttl_s: 3601"), "out_of_range"},
        {USERS("type: lambda, ttl_s: -1"), "out_of_range"},
        {USERS("type: lambda, handler: f"), "not_supported_yet"},
        {IN_API("authorizers: { Users: { type: jwt } }"), "bad_text"},
        {IN_API("authorizers: [users]"), "wrong_type"},
        {IN_API("auth: [users]"), "wrong_type"},
    };
#undef USERS
    char text[1000], audience[600] = "";

    for (size_t i = 0; i < COUNT(cases); i++)
        expect_ids(cases[i].text, cases[i].ids);
    for (int i = 0; i < 51; i++)
        snprintf(audience + strlen(audience), sizeof(audience) - strlen(audience), "%sa%d",
                 i == 0 ? "" : ", ", i);
    snprintf(text, sizeof(text), IN_API("authorizers: { u: { type: jwt, audience: [%s] } }"),
             audience);
    expect_ids(text, "too_many");
    *strrchr(audience, ',') = '\0';
    snprintf(text, sizeof(text), IN_API("authorizers: { u: { type: jwt, audience: [%s] } }"),
             audience);
    expect_ids(text, "");
}

/* ---- environments ------------------------------------------------------------------------- */

Test(decode_routes, environments_by_name_or_with_overlays)
{
    struct reading r;
    const struct spec_environment *environments;

    reading_spec(&r, HEAD "environments: { dev: , test: {}, prod: { logs: { level: warn } } }\n");
    EXPECT_IDS(&r, "");
    cr_assert_eq(r.spec.environments.count, 3);
    environments = r.spec.environments.items;
    EXPECT_TEXT(environments[0].name.value, "dev");
    cr_expect_not(environments[0].overlay.set);
    cr_expect_null(environments[0].overlay.value);
    cr_assert(environments[1].overlay.set);
    cr_expect_eq(environments[1].overlay.value->count, 0);
    EXPECT_TEXT(environments[2].name.value, "prod");
    cr_assert(environments[2].overlay.set);
    EXPECT_TEXT(environments[2].overlay.value->members[0].key, "logs");
    reading_end(&r);

    reading_spec(&r, HEAD "environments: live\n");
    EXPECT_IDS(&r, "");
    cr_assert_eq(r.spec.environments.count, 1);
    EXPECT_TEXT(AT(struct spec_environment, r.spec.environments, 0)->name.value, "live");
    reading_end(&r);
}

Test(decode_routes, environments_that_are_wrong)
{
    expect_ids(HEAD "environments: {}\n", "too_few");
    expect_ids(HEAD "environments: { Dev: {} }\n", "bad_text");
    expect_ids(HEAD "environments: { dev: [a] }\n", "wrong_type");
    expect_ids(HEAD "environments: { dev: x }\n", "wrong_type");
    expect_ids(HEAD "environments: { dev: false }\n", "wrong_type");
    expect_ids(HEAD "environments: [dev, { prod: {} }]\n", "wrong_type");
}
