/*
 * ca.c - looks for the files of certificate authorities.
 */
#include "ca.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

static const char *const system_bundles[] = {
    "/etc/pki/tls/certs/ca-bundle.crt",   /* Amazon Linux */
    "/etc/ssl/certs/ca-certificates.crt", /* Debian */
};

static const char *system_bundle(void)
{
    for (size_t i = 0; i < sizeof(system_bundles) / sizeof(system_bundles[0]); i++) {
        if (access(system_bundles[i], R_OK) == 0)
            return system_bundles[i];
    }
    return NULL;
}

static bool copy(char out[PATH_MAX], const char *path)
{
    int len = snprintf(out, PATH_MAX, "%s", path);

    return len >= 0 && len < PATH_MAX;
}

/* The kernel says how this program was started; unlike /proc, that works in an empty chroot. */
static bool find_roots(char out[PATH_MAX])
{
    static const char name[] = "roots.pem";
    /* getauxval() returns pointers as numbers. */
    const char *program = (const char *)getauxval(AT_EXECFN);
    const char *slash = program == NULL ? NULL : strrchr(program, '/');
    size_t folder = slash == NULL ? 0 : (size_t)(slash - program) + 1;

    if (program == NULL || folder > PATH_MAX - sizeof(name))
        return false;
    memcpy(out, program, folder);
    memcpy(out + folder, name, sizeof(name));
    return access(out, R_OK) == 0;
}

void ls_ca_find(struct ls_ca *ca)
{
    const char *explicit_file = getenv("LOCKSTEP_CA_FILE");
    const char *bundle;

    ca->fallback = NULL;
    if (explicit_file != NULL && explicit_file[0] != '\0') {
        if (!copy(ca->file, explicit_file))
            ca->file[0] = '\0';
        return;
    }
    bundle = system_bundle();
    if (find_roots(ca->file)) {
        ca->fallback = bundle;
        return;
    }
    if (bundle == NULL || !copy(ca->file, bundle))
        ca->file[0] = '\0';
}
