/*
 * What DynamoDB's error replies mean. Codes and texts as DynamoDB sends them.
 */
#include "dynamodb_error.h"

#include <stdio.h>
#include <string.h>

#include "expect.h"

static struct ls_dynamodb_verdict judge(int http_status, const char *code, const char *message,
                                        struct ls_error *error)
{
    static char body[8192];

    *error = (struct ls_error){0};
    snprintf(body, sizeof(body),
             "{\"__type\":\"com.amazonaws.dynamodb.v20120810#%s\",\"message\":\"%s\"}", code,
             message);
    return ls_dynamodb_judge(http_status, guarded(ls_str_of(body)), error);
}

Test(dynamodb_error, throttling_is_retried_and_nothing_was_done)
{
    static const char *const codes[] = {
        "Throttling",
        "ThrottlingException",
        "ThrottledException",
        "RequestThrottledException",
        "RequestThrottled",
        "TooManyRequestsException",
        "ProvisionedThroughputExceededException",
        "RequestLimitExceeded",
        "BandwidthLimitExceeded",
        "LimitExceededException",
        "SlowDown",
        "PriorRequestNotComplete",
        "EC2ThrottledException",
        "TransactionInProgressException",
        "TransactionConflictException",
        "ReplicatedWriteConflictException",
    };

    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        struct ls_error error;
        struct ls_dynamodb_verdict verdict = judge(400, codes[i], "Slow down", &error);

        cr_expect_eq(verdict.status, LS_THROTTLED, "%s", codes[i]);
        cr_expect(verdict.retry, "%s", codes[i]);
        cr_expect_not(verdict.may_act, "%s", codes[i]);
        cr_expect_str_eq(verdict.code, codes[i]);
    }
}

Test(dynamodb_error, http_statuses_decide_where_the_code_does_not)
{
    static const struct {
        int http_status;
        enum ls_status status;
        bool retry, may_act;
    } rows[] = {
        {429, LS_THROTTLED, true, false},  {500, LS_NETWORK, true, true},
        {502, LS_NETWORK, true, true},     {503, LS_NETWORK, true, true},
        {504, LS_NETWORK, true, true},     {509, LS_NETWORK, true, true},
        {413, LS_TOO_LARGE, false, false}, {400, LS_REFUSED, false, false},
        {403, LS_REFUSED, false, false},   {404, LS_REFUSED, false, false},
        {301, LS_REFUSED, false, false},   {501, LS_REFUSED, false, false},
        {201, LS_REFUSED, false, false},
    };
    static const char *const bodies[] = {
        "",   "<html>", "{}", "{\"__type\":7}", "{\"__type\":\"x#InternalServerError\"}",
        "[]", "{\"__ty"};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        for (size_t k = 0; k < sizeof(bodies) / sizeof(bodies[0]); k++) {
            struct ls_error error = {0};
            struct ls_dynamodb_verdict verdict =
                ls_dynamodb_judge(rows[i].http_status, guarded(ls_str_of(bodies[k])), &error);

            cr_expect_eq(verdict.status, rows[i].status, "%d %s", rows[i].http_status, bodies[k]);
            cr_expect_eq(verdict.retry, rows[i].retry, "%d %s", rows[i].http_status, bodies[k]);
            cr_expect_eq(verdict.may_act, rows[i].may_act, "%d %s", rows[i].http_status, bodies[k]);
            cr_expect_eq(error.status, rows[i].status);
        }
    }
}

Test(dynamodb_error, a_throttled_503_has_done_nothing)
{
    struct ls_error error;
    struct ls_dynamodb_verdict verdict = judge(503, "ThrottlingException", "", &error);

    cr_expect_eq(verdict.status, LS_THROTTLED);
    cr_expect_not(verdict.may_act);
}

Test(dynamodb_error, what_is_never_retried)
{
    static const struct {
        const char *code;
        enum ls_status status;
    } rows[] = {
        {"ConditionalCheckFailedException", LS_CONDITION_FAILED},
        {"ValidationException", LS_REFUSED},
        {"AccessDeniedException", LS_REFUSED},
        {"ResourceNotFoundException", LS_REFUSED},
        {"UnrecognizedClientException", LS_REFUSED},
        {"ExpiredTokenException", LS_REFUSED},
        {"InvalidSignatureException", LS_REFUSED},
        {"MissingAuthenticationTokenException", LS_REFUSED},
        {"ItemCollectionSizeLimitExceededException", LS_REFUSED},
        {"UnknownOperationException", LS_NOT_SUPPORTED},
        {"SerializationException", LS_REFUSED},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_error error;
        struct ls_dynamodb_verdict verdict = judge(400, rows[i].code, "No", &error);

        cr_expect_eq(verdict.status, rows[i].status, "%s", rows[i].code);
        cr_expect_not(verdict.retry, "%s", rows[i].code);
        cr_expect_not(verdict.may_act, "%s", rows[i].code);
    }
}

Test(dynamodb_error, a_request_timeout_may_have_been_carried_out)
{
    struct ls_error error;
    struct ls_dynamodb_verdict verdict = judge(400, "RequestTimeoutException", "", &error);

    cr_expect_eq(verdict.status, LS_TIMEOUT);
    cr_expect(verdict.retry);
    cr_expect(verdict.may_act);
}

Test(dynamodb_error, code_and_message_are_found_in_all_their_forms)
{
    static const struct {
        const char *body, *code, *detail;
    } rows[] = {
        {"{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"Message\":\"User x\"}",
         "AccessDeniedException", "HTTP 400 AccessDeniedException: User x"},
        {"{\"__type\":\"ResourceNotFoundException\",\"message\":\"No table\"}",
         "ResourceNotFoundException", "HTTP 400 ResourceNotFoundException: No table"},
        {"{\"message\":\"m\",\"__type\":\"Some:http://internal/\"}", "Some", "HTTP 400 Some: m"},
        {"{\"__type\":\"a#b#C\",\"message\":\"\\u00e9 \\\"q\\\"\"}", "C",
         "HTTP 400 C: \xC3\xA9 \"q\""},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_error error = {0};
        struct ls_dynamodb_verdict verdict =
            ls_dynamodb_judge(400, guarded(ls_str_of(rows[i].body)), &error);

        cr_expect_str_eq(verdict.code, rows[i].code);
        cr_expect_str_eq(error.detail, rows[i].detail);
    }
}

Test(dynamodb_error, values_that_a_client_sent_are_the_clients_error)
{
    static const struct {
        const char *message;
        enum ls_status status;
        const char *public_text;
    } rows[] = {
        {"Item size has exceeded the maximum allowed size", LS_TOO_LARGE, NULL},
        {"Item size to update has exceeded the maximum allowed size", LS_TOO_LARGE, NULL},
        {"Invalid UpdateExpression: Expression size has exceeded the maximum allowed size; "
         "expression size: 5000",
         LS_TOO_WIDE, NULL},
        {"Number overflow. Attempting to store a number with magnitude larger than supported range",
         LS_BAD_VALUE, "Number is too large to be stored"},
        {"Number underflow. Attempting to store a number with magnitude smaller than supported "
         "range",
         LS_BAD_VALUE, "Number is too small to be stored"},
        {"An operand in the update expression has an incorrect data type", LS_BAD_VALUE,
         "The item has no number where one is added to"},
        {"Attempting to store more than 38 significant digits in a Number", LS_BAD_VALUE,
         "Number has more than 38 digits"},
        {"The parameter cannot be converted to a numeric value: SECRET", LS_BAD_VALUE,
         "Not a number"},
        {"Nesting Levels have exceeded supported limits: Attributes in the item have nested levels "
         "beyond supported limit",
         LS_BAD_VALUE, "Value is nested too deeply"},
        {"One or more parameter values were invalid: Type mismatch for key id expected: S actual: "
         "N",
         LS_BAD_VALUE, "Key attribute has the wrong type"},
        {"One or more parameter values were invalid: Type mismatch for Index Key owner Expected: S "
         "Actual: N IndexName: by_owner",
         LS_BAD_VALUE, "Key attribute has the wrong type"},
        {"The update expression attempted to update the secondary index key to unsupported type",
         LS_BAD_VALUE, "Key attribute has the wrong type"},
        {"One or more parameter values are not valid. The AttributeValue for a key attribute "
         "cannot "
         "contain an empty string value. Key: id",
         LS_BAD_VALUE, "Key attribute is empty"},
        {"One or more parameter values were invalid: Size of hashkey has exceeded the maximum size "
         "limit of2048 bytes",
         LS_BAD_VALUE, "Key attribute is too long"},
        {"One or more parameter values were invalid: Aggregated size of all range keys has "
         "exceeded "
         "the size limit of 1024 bytes",
         LS_BAD_VALUE, "Key attribute is too long"},
        {"The provided starting key is invalid", LS_BAD_VALUE, "Bad cursor"},
        {"The provided starting key is outside query boundaries based on provided conditions",
         LS_BAD_VALUE, "Bad cursor"},
        {"Exclusive Start Key must have same size as table's key schema", LS_BAD_VALUE,
         "Bad cursor"},
        {"Invalid KeyConditionExpression: The BETWEEN operator requires upper bound to be greater "
         "than or equal to lower bound; lower bound operand: AttributeValue: {B:SECRET}, upper "
         "bound operand: AttributeValue: {B:SECRET}",
         LS_BAD_VALUE, "Range ends before it begins"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_error error;
        struct ls_dynamodb_verdict verdict =
            judge(400, "ValidationException", rows[i].message, &error);

        cr_expect_eq(verdict.status, rows[i].status, "%s", rows[i].message);
        cr_expect_not(verdict.retry);
        if (rows[i].public_text == NULL)
            cr_expect_null(error.message, "%s", rows[i].message);
        else
            cr_expect_str_eq(error.message, rows[i].public_text);
        cr_expect_null(strstr(error.detail, "SECRET"), "%s", error.detail);
    }
}

Test(dynamodb_error, other_validations_are_ours_and_are_logged_with_their_text)
{
    struct ls_error error;
    struct ls_dynamodb_verdict verdict =
        judge(400, "ValidationException", "Query condition missed key schema element: id", &error);

    cr_expect_eq(verdict.status, LS_REFUSED);
    cr_expect_null(error.message);
    cr_expect_str_eq(error.detail,
                     "ValidationException: Query condition missed key schema element: id");
}

Test(dynamodb_error, a_value_in_the_text_stays_out_of_the_log)
{
    static const struct {
        const char *message, *detail;
    } rows[] = {
        {"Invalid FilterExpression: Incorrect operand type for operator or function; operator or "
         "function: begins_with, operand type: N",
         "Invalid FilterExpression: Incorrect operand type for operator or function; operator or "
         "function: begins_with, operand type: N"},
        {"One or more parameter values were invalid: Missing the key id in the item",
         "One or more parameter values were invalid: Missing the key id in the item"},
        {"Invalid FilterExpression: The NE operator fails; first operand: AttributeValue: "
         "{B:SECRET}",
         "Invalid FilterExpression: The NE operator fails; first "},
        {"Supplied AttributeValue: SECRET", "Supplied "},
        {"One or more parameter values were invalid: Input collection [SECRET, SECRET] contains "
         "duplicates.",
         "One or more parameter values were invalid: Input collection "},
        {"1 validation error detected: Value 'SECRET' at 'limit' failed to satisfy constraint",
         "1 validation error detected: Value "},
        {"Invalid UpdateExpression: Syntax error; token: \\\"SECRET\\\", near: \\\"SECRET\\\"",
         "Invalid UpdateExpression: Syntax error; token: "},
        {"Value provided in ExpressionAttributeValues unused in expressions: keys: {:SECRET}",
         "Value provided in ExpressionAttributeValues unused in expressions: keys: "},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_error error;

        cr_expect_eq(judge(400, "ValidationException", rows[i].message, &error).status, LS_REFUSED);
        cr_expect_str_eq(error.detail + strlen("ValidationException: "), rows[i].detail);
    }
}

/* DynamoDB explains a wrong signature with the canonical request, session token included. */
Test(dynamodb_error, the_canonical_request_stays_out_of_the_log)
{
    static char long_message[6000] =
        "The request signature we calculated does not match.\\nx-amz-security-token:SECRET ";
    struct ls_error error;

    judge(400, "InvalidSignatureException", long_message, &error);
    cr_expect_str_eq(error.detail, "HTTP 400 InvalidSignatureException: The request signature we "
                                   "calculated does not match.");
    memset(long_message + strlen(long_message), 'a', 3000);
    judge(400, "InvalidSignatureException", long_message, &error);
    cr_expect_null(strstr(error.detail, "SECRET"));
    cr_expect_not_null(strstr(error.detail, "InvalidSignatureException"));
}

/* 2,047 bytes and a NUL are the most that is kept; nothing is cut in two. */
Test(dynamodb_error, a_message_is_taken_whole_or_not_at_all)
{
    static char message[2049];
    struct ls_error error;

    memset(message, 'a', 2047);
    judge(400, "Code", message, &error);
    cr_expect(strncmp(error.detail, "HTTP 400 Code: aaa", 18) == 0, "%s", error.detail);
    message[2047] = 'a';
    judge(400, "Code", message, &error);
    cr_expect_str_eq(error.detail, "HTTP 400 Code: ");
}

static struct ls_dynamodb_verdict judge_reasons(const char *reasons, struct ls_error *error)
{
    static char body[2048];

    *error = (struct ls_error){0};
    snprintf(body, sizeof(body),
             "{\"__type\":\"com.amazonaws.dynamodb.v20120810#TransactionCanceledException\","
             "\"CancellationReasons\":%s,\"Message\":\"Transaction cancelled\"}",
             reasons);
    return ls_dynamodb_judge(400, guarded(ls_str_of(body)), error);
}

Test(dynamodb_error, reasons_of_a_cancelled_transaction)
{
    static const struct {
        const char *reasons;
        enum ls_status status;
        bool retry;
    } rows[] = {
        {"[{\"Code\":\"None\"},{\"Code\":\"ConditionalCheckFailed\",\"Message\":\"m\"}]",
         LS_CONDITION_FAILED, false},
        {"[{\"Code\":\"TransactionConflict\"},{\"Code\":\"None\"}]", LS_THROTTLED, true},
        {"[{\"Code\":\"ThrottlingError\"}]", LS_THROTTLED, true},
        {"[{\"Code\":\"ProvisionedThroughputExceeded\"}]", LS_THROTTLED, true},
        {"[{\"Code\":\"TransactionConflict\"},{\"Code\":\"ConditionalCheckFailed\"}]",
         LS_CONDITION_FAILED, false},
        {"[{\"Code\":\"ConditionalCheckFailed\"},{\"Code\":\"TransactionConflict\"}]",
         LS_CONDITION_FAILED, false},
        {"[{\"Code\":\"ConditionalCheckFailed\"},{\"Code\":\"ValidationError\"}]",
         LS_CONDITION_FAILED, false},
        {"[{\"Code\":\"ItemCollectionSizeLimitExceeded\",\"Message\":\"m\"}]", LS_REFUSED, false},
        {"[{\"Code\":\"ValidationError\",\"Message\":\"Item size has exceeded the maximum allowed "
         "size\"}]",
         LS_TOO_LARGE, false},
        {"[{\"Code\":\"ValidationError\",\"Message\":\"x\"},{\"Code\":\"TransactionConflict\"}]",
         LS_REFUSED, false},
        {"[{\"Code\":\"None\"}]", LS_REFUSED, false},
        {"[]", LS_REFUSED, false},
        {"{}", LS_REFUSED, false},
        {"null", LS_REFUSED, false},
        {"[7,[],{}]", LS_REFUSED, false},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_error error;
        struct ls_dynamodb_verdict verdict = judge_reasons(rows[i].reasons, &error);

        cr_expect_eq(verdict.status, rows[i].status, "%s: %s", rows[i].reasons, error.detail);
        cr_expect_eq(verdict.retry, rows[i].retry, "%s", rows[i].reasons);
        cr_expect_eq(error.status, rows[i].status, "%s", rows[i].reasons);
        cr_expect_str_eq(verdict.code, "TransactionCanceledException");
    }
}

Test(dynamodb_error, the_reason_of_one_operation)
{
    static const struct {
        const char *body;
        size_t n;
        const char *reason; /* NULL: there is none */
        bool failed;
    } rows[] = {
        {"{\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"ConditionalCheckFailed\","
         "\"Item\":{}}]}",
         0, "{\"Code\":\"None\"}", false},
        {"{\"CancellationReasons\":[{\"Code\":\"None\"},{\"Code\":\"ConditionalCheckFailed\","
         "\"Item\":{}}]}",
         1, "{\"Code\":\"ConditionalCheckFailed\",\"Item\":{}}", true},
        {"{\"CancellationReasons\":[{\"Code\":\"ConditionalCheckFailed\"}]}", 1, NULL, false},
        {"{\"CancellationReasons\":[{\"Code\":\"ConditionalCheckFailedException\"}]}", 0,
         "{\"Code\":\"ConditionalCheckFailedException\"}", false},
        {"{\"CancellationReasons\":[7]}", 0, "7", false},
        {"{\"CancellationReasons\":{}}", 0, NULL, false},
        {"{\"CancellationReasons\":[{\"Code\"]}", 0, NULL, false},
        {"{}", 0, NULL, false},
        {"", 0, NULL, false},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_str reason = {NULL, 0};
        bool failed = true;
        bool found =
            ls_dynamodb_reason(guarded(ls_str_of(rows[i].body)), rows[i].n, &reason, &failed);

        cr_expect_eq(found, rows[i].reason != NULL, "%s", rows[i].body);
        cr_expect_eq(failed, rows[i].failed, "%s", rows[i].body);
        if (found && rows[i].reason != NULL)
            EXPECT_STR(reason, rows[i].reason);
    }
}
