/*
 * text.c - encodings of text: base64, percent-encoding, UTF-8.
 */
#include "scan.h"

/* ---- base64 ---- */

static const char standard_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
static const char url_alphabet[] =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

static void base64_encode(struct ls_buf *out, struct ls_str bytes, const char *alphabet, bool pad)
{
    const unsigned char *p = (const unsigned char *)bytes.ptr;
    size_t left = bytes.len;
    char *at = bytes.len > out->max ? NULL : ls_buf_reserve(out, (bytes.len + 2) / 3 * 4);
    char *start = at;

    if (at == NULL) {
        out->failed = true;
        return;
    }
    for (; left >= 3; p += 3, left -= 3) {
        uint32_t group = (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];

        *at++ = alphabet[group >> 18];
        *at++ = alphabet[group >> 12 & 63];
        *at++ = alphabet[group >> 6 & 63];
        *at++ = alphabet[group & 63];
    }
    if (left > 0) {
        uint32_t group = (uint32_t)p[0] << 16 | (left == 2 ? (uint32_t)p[1] << 8 : 0);

        *at++ = alphabet[group >> 18];
        *at++ = alphabet[group >> 12 & 63];
        if (left == 2)
            *at++ = alphabet[group >> 6 & 63];
        for (; pad && left < 3; left++)
            *at++ = '=';
    }
    out->len += (size_t)(at - start);
}

void ls_base64_encode(struct ls_buf *out, struct ls_str bytes)
{
    base64_encode(out, bytes, standard_alphabet, true);
}

void ls_base64url_encode(struct ls_buf *out, struct ls_str bytes)
{
    base64_encode(out, bytes, url_alphabet, false);
}

/* Value of each character in either alphabet, plus one; 0 for every other byte. */
static const unsigned char base64_values[256] = {
    ['A'] = 1,  ['B'] = 2,  ['C'] = 3,  ['D'] = 4,  ['E'] = 5,  ['F'] = 6,  ['G'] = 7,  ['H'] = 8,
    ['I'] = 9,  ['J'] = 10, ['K'] = 11, ['L'] = 12, ['M'] = 13, ['N'] = 14, ['O'] = 15, ['P'] = 16,
    ['Q'] = 17, ['R'] = 18, ['S'] = 19, ['T'] = 20, ['U'] = 21, ['V'] = 22, ['W'] = 23, ['X'] = 24,
    ['Y'] = 25, ['Z'] = 26, ['a'] = 27, ['b'] = 28, ['c'] = 29, ['d'] = 30, ['e'] = 31, ['f'] = 32,
    ['g'] = 33, ['h'] = 34, ['i'] = 35, ['j'] = 36, ['k'] = 37, ['l'] = 38, ['m'] = 39, ['n'] = 40,
    ['o'] = 41, ['p'] = 42, ['q'] = 43, ['r'] = 44, ['s'] = 45, ['t'] = 46, ['u'] = 47, ['v'] = 48,
    ['w'] = 49, ['x'] = 50, ['y'] = 51, ['z'] = 52, ['0'] = 53, ['1'] = 54, ['2'] = 55, ['3'] = 56,
    ['4'] = 57, ['5'] = 58, ['6'] = 59, ['7'] = 60, ['8'] = 61, ['9'] = 62, ['+'] = 63, ['-'] = 63,
    ['/'] = 64, ['_'] = 64,
};

bool ls_base64_decode(struct ls_str text, char *out, size_t *out_len)
{
    uint32_t bits = 0;
    unsigned count = 0; /* of bits held back */
    char *at = out;

    if (text.len % 4 == 0 && text.len > 0 && text.ptr[text.len - 1] == '=')
        text.len -= text.ptr[text.len - 2] == '=' ? 2 : 1;
    if (text.len % 4 == 1)
        return false;
    for (size_t i = 0; i < text.len; i++) {
        unsigned value = base64_values[(unsigned char)text.ptr[i]];

        if (value == 0)
            return false;
        bits = bits << 6 | (value - 1);
        count += 6;
        if (count >= 8) {
            count -= 8;
            *at++ = (char)(bits >> count & 0xFF);
        }
    }
    *out_len = (size_t)(at - out);
    /* Bits that belong to no byte must be zero: one value has one text. */
    return (bits & ((1u << count) - 1)) == 0;
}

/* ---- percent-encoding ---- */

bool ls_percent_decode(struct ls_str text, bool plus, char *out, size_t *out_len)
{
    char *at = out;

    for (size_t i = 0; i < text.len; i++) {
        char c = text.ptr[i];

        if (c == '%') {
            int high = text.len - i > 2 ? ls_scan_hex(text.ptr[i + 1]) : -1;
            int low = high < 0 ? -1 : ls_scan_hex(text.ptr[i + 2]);

            if (low < 0)
                return false;
            c = (char)(high * 16 + low);
            i += 2;
        } else if (plus && c == '+') {
            c = ' ';
        }
        *at++ = c;
    }
    *out_len = (size_t)(at - out);
    return true;
}

/* ---- UTF-8 ---- */

bool ls_utf8_valid(struct ls_str text)
{
    const char *at = text.ptr, *end = text.len == 0 ? at : at + text.len;

    while (at < end) {
        at = ls_scan_plain(at, end);
        if (at == end)
            break;
        if ((unsigned char)*at < 0x80) {
            at++;
        } else {
            size_t len = ls_scan_utf8(at, end);

            if (len == 0)
                return false;
            at += len;
        }
    }
    return true;
}
