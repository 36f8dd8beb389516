/*
 * gen/model/existing_tables: tables outside of the stack, by name and by ARN.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "planned.h"

#define LEGACY(existing_)                                                                          \
    SPEC_HEAD "environments: [dev, prod]\n"                                                        \
              "tables: { legacy: { key: { partition: { id: string } }, " existing_ " } }\n"        \
              "routes: { /legacy: crud legacy }\n"                                                 \
              "function: { environment: { AA: \"${table.legacy.name}\", "                          \
              "BB: \"x ${table.legacy.arn}\", CC: \"${env} ${table.legacy.name}\" } }\n"

static const struct plan_value *variable(const struct planned *planned, const char *name)
{
    for (size_t i = 0; i < planned->plan->variable_count; i++) {
        if (text_is(planned->plan->variables[i].name, name))
            return &planned->plan->variables[i].value;
    }
    cr_assert_fail("no variable %s", name);
    return NULL;
}

static void expect_value(const struct plan_value *value, const char *text, bool is_sub)
{
    cr_expect_str_eq(value->text.ptr, text);
    cr_expect_eq(value->is_sub, is_sub, "%s", text);
    cr_expect_null(value->ref);
}

Test(existing_tables, by_name)
{
    struct planned planned;
    const struct plan_table *table;

    planned_good(&planned, LEGACY("existing: legacy-items"));
    table = planned_table(&planned, "legacy");
    cr_expect(table->is_existing);
    expect_value(&table->name, "legacy-items", false);
    expect_value(&table->physical_name, "legacy-items", false);
    expect_value(&table->arn,
                 "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/"
                 "legacy-items",
                 true);
    cr_expect_eq(table->stream_arn.text.len, 0);
    expect_value(variable(&planned, "LOCKSTEP_TABLE_LEGACY"), "legacy-items", false);
    expect_value(variable(&planned, "AA"), "legacy-items", false);
    expect_value(variable(&planned, "BB"),
                 "x arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/"
                 "legacy-items",
                 true);
    expect_value(variable(&planned, "CC"), "${Environment} legacy-items", true);
    planned_release(&planned);
}

Test(existing_tables, by_name_with_references)
{
    struct planned planned;

    planned_good(&planned, LEGACY("existing: \"items-${env}\""));
    expect_value(&planned_table(&planned, "legacy")->name, "items-${Environment}", true);
    expect_value(variable(&planned, "AA"), "items-${Environment}", true);
    expect_value(&planned_table(&planned, "legacy")->arn,
                 "arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/"
                 "items-${Environment}",
                 true);
    planned_release(&planned);
}

/* DynamoDB takes an ARN for a TableName, and needs it where the table is another account's. */
Test(existing_tables, by_arn)
{
    struct planned planned;
    const struct plan_table *table;
    const char *arn = "arn:aws:dynamodb:${AWS::Region}:123456789012:table/items-${Environment}-x";

    planned_good(&planned,
                 LEGACY("existing: \"arn:aws:dynamodb:${AWS::Region}:123456789012:table/"
                        "items-${env}-x\", stream_arn: \"arn:aws:dynamodb:us-east-1:123456789012:"
                        "table/items/stream/2026-01-02T03:04:05.678\""));
    table = planned_table(&planned, "legacy");
    expect_value(&table->name, arn, true);
    expect_value(&table->arn, arn, true);
    expect_value(&table->physical_name, "items-${Environment}-x", true);
    expect_value(&table->stream_arn,
                 "arn:aws:dynamodb:us-east-1:123456789012:table/items/stream/"
                 "2026-01-02T03:04:05.678",
                 false);
    expect_value(variable(&planned, "AA"), "items-${Environment}-x", true);
    planned_release(&planned);
}

Test(existing_tables, others_are_resources)
{
    struct planned planned;
    const struct plan_table *table;

    planned_good(&planned, SPEC_HEAD SPEC_ITEMS
                 "    stream: keys_only\n" SPEC_CRUD
                 "function: { environment: { AA: \"${table.items.stream_arn}\" } }\n");
    table = planned_table(&planned, "items");
    cr_expect_not(table->is_existing);
    cr_expect_str_eq(table->name.ref, "ItemsTable");
    cr_expect_null(table->name.attribute);
    cr_expect_str_eq(table->arn.ref, "ItemsTable");
    cr_expect_str_eq(table->arn.attribute, "Arn");
    cr_expect_str_eq(table->stream_arn.ref, "ItemsTable");
    cr_expect_str_eq(table->stream_arn.attribute, "StreamArn");
    cr_expect_str_eq(table->stream_arn.text.ptr, "${ItemsTable.StreamArn}");
    cr_expect_str_eq(variable(&planned, "AA")->attribute, "StreamArn");
    planned_release(&planned);
    planned_good(&planned, SPEC_HEAD SPEC_ITEMS SPEC_CRUD);
    cr_expect_eq(planned_table(&planned, "items")->stream_arn.text.len, 0);
    planned_release(&planned);
}

/* A name that is known is counted with all its bytes, not with the fewest that a name has. */
Test(existing_tables, names_count_in_the_environment_of_the_function)
{
    for (int over = 0; over < 2; over++) {
        struct planned planned;
        static char spec[6000], x[5000], name[300];
        /* 4,096 less the names and the other values: the contract, `dev` or `prod`. */
        int room = 4096 -
                   (int)strlen("LOCKSTEP_CONTRACT"
                               "LOCKSTEP_ENVIRONMENT"
                               "prod"
                               "LOCKSTEP_TABLE_LEGACY"
                               "XX") -
                   64 - 200;

        memset(name, 'n', 200);
        memset(x, 'x', sizeof(x) - 1);
        x[room + over] = '\0';
        snprintf(spec, sizeof(spec),
                 SPEC_HEAD "environments: [dev, prod]\n"
                           "tables: { legacy: { key: { partition: { id: string } }, existing: %s } "
                           "}\nroutes: { /legacy: crud legacy }\n"
                           "function: { environment: { XX: %s } }\n",
                 name, x);
        planned_make(&planned, spec);
        cr_expect_eq(planned.plan != NULL, over == 0, "%s", planned_says(&planned));
        cr_expect_eq(strstr(planned_says(&planned), "[environment_too_large]") != NULL, over == 1);
        planned_release(&planned);
    }
}
