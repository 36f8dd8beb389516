/*
 * floor - the least that a custom runtime can do: two kept connections, one unsigned GetItem an
 * invocation, nothing parsed but lengths and the request id, a fixed answer. What it costs is the
 * kernel's and the peers'; every figure of ours is shown as a multiple of it.
 *
 *     AWS_LAMBDA_RUNTIME_API=host:port FLOOR_DYNAMODB=host:port floor
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "wire.h"

static const char get_item[] = "{\"TableName\":\"items\",\"Key\":{\"id\":{\"S\":\"item-1\"}}}";
static const char answer[] =
    "{\"statusCode\":200,\"headers\":{\"content-type\":\"application/json\"},"
    "\"body\":\"{\\\"id\\\":\\\"item-1\\\"}\"}";

static struct message exchange(struct wire *wire, const char *request, int len)
{
    struct message reply;

    wire_send(wire->fd, request, (size_t)len);
    while (!wire_message(wire, &reply))
        if (!wire_fill(wire))
            exit(0); /* the driver has seen enough */
    return reply;
}

int main(void)
{
    const char *api_address = getenv("AWS_LAMBDA_RUNTIME_API");
    const char *database_address = getenv("FLOOR_DYNAMODB");
    char next[256], get[512], post[1024];
    struct wire api, database;

    if (api_address == NULL || database_address == NULL)
        return 2;
    wire_init(&api, wire_connect(api_address));
    wire_init(&database, wire_connect(database_address));
    int next_len = snprintf(next, sizeof next,
                            "GET /2018-06-01/runtime/invocation/next HTTP/1.1\r\nHost: %s\r\n\r\n",
                            api_address);
    int get_len = snprintf(get, sizeof get,
                           "POST / HTTP/1.1\r\nHost: %s\r\n"
                           "X-Amz-Target: DynamoDB_20120810.GetItem\r\n"
                           "Content-Type: application/x-amz-json-1.0\r\n"
                           "Content-Length: %zu\r\n\r\n%s",
                           database_address, sizeof get_item - 1, get_item);
    for (;;) {
        struct message event = exchange(&api, next, next_len);
        const char *id = wire_header(&event, "lambda-runtime-aws-request-id");
        int id_len = id == NULL ? 0 : (int)strcspn(id, "\r");
        int post_len = snprintf(post, sizeof post,
                                "POST /2018-06-01/runtime/invocation/%.*s/response HTTP/1.1\r\n"
                                "Host: %s\r\nContent-Length: %zu\r\n\r\n%s",
                                id_len, id, api_address, sizeof answer - 1, answer);
        wire_consume(&api, &event);
        struct message item = exchange(&database, get, get_len);
        wire_consume(&database, &item);
        struct message accepted = exchange(&api, post, post_len);
        wire_consume(&api, &accepted);
    }
}
