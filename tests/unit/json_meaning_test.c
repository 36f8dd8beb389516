/*
 * gen/emit/json_merge: for any templates, what the merged one says in an environment is worked
 * out here as CloudFormation would, and must be what that environment's own template says.
 */
#include <cjson/cJSON.h>
#include <criterion/criterion.h>
#include <string.h>

#include "emit/json_merge.h"

#define SAMPLES 400
#define KINDS   8 /* of values, of which four have nothing below them */
#define TREES   4

static const struct template_environment environments[] = {
    {{"dev", 3}, 0}, {{"test", 4}, 1}, {{"a-1", 3}, 0},
    {{"a1", 2}, 2},  {{"prod", 4}, 3}, {{"stage", 5}, 1},
};
static struct mem_arena *arena;

static const char *printed(cJSON *node)
{
    struct text_buf out;

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    json_print((struct json){arena, node}, JSON_COMPACT, &out);
    return text_view(&out).ptr;
}

static const cJSON *member(const cJSON *object, const char *name)
{
    const cJSON *found = cJSON_GetObjectItemCaseSensitive(object, name);

    cr_assert_not_null(found, "%s", name);
    return found;
}

/* ---- Trees ---- */

static uint64_t mixed(uint64_t x, uint64_t y)
{
    x = (x ^ y) * UINT64_C(0xff51afd7ed558ccd);
    x = (x ^ x >> 32) * UINT64_C(0xc4ceb9fe1a85ec53);
    return x ^ x >> 29;
}

/* The same value in all trees, but for some seeds, to which the tree contributes. */
static void random_value(struct json parent, const char *key, uint64_t seed, size_t tree,
                         unsigned depth)
{
    static const char *const names[] = {"Ref", "Fn::Sub", "A", "b:c", "Long_Name", "d"};
    uint64_t own = mixed(seed, 1) % 4 == 0 ? mixed(seed, 100 + tree % 3) : seed;
    uint64_t count = mixed(own, 2) % 4;
    struct json one;

    switch (mixed(own, 3) % (depth > 0 ? KINDS : 4)) {
    case 0:
        json_int(parent, key, (int64_t)(mixed(own, 4) % 3));
        return;
    case 1:
        json_bool(parent, key, mixed(own, 4) % 2 == 0);
        return;
    case 2:
        json_string(parent, key, mixed(own, 4) % 2 == 0 ? "x" : "y");
        return;
    case 3:
        json_string(json_object(parent, key), mixed(own, 4) % 2 == 0 ? "Ref" : "Fn::Sub",
                    mixed(own, 5) % 2 == 0 ? "X" : "Y");
        return;
    case 4:
    case 5:
        one = json_array(parent, key);
        for (uint64_t i = 0; i < count; i++)
            random_value(one, NULL, mixed(seed, 10 + i), tree, depth - 1);
        return;
    default:
        one = json_object(parent, key);
        json_int(one, "first", 1); /* with a second one it is no function */
        json_int(one, "second", 2);
        for (uint64_t i = 0; i < 6; i++) {
            uint64_t below = mixed(seed, 20 + i);

            if (mixed(below, mixed(below, 6) % 4 == 0 ? tree : 7) % 3 != 0)
                random_value(one, names[i], below, tree, depth - 1);
        }
    }
}

static struct json random_tree(uint64_t seed, size_t tree)
{
    struct json root = json_new(arena), resources = json_object(root, "Resources"), outputs, one;

    for (uint64_t i = 0; i < 6; i++) {
        uint64_t below = mixed(seed, 30 + i);

        if (mixed(below, mixed(below, 8) % 3 == 0 ? tree : 9) % 4 == 0)
            continue;
        one = json_object(resources, text_format(arena, "R%u", (unsigned)i).ptr);
        json_string(one, "Type", "T");
        one = json_object(one, "Properties");
        json_int(one, "First", 1);
        json_int(one, "Second", 2);
        random_value(one, "P", mixed(below, 10), tree, 4);
        random_value(one, "Q", mixed(below, 11), tree, 4);
    }
    outputs = json_object(root, "Outputs");
    for (uint64_t i = 0; i < 2; i++) {
        one = json_object(outputs, text_format(arena, "O%u", (unsigned)i).ptr);
        json_string(one, "Description", "d");
        random_value(one, "Value", mixed(seed, 50 + i), tree, 0);
    }
    return root;
}

/* ---- CloudFormation's part ---- */

struct reading {
    const cJSON *mappings, *conditions;
    const char *environment;
};

static bool holds(const struct reading *reading, const cJSON *test)
{
    const cJSON *call = test->child, *operand;

    if (strcmp(call->string, "Fn::Equals") == 0)
        return strcmp(cJSON_GetArrayItem(call, 1)->valuestring, reading->environment) == 0;
    cr_assert_str_eq(call->string, "Fn::Or");
    cr_assert(cJSON_GetArraySize(call) >= 2 && cJSON_GetArraySize(call) <= 10);
    cJSON_ArrayForEach(operand, call)
    {
        if (holds(reading, operand))
            return true;
    }
    return false;
}

static bool condition_holds(const struct reading *reading, const char *name)
{
    return holds(reading, member(reading->conditions, name));
}

static cJSON *value_of(const struct reading *reading, const cJSON *node);

/* Both branches are worked out, as CloudFormation does it: a look-up that fails, fails. */
static cJSON *choice(const struct reading *reading, const cJSON *call)
{
    bool yes = condition_holds(reading, cJSON_GetArrayItem(call, 0)->valuestring);
    cJSON *branches[2];

    cr_assert_eq(cJSON_GetArraySize(call), 3);
    branches[0] = value_of(reading, cJSON_GetArrayItem(call, 1));
    branches[1] = value_of(reading, cJSON_GetArrayItem(call, 2));
    cJSON_Delete(branches[yes]);
    return branches[!yes];
}

static cJSON *looked_up(const struct reading *reading, const cJSON *call)
{
    const cJSON *row = member(reading->mappings, cJSON_GetArrayItem(call, 0)->valuestring);

    row = member(row, reading->environment);
    return cJSON_Duplicate(member(row, cJSON_GetArrayItem(call, 2)->valuestring), true);
}

static bool is_call(const cJSON *node, const char *name)
{
    return cJSON_IsObject(node) && node->child != NULL && node->child->next == NULL &&
           strcmp(node->child->string, name) == 0;
}

/* NULL: AWS::NoValue. */
static cJSON *value_of(const struct reading *reading, const cJSON *node)
{
    const cJSON *child;
    cJSON *result;

    if (is_call(node, "Fn::If"))
        return choice(reading, node->child);
    if (is_call(node, "Fn::FindInMap"))
        return looked_up(reading, node->child);
    if (is_call(node, "Ref") && strcmp(node->child->valuestring, "AWS::NoValue") == 0)
        return NULL;
    if (!cJSON_IsObject(node) && !cJSON_IsArray(node))
        return cJSON_Duplicate(node, true);
    result = cJSON_IsObject(node) ? cJSON_CreateObject() : cJSON_CreateArray();
    cJSON_ArrayForEach(child, node)
    {
        cJSON *one = value_of(reading, child);

        if (one != NULL && child->string != NULL)
            cJSON_AddItemToObject(result, child->string, one);
        else if (one != NULL)
            cJSON_AddItemToArray(result, one);
    }
    return result;
}

static cJSON *section_of(const struct reading *reading, const cJSON *root, const char *name)
{
    cJSON *result = cJSON_CreateObject();
    const cJSON *entry;

    cJSON_ArrayForEach(entry, member(root, name))
    {
        const char *condition =
            cJSON_GetStringValue(cJSON_GetObjectItemCaseSensitive(entry, "Condition"));
        cJSON *one;

        if (condition != NULL && !condition_holds(reading, condition))
            continue;
        one = value_of(reading, entry);
        cJSON_DeleteItemFromObjectCaseSensitive(one, "Condition");
        cJSON_AddItemToObject(result, entry->string, one);
    }
    return result;
}

static void expect_meaning(const cJSON *root, const struct templates *templates,
                           const char *section, unsigned sample)
{
    for (size_t i = 0; i < templates->environment_count; i++) {
        struct reading reading = {
            cJSON_GetObjectItemCaseSensitive(root, "Mappings"),
            cJSON_GetObjectItemCaseSensitive(root, "Conditions"),
            templates->environments[i].name.ptr,
        };
        cJSON *own = templates->trees[templates->environments[i].tree].node;
        cJSON *meant = section_of(&reading, root, section);

        own = cJSON_GetObjectItemCaseSensitive(own, section);
        cr_expect(cJSON_Compare(meant, own, true), "sample %u, %s\n%s\n%s", sample,
                  reading.environment, printed(meant), printed(own));
        cJSON_Delete(meant);
    }
}

static void expect_sample(unsigned sample)
{
    struct json trees[TREES], result;
    struct templates templates = {"Environment", trees, TREES, environments,
                                  sizeof(environments) / sizeof(environments[0])};

    for (size_t i = 0; i < TREES; i++)
        trees[i] = random_tree(mixed(sample, 77), i);
    result = json_merge_templates(arena, &templates);
    expect_meaning(result.node, &templates, "Resources", sample);
    expect_meaning(result.node, &templates, "Outputs", sample);
}

Test(json_meaning, in_each_environment_the_merged_template_means_its_own, .timeout = 120)
{
    arena = mem_arena_new();
    cr_assert_not_null(arena);
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory was short");
    for (unsigned sample = 0; sample < SAMPLES; sample++)
        expect_sample(sample);
    mem_arena_free(arena);
}
