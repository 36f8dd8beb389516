/*
 * The FilterExpression of a list, to the byte: what a text from the request is compared as.
 */
#include "filter.h"

#include <stdio.h>
#include <string.h>

#include "expect.h"
#include "varied.h"

TestSuite(filter, .init = fixture_init, .fini = fixture_release);

#define QUERY(name_)                                                                               \
    {                                                                                              \
        LS_SOURCE_QUERY, name_                                                                     \
    }
#define TYPED(json_)                                                                               \
    {                                                                                              \
        LS_SOURCE_TYPED, json_                                                                     \
    }

/* GET /items with these filters, of which DynamoDB leaves nothing; the answer's status. */
static int list(const struct ls_filter *filters, size_t count, const char *query)
{
    struct ls_route route = *items_route("GET /items");

    route.filters = filters;
    route.filter_count = (uint8_t)count;
    vary(&route);
    fixture.database.request_count = 0;
    fixture.database.reply_count = fixture.database.next_reply = 0;
    fixture_reply(200, "{\"Items\":[]}");
    return SEND(.route_key = "GET /items", .query = query, .headers = "{\"x-min\":\"5\"}",
                .authorizer = "{\"jwt\":{\"claims\":{\"sub\":\"u1\",\"level\":3}}}");
}

/* Filters on "f", and what is asked with the query. */
static const struct ls_filter equals = {.name = "f", .low = QUERY("v")};
static const struct ls_filter prefix = {.name = "f", .match = LS_MATCH_PREFIX, .low = QUERY("v")};
static const struct ls_filter between = {
    .name = "f", .match = LS_MATCH_BETWEEN, .low = QUERY("from"), .high = QUERY("to")};
static const struct ls_filter after = {.name = "f", .match = LS_MATCH_AFTER, .low = QUERY("v")};
static const struct ls_filter before = {.name = "f", .match = LS_MATCH_BEFORE, .high = QUERY("v")};
static const struct ls_filter contains = {
    .name = "f", .match = LS_MATCH_CONTAINS, .low = QUERY("v")};
static const struct ls_filter exists = {.name = "f", .match = LS_MATCH_EXISTS};
static const struct ls_filter absent = {.name = "f", .match = LS_MATCH_ABSENT};

#define HEAD "{\"TableName\":\"tap-items-dev\",\"Limit\":100"

#define EXPECT_FILTER(filter_, query_, expression_, values_)                                       \
    do {                                                                                           \
        list(&(filter_), 1, query_);                                                               \
        EXPECT_CALL(0, "Scan",                                                                     \
                    HEAD ",\"FilterExpression\":\"" expression_                                    \
                         "\",\"ExpressionAttributeNames\":{\"#0\":\"f\"},"                         \
                         "\"ExpressionAttributeValues\":{" values_ "}}");                          \
    } while (0)

/* ---- what a text spells ---- */

Test(filter, without_a_value_is_no_condition)
{
    const struct ls_filter all[] = {equals, prefix, between, after, before, contains};

    list(all, 6, "other=1");
    EXPECT_CALL(0, "Scan", HEAD "}");
}

Test(filter, compares_a_text_as_all_that_it_spells)
{
    EXPECT_FILTER(equals, "v=open", "#0=:0", "\":0\":{\"S\":\"open\"}");
    EXPECT_FILTER(equals, "v=", "#0=:0", "\":0\":{\"S\":\"\"}");
    EXPECT_FILTER(equals, "v=a%22%3A0", "#0=:0", "\":0\":{\"S\":\"a\\\":0\"}");
    EXPECT_FILTER(equals, "v=5", "(#0=:0 OR #0=:1)", "\":0\":{\"S\":\"5\"},\":1\":{\"N\":\"5\"}");
    EXPECT_FILTER(equals, "v=-1.50e2", "(#0=:0 OR #0=:1)",
                  "\":0\":{\"S\":\"-1.50e2\"},\":1\":{\"N\":\"-150\"}");
    EXPECT_FILTER(equals, "v=0e999", "(#0=:0 OR #0=:1)",
                  "\":0\":{\"S\":\"0e999\"},\":1\":{\"N\":\"0\"}");
    EXPECT_FILTER(equals, "v=true", "(#0=:0 OR #0=:1)",
                  "\":0\":{\"S\":\"true\"},\":1\":{\"BOOL\":true}");
    EXPECT_FILTER(equals, "v=false", "(#0=:0 OR #0=:1)",
                  "\":0\":{\"S\":\"false\"},\":1\":{\"BOOL\":false}");
}

Test(filter, takes_nothing_for_a_number_that_dynamodb_has_not)
{
    static const char *const texts[] = {
        "007",   "+5",     "5.",       ".5",
        "1e126", "1e-131", "Infinity", "123456789012345678901234567890123456789",
        "0x10",  "5a"};
    char query[64], wanted[256];

    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        snprintf(query, sizeof(query), "v=%s%s", texts[i][0] == '+' ? "%2B" : "",
                 texts[i][0] == '+' ? texts[i] + 1 : texts[i]);
        snprintf(wanted, sizeof(wanted),
                 HEAD ",\"FilterExpression\":\"#0=:0\",\"ExpressionAttributeNames\":{\"#0\":\"f\"},"
                      "\"ExpressionAttributeValues\":{\":0\":{\"S\":\"%s\"}}}",
                 texts[i]);
        list(&equals, 1, query);
        EXPECT_CALL(0, "Scan", wanted);
    }
    /* The largest and the most exact are numbers yet. */
    list(&equals, 1, "v=9.9999999999999999999999999999999999999e125");
    cr_expect_not_null(strstr(fixture.database.requests[0].body, "(#0=:0 OR #0=:1)"));
    cr_expect_not_null(strstr(fixture.database.requests[0].body,
                              "{\"N\":\"99999999999999999999999999999999999999000"));
}

Test(filter, has_a_form_for_each_match)
{
    EXPECT_FILTER(prefix, "v=5", "begins_with(#0,:0)", "\":0\":{\"S\":\"5\"}");
    EXPECT_FILTER(contains, "v=x", "contains(#0,:0)", "\":0\":{\"S\":\"x\"}");
    EXPECT_FILTER(contains, "v=5.0", "(contains(#0,:0) OR contains(#0,:1))",
                  "\":0\":{\"S\":\"5.0\"},\":1\":{\"N\":\"5\"}");
    EXPECT_FILTER(contains, "v=true", "contains(#0,:0)", "\":0\":{\"S\":\"true\"}");
    EXPECT_FILTER(contains, "v=false", "contains(#0,:0)", "\":0\":{\"S\":\"false\"}");
    EXPECT_FILTER(after, "v=5", "(#0>:0 OR #0>:1)", "\":0\":{\"S\":\"5\"},\":1\":{\"N\":\"5\"}");
    EXPECT_FILTER(after, "v=true", "#0>:0", "\":0\":{\"S\":\"true\"}");
    EXPECT_FILTER(before, "v=5", "(#0<:0 OR #0<:1)", "\":0\":{\"S\":\"5\"},\":1\":{\"N\":\"5\"}");
    list(&exists, 1, "");
    EXPECT_CALL(0, "Scan",
                HEAD ",\"FilterExpression\":\"attribute_exists(#0)\","
                     "\"ExpressionAttributeNames\":{\"#0\":\"f\"}}");
    list(&absent, 1, "");
    EXPECT_CALL(0, "Scan",
                HEAD ",\"FilterExpression\":\"attribute_not_exists(#0)\","
                     "\"ExpressionAttributeNames\":{\"#0\":\"f\"}}");
}

/* ---- ranges ---- */

Test(filter, has_both_ends_of_one_type)
{
    EXPECT_FILTER(between, "from=a&to=b", "#0 BETWEEN :0 AND :1",
                  "\":0\":{\"S\":\"a\"},\":1\":{\"S\":\"b\"}");
    EXPECT_FILTER(between, "from=1&to=2", "(#0 BETWEEN :0 AND :1 OR #0 BETWEEN :2 AND :3)",
                  "\":0\":{\"S\":\"1\"},\":1\":{\"S\":\"2\"},\":2\":{\"N\":\"1\"},"
                  "\":3\":{\"N\":\"2\"}");
    EXPECT_FILTER(between, "from=1&to=b", "#0 BETWEEN :0 AND :1",
                  "\":0\":{\"S\":\"1\"},\":1\":{\"S\":\"b\"}");
    EXPECT_FILTER(between, "from=1e2a&to=2", "#0 BETWEEN :0 AND :1",
                  "\":0\":{\"S\":\"1e2a\"},\":1\":{\"S\":\"2\"}");
}

Test(filter, has_one_end_alone)
{
    EXPECT_FILTER(between, "from=1", "(#0>=:0 OR #0>=:1)",
                  "\":0\":{\"S\":\"1\"},\":1\":{\"N\":\"1\"}");
    EXPECT_FILTER(between, "to=b", "#0<=:0", "\":0\":{\"S\":\"b\"}");
    EXPECT_FILTER(between, "to=1", "(#0<=:0 OR #0<=:1)",
                  "\":0\":{\"S\":\"1\"},\":1\":{\"N\":\"1\"}");
}

/* Nothing lies between ends the wrong way round, and DynamoDB would refuse them. */
Test(filter, leaves_out_the_type_in_which_a_range_is_backwards)
{
    EXPECT_FILTER(between, "from=9&to=10", "#0 BETWEEN :0 AND :1",
                  "\":0\":{\"N\":\"9\"},\":1\":{\"N\":\"10\"}");
    EXPECT_FILTER(between, "from=-1&to=-2", "#0 BETWEEN :0 AND :1",
                  "\":0\":{\"S\":\"-1\"},\":1\":{\"S\":\"-2\"}");
    EXPECT_FILTER(between, "from=1.0&to=1", "#0 BETWEEN :0 AND :1",
                  "\":0\":{\"N\":\"1\"},\":1\":{\"N\":\"1\"}");
    list(&between, 1, "from=b&to=a");
    EXPECT_ERROR(400, "Bad parameter: from is greater than the other end");
    list(&between, 1, "from=20&to=10");
    EXPECT_ERROR(400, "Bad parameter: from is greater than the other end");
    EXPECT_CALLS(0);
}

/* ---- constants and other places ---- */

Test(filter, takes_a_constant_for_what_it_is)
{
    const struct ls_filter text = {.name = "f", .low = TYPED("{\"S\":\"5\"}")};
    const struct ls_filter number = {.name = "f", .low = TYPED("{\"N\":\"5\"}")};
    const struct ls_filter truth = {.name = "f", .low = TYPED("{\"BOOL\":true}")};
    const struct ls_filter null = {.name = "f", .low = TYPED("{\"NULL\":true}")};
    const struct ls_filter odd = {.name = "f", .low = TYPED("{\"S\":\"\\u0061\\\"\"}")};
    const struct ls_filter has_true = {
        .name = "f", .match = LS_MATCH_CONTAINS, .low = TYPED("{\"BOOL\":true}")};

    EXPECT_FILTER(text, "", "#0=:0", "\":0\":{\"S\":\"5\"}");
    EXPECT_FILTER(number, "", "#0=:0", "\":0\":{\"N\":\"5\"}");
    EXPECT_FILTER(truth, "", "#0=:0", "\":0\":{\"BOOL\":true}");
    EXPECT_FILTER(null, "", "#0=:0", "\":0\":{\"NULL\":true}");
    EXPECT_FILTER(odd, "", "#0=:0", "\":0\":{\"S\":\"a\\\"\"}");
    EXPECT_FILTER(has_true, "", "contains(#0,:0)", "\":0\":{\"BOOL\":true}");
}

Test(filter, gives_the_other_end_the_type_of_a_constant)
{
    const struct ls_filter from_5 = {
        .name = "f", .match = LS_MATCH_BETWEEN, .low = TYPED("{\"N\":\"5\"}"), .high = QUERY("to")};
    const struct ls_filter to_m = {.name = "f",
                                   .match = LS_MATCH_BETWEEN,
                                   .low = QUERY("from"),
                                   .high = TYPED("{\"S\":\"m\"}")};

    EXPECT_FILTER(from_5, "to=10", "#0 BETWEEN :0 AND :1",
                  "\":0\":{\"N\":\"5\"},\":1\":{\"N\":\"10\"}");
    EXPECT_FILTER(from_5, "", "#0>=:0", "\":0\":{\"N\":\"5\"}");
    EXPECT_FILTER(to_m, "from=5", "#0 BETWEEN :0 AND :1",
                  "\":0\":{\"S\":\"5\"},\":1\":{\"S\":\"m\"}");
    list(&from_5, 1, "to=4");
    EXPECT_ERROR(400, "Bad parameter: to is less than the other end");
    list(&from_5, 1, "to=ten");
    EXPECT_ERROR(400, "Bad parameter: to must be a number, as the other end is");
    list(&to_m, 1, "from=n");
    EXPECT_ERROR(400, "Bad parameter: from is greater than the other end");
    EXPECT_CALLS(0);
}

Test(filter, takes_values_from_header_and_claim)
{
    const struct ls_filter header = {
        .name = "f", .match = LS_MATCH_AFTER, .low = {LS_SOURCE_HEADER, "x-min"}};
    const struct ls_filter no_header = {.name = "f", .low = {LS_SOURCE_HEADER, "x-max"}};
    const struct ls_filter claim = {.name = "f", .low = {LS_SOURCE_CLAIM, "sub"}};
    const struct ls_filter number = {.name = "f", .low = {LS_SOURCE_CLAIM, "level"}};
    const struct ls_filter no_claim = {.name = "f", .low = {LS_SOURCE_CLAIM, "tenant"}};

    EXPECT_FILTER(header, "", "(#0>:0 OR #0>:1)", "\":0\":{\"S\":\"5\"},\":1\":{\"N\":\"5\"}");
    EXPECT_FILTER(claim, "", "#0=:0", "\":0\":{\"S\":\"u1\"}");
    EXPECT_FILTER(number, "", "(#0=:0 OR #0=:1)", "\":0\":{\"S\":\"3\"},\":1\":{\"N\":\"3\"}");
    list(&no_header, 1, "");
    EXPECT_ERROR(400, "Bad parameter: x-max is required");
    list(&no_claim, 1, "");
    EXPECT_ERROR(403, "Forbidden");
    list(&equals, 1, "v=1&v=2");
    EXPECT_ERROR(400, "Bad parameter: v is given more than once");
    EXPECT_CALLS(0);
}

/* ---- attributes of which the spec says more ---- */

Test(filter, compares_a_declared_attribute_by_its_type)
{
    static const struct ls_attribute number = {
        .name = "f", .type = LS_TYPE_NUMBER, .max_len = 1024};
    static const struct ls_attribute binary = {
        .name = "f", .type = LS_TYPE_BINARY, .max_len = 1024};
    static const struct ls_attribute string = {.name = "f", .max_len = 1024};
    struct ls_filter row = between;

    row.attribute = &number;
    EXPECT_FILTER(row, "from=9&to=1e1", "#0 BETWEEN :0 AND :1",
                  "\":0\":{\"N\":\"9\"},\":1\":{\"N\":\"10\"}");
    EXPECT_FILTER(row, "to=9", "#0<=:0", "\":0\":{\"N\":\"9\"}");
    list(&row, 1, "");
    EXPECT_CALL(0, "Scan", HEAD "}");
    list(&row, 1, "from=10&to=9");
    EXPECT_ERROR(400, "Bad parameter: from is greater than the other end");
    list(&row, 1, "from=ten");
    EXPECT_ERROR(400, "Bad parameter: from is not a number that DynamoDB can hold");
    row.attribute = &string;
    EXPECT_FILTER(row, "from=5&to=6", "#0 BETWEEN :0 AND :1",
                  "\":0\":{\"S\":\"5\"},\":1\":{\"S\":\"6\"}");
    list(&row, 1, "from=9&to=10");
    EXPECT_ERROR(400, "Bad parameter: from is greater than the other end");
    row.attribute = &binary;
    /* In bytes 00 and FF; as base64 texts they are the other way round. */
    EXPECT_FILTER(row, "from=AA&to=_w", "#0 BETWEEN :0 AND :1",
                  "\":0\":{\"B\":\"AA==\"},\":1\":{\"B\":\"/w==\"}");
    list(&row, 1, "from=_w&to=AA");
    EXPECT_ERROR(400, "Bad parameter: from is greater than the other end");
    row = equals;
    row.attribute = &number;
    row.low = (struct ls_source){LS_SOURCE_CONST, "7"};
    EXPECT_FILTER(row, "", "#0=:0", "\":0\":{\"N\":\"7\"}");
}

Test(filter, takes_times_in_one_form_and_their_beginnings_as_they_are)
{
    static const struct ls_attribute time = {
        .name = "f", .format = LS_FORMAT_TIMESTAMP, .max_len = 1024};
    struct ls_filter row = after;

    row.attribute = &time;
    EXPECT_FILTER(row, "v=2026-01-02T03:04:05%2B01:00", "#0>:0",
                  "\":0\":{\"S\":\"2026-01-02T02:04:05.000Z\"}");
    cr_expect_eq(list(&row, 1, "v=2026-01"), 400);
    row = prefix;
    row.attribute = &time;
    EXPECT_FILTER(row, "v=2026-01", "begins_with(#0,:0)", "\":0\":{\"S\":\"2026-01\"}");
    row = contains;
    row.attribute = &time;
    EXPECT_FILTER(row, "v=", "contains(#0,:0)", "\":0\":{\"S\":\"\"}");
}

/* ---- several, and what no route writes down ---- */

Test(filter, joins_all_with_what_has_expired)
{
    const struct ls_filter all[] = {
        {.name = "size", .low = QUERY("size")},
        {.name = "color", .match = LS_MATCH_EXISTS},
        {.name = "size", .match = LS_MATCH_AFTER, .low = QUERY("min")},
    };
    struct ls_route route = *items_route("GET /sessions");

    route.filters = all;
    route.filter_count = 3;
    vary(&route);
    fixture_reply(200, "{\"Items\":[]}");
    SEND(.route_key = "GET /sessions", .query = "min=a&size=5");
    EXPECT_CALL(0, "Scan",
                "{\"TableName\":\"tap-sessions-dev\",\"Limit\":100,\"FilterExpression\":"
                "\"(#0=:0 OR #0=:1) AND attribute_exists(#1) AND #0>:2 AND NOT #2<=:3\","
                "\"ExpressionAttributeNames\":{\"#0\":\"size\",\"#1\":\"color\",\"#2\":"
                "\"expires\"},\"ExpressionAttributeValues\":{\":0\":{\"S\":\"5\"},"
                "\":1\":{\"N\":\"5\"},\":2\":{\"S\":\"a\"},\":3\":{\"N\":\"1769903999\"}}}");
    fixture_reply(200, "{\"Items\":[]}");
    SEND(.route_key = "GET /sessions");
    EXPECT_CALL(1, "Scan",
                "{\"TableName\":\"tap-sessions-dev\",\"Limit\":100,\"FilterExpression\":"
                "\"attribute_exists(#0) AND NOT #1<=:0\",\"ExpressionAttributeNames\":"
                "{\"#0\":\"color\",\"#1\":\"expires\"},\"ExpressionAttributeValues\":"
                "{\":0\":{\"N\":\"1769903999\"}}}");
}

/* Rooms from "a" to "c": the range of the derived attribute holds more, as "room#c!#…" does. */
Test(filter, makes_the_range_of_a_part_exact)
{
    const char *body, *at;

    fixture_reply(200, "{\"Items\":[]}");
    SEND(.route_key = "GET /rooms", .query = "from=a&to=c",
         .authorizer = "{\"jwt\":{\"claims\":{\"custom:tenant\":\"t\"}}}");
    EXPECT_CALLS(1);
    body = fixture.database.requests[0].body;
    at = strstr(body, "\"FilterExpression\":\"");
    cr_assert_not_null(at, "%s", body);
    cr_expect_eq(strncmp(at, "\"FilterExpression\":\"#2 BETWEEN :3 AND :4\"", 41), 0, "%s", body);
    cr_expect_not_null(strstr(body, "\"#2\":\"room\""), "%s", body);
    cr_expect_not_null(strstr(body, "\":3\":{\"S\":\"a\"},\":4\":{\"S\":\"c\"}}"), "%s", body);
}

static size_t count_of(const char *text, const char *word)
{
    size_t count = 0;

    while ((text = strstr(text, word)) != NULL) {
        text += strlen(word);
        count++;
    }
    return count;
}

/* DynamoDB takes 300 operators and 4 KB. */
Test(filter, stays_within_dynamodbs_limits)
{
    static const char *const operators[] = {" OR ", " AND ", "BETWEEN", "NOT "};
    struct ls_filter all[LS_MAX_FILTERS];
    static const char *const names[LS_MAX_FILTERS] = {"a", "b", "c", "d", "e", "f", "g", "h",
                                                      "i", "j", "k", "l", "m", "n", "o", "p"};
    struct ls_route route = *items_route("GET /sessions");
    char expression[8192];
    const char *body, *at;
    size_t count = 0, len;

    for (size_t i = 0; i < LS_MAX_FILTERS; i++) {
        all[i] = between;
        all[i].name = names[i];
    }
    route.filters = all;
    route.filter_count = LS_MAX_FILTERS;
    vary(&route);
    fixture_reply(200, "{\"Items\":[]}");
    cr_assert_eq(SEND(.route_key = "GET /sessions", .query = "from=1&to=2"), 200);
    body = fixture.database.requests[0].body;
    at = strstr(body, "\"FilterExpression\":\"") + strlen("\"FilterExpression\":\"");
    len = strcspn(at, "\"");
    cr_expect_lt(len, (size_t)2048);
    snprintf(expression, sizeof(expression), "%.*s", (int)len, at);
    for (size_t i = 0; i < sizeof(operators) / sizeof(operators[0]); i++)
        count += count_of(expression, operators[i]);
    cr_expect_lt(count, (size_t)200, "%zu", count);
    cr_expect_eq(count_of(expression, "BETWEEN"), (size_t)32);
    cr_expect_not_null(strstr(body, "\":63\":{\"N\":\"2\"},\":64\":{\"N\":\"1769903999\"}}"));
}

/* ---- the cursor ---- */

/* The parameter of the cursor that GET /items with the filter and the query gives. */
static void read_cursor(const struct ls_filter *filter, const char *query, char out[256])
{
    struct ls_route route = *items_route("GET /items");
    const char *at;

    route.filters = filter;
    route.filter_count = 1;
    vary(&route);
    fixture_reply(200, "{\"Items\":[{}],\"LastEvaluatedKey\":{\"id\":{\"S\":\"k\"}}}");
    SEND(.route_key = "GET /items", .query = query);
    at = strstr(fixture_body(), "\"cursor\":\"");
    cr_assert_not_null(at);
    at += strlen("\"cursor\":\"");
    snprintf(out, 256, "cursor=%.*s", (int)strcspn(at, "\""), at);
}

Test(filter, has_cursors_of_its_own)
{
    static const struct {
        const struct ls_filter *filter;
        const char *given, *taken;
        int status;
    } rows[] = {
        {&equals, "v=1", "v=1", 200},
        {&equals, "v=1", "v=2", 400},
        {&equals, "v=1", "w=1", 400},
        {&equals, "", "v=1", 400},
        {&equals, "", "w=1", 200},
        {&equals, "v=1", "v=1.0", 400},
        {&between, "from=1", "to=1", 400},
        {&between, "from=1", "from=1", 200},
        {&between, "from=1", "from=1&to=1", 400},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char cursor[256], query[512];

        fixture.database.reply_count = fixture.database.next_reply = 0;
        read_cursor(rows[i].filter, rows[i].given, cursor);
        snprintf(query, sizeof(query), "%s&%s", rows[i].taken, cursor);
        fixture_reply(200, "{\"Items\":[]}");
        SEND(.route_key = "GET /items", .query = query);
        cr_expect_eq(fixture.response.http_status, rows[i].status, "%s %s", rows[i].given,
                     rows[i].taken);
        if (rows[i].status == 400)
            EXPECT_ERROR(400, "Bad parameter: cursor is not one that this list gave");
    }
}
