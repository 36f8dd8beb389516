/*
 * ids.c - random bytes in AWS's notations.
 */
#include "local/ids.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "base.h"
#include "hash.h"

bool ids_invocation(char out[IDS_INVOCATION_LEN + 1])
{
    static const unsigned char groups[] = {4, 2, 2, 2, 6}; /* bytes between the hyphens */
    unsigned char bytes[16];
    const unsigned char *from = bytes;

    if (!ls_random(bytes, sizeof(bytes)))
        return false;
    bytes[6] = (unsigned char)((bytes[6] & 0x0f) | 0x40); /* version */
    bytes[8] = (unsigned char)((bytes[8] & 0x3f) | 0x80); /* variant */
    for (size_t i = 0; i < sizeof(groups); i++) {
        if (i > 0)
            *out++ = '-';
        ls_hex(from, groups[i], out);
        out += 2 * groups[i];
        from += groups[i];
    }
    *out = '\0';
    return true;
}

bool ids_gateway(char out[IDS_GATEWAY_LEN + 1])
{
    unsigned char bytes[IDS_GATEWAY_LEN / 4 * 3 - 1]; /* one less than full: hence the "=" */
    struct ls_buf text;
    bool made;

    ls_buf_init(&text, IDS_GATEWAY_LEN);
    if (ls_random(bytes, sizeof(bytes)))
        ls_base64_encode(&text, ls_str((const char *)bytes, sizeof(bytes)));
    made = ls_buf_status(&text) == LS_OK && text.len == IDS_GATEWAY_LEN;
    if (made)
        memcpy(out, text.ptr, text.len);
    out[made ? IDS_GATEWAY_LEN : 0] = '\0';
    ls_buf_release(&text);
    return made;
}

bool ids_trace(char out[IDS_TRACE_MAX])
{
    unsigned char bytes[20];
    char root[24], parent[16];

    if (!ls_random(bytes, sizeof(bytes)))
        return false;
    ls_hex(bytes, 12, root);
    ls_hex(bytes + 12, 8, parent);
    snprintf(out, IDS_TRACE_MAX, "Root=1-%08lx-%.24s;Parent=%.16s;Sampled=0",
             (unsigned long)time(NULL), root, parent);
    return true;
}
