/*
 * pool.c - start, feed, time and replace the bootstrap processes.
 */
#include "local/pool.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>

#include "clock.h"
#include "local/environment.h"
#include "local/ids.h"

#define INIT_MS        10000 /* documented: what the init phase may take */
#define PAUSE_FIRST_MS 100
#define PAUSE_MAX_MS   2000

static void replenish(struct pool *pool);

/* ---- messages: one line each, on standard error, where the function's own log lines are ---- */

static void print_error(const struct slot *slot, const char *what,
                        const struct runtime_error *error)
{
    fprintf(stderr, "lockstep run: bootstrap %u %s: %.*s%s%.*s\n", slot->number, what,
            (int)error->type.len, error->type.ptr, error->message.len > 0 ? ": " : "",
            (int)error->message.len, error->message.ptr);
}

/* ---- the queue ---- */

static void enqueue(struct pool *pool, struct invocation *invocation)
{
    invocation->next = NULL;
    invocation->previous = pool->last;
    if (pool->last != NULL)
        pool->last->next = invocation;
    else
        pool->first = invocation;
    pool->last = invocation;
    invocation->queued = true;
    pool->waiting++;
}

static void dequeue(struct pool *pool, struct invocation *invocation)
{
    if (invocation->previous != NULL)
        invocation->previous->next = invocation->next;
    else
        pool->first = invocation->next;
    if (invocation->next != NULL)
        invocation->next->previous = invocation->previous;
    else
        pool->last = invocation->previous;
    invocation->queued = false;
    pool->waiting--;
}

static void finish(struct slot *slot, enum outcome outcome, struct ls_str payload)
{
    struct invocation *invocation = slot->invocation;

    if (invocation == NULL)
        return;
    slot->invocation = NULL;
    invocation->slot = NULL;
    invocation->done(invocation->self, outcome, payload);
}

static void fail_waiting(struct pool *pool)
{
    while (pool->first != NULL) {
        struct invocation *invocation = pool->first;

        dequeue(pool, invocation);
        invocation->done(invocation->self, OUTCOME_ERROR, LS_STR(""));
    }
}

/* Gives the process, which is idle, what waits longest. */
static void feed(struct slot *slot)
{
    struct pool *pool = slot->pool;
    struct invocation *invocation = pool->first;
    struct runtime_invocation given;

    if (invocation == NULL)
        return;
    dequeue(pool, invocation);
    given = (struct runtime_invocation){
        .function_arn = pool->options.function_arn,
        .trace_id = invocation->trace_id,
        .deadline_ms = ls_system_clock.now_ms(ls_system_clock.self) + pool->options.timeout_ms,
        .event = invocation->event,
    };
    slot->invocation = invocation;
    invocation->slot = slot;
    if (!ids_invocation(given.id) || !runtime_api_invoke(&slot->api, &given)) {
        fprintf(stderr, "lockstep run: memory is short\n");
        finish(slot, OUTCOME_ERROR, LS_STR(""));
        return;
    }
    memcpy(slot->id, given.id, sizeof(slot->id));
    slot->served = true;
    slot->failures = 0;
    loop_timer_set(pool->loop, &slot->timer, pool->options.timeout_ms);
}

/* ---- what a process does ---- */

static void on_idle(void *self)
{
    struct slot *slot = self;

    if (slot->ending)
        return;
    slot->ready = true;
    loop_timer_clear(slot->pool->loop, &slot->timer);
    feed(slot);
}

static void on_finished(void *self, struct ls_str payload, const struct runtime_error *error)
{
    struct slot *slot = self;

    /* The timer goes on: an invocation ends when the process asks for the next one. */
    if (error != NULL)
        print_error(slot, "reports an error", error);
    finish(slot, error != NULL ? OUTCOME_ERROR : OUTCOME_PAYLOAD, payload);
}

static void on_init_failed(void *self, const struct runtime_error *error)
{
    struct slot *slot = self;

    print_error(slot, "cannot start", error);
    slot->ending = true;
}

static const struct runtime_events events = {on_idle, on_finished, on_init_failed};

/* ---- life of a process ---- */

static int64_t pause_ms(const struct slot *slot)
{
    int64_t pause = PAUSE_FIRST_MS;

    for (unsigned i = 1; i < slot->failures && pause < PAUSE_MAX_MS; i++)
        pause *= 2;
    return pause < PAUSE_MAX_MS ? pause : PAUSE_MAX_MS;
}

/* The process is gone (or never was): say so, answer for it, and see who serves from now on. */
static void after_end(struct slot *slot, const char *how)
{
    struct pool *pool = slot->pool;
    bool alive = false;

    if (!slot->ending)
        fprintf(stderr, "lockstep run: bootstrap %u %s%s%s\n", slot->number, how,
                slot->invocation != NULL ? " during request " : "",
                slot->invocation != NULL ? slot->id
                : slot->ready            ? ""
                                         : " before it asked for a request");
    runtime_api_stop(&slot->api);
    loop_timer_clear(pool->loop, &slot->timer);
    if (!slot->served) {
        slot->failures++;
        loop_timer_set(pool->loop, &slot->timer, pause_ms(slot));
    }
    finish(slot, OUTCOME_ERROR, LS_STR(""));
    for (unsigned i = 0; i < pool->options.processes; i++)
        alive = alive || pool->slots[i].child.pid != 0;
    if (!slot->ready && !alive) /* documented: an init that fails fails the invocation */
        fail_waiting(pool);
}

static void start(struct slot *slot)
{
    struct pool *pool = slot->pool;
    const char *arguments[] = {pool->options.bootstrap, NULL};
    struct child_options options = {.arguments = arguments,
                                    .environment = pool->options.environment,
                                    .folder = pool->options.task_root,
                                    .show_output = true};

    slot->ready = slot->served = slot->ending = false;
    if (runtime_api_start(&slot->api, pool->loop, &events, slot)) {
        snprintf(pool->runtime_api, sizeof(pool->runtime_api),
                 "AWS_LAMBDA_RUNTIME_API=127.0.0.1:%u", server_port(&slot->api.server));
        pool->options.environment[ENVIRONMENT_RUNTIME_API] = pool->runtime_api;
        if (child_start(&slot->child, pool->loop, &options)) {
            loop_timer_set(pool->loop, &slot->timer, INIT_MS);
            return;
        }
    }
    after_end(slot, strerror(errno));
}

static void on_exit_of_process(void *self, int status)
{
    struct slot *slot = self;
    bool again = slot->served || (slot->ready && slot->failures == 0);
    char text[CHILD_STATUS_MAX];

    after_end(slot, child_status_text(status, text));
    if (again) {
        loop_timer_clear(slot->pool->loop, &slot->timer);
        start(slot);
    } else {
        replenish(slot->pool);
    }
}

static void on_timer(void *self)
{
    struct slot *slot = self;

    if (slot->child.pid == 0) { /* the pause is over */
        replenish(slot->pool);
        return;
    }
    slot->ending = true;
    if (slot->ready)
        fprintf(stderr, "lockstep run: bootstrap %u: request %s timed out after %.2f seconds\n",
                slot->number, slot->id, (double)slot->pool->options.timeout_ms / 1000);
    else
        fprintf(stderr, "lockstep run: bootstrap %u did not ask for a request within %d seconds\n",
                slot->number, INIT_MS / 1000);
    child_kill(&slot->child, SIGKILL);
    finish(slot, OUTCOME_TIMEOUT, LS_STR(""));
}

/* A process for what waits: one that died without having served, once its pause is over. */
static void replenish(struct pool *pool)
{
    if (pool->first == NULL)
        return;
    for (unsigned i = 0; i < pool->options.processes; i++) {
        struct slot *slot = &pool->slots[i];

        if (slot->child.pid == 0 && !slot->timer.armed) {
            start(slot);
            return;
        }
    }
}

void pool_start(struct pool *pool, struct loop *loop, const struct pool_options *options)
{
    memset(pool, 0, sizeof(*pool));
    pool->loop = loop;
    pool->options = *options;
    for (unsigned i = 0; i < options->processes; i++) {
        struct slot *slot = &pool->slots[i];

        slot->pool = pool;
        slot->number = i + 1;
        slot->child = (struct child){.exited = on_exit_of_process, .self = slot};
        slot->timer = (struct loop_timer){.due = on_timer, .self = slot};
        start(slot);
    }
}

void pool_stop(struct pool *pool)
{
    for (unsigned i = 0; i < pool->options.processes; i++) {
        struct slot *slot = &pool->slots[i];

        loop_timer_clear(pool->loop, &slot->timer);
        child_stop(&slot->child, 0);
        runtime_api_stop(&slot->api);
    }
}

bool pool_submit(struct pool *pool, struct invocation *invocation)
{
    if (pool->waiting == POOL_MAX_QUEUE)
        return false;
    enqueue(pool, invocation);
    for (unsigned i = 0; i < pool->options.processes; i++) {
        if (pool->slots[i].child.pid != 0 && pool->slots[i].api.state == RUNTIME_IDLE) {
            feed(&pool->slots[i]);
            return true;
        }
    }
    replenish(pool);
    return true;
}

void pool_abandon(struct pool *pool, struct invocation *invocation)
{
    if (invocation->queued)
        dequeue(pool, invocation);
    else if (invocation->slot != NULL)
        invocation->slot->invocation = NULL;
    invocation->slot = NULL;
}
