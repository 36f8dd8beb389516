/*
 * hash.h - SHA-256 and HMAC-SHA-256; hash.c is the only file that includes OpenSSL.
 */
#ifndef LS_HASH_H
#define LS_HASH_H

#include "base.h"

#define LS_SHA256_LEN 32

void ls_sha256(struct ls_str bytes, unsigned char out[LS_SHA256_LEN]);
/* Of the parts one after another, without copying them together. */
void ls_sha256_parts(const struct ls_str *parts, size_t count, unsigned char out[LS_SHA256_LEN]);
void ls_hmac_sha256(struct ls_str key, struct ls_str bytes, unsigned char out[LS_SHA256_LEN]);
/* A key whose two padded blocks are hashed already: signing with it costs two blocks less. */
struct ls_hmac_key {
    uint64_t state[28]; /* opaque: two SHA256_CTX */
};
void ls_hmac_key_init(struct ls_hmac_key *key, struct ls_str bytes);
void ls_hmac_key_sign(const struct ls_hmac_key *key, struct ls_str bytes,
                      unsigned char out[LS_SHA256_LEN]);
void ls_hex(const unsigned char *bytes, size_t len, char *out); /* lower-case, 2*len, no NUL */
uint32_t ls_crc32(struct ls_str bytes);                         /* IEEE, as in x-amz-crc32 */

#endif
