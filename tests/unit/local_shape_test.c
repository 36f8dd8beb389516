/*
 * Tables compared, and the requests that change them. What the requests must hold is what
 * DynamoDB's API reference says of CreateTable and UpdateTable.
 */
#include "local/table_shape.h"

#include <criterion/criterion.h>
#include <string.h>

static struct mem_arena *arena;

static void set_up(void)
{
    arena = mem_arena_new();
    cr_assert_not_null(arena);
}

static void tear_down(void)
{
    mem_arena_free(arena);
}

TestSuite(local_shape, .init = set_up, .fini = tear_down);

static void free_json(void *json)
{
    cJSON_Delete(json);
}

/* JSON with apostrophes for quotes. */
static const cJSON *table(const char *json)
{
    char *copy = strdup(json);
    cJSON *parsed;

    cr_assert_not_null(copy);
    for (char *at = copy; *at != '\0'; at++)
        *at = *at == '\'' ? '"' : *at;
    parsed = cJSON_Parse(copy);
    free(copy);
    cr_assert_not_null(parsed, "%s", json);
    if (setjmp(*mem_guard(arena)) != 0)
        cr_assert_fail("memory is short");
    mem_defer(arena, free_json, parsed);
    return parsed;
}

static void expect_request(struct text request, const char *wanted)
{
    char *copy = strdup(wanted);

    cr_assert_not_null(copy);
    for (char *at = copy; *at != '\0'; at++)
        *at = *at == '\'' ? '"' : *at;
    cr_expect_str_eq(request.ptr, copy, "got  %s\nwant %s", request.ptr, copy);
    cr_expect_eq(request.len, strlen(copy));
    free(copy);
}

#define ID       "{'AttributeName':'id','AttributeType':'S'}"
#define TS       "{'AttributeName':'ts','AttributeType':'N'}"
#define A        "{'AttributeName':'a','AttributeType':'S'}"
#define B        "{'AttributeName':'b','AttributeType':'S'}"
#define BY_ID    "{'AttributeName':'id','KeyType':'HASH'}"
#define BY_ID_TS BY_ID ",{'AttributeName':'ts','KeyType':'RANGE'}"
#define HASH_A   "{'AttributeName':'a','KeyType':'HASH'}"
#define HASH_B   "{'AttributeName':'b','KeyType':'HASH'}"
#define ALL      "'Projection':{'ProjectionType':'ALL'}"
/* Indexes, and one as a description has it. */
#define BY_A       "{'IndexName':'by_a','KeySchema':[" HASH_A "]," ALL "}"
#define BY_B       "{'IndexName':'by_b','KeySchema':[" HASH_B "]," ALL "}"
#define BY_A_AND_B "{'IndexName':'by_both','KeySchema':[" HASH_A "," HASH_B "]," ALL "}"
#define BY_B_DESCRIBED                                                                             \
    "{'IndexStatus':'ACTIVE','ItemCount':0," ALL ",'IndexName':'by_b','KeySchema':[" HASH_B "]}"
#define LOCAL_A                                                                                    \
    "{'IndexName':'loc','KeySchema':[" BY_ID ",{'AttributeName':'a','KeyType':'RANGE'}]," ALL "}"
/* Tables: their definitions follow, or their global indexes. */
#define T_ID    "{'TableName':'t','KeySchema':[" BY_ID "],'AttributeDefinitions':[" ID
#define T_ID_TS "{'TableName':'t','KeySchema':[" BY_ID_TS "],'AttributeDefinitions':[" ID "," TS
#define GLOBAL  "],'GlobalSecondaryIndexes':["

Test(local_shape, a_shape_is_key_and_indexes)
{
    static const struct {
        const char *json, *shape;
    } rows[] = {
        {"{}", "key "},
        {T_ID "],'BillingMode':'x','ItemCount':3}", "key HASH id (S)"},
        {T_ID_TS "]}", "key HASH id (S), RANGE ts (N)"},
        {T_ID "," A "," B GLOBAL BY_B_DESCRIBED "," BY_A "]}",
         "key HASH id (S); index by_a HASH a (S) ALL; index by_b HASH b (S) ALL"},
        {T_ID GLOBAL "{'IndexName':'i','KeySchema':[" HASH_A "],'Projection':"
                     "{'ProjectionType':'INCLUDE','NonKeyAttributes':['y','x']}}]}",
         "key HASH id (S); index i HASH a (?) INCLUDE x y"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        const char *shape = table_shape(arena, table(rows[i].json));

        cr_expect_str_eq(shape, rows[i].shape, "%s\nwant %s", shape, rows[i].shape);
    }
}

Test(local_shape, the_fixed_part_leaves_out_global_indexes)
{
    const cJSON *both =
        table(T_ID_TS "," A "," B GLOBAL BY_B "],'LocalSecondaryIndexes':[" LOCAL_A "]}");

    cr_expect_str_eq(table_fixed_shape(arena, both),
                     "key HASH id (S), RANGE ts (N); index loc HASH id (S), RANGE a (S) ALL");
    cr_expect_str_eq(table_shape(arena, both),
                     "key HASH id (S), RANGE ts (N); index by_b HASH b (S) ALL; "
                     "index loc HASH id (S), RANGE a (S) ALL");
    cr_expect_not_null(table_index(both, "by_b"));
    cr_expect_null(table_index(both, "loc"));
    cr_expect_null(table_index(both, "BY_B"));
}

#define MADE(name) "{'TableName':'" name "','KeySchema':[" BY_ID_TS "],'LocalSecondaryIndexes':["
#define ON_DEMAND  "],'BillingMode':'PAY_PER_REQUEST'}"

Test(local_shape, a_table_is_made_of_a_description)
{
    const cJSON *described = table(T_ID_TS "," A "," B GLOBAL BY_B_DESCRIBED "," BY_A_AND_B
                                           "],'TableStatus':'ACTIVE','BillingMode':'PROVISIONED',"
                                           "'ProvisionedThroughput':{'ReadCapacityUnits':5},"
                                           "'LocalSecondaryIndexes':[" LOCAL_A "]}");
    static const char *const without[] = {"by_both", "by_b"};

    expect_request(table_request(arena, described, "other", NULL, 0), MADE("other") LOCAL_A GLOBAL
                   "{'IndexName':'by_b','KeySchema':[" HASH_B "]," ALL "}," BY_A_AND_B
                   "],'AttributeDefinitions':[" ID "," TS "," A "," B ON_DEMAND);
    expect_request(table_request(arena, described, "t", without, 1), MADE("t") LOCAL_A GLOBAL BY_B
                   "],'AttributeDefinitions':[" ID "," TS "," A "," B ON_DEMAND);
    /* Nothing of an index that is left out stays behind. */
    expect_request(table_request(arena, described, "t", without, 2),
                   MADE("t") LOCAL_A "],'AttributeDefinitions':[" ID "," TS "," A ON_DEMAND);
}

#define UPDATE "{'TableName':'t','AttributeDefinitions':[" ID
#define CREATE "],'GlobalSecondaryIndexUpdates':[{'Create':"
#define GONE_A "{'TableName':'t','GlobalSecondaryIndexUpdates':[{'Delete':{'IndexName':'by_a'}}]}"

/* From the first table to the second. */
Test(local_shape, one_change_at_a_time)
{
    static const struct {
        const char *there, *wanted, *request;
    } rows[] = {
        {T_ID "]}", T_ID "]}", ""},
        {T_ID "," A GLOBAL BY_A "]}", T_ID "," A GLOBAL BY_A "]}", ""},
        /* Neither order nor what a description adds is a difference. */
        {T_ID "," A "," B GLOBAL BY_B_DESCRIBED "," BY_A "]}",
         T_ID "," B "," A GLOBAL BY_A "," BY_B "]}", ""},
        /* A new index comes with the definitions of what there is then. */
        {T_ID "]}", T_ID "," A "," B GLOBAL BY_A "," BY_B "]}", UPDATE "," A CREATE BY_A "}]}"},
        {T_ID "," A GLOBAL BY_A "]}", T_ID "," A "," B GLOBAL BY_A "," BY_B "]}",
         UPDATE "," A "," B CREATE BY_B "}]}"},
        /* With capacity of its own, where the table has some. */
        {T_ID "]}",
         T_ID "," A GLOBAL "{'IndexName':'by_a','ProvisionedThroughput':{'ReadCapacityUnits':1},"
              "'X':1}]}",
         UPDATE CREATE "{'IndexName':'by_a','ProvisionedThroughput':{'ReadCapacityUnits':1}}}]}"},
        /* What is not wanted goes first. */
        {T_ID "," A GLOBAL BY_A "]}", T_ID "]}", GONE_A},
        {T_ID "," A GLOBAL BY_A "]}", T_ID "," B GLOBAL BY_B "]}", GONE_A},
        /* Another key, type or projection makes another index. */
        {T_ID "," B GLOBAL "{'IndexName':'by_a','KeySchema':[" HASH_B "]," ALL "}]}",
         T_ID "," A GLOBAL BY_A "]}", GONE_A},
        {T_ID ",{'AttributeName':'a','AttributeType':'N'}" GLOBAL BY_A "]}",
         T_ID "," A GLOBAL BY_A "]}", GONE_A},
        {T_ID "," A GLOBAL "{'IndexName':'by_a','KeySchema':[" HASH_A "],'Projection':"
              "{'ProjectionType':'KEYS_ONLY'}}]}",
         T_ID "," A GLOBAL BY_A "]}", GONE_A},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        expect_request(table_update(arena, table(rows[i].there), table(rows[i].wanted)),
                       rows[i].request);
}
