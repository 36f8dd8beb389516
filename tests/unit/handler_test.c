/*
 * Handlers: what lockstep.h promises them.
 */
#include <stdlib.h>
#include <string.h>

#include "expect.h"
#include "fixture.h"

static void release(void)
{
    items_handler = NULL;
    fixture_release();
}

TestSuite(handler, .init = fixture_init, .fini = release);

/* Runs the handler behind POST /items/{id}/reserve, with id "a". */
static int run(ls_handler *handler)
{
    items_handler = handler;
    return SEND(.route_key = "POST /items/{id}/reserve", .method = "POST",
                .path = "/items/a/reserve", .query = "q=1&twice=1&twice=2",
                .parameters = "{\"id\":\"a\"}", .headers = "{\"x-one\":\"1\"}",
                .cookies = "[\"session=s1\"]", .body = "{\"n\":3}",
                .authorizer = "{\"jwt\":{\"claims\":{\"sub\":\"u1\"}}}");
}

#define HANDLER(name_)                                                                             \
    static int name_(struct ls_context *context, const struct ls_request *request,                 \
                     struct ls_response *response)
#define UNUSED(what_) ((void)(what_))

/* ---- answers ---- */

HANDLER(answers)
{
    UNUSED(context);
    UNUSED(request);
    return ls_respond_text(response, 202, "text/plain", LS_STR("done"));
}

HANDLER(answers_and_fails)
{
    (void)answers(context, request, response);
    return LS_NETWORK;
}

HANDLER(refuses)
{
    UNUSED(context);
    UNUSED(request);
    return ls_respond_error(response, 418, "tea");
}

HANDLER(fails)
{
    UNUSED(context);
    UNUSED(request);
    UNUSED(response);
    return LS_CONFLICT;
}

HANDLER(forgets_to_answer)
{
    UNUSED(context);
    UNUSED(request);
    UNUSED(response);
    return LS_OK;
}

HANDLER(returns_nonsense)
{
    UNUSED(context);
    UNUSED(request);
    UNUSED(response);
    return 4711;
}

HANDLER(answers_too_much)
{
    size_t len = (size_t)7 * 1024 * 1024;
    char *text = calloc(1, len);
    int status;

    UNUSED(context);
    UNUSED(request);
    cr_assert_not_null(text);
    memset(text, 'a', len);
    status = ls_respond_json(response, 200, ls_str(text, len));
    free(text);
    return status;
}

Test(handler, answers_or_is_answered_for)
{
    run(answers);
    EXPECT_ANSWER(202, "done");
    run(answers_and_fails);
    EXPECT_ANSWER(202, "done");
    run(refuses);
    EXPECT_ERROR(418, "tea");
    run(fails);
    EXPECT_ERROR(409, "Item already exists");
    run(forgets_to_answer);
    EXPECT_ERROR(500, "Internal server error");
    run(returns_nonsense);
    EXPECT_ERROR(500, "Internal server error");
    run(answers_too_much);
    EXPECT_ERROR(500, "Internal server error");
    cr_expect_not_null(strstr(fixture_logged(), "handler returned 0 without an answer"));
    cr_expect_not_null(strstr(fixture_logged(), "handler returned 4711 without an answer"));
    cr_expect_not_null(strstr(fixture_logged(), "handler's answer is too large"));
}

/* ---- requests ---- */

HANDLER(looks_at_its_request)
{
    UNUSED(context);
    EXPECT_STR(ls_request_method(request), "POST");
    EXPECT_STR(ls_request_path(request), "/items/a/reserve");
    EXPECT_STR(ls_request_id(request), "req-1");
    EXPECT_STR(ls_request_body(request), "{\"n\":3}");
    EXPECT_STR(ls_request_parameter(request, "id"), "a");
    EXPECT_STR(ls_request_query(request, "q"), "1");
    EXPECT_STR(ls_request_header(request, "x-one"), "1");
    EXPECT_STR(ls_request_cookie(request, "session"), "s1");
    EXPECT_STR(ls_request_claim(request, "sub"), "u1");
    cr_expect_null(ls_request_parameter(request, "absent").ptr);
    cr_expect_null(ls_request_query(request, "absent").ptr);
    cr_expect_null(ls_request_query(request, "twice").ptr);
    cr_expect_null(ls_request_header(request, "absent").ptr);
    cr_expect_null(ls_request_cookie(request, "absent").ptr);
    cr_expect_null(ls_request_claim(request, "absent").ptr);
    cr_expect_eq(ls_request_time_left_ms(request), INT64_C(10000));
    fixture.clock.now_ms += 10001;
    cr_expect_eq(ls_request_time_left_ms(request), INT64_C(0));
    return ls_respond_empty(response, 204);
}

HANDLER(looks_at_its_path)
{
    UNUSED(context);
    EXPECT_STR(ls_request_path(request), "/files/a/b c");
    EXPECT_STR(ls_request_parameter(request, "path"), "a/b c");
    cr_expect_null(ls_request_parameter(request, "absent").ptr);
    return ls_respond_empty(response, 204);
}

Test(handler, sees_its_request)
{
    cr_expect_eq(run(looks_at_its_request), 204);
    items_handler = looks_at_its_path;
    cr_expect_eq(SEND(.path = "/files/a/b%20c", .domain = "x.lambda-url.eu-west-1.on.aws"), 204);
    cr_expect_eq(SEND(.path = "/files/a/b c"), 204);
}

/* ---- JSON ---- */

HANDLER(reads_json)
{
    struct ls_str object = LS_STR(" {\"s\":\"\\u00e9\",\"n\":-7,\"x\":1.0E1,\"h\":1.5,\"t\":true,"
                                  "\"a\":[1,\"b\",{\"c\":[]}],\"min\":-9223372036854775808,"
                                  "\"over\":9223372036854775808}");
    struct ls_str element, array = ls_json_member(context, object, "a");
    int64_t number = 0;
    bool truth = false;
    size_t cursor = 0;

    UNUSED(request);
    EXPECT_STR(ls_json_string(context, ls_json_member(context, object, "s")), "\xC3\xA9");
    cr_expect_null(ls_json_string(context, ls_json_member(context, object, "n")).ptr);
    cr_expect_null(ls_json_member(context, object, "absent").ptr);
    cr_expect_null(ls_json_member(context, LS_STR("[]"), "s").ptr);
    cr_expect_null(ls_json_member(context, ls_str(NULL, 0), "s").ptr);
    cr_expect_null(ls_json_string(context, ls_str(NULL, 0)).ptr);
    cr_expect(ls_json_int64(ls_json_member(context, object, "n"), &number) && number == -7);
    cr_expect(ls_json_int64(ls_json_member(context, object, "x"), &number) && number == 10);
    cr_expect(ls_json_int64(ls_json_member(context, object, "min"), &number) &&
              number == INT64_MIN);
    cr_expect_not(ls_json_int64(ls_json_member(context, object, "h"), &number));
    cr_expect_not(ls_json_int64(ls_json_member(context, object, "over"), &number));
    cr_expect_not(ls_json_int64(ls_json_member(context, object, "s"), &number));
    cr_expect_not(ls_json_int64(ls_json_member(context, object, "absent"), &number));
    cr_expect(ls_json_bool(ls_json_member(context, object, "t"), &truth) && truth);
    cr_expect_not(ls_json_bool(ls_json_member(context, object, "n"), &truth));
    cr_expect(ls_json_each(context, array, &cursor, &element));
    EXPECT_STR(element, "1");
    cr_expect(ls_json_each(context, array, &cursor, &element));
    EXPECT_STR(element, "\"b\"");
    cr_expect(ls_json_each(context, array, &cursor, &element));
    EXPECT_STR(element, "{\"c\":[]}");
    cr_expect_not(ls_json_each(context, array, &cursor, &element));
    cr_expect_not(ls_json_each(context, array, &cursor, &element));
    cursor = 0;
    cr_expect_not(ls_json_each(context, LS_STR("{\"a\":1}"), &cursor, &element));
    cr_expect_not(ls_json_each(context, LS_STR("[1 2"), &(size_t){2}, &element));
    return ls_respond_empty(response, 204);
}

HANDLER(writes_json)
{
    struct ls_str key = ls_json_key(context, "id", LS_STR("a\"b"));
    struct ls_str built = ls_json_format(
        context, "{\"s\":%s,\"S\":%S,\"d\":%d,\"l\":%l,\"b\":%b,\"j\":%j,\"no\":%j,\"p\":\"100%\"}",
        "q\"", LS_STR("x\n"), -3, INT64_C(-9223372036854775807), true, LS_STR("[1]"),
        ls_json_member(context, key, "absent"));

    UNUSED(request);
    EXPECT_STR(key, "{\"id\":\"a\\\"b\"}");
    return ls_respond_json(response, 200, built);
}

Test(handler, reads_and_writes_json)
{
    cr_expect_eq(run(reads_json), 204);
    run(writes_json);
    EXPECT_ANSWER(200,
                  "{\"s\":\"q\\\"\",\"S\":\"x\\n\",\"d\":-3,\"l\":-9223372036854775807,\"b\":true,"
                  "\"j\":[1],\"no\":null,\"p\":\"100%\"}");
}

/* ---- tables ---- */

HANDLER(gets_an_item)
{
    struct ls_str item, again;
    struct ls_str key = ls_json_key(context, "id", ls_request_parameter(request, "id"));
    int status = ls_table_get(context, TABLE_ITEMS, key, &item);

    if (status != LS_OK)
        return status;
    /* What was handed out before stays, whatever comes after. */
    cr_expect_eq(ls_table_get(context, TABLE_ITEMS, key, &again), LS_NOT_FOUND);
    return ls_respond_json(response, 200, item);
}

Test(handler, gets_items)
{
    fixture_reply(200, "{\"Item\":{\"id\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}}");
    fixture_reply(200, "{}");
    run(gets_an_item);
    EXPECT_ANSWER(200, "{\"id\":\"a\",\"n\":1}");
    EXPECT_CALL(0, "GetItem", "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\"}}}");
    fixture_reply(200, "{}");
    run(gets_an_item);
    EXPECT_ERROR(404, "Item not found");
}

HANDLER(changes_items)
{
    const struct ls_expression reserve = {
        .update = "SET #s = #s - :one",
        .condition = "#s > :zero",
        .names = LS_STR("{\"#s\":\"stock\"}"),
        .values = LS_STR("{\":one\":1,\":zero\":0}"),
    };
    const struct ls_expression unless_there = {.condition = "attribute_not_exists(id)"};
    struct ls_str key = ls_json_key(context, "id", LS_STR("a")), item;

    UNUSED(request);
    cr_expect_eq(
        ls_table_put(context, TABLE_ITEMS, LS_STR("{\"id\":\"a\",\"stock\":1}"), &unless_there),
        LS_OK);
    cr_expect_eq(ls_table_put(context, TABLE_BLOBS, LS_STR("{\"hash\":\"_w\",\"seq\":1}"), NULL),
                 LS_OK);
    cr_expect_eq(ls_table_update(context, TABLE_ITEMS, key, &reserve, &item), LS_OK);
    EXPECT_STR(item, "{\"stock\":0}");
    cr_expect_eq(ls_table_update(context, TABLE_ITEMS, key, &reserve, NULL), LS_CONDITION_FAILED);
    cr_expect_eq(ls_table_delete(context, TABLE_ITEMS, key, NULL), LS_OK);
    return ls_respond_empty(response, 204);
}

Test(handler, changes_items)
{
    fixture_reply(200, "{}");
    fixture_reply(200, "{}");
    fixture_reply(200, "{\"Attributes\":{\"stock\":{\"N\":\"0\"}}}");
    fixture_reply(400, "{\"__type\":\"x#ConditionalCheckFailedException\"}");
    fixture_reply(200, "{}");
    cr_expect_eq(run(changes_items), 204);
    EXPECT_CALLS(5);
    EXPECT_CALL(0, "PutItem",
                "{\"TableName\":\"tap-items-dev\",\"Item\":{\"id\":{\"S\":\"a\"},\"stock\":{\"N\":"
                "\"1\"}},\"ConditionExpression\":\"attribute_not_exists(id)\"}");
    EXPECT_CALL(1, "PutItem",
                "{\"TableName\":\"tap-blobs-dev\",\"Item\":{\"hash\":{\"B\":\"/w==\"},"
                "\"seq\":{\"N\":\"1\"}}}");
    EXPECT_CALL(
        2, "UpdateItem",
        "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\"}},"
        "\"UpdateExpression\":\"SET #s = #s - :one\",\"ConditionExpression\":\"#s > :zero\","
        "\"ExpressionAttributeNames\":{\"#s\":\"stock\"},\"ExpressionAttributeValues\":{"
        "\":one\":{\"N\":\"1\"},\":zero\":{\"N\":\"0\"}},\"ReturnValues\":\"ALL_NEW\"}");
    EXPECT_CALL(4, "DeleteItem",
                "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\"}}}");
}

static const struct ls_expression if_there = {.condition = "attribute_exists(id)"};

HANDLER(loses_replies)
{
    const struct ls_expression count_up = {
        .update = "ADD n :one",
        .values = LS_STR("{\":one\":1}"),
    };
    struct ls_str key = ls_json_key(context, "id", LS_STR("a")), item = LS_STR("{\"id\":\"a\"}");
    struct ls_str reply;

    UNUSED(request);
    cr_expect_eq(ls_table_update(context, TABLE_ITEMS, key, &count_up, NULL), LS_NETWORK);
    cr_expect_not_null(strstr(context->error.detail, "may have happened"));
    cr_expect_eq(ls_table_put(context, TABLE_ITEMS, item, &if_there), LS_NETWORK);
    cr_expect_eq(ls_table_delete(context, TABLE_ITEMS, key, &if_there), LS_NETWORK);
    cr_expect_eq(ls_dynamodb(context, "TransactWriteItems", LS_STR("{}"), &reply), LS_NETWORK);
    return ls_respond_empty(response, 204);
}

Test(handler, is_told_of_a_write_that_may_have_happened)
{
    for (int i = 0; i < 4; i++)
        fixture_reply(0, NULL);
    cr_expect_eq(run(loses_replies), 204);
    EXPECT_CALLS(4);
}

HANDLER(repeats)
{
    const struct ls_expression no_condition = {.condition = NULL};
    struct ls_str key = ls_json_key(context, "id", LS_STR("a")), item = LS_STR("{\"id\":\"a\"}");
    struct ls_str reply;

    UNUSED(request);
    cr_expect_eq(ls_table_put(context, TABLE_ITEMS, item, NULL), LS_OK);
    cr_expect_eq(ls_table_delete(context, TABLE_ITEMS, key, &no_condition), LS_OK);
    cr_expect_eq(ls_dynamodb(context, "TransactGetItems", LS_STR("{}"), &reply), LS_OK);
    cr_expect_eq(ls_table_get(context, TABLE_ITEMS, key, &reply), LS_NOT_FOUND);
    return ls_respond_empty(response, 204);
}

Test(handler, has_all_else_repeated_for_it)
{
    for (int i = 0; i < 4; i++) {
        fixture_reply(0, NULL);
        fixture_reply(200, "{}");
    }
    cr_expect_eq(run(repeats), 204);
    EXPECT_CALLS(8);
}

/* ---- grants ---- */

HANDLER(oversteps)
{
    const struct ls_page index = {.index = "by_kind"}, other = {.index = "by_site"},
                         none = {.index = "by_nothing"};
    struct ls_str key = ls_json_key(context, "code", LS_STR("a")), items, next;

    UNUSED(request);
    UNUSED(response);
    cr_expect_eq(ls_table_get(context, TABLE_LINKS, key, &items), LS_NOT_GRANTED);
    cr_expect_eq(ls_table_delete(context, TABLE_BLOBS, key, NULL), LS_NOT_GRANTED);
    cr_expect_eq(ls_table_query(context, TABLE_ITEMS, NULL, NULL, &items, &next), LS_NOT_GRANTED);
    cr_expect_eq(ls_table_query(context, TABLE_READINGS, NULL, &other, &items, &next),
                 LS_NOT_GRANTED);
    cr_expect_eq(ls_table_query(context, TABLE_READINGS, NULL, &none, &items, &next),
                 LS_NOT_GRANTED);
    cr_expect_eq(ls_table_get(context, TABLE_COUNT, key, &items), LS_INTERNAL);
    cr_expect_eq(ls_table_query(context, TABLE_COUNT, NULL, &index, &items, &next), LS_INTERNAL);
    cr_expect_eq(ls_table_name(context, TABLE_COUNT).len, (size_t)0);
    return ls_table_scan(context, TABLE_READINGS, NULL, &index, &items, &next);
}

Test(handler, may_do_what_its_route_is_granted)
{
    run(oversteps);
    EXPECT_ERROR(500, "Internal server error");
    EXPECT_CALLS(0);
    cr_expect_not_null(strstr(fixture_logged(), "\"message\":\"not granted\""));
    cr_expect_not_null(strstr(fixture_logged(),
                              "\"route\":\"POST /items/{id}/reserve\",\"table\":\"links\","
                              "\"index\":\"\",\"operation\":\"get\""));
    cr_expect_not_null(strstr(fixture_logged(), "\"table\":\"blobs\",\"index\":\"\","
                                                "\"operation\":\"delete\""));
    cr_expect_not_null(strstr(fixture_logged(), "the route has no grant scan on readings.by_kind"));
}

/* ---- mistakes ---- */

HANDLER(gives_bad_arguments)
{
    const struct ls_expression bad_names = {.names = LS_STR("{\"#s\":")},
                               bad_values = {.values = LS_STR("[1]")};
    const struct ls_page bad_page = {.limit = -1};
    struct ls_str item, next;

    UNUSED(request);
    cr_expect_eq(ls_table_get(context, TABLE_ITEMS, LS_STR("{}"), &item), LS_BAD_KEY);
    cr_expect_eq(ls_table_get(context, TABLE_ITEMS, LS_STR("{\"id\":7}"), &item), LS_BAD_KEY);
    cr_expect_eq(ls_table_get(context, TABLE_ITEMS, ls_str(NULL, 0), &item), LS_BAD_KEY);
    cr_expect_eq(ls_table_put(context, TABLE_ITEMS, LS_STR("[]"), NULL), LS_NOT_AN_OBJECT);
    cr_expect_eq(ls_table_put(context, TABLE_ITEMS, LS_STR("{\"id\":7}"), NULL), LS_BAD_PARAMETER);
    cr_expect_eq(ls_table_put(context, TABLE_ITEMS, LS_STR("{\"id\":\"a\"}"), &bad_names),
                 LS_INTERNAL);
    cr_expect_eq(ls_table_put(context, TABLE_ITEMS, LS_STR("{\"id\":\"a\"}"), &bad_values),
                 LS_NOT_AN_OBJECT);
    cr_expect_eq(ls_table_scan(context, TABLE_READINGS, NULL, &bad_page, &item, &next),
                 LS_INTERNAL);
    cr_expect_eq(ls_item_typed(context, LS_STR("{\"a\":"), &item), LS_BAD_JSON);
    cr_expect_eq(ls_item_plain(context, LS_STR("{\"a\":1}"), &item), LS_BAD_REPLY);
    return ls_respond_empty(response, 204);
}

Test(handler, is_told_what_is_wrong)
{
    cr_expect_eq(run(gives_bad_arguments), 204);
    EXPECT_CALLS(0);
}

/* ---- everything else ---- */

HANDLER(calls_dynamodb_itself)
{
    struct ls_str typed, plain, body, answer;

    UNUSED(request);
    cr_expect_eq(ls_item_typed(context, LS_STR("{\"id\":\"a\",\"n\":1}"), &typed), LS_OK);
    EXPECT_STR(typed, "{\"id\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}");
    cr_expect_eq(ls_item_plain(context, typed, &plain), LS_OK);
    EXPECT_STR(plain, "{\"id\":\"a\",\"n\":1}");
    body = ls_json_format(context, "{\"Table\":%S,\"Item\":%j}",
                          ls_table_name(context, TABLE_ITEMS), typed);
    cr_expect_eq(ls_dynamodb(context, "TransactWriteItems", body, &answer), LS_OK);
    ls_log(context, LS_LOG_WARN, "stored");
    ls_log_text(context, LS_LOG_INFO, "stored as", "id", LS_STR("a\"b"));
    ls_log_text(context, LS_LOG_INFO, "stored as", "nothing", ls_str(NULL, 0));
    return ls_respond_json(response, 200, answer);
}

Test(handler, calls_dynamodb_and_logs)
{
    fixture_reply(200, "{\"ok\":1}");
    run(calls_dynamodb_itself);
    EXPECT_ANSWER(200, "{\"ok\":1}");
    EXPECT_CALL(
        0, "TransactWriteItems",
        "{\"Table\":\"tap-items-dev\",\"Item\":{\"id\":{\"S\":\"a\"},\"n\":{\"N\":\"1\"}}}");
    cr_expect_not_null(strstr(fixture_logged(), "\"level\":\"WARN\",\"message\":\"stored\""));
    cr_expect_not_null(strstr(fixture_logged(), "\"id\":\"a\\\"b\""));
    cr_expect_not_null(strstr(fixture_logged(), "\"nothing\":\"\""));
    cr_expect_not_null(strstr(fixture_logged(), "\"calls\":1"));
}
