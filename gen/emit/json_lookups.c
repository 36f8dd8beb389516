/*
 * json_lookups.c - conditions named after the environments in which they hold, and mappings from
 * environments to values.
 */
#include "emit/json_lookups.h"

#include <assert.h>
#include <cjson/cJSON.h>
#include <string.h>

/*
 * CloudFormation's quotas: mappings of a template; keys of a mapping, and keys below each of them;
 * operands of Fn::Or; and 255 characters of a name, less those that a number behind it may take.
 */
#define MAPPINGS_MAX     200
#define MAPPING_KEYS_MAX 200
#define OPERANDS_MAX     10
#define NAME_LENGTH_MAX  240

struct lookup_condition {
    const bool *set; /* by tree */
    const char *name;
};

/* ---- Names ---- */

/* "stage-2": "Stage2". */
static const char *pascal(struct mem_arena *arena, struct text name)
{
    struct text_buf out;
    bool begins = true;

    text_buf_init(&out, arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < name.len; i++) {
        char c = name.ptr[i];

        if (c != '-')
            text_putc(&out, begins && c >= 'a' && c <= 'z' ? (char)(c - 'a' + 'A') : c);
        begins = c == '-';
    }
    return text_view(&out).ptr;
}

static bool is_one_of(const char *name, const char *const *names, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (strcmp(names[i], name) == 0)
            return true;
    }
    return false;
}

/* "a-1" and "a1" are both "A1": the second becomes "A1x2", which is no other's name by itself. */
static const char **environment_ids(struct mem_arena *arena, const struct templates *templates)
{
    size_t count = templates->environment_count;
    const char **plain = mem_array(arena, count, sizeof(*plain));
    const char **ids = mem_array(arena, count, sizeof(*ids));

    for (size_t i = 0; i < count; i++)
        plain[i] = pascal(arena, templates->environments[i].name);
    for (size_t i = 0; i < count; i++) {
        ids[i] = plain[i];
        for (unsigned number = 2;
             is_one_of(ids[i], ids, i) || (ids[i] != plain[i] && is_one_of(ids[i], plain, count));
             number++)
            ids[i] = text_format(arena, "%sx%u", plain[i], number).ptr;
    }
    return ids;
}

void lookups_init(struct lookups *lookups, const struct templates *templates, struct json mappings,
                  struct json conditions)
{
    *lookups = (struct lookups){
        .arena = mappings.arena,
        .templates = templates,
        .mappings = mappings,
        .conditions = conditions,
        .ids = environment_ids(mappings.arena, templates),
    };
}

/* ---- Conditions ---- */

static void equals(const struct lookups *lookups, struct json parent, const char *key, size_t which)
{
    struct json operands = json_array(json_object(parent, key), "Fn::Equals");

    json_string(json_object(operands, NULL), "Ref", lookups->templates->parameter);
    json_text(operands, NULL, lookups->templates->environments[which].name);
}

/* The environments in the list, as many to an Fn::Or as it takes; the rest in one within it. */
static void any_of(const struct lookups *lookups, const char *name, const size_t *environments,
                   size_t count)
{
    struct json at = lookups->conditions;
    const char *key = name;
    size_t done = 0;

    if (count == 1) {
        equals(lookups, at, key, environments[0]);
        return;
    }
    while (done < count) {
        size_t left = count - done, most = left > OPERANDS_MAX ? OPERANDS_MAX - 1 : left;

        at = json_array(json_object(at, key), "Fn::Or");
        key = NULL;
        for (size_t i = 0; i < most; i++)
            equals(lookups, at, NULL, environments[done++]);
    }
}

static bool name_is_taken(const struct lookups *lookups, const char *name)
{
    for (size_t i = 0; i < lookups->known_count; i++) {
        if (strcmp(lookups->known[i].name, name) == 0)
            return true;
    }
    return false;
}

static const char *condition_name(const struct lookups *lookups, const size_t *environments,
                                  size_t count)
{
    struct text_buf name;
    struct text whole;
    const char *unique;

    text_buf_init(&name, lookups->arena, TEXT_BUF_MAX);
    for (size_t i = 0; i < count; i++)
        text_printf(&name, "%s%s", i == 0 ? "Is" : "Or", lookups->ids[environments[i]]);
    whole = text_view(&name);
    if (whole.len > NAME_LENGTH_MAX)
        whole = text_copy(lookups->arena, whole.ptr, NAME_LENGTH_MAX);
    unique = whole.ptr;
    for (unsigned number = 2; name_is_taken(lookups, unique); number++)
        unique = text_format(lookups->arena, "%sx%u", whole.ptr, number).ptr;
    return unique;
}

const char *lookups_condition(struct lookups *lookups, const bool *set)
{
    const struct templates *templates = lookups->templates;
    size_t bytes = templates->tree_count * sizeof(*set), count = 0;
    size_t *environments;
    bool *kept;
    const char *name;

    for (size_t i = 0; i < lookups->known_count; i++) {
        if (memcmp(lookups->known[i].set, set, bytes) == 0)
            return lookups->known[i].name;
    }
    environments = mem_array(lookups->arena, templates->environment_count, sizeof(*environments));
    for (size_t i = 0; i < templates->environment_count; i++) {
        if (set[templates->environments[i].tree])
            environments[count++] = i;
    }
    assert(count > 0);
    name = condition_name(lookups, environments, count);
    any_of(lookups, name, environments, count);

    kept = mem_alloc(lookups->arena, bytes);
    memcpy(kept, set, bytes);
    lookups->known = mem_grow(lookups->arena, lookups->known, &lookups->known_cap,
                              lookups->known_count + 1, sizeof(*lookups->known));
    lookups->known[lookups->known_count++] = (struct lookup_condition){kept, name};
    return name;
}

/* ---- Mappings ---- */

/* For one more key, in a mapping that may have to be made. */
static bool has_room(const struct lookups *lookups, const cJSON *mapping)
{
    if (mapping == NULL)
        return lookups->templates->environment_count <= MAPPING_KEYS_MAX &&
               cJSON_GetArraySize(lookups->mappings.node) < MAPPINGS_MAX;
    return cJSON_GetArraySize(mapping->child) < MAPPING_KEYS_MAX;
}

static const char *mapping_key(const struct lookups *lookups, const cJSON *mapping,
                               const char *name)
{
    struct text whole = text_of(name);
    const char *unique;

    if (whole.len > NAME_LENGTH_MAX)
        whole = text_copy(lookups->arena, name, NAME_LENGTH_MAX);
    unique = whole.ptr;
    for (unsigned number = 2;
         mapping != NULL && cJSON_GetObjectItemCaseSensitive(mapping->child, unique) != NULL;
         number++)
        unique = text_format(lookups->arena, "%sx%u", whole.ptr, number).ptr;
    return unique;
}

bool lookups_find(struct lookups *lookups, struct json parent, const char *key, const char *mapping,
                  const char *name, const cJSON *const *values)
{
    const struct templates *templates = lookups->templates;
    cJSON *known = cJSON_GetObjectItemCaseSensitive(lookups->mappings.node, mapping);
    struct json rows = {lookups->arena, known}, find;
    cJSON *row;

    if (!has_room(lookups, known))
        return false;
    name = mapping_key(lookups, known, name);
    if (known == NULL) {
        rows = json_object(lookups->mappings, mapping);
        for (size_t i = 0; i < templates->environment_count; i++)
            (void)json_object(rows, templates->environments[i].name.ptr);
    }
    row = rows.node->child;
    for (size_t i = 0; i < templates->environment_count; i++, row = row->next)
        json_copy((struct json){lookups->arena, row}, name,
                  values[templates->environments[i].tree]);

    find = json_array(json_object(parent, key), "Fn::FindInMap");
    json_string(find, NULL, mapping);
    json_string(json_object(find, NULL), "Ref", templates->parameter);
    json_string(find, NULL, name);
    return true;
}
