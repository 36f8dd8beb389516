/*
 * stream.h - what the two kinds of streams share.
 */
#ifndef LS_STREAM_H
#define LS_STREAM_H

#include "http.h"

/* Waits for POLLIN or POLLOUT on a descriptor: LS_OK (also on an error there), LS_TIMEOUT. */
enum ls_status ls_stream_wait(int fd, short events, const struct ls_clock *clock,
                              int64_t deadline_ms);

/* Moves the parts past `sent` bytes, in place and by *parts and *count. */
void ls_stream_advance(struct iovec **parts, int *count, size_t sent);

#endif
