/*
 * The loop, against a Runtime API on loopback that follows a script.
 */
#include "lambda.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "expect.h"
#include "loop.h"

TestSuite(lambda, .init = loop_set_environment);

/* ---- initialisation ---- */

static void expect_init_error(const struct ls_service *what, const char *type, const char *message)
{
    struct fake_api api = {.event_count = 0};
    char header[128], body[1024];

    snprintf(header, sizeof(header), "\r\nLambda-Runtime-Function-Error-Type: %s\r\n", type);
    snprintf(body, sizeof(body), "{\"errorMessage\":\"%s\",\"errorType\":\"%s\",\"stackTrace\":[]}",
             message, type);
    cr_expect_eq(run(&api, what), 1);
    cr_expect_eq(api.asked, 0);
    expect_posted(&api, 0, "init/error");
    cr_expect_not_null(strstr(api.posted[0], header), "%s", api.posted[0]);
    cr_expect_str_eq(body_of(&api, 0), body);
    cr_expect_not_null(strstr(log_text, "\"level\":\"FATAL\""), "%s", log_text);
    cr_expect_not_null(strstr(log_text, type), "%s", log_text);
    fake_api_release(&api);
}

Test(lambda, a_stack_of_another_spec_is_refused_with_both_digests)
{
    setenv("LOCKSTEP_CONTRACT", "fedcba9876543210", 1);
    expect_init_error(&loop_service, "Runtime.SpecMismatch",
                      "Code and stack come from different specs: the code has contract "
                      "0123456789ab, LOCKSTEP_CONTRACT says fedcba987654. Deploy function.zip and "
                      "template.json of one build (make deploy)");
}

Test(lambda, a_stack_without_a_contract_is_refused)
{
    unsetenv("LOCKSTEP_CONTRACT");
    expect_init_error(&loop_service, "Runtime.SpecMismatch",
                      "Code and stack come from different specs: the code has contract "
                      "0123456789ab, LOCKSTEP_CONTRACT is not set. Deploy function.zip and "
                      "template.json of one build (make deploy)");
}

Test(lambda, a_missing_table_variable_is_named)
{
    unsetenv("ITEMS_TABLE");
    expect_init_error(&loop_service, "Runtime.BadConfiguration",
                      "ITEMS_TABLE is not set: it holds the name of table \\\"items\\\" and comes "
                      "with template.json");
    setenv("ITEMS_TABLE", "", 1);
    expect_init_error(&loop_service, "Runtime.BadConfiguration",
                      "ITEMS_TABLE is not set: it holds the name of table \\\"items\\\" and comes "
                      "with template.json");
}

Test(lambda, missing_credentials_and_a_bad_endpoint_are_named)
{
    unsetenv("AWS_SECRET_ACCESS_KEY");
    expect_init_error(&loop_service, "Runtime.BadConfiguration",
                      "AWS_SECRET_ACCESS_KEY is not set");
    setenv("AWS_SECRET_ACCESS_KEY", "x", 1);
    setenv("AWS_ENDPOINT_URL_DYNAMODB", "127.0.0.1:8000", 1);
    expect_init_error(&loop_service, "Runtime.BadConfiguration",
                      "AWS_ENDPOINT_URL_DYNAMODB does not begin with http:// or https://; expected "
                      "http[s]://host[:port]");
}

Test(lambda, without_a_runtime_api_the_program_says_how_it_is_started)
{
    cr_expect_eq(run_logged(&loop_service), 2);
    cr_expect_not_null(strstr(log_text, "AWS_LAMBDA_RUNTIME_API is not set"), "%s", log_text);
    cr_expect_not_null(strstr(log_text, "lockstep run"), "%s", log_text);
    setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1", 1);
    cr_expect_eq(run_logged(&loop_service), 2);
    cr_expect_not_null(strstr(log_text, "Connection refused"), "%s", log_text);
}

/* ---- answers ---- */

Test(lambda, an_answer_is_posted_for_its_invocation)
{
    char text[1024];
    struct fake_api api = {.event_count = 1};

    api.events[0].event = event(text, "/echo", ",\"body\":\"{\\\"a\\\":\\\"\\\\u00e9\\\"}\"");
    cr_expect_eq(run(&api, &loop_service), 2); /* the Runtime API hung up */
    cr_expect_eq(api.posted_count, 1);
    expect_posted(&api, 0, "invocation/" FAKE_ID "/response");
    cr_expect_not_null(strstr(api.posted[0], "\r\nContent-Type: application/json\r\n"));
    cr_expect_str_eq(body_of(&api, 0),
                     "{\"statusCode\":200,\"headers\":{\"content-type\":\"application/json\"},"
                     "\"body\":\"{\\\"a\\\":\\\"\\\\u00e9\\\"}\"}");
    cr_expect_not_null(strstr(log_text, "\"requestId\":\"" FAKE_ID "\""), "%s", log_text);
    fake_api_release(&api);
}

Test(lambda, headers_cookies_and_bytes_have_their_places)
{
    char text[2][1024];
    struct fake_api api = {.event_count = 2};

    api.events[0].event = event(text[0], "/rich", "");
    api.events[1].event = event(text[1], "/empty", "");
    run(&api, &loop_service);
    cr_expect_str_eq(body_of(&api, 0),
                     "{\"statusCode\":201,\"headers\":{\"x-one\":\"1 \\\"quoted\\\"\","
                     "\"content-type\":\"image/png\"},\"cookies\":[\"a=1; Secure\",\"b=2\"],"
                     "\"isBase64Encoded\":true,\"body\":\"iVBORw==\"}");
    /* Nothing of one answer is left in the next. */
    cr_expect_str_eq(body_of(&api, 1), "{\"statusCode\":204,\"body\":\"\"}");
    fake_api_release(&api);
}

Test(lambda, invocations_share_a_connection)
{
    char text[3][1024];
    struct fake_api api = {.event_count = 3};
    static const char *const ids[] = {FAKE_ID_HEADER, "Lambda-Runtime-Aws-Request-Id: second-2\r\n",
                                      "Lambda-Runtime-Aws-Request-Id: third-3\r\n"};

    for (int i = 0; i < 3; i++) {
        api.events[i].headers = ids[i];
        api.events[i].event = event(text[i], "/empty", "");
    }
    run(&api, &loop_service);
    cr_expect_eq(api.connections, 1);
    expect_posted(&api, 0, "invocation/" FAKE_ID "/response");
    expect_posted(&api, 1, "invocation/second-2/response");
    expect_posted(&api, 2, "invocation/third-3/response");
    fake_api_release(&api);
}

Test(lambda, an_answer_finds_its_way_when_the_connection_is_gone)
{
    char text[1024];
    struct fake_api api = {.event_count = 1};

    api.events[0].event = event(text, "/empty", "");
    api.events[0].hangs_up = true;
    cr_expect_eq(run(&api, &loop_service), 2);
    cr_expect_eq(api.connections, 2);
    expect_posted(&api, 0, "invocation/" FAKE_ID "/response");
    fake_api_release(&api);
}

Test(lambda, an_event_of_six_megabytes_goes_through)
{
    const size_t size = 6 * 1024 * 1024;
    char *text = malloc(size), head[1024];
    struct fake_api api = {.event_count = 1};
    struct ls_str start = event(head, "/length", ",\"body\":\"");

    memset(text, 'x', size);
    memcpy(text, start.ptr, start.len - 1);
    text[size - 2] = '"';
    text[size - 1] = '}';
    api.events[0].event = ls_str(text, size);
    run(&api, &loop_service);
    snprintf(head, sizeof(head),
             "{\"statusCode\":200,\"headers\":{\"content-type\":\"application/json\"},"
             "\"body\":\"%zu\"}",
             size - 2 - (start.len - 1));
    cr_expect_str_eq(body_of(&api, 0), head);
    fake_api_release(&api);
    free(text);
}

/* Lambda's limit is 6,291,556 bytes; over it the client would see the gateway's bare 500. */
Test(lambda, an_answer_over_lambdas_limit_becomes_an_error_that_fits)
{
    char text[1024];
    struct fake_api api = {.event_count = 1};
    const char *body;

    api.events[0].event = event(text, "/large", "");
    run(&api, &loop_service);
    expect_posted(&api, 0, "invocation/" FAKE_ID "/response");
    body = body_of(&api, 0);
    cr_expect_lt(strlen(body), 1000);
    cr_expect(strncmp(body, "{\"statusCode\":500,", 18) == 0, "%s", body);
    cr_expect_not_null(strstr(log_text, "too large"), "%s", log_text);
    fake_api_release(&api);
}

/* ---- what an invocation brings along ---- */

static int environment_size(void)
{
    int count = 0;

    while (environ[count] != NULL)
        count++;
    return count;
}

Test(lambda, the_trace_id_is_in_the_environment_of_its_invocation_only)
{
    static const char traced[] =
        FAKE_ID_HEADER "Lambda-Runtime-Trace-Id: Root=1-5bef4de7;Sampled=0\r\n";
    static const char again[] = FAKE_ID_HEADER "Lambda-Runtime-Trace-Id: Root=2\r\n";
    char text[1024];
    struct fake_api api = {.event_count = 4};
    int size;

    setenv("AWS_LAMBDA_RUNTIME_API", "", 1);
    size = environment_size();
    for (int i = 0; i < 4; i++)
        api.events[i].event = event(text, "/trace", "");
    api.events[0].headers = traced;
    api.events[1].headers = again;
    api.events[3].headers = traced;
    run(&api, &loop_service);
    cr_expect_not_null(strstr(body_of(&api, 0), "\"body\":\"Root=1-5bef4de7;Sampled=0\""));
    cr_expect_not_null(strstr(body_of(&api, 1), "\"body\":\"Root=2\""), "%s", body_of(&api, 1));
    cr_expect_not_null(strstr(body_of(&api, 2), "\"body\":\"\\\"unset\\\"\""));
    cr_expect_not_null(strstr(body_of(&api, 3), "\"body\":\"Root=1-5bef4de7;Sampled=0\""));
    cr_expect_eq(environment_size(), size); /* its text is gone with the loop */
    fake_api_release(&api);
}

Test(lambda, time_is_the_earliest_limit_less_a_reserve)
{
    static const struct {
        int64_t lambda_ms; /* left until Lambda's deadline; 0: no such header */
        int64_t least, most;
    } rows[] = {
        {0, 27000, 28000},     /* 28.5 s - 0.5 s */
        {60000, 27000, 28000}, /* Lambda's is later */
        {10000, 8500, 9500},   /* Lambda's 10 s - 0.5 s */
        {3000, 1700, 2700},    /* a tenth of 3 s */
        {-5000, 0, 0},         /* nothing left, never negative */
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        char text[1024], headers[256], *end;
        struct fake_api api = {.event_count = 1};
        int64_t left;
        int len = snprintf(headers, sizeof(headers), FAKE_ID_HEADER);

        if (rows[i].lambda_ms != 0)
            snprintf(headers + len, sizeof(headers) - (size_t)len,
                     "Lambda-Runtime-Deadline-Ms: %lld\r\n",
                     (long long)(ls_system_clock.now_ms(NULL) + rows[i].lambda_ms));
        api.events[0].headers = headers;
        api.events[0].event = event(text, "/time", "");
        run(&api, &loop_service);
        end = strstr(body_of(&api, 0), "\"body\":\"");
        cr_assert_not_null(end);
        left = strtol(end + 8, NULL, 10);
        cr_expect(left >= rows[i].least && left <= rows[i].most, "row %zu: %lld ms", i,
                  (long long)left);
        fake_api_release(&api);
    }
}

/* ---- what goes wrong ---- */

Test(lambda, an_event_that_is_no_http_request_is_an_error_of_its_invocation)
{
    static const char *const events[] = {"", "[]", "{\"Records\":[]}", "{\"version\":\"2.0\""};
    char text[1024];

    for (size_t i = 0; i < sizeof(events) / sizeof(events[0]); i++) {
        struct fake_api api = {.event_count = 2};

        api.events[0].event = ls_str_of(events[i]);
        api.events[1].event = event(text, "/empty", "");
        run(&api, &loop_service);
        expect_posted(&api, 0, "invocation/" FAKE_ID "/error");
        cr_expect_not_null(
            strstr(api.posted[0], "\r\nLambda-Runtime-Function-Error-Type: Runtime.BadEvent\r\n"));
        cr_expect_str_eq(body_of(&api, 0),
                         "{\"errorMessage\":\"The event is no HTTP request in payload format 2.0; "
                         "this function answers an HTTP API or a Function URL\",\"errorType\":"
                         "\"Runtime.BadEvent\",\"stackTrace\":[]}");
        expect_posted(&api, 1, "invocation/" FAKE_ID "/response");
        fake_api_release(&api);
    }
}

Test(lambda, an_outcome_that_is_not_taken_ends_the_invocation_only)
{
    static const int statuses[] = {413, 400, 403};
    char text[1024];

    for (size_t i = 0; i < sizeof(statuses) / sizeof(statuses[0]); i++) {
        struct fake_api api = {.event_count = 2};
        char cause[128];

        api.events[0].event = api.events[1].event = event(text, "/empty", "");
        api.events[0].taken = statuses[i];
        cr_expect_eq(run(&api, &loop_service), 2);
        cr_expect_eq(api.posted_count, 2);
        snprintf(cause, sizeof(cause), FAKE_ID "/response: HTTP %d\"", statuses[i]);
        cr_expect_not_null(strstr(log_text, "\"message\":\"Answer not taken\""), "%s", log_text);
        cr_expect_not_null(strstr(log_text, cause), "%s", log_text);
        fake_api_release(&api);
    }
}

Test(lambda, a_runtime_api_that_fails_is_the_end)
{
    char text[1024];
    struct fake_api api = {.event_count = 2};

    api.events[0].event = api.events[1].event = event(text, "/empty", "");
    api.events[0].taken = 500;
    cr_expect_eq(run(&api, &loop_service), 2);
    cr_expect_eq(api.asked, 1);
    cr_expect_not_null(strstr(log_text, "\"level\":\"FATAL\""), "%s", log_text);
    fake_api_release(&api);
}

Test(lambda, a_next_that_fails_is_the_end)
{
    struct fake_api api = {.event_count = 1, .events = {{.status = 500}}};

    cr_expect_eq(run(&api, &loop_service), 2);
    cr_expect_eq(api.posted_count, 0);
    cr_expect_not_null(strstr(log_text, "No next invocation"), "%s", log_text);
    fake_api_release(&api);
}

Test(lambda, no_secret_is_logged)
{
    char text[1024];
    struct fake_api api = {.event_count = 1};

    setenv("AWS_LAMBDA_LOG_LEVEL", "TRACE", 1);
    api.events[0].event = event(text, "/echo", ",\"body\":\"{\\\"pin\\\":\\\"4711\\\"}\"");
    run(&api, &loop_service);
    cr_expect_null(strstr(log_text, "4711"), "%s", log_text);
    cr_expect_null(strstr(log_text, "the-secret-key"), "%s", log_text);
    cr_expect_null(strstr(log_text, "the-session-token"), "%s", log_text);
    fake_api_release(&api);
}
