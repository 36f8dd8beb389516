/*
 * idempotency.h - the same Idempotency-Key has the same answer, and makes one item.
 *
 * An item and a record of its request are written in one transaction, to two tables. The record:
 *     partition   SHA-256 in hex of the service, the route, the caller (the claim sub, or the ARN
 *                 that IAM knows, or else all that an authorizer says), the header's value, what
 *                 is bound, and what `set` takes from the caller: nobody meets another's records
 *     ttl         after which the key may be used anew
 *     answer      a map: `request`, the SHA-256 in hex of path, query and body; `status`; `body`;
 *                 and `version`, where the item has one
 * A request whose record is there already gets that answer again, with the header
 * idempotent-replayed: true; or, when it is not the same request, LS_KEY_REUSED. Answers of
 * failed requests are not recorded: they may be sent again under their key.
 */
#ifndef LS_IDEMPOTENCY_H
#define LS_IDEMPOTENCY_H

#include "bind.h"
#include "hash.h"

#define LS_IDEMPOTENCY_KEY_MAX 255 /* bytes of the header */

struct ls_record {
    struct ls_context *context;
    const struct ls_idempotency *rule; /* NULL: the request has no key, so there is no record */
    char partition[2 * LS_SHA256_LEN], request[2 * LS_SHA256_LEN];
    int64_t now_s; /* of the last write, seconds since 1970 */
};

/*
 * LS_BAD_PARAMETER for a header that is required and absent, or no 1 to 255 visible characters;
 * for what `set` takes from the caller as ls_bind_source.
 */
enum ls_status ls_record_read(struct ls_context *context, const struct ls_request *request,
                              const struct ls_bindings *bindings, struct ls_record *record);

/*
 * The transaction, in two steps around what makes a PutItem of the item in its place: as
 * ls_call_begin and ls_call_send. The answer that is recorded is the one in `response`, a body of
 * JSON; `version` as in ls_etag_set. LS_CONDITION_FAILED when a record is there, or the item's
 * condition failed: the item is operation 0 of the reply's reasons, and ls_record_replay says
 * which. LS_NOT_SUPPORTED when the database knows no transactions.
 */
void ls_record_begin(const struct ls_record *record, const struct ls_table *table);
enum ls_status ls_record_send(struct ls_record *record, const struct ls_response *response,
                              struct ls_str version, struct ls_str *reply);
/* The record alone, for an answer without a write. LS_CONDITION_FAILED: there is one. */
enum ls_status ls_record_store(struct ls_record *record, const struct ls_response *response,
                               struct ls_str version);

/*
 * Answers with what is recorded; *found is false when there is nothing (any more), and no answer.
 * LS_KEY_REUSED, and the errors of a GetItem.
 */
enum ls_status ls_record_replay(const struct ls_record *record, struct ls_response *response,
                                bool *found);

#endif
