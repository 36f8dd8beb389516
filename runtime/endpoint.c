/*
 * endpoint.c - which DynamoDB to talk to, from the environment.
 */
#include "dynamodb.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "url.h"

/* DNS suffixes by the beginning of the region's name (botocore's partitions.json). */
static const struct partition {
    const char *region_prefix, *dns_suffix;
} partitions[] = {
    {"cn-", "amazonaws.com.cn"},   {"eusc-", "amazonaws.eu"},      {"us-iso-", "c2s.ic.gov"},
    {"us-isob-", "sc2s.sgov.gov"}, {"us-isof-", "csp.hci.ic.gov"}, {"eu-isoe-", "cloud.adc-e.uk"},
};

static const char *dns_suffix(const char *region)
{
    for (size_t i = 0; i < sizeof(partitions) / sizeof(partitions[0]); i++) {
        if (strncmp(region, partitions[i].region_prefix, strlen(partitions[i].region_prefix)) == 0)
            return partitions[i].dns_suffix;
    }
    return "amazonaws.com";
}

/* The first of the variables that is set and not empty; *name says which. */
static const char *first_of(const char *const *names, size_t count, const char **name)
{
    for (size_t i = 0; i < count; i++) {
        const char *value = getenv(names[i]);

        if (value != NULL && value[0] != '\0') {
            *name = names[i];
            return value;
        }
    }
    return NULL;
}

static bool region_is_valid(const char *region, size_t max)
{
    size_t len = strspn(region, "abcdefghijklmnopqrstuvwxyz0123456789-");

    return len > 0 && len <= max && region[len] == '\0';
}

static enum ls_status read_region(struct ls_endpoint *endpoint, struct ls_error *error)
{
    static const char *const names[] = {"AWS_REGION", "AWS_DEFAULT_REGION"};
    const char *name, *region = first_of(names, sizeof(names) / sizeof(names[0]), &name);

    if (region == NULL)
        return ls_fail(error, LS_BAD_CONFIG, NULL,
                       "AWS_REGION is not set; Lambda sets it, and so does lockstep run");
    if (!region_is_valid(region, sizeof(endpoint->region) - 1))
        return ls_fail(error, LS_BAD_CONFIG, NULL, "%s is no region's name, such as eu-west-1",
                       name);
    snprintf(endpoint->region, sizeof(endpoint->region), "%s", region);
    return LS_OK;
}

/* base_url and host from the parts of a URL, without a trailing slash or a default port. */
static void write_endpoint(const struct ls_url *url, struct ls_endpoint *endpoint)
{
    snprintf(endpoint->host, sizeof(endpoint->host), "%s%s%s%s%s", url->ipv6 ? "[" : "", url->host,
             url->ipv6 ? "]" : "", url->default_port ? "" : ":",
             url->default_port ? "" : url->port);
    snprintf(endpoint->base_url, sizeof(endpoint->base_url), "%s%s",
             url->https ? "https://" : "http://", endpoint->host);
}

enum ls_status ls_endpoint_from_environment(struct ls_endpoint *endpoint, struct ls_error *error)
{
    static const char *const names[] = {"AWS_ENDPOINT_URL_DYNAMODB", "AWS_ENDPOINT_URL"};
    const char *name, *text = first_of(names, sizeof(names) / sizeof(names[0]), &name);
    enum ls_status status = read_region(endpoint, error);
    struct ls_url url;

    if (status != LS_OK)
        return status;
    if (text == NULL) {
        snprintf(endpoint->host, sizeof(endpoint->host), "dynamodb.%s.%s", endpoint->region,
                 dns_suffix(endpoint->region));
        snprintf(endpoint->base_url, sizeof(endpoint->base_url), "https://%s", endpoint->host);
        return LS_OK;
    }
    text = ls_url_parse(text, &url);
    if (text != NULL)
        return ls_fail(error, LS_BAD_CONFIG, NULL, "%s %s; expected http[s]://host[:port]", name,
                       text);
    write_endpoint(&url, endpoint);
    return LS_OK;
}
