/*
 * gen/output: files are written all or not at all, and only those that differ.
 */
#include <criterion/criterion.h>
#include <dirent.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "output.h"

#define NOBODY 65534

static struct mem_arena *arena;
static char folder[] = "/tmp/lockstep-output-XXXXXX";
static const char *problem;
static size_t changed;

static const char *in_folder(const char *name)
{
    return text_format(arena, "%s/%s", folder, name).ptr;
}

static void remove_tree(const char *path)
{
    DIR *dir = opendir(path);
    struct dirent *entry;

    while (dir != NULL && (entry = readdir(dir)) != NULL) {
        char inner[1024];

        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name);
        if (unlink(inner) != 0)
            remove_tree(inner);
    }
    if (dir != NULL)
        closedir(dir);
    rmdir(path);
}

static void setup(void)
{
    arena = mem_arena_new();
    cr_assert_not_null(arena);
    cr_assert_not_null(mkdtemp(folder));
    problem = NULL;
    changed = 99;
}

static void teardown(void)
{
    remove_tree(folder);
    mem_arena_free(arena);
}

TestSuite(output, .init = setup, .fini = teardown);

static void put_file(const char *name, const char *text)
{
    FILE *file = fopen(in_folder(name), "w");

    cr_assert_not_null(file);
    cr_assert_geq(fputs(text, file), 0);
    cr_assert_eq(fclose(file), 0);
}

static const char *get_file(const char *name)
{
    struct text text;

    return output_read(arena, in_folder(name), &text, &problem) ? text.ptr : NULL;
}

static size_t count_entries(const char *path)
{
    DIR *dir = opendir(path);
    size_t count = 0;

    cr_assert_not_null(dir);
    while (readdir(dir) != NULL)
        count++;
    closedir(dir);
    return count - 2; /* "." and ".." */
}

static const struct gen_file two[] = {
    {"template.json", {"{}\n", 3}},
    {"routes.c", {"int a;\n", 7}},
};

/* ---- Writing ---- */

Test(output, files_are_written_into_a_new_folder)
{
    cr_assert(output_write(arena, in_folder("a/b"), two, 2, &changed, &problem), "%s", problem);
    cr_expect_eq(changed, 2);
    cr_expect_str_eq(get_file("a/b/template.json"), "{}\n");
    cr_expect_str_eq(get_file("a/b/routes.c"), "int a;\n");
    cr_expect_eq(count_entries(in_folder("a/b")), 2);
}

Test(output, a_file_that_is_the_same_is_not_touched)
{
    struct timespec long_ago[2] = {{.tv_sec = 1000000000}, {.tv_sec = 1000000000}};
    struct stat before, after;

    put_file("template.json", "{}\n");
    put_file("routes.c", "int b;\n");
    cr_assert_eq(utimensat(AT_FDCWD, in_folder("template.json"), long_ago, 0), 0);
    cr_assert_eq(stat(in_folder("template.json"), &before), 0);
    cr_assert(output_write(arena, folder, two, 2, &changed, &problem), "%s", problem);
    cr_assert_eq(stat(in_folder("template.json"), &after), 0);
    cr_expect_eq(changed, 1);
    cr_expect_eq(after.st_mtime, 1000000000);
    cr_expect_eq(after.st_ino, before.st_ino);
    cr_expect_str_eq(get_file("routes.c"), "int a;\n");
}

Test(output, same_length_or_same_beginning_is_not_the_same)
{
    put_file("template.json", "[]\n");
    put_file("routes.c", "int a;\nint b;\n");
    cr_assert(output_write(arena, folder, two, 2, &changed, &problem), "%s", problem);
    cr_expect_eq(changed, 2);
    cr_expect_str_eq(get_file("routes.c"), "int a;\n");
}

Test(output, permissions_of_an_old_file_stay_and_those_of_a_new_one_follow_the_umask)
{
    struct stat status;

    umask(027);
    put_file("template.json", "old");
    cr_assert_eq(chmod(in_folder("template.json"), 0604), 0);
    cr_assert(output_write(arena, folder, two, 2, &changed, &problem), "%s", problem);
    cr_assert_eq(stat(in_folder("template.json"), &status), 0);
    cr_expect_eq(status.st_mode & 07777, 0604);
    cr_assert_eq(stat(in_folder("routes.c"), &status), 0);
    cr_expect_eq(status.st_mode & 07777, 0640);
}

Test(output, what_a_killed_process_left_is_not_in_the_way)
{
    put_file(text_format(arena, ".template.json.%ld", (long)getpid()).ptr, "half a fi");
    cr_assert(output_write(arena, folder, two, 2, &changed, &problem), "%s", problem);
    cr_expect_str_eq(get_file("template.json"), "{}\n");
    cr_expect_eq(count_entries(folder), 2);
}

/* A limit on the size of files fails a write like a full disk does: part of it is written first. */
Test(output, a_full_disk_changes_nothing)
{
    static char big[8192];
    struct gen_file files[] = {two[0], {"routes.c", {big, sizeof(big)}}};
    struct rlimit limit = {4096, 4096};

    memset(big, 'x', sizeof(big));
    put_file("template.json", "old template");
    put_file("routes.c", "old routes");
    signal(SIGXFSZ, SIG_IGN);
    cr_assert_eq(setrlimit(RLIMIT_FSIZE, &limit), 0);
    cr_expect_not(output_write(arena, folder, files, 2, &changed, &problem));
    cr_expect_eq(changed, 0);
    cr_expect_str_eq(problem,
                     text_format(arena, "cannot write `%s/routes.c`: File too large", folder).ptr);
    cr_expect_str_eq(get_file("template.json"), "old template");
    cr_expect_str_eq(get_file("routes.c"), "old routes");
    cr_expect_eq(count_entries(folder), 2, "a temporary file is left");
}

Test(output, a_folder_that_cannot_be_written_changes_nothing)
{
    put_file("template.json", "old template");
    if (geteuid() == 0) { /* root may write everywhere */
        cr_assert_eq(chown(folder, 0, 0), 0);
        cr_assert_eq(chmod(folder, 0755), 0);
        cr_assert_eq(seteuid(NOBODY), 0);
    } else {
        cr_assert_eq(chmod(folder, 0555), 0);
    }
    cr_expect_not(output_write(arena, folder, two, 2, &changed, &problem));
    cr_expect_str_eq(
        problem,
        text_format(arena, "cannot write `%s/template.json`: Permission denied", folder).ptr);
    cr_expect_str_eq(get_file("template.json"), "old template");
    (void)!seteuid(getuid());
    cr_assert_eq(chmod(folder, 0755), 0);
}

Test(output, a_folder_below_a_file_is_an_error)
{
    put_file("out", "a file");
    cr_expect_not(output_write(arena, in_folder("out/deep"), two, 2, &changed, &problem));
    cr_expect_str_eq(
        problem,
        text_format(arena, "cannot create the folder `%s/out/deep`: Not a directory", folder).ptr);
}

Test(output, a_folder_where_a_file_should_be_changes_nothing)
{
    cr_assert_eq(mkdir(in_folder("routes.c"), 0777), 0);
    cr_expect_not(output_write(arena, folder, two, 2, &changed, &problem));
    cr_expect_str_eq(problem,
                     text_format(arena, "cannot write `%s/routes.c`: Is a directory", folder).ptr);
    cr_expect_eq(count_entries(folder), 1, "the other file was written");
}

/* ---- Memory that runs short ---- */

/* False when memory ran short. */
static bool writes_with(size_t fail_at)
{
    struct mem_arena *own = mem_arena_new();

    cr_assert_not_null(own);
    if (setjmp(*mem_guard(own)) != 0) {
        mem_arena_free(own);
        return false;
    }
    mem_fail_at(own, fail_at);
    cr_expect(output_write(own, in_folder("new"), two, 2, &changed, &problem));
    mem_arena_free(own);
    return true;
}

Test(output, short_memory_changes_nothing)
{
    size_t n = 1;

    cr_assert_eq(mkdir(in_folder("new"), 0777), 0);
    put_file("new/template.json", "old template");
    for (; !writes_with(n); n++) {
        cr_assert_eq(count_entries(in_folder("new")), 1, "allocation %zu", n);
        cr_assert_str_eq(get_file("new/template.json"), "old template", "allocation %zu", n);
    }
    cr_expect_gt(n, 5);
    cr_expect_str_eq(get_file("new/template.json"), "{}\n");
}

/* ---- Comparing ---- */

Test(output, stale_files_are_named_and_left_alone)
{
    struct text_buf stale;

    text_buf_init(&stale, arena, 1000);
    put_file("template.json", "{}\n");
    cr_expect_eq(output_stale(arena, folder, two, 2, &stale), 1);
    cr_expect_str_eq(stale.ptr, "routes.c\n");
    cr_expect_eq(count_entries(folder), 1);

    text_buf_init(&stale, arena, 1000);
    put_file("template.json", "{} \n");
    put_file("routes.c", "int a;\n");
    cr_expect_eq(output_stale(arena, folder, two, 2, &stale), 1);
    cr_expect_str_eq(stale.ptr, "template.json\n");
}

/* ---- Reading ---- */

Test(output, a_file_is_read_whole_with_its_zero_bytes)
{
    struct gen_file file = {"spec.yaml", {"a\0b\n", 4}};
    struct text text;

    cr_assert(output_write(arena, folder, &file, 1, &changed, &problem));
    cr_assert(output_read(arena, in_folder("spec.yaml"), &text, &problem));
    cr_expect_eq(text.len, 4);
    cr_expect_eq(memcmp(text.ptr, "a\0b\n", 5), 0, "and NUL-terminated");
}

Test(output, standard_input_is_read_from_a_pipe)
{
    int ends[2];
    struct text text;

    cr_assert_eq(pipe(ends), 0);
    cr_assert_eq(write(ends[1], "lockstep: 1\n", 12), 12);
    close(ends[1]);
    cr_assert_neq(dup2(ends[0], STDIN_FILENO), -1);
    cr_assert(output_read(arena, "-", &text, &problem));
    cr_expect_str_eq(text.ptr, "lockstep: 1\n");
}

Test(output, reading_stops_behind_the_limit)
{
    struct text text;

    put_file("big", "");
    cr_assert_eq(truncate(in_folder("big"), 5000000), 0);
    cr_assert(output_read(arena, in_folder("big"), &text, &problem));
    cr_expect_eq(text.len, 1048577);
}

Test(output, what_cannot_be_read_is_named)
{
    struct text text;

    cr_expect_not(output_read(arena, in_folder("absent.yaml"), &text, &problem));
    cr_expect_str_eq(
        problem,
        text_format(arena, "cannot read `%s/absent.yaml`: No such file or directory", folder).ptr);
    cr_expect_not(output_read(arena, folder, &text, &problem));
    cr_expect_str_eq(problem, text_format(arena, "cannot read `%s`: Is a directory", folder).ptr);
}
