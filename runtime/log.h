/*
 * log.h - one JSON object (or text line) per event on standard output.
 *
 * Format and level follow AWS_LAMBDA_LOG_FORMAT (JSON | Text) and AWS_LAMBDA_LOG_LEVEL (TRACE …
 * FATAL). Each JSON line has "timestamp" (RFC 3339), "level", "message" and, within an
 * invocation, "requestId" (what Lambda's log filtering reads). Fields are data: names are
 * literals, values are escaped and cut at 1 KB. No body, no secret is ever a value.
 */
#ifndef LS_LOG_H
#define LS_LOG_H

#include "clock.h"

struct ls_log {
    int fd;
    bool json;
    enum ls_log_level level;
    const struct ls_clock *clock;
    struct ls_str request_id; /* empty outside an invocation */
    struct ls_buf line;       /* capped at 16 KB; reused */
};

struct ls_log_field {
    const char *name;
    struct ls_str text; /* used when ptr is not NULL, else `number` */
    int64_t number;
};

#define LS_FIELD_TEXT(name_, text_)  ((struct ls_log_field){.name = (name_), .text = (text_)})
#define LS_FIELD_INT(name_, number_) ((struct ls_log_field){.name = (name_), .number = (number_)})

void ls_log_init(struct ls_log *log, int fd, const struct ls_clock *clock, const char *format,
                 const char *level); /* format and level as in the environment, or NULL */
void ls_log_release(struct ls_log *log);
bool ls_log_wants(const struct ls_log *log, enum ls_log_level level);
void ls_log_write(struct ls_log *log, enum ls_log_level level, const char *message,
                  const struct ls_log_field *fields, size_t count);

#endif
