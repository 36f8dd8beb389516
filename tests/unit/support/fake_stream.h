/*
 * fake_stream.h - a stream in memory that cuts, ends and fails where a test says.
 */
#ifndef LS_TEST_FAKE_STREAM_H
#define LS_TEST_FAKE_STREAM_H

#include "http.h"

#define FAKE_CONNECTIONS_MAX 4

/* What one connection does: what the peer says, in which pieces, and where it ends. */
struct fake_connection {
    const char *says;
    size_t piece;        /* bytes a receive gives at most; 0: no limit */
    size_t silent_after; /* bytes after which nothing comes any more; 0: all come */
    bool ends;           /* then the end of the stream, else silence */
    bool takes_less;     /* sending fails after `takes` bytes */
    size_t takes;
    enum ls_status open_fails;
};

struct fake_stream {
    struct ls_stream stream;
    struct fake_connection connections[FAKE_CONNECTIONS_MAX]; /* in the order of opening */
    int opened;
    size_t at;                             /* bytes of `says` that were received */
    size_t sent_here;                      /* bytes sent on this connection */
    int64_t open_deadline_ms, deadline_ms; /* of the last calls */
    char sent[4096];                       /* on all connections */
    size_t sent_len;
};

void fake_stream_init(struct fake_stream *fake);
/* The open connection says the same again to the next request. */
void fake_stream_rewind(struct fake_stream *fake);

#endif
