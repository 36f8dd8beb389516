/*
 * doc.c - access to the located tree.
 */
#include "read/doc.h"

const struct doc_node *doc_get(const struct doc_node *map, const char *key)
{
    if (map->kind != DOC_MAP)
        return NULL;
    for (size_t i = 0; i < map->count; i++) {
        if (text_is(map->members[i].key, key))
            return map->members[i].value;
    }
    return NULL;
}

const char *doc_kind_name(enum doc_kind kind)
{
    switch (kind) {
    case DOC_NULL:
        return "nothing";
    case DOC_BOOL:
        return "a boolean";
    case DOC_INT:
    case DOC_FLOAT:
        return "a number";
    case DOC_TEXT:
        return "a text";
    case DOC_LIST:
        return "a list";
    case DOC_MAP:
        break;
    }
    return "a map";
}
