/*
 * gen/model/resources: how many resources a stack has, counted from the template's own rules.
 */
#include <criterion/criterion.h>
#include <stdarg.h>
#include <string.h>

#include "planned.h"

struct out {
    char text[60000];
    size_t len;
};

static void put(struct out *out, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    out->len +=
        (size_t)vsnprintf(out->text + out->len, sizeof(out->text) - out->len, format, arguments);
    va_end(arguments);
    cr_assert_lt(out->len, sizeof(out->text));
}

/* `count` tables with 20 indexes, all of which scale both ways: 1 + 4 + 20 * 4 each. */
static void tables(struct out *out, int count, const char *billing)
{
    put(out, "tables:\n");
    for (int i = 0; i < count; i++) {
        put(out,
            "  t%d:\n    key: { partition: { id: string } }\n    billing: %s\n"
            "    capacity: { read: { min: 1, max: 9 }, write: { min: 1, max: 9 } }\n"
            "    indexes:\n",
            i, billing);
        for (int index = 0; index < 20; index++)
            put(out, "      by_%d: { key: { partition: a%d } }\n", index, index);
    }
}

static void routes(struct out *out, int count)
{
    put(out, "routes:\n");
    for (int i = 0; i < count; i++)
        put(out, "  GET /r%d: { handler: answer }\n", i);
}

static void expect_count(struct out *out, int resources)
{
    struct planned planned;
    char said[60];

    planned_make(&planned, out->text);
    snprintf(said, sizeof(said), "the template has %d resources", resources);
    cr_expect_eq(planned.plan != NULL, resources <= 500, "%s", planned_says(&planned));
    cr_expect_eq(strstr(planned_says(&planned), said) != NULL, resources > 500, "%s\n%s", said,
                 planned_says(&planned));
    planned_release(&planned);
}

/* 9 in any case, 5 tables of 85, a route each. */
Test(resources, the_last_that_cloudformation_takes)
{
    for (int count = 66; count < 69; count++) {
        struct out out = {.len = 0};

        put(&out, SPEC_HEAD);
        tables(&out, 5, "provisioned");
        routes(&out, count);
        expect_count(&out, 9 + 5 * 85 + count);
    }
}

/* An index with a capacity of its own, a local one, a fixed capacity. */
Test(resources, what_does_not_scale)
{
    struct out out = {.len = 0};

    put(&out, SPEC_HEAD);
    tables(&out, 5, "provisioned");
    put(&out, "  fixed:\n    key: { partition: { id: string }, sort: { at: string } }\n"
              "    billing: provisioned\n    capacity: { read: { min: 1, max: 2 }, write: 1 }\n"
              "    indexes:\n"
              "      by_a: { local: true, key: { sort: { a: string } } }\n"
              "      by_b: { key: { partition: b }, capacity: { read: 1, write: 1 } }\n"
              "      by_c: { key: { partition: c } }\n");
    routes(&out, 63);
    /* The table, its reads, the reads of by_c: 1 + 2 + 2. */
    expect_count(&out, 9 + 5 * 85 + 5 + 63);
}

/* Keys and authorizers are counted; what exists outside of the stack is not. */
Test(resources, keys_and_authorizers)
{
    struct out out = {.len = 0};

    put(&out, SPEC_HEAD);
    tables(&out, 5, "provisioned");
    put(&out, "  legacy: { key: { partition: { id: string } }, existing: legacy }\n"
              "kms_keys:\n  one: {}\n  two: {}\n"
              "  three: { existing: \"arn:aws:kms:us-east-1:123456789012:key/x\" }\n"
              "api:\n  auth: none\n  authorizers:\n"
              "    users: { type: jwt, issuer: \"https://a.example\", audience: [a] }\n"
              "    machines: { type: lambda, arn: "
              "\"arn:aws:lambda:us-east-1:123456789012:function:f\" }\n");
    routes(&out, 62);
    expect_count(&out, 9 + 5 * 85 + 2 + 1 + 2 + 62);
}

/*
 * CloudFormation counts what the template declares, whatever the conditions: what scales in one
 * environment and what does in another come together, and what does in both counts once.
 */
Test(resources, of_all_environments)
{
    static const int scaling[2][2] = {{0, 3}, {2, 5}}; /* tables from, to */

    for (int count = 66; count < 69; count++) {
        struct out out = {.len = 0};

        put(&out, SPEC_HEAD "environments:\n");
        for (int environment = 0; environment < 2; environment++) {
            put(&out, "  e%d:\n    tables:\n", environment);
            for (int i = scaling[environment][0]; i < scaling[environment][1]; i++)
                put(&out, "      t%d: { billing: provisioned }\n", i);
        }
        tables(&out, 5, "on_demand");
        routes(&out, count);
        expect_count(&out, 9 + 5 * 85 + count);
    }
}
