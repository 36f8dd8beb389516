/*
 * update and delete: what is asked of DynamoDB, to the byte, and what the client reads.
 */
#include "crud.h"

#include <stdlib.h>
#include <string.h>

#include "bodies.h"
#include "expect.h"
#include "fixture.h"

TestSuite(crud_write, .init = fixture_init, .fini = fixture_release);

/* ---- what create and update refuse alike ---- */

#define EXPECT_REFUSED(body_, status_, message_)                                                   \
    do {                                                                                           \
        SEND(.route_key = "POST /items", .body = (body_));                                         \
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

Test(crud_write, update_refuses_more_than_400_kb_without_a_call)
{
    char *body = wide_body(409600);

    SEND(.route_key = "PUT /items/{id}", .parameters = "{\"id\":\"i\"}", .body = body);
    EXPECT_ERROR(413, "Item is larger than 400 KB");
    EXPECT_CALLS(0);
    free(body);
}

/* 409,591 bytes in "a", and 10 in the index key "room". */
Test(crud_write, key_attributes_count_too)
{
    char *body = wide_body(409600);

    memcpy(strchr(body, 'x') + 409590, "\",\"room\":\"rrrrrr\"}", 19);
    SEND(.route_key = "PUT /devices/{device}/readings/{ts}", .body = body,
         .parameters = "{\"device\":\"d\",\"ts\":\"7\"}");
    EXPECT_ERROR(413, "Item is larger than 400 KB");
    free(body);
}

/* ---- update ---- */

#define UPDATE(body_)                                                                              \
    SEND(.route_key = "PUT /items/{id}", .parameters = "{\"id\":\"a\"}", .body = (body_))
#define UPDATE_HEAD "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\"}},"

Test(crud_write, update_sets_attributes_by_placeholder)
{
    fixture_reply(200, "{}");
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
    fixture_reply(200, "{}");
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
    fixture_reply(200, "{}");
    UPDATE_READING("PUT", "{}");
    EXPECT_CALL(0, "UpdateItem",
                READING_HEAD ",\"ExpressionAttributeNames\":{\"#pk\":\"device\"},"
                             "\"ConditionExpression\":\"attribute_exists(#pk)\"}");
    fixture_reply(200, "{}");
    UPDATE_READING("PATCH", "{\"ts\":7.0,\"device\":\"d\"}");
    EXPECT_CALL(1, "UpdateItem", READING_HEAD "}");
    fixture_reply(200, "{}");
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
    fixture_reply(400, CONDITION_FAILED "}");
    UPDATE("{\"v\":1}");
    EXPECT_ERROR(404, "Item not found");
    fixture_reply(200, "{}");
    SEND(.route_key = "PATCH /items/{id}", .parameters = "{\"id\":\"a\"}", .body = "{\"v\":1}");
    EXPECT_CALL(1, "UpdateItem",
                UPDATE_HEAD
                "\"ExpressionAttributeValues\":{\":0\":{\"N\":\"1\"},\":now\":{\"S\":\"" FIXTURE_NOW
                "\"}},\"UpdateExpression\":\"SET #0=:0,#created=if_not_exists(#created,:now),"
                "#updated=:now\",\"ExpressionAttributeNames\":{\"#created\":\"createdAt\","
                "\"#updated\":\"updatedAt\",\"#0\":\"v\"}}");
}

/* 300 operators: 299 attributes and the time. */
Test(crud_write, update_sets_as_many_attributes_as_one_expression_holds)
{
    char *body = many_members(299, "0");
    const char *expression;

    fixture_reply(200, "{}");
    UPDATE(body);
    free(body);
    cr_expect_eq(fixture.response.http_status, 200);
    expression = strstr(fixture.database.requests[0].body, "SET #0=:0,");
    cr_assert_not_null(expression);
    cr_expect_leq(strcspn(expression, "\""), (size_t)4096);
    cr_expect_not_null(strstr(expression, ",#298=:298,#updated=:now\""));
    body = many_members(300, "0");
    UPDATE(body);
    EXPECT_ERROR(400, "Update has too many attributes for one request");
    free(body);
    body = many_members(298, "0");
    SEND(.route_key = "PATCH /items/{id}", .parameters = "{\"id\":\"a\"}", .body = body);
    EXPECT_ERROR(400, "Update has too many attributes for one request");
    EXPECT_CALLS(1);
    free(body);
}

/* ---- delete ---- */

Test(crud_write, delete_is_done_whether_it_was_there_or_not)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "DELETE /items/{id}", .parameters = "{\"id\":\"a\"}");
    EXPECT_ANSWER(200, "{\"message\":\"Item deleted successfully\"}");
    EXPECT_CALL(0, "DeleteItem",
                "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\"}}}");
}

#define DELETE_PRESENT SEND(.route_key = "DELETE /present/{id}", .parameters = "{\"id\":\"a\"}")

Test(crud_write, delete_says_404_where_it_must_exist)
{
    fixture_reply(200, "{}");
    DELETE_PRESENT;
    EXPECT_ANSWER(200, "{\"message\":\"Item deleted successfully\"}");
    EXPECT_CALL(0, "DeleteItem",
                "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\"}},"
                "\"ConditionExpression\":\"attribute_exists(#pk)\",\"ExpressionAttributeNames\":{"
                "\"#pk\":\"id\"}}");
    fixture_reply(400, CONDITION_FAILED "}");
    DELETE_PRESENT;
    EXPECT_ERROR(404, "Item not found");
    /* It is gone, and it may well have been this request that deleted it. */
    fixture_reply(0, NULL);
    fixture_reply(400, CONDITION_FAILED "}");
    DELETE_PRESENT;
    EXPECT_ANSWER(200, "{\"message\":\"Item deleted successfully\"}");
}
