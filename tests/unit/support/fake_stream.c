/*
 * fake_stream.c - nothing waits: silence is a timeout at once.
 */
#include "fake_stream.h"

#include <criterion/criterion.h>
#include <string.h>

static const struct fake_connection *current(const struct fake_stream *self)
{
    return &self->connections[self->opened - 1];
}

static enum ls_status fake_open(struct ls_stream *stream, int64_t deadline_ms,
                                struct ls_error *error)
{
    struct fake_stream *self = (struct fake_stream *)stream;

    cr_assert_lt(self->opened, FAKE_CONNECTIONS_MAX);
    self->opened++;
    self->at = self->sent_here = 0;
    self->open_deadline_ms = deadline_ms;
    if (current(self)->open_fails != LS_OK)
        return ls_fail(error, current(self)->open_fails, NULL, "open");
    stream->is_open = true;
    return LS_OK;
}

static enum ls_status fake_send(struct ls_stream *stream, struct iovec *parts, int count,
                                int64_t deadline_ms, struct ls_error *error)
{
    struct fake_stream *self = (struct fake_stream *)stream;

    cr_assert(stream->is_open);
    self->deadline_ms = deadline_ms;
    for (int i = 0; i < count; i++) {
        while (parts[i].iov_len > 0) {
            if (current(self)->takes_less && self->sent_here == current(self)->takes)
                return ls_fail(error, LS_NETWORK, NULL, "send");
            cr_assert_lt(self->sent_len, sizeof(self->sent));
            self->sent[self->sent_len++] = *(char *)parts[i].iov_base;
            parts[i].iov_base = (char *)parts[i].iov_base + 1;
            parts[i].iov_len--;
            self->sent_here++;
        }
    }
    return LS_OK;
}

static enum ls_status fake_receive(struct ls_stream *stream, char *out, size_t size, size_t *got,
                                   int64_t deadline_ms, struct ls_error *error)
{
    struct fake_stream *self = (struct fake_stream *)stream;
    const struct fake_connection *script = current(self);
    size_t len = script->silent_after > 0 ? script->silent_after : strlen(script->says);
    size_t some = len - self->at;
    bool asked = self->sent_here > 0; /* a peer answers, it does not speak first */

    cr_assert(stream->is_open);
    if ((some > 0 && !asked) || (some == 0 && !script->ends))
        return ls_fail(error, LS_TIMEOUT, NULL, "silence");
    if (asked)
        self->deadline_ms = deadline_ms;
    if (some > size)
        some = size;
    if (script->piece > 0 && some > script->piece)
        some = script->piece;
    memcpy(out, script->says + self->at, some);
    self->at += some;
    *got = some;
    return LS_OK;
}

static void fake_close(struct ls_stream *stream)
{
    stream->is_open = false;
}

void fake_stream_init(struct fake_stream *fake)
{
    *fake = (struct fake_stream){.stream = {.open = fake_open,
                                            .send = fake_send,
                                            .receive = fake_receive,
                                            .close = fake_close,
                                            .release = fake_close}};
}

void fake_stream_rewind(struct fake_stream *fake)
{
    fake->at = fake->sent_here = 0;
}
