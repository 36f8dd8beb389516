/*
 * database.h - a stand-in for DynamoDB that always answers at once: GetItem with one item of
 * typical size, everything else with {}. It costs as little as it can, so that the runtime is what
 * is measured.
 */
#ifndef BENCH_DATABASE_H
#define BENCH_DATABASE_H

#include "wire.h"

void database_init(void);
/* Answers one request, on the connection it came by. */
void database_answer(const struct wire *wire, const struct message *request);

#endif
