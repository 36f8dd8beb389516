/*
 * url.c - reads the base URLs that the environment gives.
 */
#include "url.h"

#include <arpa/inet.h>
#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_host_char(char c, bool ipv6)
{
    if (ipv6)
        return is_digit(c) || is_letter(c) || c == ':' || c == '.';
    return is_digit(c) || is_letter(c) || c == '.' || c == '-' || c == '_';
}

/* Reads the host at *at and moves *at behind it. */
static const char *parse_host(const char **at, struct ls_url *url)
{
    const char *start = *at;
    size_t len = 0;

    url->ipv6 = *start == '[';
    if (url->ipv6)
        start++;
    while (is_host_char(start[len], url->ipv6))
        len++;
    if (len == 0)
        return "has no host";
    if (len > LS_URL_HOST_MAX)
        return "has a host of more than 200 bytes";
    if (url->ipv6 && start[len] != ']')
        return "has a bad IPv6 address";
    memcpy(url->host, start, len);
    url->host[len] = '\0';
    *at = start + len + (url->ipv6 ? 1 : 0);
    return NULL;
}

static const char *parse_port(const char **at, struct ls_url *url)
{
    static const char bad[] = "has a bad port (1 to 65535)";
    const char *start = *at;
    const char *usual = url->https ? "443" : "80";
    unsigned long number = 0;
    size_t len = 0;

    if (*start != ':') {
        memcpy(url->port, usual, strlen(usual) + 1);
        url->default_port = true;
        return NULL;
    }
    for (start++; is_digit(start[len]); len++) {
        if (len == sizeof(url->port) - 1)
            return bad;
        number = number * 10 + (unsigned long)(start[len] - '0');
    }
    if (number < 1 || number > 65535 || start[0] == '0')
        return bad;
    memcpy(url->port, start, len);
    url->port[len] = '\0';
    url->default_port = strcmp(url->port, usual) == 0;
    *at = start + len;
    return NULL;
}

const char *ls_url_parse(const char *text, struct ls_url *url)
{
    const char *at, *wrong;

    *url = (struct ls_url){.https = strncmp(text, "https://", 8) == 0};
    if (!url->https && strncmp(text, "http://", 7) != 0)
        return "does not begin with http:// or https://";
    at = text + (url->https ? 8 : 7);
    wrong = parse_host(&at, url);
    if (wrong == NULL)
        wrong = parse_port(&at, url);
    if (wrong != NULL)
        return wrong;
    if (*at == '/')
        at++;
    return *at == '\0' ? NULL : "has more than a scheme, a host and a port";
}

bool ls_url_is_address(const struct ls_url *url)
{
    unsigned char address[16];

    return inet_pton(url->ipv6 ? AF_INET6 : AF_INET, url->host, address) == 1;
}
