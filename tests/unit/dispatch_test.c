/*
 * Dispatch: the right route, one answer and one log line for every event, whatever goes wrong.
 */
#include "dispatch.h"

#include <cjson/cJSON.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"
#include "fixture.h"

TestSuite(dispatch, .init = fixture_init, .fini = fixture_release);

/* ---- routes ---- */

Test(dispatch, goes_by_the_route_key_alone)
{
    fixture_reply(200, "{\"Item\":{}}");
    SEND(.route_key = "GET /items/{id}", .method = "DELETE", .path = "/something/else",
         .parameters = "{\"id\":\"a\"}");
    EXPECT_CALL(0, "GetItem", "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\"}}}");
}

Test(dispatch, an_unknown_key_is_a_quiet_404)
{
    SEND(.route_key = "GET /items/{x}", .path = "/items/a", .parameters = "{\"x\":\"a\"}");
    EXPECT_ERROR(404, "Not found");
    SEND(.route_key = "GET /gone");
    EXPECT_ERROR(404, "Not found");
    EXPECT_CALLS(0);
    cr_expect_null(strstr(fixture_logged(), "ERROR"));
}

Test(dispatch, goes_by_the_path_behind_default)
{
    fixture_reply(200, "{\"Item\":{}}");
    SEND(.path = "/items/a b%2F", .parameters = "{\"id\":\"not me\"}");
    EXPECT_CALL(0, "GetItem",
                "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a b%2F\"}}}");
    fixture_reply(200, "{}");
    SEND(.path = "/dev/items/a", .stage = "dev", .method = "DELETE");
    EXPECT_CALL(1, "DeleteItem",
                "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a\"}}}");
}

Test(dispatch, goes_by_the_path_without_a_route_key)
{
    fixture_reply(200, "{\"Items\":[]}");
    cr_expect_eq(fixture_send_text("{\"version\":\"2.0\",\"rawPath\":\"/items\","
                                   "\"requestContext\":{\"http\":{\"method\":\"GET\"}}}"),
                 LS_OK);
    EXPECT_ANSWER(200, "{\"items\":[],\"count\":0}");
}

#define URL(path_, method_)                                                                        \
    SEND(.path = (path_), .method = (method_), .domain = "x.lambda-url.eu-west-1.on.aws")

Test(dispatch, decodes_what_a_function_url_leaves_encoded)
{
    fixture_reply(200, "{\"Item\":{}}");
    URL("/items/a%20b%2Fc%252F", "GET");
    EXPECT_CALL(0, "GetItem",
                "{\"TableName\":\"tap-items-dev\",\"Key\":{\"id\":{\"S\":\"a b/c%2F\"}}}");
    URL("/items/%FF", "GET");
    EXPECT_ERROR(400, "ID parameter required");
    URL("/items/%zz", "GET");
    EXPECT_ERROR(400, "ID parameter required");
    EXPECT_CALLS(1);
}

Test(dispatch, says_which_methods_a_path_allows)
{
    URL("/items/a", "POST");
    EXPECT_ERROR(405, "Method not allowed");
    cr_expect_str_eq(fixture_header("allow"), "GET, PUT, PATCH, DELETE");
    URL("/items", "BREW");
    EXPECT_ERROR(405, "Method not allowed");
    cr_expect_str_eq(fixture_header("allow"), "GET, POST, OPTIONS");
    URL("/nothing", "GET");
    EXPECT_ERROR(404, "Not found");
    cr_expect_null(fixture_header("allow"));
    URL("/items/", "GET");
    EXPECT_ERROR(404, "Not found");
}

/* ---- events ---- */

Test(dispatch, takes_a_body_in_base64)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /items", .body = "eyJpZCI6ImEifQ==", .is_base64 = true);
    EXPECT_ANSWER(201, "{\"message\":\"Item created successfully\",\"id\":\"a\"}");
}

Test(dispatch, refuses_what_is_no_http_event)
{
    cr_expect_eq(fixture_send_text("{\"Records\":[]}"), LS_BAD_EVENT);
    cr_expect_eq(fixture.response.http_status, 0);
    cr_expect_not_null(strstr(fixture.context.error.detail, "payload format 2.0"));
    cr_expect_eq(fixture_send_text(""), LS_BAD_EVENT);
    cr_expect_eq(fixture_send_text("{\"version\":\"2.0\"}"), LS_OK);
    EXPECT_ERROR(404, "Not found");
}

/* ---- failures ---- */

Test(dispatch, says_503_when_dynamodb_has_no_time)
{
    for (int i = 0; i < LS_DYNAMODB_ATTEMPTS; i++)
        fixture_reply(
            400, "{\"__type\":\"x#ProvisionedThroughputExceededException\",\"message\":\"m\"}");
    SEND(.route_key = "GET /items");
    EXPECT_ERROR(503, "Service busy");
    cr_expect_str_eq(fixture_header("retry-after"), "1");
    SEND(.route_key = "GET /items");
    EXPECT_ERROR(503, "Service unavailable");
    cr_expect_str_eq(fixture_header("retry-after"), "1");
}

Test(dispatch, keeps_the_cause_of_a_500_to_the_log)
{
    const char *logged;

    fixture_reply(400, "{\"__type\":\"x#AccessDeniedException\",\"message\":\"User: arn:x is not "
                       "authorized\"}");
    SEND(.route_key = "GET /items");
    EXPECT_ERROR(500, "Internal server error");
    logged = fixture_logged();
    cr_expect_not_null(strstr(logged, "\"level\":\"ERROR\",\"message\":\"request failed\""));
    cr_expect_not_null(strstr(logged, "\"status\":\"REFUSED\""));
    cr_expect_not_null(strstr(logged, "AccessDeniedException"));
}

/* ---- the log ---- */

Test(dispatch, logs_one_line_a_request_and_no_body)
{
    cJSON *line;

    fixture_reply(0, NULL);
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /items", .body = "{\"id\":\"a\",\"password\":\"hunter2\"}");
    cr_expect_null(strstr(fixture_logged(), "hunter2"));
    cr_expect_eq(strchr(fixture_logged(), '\n') + 1, fixture.text + strlen(fixture.text));
    line = cJSON_Parse(fixture_logged());
    cr_assert_not_null(line);
    cr_expect_str_eq(cJSON_GetStringValue(cJSON_GetObjectItem(line, "level")), "INFO");
    cr_expect_str_eq(cJSON_GetStringValue(cJSON_GetObjectItem(line, "message")), "request");
    cr_expect_str_eq(cJSON_GetStringValue(cJSON_GetObjectItem(line, "route")), "POST /items");
    cr_expect_eq((int)cJSON_GetNumberValue(cJSON_GetObjectItem(line, "status")), 201);
    cr_expect_eq((int)cJSON_GetNumberValue(cJSON_GetObjectItem(line, "calls")), 1);
    cr_expect_eq((int64_t)cJSON_GetNumberValue(cJSON_GetObjectItem(line, "ms")),
                 fixture.clock.now_ms - FIXTURE_NOW_MS);
    cJSON_Delete(line);
}

Test(dispatch, logs_a_request_without_a_route)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "GET /items/{id}", .parameters = "{\"id\":\"a\"}");
    cr_expect_not_null(strstr(fixture_logged(), "\"status\":404,\"ms\":0,\"calls\":1}"));
    SEND(.route_key = "GET /gone?secret");
    cr_expect_not_null(
        strstr(fixture_logged(), "\"route\":\"none\",\"status\":404,\"ms\":0,\"calls\":0}"));
    cr_expect_null(strstr(fixture_logged(), "secret"));
}

/* ---- memory ---- */

Test(dispatch, answers_even_when_an_invocation_takes_too_much)
{
    static const char body[] = "{\"\\u0069d\":\"a\"}";

    fixture.arena.max = 0;
    SEND(.route_key = "POST /items", .body = body);
    EXPECT_ERROR(500, "Internal server error");
    fixture.arena.max = (size_t)1024 * 1024;
    ls_buf_release(&fixture.work);
    ls_buf_init(&fixture.work, 40);
    SEND(.route_key = "GET /items/{id}", .parameters = "{\"id\":\"a\"}");
    cr_expect_eq(fixture.response.http_status, 413);
    EXPECT_CALLS(0);
}

/* Requests that take memory in every way there is. */
static void send_all(void)
{
    static const struct fixture_request requests[] = {
        {.route_key = "POST /items", .body = "{\"i\\u0064\":\"a\\n\",\"l\":[{\"\\u0061\":1}]}"},
        {.route_key = "PUT /items/{id}", .parameters = "{\"id\":\"a\\n\"}", .body = "{\"b\":1}"},
        {.route_key = "GET /items/{id}", .parameters = "{\"id\":\"a\\n\"}"},
        {.route_key = "GET /kinds", .query = "kind=a%20b&before=1&limit=x"},
        {.route_key = "GET /kinds", .query = "kind=a%20b&before=1"},
        {.path = "/items/a%2Fb", .domain = "x.lambda-url.eu-west-1.on.aws"},
        {.path = "/items/a", .method = "POST"},
    };

    fixture.database.rest =
        LS_STR("{\"Item\":{\"a\":{\"S\":\"x\"}},\"Items\":[{\"a\":{\"S\":\"x\"}}],"
               "\"LastEvaluatedKey\":{\"kind\":{\"S\":\"a\\n\"},\"ts\":{\"N\":"
               "\"1\"},\"device\":{\"S\":\"d\"}}}");
    for (size_t i = 0; i < sizeof(requests) / sizeof(requests[0]); i++) {
        fixture_send(&requests[i]);
        cr_expect_eq(fixture_body()[0], '{');
    }
}

Test(dispatch, answers_however_little_memory_an_invocation_has)
{
    for (size_t max = 0; max < 8192; max += 16) {
        fixture.arena.max = max;
        send_all();
    }
    for (size_t max = 0; max < 512; max++) {
        ls_buf_release(&fixture.work);
        ls_buf_init(&fixture.work, max);
        send_all();
    }
}

Test(dispatch, takes_no_more_memory_with_every_request)
{
    size_t work = 0, body = 0;
    const struct ls_arena_block *first = NULL;

    fixture.database.rest =
        LS_STR("{\"Items\":[{\"id\":{\"S\":\"a\"}}],\"LastEvaluatedKey\":{\"id\":"
               "{\"S\":\"a\"}}}");
    for (int i = 0; i < 1000; i++) {
        SEND(.route_key = "GET /items", .query = "limit=7");
        if (i == 1) {
            work = fixture.work.cap;
            body = fixture.response.body.cap;
            first = fixture.arena.first;
        }
    }
    cr_expect_eq(fixture.response.http_status, 200);
    cr_expect_eq(fixture.work.cap, work);
    cr_expect_eq(fixture.response.body.cap, body);
    cr_expect_eq(fixture.arena.first, first);
}
