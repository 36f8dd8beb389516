/*
 * http_parse.c - reads reply heads and takes the chunked coding off.
 */
#include "http_parse.h"

#include <string.h>

#define CHUNK_DIGITS_MAX 12          /* 2^48 bytes: far over every buffer's maximum */
#define CHUNK_SKIP_MAX   (8u * 1024) /* bytes of one extension, and of all trailers */

size_t ls_http_head_length(struct ls_str text, size_t *scanned)
{
    /* The end may have begun in what was scanned: its first three bytes are CR LF CR. */
    size_t from = *scanned < 3 ? 0 : *scanned - 3;
    const char *end = text.len < 4 ? NULL : memmem(text.ptr + from, text.len - from, "\r\n\r\n", 4);

    *scanned = text.len;
    return end == NULL ? 0 : (size_t)(end - text.ptr) + 4;
}

/* Takes a line off the front of *text, without its CR LF; false when there is no whole one. */
static bool next_line(struct ls_str *text, struct ls_str *line)
{
    const char *lf = text->len == 0 ? NULL : memchr(text->ptr, '\n', text->len);
    size_t len;

    if (lf == NULL || lf == text->ptr || lf[-1] != '\r')
        return false;
    len = (size_t)(lf - text->ptr) - 1;
    if (memchr(text->ptr, '\r', len) != NULL || memchr(text->ptr, '\0', len) != NULL)
        return false;
    *line = ls_str(text->ptr, len);
    *text = ls_str(lf + 1, text->len - len - 2);
    return true;
}

/* RFC 9110, section 5.6.2. */
static bool is_token(struct ls_str text)
{
    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c <= ' ' || c >= 0x7f || strchr("\"(),/:;<=>?@[\\]{}", c) != NULL)
            return false;
    }
    return text.len > 0;
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t';
}

static struct ls_str trim(struct ls_str text)
{
    while (text.len > 0 && is_blank(text.ptr[0]))
        text = ls_str(text.ptr + 1, text.len - 1);
    while (text.len > 0 && is_blank(text.ptr[text.len - 1]))
        text.len--;
    return text;
}

bool ls_http_next_header(struct ls_str *lines, struct ls_str *name, struct ls_str *value)
{
    struct ls_str rest = *lines, line;
    const char *colon;

    if (!next_line(&rest, &line))
        return false;
    colon = memchr(line.ptr, ':', line.len);
    if (colon == NULL)
        return false;
    *name = ls_str(line.ptr, (size_t)(colon - line.ptr));
    *value = trim(ls_str(colon + 1, line.len - name->len - 1));
    if (!is_token(*name))
        return false;
    *lines = rest;
    return true;
}

/* "HTTP/1.1 200 OK"; the reason may be empty, and some peers leave out the blank before it. */
static bool parse_status_line(struct ls_str line, struct ls_http_head *head)
{
    const char *at = line.ptr;

    if (line.len < 12 || memcmp(at, "HTTP/1.", 7) != 0 || (at[7] != '0' && at[7] != '1') ||
        at[8] != ' ' || (line.len > 12 && at[12] != ' '))
        return false;
    head->status = 0;
    for (size_t i = 9; i < 12; i++) {
        if (at[i] < '0' || at[i] > '9')
            return false;
        head->status = head->status * 10 + (at[i] - '0');
    }
    head->keep_alive = at[7] == '1';
    return head->status >= 100;
}

bool ls_http_number(struct ls_str text, uint64_t *number)
{
    *number = 0;
    if (text.len == 0 || text.len > 15)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        if (text.ptr[i] < '0' || text.ptr[i] > '9')
            return false;
        *number = *number * 10 + (uint64_t)(text.ptr[i] - '0');
    }
    return true;
}

/* Is `word` among the comma-separated words of `list`? */
static bool has_word(struct ls_str list, struct ls_str word)
{
    while (list.len > 0) {
        const char *comma = memchr(list.ptr, ',', list.len);
        size_t len = comma == NULL ? list.len : (size_t)(comma - list.ptr);

        if (ls_str_equal_nocase(trim(ls_str(list.ptr, len)), word))
            return true;
        len += comma != NULL;
        list = ls_str(list.ptr + len, list.len - len);
    }
    return false;
}

/* What one header says about the framing; false when it contradicts itself or another. */
static bool apply_header(struct ls_str name, struct ls_str value, bool *has_length,
                         struct ls_http_head *head)
{
    uint64_t length;

    if (ls_str_equal_nocase(name, LS_STR("content-length"))) {
        if (!ls_http_number(value, &length) || (*has_length && length != head->content_length))
            return false;
        *has_length = true;
        head->content_length = length;
    } else if (ls_str_equal_nocase(name, LS_STR("transfer-encoding"))) {
        if (head->framing == LS_HTTP_BY_CHUNKS || !ls_str_equal_nocase(value, LS_STR("chunked")))
            return false;
        head->framing = LS_HTTP_BY_CHUNKS;
    } else if (ls_str_equal_nocase(name, LS_STR("connection"))) {
        if (has_word(value, LS_STR("close")))
            head->keep_alive = false;
    }
    return true;
}

bool ls_http_head_parse(struct ls_str text, struct ls_http_head *head)
{
    struct ls_str line, rest = text, name, value;
    bool has_length = false;

    *head = (struct ls_http_head){.framing = LS_HTTP_BY_CLOSE};
    if (!next_line(&rest, &line) || !parse_status_line(line, head) || rest.len < 2)
        return false;
    rest.len -= 2; /* the empty line */
    head->lines = rest;
    while (rest.len > 0) {
        if (!ls_http_next_header(&rest, &name, &value) ||
            !apply_header(name, value, &has_length, head))
            return false;
    }
    if (head->framing == LS_HTTP_BY_CHUNKS && has_length)
        return false;
    if (head->status < 200 || head->status == 204 || head->status == 304) {
        head->framing = LS_HTTP_BY_LENGTH;
        head->content_length = 0;
    } else if (has_length) {
        head->framing = LS_HTTP_BY_LENGTH;
    }
    if (head->framing == LS_HTTP_BY_CLOSE)
        head->keep_alive = false;
    return true;
}

static int hex_value(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

static bool size_char(struct ls_http_chunks *chunks, char c)
{
    int value = hex_value(c);

    if (value >= 0) {
        chunks->left = chunks->left * 16 + (size_t)value;
        return ++chunks->digits <= CHUNK_DIGITS_MAX;
    }
    if (chunks->digits == 0)
        return false;
    chunks->skipped = 0;
    chunks->state = c == '\r' ? LS_HTTP_CHUNK_SIZE_LF : LS_HTTP_CHUNK_EXTENSION;
    return c == '\r' || c == ';' || is_blank(c);
}

/* One byte that is no data. */
static bool frame_char(struct ls_http_chunks *chunks, char c)
{
    switch (chunks->state) {
    case LS_HTTP_CHUNK_SIZE:
        return size_char(chunks, c);
    case LS_HTTP_CHUNK_EXTENSION:
        if (c == '\r')
            chunks->state = LS_HTTP_CHUNK_SIZE_LF;
        return c != '\n' && ++chunks->skipped <= CHUNK_SKIP_MAX;
    case LS_HTTP_CHUNK_SIZE_LF:
        chunks->skipped = 0;
        chunks->state = chunks->left > 0 ? LS_HTTP_CHUNK_DATA : LS_HTTP_CHUNK_TRAILER;
        return c == '\n';
    case LS_HTTP_CHUNK_DATA_CR:
        chunks->state = LS_HTTP_CHUNK_DATA_LF;
        return c == '\r';
    case LS_HTTP_CHUNK_DATA_LF:
        chunks->digits = 0;
        chunks->state = LS_HTTP_CHUNK_SIZE;
        return c == '\n';
    case LS_HTTP_CHUNK_TRAILER:
        chunks->state = c == '\r' ? LS_HTTP_CHUNK_LAST_LF : LS_HTTP_CHUNK_TRAILER_LINE;
        return c != '\n' && ++chunks->skipped <= CHUNK_SKIP_MAX;
    case LS_HTTP_CHUNK_TRAILER_LINE:
        if (c == '\r')
            chunks->state = LS_HTTP_CHUNK_TRAILER_LF;
        return c != '\n' && ++chunks->skipped <= CHUNK_SKIP_MAX;
    case LS_HTTP_CHUNK_TRAILER_LF:
        chunks->state = LS_HTTP_CHUNK_TRAILER;
        return c == '\n';
    case LS_HTTP_CHUNK_LAST_LF:
        chunks->state = LS_HTTP_CHUNK_DONE;
        return c == '\n';
    case LS_HTTP_CHUNK_DATA:
    case LS_HTTP_CHUNK_DONE:
        break;
    }
    return false;
}

bool ls_http_chunks_decode(struct ls_http_chunks *chunks, char *bytes, size_t *len)
{
    size_t read = 0, written = 0;

    while (read < *len && chunks->state != LS_HTTP_CHUNK_DONE) {
        if (chunks->state == LS_HTTP_CHUNK_DATA) {
            size_t some = *len - read < chunks->left ? *len - read : chunks->left;

            memmove(bytes + written, bytes + read, some);
            read += some;
            written += some;
            chunks->left -= some;
            if (chunks->left == 0)
                chunks->state = LS_HTTP_CHUNK_DATA_CR;
        } else if (!frame_char(chunks, bytes[read++])) {
            return false;
        }
    }
    chunks->surplus = *len - read;
    *len = written;
    return true;
}
