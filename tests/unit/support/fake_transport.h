/*
 * fake_transport.h - a DynamoDB made of paper: records each request and gives the next reply of a
 * script.
 */
#ifndef LS_TEST_FAKE_TRANSPORT_H
#define LS_TEST_FAKE_TRANSPORT_H

#include "dynamodb.h"

#define FAKE_EXCHANGES_MAX 16

struct fake_request {
    char operation[32]; /* "GetItem" */
    char *body;         /* NUL-terminated */
};

struct fake_reply {
    int http_status;  /* 0: no reply came, although the request was sent */
    const char *body; /* outlives the exchange */
};

struct fake_transport {
    struct ls_transport transport;
    struct fake_request requests[FAKE_EXCHANGES_MAX];
    size_t request_count;
    struct fake_reply replies[FAKE_EXCHANGES_MAX];
    size_t reply_count, next_reply;
    struct ls_str rest; /* what follows the script: this reply, or nothing when its ptr is NULL */
    char *memory;       /* of the last reply, so that a reader beyond its end is caught */
};

/* `fake` must not move. */
void fake_transport_init(struct fake_transport *fake);
void fake_transport_release(struct fake_transport *fake);
void fake_transport_reply(struct fake_transport *fake, int http_status, const char *body);

#endif
