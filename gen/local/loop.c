/*
 * loop.c - one epoll, a sorted list of timers, a queue of deferred work.
 */
#include "local/loop.h"

#include <errno.h>
#include <limits.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

int64_t loop_now_ms(void)
{
    struct timespec now;

    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

bool loop_init(struct loop *loop)
{
    memset(loop, 0, sizeof(*loop));
    loop->epoll = epoll_create1(EPOLL_CLOEXEC);
    return loop->epoll >= 0;
}

void loop_release(struct loop *loop)
{
    if (loop->epoll >= 0)
        close(loop->epoll);
    loop->epoll = -1;
}

bool loop_watch_add(struct loop *loop, struct loop_watch *watch)
{
    struct epoll_event event = {.events = EPOLLIN, .data.ptr = watch};

    return epoll_ctl(loop->epoll, EPOLL_CTL_ADD, watch->fd, &event) == 0;
}

void loop_watch_remove(struct loop *loop, struct loop_watch *watch)
{
    epoll_ctl(loop->epoll, EPOLL_CTL_DEL, watch->fd, NULL);
    /* An event that was taken already must not reach a watch whose owner may be gone. */
    for (int i = loop->batch_at; i < loop->batch_count; i++)
        if (loop->batch[i].data.ptr == watch)
            loop->batch[i].data.ptr = NULL;
}

void loop_timer_set(struct loop *loop, struct loop_timer *timer, int64_t delay_ms)
{
    struct loop_timer *before;

    loop_timer_clear(loop, timer);
    timer->at_ms = loop_now_ms() + delay_ms;
    timer->armed = true;
    /* From the end: most timers are set with one of a few delays, so the latest is last. */
    before = loop->last_timer;
    while (before != NULL && before->at_ms > timer->at_ms)
        before = before->previous;
    timer->previous = before;
    timer->next = before != NULL ? before->next : loop->first_timer;
    if (timer->next != NULL)
        timer->next->previous = timer;
    else
        loop->last_timer = timer;
    if (before != NULL)
        before->next = timer;
    else
        loop->first_timer = timer;
}

void loop_timer_clear(struct loop *loop, struct loop_timer *timer)
{
    if (!timer->armed)
        return;
    if (timer->previous != NULL)
        timer->previous->next = timer->next;
    else
        loop->first_timer = timer->next;
    if (timer->next != NULL)
        timer->next->previous = timer->previous;
    else
        loop->last_timer = timer->previous;
    timer->armed = false;
}

void loop_task_defer(struct loop *loop, struct loop_task *task)
{
    if (task->queued)
        return;
    task->queued = true;
    task->round = loop->round;
    task->next = NULL;
    if (loop->last_task != NULL)
        loop->last_task->next = task;
    else
        loop->first_task = task;
    loop->last_task = task;
}

void loop_task_cancel(struct loop *loop, struct loop_task *task)
{
    struct loop_task *before = NULL;

    if (!task->queued)
        return;
    for (struct loop_task *at = loop->first_task; at != task; at = at->next)
        before = at;
    if (before != NULL)
        before->next = task->next;
    else
        loop->first_task = task->next;
    if (loop->last_task == task)
        loop->last_task = before;
    task->queued = false;
}

static void run_timers(struct loop *loop)
{
    int64_t now = loop_now_ms();

    while (loop->first_timer != NULL && loop->first_timer->at_ms <= now) {
        struct loop_timer *timer = loop->first_timer;

        loop_timer_clear(loop, timer);
        timer->due(timer->self);
    }
}

/* Those deferred before this round; what they defer waits for the next, after the descriptors. */
static void run_tasks(struct loop *loop)
{
    uint64_t round = loop->round++;

    while (loop->first_task != NULL && loop->first_task->round <= round) {
        struct loop_task *task = loop->first_task;

        loop_task_cancel(loop, task);
        task->run(task->self);
    }
}

/* -1: no end in sight. */
static int wait_ms(const struct loop *loop)
{
    int64_t left;

    if (loop->first_task != NULL)
        return 0;
    if (loop->first_timer == NULL)
        return -1;
    left = loop->first_timer->at_ms - loop_now_ms();
    if (left < 0)
        return 0;
    return left > INT_MAX ? INT_MAX : (int)left;
}

bool loop_run(struct loop *loop)
{
    while (!loop->stopped) {
        run_timers(loop);
        run_tasks(loop);
        if (loop->stopped)
            break;
        loop->batch_count = epoll_wait(loop->epoll, loop->batch, LOOP_BATCH, wait_ms(loop));
        if (loop->batch_count < 0) {
            loop->batch_count = 0;
            if (errno == EINTR)
                continue;
            return false;
        }
        for (loop->batch_at = 0; loop->batch_at < loop->batch_count;) {
            struct loop_watch *watch = loop->batch[loop->batch_at++].data.ptr;

            if (watch != NULL)
                watch->ready(watch->self);
        }
    }
    return true;
}

void loop_stop(struct loop *loop)
{
    loop->stopped = true;
}
