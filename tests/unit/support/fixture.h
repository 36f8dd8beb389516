/*
 * fixture.h - everything that one invocation needs, with paper where the network would be: a fake
 * clock, a fake DynamoDB, a log that can be read.
 */
#ifndef LS_TEST_FIXTURE_H
#define LS_TEST_FIXTURE_H

#include <criterion/criterion.h>

#include "dispatch.h"
#include "fake_clock.h"
#include "fake_transport.h"
#include "items_service.h"

/* 2026-01-31T23:59:59.123Z */
#define FIXTURE_NOW_MS INT64_C(1769903999123)
#define FIXTURE_NOW    "2026-01-31T23:59:59.123Z"

struct fixture {
    struct fake_clock clock;
    struct fake_transport database;
    struct ls_log log;
    int log_fd;
    struct ls_arena arena;
    struct ls_buf work;
    struct ls_endpoint endpoint;
    struct ls_dynamodb db;
    struct ls_response response;
    struct ls_context context;
    char *event, *text; /* the last event; the last text that a function below returned */
};

extern struct fixture fixture;

/* For .init and .fini of a suite. */
void fixture_init(void);
void fixture_release(void);

/* A request, for an event; unused members stay NULL. JSON where it says so. */
struct fixture_request {
    const char *route_key; /* default "$default" */
    const char *method, *path, *query;
    const char *parameters, *headers, *authorizer, *cookies; /* JSON */
    const char *domain, *stage;
    const char *body;
    bool is_base64;
};

/* The event's text, NUL-terminated; valid until the next call. */
char *fixture_event(const struct fixture_request *request);
/* Dispatches the request as id "req-1"; the answer is in fixture.response. Returns its status. */
int fixture_send(const struct fixture_request *request);
#define SEND(...) fixture_send(&(const struct fixture_request){__VA_ARGS__})
int fixture_send_text(const char *event);

/* The next reply of DynamoDB; 0: none comes. `body` outlives the call. */
void fixture_reply(int http_status, const char *body);
/* One without its last brace, so that "Item" can follow. */
#define CONDITION_FAILED                                                                           \
    "{\"__type\":\"com.amazonaws.dynamodb.v20120810#ConditionalCheckFailedException\","            \
    "\"message\":\"The conditional request failed\""

/* Of the last answer: body as the client gets it, a header or NULL. Valid until the next call. */
const char *fixture_body(void);
const char *fixture_header(const char *name);
/* All that was logged so far. */
const char *fixture_logged(void);

/* The n-th recorded request's operation and body are these. */
#define EXPECT_CALL(n, operation_, body_)                                                          \
    do {                                                                                           \
        const struct fake_request *call_ = &fixture.database.requests[n];                          \
                                                                                                   \
        cr_assert_lt((size_t)(n), fixture.database.request_count, "no call %d", (int)(n));         \
        cr_expect_str_eq(call_->operation, operation_);                                            \
        cr_expect_str_eq(call_->body, body_);                                                      \
    } while (0)
#define EXPECT_CALLS(count_) cr_expect_eq(fixture.database.request_count, (size_t)(count_))
#define EXPECT_ANSWER(status_, body_)                                                              \
    do {                                                                                           \
        cr_expect_eq(fixture.response.http_status, status_, "status %d",                           \
                     fixture.response.http_status);                                                \
        cr_expect_str_eq(fixture_body(), body_);                                                   \
    } while (0)
/* An error answer of the built-in actions. */
#define EXPECT_ERROR(status_, message_)                                                            \
    EXPECT_ANSWER(status_, "{\"error\":\"" message_ "\",\"requestId\":\"req-1\"}")

#endif
