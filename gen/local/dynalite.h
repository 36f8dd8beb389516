/*
 * dynalite.h - the local DynamoDB as a child process (Node.js).
 */
#ifndef LOCKSTEP_LOCAL_DYNALITE_H
#define LOCKSTEP_LOCAL_DYNALITE_H

#include "base/mem.h"
#include "local/child.h"

struct dynalite {
    struct child child;
    int lock;     /* on the data folder, for as long as we live; -1: none */
    char url[64]; /* "http://127.0.0.1:41234" */
};

/*
 * Starts dynalite's cli.js on a free port, its items in the folder `data`, and waits until it
 * accepts connections. `exited` is called (with `self`) when it ends by itself later on. NULL, or
 * a sentence on what is wrong; then nothing runs.
 */
const char *dynalite_start(struct dynalite *dynalite, struct loop *loop, struct mem_arena *arena,
                           const char *cli, const char *data,
                           void (*exited)(void *self, int status), void *self);
void dynalite_stop(struct dynalite *dynalite);

#endif
