/*
 * writes_service.h - a service for the tests of writing, by hand: derived keys, versions, expiry,
 * `set` and `add`, idempotency.
 */
#ifndef LS_TEST_WRITES_SERVICE_H
#define LS_TEST_WRITES_SERVICE_H

/* In place of fixture_init and fixture_release. */
void writes_init(void);
void writes_release(void);

#endif
