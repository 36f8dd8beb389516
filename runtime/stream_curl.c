/*
 * stream_curl.c - a stream that libcurl connects: names, TLS and its verification. The only file
 * with <curl/curl.h>.
 *
 * libcurl connects and hands over the connection (CURLOPT_CONNECT_ONLY); the messages on it are
 * http.c's. One multi handle and one easy handle live as long as the stream, because they hold
 * what makes a second connection cheap: the parsed certificate authorities, TLS sessions, names.
 * The multi interface it is because with curl_easy_perform a connection of this kind can't be
 * closed without its handle; removing the handle from the multi does close it.
 */
#include "stream.h"

#include <curl/curl.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ca.h"
#include "log.h"

#define RECORD_SIZE    (16u * 1024) /* of TLS: what goes out in one piece */
#define DNS_CACHE_S    5L           /* DynamoDB's own time to live */
#define POLL_MS        1000
#define CONNECT_MAX_MS 300000L /* libcurl's own default */
#define BASE_URL_MAX   256     /* a scheme, LS_URL_HOST_MAX and a port fit */

struct curl_stream {
    struct ls_stream stream; /* first: a struct ls_stream * is one of these */
    const struct ls_clock *clock;
    struct ls_log *log;
    const struct ls_ca *ca; /* NULL until found */
    struct ls_ca found_ca;
    bool fell_back; /* to ca->fallback, for good */
    CURLM *multi;
    CURL *easy;
    curl_socket_t fd;
    char base_url[BASE_URL_MAX];
    char message[CURL_ERROR_SIZE];
    char record[RECORD_SIZE];
};

static struct curl_stream *self_of(struct ls_stream *stream)
{
    return (struct curl_stream *)stream;
}

static bool is_https(const struct curl_stream *self)
{
    return strncmp(self->base_url, "https://", 8) == 0;
}

static const char *ca_file(const struct curl_stream *self)
{
    return self->fell_back ? self->ca->fallback : self->ca->file;
}

static enum ls_status status_of(CURLcode code)
{
    switch (code) {
    case CURLE_OK:
        return LS_OK;
    case CURLE_OUT_OF_MEMORY:
        return LS_NO_MEMORY;
    case CURLE_OPERATION_TIMEDOUT:
        return LS_TIMEOUT;
    case CURLE_URL_MALFORMAT:
    case CURLE_UNSUPPORTED_PROTOCOL:
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
        return LS_BAD_CONFIG; /* the same at every attempt */
    default:
        return LS_NETWORK;
    }
}

static enum ls_status fail(struct curl_stream *self, CURLcode code, const char *what,
                           struct ls_error *error)
{
    const char *cause = self->message[0] != '\0' ? self->message : curl_easy_strerror(code);

    if (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE)
        return ls_fail(error, status_of(code), NULL,
                       "%s %s: %s; trusted are the authorities in %s (LOCKSTEP_CA_FILE names "
                       "another file)",
                       what, self->base_url, cause, ca_file(self));
    return ls_fail(error, status_of(code), NULL, "%s %s: %s", what, self->base_url, cause);
}

/* ---- handles ---- */

static bool set_options(struct curl_stream *self)
{
    CURL *easy = self->easy;
    CURLcode no_proxy = curl_easy_setopt(easy, CURLOPT_PROXY, "");

    /* A libcurl without proxies, such as ours, does not know the option. */
    return (no_proxy == CURLE_OK || no_proxy == CURLE_UNKNOWN_OPTION) &&
           curl_easy_setopt(easy, CURLOPT_URL, self->base_url) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_CONNECT_ONLY, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_NOSIGNAL, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSL_VERIFYPEER, 1L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_SSL_VERIFYHOST, 2L) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_DNS_CACHE_TIMEOUT, DNS_CACHE_S) == CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, self->message) == CURLE_OK;
}

/*
 * The first connection's part. OpenSSL's own configuration file is of no use here and costs half
 * a millisecond; libcurl would read it. Without signals libcurl leaves SIGPIPE to its user.
 */
static enum ls_status start(struct curl_stream *self, struct ls_error *error)
{
    if (self->easy != NULL)
        return LS_OK;
    if (OPENSSL_init_ssl(OPENSSL_INIT_NO_LOAD_CONFIG, NULL) != 1)
        return ls_fail(error, LS_NO_MEMORY, NULL, "OpenSSL does not start");
    if (self->multi == NULL) {
        if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
            return ls_fail(error, LS_NO_MEMORY, NULL, "libcurl does not start");
        self->multi = curl_multi_init();
        if (self->multi == NULL) {
            curl_global_cleanup();
            return ls_fail(error, LS_NO_MEMORY, NULL, "libcurl gives no handle");
        }
        signal(SIGPIPE, SIG_IGN);
    }
    self->easy = curl_easy_init();
    if (self->easy == NULL || !set_options(self)) {
        curl_easy_cleanup(self->easy);
        self->easy = NULL;
        return ls_fail(error, LS_NO_MEMORY, NULL, "libcurl gives no handle");
    }
    return LS_OK;
}

static enum ls_status choose_ca(struct curl_stream *self, struct ls_error *error)
{
    if (!is_https(self))
        return LS_OK;
    if (self->ca == NULL) {
        ls_ca_find(&self->found_ca);
        self->ca = &self->found_ca;
    }
    if (self->ca->file[0] == '\0')
        return ls_fail(error, LS_BAD_CONFIG, NULL,
                       "no certificate authorities to verify %s with: no roots.pem beside the "
                       "program, no bundle of the system; LOCKSTEP_CA_FILE names a PEM file",
                       self->base_url);
    if (curl_easy_setopt(self->easy, CURLOPT_CAINFO, ca_file(self)) != CURLE_OK)
        return ls_fail(error, LS_NO_MEMORY, NULL, "no memory for a file name");
    return LS_OK;
}

/* ---- opening ---- */

/* Runs the handle, which is in the multi, until it is connected or the deadline is there. */
static CURLcode drive(struct curl_stream *self, int64_t deadline_ms)
{
    for (;;) {
        int running, queued;
        int64_t left;
        CURLMsg *done;

        if (curl_multi_perform(self->multi, &running) != CURLM_OK)
            return CURLE_OUT_OF_MEMORY;
        done = curl_multi_info_read(self->multi, &queued);
        if (done != NULL)
            return done->data.result;
        left = deadline_ms - self->clock->now_ms(self->clock->self);
        if (left <= 0)
            return CURLE_OPERATION_TIMEDOUT;
        if (curl_multi_poll(self->multi, NULL, 0, left < POLL_MS ? (int)left : POLL_MS, NULL) !=
            CURLM_OK)
            return CURLE_OUT_OF_MEMORY;
    }
}

static CURLcode connect_once(struct curl_stream *self, int64_t deadline_ms)
{
    int64_t left = deadline_ms - self->clock->now_ms(self->clock->self);
    CURLcode code;

    if (left <= 0)
        return CURLE_OPERATION_TIMEDOUT;
    self->message[0] = '\0';
    /* libcurl divides the time it is given among the addresses of a name. */
    code = curl_easy_setopt(self->easy, CURLOPT_CONNECTTIMEOUT_MS,
                            left < CONNECT_MAX_MS ? (long)left : CONNECT_MAX_MS);
    if (code != CURLE_OK || curl_multi_add_handle(self->multi, self->easy) != CURLM_OK)
        return CURLE_OUT_OF_MEMORY;
    code = drive(self, deadline_ms);
    if (code == CURLE_OK)
        code = curl_easy_getinfo(self->easy, CURLINFO_ACTIVESOCKET, &self->fd);
    if (code != CURLE_OK)
        curl_multi_remove_handle(self->multi, self->easy);
    return code;
}

static bool may_fall_back(const struct curl_stream *self, CURLcode code)
{
    return (code == CURLE_PEER_FAILED_VERIFICATION || code == CURLE_SSL_CACERT_BADFILE) &&
           self->ca != NULL && self->ca->fallback != NULL && !self->fell_back;
}

static enum ls_status curl_open(struct ls_stream *stream, int64_t deadline_ms,
                                struct ls_error *error)
{
    struct curl_stream *self = self_of(stream);
    enum ls_status status = start(self, error);
    CURLcode code;

    if (status == LS_OK)
        status = choose_ca(self, error);
    if (status != LS_OK)
        return status;
    code = connect_once(self, deadline_ms);
    if (may_fall_back(self, code)) {
        const struct ls_log_field fields[] = {
            LS_FIELD_TEXT("endpoint", ls_str_of(self->base_url)),
            LS_FIELD_TEXT("file", ls_str_of(self->ca->file)),
            LS_FIELD_TEXT("fallback", ls_str_of(self->ca->fallback)),
            LS_FIELD_TEXT("cause", ls_str_of(self->message)),
        };

        ls_log_write(self->log, LS_LOG_WARN, "Certificate not verified; trying the system's bundle",
                     fields, sizeof(fields) / sizeof(fields[0]));
        self->fell_back = true;
        status = choose_ca(self, error);
        if (status != LS_OK)
            return status;
        code = connect_once(self, deadline_ms);
    }
    if (code != CURLE_OK)
        return fail(self, code, "connecting to", error);
    stream->is_open = true;
    return LS_OK;
}

/* ---- bytes ---- */

/* Sends `len` bytes of the record, which are the first of the parts, and moves the parts along. */
static enum ls_status send_record(struct curl_stream *self, size_t len, struct iovec **parts,
                                  int *count, int64_t deadline_ms, struct ls_error *error)
{
    size_t at = 0;

    while (at < len) {
        size_t sent = 0;
        CURLcode code = curl_easy_send(self->easy, self->record + at, len - at, &sent);

        if (code == CURLE_AGAIN) {
            if (ls_stream_wait(self->fd, POLLOUT, self->clock, deadline_ms) != LS_OK)
                return fail(self, CURLE_OPERATION_TIMEDOUT, "sending to", error);
        } else if (code != CURLE_OK) {
            return fail(self, code, "sending to", error);
        }
        at += sent;
        ls_stream_advance(parts, count, sent);
    }
    return LS_OK;
}

/*
 * TLS seals each call's bytes into a record of its own, so the parts are joined first: a small
 * request is one record and one segment.
 */
static enum ls_status curl_send(struct ls_stream *stream, struct iovec *parts, int count,
                                int64_t deadline_ms, struct ls_error *error)
{
    struct curl_stream *self = self_of(stream);

    self->message[0] = '\0';
    ls_stream_advance(&parts, &count, 0);
    while (count > 0) {
        size_t len = 0;
        enum ls_status status;

        for (int i = 0; i < count && len < RECORD_SIZE; i++) {
            size_t room = RECORD_SIZE - len;
            size_t some = parts[i].iov_len < room ? parts[i].iov_len : room;

            if (some > 0)
                memcpy(self->record + len, parts[i].iov_base, some);
            len += some;
        }
        status = send_record(self, len, &parts, &count, deadline_ms, error);
        if (status != LS_OK)
            return status;
    }
    return LS_OK;
}

/* Asks before it waits: what is there may have been read and decrypted already. */
static enum ls_status curl_receive(struct ls_stream *stream, char *out, size_t size, size_t *got,
                                   int64_t deadline_ms, struct ls_error *error)
{
    struct curl_stream *self = self_of(stream);

    self->message[0] = '\0';
    for (;;) {
        CURLcode code = curl_easy_recv(self->easy, out, size, got);

        if (code == CURLE_OK)
            return LS_OK;
        if (code != CURLE_AGAIN)
            return fail(self, code, "receiving from", error);
        if (ls_stream_wait(self->fd, POLLIN, self->clock, deadline_ms) != LS_OK)
            return fail(self, CURLE_OPERATION_TIMEDOUT, "receiving from", error);
    }
}

static void curl_close(struct ls_stream *stream)
{
    struct curl_stream *self = self_of(stream);

    if (stream->is_open)
        curl_multi_remove_handle(self->multi, self->easy); /* closes the connection */
    stream->is_open = false;
}

static void curl_release(struct ls_stream *stream)
{
    struct curl_stream *self = self_of(stream);

    curl_close(stream);
    curl_easy_cleanup(self->easy);
    if (self->multi != NULL) {
        curl_multi_cleanup(self->multi);
        curl_global_cleanup();
    }
    free(self);
}

struct ls_stream *ls_stream_curl_new(const char *base_url, const struct ls_ca *ca,
                                     const struct ls_clock *clock, struct ls_log *log)
{
    struct curl_stream *self = calloc(1, sizeof(*self));

    if (self == NULL)
        return NULL;
    self->stream = (struct ls_stream){
        .open = curl_open,
        .send = curl_send,
        .receive = curl_receive,
        .close = curl_close,
        .release = curl_release,
    };
    self->clock = clock;
    self->log = log;
    self->ca = ca;
    snprintf(self->base_url, sizeof(self->base_url), "%s", base_url);
    return &self->stream;
}
