/*
 * log.c - one line per event, put together in a capped buffer and written at once, so that lines
 * of several processes do not mix. Nothing a client sent can end a line or forge a field.
 */
#include "log.h"

#include <errno.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "json.h"
#include "scan.h"

#define LINE_MAX_BYTES  ((size_t)16 * 1024)
#define VALUE_MAX_BYTES ((size_t)1024)
#define TAIL_ROOM       ((size_t)32) /* what ends a line, "truncated" included */

static const char *const level_names[] = {
    [LS_LOG_TRACE] = "TRACE", [LS_LOG_DEBUG] = "DEBUG", [LS_LOG_INFO] = "INFO",
    [LS_LOG_WARN] = "WARN",   [LS_LOG_ERROR] = "ERROR", [LS_LOG_FATAL] = "FATAL",
};

static enum ls_log_level level_of(const char *name)
{
    for (int level = LS_LOG_TRACE; name != NULL && level <= LS_LOG_FATAL; level++) {
        if (strcasecmp(name, level_names[level]) == 0)
            return (enum ls_log_level)level;
    }
    return LS_LOG_INFO;
}

void ls_log_init(struct ls_log *log, int fd, const struct ls_clock *clock, const char *format,
                 const char *level)
{
    *log = (struct ls_log){
        .fd = fd,
        .json = format == NULL || strcasecmp(format, "Text") != 0,
        .level = level_of(level),
        .clock = clock,
    };
    ls_buf_init(&log->line, LINE_MAX_BYTES);
}

void ls_log_release(struct ls_log *log)
{
    ls_buf_release(&log->line);
}

bool ls_log_wants(const struct ls_log *log, enum ls_log_level level)
{
    return level >= log->level;
}

/* At most VALUE_MAX_BYTES of `text`, ending between two characters. */
static struct ls_str cut(struct ls_str text)
{
    if (text.len > VALUE_MAX_BYTES) {
        text.len = VALUE_MAX_BYTES;
        while (text.len > 0 && ((unsigned char)text.ptr[text.len] & 0xC0) == 0x80)
            text.len--;
    }
    return text;
}

/* In a text line a value goes bare only where it can be read back as one word. */
static bool is_bare_word(struct ls_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.ptr[i];

        if (c <= ' ' || c >= 0x7F || c == '"' || c == '\\' || c == '=')
            return false;
    }
    return text.len > 0;
}

static void put_value(struct ls_log *log, struct ls_str text)
{
    if (!log->json && is_bare_word(text))
        ls_buf_str(&log->line, cut(text));
    else
        ls_json_write_string(&log->line, LS_JSON_PLAIN, cut(text));
}

static void put_field(struct ls_log *log, const struct ls_log_field *field)
{
    struct ls_buf *line = &log->line;

    ls_buf_text(line, log->json ? ",\"" : " ");
    ls_buf_text(line, field->name);
    ls_buf_text(line, log->json ? "\":" : "=");
    if (field->text.ptr == NULL)
        ls_buf_int(line, field->number);
    else
        put_value(log, field->text);
}

/* As it is in a text line, unless it would break the line. */
static void put_message(struct ls_buf *line, struct ls_str message)
{
    const char *end = message.ptr + message.len;

    if (ls_scan_plain(message.ptr, end) == end)
        ls_buf_str(line, message);
    else
        ls_json_write_string(line, LS_JSON_PLAIN, message);
}

static void put_head(struct ls_log *log, enum ls_log_level level, const char *message)
{
    struct ls_buf *line = &log->line;
    char time[LS_RFC3339_LEN + 1];

    ls_format_rfc3339(log->clock->now_ms(log->clock->self), time);
    if (!log->json) {
        ls_buf_text(line, time);
        ls_buf_char(line, ' ');
        ls_buf_text(line, level_names[level]);
        if (log->request_id.len > 0) {
            ls_buf_char(line, ' ');
            put_value(log, log->request_id);
        }
        ls_buf_char(line, ' ');
        put_message(line, cut(ls_str_of(message)));
        return;
    }
    ls_buf_text(line, "{\"timestamp\":\"");
    ls_buf_text(line, time);
    ls_buf_text(line, "\",\"level\":\"");
    ls_buf_text(line, level_names[level]);
    ls_buf_text(line, "\",\"message\":");
    put_value(log, ls_str_of(message));
    if (log->request_id.len > 0) {
        ls_buf_text(line, ",\"requestId\":");
        put_value(log, log->request_id);
    }
}

/* A log that cannot be written has nobody left to tell. */
static void write_line(int fd, struct ls_str line)
{
    while (line.len > 0) {
        ssize_t written = write(fd, line.ptr, line.len);

        if (written < 0 && errno == EINTR)
            continue;
        if (written <= 0)
            return;
        line.ptr += written;
        line.len -= (size_t)written;
    }
}

void ls_log_write(struct ls_log *log, enum ls_log_level level, const char *message,
                  const struct ls_log_field *fields, size_t count)
{
    struct ls_buf *line = &log->line;
    bool truncated = false;

    if (!ls_log_wants(log, level))
        return;
    ls_buf_reset(line);
    put_head(log, level, message);
    for (size_t i = 0; i < count; i++) {
        size_t before = line->len;

        put_field(log, &fields[i]);
        if (line->failed || line->len > LINE_MAX_BYTES - TAIL_ROOM) {
            /* What does not fit is left out whole: the line stays one valid object. */
            ls_buf_reset(line);
            line->len = before;
            truncated = true;
        }
    }
    if (truncated)
        put_field(log, &LS_FIELD_INT("truncated", 1));
    ls_buf_text(line, log->json ? "}\n" : "\n");
    if (!line->failed)
        write_line(log->fd, ls_buf_view(line));
}
