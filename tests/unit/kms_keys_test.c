/*
 * gen/model/kms_keys: keys of the stack and outside of it, and who needs them.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "emit/cfn.h"
#include "planned.h"

#define KEY_ARN "arn:aws:kms:eu-central-1:123456789012:key/1234abcd"

Test(kms_keys, of_the_stack_and_outside_of_it)
{
    struct planned planned;
    const struct plan_kms_key *keys;

    planned_good(&planned, SPEC_HEAD
                 "tables:\n"
                 "  a: { key: { partition: { id: string } }, encryption: { kms_key: own_key } }\n"
                 "  b: { key: { partition: { id: string } }, encryption: { kms_key: other } }\n"
                 "kms_keys:\n  own_key: { description: Ours }\n"
                 "  other: { existing: \"arn:aws:kms:${AWS::Region}:123456789012:key/x\" }\n"
                 "routes:\n  GET /a/{id}: get a\n  GET /b/{id}: get b\n"
                 "function: { environment: { AA: \"${kms.own_key.arn}\", "
                 "BB: \"k ${kms.other.arn}\" } }\n");
    cr_assert_eq(planned.plan->kms_key_count, 2);
    keys = planned.plan->kms_keys;
    cr_expect_str_eq(keys[0].logical_id, "OwnKeyKey");
    cr_expect_str_eq(keys[0].arn.text.ptr, "${OwnKeyKey.Arn}");
    cr_expect_str_eq(keys[0].arn.ref, "OwnKeyKey");
    cr_expect_str_eq(keys[0].arn.attribute, "Arn");
    cr_expect_str_eq(keys[0].name_tag.text.ptr, "tap-own_key-${Environment}");
    cr_expect_null(keys[1].logical_id);
    cr_expect_str_eq(keys[1].arn.text.ptr, "arn:aws:kms:${AWS::Region}:123456789012:key/x");
    cr_expect(keys[1].arn.is_sub);
    cr_expect_null(keys[1].arn.ref);
    cr_expect_str_eq(planned_table(&planned, "a")->kms_key.ref, "OwnKeyKey");
    cr_expect_str_eq(planned_table(&planned, "b")->kms_key.text.ptr, keys[1].arn.text.ptr);
    cr_expect_str_eq(planned.plan->variables[0].value.attribute, "Arn");
    cr_expect_str_eq(planned.plan->variables[1].value.text.ptr,
                     "k arn:aws:kms:${AWS::Region}:123456789012:key/x");
    planned_release(&planned);
}

Test(kms_keys, of_tables)
{
    static const struct {
        const char *encryption, *key;
    } rows[] = {
        {"aws_owned", ""},
        {"aws_managed", ""},
        {"{ kms_key: " KEY_ARN " }", KEY_ARN},
        {"{ kms_key: \"arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/k-${env}\" }",
         "arn:${AWS::Partition}:kms:${AWS::Region}:${AWS::AccountId}:key/k-${Environment}"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[500];

        snprintf(spec, sizeof(spec), SPEC_HEAD SPEC_ITEMS "    encryption: %s\n" SPEC_CRUD,
                 rows[i].encryption);
        planned_good(&planned, spec);
        cr_expect_str_eq(planned_table(&planned, "items")->kms_key.text.ptr == NULL
                             ? ""
                             : planned_table(&planned, "items")->kms_key.text.ptr,
                         rows[i].key);
        cr_expect_eq(planned.plan->decrypt_count, rows[i].key[0] == '\0' ? 0 : 1);
        planned_release(&planned);
    }
}

/* The keys of tables that a route uses, each once, in the order of the permissions. */
Test(kms_keys, that_the_function_needs)
{
    struct planned planned;

    planned_make(&planned, SPEC_HEAD
                 "tables:\n"
                 "  a: { key: { partition: { id: string } }, encryption: { kms_key: one } }\n"
                 "  b: { key: { partition: { id: string } } }\n"
                 "  c: { key: { partition: { id: string } }, encryption: { kms_key: two } }\n"
                 "  d: { key: { partition: { id: string } }, encryption: { kms_key: one } }\n"
                 "  e: { key: { partition: { id: string } }, encryption: { kms_key: three } }\n"
                 "kms_keys: { one: {}, two: { existing: " KEY_ARN " }, three: {} }\n"
                 "routes:\n  /d: crud d\n  /c: crud c\n  /b: crud b\n  /a: crud a\n");
    cr_assert_not_null(planned.plan, "%s", planned_says(&planned));
    cr_expect(strstr(planned_says(&planned), "no route uses the table `e`"));
    cr_assert_eq(planned.plan->decrypt_count, 2);
    cr_expect_str_eq(planned.plan->decrypts[0].text.ptr, "${OneKey.Arn}");
    cr_expect_str_eq(planned.plan->decrypts[1].text.ptr, KEY_ARN);
    planned_release(&planned);
}

Test(kms_keys, a_name_that_the_template_has_already)
{
    struct planned planned;

    cr_expect_str_eq(CFN_CODE_KEY, "CodeKey");
    planned_make(&planned, SPEC_HEAD SPEC_ITEMS "    encryption: { kms_key: code }\n" SPEC_CRUD
                                                "kms_keys: { code: {} }\n");
    cr_expect(strstr(planned_says(&planned), "[name_collision]"), "%s", planned_says(&planned));
    planned_release(&planned);
    planned_good(&planned, SPEC_HEAD SPEC_ITEMS "    encryption: { kms_key: code }\n" SPEC_CRUD
                                                "kms_keys: { code: { existing: " KEY_ARN " } }\n");
    planned_release(&planned);
}
