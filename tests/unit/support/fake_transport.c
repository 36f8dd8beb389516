/*
 * fake_transport.c - records requests, plays replies.
 */
#include "fake_transport.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void read_operation(struct ls_str headers, char out[32])
{
    static const char mark[] = "X-Amz-Target: DynamoDB_20120810.";
    const char *at = memmem(headers.ptr, headers.len, mark, sizeof(mark) - 1);
    const char *end = headers.ptr + headers.len;
    size_t len = 0;

    if (at == NULL)
        return;
    for (at += sizeof(mark) - 1; at < end && *at != '\r' && len < 31; at++)
        out[len++] = *at;
    out[len] = '\0';
}

static void record(struct fake_transport *fake, const struct ls_http_request *request)
{
    struct fake_request *row = &fake->requests[fake->request_count++ % FAKE_EXCHANGES_MAX];
    size_t len = 0;

    free(row->body);
    *row = (struct fake_request){.operation = ""};
    read_operation(request->headers, row->operation);
    for (int i = 0; i < request->body_count; i++)
        len += request->body[i].iov_len;
    row->body = malloc(len + 1);
    if (row->body == NULL)
        return;
    len = 0;
    for (int i = 0; i < request->body_count; i++) {
        memcpy(row->body + len, request->body[i].iov_base, request->body[i].iov_len);
        len += request->body[i].iov_len;
    }
    row->body[len] = '\0';
}

static enum ls_status exchange(void *self, const struct ls_http_request *request,
                               int64_t deadline_ms, struct ls_http_reply *reply,
                               enum ls_http_progress *progress, struct ls_error *error)
{
    struct fake_transport *fake = self;
    struct fake_reply next = {.http_status = 0};
    struct ls_str body = fake->rest;

    (void)deadline_ms;
    record(fake, request);
    *progress = LS_HTTP_SENT;
    if (fake->next_reply < fake->reply_count) {
        next = fake->replies[fake->next_reply++];
        body = ls_str_of(next.body);
    } else if (body.ptr != NULL) {
        next.http_status = 200;
    }
    if (next.http_status == 0)
        return ls_fail(error, LS_NETWORK, NULL, "the script says so, or is at its end");
    free(fake->memory);
    fake->memory = malloc(body.len == 0 ? 1 : body.len);
    if (fake->memory == NULL)
        return ls_fail(error, LS_NO_MEMORY, NULL, NULL);
    memcpy(fake->memory, body.ptr, body.len);
    *reply = (struct ls_http_reply){
        .status = next.http_status,
        .headers = LS_STR(""),
        .body = ls_str(fake->memory, body.len),
        .body_mutable = fake->memory,
    };
    return LS_OK;
}

void fake_transport_init(struct fake_transport *fake)
{
    *fake = (struct fake_transport){.transport = {.exchange = exchange, .self = fake}};
}

void fake_transport_release(struct fake_transport *fake)
{
    for (size_t i = 0; i < FAKE_EXCHANGES_MAX; i++)
        free(fake->requests[i].body);
    free(fake->memory);
    fake_transport_init(fake);
}

void fake_transport_reply(struct fake_transport *fake, int http_status, const char *body)
{
    if (fake->reply_count < FAKE_EXCHANGES_MAX)
        fake->replies[fake->reply_count++] =
            (struct fake_reply){.http_status = http_status, .body = body};
}
