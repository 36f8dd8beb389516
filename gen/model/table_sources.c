/*
 * table_sources.c - TYPE.source: a value that every route on the table takes from the same place.
 */
#include "model/sources.h"

#include "model/check_text.h"

/* What only some routes have cannot be what all take. */
static bool is_everywhere(enum ls_source_kind kind)
{
    return kind != LS_SOURCE_PATH && kind != LS_SOURCE_BODY;
}

static void check_source(struct planner *planner, const char *attribute,
                         const struct spec_text *ref)
{
    struct ls_source source;
    enum reference_fault fault = reference_parse(planner->arena, ref->value, &source);
    struct diag *diag;

    report_reference(planner, NULL, ref, fault);
    if (fault != REFERENCE_GOOD)
        return;
    if (!is_everywhere(source.kind)) {
        diag = diag_add(planner->diags, DIAG_source_of_table, ref->at,
                        "`%s` is not there on every route of the table", ref->value.ptr);
        if (source.kind == LS_SOURCE_PATH)
            diag_hint(diag,
                      "a path parameter binds the attribute of its name; for another name "
                      "write `key: { %s: %s }` on the route",
                      attribute, ref->value.ptr);
        else
            diag_hint(diag, "create takes `%s` from the body anyway: leave `source` out",
                      attribute);
    } else if (source.kind == LS_SOURCE_QUERY && is_reserved_query(source.name, NULL)) {
        diag = diag_add(planner->diags, DIAG_reserved_query, ref->at,
                        "`?%s=` is how a list is paged, so it can be no value", source.name);
        diag_hint(diag, "give the parameter another name");
    }
}

void check_table_sources(struct planner *planner)
{
    for (size_t i = 0; i < planner->table_count; i++) {
        const struct plan_table *table = &planner->tables[i];

        for (size_t j = 0; j < table->data->attribute_count; j++) {
            if (table->attributes[j].source != NULL)
                check_source(planner, table->data->attributes[j].name, table->attributes[j].source);
        }
    }
}

struct ls_source table_source(const struct planner *planner, const struct plan_table *table,
                              const struct ls_attribute *attribute)
{
    const struct spec_text *ref = table->attributes[attribute - table->data->attributes].source;
    struct ls_source source = {.kind = LS_SOURCE_NONE};

    if (ref != NULL && (reference_parse(planner->arena, ref->value, &source) != REFERENCE_GOOD ||
                        !is_everywhere(source.kind) ||
                        (source.kind == LS_SOURCE_QUERY && is_reserved_query(source.name, NULL))))
        source = (struct ls_source){.kind = LS_SOURCE_NONE};
    return source;
}
