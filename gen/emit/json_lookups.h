/*
 * json_lookups.h - the conditions and mappings of a merged template: made when they are first
 * needed, so that none is there that nothing uses.
 */
#ifndef LOCKSTEP_JSON_LOOKUPS_H
#define LOCKSTEP_JSON_LOOKUPS_H

#include "emit/json_merge.h"

struct lookups {
    struct mem_arena *arena;
    const struct templates *templates;
    struct json mappings, conditions; /* objects of the merged template */
    const char **ids;                 /* by environment: "Dev", unlike all others */
    struct lookup_condition *known;
    size_t known_count, known_cap;
};

void lookups_init(struct lookups *lookups, const struct templates *templates, struct json mappings,
                  struct json conditions);

/*
 * The name of the condition that holds in the environments of the trees in `set`, a flag for each
 * tree: "IsDevOrTest".
 */
const char *lookups_condition(struct lookups *lookups, const bool *set);

/*
 * Puts a Fn::FindInMap of `values`, one a tree, under `key`; scalars, or lists of them, as mappings
 * may hold: numbers and booleans too, since the property's type makes of them what it needs.
 * `name` is letters and digits and says what they are; it gets a number behind where another value
 * of the mapping has it. False when there is no room for more, and nothing is put.
 */
bool lookups_find(struct lookups *lookups, struct json parent, const char *key, const char *mapping,
                  const char *name, const struct cJSON *const *values);

#endif
