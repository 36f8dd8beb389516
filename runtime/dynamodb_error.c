/*
 * dynamodb_error.c - reads DynamoDB's error replies:
 *     {"__type":"com.amazonaws.dynamodb.v20120810#ResourceNotFoundException","message":"…"}
 */
#include "dynamodb_error.h"

#include <stdio.h>
#include <string.h>

#include "json.h"

#define MESSAGE_MAX 2048 /* longer ones repeat the request, with its session token */

/* Of an operation in a cancelled transaction. */
#define CONDITION_CODE "ConditionalCheckFailed"

/* Codes that mean something of their own; all others are decided by the HTTP status. */
static const struct code_row {
    const char *code;
    enum ls_status status;
    bool retry;
} codes[] = {
    {"ConditionalCheckFailedException", LS_CONDITION_FAILED, false},
    {"UnknownOperationException", LS_NOT_SUPPORTED, false}, /* of local databases */
    {"Throttling", LS_THROTTLED, true},
    {"ThrottlingException", LS_THROTTLED, true},
    {"ThrottledException", LS_THROTTLED, true},
    {"RequestThrottled", LS_THROTTLED, true},
    {"RequestThrottledException", LS_THROTTLED, true},
    {"TooManyRequestsException", LS_THROTTLED, true},
    {"ProvisionedThroughputExceededException", LS_THROTTLED, true},
    {"RequestLimitExceeded", LS_THROTTLED, true},
    {"BandwidthLimitExceeded", LS_THROTTLED, true},
    {"LimitExceededException", LS_THROTTLED, true},
    {"SlowDown", LS_THROTTLED, true},
    {"PriorRequestNotComplete", LS_THROTTLED, true},
    {"EC2ThrottledException", LS_THROTTLED, true},
    {"TransactionInProgressException", LS_THROTTLED, true},
    {"TransactionConflictException", LS_THROTTLED, true},
    {"ReplicatedWriteConflictException", LS_THROTTLED, true},
};

/*
 * ValidationExceptions that a client's value causes, by a part of their message; every other one
 * is a mistake of this program or of a handler. The messages are DynamoDB's own and are not
 * passed on: some of them quote the value.
 */
static const struct validation_row {
    const char *part;
    enum ls_status status;
    const char *message; /* public; NULL: the status's own */
} validations[] = {
    {"Item size has exceeded", LS_TOO_LARGE, NULL},
    {"Item size to update has exceeded", LS_TOO_LARGE, NULL},
    {"Expression size has exceeded", LS_TOO_WIDE, NULL},
    {"Number overflow", LS_BAD_VALUE, "Number is too large to be stored"},
    {"Number underflow", LS_BAD_VALUE, "Number is too small to be stored"},
    {"operand in the update expression has an incorrect data type", LS_BAD_VALUE,
     "The item has no number where one is added to"},
    {"more than 38 significant digits", LS_BAD_VALUE, "Number has more than 38 digits"},
    {"cannot be converted to a numeric value", LS_BAD_VALUE, "Not a number"},
    {"Nesting Levels have exceeded", LS_BAD_VALUE, "Value is nested too deeply"},
    {"Type mismatch for key", LS_BAD_VALUE, "Key attribute has the wrong type"},
    {"Type mismatch for Index Key", LS_BAD_VALUE, "Key attribute has the wrong type"},
    {"secondary index key to", LS_BAD_VALUE, "Key attribute has the wrong type"},
    {"contain an empty string value", LS_BAD_VALUE, "Key attribute is empty"},
    {"Size of hashkey has exceeded", LS_BAD_VALUE, "Key attribute is too long"},
    {"Size of rangekey has exceeded", LS_BAD_VALUE, "Key attribute is too long"},
    {"size of all range keys has exceeded", LS_BAD_VALUE, "Key attribute is too long"},
    {"provided starting key", LS_BAD_VALUE, "Bad cursor"},
    {"Exclusive Start Key must", LS_BAD_VALUE, "Bad cursor"},
    {"BETWEEN operator requires upper bound", LS_BAD_VALUE, "Range ends before it begins"},
};

/*
 * Member `name` of the object, decoded and NUL-terminated, in `out`; "" when it is absent, no
 * string or longer.
 */
static void read_text(struct ls_str object, const char *name, char *out, size_t size)
{
    struct ls_str value, raw;
    struct ls_json json;
    bool escaped;

    out[0] = '\0';
    if (!ls_json_find(object, name, &value))
        return;
    json = ls_json_of(value);
    if (ls_json_peek(&json) == LS_JSON_STRING && ls_json_read_string(&json, &raw, &escaped) &&
        raw.len < size)
        out[ls_json_unescape(raw, out)] = '\0';
}

/* "com.amazonaws.dynamodb.v20120810#Code" or "Code:https://…" -> "Code". */
static void read_code(struct ls_str body, char *out, size_t size)
{
    char type[256];
    const char *start;

    read_text(body, "__type", type, sizeof(type));
    start = strrchr(type, '#');
    start = start == NULL ? type : start + 1;
    snprintf(out, size, "%.*s", (int)strcspn(start, ":"), start);
}

static void read_message(struct ls_str body, char out[MESSAGE_MAX])
{
    read_text(body, "message", out, MESSAGE_MAX);
    if (out[0] == '\0')
        read_text(body, "Message", out, MESSAGE_MAX);
}

/* Some messages go on with the canonical request, and that holds the session token. */
static const char *first_line(char *message)
{
    message[strcspn(message, "\r\n")] = '\0';
    return message;
}

/*
 * The part of a ValidationException's message that is DynamoDB's own words. Values stand behind
 * one of these: "Value '…' at", "operand: AttributeValue: {S:…}", "collection [a, a] contains".
 */
static const char *without_values(char *message)
{
    static const char *const marks[] = {"AttributeValue:", "operand:"};

    message[strcspn(message, "\r\n{}[]\"'`")] = '\0';
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        char *at = strstr(message, marks[i]);

        if (at != NULL)
            *at = '\0';
    }
    return message;
}

static enum ls_status judge_validation(const char *code, char *message, struct ls_error *error)
{
    for (size_t i = 0; i < sizeof(validations) / sizeof(validations[0]); i++) {
        const struct validation_row *row = &validations[i];

        if (strstr(message, row->part) != NULL)
            return ls_fail(error, row->status, row->message, "%s: … %s …", code, row->part);
    }
    return ls_fail(error, LS_REFUSED, NULL, "%s: %s", code, without_values(message));
}

/* What one of a cancelled transaction's reasons adds to the verdict so far. */
static void judge_reason(struct ls_str reason, struct ls_dynamodb_verdict *verdict,
                         struct ls_error *error)
{
    char code[64], message[MESSAGE_MAX];

    read_text(reason, "Code", code, sizeof(code));
    if (code[0] == '\0' || strcmp(code, "None") == 0 || verdict->status == LS_CONDITION_FAILED)
        return;
    if (strcmp(code, CONDITION_CODE) == 0) {
        verdict->status = ls_fail(error, LS_CONDITION_FAILED, NULL, "transaction: %s", code);
        verdict->retry = false;
    } else if (strcmp(code, "TransactionConflict") == 0 || strcmp(code, "ThrottlingError") == 0 ||
               strcmp(code, "ProvisionedThroughputExceeded") == 0) {
        if (verdict->status != LS_OK)
            return;
        verdict->status = ls_fail(error, LS_THROTTLED, NULL, "transaction: %s", code);
        verdict->retry = true;
    } else {
        read_message(reason, message);
        verdict->status = judge_validation(code, message, error);
        verdict->retry = false;
    }
}

/* Moves to the first of the reasons; false when the reply has none. */
static bool enter_reasons(struct ls_str body, struct ls_json *json, bool *first)
{
    struct ls_str reasons;

    if (!ls_json_find(body, "CancellationReasons", &reasons))
        return false;
    *json = ls_json_of(reasons);
    return ls_json_peek(json) == LS_JSON_ARRAY && ls_json_enter(json, first);
}

static bool next_reason(struct ls_json *json, bool *first, struct ls_str *reason)
{
    return ls_json_next_element(json, first) == 1 && ls_json_skip(json, reason);
}

bool ls_dynamodb_reason(struct ls_str body, size_t n, struct ls_str *reason, bool *failed)
{
    struct ls_json json;
    char code[64];
    bool first;

    *failed = false;
    if (!enter_reasons(body, &json, &first))
        return false;
    for (size_t i = 0; i <= n; i++) {
        if (!next_reason(&json, &first, reason))
            return false;
    }
    read_text(*reason, "Code", code, sizeof(code));
    *failed = strcmp(code, CONDITION_CODE) == 0;
    return true;
}

/* TransactionCanceledException: a failed condition counts most, contention least. */
static void judge_transaction(struct ls_str body, struct ls_dynamodb_verdict *verdict,
                              struct ls_error *error)
{
    struct ls_json json;
    struct ls_str reason;
    bool first;

    verdict->status = LS_OK;
    if (enter_reasons(body, &json, &first)) {
        while (next_reason(&json, &first, &reason))
            judge_reason(reason, verdict, error);
    }
    if (verdict->status == LS_OK)
        verdict->status = ls_fail(error, LS_REFUSED, NULL, "%s without a reason", verdict->code);
}

/* The HTTP statuses that say: try again, and nobody knows what became of this one. */
static bool is_transient(int http_status)
{
    return http_status == 500 || http_status == 502 || http_status == 503 || http_status == 504 ||
           http_status == 509;
}

static void judge_http(int http_status, struct ls_dynamodb_verdict *verdict, char *message,
                       struct ls_error *error)
{
    enum ls_status status = LS_REFUSED;

    if (http_status == 429) {
        status = LS_THROTTLED;
        verdict->retry = true;
    } else if (is_transient(http_status)) {
        status = LS_NETWORK;
        verdict->retry = true;
        verdict->may_act = true;
    } else if (strncmp(verdict->code, "RequestTimeout", strlen("RequestTimeout")) == 0) {
        status = LS_TIMEOUT;
        verdict->retry = true;
        verdict->may_act = true;
    } else if (http_status == 413) {
        status = LS_TOO_LARGE;
    }
    verdict->status = ls_fail(error, status, NULL, "HTTP %d %s: %s", http_status, verdict->code,
                              first_line(message));
}

struct ls_dynamodb_verdict ls_dynamodb_judge(int http_status, struct ls_str body,
                                             struct ls_error *error)
{
    struct ls_dynamodb_verdict verdict = {.status = LS_REFUSED};
    char message[MESSAGE_MAX];

    read_code(body, verdict.code, sizeof(verdict.code));
    read_message(body, message);
    for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++) {
        if (strcmp(verdict.code, codes[i].code) == 0) {
            verdict.status =
                ls_fail(error, codes[i].status, NULL, "%s: %s", verdict.code, first_line(message));
            verdict.retry = codes[i].retry;
            return verdict;
        }
    }
    if (strcmp(verdict.code, "ValidationException") == 0)
        verdict.status = judge_validation(verdict.code, message, error);
    else if (strcmp(verdict.code, "TransactionCanceledException") == 0)
        judge_transaction(body, &verdict, error);
    else
        judge_http(http_status, &verdict, message, error);
    return verdict;
}
