/*
 * tls_peer.c - certificates and a server, with OpenSSL itself.
 */
#include "tls_peer.h"

#include <criterion/criterion.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

static void add_extension(X509 *certificate, int nid, const char *value)
{
    X509_EXTENSION *extension = X509V3_EXT_conf_nid(NULL, NULL, nid, value);

    cr_assert_not_null(extension);
    cr_assert_eq(X509_add_ext(certificate, extension, -1), 1);
    X509_EXTENSION_free(extension);
}

/* A certificate for `key`, signed by `issuer_key`; `issuer` NULL: by itself. */
static X509 *certify(EVP_PKEY *key, const char *name, X509 *issuer, EVP_PKEY *issuer_key,
                     const char *alternative_name)
{
    static long serial = 1000;
    X509 *certificate = X509_new();
    X509_NAME *subject = X509_get_subject_name(certificate);

    X509_set_version(certificate, 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate), serial++);
    X509_gmtime_adj(X509_getm_notBefore(certificate), -3600);
    X509_gmtime_adj(X509_getm_notAfter(certificate), 3600);
    X509_set_pubkey(certificate, key);
    X509_NAME_add_entry_by_txt(subject, "CN", MBSTRING_ASC, (const unsigned char *)name, -1, -1, 0);
    X509_set_issuer_name(certificate, issuer == NULL ? subject : X509_get_subject_name(issuer));
    add_extension(certificate, NID_basic_constraints,
                  issuer == NULL ? "critical,CA:TRUE" : "critical,CA:FALSE");
    if (alternative_name != NULL)
        add_extension(certificate, NID_subject_alt_name, alternative_name);
    cr_assert_gt(X509_sign(certificate, issuer_key, EVP_sha256()), 0);
    return certificate;
}

void authority_init(struct authority *authority)
{
    static int count;
    char name[64];
    int fd = memfd_create("authority", MFD_CLOEXEC);

    snprintf(name, sizeof(name), "Throw-away authority %d", ++count);
    authority->key = EVP_EC_gen("P-256");
    cr_assert_not_null(authority->key);
    authority->certificate = certify(authority->key, name, NULL, authority->key, NULL);
    cr_assert_geq(fd, 0);
    authority->stream = fdopen(fd, "w");
    cr_assert_eq(PEM_write_X509(authority->stream, authority->certificate), 1);
    cr_assert_eq(fflush(authority->stream), 0);
    snprintf(authority->file, sizeof(authority->file), "/proc/self/fd/%d", fd);
}

void authority_release(struct authority *authority)
{
    fclose(authority->stream);
    X509_free(authority->certificate);
    EVP_PKEY_free(authority->key);
}

/* One request into *out, which grows; false at the end of the connection. */
static bool read_request(SSL *ssl, char **out, size_t *head, size_t *len)
{
    size_t cap = 4096, wanted = 0;

    *out = malloc(cap);
    *len = 0;
    while (wanted == 0 || *len < wanted) {
        int got;

        if (*len + 1 == cap) {
            cap *= 2;
            *out = realloc(*out, cap);
        }
        got = SSL_read(ssl, *out + *len, (int)(wanted == 0 ? 1 : cap - *len - 1));
        if (got <= 0)
            return false;
        *len += (size_t)got;
        (*out)[*len] = '\0';
        if (wanted == 0 && *len >= 4 && strcmp(*out + *len - 4, "\r\n\r\n") == 0) {
            const char *length = strcasestr(*out, "\r\ncontent-length:");

            *head = *len;
            wanted = *len + (length == NULL ? 0 : strtoul(length + 17, NULL, 10));
        }
    }
    return true;
}

static void serve_connection(struct tls_peer *tls, SSL *ssl)
{
    size_t head, len;
    char *request;
    int served = 0;

    while (read_request(ssl, &request, &head, &len)) {
        char reply[128];
        int size = snprintf(reply, sizeof(reply), "HTTP/1.1 200 OK\r\nContent-Length: %zu\r\n\r\n",
                            len - head);

        SSL_write(ssl, reply, size);
        if (len > head)
            SSL_write(ssl, request + head, (int)(len - head));
        tls->requests++;
        if (++served == tls->per_connection)
            break;
        free(request);
    }
    free(request);
}

static void serve(struct peer *peer)
{
    struct tls_peer *tls = peer->argument;

    for (int i = 0; i < tls->connections; i++) {
        int connection = peer_accept(peer);
        SSL *ssl;

        if (connection < 0)
            return;
        ssl = SSL_new(tls->context);
        SSL_set_fd(ssl, connection);
        if (SSL_accept(ssl) == 1) {
            tls->handshakes++;
            tls->resumed += SSL_session_reused(ssl);
            serve_connection(tls, ssl);
            SSL_shutdown(ssl);
        }
        SSL_free(ssl);
        close(connection);
    }
}

void tls_peer_start(struct tls_peer *tls, const struct authority *authority, const char *host,
                    int connections, int per_connection)
{
    EVP_PKEY *key = EVP_EC_gen("P-256");
    X509 *certificate = certify(key, "server", authority->certificate, authority->key, host);

    *tls = (struct tls_peer){.connections = connections, .per_connection = per_connection};
    tls->context = SSL_CTX_new(TLS_server_method());
    cr_assert_eq(SSL_CTX_use_certificate(tls->context, certificate), 1);
    cr_assert_eq(SSL_CTX_use_PrivateKey(tls->context, key), 1);
    X509_free(certificate);
    EVP_PKEY_free(key);
    peer_start(&tls->peer, serve, tls);
    snprintf(tls->base_url, sizeof(tls->base_url), "https://%s", tls->peer.address);
}

void tls_peer_join(struct tls_peer *tls)
{
    peer_join(&tls->peer);
    SSL_CTX_free(tls->context);
}
