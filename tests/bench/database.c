#include "database.h"

#include <stdio.h>
#include <string.h>

#include "hash.h"

static const char item[] =
    "{\"Item\":{\"id\":{\"S\":\"item-1\"},\"name\":{\"S\":\"Green tea\"},\"price\":{\"N\":\"4.2\"},"
    "\"stock\":{\"N\":\"17\"},\"organic\":{\"BOOL\":true},\"origin\":{\"M\":{\"country\":"
    "{\"S\":\"Japan\"},\"farm\":{\"S\":\"Uji\"}}},\"sizes\":{\"L\":[{\"N\":\"50\"},{\"N\":\"100\"}]"
    "},"
    "\"createdAt\":{\"S\":\"2026-01-31T08:00:00.000Z\"},"
    "\"updatedAt\":{\"S\":\"2026-01-31T08:00:00.000Z\"}}}";

static char found[1024], done[256]; /* whole replies */
static size_t found_len, done_len;

static size_t reply_with(const char *body, char *out, size_t size)
{
    uint32_t crc = ls_crc32(ls_str_of(body));

    return (size_t)snprintf(out, size,
                            "HTTP/1.1 200 OK\r\nContent-Type: application/x-amz-json-1.0\r\n"
                            "Content-Length: %zu\r\nx-amz-crc32: %u\r\n\r\n%s",
                            strlen(body), crc, body);
}

void database_init(void)
{
    found_len = reply_with(item, found, sizeof found);
    done_len = reply_with("{}", done, sizeof done);
}

void database_answer(const struct wire *wire, const struct message *request)
{
    const char *target = wire_header(request, "x-amz-target");

    if (target != NULL && strncmp(target, "DynamoDB_20120810.GetItem", 25) == 0)
        wire_send(wire->fd, found, found_len);
    else
        wire_send(wire->fd, done, done_len);
}
