/*
 * loop.c - the service behind the loop, and the loop with its log kept.
 */
#include "loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "expect.h"

#define LARGE ((size_t)7 * 1024 * 1024)

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
static const struct ls_table tables[] = {{.name = "items",
                                          .variable = "ITEMS_TABLE",
                                          .attributes = key,
                                          .attribute_count = 1,
                                          .key_count = 1}};
const struct ls_service loop_service = {.abi = LS_ABI,
                                        .name = "test",
                                        .contract = CONTRACT,
                                        .tables = tables,
                                        .routes = routes,
                                        .table_count = 1,
                                        .route_count = 1,
                                        .keys = {.rows = key_rows, .displacements = displacements}};

/* ---- running the loop, its log in a file ---- */

void loop_set_environment(void)
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

char log_text[LOOP_LOG_MAX];

int run_logged(const struct ls_service *what)
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

int run(struct fake_api *api, const struct ls_service *what)
{
    int result;

    fake_api_start(api);
    result = run_logged(what);
    fake_api_join(api);
    return result;
}

const char *body_of(const struct fake_api *api, int i)
{
    const char *end;

    cr_assert_lt(i, api->posted_count, "%d outcomes\n%s", api->posted_count, log_text);
    end = strstr(api->posted[i], "\r\n\r\n");
    cr_assert_not_null(end);
    return end + 4;
}

void expect_posted(const struct fake_api *api, int i, const char *target)
{
    cr_assert_lt(i, api->posted_count);
    cr_expect(strncmp(api->posted[i], "POST /2018-06-01/runtime/", 25) == 0);
    cr_expect(strncmp(api->posted[i] + 25, target, strlen(target)) == 0 &&
                  api->posted[i][25 + strlen(target)] == ' ',
              "got %.100s", api->posted[i]);
}

struct ls_str event(char out[LOOP_EVENT_MAX], const char *path, const char *rest)
{
    int len = snprintf(out, LOOP_EVENT_MAX,
                       "{\"version\":\"2.0\",\"routeKey\":\"ANY /{proxy+}\",\"rawPath\":\"%s\","
                       "\"rawQueryString\":\"\",\"headers\":{},\"requestContext\":{\"http\":{"
                       "\"method\":\"POST\",\"path\":\"%s\"},\"stage\":\"$default\","
                       "\"requestId\":\"g\"},\"isBase64Encoded\":false%s}",
                       path, path, rest);

    return ls_str(out, (size_t)len);
}
