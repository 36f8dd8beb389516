/*
 * check_throughput.c - rules for capacity, maximum and warm throughput, of tables and of indexes.
 */
#include "model/check.h"

#include "model/check_text.h"

/* What a table or index on demand is warm for from the start; warm throughput only ever grows. */
#define ON_DEMAND_READ  12000
#define ON_DEMAND_WRITE 4000

static void check_not_empty(struct diags *diags, const struct spec_throughput *units)
{
    if (range_given(units->at) && !range_given(units->read.at) && !range_given(units->write.at))
        diag_hint(diag_add(diags, DIAG_throughput_empty, units->at,
                           "there are neither read nor write units here"),
                  "write `{ read: 12000, write: 4000 }`, or one of them");
}

static void check_bounds(struct diags *diags, const struct spec_units *units)
{
    struct diag *diag;

    if (!units->min.set || !units->max.set || units->min.value <= units->max.value)
        return;
    diag = diag_add(diags, DIAG_scaling_bounds, units->min.at,
                    "the fewest units, %lld, are more than the most, %lld",
                    (long long)units->min.value, (long long)units->max.value);
    diag_note(diag, units->max.at, "the most are here");
    diag_hint(diag, "scaling goes from `min` to `max`");
}

/* ---- Billing ---- */

static void check_billing(struct diags *diags, const struct table_forms *forms,
                          const struct spec_capacity *capacity,
                          const struct spec_throughput *maximum)
{
    if (!forms->own)
        return; /* is told of each option beside `existing` */
    if (!forms->provisioned && range_given(capacity->at))
        diag_hint(diag_add(diags, DIAG_capacity_on_demand, capacity->at,
                           "a table on demand has no capacity"),
                  "leave `capacity` out, or write `billing: provisioned` for the table");
    if (!forms->on_demand && range_given(maximum->at))
        diag_hint(diag_add(diags, DIAG_max_throughput_provisioned, maximum->at,
                           "a provisioned table has no maximum throughput"),
                  "its capacity is its maximum; `max_throughput` is for tables on demand");
}

/* ---- Warm throughput ---- */

static void check_warm_on_demand(struct diags *diags, const struct spec_int *units, int64_t start,
                                 const char *what)
{
    if (units->set && units->value < start)
        diag_hint(diag_add(diags, DIAG_warm_throughput_too_low, units->at,
                           "on demand, %s start with %lld units a second, and DynamoDB takes no "
                           "fewer",
                           what, (long long)start),
                  "write %lld or more, or leave it out", (long long)start);
}

static void check_warm_provisioned(struct diags *diags, const struct spec_int *warm,
                                   const struct spec_units *capacity, const char *what)
{
    const struct spec_int *units = capacity->fixed.set ? &capacity->fixed : &capacity->min;
    struct diag *diag;

    if (!warm->set || !units->set || warm->value >= units->value)
        return;
    diag = diag_add(diags, DIAG_warm_throughput_too_low, warm->at,
                    "%s have a capacity of %lld units, and DynamoDB takes no fewer", what,
                    (long long)units->value);
    diag_note(diag, units->at, "the capacity is here");
    diag_hint(diag, "write %lld or more, or leave it out", (long long)units->value);
}

void check_throughput(struct diags *diags, const struct table_forms *forms,
                      const struct spec_table *table, const struct spec_index *index)
{
    const struct spec_capacity *capacity = index == NULL ? &table->capacity : &index->capacity;
    const struct spec_throughput *maximum =
        index == NULL ? &table->max_throughput : &index->max_throughput;
    const struct spec_throughput *warm =
        index == NULL ? &table->warm_throughput : &index->warm_throughput;

    check_not_empty(diags, maximum);
    check_not_empty(diags, warm);
    check_bounds(diags, &capacity->read);
    check_bounds(diags, &capacity->write);
    check_billing(diags, forms, capacity, maximum);
    if (table->existing.set || is_unread(table->billing.at, table->billing.set))
        return;
    if (table->billing.value == BILLING_ON_DEMAND) {
        check_warm_on_demand(diags, &warm->read, ON_DEMAND_READ, "reads");
        check_warm_on_demand(diags, &warm->write, ON_DEMAND_WRITE, "writes");
        return;
    }
    if (!range_given(capacity->at))
        capacity = &table->capacity;
    check_warm_provisioned(diags, &warm->read, &capacity->read, "reads");
    check_warm_provisioned(diags, &warm->write, &capacity->write, "writes");
}
