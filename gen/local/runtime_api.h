/*
 * runtime_api.h - Lambda's Runtime API, version 2018-06-01, for one bootstrap process: a listener
 * of its own, so that the process is known by where it connects.
 *
 * documented (AWS's guide and its emulator): GET /runtime/invocation/next blocks until there is an
 * invocation; a response or an error is accepted with 202; 400 InvalidRequestID for another
 * request's id; 403 for a call that the state does not allow; 413 for a response over
 * RUNTIME_PAYLOAD_MAX, after which the state has moved on.
 *
 *     away -- next --> idle -- runtime_api_invoke --> busy -- response, error --> away
 *     away, before the first invocation -- init/error --> failed
 */
#ifndef LOCKSTEP_LOCAL_RUNTIME_API_H
#define LOCKSTEP_LOCAL_RUNTIME_API_H

#include "base.h"
#include "local/ids.h"
#include "local/server.h"

#define RUNTIME_PAYLOAD_MAX (6u * 1024 * 1024 + 100) /* bytes, of an event and of a response */

enum runtime_state { RUNTIME_AWAY, RUNTIME_IDLE, RUNTIME_BUSY, RUNTIME_FAILED };

/* What a process says about itself; texts are valid during the call, and made of printable text. */
struct runtime_error {
    struct ls_str type, message;
};

struct runtime_events {
    void (*idle)(void *self); /* it asked for its next invocation */
    /* The invocation has ended: a payload, or an error and no payload. */
    void (*finished)(void *self, struct ls_str payload, const struct runtime_error *error);
    void (*init_failed)(void *self, const struct runtime_error *error);
};

struct runtime_invocation {
    char id[IDS_INVOCATION_LEN + 1];
    const char *function_arn, *trace_id;
    int64_t deadline_ms; /* wall clock */
    struct ls_str event;
};

struct runtime_api {
    struct server server;
    const struct runtime_events *events;
    void *self;
    enum runtime_state state;
    char id[IDS_INVOCATION_LEN + 1]; /* of the invocation, also of the one that ended last */
    struct MHD_Connection *waiting;  /* suspended in next; NULL: none */
    struct MHD_Response *invocation; /* for it */
};

/* On a free port of 127.0.0.1. false: errno. */
bool runtime_api_start(struct runtime_api *api, struct loop *loop,
                       const struct runtime_events *events, void *self);
/* Closes everything; not to be called from one of the events. */
void runtime_api_stop(struct runtime_api *api);
/* Only while idle; everything is copied. False when memory is short: still idle then. */
bool runtime_api_invoke(struct runtime_api *api, const struct runtime_invocation *invocation);

#endif
