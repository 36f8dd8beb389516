/*
 * child.h - a child process that cannot outlive us.
 *
 * Each child leads a process group of its own, so that Ctrl-C in a terminal reaches us alone and
 * a kill reaches the children of a child (a shell script's commands). If we die without a chance
 * to clean up, the kernel kills it (PR_SET_PDEATHSIG).
 */
#ifndef LOCKSTEP_LOCAL_CHILD_H
#define LOCKSTEP_LOCAL_CHILD_H

#include <sys/types.h>

#include "local/loop.h"

struct child_options {
    const char *const *arguments;   /* [0] is the path of the program; NULL-terminated */
    const char *const *environment; /* NAME=VALUE; NULL-terminated; nothing else is inherited */
    const char *folder;             /* where it runs; NULL: here */
    bool show_output;               /* its standard output goes to our standard error, else away */
};

struct child {
    struct loop *loop;
    pid_t pid;                              /* 0: none runs */
    struct loop_watch watch;                /* its pidfd */
    void (*exited)(void *self, int status); /* wait(2) status; the child is reaped already */
    void *self;
};

/* Its standard error is ours, its standard input is empty. false: errno says why. */
bool child_start(struct child *child, struct loop *loop, const struct child_options *options);
void child_kill(struct child *child, int signal); /* the group; `exited` follows; none: nothing */
/* SIGTERM, and SIGKILL after `patience_ms` (0: at once); returns when it is gone, no callback. */
void child_stop(struct child *child, int patience_ms);
/* Has it exited? Reaps it then, without the callback: for a start before the loop runs. */
bool child_gone(struct child *child, int *status);

#define CHILD_STATUS_MAX 64
/* "exited with status 3", "was killed by signal 9 (Killed)" */
const char *child_status_text(int status, char out[CHILD_STATUS_MAX]);

#endif
