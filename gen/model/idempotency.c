/*
 * idempotency.c - the table in which a route of create keeps the keys and answers of requests.
 */
#include "model/routes.h"

#include "model/check_text.h"
#include "model/tables.h"

/* The attribute in which the runtime keeps the answer. */
#define ANSWER "answer"

/* Where the table declares an attribute of that name; nowhere: no range. */
static struct range answer_declared(const struct plan_table *table)
{
    const struct spec_table *spec = table->spec;
    const struct spec_text *const names[] = {&spec->ttl.attribute, &spec->version,
                                             &spec->timestamps.created, &spec->timestamps.updated};

    for (size_t i = 0; i < table->data->attribute_count; i++) {
        if (text_is(text_of(ANSWER), table->data->attributes[i].name))
            return table->attributes[i].at;
    }
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        if (text_is(names[i]->value, ANSWER))
            return names[i]->at;
    }
    return (struct range){0, 0};
}

/* Why the table cannot keep them; NULL: it can. *at is where that is said. */
static const char *table_fault(const struct plan_table *table, struct range *at)
{
    const struct ls_attribute *partition = table->data->attributes;

    if (table->data->key_count == 0)
        return NULL; /* there is an error of the table already */
    *at = table->attributes[table->data->key_count - 1].at;
    if (table->data->key_count == 2)
        return "has a sort attribute";
    if (partition->template != NULL)
        return "has a derived partition attribute";
    if (partition->type != LS_TYPE_STRING)
        return "has a partition attribute that is no string";
    if (table->attributes[0].source != NULL)
        return "takes its partition attribute from the caller";
    *at = answer_declared(table);
    if (range_given(*at))
        return "has an attribute `" ANSWER "`, where the answers are";
    *at = table->spec->name.at;
    return range_given(table->spec->ttl.at) ? NULL : "has no time to live";
}

static void check_method(struct planner *planner, const struct route_draft *draft)
{
    if (draft->method != LS_METHOD_POST)
        diag_hint(diag_add(planner->diags, DIAG_idempotency_method,
                           draft->form->spec->idempotency.at,
                           "only a POST needs an Idempotency-Key, and this is a %s",
                           method_name(draft->method)),
                  "leave `idempotency` out, or write `POST %s`", draft->path.ptr);
}

void plan_idempotency(struct planner *planner, const struct route_draft *draft,
                      struct ls_route *data)
{
    const struct spec_idempotency *written = &draft->form->spec->idempotency;
    const struct plan_table *table;
    struct ls_idempotency *row;
    struct range at = {0, 0};
    const char *fault;
    struct diag *diag;

    if (draft->action != LS_ACTION_CREATE || !range_given(written->at))
        return;
    check_method(planner, draft);
    if (!written->table.set)
        return; /* the field table requires it */
    table = find_table(planner, &written->table);
    if (table == NULL)
        return;
    use_table(planner, table, NULL);
    fault = table == draft->form->table ? "holds the route's own items" : table_fault(table, &at);
    if (fault != NULL) {
        diag = diag_add(planner->diags, DIAG_idempotency_table, written->table.at,
                        "`%s` cannot keep Idempotency-Keys: it %s", table->data->name, fault);
        if (table != draft->form->table)
            diag_note(diag, at, "the table says so here");
        diag_hint(diag, "make a table for them: `attempts: { key: { partition: { attempt: string } "
                        "}, ttl: expires }`");
        return;
    }
    row = mem_alloc(planner->arena, sizeof(*row));
    *row = (struct ls_idempotency){
        .table = table->data,
        .ttl_s = (uint32_t)written->ttl_s.value,
        .required = written->required.value,
    };
    data->idempotency = row;
}
