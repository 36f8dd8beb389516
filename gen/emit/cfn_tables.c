/*
 * cfn_tables.c - the DynamoDB tables that are the stack's own.
 */
#include "emit/cfn.h"

#include "model/spec_schema.h"

static const char *const attribute_types[] = {
    [LS_TYPE_STRING] = "S", [LS_TYPE_NUMBER] = "N", [LS_TYPE_BINARY] = "B"};

static void key_element(struct json schema, const char *name, const char *type)
{
    struct json element = json_object(schema, NULL);

    json_string(element, "AttributeName", name);
    json_string(element, "KeyType", type);
}

static void table_key(struct json parent, const struct ls_table *table)
{
    struct json schema = json_array(parent, "KeySchema");

    for (size_t i = 0; i < table->key_count; i++)
        key_element(schema, table->attributes[i].name, i == 0 ? "HASH" : "RANGE");
}

static void index_key(struct json parent, const struct ls_index *index)
{
    struct json schema = json_array(parent, "KeySchema");
    size_t count = (size_t)index->partition_count + index->sort_count;

    for (size_t i = 0; i < count; i++)
        key_element(schema, index->key[i]->name, i < index->partition_count ? "HASH" : "RANGE");
}

static void definition(struct json definitions, const struct ls_attribute *attribute)
{
    struct json one = json_object(definitions, NULL);

    json_string(one, "AttributeName", attribute->name);
    json_string(one, "AttributeType", attribute_types[attribute->type]);
}

/* ---- Throughput ---- */

/* Either unit may be left out; nothing comes out when both are. */
static void throughput(struct json parent, const char *key, const struct spec_throughput *units,
                       const char *read, const char *write)
{
    struct json one;

    if (!units->read.set && !units->write.set)
        return;
    one = json_object(parent, key);
    if (units->read.set)
        json_int(one, read, units->read.value);
    if (units->write.set)
        json_int(one, write, units->write.value);
}

/*
 * Of a table, or of one of its indexes unless that is NULL. What belongs to the other billing has
 * no effect, and CloudFormation would refuse it: some environment has that one.
 */
static void throughputs(struct json parent, const struct plan_table *table,
                        const struct plan_index *index)
{
    const struct spec_table *spec = table->spec;

    if (spec->billing.value == BILLING_PROVISIONED)
        cfn_provisioned(parent, table, index);
    else
        throughput(parent, "OnDemandThroughput",
                   index != NULL ? &index->spec->max_throughput : &spec->max_throughput,
                   "MaxReadRequestUnits", "MaxWriteRequestUnits");
    throughput(parent, "WarmThroughput",
               index != NULL ? &index->spec->warm_throughput : &spec->warm_throughput,
               "ReadUnitsPerSecond", "WriteUnitsPerSecond");
}

/* ---- Contributor Insights ---- */

static void insights(struct json parent, const struct spec_enum *kind)
{
    struct json one;

    if (kind->value == INSIGHTS_OFF)
        return;
    one = json_object(parent, "ContributorInsightsSpecification");
    json_bool(one, "Enabled", true);
    json_string(one, "Mode", spec_insights_type.values[kind->value].aws);
}

/* ---- Indexes ---- */

static void projection(struct json index, const struct spec_index_projection *spec)
{
    struct json one = json_object(index, "Projection"), names;
    const struct spec_text *attributes = spec->attributes.items;

    if (spec->attributes.count == 0) {
        bool keys_only = spec->kind.value == PROJECTION_KEYS_ONLY;

        json_string(one, "ProjectionType", keys_only ? "KEYS_ONLY" : "ALL");
        return;
    }
    json_string(one, "ProjectionType", "INCLUDE");
    names = json_array(one, "NonKeyAttributes");
    for (size_t i = 0; i < spec->attributes.count; i++)
        json_text(names, NULL, attributes[i].value);
}

static void index_resource(struct json indexes, const struct plan_table *table,
                           const struct plan_index *index)
{
    struct json one = json_object(indexes, NULL);

    json_text(one, "IndexName", index->physical_name);
    index_key(one, index->data);
    projection(one, &index->spec->projection);
    if (index->data->local)
        return; /* a local index lives on the table's throughput */
    throughputs(one, table, index);
    insights(one, &index->spec->contributor_insights);
}

static void indexes(struct json properties, const struct plan_table *table, bool local)
{
    struct json all = {0};

    for (size_t i = 0; i < table->index_count; i++) {
        if (table->indexes[i].data->local != local)
            continue;
        if (all.node == NULL)
            all =
                json_array(properties, local ? "LocalSecondaryIndexes" : "GlobalSecondaryIndexes");
        index_resource(all, table, &table->indexes[i]);
    }
}

/* ---- Tables ---- */

static void encryption(struct json properties, const struct plan_table *table)
{
    bool own_key = table->kms_key.text.len > 0;
    struct json one;

    /* DynamoDB's own key is what a table without this property has. */
    if (!own_key && table->spec->encryption.kind.value == ENCRYPTION_AWS_OWNED)
        return;
    one = json_object(properties, "SSESpecification");
    json_bool(one, "SSEEnabled", true);
    json_string(one, "SSEType", "KMS");
    if (own_key)
        cfn_value(one, "KMSMasterKeyId", &table->kms_key);
}

static void recovery(struct json properties, const struct spec_table *spec)
{
    struct json one = json_object(properties, "PointInTimeRecoverySpecification");

    json_bool(one, "PointInTimeRecoveryEnabled", spec->point_in_time_recovery.value);
    if (spec->point_in_time_recovery.value && spec->recovery_period_days.set)
        json_int(one, "RecoveryPeriodInDays", spec->recovery_period_days.value);
}

static void policy(struct json properties, const struct plan_table *table)
{
    struct json statements;

    if (table->policy_count == 0)
        return;
    statements = cfn_policy_document(json_object(properties, "ResourcePolicy"), "PolicyDocument");
    for (size_t i = 0; i < table->policy_count; i++)
        cfn_spec_statement(statements, &table->policy[i]);
}

static void stream(struct json properties, const struct spec_table *spec)
{
    if (spec->stream.set)
        json_string(json_object(properties, "StreamSpecification"), "StreamViewType",
                    spec_stream_values[spec->stream.value].aws);
}

static void settings(struct json properties, const struct plan_table *table)
{
    const struct spec_table *spec = table->spec;

    json_string(properties, "BillingMode", spec_billing_values[spec->billing.value].aws);
    throughputs(properties, table, NULL);
    json_string(properties, "TableClass", spec_class_values[spec->table_class.value].aws);
    if (spec->ttl.attribute.value.len > 0) {
        struct json ttl = json_object(properties, "TimeToLiveSpecification");

        json_text(ttl, "AttributeName", spec->ttl.attribute.value);
        json_bool(ttl, "Enabled", true);
    }
    stream(properties, spec);
    encryption(properties, table);
    recovery(properties, spec);
    insights(properties, &spec->contributor_insights);
    json_bool(properties, "DeletionProtectionEnabled", spec->deletion_protection.value);
    policy(properties, table);
}

static void table_resource(struct json resources, const struct plan *plan,
                           const struct plan_table *table)
{
    struct json resource = json_object(resources, table->logical_id), properties, definitions;
    bool retain = table->spec->on_delete.value == ON_DELETE_RETAIN;

    json_string(resource, "Type", "AWS::DynamoDB::Table");
    /* Retained, except by the rollback of its own creation: what a failed first deployment leaves
       behind would be in the way of the second. */
    json_string(resource, "DeletionPolicy", retain ? "RetainExceptOnCreate" : "Delete");
    json_string(resource, "UpdateReplacePolicy", retain ? "Retain" : "Delete");
    properties = json_object(resource, "Properties");
    if (table->physical_name.text.len > 0)
        cfn_value(properties, "TableName", &table->physical_name);
    definitions = json_array(properties, "AttributeDefinitions");
    for (size_t i = 0; i < table->definition_count; i++)
        definition(definitions, table->definitions[i]);
    table_key(properties, table->data);
    indexes(properties, table, false);
    indexes(properties, table, true);
    settings(properties, table);
    cfn_tags(properties, plan, &table->name_tag);
}

void cfn_tables(struct json resources, const struct plan *plan)
{
    for (size_t i = 0; i < plan->table_count; i++) {
        if (plan->tables[i].is_existing)
            continue;
        table_resource(resources, plan, &plan->tables[i]);
        cfn_scaling(resources, &plan->tables[i]);
    }
}

void cfn_table_identity(struct json parent, const struct plan_table *table, bool with_stream)
{
    struct json one = json_object(parent, table->logical_id), definitions;

    if (table->physical_name.text.len > 0)
        cfn_value(one, "TableName", &table->physical_name);
    definitions = json_array(one, "AttributeDefinitions");
    for (size_t i = 0; i < table->data->key_count; i++)
        definition(definitions, &table->data->attributes[i]);
    table_key(one, table->data);
    indexes(one, table, true);
    if (with_stream)
        stream(one, table->spec);
}
