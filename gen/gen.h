/*
 * gen.h - the generator as a library: the bytes of a spec in, diagnostics and files out. No file
 * is read or written here, nothing is printed, and one process may run it many times.
 *
 *     struct gen gen;
 *     if (gen_run(&gen, "spec.yaml", text) != GEN_OK) … diags_render(gen.diags, …) …
 *     gen_release(&gen);
 */
#ifndef LOCKSTEP_GEN_H
#define LOCKSTEP_GEN_H

#include "emit/emit.h"

enum gen_status { GEN_OK, GEN_ERRORS, GEN_NO_MEMORY };

struct gen_file {
    const char *name; /* in the output folder */
    struct text bytes;
};

struct gen {
    struct mem_arena *arena;
    struct diags *diags;     /* NULL after GEN_NO_MEMORY */
    const struct plan *plan; /* the first of all environments'; NULL unless GEN_OK */
    struct gen_file *files;  /* one an emitter, unless errors */
    size_t file_count;
};

/* `text` is copied; `path` is for messages. `fail_at` as in mem_fail_at, 0 outside tests. */
enum gen_status gen_run(struct gen *gen, const char *path, struct text text, size_t fail_at);
void gen_release(struct gen *gen);

#endif
