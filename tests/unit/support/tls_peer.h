/*
 * tls_peer.h - a certificate authority made for the occasion, and an HTTPS server that it vouches
 * for.
 */
#ifndef LS_TEST_TLS_PEER_H
#define LS_TEST_TLS_PEER_H

#include <openssl/ssl.h>
#include <stdio.h>

#include "peer.h"

struct authority {
    EVP_PKEY *key;
    X509 *certificate;
    FILE *stream;
    char file[32]; /* PEM in memory, as a path; gone with authority_release */
};

void authority_init(struct authority *authority);
void authority_release(struct authority *authority);

struct tls_peer {
    struct peer peer;
    char base_url[32]; /* "https://127.0.0.1:port" */
    SSL_CTX *context;
    int connections;    /* to serve, then it stops */
    int per_connection; /* requests after which it closes a connection; 0: never */
    int handshakes;     /* that came about */
    int resumed;        /* of them, by an earlier session */
    int requests;       /* answered */
};

/*
 * Serves `connections` connections, one after the other; answers each request with its own body.
 * The certificate is for `host`, in DNS form "DNS:name" or "IP:address".
 */
void tls_peer_start(struct tls_peer *tls, const struct authority *authority, const char *host,
                    int connections, int per_connection);
void tls_peer_join(struct tls_peer *tls);

#endif
