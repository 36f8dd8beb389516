/*
 * dynalite.c - start dynalite, know when it is ready, stop it.
 */
#include "local/dynalite.h"

#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/text.h"
#include "clock.h"
#include "local/place.h"

#define START_MS    20000
#define POLL_MS     20
#define PATIENCE_MS 2000 /* to close its files; its store survives a kill as well */

static struct sockaddr_in loopback(uint16_t port)
{
    return (struct sockaddr_in){
        .sin_family = AF_INET, .sin_port = htons(port), .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
}

/* dynalite cannot choose one itself (its --port 0 means 4567). 0: errno says why. */
static uint16_t free_port(void)
{
    struct sockaddr_in address = loopback(0);
    socklen_t size = sizeof(address);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    uint16_t port = 0;

    if (fd >= 0 && bind(fd, (struct sockaddr *)&address, size) == 0 &&
        getsockname(fd, (struct sockaddr *)&address, &size) == 0)
        port = ntohs(address.sin_port);
    if (fd >= 0)
        close(fd);
    return port;
}

static bool accepts(uint16_t port)
{
    struct sockaddr_in address = loopback(port);
    int fd = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    bool connected = fd >= 0 && connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0;

    if (fd >= 0)
        close(fd);
    return connected;
}

/* Two processes on one store would damage it; dynalite notices only at its first request. */
static const char *lock_folder(struct dynalite *dynalite, struct mem_arena *arena, const char *data)
{
    if (mkdir(data, 0777) != 0 && errno != EEXIST)
        return text_format(arena, "cannot make the folder %s: %s", data, strerror(errno)).ptr;
    dynalite->lock = open(data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dynalite->lock < 0)
        return text_format(arena, "cannot open the folder %s: %s", data, strerror(errno)).ptr;
    if (flock(dynalite->lock, LOCK_EX | LOCK_NB) != 0)
        return text_format(arena,
                           "the items in %s are in use by another `lockstep run`: stop that one, "
                           "or give this one a folder of its own with --data",
                           data)
            .ptr;
    return NULL;
}

static bool spawn(struct dynalite *dynalite, struct loop *loop, struct mem_arena *arena,
                  const char *cli, const char *data, uint16_t port)
{
    const char *path = getenv("PATH");
    const char *environment[] = {
        text_format(arena, "PATH=%s", path != NULL ? path : "/usr/local/bin:/usr/bin:/bin").ptr,
        "AWS_REGION=" LOCAL_REGION,
        NULL,
    };
    const char *port_text = text_format(arena, "%u", (unsigned)port).ptr;
    const char *arguments[] = {
        "/usr/bin/env",    "node",   "--no-warnings",   cli,      "--host",
        "127.0.0.1",       "--port", port_text,         "--path", data,
        "--createTableMs", "0",      "--deleteTableMs", "0",      NULL,
    };
    struct child_options options = {.arguments = arguments, .environment = environment};

    return child_start(&dynalite->child, loop, &options);
}

static const char *wait_ready(struct dynalite *dynalite, struct mem_arena *arena, uint16_t port)
{
    char text[CHILD_STATUS_MAX];
    int status;

    for (int waited = 0; waited < START_MS; waited += POLL_MS) {
        if (accepts(port))
            return NULL;
        if (child_gone(&dynalite->child, &status))
            return text_format(arena,
                               "dynalite %s; it needs Node.js (apt-get install nodejs), and its "
                               "own messages are above",
                               child_status_text(status, text))
                .ptr;
        ls_system_clock.sleep_ms(ls_system_clock.self, POLL_MS);
    }
    return "dynalite did not start within 20 seconds";
}

const char *dynalite_start(struct dynalite *dynalite, struct loop *loop, struct mem_arena *arena,
                           const char *cli, const char *data,
                           void (*exited)(void *self, int status), void *self)
{
    const char *problem;
    uint16_t port;

    *dynalite = (struct dynalite){.child = {.exited = exited, .self = self}, .lock = -1};
    if (access(cli, R_OK) != 0)
        return text_format(arena,
                           "cannot read %s: %s; say where dynalite's cli.js is with --dynalite, "
                           "or where a DynamoDB runs with --dynamodb",
                           cli, strerror(errno))
            .ptr;
    problem = lock_folder(dynalite, arena, data);
    port = problem == NULL ? free_port() : 0;
    if (problem == NULL && (port == 0 || !spawn(dynalite, loop, arena, cli, data, port)))
        problem = text_format(arena, "cannot start dynalite: %s", strerror(errno)).ptr;
    if (problem == NULL)
        problem = wait_ready(dynalite, arena, port);
    if (problem != NULL)
        dynalite_stop(dynalite);
    snprintf(dynalite->url, sizeof(dynalite->url), "http://127.0.0.1:%u", (unsigned)port);
    return problem;
}

void dynalite_stop(struct dynalite *dynalite)
{
    child_stop(&dynalite->child, PATIENCE_MS);
    if (dynalite->lock >= 0)
        close(dynalite->lock);
    dynalite->lock = -1;
}
