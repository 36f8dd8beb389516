/*
 * get: what is asked of DynamoDB, to the byte, and what the client reads.
 */
#include "crud.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "varied.h"

TestSuite(crud_get, .init = fixture_init, .fini = fixture_release);

Test(crud_get, answers_the_item_in_plain_json)
{
    fixture_reply(200, "{\"Item\":{\"id\":{\"S\":\"a\\\"b\"},\"n\":{\"N\":"
                       "\"12345678901234567890123456789012345678\"}"
                       ",\"l\":{\"L\":[{\"NULL\":true},{\"BOOL\":false},{\"M\":{}}]}}}");
    SEND(.route_key = "GET /items/{id}", .parameters = "{\"id\":\"a\\\"b\"}");
    EXPECT_ANSWER(200, "{\"id\":\"a\\\"b\",\"n\":12345678901234567890123456789012345678,"
                       "\"l\":[null,false,{}]}");
    cr_expect_str_eq(fixture_header("content-type"), "application/json");
    EXPECT_CALLS(1);
    EXPECT_CALL(0, "GetItem",
                "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\\\"b\"}}}");
}

Test(crud_get, takes_keys_of_every_type)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "GET /devices/{device}/readings/{ts}",
         .parameters = "{\"device\":\"d1\",\"ts\":\"1.50e3\"}");
    EXPECT_CALL(0, "GetItem",
                "{\"TableName\":\"tap-readings-dev\",\"Key\":{\"device\":{\"S\":"
                "\"d1\"},\"ts\":{\"N\":\"1500\"}}}");
    fixture_reply(200, "{}");
    SEND(.route_key = "GET /blobs/{hash}", .parameters = "{\"hash\":\"_w\"}",
         .headers = "{\"x-seq\":\"0\"}");
    EXPECT_CALL(1, "GetItem",
                "{\"TableName\":\"tap-blobs-dev\",\"Key\":{\"hash\":{\"B\":\"/w==\"},"
                "\"seq\":{\"N\":\"0\"}}}");
}

Test(crud_get, says_404_when_there_is_none)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "GET /items/{id}", .parameters = "{\"id\":\"a\"}");
    EXPECT_ERROR(404, "Item not found");
}

Test(crud_get, makes_no_call_with_a_bad_key)
{
    SEND(.route_key = "GET /items/{id}", .parameters = "{\"id\":\"\"}");
    EXPECT_ERROR(400, "ID parameter required");
    EXPECT_CALLS(0);
}

Test(crud_get, reads_consistently_where_the_route_says_so)
{
    struct ls_route route = *items_route("GET /items/{id}");

    route.flags |= LS_ROUTE_CONSISTENT;
    vary(&route);
    fixture_reply(200, "{}");
    SEND(.route_key = "GET /items/{id}", .parameters = "{\"id\":\"a\"}");
    EXPECT_CALL(0, "GetItem",
                "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\"}},"
                "\"ConsistentRead\":true}");
}

Test(crud_get, asks_for_a_derived_key)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "GET /rooms/{room}/messages/{sent}",
         .parameters = "{\"room\":\"blue\",\"sent\":\"2026-01-02T03:04:05+01:00\"}",
         .authorizer = "{\"jwt\":{\"claims\":{\"custom:tenant\":\"a\"}}}");
    EXPECT_CALL(0, "GetItem",
                "{\"TableName\":\"tap-messages-dev\",\"Key\":{\"pk\":{\"S\":\"t#a\"},"
                "\"sk\":{\"S\":\"room#blue#2026-01-02T02:04:05.000Z\"}}}");
}

/* ---- versions and what has expired ---- */

#define SESSION(attributes_)                                                                       \
    (fixture_reply(200, "{\"Item\":{\"id\":{\"S\":\"a\"}" attributes_ "}}"),                       \
     SEND(.route_key = "GET /sessions/{id}", .parameters = "{\"id\":\"a\"}"))

Test(crud_get, gives_the_version_as_the_entity_tag)
{
    SESSION(",\"rev\":{\"N\":\"3\"}");
    EXPECT_ANSWER(200, "{\"id\":\"a\",\"rev\":3}");
    cr_expect_str_eq(fixture_header("etag"), "\"3\"");
    EXPECT_CALL(0, "GetItem",
                "{\"TableName\":\"tap-sessions-dev\",\"Key\":{\"id\":{\"S\":\"a\"}}}");
    /* Written by somebody else, who knows of no version. */
    SESSION("");
    EXPECT_ANSWER(200, "{\"id\":\"a\"}");
    cr_expect_null(fixture_header("etag"));
    SESSION(",\"rev\":{\"S\":\"3\"}");
    EXPECT_ANSWER(200, "{\"id\":\"a\",\"rev\":\"3\"}");
    cr_expect_null(fixture_header("etag"));
    /* Where the table has none, an attribute of that name is any attribute. */
    fixture_reply(200, "{\"Item\":{\"rev\":{\"N\":\"3\"}}}");
    SEND(.route_key = "GET /items/{id}", .parameters = "{\"id\":\"a\"}");
    EXPECT_ANSWER(200, "{\"rev\":3}");
    cr_expect_null(fixture_header("etag"));
}

/* The fixture's time is 1769903999.123 s. */
Test(crud_get, does_not_find_what_has_expired)
{
    static const char *const expired[] = {"1769903999", "1769903998", "1769903998.9",
                                          "0",          "-1",         "1E-130"};
    static const char *const alive[] = {"1769904000", "1769903999.5", "17699039990", "1E+125"};
    char reply[128];

    for (size_t i = 0; i < sizeof(expired) / sizeof(expired[0]); i++) {
        snprintf(reply, sizeof(reply),
                 "{\"Item\":{\"rev\":{\"N\":\"3\"},\"expires\":{\"N\":\"%s\"}}}", expired[i]);
        fixture_reply(200, reply);
        SEND(.route_key = "GET /sessions/{id}", .parameters = "{\"id\":\"a\"}");
        EXPECT_ERROR(404, "Item not found");
        cr_expect_null(fixture_header("etag"));
    }
    for (size_t i = 0; i < sizeof(alive) / sizeof(alive[0]); i++) {
        snprintf(reply, sizeof(reply), "{\"Item\":{\"expires\":{\"N\":\"%s\"}}}", alive[i]);
        fixture_reply(200, reply);
        cr_expect_eq(SEND(.route_key = "GET /sessions/{id}", .parameters = "{\"id\":\"a\"}"), 200,
                     "%s", alive[i]);
    }
    /* What is no number there never expires. */
    SESSION(",\"expires\":{\"S\":\"1\"}");
    EXPECT_ANSWER(200, "{\"id\":\"a\",\"expires\":\"1\"}");
    SESSION(",\"expires\":{\"NULL\":true}");
    EXPECT_ANSWER(200, "{\"id\":\"a\",\"expires\":null}");
}

Test(crud_get, reads_an_expired_item_to_its_end)
{
    fixture_reply(200, "{\"Item\":{\"expires\":{\"N\":\"1\"},\"id\":7}}");
    SEND(.route_key = "GET /sessions/{id}", .parameters = "{\"id\":\"a\"}");
    EXPECT_ERROR(500, "Internal server error");
}

/* ---- replies ---- */

Test(crud_get, a_reply_that_makes_no_sense_is_an_internal_error)
{
    static const char *const bad[] = {
        "",
        "[]",
        "{\"Item\":{\"id\":{\"S\":\"a\"}}",
        "{\"Item\":[]}",
        "{\"Item\":{\"id\":\"a\"}}",
        "{\"Item\":{\"id\":{\"N\":\"x\"}}}",
        "{\"Item\":{}",
        "{\"Item\":{}}}",
        "<html>",
    };

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        fixture_reply(200, bad[i]);
        SEND(.route_key = "GET /items/{id}", .parameters = "{\"id\":\"a\"}");
        EXPECT_ERROR(500, "Internal server error");
    }
}

Test(crud_get, takes_the_first_item_of_a_reply)
{
    fixture_reply(200,
                  "{\"ConsumedCapacity\":{\"Item\":1},\"Item\":{\"n\":{\"N\":\"1\"}},\"Item\":{}}");
    SEND(.route_key = "GET /items/{id}", .parameters = "{\"id\":\"a\"}");
    EXPECT_ANSWER(200, "{\"n\":1}");
}

Test(crud_get, says_500_when_the_answer_passes_lambdas_limit)
{
    static const char head[] = "{\"Item\":{\"id\":{\"S\":\"";
    size_t len = (size_t)7 * 1024 * 1024;
    char *text = calloc(1, len + 1);

    cr_assert_not_null(text);
    memset(text, 'a', len);
    memcpy(text, head, sizeof(head) - 1);
    memcpy(text + len - 5, "\"}}}", 5);
    fixture_reply(200, text);
    SEND(.route_key = "GET /items/{id}", .parameters = "{\"id\":\"a\"}");
    EXPECT_ERROR(500, "Internal server error");
    cr_expect_not_null(strstr(fixture_logged(), "answer is larger than Lambda's 6 MB"));
    free(text);
}

#define X5(text_)  text_ text_ text_ text_ text_
#define X31(text_) X5(X5(text_)) X5(text_) text_

/* As deep as an item may be: 31 lists around a scalar, in an item, in a reply. */
Test(crud_get, answers_the_deepest_item)
{
    static const char typed[] = "{\"id\":" X31("{\"L\":[") "{\"S\":\"x\"}" X31("]}") "}";
    static const char plain[] = "{\"id\":" X31("[") "\"x\"" X31("]") "}";
    char text[sizeof(typed) + 16];

    snprintf(text, sizeof(text), "{\"Item\":%s}", typed);
    fixture_reply(200, text);
    SEND(.route_key = "GET /items/{id}", .parameters = "{\"id\":\"a\"}");
    EXPECT_ANSWER(200, plain);
}
