/*
 * SHA-256, HMAC-SHA-256, CRC-32: published vectors.
 */
#include "hash.h"

#include <string.h>

#include "expect.h"

static void expect_hex(const unsigned char digest[LS_SHA256_LEN], const char *wanted)
{
    char hex[2 * LS_SHA256_LEN];

    ls_hex(digest, LS_SHA256_LEN, hex);
    EXPECT_STR(ls_str(hex, sizeof(hex)), wanted);
}

/* FIPS 180-4 examples, and the empty text. */
Test(hash, sha256)
{
    static const struct {
        const char *text, *digest;
    } rows[] = {
        {"", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"},
        {"abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"},
        {"abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
         "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"},
    };
    unsigned char digest[LS_SHA256_LEN];

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
        ls_sha256(ls_str_of(rows[i].text), digest);
        expect_hex(digest, rows[i].digest);
    }
}

Test(hash, sha256_of_parts_is_that_of_the_whole)
{
    const struct ls_str parts[] = {LS_STR("a"), ls_str(NULL, 0), LS_STR("bc"), LS_STR("")};
    unsigned char digest[LS_SHA256_LEN];

    ls_sha256_parts(parts, 4, digest);
    expect_hex(digest, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

/* RFC 4231: cases 1, 2, 3 and 6, whose key is longer than a block. */
Test(hash, hmac_sha256)
{
    unsigned char key[131], data[50], digest[LS_SHA256_LEN];
    struct ls_hmac_key prepared;

    memset(key, 0x0b, 20);
    ls_hmac_sha256(ls_str((char *)key, 20), LS_STR("Hi There"), digest);
    expect_hex(digest, "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");

    ls_hmac_key_init(&prepared, LS_STR("Jefe"));
    for (int again = 0; again < 2; again++) {
        ls_hmac_key_sign(&prepared, LS_STR("what do ya want for nothing?"), digest);
        expect_hex(digest, "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
    }

    memset(key, 0xaa, sizeof(key));
    memset(data, 0xdd, sizeof(data));
    ls_hmac_sha256(ls_str((char *)key, 20), ls_str((char *)data, sizeof(data)), digest);
    expect_hex(digest, "773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe");

    ls_hmac_sha256(ls_str((char *)key, sizeof(key)),
                   LS_STR("Test Using Larger Than Block-Size Key - Hash Key First"), digest);
    expect_hex(digest, "60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54");
}

Test(hash, hex_is_lower_case)
{
    char hex[8];

    ls_hex((const unsigned char *)"\x00\x9f\xAB\xff", 4, hex);
    EXPECT_STR(ls_str(hex, 8), "009fabff");
}

/* The check value of CRC-32/ISO-HDLC, and figures of zlib's crc32 around the step of eight. */
Test(hash, crc32)
{
    static const struct {
        const char *text;
        uint32_t crc;
    } rows[] = {
        {"", 0x00000000},          {"a", 0xE8B7BE43},
        {"1234567", 0x5003699F},   {"12345678", 0x9AE0DAAF},
        {"123456789", 0xCBF43926}, {"The quick brown fox jumps over the lazy dog", 0x414FA339},
    };

    for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++)
        cr_expect_eq(ls_crc32(guarded(ls_str_of(rows[i].text))), rows[i].crc, "%s", rows[i].text);
}

/* The definition: bit by bit, so that every entry of the tables is compared. */
static uint32_t slow_crc32(const unsigned char *p, size_t len)
{
    uint32_t crc = 0xFFFFFFFF;

    for (; len > 0; p++, len--) {
        crc ^= *p;
        for (int bit = 0; bit < 8; bit++)
            crc = crc & 1 ? crc >> 1 ^ 0xEDB88320 : crc >> 1;
    }
    return ~crc;
}

Test(hash, crc32_of_all_lengths_and_bytes)
{
    unsigned char bytes[1024];
    uint32_t state = 1;

    for (size_t i = 0; i < sizeof(bytes); i++) {
        state = state * 1103515245 + 12345;
        bytes[i] = (unsigned char)(state >> 16);
    }
    for (size_t len = 0; len < sizeof(bytes); len++)
        cr_assert_eq(ls_crc32(ls_str((char *)bytes + sizeof(bytes) - len, len)),
                     slow_crc32(bytes + sizeof(bytes) - len, len), "length %zu", len);
}
