/*
 * Which authorities are trusted. Each test is a process of its own.
 */
#include "ca.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <unistd.h>

#include "expect.h"

#define SYSTEM_BUNDLE "/etc/ssl/certs/ca-certificates.crt" /* ca-certificates, of Debian */

static struct ls_ca ca;

Test(ca, the_variable_goes_before_all_and_has_no_fallback)
{
    setenv("LOCKSTEP_CA_FILE", "/some/where.pem", 1);
    ls_ca_find(&ca);
    cr_expect_str_eq(ca.file, "/some/where.pem");
    cr_expect_null(ca.fallback);
}

Test(ca, a_variable_that_is_no_path_trusts_nobody)
{
    static char path[PATH_MAX + 1];

    memset(path, 'a', PATH_MAX);
    setenv("LOCKSTEP_CA_FILE", path, 1);
    ls_ca_find(&ca);
    cr_expect_str_eq(ca.file, "");
    cr_expect_null(ca.fallback);
}

/* The path of the roots.pem that would lie beside this very program. */
static void roots_path(char out[PATH_MAX])
{
    const char *program = (const char *)getauxval(AT_EXECFN);
    const char *slash = strrchr(program, '/');

    cr_assert_not_null(slash);
    snprintf(out, PATH_MAX, "%.*s/roots.pem", (int)(slash - program), program);
}

static const char *system_bundle(void)
{
    return access(SYSTEM_BUNDLE, R_OK) == 0 ? SYSTEM_BUNDLE : NULL;
}

static void expect_system_bundle(const char *file)
{
    if (system_bundle() == NULL)
        cr_expect_null(file);
    else
        cr_expect_str_eq(file, system_bundle());
}

Test(ca, roots_beside_the_program_stand_before_the_systems_bundle)
{
    char path[PATH_MAX];
    FILE *file;

    roots_path(path);
    unlink(path);
    setenv("LOCKSTEP_CA_FILE", "", 1);
    ls_ca_find(&ca);
    expect_system_bundle(ca.file[0] == '\0' ? NULL : ca.file);
    cr_expect_null(ca.fallback);

    file = fopen(path, "wx");
    cr_assert_not_null(file, "%s", path);
    fclose(file);
    ls_ca_find(&ca);
    unlink(path);
    cr_expect_str_eq(ca.file, path);
    expect_system_bundle(ca.fallback);
}
