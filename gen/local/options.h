/*
 * options.h - the arguments of `lockstep run`.
 */
#ifndef LOCKSTEP_LOCAL_OPTIONS_H
#define LOCKSTEP_LOCAL_OPTIONS_H

#include <stdbool.h>

struct options {
    const char *template, *bootstrap;
    const char *environment; /* NULL: the template's default */
    const char *host;
    unsigned port; /* 0: any free one */
    unsigned concurrency;
    const char *dynamodb; /* URL; NULL: dynalite */
    const char *dynalite; /* its cli.js */
    const char *data;     /* folder of its items */
    const char *caller;   /* file; NULL: nobody */
    bool quiet;
};

enum options_result { OPTIONS_RUN, OPTIONS_HELP, OPTIONS_WRONG };

/* argv[0] is not looked at. What is wrong, and the help, is printed here. */
enum options_result options_parse(struct options *options, int argc, char **argv);

#endif
