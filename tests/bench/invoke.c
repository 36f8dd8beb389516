/*
 * invoke - times one runtime as Lambda would see it: a Runtime API for one process, which it
 * starts, hands the same event N times, and kills.
 *
 *     invoke EVENT.json COUNT WARMUP EXPECT command [argument…]
 *
 * Prints one line of JSON:
 *     start_us     exec -> the first answer, complete
 *     p50_us       event written -> its answer complete, median after WARMUP
 *     cpu_us       the runtime's own CPU time an invocation, after WARMUP
 *     peak_kb      its peak resident memory
 *     grown_kb     its resident memory at the end less that after WARMUP
 * Every answer must contain EXPECT.
 */
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "wire.h"

struct run {
    const char *event, *expect;
    size_t event_len;
    long count, warmup, done;
    int64_t sent_at, first_at;
    int64_t *exec_at; /* shared with the child, which writes it */
    int64_t *times;
    int64_t cpu_at_warmup;
    long rss_at_warmup;
    pid_t pid;
    clockid_t cpu;
    struct wire peer;
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

static void start(struct run *run, uint16_t port, char **command)
{
    char address[32];

    run->exec_at = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (run->exec_at == MAP_FAILED)
        fail("mmap");
    snprintf(address, sizeof address, "127.0.0.1:%u", port);
    setenv("AWS_LAMBDA_RUNTIME_API", address, 1);
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
    if (run->done == 0)
        run->first_at = now;
    run->times[run->done++] = now - run->sent_at;
    if (run->done == run->warmup) {
        run->cpu_at_warmup = cpu_ns(run->cpu);
        run->rss_at_warmup = status_kb(run->pid, "VmRSS");
    }
    wire_send(fd, accepted, sizeof accepted - 1);
}

static void serve(struct run *run, int listener)
{
    wire_init(&run->peer, accept(listener, NULL, NULL));
    while (run->done < run->count) {
        struct message request;

        if (!wire_fill(&run->peer)) { /* a runtime may use a new connection whenever it likes */
            wire_free(&run->peer);
            wire_init(&run->peer, accept(listener, NULL, NULL));
            continue;
        }
        while (run->done < run->count && wire_message(&run->peer, &request)) {
            if (strncmp(request.head, "GET ", 4) == 0)
                hand_out(run, run->peer.fd);
            else
                take_answer(run, &request, run->peer.fd);
            wire_consume(&run->peer, &request);
        }
    }
}

static int by_value(const void *a, const void *b)
{
    int64_t x = *(const int64_t *)a, y = *(const int64_t *)b;

    return (x > y) - (x < y);
}

static void report(struct run *run)
{
    double start_us = (double)(run->first_at - *run->exec_at) / 1e3;
    long warm = run->count - run->warmup;

    printf("{\"start_us\":%.1f,\"peak_kb\":%ld", start_us, status_kb(run->pid, "VmHWM"));
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
    struct run run = {.pid = -1};
    uint16_t port = 0;

    if (argc < 6) {
        fprintf(stderr, "usage: invoke EVENT.json COUNT WARMUP EXPECT command [argument...]\n");
        return 2;
    }
    run.event = read_file(argv[1], &run.event_len);
    run.count = strtol(argv[2], NULL, 10);
    run.warmup = strtol(argv[3], NULL, 10);
    run.expect = argv[4];
    run.times = calloc((size_t)run.count, sizeof *run.times);
    if (run.times == NULL || run.count <= run.warmup)
        fail("count");
    int listener = wire_listen(&port);
    start(&run, port, argv + 5);
    alarm(300);
    serve(&run, listener);
    report(&run);
    kill(run.pid, SIGKILL);
    waitpid(run.pid, NULL, 0);
    return 0;
}
