/*
 * contract.h - the digest of what the code in function.zip and the stack must share. It is compiled
 * into the code and set in the function's environment; the runtime refuses to start when they
 * differ.
 *
 * In it: routes with all that their actions do, tables with their attributes, keys and templates,
 * indexes, names of environment variables. Not in it: what may differ by environment (memory,
 * throughput, tags, retention, CORS, values of variables), who may call a route, which the gateway
 * decides, and the order in which a spec names things.
 */
#ifndef LOCKSTEP_CONTRACT_H
#define LOCKSTEP_CONTRACT_H

#include "model/plan.h"

/* The digest is of this text: one sorted line a fact, "lockstep contract 2" above them. */
struct text contract_text(struct mem_arena *arena, const struct plan *plan);
/* 64 hex digits. */
const char *contract_digest(struct mem_arena *arena, struct text contract);

#endif
