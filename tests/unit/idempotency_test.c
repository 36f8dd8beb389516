/*
 * Idempotency-Key: the transaction that is asked of DynamoDB, to the byte, and the answers of
 * requests that come again. Hashes are those of sha256sum.
 */
#include "idempotency.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"
#include "fixture.h"
#include "writes_service.h"

TestSuite(idempotency, .init = writes_init, .fini = writes_release);

#define WITH_KEY .headers = "{\"idempotency-key\":\"k-1\"}"
#define ID       .parameters = "{\"id\":\"a\"}"

/* Of "6:writes17:POST /orders/{id}---3:k-11:a-" and of "1:/0:7:{"n":1}". */
#define RECORD_OF_A  "d4230559a70edd9dd17ce8c794e1e8024b6e4f6e03e9f89639d6bc1210e91ace"
#define REQUEST_OF_N "5122d09ad0b1897fa8917e8bade16529ea614ab4aee4081d0b814b01ee4d5041"
/* Of "6:writes15:POST /kept/{id}---3:k-11:a-" and of "1:/0:2:{}". */
#define RECORD_OF_KEPT     "c55e6aa660b9be720019e7ae6f06d71950ced19ae8f2372ce77afc4f228f8063"
#define REQUEST_OF_NOTHING "0fb30623de0e465b67a836ccdd596ac55485a36b53d3043d3607a9f0ff80e3e7"

#define ORDER_A                                                                                    \
    "{\"TableName\":\"orders-dev\",\"Item\":{\"n\":{\"N\":\"1\"},\"v\":{\"N\":\"1\"},\"id\":{"     \
    "\"S\":\"a\"}},\"ConditionExpression\":\"attribute_not_exists(#pk)\","                         \
    "\"ExpressionAttributeNames\":{\"#pk\":\"id\"},\"ReturnValuesOnConditionCheckFailure\":"       \
    "\"ALL_OLD\"}"
/* `until_` is 1769903999 and the rule's ttl_s. */
#define RECORD(key_, until_, answer_)                                                              \
    "{\"TableName\":\"requests-dev\",\"Item\":{\"key\":{\"S\":\"" key_                             \
    "\"},\"until\":{\"N\":\"" until_ "\"},\"answer\":{\"M\":" answer_                              \
    "}},\"ConditionExpression\":\"attribute_not_exists("                                           \
    "#pk) OR #ttl<=:now_s\",\"ExpressionAttributeNames\":{\"#pk\":\"key\",\"#ttl\":\"until\"},"    \
    "\"ExpressionAttributeValues\":{\":now_s\":{\"N\":\"1769903999\"}}}"
#define ANSWER(request_, status_, message_, more_)                                                 \
    "{\"request\":{\"S\":\"" request_ "\"},\"status\":{\"N\":\"" status_ "\"},\"body\":{\"S\":"    \
    "\"{\\\"message\\\":\\\"" message_ "\\\",\\\"id\\\":\\\"a\\\"}\"}" more_ "}"
#define CREATED_A                                                                                  \
    ANSWER(REQUEST_OF_N, "201", "Item created successfully", ",\"version\":{\"N\":\"1\"}")
#define TRANSACTION(item_, record_)                                                                \
    "{\"TransactItems\":[{\"Put\":" item_ "},{\"Put\":" record_ "}],\"ClientRequestToken\":\"T\"}"
#define LOOK_UP(key_)                                                                              \
    "{\"TableName\":\"requests-dev\",\"Key\":{\"key\":{\"S\":\"" key_ "\"}},\"ConsistentRead\":"   \
    "true}"

#define CANCELLED(item_, record_)                                                                  \
    "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\",\"Message\":"   \
    "\"Transaction cancelled, please refer cancellation reasons for specific reasons\","           \
    "\"CancellationReasons\":[" item_ "," record_ "]}"
#define FINE "{\"Code\":\"None\"}"
#define FAILED                                                                                     \
    "{\"Code\":\"ConditionalCheckFailed\",\"Message\":\"The conditional request failed\"}"
#define RECORDED(until_, answer_)                                                                  \
    "{\"Item\":{\"until\":{\"N\":\"" until_ "\"},\"key\":{\"S\":\"x\"},\"answer\":{\"M\":" answer_ \
    "}}}"

/* The token of the n-th request is a UUID of version 4: it is copied, and "T" stands for it. */
static void take_token(int n, char token[37])
{
    static const char mark[] = "\"ClientRequestToken\":\"";
    char *at;

    cr_assert_lt((size_t)n, fixture.database.request_count);
    at = strstr(fixture.database.requests[n].body, mark);
    cr_assert_not_null(at, "%s", fixture.database.requests[n].body);
    at += sizeof(mark) - 1;
    cr_assert_eq(strcspn(at, "\""), (size_t)36);
    cr_expect_eq(at[14], '4');
    memcpy(token, at, 36);
    token[36] = '\0';
    at[0] = 'T';
    memmove(at + 1, at + 36, strlen(at + 36) + 1);
}

#define EXPECT_TRANSACTION(n, body_)                                                               \
    do {                                                                                           \
        char token_[37];                                                                           \
                                                                                                   \
        take_token(n, token_);                                                                     \
        EXPECT_CALL(n, "TransactWriteItems", body_);                                               \
    } while (0)
#define EXPECT_HEADER(name_, value_)                                                               \
    do {                                                                                           \
        const char *header_ = fixture_header(name_);                                               \
                                                                                                   \
        cr_assert_not_null(header_, "no %s", name_);                                               \
        cr_expect_str_eq(header_, value_);                                                         \
    } while (0)

#define CREATE_A SEND(.route_key = "POST /orders/{id}", ID, WITH_KEY, .body = "{\"n\":1}")
#define CREATED  "{\"message\":\"Item created successfully\",\"id\":\"a\"}"

/* ---- the first request ---- */

Test(idempotency, item_and_record_are_one_transaction)
{
    fixture_reply(200, "{}");
    CREATE_A;
    EXPECT_ANSWER(201, CREATED);
    EXPECT_HEADER("etag", "\"1\"");
    cr_expect_null(fixture_header("idempotent-replayed"));
    EXPECT_CALLS(1);
    EXPECT_TRANSACTION(0, TRANSACTION(ORDER_A, RECORD(RECORD_OF_A, "1769904059", CREATED_A)));
}

/* "6:writes11:POST /codes---3:k-1": no version, a generated key, a day. */
Test(idempotency, the_record_has_the_answer)
{
    const char *code;
    char wanted[2048];

    fixture_reply(200, "{}");
    SEND(.route_key = "POST /codes", WITH_KEY, .body = "{}");
    code = strstr(fixture_body(), "\"code\":\"");
    cr_assert_not_null(code);
    snprintf(wanted, sizeof(wanted),
             TRANSACTION("{\"TableName\":\"codes-dev\",\"Item\":{\"code\":{\"S\":\"%.4s\"}},"
                         "\"ConditionExpression\":\"attribute_not_exists(#pk)\","
                         "\"ExpressionAttributeNames\":{\"#pk\":\"code\"},"
                         "\"ReturnValuesOnConditionCheckFailure\":\"ALL_OLD\"}",
                         RECORD("4bc7f73a7a7b553902c8f5ce58e56e2b30d24333a7d041ac12afc8ef8bded64d",
                                "1769990399",
                                "{\"request\":{\"S\":\"" REQUEST_OF_NOTHING "\"},\"status\":{\"N\":"
                                "\"201\"},\"body\":{\"S\":\"{\\\"message\\\":\\\"Item created "
                                "successfully\\\",\\\"code\\\":\\\"%.4s\\\"}\"}}")),
             code + 8, code + 8);
    EXPECT_TRANSACTION(0, wanted);
}

Test(idempotency, an_item_may_be_replaced)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /codes/{code}", .parameters = "{\"code\":\"c\"}", WITH_KEY,
         .body = "{}");
    cr_expect_eq(fixture.response.http_status, 201);
    cr_expect_not_null(strstr(fixture.database.requests[0].body,
                              "{\"TransactItems\":[{\"Put\":{\"TableName\":\"codes-dev\",\"Item\":"
                              "{\"code\":{\"S\":\"c\"}}}},{\"Put\":{\"TableName\":\"requests-dev\","
                              "\"Item\":{\"key\":{\"S\":\"460c32ba4b4dece74c4e5e0b85ba27cd92aaa2ea"
                              "b9480ffefcebf1d78c30fe6e\"}"));
}

Test(idempotency, without_a_key_it_is_an_ordinary_create)
{
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /orders", .body = "{\"id\":\"a\",\"n\":1}");
    EXPECT_ANSWER(201, CREATED);
    EXPECT_CALL(0, "PutItem", ORDER_A);
    SEND(.route_key = "POST /orders/{id}", ID, .body = "{\"n\":1}");
    EXPECT_ERROR(400, "Bad parameter: Idempotency-Key is required");
    EXPECT_CALLS(1);
}

Test(idempotency, a_key_is_visible_ascii)
{
    static const char *const bad[] = {"", " ", "a b", "a\\t", "\\u00e9", "\\u007f", "\\u0000"};
    char headers[512], key[257];

    for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
        snprintf(headers, sizeof(headers), "{\"idempotency-key\":\"%s\"}", bad[i]);
        SEND(.route_key = "POST /orders", .headers = headers, .body = "{}");
        EXPECT_ERROR(400,
                     "Bad parameter: Idempotency-Key must have 1 to 255 visible ASCII characters");
    }
    memset(key, '~', 256);
    key[256] = '\0';
    snprintf(headers, sizeof(headers), "{\"idempotency-key\":\"%s\"}", key);
    SEND(.route_key = "POST /orders", .headers = headers, .body = "{}");
    EXPECT_ERROR(400, "Bad parameter: Idempotency-Key must have 1 to 255 visible ASCII characters");
    EXPECT_CALLS(0);
    key[0] = '!';
    key[255] = '\0';
    snprintf(headers, sizeof(headers), "{\"idempotency-key\":\"%s\"}", key);
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /orders", .headers = headers, .body = "{}");
    cr_expect_eq(fixture.response.http_status, 201);
}

Test(idempotency, a_bad_request_is_not_recorded)
{
    SEND(.route_key = "POST /orders/{id}", ID, WITH_KEY, .body = "{");
    EXPECT_ERROR(400, "Request body is not valid JSON");
    SEND(.route_key = "POST /orders/{id}", ID, WITH_KEY, .body = "{\"id\":\"b\"}");
    EXPECT_ERROR(400, "Bad parameter: id has another value in the body");
    EXPECT_CALLS(0);
}

/*
 * Service, route, caller, key, bound values, and what `set` takes from the caller, but not from
 * the rest of the request: whose record is meant. The fourth is of
 * "6:writes12:POST /orders--26:{"lambda":{"owner":"eve"}}3:k-1", the last of
 * "6:writes11:POST /owned1:s--3:k-13:eve".
 */
Test(idempotency, nobody_meets_anothers_record)
{
    static const struct {
        const char *route, *parameters, *authorizer, *record;
    } rows[] = {
        {"POST /orders", NULL, NULL,
         "b4fbb1103a6a42335aa4600d83680537d46728b7008e18c0536d1cea8a242e1a"},
        {"POST /orders", NULL, "{\"jwt\":{\"claims\":{\"sub\":\"eve\"}}}",
         "9b79edf933447638ed9122f2abe99591e63c33c79bbed61c2c0124b553e50980"},
        {"POST /orders", NULL, "{\"iam\":{\"userArn\":\"arn:aws:iam::1:user/eve\"}}",
         "5e082336d4d8bf214442a192d96389fbd1b35ef9d418d571e4e7c1fd3fbb564e"},
        {"POST /orders", NULL, "{\"lambda\":{\"owner\":\"eve\"}}",
         "6fa8eb30e1faff1e0a6b4600def9de52b185d30c6a7ba72e5da062a1e2206541"},
        {"POST /orders/{id}", "{\"id\":\"a\"}", NULL, RECORD_OF_A},
        {"POST /orders/{id}", "{\"id\":\"b\"}", NULL,
         "5020711621cdbad0901e47294250cb74e14cf667d86db5bd38dfac297a276e77"},
        {"POST /owned", NULL, "{\"jwt\":{\"claims\":{\"sub\":\"s\",\"owner\":\"eve\"}}}",
         "c2ca3303d956b6bf4abc78974eccbe5aee024a8b99ecc6a650ca75bec5d4bebe"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        fixture_reply(200, "{}");
        SEND(.route_key = rows[i].route, .parameters = rows[i].parameters,
             .authorizer = rows[i].authorizer, WITH_KEY, .body = "{}");
        cr_expect_not_null(strstr(fixture.database.requests[i].body, rows[i].record), "%zu: %s", i,
                           fixture.database.requests[i].body);
    }
}

Test(idempotency, a_caller_without_what_is_set_gets_no_further)
{
    SEND(.route_key = "POST /owned", WITH_KEY, .body = "{}",
         .authorizer = "{\"jwt\":{\"claims\":{\"sub\":\"s\"}}}");
    EXPECT_ERROR(403, "Forbidden");
    EXPECT_CALLS(0);
}

Test(idempotency, a_lost_reply_is_asked_for_again_with_the_same_token)
{
    char first[37], second[37];

    fixture_reply(0, NULL);
    fixture_reply(200, "{}");
    CREATE_A;
    EXPECT_ANSWER(201, CREATED);
    EXPECT_CALLS(2);
    take_token(0, first);
    take_token(1, second);
    cr_expect_str_eq(first, second);
}

/* ---- the same request again ---- */

Test(idempotency, a_request_that_comes_again_gets_its_answer_again)
{
    fixture_reply(400, CANCELLED(FAILED, FAILED));
    fixture_reply(200, RECORDED("1769904000", CREATED_A));
    CREATE_A;
    EXPECT_ANSWER(201, CREATED);
    EXPECT_HEADER("etag", "\"1\"");
    EXPECT_HEADER("idempotent-replayed", "true");
    EXPECT_HEADER("content-type", "application/json");
    EXPECT_CALLS(2);
    EXPECT_CALL(1, "GetItem", LOOK_UP(RECORD_OF_A));
}

Test(idempotency, a_recorded_body_may_be_escaped_in_any_way)
{
    fixture_reply(400, CANCELLED(FINE, FAILED));
    fixture_reply(200,
                  RECORDED("1769904000",
                           "{\"body\":{\"S\":\"\\u007b\\\"id\\\":\\\"\\\\u00e9\\/\\\"}\"},"
                           "\"status\":{\"N\":\"200\"},\"request\":{\"S\":\"" REQUEST_OF_N "\"}}"));
    CREATE_A;
    EXPECT_ANSWER(200, "{\"id\":\"\\u00e9/\"}");
    cr_expect_null(fixture_header("etag"));
}

/* Told of the item alone, or of a conflict with the other transaction: it is the same request. */
Test(idempotency, the_record_is_looked_for_whatever_condition_failed)
{
    static const char *const cancelled[] = {
        CANCELLED(FAILED, FINE),
        CANCELLED(FAILED, "{\"Code\":\"TransactionConflict\"}"),
        CANCELLED("{\"Code\":\"TransactionConflict\"}", FAILED),
    };

    for (size_t i = 0; i < 3; i++) {
        fixture_reply(400, cancelled[i]);
        fixture_reply(200, RECORDED("1769904000", CREATED_A));
        CREATE_A;
        EXPECT_ANSWER(201, CREATED);
        EXPECT_CALLS(2 * (i + 1));
    }
}

Test(idempotency, another_request_under_the_same_key_is_refused)
{
    fixture_reply(400, CANCELLED(FINE, FAILED));
    fixture_reply(200, RECORDED("1769904000", CREATED_A));
    SEND(.route_key = "POST /orders/{id}", ID, WITH_KEY, .body = "{\"n\":2}");
    EXPECT_ERROR(422, "Idempotency-Key was used with another request");
    fixture_reply(400, CANCELLED(FINE, FAILED));
    fixture_reply(200, RECORDED("1769904000", CREATED_A));
    SEND(.route_key = "POST /orders/{id}", ID, WITH_KEY, .body = "{\"n\":1}", .query = "x=1");
    EXPECT_ERROR(422, "Idempotency-Key was used with another request");
    fixture_reply(400, CANCELLED(FINE, FAILED));
    fixture_reply(200, RECORDED("1769904000", CREATED_A));
    SEND(.route_key = "POST /orders/{id}", ID, WITH_KEY, .body = "{\"n\":1}", .path = "/orders/a");
    EXPECT_ERROR(422, "Idempotency-Key was used with another request");
    EXPECT_CALLS(6);
}

/* ---- neither created nor recorded ---- */

Test(idempotency, an_item_that_exists_is_a_conflict)
{
    fixture_reply(400, CANCELLED(FAILED, FINE));
    fixture_reply(200, "{}");
    CREATE_A;
    EXPECT_ERROR(409, "Item already exists");
    EXPECT_CALLS(2);
}

Test(idempotency, a_generated_key_that_is_taken_gives_way_to_another)
{
    char first[1024], *code;

    fixture_reply(400, CANCELLED(FAILED, FINE));
    fixture_reply(200, "{}");
    fixture_reply(200, "{}");
    SEND(.route_key = "POST /codes", WITH_KEY, .body = "{\"to\":\"x\"}");
    cr_expect_eq(fixture.response.http_status, 201);
    EXPECT_CALLS(3);
    cr_expect_str_eq(fixture.database.requests[1].operation, "GetItem");
    cr_expect_str_eq(fixture.database.requests[2].operation, "TransactWriteItems");
    snprintf(first, sizeof(first), "%s", fixture.database.requests[0].body);
    cr_expect_eq(strlen(first), strlen(fixture.database.requests[2].body));
    /* Another code, in the item and in its answer, under another token. */
    code = strstr(first, "\"code\":{\"S\":\"");
    cr_assert_not_null(code);
    cr_expect_null(strstr(fixture.database.requests[2].body, (code[17] = '\0', code)));
    cr_expect(strncmp(fixture.database.requests[2].body, first, (size_t)(code - first)) == 0);
}

Test(idempotency, generated_keys_that_are_all_taken_are_an_error)
{
    for (int i = 0; i < 5; i++) {
        fixture_reply(400, CANCELLED(FAILED, FINE));
        fixture_reply(200, "{}");
    }
    SEND(.route_key = "POST /codes", WITH_KEY, .body = "{}");
    EXPECT_ERROR(500, "Internal server error");
    EXPECT_CALLS(10);
}

/* Expired, or deleted, between the two calls: once more; a second time it is nobody's fault. */
Test(idempotency, a_record_that_is_gone_is_no_answer)
{
    fixture_reply(400, CANCELLED(FINE, FAILED));
    fixture_reply(200, "{}");
    fixture_reply(200, "{}");
    CREATE_A;
    EXPECT_ANSWER(201, CREATED);
    EXPECT_CALLS(3);
    EXPECT_TRANSACTION(2, TRANSACTION(ORDER_A, RECORD(RECORD_OF_A, "1769904059", CREATED_A)));
    fixture_reply(400, CANCELLED(FINE, FAILED));
    fixture_reply(200, RECORDED("1769903999", CREATED_A));
    fixture_reply(400, CANCELLED(FINE, FAILED));
    fixture_reply(200, "{\"Item\":{\"key\":{\"S\":\"x\"},\"answer\":{\"M\":" CREATED_A "}}}");
    CREATE_A;
    EXPECT_ERROR(503, "Service unavailable");
    EXPECT_CALLS(7);
}

Test(idempotency, what_is_no_record_is_no_answer)
{
    static const char *const items[] = {
        "{\"Item\":{\"until\":{\"N\":\"1769904000\"}}}",
        "{\"Item\":{\"until\":{\"N\":\"1769904000\"},\"answer\":{\"S\":\"x\"}}}",
        RECORDED("1769904000", "{}"),
        RECORDED("1769904000",
                 "{\"request\":{\"S\":\"" REQUEST_OF_N "\"},\"status\":{\"N\":\"201\"}}"),
        RECORDED("1769904000", "{\"request\":{\"S\":\"" REQUEST_OF_N
                               "\"},\"status\":{\"N\":\"500\"},\"body\":{\"S\":\"{}\"}}"),
        RECORDED("1769904000", "{\"status\":{\"N\":\"201\"},\"body\":{\"S\":\"{}\"}}"),
    };

    for (size_t i = 0; i < sizeof(items) / sizeof(items[0]); i++) {
        fixture_reply(400, CANCELLED(FINE, FAILED));
        fixture_reply(200, items[i]);
        CREATE_A;
        EXPECT_ERROR(500, "Internal server error");
        EXPECT_CALLS(2 * (i + 1));
    }
}

Test(idempotency, a_failed_look_up_is_an_error)
{
    fixture_reply(400, CANCELLED(FINE, FAILED));
    fixture_reply(400, "{\"__type\":\"x#AccessDeniedException\",\"message\":\"no GetItem\"}");
    CREATE_A;
    EXPECT_ERROR(500, "Internal server error");
}

Test(idempotency, a_conflict_of_transactions_is_repeated)
{
    fixture_reply(400, CANCELLED(FINE, "{\"Code\":\"TransactionConflict\"}"));
    fixture_reply(200, "{}");
    CREATE_A;
    EXPECT_ANSWER(201, CREATED);
    EXPECT_CALLS(2);
}

Test(idempotency, a_database_without_transactions_says_so)
{
    fixture_reply(400, "{\"__type\":\"com.amazon.coral.service#UnknownOperationException\"}");
    CREATE_A;
    EXPECT_ERROR(501, "The database has no transactions, which Idempotency-Key needs");
    EXPECT_CALLS(1);
    cr_expect_not_null(strstr(fixture_logged(), "the database knows no TransactWriteItems"), "%s",
                       fixture_logged());
}

/* ---- if_exists: keep ---- */

#define KEEP_A SEND(.route_key = "POST /kept/{id}", ID, WITH_KEY, .body = "{}")
#define KEPT   "{\"message\":\"Item already exists\",\"id\":\"a\"}"
#define ITEM_A_V7                                                                                  \
    "{\"Code\":\"ConditionalCheckFailed\",\"Item\":{\"id\":{\"S\":\"a\"},\"v\":{\"N\":\"7\"}}}"

/* The item may be gone when the request comes again: the answer stays the same. */
Test(idempotency, what_is_kept_is_recorded_too)
{
    fixture_reply(400, CANCELLED(ITEM_A_V7, FINE));
    fixture_reply(200, "{}");
    fixture_reply(200, "{}");
    KEEP_A;
    EXPECT_ANSWER(200, KEPT);
    EXPECT_HEADER("etag", "\"7\"");
    EXPECT_CALLS(3);
    EXPECT_CALL(2, "PutItem",
                RECORD(RECORD_OF_KEPT, "1769990399",
                       ANSWER(REQUEST_OF_NOTHING, "200", "Item already exists",
                              ",\"version\":{\"N\":\"7\"}")));
}

Test(idempotency, of_two_that_keep_at_once_one_is_recorded)
{
    fixture_reply(400, CANCELLED(ITEM_A_V7, FINE));
    fixture_reply(200, "{}");
    fixture_reply(400, CONDITION_FAILED "}");
    fixture_reply(200, RECORDED("1769904000", ANSWER(REQUEST_OF_NOTHING, "201",
                                                     "Item created successfully", "")));
    KEEP_A;
    EXPECT_ANSWER(201, CREATED);
    cr_expect_null(fixture_header("etag"));
    EXPECT_HEADER("idempotent-replayed", "true");
    fixture_reply(400, CANCELLED(FAILED, FINE));
    fixture_reply(200, "{}");
    fixture_reply(400, CONDITION_FAILED "}");
    fixture_reply(200, "{}");
    KEEP_A;
    EXPECT_ANSWER(200, KEPT);
    cr_expect_null(fixture_header("etag"));
}
