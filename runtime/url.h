/*
 * url.h - a base URL: scheme, host and port. The endpoints of this runtime have nothing else.
 */
#ifndef LS_URL_H
#define LS_URL_H

#include "base.h"

#define LS_URL_HOST_MAX 200 /* bytes; DNS allows 253, no endpoint of AWS comes near */

struct ls_url {
    bool https;
    bool ipv6;                      /* the host stood in brackets */
    bool default_port;              /* the scheme's own: left out of the Host header */
    char host[LS_URL_HOST_MAX + 1]; /* without brackets */
    char port[6];                   /* decimal, 1-65535, also when it was left out */
};

/*
 * "http[s]://host[:port][/]". NULL when it is one, else what is wrong, as the end of a sentence
 * that begins with the URL's name ("… has a path").
 */
const char *ls_url_parse(const char *text, struct ls_url *url);

/* The host is an IPv4 or IPv6 address, so that no resolver is needed. */
bool ls_url_is_address(const struct ls_url *url);

#endif
