/*
 * Versions and If-Match, items that expire, what the server sets: to the byte.
 */
#include "crud.h"

#include <stdlib.h>
#include <string.h>

#include "bodies.h"
#include "expect.h"
#include "fixture.h"
#include "writes_service.h"

TestSuite(crud_lock, .init = writes_init, .fini = writes_release);

#define NOTE         "{\"TableName\":\"notes-dev\","
#define SESSION      "{\"TableName\":\"sessions-dev\","
#define NOW_S        "1769903999"
#define ALL_OLD      ",\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}"
#define ID           .parameters = "{\"id\":\"a\"}"
#define TOKEN        .parameters = "{\"token\":\"t\"}"
#define MATCH(tags_) .headers = "{\"if-match\":\"" tags_ "\"}"
#define EVE          .authorizer = "{\"jwt\":{\"claims\":{\"sub\":\"eve\"}}}"

#define EXPECT_ETAG(tag_)                                                                          \
    do {                                                                                           \
        const char *tag_found_ = fixture_header("etag");                                           \
                                                                                                   \
        cr_assert_not_null(tag_found_);                                                            \
        cr_expect_str_eq(tag_found_, tag_);                                                        \
    } while (0)

/* ---- create ---- */

#define CREATE_NOTE(body_)                                                                         \
    SEND(.route_key = "POST /notes", .query = "rank=7.0", EVE, .body = (body_))

Test(crud_lock, create_sets_what_the_route_says_and_the_first_version)
{
    fixture_reply(200, "{}");
    CREATE_NOTE("{\"id\":\"a\",\"text\":\"x\",\"owner\":\"mallory\",\"open\":[],\"kind\":null,"
                "\"rank\":\"no number\",\"rev\":99,\"createdAt\":0}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"id\":\"a\"}");
    EXPECT_ETAG("\"1\"");
    EXPECT_CALL(
        0, "PutItem",
        NOTE "\"Item\":{\"text\":{\"S\":\"x\"},\"owner\":{\"S\":\"eve\"},\"open\":{"
             "\"BOOL\":true},\"kind\":{\"S\":\"caf\\u00e9\"},\"rank\":{\"N\":\"7\"},"
             "\"createdAt\":{\"S\":\"" FIXTURE_NOW "\"},\"updatedAt\":{\"S\":\"" FIXTURE_NOW
             "\"},\"rev\":{\"N\":\"1\"},\"id\":{\"S\":\"a\"}},\"ConditionExpression\":"
             "\"attribute_not_exists(#pk)\",\"ExpressionAttributeNames\":{\"#pk\":\"id\"}" ALL_OLD);
}

Test(crud_lock, what_the_route_sets_must_be_there)
{
    SEND(.route_key = "POST /notes", .query = "rank=7", .body = "{\"owner\":\"mallory\"}");
    EXPECT_ERROR(403, "Forbidden");
    SEND(.route_key = "POST /notes", EVE, .body = "{\"rank\":7}");
    EXPECT_ERROR(400, "Bad parameter: rank is required");
    SEND(.route_key = "POST /notes", .query = "rank=x", EVE, .body = "{}");
    EXPECT_ERROR(400, "Bad parameter: rank is not a number that DynamoDB can hold");
    SEND(.route_key = "PUT /mine/{id}", ID, .query = "rank=7", MATCH("*"), .body = "{}");
    EXPECT_ERROR(403, "Forbidden");
    EXPECT_CALLS(0);
}

Test(crud_lock, an_item_that_is_kept_tells_its_version)
{
    fixture_reply(400, CONDITION_FAILED ",\"Item\":{\"id\":{\"S\":\"a\"},\"rev\":{\"N\":\"7\"}}}");
    SEND(.route_key = "PUT /kept/{id}", ID, .body = "{}");
    EXPECT_ANSWER(200, "{\"message\":\"Item already exists\",\"id\":\"a\"}");
    EXPECT_ETAG("\"7\"");
    fixture_reply(400, CONDITION_FAILED "}");
    SEND(.route_key = "PUT /kept/{id}", ID, .body = "{}");
    EXPECT_ANSWER(200, "{\"message\":\"Item already exists\",\"id\":\"a\"}");
    cr_expect_null(fixture_header("etag"));
}

/*
 * 409,600 bytes: "a" has 1 beside its value; owner eve 8; open 5; kind café 9; rank 7 with 6; the
 * times 66; rev 1 with 5; and the id 38.
 */
Test(crud_lock, what_the_server_adds_counts_among_400_kb)
{
    size_t most = 409600 - 1 - 8 - 5 - 9 - 6 - 66 - 5 - 38;
    char *body = wide_body(most);

    fixture_reply(200, "{}");
    CREATE_NOTE(body);
    cr_expect_eq(fixture.response.http_status, 201);
    free(body);
    body = wide_body(most + 1);
    CREATE_NOTE(body);
    EXPECT_ERROR(413, "Item is larger than 400 KB");
    EXPECT_CALLS(1);
    free(body);
    /* owner, open, kind and rank are set here, too. */
    body = wide_body(409600 - 1 - 8 - 5 - 9 - 6 + 1);
    SEND(.route_key = "PUT /mine/{id}", ID, .query = "rank=7", EVE, MATCH("*"), .body = body);
    EXPECT_ERROR(413, "Item is larger than 400 KB");
    EXPECT_CALLS(1);
    free(body);
}

/* ---- update ---- */

#define STEP "\"UpdateExpression\":\"SET #0=:0,#updated=:now,#v=if_not_exists(#v,:zero)+:one\","
#define STEP_VALUES                                                                                \
    ":now\":{\"S\":\"" FIXTURE_NOW "\"},\":zero\":{\"N\":\"0\"},\":one\":{\"N\":\"1\"}"
#define NOTE_A        NOTE "\"Key\":{\"id\":{\"S\":\"a\"}}"
#define NEW_REV(rev_) "{\"Attributes\":{\"n\":{\"N\":\"5\"},\"rev\":{\"N\":\"" rev_ "\"}}}"

Test(crud_lock, update_counts_the_version_and_answers_it)
{
    fixture_reply(200, NEW_REV("12"));
    SEND(.route_key = "PUT /notes/{id}", ID, .body = "{\"n\":1,\"rev\":100}");
    EXPECT_ANSWER(200, "{\"message\":\"Item updated successfully\"}");
    EXPECT_ETAG("\"12\"");
    EXPECT_CALL(0, "UpdateItem",
                NOTE_A
                ",\"ExpressionAttributeValues\":{\":0\":{\"N\":\"1\"},\"" STEP_VALUES "}," STEP
                "\"ExpressionAttributeNames\":{\"#pk\":\"id\",\"#updated\":\"updatedAt\","
                "\"#v\":\"rev\",\"#0\":\"n\"},\"ConditionExpression\":\"attribute_exists(#pk)\","
                "\"ReturnValues\":\"UPDATED_NEW\"}");
}

Test(crud_lock, update_asks_for_one_of_the_versions)
{
    fixture_reply(200, NEW_REV("4"));
    SEND(.route_key = "PUT /notes/{id}", ID, MATCH("\\\"3\\\", W/\\\"5\\\", \\\"x\\\",\\\"7\\\""),
         .body = "{\"n\":1}");
    EXPECT_ETAG("\"4\"");
    EXPECT_CALL(0, "UpdateItem",
                NOTE_A
                ",\"ExpressionAttributeValues\":{\":0\":{\"N\":\"1\"},\"" STEP_VALUES
                ",\":v0\":{\"N\":\"3\"},\":v1\":{\"N\":\"7\"}}," STEP
                "\"ExpressionAttributeNames\":{\"#v\":\"rev\",\"#updated\":\"updatedAt\",\"#0\":"
                "\"n\"},\"ConditionExpression\":\"#v IN (:v0,:v1)\",\"ReturnValues\":"
                "\"UPDATED_NEW\"}");
    fixture_reply(400, CONDITION_FAILED "}");
    SEND(.route_key = "PUT /notes/{id}", ID, MATCH("\\\"3\\\""), .body = "{\"n\":1}");
    EXPECT_ERROR(412, "Item has changed");
}

Test(crud_lock, a_star_asks_for_any_item)
{
    fixture_reply(200, NEW_REV("4"));
    SEND(.route_key = "PATCH /notes/{id}", ID, MATCH("*"), .body = "{}");
    EXPECT_CALL(0, "UpdateItem",
                NOTE_A
                ",\"ExpressionAttributeValues\":{\"" STEP_VALUES "},\"UpdateExpression\":"
                "\"SET #created=if_not_exists(#created,:now),#updated=:now,#v=if_not_exists(#v,"
                ":zero)+:one\",\"ExpressionAttributeNames\":{\"#pk\":\"id\",\"#created\":"
                "\"createdAt\",\"#updated\":\"updatedAt\",\"#v\":\"rev\"},\"ConditionExpression\":"
                "\"attribute_exists(#pk)\",\"ReturnValues\":\"UPDATED_NEW\"}");
    fixture_reply(400, CONDITION_FAILED "}");
    SEND(.route_key = "PATCH /notes/{id}", ID, MATCH("*"), .body = "{}");
    EXPECT_ERROR(412, "Item has changed");
}

Test(crud_lock, no_version_can_match_and_nothing_is_asked)
{
    SEND(.route_key = "PUT /notes/{id}", ID, MATCH("W/\\\"3\\\",\\\"abc\\\""), .body = "{}");
    EXPECT_ERROR(412, "Item has changed");
    SEND(.route_key = "DELETE /notes/{id}", ID, MATCH("W/\\\"3\\\""));
    EXPECT_ERROR(412, "Item has changed");
    SEND(.route_key = "PUT /notes/{id}", ID, MATCH("\\\"abc\\\""), .body = "{");
    EXPECT_ERROR(400, "Request body is not valid JSON");
    EXPECT_CALLS(0);
}

Test(crud_lock, if_match_may_be_required)
{
    SEND(.route_key = "PUT /mine/{id}", ID, .query = "rank=7", EVE, .body = "{}");
    EXPECT_ERROR(428, "If-Match header required");
    SEND(.route_key = "DELETE /mine/{id}", ID);
    EXPECT_ERROR(428, "If-Match header required");
    SEND(.route_key = "DELETE /mine/{id}", ID, MATCH("3"));
    EXPECT_ERROR(400, "Bad parameter: If-Match is not a list of entity tags, \\\"1\\\", or *");
    EXPECT_CALLS(0);
}

/* A second attempt would meet the version that the first one made. */
Test(crud_lock, a_write_with_if_match_is_sent_once)
{
    fixture_reply(0, NULL);
    fixture_reply(200, "{}");
    SEND(.route_key = "PUT /notes/{id}", ID, MATCH("\\\"3\\\""), .body = "{}");
    EXPECT_ERROR(503, "Service unavailable");
    EXPECT_CALLS(1);
    fixture_reply(0, NULL);
    SEND(.route_key = "DELETE /notes/{id}", ID, MATCH("\\\"3\\\""));
    /* The reply that was left over is this one's. */
    EXPECT_ANSWER(200, "{\"message\":\"Item deleted successfully\"}");
    SEND(.route_key = "DELETE /notes/{id}", ID, MATCH("\\\"3\\\""));
    EXPECT_ERROR(503, "Service unavailable");
    EXPECT_CALLS(3);
}

Test(crud_lock, a_write_without_if_match_is_sent_again)
{
    fixture_reply(0, NULL);
    fixture_reply(200, NEW_REV("9"));
    SEND(.route_key = "PUT /notes/{id}", ID, .body = "{}");
    EXPECT_ANSWER(200, "{\"message\":\"Item updated successfully\"}");
    EXPECT_ETAG("\"9\"");
    EXPECT_CALLS(2);
}

/* An answer without a version is one without a tag; the write has happened all the same. */
Test(crud_lock, update_does_without_a_version_in_the_reply)
{
    static const char *const replies[] = {"{}", "", "{\"Attributes\":{}}",
                                          "{\"Attributes\":{\"rev\":{\"S\":\"1\"}}}"};

    for (size_t i = 0; i < sizeof(replies) / sizeof(replies[0]); i++) {
        fixture_reply(200, replies[i]);
        SEND(.route_key = "PUT /notes/{id}", ID, .body = "{}");
        EXPECT_ANSWER(200, "{\"message\":\"Item updated successfully\"}");
        cr_expect_null(fixture_header("etag"), "%s", replies[i]);
    }
}

/* 300: the time is 1, the version 3, what the route sets 4; a removal is counted like a setting. */
Test(crud_lock, update_counts_all_of_its_operators)
{
    static const char *const values[] = {"0", "null"};
    const char *expression;

    for (size_t i = 0; i < 2; i++) {
        char *body = many_members(292, values[i]);

        fixture_reply(200, "{}");
        SEND(.route_key = "PUT /mine/{id}", ID, .query = "rank=7", EVE, MATCH("\\\"1\\\""),
             .body = body);
        cr_expect_eq(fixture.response.http_status, 200, "%s", values[i]);
        expression = strstr(fixture.database.requests[i].body, "\"UpdateExpression\":\"SET #0=:0,");
        cr_assert_not_null(expression);
        cr_expect_leq(strcspn(expression + strlen("\"UpdateExpression\":\""), "\""), (size_t)4096);
        free(body);
        body = many_members(293, values[i]);
        SEND(.route_key = "PUT /mine/{id}", ID, .query = "rank=7", EVE, MATCH("\\\"1\\\""),
             .body = body);
        EXPECT_ERROR(400, "Update has too many attributes for one request");
        free(body);
    }
    EXPECT_CALLS(2);
}

/* ---- delete ---- */

Test(crud_lock, delete_asks_for_one_of_the_versions)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "DELETE /notes/{id}", ID, MATCH("\\\"3\\\""));
    EXPECT_ANSWER(200, "{\"message\":\"Item deleted successfully\"}");
    EXPECT_CALL(0, "DeleteItem",
                NOTE_A ",\"ConditionExpression\":\"#v IN (:v0)\",\"ExpressionAttributeNames\":{"
                       "\"#v\":\"rev\"},\"ExpressionAttributeValues\":{\":v0\":{\"N\":\"3\"}}}");
    fixture_reply(200, "{}");
    SEND(.route_key = "DELETE /mine/{id}", ID, MATCH("*"));
    EXPECT_CALL(1, "DeleteItem",
                NOTE_A ",\"ConditionExpression\":\"attribute_exists(#pk)\","
                       "\"ExpressionAttributeNames\":{\"#pk\":\"id\"}}");
    fixture_reply(400, CONDITION_FAILED "}");
    SEND(.route_key = "DELETE /mine/{id}", ID, MATCH("*"));
    EXPECT_ERROR(412, "Item has changed");
    fixture_reply(200, "{}");
    SEND(.route_key = "DELETE /notes/{id}", ID);
    EXPECT_CALL(3, "DeleteItem", NOTE_A "}");
}

/* ---- what has expired ---- */

/* 1769903999 and two days. */
Test(crud_lock, create_replaces_what_has_expired)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /sessions/{token}", TOKEN, .body = "{\"expires\":1,\"v\":2}");
    EXPECT_ETAG("\"1\"");
    EXPECT_CALL(0, "PutItem",
                SESSION
                "\"Item\":{\"v\":{\"N\":\"1\"},\"expires\":{\"N\":\"1770076799\"},"
                "\"token\":{\"S\":\"t\"}},\"ConditionExpression\":\"attribute_not_exists("
                "#pk) OR #ttl<=:now_s\",\"ExpressionAttributeNames\":{\"#pk\":\"token\","
                "\"#ttl\":\"expires\"},\"ExpressionAttributeValues\":{\":now_s\":{\"N\":\"" NOW_S
                "\"}}" ALL_OLD);
    fixture_reply(400, CONDITION_FAILED "}");
    SEND(.route_key = "POST /sessions/{token}", TOKEN, .body = "{}");
    EXPECT_ERROR(409, "Item already exists");
}

/* Without after_days the time is the client's own. */
Test(crud_lock, create_stores_a_ttl_that_the_body_gives)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /codes/{code}", .parameters = "{\"code\":\"c\"}",
         .body = "{\"old\":5}");
    EXPECT_CALL(0, "PutItem",
                "{\"TableName\":\"codes-dev\",\"Item\":{\"old\":{\"N\":\"5\"},\"code\":{\"S\":"
                "\"c\"}}}");
}

Test(crud_lock, update_and_delete_do_not_find_what_has_expired)
{
    fixture_reply(400, CONDITION_FAILED "}");
    SEND(.route_key = "PUT /sessions/{token}", TOKEN, .body = "{\"expires\":5}");
    EXPECT_ERROR(404, "Item not found");
    EXPECT_CALL(0, "UpdateItem",
                SESSION "\"Key\":{\"token\":{\"S\":\"t\"}},\"ExpressionAttributeValues\":{"
                        "\":zero\":{\"N\":\"0\"},\":one\":{\"N\":\"1\"},\":now_s\":{\"N\":\"" NOW_S
                        "\"}},\"UpdateExpression\":\"SET #v=if_not_exists(#v,:zero)+:one\","
                        "\"ExpressionAttributeNames\":{\"#pk\":\"token\",\"#ttl\":\"expires\","
                        "\"#v\":\"v\"},\"ConditionExpression\":\"attribute_exists(#pk) AND NOT "
                        "#ttl<=:now_s\",\"ReturnValues\":\"UPDATED_NEW\"}");
    fixture_reply(400, CONDITION_FAILED "}");
    SEND(.route_key = "DELETE /present/{token}", TOKEN);
    EXPECT_ERROR(404, "Item not found");
    EXPECT_CALL(1, "DeleteItem",
                SESSION "\"Key\":{\"token\":{\"S\":\"t\"}},\"ConditionExpression\":"
                        "\"attribute_exists(#pk) AND NOT #ttl<=:now_s\","
                        "\"ExpressionAttributeNames\":{\"#pk\":\"token\",\"#ttl\":\"expires\"},"
                        "\"ExpressionAttributeValues\":{\":now_s\":{\"N\":\"" NOW_S "\"}}}");
    fixture_reply(400, CONDITION_FAILED "}");
    SEND(.route_key = "DELETE /sessions/{token}", TOKEN, MATCH("\\\"2\\\""));
    EXPECT_ERROR(412, "Item has changed");
    EXPECT_CALL(2, "DeleteItem",
                SESSION "\"Key\":{\"token\":{\"S\":\"t\"}},\"ConditionExpression\":\"#v IN (:v0) "
                        "AND NOT #ttl<=:now_s\",\"ExpressionAttributeNames\":{\"#v\":\"v\","
                        "\"#ttl\":\"expires\"},\"ExpressionAttributeValues\":{\":v0\":{\"N\":\"2\"}"
                        ",\":now_s\":{\"N\":\"" NOW_S "\"}}}");
    fixture_reply(200, "{}");
    SEND(.route_key = "DELETE /sessions/{token}", TOKEN);
    EXPECT_CALL(3, "DeleteItem", SESSION "\"Key\":{\"token\":{\"S\":\"t\"}}}");
}
