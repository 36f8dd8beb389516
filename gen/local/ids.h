/*
 * ids.h - random identifiers in the forms that AWS gives them. Each is false when the kernel has
 * no random bytes or memory is short.
 */
#ifndef LOCKSTEP_LOCAL_IDS_H
#define LOCKSTEP_LOCAL_IDS_H

#include <stdbool.h>

#define IDS_INVOCATION_LEN 36
#define IDS_GATEWAY_LEN    16
#define IDS_TRACE_MAX      96

/* Lambda's request id: a UUID of version 4. */
bool ids_invocation(char out[IDS_INVOCATION_LEN + 1]);
/* measured: API Gateway's request id is 16 characters of base64, "JKJaXmPLvHcESHA=". */
bool ids_gateway(char out[IDS_GATEWAY_LEN + 1]);
/* documented, X-Ray: "Root=1-SECONDS-24 digits;Parent=16 digits;Sampled=0". */
bool ids_trace(char out[IDS_TRACE_MAX]);

#endif
