/*
 * arns.h - ARNs that may hold references: arn:PARTITION:SERVICE:REGION:ACCOUNT:RESOURCE.
 */
#ifndef LOCKSTEP_ARNS_H
#define LOCKSTEP_ARNS_H

#include "model/interpolate.h"

/* Its fields; a reference is a `?` in them. */
struct arn {
    struct text service, region, account, resource;
};

/* False when it has not the form. A text that begins with a reference has it not. */
bool arn_read(struct mem_arena *arena, struct pieces pieces, struct arn *out);

bool arn_has_account(const struct arn *arn); /* twelve digits, or a reference */

/* "table/NAME", with nothing behind. */
bool arn_is_table(const struct arn *arn);
/* "table/NAME/stream/LABEL" */
bool arn_is_stream(const struct arn *arn);
/* A KMS key by its id: IAM takes no alias. */
bool arn_is_kms_key(const struct arn *arn);

#endif
