/*
 * gen/emit/json_merge: one template of several. What a merged template says in an environment
 * is worked out here as CloudFormation would, and must be what that environment's own template
 * says.
 */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "emit/json_merge.h"

#define TREES_MAX        5
#define ENVIRONMENTS_MAX 250

static struct mem_arena *arena;
static struct json trees[TREES_MAX];
static struct template_environment environments[ENVIRONMENTS_MAX];

static void setup(void)
{
    arena = mem_arena_new();
    cr_assert_not_null(arena);
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory was short");
}

static void teardown(void)
{
    mem_arena_free(arena);
}

TestSuite(json_merge, .init = setup, .fini = teardown);

/* ---- Trees from text ---- */

static void copy_into(struct json parent, const char *key, const cJSON *node)
{
    struct json one;
    const cJSON *child;

    if (cJSON_IsString(node)) {
        json_string(parent, key, node->valuestring);
    } else if (cJSON_IsNumber(node)) {
        json_int(parent, key, node->valueint);
    } else if (cJSON_IsBool(node)) {
        json_bool(parent, key, cJSON_IsTrue(node));
    } else {
        one = cJSON_IsObject(node) ? json_object(parent, key) : json_array(parent, key);
        cJSON_ArrayForEach(child, node) copy_into(one, child->string, child);
    }
}

static struct json tree_of(const char *text)
{
    cJSON *parsed = cJSON_Parse(text);
    struct json root = json_new(arena);
    const cJSON *child;

    cr_assert_not_null(parsed, "%s", text);
    cJSON_ArrayForEach(child, parsed) copy_into(root, child->string, child);
    cJSON_Delete(parsed);
    return root;
}

/* Environments with a blank between them; each has the tree of its place in `which`. */
static struct templates templates_of(const char *names, const size_t *which, size_t tree_count)
{
    struct templates templates = {"Environment", trees, tree_count, environments, 0};

    while (*names != '\0') {
        size_t length = strcspn(names, " ");
        struct template_environment *one = &environments[templates.environment_count];

        one->name = text_copy(arena, names, length);
        one->tree = which[templates.environment_count++];
        names += length + (names[length] == ' ');
    }
    return templates;
}

static const char *printed(cJSON *node)
{
    struct text_buf out;

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    json_print((struct json){arena, node}, JSON_COMPACT, &out);
    return text_view(&out).ptr;
}

static const char *merged_text(const struct templates *templates)
{
    return printed(json_merge_templates(arena, templates).node);
}

static const cJSON *member(const cJSON *object, const char *name)
{
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(object, name);

    cr_assert_not_null(found, "%s", name);
    return found;
}

static const size_t one_each[] = {0, 1, 2, 3, 4};

/* One tree each for dev, test and, unless it is NULL, prod. */
static const char *merged(const char *dev, const char *test, const char *prod)
{
    const char *texts[] = {dev, test, prod};
    size_t count = prod != NULL ? 3 : 2;
    struct templates templates =
        templates_of(prod != NULL ? "dev test prod" : "dev test", one_each, count);

    for (size_t i = 0; i < count; i++)
        trees[i] = tree_of(texts[i]);
    return merged_text(&templates);
}

/* The same for the property P of the one resource R; "": there is none. */
static const char *merged_property(const char *dev, const char *test, const char *prod)
{
    const char *values[] = {dev, test, prod};
    const char *texts[3] = {NULL};

    for (size_t i = 0; i < 3 && values[i] != NULL; i++)
        texts[i] =
            text_format(arena, "{\"Resources\":{\"R\":{\"Type\":\"T\",\"Properties\":{%s%s}}}}",
                        values[i][0] != '\0' ? "\"P\":" : "", values[i])
                .ptr;
    return merged(texts[0], texts[1], texts[2]);
}

/* The end of a template, and what is in it. */
#define RESOURCE(properties)                                                                       \
    "\"Resources\":{\"R\":{\"Type\":\"T\",\"Properties\":{" properties "}}}}"
#define EQUALS(env)    "{\"Fn::Equals\":[{\"Ref\":\"Environment\"},\"" env "\"]}"
#define IS(name, env)  "\"" name "\":" EQUALS(env)
#define NO_VALUE       "{\"Ref\":\"AWS::NoValue\"}"
#define FIND(map, key) "{\"Fn::FindInMap\":[\"" map "\",{\"Ref\":\"Environment\"},\"" key "\"]}"

Test(json_merge, what_is_equal_stays_as_it_is)
{
    static const char text[] =
        "{\"Description\":\"x\",\"Resources\":{\"R\":{\"Type\":\"T\",\"DeletionPolicy\":\"Retain\","
        "\"Properties\":{\"A\":[1,{\"Ref\":\"X\"},{}],\"B\":true}}},"
        "\"Outputs\":{\"O\":{\"Value\":{\"Ref\":\"R\"}}}}";

    cr_expect_str_eq(merged(text, text, text), text);
}

Test(json_merge, scalars_come_from_a_mapping_of_their_resource)
{
    cr_expect_str_eq(merged_property("1", "20", NULL),
                     "{\"Mappings\":{\"R\":{\"dev\":{\"P\":1},\"test\":{\"P\":20}}}," RESOURCE(
                         "\"P\":" FIND("R", "P")));
    cr_expect_str_eq(merged_property("true", "false", "true"),
                     "{\"Mappings\":{\"R\":{\"dev\":{\"P\":true},\"test\":{\"P\":false},"
                     "\"prod\":{\"P\":true}}}," RESOURCE("\"P\":" FIND("R", "P")));
    cr_expect_str_eq(
        merged_property("\"a\"", "\"b\"", NULL),
        "{\"Mappings\":{\"R\":{\"dev\":{\"P\":\"a\"},\"test\":{\"P\":\"b\"}}}," RESOURCE(
            "\"P\":" FIND("R", "P")));
}

Test(json_merge, lists_of_scalars_come_whole_from_a_mapping)
{
    cr_expect_str_eq(merged_property("[\"a\",\"b\"]", "[\"a\"]", NULL),
                     "{\"Mappings\":{\"R\":{\"dev\":{\"P\":[\"a\",\"b\"]},"
                     "\"test\":{\"P\":[\"a\"]}}}," RESOURCE("\"P\":" FIND("R", "P")));
    cr_expect_str_eq(merged_property("[\"a\"]", "[\"b\"]", NULL),
                     "{\"Mappings\":{\"R\":{\"dev\":{\"P\":[\"a\"]},"
                     "\"test\":{\"P\":[\"b\"]}}}," RESOURCE("\"P\":" FIND("R", "P")));
}

/* A mapping has no empty lists, and none with functions in them. */
Test(json_merge, other_lists_are_chosen)
{
    cr_expect_str_eq(merged_property("[]", "[\"a\"]", NULL),
                     "{\"Conditions\":{" IS("IsTest", "test") "}," RESOURCE(
                         "\"P\":{\"Fn::If\":[\"IsTest\",[\"a\"],[]]}"));
    cr_expect_str_eq(merged_property("[{\"Ref\":\"X\"},\"b\"]", "[\"a\"]", NULL),
                     "{\"Conditions\":{" IS("IsTest", "test") "}," RESOURCE(
                         "\"P\":{\"Fn::If\":[\"IsTest\",[\"a\"],[{\"Ref\":\"X\"},\"b\"]]}"));
    cr_expect_str_eq(merged_property("\"a\"", "[\"a\"]", NULL),
                     "{\"Conditions\":{" IS("IsTest", "test") "}," RESOURCE(
                         "\"P\":{\"Fn::If\":[\"IsTest\",[\"a\"],\"a\"]}"));
}

Test(json_merge, lists_of_one_length_are_merged_by_element)
{
    cr_expect_str_eq(
        merged_property("[{\"N\":\"x\",\"U\":1},{\"Ref\":\"A\"}]",
                        "[{\"N\":\"x\",\"U\":2},{\"Ref\":\"B\"}]", NULL),
        "{\"Mappings\":{\"R\":{\"dev\":{\"P0U\":1},\"test\":{\"P0U\":2}}},"
        "\"Conditions\":{" IS("IsTest", "test") "}," RESOURCE("\"P\":[{\"N\":\"x\",\"U\":" FIND(
            "R", "P0U") "},"
                        "{\"Fn::If\":[\"IsTest\",{\"Ref\":\"B\"},{\"Ref\":\"A\"}]}]"));
}

Test(json_merge, functions_are_never_looked_into)
{
    cr_expect_str_eq(
        merged_property("{\"Fn::Sub\":\"a\"}", "{\"Fn::Sub\":\"b\"}", NULL),
        "{\"Conditions\":{" IS("IsTest", "test") "}," RESOURCE(
            "\"P\":{\"Fn::If\":[\"IsTest\",{\"Fn::Sub\":\"b\"},{\"Fn::Sub\":\"a\"}]}"));
    cr_expect_str_eq(merged_property("{\"Ref\":\"A\"}", "\"text\"", NULL),
                     "{\"Conditions\":{" IS("IsTest", "test") "}," RESOURCE(
                         "\"P\":{\"Fn::If\":[\"IsTest\",\"text\",{\"Ref\":\"A\"}]}"));
}

/* What has a second member is no function. */
Test(json_merge, objects_are_merged_by_key)
{
    cr_expect_str_eq(merged_property("{\"Ref\":\"A\",\"B\":1}", "{\"Ref\":\"A\",\"B\":2}", NULL),
                     "{\"Mappings\":{\"R\":{\"dev\":{\"PB\":1},\"test\":{\"PB\":2}}}," RESOURCE(
                         "\"P\":{\"Ref\":\"A\",\"B\":" FIND("R", "PB") "}"));
    cr_expect_str_eq(merged_property("{\"A\":1,\"B\":2}", "{\"A\":1,\"C\":3}", NULL),
                     "{\"Conditions\":{" IS("IsTest", "test") "," IS("IsDev", "dev") "}," RESOURCE(
                         "\"P\":{\"A\":1,\"C\":{\"Fn::If\":[\"IsTest\",3," NO_VALUE "]},"
                         "\"B\":{\"Fn::If\":[\"IsDev\",2," NO_VALUE "]}}"));
}

/* A mapping without a row for an environment fails there, even where its value is not needed. */
Test(json_merge, what_is_not_in_every_environment_is_not_in_a_mapping)
{
    cr_expect_str_eq(merged_property("", "1", "2"),
                     "{\"Conditions\":{" IS("IsDev", "dev") "," IS("IsProd", "prod") "}," RESOURCE(
                         "\"P\":{\"Fn::If\":[\"IsDev\"," NO_VALUE ","
                         "{\"Fn::If\":[\"IsProd\",2,1]}]}"));
    cr_expect_str_eq(merged_property("", "{\"A\":1,\"B\":5}", "{\"A\":1,\"B\":6}"),
                     "{\"Conditions\":{" IS("IsDev", "dev") "," IS("IsProd", "prod") "}," RESOURCE(
                         "\"P\":{\"Fn::If\":[\"IsDev\"," NO_VALUE ","
                         "{\"A\":1,\"B\":{\"Fn::If\":[\"IsProd\",6,5]}}]}"));
}

/* So are lists, and by element only where something in them is more than a scalar. */
Test(json_merge, lists_that_are_not_in_a_mapping_are_chosen_whole)
{
    cr_expect_str_eq(merged_property("", "[\"a\",\"b\"]", "[\"a\",\"c\"]"),
                     "{\"Conditions\":{" IS("IsDev", "dev") "," IS("IsProd", "prod") "}," RESOURCE(
                         "\"P\":{\"Fn::If\":[\"IsDev\"," NO_VALUE ","
                         "{\"Fn::If\":[\"IsProd\",[\"a\",\"c\"],[\"a\",\"b\"]]}]}"));
}

/* What the first two trees have, they have in another order than the third. */
Test(json_merge, a_member_is_there_once_whatever_the_order)
{
    cr_expect_str_eq(
        merged_property("{\"A\":1,\"Z\":1}", "{\"B\":1,\"Z\":1}", "{\"A\":1,\"B\":1,\"Z\":1}"),
        "{\"Conditions\":{" IS("IsDev", "dev") "," IS("IsTest", "test") "}," RESOURCE(
            "\"P\":{\"B\":{\"Fn::If\":[\"IsDev\"," NO_VALUE ",1]},"
            "\"A\":{\"Fn::If\":[\"IsTest\"," NO_VALUE ",1]},\"Z\":1}"));
}

Test(json_merge, the_value_of_most_environments_needs_no_condition)
{
    static const size_t which[] = {0, 1, 1, 2};
    struct templates templates;

    cr_expect_str_eq(merged_property("{\"Ref\":\"A\"}", "{\"Ref\":\"B\"}", "{\"Ref\":\"B\"}"),
                     "{\"Conditions\":{" IS("IsDev", "dev") "}," RESOURCE(
                         "\"P\":{\"Fn::If\":[\"IsDev\",{\"Ref\":\"A\"},{\"Ref\":\"B\"}]}"));
    templates = templates_of("dev test stage prod", which, 3);
    trees[0] = tree_of("{" RESOURCE("\"P\":{\"Ref\":\"A\"}"));
    trees[1] = tree_of("{" RESOURCE("\"P\":{\"Ref\":\"B\"}"));
    trees[2] = tree_of("{" RESOURCE("\"P\":{\"Ref\":\"C\"}"));
    cr_expect_str_eq(merged_text(&templates),
                     "{\"Conditions\":{" IS("IsDev", "dev") "," IS("IsProd", "prod") "}," RESOURCE(
                         "\"P\":{\"Fn::If\":[\"IsDev\",{\"Ref\":\"A\"},"
                         "{\"Fn::If\":[\"IsProd\",{\"Ref\":\"C\"},{\"Ref\":\"B\"}]}]}"));
    trees[2] = tree_of("{" RESOURCE("\"P\":{\"Ref\":\"A\"}"));
    cr_expect_str_eq(
        merged_text(&templates),
        "{\"Conditions\":{\"IsTestOrStage\":{\"Fn::Or\":[" EQUALS("test") "," EQUALS(
            "stage") "]}}," RESOURCE("\"P\":{\"Fn::If\":[\"IsTestOrStage\",{\"Ref\":\"B\"},"
                                     "{\"Ref\":\"A\"}]}"));
}

Test(json_merge, a_resource_of_some_environments_has_a_condition)
{
    cr_expect_str_eq(
        merged("{\"Resources\":{\"A\":{\"Type\":\"T\"},\"C\":{\"Type\":\"T\"}}}",
               "{\"Resources\":{\"A\":{\"Type\":\"T\"},"
               "\"B\":{\"Type\":\"U\",\"DeletionPolicy\":\"Retain\",\"Properties\":{\"P\":1}},"
               "\"C\":{\"Type\":\"T\"}}}",
               "{\"Resources\":{\"A\":{\"Type\":\"T\"},"
               "\"B\":{\"Type\":\"U\",\"DeletionPolicy\":\"Retain\",\"Properties\":{\"P\":2}},"
               "\"C\":{\"Type\":\"T\"},\"D\":{\"Type\":\"T\"}}}"),
        "{\"Conditions\":{\"IsTestOrProd\":{\"Fn::Or\":[" EQUALS("test") "," EQUALS(
            "prod") "]}," IS("IsProd", "prod") "},"
                                               "\"Resources\":{\"A\":{\"Type\":\"T\"},"
                                               "\"B\":{\"Type\":\"U\",\"Condition\":"
                                               "\"IsTestOrProd\",\"DeletionPolicy\":\"Retain\","
                                               "\"Properties\":{\"P\":{\"Fn::If\":[\"IsProd\",2,1]"
                                               "}}},\"C\":{\"Type\":\"T\"},"
                                               "\"D\":{\"Type\":\"T\",\"Condition\":\"IsProd\"}}}");
}

Test(json_merge, outputs_have_one_mapping_for_all)
{
    cr_expect_str_eq(
        merged("{\"Resources\":{},\"Outputs\":{\"A\":{\"Description\":\"d\",\"Value\":\"x\"},"
               "\"B\":{\"Description\":\"e\",\"Value\":\"1\"}}}",
               "{\"Resources\":{},\"Outputs\":{\"A\":{\"Description\":\"d\",\"Value\":\"y\"}}}",
               NULL),
        "{\"Mappings\":{\"Outputs\":{\"dev\":{\"A\":\"x\"},\"test\":{\"A\":\"y\"}}},"
        "\"Conditions\":{" IS(
            "IsDev", "dev") "},\"Resources\":{},"
                            "\"Outputs\":{\"A\":{\"Description\":\"d\","
                            "\"Value\":" FIND("Outputs",
                                              "A") "},"
                                                   "\"B\":{\"Description\":\"e\","
                                                   "\"Condition\":\"IsDev\",\"Value\":\"1\"}}}");
}

/* ---- Names and limits ---- */

Test(json_merge, keys_of_mappings_are_letters_and_digits_and_unique)
{
    cr_expect_str_eq(
        merged_property("{\"cost:center\":1,\"CostCenter\":2,\"\xc3\xa9\":3,\"LS_A\":4}",
                        "{\"cost:center\":5,\"CostCenter\":6,\"\xc3\xa9\":7,\"LS_A\":8}", NULL),
        "{\"Mappings\":{\"R\":{"
        "\"dev\":{\"PCostCenter\":1,\"PCostCenterx2\":2,\"P\":3,\"PLSA\":4},"
        "\"test\":{\"PCostCenter\":5,\"PCostCenterx2\":6,\"P\":7,\"PLSA\":8}}}," RESOURCE(
            "\"P\":{\"cost:center\":" FIND("R", "PCostCenter") ",\"CostCenter\":" FIND(
                "R", "PCostCenterx2") ",\"\xc3\xa9\":" FIND("R",
                                                            "P") ",\"LS_A\":" FIND("R",
                                                                                   "PLSA") "}"));
}

Test(json_merge, conditions_of_environments_that_sound_alike_differ)
{
    static const size_t which[] = {0, 1, 2, 3, 4, 4};
    static const char *const names[] = {"IsA1", "IsA1x3", "IsA1x2", "IsDevOrB", "IsDevOrBx2"};
    struct templates templates = templates_of("a-1 a1 a1x2 dev-or-b dev b", which, 5);
    struct json result;
    const cJSON *one;
    size_t count = 0;

    for (size_t i = 0; i < 4; i++)
        trees[i] = tree_of(text_format(arena, "{" RESOURCE("\"P\":{\"Ref\":\"%zu\"}"), i).ptr);
    trees[4] = tree_of("{" RESOURCE("\"P\":{\"Ref\":\"x\"},\"Q\":1"));
    result = json_merge_templates(arena, &templates);
    cJSON_ArrayForEach(one, member(result.node, "Conditions"))
    {
        cr_assert_lt(count, 5);
        cr_expect_str_eq(one->string, names[count]);
        count++;
    }
    cr_expect_eq(count, 5);
}

/* "e0 e1 …", the last of them with tree 1, the others with tree 0. */
static struct templates many(size_t count)
{
    static size_t which[ENVIRONMENTS_MAX];
    struct text_buf names;

    text_buf_init(&names, arena, TEXT_BUF_MAX);
    memset(which, 0, sizeof(which));
    which[count - 1] = 1;
    for (size_t i = 0; i < count; i++)
        text_printf(&names, "%se%zu", i == 0 ? "" : " ", i);
    return templates_of(text_view(&names).ptr, which, 2);
}

/* Fn::Or takes ten. */
Test(json_merge, a_condition_of_many_environments_is_nested)
{
    struct templates templates = many(13);
    const cJSON *operands;
    struct json result;

    trees[0] = tree_of("{" RESOURCE("\"P\":1"));
    trees[1] = tree_of("{\"Resources\":{}}");
    result = json_merge_templates(arena, &templates);
    operands = member(member(member(result.node, "Conditions"),
                             "IsE0OrE1OrE2OrE3OrE4OrE5OrE6OrE7OrE8OrE9OrE10OrE11"),
                      "Fn::Or");
    cr_assert_eq(cJSON_GetArraySize(operands), 10);
    operands = member(cJSON_GetArrayItem(operands, 9), "Fn::Or");
    cr_assert_eq(cJSON_GetArraySize(operands), 3);
    cr_expect_str_eq(printed(cJSON_GetArrayItem(operands, 2)), EQUALS("e11"));
}

/* A name has at most 255 characters. */
Test(json_merge, long_names_are_cut_and_differ)
{
    struct templates templates = many(120);
    const char *names[2];
    struct json result;
    const cJSON *row;
    static char key[300];

    memset(key, 'k', sizeof(key) - 1);
    environments[118].tree = 2;
    templates.tree_count = 3;
    trees[0] = tree_of(text_format(arena, "{" RESOURCE("\"%s1\":1,\"%s2\":1"), key, key).ptr);
    trees[1] = tree_of(text_format(arena, "{" RESOURCE("\"%s1\":2,\"%s2\":2"), key, key).ptr);
    trees[2] = tree_of(text_format(arena, "{" RESOURCE("\"%s1\":2,\"%s2\":2"), key, key).ptr);
    result = json_merge_templates(arena, &templates);
    row = member(member(member(result.node, "Mappings"), "R"), "e7");
    cr_assert_eq(cJSON_GetArraySize(row), 2);
    names[0] = row->child->string;
    names[1] = row->child->next->string;
    cr_expect(strlen(names[0]) == 240 && strlen(names[1]) == 242 && names[1][241] == '2');

    trees[0] = tree_of("{\"Resources\":{\"A\":{\"Type\":\"T\"},\"B\":{\"Type\":\"T\"}}}");
    trees[1] = tree_of("{\"Resources\":{}}");
    trees[2] = tree_of("{\"Resources\":{\"A\":{\"Type\":\"T\"}}}");
    result = json_merge_templates(arena, &templates);
    row = member(result.node, "Conditions");
    cr_assert_eq(cJSON_GetArraySize(row), 2);
    cr_expect(strlen(row->child->string) == 240 && strlen(row->child->next->string) == 242);
}

Test(json_merge, past_200_mappings_or_keys_values_are_chosen)
{
    struct templates templates = templates_of("dev prod", one_each, 2);
    struct json result;
    const cJSON *properties;

    for (size_t i = 0; i < 2; i++) {
        struct json resources;

        trees[i] = json_new(arena);
        resources = json_object(trees[i], "Resources");
        for (size_t r = 0; r < 201; r++) {
            struct json one = json_object(json_object(resources, text_format(arena, "R%zu", r).ptr),
                                          "Properties");

            for (size_t p = 0; p < (r == 0 ? 201 : 1); p++)
                json_int(one, text_format(arena, "P%zu", p).ptr, (int64_t)i);
        }
    }
    result = json_merge_templates(arena, &templates);
    cr_expect_eq(cJSON_GetArraySize(member(result.node, "Mappings")), 200);
    properties = member(member(member(result.node, "Resources"), "R199"), "Properties");
    cr_expect_str_eq(printed(properties->child), "\"P0\":" FIND("R199", "P0"));
    properties = member(member(member(result.node, "Resources"), "R200"), "Properties");
    cr_expect_str_eq(printed(properties->child), "\"P0\":{\"Fn::If\":[\"IsProd\",1,0]}");
    properties = member(member(member(result.node, "Resources"), "R0"), "Properties");
    cr_expect_str_eq(printed(cJSON_GetArrayItem(properties, 199)), "\"P199\":" FIND("R0", "P199"));
    cr_expect_str_eq(printed(cJSON_GetArrayItem(properties, 200)),
                     "\"P200\":{\"Fn::If\":[\"IsProd\",1,0]}");
}

Test(json_merge, past_200_environments_there_is_no_mapping)
{
    struct templates templates = many(201);

    trees[0] = tree_of("{" RESOURCE("\"P\":1"));
    trees[1] = tree_of("{" RESOURCE("\"P\":2"));
    cr_expect_str_eq(merged_text(&templates),
                     "{\"Conditions\":{" IS("IsE200", "e200") "}," RESOURCE(
                         "\"P\":{\"Fn::If\":[\"IsE200\",2,1]}"));
}

/* CloudFormation would take no function there. */
Test(json_merge, deletion_policies_cannot_differ, .signal = SIGABRT)
{
    (void)merged("{\"Resources\":{\"R\":{\"Type\":\"T\",\"DeletionPolicy\":\"Retain\"}}}",
                 "{\"Resources\":{\"R\":{\"Type\":\"T\",\"DeletionPolicy\":\"Delete\"}}}", NULL);
}

Test(json_merge, nothing_but_resources_and_outputs_can_differ, .signal = SIGABRT)
{
    (void)merged("{\"Description\":\"a\",\"Resources\":{}}",
                 "{\"Description\":\"b\",\"Resources\":{}}", NULL);
}
