/*
 * create: what is asked of DynamoDB, to the byte, and what the client reads.
 */
#include "crud.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bodies.h"
#include "expect.h"
#include "fixture.h"

TestSuite(crud_create, .init = fixture_init, .fini = fixture_release);

#define TIMES "\"createdAt\":{\"S\":\"" FIXTURE_NOW "\"},\"updatedAt\":{\"S\":\"" FIXTURE_NOW "\"},"
#define IF_NEW(key_)                                                                               \
    ",\"ConditionExpression\":\"attribute_not_exists(#pk)\",\"ExpressionAttributeNames\":{"        \
    "\"#pk\":\"" key_ "\"},\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}"
#define PUT_ITEM(attributes_) "{\"TableName\":\"tap-items-dev\",\"Item\":{" attributes_ "}"

#define CREATE(body_) SEND(.route_key = "POST /items", .body = (body_))

Test(crud_create, stores_the_object_with_its_times)
{
    fixture_reply(200, "{}");
    CREATE("{\"name\":\"tea\",\"id\":\"a\",\"n\":1.50,\"first-name\":null,\"#x\":[true],\"status\":"
           "{}}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"id\":\"a\"}");
    EXPECT_CALL(0, "PutItem",
                PUT_ITEM("\"name\":{\"S\":\"tea\"},\"n\":{\"N\":\"1.50\"},\"first-name\":{\"NULL\":"
                         "true},\"#x\":{\"L\":[{\"BOOL\":true}]},\"status\":{\"M\":{}}," TIMES
                         "\"id\":{\"S\":\"a\"}") IF_NEW("id"));
}

Test(crud_create, generates_an_id_and_answers_it)
{
    const char *body, *id;
    char wanted[1024];

    fixture_reply(200, "{}");
    CREATE("{}");
    cr_assert_eq(fixture.response.http_status, 201);
    body = fixture_body();
    id = strstr(body, "019c167f-c893-7");
    cr_assert_not_null(id, "%s", body);
    snprintf(wanted, sizeof(wanted), PUT_ITEM(TIMES "\"id\":{\"S\":\"%.36s\"}") IF_NEW("id"), id);
    EXPECT_CALL(0, "PutItem", wanted);
    snprintf(wanted, sizeof(wanted), "{\"message\":\"Item created successfully\",\"id\":\"%.36s\"}",
             id);
    cr_expect_str_eq(body, wanted);
}

Test(crud_create, sets_the_times_whatever_the_client_says)
{
    fixture_reply(200, "{}");
    CREATE("{\"createdAt\":\"1970\",\"updatedAt\":[{}],\"id\":\"a\"}");
    EXPECT_CALL(0, "PutItem", PUT_ITEM(TIMES "\"id\":{\"S\":\"a\"}") IF_NEW("id"));
}

Test(crud_create, says_409_when_the_item_exists)
{
    fixture_reply(400, CONDITION_FAILED ",\"Item\":{\"id\":{\"S\":\"a\"}}}");
    CREATE("{\"id\":\"a\"}");
    EXPECT_ERROR(409, "Item already exists");
    EXPECT_CALLS(1);
}

Test(crud_create, keeps_or_replaces_where_the_route_says_so)
{
    fixture_reply(400, CONDITION_FAILED "}");
    SEND(.route_key = "PUT /kept/{id}", .parameters = "{\"id\":\"a\"}", .body = "{}");
    EXPECT_ANSWER(200, "{\"message\":\"Item already exists\",\"id\":\"a\"}");
    fixture_reply(200, "{}");
    SEND(.route_key = "PUT /kept/{id}", .parameters = "{\"id\":\"a\"}", .body = "{\"id\":\"a\"}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"id\":\"a\"}");
    EXPECT_CALL(1, "PutItem", PUT_ITEM(TIMES "\"id\":{\"S\":\"a\"}") IF_NEW("id"));
    fixture_reply(200, "{}");
    SEND(.route_key = "PUT /replaced/{id}", .parameters = "{\"id\":\"a\"}", .body = "{}");
    EXPECT_CALL(2, "PutItem", PUT_ITEM(TIMES "\"id\":{\"S\":\"a\"}") "}");
}

/* Nobody chose this id, so nobody may lose an item to it. */
Test(crud_create, replaces_nothing_with_a_generated_id)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /replaced", .body = "{}");
    cr_expect_not_null(strstr(fixture.database.requests[0].body, "attribute_not_exists(#pk)"));
}

Test(crud_create, lets_the_route_decide_the_key)
{
    SEND(.route_key = "PUT /kept/{id}", .parameters = "{\"id\":\"a\"}", .body = "{\"id\":\"b\"}");
    EXPECT_ERROR(400, "Bad parameter: id has another value in the body");
    SEND(.route_key = "PUT /kept/{id}", .parameters = "{\"id\":\"7\"}", .body = "{\"id\":7}");
    EXPECT_ERROR(400, "Bad parameter: id is not a string");
    EXPECT_CALLS(0);
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /notes", .body = "{\"tenant\":\"t1\",\"note_id\":\"n\"}",
         .authorizer = "{\"jwt\":{\"claims\":{\"custom:tenant\":\"t1\"}}}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"tenant\":\"t1\",\"note_id\":"
                       "\"n\"}");
    SEND(.route_key = "POST /notes", .body = "{\"tenant\":\"t2\",\"note_id\":\"n\"}",
         .authorizer = "{\"jwt\":{\"claims\":{\"custom:tenant\":\"t1\"}}}");
    EXPECT_ERROR(400, "Bad parameter: tenant has another value in the body");
    EXPECT_CALLS(1);
}

#define CREATE_READING(body_)                                                                      \
    SEND(.route_key = "POST /devices/{device}/readings", .parameters = "{\"device\":\"d\"}",       \
         .body = (body_))

Test(crud_create, checks_the_types_of_keys)
{
    CREATE("{\"id\":7}");
    EXPECT_ERROR(400, "Bad parameter: id is not a string");
    CREATE("{\"id\":null}");
    EXPECT_ERROR(400, "Bad parameter: id is not a string");
    CREATE("{\"id\":\"\"}");
    EXPECT_ERROR(400, "Bad parameter: id is empty");
    CREATE_READING("{}");
    EXPECT_ERROR(400, "Bad parameter: ts is required");
    CREATE_READING("{\"ts\":\"7\"}");
    EXPECT_ERROR(400, "Bad parameter: ts is not a number");
    CREATE_READING("{\"ts\":7,\"level\":\"high\"}");
    EXPECT_ERROR(400, "Bad parameter: level is not a number");
    CREATE_READING("{\"ts\":7,\"kind\":null}");
    EXPECT_ERROR(400, "Bad parameter: kind is not a string");
    EXPECT_CALLS(0);
    fixture_reply(200, "{}");
    CREATE_READING("{\"ts\":7.00,\"level\":2}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"device\":\"d\",\"ts\":7}");
    EXPECT_CALL(0, "PutItem",
                "{\"TableName\":\"tap-readings-dev\",\"Item\":{\"level\":{\"N\":\"2\"},\"device\":"
                "{\"S\":\"d\"},\"ts\":{\"N\":\"7\"}}" IF_NEW("device"));
}

Test(crud_create, stores_bytes_as_bytes)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /blobs", .body = "{\"hash\":\"_w\",\"seq\":1e2,\"touched\":0}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"hash\":\"/w==\",\"seq\":100}");
    EXPECT_CALL(0, "PutItem",
                "{\"TableName\":\"tap-blobs-dev\",\"Item\":{\"touched\":{\"S\":\"" FIXTURE_NOW
                "\"},\"hash\":{\"B\":\"/w==\"},\"seq\":{\"N\":\"100\"}}" IF_NEW("hash"));
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /blobs", .body = "{\"hash\":\"_w\"}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"hash\":\"/w==\",\"seq\":"
                       "1769903999123}");
}

Test(crud_create, takes_a_key_from_an_attribute_of_another_name)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "PUT /links", .body = "{\"slug\":\"abc\"}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"code\":\"abc\"}");
    EXPECT_CALL(0, "PutItem",
                "{\"TableName\":\"tap-links-dev\",\"Item\":{\"slug\":{\"S\":\"abc\"},\"code\":{"
                "\"S\":\"abc\"}}" IF_NEW("code"));
    SEND(.route_key = "PUT /links", .body = "{\"code\":\"x\",\"slug\":\"abc\"}");
    EXPECT_ERROR(400, "Bad parameter: code has another value in the body");
    SEND(.route_key = "PUT /links", .body = "{\"slug\":\"abc\",\"code\":\"x\"}");
    EXPECT_ERROR(400, "Bad parameter: code has another value in the body");
}

Test(crud_create, tries_other_random_ids_after_a_collision)
{
    char first[512];

    fixture_reply(400, CONDITION_FAILED "}");
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /links", .body = "{\"to\":\"x\"}");
    cr_expect_eq(fixture.response.http_status, 201);
    EXPECT_CALLS(2);
    snprintf(first, sizeof(first), "%s", fixture.database.requests[0].body);
    cr_expect_str_neq(first, fixture.database.requests[1].body);
    cr_expect_not_null(strstr(first, "{\"to\":{\"S\":\"x\"},\"code\":{\"S\":\""));
    cr_expect_eq(strlen(first), strlen(fixture.database.requests[1].body));
    for (int i = 0; i < 5; i++)
        fixture_reply(400, CONDITION_FAILED "}");
    SEND(.route_key = "POST /links", .body = "{}");
    EXPECT_ERROR(500, "Internal server error");
    EXPECT_CALLS(7);
}

/* 409,600 bytes with "a", the times (9 + 24 each) and "id" and "i". */
Test(crud_create, takes_400_kb_and_not_a_byte_more)
{
    char *body = wide_body(409600 - 1 - 66 - 3);

    fixture_reply(200, "{}");
    SEND(.route_key = "PUT /kept/{id}", .parameters = "{\"id\":\"i\"}", .body = body);
    cr_expect_eq(fixture.response.http_status, 201);
    free(body);
    body = wide_body(409600 - 1 - 66 - 2);
    SEND(.route_key = "PUT /kept/{id}", .parameters = "{\"id\":\"i\"}", .body = body);
    EXPECT_ERROR(413, "Item is larger than 400 KB");
    EXPECT_CALLS(1);
    free(body);
}

/* ---- a write whose reply was lost ---- */

#define ITEM_A                                                                                     \
    "\"id\":{\"S\":\"a\"},\"createdAt\":{\"S\":\"" FIXTURE_NOW                                     \
    "\"},\"updatedAt\":{\"S\":\"" FIXTURE_NOW "\"}"

static int create_twice(const char *body, const char *found)
{
    static char text[1024];

    snprintf(text, sizeof(text), CONDITION_FAILED "%s%s}",
             found == NULL ? "" : ",\"Item\":", found == NULL ? "" : found);
    fixture_reply(0, NULL);
    fixture_reply(400, text);
    fixture.clock.now_ms = FIXTURE_NOW_MS; /* a pause before a second attempt moves it */
    return CREATE(body);
}

Test(crud_create, knows_its_own_item_again)
{
    cr_expect_eq(create_twice("{\"id\":\"a\"}", "{" ITEM_A "}"), 201);
    EXPECT_CALLS(2);
    cr_expect_eq(create_twice("{\"id\":\"a\",\"n\":[1.0,{\"s\":\"\\u00e9\"}],\"z\":true}",
                              "{\"z\":{\"BOOL\":true},\"n\":{\"L\":[{\"N\":\"1\"},{\"M\":{\"s\":{"
                              "\"S\":\"\xC3\xA9\"}}}]}," ITEM_A "}"),
                 201);
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"id\":\"a\"}");
}

Test(crud_create, does_not_take_anothers_item_for_its_own)
{
    static const char *const others[] = {
        NULL,
        "{}",
        "{" ITEM_A "}",
        "[]",
        "{\"id\":{\"S\":\"a\"}",
        "{\"n\":{\"N\":\"2\"}," ITEM_A "}",
        "{\"n\":{\"S\":\"1\"}," ITEM_A "}",
        "{\"m\":{\"N\":\"1\"}," ITEM_A "}",
        "{\"n\":{\"N\":\"1\"},\"o\":{\"N\":\"1\"}," ITEM_A "}",
        "{\"n\":{\"N\":\"1\"},\"id\":{\"S\":\"a\"},\"createdAt\":{\"S\":\"2020\"},\"updatedAt\":"
        "{\"S\":\"2020\"}}",
    };

    for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++) {
        fixture_release();
        fixture_init();
        cr_expect_eq(create_twice("{\"id\":\"a\",\"n\":1}", others[i]), 409, "%s", others[i]);
    }
}

/* The first attempt was answered: nothing can have been written by it. */
Test(crud_create, compares_only_after_a_lost_reply)
{
    fixture_reply(400, CONDITION_FAILED ",\"Item\":{" ITEM_A "}}");
    CREATE("{\"id\":\"a\"}");
    EXPECT_ERROR(409, "Item already exists");
}
