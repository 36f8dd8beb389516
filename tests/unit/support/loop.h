/*
 * loop.h - the loop under test: a service of one route, whose handler does what the path says
 * (/echo, /length, /empty, /rich, /trace, /time, /large), and a run with its log kept.
 */
#ifndef TEST_LOOP_H
#define TEST_LOOP_H

#include "fake_api.h"
#include "lambda.h"

#define CONTRACT       "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
#define LOOP_LOG_MAX   65536
#define LOOP_EVENT_MAX 1024

extern const struct ls_service loop_service;
extern char log_text[LOOP_LOG_MAX]; /* what the last run logged */

void loop_set_environment(void); /* as Lambda would; no connection ahead */
/* ls_lambda_run with standard output in log_text; `run` has a Runtime API beside it. */
int run_logged(const struct ls_service *what);
int run(struct fake_api *api, const struct ls_service *what);
/* The i-th outcome: its body, and whether it went to that target below /runtime/. */
const char *body_of(const struct fake_api *api, int i);
void expect_posted(const struct fake_api *api, int i, const char *target);
/* An event for the path; `rest`: further members, each with a comma before it. */
struct ls_str event(char out[LOOP_EVENT_MAX], const char *path, const char *rest);

#endif
