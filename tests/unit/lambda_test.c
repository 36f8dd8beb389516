/*
 * The loop, against a Runtime API on loopback that follows a script. The service under test is one
 * route whose handler does what the path says.
 */
#include "lambda.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "expect.h"
#include "fake_api.h"
#include "tls_peer.h"

#define CONTRACT "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define LARGE    ((size_t)7 * 1024 * 1024)

/* ---- the service ---- */

static struct ls_str text_of(const char *text)
{
    return ls_str_of(text == NULL ? "\"unset\"" : text);
}

static int act(struct ls_context *context, const struct ls_request *request,
               struct ls_response *response)
{
    struct ls_str path = ls_request_path(request);

    if (ls_str_equal_text(path, "/echo"))
        return ls_respond_json(response, 200, ls_request_body(request));
    if (ls_str_equal_text(path, "/length"))
        return ls_respond_json(
            response, 200, ls_json_format(context, "%l", (int64_t)ls_request_body(request).len));
    if (ls_str_equal_text(path, "/empty"))
        return ls_respond_empty(response, 204);
    if (ls_str_equal_text(path, "/rich")) {
        ls_response_header(response, "X-One", LS_STR("1 \"quoted\""));
        ls_response_cookie(response, LS_STR("a=1; Secure"));
        ls_response_cookie(response, LS_STR("b=2"));
        return ls_respond_bytes(response, 201, "image/png", LS_STR("\x89PNG"));
    }
    if (ls_str_equal_text(path, "/trace"))
        return ls_respond_text(response, 200, "text/plain", text_of(getenv("_X_AMZN_TRACE_ID")));
    if (ls_str_equal_text(path, "/time"))
        return ls_respond_json(response, 200,
                               ls_json_format(context, "%l", ls_request_time_left_ms(request)));
    if (ls_str_equal_text(path, "/large")) {
        static char large[LARGE];

        memset(large, '7', sizeof(large));
        return ls_respond_json(response, 200, ls_str(large, sizeof(large)));
    }
    return LS_NOT_FOUND;
}

static const char *const parameters[] = {"proxy"};
static const struct ls_route routes[] = {{.key = "ANY /{proxy+}",
                                          .key_length = 13,
                                          .parameter_count = 1,
                                          .parameters = parameters,
                                          .action = LS_ACTION_HANDLER,
                                          .handler = act}};
static const uint16_t key_rows[] = {1}, displacements[] = {0};
static const struct ls_attribute key[] = {{.name = "id"}};
static const struct ls_table tables[] = {
    {.name = "items", .variable = "ITEMS_TABLE", .key = key, .key_count = 1}};
static const struct ls_service service = {
    .abi = LS_ABI,
    .name = "test",
    .contract = CONTRACT,
    .tables = tables,
    .routes = routes,
    .table_count = 1,
    .route_count = 1,
    .keys = {.rows = key_rows, .displacements = displacements},
    .timeout_s = 30};

/* ---- running the loop, its log in a file ---- */

static void set_environment(void)
{
    setenv("LOCKSTEP_CONTRACT", CONTRACT, 1);
    setenv("ITEMS_TABLE", "test-items", 1);
    setenv("AWS_REGION", "eu-west-1", 1);
    setenv("AWS_ACCESS_KEY_ID", "AKIDEXAMPLE", 1);
    setenv("AWS_SECRET_ACCESS_KEY", "the-secret-key", 1);
    setenv("AWS_SESSION_TOKEN", "the-session-token", 1);
    unsetenv("AWS_ENDPOINT_URL");
    unsetenv("AWS_ENDPOINT_URL_DYNAMODB");
    unsetenv("AWS_LAMBDA_LOG_FORMAT");
    unsetenv("AWS_LAMBDA_LOG_LEVEL");
    unsetenv("_X_AMZN_TRACE_ID");
    unsetenv("AWS_LAMBDA_RUNTIME_API");
    unsetenv("LOCKSTEP_CA_FILE");
    setenv("LOCKSTEP_PRECONNECT", "off", 1);
}

TestSuite(lambda, .init = set_environment);

static char log_text[65536];

/* ls_lambda_run with standard output in log_text. */
static int run_logged(const struct ls_service *what)
{
    int file = memfd_create("log", MFD_CLOEXEC), output = dup(1), result;
    ssize_t len;

    cr_assert_geq(file, 0);
    dup2(file, 1);
    result = ls_lambda_run(what);
    dup2(output, 1);
    close(output);
    len = pread(file, log_text, sizeof(log_text) - 1, 0);
    log_text[len < 0 ? 0 : len] = '\0';
    close(file);
    return result;
}

static int run(struct fake_api *api, const struct ls_service *what)
{
    int result;

    fake_api_start(api);
    result = run_logged(what);
    fake_api_join(api);
    return result;
}

static const char *body_of(const struct fake_api *api, int i)
{
    const char *end;

    cr_assert_lt(i, api->posted_count, "%d outcomes\n%s", api->posted_count, log_text);
    end = strstr(api->posted[i], "\r\n\r\n");
    cr_assert_not_null(end);
    return end + 4;
}

static void expect_posted(const struct fake_api *api, int i, const char *target)
{
    cr_assert_lt(i, api->posted_count);
    cr_expect(strncmp(api->posted[i], "POST /2018-06-01/runtime/", 25) == 0);
    cr_expect(strncmp(api->posted[i] + 25, target, strlen(target)) == 0 &&
                  api->posted[i][25 + strlen(target)] == ' ',
              "got %.100s", api->posted[i]);
}

/* `rest`: further members, each with a comma before it. */
static struct ls_str event(char out[1024], const char *path, const char *rest)
{
    int len = snprintf(out, 1024,
                       "{\"version\":\"2.0\",\"routeKey\":\"ANY /{proxy+}\",\"rawPath\":\"%s\","
                       "\"rawQueryString\":\"\",\"headers\":{},\"requestContext\":{\"http\":{"
                       "\"method\":\"POST\",\"path\":\"%s\"},\"stage\":\"$default\","
                       "\"requestId\":\"g\"},\"isBase64Encoded\":false%s}",
                       path, path, rest);

    return ls_str(out, (size_t)len);
}

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
    expect_init_error(&service, "Runtime.SpecMismatch",
                      "Code and stack come from different specs: the code has contract "
                      "0123456789ab, LOCKSTEP_CONTRACT says fedcba987654. Deploy function.zip and "
                      "template.json of one build (make deploy)");
}

Test(lambda, a_stack_without_a_contract_is_refused)
{
    unsetenv("LOCKSTEP_CONTRACT");
    expect_init_error(&service, "Runtime.SpecMismatch",
                      "Code and stack come from different specs: the code has contract "
                      "0123456789ab, LOCKSTEP_CONTRACT is not set. Deploy function.zip and "
                      "template.json of one build (make deploy)");
}

Test(lambda, a_missing_table_variable_is_named)
{
    unsetenv("ITEMS_TABLE");
    expect_init_error(&service, "Runtime.BadConfiguration",
                      "ITEMS_TABLE is not set: it holds the name of table \\\"items\\\" and comes "
                      "with template.json");
    setenv("ITEMS_TABLE", "", 1);
    expect_init_error(&service, "Runtime.BadConfiguration",
                      "ITEMS_TABLE is not set: it holds the name of table \\\"items\\\" and comes "
                      "with template.json");
}

Test(lambda, missing_credentials_and_a_bad_endpoint_are_named)
{
    unsetenv("AWS_SECRET_ACCESS_KEY");
    expect_init_error(&service, "Runtime.BadConfiguration", "AWS_SECRET_ACCESS_KEY is not set");
    setenv("AWS_SECRET_ACCESS_KEY", "x", 1);
    setenv("AWS_ENDPOINT_URL_DYNAMODB", "127.0.0.1:8000", 1);
    expect_init_error(&service, "Runtime.BadConfiguration",
                      "AWS_ENDPOINT_URL_DYNAMODB does not begin with http:// or https://; expected "
                      "http[s]://host[:port]");
}

Test(lambda, without_a_runtime_api_the_program_says_how_it_is_started)
{
    cr_expect_eq(run_logged(&service), 2);
    cr_expect_not_null(strstr(log_text, "AWS_LAMBDA_RUNTIME_API is not set"), "%s", log_text);
    cr_expect_not_null(strstr(log_text, "lockstep run"), "%s", log_text);
    setenv("AWS_LAMBDA_RUNTIME_API", "127.0.0.1:1", 1);
    cr_expect_eq(run_logged(&service), 2);
    cr_expect_not_null(strstr(log_text, "Connection refused"), "%s", log_text);
}

/* ---- answers ---- */

Test(lambda, an_answer_is_posted_for_its_invocation)
{
    char text[1024];
    struct fake_api api = {.event_count = 1};

    api.events[0].event = event(text, "/echo", ",\"body\":\"{\\\"a\\\":\\\"\\\\u00e9\\\"}\"");
    cr_expect_eq(run(&api, &service), 2); /* the Runtime API hung up */
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
    run(&api, &service);
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
    run(&api, &service);
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
    cr_expect_eq(run(&api, &service), 2);
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
    run(&api, &service);
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
    run(&api, &service);
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
    run(&api, &service);
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
        uint16_t timeout_s;
        int64_t least, most;
    } rows[] = {
        {0, 30, 27000, 28000},     /* 28.5 s - 0.5 s */
        {60000, 30, 27000, 28000}, /* Lambda's is later */
        {10000, 30, 8500, 9500},   /* Lambda's 10 s - 0.5 s */
        {2000, 30, 800, 1800},     /* a tenth of 2 s */
        {20000, 3, 1700, 2700},    /* the function's 3 s - 0.3 s */
        {-5000, 30, 0, 0},         /* nothing left, never negative */
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_service other = service;
        char text[1024], headers[256], *end;
        struct fake_api api = {.event_count = 1};
        int64_t left;
        int len = snprintf(headers, sizeof(headers), FAKE_ID_HEADER);

        if (rows[i].lambda_ms != 0)
            snprintf(headers + len, sizeof(headers) - (size_t)len,
                     "Lambda-Runtime-Deadline-Ms: %lld\r\n",
                     (long long)(ls_system_clock.now_ms(NULL) + rows[i].lambda_ms));
        other.timeout_s = rows[i].timeout_s;
        api.events[0].headers = headers;
        api.events[0].event = event(text, "/time", "");
        run(&api, &other);
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
        run(&api, &service);
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
        cr_expect_eq(run(&api, &service), 2);
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
    cr_expect_eq(run(&api, &service), 2);
    cr_expect_eq(api.asked, 1);
    cr_expect_not_null(strstr(log_text, "\"level\":\"FATAL\""), "%s", log_text);
    fake_api_release(&api);
}

Test(lambda, a_next_that_fails_is_the_end)
{
    struct fake_api api = {.event_count = 1, .events = {{.status = 500}}};

    cr_expect_eq(run(&api, &service), 2);
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
    run(&api, &service);
    cr_expect_null(strstr(log_text, "4711"), "%s", log_text);
    cr_expect_null(strstr(log_text, "the-secret-key"), "%s", log_text);
    cr_expect_null(strstr(log_text, "the-session-token"), "%s", log_text);
    fake_api_release(&api);
}

/* ---- the connection ahead of the first request ---- */

/* One invocation is answered, whatever becomes of the connection; the log has everything. */
static void run_with_endpoint(const char *url, const char *preconnect)
{
    char text[1024];
    struct fake_api api = {.event_count = 1};

    setenv("AWS_ENDPOINT_URL_DYNAMODB", url, 1);
    setenv("AWS_LAMBDA_LOG_LEVEL", "DEBUG", 1);
    if (preconnect == NULL)
        unsetenv("LOCKSTEP_PRECONNECT");
    else
        setenv("LOCKSTEP_PRECONNECT", preconnect, 1);
    api.events[0].event = event(text, "/empty", "");
    run(&api, &service);
    cr_expect_eq(api.posted_count, 1, "%s", log_text);
    fake_api_release(&api);
}

#define NOT_REACHED                                                                                \
    "\"level\":\"DEBUG\",\"message\":\"DynamoDB not reached ahead of the first request\""

Test(lambda, dynamodb_is_connected_ahead_of_the_first_request)
{
    struct authority authority;
    struct tls_peer tls;

    authority_init(&authority);
    tls_peer_start(&tls, &authority, "IP:127.0.0.1", 1, 0);
    setenv("LOCKSTEP_CA_FILE", authority.file, 1);
    run_with_endpoint(tls.base_url, NULL);
    tls_peer_join(&tls);
    cr_expect_eq(tls.handshakes, 1);
    cr_expect_eq(tls.requests, 0);
    cr_expect_null(strstr(log_text, "not reached"), "%s", log_text);
    authority_release(&authority);
}

Test(lambda, a_connection_ahead_that_fails_is_harmless)
{
    struct authority authority;

    authority_init(&authority);
    setenv("LOCKSTEP_CA_FILE", authority.file, 1);
    run_with_endpoint("https://127.0.0.1:1", NULL);
    cr_expect_not_null(strstr(log_text, NOT_REACHED), "%s", log_text);
    authority_release(&authority);
}

Test(lambda, the_connection_ahead_is_for_https_and_can_be_switched_off)
{
    run_with_endpoint("https://127.0.0.1:1", "off");
    cr_expect_null(strstr(log_text, "not reached"), "%s", log_text);
    run_with_endpoint("http://127.0.0.1:1", NULL);
    cr_expect_null(strstr(log_text, "not reached"), "%s", log_text);
}

static void say_nothing(struct peer *peer)
{
    int connection = peer_accept(peer);
    char byte;

    while (read(connection, &byte, 1) == 1)
        ;
    close(connection);
}

Test(lambda, the_connection_ahead_has_a_second)
{
    int64_t begin = ls_system_clock.now_ms(ls_system_clock.self), took;
    struct authority authority;
    struct peer peer;
    char url[64];

    authority_init(&authority);
    setenv("LOCKSTEP_CA_FILE", authority.file, 1);
    peer_start(&peer, say_nothing, NULL);
    snprintf(url, sizeof(url), "https://%s", peer.address);
    run_with_endpoint(url, NULL);
    took = ls_system_clock.now_ms(ls_system_clock.self) - begin;
    cr_expect_geq(took, 1000);
    cr_expect_lt(took, 3000);
    cr_expect_not_null(strstr(log_text, NOT_REACHED), "%s", log_text);
    peer_join(&peer);
    authority_release(&authority);
}
