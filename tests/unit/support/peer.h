/*
 * peer.h - the other end of a TCP connection: a server on 127.0.0.1 whose script is a function of
 * the test, run in a thread of its own. A script asserts nothing; it notes, and the test compares
 * after peer_join.
 */
#ifndef LS_TEST_PEER_H
#define LS_TEST_PEER_H

#include <pthread.h>

#include "base.h"

struct peer {
    int listener;
    int port;
    char port_text[6];
    char address[24];  /* "127.0.0.1:port" */
    char base_url[32]; /* "http://127.0.0.1:port" */
    void (*script)(struct peer *peer);
    void *argument; /* the script's */
    pthread_t thread;
};

void peer_start(struct peer *peer, void (*script)(struct peer *peer), void *argument);
void peer_join(struct peer *peer);

/* For scripts. A connection or -1; gives up after five seconds, so that no test hangs. */
int peer_accept(struct peer *peer);
/*
 * One whole request (head, and a body by Content-Length) into `out`, NUL-terminated. Its length,
 * 0 when the connection ended before; what is longer than `size` is counted, not kept.
 */
size_t peer_read(int connection, char *out, size_t size);
void peer_write(int connection, struct ls_str bytes);
/* An HTTP reply with a Content-Length. `headers` are whole lines. */
void peer_reply(int connection, int status, const char *headers, struct ls_str body);

#endif
