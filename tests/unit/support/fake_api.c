/*
 * fake_api.c - the script that every test of the loop follows.
 */
#include "fake_api.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define POSTED_MAX ((size_t)8 * 1024 * 1024)

static void reply_next(struct fake_api *api, int connection)
{
    const struct fake_event *event = &api->events[api->asked++];
    char headers[512];

    snprintf(headers, sizeof(headers), "%s%s",
             event->headers != NULL ? event->headers : FAKE_ID_HEADER,
             event->hangs_up ? "Connection: close\r\n" : "");
    peer_reply(connection, event->status == 0 ? 200 : event->status, headers, event->event);
}

static void keep_posted(struct fake_api *api, int connection, const char *request, size_t len)
{
    int taken = api->asked > 0 ? api->events[api->asked - 1].taken : 0;

    if (api->posted_count <= FAKE_EVENTS_MAX)
        api->posted[api->posted_count++] = strndup(request, len);
    peer_reply(connection, taken == 0 ? 202 : taken, "", LS_STR("{\"status\":\"OK\"}"));
}

static void serve(struct peer *peer)
{
    static const char next[] = "GET /2018-06-01/runtime/invocation/next ";
    struct fake_api *api = peer->argument;
    char *request = malloc(POSTED_MAX);
    int connection = peer_accept(peer);
    size_t len;

    api->connections = 1;
    while ((len = peer_read(connection, request, POSTED_MAX)) > 0) {
        if (strncmp(request, next, sizeof(next) - 1) != 0) {
            keep_posted(api, connection, request, len);
            continue;
        }
        if (api->asked == api->event_count)
            break;
        reply_next(api, connection);
        if (api->events[api->asked - 1].hangs_up) {
            close(connection);
            connection = peer_accept(peer);
            api->connections++;
        }
    }
    close(connection);
    free(request);
}

void fake_api_start(struct fake_api *api)
{
    peer_start(&api->peer, serve, api);
    setenv("AWS_LAMBDA_RUNTIME_API", api->peer.address, 1);
}

void fake_api_join(struct fake_api *api)
{
    peer_join(&api->peer);
}

void fake_api_release(struct fake_api *api)
{
    for (int i = 0; i < api->posted_count; i++)
        free(api->posted[i]);
}
