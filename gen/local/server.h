/*
 * server.h - a libmicrohttpd daemon that runs in the loop, without threads of its own.
 *
 * A connection that a handler suspends (MHD_suspend_connection) is resumed with server_resume,
 * from any callback of the loop; the handler is then called again.
 */
#ifndef LOCKSTEP_LOCAL_SERVER_H
#define LOCKSTEP_LOCAL_SERVER_H

#include <microhttpd.h>
#include <sys/socket.h>

#include "local/loop.h"

struct server_options {
    const struct sockaddr *address; /* port 0: any free one */
    size_t connection_memory;       /* bytes a connection may take for its request head */
    /* Called with the request target as it was sent; what it returns is the handler's *request. */
    void *(*begin)(void *self, const char *target, struct MHD_Connection *connection);
    MHD_AccessHandlerCallback handle;
    MHD_RequestCompletedCallback completed;
    void *self;
};

struct server {
    struct loop *loop;
    struct MHD_Daemon *daemon; /* NULL: not started */
    struct loop_watch watch;
    struct loop_timer timer;
    struct loop_task task;
};

/* false: errno says why (EADDRINUSE …). */
bool server_start(struct server *server, struct loop *loop, const struct server_options *options);
unsigned server_port(const struct server *server);
void server_resume(struct server *server, struct MHD_Connection *connection);
/* Closes the listening socket; requests that were accepted go on. */
void server_quiesce(struct server *server);
void server_run_once(struct server *server); /* when the loop does not run any more */
/* Closes every connection; none may be suspended but those resumed already. NULL daemon: nothing.
 */
void server_stop(struct server *server);

#endif
