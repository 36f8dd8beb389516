/*
 * lists.c - is a list a Query or a Scan, and do the route's options go with that?
 *
 * A Query names every partition attribute; with it go the sort attributes from the first on, equal,
 * and at most one range, on the last of those bound. The parts of a derived attribute count like
 * attributes: those that are equal make a prefix of it. Everything else is a Scan, which reads the
 * whole table, so it must be asked for as soon as the table has a sort attribute or an index, that
 * is as soon as somebody might have meant a Query.
 */
#include "model/bindings.h"
#include "model/check_text.h"

static size_t bound_count(const struct key_binder *binder, size_t from, size_t to)
{
    size_t count = 0;

    for (size_t i = from; i < to; i++)
        count += binder->rows[i].is_bound;
    return count;
}

/* From the first sort attribute on: equal, …, equal, range, nothing. */
static void check_sort(struct planner *planner, struct key_binder *binder)
{
    const struct key_row *open = NULL; /* the first that is not bound, or a range */

    for (size_t i = 0; i < binder->sort_count; i++) {
        const struct key_row *row = binder->sort[i];
        struct diag *diag;

        if (row->is_bound && open != NULL) {
            diag = diag_add(planner->diags, DIAG_key_gap, row->at,
                            row == open      ? "`%s` stands in the key twice, and has a range%s"
                            : open->is_bound ? "`%s` comes after `%s`, which has a range already"
                                             : "`%s` is bound, but `%s` before it is not",
                            row->attribute->name, row == open ? "" : open->attribute->name);
            if (row->source != NULL)
                diag_note(diag, row->source->at, "the table binds `%s` here", row->attribute->name);
            diag_hint(diag, "sort attributes and parts are bound from the first on, and the last "
                            "may have a range");
            binder->draft->failed = true;
            return;
        }
        if (open == NULL && (!row->is_bound || row->match.form != LS_MATCH_EQUALS))
            open = row;
    }
}

/* A sort attribute from the query may be absent, and then does not narrow the list. */
static bool is_whole_key(const struct key_binder *binder)
{
    for (size_t i = 0; i < binder->count; i++) {
        const struct key_row *row = &binder->rows[i];

        if (!row->is_bound || row->match.form != LS_MATCH_EQUALS ||
            (!row->is_partition && row->match.low.kind == LS_SOURCE_QUERY))
            return false;
    }
    return true;
}

static void decide_query(struct planner *planner, struct key_binder *binder)
{
    const struct spec_route *route = binder->draft->form->spec;
    struct diag *diag;

    if (binder->draft->index == NULL && is_whole_key(binder)) {
        diag = diag_add(planner->diags, DIAG_list_is_get, route->name.at,
                        "the whole key is bound, so there is one item at most");
        diag_hint(diag, "use get; list is for many items");
        binder->draft->failed = true;
    }
    check_sort(planner, binder);
    if (route->scan.set && route->scan.value) {
        diag = diag_add(planner->diags, DIAG_scan_for_query, route->scan.at,
                        "the partition is bound, so this is a Query");
        diag_hint(diag, "leave `scan` out");
    }
}

static void decide_scan(struct planner *planner, struct key_binder *binder)
{
    const struct route_draft *draft = binder->draft;
    const struct plan_table *table = draft->form->table;
    const struct spec_route *route = draft->form->spec;
    bool expected = table->data->key_count == 1 && table->index_count == 0 && !route->scan.set;
    struct diag *diag;

    if (!route->scan.value && !expected) {
        diag = diag_add(planner->diags, DIAG_scan_by_omission, draft->form->action_at,
                        "this list binds no partition, so it reads all of %s `%s`",
                        draft->index == NULL ? "the table" : "the index",
                        draft->index == NULL ? table->spec->name.value.ptr
                                             : draft->index->spec->name.value.ptr);
        diag_hint(diag, "bind `%s`, in the path or by `key`, or write `scan: true`",
                  binder->rows[0].attribute->name);
        binder->draft->failed = true;
    }
    if (route->order.set) {
        diag = diag_add(planner->diags, DIAG_order_without_query, route->order.at,
                        "a Scan has no order");
        diag_hint(diag, "bind the partition, or leave `order` out");
    }
}

static void decide_pages(struct planner *planner, const struct spec_route *route,
                         struct ls_route *data)
{
    int64_t max = route->max_page_size.value, size = route->page_size.value;
    struct diag *diag;

    if (size > max && route->page_size.set) {
        diag = diag_add(planner->diags, DIAG_page_size_over_max, route->page_size.at,
                        "the usual page, %lld, is larger than the largest, %lld", (long long)size,
                        (long long)max);
        diag_note(diag, route->max_page_size.at, "the largest is here");
        diag_hint(diag, "`page_size` is at most `max_page_size`");
    }
    data->max_page_size = (uint16_t)max;
    data->page_size = (uint16_t)(size > max ? max : size);
}

void decide_list(struct planner *planner, struct key_binder *binder, struct ls_route *data)
{
    const struct spec_route *route = binder->draft->form->spec;
    size_t partitions = bound_count(binder, 0, binder->partition_count);

    decide_pages(planner, route, data);
    if (route->order.value != 0)
        data->flags |= LS_ROUTE_DESCENDING;
    if (partitions == binder->partition_count) {
        decide_query(planner, binder);
        return;
    }
    data->flags |= LS_ROUTE_SCAN;
    if (bound_count(binder, 0, binder->count) == 0) {
        decide_scan(planner, binder);
        return;
    }
    for (size_t i = 0; i < binder->partition_count; i++) {
        if (!binder->rows[i].is_bound)
            unbound_attribute(planner, binder, &binder->rows[i]);
    }
}
