/*
 * local.h - `lockstep run`: serve a template on this machine.
 */
#ifndef LOCKSTEP_LOCAL_H
#define LOCKSTEP_LOCAL_H

/*
 * argv[0] is the command's name, the rest its options (--help lists them). Serves until SIGINT,
 * SIGTERM or SIGHUP. 0: stopped, all its processes gone; 2: usage, or it could not start or go on.
 */
int local_main(int argc, char **argv);

#endif
