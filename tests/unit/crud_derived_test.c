/*
 * create and update of items whose keys are made of parts, to the byte.
 */
#include "crud.h"

#include <stdio.h>
#include <string.h>

#include "expect.h"
#include "fixture.h"
#include "writes_service.h"

TestSuite(crud_derived, .init = writes_init, .fini = writes_release);

#define CHAT "{\"TableName\":\"chat-dev\","
#define IF_NEW                                                                                     \
    ",\"ConditionExpression\":\"attribute_not_exists(#pk)\",\"ExpressionAttributeNames\":{"        \
    "\"#pk\":\"room\"},\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}"
#define SENT "2026-01-02T01:04:05.000Z"

#define CREATE(body_)                                                                              \
    SEND(.route_key = "POST /rooms/{room}", .parameters = "{\"room\":\"blue\"}", .body = (body_))

/* ---- create ---- */

Test(crud_derived, create_stores_the_parts_and_what_is_made_of_them)
{
    fixture_reply(200, "{}");
    CREATE("{\"text\":\"hi\",\"sent\":\"2026-01-02T03:04:05+02:00\",\"topic\":\"tea\",\"status\":"
           "\"open\",\"prio\":\"1\"}");
    EXPECT_ANSWER(
        201, "{\"message\":\"Item created successfully\",\"room\":\"blue\",\"sent\":\"" SENT "\"}");
    EXPECT_CALL(0, "PutItem",
                CHAT
                "\"Item\":{\"text\":{\"S\":\"hi\"},\"topic\":{\"S\":\"tea\"},\"status\":{"
                "\"S\":\"open\"},\"prio\":{\"S\":\"1\"},\"room\":{\"S\":\"blue\"},\"sent\":{"
                "\"S\":\"" SENT "\"},\"sk\":{\"S\":\"msg#" SENT "\"},\"topic_pk\":{\"S\":"
                "\"tea#blue\"},\"status_sk\":{\"S\":\"s:open|1.\"},\"sent_sk\":{\"S\":\"blue!" SENT
                "\"}}" IF_NEW);
}

/* An index without one of its parts has no such item. */
Test(crud_derived, create_leaves_out_what_lacks_a_part)
{
    fixture_reply(200, "{}");
    CREATE("{\"sent\":\"" SENT "\",\"status\":\"open\"}");
    EXPECT_CALL(0, "PutItem",
                CHAT "\"Item\":{\"status\":{\"S\":\"open\"},\"room\":{\"S\":\"blue\"},\"sent\":{"
                     "\"S\":\"" SENT "\"},\"sk\":{\"S\":\"msg#" SENT "\"},\"sent_sk\":{\"S\":"
                     "\"blue!" SENT "\"}}" IF_NEW);
}

Test(crud_derived, create_generates_a_part)
{
    fixture_reply(200, "{}");
    CREATE("{}");
    EXPECT_ANSWER(
        201, "{\"message\":\"Item created successfully\",\"room\":\"blue\",\"sent\":\"" FIXTURE_NOW
             "\"}");
    EXPECT_CALL(0, "PutItem",
                CHAT "\"Item\":{\"room\":{\"S\":\"blue\"},\"sent\":{\"S\":\"" FIXTURE_NOW
                     "\"},\"sk\":{\"S\":\"msg#" FIXTURE_NOW
                     "\"},\"sent_sk\":{\"S\":\"blue!" FIXTURE_NOW "\"}}" IF_NEW);
}

/* Two messages of one millisecond: the second one is of the next. */
Test(crud_derived, create_takes_a_later_time_after_a_collision)
{
    fixture_reply(400, CONDITION_FAILED "}");
    fixture_reply(400, CONDITION_FAILED "}");
    fixture_reply(200, "{}");
    CREATE("{\"a\":1}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"room\":\"blue\",\"sent\":"
                       "\"2026-01-31T23:59:59.125Z\"}");
    EXPECT_CALLS(3);
    EXPECT_CALL(1, "PutItem",
                CHAT "\"Item\":{\"a\":{\"N\":\"1\"},\"room\":{\"S\":\"blue\"},\"sent\":{\"S\":"
                     "\"2026-01-31T23:59:59.124Z\"},\"sk\":{\"S\":\"msg#2026-01-31T23:59:59.124Z\""
                     "},\"sent_sk\":{\"S\":\"blue!2026-01-31T23:59:59.124Z\"}}" IF_NEW);
    EXPECT_CALL(2, "PutItem",
                CHAT "\"Item\":{\"a\":{\"N\":\"1\"},\"room\":{\"S\":\"blue\"},\"sent\":{\"S\":"
                     "\"2026-01-31T23:59:59.125Z\"},\"sk\":{\"S\":\"msg#2026-01-31T23:59:59.125Z\""
                     "},\"sent_sk\":{\"S\":\"blue!2026-01-31T23:59:59.125Z\"}}" IF_NEW);
}

Test(crud_derived, create_knows_its_own_item_again)
{
    static const char own[] =
        CONDITION_FAILED ",\"Item\":{\"sent_sk\":{\"S\":\"blue!" FIXTURE_NOW
                         "\"},\"sk\":{\"S\":\"msg#" FIXTURE_NOW "\"},\"room\":{\"S\":\"blue\"},"
                         "\"sent\":{\"S\":\"" FIXTURE_NOW "\"}}}";

    fixture_reply(0, NULL);
    fixture_reply(400, own);
    CREATE("{}");
    EXPECT_ANSWER(
        201, "{\"message\":\"Item created successfully\",\"room\":\"blue\",\"sent\":\"" FIXTURE_NOW
             "\"}");
    EXPECT_CALLS(2);
}

#define EXPECT_REFUSED(body_, message_)                                                            \
    do {                                                                                           \
        CREATE(body_);                                                                             \
        EXPECT_ERROR(400, "Bad parameter: " message_);                                             \
        EXPECT_CALLS(0);                                                                           \
    } while (0)

Test(crud_derived, create_refuses_what_does_not_fit)
{
    EXPECT_REFUSED("{\"sk\":\"msg#x\"}", "sk is made of sent");
    EXPECT_REFUSED("{\"status_sk\":null}", "status_sk is made of status, prio");
    EXPECT_REFUSED("{\"room\":\"red\"}", "room has another value in the body");
    EXPECT_REFUSED("{\"status\":\"a|b\",\"prio\":\"1\"}",
                   "status contains \\\"|\\\", which ends it in the key");
    EXPECT_REFUSED("{\"status\":\"a\",\"prio\":\"1.0\"}",
                   "prio contains \\\".\\\", which ends it in the key");
    EXPECT_REFUSED("{\"topic\":\"\"}", "topic is empty");
    EXPECT_REFUSED("{\"topic\":7}", "topic is not a string");
    EXPECT_REFUSED("{\"level\":\"7\"}", "level is not a number");
    EXPECT_REFUSED("{\"sent\":\"yesterday\"}",
                   "sent is not a time as RFC 3339 writes it, such as 2026-01-02T03:04:05Z");
}

/* One attribute of the body gives two leaves their values, one of them by another name. */
Test(crud_derived, create_takes_leaves_of_one_attribute)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /rooms", .body = "{\"sent\":\"" SENT "\",\"status\":\"open\"}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"room\":\"" SENT
                       "\",\"sent\":\"" SENT "\"}");
    EXPECT_CALL(0, "PutItem",
                CHAT "\"Item\":{\"status\":{\"S\":\"open\"},\"prio\":{\"S\":\"high\"},\"room\":{"
                     "\"S\":\"" SENT "\"},\"sent\":{\"S\":\"" SENT "\"},\"sk\":{\"S\":\"msg#" SENT
                     "\"},\"status_sk\":{\"S\":\"s:open|high.\"},\"sent_sk\":{\"S\":\"" SENT
                     "!" SENT "\"}}" IF_NEW);
}

/* The route says where a leaf comes from, and the body cannot say otherwise. */
Test(crud_derived, create_takes_no_leaf_from_its_own_name_alone)
{
    SEND(.route_key = "POST /rooms", .body = "{\"room\":\"blue\"}");
    EXPECT_ERROR(400, "Bad parameter: sent is required");
    SEND(.route_key = "POST /rooms", .body = "{\"room\":\"blue\",\"sent\":\"" SENT "\"}");
    EXPECT_ERROR(400, "Bad parameter: room has another value in the body");
    EXPECT_CALLS(0);
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /rooms", .body = "{\"room\":\"" SENT "\",\"sent\":\"" SENT "\"}");
    cr_expect_eq(fixture.response.http_status, 201);
}

/* A part of both keys is one attribute. */
Test(crud_derived, create_stores_a_part_once)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /grid", .body = "{\"row\":\"1\",\"column\":\"c\"}");
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"row\":\"1\",\"column\":"
                       "\"c\"}");
    EXPECT_CALL(0, "PutItem",
                "{\"TableName\":\"grid-dev\",\"Item\":{\"row\":{\"S\":\"1\"},\"column\":{\"S\":"
                "\"c\"},\"pk\":{\"S\":\"r#1\"},\"sk\":{\"S\":\"c#1\"}},\"ConditionExpression\":"
                "\"attribute_not_exists(#pk)\",\"ExpressionAttributeNames\":{\"#pk\":\"pk\"},"
                "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}");
    SEND(.route_key = "POST /grid", .body = "{\"column\":\"c\"}");
    EXPECT_ERROR(400, "Bad parameter: row is required");
    SEND(.route_key = "POST /grid", .body = "{\"row\":\"1\",\"column\":\"c#\"}");
    EXPECT_ERROR(400, "Bad parameter: column contains \\\"#\\\", which ends it in the key");
    EXPECT_CALLS(1);
}

/* ---- update ---- */

#define UPDATE(method_, body_)                                                                     \
    SEND(.route_key = method_ " /rooms/{room}/{sent}",                                             \
         .parameters = "{\"room\":\"blue\",\"sent\":\"2026-01-02T01:04:05Z\"}", .body = (body_))
#define KEY_OF_CHAT "\"Key\":{\"room\":{\"S\":\"blue\"},\"sk\":{\"S\":\"msg#" SENT "\"}}"
#define IF_THERE    ",\"ConditionExpression\":\"attribute_exists(#pk)\"}"

Test(crud_derived, update_writes_the_derived_attribute_anew)
{
    fixture_reply(200, "{}");
    UPDATE("PUT", "{\"status\":\"open\",\"prio\":\"2\",\"topic\":\"tea\",\"sent\":\"" SENT "\"}");
    EXPECT_ANSWER(200, "{\"message\":\"Item updated successfully\"}");
    EXPECT_CALL(0, "UpdateItem",
                CHAT KEY_OF_CHAT
                ",\"ExpressionAttributeValues\":{\":0\":{\"S\":\"open\"},\":1\":{\"S\":\"2\"},"
                "\":2\":{\"S\":\"tea\"},\":3\":{\"S\":\"tea#blue\"},\":4\":{\"S\":\"s:open|2.\"}},"
                "\"UpdateExpression\":\"SET #0=:0,#1=:1,#2=:2,#3=:3,#4=:4\","
                "\"ExpressionAttributeNames\":{\"#pk\":\"room\",\"#0\":\"status\",\"#1\":\"prio\","
                "\"#2\":\"topic\",\"#3\":\"topic_pk\",\"#4\":\"status_sk\"}" IF_THERE);
}

Test(crud_derived, update_takes_parts_all_together_only)
{
    UPDATE("PUT", "{\"status\":\"open\"}");
    EXPECT_ERROR(400, "Bad parameter: status needs prio as well");
    UPDATE("PATCH", "{\"prio\":\"1\"}");
    EXPECT_ERROR(400, "Bad parameter: prio needs status as well");
    UPDATE("PUT", "{\"status_sk\":\"s:a|b.\"}");
    EXPECT_ERROR(400, "Bad parameter: status_sk is made of status, prio");
    UPDATE("PUT", "{\"sk\":null}");
    EXPECT_ERROR(400, "Bad parameter: sk is made of sent");
    UPDATE("PUT", "{\"status\":\"a|\",\"prio\":\"1\"}");
    EXPECT_ERROR(400, "Bad parameter: status contains \\\"|\\\", which ends it in the key");
    EXPECT_CALLS(0);
}

Test(crud_derived, update_never_changes_a_part_of_the_key)
{
    UPDATE("PUT", "{\"sent\":\"2026-01-02T01:04:06Z\"}");
    EXPECT_ERROR(400, "Bad parameter: sent cannot be changed");
    UPDATE("PUT", "{\"sent\":null}");
    EXPECT_ERROR(400, "Bad parameter: sent is not a string");
    UPDATE("PUT", "{\"room\":\"red\"}");
    EXPECT_ERROR(400, "Bad parameter: room cannot be changed");
    EXPECT_CALLS(0);
}

/* A part that goes takes with it what was made of it; the others stay attributes. */
Test(crud_derived, update_removes_the_derived_attribute_with_a_part)
{
    fixture_reply(200, "{}");
    UPDATE("PUT", "{\"topic\":null,\"status\":\"x\",\"level\":null,\"prio\":null,\"n\":null}");
    EXPECT_CALL(0, "UpdateItem",
                CHAT KEY_OF_CHAT
                ",\"ExpressionAttributeValues\":{\":0\":{\"S\":\"x\"}},\"UpdateExpression\":\"SET "
                "#0=:0 REMOVE #r0,#r1,#r2,#r3,#r4,#r5\",\"ExpressionAttributeNames\":{\"#pk\":"
                "\"room\",\"#0\":\"status\",\"#r0\":\"topic\",\"#r1\":\"level\",\"#r2\":\"prio\","
                "\"#r3\":\"n\",\"#r4\":\"topic_pk\",\"#r5\":\"status_sk\"}" IF_THERE);
    fixture_reply(200, "{}");
    UPDATE("PUT", "{\"topic\":null}");
    EXPECT_CALL(1, "UpdateItem",
                CHAT KEY_OF_CHAT
                ",\"UpdateExpression\":\"REMOVE #r0,#r1\",\"ExpressionAttributeNames\":{\"#pk\":"
                "\"room\",\"#r0\":\"topic\",\"#r1\":\"topic_pk\"}" IF_THERE);
}

/* Where null is a value, an index key is none. */
Test(crud_derived, update_keeps_null_as_a_value_where_it_removes_nothing)
{
    UPDATE("PATCH", "{\"topic\":null}");
    EXPECT_ERROR(400, "Bad parameter: topic is not a string");
    EXPECT_CALLS(0);
}

Test(crud_derived, update_counts_what_the_route_sets_among_the_parts)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "PUT /high/{room}/{sent}", .body = "{\"status\":\"open\",\"prio\":\"no\"}",
         .parameters = "{\"room\":\"blue\",\"sent\":\"2026-01-02T01:04:05Z\"}");
    EXPECT_CALL(0, "UpdateItem",
                CHAT KEY_OF_CHAT
                ",\"ExpressionAttributeValues\":{\":0\":{\"S\":\"open\"},\":1\":{\"S\":\"high\"},"
                "\":2\":{\"S\":\"s:open|high.\"}},\"UpdateExpression\":\"SET #0=:0,#1=:1,#2=:2\","
                "\"ExpressionAttributeNames\":{\"#pk\":\"room\",\"#0\":\"status\",\"#1\":\"prio\","
                "\"#2\":\"status_sk\"}" IF_THERE);
    SEND(.route_key = "PUT /high/{room}/{sent}", .body = "{}",
         .parameters = "{\"room\":\"blue\",\"sent\":\"2026-01-02T01:04:05Z\"}");
    EXPECT_ERROR(400, "Bad parameter: prio needs status as well");
    EXPECT_CALLS(1);
}

/* The item may be new: then it needs what create gives it. */
Test(crud_derived, upsert_stores_the_parts_of_the_key)
{
    fixture_reply(200, "{}");
    UPDATE("PATCH", "{\"n\":1}");
    EXPECT_CALL(0, "UpdateItem",
                CHAT KEY_OF_CHAT
                ",\"ExpressionAttributeValues\":{\":0\":{\"N\":\"1\"},\":1\":{\"S\":\"" SENT
                "\"},\":2\":{\"S\":\"blue!" SENT "\"}},\"UpdateExpression\":\"SET #0=:0,#1=:1,"
                "#2=:2\",\"ExpressionAttributeNames\":{\"#0\":\"n\",\"#1\":\"sent\",\"#2\":"
                "\"sent_sk\"}}");
}

#define COUNT(body_)                                                                               \
    SEND(.route_key = "PUT /counters/{user}/{day}",                                                \
         .parameters = "{\"user\":\"eve\",\"day\":\"mon\"}", .body = (body_))

/* 1769903999 and seven days. */
Test(crud_derived, upsert_sets_once_what_create_sets)
{
    fixture_reply(200, "{}");
    COUNT("{\"kind\":\"k\",\"hits\":7,\"since\":1,\"gone\":2,\"x\":null}");
    EXPECT_CALL(0, "UpdateItem",
                "{\"TableName\":\"counters-dev\",\"Key\":{\"pk\":{\"S\":\"u#eve#mon\"}},"
                "\"ExpressionAttributeValues\":{\":0\":{\"S\":\"k\"},\":1\":{\"S\":\"eve\"},\":2\":"
                "{\"S\":\"mon\"},\":3\":{\"S\":\"mon#k\"},\":now\":{\"S\":\"" FIXTURE_NOW
                "\"},\":ttl\":{\"N\":\"1770508799\"},\":a0\":{\"N\":\"1\"},\":a1\":{\"N\":\"-0.5\"}"
                "},\"UpdateExpression\":\"SET #0=:0,#1=:1,#2=:2,#3=:3,#created=if_not_exists("
                "#created,:now),#ttl=if_not_exists(#ttl,:ttl) REMOVE #r0 ADD #a0 :a0,#a1 :a1\","
                "\"ExpressionAttributeNames\":{\"#created\":\"since\",\"#ttl\":\"gone\",\"#0\":"
                "\"kind\",\"#1\":\"user\",\"#2\":\"day\",\"#3\":\"day_pk\",\"#r0\":\"x\",\"#a0\":"
                "\"hits\",\"#a1\":\"score\"}}");
}

/* Nobody knows whether it was carried out, and twice would be once too often. */
Test(crud_derived, what_is_added_is_not_added_twice)
{
    fixture_reply(0, NULL);
    fixture_reply(200, "{}");
    COUNT("{}");
    EXPECT_ERROR(503, "Service unavailable");
    EXPECT_CALLS(1);
}

Test(crud_derived, delete_composes_the_key)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "DELETE /counters/{user}/{day}",
         .parameters = "{\"user\":\"eve\",\"day\":\"mon\"}");
    EXPECT_CALL(0, "DeleteItem",
                "{\"TableName\":\"counters-dev\",\"Key\":{\"pk\":{\"S\":\"u#eve#mon\"}}}");
    SEND(.route_key = "DELETE /counters/{user}/{day}",
         .parameters = "{\"user\":\"eve#mon\",\"day\":\"tue\"}");
    EXPECT_ERROR(400, "Bad parameter: user contains \\\"#\\\", which ends it in the key");
    EXPECT_CALLS(1);
}
