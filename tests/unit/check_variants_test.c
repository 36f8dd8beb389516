/*
 * gen/model/check_table_options and check_throughput: an option without effect in one environment
 * may be for another; one without effect in any is a mistake, and what is needed in one is.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "planned.h"

static const struct {
    const char *table, *prod; /* dev is as the table says */
    const char *says;         /* NULL: nothing is wrong */
} rows[] = {
    /* Capacity: of a provisioned table. */
    {"billing: provisioned, capacity: { read: 5, write: 5 }", "billing: on_demand", NULL},
    {"capacity: { read: 5, write: 5 }", "billing: provisioned", NULL},
    {"billing: on_demand", "{ billing: provisioned, capacity: { read: 5, write: 5 } }", NULL},
    {"capacity: { read: 5, write: 5 }", "class: infrequent_access", "[capacity_on_demand]"},
    {"billing: on_demand", "billing: provisioned", "[capacity_missing]"},
    {"billing: provisioned, capacity: { read: 5, write: 5 }", "class: standard", NULL},
    {"indexes: { by_x: { key: { partition: x }, capacity: { read: 5, write: 5 } } }, capacity: { "
     "read: 1, write: 1 }",
     "billing: provisioned", NULL},
    {"indexes: { by_x: { key: { partition: x }, capacity: { read: 5, write: 5 } } }",
     "class: standard", "[capacity_on_demand]"},
    /* A maximum: of a table on demand. */
    {"max_throughput: { read: 5 }", "{ billing: provisioned, capacity: { read: 5, write: 5 } }",
     NULL},
    {"billing: provisioned, capacity: { read: 5, write: 5 }, max_throughput: { read: 5 }",
     "billing: on_demand", NULL},
    {"billing: provisioned, capacity: { read: 5, write: 5 }, max_throughput: { read: 5 }",
     "class: standard", "[max_throughput_provisioned]"},
    /* Warm throughput: by what the table is there. */
    {"billing: provisioned, capacity: { read: 5, write: 5 }, warm_throughput: { read: 100 }",
     "billing: on_demand", "[warm_throughput_too_low]"},
    {"warm_throughput: { read: 12000 }",
     "{ billing: provisioned, capacity: { read: 12001, write: 5 } }", "[warm_throughput_too_low]"},
    {"warm_throughput: { read: 12000 }",
     "{ billing: provisioned, capacity: { read: 12000, write: 5 } }", NULL},
    /* A recovery period: with recovery. */
    {"recovery_period_days: 7", "point_in_time_recovery: false", NULL},
    {"point_in_time_recovery: false, recovery_period_days: 7", "point_in_time_recovery: true",
     NULL},
    {"point_in_time_recovery: false, recovery_period_days: 7", "class: standard",
     "[recovery_period_alone]"},
    /* Outside of the stack in one of them. */
    {"name: \"t-${env}\", on_delete: delete, capacity: { read: 5, write: 5 }, billing: "
     "provisioned",
     "existing: legacy", NULL},
    {"existing: legacy, on_delete: delete", "existing: other", "[option_beside_existing]"},
    {"existing: legacy", "stream_arn: arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/x",
     NULL},
    {"stream_arn: arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/x", "existing: legacy",
     NULL},
    {"stream_arn: arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/x", "class: standard",
     "[stream_arn_alone]"},
    /* A table that exists is paid by whoever made it. */
    {"capacity: { read: 5, write: 5 }", "existing: legacy", "[capacity_on_demand]"},
    {"warm_throughput: { read: 1 }, billing: provisioned, capacity: { read: 1, write: 1 }",
     "{ existing: legacy, billing: on_demand }", NULL},
    {"billing: on_demand", "{ existing: legacy, billing: provisioned }", NULL},
};

Test(check_variants, what_one_environment_needs_is_no_mistake_in_another)
{
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        bool is_map = rows[i].prod[0] == '{';
        struct planned planned;
        char spec[1000];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD "environments: { dev: {}, prod: { tables: { t: %s%s%s } } }\n"
                           "tables: { t: { key: { partition: { id: string } }, %s } }\n"
                           "routes:\n  GET /t/{id}: get t\n%s",
                 is_map ? "" : "{ ", rows[i].prod, is_map ? "" : " }", rows[i].table,
                 strstr(rows[i].table, "by_x") == NULL
                     ? ""
                     : "  GET /x/{x}: { action: list, table: t, index: by_x }\n");
        planned_make(&planned, spec);
        if (rows[i].says == NULL) {
            cr_expect(planned.plan != NULL && diags_warnings(planned.diags) == 0, "%s\n%s", spec,
                      planned_says(&planned));
        } else {
            cr_expect_eq(diags_errors(planned.diags), 1, "%s\n%s", spec, planned_says(&planned));
            cr_expect(strstr(planned_says(&planned), rows[i].says), "%s\n%s", spec,
                      planned_says(&planned));
        }
        planned_release(&planned);
    }
}

/* Each environment's plan has the table as it is there. */
Test(check_variants, a_table_that_is_outside_of_the_stack_in_one_environment)
{
    struct planned planned;
    const struct plan *dev, *prod;

    planned_good(&planned,
                 SPEC_HEAD "environments: { dev: { tables: { items: { existing: legacy } } }, "
                           "prod: {} }\n" SPEC_ITEMS "    on_delete: delete\n" SPEC_CRUD);
    dev = planned.plan;
    prod = dev->next;
    cr_assert_not_null(prod);
    cr_expect(dev->tables[0].is_existing);
    cr_expect_str_eq(dev->tables[0].name.text.ptr, "legacy");
    cr_expect_not(prod->tables[0].is_existing);
    cr_expect_str_eq(prod->tables[0].name.ref, "ItemsTable");
    cr_expect_str_eq(dev->contract, prod->contract);
    planned_release(&planned);
}
