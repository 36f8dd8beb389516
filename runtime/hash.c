/*
 * hash.c - SHA-256, HMAC-SHA-256 and CRC-32. The only file with OpenSSL, and with its low-level
 * functions: the first digest through EVP costs a provider look-up that a cold start would pay.
 */
#define OPENSSL_API_COMPAT 10100 /* the low-level functions, without deprecation warnings */

#include "hash.h"

#include <endian.h>
#include <openssl/sha.h>
#include <string.h>

#define HMAC_BLOCK 64

_Static_assert(SHA256_DIGEST_LENGTH == LS_SHA256_LEN, "length of a digest");
_Static_assert(sizeof(((struct ls_hmac_key *)NULL)->state) >= 2 * sizeof(SHA256_CTX),
               "struct ls_hmac_key holds two contexts");

/* The low-level functions fail for no input; their results say nothing. */

void ls_sha256(struct ls_str bytes, unsigned char out[LS_SHA256_LEN])
{
    ls_sha256_parts(&bytes, 1, out);
}

void ls_sha256_parts(const struct ls_str *parts, size_t count, unsigned char out[LS_SHA256_LEN])
{
    SHA256_CTX context;

    (void)SHA256_Init(&context);
    for (size_t i = 0; i < count; i++)
        (void)SHA256_Update(&context, parts[i].ptr, parts[i].len);
    (void)SHA256_Final(out, &context);
}

void ls_hmac_sha256(struct ls_str key, struct ls_str bytes, unsigned char out[LS_SHA256_LEN])
{
    struct ls_hmac_key prepared;

    ls_hmac_key_init(&prepared, key);
    ls_hmac_key_sign(&prepared, bytes, out);
    explicit_bzero(&prepared, sizeof(prepared));
}

/* RFC 2104: the inner hash starts with the key xor 0x36, the outer with the key xor 0x5c. */
void ls_hmac_key_init(struct ls_hmac_key *key, struct ls_str bytes)
{
    unsigned char block[HMAC_BLOCK] = {0};
    SHA256_CTX contexts[2];

    if (bytes.len > sizeof(block))
        ls_sha256(bytes, block);
    else if (bytes.len > 0)
        memcpy(block, bytes.ptr, bytes.len);
    for (size_t i = 0; i < sizeof(block); i++)
        block[i] ^= 0x36;
    (void)SHA256_Init(&contexts[0]);
    (void)SHA256_Update(&contexts[0], block, sizeof(block));
    for (size_t i = 0; i < sizeof(block); i++)
        block[i] ^= 0x36 ^ 0x5c;
    (void)SHA256_Init(&contexts[1]);
    (void)SHA256_Update(&contexts[1], block, sizeof(block));
    memcpy(key->state, contexts, sizeof(contexts));
    explicit_bzero(block, sizeof(block));
    explicit_bzero(contexts, sizeof(contexts));
}

void ls_hmac_key_sign(const struct ls_hmac_key *key, struct ls_str bytes,
                      unsigned char out[LS_SHA256_LEN])
{
    SHA256_CTX contexts[2];

    memcpy(contexts, key->state, sizeof(contexts));
    (void)SHA256_Update(&contexts[0], bytes.ptr, bytes.len);
    (void)SHA256_Final(out, &contexts[0]);
    (void)SHA256_Update(&contexts[1], out, LS_SHA256_LEN);
    (void)SHA256_Final(out, &contexts[1]);
}

void ls_hex(const unsigned char *bytes, size_t len, char *out)
{
    static const char digits[] = "0123456789abcdef";

    for (size_t i = 0; i < len; i++) {
        out[2 * i] = digits[bytes[i] >> 4];
        out[2 * i + 1] = digits[bytes[i] & 15];
    }
}

/*
 * CRC-32 by tables, eight bytes a step. The remainder is linear in the input's bits, so a word's
 * share is the xor of one entry for each of its 16 half bytes. Row k holds what the value n of
 * half byte k (lowest first) leaves behind after the whole word has been shifted through; its four
 * numbers are the shares of single bits. 1 KB in all, instead of the usual 8.
 */
#define PAIR(s, a)        (s), (s) ^ (a)
#define FOUR(s, a, b)     PAIR(s, a), PAIR((s) ^ (b), a)
#define EIGHT(s, a, b, c) FOUR(s, a, b), FOUR((s) ^ (c), a, b)
#define ROW(a, b, c, d)                                                                            \
    {                                                                                              \
        EIGHT(0, a, b, c), EIGHT(d, a, b, c)                                                       \
    }
static const uint32_t crc_shares[16][16] = {
    ROW(0xccaa009e, 0x4225077d, 0x844a0efa, 0xd3e51bb5),
    ROW(0x7cbb312b, 0xf9766256, 0x299dc2ed, 0x533b85da),
    ROW(0xa6770bb4, 0x979f1129, 0xf44f2413, 0x33ef4e67),
    ROW(0x67de9cce, 0xcfbd399c, 0x440b7579, 0x8816eaf2),
    ROW(0xcb5cd3a5, 0x4dc8a10b, 0x9b914216, 0xec53826d),
    ROW(0x03d6029b, 0x07ac0536, 0x0f580a6c, 0x1eb014d8),
    ROW(0x3d6029b0, 0x7ac05360, 0xf580a6c0, 0x30704bc1),
    ROW(0x60e09782, 0xc1c12f04, 0x58f35849, 0xb1e6b092),
    ROW(0xb8bc6765, 0xaa09c88b, 0x8f629757, 0xc5b428ef),
    ROW(0x5019579f, 0xa032af3e, 0x9b14583d, 0xed59b63b),
    ROW(0x01c26a37, 0x0384d46e, 0x0709a8dc, 0x0e1351b8),
    ROW(0x1c26a370, 0x384d46e0, 0x709a8dc0, 0xe1351b80),
    ROW(0x191b3141, 0x32366282, 0x646cc504, 0xc8d98a08),
    ROW(0x4ac21251, 0x958424a2, 0xf0794f05, 0x3b83984b),
    ROW(0x77073096, 0xee0e612c, 0x076dc419, 0x0edb8832),
    ROW(0x1db71064, 0x3b6e20c8, 0x76dc4190, 0xedb88320),
};
#undef ROW
#undef EIGHT
#undef FOUR
#undef PAIR

/* Of 16 bits: the half bytes from `row` on. */
static inline uint32_t shares_of(unsigned row, uint64_t bits)
{
    return crc_shares[row][bits & 15] ^ crc_shares[row + 1][bits >> 4 & 15] ^
           crc_shares[row + 2][bits >> 8 & 15] ^ crc_shares[row + 3][bits >> 12 & 15];
}

uint32_t ls_crc32(struct ls_str bytes)
{
    const unsigned char *p = (const unsigned char *)bytes.ptr;
    size_t left = bytes.len;
    uint32_t crc = 0xFFFFFFFF;

    for (; left >= 8; p += 8, left -= 8) {
        uint64_t word;

        memcpy(&word, p, sizeof(word));
        word = le64toh(word) ^ crc;
        crc = shares_of(0, word) ^ shares_of(4, word >> 16) ^ shares_of(8, word >> 32) ^
              shares_of(12, word >> 48);
    }
    /* The last row is a half byte with nothing after it: the plain step, two for a byte. */
    for (; left > 0; p++, left--) {
        crc ^= *p;
        crc = crc >> 4 ^ crc_shares[15][crc & 15];
        crc = crc >> 4 ^ crc_shares[15][crc & 15];
    }
    return ~crc;
}
