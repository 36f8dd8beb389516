/*
 * json_node.c - kinds of nodes, and when two are the same.
 */
#include "emit/json_node.h"

#include <cjson/cJSON.h>
#include <string.h>

bool node_is_scalar(const cJSON *node)
{
    return !cJSON_IsObject(node) && !cJSON_IsArray(node);
}

static bool is_function(const cJSON *node)
{
    return cJSON_IsObject(node) && node->child != NULL && node->child->next == NULL &&
           (strcmp(node->child->string, "Ref") == 0 ||
            strncmp(node->child->string, "Fn::", strlen("Fn::")) == 0);
}

bool node_is_plain_object(const cJSON *node)
{
    return cJSON_IsObject(node) && !is_function(node);
}

bool node_is_scalar_list(const cJSON *node)
{
    const cJSON *element;

    if (!cJSON_IsArray(node) || node->child == NULL)
        return false;
    cJSON_ArrayForEach(element, node)
    {
        if (!node_is_scalar(element))
            return false;
    }
    return true;
}

bool node_same(const cJSON *a, const cJSON *b)
{
    const cJSON *x, *y;

    if (a == NULL || b == NULL || a->type != b->type)
        return a == b;
    if (node_is_scalar(a))
        return a->valuestring == NULL || strcmp(a->valuestring, b->valuestring) == 0;
    for (x = a->child, y = b->child; x != NULL && y != NULL; x = x->next, y = y->next) {
        if ((x->string != NULL && strcmp(x->string, y->string) != 0) || !node_same(x, y))
            return false;
    }
    return x == y;
}
