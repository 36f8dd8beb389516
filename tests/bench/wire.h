/*
 * wire.h - just enough HTTP/1.1 over loopback for the benchmarks: both ends are ours, every
 * message has a Content-Length, and whatever goes wrong ends the benchmark with a message.
 */
#ifndef BENCH_WIRE_H
#define BENCH_WIRE_H

#include <stddef.h>
#include <stdint.h>

struct wire {
    int fd;
    char *bytes; /* received and not yet consumed; NUL-terminated */
    size_t len, cap;
};

struct message {
    char *head; /* first line and headers, NUL-terminated */
    char *body; /* body_len bytes */
    size_t body_len;
    size_t total; /* bytes to consume when done with it */
};

int wire_listen(uint16_t *port); /* 127.0.0.1; *port 0 picks one */
int wire_connect(const char *host_port);
void wire_init(struct wire *wire, int fd);
void wire_free(struct wire *wire);
/* 1: some bytes came; 0: the peer closed. */
int wire_fill(struct wire *wire);
/* 1 when a whole message is there; consume it afterwards. */
int wire_message(struct wire *wire, struct message *message);
void wire_consume(struct wire *wire, const struct message *message);
void wire_send(int fd, const char *bytes, size_t len);
/* Value of a header, up to the line's end; NULL when absent. Not terminated. */
const char *wire_header(const struct message *message, const char *name);

int64_t monotonic_ns(void);
_Noreturn void fail(const char *what);

#endif
