/*
 * server.c - libmicrohttpd's external event loop: its epoll descriptor inside our epoll.
 */
#include "local/server.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#define BACKLOG 1024u

/* Called for the descriptor, the timer and the task: the daemon finds out itself what there is. */
static void run(void *self)
{
    struct server *server = self;
    MHD_UNSIGNED_LONG_LONG wait_ms;

    MHD_run(server->daemon);
    if (MHD_get_timeout(server->daemon, &wait_ms) != MHD_YES)
        return;
    if (wait_ms == 0)
        loop_task_defer(server->loop, &server->task);
    else
        loop_timer_set(server->loop, &server->timer, (int64_t)wait_ms);
}

bool server_start(struct server *server, struct loop *loop, const struct server_options *options)
{
    const union MHD_DaemonInfo *info;

    memset(server, 0, sizeof(*server));
    server->loop = loop;
    errno = 0;
    server->daemon = MHD_start_daemon(
        MHD_USE_EPOLL | MHD_ALLOW_SUSPEND_RESUME |
            (options->address->sa_family == AF_INET6 ? MHD_USE_IPv6 : MHD_NO_FLAG),
        0, NULL, NULL, options->handle, options->self, MHD_OPTION_SOCK_ADDR, options->address,
        MHD_OPTION_URI_LOG_CALLBACK, options->begin, options->self, MHD_OPTION_NOTIFY_COMPLETED,
        options->completed, options->self, MHD_OPTION_CONNECTION_MEMORY_LIMIT,
        options->connection_memory, MHD_OPTION_LISTEN_BACKLOG_SIZE, BACKLOG, MHD_OPTION_END);
    if (server->daemon == NULL) {
        if (errno == 0)
            errno = ENOMEM;
        return false;
    }
    info = MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_EPOLL_FD);
    server->watch = (struct loop_watch){.fd = info->epoll_fd, .ready = run, .self = server};
    server->timer = (struct loop_timer){.due = run, .self = server};
    server->task = (struct loop_task){.run = run, .self = server};
    if (!loop_watch_add(loop, &server->watch)) {
        MHD_stop_daemon(server->daemon);
        server->daemon = NULL;
        return false;
    }
    return true;
}

unsigned server_port(const struct server *server)
{
    const union MHD_DaemonInfo *info =
        MHD_get_daemon_info(server->daemon, MHD_DAEMON_INFO_BIND_PORT);

    return info->port;
}

void server_resume(struct server *server, struct MHD_Connection *connection)
{
    MHD_resume_connection(connection);
    loop_task_defer(server->loop, &server->task);
}

void server_quiesce(struct server *server)
{
    MHD_socket listener = MHD_quiesce_daemon(server->daemon);

    if (listener != MHD_INVALID_SOCKET)
        close(listener);
}

void server_run_once(struct server *server)
{
    MHD_run(server->daemon);
}

void server_stop(struct server *server)
{
    if (server->daemon == NULL)
        return;
    loop_watch_remove(server->loop, &server->watch);
    loop_timer_clear(server->loop, &server->timer);
    loop_task_cancel(server->loop, &server->task);
    MHD_stop_daemon(server->daemon);
    server->daemon = NULL;
}
