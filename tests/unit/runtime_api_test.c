/*
 * The calls of the Runtime API, one by one, over a stream in memory.
 */
#include "runtime_api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "expect.h"
#include "fake_stream.h"

struct bench {
    struct fake_stream fake;
    struct ls_runtime_api api;
    struct ls_error error;
};

/* The connection is replaced by one that says `says`. */
static void set_up(struct bench *bench, const char *says)
{
    *bench = (struct bench){0};
    setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:9001", 1);
    cr_assert_eq(ls_runtime_api_init(&bench->api, &ls_system_clock, NULL, &bench->error), LS_OK);
    bench->api.http.stream->release(bench->api.http.stream);
    fake_stream_init(&bench->fake);
    bench->fake.connections[0].says = says;
    bench->api.http.stream = &bench->fake.stream;
}

static struct ls_str sent(const struct bench *bench)
{
    return ls_str(bench->fake.sent, bench->fake.sent_len);
}

Test(runtime_api, addresses_that_are_none_are_refused_by_name)
{
    static const struct {
        const char *address, *detail;
    } rows[] = {
        {"", "AWS_LAMBDA_RUNTIME_API is not set: this program is started by Lambda, or on this "
             "machine by lockstep run"},
        {"127.0.0.1:9001/x", "AWS_LAMBDA_RUNTIME_API has more than a scheme, a host and a port; "
                             "expected host:port"},
        {"127.0.0.1:0", "AWS_LAMBDA_RUNTIME_API has a bad port (1 to 65535); expected host:port"},
        {":9001", "AWS_LAMBDA_RUNTIME_API has no host; expected host:port"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_error error = {0};
        struct ls_runtime_api api;

        setenv("AWS_LAMBDA_RUNTIME_API", rows[i].address, 1);
        cr_expect_eq(ls_runtime_api_init(&api, &ls_system_clock, NULL, &error), LS_BAD_CONFIG);
        cr_expect_str_eq(error.detail, rows[i].detail);
    }
    unsetenv("AWS_LAMBDA_RUNTIME_API");
    cr_expect_eq(ls_runtime_api_init(&(struct ls_runtime_api){0}, &ls_system_clock, NULL, NULL),
                 LS_BAD_CONFIG);
}

Test(runtime_api, next_tells_what_an_invocation_brings)
{
    struct ls_invocation invocation;
    struct bench bench;

    set_up(&bench, "HTTP/1.1 200 OK\r\n"
                   "Lambda-Runtime-Aws-Request-Id: 8476a536-e9f4-11e8-9739-2dfe598c3fcd\r\n"
                   "lambda-runtime-deadline-ms: 1542409706888\r\n"
                   "Lambda-Runtime-Invoked-Function-Arn: arn:aws:lambda:us-east-2:1:function:f\r\n"
                   "Lambda-Runtime-Trace-Id: Root=1-5bef4de7;Sampled=1\r\n"
                   "Content-Length: 2\r\n\r\n{}");
    cr_assert_eq(ls_runtime_api_next(&bench.api, &invocation, &bench.error), LS_OK);
    cr_expect_str_eq(invocation.request_id, "8476a536-e9f4-11e8-9739-2dfe598c3fcd");
    cr_expect_eq(invocation.deadline_ms, INT64_C(1542409706888));
    EXPECT_STR(invocation.trace_id, "Root=1-5bef4de7;Sampled=1");
    EXPECT_STR(ls_str(invocation.event, invocation.event_len), "{}");
    EXPECT_STR(sent(&bench),
               "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: 127.0.0.1:9001\r\n\r\n");
    cr_expect_eq(bench.fake.deadline_ms, LS_NO_DEADLINE);
    ls_runtime_api_release(&bench.api);
}

Test(runtime_api, next_without_a_usable_deadline_has_none)
{
    static const char *const headers[] = {"", "Lambda-Runtime-Deadline-Ms: \r\n",
                                          "Lambda-Runtime-Deadline-Ms: soon\r\n",
                                          "Lambda-Runtime-Deadline-Ms: -1\r\n",
                                          "Lambda-Runtime-Deadline-Ms: 99999999999999999999\r\n"};

    for (size_t i = 0; i < sizeof(headers) / sizeof(headers[0]); i++) {
        struct ls_invocation invocation;
        struct bench bench;
        char says[512];

        snprintf(says, sizeof(says),
                 "HTTP/1.1 200 OK\r\nLambda-Runtime-Aws-Request-Id: a\r\n%s"
                 "Content-Length: 0\r\n\r\n",
                 headers[i]);
        set_up(&bench, says);
        cr_assert_eq(ls_runtime_api_next(&bench.api, &invocation, &bench.error), LS_OK);
        cr_expect_eq(invocation.deadline_ms, LS_NO_DEADLINE, "%s", headers[i]);
        cr_expect_eq(invocation.trace_id.len, 0);
        cr_expect_eq(invocation.event_len, 0);
        ls_runtime_api_release(&bench.api);
    }
}

Test(runtime_api, a_next_that_names_no_invocation_is_refused)
{
    static const struct {
        int status;
        const char *headers, *detail;
    } rows[] = {
        {500, "Lambda-Runtime-Aws-Request-Id: a\r\n", "/invocation/next: HTTP 500"},
        {403, "", "/invocation/next: HTTP 403"},
        {202, "Lambda-Runtime-Aws-Request-Id: a\r\n", "/invocation/next: HTTP 202"},
        {200, "X-Other: 1\r\n", "/invocation/next: no usable request id"},
        {200, "Lambda-Runtime-Aws-Request-Id: \r\n", "/invocation/next: no usable request id"},
        {200, "Lambda-Runtime-Aws-Request-Id: ../init/error?\r\n",
         "/invocation/next: no usable request id"},
        {200, "Lambda-Runtime-Aws-Request-Id: a b\r\n", "/invocation/next: no usable request id"},
        {200,
         "Lambda-Runtime-Aws-Request-Id: "
         "12345678901234567890123456789012345678901234567890123456789012345\r\n",
         "/invocation/next: no usable request id"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_invocation invocation;
        struct bench bench;
        char says[512];

        snprintf(says, sizeof(says), "HTTP/1.1 %d X\r\n%sContent-Length: 0\r\n\r\n", rows[i].status,
                 rows[i].headers);
        set_up(&bench, says);
        cr_expect_eq(ls_runtime_api_next(&bench.api, &invocation, &bench.error), LS_BAD_REPLY);
        cr_expect_str_eq(bench.error.detail, rows[i].detail);
        ls_runtime_api_release(&bench.api);
    }
}

Test(runtime_api, an_answer_is_posted_in_its_parts)
{
    const struct iovec parts[] = {{"{\"a\":", 5}, {"1", 1}, {"}", 1}};
    struct bench bench;

    set_up(&bench, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
    cr_expect_eq(ls_runtime_api_respond(&bench.api, "id-1", parts, 3, &bench.error), LS_OK);
    EXPECT_STR(sent(&bench), "POST /2018-06-01/runtime/invocation/id-1/response HTTP/1.1\r\n"
                             "Host: 127.0.0.1:9001\r\nContent-Type: application/json\r\n"
                             "Content-Length: 7\r\n\r\n{\"a\":1}");
    ls_runtime_api_release(&bench.api);
}

Test(runtime_api, an_error_is_posted_with_its_type_for_its_invocation_or_for_the_start)
{
    static const struct {
        const char *request_id, *target;
    } rows[] = {{"id-1", "POST /2018-06-01/runtime/invocation/id-1/error HTTP/1.1\r\n"},
                {NULL, "POST /2018-06-01/runtime/init/error HTTP/1.1\r\n"}};

    for (size_t i = 0; i < 2; i++) {
        struct bench bench;
        char wanted[512];

        set_up(&bench, "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n");
        cr_expect_eq(ls_runtime_api_fail(&bench.api, rows[i].request_id, "Runtime.Test",
                                         "a \"quoted\" text", &bench.error),
                     LS_OK);
        snprintf(wanted, sizeof(wanted),
                 "%sHost: 127.0.0.1:9001\r\nContent-Type: application/json\r\n"
                 "Lambda-Runtime-Function-Error-Type: Runtime.Test\r\nContent-Length: 79\r\n\r\n"
                 "{\"errorMessage\":\"a \\\"quoted\\\" text\",\"errorType\":\"Runtime.Test\","
                 "\"stackTrace\":[]}",
                 rows[i].target);
        EXPECT_STR(sent(&bench), wanted);
        ls_runtime_api_release(&bench.api);
    }
}

/* AWS's Runtime API: 202 taken, 400 and 403 not, 413 too large, 500 the end. */
Test(runtime_api, what_the_reply_to_an_outcome_means)
{
    static const struct {
        const char *says;
        enum ls_status status;
    } rows[] = {
        {"HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n", LS_OK},
        {"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n", LS_REFUSED},
        {"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\n\r\n", LS_REFUSED},
        {"HTTP/1.1 413 Request Entity Too Large\r\nContent-Length: 0\r\n\r\n", LS_TOO_LARGE},
        {"HTTP/1.1 500 Internal Server Error\r\nContent-Length: 0\r\n\r\n", LS_BAD_REPLY},
        {"HTTP/1.1 301 Moved\r\nContent-Length: 0\r\n\r\n", LS_BAD_REPLY},
        {"nonsense\r\n\r\n", LS_BAD_REPLY},
    };
    const struct iovec part = {"{}", 2};

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct bench bench;

        set_up(&bench, rows[i].says);
        cr_expect_eq(ls_runtime_api_respond(&bench.api, "id-1", &part, 1, &bench.error),
                     rows[i].status, "%s", rows[i].says);
        cr_expect_eq(bench.error.status, rows[i].status);
        ls_runtime_api_release(&bench.api);
    }
}
