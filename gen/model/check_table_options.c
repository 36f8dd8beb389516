/*
 * check_table_options.c - which options of a table go together, with regard to what the table is in
 * the other environments: an option without effect in one of them may be for another.
 */
#include "model/check.h"

#include "model/check_text.h"

struct table_forms table_forms(const struct spec_variants *variants, const struct spec *spec,
                               size_t position)
{
    const struct spec_table *own = spec->tables.items;
    struct table_forms forms = {false};

    for (size_t i = 0; i < variants->count; i++) {
        const struct spec_list *list = &variants->items[i]->tables;
        const struct spec_table *table = list->items;

        if (position >= list->count ||
            !text_equal(table[position].name.value, own[position].name.value))
            continue; /* it could not be read there */
        table += position;
        if (range_given(table->existing.at)) {
            forms.existing = true;
            continue;
        }
        forms.own = true;
        if (is_unread(table->billing.at, table->billing.set))
            forms.provisioned = forms.on_demand = true;
        else if (table->billing.value == BILLING_PROVISIONED)
            forms.provisioned = true;
        else
            forms.on_demand = true;
        if (table->point_in_time_recovery.value ||
            is_unread(table->point_in_time_recovery.at, table->point_in_time_recovery.set))
            forms.recoverable = true;
    }
    return forms;
}

/* ---- Beside `existing` ---- */

struct option {
    const char *key;
    struct range at;
    bool given;
};

static void refuse_options(struct diags *diags, const struct option *options, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (options[i].given)
            diag_hint(diag_add(diags, DIAG_option_beside_existing, options[i].at,
                               "`%s` has no effect on a table that exists outside of the stack",
                               options[i].key),
                      "leave it out");
    }
}

#define GIVEN(key_, member_)                                                                       \
    {                                                                                              \
        key_, (member_).at, range_given((member_).at)                                              \
    }
#define WRITTEN(key_, member_)                                                                     \
    {                                                                                              \
        key_, (member_).at, (member_).set                                                          \
    }

static void check_existing(struct diags *diags, const struct spec_table *table)
{
    const struct option options[] = {
        WRITTEN("billing", table->billing),
        GIVEN("capacity", table->capacity),
        GIVEN("max_throughput", table->max_throughput),
        GIVEN("warm_throughput", table->warm_throughput),
        WRITTEN("class", table->table_class),
        WRITTEN("stream", table->stream),
        WRITTEN("point_in_time_recovery", table->point_in_time_recovery),
        WRITTEN("recovery_period_days", table->recovery_period_days),
        WRITTEN("deletion_protection", table->deletion_protection),
        WRITTEN("contributor_insights", table->contributor_insights),
        WRITTEN("on_delete", table->on_delete),
        WRITTEN("policy", table->policy),
        WRITTEN("name", table->physical_name),
    };

    refuse_options(diags, options, sizeof(options) / sizeof(options[0]));
    SPEC_EACH(const struct spec_index, index, &table->indexes)
    {
        const struct option of_index[] = {
            GIVEN("capacity", index->capacity),
            GIVEN("max_throughput", index->max_throughput),
            GIVEN("warm_throughput", index->warm_throughput),
            WRITTEN("contributor_insights", index->contributor_insights),
        };

        if (!index->local.value) /* a local one has none of these in any table */
            refuse_options(diags, of_index, sizeof(of_index) / sizeof(of_index[0]));
    }
}

void check_table_options(struct diags *diags, const struct spec_table *table,
                         const struct table_forms *forms)
{
    if (forms->existing && !forms->own)
        check_existing(diags, table);
    if (!forms->existing && table->stream_arn.set)
        diag_hint(diag_add(diags, DIAG_stream_arn_alone, table->stream_arn.at,
                           "`stream_arn` is for a table that exists outside of the stack"),
                  "write `stream: new_and_old_images` to give this one a stream");
    if (forms->own && !forms->recoverable && table->recovery_period_days.set)
        diag_hint(diag_add(diags, DIAG_recovery_period_alone, table->recovery_period_days.at,
                           "without point-in-time recovery there is no period of it"),
                  "leave this out, or leave out `point_in_time_recovery: false`");
}
