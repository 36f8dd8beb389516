/*
 * invoke - times one runtime as Lambda would see it: the Runtime API and DynamoDB for one process,
 * which it starts, hands the same event N times, and kills. Both ends of every exchange but the
 * runtime's are here, so that one clock sees all of them.
 *
 *     invoke EVENT.json COUNT WARMUP EXPECT DATABASE_PORT command [argument…]
 *
 * The runtime finds DynamoDB by AWS_ENDPOINT_URL_DYNAMODB and FLOOR_DYNAMODB, unless the first is
 * set already: then something in between, such as TLS, forwards to DATABASE_PORT. 0 picks a port.
 *
 * Prints one line of JSON:
 *     start_us       exec -> the first answer, complete
 *     first_us       first event written -> its answer complete
 *     start_cpu_us   the runtime's own CPU time up to the first answer
 *     at_us          when, after exec, each thing happened first; null: it did not
 *     p50_us         event written -> its answer complete, median after WARMUP
 *     cpu_us         the runtime's own CPU time an invocation, after WARMUP
 *     peak_kb        its peak resident memory
 *     grown_kb       its resident memory at the end less that after WARMUP
 * Every answer must contain EXPECT.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "database.h"
#include "wire.h"

#define MAX_PEERS 16
#define TIME_OUT  600 /* seconds: a million invocations take less */

/* The first time that something happened. */
enum moment {
    API_CONNECTED,
    NEXT_ASKED,
    EVENT_SENT,
    DATABASE_CONNECTED,
    DATABASE_ASKED,
    DATABASE_ANSWERED,
    ANSWERED,
    MOMENTS
};

static const char *const moment_names[MOMENTS] = {
    "connected to the Runtime API",
    "asked for an event",
    "event sent",
    "connected to DynamoDB",
    "DynamoDB asked",
    "DynamoDB has answered",
    "answered",
};

struct run {
    const char *event, *expect;
    size_t event_len;
    long count, warmup, done;
    int64_t sent_at;
    int64_t at[MOMENTS];
    int64_t *exec_at; /* shared with the child, which writes it */
    int64_t *times;
    int64_t cpu_at_first, cpu_at_warmup;
    long rss_at_warmup;
    pid_t pid;
    clockid_t cpu;
    /* Listeners first, then connections; those of peers[i] belong to polls[i]. */
    struct pollfd polls[MAX_PEERS];
    struct wire peers[MAX_PEERS];
    bool is_database[MAX_PEERS];
    nfds_t polled;
};

static char *read_file(const char *path, size_t *len)
{
    FILE *file = fopen(path, "r");
    char *bytes = malloc(1 << 20);

    if (file == NULL || bytes == NULL)
        fail(path);
    *len = fread(bytes, 1, 1 << 20, file);
    while (*len > 0 && bytes[*len - 1] == '\n')
        --*len;
    fclose(file);
    return bytes;
}

static int64_t cpu_ns(clockid_t clock)
{
    struct timespec now;

    if (clock_gettime(clock, &now) != 0)
        fail("clock_gettime");
    return (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
}

static long status_kb(pid_t pid, const char *field)
{
    char path[64], line[256];
    long kb = -1;

    snprintf(path, sizeof path, "/proc/%d/status", pid);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        return -1;
    while (fgets(line, sizeof line, file) != NULL)
        if (strncmp(line, field, strlen(field)) == 0)
            kb = strtol(line + strlen(field) + 1, NULL, 10);
    fclose(file);
    return kb;
}

static void note(struct run *run, enum moment moment)
{
    if (run->at[moment] == 0)
        run->at[moment] = monotonic_ns();
}

static void start(struct run *run, uint16_t api_port, uint16_t database_port, char **command)
{
    char address[32], url[64];

    run->exec_at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (run->exec_at == MAP_FAILED)
        fail("mmap");
    snprintf(address, sizeof address, "127.0.0.1:%u", api_port);
    setenv("AWS_LAMBDA_RUNTIME_API", address, 1);
    snprintf(address, sizeof address, "127.0.0.1:%u", database_port);
    setenv("FLOOR_DYNAMODB", address, 1);
    snprintf(url, sizeof url, "http://%s", address);
    setenv("AWS_ENDPOINT_URL_DYNAMODB", url, 0);
    run->pid = fork();
    if (run->pid == 0) {
        int nothing = open("/dev/null", O_RDWR);
        dup2(nothing, STDIN_FILENO);
        dup2(nothing, STDOUT_FILENO);
        *run->exec_at = monotonic_ns();
        execv(command[0], command);
        _exit(127);
    }
    if (run->pid < 0 || clock_getcpuclockid(run->pid, &run->cpu) != 0)
        fail("fork");
}

static void hand_out(struct run *run, int fd)
{
    static char head[512];
    struct timespec now;

    clock_gettime(CLOCK_REALTIME, &now);
    int len = snprintf(head, sizeof head,
                       "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                       "Lambda-Runtime-Aws-Request-Id: 00000000-0000-4000-8000-%012ld\r\n"
                       "Lambda-Runtime-Deadline-Ms: %lld\r\nContent-Length: %zu\r\n\r\n",
                       run->done + 1, (long long)now.tv_sec * 1000 + 30000, run->event_len);
    note(run, EVENT_SENT);
    run->sent_at = monotonic_ns();
    wire_send(fd, head, (size_t)len);
    wire_send(fd, run->event, run->event_len);
}

static void take_answer(struct run *run, const struct message *answer, int fd)
{
    static const char accepted[] = "HTTP/1.1 202 Accepted\r\nContent-Length: 0\r\n\r\n";
    int64_t now = monotonic_ns();

    if (strstr(answer->head, "/response") == NULL ||
        memmem(answer->body, answer->body_len, run->expect, strlen(run->expect)) == NULL) {
        fprintf(stderr, "unexpected answer: %.*s\n", (int)answer->body_len, answer->body);
        exit(1);
    }
    if (run->done == 0) {
        note(run, ANSWERED);
        run->cpu_at_first = cpu_ns(run->cpu);
    }
    run->times[run->done++] = now - run->sent_at;
    if (run->done == run->warmup) {
        run->cpu_at_warmup = cpu_ns(run->cpu);
        run->rss_at_warmup = status_kb(run->pid, "VmRSS");
    }
    wire_send(fd, accepted, sizeof accepted - 1);
}

static void take_request(struct run *run, nfds_t peer, const struct message *request)
{
    if (run->is_database[peer]) {
        note(run, DATABASE_ASKED);
        database_answer(&run->peers[peer], request);
        note(run, DATABASE_ANSWERED);
    } else if (strncmp(request->head, "GET ", 4) == 0) {
        note(run, NEXT_ASKED);
        hand_out(run, run->peers[peer].fd);
    } else {
        take_answer(run, request, run->peers[peer].fd);
    }
}

static void add_peer(struct run *run, int fd, bool is_database)
{
    if (run->polled == MAX_PEERS || fd < 0)
        fail("accept");
    run->polls[run->polled] = (struct pollfd){.fd = fd, .events = POLLIN};
    run->is_database[run->polled] = is_database;
    wire_init(&run->peers[run->polled++], fd);
}

/* A runtime may use a new connection whenever it likes. */
static void drop_peer(struct run *run, nfds_t peer)
{
    wire_free(&run->peers[peer]);
    run->polled--;
    run->polls[peer] = run->polls[run->polled];
    run->peers[peer] = run->peers[run->polled];
    run->is_database[peer] = run->is_database[run->polled];
}

static void accept_peers(struct run *run)
{
    for (nfds_t listener = 0; listener < 2; listener++) {
        bool is_database = listener == 1;

        if ((run->polls[listener].revents & POLLIN) == 0)
            continue;
        note(run, is_database ? DATABASE_CONNECTED : API_CONNECTED);
        add_peer(run, accept(run->polls[listener].fd, NULL, NULL), is_database);
    }
}

static void serve(struct run *run, int api, int database)
{
    run->polls[0] = (struct pollfd){.fd = api, .events = POLLIN};
    run->polls[1] = (struct pollfd){.fd = database, .events = POLLIN};
    run->polled = 2;
    while (run->done < run->count) {
        if (poll(run->polls, run->polled, -1) < 0)
            fail("poll");
        for (nfds_t i = run->polled; i-- > 2;) {
            struct message request;

            if (run->polls[i].revents == 0)
                continue;
            if (!wire_fill(&run->peers[i])) {
                drop_peer(run, i);
                continue;
            }
            while (run->done < run->count && wire_message(&run->peers[i], &request)) {
                take_request(run, i, &request);
                wire_consume(&run->peers[i], &request);
            }
        }
        accept_peers(run);
    }
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static double since(int64_t then, int64_t now)
{
    return (double)(now - then) / 1e3;
}

static void report(struct run *run)
{
    long warm = run->count - run->warmup;

    printf("{\"start_us\":%.1f,\"first_us\":%.1f,\"start_cpu_us\":%.1f,\"peak_kb\":%ld,\"at_us\":{",
           since(*run->exec_at, run->at[ANSWERED]), (double)run->times[0] / 1e3,
           (double)run->cpu_at_first / 1e3, status_kb(run->pid, "VmHWM"));
    for (int i = 0; i < MOMENTS; i++) {
        printf("%s\"%s\":", i == 0 ? "" : ",", moment_names[i]);
        if (run->at[i] == 0)
            printf("null");
        else
            printf("%.1f", since(*run->exec_at, run->at[i]));
    }
    printf("}");
    if (warm > 0 && run->warmup > 0) {
        int64_t cpu = cpu_ns(run->cpu) - run->cpu_at_warmup;
        qsort(run->times + run->warmup, (size_t)warm, sizeof *run->times, by_value);
        printf(",\"p50_us\":%.2f,\"cpu_us\":%.2f,\"grown_kb\":%ld",
               (double)run->times[run->warmup + warm / 2] / 1e3, (double)cpu / 1e3 / (double)warm,
               status_kb(run->pid, "VmRSS") - run->rss_at_warmup);
    }
    printf("}\n");
}

int main(int argc, char **argv)
{
    static struct run run = {.pid = -1};
    uint16_t api_port = 0, database_port;

    if (argc < 7) {
        fprintf(stderr, "usage: invoke EVENT.json COUNT WARMUP EXPECT DATABASE_PORT command "
                        "[argument...]\n");
        return 2;
    }
    run.event = read_file(argv[1], &run.event_len);
    run.count = strtol(argv[2], NULL, 10);
    run.warmup = strtol(argv[3], NULL, 10);
    run.expect = argv[4];
    database_port = (uint16_t)strtoul(argv[5], NULL, 10);
    run.times = calloc((size_t)run.count, sizeof *run.times);
    if (run.times == NULL || run.count <= run.warmup)
        fail("count");
    database_init();
    int api = wire_listen(&api_port), database = wire_listen(&database_port);
    start(&run, api_port, database_port, argv + 6);
    alarm(TIME_OUT);
    serve(&run, api, database);
    report(&run);
    kill(run.pid, SIGKILL);
    waitpid(run.pid, NULL, 0);
    return 0;
}
