/*
 * sigv4.c - AWS Signature Version 4: string to sign, signing key, and the DynamoDB client's signer.
 * The canonical request of the general form is in sigv4_canonical.c.
 */
#include "sigv4.h"

#include <string.h>

#define ALGORITHM          "AWS4-HMAC-SHA256"
#define SCOPE_END          "aws4_request"
#define DAY_LEN            8
#define NAME_MAX_BYTES     128 /* access key id, region, service */
#define STRING_TO_SIGN_MAX 512
#define HEX_LEN            ((size_t)2 * LS_SHA256_LEN)

static void put_hash(struct ls_str bytes, char out[HEX_LEN])
{
    unsigned char digest[LS_SHA256_LEN];

    ls_sha256(bytes, digest);
    ls_hex(digest, sizeof(digest), out);
}

static struct ls_str day_of(const struct ls_sigv4_scope *scope)
{
    return ls_str(scope->date.ptr, scope->date.len < DAY_LEN ? scope->date.len : DAY_LEN);
}

void ls_sigv4_string_to_sign(const struct ls_sigv4_scope *scope, struct ls_str canonical_request,
                             struct ls_buf *out)
{
    char hash[HEX_LEN];

    put_hash(canonical_request, hash);
    ls_buf_text(out, ALGORITHM "\n");
    ls_buf_str(out, scope->date);
    ls_buf_char(out, '\n');
    ls_buf_str(out, day_of(scope));
    ls_buf_char(out, '/');
    ls_buf_str(out, scope->region);
    ls_buf_char(out, '/');
    ls_buf_str(out, scope->service);
    ls_buf_text(out, "/" SCOPE_END "\n");
    ls_buf_add(out, hash, sizeof(hash));
}

/* HMAC with the key "AWS4" + secret; HMAC hashes keys longer than its block, so no size is special.
 */
static void sign_day(struct ls_str secret, struct ls_str day, unsigned char out[LS_SHA256_LEN])
{
    struct ls_str prefix = LS_STR("AWS4");
    unsigned char key[64];
    size_t len = prefix.len + secret.len;

    if (len > sizeof(key)) {
        ls_sha256_parts((struct ls_str[]){prefix, secret}, 2, key);
        len = LS_SHA256_LEN;
    } else {
        memcpy(key, prefix.ptr, prefix.len);
        if (secret.len > 0)
            memcpy(key + prefix.len, secret.ptr, secret.len);
    }
    ls_hmac_sha256(ls_str((const char *)key, len), day, out);
    explicit_bzero(key, sizeof(key));
}

void ls_sigv4_signing_key(const struct ls_sigv4_scope *scope, struct ls_str secret_access_key,
                          unsigned char out[LS_SHA256_LEN])
{
    const struct ls_str steps[] = {scope->region, scope->service, LS_STR(SCOPE_END)};
    unsigned char key[LS_SHA256_LEN];

    sign_day(secret_access_key, day_of(scope), key);
    for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++) {
        ls_hmac_sha256(ls_str((const char *)key, sizeof(key)), steps[i], out);
        memcpy(key, out, sizeof(key));
    }
    explicit_bzero(key, sizeof(key));
}

/* ---- the signer ---- */

void ls_sigv4_signer_init(struct ls_sigv4_signer *signer, struct ls_str region,
                          struct ls_str service, struct ls_str host)
{
    *signer = (struct ls_sigv4_signer){.region = region, .service = service, .host = host};
}

/* Derives the day's key, unless the last request was of the same day. */
static void use_key_of_day(struct ls_sigv4_signer *signer, struct ls_str secret,
                           const struct ls_sigv4_scope *scope)
{
    unsigned char key[LS_SHA256_LEN];

    if (memcmp(signer->day, scope->date.ptr, DAY_LEN) == 0)
        return;
    ls_sigv4_signing_key(scope, secret, key);
    ls_hmac_key_init(&signer->key, ls_str((const char *)key, sizeof(key)));
    explicit_bzero(key, sizeof(key));
    memcpy(signer->day, scope->date.ptr, DAY_LEN);
}

static char *put(char *at, struct ls_str text)
{
    if (text.len > 0)
        memcpy(at, text.ptr, text.len);
    return at + text.len;
}

/* yyyymmdd/region/service/aws4_request; both callers have room for three names at their longest. */
static char *put_scope(char *at, const struct ls_sigv4_scope *scope)
{
    at = put(at, day_of(scope));
    *at++ = '/';
    at = put(at, scope->region);
    *at++ = '/';
    at = put(at, scope->service);
    return put(at, LS_STR("/" SCOPE_END));
}

#define SIGNED_WITHOUT_TOKEN "content-type;host;x-amz-date;x-amz-target"
#define SIGNED_WITH_TOKEN    "content-type;host;x-amz-date;x-amz-security-token;x-amz-target"

/* SHA-256 of the canonical request; its parts are hashed where they lie. */
static void hash_request(const struct ls_sigv4_signer *signer, struct ls_str date,
                         struct ls_str token, struct ls_str target, struct ls_str body,
                         char out[HEX_LEN])
{
    unsigned char digest[LS_SHA256_LEN];
    char body_hash[HEX_LEN];
    bool has_token = token.len > 0;

    put_hash(body, body_hash);

    const struct ls_str parts[] = {
        LS_STR("POST\n/\n\ncontent-type:application/x-amz-json-1.0\nhost:"),
        signer->host,
        LS_STR("\nx-amz-date:"),
        date,
        has_token ? LS_STR("\nx-amz-security-token:") : LS_STR(""),
        token,
        LS_STR("\nx-amz-target:"),
        target,
        has_token ? LS_STR("\n\n" SIGNED_WITH_TOKEN "\n")
                  : LS_STR("\n\n" SIGNED_WITHOUT_TOKEN "\n"),
        ls_str(body_hash, sizeof(body_hash)),
    };

    ls_sha256_parts(parts, sizeof(parts) / sizeof(parts[0]), digest);
    ls_hex(digest, sizeof(digest), out);
}

size_t ls_sigv4_sign(struct ls_sigv4_signer *signer, const struct ls_credentials *credentials,
                     const char amz_date[LS_AMZ_DATE_LEN + 1], struct ls_str target,
                     struct ls_str body, char out[LS_AUTHORIZATION_MAX])
{
    struct ls_str date = ls_str(amz_date, LS_AMZ_DATE_LEN), token = credentials->session_token;
    struct ls_sigv4_scope scope = {date, signer->region, signer->service};
    char string_to_sign[STRING_TO_SIGN_MAX], hash[HEX_LEN], *at;
    unsigned char signature[LS_SHA256_LEN];

    if (credentials->access_key_id.len > NAME_MAX_BYTES || signer->region.len > NAME_MAX_BYTES ||
        signer->service.len > NAME_MAX_BYTES)
        return 0;
    use_key_of_day(signer, credentials->secret_access_key, &scope);

    hash_request(signer, date, token, target, body, hash);
    at = put(string_to_sign, LS_STR(ALGORITHM "\n"));
    at = put(at, date);
    *at++ = '\n';
    at = put_scope(at, &scope);
    *at++ = '\n';
    at = put(at, ls_str(hash, sizeof(hash)));
    ls_hmac_key_sign(&signer->key, ls_str(string_to_sign, (size_t)(at - string_to_sign)),
                     signature);

    at = put(out, LS_STR(ALGORITHM " Credential="));
    at = put(at, credentials->access_key_id);
    *at++ = '/';
    at = put_scope(at, &scope);
    at = put(at, token.len > 0 ? LS_STR(", SignedHeaders=" SIGNED_WITH_TOKEN ", Signature=")
                               : LS_STR(", SignedHeaders=" SIGNED_WITHOUT_TOKEN ", Signature="));
    ls_hex(signature, sizeof(signature), at);
    return (size_t)(at - out) + HEX_LEN;
}
