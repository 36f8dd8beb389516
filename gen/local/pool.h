/*
 * pool.h - the bootstrap processes and the requests that wait for them.
 *
 * Each process serves one invocation at a time, as a Lambda sandbox does; what finds none free
 * waits in order of arrival. A process that dies is replaced: at once when it had served, on the
 * next request and after a pause when it had not (so a bootstrap that cannot start does not spin).
 * One that takes longer than the function's timeout is killed and replaced.
 */
#ifndef LOCKSTEP_LOCAL_POOL_H
#define LOCKSTEP_LOCAL_POOL_H

#include "local/child.h"
#include "local/runtime_api.h"

#define POOL_MAX_PROCESSES 64
#define POOL_MAX_QUEUE     512 /* assumed: beyond, Lambda throttles and the gateway answers 503 */

enum outcome {
    OUTCOME_PAYLOAD, /* what the function returned */
    OUTCOME_ERROR,   /* it reported an error, crashed, or could not start */
    OUTCOME_TIMEOUT, /* it took longer than its timeout */
    OUTCOME_BUSY,    /* too many wait already */
};

/* A member of what waits for it; zero it, then set the first four. */
struct invocation {
    struct ls_str event;  /* must live until it is given to a process or abandoned */
    const char *trace_id; /* likewise */
    /* Once, perhaps before pool_submit returns; the payload is valid during the call only. */
    void (*done)(void *self, enum outcome outcome, struct ls_str payload);
    void *self;
    struct invocation *next, *previous;
    struct slot *slot;
    bool queued;
};

struct pool_options {
    const char *bootstrap;    /* path */
    const char *task_root;    /* the folder it runs in */
    const char **environment; /* environment_build; entry ENVIRONMENT_RUNTIME_API is replaced */
    const char *function_arn;
    int64_t timeout_ms;
    unsigned processes; /* 1 to POOL_MAX_PROCESSES */
};

struct slot {
    struct pool *pool;
    unsigned number; /* from 1 */
    struct child child;
    struct runtime_api api;
    struct loop_timer timer; /* while it runs: of its start, or of the invocation; else pause */
    struct invocation *invocation; /* NULL: none, or abandoned */
    bool ready;                    /* it has asked for an invocation */
    bool served;                   /* and has got one */
    bool ending; /* it is killed, or said that it cannot start: the reason is printed already */
    unsigned failures;               /* ends in a row without having served */
    char id[IDS_INVOCATION_LEN + 1]; /* of the invocation, for messages */
};

struct pool {
    struct loop *loop;
    struct pool_options options;
    struct slot slots[POOL_MAX_PROCESSES];
    struct invocation *first, *last; /* those that wait */
    unsigned waiting;
    char runtime_api[64]; /* the environment's entry for the process that is started */
};

/* Starts the processes; the first requests may come before these are ready. */
void pool_start(struct pool *pool, struct loop *loop, const struct pool_options *options);
/* Kills and reaps them; no callback. What still waits is the caller's. */
void pool_stop(struct pool *pool);

/* False when POOL_MAX_QUEUE wait already: nothing was taken. */
bool pool_submit(struct pool *pool, struct invocation *invocation);
/* Its `done` will not be called; a process that works on it goes on. */
void pool_abandon(struct pool *pool, struct invocation *invocation);

#endif
