/*
 * gen/emit/cfn: values, and when a deployment publishes another version of the function.
 * CloudFormation does so when AWS::Lambda::Version's description changes; Lambda refuses when
 * nothing else did. What else is in a template, the golden cases say.
 */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

#include "emit/cfn.h"
#include "gen.h"

/* Parts of a spec; NULL: that of the base. */
struct parts {
    const char *head, *table, *function, *routes, *logs;
};

#define TABLE "    key: { partition: { id: string } }\n"
#define LOCAL                                                                                      \
    "    key: { partition: { id: string }, sort: { at: string } }\n"                               \
    "    indexes: { by_size: { local: true, key: { sort: { size: number } }, projection: "
#define LOCAL_ROUTES                                                                               \
    "  /lists/{id}: crud items\n"                                                                  \
    "  GET /sizes/{id}: { action: list, table: items, index: by_size }\n"

#define STREAM "function: { environment: { CHANGES: \"from ${table.items.stream_arn}\" } }\n"

static const struct parts base = {
    .head = "lockstep: 1\nservice: tap\nenvironments: [dev, prod]\ntags: { Project: tap }\n",
    .table = TABLE "    name: items-${env}\n",
    .function = "function: { memory_mb: 256, environment: { LEVEL: one } }\n",
    .routes = "  /items: crud items\n",
    .logs = "logs: { retention_days: 14 }\n",
};

static const struct change {
    const char *what;
    bool publishes;
    struct parts before, after;
} changes[] = {
    {"nothing", false, {0}, {0}},
    {"memory",
     true,
     {0},
     {.function = "function: { memory_mb: 512, environment: { LEVEL: one } }\n"}},
    {"a variable",
     true,
     {0},
     {.function = "function: { memory_mb: 256, environment: { LEVEL: two } }\n"}},
    {"the log's format", true, {0}, {.logs = "logs: { retention_days: 14, format: text }\n"}},
    {"routes, which are part of the contract",
     true,
     {0},
     {.routes = "  /items: { action: crud, table: items, only: [list, get] }\n"}},
    {"a table's name, which a variable refers to",
     true,
     {0},
     {.table = TABLE "    name: things-${env}\n"}},
    {"a table that CloudFormation names from now on", true, {0}, {.table = TABLE}},
    {"a local index: the table is replaced and gets another name",
     true,
     {.table = LOCAL "all } }\n", .routes = LOCAL_ROUTES},
     {.table = LOCAL "keys_only } }\n", .routes = LOCAL_ROUTES}},
    {"a local index of an existing table, which stays",
     false,
     {.table = LOCAL "all } }\n    existing: items-1\n", .routes = LOCAL_ROUTES},
     {.table = LOCAL "keys_only } }\n    existing: items-1\n", .routes = LOCAL_ROUTES}},
    {"tags, which a version does not hold",
     false,
     {0},
     {.head = "lockstep: 1\nservice: tap\nenvironments: [dev, prod]\ntags: { Project: x }\n"}},
    {"one more environment",
     false,
     {0},
     {.head = "lockstep: 1\nservice: tap\nenvironments: [dev, prod, test]\n"
              "tags: { Project: tap }\n"}},
    {"retention", false, {0}, {.logs = "logs: { retention_days: 30 }\n"}},
    {"the name of an existing table, which is a variable",
     true,
     {.table = TABLE "    existing: items-1\n"},
     {.table = TABLE "    existing: items-2\n"}},
    {"a table that exists from now on", true, {0}, {.table = TABLE "    existing: items-${env}\n"}},
    {"the kind of a stream, which no variable names",
     false,
     {.table = TABLE "    stream: new_image\n"},
     {.table = TABLE "    stream: keys_only\n"}},
    {"the kind of a stream whose ARN a variable holds",
     true,
     {.table = TABLE "    stream: new_image\n", .function = STREAM},
     {.table = TABLE "    stream: keys_only\n", .function = STREAM}},
    {"encryption, insights and policy of a table",
     false,
     {0},
     {.table = TABLE "    name: items-${env}\n    encryption: aws_managed\n"
                     "    contributor_insights: true\n    recovery_period_days: 3\n"
                     "    policy: [{ effect: allow, principals: [\"123456789012\"],"
                     " actions: [\"dynamodb:GetItem\"], resources: [\"*\"] }]\n"}},
    {"the bounds of scaling",
     false,
     {.table = TABLE "    billing: provisioned\n"
                     "    capacity: { read: { min: 1, max: 9 }, write: 1 }\n"},
     {.table = TABLE "    billing: provisioned\n"
                     "    capacity: { read: { min: 2, max: 8 }, write: 1 }\n"}},
    {"billing, recovery and protection of a table",
     false,
     {0},
     {.table = TABLE "    name: items-${env}\n    billing: provisioned\n"
                     "    capacity: { read: 1, write: 1 }\n    point_in_time_recovery: false\n"
                     "    deletion_protection: true\n"}},
};

static const char *part(const char *own, const char *otherwise)
{
    return own != NULL ? own : otherwise;
}

/* The template of a spec, for cJSON_Delete. */
static cJSON *template_of(const char *what, const char *spec)
{
    struct gen gen;
    cJSON *root = NULL;
    enum gen_status status = gen_run(&gen, "spec.yaml", text_of(spec), 0);

    cr_expect_eq(status, GEN_OK, "%s: %s", what, spec);
    if (status == GEN_OK)
        root = cJSON_Parse(gen.files[0].bytes.ptr);
    gen_release(&gen);
    cr_assert_not_null(root);
    return root;
}

static const cJSON *properties_of(const cJSON *template_json, const char *id)
{
    const cJSON *resources = cJSON_GetObjectItemCaseSensitive(template_json, "Resources");

    return cJSON_GetObjectItemCaseSensitive(cJSON_GetObjectItemCaseSensitive(resources, id),
                                            "Properties");
}

/* The description's template, "${CodeKey} ${Environment} 0123…". */
static void description(const char *what, const struct parts *own, char *out, size_t size)
{
    static char spec[2048];
    cJSON *root;
    const cJSON *text;

    snprintf(spec, sizeof(spec), "%stables:\n  items:\n%s%sroutes:\n%s%s",
             part(own->head, base.head), part(own->table, base.table),
             part(own->function, base.function), part(own->routes, base.routes),
             part(own->logs, base.logs));
    root = template_of(what, spec);
    text = cJSON_GetObjectItemCaseSensitive(properties_of(root, "ApiVersion"), "Description");
    text = cJSON_GetObjectItemCaseSensitive(text, "Fn::Sub");
    snprintf(out, size, "%s", cJSON_IsString(text) ? text->valuestring : "none");
    cJSON_Delete(root);
}

Test(cfn, a_version_is_published_when_the_function_changes_and_only_then)
{
    for (size_t i = 0; i < sizeof(changes) / sizeof(changes[0]); i++) {
        const struct change *change = &changes[i];
        char before[256], after[256];

        description(change->what, &change->before, before, sizeof(before));
        description(change->what, &change->after, after, sizeof(after));
        cr_expect_eq(strcmp(before, after) != 0, change->publishes, "%s\n%s\n%s", change->what,
                     before, after);
    }
}

/* The description has the environment in it, so each environment must be another function. */
Test(cfn, the_environment_is_part_of_the_function_and_of_the_description)
{
    char text[256];
    cJSON *root = template_of("minimal", "lockstep: 1\nservice: tap\n"
                                         "tables: { t: { key: { partition: { id: string } } } }\n"
                                         "routes:\n  /t: crud t\n");
    const cJSON *variables = cJSON_GetObjectItemCaseSensitive(
        cJSON_GetObjectItemCaseSensitive(properties_of(root, "ApiFunction"), "Environment"),
        "Variables");
    char *environment =
        cJSON_PrintUnformatted(cJSON_GetObjectItemCaseSensitive(variables, "LOCKSTEP_ENVIRONMENT"));

    cr_expect_str_eq(environment, "{\"Ref\":\"Environment\"}");
    cJSON_free(environment);
    cJSON_Delete(root);
    description("base", &base, text, sizeof(text));
    cr_expect_eq(strncmp(text, "${CodeKey} ${Environment} ", 26), 0, "%s", text);
}

/* Lambda takes 256 characters, of which CodeKey may have what its MaxLength says. */
Test(cfn, the_description_fits_with_the_longest_key_and_environment)
{
    char text[256];
    cJSON *root = template_of("long", "lockstep: 1\nservice: tap\n"
                                      "environments: [abcdefghijklmnop]\n"
                                      "tables: { t: { key: { partition: { id: string } } } }\n"
                                      "routes:\n  /t: crud t\n");
    const cJSON *parameters = cJSON_GetObjectItemCaseSensitive(root, "Parameters");
    const cJSON *max = cJSON_GetObjectItemCaseSensitive(
        cJSON_GetObjectItemCaseSensitive(parameters, "CodeKey"), "MaxLength");
    size_t rest;

    description("base", &base, text, sizeof(text));
    rest = strlen(text) - strlen("${CodeKey}") - strlen("${Environment}");
    cr_expect_eq((size_t)max->valueint + strlen("abcdefghijklmnop") + rest, 256);
    cJSON_Delete(root);
}

/* ---- Values ---- */

static const struct value {
    struct plan_value value;
    const char *plain, *affixed; /* by itself, and between "table/" and "/index/i" */
} values[] = {
    {{.text = {"a$b", 3}}, "\"a$b\"", "\"table/a$b/index/i\""},
    {{.text = {"${T}", 4}, .is_sub = true, .ref = "T"},
     "{\"Ref\":\"T\"}",
     "{\"Fn::Sub\":\"table/${T}/index/i\"}"},
    {{.text = {"${T.Arn}", 8}, .is_sub = true, .ref = "T", .attribute = "Arn"},
     "{\"Fn::GetAtt\":[\"T\",\"Arn\"]}",
     "{\"Fn::Sub\":\"table/${T.Arn}/index/i\"}"},
    {{.text = {"a-${Environment}", 16}, .is_sub = true},
     "{\"Fn::Sub\":\"a-${Environment}\"}",
     "{\"Fn::Sub\":\"table/a-${Environment}/index/i\"}"},
};

Test(cfn, values_are_functions_where_they_need_to_be)
{
    struct mem_arena *arena = mem_arena_new();

    cr_assert_not_null(arena);
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory was short");
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        struct json root = json_new(arena);
        struct text_buf out;
        char expected[256];

        snprintf(expected, sizeof(expected), "{\"plain\":%s,\"affixed\":%s}", values[i].plain,
                 values[i].affixed);
        cfn_value(root, "plain", &values[i].value);
        cfn_affixed(root, "affixed", "table/", &values[i].value, "/index/i");
        text_buf_init(&out, arena, TEXT_BUF_MAX);
        json_print(root, JSON_COMPACT, &out);
        cr_expect_str_eq(out.ptr, expected);
    }
    mem_arena_free(arena);
}

static void expect_properties(const cJSON *root, const char *id, const char *expected)
{
    char *text = cJSON_PrintUnformatted(properties_of(root, id));

    cr_expect_str_eq(text, expected, "%s: %s", id, text);
    cJSON_free(text);
}

/* An ARN without any ${…}, which cfn-lint would have us write otherwise in a golden case. */
Test(cfn, a_lambda_authorizer_is_given_by_its_plain_arn)
{
    cJSON *root =
        template_of("authorizer", "lockstep: 1\nservice: tap\n"
                                  "tables: { t: { key: { partition: { id: string } } } }\n"
                                  "api:\n  authorizers: { ours: { type: lambda, arn: "
                                  "\"arn:aws:lambda:eu-west-1:123456789012:function:f\" } }\n"
                                  "  auth: ours\n"
                                  "routes:\n  GET /t/{id}: get t\n");

    expect_properties(root, "OursAuthorizer",
                      "{\"ApiId\":{\"Ref\":\"Api\"},\"Name\":\"ours\","
                      "\"AuthorizerType\":\"REQUEST\",\"AuthorizerUri\":{\"Fn::Sub\":["
                      "\"arn:${AWS::Partition}:apigateway:${AWS::Region}:lambda:path/2015-03-31/"
                      "functions/${Function}/invocations\","
                      "{\"Function\":\"arn:aws:lambda:eu-west-1:123456789012:function:f\"}]},"
                      "\"AuthorizerPayloadFormatVersion\":\"2.0\","
                      "\"EnableSimpleResponses\":true,\"AuthorizerResultTtlInSeconds\":300,"
                      "\"IdentitySource\":[\"$request.header.authorization\"]}");
    expect_properties(root, "OursAuthorizerPermission",
                      "{\"Action\":\"lambda:InvokeFunction\","
                      "\"FunctionName\":\"arn:aws:lambda:eu-west-1:123456789012:function:f\","
                      "\"Principal\":\"apigateway.amazonaws.com\",\"SourceArn\":{\"Fn::Sub\":"
                      "\"arn:${AWS::Partition}:execute-api:${AWS::Region}:${AWS::AccountId}:${Api}/"
                      "authorizers/${OursAuthorizer}\"}}");
    expect_properties(root, "RouteGetTId",
                      "{\"ApiId\":{\"Ref\":\"Api\"},\"RouteKey\":\"GET /t/{id}\","
                      "\"Target\":{\"Fn::Sub\":\"integrations/${ApiIntegration}\"},"
                      "\"AuthorizationType\":\"CUSTOM\","
                      "\"AuthorizerId\":{\"Ref\":\"OursAuthorizer\"}}");
    cJSON_Delete(root);
}

/* ---- Environments that differ ---- */

/* The digest of each is that of its own settings, so a version is published where they change. */
Test(cfn, each_environment_has_a_version_of_its_own)
{
    static const char spec[] = "lockstep: 1\nservice: tap\n"
                               "environments: { dev: {}, prod: { function: { memory_mb: %d } } }\n"
                               "tables: { t: { key: { partition: { id: string } } } }\n"
                               "routes:\n  /t: crud t\n";
    char text[sizeof(spec) + 20], dev[2][256], prod[2][256];

    for (size_t i = 0; i < 2; i++) {
        const cJSON *branches;
        cJSON *root;

        snprintf(text, sizeof(text), spec, i == 0 ? 512 : 1024);
        root = template_of("environments", text);
        branches =
            cJSON_GetObjectItemCaseSensitive(properties_of(root, "ApiVersion"), "Description");
        branches = cJSON_GetObjectItemCaseSensitive(branches, "Fn::If");
        cr_expect_str_eq(cJSON_GetArrayItem(branches, 0)->valuestring, "IsProd");
        snprintf(prod[i], sizeof(prod[i]), "%s",
                 cJSON_GetArrayItem(branches, 1)->child->valuestring);
        snprintf(dev[i], sizeof(dev[i]), "%s", cJSON_GetArrayItem(branches, 2)->child->valuestring);
        cJSON_Delete(root);
    }
    cr_expect_str_eq(dev[0], dev[1]);
    cr_expect_str_neq(prod[0], prod[1]);
}

/* CloudFormation's 51,200 bytes are of the merged template. */
Test(cfn, a_large_merged_template_is_compact)
{
    struct text_buf spec;
    struct mem_arena *arena = mem_arena_new();
    struct gen gen;

    cr_assert_not_null(arena);
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory was short");
    text_buf_init(&spec, arena, TEXT_BUF_MAX);
    text_put(&spec, "lockstep: 1\nservice: tap\n"
                    "environments: { dev: {}, prod: { logs: { retention_days: 30 } } }\n"
                    "tables: { t: { key: { partition: { id: string } } } }\nroutes:\n");
    for (int i = 0; i < 50; i++)
        text_printf(&spec, "  /a%d: crud t\n", i);
    cr_assert_eq(gen_run(&gen, "spec.yaml", text_view(&spec), 0), GEN_OK);
    cr_expect(emit_template_is_compact(gen.files[EMITTER_TEMPLATE].bytes));
    cr_expect(strstr(gen.files[EMITTER_TEMPLATE].bytes.ptr,
                     "\"Mappings\":{\"ApiLogGroup\":{\"dev\":{\"RetentionInDays\":14},"
                     "\"prod\":{\"RetentionInDays\":30}}}") != NULL);
    gen_release(&gen);
    mem_arena_free(arena);
}
