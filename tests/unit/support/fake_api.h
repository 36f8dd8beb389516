/*
 * fake_api.h - a Runtime API on loopback that hands out the events of a test, keeps what is posted,
 * and hangs up when it is asked for more.
 */
#ifndef LS_TEST_FAKE_API_H
#define LS_TEST_FAKE_API_H

#include "peer.h"

#define FAKE_EVENTS_MAX 4
#define FAKE_ID         "8476a536-e9f4-11e8-9739-2dfe598c3fcd"
#define FAKE_ID_HEADER  "Lambda-Runtime-Aws-Request-Id: " FAKE_ID "\r\n"

struct fake_event {
    struct ls_str event;
    const char *headers; /* of /next; NULL: FAKE_ID_HEADER */
    int status;          /* of /next; 0: 200 */
    int taken;           /* status of the reply to the outcome; 0: 202 */
    bool hangs_up;       /* after the reply to /next */
};

struct fake_api {
    struct peer peer;
    struct fake_event events[FAKE_EVENTS_MAX];
    int event_count;
    char *posted[FAKE_EVENTS_MAX + 1]; /* whole requests, NUL-terminated */
    int posted_count;
    int asked; /* how often /next was answered */
    int connections;
};

/* Starts with the events that are in it, and names itself in AWS_LAMBDA_RUNTIME_API. */
void fake_api_start(struct fake_api *api);
void fake_api_join(struct fake_api *api);
void fake_api_release(struct fake_api *api);

#endif
