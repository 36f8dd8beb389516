/*
 * A handler's queries and scans: what is asked of DynamoDB, and what it gets of a page.
 */
#include <string.h>

#include "expect.h"
#include "fixture.h"

static void release(void)
{
    items_handler = NULL;
    fixture_release();
}

TestSuite(handler_page, .init = fixture_init, .fini = release);

static int run(ls_handler *handler)
{
    items_handler = handler;
    return SEND(.route_key = "POST /items/{id}/reserve", .parameters = "{\"id\":\"a\"}");
}

#define HANDLER(name_)                                                                             \
    static int name_(struct ls_context *context, const struct ls_request *request,                 \
                     struct ls_response *response)
#define UNUSED(what_) ((void)(what_))

HANDLER(reads_pages)
{
    const struct ls_expression what = {
        .key = "#k = :k",
        .filter = "v > :v",
        .projection = "v",
        .names = LS_STR("{\"#k\":\"kind\"}"),
        .values = LS_STR("{\":k\":\"x\",\":v\":1}"),
    };
    struct ls_page page = {.index = "by_kind", .limit = 2, .descending = true};
    struct ls_str items, next;

    UNUSED(request);
    cr_expect_eq(ls_table_query(context, TABLE_READINGS, &what, &page, &items, &next), LS_OK);
    EXPECT_STR(items, "[{\"v\":1},{\"v\":2}]");
    EXPECT_STR(next, "{\"kind\":{\"S\":\"x\"}}");
    page = (struct ls_page){.limit = 1};
    cr_expect_eq(ls_table_query(context, TABLE_READINGS, &what, &page, &items, &(struct ls_str){0}),
                 LS_OK);
    page = (struct ls_page){.start = next, .descending = true}; /* a Scan has no order */
    cr_expect_eq(ls_table_scan(context, TABLE_READINGS, NULL, &page, &items, &next), LS_OK);
    EXPECT_STR(items, "[]");
    EXPECT_STR(next, "");
    cr_expect_eq(ls_table_scan(context, TABLE_READINGS, NULL, NULL, &items, &next), LS_BAD_REPLY);
    return ls_respond_empty(response, 204);
}

Test(handler_page, reads_pages)
{
    fixture_reply(200,
                  "{\"LastEvaluatedKey\":{\"kind\":{\"S\":\"x\"}},\"Items\":[{\"v\":{\"N\":\"1\"}},"
                  "{\"v\":{\"N\":\"2\"}}],\"Count\":2}");
    fixture_reply(200, "{\"Items\":[]}");
    fixture_reply(200, "{\"Items\":[]}");
    fixture_reply(200, "{\"Count\":0}");
    cr_expect_eq(run(reads_pages), 204);
    EXPECT_CALL(
        0, "Query",
        "{\"TableName\":\"tap-readings-dev\",\"IndexName\":\"by-kind\","
        "\"KeyConditionExpression\":\"#k = :k\",\"FilterExpression\":\"v > :v\","
        "\"ProjectionExpression\":\"v\",\"ExpressionAttributeNames\":{\"#k\":\"kind\"},"
        "\"ExpressionAttributeValues\":{\":k\":{\"S\":\"x\"},\":v\":{\"N\":\"1\"}},\"Limit\":2,"
        "\"ScanIndexForward\":false}");
    cr_expect_null(strstr(fixture.database.requests[1].body, "ScanIndexForward"));
    EXPECT_CALL(2, "Scan",
                "{\"TableName\":\"tap-readings-dev\",\"ExclusiveStartKey\":{\"kind\":{"
                "\"S\":\"x\"}}}");
    EXPECT_CALL(3, "Scan", "{\"TableName\":\"tap-readings-dev\"}");
}

/* What was handed out stays, whatever comes after. */
HANDLER(keeps_pages)
{
    struct ls_str first, second, next, end;

    UNUSED(request);
    cr_expect_eq(ls_table_scan(context, TABLE_READINGS, NULL, NULL, &first, &next), LS_OK);
    cr_expect_eq(ls_table_scan(context, TABLE_READINGS, NULL, NULL, &second, &end), LS_OK);
    EXPECT_STR(first, "[{\"v\":1}]");
    EXPECT_STR(next, "{\"k\":{\"N\":\"1\"}}");
    EXPECT_STR(second, "[{},{\"v\":[\"x\"]}]");
    EXPECT_STR(end, "");
    return ls_respond_empty(response, 204);
}

Test(handler_page, keeps_pages)
{
    fixture_reply(200,
                  "{\"Items\":[{\"v\":{\"N\":\"1\"}}],\"LastEvaluatedKey\":{\"k\":{\"N\":\"1\"}}}");
    fixture_reply(200, "{\"Items\":[{},{\"v\":{\"SS\":[\"x\"]}}]}");
    cr_expect_eq(run(keeps_pages), 204);
}

HANDLER(reads_one_page)
{
    struct ls_str items, next;

    UNUSED(request);
    UNUSED(response);
    return ls_table_scan(context, TABLE_READINGS, NULL, NULL, &items, &next);
}

Test(handler_page, refuses_a_reply_that_is_no_page)
{
    static const char *const bad[] = {"",
                                      "[]",
                                      "{\"Items\":{}}",
                                      "{\"Items\":[7]}",
                                      "{\"Items\":[{}]",
                                      "{\"Items\":[{\"v\":1}]}"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        fixture_reply(200, bad[i]);
        run(reads_one_page);
        EXPECT_ERROR(500, "Internal server error");
        cr_expect_eq(fixture.context.error.status, LS_BAD_REPLY, "%s", bad[i]);
    }
}
