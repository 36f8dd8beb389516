/*
 * generate.c - UUIDs, times and random ids.
 */
#include "generate.h"

#include <string.h>

#include "clock.h"
#include "hash.h"

#define UUID_BYTES 16

/* The 48 bits of Unix time in ms with which a version 7 begins, so that ids sort by time. */
static void write_time(int64_t now_ms, unsigned char out[6])
{
    for (unsigned i = 0; i < 6; i++)
        out[i] = (unsigned char)((uint64_t)now_ms >> (40 - 8 * i));
}

/* RFC 9562: beside version, variant and time all is random. Two of one ms are in no order. */
static bool write_uuid(bool time_ordered, int64_t now_ms, char out[LS_UUID_LEN])
{
    static const size_t group_bytes[] = {4, 2, 2, 2, 6};
    unsigned char bytes[UUID_BYTES], *from = bytes;

    if (!ls_random(bytes, sizeof(bytes)))
        return false;
    if (time_ordered)
        write_time(now_ms, bytes);
    bytes[6] = (unsigned char)((bytes[6] & 0x0F) | (time_ordered ? 0x70 : 0x40));
    bytes[8] = (unsigned char)((bytes[8] & 0x3F) | 0x80);
    for (size_t i = 0; i < sizeof(group_bytes) / sizeof(group_bytes[0]); i++) {
        if (i > 0)
            *out++ = '-';
        ls_hex(from, group_bytes[i], out);
        from += group_bytes[i];
        out += 2 * group_bytes[i];
    }
    return true;
}

/* `length` characters of [0-9A-Za-z], each as likely as any other. */
static bool write_random(char *out, size_t length)
{
    static const char alphabet[] = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    enum { COUNT = sizeof(alphabet) - 1, FAIR = 256 / COUNT * COUNT };
    unsigned char bytes[64];

    for (size_t done = 0; done < length;) {
        if (!ls_random(bytes, sizeof(bytes)))
            return false;
        for (size_t i = 0; i < sizeof(bytes) && done < length; i++) {
            /* The last, incomplete round of the alphabet would favour its beginning. */
            if (bytes[i] < FAIR)
                out[done++] = alphabet[bytes[i] % COUNT];
        }
    }
    return true;
}

static struct ls_str write_now(enum ls_attribute_type type, int64_t now_ms, struct ls_arena *arena)
{
    char text[LS_RFC3339_LEN + 1];
    size_t at = sizeof(text);

    if (type != LS_TYPE_NUMBER) {
        ls_format_rfc3339(now_ms, text);
        return ls_arena_copy(arena, ls_str(text, LS_RFC3339_LEN));
    }
    do {
        text[--at] = (char)('0' + now_ms % 10);
        now_ms /= 10;
    } while (now_ms > 0);
    return ls_arena_copy(arena, ls_str(text + at, sizeof(text) - at));
}

enum ls_status ls_generate(const struct ls_attribute *attribute, int64_t now_ms,
                           struct ls_arena *arena, struct ls_str *value, struct ls_error *error)
{
    bool random = attribute->generate == LS_GENERATE_RANDOM, written;
    size_t len = random ? attribute->generate_length : LS_UUID_LEN;
    char *out;

    if (attribute->generate == LS_GENERATE_NOW) {
        *value = write_now(attribute->type, now_ms, arena);
        return value->ptr == NULL ? ls_fail(error, LS_NO_MEMORY, NULL, NULL) : LS_OK;
    }
    out = ls_arena_alloc(arena, len);
    if (out == NULL)
        return ls_fail(error, LS_NO_MEMORY, NULL, NULL);
    written = random ? write_random(out, len)
                     : write_uuid(attribute->generate == LS_GENERATE_UUID7, now_ms, out);
    if (!written)
        return ls_fail(error, LS_INTERNAL, NULL, "the kernel gives no random bytes");
    *value = ls_str(out, len);
    return LS_OK;
}
