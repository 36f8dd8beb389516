/*
 * args.h - the command line: which command, with which options. Nothing is run here.
 */
#ifndef LOCKSTEP_ARGS_H
#define LOCKSTEP_ARGS_H

#include "base/text.h"

enum args_command {
    ARGS_GENERATE,
    ARGS_CHECK,
    ARGS_RUN, /* takes arguments of its own: everything behind it is passed on */
    ARGS_SCHEMA,
    ARGS_REFERENCE,
    ARGS_CONTRACT,
    ARGS_ARCHITECTURE,
    ARGS_HELP,
    ARGS_VERSION,
    ARGS_COMMAND_COUNT
};

enum args_format { ARGS_FORMAT_TEXT, ARGS_FORMAT_JSON };
enum args_colour { ARGS_COLOUR_AUTO, ARGS_COLOUR_ALWAYS, ARGS_COLOUR_NEVER };

struct args {
    enum args_command command;
    const char *spec;   /* "-": standard input */
    const char *folder; /* -o */
    bool check;
    enum args_format format;
    enum args_colour colour;
    enum args_command topic; /* of ARGS_HELP; ARGS_COMMAND_COUNT: none, so all commands */
    int rest;                /* of ARGS_RUN: index in argv of the word `run` */
};

/*
 * False when the command line makes no sense; *problem is then a sentence that says what is wrong
 * and what to do. Points into argv.
 */
bool args_parse(struct mem_arena *arena, int argc, char **argv, struct args *args,
                const char **problem);

/* What `lockstep help [topic]` prints. */
void args_help(struct text_buf *out, enum args_command topic);

#endif
