/*
 * sigv4.h - AWS Signature Version 4, as a pure function of request, time and credentials.
 *
 * ls_sigv4_sign is what the DynamoDB client calls: fixed method POST, path "/", empty query, and
 * header set, with the day's signing key cached. The stages below it serve any request; they are
 * what the vectors check, stage by stage.
 */
#ifndef LS_SIGV4_H
#define LS_SIGV4_H

#include "clock.h"
#include "error.h"
#include "hash.h"

struct ls_credentials {
    struct ls_str access_key_id, secret_access_key;
    struct ls_str session_token; /* empty: none */
};

struct ls_header {
    struct ls_str name, value;
};

struct ls_sigv4_request {
    struct ls_str method;
    struct ls_str path;  /* absolute; normalised and percent-encoded here, unless raw_path */
    struct ls_str query; /* raw, without '?' */
    const struct ls_header *headers;
    size_t header_count; /* at most 32; host and x-amz-date are among them */
    struct ls_str body;
    bool raw_path; /* do not remove dot segments and double slashes */
};

struct ls_sigv4_scope {
    struct ls_str date; /* yyyymmddThhmmssZ */
    struct ls_str region, service;
};

/* Stages of the general form; each appends to `out`. */
enum ls_status ls_sigv4_canonical_request(const struct ls_sigv4_request *request,
                                          struct ls_arena *arena, struct ls_buf *out);
void ls_sigv4_string_to_sign(const struct ls_sigv4_scope *scope, struct ls_str canonical_request,
                             struct ls_buf *out);
void ls_sigv4_signing_key(const struct ls_sigv4_scope *scope, struct ls_str secret_access_key,
                          unsigned char out[LS_SHA256_LEN]);

/* The DynamoDB client's signer, for one region and one set of credentials. */
struct ls_sigv4_signer {
    struct ls_str region, service, host;
    char day[9]; /* the day that `key` is for; "" at first */
    struct ls_hmac_key key;
};

#define LS_AUTHORIZATION_MAX 640 /* with id, region and service at their 128 bytes: 590 */

void ls_sigv4_signer_init(struct ls_sigv4_signer *signer, struct ls_str region,
                          struct ls_str service, struct ls_str host);
/*
 * Signs POST / with content-type application/x-amz-json-1.0, host, x-amz-date, x-amz-target and,
 * when there is one, x-amz-security-token. Writes the Authorization value, returns its length;
 * 0 when access key id, region or service are longer than 128 bytes.
 */
size_t ls_sigv4_sign(struct ls_sigv4_signer *signer, const struct ls_credentials *credentials,
                     const char amz_date[LS_AMZ_DATE_LEN + 1], struct ls_str target,
                     struct ls_str body, char out[LS_AUTHORIZATION_MAX]);

#endif
