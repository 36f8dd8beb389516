/*
 * cfn_scaling.c - provisioned throughput, and the Application Auto Scaling that moves it.
 *
 * Each dimension (reads or writes of a table or of one global index) that scales has a target with
 * its bounds and a policy. There is no RoleARN: the service makes its own role for DynamoDB,
 * AWSServiceRoleForApplicationAutoScaling_DynamoDBTable.
 */
#include "emit/cfn.h"

#include "model/names.h"

enum { READ, WRITE, DIRECTIONS };

static const struct {
    const char *units;         /* the property of the table */
    const char *id;            /* end of the logical id */
    const char *table, *index; /* ScalableDimension */
    const char *metric, *policy;
} directions[DIRECTIONS] = {
    [READ] = {"ReadCapacityUnits", "ReadScaling", "dynamodb:table:ReadCapacityUnits",
              "dynamodb:index:ReadCapacityUnits", "DynamoDBReadCapacityUtilization",
              "ReadUtilization"},
    [WRITE] = {"WriteCapacityUnits", "WriteScaling", "dynamodb:table:WriteCapacityUnits",
               "dynamodb:index:WriteCapacityUnits", "DynamoDBWriteCapacityUtilization",
               "WriteUtilization"},
};

static bool scales(const struct spec_units *units)
{
    return units->max.set;
}

/* An index without a capacity of its own has the table's, reads and writes each by itself. */
static const struct spec_units *units_of(const struct plan_table *table,
                                         const struct plan_index *index, int direction)
{
    const struct spec_capacity *whole = &table->spec->capacity;
    const struct spec_capacity *own = index != NULL ? &index->spec->capacity : whole;
    const struct spec_units *units = direction == READ ? &own->read : &own->write;

    if (units->fixed.set || scales(units))
        return units;
    return direction == READ ? &whole->read : &whole->write;
}

void cfn_provisioned(struct json properties, const struct plan_table *table,
                     const struct plan_index *index)
{
    struct json one = json_object(properties, "ProvisionedThroughput");

    for (int i = READ; i < DIRECTIONS; i++) {
        const struct spec_units *units = units_of(table, index, i);

        /* Scaling begins at its least. */
        json_int(one, directions[i].units, scales(units) ? units->min.value : units->fixed.value);
    }
}

static void target(struct json resources, const char *id, const struct plan_table *table,
                   const struct plan_index *index, int direction)
{
    const struct spec_units *units = units_of(table, index, direction);
    struct json properties =
        cfn_resource(resources, id, "AWS::ApplicationAutoScaling::ScalableTarget");
    const char *suffix = "";

    if (index != NULL)
        suffix = text_format(resources.arena, "/index/%s", index->data->physical_name).ptr;
    json_string(properties, "ServiceNamespace", "dynamodb");
    cfn_affixed(properties, "ResourceId", "table/", &table->name, suffix);
    json_string(properties, "ScalableDimension",
                index != NULL ? directions[direction].index : directions[direction].table);
    json_int(properties, "MinCapacity", units->min.value);
    json_int(properties, "MaxCapacity", units->max.value);
}

static void policy(struct json resources, const char *target_id, const struct spec_units *units,
                   int direction)
{
    const char *id = text_format(resources.arena, "%sPolicy", target_id).ptr;
    struct json properties =
        cfn_resource(resources, id, "AWS::ApplicationAutoScaling::ScalingPolicy");
    struct json tracking;

    json_string(properties, "PolicyName", directions[direction].policy);
    json_string(properties, "PolicyType", "TargetTrackingScaling");
    cfn_ref(properties, "ScalingTargetId", target_id);
    tracking = json_object(properties, "TargetTrackingScalingPolicyConfiguration");
    json_string(json_object(tracking, "PredefinedMetricSpecification"), "PredefinedMetricType",
                directions[direction].metric);
    json_int(tracking, "TargetValue", units->target_percent.value);
}

static void scaling(struct json resources, const struct plan_table *table,
                    const struct plan_index *index)
{
    const char *name = "";

    if (index != NULL)
        name = names_pascal(resources.arena, index->spec->name.value);
    for (int i = READ; i < DIRECTIONS; i++) {
        const struct spec_units *units = units_of(table, index, i);
        const char *id;

        if (!scales(units))
            continue;
        id = text_format(resources.arena, "%s%s%s", table->logical_id, name, directions[i].id).ptr;
        target(resources, id, table, index, i);
        policy(resources, id, units, i);
    }
}

void cfn_scaling(struct json resources, const struct plan_table *table)
{
    if (table->spec->billing.value != BILLING_PROVISIONED)
        return;
    scaling(resources, table, NULL);
    for (size_t i = 0; i < table->index_count; i++) {
        if (!table->indexes[i].data->local)
            scaling(resources, table, &table->indexes[i]);
    }
}
