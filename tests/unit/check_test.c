/*
 * gen/model/check and what it shares: what must not be refused, and that one mistake is told once.
 * What is refused, and how that reads, is in tests/bad.
 */
#include <criterion/criterion.h>
#include <string.h>

#include "model/check_text.h"
#include "model/constant.h"
#include "planned.h"

/* ---- Texts ---- */

Test(check, parts_of_a_scalar)
{
    static const struct {
        size_t start, end;
        const char *value;
        size_t offset, len, from, to;
    } rows[] = {
        {10, 15, "hello", 1, 3, 11, 14}, /* hello */
        {10, 17, "hello", 1, 3, 12, 15}, /* "hello" */
        {10, 18, "hello", 1, 3, 10, 18}, /* "h\\ello", or folded: no way to tell */
        {10, 12, "hello", 1, 3, 10, 12}, {10, 15, "hello", 5, 0, 15, 15},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct spec_text text = {text_of(rows[i].value), {rows[i].start, rows[i].end}, true};
        struct range part = text_part(&text, rows[i].offset, rows[i].len);

        cr_expect_eq(part.start, rows[i].from, "row %zu", i);
        cr_expect_eq(part.end, rows[i].to, "row %zu", i);
    }
}

Test(check, tokens_of_rfc_9110)
{
    cr_expect(text_is_token(TEXT("Content-Type")));
    cr_expect(text_is_token(TEXT("*")));
    cr_expect(text_is_token(TEXT("x!#$%&'+.^_`|~9")));
    cr_expect_not(text_is_token(TEXT("")));
    cr_expect_not(text_is_token(TEXT("a b")));
    cr_expect_not(text_is_token(TEXT("a:b")));
    cr_expect_not(text_is_token(TEXT("a,b")));
    cr_expect_not(text_is_token(TEXT("\xc3\xa9")));
    cr_expect_not(text_is_token((struct text){"a\0b", 3}));
}

/* The vectors of RFC 4648, section 10, and what is none. */
Test(check, base64)
{
    static const struct {
        const char *text;
        size_t size;
    } good[] = {{"Zg==", 1},     {"Zm8=", 2},     {"Zm9v", 3}, {"Zm9vYg==", 4},
                {"Zm9vYmE=", 5}, {"Zm9vYmFy", 6}, {"+/+/", 3}};
    static const char *const bad[] = {
        "", "Z", "Zg", "Zg=", "Zh==", "Zm9=", "====", "Z===", "Zg==Zg==", "-_-_", "Zm 9", "Z=g="};
    size_t size;

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++) {
        cr_expect(text_is_base64(text_of(good[i].text), &size), "%s", good[i].text);
        cr_expect_eq(size, good[i].size, "%s", good[i].text);
    }
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_not(text_is_base64(text_of(bad[i]), &size), "%s", bad[i]);
}

Test(check, numbers_that_dynamodb_holds)
{
    static const char *const good[] = {
        "0",
        "-0",
        "0.000",
        "5",
        "-5",
        "1.50",
        "1e5",
        "1E+5",
        "1e-5",
        "0e999999999999",
        "99999999999999999999999999999999999999",        /* 38 nines */
        "999999999999999999999999999999999999990000",    /* zeros behind do not count */
        "0.0000099999999999999999999999999999999999999", /* nor those in front */
        "9.9999999999999999999999999999999999999E+125",
        "1E-130",
        "123E123",
        "10E-131",
        "0.1E-129",
    };
    static const char *const bad[] = {
        "",
        "-",
        "+1",
        ".5",
        "5.",
        "01",
        "1e",
        "1e+",
        "1.e5",
        "0x10",
        "1_000",
        "1 ",
        " 1",
        "NaN",
        ".inf",
        "999999999999999999999999999999999999999",
        "1E126",
        "12E125",
        "100E124",
        "10E125",
        "0.01E-129",
        "9E-131",
        "1e99999999999999999999",
        "-1e-99999999999999999999",
    };

    for (size_t i = 0; i < sizeof(good) / sizeof(good[0]); i++)
        cr_expect(number_is_exact(text_of(good[i])), "%s", good[i]);
    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
        cr_expect_not(number_is_exact(text_of(bad[i])), "%s", bad[i]);
}

Test(check, lists_in_hints)
{
    static const char *const words[] = {"a", "b", "c"};
    struct mem_arena *arena = mem_arena_new();

    cr_assert_not_null(arena);
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory was short");
    cr_expect_str_eq(words_joined(arena, words, 1, "or").ptr, "`a`");
    cr_expect_str_eq(words_joined(arena, words, 2, "or").ptr, "`a` or `b`");
    cr_expect_str_eq(words_joined(arena, words, 3, "and").ptr, "`a`, `b` and `c`");
    mem_arena_free(arena);
}

/* ---- What must not be refused ---- */

static const char *const good_specs[] = {
    /* Limits, just reached. */
    SPEC_HEAD "environments: [a, b, c]\n" SPEC_ITEMS "    name: abc${env}\n" SPEC_CRUD,
    SPEC_HEAD "environments: [prod]\n" SPEC_ITEMS "    name: items\n" SPEC_CRUD,
    SPEC_HEAD SPEC_ITEMS "    name: \"items-${AWS::StackName}\"\n" SPEC_CRUD,
    SPEC_HEAD
    "tags: { name-of: a, Environments: b, aws: c, \"my:aws:x\": d }\n" SPEC_ITEMS SPEC_CRUD,
    /* Throughput that goes with its billing. */
    SPEC_HEAD SPEC_ITEMS "    billing: provisioned\n    capacity: { read: 1, write: 1 }\n"
                         "    warm_throughput: { read: 1 }\n" SPEC_CRUD,
    SPEC_HEAD SPEC_ITEMS "    max_throughput: { write: 1 }\n    warm_throughput: { read: 12000, "
                         "write: 4000 }\n" SPEC_CRUD,
    /* A time to live on an index, as a number; timestamps as keys of an index. */
    SPEC_HEAD
    "tables:\n  t:\n    key: { partition: { id: string } }\n    ttl: gone\n    indexes:\n"
    "      by_end: { key: { partition: { owner: string }, sort: { gone: number } } }\n"
    "      by_age: { key: { partition: { owner: string }, sort: { createdAt: string } } }\n"
    "routes:\n"
    "  GET /e/{owner}: { action: list, table: t, index: by_end }\n"
    "  GET /a/{owner}: { action: list, table: t, index: by_age }\n",
    SPEC_HEAD "tables: { t: { key: { partition: { createdAt: string } }, timestamps: false } }\n"
              "routes: { /t: crud t }\n",
    /* Warm throughput that is just the capacity; scaling that stands still. */
    SPEC_HEAD SPEC_ITEMS
    "    billing: provisioned\n    capacity: { read: { min: 7, max: 7 }, write: 9 }\n"
    "    warm_throughput: { read: 7, write: 9 }\n" SPEC_CRUD,
    /* Parts whose ends can be told; timestamps in keys; a version in an index. */
    SPEC_HEAD "tables:\n  t:\n"
              "    key:\n      partition: { id: { format: timestamp, generate: now } }\n"
              "      sort:\n        sk:\n          template: \"{at}Tt{b}-{c}_{d}\"\n"
              "          parts: { at: { format: timestamp }, b: string, c: { generate: uuid4 } }\n"
              "    version: revision\n    indexes:\n"
              "      by_version: { key: { partition: sk, sort: { revision: number } } }\n"
              "routes:\n"
              "  GET /{at}/{b}/{c}/{d}: { action: list, table: t, index: by_version }\n",
    /* Beside a table outside of the stack: what it is. */
    SPEC_HEAD SPEC_ITEMS
    "    existing: legacy\n    version: v\n    ttl: { attribute: gone, after_days: 1, "
    "hide_expired: false }\n"
    "    timestamps: false\n    encryption: aws_managed\n    stream_arn: \"arn:aws:dynamodb:"
    "${AWS::Region}:${AWS::AccountId}:table/legacy/stream/x\"\n"
    "    indexes: { by_x: { key: { partition: x }, projection: keys_only, name: Exes } }\n"
    "routes:\n  GET /{x}: { action: list, table: items, index: by_x }\n",
    /* CORS. */
    SPEC_HEAD SPEC_ITEMS SPEC_CRUD "api: { cors: { origins: [\"*\"], methods: [\"*\"], headers: "
                                   "[\"*\"], expose_headers: [\"*\"] } }\n",
    SPEC_HEAD SPEC_ITEMS SPEC_CRUD
    "api: { cors: { credentials: true, origins: [\"https://*\", \"http://localhost:8080\", "
    "\"https://a.b-c.example\", \"http://[::1]:3000\", \"https://a.example:80\", "
    "\"capacitor://localhost\"] } }\n",
    /* The function and its logs. */
    SPEC_HEAD SPEC_ITEMS SPEC_CRUD "function: { timeout_s: 30 }\nlogs: { format: text }\n",
    SPEC_HEAD SPEC_ITEMS SPEC_CRUD "logs: { format: json, level: debug }\n",
    SPEC_HEAD SPEC_ITEMS SPEC_CRUD
    "function: { environment: { AWS_ENDPOINT_URL_DYNAMODB: \"http://localhost:8000\", "
    "LOCKSTEPS: a } }\n",
    /* Statements. */
    SPEC_HEAD SPEC_ITEMS SPEC_CRUD
    "iam:\n  statements:\n    - sid: Logs\n      actions: [\"sqs:*\", \"s3:Get?bject\"]\n"
    "      resources: [\"*\", \"arn:aws:s3:::b\", \"${AWS::StackId}\", "
    "\"arn:${AWS::Partition}:sqs:${AWS::Region}:${AWS::AccountId}:q\"]\n"
    "      condition: { \"ForAnyValue:StringLikeIfExists\": { \"aws:TagKeys\": [a, b] }, "
    "\"Null\": { \"aws:userid\": false }, NumericLessThan: { \"aws:x\": 5 } }\n"
    "    - { effect: deny, actions: \"*\", resources: \"*\" }\n",
};

Test(check, good_specs_pass_without_a_word)
{
    for (size_t i = 0; i < sizeof(good_specs) / sizeof(good_specs[0]); i++) {
        struct planned planned;

        planned_good(&planned, good_specs[i]);
        planned_release(&planned);
    }
}

/* ---- One mistake, one message ---- */

static const char *const one_mistake[] = {
    /* What could not be decoded is not judged by its default. */
    SPEC_HEAD SPEC_ITEMS
    "    billing: PROVISIONED\n    capacity: { read: 1, write: 1 }\n" SPEC_CRUD,
    SPEC_HEAD SPEC_ITEMS
    "    billing: PAY_PER_REQUEST\n    max_throughput: { read: 1 }\n" SPEC_CRUD,
    SPEC_HEAD "tables: { t: { key: { partition: { id: { type: S, generate: now } } } } }\n"
              "routes: { /t: crud t }\n",
    SPEC_HEAD
    "tables: { t: { key: { partition: { id: { generate: { kind: random, length: 2 } } } } } }\n"
    "routes: { /t: crud t }\n",
    SPEC_HEAD
    "tables: { t: { key: { partition: { id: nmber } }, indexes: { by_id: { key: { partition: "
    "{ x: string }, sort: { id: number } } } } } }\n"
    "routes: { 'GET /{x}': { action: list, table: t, index: by_id } }\n",
    SPEC_HEAD "tables: { t: {} }\nroutes: { /t: crud t }\n",
    SPEC_HEAD "tables: { t: 5 }\nroutes: { /t: crud t }\n",
    SPEC_HEAD "tables: { t: { key: { partition: { a: string, b: string } } } }\n"
              "routes: { 'GET /t/{a}': get t }\n",
    SPEC_HEAD "tables: { T: { key: { partition: { id: string } } } }\nroutes: { /t: crud T }\n",
    SPEC_HEAD "tables: 5\nroutes: { /t: crud t }\n",
    SPEC_HEAD "tables: 5\nroutes: { 'POST /t': { handler: do_t, grants: { t: [get] } } }\n",
    SPEC_HEAD "tables: 5\nroutes: { 'GET /t': { handler: do_t } }\n"
              "function: { environment: { T_T: \"${table.t.name}\" } }\n",
    SPEC_HEAD "tables: { t: { key: { partition: { id: string } }, indexes: 5 } }\n"
              "routes: { 'GET /{x}': { action: list, table: t, index: by_x } }\n",
    SPEC_HEAD "routes: 5\n",
    SPEC_HEAD "routes:\n",
    SPEC_HEAD SPEC_ITEMS "    name: a b\n" SPEC_CRUD,
    SPEC_HEAD SPEC_ITEMS "    timestamps: { created: id }\n" SPEC_CRUD,
    /* A template that is none has told its mistake; who names its parts has made no other. */
    SPEC_HEAD "tables: { t: { key: { partition: { a: { template: \"x#{id\" } } } } }\n"
              "routes: { 'GET /t/{id}': get t }\n",
    SPEC_HEAD "tables: { t: { key: { partition: { a: { template: \"{id}{at}\" } } } } }\n"
              "routes: { 'GET /t/{id}/{at}': get t }\n",
    SPEC_HEAD "tables: { t: { key: { partition: { a: { template: \"{{id}}\" } } } } }\n"
              "routes: { 'GET /t/{id}': get t }\n",
    SPEC_HEAD "tables: { t: { key: { partition: { a: { template: \"{ id }\" } } } } }\n"
              "routes: { 'GET /t/{id}': get t }\n",
    SPEC_HEAD "tables: { t: { key: { partition: { a: { template: 5 } } } } }\n"
              "routes: { 'GET /t/{a}': get t }\n",
    SPEC_HEAD "tables: { t: { key: { partition: { a: { template: \"{b}\", parts: { c: string } } } "
              "} } }\nroutes: { 'GET /t/{b}': get t }\n",
    SPEC_HEAD "tables: { t: { key: { partition: { a: { template: \"{b}\", type: number } } } } }\n"
              "routes: { 'GET /t/{b}': get t }\n",
    SPEC_HEAD SPEC_ITEMS "    existing: 5\n    stream_arn: \"arn:aws:dynamodb:us-east-1:"
                         "${AWS::AccountId}:table/t/stream/x\"\n" SPEC_CRUD,
    SPEC_HEAD SPEC_ITEMS "    existing: \"l#${env}\"\n" SPEC_CRUD,
    SPEC_HEAD SPEC_ITEMS "    existing: \"${nothing}\"\n" SPEC_CRUD,
    SPEC_HEAD SPEC_ITEMS "    encryption: { kms_key: books }\n" SPEC_CRUD "kms_keys: 5\n",
    SPEC_HEAD SPEC_ITEMS "    encryption: { kms_key: books }\n" SPEC_CRUD
                         "kms_keys: { books: { existing: x } }\n",
    SPEC_HEAD SPEC_ITEMS "    encryption: { kms_key: books }\n" SPEC_CRUD
                         "kms_keys: { books: { existing: \"${env}\" } }\n",
    SPEC_HEAD SPEC_ITEMS
    "    policy: [{ principals: \"*\", actions: \"dynamodb:GetItem\", resources: \"*\", "
    "condition: 5 }]\n" SPEC_CRUD,
    "lockstep: 1\nservice: Tap\n" SPEC_ITEMS SPEC_CRUD,
    "lockstep: one\nservice: tap\n" SPEC_ITEMS SPEC_CRUD,
    SPEC_HEAD "environments: [dev, Dev]\n" SPEC_ITEMS SPEC_CRUD,
    SPEC_HEAD "environments: []\n" SPEC_ITEMS "    name: items\n" SPEC_CRUD,
    SPEC_HEAD SPEC_ITEMS SPEC_CRUD "function: { timeout_s: 901 }\n",
    SPEC_HEAD SPEC_ITEMS SPEC_CRUD "logs: { format: TEXT, level: info }\n",
    SPEC_HEAD SPEC_ITEMS SPEC_CRUD "logs: { format: text, level: INFO }\n",
    SPEC_HEAD SPEC_ITEMS SPEC_CRUD "api: { cors: { origins: [5] } }\n",
    SPEC_HEAD SPEC_ITEMS SPEC_CRUD "api: { cors: { credentials: yes, origins: [\"*\"] } }\n",
    SPEC_HEAD SPEC_ITEMS SPEC_CRUD
    "iam: { statements: [{ actions: \"s3:GetObject\", resources: \"${bucket}\" }] }\n",
    SPEC_HEAD SPEC_ITEMS SPEC_CRUD
    "iam: { statements: [{ actions: \"s3:GetObject\", resources: \"*\", condition: 5 }] }\n",
};

Test(check, one_mistake_is_told_once)
{
    for (size_t i = 0; i < sizeof(one_mistake) / sizeof(one_mistake[0]); i++) {
        struct planned planned;

        planned_make(&planned, one_mistake[i]);
        cr_expect_null(planned.plan, "%s", one_mistake[i]);
        cr_expect_eq(diags_errors(planned.diags) + diags_warnings(planned.diags), 1, "%s%s",
                     one_mistake[i], planned_says(&planned));
        planned_release(&planned);
    }
}

Test(check, a_type_that_is_said_nowhere_is_a_string)
{
    struct planned planned;

    planned_make(&planned, SPEC_HEAD
                 "tables:\n  t:\n    key: { partition: { id: {} } }\n    indexes:\n"
                 "      by_id: { key: { partition: { x: string }, sort: { id: number } } }\n"
                 "routes:\n  GET /{x}: { action: list, table: t, index: by_id }\n");
    cr_expect(strstr(planned_says(&planned),
                     "spec.yaml:7:61: error: `id` is a number here and a string elsewhere"),
              "%s", planned_says(&planned));
    cr_expect(strstr(planned_says(&planned),
                     "spec.yaml:5:25: note: it is a string here, as nothing else is said"),
              "%s", planned_says(&planned));
    planned_release(&planned);
}

/* All mistakes are told in one run, those of checks and of routes too. */
Test(check, many_mistakes_are_told_together)
{
    struct planned planned;

    planned_make(
        &planned,
        "lockstep: 2\nservice: tap\nenvironments: [dev, dev]\ntags: { Name: a }\n"
        "tables:\n  t:\n    key: { partition: { id: string } }\n    ttl: id\n"
        "    billing: provisioned\n"
        "routes:\n  GET /t: lst t\n  GET /u: list u\n  get /v: list t\n"
        "function: { timeout_s: 31, environment: { AWS_REGION: a, X_X: \"${nothing}\" } }\n"
        "logs: { format: text, level: info }\n"
        "api: { cors: { origins: [a.example] } }\n"
        "iam: { statements: [{ actions: \"s3:GetObject\", resources: \"arn:aws\" }] }\n");
    cr_expect_eq(diags_errors(planned.diags), 14, "%s", planned_says(&planned));
    planned_release(&planned);
}
