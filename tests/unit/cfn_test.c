/*
 * gen/emit/cfn: when a deployment publishes another version of the function. CloudFormation does
 * so when AWS::Lambda::Version's description changes; Lambda refuses when nothing else did.
 */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <stdio.h>
#include <string.h>

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
