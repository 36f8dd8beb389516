/*
 * reserved.c - lists of names, each sorted by byte for the search.
 */
#include "model/reserved.h"

#include <stdlib.h>

/* C11, and what C23 and GNU C add. */
static const char *const keywords[] = {
    "alignas",       "alignof",      "asm",      "auto",          "bool",
    "break",         "case",         "char",     "const",         "constexpr",
    "continue",      "default",      "do",       "double",        "else",
    "enum",          "extern",       "false",    "float",         "for",
    "goto",          "if",           "inline",   "int",           "long",
    "nullptr",       "register",     "restrict", "return",        "short",
    "signed",        "sizeof",       "static",   "static_assert", "struct",
    "switch",        "thread_local", "true",     "typedef",       "typeof",
    "typeof_unqual", "union",        "unsigned", "void",          "volatile",
    "while",
};

/*
 * Functions, objects and types of the C library and POSIX that a service might want as a handler's
 * name: defining one anew does not compile, or takes the library's place for everything linked.
 */
static const char *const library[] = {
    "abort",     "abs",      "accept",  "access",    "alarm",    "alloca",   "atexit",
    "atof",      "atoi",     "atol",    "bind",      "brk",      "bsearch",  "calloc",
    "chdir",     "chmod",    "chown",   "chroot",    "clearenv", "clock",    "clone",
    "close",     "closedir", "connect", "creat",     "ctime",    "daemon",   "dirname",
    "div",       "dup",      "environ", "errno",     "error",    "execve",   "exit",
    "fclose",    "fcntl",    "feof",    "fflush",    "fgets",    "floor",    "fopen",
    "fork",      "fprintf",  "fputs",   "fread",     "free",     "fseek",    "fstat",
    "fsync",     "ftw",      "fwrite",  "getenv",    "getline",  "getopt",   "getpid",
    "getrandom", "gets",     "glob",    "gmtime",    "hcreate",  "hsearch",  "index",
    "ioctl",     "isatty",   "kill",    "labs",      "link",     "listen",   "localtime",
    "log",       "lseek",    "lstat",   "malloc",    "memchr",   "memcmp",   "memcpy",
    "memmove",   "memset",   "mkdir",   "mkfifo",    "mknod",    "mktime",   "mmap",
    "mount",     "mprotect", "munmap",  "nanosleep", "nice",     "open",     "opendir",
    "pause",     "perror",   "pipe",    "poll",      "pow",      "prctl",    "printf",
    "ptrace",    "putc",     "putenv",  "puts",      "qsort",    "raise",    "rand",
    "random",    "read",     "readdir", "readlink",  "realloc",  "realpath", "reboot",
    "recv",      "remove",   "rename",  "rewind",    "rmdir",    "round",    "sbrk",
    "scanf",     "select",   "send",    "sendfile",  "setenv",   "setjmp",   "shutdown",
    "sigaction", "signal",   "sleep",   "snprintf",  "socket",   "splice",   "sprintf",
    "srand",     "stat",     "stderr",  "stdin",     "stdout",   "stpcpy",   "strcat",
    "strchr",    "strcmp",   "strcpy",  "strdup",    "strlen",   "strncmp",  "strstr",
    "strtok",    "strtol",   "strtoul", "swab",      "symlink",  "sync",     "syscall",
    "sysconf",   "sysinfo",  "syslog",  "system",    "tee",      "time",     "times",
    "tmpfile",   "truncate", "tsearch", "umask",     "umount",   "uname",    "ungetc",
    "unlink",    "unsetenv", "unshare", "usleep",    "ustat",    "utime",    "vfork",
    "vprintf",   "wait",     "waitpid", "write",
};

/* Lambda's developer guide, "Defined runtime environment variables"; those of AWS's reserved keys.
 */
static const char *const variables[] = {
    "AWS_ACCESS_KEY",
    "AWS_ACCESS_KEY_ID",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_MEMORY_SIZE",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_LAMBDA_FUNCTION_VERSION",
    "AWS_LAMBDA_INITIALIZATION_TYPE",
    "AWS_LAMBDA_LOG_GROUP_NAME",
    "AWS_LAMBDA_LOG_STREAM_NAME",
    "AWS_LAMBDA_RUNTIME_API",
    "AWS_REGION",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_RUNTIME_DIR",
    "LAMBDA_TASK_ROOT",
    "_HANDLER",
    "_X_AMZN_TRACE_ID",
};

static int by_bytes(const void *key, const void *element)
{
    return text_compare(*(const struct text *)key, text_of(*(const char *const *)element));
}

#define LISTED(name_, list_)                                                                       \
    (bsearch(&(name_), list_, sizeof(list_) / sizeof((list_)[0]), sizeof((list_)[0]), by_bytes) != \
     NULL)

const char *reserved_for_c(struct text name)
{
    if (LISTED(name, keywords))
        return "a keyword of C";
    if (text_is(name, "main"))
        return "the program's own entry";
    if (text_starts(name, "ls_"))
        return "kept for Lockstep's runtime";
    if (LISTED(name, library))
        return "a name of the C library";
    return NULL;
}

bool reserved_for_lambda(struct text name)
{
    return LISTED(name, variables);
}
