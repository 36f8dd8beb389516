/*
 * loop.h - the one thread of `lockstep run`: file descriptors, timers and deferred work.
 *
 * Everything that waits is a member of the structure that waits for it, so the loop allocates
 * nothing. A callback may add, change and remove any watch, timer or task, its own included.
 *
 *     struct loop_timer timer = {.due = give_up, .self = request};
 *     loop_timer_set(loop, &timer, 30000);
 */
#ifndef LOCKSTEP_LOCAL_LOOP_H
#define LOCKSTEP_LOCAL_LOOP_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/epoll.h>

/* Called while `fd` is readable (or closed by its peer). */
struct loop_watch {
    int fd;
    void (*ready)(void *self);
    void *self;
};

struct loop_timer {
    void (*due)(void *self);
    void *self;
    int64_t at_ms; /* on loop_now_ms's clock */
    bool armed;
    struct loop_timer *next, *previous;
};

/* Run once, after the callback that deferred it has returned. */
struct loop_task {
    void (*run)(void *self);
    void *self;
    bool queued;
    uint64_t round;
    struct loop_task *next;
};

#define LOOP_BATCH 32 /* events taken from the kernel at once */

struct loop {
    int epoll;
    bool stopped;
    uint64_t round;
    struct loop_timer *first_timer, *last_timer; /* by time */
    struct loop_task *first_task, *last_task;    /* in the order they were deferred */
    struct epoll_event batch[LOOP_BATCH];
    int batch_count, batch_at;
};

bool loop_init(struct loop *loop); /* false: errno says why */
void loop_release(struct loop *loop);

bool loop_watch_add(struct loop *loop, struct loop_watch *watch); /* false: errno */
void loop_watch_remove(struct loop *loop, struct loop_watch *watch);

/* Due once, `delay_ms` from now; setting an armed timer moves it. */
void loop_timer_set(struct loop *loop, struct loop_timer *timer, int64_t delay_ms);
void loop_timer_clear(struct loop *loop, struct loop_timer *timer);

void loop_task_defer(struct loop *loop, struct loop_task *task); /* deferring twice is once */
void loop_task_cancel(struct loop *loop, struct loop_task *task);

bool loop_run(struct loop *loop); /* until loop_stop; false: errno */
void loop_stop(struct loop *loop);

int64_t loop_now_ms(void); /* monotonic */

#endif
