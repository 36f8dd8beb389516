/*
 * error.c - names and public texts of the statuses, and the one way to fill a struct ls_error.
 */
#include "error.h"

#include <stdio.h>

struct status_row {
    const char *name, *text;
    int http;
};

static const struct status_row rows[LS_STATUS_COUNT] = {
#define ROW(name_, http_, text_) [LS_##name_] = {.name = #name_, .text = (text_), .http = (http_)},
    LS_STATUSES(ROW)
#undef ROW
};

static const struct status_row *row_of(enum ls_status status)
{
    return &rows[(unsigned)status < LS_STATUS_COUNT ? status : LS_INTERNAL];
}

const char *ls_status_name(enum ls_status status)
{
    return row_of(status)->name;
}

int ls_status_http(enum ls_status status)
{
    return row_of(status)->http;
}

const char *ls_status_text(enum ls_status status)
{
    return row_of(status)->text;
}

enum ls_status ls_fail(struct ls_error *error, enum ls_status status, const char *message,
                       const char *detail, ...)
{
    if (error == NULL)
        return status;
    error->status = status;
    error->message = message;
    error->detail[0] = '\0';
    if (detail != NULL) {
        va_list args;

        va_start(args, detail);
        if (vsnprintf(error->detail, sizeof(error->detail), detail, args) < 0)
            error->detail[0] = '\0';
        va_end(args);
    }
    return status;
}
