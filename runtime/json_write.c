/*
 * json_write.c - the writer: text as JSON strings, and JSON inside a JSON string.
 */
#include "json.h"

#include "scan.h"

/* The escape of a quote, a backslash or a control character; returns its length, at most 6. */
static size_t escape_of(unsigned char c, char out[6])
{
    static const char digits[] = "0123456789abcdef";
    static const char letters[0x20] = {
        ['\b'] = 'b', ['\f'] = 'f', ['\n'] = 'n', ['\r'] = 'r', ['\t'] = 't',
    };
    char letter = (char)c;

    if (c < 0x20)
        letter = letters[c];
    out[0] = '\\';
    if (letter != 0) {
        out[1] = letter;
        return 2;
    }
    out[1] = 'u';
    out[2] = '0';
    out[3] = '0';
    out[4] = digits[c >> 4];
    out[5] = digits[c & 15];
    return 6;
}

void ls_json_write_string(struct ls_buf *out, enum ls_json_form form, struct ls_str text)
{
    static const char replacement[] = "\xEF\xBF\xBD"; /* U+FFFD */
    struct ls_str quote = form == LS_JSON_PLAIN ? LS_STR("\"") : LS_STR("\\\"");
    const char *at = text.ptr, *end = text.len == 0 ? at : at + text.len;
    const char *done = at; /* everything before is written */

    ls_buf_str(out, quote);
    while ((at = ls_scan_plain(at, end)) < end) {
        unsigned char c = (unsigned char)*at;
        size_t len = c < 0x80 ? 0 : ls_scan_utf8(at, end);

        if (len > 0) {
            at += len;
            continue;
        }
        ls_buf_add(out, done, (size_t)(at - done));
        if (c < 0x80) {
            char escape[6];

            ls_json_write_raw(out, form, ls_str(escape, escape_of(c, escape)));
        } else {
            ls_buf_add(out, replacement, sizeof(replacement) - 1);
        }
        done = ++at;
    }
    ls_buf_add(out, done, (size_t)(at - done));
    ls_buf_str(out, quote);
}

void ls_json_write_raw(struct ls_buf *out, enum ls_json_form form, struct ls_str json)
{
    const char *at = json.ptr, *end = json.len == 0 ? at : at + json.len;
    const char *done = at;

    if (form == LS_JSON_PLAIN) {
        ls_buf_str(out, json);
        return;
    }
    while ((at = ls_scan_plain(at, end)) < end) {
        if ((unsigned char)*at < 0x80) {
            char escape[6];

            ls_buf_add(out, done, (size_t)(at - done));
            ls_buf_add(out, escape, escape_of((unsigned char)*at, escape));
            done = at + 1;
        }
        at++;
    }
    ls_buf_add(out, done, (size_t)(at - done));
}
