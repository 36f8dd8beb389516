/*
 * output.h - files on disk: read one whole, write a set of them all or not at all.
 */
#ifndef LOCKSTEP_OUTPUT_H
#define LOCKSTEP_OUTPUT_H

#include "gen.h"

/* At most SOURCE_MAX_BYTES + 1 bytes are read. On failure *problem is a sentence. */
bool output_read(struct mem_arena *arena, const char *path, struct text *text,
                 const char **problem);

/*
 * Writes each file that differs: to a temporary file in the same folder, flushed and checked, all
 * of them before the first is renamed into place. Creates `folder`. *changed counts those written.
 */
bool output_write(struct mem_arena *arena, const char *folder, const struct gen_file *files,
                  size_t count, size_t *changed, const char **problem);

/* How many differ from what is on disk; `stale` gets their names, one a line. */
size_t output_stale(struct mem_arena *arena, const char *folder, const struct gen_file *files,
                    size_t count, struct text_buf *stale);

#endif
