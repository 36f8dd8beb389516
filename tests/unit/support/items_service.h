/*
 * items_service.h - a service for the runtime's tests, written by hand: tables and routes for each
 * form of key, binding and flag.
 */
#ifndef LS_TEST_ITEMS_SERVICE_H
#define LS_TEST_ITEMS_SERVICE_H

#include "context.h"

enum {
    TABLE_ITEMS,
    TABLE_READINGS,
    TABLE_LINKS,
    TABLE_BLOBS,
    TABLE_NOTES,
    TABLE_MESSAGES, /* derived keys "t#{tenant}" and "room#{room}#{sent}", a timestamp */
    TABLE_SESSIONS, /* version, ttl of 30 days, what has expired is hidden */
    TABLE_COUNT
};

/* Physical names, by table. */
extern const struct ls_str items_table_names[TABLE_COUNT];

/* Look-up tables are built once, by the generator's code; NULL when that fails. */
const struct ls_service *items_service(void);
void items_service_release(void);

/* The route of that key; NULL when there is none. */
const struct ls_route *items_route(const char *key);

/* What the handlers of the service run: a test sets it. */
extern ls_handler *items_handler;

#endif
