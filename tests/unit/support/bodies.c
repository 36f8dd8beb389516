/*
 * bodies.c - see bodies.h.
 */
#include "bodies.h"

#include <criterion/criterion.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

char *wide_body(size_t len)
{
    char *body = malloc(len + 16);
    int head;

    cr_assert_not_null(body);
    head = snprintf(body, len, "{\"a\":\"");
    memset(body + head, 'x', len);
    memcpy(body + (size_t)head + len, "\"}", 3);
    return body;
}

char *many_members(int count, const char *value)
{
    size_t size = (size_t)count * (16 + strlen(value)) + 16;
    char *body = malloc(size);
    int len = 0;

    cr_assert_not_null(body);
    for (int i = 0; i < count; i++)
        len +=
            snprintf(body + len, size - (size_t)len, "%c\"a%d\":%s", i == 0 ? '{' : ',', i, value);
    snprintf(body + len, size - (size_t)len, "}");
    return body;
}
