/*
 * digest.c - SHA-256 with OpenSSL's low-level functions: the first digest through EVP costs a
 * provider look-up, and a run hashes two or three texts.
 */
#define OPENSSL_API_COMPAT 10100 /* the low-level functions, without deprecation warnings */
#include "model/digest.h"

#include <openssl/sha.h>

void digest_hex(struct text bytes, char out[DIGEST_HEX + 1])
{
    static const char digits[] = "0123456789abcdef";
    unsigned char digest[SHA256_DIGEST_LENGTH];
    SHA256_CTX context;

    _Static_assert(DIGEST_HEX == 2 * SHA256_DIGEST_LENGTH, "two digits a byte");
    /* They fail for no input; their results say nothing. */
    (void)SHA256_Init(&context);
    (void)SHA256_Update(&context, bytes.ptr, bytes.len);
    (void)SHA256_Final(digest, &context);
    for (size_t i = 0; i < sizeof(digest); i++) {
        out[2 * i] = digits[digest[i] >> 4];
        out[2 * i + 1] = digits[digest[i] & 15];
    }
    out[DIGEST_HEX] = '\0';
}
