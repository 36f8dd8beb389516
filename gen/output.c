/*
 * output.c - reading the spec, writing the generated files.
 *
 * Memory that runs short leaves these functions at once (mem.h), so none allocates while it has a
 * descriptor open or a temporary file on disk.
 */
#include "output.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool fail(struct mem_arena *arena, const char **problem, const char *what, const char *path,
                 int error)
{
    *problem = text_format(arena, "cannot %s `%s`: %s", what, path, strerror(error)).ptr;
    return false;
}

/* ---- Reading ---- */

/* As many bytes as there are, at most `size`; -1 with errno on an error. */
static ssize_t read_whole(int fd, char *out, size_t size)
{
    size_t len = 0;

    while (len < size) {
        ssize_t got = read(fd, out + len, size - len);

        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return -1;
        if (got == 0)
            break;
        len += (size_t)got;
    }
    return (ssize_t)len;
}

bool output_read(struct mem_arena *arena, const char *path, struct text *text, const char **problem)
{
    size_t size = SOURCE_MAX_BYTES + 1;
    char *bytes = mem_alloc(arena, size + 1); /* zeroed: NUL-terminated */
    bool is_stdin = strcmp(path, "-") == 0;
    int fd = is_stdin ? STDIN_FILENO : open(path, O_RDONLY | O_CLOEXEC);
    ssize_t len = fd < 0 ? -1 : read_whole(fd, bytes, size);
    int error = errno;

    if (fd >= 0 && !is_stdin)
        (void)close(fd); /* only read from: nothing can be lost */
    if (len < 0)
        return fail(arena, problem, "read", is_stdin ? "standard input" : path, error);
    *text = (struct text){bytes, (size_t)len};
    return true;
}

/* ---- Comparing ---- */

/* Does the file hold exactly these bytes? */
static bool holds(const char *path, struct text bytes)
{
    char chunk[16 * 1024];
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool same = fd >= 0;

    while (same && bytes.len > 0) {
        size_t want = bytes.len < sizeof(chunk) ? bytes.len : sizeof(chunk);

        same = read_whole(fd, chunk, want) == (ssize_t)want && memcmp(chunk, bytes.ptr, want) == 0;
        bytes.ptr += want;
        bytes.len -= want;
    }
    same = same && read_whole(fd, chunk, 1) == 0;
    if (fd >= 0)
        (void)close(fd);
    return same;
}

static const char *path_in(struct mem_arena *arena, const char *folder, const char *name)
{
    return text_format(arena, "%s/%s", folder, name).ptr;
}

size_t output_stale(struct mem_arena *arena, const char *folder, const struct gen_file *files,
                    size_t count, struct text_buf *stale)
{
    size_t differ = 0;

    for (size_t i = 0; i < count; i++) {
        if (holds(path_in(arena, folder, files[i].name), files[i].bytes))
            continue;
        text_printf(stale, "%s\n", files[i].name);
        differ++;
    }
    return differ;
}

/* ---- Writing ---- */

/* With its parents; what is there already is fine. */
static bool make_folder(struct mem_arena *arena, const char *folder, const char **problem)
{
    struct text copy = text_copy(arena, folder, strlen(folder));
    char *path = mem_array(arena, copy.len + 1, 1);

    for (size_t i = 0; i <= copy.len; i++) {
        bool at_end = i == copy.len || copy.ptr[i] == '/';

        if (at_end && i > 0 && mkdir(path, 0777) != 0 && errno != EEXIST)
            return fail(arena, problem, "create the folder", path, errno);
        path[i] = copy.ptr[i];
    }
    return true;
}

struct pending {
    const char *path, *temporary;
    struct text bytes;
    bool written; /* the temporary file exists */
};

static bool write_whole(int fd, struct text bytes)
{
    while (bytes.len > 0) {
        ssize_t put = write(fd, bytes.ptr, bytes.len);

        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        bytes.ptr += put;
        bytes.len -= (size_t)put;
    }
    return true;
}

/*
 * 0 or errno. The new file gets the old one's permissions, else those of any new file. There is no
 * fsync, which would be most of the command's time: it helps after a power cut only, and then the
 * next run finds the difference and writes again.
 */
static int write_temporary(struct pending *file)
{
    struct stat old;
    bool exists = stat(file->path, &old) == 0;
    int fd, error = 0;

    if (exists && !S_ISREG(old.st_mode))
        return S_ISDIR(old.st_mode) ? EISDIR : EINVAL;
    (void)unlink(file->temporary); /* left by a process of the same number that was killed */
    fd = open(file->temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    if (fd < 0)
        return errno;
    file->written = true;
    if ((exists && fchmod(fd, old.st_mode & 07777) != 0) || !write_whole(fd, file->bytes))
        error = errno;
    if (close(fd) != 0 && error == 0)
        error = errno;
    return error;
}

static void remove_temporaries(const struct pending *files, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (files[i].written)
            (void)unlink(files[i].temporary);
    }
}

/* All temporary files, then all renames. The failing path is *which. */
static int replace_all(struct pending *files, size_t count, const char **which)
{
    for (size_t i = 0; i < count; i++) {
        int error = write_temporary(&files[i]);

        if (error != 0) {
            *which = files[i].path;
            return error;
        }
    }
    for (size_t i = 0; i < count; i++) {
        if (rename(files[i].temporary, files[i].path) != 0) {
            *which = files[i].path;
            return errno;
        }
        files[i].written = false;
    }
    return 0;
}

bool output_write(struct mem_arena *arena, const char *folder, const struct gen_file *files,
                  size_t count, size_t *changed, const char **problem)
{
    struct pending *pending = mem_array(arena, count, sizeof(*pending));
    const char *which = NULL;
    size_t differ = 0;
    int error;

    *changed = 0;
    for (size_t i = 0; i < count; i++) {
        const char *path = path_in(arena, folder, files[i].name);
        struct text temporary =
            text_format(arena, "%s/.%s.%ld", folder, files[i].name, (long)getpid());

        if (!holds(path, files[i].bytes))
            pending[differ++] =
                (struct pending){.path = path, .temporary = temporary.ptr, .bytes = files[i].bytes};
    }
    if (differ == 0)
        return true;
    if (!make_folder(arena, folder, problem))
        return false;
    error = replace_all(pending, differ, &which);
    if (error != 0) {
        remove_temporaries(pending, differ);
        return fail(arena, problem, "write", which, error);
    }
    *changed = differ;
    return true;
}
