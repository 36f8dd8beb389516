/*
 * json_merge.c - the walk over the trees of a template, side by side.
 */
#include "emit/json_merge.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <string.h>

#include "emit/json_lookups.h"
#include "emit/json_node.h"

struct merge {
    struct mem_arena *arena;
    size_t tree_count;
    const size_t *weights; /* by tree: how many environments it is of */
    struct lookups lookups;
};

/* One place of the trees that have it; NULL: the tree has what is around it, but not this. */
struct side {
    size_t tree;
    const cJSON *node;
};
struct sides {
    struct side *items;
    size_t count;
};

/* Where a value stands, for the name of a mapping's key. */
struct place {
    const struct place *up; /* NULL: a property of the resource, or an output */
    const char *name;       /* NULL: an element of a list */
    size_t index;
    const char *mapping; /* for all below a resource, or all outputs */
};

static void merge_value(struct merge *merge, const struct sides *sides, struct json parent,
                        const char *key, const struct place *place);

static struct sides sides_new(const struct merge *merge)
{
    return (struct sides){mem_array(merge->arena, merge->tree_count, sizeof(struct side)), 0};
}

static void add_side(struct sides *sides, size_t tree, const cJSON *node)
{
    sides->items[sides->count++] = (struct side){tree, node};
}

/* ---- All of them ---- */

static bool all_same(const struct sides *sides)
{
    for (size_t i = 1; i < sides->count; i++) {
        if (!node_same(sides->items[0].node, sides->items[i].node))
            return false;
    }
    return true;
}

static bool all_are(const struct sides *sides, bool (*holds)(const cJSON *))
{
    for (size_t i = 0; i < sides->count; i++) {
        if (!holds(sides->items[i].node))
            return false;
    }
    return true;
}

static bool all_lists_of_one_length(const struct sides *sides)
{
    for (size_t i = 0; i < sides->count; i++) {
        if (!cJSON_IsArray(sides->items[i].node) ||
            cJSON_GetArraySize(sides->items[i].node) != cJSON_GetArraySize(sides->items[0].node))
            return false;
    }
    return true;
}

/* ---- Members ---- */

struct names {
    const char **items;
    size_t count, cap;
};

/* From that place on, and then from the first; names.count: it is not there. */
static size_t find_name(const struct names *names, size_t from, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        size_t at = (from + i) % names->count;

        if (strcmp(names->items[at], name) == 0)
            return at;
    }
    return names->count;
}

/* Each name once; what only some have stands behind what it follows there. */
static struct names member_names(const struct merge *merge, const struct sides *sides)
{
    struct names names = {0};

    for (size_t i = 0; i < sides->count; i++) {
        const cJSON *member;
        size_t next = 0; /* where a name stands that is new */

        cJSON_ArrayForEach(member, sides->items[i].node)
        {
            size_t at = find_name(&names, next, member->string);

            if (at == names.count) {
                names.items = mem_grow(merge->arena, names.items, &names.cap, names.count + 1,
                                       sizeof(*names.items));
                memmove(names.items + next + 1, names.items + next,
                        (names.count++ - next) * sizeof(*names.items));
                names.items[at = next] = member->string;
            }
            next = at + 1;
        }
    }
    return names;
}

static struct sides members(const struct merge *merge, const struct sides *sides, const char *name)
{
    struct sides found = sides_new(merge);

    for (size_t i = 0; i < sides->count; i++)
        add_side(&found, sides->items[i].tree,
                 cJSON_GetObjectItemCaseSensitive(sides->items[i].node, name));
    return found;
}

/* Those of the sides that are there, or those that are not. */
static struct sides only(const struct merge *merge, const struct sides *sides, bool present)
{
    struct sides some = sides_new(merge);

    for (size_t i = 0; i < sides->count; i++) {
        if ((sides->items[i].node != NULL) == present)
            add_side(&some, sides->items[i].tree, sides->items[i].node);
    }
    return some;
}

/* ---- Choices ---- */

static size_t weight_of(const struct merge *merge, const struct sides *sides)
{
    size_t sum = 0;

    for (size_t i = 0; i < sides->count; i++)
        sum += merge->weights[sides->items[i].tree];
    return sum;
}

static const char *condition(struct merge *merge, const struct sides *sides)
{
    bool *set = mem_array(merge->arena, merge->tree_count, sizeof(*set));

    for (size_t i = 0; i < sides->count; i++)
        set[sides->items[i].tree] = true;
    return lookups_condition(&merge->lookups, set);
}

static struct json begin_if(struct json parent, const char *key, const char *name)
{
    struct json list = json_array(json_object(parent, key), "Fn::If");

    json_string(list, NULL, name);
    return list;
}

static void no_value(struct json list)
{
    json_string(json_object(list, NULL), "Ref", "AWS::NoValue");
}

/* The sides with one value together, in the order in which the values first come. */
static struct sides *groups_of(const struct merge *merge, const struct sides *sides, size_t *count)
{
    struct sides *groups = mem_array(merge->arena, sides->count, sizeof(*groups));

    *count = 0;
    for (size_t i = 0; i < sides->count; i++) {
        size_t group = 0;

        while (group < *count && !node_same(groups[group].items[0].node, sides->items[i].node))
            group++;
        if (group == *count)
            groups[(*count)++] = sides_new(merge);
        add_side(&groups[group], sides->items[i].tree, sides->items[i].node);
    }
    return groups;
}

/* What most environments have needs no condition: it is what remains. */
static void merge_by_choice(struct merge *merge, const struct sides *sides, struct json parent,
                            const char *key)
{
    size_t count, most = 0;
    struct sides *groups = groups_of(merge, sides, &count);

    for (size_t i = 1; i < count; i++) {
        if (weight_of(merge, &groups[i]) > weight_of(merge, &groups[most]))
            most = i;
    }
    for (size_t i = 0; i < count; i++) {
        if (i == most)
            continue;
        parent = begin_if(parent, key, condition(merge, &groups[i]));
        key = NULL;
        json_copy(parent, NULL, groups[i].items[0].node);
    }
    json_copy(parent, key, groups[most].items[0].node);
}

static void merge_by_presence(struct merge *merge, const struct sides *sides, struct json parent,
                              const char *key, const struct place *place)
{
    struct sides there = only(merge, sides, true), absent = only(merge, sides, false);
    struct json list;

    if (weight_of(merge, &there) <= weight_of(merge, &absent)) {
        list = begin_if(parent, key, condition(merge, &there));
        merge_value(merge, &there, list, NULL, place);
        no_value(list);
    } else {
        list = begin_if(parent, key, condition(merge, &absent));
        no_value(list);
        merge_value(merge, &there, list, NULL, place);
    }
}

/* ---- Mappings ---- */

/* "GlobalSecondaryIndexes0ReadCapacityUnits": each name's letters and digits, words begun large. */
static void put_place(struct text_buf *out, const struct place *place)
{
    bool begins = true;

    if (place->up != NULL)
        put_place(out, place->up);
    if (place->name == NULL) {
        text_printf(out, "%zu", place->index);
        return;
    }
    for (const char *c = place->name; *c != '\0'; c++) {
        bool lower = *c >= 'a' && *c <= 'z';
        bool other = (*c >= 'A' && *c <= 'Z') || (*c >= '0' && *c <= '9');

        if (lower || other)
            text_putc(out, begins && lower ? (char)(*c - 'a' + 'A') : *c);
        begins = !lower && !other;
    }
}

/*
 * False where that cannot be: a look-up fails in an environment without a row, even where its
 * value is not needed, so that every tree must have one.
 */
static bool merge_by_mapping(struct merge *merge, const struct sides *sides, struct json parent,
                             const char *key, const struct place *place)
{
    const cJSON **values;
    struct text_buf name;

    if (sides->count < merge->tree_count ||
        (!all_are(sides, node_is_scalar) && !all_are(sides, node_is_scalar_list)))
        return false;
    values = mem_array(merge->arena, merge->tree_count, sizeof(*values));
    for (size_t i = 0; i < sides->count; i++)
        values[sides->items[i].tree] = sides->items[i].node;
    text_buf_init(&name, merge->arena, TEXT_BUF_MAX);
    put_place(&name, place);
    return lookups_find(&merge->lookups, parent, key, place->mapping, name.ptr, values);
}

/* ---- Values ---- */

static void merge_object(struct merge *merge, const struct sides *sides, struct json parent,
                         const char *key, const struct place *place)
{
    struct names names = member_names(merge, sides);
    struct json object = json_object(parent, key);

    for (size_t i = 0; i < names.count; i++) {
        struct place below = {place, names.items[i], 0, place->mapping};
        struct sides some = members(merge, sides, names.items[i]);

        merge_value(merge, &some, object, names.items[i], &below);
    }
}

static void merge_list(struct merge *merge, const struct sides *sides, struct json parent,
                       const char *key, const struct place *place)
{
    struct json list = json_array(parent, key);
    struct sides at = sides_new(merge);
    size_t index = 0;

    for (size_t i = 0; i < sides->count; i++)
        add_side(&at, sides->items[i].tree, sides->items[i].node->child);
    for (; at.items[0].node != NULL; index++) {
        struct place below = {place, NULL, index, place->mapping};

        merge_value(merge, &at, list, NULL, &below);
        for (size_t i = 0; i < at.count; i++)
            at.items[i].node = at.items[i].node->next;
    }
}

/* At least one side is there. The depth is that of the emitter's own trees. */
static void merge_value(struct merge *merge, const struct sides *sides, struct json parent,
                        const char *key, const struct place *place)
{
    if (only(merge, sides, true).count < sides->count)
        merge_by_presence(merge, sides, parent, key, place);
    else if (all_same(sides))
        json_copy(parent, key, sides->items[0].node);
    else if (all_are(sides, node_is_plain_object))
        merge_object(merge, sides, parent, key, place);
    else if (merge_by_mapping(merge, sides, parent, key, place))
        return;
    else if (all_lists_of_one_length(sides) && !all_are(sides, node_is_scalar_list))
        merge_list(merge, sides, parent, key, place);
    else
        merge_by_choice(merge, sides, parent, key);
}

/* ---- Resources and outputs ---- */

static const struct section {
    const char *name;
    const char *varies;  /* the member of an entry that may differ */
    const char *mapping; /* of all its entries; NULL: one each, of the entry's name */
} sections[] = {{"Resources", "Properties", NULL}, {"Outputs", "Value", "Outputs"}};

/* What an entry has beside that member, CloudFormation reads before it knows any parameter. */
static void merge_entry(struct merge *merge, const struct sides *sides, struct json entry,
                        const struct section *section, const char *name)
{
    struct names names = member_names(merge, sides);
    struct place place = {.name = name, .mapping = section->mapping};

    if (section->mapping == NULL)
        place = (struct place){.name = "", .mapping = name};
    for (size_t i = 0; i < names.count; i++) {
        struct sides some = members(merge, sides, names.items[i]);

        if (strcmp(names.items[i], section->varies) == 0) {
            merge_value(merge, &some, entry, section->varies, &place);
        } else {
            assert(all_same(&some));
            json_copy(entry, names.items[i], some.items[0].node);
        }
        if (i == 0 && sides->count < merge->tree_count)
            json_string(entry, "Condition", condition(merge, sides));
    }
}

static void merge_section(struct merge *merge, const struct sides *sides, struct json all,
                          const struct section *section)
{
    struct names names = member_names(merge, sides);

    for (size_t i = 0; i < names.count; i++) {
        struct sides every = members(merge, sides, names.items[i]);
        struct sides some = only(merge, &every, true);

        merge_entry(merge, &some, json_object(all, names.items[i]), section, names.items[i]);
    }
}

static const struct section *find_section(const char *name)
{
    for (size_t i = 0; i < sizeof(sections) / sizeof(sections[0]); i++) {
        if (strcmp(sections[i].name, name) == 0)
            return &sections[i];
    }
    return NULL;
}

/* Mappings and conditions stand before the first section that refers to them. */
static void merge_root(struct merge *merge, const struct templates *templates,
                       const struct sides *roots, struct json result)
{
    struct names names = member_names(merge, roots);

    for (size_t i = 0; i < names.count; i++) {
        const char *name = names.items[i];
        const struct section *section = find_section(name);
        struct sides some = members(merge, roots, name);

        if (section == NULL) {
            assert(all_same(&some));
            json_copy(result, name, some.items[0].node);
            continue;
        }
        if (merge->lookups.ids == NULL) {
            struct json mappings = json_object(result, "Mappings");

            lookups_init(&merge->lookups, templates, mappings, json_object(result, "Conditions"));
        }
        merge_section(merge, &some, json_object(result, name), section);
    }
}

struct json json_merge_templates(struct mem_arena *arena, const struct templates *templates)
{
    struct json result = json_new(arena);
    size_t *weights = mem_array(arena, templates->tree_count, sizeof(*weights));
    struct merge merge = {arena, templates->tree_count, weights, {0}};
    struct sides roots = sides_new(&merge);

    for (size_t i = 0; i < templates->environment_count; i++)
        weights[templates->environments[i].tree]++;
    for (size_t i = 0; i < templates->tree_count; i++) {
        assert(weights[i] > 0);
        add_side(&roots, i, templates->trees[i].node);
    }
    merge_root(&merge, templates, &roots, result);
    assert(merge.lookups.ids != NULL); /* a template has resources */
    if (merge.lookups.mappings.node->child == NULL)
        json_remove(result, "Mappings");
    if (merge.lookups.conditions.node->child == NULL)
        json_remove(result, "Conditions");
    return result;
}
