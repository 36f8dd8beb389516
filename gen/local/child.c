/*
 * child.c - start, watch, kill and reap child processes.
 */
#include "local/child.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/pidfd.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

/* In the child. We have one thread, so nothing is half-done here. */
static _Noreturn void become(const struct child_options *options, pid_t parent)
{
    int null = open("/dev/null", O_RDWR);
    sigset_t none;

    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) /* it died before the line above */
        _exit(127);
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    if (null < 0 || dup2(null, STDIN_FILENO) < 0 ||
        dup2(options->show_output ? STDERR_FILENO : null, STDOUT_FILENO) < 0)
        _exit(127);
    close_range(STDERR_FILENO + 1, UINT_MAX, 0);
    if (options->folder == NULL || chdir(options->folder) == 0)
        execve(options->arguments[0], (char *const *)(uintptr_t)options->arguments,
               (char *const *)(uintptr_t)options->environment);
    dprintf(STDERR_FILENO, "lockstep run: cannot execute %s: %s\n", options->arguments[0],
            strerror(errno));
    _exit(127);
}

/* Takes the status, after the rest of the group has been killed: the zombie still holds its id. */
static int reap(struct child *child)
{
    int status = 0;

    kill(-child->pid, SIGKILL);
    while (waitpid(child->pid, &status, 0) < 0 && errno == EINTR)
        ;
    loop_watch_remove(child->loop, &child->watch);
    close(child->watch.fd);
    child->pid = 0;
    return status;
}

static void on_exit_of_child(void *self)
{
    struct child *child = self;
    int status = reap(child);

    child->exited(child->self, status);
}

bool child_start(struct child *child, struct loop *loop, const struct child_options *options)
{
    pid_t parent = getpid();
    pid_t pid = fork();
    int fd;

    if (pid == 0)
        become(options, parent);
    if (pid < 0)
        return false;
    setpgid(pid, pid); /* the child does it too; whoever is first */
    child->loop = loop;
    child->pid = pid;
    fd = pidfd_open(pid, 0);
    child->watch = (struct loop_watch){.fd = fd, .ready = on_exit_of_child, .self = child};
    if (fd < 0 || !loop_watch_add(loop, &child->watch)) {
        int problem = errno;

        kill(-pid, SIGKILL);
        waitpid(pid, NULL, 0);
        if (fd >= 0)
            close(fd);
        child->pid = 0;
        errno = problem;
        return false;
    }
    return true;
}

void child_kill(struct child *child, int signal)
{
    if (child->pid != 0)
        kill(-child->pid, signal);
}

static bool exits_within(const struct child *child, int timeout_ms)
{
    struct pollfd exited = {.fd = child->watch.fd, .events = POLLIN};

    return poll(&exited, 1, timeout_ms) > 0;
}

void child_stop(struct child *child, int patience_ms)
{
    if (child->pid == 0)
        return;
    if (patience_ms > 0) {
        kill(-child->pid, SIGTERM);
        exits_within(child, patience_ms);
    }
    reap(child);
}

bool child_gone(struct child *child, int *status)
{
    if (child->pid != 0 && !exits_within(child, 0))
        return false;
    if (child->pid != 0)
        *status = reap(child);
    return true;
}

const char *child_status_text(int status, char out[CHILD_STATUS_MAX])
{
    if (WIFSIGNALED(status))
        snprintf(out, CHILD_STATUS_MAX, "was killed by signal %d (%s)", WTERMSIG(status),
                 strsignal(WTERMSIG(status)));
    else
        snprintf(out, CHILD_STATUS_MAX, "exited with status %d", WEXITSTATUS(status));
    return out;
}
