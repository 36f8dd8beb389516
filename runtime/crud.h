/*
 * crud.h - the built-in actions: list get create update delete preflight.
 *
 * Each fills the response when it succeeds and returns LS_OK; otherwise it returns the status and
 * leaves cause and client message in context->error, and dispatch.c answers.
 */
#ifndef LS_CRUD_H
#define LS_CRUD_H

#include "context.h"

enum ls_status ls_crud_list(struct ls_context *context, const struct ls_request *request,
                            struct ls_response *response);
enum ls_status ls_crud_get(struct ls_context *context, const struct ls_request *request,
                           struct ls_response *response);
enum ls_status ls_crud_create(struct ls_context *context, const struct ls_request *request,
                              struct ls_response *response);
enum ls_status ls_crud_update(struct ls_context *context, const struct ls_request *request,
                              struct ls_response *response);
enum ls_status ls_crud_delete(struct ls_context *context, const struct ls_request *request,
                              struct ls_response *response);
enum ls_status ls_crud_preflight(struct ls_context *context, const struct ls_request *request,
                                 struct ls_response *response);

#endif
