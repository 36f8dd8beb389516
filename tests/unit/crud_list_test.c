/*
 * list: what is asked of DynamoDB, to the byte, and what the client reads.
 */
#include "crud.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "varied.h"

TestSuite(crud_list, .init = fixture_init, .fini = fixture_release);

Test(crud_list, scans_and_counts)
{
    fixture_reply(200, "{\"Count\":2,\"Items\":[{\"id\":{\"S\":\"a\"}},{\"id\":{\"S\":\"b\"}}],"
                       "\"ScannedCount\":2}");
    SEND(.route_key = "GET /items");
    EXPECT_ANSWER(200, "{\"items\":[{\"id\":\"a\"},{\"id\":\"b\"}],\"count\":2}");
    EXPECT_CALL(0, "Scan", "{\"TableName\":\"tap-items-dev\",\"Limit\":100}");
    fixture_reply(200, "{\"Items\":[],\"Count\":0}");
    SEND(.route_key = "GET /items", .query = "limit=1000");
    EXPECT_ANSWER(200, "{\"items\":[],\"count\":0}");
    EXPECT_CALL(1, "Scan", "{\"TableName\":\"tap-items-dev\",\"Limit\":1000}");
}

Test(crud_list, refuses_a_limit_that_is_none)
{
    static const char *const bad[] = {
        "0", "1001", "-1", "1.0", "", "ten", "%201", "+1", "18446744073709551617", "1e2"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        char query[64];

        snprintf(query, sizeof(query), "limit=%s", bad[i]);
        SEND(.route_key = "GET /items", .query = query);
        EXPECT_ERROR(400, "Bad parameter: limit must be a whole number from 1 to 1000");
    }
    SEND(.route_key = "GET /items", .query = "limit=1&limit=1");
    EXPECT_ERROR(400, "Bad parameter: limit is given more than once");
    EXPECT_CALLS(0);
}

/* The value of "cursor" in the last answer. */
static void read_cursor(char out[512])
{
    const char *body = fixture_body(), *at = strstr(body, "\"cursor\":\"");
    size_t len;

    cr_assert_not_null(at, "%s", body);
    at += strlen("\"cursor\":\"");
    len = strcspn(at, "\"");
    cr_assert_lt(len, (size_t)500);
    snprintf(out, 512, "cursor=%.*s", (int)len, at);
}

Test(crud_list, goes_on_with_the_cursor)
{
    char query[512];

    fixture_reply(
        200, "{\"Items\":[{\"id\":{\"S\":\"a\"}}],\"LastEvaluatedKey\":{\"id\":{\"S\":\"a\"}}}");
    SEND(.route_key = "GET /items", .query = "limit=1");
    read_cursor(query);
    fixture_reply(200, "{\"LastEvaluatedKey\":{\"id\":{\"S\":\"b\"}},\"Items\":[{}]}");
    SEND(.route_key = "GET /items", .query = query);
    EXPECT_CALL(1, "Scan",
                "{\"TableName\":\"tap-items-dev\",\"Limit\":100,\"ExclusiveStartKey\":"
                "{\"id\":{\"S\":\"a\"}}}");
    read_cursor(query);
    cr_expect_eq(strncmp(fixture_body(), "{\"items\":[{}],\"count\":1,\"cursor\":\"", 34), 0);
    SEND(.route_key = "GET /blobs", .query = query);
    EXPECT_ERROR(400, "Bad parameter: cursor is not one that this list gave");
    SEND(.route_key = "GET /items", .query = "cursor=");
    EXPECT_ERROR(400, "Bad parameter: cursor is not one that this list gave");
    EXPECT_CALLS(2);
}

#define READINGS(query_)                                                                           \
    (fixture_reply(200, "{\"Items\":[]}"),                                                         \
     SEND(.route_key = "GET /devices/{device}/readings", .parameters = "{\"device\":\"d1\"}",      \
          .query = (query_)))
#define READINGS_HEAD "{\"TableName\":\"tap-readings-dev\",\"Limit\":100,"

Test(crud_list, queries_a_partition_with_or_without_bounds)
{
    READINGS("");
    EXPECT_CALL(0, "Query",
                READINGS_HEAD
                "\"KeyConditionExpression\":\"#0=:0\",\"ExpressionAttributeNames\":{\"#0\":"
                "\"device\"},\"ExpressionAttributeValues\":{\":0\":{\"S\":\"d1\"}}}");
    READINGS("from=1");
    EXPECT_CALL(1, "Query",
                READINGS_HEAD
                "\"KeyConditionExpression\":\"#0=:0 AND #1>=:1\",\"ExpressionAttributeNames\":"
                "{\"#0\":\"device\",\"#1\":\"ts\"},\"ExpressionAttributeValues\":{\":0\":{\"S\":"
                "\"d1\"},\":1\":{\"N\":\"1\"}}}");
    READINGS("to=2");
    EXPECT_CALL(2, "Query",
                READINGS_HEAD
                "\"KeyConditionExpression\":\"#0=:0 AND #1<=:1\",\"ExpressionAttributeNames\":"
                "{\"#0\":\"device\",\"#1\":\"ts\"},\"ExpressionAttributeValues\":{\":0\":{\"S\":"
                "\"d1\"},\":1\":{\"N\":\"2\"}}}");
    READINGS("to=2&from=1");
    EXPECT_CALL(3, "Query",
                READINGS_HEAD
                "\"KeyConditionExpression\":\"#0=:0 AND #1 BETWEEN :1 AND :2\","
                "\"ExpressionAttributeNames\":{\"#0\":\"device\",\"#1\":\"ts\"},"
                "\"ExpressionAttributeValues\":{\":0\":{\"S\":\"d1\"},\":1\":{\"N\":\"1\"},"
                "\":2\":{\"N\":\"2\"}}}");
}

Test(crud_list, takes_open_ends_order_and_indexes)
{
    fixture_reply(200, "{\"Items\":[]}");
    SEND(.route_key = "GET /devices/{device}/latest", .parameters = "{\"device\":\"d1\"}",
         .query = "after=5");
    EXPECT_CALL(
        0, "Query",
        "{\"TableName\":\"tap-readings-dev\",\"Limit\":1,\"KeyConditionExpression\":"
        "\"#0=:0 AND "
        "#1>:1\",\"ScanIndexForward\":false,\"ExpressionAttributeNames\":{\"#0\":\"device\",\"#1\":"
        "\"ts\"},\"ExpressionAttributeValues\":{\":0\":{\"S\":\"d1\"},\":1\":{\"N\":\"5\"}}}");
    fixture_reply(200, "{\"Items\":[]}");
    SEND(.route_key = "GET /kinds", .query = "kind=k%22&before=5");
    EXPECT_CALL(1, "Query",
                "{\"TableName\":\"tap-readings-dev\",\"IndexName\":\"by-kind\",\"Limit\":100,"
                "\"KeyConditionExpression\":\"#0=:0 AND #1<:1\",\"ExpressionAttributeNames\":"
                "{\"#0\":\"kind\",\"#1\":\"ts\"},\"ExpressionAttributeValues\":{\":0\":{\"S\":"
                "\"k\\\"\"},\":1\":{\"N\":\"5\"}}}");
}

#define SITES(query_)                                                                              \
    SEND(.route_key = "GET /sites/{country}", .parameters = "{\"country\":\"NO\"}",                \
         .query = (query_))

Test(crud_list, takes_the_parts_of_a_key_from_the_left)
{
    fixture_reply(200, "{\"Items\":[]}");
    SITES("level=2&room=A");
    EXPECT_CALL(
        0, "Query",
        "{\"TableName\":\"tap-readings-dev\",\"IndexName\":\"by-site\",\"Limit\":100,"
        "\"KeyConditionExpression\":\"#0=:0 AND #1=:1 AND #2=:2 AND "
        "begins_with(#3,:3)\",\"ExpressionAttributeNames\":{\"#0\":\"country\",\"#1\":"
        "\"city\",\"#2\":\"level\",\"#3\":\"room\"},\"ExpressionAttributeValues\":{\":0\":"
        "{\"S\":\"NO\"},\":1\":{\"S\":\"Oslo\"},\":2\":{\"N\":\"2\"},\":3\":{\"S\":\"A\"}}}");
    SITES("room=A");
    EXPECT_ERROR(400, "Bad parameter: level is required with the values given");
    EXPECT_CALLS(1);
    fixture_reply(200, "{\"Items\":[]}");
    SITES("");
    EXPECT_CALLS(2);
    cr_expect_not_null(strstr(fixture.database.requests[1].body, "\"#0=:0 AND #1=:1\""));
}

Test(crud_list, keeps_a_tenants_items_apart)
{
    fixture_reply(200, "{\"Items\":[]}");
    SEND(.route_key = "GET /notes",
         .authorizer = "{\"jwt\":{\"claims\":{\"custom:tenant\":\"t1\"}}}");
    EXPECT_CALL(0, "Query",
                "{\"TableName\":\"tap-notes-dev\",\"Limit\":100,\"KeyConditionExpression\":"
                "\"#0=:0\",\"ExpressionAttributeNames\":{\"#0\":\"tenant\"},"
                "\"ExpressionAttributeValues\":{\":0\":{\"S\":\"t1\"}}}");
    SEND(.route_key = "GET /notes", .query = "tenant=t1");
    EXPECT_ERROR(403, "Forbidden");
    EXPECT_CALLS(1);
}

Test(crud_list, reads_consistently_where_the_route_says_so)
{
    struct ls_route scan = *items_route("GET /items"), query = *items_route("GET /messages");

    scan.flags |= LS_ROUTE_CONSISTENT;
    vary(&scan);
    fixture_reply(200, "{\"Items\":[]}");
    SEND(.route_key = "GET /items");
    EXPECT_CALL(0, "Scan",
                "{\"TableName\":\"tap-items-dev\",\"Limit\":100,\"ConsistentRead\":true}");
    query.flags |= LS_ROUTE_CONSISTENT;
    vary(&query);
    fixture_reply(200, "{\"Items\":[]}");
    SEND(.route_key = "GET /messages", .query = "room=blue",
         .authorizer = "{\"jwt\":{\"claims\":{\"custom:tenant\":\"a\"}}}");
    EXPECT_CALLS(2);
    cr_expect_not_null(strstr(fixture.database.requests[1].body,
                              ",\"ScanIndexForward\":false,\"ConsistentRead\":true,"));
}

/* ---- pages that a filter has emptied ---- */

#define EMPTY(last_)                                                                               \
    "{\"Items\":[],\"Count\":0,\"LastEvaluatedKey\":{\"id\":{\"S\":\"" last_ "\"}}}"
#define START(last_)                                                                               \
    "{\"TableName\":\"tap-items-dev\",\"Limit\":7,\"ExclusiveStartKey\":{\"id\":{\"S\":\"" last_   \
    "\"}}}"

Test(crud_list, goes_on_to_the_first_page_that_has_an_item)
{
    char query[512], both[600];

    fixture_reply(200, "{\"Items\":[{\"id\":{\"S\":\"a\"}}],\"LastEvaluatedKey\":"
                       "{\"id\":{\"S\":\"a\"}}}");
    SEND(.route_key = "GET /items", .query = "limit=7");
    read_cursor(query);
    snprintf(both, sizeof(both), "limit=7&%s", query);
    fixture_reply(200, EMPTY("b\\\""));
    fixture_reply(200, EMPTY("c"));
    fixture_reply(200, "{\"LastEvaluatedKey\":{\"id\":{\"S\":\"f\"}},\"Items\":["
                       "{\"id\":{\"S\":\"d\"}},{\"id\":{\"S\":\"e\"}}]}");
    SEND(.route_key = "GET /items", .query = both);
    cr_expect_eq(strncmp(fixture_body(),
                         "{\"items\":[{\"id\":\"d\"},{\"id\":\"e\"}],\"count\":2,\"cursor\":\"",
                         50),
                 0, "%s", fixture_body());
    EXPECT_CALLS(4);
    EXPECT_CALL(1, "Scan", START("a"));
    EXPECT_CALL(2, "Scan", START("b\\\""));
    EXPECT_CALL(3, "Scan", START("c"));
    /* The cursor is where DynamoDB stopped, not the last item. */
    read_cursor(query);
    snprintf(both, sizeof(both), "limit=7&%s", query);
    fixture_reply(200, "{\"Items\":[]}");
    SEND(.route_key = "GET /items", .query = both);
    EXPECT_CALL(4, "Scan", START("f"));
}

Test(crud_list, goes_on_to_the_end_if_there_is_nothing)
{
    fixture_reply(200, EMPTY("a"));
    fixture_reply(200, EMPTY("b"));
    fixture_reply(200, "{\"Items\":[],\"Count\":0}");
    SEND(.route_key = "GET /items");
    EXPECT_ANSWER(200, "{\"items\":[],\"count\":0}");
    EXPECT_CALLS(3);
}

Test(crud_list, gives_an_empty_page_up_after_ten_reads)
{
    char query[512];

    for (int i = 0; i < 9; i++)
        fixture_reply(200, EMPTY("a"));
    fixture_reply(200, EMPTY("j"));
    SEND(.route_key = "GET /items", .query = "limit=7");
    EXPECT_CALLS(10);
    cr_expect_eq(strncmp(fixture_body(), "{\"items\":[],\"count\":0,\"cursor\":\"", 32), 0);
    read_cursor(query);
    strcat(query, "&limit=7");
    fixture_reply(200, "{\"Items\":[]}");
    SEND(.route_key = "GET /items", .query = query);
    EXPECT_CALL(10, "Scan", START("j"));
}

static enum ls_status (*exchange)(void *, const struct ls_http_request *, int64_t,
                                  struct ls_http_reply *, enum ls_http_progress *,
                                  struct ls_error *);

/* Two of the invocation's ten seconds. */
static enum ls_status exchange_slowly(void *self, const struct ls_http_request *request,
                                      int64_t deadline_ms, struct ls_http_reply *reply,
                                      enum ls_http_progress *progress, struct ls_error *error)
{
    fixture.clock.now_ms += 2000;
    return exchange(self, request, deadline_ms, reply, progress, error);
}

/* The first read leaves eight seconds: no read begins after four of them. */
Test(crud_list, gives_an_empty_page_up_at_half_of_the_time)
{
    exchange = fixture.db.transport.exchange;
    fixture.db.transport.exchange = exchange_slowly;
    for (int i = 0; i < 10; i++)
        fixture_reply(200, EMPTY("a"));
    SEND(.route_key = "GET /items");
    EXPECT_CALLS(3);
    cr_expect_eq(strncmp(fixture_body(), "{\"items\":[],\"count\":0,\"cursor\":\"", 32), 0);
}

Test(crud_list, fails_with_a_later_read)
{
    fixture_reply(200, EMPTY("a"));
    fixture_reply(400, "{\"__type\":\"x#AccessDeniedException\"}");
    SEND(.route_key = "GET /items");
    EXPECT_ERROR(500, "Internal server error");
}

/* ---- answers and their room ---- */

Test(crud_list, passes_on_what_dynamodb_says_of_a_start_key)
{
    char query[512];

    fixture_reply(200, "{\"Items\":[{}],\"LastEvaluatedKey\":{\"id\":{\"S\":\"a\"}}}");
    SEND(.route_key = "GET /items");
    read_cursor(query);
    fixture_reply(400,
                  "{\"__type\":\"com.amazon.coral.validate#ValidationException\",\"message\":\"The "
                  "provided starting key is invalid\"}");
    SEND(.route_key = "GET /items", .query = query);
    EXPECT_ERROR(400, "Bad cursor");
}

Test(crud_list, refuses_a_reply_without_items)
{
    static const char *const bad[] = {
        "{}",
        "{\"Items\":{}}",
        "{\"Items\":[{}",
        "{\"Items\":[7]}",
        "{\"Items\":[{\"id\":{\"S\":\"a\"}},]}",
        "{\"Items\":[{}],\"LastEvaluatedKey\":{\"x\":{\"S\":\"a\"}}}"};

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        fixture_reply(200, bad[i]);
        SEND(.route_key = "GET /items");
        EXPECT_ERROR(500, "Internal server error");
    }
}

Test(crud_list, says_500_when_the_answer_passes_lambdas_limit)
{
    size_t len = (size_t)7 * 1024 * 1024, head;
    char *text = malloc(len + 64);

    cr_assert_not_null(text);
    head = (size_t)snprintf(text, len, "{\"Items\":[{\"id\":{\"S\":\"");
    memset(text + head, 'a', len);
    memcpy(text + head + len, "\"}}]}", 6);
    fixture_reply(200, text);
    SEND(.route_key = "GET /items");
    EXPECT_ERROR(500, "Internal server error");
    cr_expect_not_null(strstr(fixture_logged(), "answer is larger than Lambda's 6 MB"));
    free(text);
}

/* Items "a", "b" and "c" of `len` bytes and `head` each; the caller frees it. */
static char *large_page(const char *head, size_t len, const char *tail)
{
    char *text = malloc(3 * (len + 128) + 256), *at = text;

    cr_assert_not_null(text);
    at += snprintf(at, 16, "{\"Items\":[");
    for (char key = 'a'; key <= 'c'; key++) {
        at += snprintf(at, 128, "%s{\"id\":{\"S\":\"%c\"},%s\"fill\":{\"S\":\"",
                       key == 'a' ? "" : ",", key, head);
        memset(at, 'x', len);
        at += len;
        at += snprintf(at, 8, "\"}}");
    }
    snprintf(at, 256, "]%s}", tail);
    return text;
}

/* How an answer that was cut looks: its items by their keys, and what follows them. */
static void expect_cut(const char *keys, const char *tail)
{
    const char *body = fixture_body(), *at = body;

    cr_assert_eq(fixture.response.http_status, 200);
    for (; *keys != '\0'; keys++) {
        char key[16];

        snprintf(key, sizeof(key), "{\"id\":\"%c\"", *keys);
        at = strstr(at, key);
        cr_assert_not_null(at, "%c is not there", *keys);
        at++;
    }
    cr_expect_null(strstr(at, "{\"id\""));
    cr_expect_not_null(strstr(at, tail), "%s", strstr(at, "]"));
}

Test(crud_list, ends_before_the_item_that_lambda_would_not_take)
{
    static const char last_key[] = ",\"LastEvaluatedKey\":{\"id\":{\"S\":\"c\"}}";
    char *text = large_page("", (size_t)2500 * 1024, last_key);
    char query[512];

    fixture_reply(200, text);
    SEND(.route_key = "GET /items");
    expect_cut("ab", "\"}],\"count\":2,\"cursor\":\"");
    read_cursor(query);
    fixture_reply(200, "{\"Items\":[]}");
    SEND(.route_key = "GET /items", .query = query);
    EXPECT_CALL(1, "Scan",
                "{\"TableName\":\"tap-items-dev\",\"Limit\":100,\"ExclusiveStartKey\":"
                "{\"id\":{\"S\":\"b\"}}}");
    free(text);
}

Test(crud_list, goes_on_in_an_index_from_the_item_that_fits)
{
    char *text = large_page("\"kind\":{\"S\":\"k\"},\"ts\":{\"N\":\"7\"},\"device\":"
                            "{\"S\":\"d1\"},",
                            (size_t)3500 * 1024, "");
    char query[512], both[600];

    fixture_reply(200, text);
    SEND(.route_key = "GET /kinds", .query = "kind=k&before=9");
    expect_cut("a", "\"}],\"count\":1,\"cursor\":\"");
    read_cursor(query);
    snprintf(both, sizeof(both), "kind=k&before=9&%s", query);
    fixture_reply(200, "{\"Items\":[]}");
    SEND(.route_key = "GET /kinds", .query = both);
    cr_expect_not_null(strstr(fixture.database.requests[1].body,
                              "\"ExclusiveStartKey\":{\"kind\":{\"S\":\"k\"},\"ts\":{\"N\":"
                              "\"7\"},\"device\":{\"S\":\"d1\"}}"));
    free(text);
}

/* The last bytes of an answer are its cursor's: an item that leaves no room for one is too much. */
Test(crud_list, has_room_for_the_cursor_of_a_page_that_is_cut)
{
    size_t max = fixture.response.body.max;

    for (size_t less = 12000; less < 18000; less += 500) {
        char *text = large_page("", max / 2 - less, "");

        fixture_reply(200, text);
        SEND(.route_key = "GET /items");
        cr_expect_eq(fixture.response.http_status, 200, "%zu", less);
        expect_cut(less < 14500 ? "a" : "ab", "\"cursor\":\"");
        free(text);
        fixture.database.reply_count = fixture.database.next_reply = 0;
    }
}

Test(crud_list, reads_a_cut_page_to_its_end)
{
    char *text = large_page("", (size_t)3500 * 1024, ",\"LastEvaluatedKey\"");

    fixture_reply(200, text);
    SEND(.route_key = "GET /items");
    EXPECT_ERROR(500, "Internal server error");
    free(text);
}

#define X5(text_)  text_ text_ text_ text_ text_
#define X31(text_) X5(X5(text_)) X5(text_) text_

/* As deep as an item may be: 31 lists around a scalar, in an item, in a page. */
Test(crud_list, answers_the_deepest_item)
{
    static const char reply[] =
        "{\"Items\":[{\"id\":" X31("{\"L\":[") "{\"S\":\"x\"}" X31("]}") "}]}";

    fixture_reply(200, reply);
    SEND(.route_key = "GET /items");
    EXPECT_ANSWER(200, "{\"items\":[{\"id\":" X31("[") "\"x\"" X31("]") "}],\"count\":1}");
}
