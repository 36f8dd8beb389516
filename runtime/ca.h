/*
 * ca.h - the certificate authorities that a TLS server is verified against.
 *
 * A few roots are enough for DynamoDB, and reading the distribution's whole bundle is the largest
 * single cost of a first HTTPS call. So the small file goes first, the bundle stands behind it.
 */
#ifndef LS_CA_H
#define LS_CA_H

#include <limits.h>

struct ls_ca {
    char file[PATH_MAX];  /* PEM; "": none was found, and no HTTPS server can be verified */
    const char *fallback; /* PEM, for a server that `file` does not verify; NULL: none */
};

/*
 * LOCKSTEP_CA_FILE, which has no fallback; else roots.pem in the folder of the executable, with
 * the system's bundle behind it; else the system's bundle.
 */
void ls_ca_find(struct ls_ca *ca);

#endif
