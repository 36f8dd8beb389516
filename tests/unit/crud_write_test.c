/*
 * create, update and delete: what is asked of DynamoDB, to the byte, and what the client reads.
 */
#include "crud.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"
#include "fixture.h"

TestSuite(crud_write, .init = fixture_init, .fini = fixture_release);

static void reply(int http_status, const char *body)
{
    fake_transport_reply(&fixture.database, http_status, body);
}

#define TYPE_PREFIX "{\"__type\":\"com.amazonaws.dynamodb.v20120810#"
#define CONDITION_FAILED                                                                           \
    TYPE_PREFIX "ConditionalCheckFailedException\",\"message\":\"The conditional request failed\""

#define TIMES "\"createdAt\":{\"S\":\"" FIXTURE_NOW "\"},\"updatedAt\":{\"S\":\"" FIXTURE_NOW "\"},"
#define IF_NEW(key_)                                                                               \
    ",\"ConditionExpression\":\"attribute_not_exists(#pk)\",\"ExpressionAttributeNames\":{"        \
    "\"#pk\":\"" key_ "\"},\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}"
#define PUT_ITEM(attributes_) "{\"TableName\":\"tap-items-dev\",\"Item\":{" attributes_ "}"

#define CREATE(body_) SEND(.route_key = "POST /items", .body = (body_))

/* ---- create ---- */

Test(crud_write, create_stores_the_object_with_its_times)
{
    reply(200, "{}");
    CREATE("{\"name\":\"tea\",\"id\":\"a\",\"n\":1.50,\"first-name\":null,\"#x\":[true],\"status\":"
           "{}}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"id\":\"a\"}");
    EXPECT_CALL(0, "PutItem",
                PUT_ITEM("\"name\":{\"S\":\"tea\"},\"n\":{\"N\":\"1.50\"},\"first-name\":{\"NULL\":"
                         "true},\"#x\":{\"L\":[{\"BOOL\":true}]},\"status\":{\"M\":{}}," TIMES
                         "\"id\":{\"S\":\"a\"}") IF_NEW("id"));
}

Test(crud_write, create_generates_an_id_and_answers_it)
{
    const char *body, *id;
    char wanted[1024];

    reply(200, "{}");
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

Test(crud_write, create_sets_the_times_whatever_the_client_says)
{
    reply(200, "{}");
    CREATE("{\"createdAt\":\"1970\",\"updatedAt\":[{}],\"id\":\"a\"}");
    EXPECT_CALL(0, "PutItem", PUT_ITEM(TIMES "\"id\":{\"S\":\"a\"}") IF_NEW("id"));
}

Test(crud_write, create_says_409_when_the_item_exists)
{
    reply(400, CONDITION_FAILED ",\"Item\":{\"id\":{\"S\":\"a\"}}}");
    CREATE("{\"id\":\"a\"}");
    EXPECT_ERROR(409, "Item already exists");
    EXPECT_CALLS(1);
}

Test(crud_write, create_keeps_or_replaces_where_the_route_says_so)
{
    reply(400, CONDITION_FAILED "}");
    SEND(.route_key = "PUT /kept/{id}", .parameters = "{\"id\":\"a\"}", .body = "{}");
    EXPECT_ANSWER(200, "{\"message\":\"Item already exists\",\"id\":\"a\"}");
    reply(200, "{}");
    SEND(.route_key = "PUT /kept/{id}", .parameters = "{\"id\":\"a\"}", .body = "{\"id\":\"a\"}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"id\":\"a\"}");
    EXPECT_CALL(1, "PutItem", PUT_ITEM(TIMES "\"id\":{\"S\":\"a\"}") IF_NEW("id"));
    reply(200, "{}");
    SEND(.route_key = "PUT /replaced/{id}", .parameters = "{\"id\":\"a\"}", .body = "{}");
    EXPECT_CALL(2, "PutItem", PUT_ITEM(TIMES "\"id\":{\"S\":\"a\"}") "}");
}

/* Nobody chose this id, so nobody may lose an item to it. */
Test(crud_write, create_replaces_nothing_with_a_generated_id)
{
    reply(200, "{}");
    SEND(.route_key = "POST /replaced", .body = "{}");
    cr_expect_not_null(strstr(fixture.database.requests[0].body, "attribute_not_exists(#pk)"));
}

Test(crud_write, create_lets_the_route_decide_the_key)
{
    SEND(.route_key = "PUT /kept/{id}", .parameters = "{\"id\":\"a\"}", .body = "{\"id\":\"b\"}");
    EXPECT_ERROR(400, "Bad parameter: id has another value in the body");
    SEND(.route_key = "PUT /kept/{id}", .parameters = "{\"id\":\"7\"}", .body = "{\"id\":7}");
    EXPECT_ERROR(400, "Bad parameter: id is not a string");
    EXPECT_CALLS(0);
    reply(200, "{}");
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

Test(crud_write, create_checks_the_types_of_keys)
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
    reply(200, "{}");
    CREATE_READING("{\"ts\":7.00,\"level\":2}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"device\":\"d\",\"ts\":7}");
    EXPECT_CALL(0, "PutItem",
                "{\"TableName\":\"tap-readings-dev\",\"Item\":{\"level\":{\"N\":\"2\"},\"device\":"
                "{\"S\":\"d\"},\"ts\":{\"N\":\"7\"}}" IF_NEW("device"));
}

Test(crud_write, create_stores_bytes_as_bytes)
{
    reply(200, "{}");
    SEND(.route_key = "POST /blobs", .body = "{\"hash\":\"_w\",\"seq\":1e2,\"touched\":0}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"hash\":\"/w==\",\"seq\":100}");
    EXPECT_CALL(0, "PutItem",
                "{\"TableName\":\"tap-blobs-dev\",\"Item\":{\"touched\":{\"S\":\"" FIXTURE_NOW
                "\"},\"hash\":{\"B\":\"/w==\"},\"seq\":{\"N\":\"100\"}}" IF_NEW("hash"));
    reply(200, "{}");
    SEND(.route_key = "POST /blobs", .body = "{\"hash\":\"_w\"}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"hash\":\"/w==\",\"seq\":"
                       "1769903999123}");
}

Test(crud_write, create_takes_a_key_from_an_attribute_of_another_name)
{
    reply(200, "{}");
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

Test(crud_write, create_tries_other_random_ids_after_a_collision)
{
    char first[512];

    reply(400, CONDITION_FAILED "}");
    reply(200, "{}");
    SEND(.route_key = "POST /links", .body = "{\"to\":\"x\"}");
    cr_expect_eq(fixture.response.http_status, 201);
    EXPECT_CALLS(2);
    snprintf(first, sizeof(first), "%s", fixture.database.requests[0].body);
    cr_expect_str_neq(first, fixture.database.requests[1].body);
    cr_expect_not_null(strstr(first, "{\"to\":{\"S\":\"x\"},\"code\":{\"S\":\""));
    cr_expect_eq(strlen(first), strlen(fixture.database.requests[1].body));
    for (int i = 0; i < 5; i++)
        reply(400, CONDITION_FAILED "}");
    SEND(.route_key = "POST /links", .body = "{}");
    EXPECT_ERROR(500, "Internal server error");
    EXPECT_CALLS(7);
}

#define EXPECT_REFUSED(body_, status_, message_)                                                   \
    do {                                                                                           \
        CREATE(body_);                                                                             \
        EXPECT_ERROR(status_, message_);                                                           \
        SEND(.route_key = "PUT /items/{id}", .parameters = "{\"id\":\"a\"}", .body = (body_));     \
        EXPECT_ERROR(status_, message_);                                                           \
        EXPECT_CALLS(0);                                                                           \
    } while (0)

Test(crud_write, both_refuse_a_body_that_is_no_item)
{
    EXPECT_REFUSED(NULL, 400, "Request body is not valid JSON");
    EXPECT_REFUSED("", 400, "Request body is not valid JSON");
    EXPECT_REFUSED("{", 400, "Request body is not valid JSON");
    EXPECT_REFUSED("{\"a\":1}x", 400, "Request body is not valid JSON");
    EXPECT_REFUSED("{\"a\":1,}", 400, "Request body is not valid JSON");
    EXPECT_REFUSED("{\"a\":[1,}", 400, "Request body is not valid JSON");
    EXPECT_REFUSED("{\"createdAt\":tru}", 400, "Request body is not valid JSON");
    EXPECT_REFUSED("{\"id\":\"a", 400, "Request body is not valid JSON");
    EXPECT_REFUSED("[1", 400, "Request body is not valid JSON");
    EXPECT_REFUSED("[]", 400, "Request body must be a JSON object");
    EXPECT_REFUSED(" \"x\" ", 400, "Request body must be a JSON object");
    EXPECT_REFUSED("null", 400, "Request body must be a JSON object");
    EXPECT_REFUSED("{\"a\":1,\"\\u0061\":2}", 400, "An object has the same key twice");
    EXPECT_REFUSED("{\"createdAt\":1,\"createdAt\":2}", 400, "An object has the same key twice");
    EXPECT_REFUSED("{\"id\":\"a\",\"id\":\"a\"}", 400, "An object has the same key twice");
    EXPECT_REFUSED("{\"\":1}", 400, "An attribute's name must have 1 to 65535 bytes");
    EXPECT_REFUSED("{\"n\":123456789012345678901234567890123456789}", 400,
                   "A number has more than 38 significant digits, or its magnitude is outside "
                   "1E-130 to 9.99E+125; send it as a string");
}

/* {"a":"xxx…"} of `len` characters in the value; freed by the caller. */
static char *wide_body(size_t len)
{
    char *body = malloc(len + 16);
    int head;

    cr_assert_not_null(body);
    head = snprintf(body, len, "{\"a\":\"");
    memset(body + head, 'x', len);
    memcpy(body + (size_t)head + len, "\"}", 3);
    return body;
}

/* 409,600 bytes with "a", the times (9 + 24 each) and "id" and "i". */
Test(crud_write, create_takes_400_kb_and_not_a_byte_more)
{
    char *body = wide_body(409600 - 1 - 66 - 3);

    reply(200, "{}");
    SEND(.route_key = "PUT /kept/{id}", .parameters = "{\"id\":\"i\"}", .body = body);
    cr_expect_eq(fixture.response.http_status, 201);
    free(body);
    body = wide_body(409600 - 1 - 66 - 2);
    SEND(.route_key = "PUT /kept/{id}", .parameters = "{\"id\":\"i\"}", .body = body);
    EXPECT_ERROR(413, "Item is larger than 400 KB");
    EXPECT_CALLS(1);
    free(body);
}

Test(crud_write, update_refuses_more_than_400_kb_without_a_call)
{
    char *body = wide_body(409600);

    SEND(.route_key = "PUT /items/{id}", .parameters = "{\"id\":\"i\"}", .body = body);
    EXPECT_ERROR(413, "Item is larger than 400 KB");
    EXPECT_CALLS(0);
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
    reply(0, NULL);
    reply(400, text);
    fixture.clock.now_ms = FIXTURE_NOW_MS; /* a pause before a second attempt moves it */
    return CREATE(body);
}

Test(crud_write, create_knows_its_own_item_again)
{
    cr_expect_eq(create_twice("{\"id\":\"a\"}", "{" ITEM_A "}"), 201);
    EXPECT_CALLS(2);
    cr_expect_eq(create_twice("{\"id\":\"a\",\"n\":[1.0,{\"s\":\"\\u00e9\"}],\"z\":true}",
                              "{\"z\":{\"BOOL\":true},\"n\":{\"L\":[{\"N\":\"1\"},{\"M\":{\"s\":{"
                              "\"S\":\"\xC3\xA9\"}}}]}," ITEM_A "}"),
                 201);
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"id\":\"a\"}");
}

Test(crud_write, create_does_not_take_anothers_item_for_its_own)
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
Test(crud_write, create_compares_only_after_a_lost_reply)
{
    reply(400, CONDITION_FAILED ",\"Item\":{" ITEM_A "}}");
    CREATE("{\"id\":\"a\"}");
    EXPECT_ERROR(409, "Item already exists");
}

/* ---- update ---- */

#define UPDATE(body_)                                                                              \
    SEND(.route_key = "PUT /items/{id}", .parameters = "{\"id\":\"a\"}", .body = (body_))
#define UPDATE_HEAD "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\"}},"

Test(crud_write, update_sets_attributes_by_placeholder)
{
    reply(200, "{}");
    UPDATE(
        "{\"name\":\"x\",\"a.b\":1,\"#0\":[],\"createdAt\":\"no\",\"updatedAt\":0,\"id\":\"a\"}");
    EXPECT_ANSWER(200, "{\"message\":\"Item updated successfully\"}");
    EXPECT_CALL(0, "UpdateItem",
                UPDATE_HEAD
                "\"ExpressionAttributeValues\":{\":0\":{\"S\":\"x\"},\":1\":{\"N\":\"1\"},\":2\":{"
                "\"L\":[]},\":now\":{\"S\":\"" FIXTURE_NOW "\"}},\"UpdateExpression\":\"SET "
                "#0=:0,#1=:1,#2=:2,#updated=:now\",\"ExpressionAttributeNames\":{\"#pk\":\"id\","
                "\"#updated\":\"updatedAt\",\"#0\":\"name\",\"#1\":\"a.b\",\"#2\":\"#0\"},"
                "\"ConditionExpression\":\"attribute_exists(#pk)\"}");
}

Test(crud_write, update_of_nothing_touches_the_item)
{
    reply(200, "{}");
    UPDATE("{}");
    EXPECT_CALL(0, "UpdateItem",
                UPDATE_HEAD
                "\"ExpressionAttributeValues\":{\":now\":{\"S\":\"" FIXTURE_NOW "\"}},"
                "\"UpdateExpression\":\"SET #updated=:now\",\"ExpressionAttributeNames\":{\"#pk\":"
                "\"id\",\"#updated\":\"updatedAt\"},\"ConditionExpression\":"
                "\"attribute_exists(#pk)\"}");
}

#define UPDATE_READING(method_, body_)                                                             \
    SEND(.route_key = method_ " /devices/{device}/readings/{ts}",                                  \
         .parameters = "{\"device\":\"d\",\"ts\":\"7\"}", .body = (body_))
#define READING_HEAD                                                                               \
    "{\"TableName\":\"tap-readings-dev\",\"Key\":{\"device\":{\"S\":\"d\"},\"ts\":{\"N\":\"7\"}}"

/* A table without times: an expression without terms is none at all. */
Test(crud_write, update_leaves_out_what_is_empty)
{
    reply(200, "{}");
    UPDATE_READING("PUT", "{}");
    EXPECT_CALL(0, "UpdateItem",
                READING_HEAD ",\"ExpressionAttributeNames\":{\"#pk\":\"device\"},"
                             "\"ConditionExpression\":\"attribute_exists(#pk)\"}");
    reply(200, "{}");
    UPDATE_READING("PATCH", "{\"ts\":7.0,\"device\":\"d\"}");
    EXPECT_CALL(1, "UpdateItem", READING_HEAD "}");
    reply(200, "{}");
    UPDATE_READING("PATCH", "{\"v\":1}");
    EXPECT_CALL(2, "UpdateItem",
                READING_HEAD ",\"ExpressionAttributeValues\":{\":0\":{\"N\":\"1\"}},"
                             "\"UpdateExpression\":\"SET #0=:0\",\"ExpressionAttributeNames\":{"
                             "\"#0\":\"v\"}}");
}

Test(crud_write, update_never_changes_a_key)
{
    UPDATE("{\"id\":\"b\"}");
    EXPECT_ERROR(400, "Bad parameter: id cannot be changed");
    UPDATE_READING("PUT", "{\"ts\":8}");
    EXPECT_ERROR(400, "Bad parameter: ts cannot be changed");
    UPDATE_READING("PUT", "{\"ts\":\"7\"}");
    EXPECT_ERROR(400, "Bad parameter: ts is not a number");
    UPDATE_READING("PUT", "{\"kind\":1}");
    EXPECT_ERROR(400, "Bad parameter: kind is not a string");
    EXPECT_CALLS(0);
}

Test(crud_write, update_says_404_unless_it_may_create)
{
    reply(400, CONDITION_FAILED "}");
    UPDATE("{\"v\":1}");
    EXPECT_ERROR(404, "Item not found");
    reply(200, "{}");
    SEND(.route_key = "PATCH /items/{id}", .parameters = "{\"id\":\"a\"}", .body = "{\"v\":1}");
    EXPECT_CALL(1, "UpdateItem",
                UPDATE_HEAD
                "\"ExpressionAttributeValues\":{\":0\":{\"N\":\"1\"},\":now\":{\"S\":\"" FIXTURE_NOW
                "\"}},\"UpdateExpression\":\"SET #0=:0,#created=if_not_exists(#created,:now),"
                "#updated=:now\",\"ExpressionAttributeNames\":{\"#created\":\"createdAt\","
                "\"#updated\":\"updatedAt\",\"#0\":\"v\"}}");
}

/* {"a0":0,"a1":0,…}; freed by the caller. */
static char *many(int count)
{
    char *body = malloc((size_t)count * 12 + 16);
    int len = 0;

    cr_assert_not_null(body);
    for (int i = 0; i < count; i++)
        len += snprintf(body + len, 12, "%c\"a%d\":0", i == 0 ? '{' : ',', i);
    snprintf(body + len, 2, "}");
    return body;
}

/* 300 operators: 299 attributes and the time. */
Test(crud_write, update_sets_as_many_attributes_as_one_expression_holds)
{
    char *body = many(299);
    const char *expression;

    reply(200, "{}");
    UPDATE(body);
    free(body);
    cr_expect_eq(fixture.response.http_status, 200);
    expression = strstr(fixture.database.requests[0].body, "SET #0=:0,");
    cr_assert_not_null(expression);
    cr_expect_leq(strcspn(expression, "\""), (size_t)4096);
    cr_expect_not_null(strstr(expression, ",#298=:298,#updated=:now\""));
    body = many(300);
    UPDATE(body);
    EXPECT_ERROR(400, "Update has too many attributes for one request");
    free(body);
    body = many(298);
    SEND(.route_key = "PATCH /items/{id}", .parameters = "{\"id\":\"a\"}", .body = body);
    EXPECT_ERROR(400, "Update has too many attributes for one request");
    EXPECT_CALLS(1);
    free(body);
}

/* ---- delete ---- */

Test(crud_write, delete_is_done_whether_it_was_there_or_not)
{
    reply(200, "{}");
    SEND(.route_key = "DELETE /items/{id}", .parameters = "{\"id\":\"a\"}");
    EXPECT_ANSWER(200, "{\"message\":\"Item deleted successfully\"}");
    EXPECT_CALL(0, "DeleteItem",
                "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\"}}}");
}

#define DELETE_PRESENT SEND(.route_key = "DELETE /present/{id}", .parameters = "{\"id\":\"a\"}")

Test(crud_write, delete_says_404_where_it_must_exist)
{
    reply(200, "{}");
    DELETE_PRESENT;
    EXPECT_ANSWER(200, "{\"message\":\"Item deleted successfully\"}");
    EXPECT_CALL(0, "DeleteItem",
                "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\"}},"
                "\"ConditionExpression\":\"attribute_exists(#pk)\",\"ExpressionAttributeNames\":{"
                "\"#pk\":\"id\"}}");
    reply(400, CONDITION_FAILED "}");
    DELETE_PRESENT;
    EXPECT_ERROR(404, "Item not found");
    /* It is gone, and it may well have been this request that deleted it. */
    reply(0, NULL);
    reply(400, CONDITION_FAILED "}");
    DELETE_PRESENT;
    EXPECT_ANSWER(200, "{\"message\":\"Item deleted successfully\"}");
}
