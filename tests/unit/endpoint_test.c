/*
 * Which DynamoDB the environment names. Each test is a process of its own.
 */
#include <stdlib.h>
#include <string.h>

#include "dynamodb.h"
#include "expect.h"

static void clean_environment(void)
{
    unsetenv("AWS_ENDPOINT_URL_DYNAMODB");
    unsetenv("AWS_ENDPOINT_URL");
    unsetenv("AWS_REGION");
    unsetenv("AWS_DEFAULT_REGION");
}

TestSuite(endpoint, .init = clean_environment);

/* Suffixes: botocore 1.43, data/partitions.json. */
Test(endpoint, the_region_gives_the_host)
{
    static const struct {
        const char *region, *host;
    } rows[] = {
        {"eu-west-1", "dynamodb.eu-west-1.amazonaws.com"},
        {"us-gov-west-1", "dynamodb.us-gov-west-1.amazonaws.com"},
        {"cn-northwest-1", "dynamodb.cn-northwest-1.amazonaws.com.cn"},
        {"eusc-de-east-1", "dynamodb.eusc-de-east-1.amazonaws.eu"},
        {"us-iso-east-1", "dynamodb.us-iso-east-1.c2s.ic.gov"},
        {"us-isob-east-1", "dynamodb.us-isob-east-1.sc2s.sgov.gov"},
        {"us-isof-south-1", "dynamodb.us-isof-south-1.csp.hci.ic.gov"},
        {"eu-isoe-west-1", "dynamodb.eu-isoe-west-1.cloud.adc-e.uk"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_endpoint endpoint;

        setenv("AWS_REGION", rows[i].region, 1);
        cr_assert_eq(ls_endpoint_from_environment(&endpoint, NULL), LS_OK);
        cr_expect_str_eq(endpoint.host, rows[i].host);
        cr_expect_str_eq(endpoint.region, rows[i].region);
        cr_expect(strncmp(endpoint.base_url, "https://", 8) == 0);
        cr_expect_str_eq(endpoint.base_url + 8, rows[i].host);
    }
}

Test(endpoint, default_region_counts_where_there_is_no_other)
{
    struct ls_endpoint endpoint;

    setenv("AWS_DEFAULT_REGION", "eu-north-1", 1);
    cr_assert_eq(ls_endpoint_from_environment(&endpoint, NULL), LS_OK);
    cr_expect_str_eq(endpoint.region, "eu-north-1");
    setenv("AWS_REGION", "", 1);
    cr_assert_eq(ls_endpoint_from_environment(&endpoint, NULL), LS_OK);
    cr_expect_str_eq(endpoint.region, "eu-north-1");
    setenv("AWS_REGION", "eu-west-3", 1);
    cr_assert_eq(ls_endpoint_from_environment(&endpoint, NULL), LS_OK);
    cr_expect_str_eq(endpoint.region, "eu-west-3");
}

Test(endpoint, a_url_of_the_environment_takes_the_place_of_the_regions_own)
{
    static const struct {
        const char *url, *base_url, *host;
    } rows[] = {
        {"http://127.0.0.1:8000", "http://127.0.0.1:8000", "127.0.0.1:8000"},
        {"http://localhost:8000/", "http://localhost:8000", "localhost:8000"},
        {"https://vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com:443",
         "https://vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com",
         "vpce-1.dynamodb.eu-west-1.vpce.amazonaws.com"},
        {"http://[::1]:8000", "http://[::1]:8000", "[::1]:8000"},
        {"http://[::1]", "http://[::1]", "[::1]"},
    };

    setenv("AWS_REGION", "eu-west-1", 1);
    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_endpoint endpoint;

        setenv("AWS_ENDPOINT_URL", rows[i].url, 1);
        cr_assert_eq(ls_endpoint_from_environment(&endpoint, NULL), LS_OK, "%s", rows[i].url);
        cr_expect_str_eq(endpoint.base_url, rows[i].base_url);
        cr_expect_str_eq(endpoint.host, rows[i].host);
        cr_expect_str_eq(endpoint.region, "eu-west-1");
    }
}

Test(endpoint, dynamodbs_own_url_goes_before_the_general_one)
{
    struct ls_endpoint endpoint;

    setenv("AWS_REGION", "eu-west-1", 1);
    setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1", 1);
    setenv("AWS_ENDPOINT_URL_DYNAMODB", "http://127.0.0.1:2", 1);
    cr_assert_eq(ls_endpoint_from_environment(&endpoint, NULL), LS_OK);
    cr_expect_str_eq(endpoint.host, "127.0.0.1:2");
    setenv("AWS_ENDPOINT_URL_DYNAMODB", "", 1);
    cr_assert_eq(ls_endpoint_from_environment(&endpoint, NULL), LS_OK);
    cr_expect_str_eq(endpoint.host, "127.0.0.1:1");
}

Test(endpoint, what_is_wrong_is_named)
{
    static const struct {
        const char *variable, *value, *detail;
    } rows[] = {
        {"AWS_REGION", "", "AWS_REGION is not set; Lambda sets it, and so does lockstep run"},
        {"AWS_REGION", "eu west", "AWS_REGION is no region's name, such as eu-west-1"},
        {"AWS_DEFAULT_REGION", "evil.example/#",
         "AWS_DEFAULT_REGION is no region's name, such as eu-west-1"},
        {"AWS_REGION", "a123456789b123456789c123456789d123456789e123456789f123456789abcd",
         "AWS_REGION is no region's name, such as eu-west-1"},
        {"AWS_ENDPOINT_URL", "localhost:8000",
         "AWS_ENDPOINT_URL does not begin with http:// or https://; expected "
         "http[s]://host[:port]"},
        {"AWS_ENDPOINT_URL_DYNAMODB", "http://h/path",
         "AWS_ENDPOINT_URL_DYNAMODB has more than a scheme, a host and a port; expected "
         "http[s]://host[:port]"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_endpoint endpoint;
        struct ls_error error = {0};

        clean_environment();
        if (strstr(rows[i].variable, "URL") != NULL)
            setenv("AWS_REGION", "eu-west-1", 1);
        setenv(rows[i].variable, rows[i].value, 1);
        cr_expect_eq(ls_endpoint_from_environment(&endpoint, &error), LS_BAD_CONFIG, "row %zu", i);
        cr_expect_str_eq(error.detail, rows[i].detail);
    }
}
