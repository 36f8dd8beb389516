/*
 * cfn_statement.c - policy documents and their statements: those of roles, of keys and of tables.
 */
#include "emit/cfn.h"

struct json cfn_policy_document(struct json parent, const char *key)
{
    struct json document = json_object(parent, key);

    json_string(document, "Version", "2012-10-17");
    return json_array(document, "Statement");
}

struct json cfn_statement(struct json statements, const char *sid, const char *effect)
{
    struct json one = json_object(statements, NULL);

    if (sid != NULL)
        json_string(one, "Sid", sid);
    json_string(one, "Effect", effect);
    return one;
}

static const char *c_string(struct json json, struct text text)
{
    return text_copy(json.arena, text.ptr, text.len).ptr;
}

/* Of a resource policy only; those of one kind stand together. */
static void principals(struct json one, const struct plan_statement *own)
{
    const char *kind = NULL;
    struct json all, values = {0};

    if (own->principal_count == 0)
        return;
    if (own->principals[0].kind == NULL) {
        json_string(one, "Principal", "*");
        return;
    }
    all = json_object(one, "Principal");
    for (size_t i = 0; i < own->principal_count; i++) {
        const struct plan_principal *principal = &own->principals[i];

        if (kind == NULL || !text_is(text_of(kind), principal->kind))
            values = json_array(all, principal->kind);
        kind = principal->kind;
        cfn_value(values, NULL, &principal->value);
    }
}

static void conditions(struct json one, const struct plan_statement *own)
{
    struct json all, tests = {0};

    if (own->condition_count == 0)
        return;
    all = json_object(one, "Condition");
    for (size_t i = 0; i < own->condition_count; i++) {
        const struct plan_condition *test = &own->conditions[i];

        if (i == 0 || !text_equal(test->operator_name, test[-1].operator_name))
            tests = json_object(all, c_string(all, test->operator_name));
        cfn_values(tests, c_string(tests, test->key), test->values, test->value_count);
    }
}

void cfn_spec_statement(struct json statements, const struct plan_statement *own)
{
    struct text sid = own->spec->sid.value;
    struct json one = cfn_statement(statements, sid.len > 0 ? c_string(statements, sid) : NULL,
                                    own->spec->effect.value == 0 ? "Allow" : "Deny");

    principals(one, own);
    cfn_texts(one, "Action", &own->spec->actions);
    cfn_values(one, "Resource", own->resources, own->resource_count);
    conditions(one, own);
}
