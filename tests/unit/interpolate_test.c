/*
 * gen/model/interpolate: ${…} in names, tags, variables and statements.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "planned.h"

/* A spec with the text as a variable of the function. */
static void with_variable(struct planned *planned, const char *yaml)
{
    char spec[1000];

    snprintf(spec, sizeof(spec),
             SPEC_HEAD SPEC_ITEMS
             "    stream: new_image\n    encryption: { kms_key: books }\n" SPEC_CRUD
             "kms_keys: { books: {} }\nfunction: { environment: { TEXT: %s } }\n",
             yaml);
    planned_make(planned, spec);
}

static const struct plan_value *variable(const struct planned *planned, const char *name)
{
    for (size_t i = 0; i < planned->plan->variable_count; i++) {
        if (text_is(planned->plan->variables[i].name, name))
            return &planned->plan->variables[i].value;
    }
    cr_assert_fail("no variable %s", name);
    return NULL;
}

Test(interpolate, what_texts_become)
{
    static const struct {
        const char *yaml, *text;
        bool is_sub;
        const char *ref, *attribute;
    } rows[] = {
        {"plain", "plain", false, NULL, NULL},
        {"\"\"", "", false, NULL, NULL},
        {"\"costs $5 or {x}\"", "costs $5 or {x}", false, NULL, NULL},
        {"\"${!literal}\"", "${literal}", false, NULL, NULL},
        {"\"${env}\"", "${Environment}", true, "Environment", NULL},
        {"\"${AWS::Region}\"", "${AWS::Region}", true, "AWS::Region", NULL},
        {"\"${table.items.name}\"", "${ItemsTable}", true, "ItemsTable", NULL},
        {"\"${table.items.arn}\"", "${ItemsTable.Arn}", true, "ItemsTable", "Arn"},
        {"\"${table.items.stream_arn}\"", "${ItemsTable.StreamArn}", true, "ItemsTable",
         "StreamArn"},
        {"\"${kms.books.arn}\"", "${BooksKey.Arn}", true, "BooksKey", "Arn"},
        {"\"${api.url}\"", "${Api.ApiEndpoint}", true, "Api", "ApiEndpoint"},
        {"\"${api.url}/items\"", "${Api.ApiEndpoint}/items", true, NULL, NULL},
        {"\"x${table.items.arn}\"", "x${ItemsTable.Arn}", true, NULL, NULL},
        {"\"a-${env}-b\"", "a-${Environment}-b", true, NULL, NULL},
        {"\"${env}${env}\"", "${Environment}${Environment}", true, NULL, NULL},
        {"\"${env} and ${!env}\"", "${Environment} and ${!env}", true, NULL, NULL},
        {"\"$${env}\"", "$${Environment}", true, NULL, NULL},
        {"\"${AWS::Partition}:${AWS::AccountId}\"", "${AWS::Partition}:${AWS::AccountId}", true,
         NULL, NULL},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const struct plan_value *value;
        struct planned planned;

        with_variable(&planned, rows[i].yaml);
        cr_assert_not_null(planned.plan, "%s", planned_says(&planned));
        value = variable(&planned, "TEXT");
        cr_expect_str_eq(value->text.ptr, rows[i].text, "%s", rows[i].yaml);
        cr_expect_eq(value->is_sub, rows[i].is_sub, "%s", rows[i].yaml);
        if (rows[i].ref == NULL)
            cr_expect_null(value->ref, "%s", rows[i].yaml);
        else
            cr_expect(value->ref != NULL && strcmp(value->ref, rows[i].ref) == 0, "%s",
                      rows[i].yaml);
        if (rows[i].attribute == NULL)
            cr_expect_null(value->attribute, "%s", rows[i].yaml);
        else
            cr_expect(value->attribute != NULL && strcmp(value->attribute, rows[i].attribute) == 0,
                      "%s", rows[i].yaml);
        planned_release(&planned);
    }
}

Test(interpolate, what_is_wrong_is_told_at_its_place)
{
    static const struct {
        const char *yaml, *says;
    } rows[] = {
        {"\"x ${env\"", "`${env` has no closing brace [reference_syntax]"},
        {"\"${}\"", "`${}` names nothing [reference_syntax]"},
        {"\"${Env}\"", "hint: did you mean `${env}`?"},
        {"\"${environment}\"", "hint: did you mean `${env}`?"},
        {"\"${AWS::NoValue}\"", "refers to nothing [unknown_reference]"},
        {"\"${AWS::acountid}\"", "hint: did you mean `${AWS::AccountId}`?"},
        {"\"${table.itemz.arn}\"", "hint: did you mean `items`?"},
        {"\"${table.items}\"", "hint: a table has `.name`, `.arn` and `.stream_arn`"},
        {"\"${kms.bookz.arn}\"", "hint: did you mean `books`?"},
        {"\"${kms.books}\"", "hint: a key has `.arn`"},
        {"\"${kms.books.name}\"", "refers to nothing [unknown_reference]"},
        {"\"${secret.key.arn}\"", "is not supported yet [reference_later]"},
        {"\"${param.Size}\"", "is not supported yet [reference_later]"},
        {"\"${param}\"", "refers to nothing [unknown_reference]"},
        {"\"${aws:username}\"", "is a variable of IAM [reference_place]"},
        {"\"ok ${bad}\"", ":11:38: error: `${bad}`"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;

        with_variable(&planned, rows[i].yaml);
        cr_expect_null(planned.plan);
        cr_expect_eq(diags_errors(planned.diags), 1, "%s", planned_says(&planned));
        cr_expect(strstr(planned_says(&planned), rows[i].says), "%s", planned_says(&planned));
        planned_release(&planned);
    }
}

/* IAM's own variables are text to CloudFormation; Fn::Sub has to be told. */
Test(interpolate, variables_of_iam_stay)
{
    struct planned planned;
    const struct plan_statement *statement;

    planned_good(&planned, SPEC_HEAD SPEC_ITEMS SPEC_CRUD
                 "iam:\n  statements:\n"
                 "    - actions: \"s3:GetObject\"\n"
                 "      resources: [\"arn:aws:s3:::b/${aws:username}/*\", "
                 "\"arn:${AWS::Partition}:s3:::b/${aws:username}\", \"${table.items.arn}\"]\n"
                 "      condition: { StringEquals: { \"aws:userid\": [\"${aws:userid}\", x] }, "
                 "Bool: { \"aws:SecureTransport\": true } }\n");
    cr_assert_eq(planned.plan->statement_count, 1);
    statement = &planned.plan->statements[0];
    cr_assert_eq(statement->resource_count, 3);
    cr_expect_str_eq(statement->resources[0].text.ptr, "arn:aws:s3:::b/${aws:username}/*");
    cr_expect_not(statement->resources[0].is_sub);
    cr_expect_str_eq(statement->resources[1].text.ptr,
                     "arn:${AWS::Partition}:s3:::b/${!aws:username}");
    cr_expect(statement->resources[1].is_sub);
    cr_expect_str_eq(statement->resources[2].text.ptr, "${ItemsTable.Arn}");
    cr_assert_eq(statement->condition_count, 2);
    cr_expect(text_is(statement->conditions[0].operator_name, "StringEquals"));
    cr_expect(text_is(statement->conditions[0].key, "aws:userid"));
    cr_assert_eq(statement->conditions[0].value_count, 2);
    cr_expect_str_eq(statement->conditions[0].values[0].text.ptr, "${aws:userid}");
    cr_expect_str_eq(statement->conditions[1].values[0].text.ptr, "true");
    planned_release(&planned);
}

Test(interpolate, names_of_tables)
{
    struct planned planned;

    planned_good(&planned,
                 SPEC_HEAD SPEC_ITEMS "    name: tap-${env}.${AWS::StackName}\n" SPEC_CRUD);
    cr_expect_str_eq(planned.plan->tables[0].physical_name.text.ptr,
                     "tap-${Environment}.${AWS::StackName}");
    cr_expect(planned.plan->tables[0].physical_name.is_sub);
    planned_release(&planned);
    planned_good(&planned, SPEC_HEAD SPEC_ITEMS SPEC_CRUD);
    cr_expect_eq(planned.plan->tables[0].physical_name.text.len, 0);
    planned_release(&planned);
}

/* A name is the resource's own, so nothing of the stack can stand in it. */
Test(interpolate, names_refer_to_no_resource)
{
    static const char *const rows[] = {"${table.items.arn}", "${kms.books.arn}", "${api.url}"};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct planned planned;
        char spec[500];

        snprintf(spec, sizeof(spec),
                 SPEC_HEAD SPEC_ITEMS "    encryption: { kms_key: books }\n" SPEC_CRUD
                                      "kms_keys: { books: {} }\ntags: { Tag: \"%s\" }\n",
                 rows[i]);
        planned_make(&planned, spec);
        cr_expect_eq(diags_errors(planned.diags), 1, "%s", planned_says(&planned));
        cr_expect(strstr(planned_says(&planned), "[reference_place]"), "%s", rows[i]);
        planned_release(&planned);
    }
}

/* 3 to 255 characters in every environment; other references are as short as they can be. */
Test(interpolate, lengths_of_names)
{
    static const struct {
        const char *name;
        bool fits;
    } rows[] = {
        {"a${env}", true},           /* a + dev */
        {"${AWS::StackName}", true}, /* may be long enough */
        {"${env}", true},
        {"%251s${env}", true}, /* 255 in prod */
        {"%252s${env}", false},
        {"%246s${AWS::Region}", true}, /* 255 in us-east-1 */
        {"%247s${AWS::Region}", false},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char spec[2000], name[600], x[300];
        struct planned planned;
        int width = atoi(rows[i].name[0] == '%' ? rows[i].name + 1 : "0");

        memset(x, 'x', sizeof(x));
        x[width] = '\0';
        snprintf(name, sizeof(name), "%s%s", x,
                 rows[i].name[0] == '%' ? strchr(rows[i].name, 's') + 1 : rows[i].name);
        snprintf(spec, sizeof(spec), SPEC_HEAD SPEC_ITEMS "    name: \"%s\"\n" SPEC_CRUD, name);
        planned_make(&planned, spec);
        cr_expect_eq(planned.plan != NULL, rows[i].fits, "%s: %s", rows[i].name,
                     planned_says(&planned));
        cr_expect_eq(strstr(planned_says(&planned), "[table_name_length]") != NULL, !rows[i].fits);
        planned_release(&planned);
    }
}

/* Whatever a text refers to is used. */
Test(interpolate, a_reference_uses_a_table)
{
    struct planned planned;

    planned_good(&planned, SPEC_HEAD SPEC_ITEMS
                 "  audit: { key: { partition: { id: string } } }\n" SPEC_CRUD
                 "function: { environment: { AUDIT: \"${table.audit.name}\" } }\n");
    planned_release(&planned);
}
