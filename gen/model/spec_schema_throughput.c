/*
 * spec_schema_throughput.c - the field table of throughput: provisioned units and their scaling,
 * maximum and warm throughput, of tables and of indexes.
 */
#include "model/spec_schema.h"

/* AWS has quotas that can be raised, and no least upper bound; ours is far above any of them. */
static const struct type units_type = {.shape = TYPE_INT, .min = 1, .max = 1000000000};
/* Application Auto Scaling's own bounds of a target. */
static const struct type target_type = {.shape = TYPE_INT, .min = 20, .max = 90};
static const struct field capacity_units_fields[] = {
    {.key = "fixed",
     .doc = "Units that are always there.",
     .type = &units_type,
     IN(units, fixed),
     .flags = FIELD_SHORT_ONLY | FIELD_PER_ENVIRONMENT},
    {.key = "min",
     .doc = "With auto scaling: the fewest units.",
     .type = &units_type,
     IN(units, min),
     .flags = FIELD_REQUIRED | FIELD_PER_ENVIRONMENT,
     .example = "min: 5",
     .aws = "MinCapacity"},
    {.key = "max",
     .doc = "With auto scaling: the most units.",
     .type = &units_type,
     IN(units, max),
     .flags = FIELD_REQUIRED | FIELD_PER_ENVIRONMENT,
     .example = "max: 100",
     .aws = "MaxCapacity"},
    {.key = "target_percent",
     .doc = "With auto scaling: how much of the units is to be in use.",
     .type = &target_type,
     IN(units, target_percent),
     .flags = FIELD_PER_ENVIRONMENT,
     .default_text = "70",
     .aws = "TargetValue"},
};
static const struct record capacity_units_record = {
    .name = "capacity units",
    .doc = "A number, or the bounds of auto scaling.",
    RECORD(spec_units, capacity_units_fields),
    .shorthand = "fixed",
};
static const struct type capacity_units_type = {
    .shape = TYPE_RECORD,
    .what = "a whole number, or `{ min: …, max: … }`",
    .record = &capacity_units_record,
};

static const struct field capacity_fields[] = {
    {.key = "read",
     .doc = "Read capacity units.",
     .type = &capacity_units_type,
     IN(capacity, read),
     .flags = FIELD_REQUIRED | FIELD_PER_ENVIRONMENT,
     .example = "read: 5",
     .aws = "ReadCapacityUnits"},
    {.key = "write",
     .doc = "Write capacity units.",
     .type = &capacity_units_type,
     IN(capacity, write),
     .flags = FIELD_REQUIRED | FIELD_PER_ENVIRONMENT,
     .example = "write: 5",
     .aws = "WriteCapacityUnits"},
};
static const struct record capacity_record = {
    .name = "capacity",
    .doc = "Provisioned throughput.",
    RECORD(spec_capacity, capacity_fields),
};
const struct type spec_capacity_type = {.shape = TYPE_RECORD, .record = &capacity_record};

static const struct field max_throughput_fields[] = {
    {.key = "read",
     .doc = "Read request units a second, at most.",
     .type = &units_type,
     IN(throughput, read),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "read: 1000",
     .aws = "MaxReadRequestUnits"},
    {.key = "write",
     .doc = "Write request units a second, at most.",
     .type = &units_type,
     IN(throughput, write),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "write: 1000",
     .aws = "MaxWriteRequestUnits"},
};
static const struct record max_throughput_record = {
    .name = "max_throughput",
    .doc = "What a table on demand may use at most; one of the two, or both.",
    RECORD(spec_throughput, max_throughput_fields),
};
const struct type spec_max_throughput_type = {.shape = TYPE_RECORD,
                                              .record = &max_throughput_record};

static const struct field warm_throughput_fields[] = {
    {.key = "read",
     .doc = "Read units a second that are ready at once.",
     .type = &units_type,
     IN(throughput, read),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "read: 12000",
     .aws = "ReadUnitsPerSecond"},
    {.key = "write",
     .doc = "Write units a second that are ready at once.",
     .type = &units_type,
     IN(throughput, write),
     .flags = FIELD_PER_ENVIRONMENT,
     .example = "write: 4000",
     .aws = "WriteUnitsPerSecond"},
};
static const struct record warm_throughput_record = {
    .name = "warm_throughput",
    .doc = "What the table takes at once, without a ramp; it can only grow.",
    RECORD(spec_throughput, warm_throughput_fields),
};
const struct type spec_warm_throughput_type = {.shape = TYPE_RECORD,
                                               .record = &warm_throughput_record};
