/*
 * dispatch.c - linked with a golden routes.c and the runtime's look-ups: every route of the table
 * is found by its key, and by a path made for it, and nothing else is found; and every row holds as
 * much as its counts say, of its own table.
 */
#include <stdio.h>
#include <string.h>

#include "route.h"

static int problems;

static void expect(bool holds, const char *what, const char *key)
{
    if (holds)
        return;
    printf("%s: %s\n", key, what);
    problems++;
}

static void by_key(const struct ls_route *route)
{
    char longer[512];

    expect(ls_route_by_key(&ls_service, ls_str_of(route->key)) == route, "not found by its key",
           route->key);
    expect(route->key_length == strlen(route->key), "wrong length", route->key);
    snprintf(longer, sizeof(longer), "%s/", route->key);
    for (size_t i = 0; i < ls_service.route_count; i++) {
        if (strcmp(ls_service.routes[i].key, longer) == 0)
            return;
    }
    expect(ls_route_by_key(&ls_service, ls_str_of(longer)) == NULL, "found by a longer key",
           route->key);
}

/* "/items/{id}/{rest+}" -> "/items/1~/2~/3~": no route has such a literal. */
static void sample_path(const char *template, char *out, size_t size)
{
    size_t len = 0;
    unsigned count = 0;

    while (*template != '\0' && len + 8 < size) {
        if (*template != '{') {
            out[len++] = *template ++;
            continue;
        }
        len += (size_t)snprintf(out + len, size - len, "%u~", ++count);
        template = strchr(template, '}') + 1;
        if (template[-2] == '+')
            len += (size_t)snprintf(out + len, size - len, "/%u~", ++count);
    }
    out[len] = '\0';
}

/* A method that leads to this route: its own, or for ANY one that no route of the path has. */
static enum ls_method method_for(const struct ls_route *route, const char *path)
{
    enum ls_method method = ls_method_of(ls_str(route->key, (size_t)(path - route->key - 1)));

    for (int i = 0; method == LS_METHOD_COUNT && i < LS_METHOD_ANY; i++) {
        bool taken = false;

        for (size_t r = 0; r < ls_service.route_count; r++) {
            const char *key = ls_service.routes[r].key, *blank = strchr(key, ' ');

            taken =
                taken || (blank != NULL && strcmp(blank + 1, path) == 0 &&
                          ls_method_of(ls_str(key, (size_t)(blank - key))) == (enum ls_method)i);
        }
        if (!taken)
            method = (enum ls_method)i;
    }
    return method;
}

static void by_path(const struct ls_route *route)
{
    const char *blank = strchr(route->key, ' ');
    struct ls_route_match match;
    char path[512];

    if (blank == NULL) {
        expect(strcmp(route->key, "$default") == 0, "has no path", route->key);
        return;
    }
    sample_path(blank + 1, path, sizeof(path));
    ls_route_by_path(&ls_service, method_for(route, blank + 1), ls_str_of(path), &match);
    expect(match.route == route, match.route == NULL ? "not found by path" : match.route->key,
           route->key);
    for (size_t i = 0; match.route == route && i < route->parameter_count; i++) {
        char name[256];

        snprintf(name, sizeof(name), "{%s", route->parameters[i]);
        expect(strstr(route->key, name) != NULL, "a parameter that its path has not", route->key);
        expect(match.parameters[i].len > 0, "an empty parameter", route->key);
    }
}

/* ---- Rows: under the sanitizers a count that is too high is a fault ---- */

static bool is_own(const struct ls_table *table, const struct ls_attribute *attribute)
{
    return attribute >= table->attributes && attribute < table->attributes + table->attribute_count;
}

static void template_rows(const struct ls_table *table, const struct ls_template *template)
{
    for (size_t i = 0; i <= template->part_count; i++) {
        const char *literal = template->literals[i];

        expect(i == 0 || i == template->part_count || literal[0] != '\0',
               "parts without a literal between", table->name);
        expect(i == template->part_count || template->parts[i] < table->attribute_count,
               "a part that is no attribute", table->name);
    }
}

static void table_rows(const struct ls_table *table)
{
    for (size_t i = 0; i < table->attribute_count; i++) {
        const struct ls_attribute *one = &table->attributes[i];

        expect(one->name[0] != '\0', "an attribute without a name", table->name);
        expect((one->generate == LS_GENERATE_RANDOM) == (one->generate_length > 0),
               "a length of what is not random", one->name);
        if (one->template != NULL)
            template_rows(table, one->template);
    }
    for (size_t i = 0; i < table->index_count; i++) {
        const struct ls_index *index = &table->indexes[i];

        for (int k = 0; k < index->partition_count + index->sort_count; k++)
            expect(is_own(table, index->key[k]), "a key of another table", index->name);
    }
}

static void value_rows(const struct ls_route *route)
{
    for (size_t i = 0; i < route->binding_count; i++)
        expect(is_own(route->table, route->bindings[i].attribute), "a binding of another table",
               route->key);
    for (size_t i = 0; i < route->filter_count; i++)
        expect(route->filters[i].name[0] != '\0', "a filter of nothing", route->key);
    for (size_t i = 0; i < route->field_count; i++)
        expect(route->fields[i][0] != '\0', "a field without a name", route->key);
    for (size_t i = 0; i < route->set_count; i++) {
        const struct ls_assignment *one = &route->set[i];

        expect(one->source.kind != LS_SOURCE_NONE, "set to nothing", route->key);
        expect(one->attribute == NULL || strcmp(one->attribute->name, one->name) == 0,
               "set by another attribute's type", route->key);
    }
    for (size_t i = 0; i < route->add_count; i++)
        expect(strspn(route->add[i].number, "-0123456789.eE+") == strlen(route->add[i].number),
               "added no number", route->key);
    for (size_t i = 0; i < route->grant_count; i++)
        expect(route->grants[i].operations != 0, "a grant of nothing", route->key);
    if (route->idempotency != NULL)
        expect(route->idempotency->table->ttl != NULL && route->idempotency->ttl_s > 0,
               "answers that are kept for ever", route->key);
}

int main(void)
{
    expect(ls_service.abi == LS_ABI, "another ABI", ls_service.name);
    expect(strlen(ls_service.contract) == 64, "no digest", ls_service.name);
    expect(ls_route_by_key(&ls_service, LS_STR("GET /never")) == NULL, "found", "GET /never");
    for (size_t i = 0; i < ls_service.route_count; i++) {
        by_key(&ls_service.routes[i]);
        by_path(&ls_service.routes[i]);
        value_rows(&ls_service.routes[i]);
    }
    for (size_t i = 0; i < ls_service.table_count; i++)
        table_rows(&ls_service.tables[i]);
    return problems != 0;
}
