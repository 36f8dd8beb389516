/*
 * spec_schema_kms.c - the field table of KMS keys.
 */
#include "model/spec_schema.h"

static const struct text_rule key_arn_rule = {
    .what = "an ARN of a KMS key",
    .pattern = "^arn:[^:]+:kms:[^:]*:[^:]*:key/.+$",
    .substitutes = true,
    .hint = "arn:aws:kms:eu-central-1:123456789012:key/ID; a policy takes no alias",
};
static const struct type key_arn_type = {.shape = TYPE_TEXT, .rule = &key_arn_rule};

static const struct field kms_key_fields[] = {
    {.key = "rotation",
     .doc = "Whether KMS makes new key material every year.",
     .type = &spec_bool_type,
     IN(kms_key, rotation),
     .default_text = "true",
     .aws = "EnableKeyRotation"},
    {.key = "description",
     .doc = "What the key is for.",
     .type = &spec_description_type,
     IN(kms_key, description),
     .aws = "Description"},
    {.key = "existing",
     .doc = "ARN of a key that exists outside of the stack. The stack then makes none, and the "
            "key's own policy must let DynamoDB and the function use it.",
     .type = &key_arn_type,
     IN(kms_key, existing),
     .example = "existing: arn:aws:kms:eu-central-1:123456789012:key/ID"},
};
static const struct record kms_key_record = {
    .name = "kms key",
    .doc = "A symmetric key of KMS. It stays when the stack goes, since what it has encrypted can "
           "be read with nothing else; `{}` is a key by default.",
    RECORD(spec_kms_key, kms_key_fields),
};
static const struct type kms_key_type = {.shape = TYPE_RECORD, .record = &kms_key_record};
const struct type spec_kms_keys_type = {
    .shape = TYPE_MAP,
    .what = "a map of keys by name",
    .element = &kms_key_type,
    .element_size = sizeof(struct spec_kms_key),
    .key_rule = &spec_name_rule,
};
