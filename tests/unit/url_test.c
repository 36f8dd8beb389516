/*
 * Base URLs.
 */
#include "url.h"

#include <stdio.h>
#include <string.h>

#include "expect.h"

Test(url, parts_of_a_url)
{
    static const struct {
        const char *text, *host, *port;
        bool https, ipv6, default_port, address;
    } rows[] = {
        {"https://dynamodb.eu-west-1.amazonaws.com", "dynamodb.eu-west-1.amazonaws.com", "443",
         true, false, true, false},
        {"https://h:443/", "h", "443", true, false, true, false},
        {"https://h:80", "h", "80", true, false, false, false},
        {"http://localhost:8000/", "localhost", "8000", false, false, false, false},
        {"http://127.0.0.1", "127.0.0.1", "80", false, false, true, true},
        {"http://127.0.0.1:65535", "127.0.0.1", "65535", false, false, false, true},
        {"http://[::1]:8000", "::1", "8000", false, true, false, true},
        {"http://[fe80::1:2]", "fe80::1:2", "80", false, true, true, true},
        {"http://1.2.3:80", "1.2.3", "80", false, false, true, false},
        {"http://dynamodb_local:80", "dynamodb_local", "80", false, false, true, false},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_url url;
        const char *wrong = ls_url_parse(rows[i].text, &url);

        cr_assert_null(wrong, "%s %s", rows[i].text, wrong);
        cr_expect_str_eq(url.host, rows[i].host, "%s", rows[i].text);
        cr_expect_str_eq(url.port, rows[i].port, "%s", rows[i].text);
        cr_expect_eq(url.https, rows[i].https, "%s", rows[i].text);
        cr_expect_eq(url.ipv6, rows[i].ipv6, "%s", rows[i].text);
        cr_expect_eq(url.default_port, rows[i].default_port, "%s", rows[i].text);
        cr_expect_eq(ls_url_is_address(&url), rows[i].address, "%s", rows[i].text);
    }
}

Test(url, what_is_refused_and_why)
{
    static const struct {
        const char *text, *why;
    } rows[] = {
        {"", "does not begin with http:// or https://"},
        {"dynamodb.eu-west-1.amazonaws.com", "does not begin with http:// or https://"},
        {"HTTP://h", "does not begin with http:// or https://"},
        {"ftp://h", "does not begin with http:// or https://"},
        {"http://", "has no host"},
        {"http://:80", "has no host"},
        {"http:///x", "has no host"},
        {"http://[]:80", "has no host"},
        {"http://[::1", "has a bad IPv6 address"},
        {"http://[::1%eth0]", "has a bad IPv6 address"},
        {"http://h:", "has a bad port (1 to 65535)"},
        {"http://h:0", "has a bad port (1 to 65535)"},
        {"http://h:080", "has a bad port (1 to 65535)"},
        {"http://h:65536", "has a bad port (1 to 65535)"},
        {"http://h:4294967376", "has a bad port (1 to 65535)"},
        {"http://h:80x", "has more than a scheme, a host and a port"},
        {"http://h/x", "has more than a scheme, a host and a port"},
        {"http://h//", "has more than a scheme, a host and a port"},
        {"http://h?x", "has more than a scheme, a host and a port"},
        {"http://user@h", "has more than a scheme, a host and a port"},
        {"http://h\r\nX: y", "has more than a scheme, a host and a port"},
        {"http://::1", "has no host"},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        struct ls_url url;
        const char *wrong = ls_url_parse(rows[i].text, &url);

        cr_assert_not_null(wrong, "accepted: %s", rows[i].text);
        cr_expect_str_eq(wrong, rows[i].why, "%s: %s", rows[i].text, wrong);
    }
}

Test(url, a_host_has_at_most_200_bytes)
{
    char text[300] = "http://";
    struct ls_url url;

    memset(text + 7, 'a', 200);
    cr_expect_null(ls_url_parse(text, &url));
    cr_expect_eq(strlen(url.host), 200);
    text[207] = 'a';
    cr_expect_str_eq(ls_url_parse(text, &url), "has a host of more than 200 bytes");
}
