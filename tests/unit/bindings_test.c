/*
 * gen/model/bindings, sources, table_sources and constant: where a route takes the attributes of
 * its key from, when templates, sources of the table and callers come in. routes_test.c has the
 * plain keys, lists_test.c the ranges.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "planned.h"

#define USERS                                                                                      \
    "api:\n"                                                                                       \
    "  authorizers:\n"                                                                             \
    "    users: { type: jwt, issuer: \"https://login.example.com/\", audience: [tap] }\n"          \
    "  auth: users\n"
#define CHAT                                                                                       \
    "tables:\n"                                                                                    \
    "  messages:\n"                                                                                \
    "    key:\n"                                                                                   \
    "      partition:\n"                                                                           \
    "        room_key: { template: \"{org}#{room}\", parts: { org: { source: claim.org } } }\n"    \
    "      sort: { message_key: { template: \"m#{sent}#{id}\" } }\n"

/* The bindings of a route as "attribute=place name", one after another. */
static const char *bindings_of(const struct planned *planned, const char *key)
{
    static const char *const places[] = {
        [LS_SOURCE_NONE] = "none",
        [LS_SOURCE_PATH] = "path",
        [LS_SOURCE_QUERY] = "query",
        [LS_SOURCE_HEADER] = "header",
        [LS_SOURCE_CLAIM] = "claim",
        [LS_SOURCE_BODY] = "body",
        [LS_SOURCE_IAM_USER_ARN] = "user_arn",
        [LS_SOURCE_IAM_ACCOUNT_ID] = "account_id",
        [LS_SOURCE_CONST] = "const",
        [LS_SOURCE_TYPED] = "typed",
    };
    const struct ls_route *route = planned_route(planned, key)->data;
    static char text[1000];
    size_t len = 0;

    text[0] = '\0';
    for (size_t i = 0; i < route->binding_count; i++) {
        const struct ls_binding *one = &route->bindings[i];

        cr_expect_null(one->attribute->template, "%s", one->attribute->name);
        cr_expect_eq(one->match, LS_MATCH_EQUALS);
        len += (size_t)snprintf(text + len, sizeof(text) - len, "%s%s=%s %s", i > 0 ? ", " : "",
                                one->attribute->name, places[one->low.kind],
                                one->low.name == NULL ? "-" : one->low.name);
    }
    return text;
}

static void expect_bindings(const char *tables, const char *route, const char *key,
                            const char *expected)
{
    struct planned planned;
    char spec[3000];

    snprintf(spec, sizeof(spec), SPEC_HEAD USERS "%sroutes:\n  %s\n", tables, route);
    planned_good(&planned, spec);
    cr_expect_str_eq(bindings_of(&planned, key), expected, "%s: %s", route,
                     bindings_of(&planned, key));
    planned_release(&planned);
}

Test(bindings, a_derived_attribute_is_bound_by_its_parts)
{
    static const struct {
        const char *route, *key, *bindings;
    } rows[] = {
        {"GET /{room}/{sent}/{id}: get messages", "GET /{room}/{sent}/{id}",
         "org=claim org, room=path room, sent=path sent, id=path id"},
        /* In the order of the key, whatever that of the path is. */
        {"GET /{id}/{sent}/{room}: get messages", "GET /{id}/{sent}/{room}",
         "org=claim org, room=path room, sent=path sent, id=path id"},
        {"POST /{room}: create messages", "POST /{room}",
         "org=claim org, room=path room, sent=body sent, id=body id"},
        {"GET /{r}: { action: get, table: messages, key: { room: path.r, sent: header.X-Sent, "
         "id: { const: \"7\" } } }",
         "GET /{r}", "org=claim org, room=path r, sent=header x-sent, id=const 7"},
        {"GET /rooms/{room}: list messages", "GET /rooms/{room}", "org=claim org, room=path room"},
        {"GET /rooms/{room}/{sent}: list messages", "GET /rooms/{room}/{sent}",
         "org=claim org, room=path room, sent=path sent"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        expect_bindings(CHAT, rows[i].route, rows[i].key, rows[i].bindings);
}

#define NOTES                                                                                      \
    "tables:\n"                                                                                    \
    "  notes:\n"                                                                                   \
    "    key:\n"                                                                                   \
    "      partition: { tenant: { source: \"claim.custom:tenant.id\" } }\n"                        \
    "      sort: { note: { generate: uuid7 } }\n"

Test(bindings, key_then_source_then_path_then_body)
{
    static const struct {
        const char *route, *key, *bindings;
    } rows[] = {
        {"GET /notes/{note}: get notes", "GET /notes/{note}",
         "tenant=claim custom:tenant.id, note=path note"},
        {"POST /notes: create notes", "POST /notes",
         "tenant=claim custom:tenant.id, note=body note"},
        /* The table's source goes before a path parameter of its name, which then needs a key. */
        {"GET /t/{tenant}/{note}: { action: get, table: notes, key: { tenant: path.tenant } }",
         "GET /t/{tenant}/{note}", "tenant=path tenant, note=path note"},
        {"POST /t: { action: create, table: notes, key: { tenant: body.tenant, note: query.n } }",
         "POST /t", "tenant=body tenant, note=query n"},
        {"GET /mine: list notes", "GET /mine", "tenant=claim custom:tenant.id"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        expect_bindings(NOTES, rows[i].route, rows[i].key, rows[i].bindings);
}

Test(bindings, crud_leaves_sources_out_of_the_path)
{
    static const struct {
        const char *tables, *routes, *list, *get;
    } rows[] = {
        {NOTES, "/notes: crud notes", "GET /notes", "GET /notes/{note}"},
        {CHAT, "/rooms/{room}/messages: crud messages", "GET /rooms/{room}/messages",
         "GET /rooms/{room}/messages/{sent}/{id}"},
        /* A part that stands in both attributes is one parameter. */
        {"tables:\n  t:\n    key:\n      partition: { p: { template: \"{a}#{b}\" } }\n"
         "      sort: { s: { template: \"{b}#{c}\" } }\n",
         "/t: { action: crud, table: t, scan: true }", "GET /t", "GET /t/{a}/{b}/{c}"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[3000];

        snprintf(spec, sizeof(spec), SPEC_HEAD USERS "%sroutes:\n  %s\n", rows[i].tables,
                 rows[i].routes);
        planned_good(&planned, spec);
        planned_route(&planned, rows[i].list);
        planned_route(&planned, rows[i].get);
        cr_expect_eq(planned.plan->route_count, 5);
        planned_release(&planned);
    }
}

Test(bindings, the_iam_caller)
{
    struct planned planned;

    planned_good(
        &planned, SPEC_HEAD
        "api: { auth: iam }\n"
        "tables: { t: { key: { partition: { owner: { source: iam.user_arn } }, sort: { id: "
        "string } } } }\n"
        "routes:\n"
        "  GET /t: list t\n"
        "  GET /a/{id}: { action: get, table: t, key: { owner: iam.account_id } }\n");
    cr_expect_str_eq(bindings_of(&planned, "GET /t"), "owner=user_arn -");
    cr_expect_str_eq(bindings_of(&planned, "GET /a/{id}"), "owner=account_id -, id=path id");
    planned_release(&planned);
}

/* What every part of an index's key needs is not asked of a create, whose body gives it. */
Test(bindings, an_index_has_nothing_to_do_with_a_write)
{
    expect_bindings("tables:\n  t:\n    key: { partition: { id: string } }\n    indexes:\n"
                    "      by_place: { key: { partition: { place_key: { template: "
                    "\"{country}#{city}\" } } } }\n",
                    "POST /t: create t\n  GET /{country}/{city}: { action: list, table: t, index: "
                    "by_place }",
                    "POST /t", "id=body id");
    expect_bindings("tables:\n  t:\n    key: { partition: { id: string } }\n    indexes:\n"
                    "      by_place: { key: { partition: { place_key: { template: "
                    "\"{country}#{city}\" } } } }\n",
                    "GET /{country}/{city}: { action: list, table: t, index: by_place }",
                    "GET /{country}/{city}", "country=path country, city=path city");
}

Test(bindings, constants_of_parts_fit_into_the_template)
{
    static const struct {
        const char *value;
        bool fits;
    } rows[] = {
        {"a", true},   {"a::b", false}, {"a:", false}, {":a", true},
        {"::", false}, {"a:b", true},   {"#", true},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[1000];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD
                 "tables: { t: { key: { partition: { p: { template: \"#{a}::{b}\" } } } } }"
                 "\nroutes:\n  GET /{b}: { action: get, table: t, key: { a: { const: "
                 "\"%s\" } } }\n",
                 rows[i].value);
        planned_make(&planned, spec);
        cr_expect_eq(planned.plan != NULL, rows[i].fits, "%s %s", rows[i].value,
                     planned_says(&planned));
        cr_expect_eq(strstr(planned_says(&planned), "[constant_in_template]") != NULL,
                     !rows[i].fits);
        planned_release(&planned);
    }
}

/* The last part has nothing behind it, and may hold anything. */
Test(bindings, the_last_part_ends_the_key)
{
    expect_bindings("tables: { t: { key: { partition: { p: { template: \"#{a}#{b}\" } } } } }\n",
                    "GET /{a}: { action: get, table: t, key: { b: { const: \"x#y\" } } }",
                    "GET /{a}", "a=path a, b=const x#y");
}

static void expect_one_error(const char *spec, const char *id)
{
    struct planned planned;

    planned_make(&planned, spec);
    cr_expect_null(planned.plan, "%s", spec);
    cr_expect_eq(diags_errors(planned.diags) + diags_warnings(planned.diags), 1, "%s",
                 planned_says(&planned));
    cr_expect_not_null(strstr(planned_says(&planned), id), "%s", planned_says(&planned));
    planned_release(&planned);
}

/* One mistake is told once, and nothing that only follows from it. */
Test(bindings, one_mistake_one_message)
{
    expect_one_error(SPEC_HEAD NOTES "routes:\n  /notes: crud notes\n",
                     "[source_needs_authorizer]");
    expect_one_error(
        SPEC_HEAD USERS
        "tables: { t: { key: { partition: { id: { source: path.x } }, sort: { n: string "
        "} } } }\nroutes:\n  /t: crud t\n",
        "[source_of_table]");
    expect_one_error(SPEC_HEAD USERS NOTES
                     "routes:\n  GET /t/{tenant}: { action: list, table: notes }\n",
                     "[unused_parameter]");
    expect_one_error(SPEC_HEAD USERS CHAT
                     "routes:\n  GET /{room_key}/{sent}/{id}: { action: get, table: messages, key: "
                     "{ room_key: path.room_key } }\n",
                     "[derived_attribute]");
    expect_one_error(SPEC_HEAD "api: { auth: usrs, authorizers: { users: { type: jwt, issuer: "
                               "\"https://x.example\", audience: [a] } } }\n" NOTES
                               "routes:\n  /notes: crud notes\n",
                     "[unknown_auth]");
    expect_one_error(SPEC_HEAD "api: { authorizers: { users: { type: jwt, issuer: "
                               "\"https://x.example\", audience: [a] } } }\n" NOTES
                               "routes:\n  /notes: crud notes\n",
                     "[auth_missing]");
    expect_one_error(SPEC_HEAD
                     "tables: { t: { key: { partition: { p: { template: room } }, sort: { "
                     "s: string } } } }\nroutes:\n  /t/{room}: crud t\n"
                     "  GET /u/{p}: list t\n",
                     "[template_without_part]");
    expect_one_error(SPEC_HEAD SPEC_ITEMS
                     "    indexes: { by_x: { key: { partition: { x: { template: "
                     "\"{a\" } } } } }\nroutes:\n  GET /{a}: { action: list, "
                     "table: items, index: by_x }\n",
                     "[template_syntax]");
}
