/*
 * scan.h - the inner loops over text that the JSON reader, the JSON writer and UTF-8 checks share.
 */
#ifndef LS_SCAN_H
#define LS_SCAN_H

#include <endian.h>
#include <string.h>

#include "base.h"

#define LS_EACH_BYTE(value) (UINT64_C(0x0101010101010101) * (value))

/*
 * First byte from `at` that does not stand for itself in a JSON string: a quote, a backslash, a
 * control character, or a part of a multi-byte UTF-8 sequence; `end` when there is none.
 *
 * Eight bytes at a time: the top bit of a byte is marked where taking 0x20 away borrows (control
 * characters), or taking 1 away after a quote or a backslash has become 0; of 0x80 and more it
 * stays set in one of the last two. A borrow may mark the byte above as well, but the lowest mark
 * is always right.
 */
static inline const char *ls_scan_plain(const char *at, const char *end)
{
    while (end - at >= 8) {
        uint64_t word, marks;

        memcpy(&word, at, sizeof(word));
        word = le64toh(word);
        marks = (word - LS_EACH_BYTE(0x20)) | ((word ^ LS_EACH_BYTE('"')) - LS_EACH_BYTE(1)) |
                ((word ^ LS_EACH_BYTE('\\')) - LS_EACH_BYTE(1));
        marks &= LS_EACH_BYTE(0x80);
        if (marks != 0)
            return at + __builtin_ctzll(marks) / 8;
        at += 8;
    }
    for (; at < end; at++) {
        unsigned char c = (unsigned char)*at;

        if (c < 0x20 || c >= 0x80 || c == '"' || c == '\\')
            break;
    }
    return at;
}

/*
 * Length of the multi-byte sequence at `at`: 2 to 4; 0 when there is none that is well-formed
 * (Unicode, table 3-7: no overlong forms, no surrogates, nothing above U+10FFFF).
 */
static inline size_t ls_scan_utf8(const char *at, const char *end)
{
    const unsigned char *p = (const unsigned char *)at;
    size_t left = (size_t)(end - at), len;
    unsigned char low = 0x80, high = 0xBF;

    if (left < 2 || p[0] < 0xC2 || p[0] > 0xF4)
        return 0;
    len = p[0] < 0xE0 ? 2 : p[0] < 0xF0 ? 3 : 4;
    if (p[0] == 0xE0)
        low = 0xA0;
    else if (p[0] == 0xED)
        high = 0x9F;
    else if (p[0] == 0xF0)
        low = 0x90;
    else if (p[0] == 0xF4)
        high = 0x8F;
    if (left < len || p[1] < low || p[1] > high)
        return 0;
    for (size_t i = 2; i < len; i++) {
        if ((p[i] & 0xC0) != 0x80)
            return 0;
    }
    return len;
}

/* 0 to 15, or -1. */
static inline int ls_scan_hex(char c)
{
    if (c >= '0' && c <= '9')
        return c - '0';
    if (c >= 'a' && c <= 'f')
        return c - 'a' + 10;
    if (c >= 'A' && c <= 'F')
        return c - 'A' + 10;
    return -1;
}

#endif
