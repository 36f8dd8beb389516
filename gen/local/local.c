/*
 * local.c - what `lockstep run` starts, in which order, and how it stops.
 *
 * Order matters: the listener first, so that a port in use is known before anything runs; then the
 * database, its tables, and the bootstraps. Until the loop runs a signal simply ends us, and the
 * children with us.
 */
#include "local/local.h"

#include <errno.h>
#include <netdb.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include "local/dynalite.h"
#include "local/environment.h"
#include "local/gateway.h"
#include "local/notices.h"
#include "local/options.h"
#include "local/place.h"
#include "local/tables.h"

#define TEMPLATE_MAX (1024u * 1024) /* CloudFormation's own limit of a template is 1 MB */
#define EXIT_TROUBLE 2

struct local {
    struct mem_arena *arena;
    struct options options;
    struct loop loop;
    struct stack stack;
    struct caller caller;
    struct gateway gateway;
    struct pool pool;
    struct dynalite dynalite;
    const char *dynamodb_url; /* NULL: the function has no tables */
    struct loop_watch signals;
    bool is_public; /* not on a loopback address */
    bool stop_expected;
};

static bool trouble(const char *problem)
{
    if (problem != NULL)
        fprintf(stderr, "lockstep run: %s\n", problem);
    return problem == NULL;
}

/* ---- what there is to run ---- */

/* The whole of a file, up to `max` bytes. */
static bool read_file(struct local *local, const char *path, size_t max, const char *remedy,
                      struct text *text)
{
    FILE *file = fopen(path, "rbe");
    char *bytes = mem_alloc(local->arena, max + 1);
    size_t len;

    if (file == NULL) {
        fprintf(stderr, "lockstep run: cannot read %s: %s%s\n", path, strerror(errno), remedy);
        return false;
    }
    len = fread(bytes, 1, max + 1, file);
    if (ferror(file) || len > max) {
        if (len > max)
            fprintf(stderr, "lockstep run: %s: larger than %zu KB\n", path, max / 1024);
        else
            fprintf(stderr, "lockstep run: %s: %s\n", path, strerror(errno));
        fclose(file);
        return false;
    }
    fclose(file);
    *text = (struct text){bytes, len};
    return true;
}

static bool load_stack(struct local *local)
{
    struct text text;
    const char *problem;

    if (!read_file(local, local->options.template, TEMPLATE_MAX, "; `lockstep generate` writes it",
                   &text))
        return false;
    problem = stack_load(&local->stack, local->arena, text, local->options.environment);
    if (problem != NULL)
        fprintf(stderr, "lockstep run: %s: %s\n", local->options.template, problem);
    return problem == NULL;
}

static bool load_caller(struct local *local)
{
    const char *path = local->options.caller, *problem;
    struct text text;

    if (path == NULL)
        return true;
    if (!read_file(local, path, CALLER_MAX, "; --caller wants a JSON file", &text))
        return false;
    problem = caller_read((struct ls_str){text.ptr, text.len}, &local->caller);
    if (problem != NULL)
        fprintf(stderr,
                "lockstep run: --caller: %s %s; it wants {\"lambda\":{…}} or {\"iam\":{…}}\n", path,
                problem);
    return problem == NULL;
}

/* The absolute path, which the environment of the bootstrap names. */
static const char *find_bootstrap(struct local *local)
{
    const char *path = local->options.bootstrap;
    char *absolute = access(path, X_OK) == 0 ? realpath(path, NULL) : NULL;

    if (absolute == NULL) {
        fprintf(stderr, "lockstep run: cannot run %s: %s; `make` builds it\n", path,
                strerror(errno));
        return NULL;
    }
    mem_defer(local->arena, free, absolute);
    return absolute;
}

/* ---- start ---- */

static bool is_loopback(const struct sockaddr *address)
{
    const void *bytes = address; /* its type is the family's */

    if (address->sa_family == AF_INET6)
        return IN6_IS_ADDR_LOOPBACK(&((const struct sockaddr_in6 *)bytes)->sin6_addr);
    return address->sa_family == AF_INET &&
           ntohl(((const struct sockaddr_in *)bytes)->sin_addr.s_addr) >> 24 == IN_LOOPBACKNET;
}

static bool listen_for_clients(struct local *local)
{
    struct addrinfo hints = {.ai_socktype = SOCK_STREAM, .ai_flags = AI_PASSIVE};
    struct addrinfo *found = NULL;
    struct gateway_options options = {.stack = &local->stack,
                                      .caller = &local->caller,
                                      .pool = &local->pool,
                                      .quiet = local->options.quiet};
    char port[8];
    int wrong;
    bool started;

    snprintf(port, sizeof(port), "%u", local->options.port);
    wrong = getaddrinfo(local->options.host, port, &hints, &found);
    if (wrong != 0) {
        fprintf(stderr, "lockstep run: --host %s: %s\n", local->options.host, gai_strerror(wrong));
        return false;
    }
    options.address = found->ai_addr;
    local->is_public = !is_loopback(found->ai_addr);
    started = gateway_start(&local->gateway, &local->loop, &options);
    if (!started)
        fprintf(stderr, "lockstep run: cannot listen on %s, port %s: %s; --port chooses another\n",
                local->options.host, port, strerror(errno));
    freeaddrinfo(found);
    return started;
}

static void on_dynalite_exit(void *self, int status)
{
    struct local *local = self;
    char text[CHILD_STATUS_MAX];

    fprintf(stderr, "lockstep run: dynalite %s; without a database there is nothing to serve\n",
            child_status_text(status, text));
    loop_stop(&local->loop);
}

static bool is_dynalite(const struct local *local)
{
    return local->options.dynamodb == NULL && local->dynamodb_url != NULL;
}

static bool start_database(struct local *local)
{
    struct tables_options options = {
        .remedy = "Its items are lost when the table is deleted, which is what makes way:\n"
                  "  aws dynamodb delete-table --table-name NAME --endpoint-url URL"};

    if (local->stack.table_count == 0 && local->stack.foreign_table_count == 0)
        return true;
    local->dynamodb_url = local->options.dynamodb;
    if (local->options.dynamodb == NULL) {
        if (!trouble(dynalite_start(&local->dynalite, &local->loop, local->arena,
                                    local->options.dynalite, local->options.data, on_dynalite_exit,
                                    local)))
            return false;
        local->dynamodb_url = local->dynalite.url;
        options.remedy = text_format(local->arena,
                                     "Delete the folder %s (its items are lost), or choose another "
                                     "with --data",
                                     local->options.data)
                             .ptr;
    }
    options.url = local->dynamodb_url;
    options.is_dynalite = is_dynalite(local);
    return trouble(tables_create(local->arena, &local->stack, &options));
}

static void start_bootstraps(struct local *local, const char *bootstrap)
{
    const char *slash = strrchr(bootstrap, '/');
    size_t len = slash > bootstrap ? (size_t)(slash - bootstrap) : 1;
    const char *task_root = text_copy(local->arena, bootstrap, len).ptr;
    struct pool_options options = {
        .bootstrap = bootstrap,
        .task_root = task_root,
        .environment =
            environment_build(local->arena, &local->stack, task_root, local->dynamodb_url),
        .function_arn =
            text_format(local->arena,
                        "arn:aws:lambda:" LOCAL_REGION ":" LOCAL_ACCOUNT_ID ":function:%s:live",
                        local->stack.function.name)
                .ptr,
        .timeout_ms = (int64_t)local->stack.function.timeout_s * 1000,
        .processes = local->options.concurrency,
    };

    pool_start(&local->pool, &local->loop, &options);
}

/* ---- signals ---- */

static void on_signal(void *self)
{
    struct local *local = self;
    struct signalfd_siginfo info;

    if (read(local->signals.fd, &info, sizeof(info)) != sizeof(info))
        return;
    local->stop_expected = true;
    loop_stop(&local->loop);
}

static bool watch_signals(struct local *local)
{
    sigset_t set;

    sigemptyset(&set);
    sigaddset(&set, SIGINT);
    sigaddset(&set, SIGTERM);
    sigaddset(&set, SIGHUP);
    sigprocmask(SIG_BLOCK, &set, NULL);
    local->signals = (struct loop_watch){
        .fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK), .ready = on_signal, .self = local};
    if (local->signals.fd >= 0 && loop_watch_add(&local->loop, &local->signals))
        return true;
    return trouble(strerror(errno));
}

/* ---- what a user sees ---- */

static void print_routes(const struct stack *stack)
{
    for (size_t i = 0; i < stack->routes.route_count; i++) {
        const char *key = stack->routes.routes[i].key;
        const char *blank = strchr(key, ' ');

        if (blank == NULL)
            printf("  %s\n", key);
        else
            printf("  %-7.*s %s\n", (int)(blank - key), key, blank + 1);
    }
}

static void print_notices(const struct local *local)
{
    struct notices about = {
        .caller = &local->caller, .is_dynalite = is_dynalite(local), .is_public = local->is_public};
    struct text_buf out;

    text_buf_init(&out, local->arena, TEXT_BUF_MAX);
    notices_write(&out, &local->stack, &about);
    fputs(out.ptr, stdout);
}

static void print_start(const struct local *local)
{
    bool ipv6 = strchr(local->options.host, ':') != NULL;

    printf("%s, environment %s\n", local->options.template, local->stack.environment);
    print_routes(&local->stack);
    if (is_dynalite(local))
        printf("DynamoDB: dynalite at %s, items kept in %s\n", local->dynamodb_url,
               local->options.data);
    else if (local->dynamodb_url != NULL)
        printf("DynamoDB at %s\n", local->dynamodb_url);
    print_notices(local);
    printf("%u bootstrap%s at once, Ctrl-C stops\n", local->options.concurrency,
           local->options.concurrency == 1 ? "" : "s");
    printf("listening on http://%s%s%s:%u\n", ipv6 ? "[" : "", local->options.host, ipv6 ? "]" : "",
           server_port(&local->gateway.server));
    fflush(stdout);
}

/* ---- all of it ---- */

/* Everything but the release; leaves through the arena's guard when memory is short. */
static bool serve(struct local *local)
{
    const char *bootstrap;

    if (!load_stack(local) || !load_caller(local))
        return false;
    bootstrap = find_bootstrap(local);
    if (bootstrap == NULL || !listen_for_clients(local) || !start_database(local) ||
        !watch_signals(local))
        return false;
    start_bootstraps(local, bootstrap);
    print_start(local);
    if (!loop_run(&local->loop))
        return trouble(strerror(errno));
    return local->stop_expected;
}

static bool guarded_serve(struct local *local)
{
    if (setjmp(*mem_guard(local->arena)) != 0)
        return trouble("memory is short");
    return serve(local);
}

static void release(struct local *local)
{
    gateway_stop(&local->gateway);
    pool_stop(&local->pool);
    dynalite_stop(&local->dynalite);
    if (local->signals.fd >= 0)
        close(local->signals.fd);
    loop_release(&local->loop);
    mem_arena_free(local->arena);
}

int local_main(int argc, char **argv)
{
    struct options options;
    enum options_result parsed = options_parse(&options, argc, argv);
    struct local *local;
    bool fine;

    if (parsed != OPTIONS_RUN)
        return parsed == OPTIONS_HELP ? 0 : EXIT_TROUBLE;
    local = calloc(1, sizeof(*local));
    if (local == NULL || (local->arena = mem_arena_new()) == NULL) {
        free(local);
        trouble("memory is short");
        return EXIT_TROUBLE;
    }
    local->options = options;
    local->signals.fd = local->dynalite.lock = local->loop.epoll = -1;
    setvbuf(stdout, NULL, _IOLBF, 0); /* a line a request, also into a file or a pipe */
    signal(SIGPIPE, SIG_IGN);
    fine = loop_init(&local->loop) ? guarded_serve(local) : trouble(strerror(errno));
    release(local);
    free(local);
    return fine ? 0 : EXIT_TROUBLE;
}
